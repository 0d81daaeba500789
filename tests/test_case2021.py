"""The label of CASE-2021 that a claim falls under, by the words and fields of the claim."""

from __future__ import annotations

import pytest

from dateline.assembly import project_codes
from dateline.codebook import event_types
from dateline.codebook.case2021 import RULES, case2021_label, explain_label, find_main_claim
from dateline.model import Actor, ActorKind, Claim, Materiel, Role, Span, Stance, Status, Toll, TollKind, When

Who = tuple[str, Role, ActorKind]


def make_claim(
    text: str,
    trigger: str,
    event_type: str,
    who: tuple[Who, ...] = (),
    *,
    status: Status = "occurred",
    stance: Stance = "affirms",
    tolls: tuple[tuple[TollKind, int], ...] = (),
    used: tuple[str, ...] = (),
    confidence: float = 0.6,
    starts: int = 0,
) -> Claim:
    """A claim whose evidence is `text`, one sentence that begins at `starts`."""

    def span(words: str) -> Span:
        start = starts + text.index(words)
        return Span(start, start + len(words), words)

    evidence = Span(starts, starts + len(text), text)
    actors = tuple(Actor(role, span(words), words, None, kind) for words, role, kind in who)
    casualties = tuple(Toll(kind, None, None, count, count, count, None, evidence) for kind, count in tolls)
    materiel = tuple(Materiel(words, "small_arms", None, "used", span(words)) for words in used)
    codes = project_codes(event_type, actors)
    return Claim(
        "claim:0", (evidence,), span(trigger), event_type, codes, actors, (), When(), casualties, materiel, (),
        stance, status, (), confidence, {}, {},
    )  # fmt: skip


CASES = [
    ("codebook", "AGREEMENT", make_claim("The sides signed a truce.", "signed", "agreement")),
    ("codebook", "OTHER", make_claim("The town is cut off.", "cut off", "siege_blockade")),
    ("codebook", "DISR_WEAP", make_claim("Police seized 40 rifles.", "seized", "weapons_captured")),
    ("threat", "DIPLO", make_claim("They vowed to shell it.", "shell", "attack", status="threatened")),
    ("stopped-weapon", "DISR_WEAP", make_claim("A drone was downed.", "drone", "air_drone_strike", status="attempted")),
    ("attribution", "ATTRIB", make_claim("The army denied a raid.", "raid", "armed_clash", stance="denies")),
    ("attribution", "ATTRIB", make_claim("The mayor blamed rebels for the raid.", "raid", "attack")),
    ("codebook", "ATTACK", make_claim("A man accused of theft was stabbed.", "stabbed", "attack")),
    ("codebook", "REM_EXPLOS", make_claim("No one claimed responsibility for the blast.", "blast",
                                          "remote_explosive_landmine_ied")),
    ("taken-arms", "PROPERTY_DISTRUCT", make_claim("Rebels took two tanks.", "took", "weapons_captured",
                                                   (("Rebels", "initiator", "rebel_group"),))),
    ("sexual", "SEX_VIOL", make_claim("They were held as sex slaves.", "held", "abduction_forced_disappearance")),
    ("means", "CHEM_WEAP", make_claim("Many choked in chlorine gas.", "choked", "other", used=("chlorine gas",))),
    ("codebook", "OTHER", make_claim("Many wept in tear gas.", "wept", "other", used=("tear gas",))),
    ("means", "SUIC_BOMB", make_claim("A suicide bomber hit the gate.", "hit", "remote_explosive_landmine_ied",
                                      (("A suicide bomber", "initiator", "rebel_group"),))),
    ("means", "ART_MISS_ATTACK", make_claim("They lobbed shells.", "lobbed", "grenade", used=("shells",))),
    ("means", "GRENADE", make_claim("He threw a grenade.", "threw", "attack", used=("grenade",))),
    ("who-takes-the-place", "GOV_REGAINS_TERIT",
     make_claim("Troops took Gao.", "took", "non_state_actor_overtakes_territory",
                (("Troops", "initiator", "state_forces"),))),
    ("who-takes-the-place", "NON_STATE_ACTOR_OVERTAKES_TER",
     make_claim("Rebels took Gao.", "took", "government_regains_territory", (("Rebels", "initiator", "rebel_group"),))),
    ("codebook", "NON_STATE_ACTOR_OVERTAKES_TER",
     make_claim("Gao fell.", "fell", "non_state_actor_overtakes_territory")),
    ("who-takes-the-place", "NON_VIOL_TERRIT_TRANSFER",
     make_claim("Rebels took Gao without a shot.", "took", "non_state_actor_overtakes_territory")),
    ("who-takes-the-place", "NON_VIOL_TERRIT_TRANSFER",
     make_claim("Troops withdrew and police took over.", "withdrew", "troop_movement")),
    ("codebook", "CHANGE_TO_GROUP_ACT", make_claim("Troops withdrew.", "withdrew", "troop_movement")),
    ("leaving-force", "CHANGE_TO_GROUP_ACT", make_claim("Rebels left Gao.", "left", "forced_displacement",
                                                        (("Rebels", "initiator", "rebel_group"),))),
    ("codebook", "OTHER", make_claim("Families left Gao.", "left", "forced_displacement",
                                     (("Families", "affected", "civilians"),))),
    ("no-protest", "ATTACK", make_claim("Guards shot a nurse.", "shot", "excessive_force_against_protesters")),
    ("codebook", "FORCE_AGAINST_PROTEST",
     make_claim("Guards shot at the rally.", "shot", "excessive_force_against_protesters")),
    ("stepped-in", "FORCE_AGAINST_PROTEST", make_claim("Police shot marchers.", "shot", "attack",
                                                       (("marchers", "target", "protesters"),))),
    ("stepped-in", "FORCE_AGAINST_PROTEST", make_claim("Two died as police broke up a rally.", "broke up",
                                                       "protest_with_intervention", tolls=(("killed", 2),))),
    ("stepped-in", "PROTEST_WITH_INTER", make_claim("None died as police broke up a rally.", "broke up",
                                                    "protest_with_intervention", tolls=(("killed", 0),))),
    ("stepped-in", "PROTEST_WITH_INTER", make_claim("The rally ended in tear gas.", "rally", "peaceful_protest")),
    ("stepped-in", "PROTEST_WITH_INTER", make_claim("Ten marchers were held.", "held", "arrests",
                                                    (("Ten marchers", "target", "protesters"),))),
    ("codebook", "PEACE_PROTEST", make_claim("Nurses marched.", "marched", "peaceful_protest")),
    ("crowd", "VIOL_DEMONSTR", make_claim("Marchers burnt cars.", "burnt", "looting_property_destruction",
                                          (("Marchers", "initiator", "protesters"),))),
    ("crowd", "MOB_VIOL", make_claim("Villagers beat a thief.", "beat", "attack",
                                     (("Villagers", "initiator", "civilians"),))),
    ("crime", "ORG_CRIME", make_claim("Six were held for smuggling fuel.", "held", "arrests")),
    ("codebook", "ATTACK", make_claim("A reporter on smuggling was shot.", "shot", "attack")),
    ("turned-violent", "VIOL_DEMONSTR", make_claim("The march ended in burning tyres.", "march", "peaceful_protest")),
    ("crowd", "MOB_VIOL", make_claim("A mob beat a thief.", "beat", "attack", (("A mob", "initiator", "protesters"),))),
    ("means", "AIR_STRIKE", make_claim("Jets hit a bridge.", "hit", "remote_explosive_landmine_ied",
                                       (("Jets", "initiator", "unknown"),))),
    ("means", "REM_EXPLOS", make_claim("She lost a leg when she stepped on a mine.", "lost a leg", "other")),
    ("means", "SUIC_BOMB", make_claim("He rammed it, killing himself.", "rammed", "remote_explosive_landmine_ied")),
    ("stepped-in", "PROTEST_WITH_INTER", make_claim("Ten people were held at a picket.", "held", "arrests")),
    ("codebook", "ARREST", make_claim("Ten people were held before a picket.", "held", "arrests")),
    ("group-changed", "CHANGE_TO_GROUP_ACT", make_claim("The militia was renamed.", "renamed", "other",
                                                        (("The militia", "target", "political_militia"),))),
    ("made-safe", "DISR_WEAP", make_claim("Rifles were found.", "found", "other", used=("Rifles",))),
    ("crime", "ORG_CRIME", make_claim("Guards seized ivory and rifles.", "seized", "disrupted_weapons_use")),
    ("accident", "MAN_MADE_DISASTER", make_claim("Gas leaked at a mill.", "leaked", "chemical_weapon")),
    ("nature", "NATURAL_DISASTER", make_claim("A landslide hit Goma.", "landslide", "man_made_disaster")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "label", "claim"), CASES, ids=[case[2].evidence[0].text for case in CASES])
def test_label_and_the_rule_that_gives_it(rule: str, label: str, claim: Claim) -> None:
    assert (explain_label(claim), case2021_label(claim)) == (rule, label)


def test_every_rule_has_a_case() -> None:
    assert {rule for rule, _, _ in CASES} == {*RULES, "codebook"}


@pytest.mark.parametrize("event_type", event_types())
def test_every_event_type_has_a_label(event_type: str) -> None:
    assert case2021_label(make_claim("It happened.", "happened", event_type)).isupper()


MAIN = [
    ("firmest", [("raid", "attack", 0.5), ("strike", "air_drone_strike", 0.6)], "strike"),
    ("what it led to", [("raid", "armed_clash", 0.8), ("took", "government_regains_territory", 0.4)], "took"),
    ("statement first", [("condemned", "diplomatic_act", 0.5), ("raid", "attack", 0.8)], "condemned"),
    ("statement after", [("raid", "attack", 0.8), ("condemned", "diplomatic_act", 0.5)], "raid"),
    ("done at it", [("march", "peaceful_protest", 0.7), ("fired", "excessive_force_against_protesters", 0.6)], "fired"),
    ("hardly found", [("march", "peaceful_protest", 0.7), ("fired", "violent_demonstration", 0.3)], "march"),
    ("its demands", [("vigil", "peaceful_protest", 0.4), ("demand", "threat_or_demand", 0.7)], "vigil"),
    ("no other", [("closed", "other", 0.6), ("raid", "attack", 0.5)], "raid"),
    ("held there", [("arrested", "arrests", 0.6), ("broke up", "protest_with_intervention", 0.5)], "broke up"),
    ("what came of it", [("talks", "diplomatic_act", 0.7), ("deal", "agreement", 0.6)], "deal"),
]


@pytest.mark.parametrize(("claims", "main"), [case[1:] for case in MAIN], ids=[case[0] for case in MAIN])
def test_main_claim_of_a_sentence(claims: list[tuple[str, str, float]], main: str) -> None:
    text = " and ".join(words for words, _, _ in claims)
    who: tuple[Who, ...] = ((claims[0][0], "initiator", "protesters"),) if "vigil" in text else ()
    made = [make_claim(text, words, event_type, who, confidence=score) for words, event_type, score in claims]
    found = find_main_claim(made)
    assert found is not None and found.trigger.text == main


def test_main_claim_is_of_the_first_sentence_and_real() -> None:
    later = make_claim("Rebels fought.", "fought", "armed_clash", confidence=0.9, starts=40)
    planned = make_claim("They plan a raid after the truce.", "raid", "attack", status="planned", confidence=0.8)
    truce = make_claim("They plan a raid after the truce.", "truce", "agreement", confidence=0.5)
    assert find_main_claim([planned, truce, later]) is truce
    assert find_main_claim([planned, later]) is planned
    assert find_main_claim([]) is None
