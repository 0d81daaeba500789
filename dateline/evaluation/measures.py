"""The measures of claims: what counts as right, counted report by report so that reports can be resampled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.evaluation.gold import GoldClaim, GoldSource, Offsets

# Measures in the order of the table: name and what its N counts.
F1_MEASURES = ("claims found", "actors with roles", "places", "tolls exact", "materiel")
SHARE_MEASURES = (
    "event type", "time", "first source", "kind of source", "chain length", "stance", "status", "actor kind",
    "whole record",
)  # fmt: skip


@dataclass(slots=True)
class Counts:
    """Hits, predictions and gold items of one report for each measure (shares: hits and cases)."""

    hits: dict[str, int] = field(default_factory=dict)
    predicted: dict[str, int] = field(default_factory=dict)
    gold: dict[str, int] = field(default_factory=dict)
    false_claims: int = 0
    is_empty: bool = False

    def add(self, name: str, hits: int, predicted: int, gold: int) -> None:
        self.hits[name] = self.hits.get(name, 0) + hits
        self.predicted[name] = self.predicted.get(name, 0) + predicted
        self.gold[name] = self.gold.get(name, 0) + gold


def count_report(gold: Sequence[GoldClaim], predicted: Sequence[GoldClaim]) -> Counts:
    """Compare the claims of one report.

    A claim is found when a prediction has its main sentence (the one with the trigger) among the gold claim's evidence
    and the same event type. Optional gold claims count neither way. The other measures are taken over pairs that share
    sentence and trigger words, or sentence and type.
    """
    counts = Counts(is_empty=not gold, false_claims=0 if gold else len(predicted))
    pairs = align(gold, predicted)
    found = [(one, other) for one, other in pairs if one.event_type == other.event_type]
    firm = sum(not one.optional for one, _ in found)
    neutral = sum(one.optional for one, _ in pairs)
    counts.add("claims found", firm, len(predicted) - neutral, sum(not claim.optional for claim in gold))
    for one, other in pairs:
        counts.add("event type", int(one.event_type == other.event_type), 1, 1)
    for one, other in found:
        _count_pair(counts, one, other)
    return counts


def align(gold: Sequence[GoldClaim], predicted: Sequence[GoldClaim]) -> list[tuple[GoldClaim, GoldClaim]]:
    """One-to-one pairs of gold and predicted claims, likest first."""
    scored = [
        (score, -number, -other_number)
        for number, one in enumerate(gold)
        for other_number, other in enumerate(predicted)
        if (score := _likeness(one, other)) > 0
    ]
    pairs: list[tuple[GoldClaim, GoldClaim]] = []
    used: set[int] = set()
    taken: set[int] = set()
    for _, number, other_number in sorted(scored, reverse=True):
        if -number not in used and -other_number not in taken:
            used.add(-number)
            taken.add(-other_number)
            pairs.append((gold[-number], predicted[-other_number]))
    return pairs


def _likeness(one: GoldClaim, other: GoldClaim) -> float:
    if other.evidence[0] not in one.evidence and not any(_overlap(other.trigger, span) for span in one.evidence):
        return 0
    same_type, same_words = one.event_type == other.event_type, _overlap(one.trigger, other.trigger)
    if not (same_type or same_words):
        return 0
    source = _same_source(_first(one), _first(other))
    actors = _hits([(a.role, a.span) for a in one.actors], [(a.role, a.span) for a in other.actors])
    return 4 * same_type + 3 * same_words + 2 * (one.evidence[0] == other.evidence[0]) + source + 0.2 * actors


def _count_pair(counts: Counts, one: GoldClaim, other: GoldClaim) -> None:
    actors = _hits([(a.role, a.span) for a in one.actors], [(a.role, a.span) for a in other.actors])
    counts.add("actors with roles", actors, len(other.actors), len(one.actors))
    places = _hits([("", span) for span in one.places], [("", span) for span in other.places])
    counts.add("places", places, len(other.places), len(one.places))
    tolls = _toll_hits(one, other)
    counts.add("tolls exact", tolls, len(other.tolls), len(one.tolls))
    counts.add("materiel", _hits(one.materiel, other.materiel), len(other.materiel), len(one.materiel))
    for actor in one.actors:
        same = [candidate for candidate in other.actors if _overlap(actor.span, candidate.span)]
        if same:
            counts.add("actor kind", int(same[0].kind == actor.kind), 1, 1)
    shares = _pair_shares(one, other)
    for name, right in shares.items():
        counts.add(name, int(right), 1, 1)
    whole = (
        all(shares.values())
        and actors == len(one.actors) == len(other.actors)
        and places == len(one.places) == len(other.places)
        and tolls == len(one.tolls) == len(other.tolls)
    )
    counts.add("whole record", int(whole), 1, 1)


def _pair_shares(one: GoldClaim, other: GoldClaim) -> dict[str, bool]:
    return {
        "time": (one.start, one.end) == (other.start, other.end),
        "first source": _same_source(_first(one), _first(other)),
        "kind of source": _first(one).kind == _first(other).kind,
        "chain length": len(one.sources) == len(other.sources),
        "stance": one.stance == other.stance,
        "status": one.status == other.status,
    }


def _first(claim: GoldClaim) -> GoldSource:
    return claim.sources[0]


def _same_source(one: GoldSource, other: GoldSource) -> bool:
    """The same words, the same name, or both the outlet's own voice."""
    if one.span and other.span and _overlap(one.span, other.span):
        return True
    if one.span is None and other.span is None and one.kind == other.kind:
        return True
    names = [(source.name or "").casefold().removeprefix("the ").strip() for source in (one, other)]
    return bool(names[0]) and bool(names[1]) and (names[0] in names[1] or names[1] in names[0])


def _toll_hits(one: GoldClaim, other: GoldClaim) -> int:
    left = [(toll.kind, toll.numbers) for toll in other.tolls]
    hits = 0
    for toll in one.tolls:
        if (toll.kind, toll.numbers) in left:
            left.remove((toll.kind, toll.numbers))
            hits += 1
    return hits


def _hits(gold: Sequence[tuple[str, Offsets]], predicted: Sequence[tuple[str, Offsets]]) -> int:
    """One-to-one pairs with the same label and overlapping spans."""
    left = list(predicted)
    hits = 0
    for label, span in gold:
        same = next((item for item in left if item[0] == label and _overlap(item[1], span)), None)
        if same:
            left.remove(same)
            hits += 1
    return hits


def _overlap(one: Offsets, other: Offsets) -> bool:
    return one[0] < other[1] and other[0] < one[1]
