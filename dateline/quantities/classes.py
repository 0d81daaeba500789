"""Whom a toll counts: civilians, combatants, the fighters of one side, or people of whom nothing is said."""

from __future__ import annotations

import re
from typing import Literal

People = Literal["all", "civilians", "combatants"]
_CIVILIANS = re.compile(
    r"\b(?:civilians?|child(?:ren)?|wom[ae]n|girls?|boys?|bab(?:y|ies)|infants?|elderly|famil(?:y|ies)|farmers?"
    r"|villagers?|residents?|students?|pupils?|patients?|nurses?"
    r"|doctors?|medics?|teachers?|shoppers?|passengers?|worshippers?"
    r"|herders?|traders?|displaced people|refugees|aid workers?|journalists?|fishermen|miners?|bystanders?|mourners)\b",
    re.I,
)
_COMBATANTS = re.compile(
    r"\b(?:soldiers?|troops?|fighters?|militants?|rebels?|insurgents?|gunmen|militia(?:men)?|policem[ae]n"
    r"|police officers?|officers?|guards?|servicemen|commandos?"
    r"|attackers?|assailants?|terrorists?|combatants?|bombers?|conscripts?)\b",
    re.I,
)
_SIDES = {
    "police": ("police", "officer"),
    "soldiers": ("soldier", "troop", "servicem", "commando", "conscript"),
    "fighters": ("fighter", "rebel", "militant", "insurgent", "gunm", "militia", "terrorist", "attacker", "assailant"),
}


def name_people(group: str | None) -> People:
    """Return what sort of people a group is.

    >>> [name_people(group) for group in ("three children", "soldiers", "people", None)]
    ['civilians', 'combatants', 'all', 'all']
    """
    if group and _CIVILIANS.search(group):
        return "civilians"
    return "combatants" if group and _COMBATANTS.search(group) else "all"


def name_class(group: str | None) -> str:
    """Return whom a toll counts: "people", "civilians", or the fighters of one side by their usual names.

    >>> [name_class(group) for group in ("three soldiers", "militants", "farmers", None)]
    ['soldiers', 'fighters', 'civilians', 'people']
    """
    people = name_people(group)
    if people != "combatants" or group is None:
        return "civilians" if people == "civilians" else "people"
    for name, words in _SIDES.items():
        if any(word in group.casefold() for word in words):
            return name
    return "combatants"
