"""Which events an export takes: by day, country, area, type and grade."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.codebook import event_types
from dateline.events import Event, Grade
from dateline.export.area import Area
from dateline.export.when import choose_days
from dateline.export.where import choose_spots
from dateline.linking import assess

_COUNTRY = 4  # our precision of a country or wider


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted; an empty field wants everything. `types` are ids of types or of groups of types,
    or `user:` and the id of a type of the user's."""

    since: str | None = None
    until: str | None = None
    countries: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    grades: frozenset[Grade] = frozenset()
    area: Area | None = None

    def takes(self, event: Event) -> bool:
        """Return whether the event is wanted.

        With `since` or `until`, an event with no day is not; with an area, one of which at most the country is known:
        the country's point would stand for it.
        """
        return (
            self._has_day(event)
            and self._has_country(event)
            and self._has_type(event)
            and self._has_point(event)
            and (not self.grades or assess(event).grade in self.grades)
        )

    def _has_day(self, event: Event) -> bool:
        if not self.since and not self.until:
            return True
        days = choose_days(event.claims)
        if days is None:
            return False
        return (not self.since or days.end.isoformat() >= self.since) and (
            not self.until or days.start.isoformat() <= self.until
        )

    def _has_country(self, event: Event) -> bool:
        places = (place for item in event.claims for place in item.claim.places)
        return not self.countries or any(place.country in self.countries for place in places)

    def _has_type(self, event: Event) -> bool:
        ids = {item.claim.event_type for item in event.claims}
        own = {f"user:{item.claim.user_type.id}" for item in event.claims if item.claim.user_type}
        return not self.types or bool(self.types & (ids | own | {event_types()[type_id].group for type_id in ids}))

    def _has_point(self, event: Event) -> bool:
        if self.area is None:
            return True
        spots = choose_spots(event.claims)
        chosen = spots.chosen if spots else ()
        return any(
            (spot.place.precision or _COUNTRY) < _COUNTRY and self.area.holds(spot.location.lat, spot.location.lon)
            for spot in chosen
        )
