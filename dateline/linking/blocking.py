"""Which earlier claims a claim is compared with: those of its family of types, about its day, about its place.

A claim with a point asks its cell and the eight around, and those claims of the day without a point that share its
country, place name or an actor. Cost so grows with how much happens in one place on one day, not with all that is kept.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping

from dateline.linking.profile import Profile

_CELLS_A_DEGREE = 2
_STATEMENT_DAYS = 7
_MONTH = 30
MOST = 400  # candidates of one claim; beyond it the latest are compared
# What a claim may be found under: family of types, scope, told as real or not, day or month, place.
Key = tuple[Hashable, ...]


class Blocks:
    """Claims so far, by what they may be found under; `add` keeps, `find` proposes, each in order of adding."""

    def __init__(self) -> None:
        self._found: dict[Key, list[int]] = defaultdict(list)

    def add(self, number: int, profile: Profile) -> None:
        for key in list_keys(profile):
            self._found[key].append(number)

    def recall(self, keys: Mapping[Key, Iterable[int]]) -> None:
        """Take in claims that are kept elsewhere: of each key the latest `MOST` are enough."""
        for key, numbers in keys.items():
            self._found[key].extend(numbers)

    def find(self, profile: Profile) -> list[int]:
        """Return numbers of claims worth comparing, oldest first."""
        numbers: set[int] = set()
        for key in list_asked_keys(profile):
            numbers.update(self._found.get(key, ()))
        return sorted(numbers)[-MOST:]


def list_keys(profile: Profile) -> Iterator[Key]:
    """Give the keys under which a claim is kept."""
    for when in _days(profile, 0, 0):
        for where in _places(profile):
            yield (profile.family, profile.scope, profile.real, when, where)


def list_asked_keys(profile: Profile) -> Iterator[Key]:
    """Give the keys under which a claim looks for others."""
    back = _STATEMENT_DAYS if profile.event_type == "responsibility_statement" else 1
    ahead = _STATEMENT_DAYS if profile.family == "violence" else 1
    wheres = list(_asked_places(profile))
    for when in _days(profile, back, ahead):
        for where in wheres:
            yield (profile.family, profile.scope, profile.real, when, where)


def _days(profile: Profile, back: int, ahead: int) -> Iterator[int | None]:
    if profile.first is None or profile.last is None:
        yield None
    elif profile.scope == "period":
        # Weeks and months meet where a thirty-day stretch of both is the same or the next.
        first, last = profile.first // _MONTH, profile.last // _MONTH
        yield from range(first - (1 if back else 0), min(last, first + 24) + (2 if ahead else 1))
    else:
        yield from range(profile.first - back, profile.last + ahead + 1)


def _places(profile: Profile) -> Iterator[Hashable]:
    if profile.exact_place:
        yield ("cell", *_cell(profile))
    else:
        yield ("vague", profile.country)
        for actor in profile.actors:
            yield ("vague actor", actor)
    yield ("country", profile.country)
    if profile.place_name:
        yield ("name", profile.place_name)
    for actor in profile.actors:
        yield ("actor", actor)


def _asked_places(profile: Profile) -> Iterator[Hashable]:
    if profile.place_name:
        yield ("name", profile.place_name)
    if profile.exact_place:
        row, column = _cell(profile)
        for step in range(9):
            yield ("cell", row + step // 3 - 1, column + step % 3 - 1)
        yield ("vague", profile.country)
        yield from (("vague actor", actor) for actor in profile.actors)
    elif profile.country:
        yield ("country", profile.country)
        yield from (("vague actor", actor) for actor in profile.actors)
    else:
        yield from (("actor", actor) for actor in profile.actors)
        yield ("vague", None)


def _cell(profile: Profile) -> tuple[int, int]:
    assert profile.place is not None and profile.place.lat is not None and profile.place.lon is not None
    return math.floor(profile.place.lat * _CELLS_A_DEGREE), math.floor(profile.place.lon * _CELLS_A_DEGREE)
