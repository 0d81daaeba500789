"""Events as the page counts and lists them: days, place, parties, tolls, sources; and what is not known of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dateline.codebook import event_types
from dateline.events import Event, EventClaim
from dateline.export.rows import is_told_as_real
from dateline.export.sides import read_sides
from dateline.export.when import Days, choose_days
from dateline.export.where import Spot, choose_spots, describe_spot
from dateline.linking import Assessment, assess
from dateline.model import Place
from dateline.output.words import describe_reason
from dateline.summary.masking import Mask

GROUPS = {
    "battles": "battles", "explosions_remote_violence": "explosions and remote violence",
    "violence_against_civilians": "violence against civilians", "protests": "protests", "riots": "riots",
    "strategic_developments": "strategic developments", "beyond_acled": "other kinds",
}  # fmt: skip
# A circle wider than this is a country or more: no place on a map.
_COUNTRY = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One event and what the page shows of it. `is_real`: some claim tells it as having happened, or tried."""

    event: Event
    assessment: Assessment
    event_type: str
    group: str
    is_real: bool
    days: Days | None
    spot: Spot | None
    where: str
    who: str
    words: str

    @property
    def id(self) -> str:
        return self.event.id


def read_items(events: Iterable[Event], mask: Mask) -> list[Item]:
    """Return the events as items, by day, those without one last."""
    items = [_read_item(event, mask) for event in events]
    return sorted(items, key=lambda item: (item.days.start if item.days else date.max, item.event_type, item.id))


def show_days(days: Days | None) -> str:
    """Return the days of an event in words: one day, or from which to which."""
    if days is None:
        return "not known"
    return f"{days.start}" if days.count == 1 else f"{days.start} to {days.end}"


def name_type(event_type: str) -> str:
    """Return the type as its project words it, in small letters.

    >>> name_type("remote_explosive_landmine_ied"), name_type("siege_blockade")
    ('remote explosive/landmine/IED', 'siege blockade')
    """
    known = event_types().get(event_type)
    if known is None or known.group == "beyond_acled" or not known.acled_sub_event_type:
        return event_type.removeprefix("user:").replace("_", " ")
    words = known.acled_sub_event_type
    return words[0].lower() + words[1:]


def explain_place(item: Item) -> str:
    """Return why an event without a spot is on no map."""
    places = [place for entry in item.event.claims for place in entry.claim.places]
    if any(place.precision == _COUNTRY for place in places):
        return "a country or wider"
    if places:
        return "not in the gazetteer"
    return _find_reason(item.event, "places") or "no place is told"


def explain_days(item: Item) -> str:
    """Return why an event has no day."""
    told = [entry.claim.time.span for entry in item.event.claims if entry.claim.time.span]
    return _find_reason(item.event, "time") or ("not a calendar date" if told else "no day is told")


def time_words(item: Item, mask: Mask) -> str:
    """Return the words for the time, none where masked."""
    spans = [entry.claim.time.span for entry in item.event.claims if entry.claim.time.span]
    return "" if mask.is_on else "; ".join(dict.fromkeys(" ".join(span.text.split()) for span in spans))


def _find_reason(event: Event, field: str) -> str | None:
    for entry in event.claims:
        for name, reason in entry.claim.unknown.items():
            if name.startswith(field):
                return describe_reason(reason)
    return None


def _read_item(event: Event, mask: Mask) -> Item:
    real = tuple(entry for entry in event.claims if is_told_as_real(entry.claim))
    entries = real or event.claims
    event_type = entries[0].claim.event_type
    known = event_types().get(event_type)
    spots = choose_spots(entries)
    spot = spots.chosen[0] if spots and (spots.chosen[0].place.precision or _COUNTRY) < _COUNTRY else None
    return Item(
        event=event, assessment=assess(event), event_type=event_type,
        group=known.group if known and known.group in GROUPS else "beyond_acled", is_real=bool(real),
        days=choose_days(entries), spot=spot, where=_name_places(entries, spot, mask), who=_name_sides(entries, mask),
        words=mask.quote(entries[0].claim.evidence[:1]),
    )  # fmt: skip


def _name_places(entries: tuple[EventClaim, ...], spot: Spot | None, mask: Mask) -> str:
    if spot is not None:
        return _describe(spot.place, mask)
    names = dict.fromkeys(_describe(place, mask) for entry in entries for place in entry.claim.places)
    return "; ".join(names) or "not known"


def _describe(place: Place, mask: Mask) -> str:
    name = mask.name_place(place)
    return name if name != place.name else describe_spot(place)


def _name_sides(entries: tuple[EventClaim, ...], mask: Mask) -> str:
    """Who did it to whom; read from the claims, so that masked people stay masked."""
    sides = read_sides(entries)
    shown = {
        actor.period_name or actor.name: mask.name_actor(actor) for entry in entries for actor in entry.claim.actors
    }
    first, second = (
        ", ".join(dict.fromkeys(shown.get(party.name, party.name) for party in parties))
        for parties in (sides.first, sides.second or sides.affected)
    )
    if first and second:
        return f"{first} {'→' if sides.is_directed else 'and'} {second}"
    return first or (f"? → {second}" if second else "?")
