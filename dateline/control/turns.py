"""What claims say of one site as turns: each change of hands, and each word on who holds it, once and in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateline.control.holders import are_same, bare_name
from dateline.control.model import Holder, Saying

# Conventions, not fitted: news of a town's fall and its denial come within a week, and the day told is often one off.
DISPUTE = timedelta(days=7)
_SAME = timedelta(days=1)
_DENIAL = timedelta(days=3)
CHANGES = frozenset({"takes", "hands_over", "leaves"})


@dataclass(slots=True)
class Turn:
    """A change of hands as one or several claims tell it, or (`is_hold`) a word on who holds the site."""

    holders: tuple[Holder, ...]
    losers: tuple[Holder, ...]
    first: date | None
    last: date
    is_hold: bool
    is_leaving: bool
    is_part: bool
    is_again: bool
    is_since: bool  # a hold that began on that day
    sayings: list[Saying]
    denials: list[Saying] = field(default_factory=list)

    @property
    def earliest(self) -> date:
        return self.first or self.last


def make_turns(sayings: Iterable[Saying]) -> list[Turn]:
    turns: list[Turn] = []
    for saying in sayings:
        if saying.says not in CHANGES | {"holds"}:
            continue
        home = next((turn for turn in turns if _tells_same(turn, saying)), None)
        if home is None:
            turns.append(_start_turn(saying))
        else:
            _join(home, saying)
    return turns


def _start_turn(saying: Saying) -> Turn:
    leaves = saying.says == "leaves"
    return Turn(
        () if leaves else saying.holders, saying.holders if leaves else saying.losers, saying.first, saying.last,
        saying.says == "holds", leaves, saying.is_part, saying.is_again, saying.is_since, [saying],
    )  # fmt: skip


def _tells_same(turn: Turn, saying: Saying) -> bool:
    """Whether the saying tells the change (or the hold, on that very day) that the turn stands for."""
    leaves, holds = saying.says == "leaves", saying.says == "holds"
    kind = (holds, leaves, saying.is_part, saying.is_since)
    if kind != (turn.is_hold, turn.is_leaving, turn.is_part, turn.is_since):
        return False
    if saying.first is None or turn.first is None:
        near = saying.first is None and turn.first is None and abs(saying.last - turn.last) <= _SAME
    else:
        near = saying.first - _SAME <= turn.last and turn.first - _SAME <= saying.last
    if holds:
        near = saying.last == turn.last
    ours, theirs = (turn.losers, saying.holders) if leaves else (turn.holders, saying.holders)
    nobody = not ours and not theirs and are_same(turn.losers, saying.losers)
    linked = any(other.event_id == saying.event_id for other in turn.sayings)
    open_side = linked and near and (not ours or not theirs)
    return near and (nobody or open_side or are_same(ours, theirs))


def _join(turn: Turn, saying: Saying) -> None:
    """Narrow the turn's days to those that both allow, and keep the fuller names."""
    turn.sayings.append(saying)
    if saying.first is not None:
        first = max(turn.first, saying.first) if turn.first else saying.first
        last = min(turn.last, saying.last)
        # Days a day apart: both stand as bounds.
        turn.first, turn.last = (first, last) if first <= last else (last, first)
    turn.is_again = turn.is_again or saying.is_again
    if not turn.is_leaving:
        turn.losers = join_names(turn.losers, saying.losers)
        turn.holders = join_names(turn.holders, saying.holders)


def join_names(ours: tuple[Holder, ...], theirs: tuple[Holder, ...]) -> tuple[Holder, ...]:
    """Names of either; an unnamed group gives way to a named one of its kind."""
    listed = {holder.actor_id or bare_name(holder): holder for holder in (*ours, *theirs)}
    known = {bare_name(holder) for holder in listed.values() if holder.actor_id}
    listed = {key: one for key, one in listed.items() if one.actor_id or bare_name(one) not in known}
    named = [holder for holder in listed.values() if holder.actor_id or holder.name != holder.name.lower()]
    kinds = {holder.kind for holder in named}
    return tuple(holder for holder in listed.values() if holder in named or holder.kind not in kinds)


def hang_denials(turns: list[Turn], denials: Iterable[Saying]) -> list[Saying]:
    """Put each denial to the taking that it denies; return those that deny nothing that was told."""
    loose = []
    for denial in denials:
        told = [turn for turn in turns if not turn.is_hold and not turn.is_leaving and _denies(denial, turn)]
        if told:
            told[-1].denials.append(denial)
        else:
            loose.append(denial)
    return loose


def _denies(denial: Saying, turn: Turn) -> bool:
    if denial.holders and turn.holders and not are_same(denial.holders, turn.holders):
        return False
    if any(saying.event_id == denial.event_id for saying in turn.sayings):
        return True
    first = denial.first or denial.last - DISPUTE
    return first - _DENIAL <= turn.last and turn.earliest - _DENIAL <= denial.last


def put_in_order(turns: list[Turn]) -> list[Turn]:
    """By day; on the same days a retaking, or a taking from the other, comes later."""
    ordered = sorted(turns, key=lambda turn: (turn.last, turn.is_again and not turn.is_hold, not turn.is_hold))
    for number in range(1, len(ordered)):
        one, other = ordered[number - 1], ordered[number]
        if _meet(one, other) and _comes_after(one, other) and not _comes_after(other, one):
            ordered[number - 1], ordered[number] = other, one
    return ordered


def _meet(one: Turn, other: Turn) -> bool:
    return one.earliest <= other.last and other.earliest <= one.last


def _comes_after(turn: Turn, other: Turn) -> bool:
    """Whether the words say that the turn came after the other: it retook the place, or took it from the other."""
    if turn.is_hold or other.is_hold:
        return False
    return (turn.is_again and not other.is_again) or are_same(turn.losers, other.holders)
