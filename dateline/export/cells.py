"""The one way from claims to the cells of a row: what formats have in common is filled here, by the column table.

A format's module makes only the cells in which it differs. `Basis` is what the common ones are read from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dateline.codebook.country_codes import CountryCodes, country_codes
from dateline.events import Event, EventClaim
from dateline.events.holding import tells_campaign, tells_hold
from dateline.export.columns import Table, read_columns
from dateline.export.rows import Cell, LeftOut, Notes, Ref, Row, Value, is_told_as_real, join, leave_out, refer
from dateline.export.sides import Party
from dateline.export.when import Days
from dateline.export.where import Spot, country_name, describe_spot
from dateline.model import Report, Source

_EMPTY = Cell(None)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a row rests on: its claims, and the days and the place chosen for it, where there are any."""

    event_id: str
    claims: Sequence[EventClaim]
    days: Days | None
    spot: Spot | None


def fill_row(
    table: Table, row_id: str, event_ids: Sequence[str], basis: Basis, own: Mapping[str, Cell], notes: Notes
) -> Row:  # fmt: skip
    """Return the row: cells that the format made itself, then those that formats share, else empty ones.

    A cell of a name that the table does not have is an error of ours.
    """
    columns = read_columns(table)
    strange = own.keys() - {column.name for column in columns}
    if strange:
        raise KeyError(f"{table} has no column {', '.join(sorted(strange))}")
    cells = {
        column.name: own[column.name] if column.name in own
        else _SHARED[column.shared](basis) if column.shared else _EMPTY
        for column in columns
    }  # fmt: skip
    return Row(row_id, tuple(event_ids), cells, tuple(notes.rules), tuple(notes.lost))


def take_real_claims(event: Event) -> tuple[EventClaim, ...] | LeftOut:
    """Return the claims that tell the event as real, or that it has no row for want of any.

    Claims that say only who holds a place, or that a campaign goes on, tell of no happening.
    """
    real = tuple(item for item in event.claims if is_told_as_real(item.claim))
    if not real:
        return leave_out(event, "shared/told-as-real", "no claim says that it took place")
    claims = tuple(item for item in real if not tells_hold(item.claim))
    if not claims:
        return leave_out(event, "shared/statement-of-hold", "it is told only who holds the place")
    if all(tells_campaign(item.claim) for item in claims):
        return leave_out(event, "shared/campaign", "it is told only that a campaign goes on")
    return claims


def take_deeds(claims: Sequence[EventClaim]) -> Sequence[EventClaim]:
    """Return the claims that tell of the deed, not of who claimed it later: its type, day and place are theirs."""
    return [item for item in claims if item.claim.event_type != _STATEMENT] or claims


_STATEMENT = "responsibility_statement"


def name_parties(parties: Sequence[Party]) -> Cell:
    return Cell(join(party.name for party in parties) or None, tuple(party.ref for party in parties))


def name_speaker(item: EventClaim) -> str | None:
    """Return who says so first: the name, else the words for them; None where the claim has no source."""
    return _name_source(item.claim.sources[0]) if item.claim.sources else None


def refer_to_days(days: Days | None) -> tuple[Ref, ...]:
    return (refer(days.claim, days.claim.claim.time.span),) if days else ()


def refer_to_spot(spot: Spot | None) -> tuple[Ref, ...]:
    return (refer(spot.claim, spot.place.span),) if spot else ()


def join_words(item: EventClaim) -> str:
    """Return the claim's sentences on one line."""
    return " ".join(" ".join(span.text for span in item.claim.evidence).split())


def _name_source(source: Source) -> str | None:
    return source.name or (source.span.text if source.span else None)


def _place(read: Callable[[Spot], Value]) -> Callable[[Basis], Cell]:
    return lambda basis: Cell(read(basis.spot), refer_to_spot(basis.spot)) if basis.spot else _EMPTY


def _country(read: Callable[[CountryCodes], Value]) -> Callable[[Basis], Cell]:
    def read_code(spot: Spot) -> Value:
        codes = country_codes().get(spot.place.country or "")
        return read(codes) if codes else None

    return _place(read_code)


def _days(read: Callable[[Days], Value]) -> Callable[[Basis], Cell]:
    return lambda basis: Cell(read(basis.days), refer_to_days(basis.days)) if basis.days else _EMPTY


def _reports(read: Callable[[Report], Value]) -> Callable[[Basis], Cell]:
    """Each report's value once, in the order of the claims; the references name the claims and no words."""
    return lambda basis: Cell(join(read(item.report) for item in basis.claims) or None, _refer_to_claims(basis))


def _first_report(read: Callable[[Report], Value]) -> Callable[[Basis], Cell]:
    return lambda basis: Cell(read(basis.claims[0].report), _refer_to_claims(basis)[:1])


def _refer_to_claims(basis: Basis) -> tuple[Ref, ...]:
    return tuple(refer(item) for item in basis.claims)


def _published(report: Report) -> str | None:
    return report.published[:10] if report.published else None


def _article(report: Report) -> str | None:
    """One report as GED lists it: outlet, day and headline in quotation marks."""
    parts = ", ".join(filter(None, (report.outlet, _published(report), report.title)))
    return f'"{parts}"' if parts else None


def _speakers(basis: Basis) -> Cell:
    refs = tuple(refer(item, item.claim.sources[0].span) for item in basis.claims if item.claim.sources)
    return Cell(join(map(name_speaker, basis.claims)) or None, tuple(ref for ref in refs if ref.spans))


def geonames_id(spot: Spot) -> str | None:
    scheme, _, number = (spot.place.gazetteer_id or "").partition(":")
    return number if scheme == "geonames" else None


_SHARED: dict[str, Callable[[Basis], Cell]] = {
    "event_id": lambda basis: Cell(basis.event_id),
    "day_start": _days(lambda days: days.start.isoformat()),
    "day_end": _days(lambda days: days.end.isoformat()),
    "year": _days(lambda days: days.start.year),
    "place": _place(lambda spot: spot.place.name),
    "place_words": _place(lambda spot: spot.place.span.text),
    "place_described": _place(lambda spot: describe_spot(spot.place)),
    "feature": _place(lambda spot: spot.place.feature),
    "geonames_id": _place(geonames_id),
    "admin1": _place(lambda spot: spot.place.admin1),
    "country": _place(lambda spot: spot.place.country),
    "country_name": _place(lambda spot: country_name(spot.place.country)),
    "iso_numeric": _country(lambda codes: codes.iso_numeric),
    "gwno": _country(lambda codes: codes.gwno),
    "acled_region": _country(lambda codes: codes.acled_region),
    "ged_region": _country(lambda codes: codes.ged_region),
    "latitude": _place(lambda spot: round(spot.location.lat, 6)),
    "longitude": _place(lambda spot: round(spot.location.lon, 6)),
    "latitude4": _place(lambda spot: round(spot.location.lat, 4)),
    "longitude4": _place(lambda spot: round(spot.location.lon, 4)),
    "outlets": _reports(lambda report: report.outlet),
    "titles": _reports(lambda report: report.title),
    "published": _reports(_published),
    "articles": _reports(_article),
    "first_outlet": _first_report(lambda report: report.outlet),
    "first_published": _first_report(_published),
    "first_language": _first_report(lambda report: report.language),
    "speakers": _speakers,
    "lineage_count": lambda basis: Cell(len({item.lineage for item in basis.claims}), _refer_to_claims(basis)),
}
