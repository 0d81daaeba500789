"""A case database, open: what it holds now or held on a day, and what is recorded in it."""

from __future__ import annotations

import itertools
import json
import zlib
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Engine, Select, Table, and_, collate, func, or_, select

from dateline.box import Box
from dateline.errors import StoreError
from dateline.events import Event, EventClaim
from dateline.model import Claim, CodedReport, Maker, Report
from dateline.store.engine import explain_errors, name_database, open_engine, read_address
from dateline.store.ledger import Transaction
from dateline.store.records import parse_instant, parse_record
from dateline.store.search import has_words, lies_within
from dateline.store.tables import capture, claim, content, event, event_claim, ledger, report
from dateline.store.writing import Capture, LinkChange, write_events

# Rows that are in memory at a time while a case is gone through: enough to spare round trips, few enough to stay flat.
_CHUNK = 200
_STREAMED = 5_000  # row numbers that come from a server at a time
_ASKED = 500  # values of a statement


def open_case(address: str, *, create: bool = False, wait_s: float = 30.0) -> Case:
    """Open a case database: a file path (SQLite) or a `postgresql://` URL.

    With `create` one that is not there is made. `wait_s` is how long a lock of another run is waited for. Raises
    StoreError.
    """
    return Case(open_engine(address, create=create, wait_s=wait_s), name_database(read_address(address)))


class Case:
    """An open case database. `as_of` is a day (what was recorded by its end, UTC) or a date-time; None is now.

    What an iteration gives is what was recorded when it began, whatever is written while it goes on.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self.name = name
        self.engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database; a SQLite file's log is folded into it."""
        self.engine.dispose()

    def reports(self, as_of: str | None = None, *, words: str | None = None) -> Iterator[Report]:
        """Every report, in the order of recording; with `words` those that hold all of these words."""
        dialect = self.engine.dialect.name
        wanted = has_words(report, words, dialect) if words is not None else None
        for rows in self._chunks(report, self.find_seq(as_of), wanted):
            yield from (parse_record(Report, row["body"]) for row in rows)

    def claims(self, as_of: str | None = None, *, within: Box | None = None) -> Iterator[tuple[Report, Claim]]:
        """Every claim with its report, in the order of recording; with `within` those with a place in the box."""
        seq = self.find_seq(as_of)
        wanted = lies_within(claim, within, self.engine.dialect.name) if within is not None else None
        for rows in self._chunks(claim, seq, wanted):
            reports = self._load_reports({row["report_id"] for row in rows}, seq)
            for row in rows:
                yield reports[row["report_id"]], parse_record(Claim, row["body"])

    def coded_reports(self, as_of: str | None = None) -> Iterator[CodedReport]:
        """Every report with its claims, as `dateline code` gives them, in the order of recording."""
        seq = self.find_seq(as_of)
        for rows in self._chunks(report, seq):
            claims = self._load_claims({row["report_id"] for row in rows}, seq)
            for row in rows:
                found = tuple(item for _, item in sorted(claims[row["report_id"]], key=lambda pair: pair[0]))
                yield CodedReport(parse_record(Report, row["body"]), found, parse_record(Maker, row["maker"]))

    def events(self, as_of: str | None = None) -> Iterator[Event]:
        """Every event with the claims that speak of it, in the order of recording: as linked, claims as coded.

        A claim that a later coding no longer makes is left out, and so is an event that has no claim left. What people
        judged is laid over them by `judged_events`.
        """
        seq = self.find_seq(as_of)
        for rows in self._chunks(event, seq):
            yield from self._make_events(rows, seq)

    def list_event_rows(self, seq: int) -> array[int]:
        """The row numbers of the events that stood at entry `seq`, by first publication and id; 8 bytes an event."""
        published = (
            select(func.min(func.coalesce(func.nullif(report.c.published, ""), "9999")))
            .select_from(event_claim)
            .join(claim, and_(claim.c.claim_id == event_claim.c.claim_id, claim.c.report_id == event_claim.c.report_id))
            .join(report, report.c.report_id == event_claim.c.report_id)
            .where(event_claim.c.event_row == event.c.row_id, stands(claim, seq), stands(report, seq))
            .scalar_subquery()
        )
        # As Python orders words: a server may have an order of its own.
        order = "BINARY" if self.engine.dialect.name == "sqlite" else "C"
        query = select(event.c.row_id).where(stands(event, seq))
        query = query.order_by(collate(published, order), collate(event.c.event_id, order))
        with self.reading() as connection:
            return array("q", connection.execute(query.execution_options(yield_per=_STREAMED)).scalars())

    def load_events(self, rows: Iterable[int], seq: int) -> Iterator[Event]:
        """The events of these rows in their order, as they stood at entry `seq`; those without a claim left out."""
        wanted = iter(rows)
        while part := list(itertools.islice(wanted, _CHUNK)):
            found = {row["row_id"]: row for row in self._fetch(select(event).where(event.c.row_id.in_(part)))}
            yield from self._make_events([found[row_id] for row_id in part], seq)

    def find_event_rows(self, claims: Collection[tuple[str, str]], seq: int) -> dict[tuple[str, str], int]:
        """The row of the event that each of these claims (report, claim) was in at entry `seq`, where it was in one."""
        found, listed = dict[tuple[str, str], int](), sorted({claim_id for _, claim_id in claims})
        for start in range(0, len(listed), _ASKED):
            query = (
                select(event_claim.c.report_id, event_claim.c.claim_id, event_claim.c.event_row)
                .join(event, event.c.row_id == event_claim.c.event_row)
                .where(event_claim.c.claim_id.in_(listed[start : start + _ASKED]), stands(event, seq))
            )
            found |= {(row["report_id"], row["claim_id"]): row["event_row"] for row in self._fetch(query)}
        return {key: found[key] for key in claims if key in found}

    def _make_events(self, rows: Sequence[Any], seq: int) -> Iterator[Event]:
        claims = self._load_event_claims([row["row_id"] for row in rows], seq)
        for row in rows:
            if found := claims.get(row["row_id"]):
                yield Event(row["event_id"], tuple(found), tuple(json.loads(row["links"])))

    def content(self, report_id: str) -> bytes:
        """The bytes of a report as they came. Raises StoreError where there are none."""
        sha256 = report_id.removeprefix("sha256:")
        with self.reading() as connection:
            packed = connection.execute(select(content.c.packed).where(content.c.sha256 == sha256)).scalar()
        if packed is None:
            raise StoreError(f"holds no bytes of {report_id}", database=self.name)
        return zlib.decompress(packed)

    def captures(self, report_id: str) -> list[Capture]:
        """Where and when the bytes of a report were met, with the headers that came with them, earliest first."""
        query = (
            select(capture, ledger.c.entry)
            .join_from(capture, ledger, capture.c.opened_by == ledger.c.seq)
            .where(capture.c.report_id == report_id)
            .order_by(capture.c.row_id)
        )
        rows = self._fetch(query)
        data = self.content(report_id) if rows else b""
        return [Capture(data, row["path"], row["url"], row["captured_at"], _read_headers(row["entry"])) for row in rows]

    def record_links(
        self, events: Iterable[Event], *, made_by: str, replaces: Collection[str] | None = None
    ) -> LinkChange:
        """Record events in place of those that stand; earlier ones stay in the record with the day they were closed.

        Without `replaces` the events given are all that there are. With it only those given and those whose ids it
        names are touched, as when a new report changes its neighbourhood. `made_by` says what linked them
        ("linking/1"). All is recorded or nothing; an event that is as it was is left alone. Raises StoreError where
        an event speaks of a claim that the database does not hold, ValueError where one has no claims.
        """
        given = list(events)
        with self.writing() as transaction:
            return write_events(transaction, given, made_by=made_by, replaces=replaces, name=self.name)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read on, its errors put in words."""
        with explain_errors(self.name), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Changes that are recorded together when the block ends, or not at all."""
        engine = self.engine.execution_options(dateline_writes=True)
        with explain_errors(self.name), engine.begin() as connection:
            yield Transaction(connection)

    def find_seq(self, as_of: str | None) -> int:
        """The last entry of the ledger by then: with it an iteration sees one state, chunk after chunk."""
        query = select(func.max(ledger.c.seq))
        if as_of is not None:
            query = query.where(ledger.c.recorded_at <= _read_instant(as_of))
        with self.reading() as connection:
            return int(connection.execute(query).scalar() or 0)

    def _chunks(self, table: Table, seq: int, wanted: ColumnElement[bool] | None = None) -> Iterator[list[Any]]:
        last = 0
        while True:
            query = select(table).where(stands(table, seq), table.c.row_id > last).order_by(table.c.row_id)
            rows = self._fetch(query.where(wanted) if wanted is not None else query, _CHUNK)
            if rows:
                yield rows
                last = rows[-1]["row_id"]
            if len(rows) < _CHUNK:
                return

    def _fetch(self, query: Select[Any], limit: int | None = None) -> list[Any]:
        with self.reading() as connection:
            return list(connection.execute(query.limit(limit)).mappings())

    def _load_reports(self, ids: Collection[str], seq: int) -> dict[str, Report]:
        rows = self._fetch(select(report).where(report.c.report_id.in_(sorted(ids)), stands(report, seq)))
        return {row["report_id"]: parse_record(Report, row["body"]) for row in rows}

    def _load_claims(self, ids: Collection[str], seq: int) -> dict[str, list[tuple[int, Claim]]]:
        claims = defaultdict(list)
        for row in self._fetch(select(claim).where(claim.c.report_id.in_(sorted(ids)), stands(claim, seq))):
            claims[row["report_id"]].append((row["position"], parse_record(Claim, row["body"])))
        return claims

    def _load_event_claims(self, event_rows: list[int], seq: int) -> dict[int, list[EventClaim]]:
        query = (
            select(event_claim.c.event_row, event_claim.c.report_id, event_claim.c.lineage, claim.c.body)
            .join_from(
                event_claim,
                claim,
                and_(claim.c.report_id == event_claim.c.report_id, claim.c.claim_id == event_claim.c.claim_id),
            )
            .where(event_claim.c.event_row.in_(event_rows), stands(claim, seq))
            .order_by(event_claim.c.event_row, event_claim.c.position)
        )
        rows = self._fetch(query)
        reports = self._load_reports({row["report_id"] for row in rows}, seq)
        claims = defaultdict(list)
        for row in rows:
            linked = EventClaim(reports[row["report_id"]], parse_record(Claim, row["body"]), row["lineage"])
            claims[row["event_row"]].append(linked)
        return claims


def stands(table: Table, seq: int) -> ColumnElement[bool]:
    """The condition that a version was open when entry `seq` of the ledger was the last."""
    return and_(table.c.opened_by <= seq, or_(table.c.closed_by.is_(None), table.c.closed_by > seq))


def _read_instant(as_of: str) -> str:
    try:
        return parse_instant(as_of)
    except ValueError as error:
        raise ValueError(f"{as_of!r} is no day; write year-month-day, such as 2026-03-05") from error


def _read_headers(entry: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in json.loads(entry).get("headers", ()))
