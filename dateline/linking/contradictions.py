"""Where sources differ on one event: on whether it happened, who did it, how it ended, how many it killed or hurt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dateline.codebook import event_types
from dateline.linking.profile import actor_keys
from dateline.linking.tolls import read_numbers
from dateline.linking.voices import Voice
from dateline.model import Claim
from dateline.quantities.classes import name_class

Subject = Literal["occurrence", "responsibility", "outcome", "killed", "injured"]
_BATTLES = "battles"
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
    """Return the competing answers to who did it; sources whose initiators overlap give one answer.

    Both sides of a battle do it, and each names itself or the other: there is one answer then.
    """
    answers: list[Doers] = []
    for voice in voices:
        keys, names = _blamed(voice)
        if not keys:
            continue
        same = [one for one in answers if one.keys & keys or _is_battle(voice)]
        merged = Doers(
            keys.union(*(one.keys for one in same)),
            tuple(dict.fromkeys([name for one in same for name in one.names] + names)),
            (*(key for one in same for key in one.source_keys), voice.key),
        )
        answers = [one for one in answers if one not in same] + [merged]
    return answers


def _is_battle(voice: Voice) -> bool:
    known = event_types().get(voice.entries[-1].claim.event_type)
    return known is not None and known.group == _BATTLES


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
    """A denial of a deed that is told as the denier's own is on who did it; any other is on whether it took place."""
    blamed = frozenset(key for one in doers for key in one.keys)
    found = []
    for voice in denials:
        others = tuple(one.key for one in upholding if one.key != voice.key)
        subject = _name_denied(voice)
        blaming = tuple(key for one in doers if one.keys & _own_keys(voice) for key in one.source_keys)
        against = blaming if subject == "responsibility" and _own_keys(voice) & blamed else others
        if not against or (subject == "responsibility" and not blaming):
            continue
        found.append(Contradiction(subject, (Position("affirmed", against), Position("denied", (voice.key,)))))
    return found


def _name_denied(voice: Voice) -> Literal["occurrence", "responsibility"]:
    """What the source denies: that it happened, or only that it was its own deed."""
    for entry in voice.current:
        if entry.claim.stance == "denies" and _blamed_in(entry.claim) & _own_keys(voice):
            return "responsibility"
    return "occurrence"


def _own_keys(voice: Voice) -> frozenset[str]:
    keys = {voice.key.removeprefix("actor:")} if voice.key.startswith("actor:") else set()
    return frozenset(keys | ({voice.side} if voice.side else set()))


def _blamed_in(claim: Claim) -> frozenset[str]:
    return frozenset(key for actor in claim.actors if actor.role == "initiator" for key in actor_keys(actor))


def _find_outcomes(voices: Sequence[Voice]) -> list[Contradiction]:
    """Who took the place, or whether the attempt came off."""
    held: dict[str, list[str]] = {}
    for voice in voices:
        outcomes = [outcome for entry in voice.entries if (outcome := _name_outcome(entry.claim))]
        if outcomes:
            held.setdefault(outcomes[-1], []).append(voice.key)
    if len(held) < 2:
        return []
    return [Contradiction("outcome", tuple(Position(value, tuple(keys)) for value, keys in held.items()))]


def _name_outcome(claim: Claim) -> str | None:
    if claim.stance != "affirms":
        return None
    if claim.status == "attempted":
        return "beaten off"
    return f"taken by {_TAKES[claim.event_type]}" if claim.event_type in _TAKES else None


def _find_tolls(voices: Sequence[Voice]) -> list[Contradiction]:
    """Figures that cannot both be so.

    Counts of the same people that do not meet; a part that is more than another's whole; and, but in battles, one that
    counts civilians only against one that counts fighters only.
    """
    found = []
    for kind in ("killed", "injured"):
        counts = [count for voice in voices for count in _count_classes(voice, kind)]
        clashing = [
            (one, other)
            for number, one in enumerate(counts)
            for other in counts[number + 1 :]
            if one.voice_key != other.voice_key and _clash(one, other)
        ]
        if clashing:
            rows = dict.fromkeys(count for pair in clashing for count in pair)
            by_value: dict[str, list[str]] = {}
            for count in rows:
                by_value.setdefault(count.show(), []).append(count.voice_key)
            positions = tuple(Position(value, tuple(keys)) for value, keys in by_value.items())
            found.append(Contradiction(kind, positions))
    return found


@dataclass(frozen=True, slots=True)
class _Count:
    """A source's latest count of one class of people."""

    voice_key: str
    people: str
    low: int
    high: int
    in_battle: bool

    def show(self) -> str:
        number = str(self.low) if self.low == self.high else f"{self.low} to {self.high}"
        return f"{number} {self.people}"


def _count_classes(voice: Voice, kind: str) -> list[_Count]:
    """The whole tolls of the source's latest report that gives any, by class of people."""
    for entry in reversed(voice.entries):
        tolls = [toll for toll in entry.claim.casualties if toll.kind == kind and toll.subset_of is None]
        if entry.claim.stance != "affirms" or not tolls:
            continue
        sums: dict[str, tuple[int, int]] = {}
        for toll in tolls:
            numbers = read_numbers(toll)
            if numbers:
                low, high = sums.get(name_class(toll.group), (0, 0))
                sums[name_class(toll.group)] = low + numbers[0], high + numbers[2]
        if sums:
            return [_Count(voice.key, people, low, high, _is_battle(voice)) for people, (low, high) in sums.items()]
    return []


def _clash(one: _Count, other: _Count) -> bool:
    if one.people == other.people:
        return one.high < other.low or other.high < one.low
    if "people" in (one.people, other.people):
        whole, part = (one, other) if one.people == "people" else (other, one)
        return part.low > whole.high
    in_battle = one.in_battle or other.in_battle
    return "civilians" in (one.people, other.people) and not in_battle and one.low > 0 and other.low > 0
