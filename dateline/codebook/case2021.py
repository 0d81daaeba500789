"""Which of the 30 labels of CASE-2021 (task 2) a claim, or a whole snippet of news, falls under.

The codebook's column `case2021` gives each event type its label. Eleven of our types share a label with another, and
the labels draw some lines elsewhere than the types do; there, named rules over the claim's own fields decide: the kinds
and roles of its actors, its status, stance, tolls and materiel, and the words of its trigger and first evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dateline.codebook import case2021_words as words
from dateline.codebook import event_types
from dateline.model import Claim

Rule = Callable[[Claim], str | None]


def case2021_label(claim: Claim) -> str:
    """The label of one claim, in the organisers' spelling: the first of `RULES` that speaks, else the codebook's.

    "Police scattered the march with tear gas", read as a peaceful protest, is PROTEST_WITH_INTER, for the tear gas;
    "the army denied that it shelled the camp" is ATTRIB, for the stance. Lost on the way: all that CASE-2021 folds
    together (sieges, displacement and obstructed aid are OTHER, threats and demands DIPLO, troop movements
    CHANGE_TO_GROUP_ACT), the status but for what was only tried or threatened, and who says so. Not handled: words of
    other languages than English, and events that the reader did not find or took for a far type.
    """
    decided = (rule(claim) for rule in RULES.values())
    return next((label for label in decided if label), event_types()[claim.event_type].case2021 or "OTHER")


def explain_label(claim: Claim) -> str:
    """The name of the rule that gives the label: one of `RULES`, else "codebook"."""
    return next((name for name, rule in RULES.items() if rule(claim)), "codebook")


def find_main_claim(claims: Sequence[Claim]) -> Claim | None:
    """The claim that gives a snippet its one label; None where there is no claim.

    News says first what it is about: only the claims of the earliest sentence that has any compete. What has not
    happened yields to what has, a clash to the change of control that it led to, a plain protest to what was done at
    it, its demands to the protest, talks to the agreement that came of them, "other" to any type that is not, and an
    act to the statement about it that comes before it ("condemned the killing"). Of the rest the firmest.
    """
    if not claims:
        return None
    first = min(claim.evidence[0].start for claim in claims)
    rivals = [claim for claim in claims if claim.evidence[0].start == first]
    real = [claim for claim in rivals if claim.status not in {"planned", "hypothetical", "alleged_intent"}] or rivals
    left = [claim for claim in real if not any(_yields(claim, other) for other in real)]
    return max(left or real, key=lambda claim: claim.confidence)


_STATE = frozenset({"state_forces", "external_forces"})
_ARMED = frozenset({"rebel_group", "political_militia", "identity_militia"})
_TAKEN = frozenset({"government_regains_territory", "non_state_actor_overtakes_territory"})
_AT_PROTEST = frozenset({"protest_with_intervention", "excessive_force_against_protesters", "violent_demonstration"})
_STATEMENTS = frozenset({"responsibility_statement", "threat_or_demand", "diplomatic_act"})
_BLASTS = frozenset({"suicide_bomb", "shelling_artillery_missile_attack", "remote_explosive_landmine_ied", "grenade"})
_WEAPONS_USE = _BLASTS | {"chemical_weapon", "air_drone_strike"}
_STEPS_IN = frozenset(
    {"arrests", "looting_property_destruction", "abduction_forced_disappearance", "forced_displacement"}
)
_ASSAULTS = frozenset({"attack", "sexual_violence", "abduction_forced_disappearance"})


# How firm what a protest or "other" yields to must be beside it. Set on the "even" half of bench/case2021.py.
FIRM_ENOUGH = 0.7


def _yields(claim: Claim, other: Claim) -> bool:
    is_firm = other.confidence >= FIRM_ENOUGH * claim.confidence
    match claim.event_type, other.event_type:
        case "other", other_type:
            return is_firm and other_type != "other"
        case "armed_clash", other_type if other_type in _TAKEN:
            return True
        case "peaceful_protest", other_type:
            return is_firm and (other_type in _AT_PROTEST or "protesters" in _kinds(other, "target"))
        case "threat_or_demand", "peaceful_protest":
            return "protesters" in _kinds(claim) | _kinds(other)
        case "diplomatic_act", "agreement":
            return True
        case claim_type, "protest_with_intervention" if claim_type in _STEPS_IN:
            return is_firm
        case claim_type, "chemical_weapon" if claim_type in _BLASTS | {"attack"}:
            return is_firm
        case claim_type, other_type if claim_type not in _STATEMENTS | {"agreement"}:
            return other_type in _STATEMENTS and other.trigger.start < claim.trigger.start
    return False


def _threat(claim: Claim) -> str | None:
    """What is only threatened is a threat, whatever is threatened."""
    return "DIPLO" if claim.status == "threatened" else None


def _attribution(claim: Claim) -> str | None:
    """A denied act of violence, or one told after words that lay it at somebody's door ("blamed rebels for the raid").

    A man "accused of theft" whom a crowd beat is no attribution: nobody is said to have accused.
    """
    if claim.event_type not in {*_WEAPONS_USE, *_ASSAULTS, *_TAKEN, "armed_clash", "looting_property_destruction"}:
        return None
    before = claim.evidence[0].text[: claim.trigger.start - claim.evidence[0].start]
    return "ATTRIB" if claim.stance == "denies" or words.BLAME.search(before) else None


def _stopped_weapon(claim: Claim) -> str | None:
    """A blast or a strike that was tried and stopped did no harm: "shot down a drone"."""
    return "DISR_WEAP" if claim.event_type in _WEAPONS_USE and claim.status == "attempted" else None


def _taken_arms(claim: Claim) -> str | None:
    """Arms that a state takes are disrupted weapons use; arms that an armed group takes are loot (as in ACLED)."""
    if claim.event_type != "weapons_captured":
        return None
    return "PROPERTY_DISTRUCT" if _kinds(claim, "initiator") & _ARMED else None


def _means(claim: Claim) -> str | None:
    """The means, where it is plainer in the words than in the type: the trigger's, and what the claim says was used."""
    if claim.event_type not in _VAGUE_MEANS:
        return None
    if claim.event_type == "other" and words.ON_A_MINE.search(claim.evidence[0].text):
        return "REM_EXPLOS"
    used = " ".join(item.span.text for item in claim.materiel if item.how == "used")
    is_vague = claim.event_type in {"other", "natural_disaster", "attack"}
    if words.AGENT.search(claim.evidence[0].text if is_vague else f"{claim.trigger.text} {used}"):
        return "CHEM_WEAP"
    if _is_suicide(claim, used):
        return "SUIC_BOMB"
    doers = " ".join(actor.span.text for actor in claim.actors if actor.role == "initiator")
    if claim.event_type in _FROM_ABOVE and words.FLYING.search(f"{claim.trigger.text} {doers} {used}"):
        return "AIR_STRIKE"
    if words.SHELLED.search(claim.trigger.text):
        return "ART_MISS_ATTACK"
    is_thrown = claim.event_type in {"grenade", "attack", "remote_explosive_landmine_ied"}
    if is_thrown and words.THROWN.search(f"{claim.trigger.text} {used}"):
        return "GRENADE"
    return "ART_MISS_ATTACK" if claim.event_type == "grenade" and words.SHELL.search(used) else None


def _is_suicide(claim: Claim, used: str) -> bool:
    """A blast whose maker is called a suicide bomber, wears it, drives it into its target or is said to die by it."""
    if claim.event_type not in _BLASTS | {"attack", "mob_violence"}:
        return False
    doers = " ".join(actor.span.text for actor in claim.actors if actor.role == "initiator")
    is_carried = claim.event_type == "remote_explosive_landmine_ied" and words.CARRIED.search(claim.evidence[0].text)
    return bool(words.SUICIDE.search(f"{claim.trigger.text} {doers} {used}") or is_carried)


_VAGUE_MEANS = _BLASTS | {
    "attack", "mob_violence", "other", "natural_disaster", "man_made_disaster", "excessive_force_against_protesters",
}  # fmt: skip
_FROM_ABOVE = frozenset({"remote_explosive_landmine_ied", "shelling_artillery_missile_attack", "attack", "other"})


def _sexual(claim: Claim) -> str | None:
    """Captivity or assault that its own sentence calls sexual."""
    if claim.event_type not in {"attack", "abduction_forced_disappearance", "other", "organized_crime"}:
        return None
    return "SEX_VIOL" if words.SEXUAL.search(claim.evidence[0].text) else None


def _who_takes_the_place(claim: Claim) -> str | None:
    """A place taken: without fighting where the words say so, else by whom, where all who take it are of one side."""
    if claim.event_type not in {*_TAKEN, *_MOVES, "non_violent_transfer_of_territory"}:
        return None
    said = claim.evidence[0].text
    if words.UNFOUGHT.search(said) or _relieved(claim):
        return "NON_VIOL_TERRIT_TRANSFER"
    is_stormed = claim.event_type == "non_violent_transfer_of_territory" and words.STORMED.search(said)
    doers = _kinds(claim, "initiator") if claim.event_type in _TAKEN or is_stormed else set()
    if doers and doers <= _ARMED:
        return "NON_STATE_ACTOR_OVERTAKES_TER"
    return "GOV_REGAINS_TERIT" if doers == {"state_forces"} else None


def _relieved(claim: Claim) -> bool:
    """One force leaves and another comes: "withdrew, and police took over"."""
    return bool(words.LEFT.search(claim.trigger.text) and words.CAME.search(claim.evidence[0].text))


_MOVES = frozenset({"troop_movement", "change_to_group_activity", "siege_blockade", "other"})


def _group_changed(claim: Claim) -> str | None:
    """What "other" says of an armed group in the words of its making or unmaking."""
    is_groups = claim.event_type == "other" and _kinds(claim, "initiator", "target", "party") & (_ARMED | _STATE)
    return "CHANGE_TO_GROUP_ACT" if is_groups and words.REMADE.search(claim.trigger.text) else None


def _made_safe(claim: Claim) -> str | None:
    """Arms or a device that are found, stopped or made safe, where the type is vague."""
    if claim.event_type not in {"other", "troop_movement", "looting_property_destruction"}:
        return None
    is_of_arms = any(item.category in _ARMS for item in claim.materiel)
    return "DISR_WEAP" if is_of_arms and words.STOPPED.search(claim.trigger.text) else None


_ARMS = frozenset({"small_arms", "ammunition", "explosive", "artillery", "drone"})


def _leaving_force(claim: Claim) -> str | None:
    """A force that leaves is no displacement: "the contractors pulled out"."""
    if claim.event_type != "forced_displacement" or _kinds(claim, "target", "affected"):
        return None
    doers = _kinds(claim, "initiator")
    return "CHANGE_TO_GROUP_ACT" if doers and doers <= _ARMED | _STATE else None


def _no_protest(claim: Claim) -> str | None:
    """Force that no word of the sentence ties to a protest: a clash where both sides are parties, else an attack."""
    if claim.event_type != "excessive_force_against_protesters" or words.PROTEST.search(claim.evidence[0].text):
        return None
    if _kinds(claim) & {"protesters", "rioters"}:
        return None
    return "ARMED_CLASH" if _kinds(claim, "party") else "ATTACK"


def _stepped_in(claim: Claim) -> str | None:
    """A protest that others stepped in against: with excessive force where somebody is killed or shot, else without."""
    doers, aimed_at = _kinds(claim, "initiator", "party"), _kinds(claim, "target")
    if claim.event_type == "attack" and doers <= _STATE:
        is_on_them = "protesters" in aimed_at or (doers and words.MARCHING.search(claim.evidence[0].text))
        return "FORCE_AGAINST_PROTEST" if is_on_them else None
    is_against = "protesters" in aimed_at and claim.event_type in {
        "arrests", "other", "forced_displacement", "looting_property_destruction",
    }  # fmt: skip
    said = " ".join([claim.evidence[0].text, *(item.span.text for item in claim.materiel if item.how == "used")])
    is_broken_up = claim.event_type == "peaceful_protest" and words.DISPERSAL.search(said) is not None
    is_held_there = claim.event_type == "arrests" and words.AT_MARCH.search(claim.evidence[0].text) is not None
    is_stepped_in = claim.event_type == "protest_with_intervention" or is_against or is_broken_up or is_held_there
    is_harmed = _has_toll(claim, "killed") or (_has_toll(claim, "injured") and words.GUNFIRE.search(said) is not None)
    if is_harmed and (is_stepped_in or (claim.event_type == "peaceful_protest" and doers & _STATE)):
        return "FORCE_AGAINST_PROTEST"
    return "PROTEST_WITH_INTER" if is_stepped_in else None


def _turned_violent(claim: Claim) -> str | None:
    """A demonstration told with barricades, fires or stones."""
    is_violent = claim.event_type == "peaceful_protest" and words.RIOT.search(claim.evidence[0].text)
    return "VIOL_DEMONSTR" if is_violent else None


def _crowd(claim: Claim) -> str | None:
    """Harm done by demonstrators is a violent demonstration; by another crowd, mob violence."""
    if claim.event_type not in {"attack", "armed_clash", "looting_property_destruction"}:
        return None
    doers = [actor for actor in claim.actors if actor.role == "initiator" and actor.kind not in _STATE]
    if claim.event_type == "attack" and any(words.CROWD.search(actor.span.text) for actor in doers):
        return "MOB_VIOL"
    if "protesters" in _kinds(claim, "initiator", "party"):
        return "VIOL_DEMONSTR"
    return "MOB_VIOL" if _kinds(claim, "initiator", "party") == {"rioters"} else None


def _crime(claim: Claim) -> str | None:
    """Arrests, trials and hauls that the sentence ties to crime for gain, and killings that are told as paid for.

    A reporter on smuggling who is shot stays ATTACK.
    """
    if claim.event_type == "attack":
        return "ORG_CRIME" if words.PAID_FOR.search(claim.evidence[0].text) else None
    if claim.event_type == "abduction_forced_disappearance":
        return "ORG_CRIME" if words.TRADED.search(claim.evidence[0].text) else None
    if claim.event_type in {"disrupted_weapons_use", "weapons_captured"}:
        return "ORG_CRIME" if words.DRUGS.search(claim.evidence[0].text) else None
    if claim.event_type not in {"arrests", "other", "looting_property_destruction"}:
        return None
    said = claim.evidence[0].text
    return "ORG_CRIME" if words.CRIME.search(said) or words.DRUGS.search(said) else None


def _nature(claim: Claim) -> str | None:
    """Harm whose trigger names a force of nature, or poisoning that its sentence calls a disease."""
    is_harm = claim.event_type in {"man_made_disaster", "forced_displacement", "other"}
    said = claim.evidence[0].text if claim.event_type == "chemical_weapon" else claim.trigger.text if is_harm else ""
    return "NATURAL_DISASTER" if words.NATURE.search(said) else None


def _accident(claim: Claim) -> str | None:
    """A blast or poisoning that nobody is said to have set off, in words of mishap: "gas leaked at the plant"."""
    is_blast = claim.event_type in {"chemical_weapon", "remote_explosive_landmine_ied", "attack"}
    is_somebodys = any(actor.role == "initiator" for actor in claim.actors)
    return (
        "MAN_MADE_DISASTER" if is_blast and not is_somebodys and words.MISHAP.search(claim.evidence[0].text) else None
    )


def _kinds(claim: Claim, *roles: str) -> set[str]:
    """The kinds of the actors in these roles, or in any; "unknown" is no kind."""
    return {str(actor.kind) for actor in claim.actors if not roles or actor.role in roles} - {"unknown"}


def _has_toll(claim: Claim, kind: str) -> bool:
    """A toll of this kind that is not said to be none."""
    return any(toll.kind == kind and toll.high != 0 and toll.best != 0 for toll in claim.casualties)


RULES: dict[str, Rule] = {
    "threat": _threat,
    "attribution": _attribution,
    "stopped-weapon": _stopped_weapon,
    "taken-arms": _taken_arms,
    "sexual": _sexual,
    "means": _means,
    "who-takes-the-place": _who_takes_the_place,
    "group-changed": _group_changed,
    "made-safe": _made_safe,
    "leaving-force": _leaving_force,
    "no-protest": _no_protest,
    "stepped-in": _stepped_in,
    "turned-violent": _turned_violent,
    "crowd": _crowd,
    "crime": _crime,
    "nature": _nature,
    "accident": _accident,
}
