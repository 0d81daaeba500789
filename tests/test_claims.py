"""Drafts of claims, places through their names, and the codes that a claim projects to."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from dateline.assembly import assemble, project_codes
from dateline.claims import REPORT_FLOOR, Draft, extract_claims
from dateline.found import Link
from dateline.model import Actor, ActorKind, Claim, Report, Role, Source, Span
from dateline.reader.counted import find_stated, grow_tolls, part_materiel
from dateline.reader.windows import Pieces
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


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The raid ended in killing and wounding nine soldiers.", "losses"),
        ("The raid ended, killing nine soldiers.", "killed"),
    ],
)
def test_one_number_for_the_dead_and_the_hurt_are_losses(text: str, label: str) -> None:
    (toll,) = grow_tolls(text, [(0, len(text))], [find(text, "nine soldiers", "toll", "killed")])
    assert toll.label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("They raided the camp, killing nine and abducting nine soldiers.", "captured"),
        ("Police arrested nine soldiers.", "arrested"),
        ("The raid that abducted a boy hurt nine soldiers.", "killed"),  # as the reader said
    ],
)
def test_the_verb_right_before_a_number_says_what_befell_them(text: str, label: str) -> None:
    (toll,) = grow_tolls(text, [(0, len(text))], [find(text, "nine soldiers", "toll", "killed")])
    assert toll.label == label


@pytest.mark.parametrize(
    ("words", "is_materiel"),
    [
        ("1 Hilux", True),
        ("two trucks", True),
        ("two truck drivers", False),
        ("12 soldiers", False),
        ("3 KIA", False),
        ("dozens", False),
    ],
)
def test_a_count_of_listed_materiel_is_no_toll(words: str, is_materiel: bool) -> None:
    text = f"They had {words} captured."
    tolls, materiel = part_materiel([find(text, words, "toll", "captured")], [])
    assert [item.span.text for item in (materiel if is_materiel else tolls)] == [words]
    assert [item.label for item in materiel] == ["captured"] * is_materiel and len(tolls) == (not is_materiel)


@pytest.mark.parametrize(
    ("text", "marked", "tolls"),
    [
        ("The patrol took 3 KIA, 8 WIA and 1 MIA near Selm.", "3",
         [("3 KIA", "killed"), ("8 WIA", "injured"), ("1 MIA", "missing")]),
        ("A mine left 3 soldiers KIA, 4 WIA.", "3", [("3 soldiers KIA", "killed"), ("4 WIA", "injured")]),
        ("A mine left two KIA and five WIA in Selm.", "two", [("two KIA", "killed"), ("five WIA", "injured")]),
        ("The army took two KIA bases near Selm.", "two", [("two", "killed")]),
        ("Police put the toll at three.", None, [("three", "killed")]),
        ("The death toll was cut from 15 to at least 12.", "15", [("15", "killed"), ("at least 12", "killed")]),
        ("The toll over three days rose to 46 and toll gates opened at 9 a.m.", None, []),
    ],
)  # fmt: skip
def test_tolls_in_plain_forms_are_found(text: str, marked: str | None, tolls: list[tuple[str, str]]) -> None:
    words = list(re.finditer(r"\S+", text))
    starts, ends = (np.array([getattr(word, side)() for word in words]) for side in ("start", "end"))
    zeros = np.zeros(len(words), np.int64)
    read = [find(text, marked, "toll", "killed")] if marked else []
    found = find_stated(text, Pieces(zeros, starts, ends, zeros, zeros), read)
    assert [(toll.span.text, toll.label) for toll in found] == tolls


def test_those_who_were_taken_are_put_to_the_verb_before_them() -> None:
    text = "Gunmen raided the town, abducting at least 20."
    taken = find(text, "at least 20", "toll", "captured")
    raid = make_trigger(text, "raided", [Link(taken, "of", 0.9)], event_type="attack")
    abduction = make_trigger(text, "abducting", [Link(taken, "of", 0.1)], event_type="abduction_forced_disappearance")
    drafts = extract_claims(make_report(text), make_reading(text, [raid, abduction], {}), [OUTLET, OUTLET])
    assert [len(draft.found("toll")) for draft in drafts] == [0, 1]


@pytest.mark.parametrize(("chance", "tolls"), [(0.7, [0, 1]), (0.95, [1, 1])])
def test_a_toll_that_is_surely_of_its_own_sentence_is_not_lent_to_another(chance: float, tolls: list[int]) -> None:
    text = "Rebels ambushed a convoy. They killed a farmer near Selm."
    dead = replace(find(text, "a farmer", "toll", "killed"), sentence=1)
    ambush = make_trigger(text, "ambushed", [Link(dead, "of", chance)], event_type="armed_clash")
    killing = make_trigger(text, "killed", [Link(dead, "of", 1.0)], event_type="attack")
    killing = replace(killing, found=replace(killing.found, sentence=1))
    drafts = extract_claims(make_report(text), make_reading(text, [ambush, killing], {}), [OUTLET, OUTLET])
    assert [len(draft.found("toll")) for draft in drafts] == tolls


@pytest.mark.parametrize(
    ("text", "words", "read", "tolls"),
    [
        ("Troops rescued 14 hostages.", ["14 hostages"], "captured", [("released", 14, None)]),
        ("Rebels shot him; he is the second Briton to die here.", ["the second Briton"], "killed", []),
        ("Raids killed eight men. Five men died in Tank and three men in Dera.", ["eight men", "Five men", "three men"],
         "killed", [("killed", 8, None), ("killed", 5, 0), ("killed", 3, 0)]),
        ("Raids killed eight men. Four men died in Tank and three men in Dera.", ["eight men", "Four men", "three men"],
         "killed", [("killed", 8, None), ("killed", 4, None), ("killed", 3, None)]),
        ("Gunmen killed 70 people, including 10 women and two boys.", ["70 people", "10 women", "two boys"], "killed",
         [("killed", 70, None), ("killed", 10, 0), ("killed", 2, 0)]),
        ("Gunmen killed 70 people, including 10 women, and two dogs.", ["70 people", "10 women", "two dogs"], "killed",
         [("killed", 70, None), ("killed", 10, 0), ("killed", 2, None)]),
        ("They killed 3 men incl. a child.", ["3 men", "a child"], "killed", [("killed", 3, None), ("killed", 1, 0)]),
        ("Clashes cost 2 lives, bringing to 14 the number killed since May.", ["2 lives", "14"], "killed",
         [("killed", 2, None)]),
        ("Clashes cost 2 lives, bringing to 14 the number killed in Bara.", ["2 lives", "14"], "killed",
         [("killed", 2, None), ("killed", 14, None)]),
        ("They hit a bus carrying 12 passengers near Mopti.", ["12 passengers"], "killed", []),
        ("They hit a truck with about 20 men on board.", ["20 men"], "injured", []),
        ("They attacked a convoy of 40 soldiers. A cook died.", ["40 soldiers"], "killed", []),
        ("They seized a bus with 20 men.", ["20 men"], "captured", [("captured", 20, None)]),
        ("They hit a bus carrying 12 men, all of whom died.", ["12 men"], "killed", [("killed", 12, None)]),
        ("They hit a bus carrying 12 men. There were no survivors.", ["12 men"], "killed", [("killed", 12, None)]),
        ("They killed a patrol leader with 20 men.", ["20 men"], "killed", [("killed", 20, None)]),
        ("Clashes cost 14 lives, taking the toll over three days to 46.", ["14 lives", "46"], "killed",
         [("killed", 14, None)]),
    ],
)  # fmt: skip
def test_what_a_toll_counts(text: str, words: list[str], read: str, tolls: list[tuple[str, int, int | None]]) -> None:
    claim = code(text, text.split()[1], [Link(find(text, word, "toll", read), "of", 0.9) for word in words])
    assert [(toll.kind, toll.best, toll.subset_of) for toll in claim.casualties] == tolls


@pytest.mark.parametrize(
    ("score", "chances", "tolls"),
    [
        (0.9, (0.3, 0.2), [["five"], []]),  # hangs on neither: that of the likelier
        (0.9, (0.7, 0.2), [["five"], []]),
        (0.9, (0.7, 0.7), [["five"], ["five"]]),  # hangs on both
        (0.9, (0.05, 0.02), [[], []]),  # fits neither
        (0.7, (0.3, 0.2), [[], []]),  # not sure to be a toll
    ],
)
def test_a_toll_without_an_event_is_that_of_the_likeliest(
    score: float, chances: tuple[float, float], tolls: list[list[str]]
) -> None:
    text = "Troops clashed and rebels shelled the town; five died."
    toll = replace(find(text, "five", "toll", "killed"), score=score)
    triggers = [
        make_trigger(text, words, [Link(toll, "of", chance)], event_type=event_type)
        for words, chance, event_type in (
            ("clashed", chances[0], "armed_clash"),
            ("shelled", chances[1], "shelling_artillery_missile_attack"),
        )
    ]
    drafts = extract_claims(make_report(text), make_reading(text, triggers, {}), [OUTLET, OUTLET])
    assert [[found.span.text for found in draft.found("toll")] for draft in drafts] == tolls


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


def code(text: str, words: str, links: list[Link], *, places: tuple[str, ...] = (), **how: str) -> Claim:
    """The claim that a trigger with these fillers becomes; `places` are other names that the report mentions."""
    fields = {"published": how.pop("published", None)}
    speaker = how.pop("speaker", None)
    trigger = make_trigger(text, words, links, **how)
    reading = make_reading(text, [trigger], {})
    named = {**reading.mentions, "place": tuple(find(text, name, "place") for name in places)}
    reading = replace(reading, mentions=named)
    report: Report = make_report(text, **fields)
    said = (replace(OUTLET[0], span=find(text, speaker).span), *OUTLET) if speaker else OUTLET
    drafts = extract_claims(report, reading, [said])
    (claim,) = assemble(report, drafts, resolve(report, reading, drafts), "test")
    return claim


@pytest.mark.parametrize(
    ("text", "words", "read", "kind"),
    [
        ("The Iraqi army retook Tikrit in Iraq.", "The Iraqi army", "rebel_group", "state_forces"),
        ("The Iraqi air force bombed Tikrit in Iraq.", "The Iraqi air force", "external_forces", "state_forces"),
        ("The Turkish army took Tikrit in Iraq.", "The Turkish army", "rebel_group", "external_forces"),
        ("The Turkish army took Tikrit in Iraq.", "The Turkish army", "external_forces", "external_forces"),
        ("The Turkish army took Tikrit in Iraq.", "The Turkish army", "state_forces", "external_forces"),
        ("ISIS took Tikrit in Iraq.", "ISIS", "state_forces", "rebel_group"),
        ("Gunmen took Tikrit in Iraq.", "Gunmen", "unknown", "unknown"),
    ],
)
def test_the_record_of_an_actor_corrects_its_kind(text: str, words: str, read: ActorKind, kind: ActorKind) -> None:
    verb = next(verb for verb in ("retook", "bombed", "took") if f" {verb} " in text)
    links = [
        Link(find(text, words, "actor", read), "initiator", 0.9),
        Link(find(text, "Tikrit", "place", "in"), "at", 0.9),
    ]
    claim = code(text, verb, links, places=("Iraq",))
    assert [actor.kind for actor in claim.actors] == [kind]


@pytest.mark.parametrize(
    ("loser", "event_type"),
    [
        (None, "non_state_actor_overtakes_territory"),
        (("Iraqi troops", "state_forces"), "non_state_actor_overtakes_territory"),
        (("rebels", "rebel_group"), "government_regains_territory"),  # it may have fought beside the state
    ],
)
def test_a_foreign_force_that_takes_a_place_overtakes_it(loser: tuple[str, ActorKind] | None, event_type: str) -> None:
    text = "The Turkish army took Tikrit in Iraq from Iraqi troops or rebels."
    links = [
        Link(find(text, "The Turkish army", "actor", "external_forces"), "initiator", 0.9),
        Link(find(text, "Tikrit", "place", "in"), "at", 0.9),
    ]
    links += [Link(find(text, loser[0], "actor", loser[1]), "target", 0.9)] if loser else []
    assert code(text, "took", links, event_type="government_regains_territory").event_type == event_type


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("They shot at a crowd of monks.", ("a crowd", "monks"), ["a crowd"]),
        ("They shot six men, five of them monks.", ("six men", "monks"), ["six men"]),
        ("They shot the chief of the monks and farmers.", ("monks", "farmers"), ["monks", "farmers"]),
    ],
)
def test_what_an_actor_is_made_of_is_no_other(text: str, words: tuple[str, str], names: list[str]) -> None:
    links = [Link(find(text, word, "actor", "civilians"), "target", 0.9) for word in words]
    assert [actor.span.text for actor in code(text, "shot", links).actors] == names


@pytest.mark.parametrize(
    ("label", "chance", "text", "count"),
    [
        ("target", 0.7, "They shot monks and farmers.", 1),  # less sure beside a surer one
        ("target", 0.8, "They shot monks and farmers.", 2),
        ("target", 0.8, "They shot monks. Farmers wept.", 1),  # and from another sentence
        ("initiator", 0.7, "They shot monks and farmers.", 2),  # the only one in its role
        ("party", 0.7, "Monks, they say, shot at farmers.", 2),
    ],
)
def test_an_actor_beside_a_surer_one_must_be_surer(label: str, chance: float, text: str, count: int) -> None:
    first, second = (
        find(text, next(word for word in words if word in text), "actor", "civilians")
        for words in (("monks", "Monks"), ("farmers", "Farmers"))
    )
    links = [Link(first, "party" if label == "party" else "target", 0.9), Link(second, label, chance)]
    assert len(code(text, "shot", links).actors) == count


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They attacked Tikrit, 140 km north of Baghdad.", ["Tikrit"]),
        ("They attacked the mill, 140 km north of Baghdad.", ["the mill", "Baghdad"]),  # where nobody knows the mill
        ("They attacked Tikrit and Baghdad.", ["Tikrit", "Baghdad"]),
    ],
)
def test_the_far_end_of_a_distance_is_not_where_it_happened(text: str, names: list[str]) -> None:
    near = "Tikrit" if "Tikrit" in text else "the mill"
    links = [Link(find(text, name, "place", "in"), "at", 0.9) for name in (near, "Baghdad")]
    assert [place.span.text for place in code(text, "attacked", links).places] == names


def test_the_type_follows_the_corrected_kind() -> None:
    text = "The Iraqi army announced the recapture of Tikrit in Iraq."
    army = Link(find(text, "The Iraqi army", "actor", "rebel_group"), "initiator", 0.9)
    claim = code(text, "recapture", [army], places=("Iraq",), event_type="non_state_actor_overtakes_territory")
    assert claim.event_type == "government_regains_territory"


@pytest.mark.parametrize(
    ("text", "when", "days"),
    [
        ("The clinic has been shut since 8 June after gunmen attacked it.", "since 8 June", ("2024-06-08",) * 2),
        ("Since 8 June gunmen have attacked it.", "Since 8 June", ("2024-06-08", "2024-06-20")),
        ("On 14 June the army said it had attacked a camp.", "On 14 June", (None, None)),
        ("On 14 June the army attacked a camp that it said had arms.", "On 14 June", ("2024-06-14",) * 2),
        ("On 10 May they attacked the camp.", None, (None, None)),
        ("Fighting has gone on since 10 May and they attacked the camp.", None, ("2024-06-18", "2024-06-20")),
        ("They attacked the camp on 19 June.", None, ("2024-06-18", "2024-06-20")),
        ("They attacked the camp and will vote on 30 June.", None, ("2024-06-18", "2024-06-20")),
        ("They attacked the camp, days before the rally of 25 June.", None, ("2024-06-18", "2024-06-20")),
    ],
)
def test_the_day_of_an_event_is_not_another_day(
    text: str, when: str | None, days: tuple[str | None, str | None]
) -> None:
    links = [Link(find(text, when, "time"), "when", 0.9)] if when else []
    claim = code(text, "attacked", links, published="2024-06-20")
    assert (claim.time.start, claim.time.end) == days


@pytest.mark.parametrize(
    ("text", "times", "day"),
    [
        ("They attacked it shortly after 10 p.m., on Tuesday.", ("shortly after 10 p.m.", "on Tuesday"), "2024-06-18"),
        ("A day after the vote they attacked it on Monday.", ("A day after", "on Monday"), "2024-06-17"),
        ("They attacked the camp on Monday, weeks later.", ("on Monday", "weeks later"), "2024-06-17"),
    ],
)
def test_of_several_times_the_one_that_tells_a_day_is_taken(text: str, times: tuple[str, str], day: str) -> None:
    links = [Link(find(text, times[0], "time"), "at", 0.95), Link(find(text, times[1], "time"), "at", 0.9)]
    claim = code(text, "attacked", links, published="2024-06-20")
    assert (claim.time.start, claim.time.end) == (day, day)


def test_the_south_of_a_country_is_in_it() -> None:
    text = "Rockets hit the south of Syria."
    claim = code(text, "Rockets", [Link(find(text, "Syria", "place", "in"), "at", 0.9)])
    assert [(place.relation, place.bearing) for place in claim.places] == [("direction_of", "S")]
    text = "Rockets fell in the south of Syria."
    claim = code(text, "Rockets", [Link(find(text, "Syria", "place", "in"), "at", 0.9)])
    assert [(place.relation, place.bearing) for place in claim.places] == [("in", "S")]


def test_a_place_by_its_countrys_word_for_a_district() -> None:
    text = "Rockets hit Konduga LGA in Nigeria."
    links = [Link(find(text, words, "place", "in"), "at", 0.9) for words in ("Konduga LGA", "Nigeria")]
    place = code(text, "Rockets", links).places[0]
    assert (place.name, place.country, place.feature) == ("Konduga", "NGA", "admin2")


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Rockets hit Tinzaouaten near the Algerian border.", "the Algerian border", None),
        ("Rockets hit a post on the border with Algeria.", "Algeria", None),
        ("Rockets hit a boat off the coast of Algeria.", "Algeria", None),
        ("Rockets hit those who fled across the border to Algeria.", "Algeria", "DZA"),
        ("Rockets hit a post in Algeria near the border.", "Algeria", "DZA"),
        ("Rockets hit an Algerian border town.", "Algerian", "DZA"),
    ],
)
def test_the_border_of_a_country_is_not_its_middle(text: str, words: str, country: str | None) -> None:
    claim = code(text, "Rockets", [Link(find(text, words, "place", "near"), "at", 0.9)])
    (place,) = claim.places
    assert place.country == country and (place.lat is None) == (country is None)


@pytest.mark.parametrize(
    ("text", "words", "name", "country"),
    [
        ("Rockets hit Lima Street in Quito.", "Lima Street", "Lima", None),
        ("Rockets hit a boat in the Strait of Gibraltar.", "the Strait of Gibraltar", "Gibraltar", None),
        ("Rockets hit the port of Gibraltar.", "the port of Gibraltar", "Gibraltar", "GIB"),
    ],
)
def test_a_street_or_strait_is_not_the_town_that_it_is_named_after(
    text: str, words: str, name: str, country: str | None
) -> None:
    claim = code(text, "Rockets", [Link(find(text, words, "place", "in"), "at", 0.9)], places=(name,))
    assert [place.country for place in claim.places] == [country]


@pytest.mark.parametrize(
    ("text", "country"), [("Rockets fell in Hillsboro.", None), ("Rockets fell in Hillsboro, Oregon.", "USA")]
)
def test_a_point_that_is_likelier_wrong_than_right_is_not_given(text: str, country: str | None) -> None:
    claim = code(text, "Rockets", [Link(find(text, "Hillsboro", "place", "in"), "at", 0.9)])
    (place,) = claim.places
    assert (place.name, place.country) == ("Hillsboro", country)
    assert claim.unknown.get("places.lat") == (None if country else "ambiguous")
    assert place.confidence < 0.5 or country


@pytest.mark.parametrize(
    ("text", "speaker", "places"),
    [
        ("Refugees arriving at Hamdayet say troops looted homes.", "Refugees arriving at Hamdayet", []),
        ("Residents of Hamdayet say troops looted homes.", "Residents of Hamdayet", ["Hamdayet"]),
    ],
)
def test_where_a_speaker_has_come_to_is_not_where_it_happened(text: str, speaker: str, places: list[str]) -> None:
    claim = code(text, "looted", [Link(find(text, "Hamdayet", "place", "in"), "at", 0.9)], speaker=speaker)
    assert [place.span.text for place in claim.places] == places


@pytest.mark.parametrize(
    ("words", "score", "count"), [("land", 0.7, 0), ("red cars", 0.9, 1), ("tanks", 0.7, 1), ("Turkish", 0.9, 0)]
)
def test_what_no_list_of_arms_has_must_be_surer(words: str, score: float, count: int) -> None:
    text = f"The army attacked by {words} and air."
    item = replace(find(text, words, "materiel", "used"), score=score)
    claim = code(text, "attacked", [Link(item, "of", 0.9)])
    assert len(claim.materiel) == count


@pytest.mark.parametrize(("words", "count"), [("Humera", 0), ("tanks", 1), ("Kornet", 1)])
def test_a_name_that_is_looted_is_no_thing(words: str, count: int) -> None:
    text = f"Soldiers looted {words} in the north."
    claim = code(text, "looted", [Link(find(text, words, "materiel", "captured"), "of", 0.9)])
    assert len(claim.materiel) == count


PERSON_WORDS = ("a nurse", "A nurse", "one of the nurses", "Ana Pinto", "ana pinto")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They kidnapped a nurse, Ana Pinto, on Friday.", ["Ana Pinto"]),
        ("They kidnapped Ana Pinto, a nurse, on Friday.", ["Ana Pinto"]),
        ("They kidnapped a nurse, Ana Pinto and a driver.", ["a nurse", "Ana Pinto"]),
        ("A nurse, Ana Pinto, was kidnapped on Friday.", ["Ana Pinto"]),
        ("one of the nurses, ana pinto, was kidnapped.", ["ana pinto"]),
    ],
)
def test_a_description_and_the_name_beside_it_are_one_person(text: str, names: list[str]) -> None:
    links = []
    for words in (words for words in PERSON_WORDS if words in text):
        links.append(Link(find(text, words, "actor", "civilians"), "target", 0.9))
        links.append(Link(find(text, words, "toll", "captured"), "of", 0.9))
    claim = code(text, "kidnapped", links)
    assert sorted(actor.name for actor in claim.actors) == sorted(names)
    assert [toll.best for toll in claim.casualties] == [1] * len(names)


@pytest.mark.parametrize(
    ("text", "words", "chance", "names"),
    [
        ("They killed fighters from the Front.", ("fighters", "the Front"), 0.7, ["the Front"]),
        (
            "They killed fighters from the Front.",
            ("fighters", "the Front"),
            0.2,
            ["fighters", "the Front"],
        ),
        ("they killed luis rey, a priest.", ("luis rey", "a priest"), 0.7, ["luis rey"]),
        (
            "They killed fighters and the Front.",
            ("fighters", "the Front"),
            0.9,
            ["fighters", "the Front"],
        ),
    ],
)
def test_a_description_beside_the_same_actor_goes(
    text: str, words: tuple[str, str], chance: float, names: list[str]
) -> None:
    found = [find(text, word, "actor", "rebel_group") for word in words]
    trigger = make_trigger(text, "killed", [Link(item, "target", 0.9) for item in found])
    reading = make_reading(text, [trigger], {found[0].span: ((found[1].span, chance),)})
    (draft,) = extract_claims(make_report(text), reading, [OUTLET])
    assert [item.span.text for item in draft.found("actor")] == names


STATEMENT = "responsibility_statement"


def _answer_for(
    text: str, words: str, kind: str, *, cue: str, links: tuple[Link, ...] = (), status: str = "occurred"
) -> Draft:
    """The last draft of a report of a blast in Oru on Monday, of a raid on Gao in some, and of who answers for it."""
    day = Link(find(text, "on Monday", "time"), "at", 0.9)
    triggers = [make_trigger(text, "blast", [Link(find(text, "Oru", "place"), "at", 0.9), day], event_type="grenade")]
    if "Gao" in text:
        triggers.append(make_trigger(text, "raid", [Link(find(text, "Gao", "place"), "at", 0.9)], event_type="attack"))
    triggers.append(make_trigger(text, words, list(links), event_type=kind, status=status))
    speaker = Source("Front", "party", find(text, "Front").span, find(text, cue).span, None, False)
    chains = [OUTLET] * (len(triggers) - 1) + [(speaker, *OUTLET)]
    return extract_claims(make_report(text), make_reading(text, triggers, {}), chains)[-1]


BLAST = "A blast shook Oru on Monday"


@pytest.mark.parametrize(
    ("text", "words", "kind", "cue", "places", "day"),
    [
        (f"{BLAST}. The Front claimed it.", "claimed", STATEMENT, "claimed", ["Oru"], False),
        (f"{BLAST}. The Front claimed the bombing.", "bombing", "grenade", "claimed", ["Oru"], True),
        (f"{BLAST}. Police blamed the Front for the attack.", "attack", "attack", "blamed", ["Oru"], True),
        # another deed, or none
        (f"{BLAST}. A raid hit Gao. The Front claimed it.", "claimed", STATEMENT, "claimed", ["Gao"], False),
        (f"{BLAST}. A raid hit Gao. The Front claimed that in Oru.", "claimed", STATEMENT, "claimed", ["Oru"], False),
        (f"{BLAST} and a raid Gao. The Front claimed it.", "claimed", STATEMENT, "claimed", [], False),
        (f"{BLAST}. The Front claimed that it planned attacks.", "attacks", "attack", "claimed", [], False),
        (f"{BLAST}. The Front said the bombing went on.", "bombing", "grenade", "said", [], False),
        (f"{BLAST}." + " It rained." * 4 + " The Front claimed it.", "claimed", STATEMENT, "claimed", [], False),
    ],
)
def test_who_answers_for_a_deed_is_put_to_its_place(
    text: str, words: str, kind: str, cue: str, places: list[str], day: bool
) -> None:
    draft = _answer_for(text, words, kind, cue=cue)
    assert [found.span.text for found in draft.found("place")] == places
    assert draft.places_rule == ("claims/place-of-deed" if places else None)
    assert bool(draft.found("time")) is day


def test_what_nobody_claimed_and_a_deed_of_its_own_are_put_to_no_other() -> None:
    text = f"{BLAST}. The Front claimed the killing of Omar."
    assert not _answer_for(text, "claimed", STATEMENT, cue="claimed", status="did_not_occur").found("place")
    victim = Link(find(text, "Omar", "actor", "civilians"), "target", 0.9)
    assert not _answer_for(text, "killing", "attack", cue="claimed", links=(victim,)).found("place")
