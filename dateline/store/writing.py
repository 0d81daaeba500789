"""What is recorded: captures, coded reports and events, each change as one entry of the ledger."""

from __future__ import annotations

import hashlib
import itertools
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, insert, select

from dateline.errors import StoreError
from dateline.events import Event
from dateline.linking.lineage import Descent
from dateline.model import Claim, CodedReport
from dateline.store.ledger import Row, Transaction, group_rows
from dateline.store.records import format_json, format_record
from dateline.store.search import index_places, index_words
from dateline.store.tables import (
    capture,
    claim,
    claim_place,
    content,
    descent,
    event,
    event_claim,
    is_open,
    report,
    unlinked_report,
)

CODEC = "zlib"
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as they were met: where, when, and with which headers. The report's id is their SHA-256."""

    content: bytes
    path: str | None
    url: str | None
    captured_at: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def report_id(self) -> str:
        return "sha256:" + hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What `record_links` did: how many event versions it opened, closed, and left as they were.

    `new_ids` are the events that there were not before, `changed_ids` those that are others now, `gone_ids` those that
    are no more.
    """

    opened_count: int
    closed_count: int
    kept_count: int
    new_ids: tuple[str, ...] = ()
    changed_ids: tuple[str, ...] = ()
    gone_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event as it is recorded: `claims` are ids of report and claim, and the root of the report's lineage."""

    id: str
    links: tuple[str, ...]
    claims: tuple[tuple[str, str, str], ...]


def write_capture(transaction: Transaction, met: Capture) -> bool:
    """Keep the bytes and where they were met; False where both are recorded already."""
    if is_captured(transaction.connection, met):
        return False
    _keep_content(transaction.connection, met)
    row = {
        "row_id": transaction.take_id(capture), "report_id": met.report_id, "path": storable(met.path),
        "url": storable(met.url) or _find_url(transaction.connection, met.report_id), "captured_at": met.captured_at,
    }  # fmt: skip
    # Headers stand in the entry itself: they are under its hash, and captures without any are summed up as ever.
    said = {"headers": [list(pair) for pair in met.headers]} if met.headers else {}
    transaction.record("capture", {"report_id": met.report_id, **said}, {capture: [row]})
    return True


def is_captured(connection: Connection, met: Capture) -> bool:
    """Whether these bytes are recorded as met at that path."""
    query = select(capture.c.row_id).where(
        capture.c.report_id == met.report_id, capture.c.path.is_not_distinct_from(storable(met.path))
    )
    return connection.execute(query.limit(1)).first() is not None


def is_held(connection: Connection, report_id: str) -> bool:
    """Whether a report is recorded as coded."""
    query = select(report.c.row_id).where(report.c.report_id == report_id).limit(1)
    return connection.execute(query).first() is not None


def write_coded(transaction: Transaction, coded: CodedReport) -> bool:
    """Record a coded report; of one that is recorded, what has changed. False where nothing has."""
    open_report = _find_open_report(transaction.connection, coded.report.id)
    open_claims = _find_open_claims(transaction.connection, coded.report.id)
    new_report = _report_row(transaction, coded)
    keys = ("body", "maker")
    same_report = open_report is not None and all(open_report[key] == new_report[key] for key in keys)
    claims = [(position, item, format_record(item)) for position, item in enumerate(coded.claims)]
    wanted = {(item.id, position, body) for position, item, body in claims}
    added = [entry for entry in claims if (entry[1].id, entry[0], entry[2]) not in open_claims]
    closed_claims = [row_id for key, row_id in open_claims.items() if key not in wanted]
    if same_report and not added and not closed_claims:
        return False
    rows = group_rows(pair for entry in added for pair in _claim_rows(transaction, coded.report.id, *entry))
    if not same_report:
        new_report["row_id"] = transaction.take_id(report)
        rows[report] = [new_report]
    closed_reports = [int(open_report["row_id"])] if open_report and not same_report else []
    subject = {"report_id": coded.report.id, "maker": new_report["maker"]}
    transaction.record("coding", subject, rows, {report: closed_reports, claim: closed_claims})
    if not same_report:
        index_words(transaction.connection, new_report["row_id"], coded.report.title, coded.report.text)
    index_places(transaction.connection, rows.get(claim_place, []))
    _note_unlinked(transaction.connection, coded.report.id)
    return True


def write_events(
    transaction: Transaction, events: Iterable[Event], *, made_by: str, replaces: Collection[str] | None, name: str
) -> LinkChange:
    """Record events in place of those recorded: of all, or of those that are given or whose ids `replaces` names."""
    records = [
        EventRecord(
            item.id, item.links, tuple((linked.report.id, linked.claim.id, linked.lineage) for linked in item.claims)
        )
        for item in events
    ]
    return write_links(transaction, records, {}, made_by=made_by, replaces=replaces, name=name)


def write_links(
    transaction: Transaction, events: Iterable[EventRecord], descents: Mapping[str, Descent], *, made_by: str,
    replaces: Collection[str] | None, name: str,
) -> LinkChange:  # fmt: skip
    """Record events as `write_events` does, and descents in place of those of the same reports, as one entry."""
    listed = {item.id: item for item in events}
    scope = None if replaces is None else {*replaces, *listed}
    open_events = _find_open_events(transaction.connection, scope)
    kept = {key for key, (_, held) in open_events.items() if key in listed and held == _sum_event(listed[key])}
    new = [item for key, item in listed.items() if key not in kept]
    rows = group_rows(pair for item in new for pair in _event_rows(transaction, item))
    _check_claims(transaction.connection, rows.get(event_claim, []), name)
    stale = [row_id for key, (row_id, _) in open_events.items() if key not in kept]
    stale_descents = _add_descents(transaction, descents, rows)
    if rows or stale or stale_descents:
        transaction.record("links", {"made_by": made_by}, rows, {event: stale, descent: stale_descents})
    return LinkChange(
        len(new), len(stale), len(kept),
        tuple(item.id for item in new if item.id not in open_events),
        tuple(item.id for item in new if item.id in open_events),
        tuple(sorted(open_events.keys() - listed.keys())),
    )  # fmt: skip


def _add_descents(transaction: Transaction, descents: Mapping[str, Descent], rows: dict[Table, list[Row]]) -> list[int]:
    """Add the rows of descents that differ from those recorded; return the rows that they replace."""
    stale = []
    held: dict[str, tuple[int, tuple[object, ...]]] = {}
    for part in _parts(descents):
        query = select(descent).where(descent.c.report_id.in_(part), is_open(descent))
        for row in transaction.connection.execute(query):
            held[row.report_id] = (row.row_id, (row.root_id, row.parent_id, row.rule, row.share))
    for report_id, new in sorted(descents.items()):
        row_id, values = held.get(report_id, (None, ()))
        if values == (new.root_id, new.parent_id, new.rule, new.share):
            continue
        if row_id is not None:
            stale.append(row_id)
        rows.setdefault(descent, []).append({
            "row_id": transaction.take_id(descent), "report_id": report_id, "parent_id": new.parent_id,
            "root_id": new.root_id, "rule": new.rule, "share": new.share,
        })  # fmt: skip
    return stale


def _find_url(connection: Connection, report_id: str) -> str | None:
    """The address that the bytes themselves name: of bytes that were met before, it is known without reading them."""
    query = select(capture.c.url).where(capture.c.report_id == report_id).order_by(capture.c.row_id)
    return connection.execute(query.limit(1)).scalar()


def _keep_content(connection: Connection, met: Capture) -> None:
    sha256 = met.report_id.removeprefix("sha256:")
    if connection.execute(select(content.c.sha256).where(content.c.sha256 == sha256)).first() is None:
        packed = zlib.compress(met.content, level=6)
        values = {"sha256": sha256, "size": len(met.content), "codec": CODEC, "packed": packed}
        connection.execute(insert(content).values(values))


def storable(words: str | None) -> str | None:
    r"""Words that any text column holds: a file name's stray bytes and a NUL are written out, as in `caf\udce9.txt`."""
    return None if words is None else words.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")


def _find_open_report(connection: Connection, report_id: str) -> Row | None:
    query = select(report).where(report.c.report_id == report_id, is_open(report))
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def _find_open_claims(connection: Connection, report_id: str) -> dict[tuple[str, int, str], int]:
    query = select(claim).where(claim.c.report_id == report_id, is_open(claim))
    rows = connection.execute(query).mappings()
    return {(row["claim_id"], row["position"], row["body"]): row["row_id"] for row in rows}


def _report_row(transaction: Transaction, coded: CodedReport) -> Row:
    """The row of a report, still without its number, which is taken only where the row is new."""
    found = coded.report
    return {
        "report_id": found.id, "published": storable(found.published), "outlet": storable(found.outlet),
        "language": storable(found.language), "body": format_record(found), "maker": format_record(coded.dateline),
    }  # fmt: skip


def _note_unlinked(connection: Connection, report_id: str) -> None:
    """Leave the report to the next run of linking."""
    if connection.execute(select(unlinked_report).where(unlinked_report.c.report_id == report_id)).first() is None:
        connection.execute(insert(unlinked_report).values(report_id=report_id))


def _claim_rows(
    transaction: Transaction, report_id: str, position: int, item: Claim, body: str
) -> Iterator[tuple[Table, Row]]:
    row_id = transaction.take_id(claim)
    yield claim, {
        "row_id": row_id, "claim_id": item.id, "report_id": report_id, "position": position,
        "event_type": item.event_type, "status": item.status, "stance": item.stance, "day_from": item.time.start,
        "day_to": item.time.end, "body": body,
    }  # fmt: skip
    for number, place in enumerate(item.places):
        if place.lat is not None and place.lon is not None:
            yield claim_place, {
                "row_id": transaction.take_id(claim_place), "claim_row": row_id, "position": number,
                "lat": float(place.lat), "lon": float(place.lon), "country": place.country,
                "error_km": None if place.error_km is None else float(place.error_km),
            }  # fmt: skip


def _event_rows(transaction: Transaction, item: EventRecord) -> Iterator[tuple[Table, Row]]:
    row_id = transaction.take_id(event)
    if not item.claims:
        raise ValueError(f"the event {item.id} has no claims")
    yield event, {"row_id": row_id, "event_id": item.id, "links": format_json(item.links)}
    for position, (report_id, claim_id, lineage) in enumerate(item.claims):
        yield event_claim, {
            "row_id": transaction.take_id(event_claim), "event_row": row_id, "position": position,
            "report_id": report_id, "claim_id": claim_id, "lineage": lineage,
        }  # fmt: skip


def _sum_event(item: EventRecord) -> str:
    return _sum_links(format_json(item.links), item.claims)


def _sum_links(links: str, claims: Iterable[Sequence[str]]) -> str:
    return hashlib.sha256(format_json([links, *map(list, claims)]).encode()).hexdigest()


def _find_open_events(connection: Connection, ids: Collection[str] | None) -> dict[str, tuple[int, str]]:
    """The open events (of `ids`, or all): id to the row's number and the sum of what it holds."""
    found: dict[str, tuple[int, str]] = {}
    conditions = [event.c.row_id > 0] if ids is None else [event.c.event_id.in_(part) for part in _parts(ids)]
    links_to = (event_claim.c.report_id, event_claim.c.claim_id, event_claim.c.lineage)
    for condition in conditions:
        query = (
            select(event.c.row_id, event.c.event_id, event.c.links, *links_to)
            .join_from(event, event_claim, event_claim.c.event_row == event.c.row_id)
            .where(is_open(event), condition)
            .order_by(event.c.row_id, event_claim.c.position)
        )
        rows = connection.execute(query)
        for (row_id, event_id, links), claims in itertools.groupby(rows, key=lambda row: row[:3]):
            found[event_id] = (row_id, _sum_links(links, [row[3:] for row in claims]))
    return found


def _check_claims(connection: Connection, rows: list[Row], name: str) -> None:
    """Raise StoreError where an event speaks of a claim that the database does not hold."""
    known: set[tuple[str, str]] = set()
    for part in _parts({row["report_id"] for row in rows}):
        query = select(claim.c.report_id, claim.c.claim_id).where(claim.c.report_id.in_(part), is_open(claim))
        known.update((row.report_id, row.claim_id) for row in connection.execute(query))
    for row in rows:
        if (row["report_id"], row["claim_id"]) not in known:
            raise StoreError(
                f"holds no claim {row['claim_id']} of the report {row['report_id']}", database=name,
                repair="ingest the report first, and link what the database gives",
            )  # fmt: skip


def _parts(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in a fixed order, in parts below the number of values that a statement may have."""
    listed = sorted(ids)
    for start in range(0, len(listed), _AT_A_TIME):
        yield listed[start : start + _AT_A_TIME]
