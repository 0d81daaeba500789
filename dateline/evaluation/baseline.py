"""The naive baseline: a sentence with a word that names an event type is a claim of that type, told by the outlet.

What a keyword coder does in an afternoon: the first capitalised words before the trigger did it, the first after it
had it done to them, a capitalised word after "in" is the place, a number before "killed" is the toll.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dateline.evaluation.gold import GoldActor, GoldClaim, GoldSource, GoldToll
from dateline.model import Report
from dateline.sentences import split_sentences

KEYWORDS = {
    "air_drone_strike": r"air ?strikes?|air raids?|drone strikes?|warplanes|bombed",
    "shelling_artillery_missile_attack": r"shell(?:ed|ing)|mortars?|rockets?|missiles?|artillery",
    "suicide_bomb": r"suicide (?:bomb\w*|attack)",
    "remote_explosive_landmine_ied": r"car bomb|roadside bomb|landmine|explosion|exploded|ied",
    "chemical_weapon": r"chlorine|sarin|chemical (?:attack|weapons)",
    "grenade": r"grenades?",
    "non_state_actor_overtakes_territory": r"seized|captured|overran",
    "government_regains_territory": r"recaptured|retook|liberated",
    "armed_clash": r"clash(?:es|ed)?|fighting|battle|offensive|ambush(?:ed)?|gunfight",
    "attack": r"attack(?:ed|s)?|killed|murdered|shot dead|massacre|executed",
    "abduction_forced_disappearance": r"kidnap(?:ped|ping)|abducted|hostages?",
    "arrests": r"arrest(?:ed|s)?|detained",
    "peaceful_protest": r"protest(?:s|ed|ers)?|demonstrat\w+|rally",
    "violent_demonstration": r"riot(?:s|ed|ers)?",
    "agreement": r"ceasefire|agreement|truce|accord",
    "forced_displacement": r"fled|displaced|refugees",
    "siege_blockade": r"besieged|siege|blockade",
    "troop_movement": r"reinforcements|deployed|troops to",
    "threat_or_demand": r"threatened|warned|demanded|ultimatum",
    "diplomatic_act": r"talks|sanctions|condemned|condemns|met with|summit",
    "natural_disaster": r"earthquake|flood(?:s|ing)?|landslide",
}
_NAME = re.compile(r"(?:[A-Z][\w’'-]+(?:\s|$))+")
_TOLL = re.compile(
    r"\b(\d+)\b[^.]{0,40}?\b(killed|dead|wounded|injured)\b|\b(killed|wounded|injured)\b[^.]{0,20}?\b(\d+)\b"
)


def code_naively(report: Report) -> tuple[GoldClaim, ...]:
    """Claims by keyword."""
    return tuple(_claims(report))


def _claims(report: Report) -> Iterator[GoldClaim]:
    outlet = GoldSource(report.outlet, None, "outlet")
    for start, end in split_sentences(report.text):
        sentence = report.text[start:end]
        for event_type, pattern in _patterns().items():
            trigger = pattern.search(sentence)
            if trigger is None:
                continue
            actors = tuple(_actors(sentence, start, trigger.start(), trigger.end()))
            place = re.search(r"\bin ((?:[A-Z][\w’'-]+ ?)+)", sentence)
            places = ((start + place.start(1), start + place.end(1)),) if place else ()
            yield GoldClaim(
                ((start, end),), (start + trigger.start(), start + trigger.end()), event_type, False, actors, places,
                None, None, tuple(_tolls(sentence)), (), (outlet,), "affirms", "occurred",
            )  # fmt: skip
            break


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in KEYWORDS.items()}


def _actors(sentence: str, start: int, before: int, after: int) -> Iterator[GoldActor]:
    first = _NAME.search(sentence[:before])
    if first:
        yield GoldActor("initiator", (start + first.start(), start + first.end()), "rebel_group")
    second = _NAME.search(sentence, after)
    if second:
        yield GoldActor("target", (start + second.start(), start + second.end()), "civilians")


def _tolls(sentence: str) -> Iterator[GoldToll]:
    for match in _TOLL.finditer(sentence):
        number, word = int(match[1] or match[4]), match[2] or match[3]
        yield GoldToll("killed" if word in {"killed", "dead"} else "injured", (number, number, number))
