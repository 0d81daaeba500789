"""Chains of sources: who speaks, who passed it on, who cannot be named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.found import Link
from dateline.model import Report, Source
from dateline.outlets import outlet_kind
from dateline.sources import attribute, is_anonymous
from dateline.who import name_of
from tests.readings import find, make_reading, make_report, make_trigger

OUTLET = Source("Plains Courier", "outlet", None, None, None, False)


def chain(
    text: str, marks: list[tuple[str, str, str]], report: Report | None = None
) -> list[tuple[str | None, str, bool]]:
    """The chain of the trigger "attacked", given (words, link label, source kind) of each linked source."""
    links = [Link(find(text, words, "source", kind), label, 0.9) for words, label, kind in marks]
    trigger = make_trigger(text, "attacked", links)
    reading = make_reading(text, [trigger], {})
    sources = attribute(report or make_report(text, outlet="Plains Courier"), reading, trigger, OUTLET)
    return [(source.name, source.kind, source.anonymous) for source in sources]


def test_a_report_in_its_own_voice_has_the_outlet_alone() -> None:
    assert chain("Rebels attacked the post.", []) == [("Plains Courier", "outlet", False)]


def test_the_first_speaker_comes_first_and_the_outlet_last() -> None:
    text = "Rebels attacked the post, Omar Said told the Courier, citing sources close to the army."
    marks = [("Omar Said", "later", "activist"), ("sources close to the army", "first", "unnamed")]
    assert chain(text, marks) == [
        ("sources close to the army", "unnamed", True),
        ("Omar Said", "activist", False),
        ("Plains Courier", "outlet", False),
    ]


def test_the_outlet_named_as_speaker_is_one_link() -> None:
    text = "Plains Courier could not verify who attacked the post."
    assert chain(text, [("Plains Courier", "first", "outlet")]) == [("Plains Courier", "outlet", False)]


def test_a_credited_agency_stands_before_the_outlet() -> None:
    text = "Rebels attacked the post."
    report = make_report(text, outlet="Plains Courier", agency="Meridian Wire")
    assert [name for name, _, _ in chain(text, [], report)] == ["Meridian Wire", "Plains Courier"]


def test_a_pronoun_takes_the_name_that_it_stands_for() -> None:
    text = "Omar Said fled. He said rebels attacked the post."
    speaker, named = find(text, "He", "source", "witness"), find(text, "Omar Said", "source")
    trigger = make_trigger(text, "attacked", [Link(speaker, "first", 0.9)])
    reading = make_reading(text, [trigger], {speaker.span: ((named.span, 0.9),)})
    assert attribute(make_report(text), reading, trigger, OUTLET)[0].name == "Omar Said"


def test_the_agency_of_the_dateline_is_not_who_a_description_stands_for() -> None:
    text = "LOMA (AFP) - Two men died. The army said rebels attacked the post."
    speaker, credit = find(text, "The army", "source", "official"), find(text, "AFP", "source", "agency")
    trigger = make_trigger(text, "attacked", [Link(speaker, "first", 0.9)])
    reading = make_reading(text, [trigger], {speaker.span: ((credit.span, 0.9),)})
    reading = replace(reading, fillers={**reading.fillers, "source": (credit, speaker)})
    report = make_report(text, agency="AFP")
    unnamed = Source(None, "outlet", None, None, None, False)
    names = [(source.name, source.kind) for source in attribute(report, reading, trigger, unnamed)]
    assert names == [("The army", "official"), ("AFP", "agency"), (None, "outlet")]


@pytest.mark.parametrize("words", ["The army", "It"])
def test_an_unnamed_source_is_nobody_else(words: str) -> None:
    """What the army says is the army's, and so is what "it" says next."""
    text = "Two men died, a nurse said. The army spoke. It denied that rebels attacked the post."
    nurse, army = find(text, "a nurse", "source", "unnamed"), find(text, "The army", "source", "official")
    it = find(text, "It", "source", "official")
    speaker = army if words == "The army" else it
    trigger = make_trigger(text, "attacked", [Link(speaker, "first", 0.9)])
    tied = {army.span: ((nurse.span, 0.9),), it.span: ((nurse.span, 0.6),)} if speaker is army else {}
    reading = make_reading(text, [trigger], tied)
    reading = replace(reading, fillers={**reading.fillers, "source": (nurse, army, it)})
    first = attribute(make_report(text), reading, trigger, OUTLET)[0]
    assert (first.name, first.kind, first.anonymous) == ("The army", "official", False)


@pytest.mark.parametrize(
    ("words", "anonymous"),
    [
        ("local media sources", True),
        ("sources close to the Syrian army", True),
        ("a resident of Gao", True),
        ("the Ministry of Defence", False),
        ("activist Lina Haddad", False),
        ("the Coastal Observatory", False),
    ],
)
def test_unnamed_speakers_are_anonymous(words: str, anonymous: bool) -> None:
    assert is_anonymous(words, name_of(words)) is anonymous


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ministry of Defence of Ruritania", "official"),
        ("OCHA Ruritania", "igo"),
        ("Northline News Agency", "agency"),
        ("Plains Courier", "outlet"),
        (None, "outlet"),
    ],
)
def test_a_body_that_publishes_itself_is_no_mere_outlet(name: str | None, kind: str) -> None:
    assert outlet_kind(name) == kind
