"""How alike two claims are, part by part, or the rule that keeps them apart."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.codebook import event_types
from dateline.linking.profile import Profile, place_error
from dateline.places.geometry import distance_km

# Weights of the parts and the least score of one happening: set by hand, not fitted to data. Re-run bench/linking.py
# after a change.
_WEIGHTS = {"type": 0.12, "day": 0.25, "place": 0.28, "actors": 0.15, "tolls": 0.08, "words": 0.12}
THRESHOLD = 0.62
_STATEMENT = "responsibility_statement"
_STATEMENT_DAYS = 7  # a claim of responsibility comes up to so many days after the deed
_NEXT_TO_KM = 3.0
# Types told for each other: the blast or the raid, the attack or the clash that it became.
_NEAR_TYPES = frozenset({
    frozenset({"attack", "armed_clash"}), frozenset({"attack", "suicide_bomb"}), frozenset({"attack", "grenade"}),
    frozenset({"attack", "remote_explosive_landmine_ied"}), frozenset({"attack", "shelling_artillery_missile_attack"}),
    frozenset({"attack", "looting_property_destruction"}), frozenset({"attack", "abduction_forced_disappearance"}),
    frozenset({"attack", "air_drone_strike"}), frozenset({"armed_clash", "weapons_captured"}),
    frozenset({"air_drone_strike", "chemical_weapon"}),
    frozenset({"chemical_weapon", "shelling_artillery_missile_attack"}),
    frozenset({"armed_clash", "non_state_actor_overtakes_territory"}),
    frozenset({"armed_clash", "government_regains_territory"}),
    frozenset({"non_state_actor_overtakes_territory", "weapons_captured"}),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class PairScore:
    """How alike two claims are: the weighted sum of the parts, or 0 and the rule that keeps them apart."""

    value: float
    parts: tuple[tuple[str, float], ...] = ()
    barred_by: str | None = None

    def explain(self) -> str:
        """Return the parts as words: "score/1 0.81: type 1.00, day 1.00, ..."."""
        if self.barred_by:
            return f"barred by {self.barred_by}"
        return f"score/1 {self.value:.2f}: " + ", ".join(f"{name} {part:.2f}" for name, part in self.parts)


def score_pair(one: Profile, other: Profile) -> PairScore:
    """Return how alike two claims are. Weights: type, day, place, actors, tolls, words; 1 is alike in all."""
    barred_by = _find_bar(one, other)
    if barred_by:
        return PairScore(0.0, (), barred_by)
    parts = {
        "type": score_types(one.event_type, other.event_type),
        "day": _score_days(one, other),
        "place": _score_places(one, other),
        "actors": _score_actors(one, other),
        "tolls": _score_tolls(one, other),
        "words": _score_words(one.words, other.words),
    }
    value = sum(_WEIGHTS[name] * part for name, part in parts.items())
    return PairScore(round(value, 4), tuple((name, round(part, 2)) for name, part in parts.items()))


def score_types(one: str, other: str) -> float:
    """Return how readily one happening is told under both types.

    >>> score_types("attack", "attack"), score_types("attack", "armed_clash"), score_types("attack", "agreement")
    (1.0, 0.6, 0.0)
    """
    if one == other:
        return 1.0
    if _STATEMENT in (one, other) or frozenset({one, other}) in _NEAR_TYPES:
        return 0.6
    groups = [known.group if (known := event_types().get(name)) else name for name in (one, other)]
    return 0.5 if groups[0] == groups[1] and groups[0] not in ("strategic_developments", "beyond ACLED") else 0.0


def _find_bar(one: Profile, other: Profile) -> str | None:
    """The first rule by which the two cannot be one happening."""
    if one.real != other.real:
        return "bar/told-as-plan"
    if one.holds != other.holds:
        return "bar/hold-or-taking"
    if one.scope != other.scope:
        return "bar/campaign-or-tally"
    if score_types(one.event_type, other.event_type) == 0:
        return "bar/type"
    is_statement = _STATEMENT in (one.event_type, other.event_type)
    if one.report_id == other.report_id and (one.another or other.another) and not is_statement:
        return "bar/named-another"
    if _are_days_apart(one, other):
        return "bar/day"
    if _are_places_apart(one, other):
        return "bar/place"
    return "bar/roles-reversed" if _are_reversed(one, other) else None


def _are_days_apart(one: Profile, other: Profile) -> bool:
    gap = _gap(one, other)
    if gap is None:
        return False
    if _is_statement_on(one, other) or _is_statement_on(other, one):
        return False
    # A report that gives no day stands for its own; the night before is then as likely.
    return gap > (0 if one.stated and other.stated else 1)


def _is_statement_on(statement: Profile, deed: Profile) -> bool:
    if statement.event_type != _STATEMENT or deed.event_type == _STATEMENT or deed.first is None:
        return False
    return statement.last is not None and 0 <= statement.last - deed.first <= _STATEMENT_DAYS


def _gap(one: Profile, other: Profile) -> int | None:
    """Days between two intervals, 0 where they meet, None where a day is not known."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return None
    return max(one.first - other.last, other.first - one.last, 0)


def _are_places_apart(one: Profile, other: Profile) -> bool:
    if one.place is None or other.place is None:
        return False
    if one.country and other.country and one.country != other.country:
        return True
    distance = _distance(one, other)
    if distance is None:
        return one.place_name != other.place_name and one.place.lat is None and other.place.lat is None
    return not _is_same_place(one, other) and distance > _allowance(one, other)


def _allowance(one: Profile, other: Profile) -> float:
    assert one.place and other.place
    return max(_NEXT_TO_KM, place_error(one.place) + place_error(other.place))


def _is_same_place(one: Profile, other: Profile) -> bool:
    assert one.place and other.place
    ids = one.place.gazetteer_id, other.place.gazetteer_id
    if all(ids):
        return ids[0] == ids[1]
    return one.place_name == other.place_name


def _distance(one: Profile, other: Profile) -> float | None:
    a, b = one.place, other.place
    if a is None or b is None or a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def _are_reversed(one: Profile, other: Profile) -> bool:
    """Whether the one's doer is the other's target: a strike and the strike in answer.

    Not so in battles, of which each side tells as its own deed.
    """
    if any(
        known.group == "battles" for name in (one.event_type, other.event_type) if (known := event_types().get(name))
    ):
        return False
    if not (one.initiators and other.initiators) or one.initiators & other.initiators:
        return False
    return bool(one.initiators & other.targets and other.initiators & one.targets)


def _score_days(one: Profile, other: Profile) -> float:
    gap = _gap(one, other)
    if gap is None:
        return 0.3
    if _is_statement_on(one, other) or _is_statement_on(other, one):
        return 0.7
    if gap:
        return 0.35
    assert one.first is not None and one.last is not None and other.first is not None and other.last is not None
    if one.scope == "period":
        union = max(one.last, other.last) - min(one.first, other.first) + 1
        return (min(one.last, other.last) - max(one.first, other.first) + 1) / union
    return 1.0 if one.exact_day and other.exact_day else 0.65


def _score_places(one: Profile, other: Profile) -> float:
    if one.place is None or other.place is None:
        return 0.3
    if _is_same_place(one, other):
        return 1.0
    distance = _distance(one, other)
    if distance is None:
        return 0.3
    if not (one.exact_place and other.exact_place):
        return 0.45
    return 0.6 + 0.3 * (1 - min(distance / _allowance(one, other), 1.0))


def _score_actors(one: Profile, other: Profile) -> float:
    if not one.actors or not other.actors:
        return 0.4
    shared = one.actors & other.actors
    if not shared:
        return 0.0
    if one.initiators and other.initiators and not one.initiators & other.initiators:
        return 0.4
    return 1.0


def _score_tolls(one: Profile, other: Profile) -> float:
    scores = [
        score
        for a, b in ((one.killed, other.killed), (one.injured, other.injured))
        if (score := _score_counts(a, b)) is not None
    ]
    return max(scores) if scores else 0.4


def _score_counts(one: tuple[int, int] | None, other: tuple[int, int] | None) -> float | None:
    if one is None or other is None:
        return None
    if one == other:
        return 1.0
    if one[0] <= other[1] and other[0] <= one[1]:
        return 0.8
    low, high = sorted((max(one), max(other)))
    return 0.6 if high <= 2 * max(low, 1) else 0.2


def _score_words(one: frozenset[str], other: frozenset[str]) -> float:
    fewest = min(len(one), len(other))
    return min(1.0, 1.6 * len(one & other) / fewest) if fewest else 0.0
