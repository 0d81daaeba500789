"""The tables of a case database, the same on SQLite and on PostgreSQL.

What is recorded is never changed: `report`, `claim`, `event`, `descent`, `judgement` and `proof` hold versions, each
opened by one entry of the ledger and closed by a later one (`closed_by`, `recorded_to`) when another takes its place.
`content`, `ledger`, `capture`, `claim_place` and `event_claim` only grow. Those in `LINKED` are no record but what
linking goes on from: linking all anew makes them anew.
Row numbers are given by the writer, not by the server, so that the same inputs make the same rows in either.

Instants are text, `2026-03-05T10:00:00.000000Z`: fixed in width, so that their order as text is their order in time.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
)

# The schema that this code reads and writes: the newest in `migrations/versions` (a test keeps the two the same).
SCHEMA = "0005"
# Schemas that are brought up to it when a database is opened.
OLDER_SCHEMAS = ("0001", "0002", "0003", "0004")

metadata = MetaData()

# The raw bytes as they came, packed; `sha256` is of the unpacked bytes.
content = Table(
    "content",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("codec", String(8), nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

# The hash chain: `hash` is of `previous`, a line break and `entry`, which is JSON and names what was opened and closed.
ledger = Table(
    "ledger",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("recorded_at", String(27), nullable=False),
    Column("entry", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ledger_recorded_at", "recorded_at"),
)


def _opened() -> list[Column[object]]:
    return [
        Column("opened_by", BigInteger, ForeignKey("ledger.seq"), nullable=False, index=True),
        Column("recorded_from", String(27), nullable=False),
    ]


def _closed() -> list[Column[object]]:
    return [
        Column("closed_by", BigInteger, ForeignKey("ledger.seq"), index=True),
        Column("recorded_to", String(27)),
    ]


def _row_id() -> Column[int]:
    return Column("row_id", BigInteger, primary_key=True, autoincrement=False)


# Where and when the bytes of a report were met; the same bytes from two addresses are one report, captured twice.
capture = Table(
    "capture",
    metadata,
    _row_id(),
    Column("report_id", String(71), nullable=False, index=True),
    Column("path", Text),
    Column("url", Text),
    Column("captured_at", String(27), nullable=False),
    *_opened(),
)

# `body` is the report in JSON, `maker` what coded it.
report = Table(
    "report",
    metadata,
    _row_id(),
    Column("report_id", String(71), nullable=False, index=True),
    Column("published", Text),
    Column("outlet", Text),
    Column("language", Text),
    Column("body", Text, nullable=False),
    Column("maker", Text, nullable=False),
    *_opened(),
    *_closed(),
)

claim = Table(
    "claim",
    metadata,
    _row_id(),
    Column("claim_id", Text, nullable=False, index=True),
    Column("report_id", String(71), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("event_type", Text, nullable=False, index=True),
    Column("status", Text, nullable=False),
    Column("stance", Text, nullable=False),
    Column("day_from", String(10), index=True),
    Column("day_to", String(10)),
    Column("body", Text, nullable=False),
    *_opened(),
    *_closed(),
)

# The located places of a claim version; the R*Tree or PostGIS index beside it has the same row numbers.
claim_place = Table(
    "claim_place",
    metadata,
    _row_id(),
    Column("claim_row", BigInteger, ForeignKey("claim.row_id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("lat", Double, nullable=False),
    Column("lon", Double, nullable=False),
    Column("error_km", Double),
    Column("country", Text),
    *_opened(),
)

# `links` is the list of reasons in JSON.
event = Table(
    "event",
    metadata,
    _row_id(),
    Column("event_id", Text, nullable=False, index=True),
    Column("links", Text, nullable=False),
    *_opened(),
    *_closed(),
)

event_claim = Table(
    "event_claim",
    metadata,
    _row_id(),
    Column("event_row", BigInteger, ForeignKey("event.row_id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("report_id", String(71), nullable=False),
    Column("claim_id", Text, nullable=False, index=True),
    Column("lineage", String(71), nullable=False),
    *_opened(),
)

# Where a report's text comes from; an original is its own root and has no parent.
descent = Table(
    "descent",
    metadata,
    _row_id(),
    Column("report_id", String(71), nullable=False, index=True),
    Column("parent_id", String(71)),
    Column("root_id", String(71), nullable=False),
    Column("rule", Text, nullable=False),
    Column("share", Double, nullable=False),
    *_opened(),
    *_closed(),
)

# What a person decided on a claim, an event, a link or a pair of events (`subject_id`); `body` is that in JSON.
judgement = Table(
    "judgement",
    metadata,
    _row_id(),
    Column("subject_id", Text, nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("judged_by", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_opened(),
    *_closed(),
)

# An OpenTimestamps proof that an entry of the ledger ("entry:12") was there at a time, by the calendar server that was
# asked for it; `body` is an `.ots` file on the entry's hash, in hexadecimal and in JSON.
proof = Table(
    "proof",
    metadata,
    _row_id(),
    Column("entry_id", Text, nullable=False, index=True),
    Column("calendar", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_opened(),
    *_closed(),
)

# Reports that are linked, and their descent. `report_id` is null where the report was traced anew under another number;
# `day` is the day number of its publication.
linked_report = Table(
    "linked_report",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("report_id", String(71), unique=True),
    Column("report_row", BigInteger, nullable=False),
    Column("day", Integer),
    Column("parent_id", String(71), index=True),
    Column("root_id", String(71), nullable=False),
    Column("rule", Text, nullable=False),
    Column("share", Double, nullable=False),
)

# Claims by number, in the order in which they were linked; `event_id` is null where a claim is no longer made or does
# not count, `judgement_row` the correction with which it was linked.
linked_claim = Table(
    "linked_claim",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("report_id", String(71), nullable=False, index=True),
    Column("claim_id", Text, nullable=False),
    Column("claim_row", BigInteger, nullable=False),
    Column("event_id", Text, index=True),
    Column("judgement_row", BigInteger),
)

linked_event = Table(
    "linked_event",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("links", Text, nullable=False),
)

# Reports that were recorded or coded anew since they were linked: noted with the record itself, so that finding them
# costs nothing for those that are linked.
unlinked_report = Table(
    "unlinked_report",
    metadata,
    Column("report_id", String(71), primary_key=True),
)

# Judgements that stand and that linking is still to follow.
unfollowed_judgement = Table(
    "unfollowed_judgement",
    metadata,
    Column("judgement_row", BigInteger, primary_key=True, autoincrement=False),
)

# Hashed keys to the numbers of the claims that stand under them.
claim_key = Table(
    "claim_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Sampled word 3-grams (and whole texts, see `neighbourhood`) to the numbers of the reports that hold them.
report_gram = Table(
    "report_gram",
    metadata,
    Column("gram", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# In the order in which an entry of the ledger sums them up.
KEPT = (capture, report, claim, claim_place, event, event_claim, descent, judgement, proof)
VERSIONED = (report, claim, event, descent, judgement, proof)
# What linking goes on from.
LINKED = (linked_report, linked_claim, linked_event, unlinked_report, unfollowed_judgement, claim_key, report_gram)
_NOT_SUMMED = frozenset({"opened_by", "recorded_from", "closed_by", "recorded_to"})


def is_open(table: Table) -> ColumnElement[bool]:
    """The condition that a version stands now.

    Put so that no index is used for it: most versions stand, and SQLite would rather go through all of them than look
    up the ids that are asked for beside it.
    """
    return func.coalesce(table.c.closed_by, 0) == 0


def summed_columns(table: Table) -> list[str]:
    """The columns of a row that its ledger entry sums up: all but those that say which entry that was."""
    return [column.name for column in table.columns if column.name not in _NOT_SUMMED]
