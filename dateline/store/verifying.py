"""The record checked: bytes against their sums, entries of the ledger against the one before and against the rows."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, or_, select

from dateline.errors import TimestampError
from dateline.store.case import Case
from dateline.store.ledger import FIRST_HASH, chain_hash, sum_closed, sum_opened
from dateline.store.tables import KEPT, VERSIONED, capture, content, ledger
from dateline.store.timestamping import Proven, check_proofs, count_unproven

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was recorded: where, and what was found."""

    where: str
    found: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, what was found wrong, and the hash at the end of the chain.

    `proofs` are the proofs of time that are sound, by entry: each is one of all entries up to its own.
    `unproven_count` is how many entries after the last of those record more than proofs.
    """

    entry_count: int
    content_count: int
    head: str
    faults: tuple[Fault, ...]
    proofs: tuple[Proven, ...] = ()
    unproven_count: int = 0


def verify(case: Case, *, head: str | None = None) -> Verification:
    """Check the whole record of a case, one chunk in memory at a time. Raises StoreError where it cannot be read.

    `head` is a hash noted earlier: the chain must hold it still. Without one, a record that was cut off at its end or
    made anew from its beginning cannot be told from one that was not. Proofs of time are executed; no block is
    looked up for them.
    """
    faults: list[Fault] = []
    with case.reading() as connection:
        content_count = _check_contents(connection, faults)
        last_seq, last_hash, is_head_met = _check_chain(connection, faults, head)
        faults += _check_strays(connection, last_seq)
        proofs = _check_proofs(connection, faults)
        unproven_count = count_unproven(connection, proofs[-1].seq if proofs else 0)
    if head is not None and not is_head_met:
        faults.append(Fault("the ledger", f"the noted hash {head} is not in it"))
    return Verification(last_seq, content_count, last_hash, tuple(faults), proofs, unproven_count)


def _check_proofs(connection: Connection, faults: list[Fault]) -> tuple[Proven, ...]:
    found = list(check_proofs(connection))
    faults += [Fault(item.subject, item.found) for item in found if isinstance(item, TimestampError)]
    return tuple(item for item in found if isinstance(item, Proven))


def _check_contents(connection: Connection, faults: list[Fault]) -> int:
    count, last = 0, ""
    while True:
        query = select(content).where(content.c.sha256 > last).order_by(content.c.sha256).limit(_CHUNK)
        rows = connection.execute(query).mappings().all()
        for row in rows:
            count += 1
            last = row["sha256"]
            if (found := _check_bytes(row)) is not None:
                faults.append(Fault(f"the bytes of sha256:{last}", found))
        if len(rows) < _CHUNK:
            return count


def _check_bytes(row: Any) -> str | None:
    try:
        unpacked = zlib.decompress(row["packed"])
    except zlib.error as error:
        return f"cannot be unpacked ({error})"
    if hashlib.sha256(unpacked).hexdigest() != row["sha256"] or len(unpacked) != row["size"]:
        return "are not those that were captured"
    return None


def _check_chain(connection: Connection, faults: list[Fault], head: str | None) -> tuple[int, str, bool]:
    seq, previous, is_head_met = 0, FIRST_HASH, head == FIRST_HASH
    while True:
        query = select(ledger).where(ledger.c.seq > seq).order_by(ledger.c.seq).limit(_CHUNK)
        rows = connection.execute(query).mappings().all()
        for row in rows:
            faults += [Fault(f"entry {row['seq']}", found) for found in _check_entry(connection, row, seq, previous)]
            seq, previous = int(row["seq"]), str(row["hash"])
            is_head_met = is_head_met or previous == head
        if len(rows) < _CHUNK:
            return seq, previous, is_head_met


def _check_entry(connection: Connection, row: Any, last_seq: int, previous: str) -> Iterator[str]:
    if row["seq"] != last_seq + 1:
        yield f"follows entry {last_seq}: entries are missing"
    if row["previous"] != previous:
        yield "does not name the hash before it"
    if row["hash"] != chain_hash(row["previous"], row["entry"]):
        yield "is not what its hash was taken of"
        return
    entry = json.loads(row["entry"])
    if (entry["seq"], entry["kind"], entry["recorded_at"]) != (row["seq"], row["kind"], row["recorded_at"]):
        yield "has another number, kind or time beside it than in it"
    yield from _check_rows(connection, row, entry)


def _check_rows(connection: Connection, row: Any, entry: dict[str, Any]) -> Iterator[str]:
    seq, instant = row["seq"], row["recorded_at"]
    opened = {
        table: [dict(row) for row in connection.execute(select(table).where(table.c.opened_by == seq)).mappings()]
        for table in KEPT
    }
    closed = {
        table: connection.execute(select(table.c.row_id, table.c.recorded_to).where(table.c.closed_by == seq)).all()
        for table in VERSIONED
    }
    if sum_opened(opened) != entry["opened"]:
        yield "opened other rows than there are now"
    if sum_closed({table: [found.row_id for found in rows] for table, rows in closed.items()}) != entry["closed"]:
        yield "closed other rows than are closed now"
    times = [found["recorded_from"] for rows in opened.values() for found in rows]
    times += [found.recorded_to for rows in closed.values() for found in rows]
    if any(time != instant for time in times):
        yield "has rows with another time than its own"


def _check_strays(connection: Connection, last_seq: int) -> Iterator[Fault]:
    """What no entry speaks of."""
    for table in KEPT:
        beyond = [table.c.opened_by > last_seq]
        if table in VERSIONED:
            beyond += [table.c.closed_by > last_seq, table.c.closed_by.is_(None) & table.c.recorded_to.is_not(None)]
        count = connection.execute(select(func.count()).select_from(table).where(or_(*beyond))).scalar()
        if count:
            yield Fault(f"the table {table.name}", f"has {count} rows that no entry speaks of")
    captured = select(capture.c.report_id).where(capture.c.report_id == "sha256:" + content.c.sha256).exists()
    for sha256 in connection.execute(select(content.c.sha256).where(~captured)).scalars():
        yield Fault(f"the bytes of sha256:{sha256}", "were never captured")
    held = select(content.c.sha256).where(capture.c.report_id == "sha256:" + content.c.sha256).exists()
    for report_id in connection.execute(select(capture.c.report_id).where(~held).distinct()).scalars():
        yield Fault(f"the bytes of {report_id}", "are gone")
