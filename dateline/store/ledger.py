"""The ledger: every change of a case database as one entry of a chain of hashes.

An entry says what was done (`kind`, and what it was done to), when, and the sums of the rows that it opened and of
those that it closed. Its hash is taken over the hash before it and its own text, so that no entry can be changed,
removed or put in between without every later hash being wrong. What a chain cannot show by itself is that its end was
cut off, or that all of it was made anew: for that, note the last hash and give it to `dateline verify --head`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, desc, func, insert, select, update

from dateline.store.engine import lock_writers
from dateline.store.records import format_json, now_instant
from dateline.store.tables import KEPT, VERSIONED, ledger, summed_columns

FIRST_HASH = "0" * 64
Row = dict[str, Any]


def chain_hash(previous: str, entry: str) -> str:
    """The hash of an entry that follows the one whose hash is `previous`."""
    return hashlib.sha256(f"{previous}\n{entry}".encode()).hexdigest()


def sum_opened(rows: Mapping[Table, Iterable[Mapping[str, Any]]]) -> str:
    """The sum of the rows that one entry opened, each table's by row number."""
    digest = hashlib.sha256()
    for table in KEPT:
        columns = summed_columns(table)
        for row in sorted(rows.get(table, ()), key=lambda row: int(row["row_id"])):
            digest.update(format_json([table.name, *(row[column] for column in columns)]).encode() + b"\n")
    return digest.hexdigest()


def sum_closed(row_ids: Mapping[Table, Iterable[int]]) -> str:
    """The sum of the rows that one entry closed."""
    return hashlib.sha256(
        format_json([[table.name, row_id] for table in VERSIONED for row_id in sorted(row_ids.get(table, ()))]).encode()
    ).hexdigest()


class Transaction:
    """Changes of a case database that are recorded together or not at all; one run at a time is in one."""

    def __init__(self, connection: Connection) -> None:
        lock_writers(connection)
        self.connection = connection
        last = connection.execute(select(ledger).order_by(desc(ledger.c.seq)).limit(1)).mappings().first()
        self.seq = int(last["seq"]) if last else 0
        self._hash = str(last["hash"]) if last else FIRST_HASH
        # The clock may have been put back since; what is recorded later must not seem to have been known before.
        self.now = max(now_instant(), str(last["recorded_at"])) if last else now_instant()
        self._next_ids: dict[str, int] = {}

    def take_id(self, table: Table) -> int:
        """The number of the next row of `table`."""
        if table.name not in self._next_ids:
            highest = self.connection.execute(select(func.max(table.c.row_id))).scalar()
            self._next_ids[table.name] = int(highest or 0) + 1
        self._next_ids[table.name] += 1
        return self._next_ids[table.name] - 1

    def record(
        self,
        kind: str,
        subject: Mapping[str, object],
        opened: Mapping[Table, list[Row]],
        closed: Mapping[Table, list[int]] | None = None,
    ) -> None:
        """Write one entry, the rows that it opens (each with its `row_id`), and close those that it closes."""
        closed = closed or {}
        self.seq += 1
        entry = format_json(
            {"seq": self.seq, "kind": kind, "recorded_at": self.now, **subject,
             "opened": sum_opened(opened), "closed": sum_closed(closed)}
        )  # fmt: skip
        new_hash = chain_hash(self._hash, entry)
        self.connection.execute(
            insert(ledger).values(
                seq=self.seq, kind=kind, recorded_at=self.now, entry=entry, previous=self._hash, hash=new_hash
            )
        )
        self._hash = new_hash
        for table in KEPT:
            if rows := opened.get(table):
                marks = {"opened_by": self.seq, "recorded_from": self.now}
                self.connection.execute(insert(table), [{**row, **marks} for row in rows])
        for table in VERSIONED:
            self._close(table, closed.get(table, []))

    def _close(self, table: Table, row_ids: list[int]) -> None:
        for start in range(0, len(row_ids), 500):  # below the number of values that a statement may have
            self.connection.execute(
                update(table)
                .where(table.c.row_id.in_(row_ids[start : start + 500]))
                .values(closed_by=self.seq, recorded_to=self.now)
            )


def group_rows(pairs: Iterable[tuple[Table, Row]]) -> dict[Table, list[Row]]:
    """Rows by the table that they belong to."""
    grouped: dict[Table, list[Row]] = defaultdict(list)
    for table, row in pairs:
        grouped[table].append(row)
    return grouped
