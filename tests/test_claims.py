"""Drafts of claims, places through their names, and the codes that a claim projects to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.assembly import project_codes
from dateline.claims import REPORT_FLOOR, extract_claims
from dateline.found import Link
from dateline.model import Actor, ActorKind, Report, Role, Source, Span
from dateline.reader.counted import grow_tolls
from dateline.resolution import resolve
from tests.readings import find, make_reading, make_report, make_trigger

OUTLET = (Source("Plains Courier", "outlet", None, None, None, False),)


def test_evidence_is_the_sentence_of_the_trigger_and_of_what_hangs_on_it() -> None:
    text = "Rebels attacked Gao. The mayor was away. Twelve soldiers died."
    toll = Link(find(text, "Twelve soldiers", "toll", "killed"), "of", 0.9)
    reading = make_reading(text, [make_trigger(text, "attacked", [toll])], {})
    (draft,) = extract_claims(make_report(text), reading, [OUTLET])
    assert [span.text for span in draft.evidence] == ["Rebels attacked Gao.", "Twelve soldiers died."]


def test_two_words_for_one_event_in_a_sentence_are_one_claim() -> None:
    text = "In the attack rebels raided Gao."
    actor = Link(find(text, "rebels", "actor", "rebel_group"), "initiator", 0.9)
    triggers = [make_trigger(text, "attack", []), make_trigger(text, "raided", [actor])]
    drafts = extract_claims(make_report(text), make_reading(text, triggers, {}), [OUTLET, OUTLET])
    assert len(drafts) == 1 or drafts[0].found("actor") != drafts[1].found("actor")


@pytest.mark.parametrize(("more", "rest", "count"), [(-0.01, 4, 0), (0.01, 4, 1), (-0.01, 3, 1)])
def test_a_report_without_one_sure_event_has_no_claims_unless_it_is_brief(more: float, rest: int, count: int) -> None:
    text = "The team attacked from the left." + " It scored." * rest
    trigger = make_trigger(text, "attacked", [])
    trigger = replace(trigger, types={"attack": (REPORT_FLOOR + more) / trigger.found.score})
    assert len(extract_claims(make_report(text), make_reading(text, [trigger], {}), [OUTLET])) == count


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("ISIS seeks to impose a blockade on Gao.", "initiator"),
        ("ISIS has reportedly been trying to blockade Gao.", "initiator"),
        ("ISIS was hit by a blockade.", "target"),
    ],
)
def test_who_seeks_to_do_it_is_the_doer(text: str, role: str) -> None:
    actor = Link(find(text, "ISIS", "actor", "rebel_group"), "target", 0.9)
    trigger = make_trigger(text, "blockade", [actor], event_type="siege_blockade")
    (draft,) = extract_claims(make_report(text), make_reading(text, [trigger], {}), [OUTLET])
    assert [link.label for link in draft.fillers["actor"]] == [role]


@pytest.mark.parametrize(
    ("text", "stance", "rule"),
    [
        ("Omar Said denied that his men attacked Gao.", "denies", "claims/denial-cue"),
        ("Omar Said rejected claims that his men attacked Gao.", "denies", "claims/denial-cue"),
        ("Omar Said did not deny that his men attacked Gao.", "affirms", None),
        ("Omar Said denied that the men who attacked Gao were his.", "affirms", None),
        ("Omar Said denied that he fled but said that rebels attacked Gao.", "affirms", None),
        ("Rebels attacked Gao, Omar Said denied.", "affirms", None),
        ("Omar Said said that rebels attacked Gao.", "affirms", None),
    ],
)
def test_what_the_first_speaker_denied_is_denied(text: str, stance: str, rule: str | None) -> None:
    cue = next(word for word in ("denied", "deny", "rejected", "said") if word in text)
    source = Source("Omar Said", "party", find(text, "Omar Said").span, find(text, cue).span, None, False)
    reading = make_reading(text, [make_trigger(text, "attacked", [])], {})
    (draft,) = extract_claims(make_report(text), reading, [(source, *OUTLET)])
    assert (draft.stance, draft.stance_rule) == (stance, rule)


def test_a_sure_event_carries_a_less_sure_one_of_the_same_report() -> None:
    text = "Rebels attacked Gao. A march followed."
    less = replace(make_trigger(text, "march", [], event_type="peaceful_protest"), types={"peaceful_protest": 0.4})
    reading = make_reading(text, [make_trigger(text, "attacked", []), less], {})
    assert len(extract_claims(make_report(text), reading, [OUTLET, OUTLET])) == 2


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("foreign", "hundreds of foreign extremists"),
        ("12", "close to 12"),
        ("two soldiers", "two soldiers"),
        ("police", "police"),
    ],
)
def test_a_toll_takes_in_the_number_that_its_phrase_begins_with(words: str, whole: str) -> None:
    text = "They hold hundreds of foreign extremists, the toll is close to 12 and two soldiers fled the police."
    (toll,) = grow_tolls(text, [(0, len(text))], [find(text, words, "toll", "killed")])
    assert toll.span.text == whole and text[toll.span.start : toll.span.end] == whole


def test_pieces_of_one_counting_phrase_are_one_toll() -> None:
    text = "The army holds 15,000 newest refugees."
    tolls = [find(text, words, "toll", "displaced") for words in ("000", "refugees")]
    assert [toll.span.text for toll in grow_tolls(text, [(0, len(text))], tolls)] == ["15,000 newest refugees"]


def test_another_place_makes_another_claim() -> None:
    text = "Shelling hit Gao and bombs hit Kidal."
    first = make_trigger(text, "Shelling", [Link(find(text, "Gao", "place", "in"), "at", 0.9)])
    second = make_trigger(text, "bombs", [Link(find(text, "Kidal", "place", "in"), "at", 0.9)])
    drafts = extract_claims(make_report(text), make_reading(text, [first, second], {}), [OUTLET, OUTLET])
    assert [draft.found("place")[0].span.text for draft in drafts] == ["Gao", "Kidal"]


def test_a_phrase_stands_where_the_name_in_it_does() -> None:
    text = "Rockets hit the capital Damascus in Syria."
    phrase = find(text, "the capital Damascus", "place", "in")
    trigger = make_trigger(text, "Rockets", [Link(phrase, "at", 0.9)])
    reading = make_reading(text, [trigger], {})
    named = {**reading.mentions, "place": (find(text, "Damascus", "place"), find(text, "Syria", "place"))}
    reading = type(reading)(
        reading.sentences, reading.triggers, reading.fillers, named, reading.attribution, reading.same
    )
    report: Report = make_report(text)
    drafts = extract_claims(report, reading, [OUTLET])
    place = resolve(report, reading, drafts).places[phrase.span]
    assert (place.country, place.precision) == ("SYR", 1)


def actor(role: Role, kind: ActorKind) -> Actor:
    return Actor(role, Span(0, 1, "x"), "x", None, kind)


@pytest.mark.parametrize(
    ("event_type", "kinds", "ucdp"),
    [
        ("armed_clash", [("initiator", "rebel_group"), ("target", "state_forces")], "state_based"),
        ("armed_clash", [("party", "rebel_group"), ("party", "political_militia")], "non_state"),
        ("attack", [("initiator", "state_forces"), ("target", "civilians")], "one_sided"),
        ("attack", [("target", "civilians")], None),
        ("peaceful_protest", [("initiator", "protesters")], None),
    ],
)
def test_ucdp_follows_the_kinds_of_the_sides(
    event_type: str, kinds: list[tuple[Role, ActorKind]], ucdp: str | None
) -> None:
    codes = project_codes(event_type, [actor(role, kind) for role, kind in kinds])
    assert codes["ucdp"] == ucdp


def test_codes_come_from_the_codebook() -> None:
    codes = project_codes("air_drone_strike", [])
    assert codes["acled"] == {"event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike"}
    assert codes["plover"] == {"event_type": "ASSAULT", "mode": "aerial"} and codes["cameo"] == "195"
