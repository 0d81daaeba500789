"""The dead of an event as numbers, by ACLED's rules and by GED's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.events import EventClaim
from dateline.export.rows import Notes, Ref, refer
from dateline.export.sides import Party
from dateline.model import Toll

_STATES = ("state_forces", "external_forces")
_SOLDIERS = re.compile(
    r"\b(?:soldiers?|troops|servicem[ae]n|policem[ae]n|police officers?|gendarmes?|officers?)\b", re.IGNORECASE
)
_FIGHTERS = re.compile(
    r"\b(?:fighters?|militants?|rebels?|insurgents?|gunm[ae]n|guerrillas?|jihadis?t?s?|terrorists?|militiam[ae]n)\b",
    re.IGNORECASE,
)
# ACLED's numbers for words (coding rule 15); "thousands" goes on in the same way, one of the unit.
_ACLED_WORDS = (
    (re.compile(r"\bthousands\b", re.IGNORECASE), 1000, "acled/words-thousands"),
    (re.compile(r"\bhundreds\b", re.IGNORECASE), 100, "acled/words-hundreds"),
    (re.compile(r"\b(?:dozens|scores)\b", re.IGNORECASE), 12, "acled/words-dozens"),
)
_SEVERAL = re.compile(r"\b(?:several|many|few|some|numerous|multiple|a (?:large )?number|a lot)\b", re.IGNORECASE)
_LARGE = re.compile(r"\b(?:heavy|fierce|intense|large-scale|massive|major|bloody|pitched)\b", re.IGNORECASE)
_CIVILIAN = re.compile(
    r"\b(?:civilians?|residents?|villagers?|children|child|women|woman|bystanders?|worshippers?|shoppers?|passengers?"
    r"|students?|pupils?|patients?|refugees?|medics?|doctors?|journalists?|aid workers?|farmers?|shepherds?)\b",
    re.IGNORECASE,
)
# ACLED's numbers for "several" and the like, in ordinary and in large fights.
_FEW, _FEW_IN_LARGE = 3, 10


@dataclass(frozen=True, slots=True)
class Deaths:
    """One number of dead and the words behind it; `number` is None where no claim gives one that the rules know."""

    number: int | None
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class GedDeaths:
    """GED's numbers; the four parts add up to `best`."""

    low: int
    best: int
    high: int
    side_a: int
    side_b: int
    civilians: int
    unknown: int
    refs: tuple[Ref, ...]
    is_told: bool


def count_acled_deaths(items: Sequence[EventClaim], notes: Notes, *, is_battle: bool) -> Deaths:
    """Return the lowest number of dead that any claim gives; a number wins over words, no figure is None.

    "At least 12" and "12" are 12, "10 to 15" is 10, "several" is 3, or 10 in a large battle, "dozens" 12.
    """
    told = [(item, _wholes(item)) for item in items]
    sums = [(item, tolls, _sum_acled(item, tolls, notes, is_battle)) for item, tolls in told if tolls]
    known = [(number, item, tolls) for item, tolls, (number, _) in sums if number is not None]
    exact = [(number, item, tolls) for item, tolls, (number, is_exact) in sums if number is not None and is_exact]
    known = exact or known
    if not known:
        return Deaths(None, tuple(refer(item, *(toll.span for toll in tolls)) for item, tolls in told if tolls))
    number, item, tolls = min(known, key=lambda entry: entry[0])
    if len({entry[0] for entry in known}) > 1:
        notes.fire("acled/lowest-toll")
        others = sorted({entry[0] for entry in known} - {number})
        notes.lose(f"tolls: others say {', '.join(map(str, others))} dead")
    return Deaths(number, (refer(item, *(toll.span for toll in tolls)),))


def count_ged_deaths(
    items: Sequence[EventClaim], side_a: Party | None, side_b: Party | None, notes: Notes
) -> GedDeaths:  # fmt: skip
    """Return low, best and high over the claims, and the parts of the best.

    Best is what most lineages say, of equals the lower; low and high are the least and the most that any says. The
    dead are a side's where the text says so, or calls them soldiers and only one side has any (fighters likewise);
    those of whom it says neither a side nor that they are civilians are unknown.
    """
    told = [(item, tolls) for item in items if (tolls := _wholes(item))]
    numbers = [(item, tolls, *_ged_numbers(tolls, notes)) for item, tolls in told]
    numbers = [entry for entry in numbers if entry[4] is not None]
    if not numbers:
        return GedDeaths(0, 0, 0, 0, 0, 0, 0, (), is_told=False)
    votes = Counter(best for best, _ in {(entry[3], entry[0].lineage) for entry in numbers})
    best = min(votes, key=lambda number: (-votes[number], number))
    if len(votes) > 1:
        notes.fire("ged/best-most-told")
    tolls = next(entry[1] for entry in numbers if entry[3] == best)
    parts = _split_by_side(tolls, side_a, side_b, best, notes)
    refs = tuple(refer(entry[0], *(toll.span for toll in entry[1])) for entry in numbers)
    low, high = min(entry[2] for entry in numbers), max(entry[4] or 0 for entry in numbers)
    return GedDeaths(low, best, max(high, best), *parts, refs, is_told=True)


def split_days(total: int, days: int) -> list[int]:
    """Return the toll by day, the remainder on the first.

    >>> split_days(11, 3)
    [5, 3, 3]
    """
    share = total // days
    return [total - share * (days - 1), *[share] * (days - 1)]


def _wholes(item: EventClaim) -> list[Toll]:
    """The killed of a claim, parts left out; where one whole counts everybody, those of single groups are parts too."""
    wholes = [toll for toll in item.claim.casualties if toll.kind == "killed" and toll.subset_of is None]
    if len(wholes) < 2:
        return wholes
    numbers = [toll.best or toll.low or 0 for toll in wholes]
    if len(wholes) > 2 and 2 * max(numbers) == sum(numbers) > 0:  # nine, of them five and four
        return [wholes[numbers.index(max(numbers))]]
    everybody = [toll for toll in wholes if toll.group is None and toll.actor_id is None]
    return everybody[:1] or wholes


def _sum_acled(item: EventClaim, tolls: Sequence[Toll], notes: Notes, is_battle: bool) -> tuple[int | None, bool]:
    """The sum over the groups of one claim, and whether it rests on numbers only."""
    read = [_read_acled(item, toll, notes, is_battle) for toll in tolls]
    numbers = [number for number, _ in read if number is not None]
    return (sum(numbers), all(is_exact for number, is_exact in read if number is not None)) if numbers else (None, True)


def _read_acled(item: EventClaim, toll: Toll, notes: Notes, is_battle: bool) -> tuple[int | None, bool]:
    words = toll.span.text
    if (toll.best is None and toll.high is None) or (toll.low in (24, 40, 200, 2_000) and not re.search(r"\d", words)):
        for pattern, number, rule in _ACLED_WORDS:
            if pattern.search(words):
                notes.fire(rule)
                return number, False
    if toll.low is not None or toll.best is not None:
        return toll.low if toll.low is not None else toll.best, True
    if toll.high is not None:
        notes.fire("acled/up-to")
        return min(_FEW, toll.high), False
    if not _SEVERAL.search(words):
        return None, True
    is_large = is_battle and any(_LARGE.search(span.text) for span in item.claim.evidence)
    notes.fire("acled/several-large" if is_large else "acled/several")
    return (_FEW_IN_LARGE if is_large else _FEW), False


def _ged_numbers(tolls: Sequence[Toll], notes: Notes) -> tuple[int, int, int | None]:
    """Low, best and high of one claim; high is None where the claim has no number at all."""
    numbered = [toll for toll in tolls if (toll.low, toll.best, toll.high) != (None, None, None)]
    if not numbered:
        return 0, 0, None
    full = [_fill(toll, notes) for toll in numbered]
    return sum(toll.low or 0 for toll in full), sum(toll.best or 0 for toll in full), sum(t.high or 0 for t in full)


def _fill(toll: Toll, notes: Notes) -> Toll:
    """Missing bounds: best from low ("at least 12", "dozens"), low from best, high from best; "up to 12" has best 0."""
    best = toll.best if toll.best is not None else toll.low
    if toll.best is None:
        notes.fire("ged/low-for-best" if best is not None else "ged/only-high")
    best = best if best is not None else 0
    low = toll.low if toll.low is not None else min(best, toll.best or 0)
    return replace(toll, low=low, best=best, high=toll.high if toll.high is not None else best)


def _split_by_side(
    tolls: Sequence[Toll], side_a: Party | None, side_b: Party | None, best: int, notes: Notes
) -> tuple[int, int, int, int]:
    dead = {"a": 0, "b": 0, "civilians": 0}
    for toll in tolls:
        part = _read_part(toll, side_a, side_b, notes)
        if part:
            dead[part] += toll.best if toll.best is not None else toll.low or 0
    return dead["a"], dead["b"], dead["civilians"], best - sum(dead.values())


def _read_part(toll: Toll, side_a: Party | None, side_b: Party | None, notes: Notes) -> str | None:
    if toll.actor_id and side_a and toll.actor_id == side_a.actor_id:
        return "a"
    if toll.actor_id and side_b and toll.actor_id == side_b.actor_id:
        return "b"
    words = toll.group or ""
    if _CIVILIAN.search(words):
        return "civilians"
    is_state = {part: party.kind in _STATES for part, party in (("a", side_a), ("b", side_b)) if party is not None}
    if toll.actor_id is None and sorted(is_state.values()) == [False, True]:
        for pattern, of_state in ((_SOLDIERS, True), (_FIGHTERS, False)):
            if pattern.search(words):
                notes.fire("ged/side-by-word")
                return next(part for part, state in is_state.items() if state == of_state)
    return None
