"""Stage 7: which place a name means, judged over the whole report, or an honest "not known".

Every name is looked up under the spellings that its words allow. The bearers of all names are then weighed together:
how well known each is, what the words beside it say (kind, container), and how well it fits the countries, provinces
and towns that the rest of the report speaks of. A name has one sense a report. The weights are fitted (`bench/places.py
--fit`); "none of these" is one of the choices weighed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dateline.model import Span
from dateline.places.candidates import Group, gather_groups, named_countries
from dateline.places.gazetteer import CHOSEN, Gazetteer, Record, open_gazetteer
from dateline.places.geometry import base_location
from dateline.places.phrases import read_clues
from dateline.places.precision import own_precision
from dateline.places.resolved import ResolvedPlace

Array = NDArray[np.float64]

STATIC = (
    "population", "admin_population", "country", "admin1", "admin2", "capital", "admin_seat", "overlay",
    "airfield", "wide_region", "chief_name", "contained", "said_admin", "said_town", "said_airfield",
    "abbreviation", "fuzzy", "part", "part_of_wide", "named_as_its_seat", "named_as_its_country", "one_country",
)  # fmt: skip
CONTEXT = (
    "country_share", "country_mass", "neighbour_mass", "admin1_share", "near_sum", "near_most", "near_beside", "hinted",
)  # fmt: skip
NONE = ("none", "none_of_kind", "none_contained", "none_in_stated_country", "none_facility", "none_part", "none_lower")
# Kilometres over which a place's pull on its neighbours falls to a third; 60-120 made no difference on the even halves
# of LGL and TR-News (bench/places.py).
_REACH_KM = 80.0
_EARTH_KM = 6371.0
# Below this share of the weight the choice is called ambiguous: chosen on the even halves of LGL and TR-News.
_LEAST_SHARE = 0.3
_SAME_KM = 25.0
_EVEN = 0.5


def resolve_places(
    text: str, spans: Sequence[Span], *, country_hints: Sequence[str] = (), dateline: str | None = None
) -> list[ResolvedPlace]:
    """Return the place of each span, in order; an unresolved one has no coordinates and a `reason`.

    `country_hints` are ISO alpha-3 codes of countries the report is likely about; `dateline` is the place printed
    before its first sentence. Streets, buildings and facilities outside the overlay are not known and come back so.

    >>> text = "Rebels shelled Tripoli in northern Lebanon."
    >>> [place.country for place in resolve_places(text, [Span(15, 22, "Tripoli"), Span(35, 42, "Lebanon")])]
    ['LBN', 'LBN']
    """
    gazetteer = open_gazetteer()
    clues = [read_clues(text, span) for span in spans]
    groups = gather_groups(gazetteer, text, spans, clues, hints=country_hints, dateline=dateline)
    shares = weigh(gazetteer, groups, country_hints, load_weights())
    resolved = [ResolvedPlace(name=span.text, reason="not_in_gazetteer") for span in spans]
    for group, share in zip(groups, shares, strict=True):
        place = choose(gazetteer, group, share)
        for index in group.spans:
            resolved[index] = place if place.reason is None else ResolvedPlace(
                name=spans[index].text, confidence=place.confidence, rule=place.rule, reason=place.reason
            )  # fmt: skip
    return resolved


@cache
def load_weights() -> Mapping[str, Mapping[str, float]]:
    """Return the fitted weights, one table for the first look at each name and one for the look in context."""
    file = resources.files("dateline.codebook").joinpath("place_weights.toml")
    return {name: table for name, table in tomllib.loads(file.read_text(encoding="utf-8")).items() if name != "about"}


def weigh(
    gazetteer: Gazetteer,
    groups: Sequence[Group],
    hints: Sequence[str],
    weights: Mapping[str, Mapping[str, float]],
) -> list[Array]:
    """Return, for each name, the share of each of its bearers, and last that of "none of these"."""
    if not groups:
        return []
    table = Table(gazetteer, groups, hints)
    return table.split(settle(table, weights)[0])


def settle(table: Table, weights: Mapping[str, Mapping[str, float]]) -> tuple[Array, Array]:
    """Return the share of every row, and the features of its context that the last look was made with."""
    shares = table.shares(table.static, None, weights["alone"])
    for _ in range(2):
        context = table.context(shares)
        shares = table.shares(table.static, context, weights["in_context"])
    return shares, context


class Table:
    """The bearers of all names of one report as arrays, a row each; the last row of a name stands for "none"."""

    def __init__(self, gazetteer: Gazetteer, groups: Sequence[Group], hints: Sequence[str]) -> None:
        self._gazetteer = gazetteer
        self.groups = groups
        self._hints = frozenset(hints) | named_countries(groups)
        self.starts = np.cumsum([0, *(len(group.bearers) + 1 for group in groups)])
        self._group_of = np.repeat(np.arange(len(groups)), np.diff(self.starts))
        self._records: list[Record | None] = [record for group in groups for record in (*group.bearers, None)]
        self._counts = np.sqrt([float(len(group.offsets)) for group in groups])
        self.static = self._static_features()
        self.none = self._none_features()
        self._place_in_space()

    def shares(self, static: Array, context: Array | None, weights: Mapping[str, float]) -> Array:
        """Return the softmax over each name's rows."""
        score = static @ np.array([weights.get(name, 0.0) for name in STATIC])
        score += self.none @ np.array([weights.get(name, 0.0) for name in NONE])
        if context is not None:
            score += context @ np.array([weights.get(name, 0.0) for name in CONTEXT])
        score -= np.maximum.reduceat(score, self.starts[:-1])[self._group_of]
        powers = np.exp(score)
        shares: Array = powers / np.add.reduceat(powers, self.starts[:-1])[self._group_of]
        return shares

    def split(self, shares: Array) -> list[Array]:
        """Return one array a name."""
        return np.split(shares, self.starts[1:-1])

    def context(self, shares: Array) -> Array:
        """Return how well each row fits what the other names most likely mean."""
        weight = shares * self._counts[self._group_of]
        country = _mass_of_others(self._country_of, weight, self._group_of)
        admin1 = _mass_of_others(self._admin1_of, weight, self._group_of)
        total = weight[self._is_real].sum()
        others = np.maximum(total - np.bincount(self._group_of, weight * self._is_real)[self._group_of], 0.5)
        near = self._near(shares)
        features = np.stack(
            [country / others, np.log1p(country), np.log1p(self._neighbour_mass(weight)), admin1 / others, *near,
             self._hinted],
            axis=1,
        )  # fmt: skip
        features[~self._is_real] = 0.0
        return features

    def _static_features(self) -> Array:
        rows = [row for group in self.groups for row in (*_static_rows(group), (0.0,) * len(STATIC))]
        return np.array(rows, dtype=np.float64)

    def _none_features(self) -> Array:
        features = np.zeros((len(self._records), len(NONE)))
        for group, end in zip(self.groups, self.starts[1:], strict=True):
            features[end - 1] = (
                1.0,
                group.kind in ("admin", "town"),
                group.has_container and not any(group.contained),
                bool(group.stated) and not any(_may_lie_in(bearer, group.stated) for bearer in group.bearers),
                group.is_facility,
                group.is_part,
                group.is_abbreviation,
            )
        return features

    def _place_in_space(self) -> None:
        self._is_real = np.array([record is not None for record in self._records])
        self._countries = sorted({record.country for record in self._records if record and record.country})
        number = {country: place for place, country in enumerate(self._countries)}
        self._country_of = np.array([number.get(record.country, -1) if record else -1 for record in self._records])
        self._borders = self._bordering()
        self._admin1_of = np.array([record.admin1 or -1 if record else -1 for record in self._records])
        is_point = np.array([record is not None and record.feature not in _WIDE for record in self._records])
        lat = np.radians([record.lat if record else 0.0 for record in self._records])
        lon = np.radians([record.lon if record else 0.0 for record in self._records])
        vectors = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        chords = np.sqrt(np.maximum(2.0 - 2.0 * (vectors @ vectors.T), 0.0)) * _EARTH_KM
        self._pull = np.exp(-chords / _REACH_KM) * is_point[None, :] * is_point[:, None]
        self._hinted = np.array(
            [
                float(record is not None and record.country in self._hints and record.feature not in _WIDE)
                for record in self._records
            ]
        )
        self._beside = _beside(self.groups)

    def _bordering(self) -> Array:
        """Which countries of the report border on each other; row and column 0 stand for no country."""
        borders = np.zeros((len(self._countries) + 1, len(self._countries) + 1))
        for row, country in enumerate(self._countries, 1):
            around = self._gazetteer.neighbours(country)
            borders[row, 1:] = [other in around for other in self._countries]
        return borders

    def _near(self, shares: Array) -> tuple[Array, Array, Array]:
        pull = np.add.reduceat(self._pull * shares[None, :], self.starts[:-1], axis=1)
        pull[np.arange(len(self._group_of)), self._group_of] = 0.0
        beside = (pull * self._beside[self._group_of]).max(axis=1)
        return np.log1p(pull @ self._counts), pull.max(axis=1), beside

    def _neighbour_mass(self, weight: Array) -> Array:
        by_country = np.bincount(self._country_of + 1, weight, minlength=len(self._countries) + 1)
        mass: Array = (self._borders @ by_country)[self._country_of + 1]
        return mass


# What the overlay names is what war reports name: it weighs as much as a town of this size.
_OVERLAY_POPULATION = 50_000
# A sea, a continent or a part of the world that no one country holds.
_WORLD_POPULATION = 20_000_000
# GeoNames lists towns of unknown size only where they are the seat of some district.
_UNKNOWN_POPULATION = 8_000
_TOWNS = frozenset({"populated_place", "capital", "admin_seat", "section_of_place", "village"})
_WIDE = frozenset({"country", "continent", "region", "sea", "desert"})


def _mass_of_others(label: NDArray[np.int64], weight: Array, group: NDArray[np.int64]) -> Array:
    """For each row, the weight that rows of other names put on the same label (-1: no label)."""
    labels, index = np.unique(label, return_inverse=True)
    by_group = np.zeros((int(group.max()) + 1, len(labels)))
    np.add.at(by_group, (group, index), np.where(label >= 0, weight, 0.0))
    mass: Array = by_group.sum(axis=0)[index] - by_group[group, index]
    return np.where(label >= 0, mass, 0.0)


def _beside(groups: Sequence[Group]) -> Array:
    """Which names stand within 60 characters of each other somewhere in the report."""
    beside = np.zeros((len(groups), len(groups)))
    stations = sorted((start, end, number) for number, group in enumerate(groups) for start, end in group.offsets)
    for (_, end, left), (start, _, right) in pairwise(stations):
        if left != right and start - end <= 60:
            beside[left, right] = beside[right, left] = 1.0
    return beside


def _static_rows(group: Group) -> list[tuple[float, ...]]:
    rows = []
    one_country = len({bearer.country for bearer in group.bearers}) == 1
    named = {bearer.country: bearer for bearer in group.bearers if bearer.feature == "country" and bearer.main}
    town_units = {bearer.admin1 for bearer in group.bearers if bearer.feature in _TOWNS}
    for record, contained in zip(group.bearers, group.contained, strict=True):
        is_overlay = record.ref.startswith(CHOSEN)
        size = np.log10((record.population or _assumed_population(record)) + 10) / 6
        is_admin = record.feature in ("admin1", "admin2")
        is_town = record.feature in _TOWNS
        is_airfield = record.feature in ("airport", "airbase")
        is_wide = record.feature in ("country", "admin1", "continent", "region")
        rows.append((
            size * (is_town or is_overlay), size * is_admin, record.feature == "country", record.feature == "admin1",
            record.feature == "admin2", record.feature == "capital", record.feature == "admin_seat", is_overlay,
            is_airfield, record.feature in ("region", "continent", "sea", "river"), record.main, contained,
            group.kind == "admin" and is_admin, group.kind == "town" and is_town,
            group.kind == "airfield" and is_airfield,
            group.is_abbreviation and record.feature in ("admin1", "country"), group.is_fuzzy,
            group.is_part and not is_wide, group.is_part and is_wide,
            group.kind != "admin" and is_admin and record.admin1 in town_units,
            group.kind == "any" and _is_part_of(record, named.get(record.country)), one_country,
        ))  # fmt: skip
    return [tuple(map(float, row)) for row in rows]


def _may_lie_in(record: Record, countries: Container[str]) -> bool:
    """Whether a place lies in one of the countries, or is none that one country holds: a valley, a border crossing."""
    return record.country in countries or record.feature not in (*_TOWNS, "admin1", "admin2", "admin3", "country")


def _is_part_of(record: Record, country: Record | None) -> bool:
    """Whether a province or town bears the name of its country, where it is not all of it: Mexico's State of Mexico."""
    return country is not None and record.row != country.row and not _is_same(record, country)


def _assumed_population(record: Record) -> int:
    if not record.ref.startswith(CHOSEN):
        return _UNKNOWN_POPULATION
    return _OVERLAY_POPULATION if record.country else _WORLD_POPULATION


def choose(gazetteer: Gazetteer, group: Group, share: Array) -> ResolvedPlace:
    """Take the heaviest bearer; bearers at the same spot back each other up."""
    best = int(np.argmax(share[:-1])) if len(share) > 1 else 0
    record = group.bearers[best]
    weight = float(sum(part for other, part in zip(group.bearers, share, strict=False) if _is_same(record, other)))
    if weight < _EVEN and (unit := _unit_of_most(group, share)):
        record, weight = unit
    if share[-1] > max(weight, 1 - share[-1]):
        none = _round(share[-1])
        return ResolvedPlace(record.name, confidence=none, rule="places/none-fits", reason="not_in_gazetteer")
    if weight < _LEAST_SHARE:
        return ResolvedPlace(record.name, confidence=_round(weight), rule="places/even-odds", reason="ambiguous")
    admin1 = gazetteer.place(record.admin1) if record.admin1 else None
    place = ResolvedPlace(
        name=record.name,
        lat=record.lat,
        lon=record.lon,
        country=record.country or None,
        admin1=admin1.name if admin1 else None,
        gazetteer_id=record.ref,
        feature=record.feature,
        confidence=_round(weight),
        rule=f"places/{group.rule}",
        error_km=record.radius_km,
        is_part=group.is_part,
    )
    location = base_location(place)
    return replace(place, precision=own_precision(location)) if location else place


def _unit_of_most(group: Group, share: Array) -> tuple[Record, float] | None:
    """The unit among the bearers that holds more than half of the weight: of Kherson, city and province, the province.

    Where it is no likelier that the town is meant, the place surely lies in the unit.
    """
    units = [bearer for bearer in group.bearers if bearer.feature in ("admin1", "admin2")]
    held = [
        (unit, float(sum(part for other, part in zip(group.bearers, share, strict=False) if _lies_in(other, unit))))
        for unit in units
    ]
    unit, weight = max(held, key=lambda item: item[1], default=(None, 0.0))
    return (unit, weight) if unit and weight > _EVEN else None


def _lies_in(one: Record, unit: Record) -> bool:
    return unit.row in (one.row, one.admin1, one.admin2)


def _round(share: float) -> float:
    return min(1.0, round(float(share), 3))


def _is_same(one: Record, other: Record) -> bool:
    if one.country != other.country:
        return False
    east = (one.lon - other.lon) * np.cos(np.radians(one.lat))
    return bool(np.hypot(one.lat - other.lat, east) * 111.2 <= _SAME_KM)
