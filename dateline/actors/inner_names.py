"""A name after words that only describe it: "the powerful Islamist alliance Hayat Tahrir al-Sham"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.actors.spelling import fold, is_acronym
from dateline.actors.states import branch_words, country_of

# Beliefs and peoples that are written with a capital before a group's name.
_BELIEFS = frozenset(
    "shia shiite sunni salafi salafist islamist islamic jihadist marxist maoist leninist communist christian muslim "
    "kurdish arab druze turkmen tuareg baloch tamil hutu tutsi sikh naga".split()
)
# In a text without capitals only these may stand before the name, and beliefs and demonyms.
_PLAIN = frozenset(
    "group movement organization organisation militia alliance coalition faction party front network rebel rebels "
    "guerrilla guerrillas militant militants terrorist terrorists insurgent insurgents paramilitary armed radical "
    "extremist leftist rightist separatist subversive clandestine outlawed banned powerful main largest shi ite".split()
)
# What makes another of the actor named after it: "rival Harrow Front", "a victim of the Harrow Front".
_TURNS = frozenset(
    "of from against and or but with without by for in to near at on over under between than as like not no former ex "
    "rival dissident renegade splinter breakaway fake would-be anti his her its their our my your who which that is "
    "are was were has have had say says said via within around outside inside versus defunct pre post non alongside "
    "backing supporting helping assisting aiding accompanying opposing fighting battling besieging attacking guarding "
    "protecting escorting training advising joining".split()
)
# A part of a country or another side of it than its state.
_OTHER_STATE = re.compile(
    r"(?:north|south|east|west|upper|lower)(?:ern)?|rebel|rebels|opposition|dissident|free|new|old|colonial|"
    r"provincial|regional|self-\w+|insurgent|mutinous|breakaway|exiled|future|wartime"
)
_WORD = re.compile(r"[a-z][a-z’'-]*")
_COMPOUND = re.compile(r"[A-Za-z][\w’'.]*(?:-[\w’'.]+)+")


def inner_names(bare: str) -> Iterator[str]:
    """The ends of words that may be a name, longest first; a state's force only where the country is said once.

    >>> list(inner_names("powerful Islamist alliance Hayat Tahrir al-Sham"))[1]
    'Hayat Tahrir al-Sham'
    >>> list(inner_names("rival Hayat Tahrir al-Sham"))
    []
    """
    pieces = bare.split()
    lower = bare.islower()
    for start in range(1, len(pieces)):
        if not _describes(pieces[start - 1], lower):
            return
        end = " ".join(pieces[start:])
        if _may_be_name(pieces[start:], lower) and not _other_state(pieces[:start], pieces[start:]):
            yield end


def _describes(word: str, lower: bool) -> bool:
    key = fold(word)
    if key in _TURNS or key.split(" ")[0] in _TURNS:
        return False
    if country_of(key) or key in _BELIEFS or key in _PLAIN:
        return True
    if _COMPOUND.fullmatch(word):
        return word.split("-")[-1].islower() or all(bool(country_of(part)) or part in _BELIEFS for part in key.split())
    return not lower and bool(_WORD.fullmatch(word))


def _may_be_name(pieces: list[str], lower: bool) -> bool:
    name = " ".join(pieces)
    if country_of(fold(name)):
        return False  # "eastern Peru"
    if lower:
        return len(name) > 4
    return pieces[0][:1].isupper() and (len(pieces) > 1 or len(name) > 3 or is_acronym(name))


def _other_state(before: list[str], pieces: list[str]) -> bool:
    """Whether a state's force is not simply meant: "Bosnian Serb army", "southern Yemeni forces"."""
    keys = [fold(piece) for piece in pieces]
    forces = any(
        country_of(" ".join(keys[:size])) and branch_words(" ".join(keys[size:])) for size in range(1, len(keys))
    )
    return forces and any(country_of(fold(word)) or _OTHER_STATE.fullmatch(word.lower()) for word in before)
