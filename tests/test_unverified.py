"""Words that an event could not be checked are a claim of their own, by whoever could not check it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.found import Found, FoundTrigger, Link, Reading
from dateline.unverified import RULE, tell_unverified
from tests.readings import find, make_reading, make_trigger

REPORT = "The ministry said shells hit Oru, killing 9. "


def _read(
    text: str, *bodies: str, event_type: str = "shelling_artillery_missile_attack", stance: str = "affirms"
) -> Reading:
    """The reading of a text that begins with REPORT: its event with a toll and a speaker, and `bodies` as actors."""
    links = [
        Link(find(text, "9", "toll", "killed"), "of", 0.9),
        Link(find(text, "Oru", "place"), "event", 0.9),
        Link(find(text, "The ministry", "source", "government"), "first", 0.9),
    ]
    event = replace(make_trigger(text, "shells hit", links, event_type=event_type), stances={stance: 1.0})
    reading = make_reading(text, [event], {})
    return replace(reading, mentions={**reading.mentions, "actor": tuple(find(text, body, "actor") for body in bodies)})


def _doubts(reading: Reading) -> list[FoundTrigger]:
    return [trigger for trigger in reading.triggers if trigger.rule == RULE]


def _linked(trigger: FoundTrigger, kind: str) -> list[str]:
    return [link.filler.span.text for link in trigger.links if link.filler.kind == kind]


@pytest.mark.parametrize(
    ("words", "body", "trigger", "speakers"),
    [
        ("Reuters could not verify the report.", "Reuters", "could not verify", ["Reuters"]),
        ("AFP was unable to independently verify the claim.", "AFP", "was unable to independently verify", ["AFP"]),
        ("The UN has not been able to confirm it.", "The UN", "has not been able to confirm", ["The UN"]),
        ("It was a claim that the UN could not confirm.", "UN", "could not confirm", ["UN"]),
        ("The claim could not be verified.", None, "could not be verified", []),
        ("The claim could not be verified by Reuters.", "Reuters", "could not be verified", ["Reuters"]),
        ("We could not independently verify this account.", None, "could not independently verify", []),
        ("None of the accounts could be confirmed.", None, "could be confirmed", []),
        ("It was not possible to verify the claims.", None, "not possible to verify", []),
        ("There was no independent confirmation.", None, "no independent confirmation", []),
    ],
)
def test_who_could_not_check_says_so_of_the_event_reported(
    words: str, body: str | None, trigger: str, speakers: list[str]
) -> None:
    text = REPORT + words
    event, doubt = tell_unverified(text, _read(text, *([body] if body else []))).triggers
    assert (doubt.found.span.text, doubt.rule, doubt.stances) == (trigger, RULE, {"cannot_verify": 1.0})
    assert text[doubt.found.span.start : doubt.found.span.end] == trigger
    assert (doubt.types, _linked(doubt, "place"), _linked(doubt, "source")) == (event.types, ["Oru"], speakers)
    assert (event.stances, _linked(event, "source")) == ({"affirms": 1.0}, ["The ministry"])


@pytest.mark.parametrize(("words", "tolls"), [("the toll", ["9"]), ("the report", [])])
def test_a_toll_is_doubted_only_where_figures_are_meant(words: str, tolls: list[str]) -> None:
    text = f"{REPORT}Reuters could not verify {words}."
    (doubt,) = _doubts(tell_unverified(text, _read(text, "Reuters")))
    assert _linked(doubt, "toll") == tolls


def test_the_event_told_beside_the_words_is_not_doubted_by_who_tells_it() -> None:
    text = "The ministry said shells hit Oru, killing 9; Reuters could not verify the claim."
    event, doubt = tell_unverified(text, _read(text, "Reuters", stance="cannot_verify")).triggers
    assert (event.stances, doubt.stances) == ({"affirms": 1.0}, {"cannot_verify": 1.0})
    assert _linked(doubt, "source") == ["Reuters"]


def test_what_the_reader_marked_in_those_words_gives_way() -> None:
    text = REPORT + "Reuters could not verify the report."
    reading = _read(text, "Reuters")
    marked = replace(
        make_trigger(text, "report", [], event_type="shelling_artillery_missile_attack"), stances={"cannot_verify": 1.0}
    )
    told = tell_unverified(text, replace(reading, triggers=(*reading.triggers, marked)))
    assert [trigger.found.span.text for trigger in told.triggers] == ["shells hit", "could not verify"]


def test_one_doubt_for_one_speaker_and_another_for_the_next() -> None:
    text = REPORT + "Reuters could not verify the report. The UN could not confirm it, nor could it be verified."
    doubts = _doubts(tell_unverified(text, _read(text, "Reuters", "The UN")))
    assert [_linked(doubt, "source") for doubt in doubts] == [["Reuters"], ["The UN"]]
    again = REPORT + "The claim could not be verified. The report could not be confirmed."
    assert len(_doubts(tell_unverified(again, _read(again)))) == 1


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("The identities of the dead could not be confirmed; no names were in the reports.", None),
        ("Reuters could not confirm whether the road was open.", "Reuters"),
        ("It was unable to verify the claim.", "It"),
        ("The clinic reopened. The mayor spoke. Rain fell. Reuters could not verify the report.", "Reuters"),
    ],
)
def test_what_is_not_about_the_event_makes_no_claim(words: str, body: str | None) -> None:
    text = REPORT + words
    reading = _read(text, *([body] if body else []))
    assert tell_unverified(text, reading) == reading


def test_a_meeting_that_could_not_be_verified_makes_no_claim() -> None:
    text = REPORT + "Reuters could not verify the report."
    reading = _read(text, "Reuters", event_type="diplomatic_act")
    assert tell_unverified(text, reading) == reading


def test_a_speaker_whom_the_reader_marked_keeps_its_kind() -> None:
    text = REPORT + "The observatory could not verify the report."
    speaker = find(text, "The observatory", "source", "monitor")
    reading = _read(text)
    reading = replace(reading, fillers={**reading.fillers, "source": (speaker,)})
    (doubt,) = _doubts(tell_unverified(text, reading))
    found: list[Found] = [link.filler for link in doubt.links if link.filler.kind == "source"]
    assert [(one.span.text, one.label) for one in found] == [("The observatory", "monitor")]
