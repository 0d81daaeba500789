"""Chains of sources: who speaks, who passed it on, who cannot be named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.found import Link
from dateline.model import Report, Source
from dateline.outlets import media_kind, outlet_kind
from dateline.sources import attribute, is_anonymous, is_denial
from dateline.who import name_of, stands_for
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


@pytest.mark.parametrize(
    ("words", "kind"),
    [("The FARDC", "official"), ("FARDC spokesman Jon Lind", "official"), ("The FDLR", "party")],
)
def test_a_state_force_is_no_armed_group(words: str, kind: str) -> None:
    text = f"{words} said rebels attacked the post."
    assert chain(text, [(words, "first", "party")])[0][1] == kind


@pytest.mark.parametrize(("read_as", "kind"), [("party", "party"), ("ngo", "ngo"), ("outlet", "ngo")])
def test_an_acronym_that_an_armed_group_bears_too_is_what_it_was_read_as(read_as: str, kind: str) -> None:
    assert chain("The RSF said rebels attacked the post.", [("The RSF", "first", read_as)])[0][1] == kind


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
    ("text", "speaker"),
    [
        ("A spokesman, Omar Said, later denied that rebels attacked the post.", "Omar Said"),
        ("The post, an aide of Omar Said heard, was attacked by rebels, he claimed.", None),
        ("In a raid claimed by Omar Said, rebels attacked the post.", None),
        ("“They lied,” claimed Omar Said, who attacked the post.", None),
        ("Omar Said, who is a rebel, claimed that they attacked the post.", "Omar Said"),
    ],
)
def test_a_sure_cue_without_a_sure_speaker_takes_the_one_beside_it(text: str, speaker: str | None) -> None:
    cue = find(text, "denied" if "denied" in text else "claimed", "cue")
    source = find(text, "Omar Said", "source", "official")
    trigger = make_trigger(text, "attacked", [Link(source, "first", 0.4), Link(cue, "of", 0.9)])
    reading = replace(make_reading(text, [trigger], {}), fillers={"source": (source,)})
    chain = attribute(make_report(text, outlet="Plains Courier"), reading, trigger, OUTLET)
    assert [item.name for item in chain] == [*([speaker] if speaker else []), "Plains Courier"]


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("In fact, Reza disclosed that rebels attacked the post.", "Reza", "disclosed"),
        ("Rebels attacked the post in Gao, Gao reports.", None, "reports"),
        ("Officials fear that rebels attacked the post, a long way from the one that Reza said is safe.", None, "fear"),
    ],
)
def test_a_sure_cue_may_take_a_source_that_only_its_attribution_marks(text: str, speaker: str | None, cue: str) -> None:
    spoken = find(text, "Reza" if "Reza" in text else "Gao", "source", "official")
    at = [Link(find(text, "Gao", "place"), "at", 0.9)] if "Gao" in text else []
    trigger = make_trigger(text, "attacked", [*at, Link(find(text, cue, "cue"), "of", 0.9)])
    reading = make_reading(text, [trigger], {})
    reading = replace(reading, attribution={**reading.attribution, "source": (spoken,)})
    chain = attribute(make_report(text, outlet="Plains Courier"), reading, trigger, OUTLET)
    assert [item.name for item in chain] == [*([speaker] if speaker else []), "Plains Courier"]


@pytest.mark.parametrize(
    ("text", "marked", "kind", "speaker"),
    [
        ("We hold the hill. Rebels attacked the post.", "We", "party", "We"),
        ("We hold the hill. Our units attacked the post.", "We", "party", "Our"),
        ("We hold the hill. Rebels attacked the post.", "We", "outlet", None),
        ("“We hold the hill,” said Omar Said. Rebels attacked the post.", "We", "party", None),
        ("Westerners hold the hill. Rebels attacked the post.", "Westerners", "witness", None),
    ],
)
def test_a_statement_in_the_first_person_is_its_speakers(
    text: str, marked: str, kind: str, speaker: str | None
) -> None:
    trigger = make_trigger(text, "attacked", [])
    reading = replace(make_reading(text, [trigger], {}), fillers={"source": (find(text, marked, "source", kind),)})
    chain = attribute(make_report(text, outlet="Plains Courier"), reading, trigger, OUTLET)
    assert [item.name for item in chain] == [*([speaker] if speaker else []), "Plains Courier"]


def test_we_of_a_statement_is_not_who_was_named_before() -> None:
    text = "Omar Said denies it. We say that rebels attacked the post."
    said, we = find(text, "Omar Said", "source", "official"), find(text, "We", "source", "party")
    trigger = make_trigger(text, "attacked", [Link(we, "first", 0.9)])
    reading = replace(make_reading(text, [trigger], {}), fillers={"source": (said, we)})
    first = attribute(make_report(text), reading, trigger, OUTLET)[0]
    assert (first.name, first.kind) == ("We", "party")


@pytest.mark.parametrize(
    ("told", "kind", "names"),
    [
        ("Meridian Wire", "agency", ["Omar Said", "Meridian Wire", "Plains Courier"]),
        ("PCN", "outlet", ["Omar Said", "Plains Courier"]),  # another name of the outlet's
        ("mourners", "witness", ["Omar Said", "Plains Courier"]),
    ],
)
def test_whom_a_speaker_told_passes_on_what_he_says_next(told: str, kind: str, names: list[str]) -> None:
    text = f"Omar Said told {told} of the raid. He said rebels attacked the post."
    said, he = find(text, "Omar Said", "source", "official"), find(text, "He", "source", "official")
    trigger = make_trigger(text, "attacked", [Link(he, "first", 0.9)])
    reading = make_reading(text, [trigger], {he.span: ((said.span, 0.9),)})
    reading = replace(reading, fillers={"source": (said, find(text, told, "source", kind), he)})
    chain = attribute(make_report(text, outlet="Plains Courier"), reading, trigger, OUTLET)
    assert [item.name for item in chain] == names


@pytest.mark.parametrize(
    ("text", "words", "first"),
    [
        ("Omar Said, an analyst, came. Rebels attacked the post, Said wrote.", "Said", ("Omar Said", "expert")),
        ("Army sources spoke. Rebels attacked the post, the same sources added.", "the same sources", None),
        ("Official reports came. Rebels attacked the post, reports said.", "reports", ("reports", "unnamed")),
    ],
)
def test_a_speaker_named_before_is_that_one(text: str, words: str, first: tuple[str, str] | None) -> None:
    before = {"Omar": "Omar Said, an analyst", "Army": "Army sources", "Official": "Official reports"}[text.split()[0]]
    full = find(text, before, "source", "expert")
    later = find(text, f"{words} ", "source", "unnamed")
    start = text.rindex(words)
    later = replace(later, span=replace(later.span, start=start, end=start + len(words), text=words))
    trigger = make_trigger(text, "attacked", [Link(later, "first", 0.9)])
    reading = replace(make_reading(text, [trigger], {}), fillers={"source": (full, later)})
    source = attribute(make_report(text), reading, trigger, OUTLET)[0]
    assert (source.name, source.kind) == (first or ("Army sources", "expert"))


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("The Plains human rights office", "The office", "The Plains human rights office"),
        ("The Valley Observatory for Human Rights", "The observatory", "The Valley Observatory for Human Rights"),
        ("The Ministry of Defence", "The ministry", "The Ministry of Defence"),
        ("Health Ministry spokesman Jon Lind", "The ministry", "The ministry"),
        ("An aid agency", "The office", "The office"),
    ],
)
def test_a_body_of_which_the_noun_is_left_is_the_one_that_spoke_by_name(before: str, after: str, name: str) -> None:
    text = f"{before} spoke on Monday. {after} said rebels attacked the post."
    named = find(text, before, "source", "igo")
    trigger = make_trigger(text, "attacked", [Link(find(text, after, "source", "official"), "first", 0.9)])
    reading = make_reading(text, [trigger], {})
    reading = replace(reading, fillers={**reading.fillers, "source": (named,)})
    assert attribute(make_report(text), reading, trigger, OUTLET)[0].name == name


def test_of_two_offices_neither_is_meant_for_sure() -> None:
    text = "The Plains Office met the Valley Office. The office said rebels attacked the post."
    named = (find(text, "The Plains Office", "source", "igo"), find(text, "the Valley Office", "source", "official"))
    trigger = make_trigger(text, "attacked", [Link(find(text, "The office", "source", "official"), "first", 0.9)])
    reading = make_reading(text, [trigger], {})
    reading = replace(reading, fillers={**reading.fillers, "source": named})
    assert attribute(make_report(text), reading, trigger, OUTLET)[0].name == "The office"


def test_who_spoke_after_a_quotation_is_its_speaker_and_not_the_reporter_who_was_told() -> None:
    text = "Omar Said told our reporter of it. “They attacked us,” he said."
    said, he = find(text, "Omar Said", "source", "witness"), find(text, "he said", "source")
    he = replace(he, span=replace(he.span, end=he.span.start + 2, text="he"))
    ours = find(text, "our reporter", "source", "outlet")
    trigger = make_trigger(text, "attacked", [Link(ours, "later", 0.9), Link(find(text, "said", "cue"), "of", 0.9)])
    reading = make_reading(text, [trigger], {})
    reading = replace(reading, fillers={"source": (said, ours)}, attribution={**reading.attribution, "source": (he,)})
    chain = attribute(make_report(text, outlet="Plains Courier"), reading, trigger, OUTLET)
    assert [(item.name, item.kind) for item in chain] == [("Omar Said", "witness"), ("Plains Courier", "outlet")]


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        ("The Harrow Front (HF), Eastern Command, informs the public:", "The Harrow Front (HF)"),
        ("The Defence Headquarters wishes to inform the public.", "The Defence Headquarters"),
        ("The public was told.", "Our forces"),
    ],
)
def test_we_are_the_body_that_issues_the_statement(opening: str, name: str) -> None:
    assert chain(f"{opening}\nOur forces attacked it.", [("Our forces", "first", "party")])[0][:2] == (name, "party")


@pytest.mark.parametrize(
    ("then", "speaker"),
    [("he said. Jon Lind, a rebel, spoke too.", "Omar Said"), ("said Jon Lind, a rebel.", "Jon Lind")],
)
def test_who_speaks_in_the_next_sentence_did_not_speak_the_quotation(then: str, speaker: str) -> None:
    text = f"Omar Said, an official, denied it. “They attacked us,” {then}"
    people = (find(text, "Omar Said", "source", "official"), find(text, "Jon Lind", "source", "party"))
    trigger = make_trigger(text, "attacked", [])
    reading = replace(make_reading(text, [trigger], {}), fillers={"source": people})
    assert attribute(make_report(text), reading, trigger, OUTLET)[0].name == speaker


@pytest.mark.parametrize("words", ["this newspaper", "our correspondents", "us"])
def test_an_outlet_that_speaks_of_itself_is_one_link(words: str) -> None:
    text = f"Omar Said told {words} that rebels attacked the post."
    marks = [("Omar Said", "first", "witness"), (words, "later", "outlet")]
    assert chain(text, marks) == [("Omar Said", "witness", False), ("Plains Courier", "outlet", False)]


def test_whom_a_witness_calls_us_is_not_the_outlet() -> None:
    text = "“Omar Said told us that rebels attacked the post,” she said."
    marks = [("Omar Said", "first", "witness"), ("us", "later", "witness")]
    assert [name for name, _, _ in chain(text, marks)] == ["Omar Said", "us", "Plains Courier"]


@pytest.mark.parametrize(("cued", "speakers"), [(False, ["Plains Courier"]), (True, ["Gao", "Plains Courier"])])
def test_a_place_of_the_event_speaks_only_where_a_cue_says_so(cued: bool, speakers: list[str]) -> None:
    text = "Gao said rebels attacked the post."
    links = [Link(find(text, "Gao", "source", "official"), "first", 0.9), Link(find(text, "Gao", "place"), "at", 0.9)]
    cues = [Link(find(text, "said", "cue"), "of", 0.9)] if cued else []
    trigger = make_trigger(text, "attacked", [*links, *cues])
    sources = attribute(make_report(text), make_reading(text, [trigger], {}), trigger, OUTLET)
    assert [source.name for source in sources] == speakers


@pytest.mark.parametrize(("words", "named"), [("The group", None), ("The army", "Red Hand"), ("He", "Red Hand")])
def test_a_group_is_nobody_named_later(words: str, named: str | None) -> None:
    """A group is named before it is "the group"; "he" and "the army" may come before the name."""
    text = f"{words} fled. Red Hand denied it."
    pronoun, later = find(text, words).span, find(text, "Red Hand").span
    meant = stands_for(pronoun, make_reading(text, [], {pronoun: ((later, 0.9),)}))
    assert (meant.text if meant else None) == named


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The Police Public Relations Officer, SP Omar Said", "Omar Said"),
        ("the head of the Supreme Reform Committee Omar Ali al-Said", "Omar Ali al-Said"),
        ("Ruritania's UN ambassador Anna Holt", "Anna Holt"),
        ("health ministry spokesman Omar Al Said", "Omar Al Said"),
        ("A resident, Zayna", "Zayna"),
        ("a resident of Gao, Borno", "a resident of Gao, Borno"),
        ("the National Security Council", "National Security Council"),
        ("The Hill People's Committee Against Police Abuse", "Hill People's Committee Against Police Abuse"),
    ],
)
def test_an_office_is_no_part_of_a_name(words: str, name: str) -> None:
    assert name_of(words) == name


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("the state-run Northern Agency", "state_media"),
        ("state television", "state_media"),
        ("the rebel-run Northern Agency", "party_media"),
        ("a farmer", None),
    ],
)
def test_whose_a_medium_is(words: str, kind: str | None) -> None:
    assert media_kind(words) == kind


@pytest.mark.parametrize(
    ("text", "cue", "denial"),
    [
        ("He later denied it.", "later denied", True),
        ("He said so.", "said", False),
        ("He did not deny it.", "deny", False),
    ],
)
def test_a_cue_that_denies(text: str, cue: str, denial: bool) -> None:
    assert is_denial(text, find(text, cue).span) is denial


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


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("The mayor spoke on Monday, denying M23 reports that rebels attacked the post.", "The mayor"),
        ("The mayor rejected the M23's claims that rebels attacked the post.", "The mayor"),
        ("The mayor spoke, and M23 reports say that rebels attacked the post.", "M23"),
    ],
)
def test_whose_word_is_denied_is_not_who_denies(text: str, first: str) -> None:
    mayor, group = find(text, "The mayor", "source", "official"), find(text, "M23", "source", "party")
    trigger = make_trigger(text, "attacked", [Link(group, "first", 0.9)])
    reading = replace(make_reading(text, [trigger], {}), fillers={"source": (mayor, group)})
    assert attribute(make_report(text), reading, trigger, OUTLET)[0].name == first
