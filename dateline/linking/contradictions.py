"""Where sources differ on one event: on whether it happened, who did it, how it ended, how many it killed or hurt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dateline.linking.profile import actor_keys
from dateline.linking.tolls import Figure, latest_figures
from dateline.linking.voices import Voice
from dateline.model import Claim

Subject = Literal["occurrence", "responsibility", "outcome", "killed", "injured", "killed civilians", "injured civilians"]
_TAKES = {"government_regains_territory": "the state", "non_state_actor_overtakes_territory": "its opponents"}


@dataclass(frozen=True, slots=True)
class Position:
    """What some sources say, in words, and their keys."""

    value: str
    source_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that cannot be as all say; each position with those who hold it."""

    subject: Subject
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Doers:
    """One answer to who did it: keys of the actors blamed, how they are named, and who blames them."""

    keys: frozenset[str]
    names: tuple[str, ...]
    source_keys: tuple[str, ...]


def find_contradictions(upholding: Sequence[Voice], denials: Sequence[Voice]) -> tuple[Contradiction, ...]:
    """Return every contradiction between the sources' latest claims, denials first."""
    doers = find_doers(upholding)
    found = [*_find_denied(upholding, denials, doers)]
    if len(doers) > 1:
        found.append(
            Contradiction("responsibility", tuple(Position(" and ".join(one.names), one.source_keys) for one in doers))
        )
    found += _find_outcomes(upholding)
    found += _find_tolls(upholding)
    return tuple(found)


def find_doers(voices: Sequence[Voice]) -> list[Doers]:
    """Return the competing answers to who did it; sources whose initiators overlap give one answer."""
    answers: list[Doers] = []
    for voice in voices:
        keys, names = _blamed(voice)
        if not keys:
            continue
        same = [one for one in answers if one.keys & keys]
        merged = Doers(
            keys.union(*(one.keys for one in same)),
            tuple(dict.fromkeys([name for one in same for name in one.names] + names)),
            (*(key for one in same for key in one.source_keys), voice.key),
        )
        answers = [one for one in answers if one not in same] + [merged]
    return answers


def _blamed(voice: Voice) -> tuple[frozenset[str], list[str]]:
    """Whom the source's latest claim that names a doer names."""
    for entry in reversed(voice.entries):
        if entry.claim.stance != "affirms":
            continue
        doers = [actor for actor in entry.claim.actors if actor.role == "initiator" and actor_keys(actor)]
        if doers:
            return frozenset(key for actor in doers for key in actor_keys(actor)), [actor.name for actor in doers]
    return frozenset(), []


def _find_denied(upholding: Sequence[Voice], denials: Sequence[Voice], doers: Sequence[Doers]) -> list[Contradiction]:
    """A denial by those blamed is on who did it; any other is on whether it took place."""
    if not (upholding and denials):
        return []
    blamed = frozenset(key for one in doers for key in one.keys)
    found = []
    for subject in ("responsibility", "occurrence"):
        of_subject = [voice for voice in denials if ("responsibility" if _is_of(voice, blamed) else "occurrence") == subject]
        if of_subject:
            said = Position("affirmed", tuple(voice.key for voice in upholding))
            denied = Position("denied", tuple(voice.key for voice in of_subject))
            found.append(Contradiction(subject, (said, denied)))  # type: ignore[arg-type]
    return found


def _is_of(voice: Voice, keys: frozenset[str]) -> bool:
    """Whether a denying source speaks for one of the actors, or denies a deed that is told as its own."""
    if voice.key.removeprefix("actor:") in keys or (voice.side is not None and voice.side in keys):
        return True
    return voice.latest.claim.status != "did_not_occur" and bool(_blamed_in(voice.latest.claim) & keys)


def _blamed_in(claim: Claim) -> frozenset[str]:
    return frozenset(key for actor in claim.actors if actor.role == "initiator" for key in actor_keys(actor))


def _find_outcomes(voices: Sequence[Voice]) -> list[Contradiction]:
    """Who took the place, or whether the attempt came off."""
    held: dict[str, list[str]] = {}
    for voice in voices:
        claim = voice.latest.claim
        if claim.event_type in _TAKES:
            taker = _TAKES[claim.event_type] if claim.status != "attempted" else "nobody: beaten off"
            held.setdefault(f"taken by {taker}" if claim.status != "attempted" else taker, []).append(voice.key)
        elif claim.status == "attempted":
            held.setdefault("nobody: beaten off", []).append(voice.key)
    if len(held) < 2:
        return []
    return [Contradiction("outcome", tuple(Position(value, tuple(keys)) for value, keys in held.items()))]


def _find_tolls(voices: Sequence[Voice]) -> list[Contradiction]:
    found = []
    for (kind, people), figures in latest_figures(voices).items():
        if people == "combatants" or not _differ(figures):
            continue
        by_value: dict[str, list[str]] = {}
        for figure in figures:
            by_value.setdefault(_show(figure), []).append(figure.voice.key)
        subject: Subject = kind if people == "all" else f"{kind} civilians"  # type: ignore[assignment]
        found.append(Contradiction(subject, tuple(Position(value, tuple(keys)) for value, keys in by_value.items())))
    return found


def _differ(figures: Sequence[Figure]) -> bool:
    """Whether some two ranges do not meet. "At least five" and "seven" meet only where the text gave no upper bound."""
    return any(one.high < other.low for one in figures for other in figures)


def _show(figure: Figure) -> str:
    return str(figure.best) if figure.low == figure.high else f"{figure.low} to {figure.high}"
