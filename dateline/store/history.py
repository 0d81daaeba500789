"""The versions of one thing: what was recorded of it and judged on it, from when until when, and by what or whom."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from dateline.store.case import Case
from dateline.store.judging import name_subject
from dateline.store.records import parse_instant
from dateline.store.tables import claim, descent, event, event_claim, judgement, ledger, proof, report

_IDS = {
    report: "report_id", claim: "claim_id", event: "event_id", descent: "report_id", judgement: "subject_id",
    proof: "entry_id",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """What the record said of one thing from `recorded_from` until before `recorded_to` (None: it says so still).

    `kind` is report, claim, event, descent (whose text a report copies), judgement or proof (of time), `made_by` what
    coded or linked it, who judged it or who asked for it, `entry` its number in the ledger, and `body` the thing itself
    in JSON.
    """

    kind: str
    id: str
    recorded_from: str
    recorded_to: str | None
    made_by: str
    entry: int
    body: str


def find_history(case: Case, thing_id: str, *, as_of: str | None = None) -> list[Version]:
    """The versions of the report, claim, event, link, pair or ledger's entry with that id, earliest first; else none.

    Judgements on it are among them. With `as_of` (a day, its end; or a date-time) only what stood then. Raises
    ValueError where that is no day.
    """
    thing_id = name_subject(thing_id)
    instant = parse_instant(as_of) if as_of is not None else None
    with case.reading() as connection:
        versions = [
            _read_version(connection, table, row)
            for table, column in _IDS.items()
            for row in connection.execute(
                select(table, ledger.c.entry)
                .join(ledger, ledger.c.seq == table.c.opened_by)
                .where(table.c[column] == thing_id)
                .order_by(table.c.row_id)
            ).mappings()
        ]
    stood = [version for version in versions if instant is None or _stood(version, instant)]
    return sorted(stood, key=lambda version: version.entry)


def _stood(version: Version, instant: str) -> bool:
    return version.recorded_from <= instant and (version.recorded_to is None or version.recorded_to > instant)


def _read_version(connection: Connection, table: Table, row: Any) -> Version:
    entry = json.loads(row["entry"])
    maker = json.loads(entry["maker"]) if "maker" in entry else None
    made_by = f"dateline {maker['version']}, {maker['model']}" if maker else str(entry["made_by"])
    body = _event_body(connection, row) if table is event else _descent_body(row) if table is descent else row["body"]
    return Version(
        table.name, row[_IDS[table]], row["recorded_from"], row["recorded_to"], made_by, row["opened_by"], body
    )


def _descent_body(row: Any) -> str:
    values = {"report": row["report_id"], "parent": row["parent_id"], "root": row["root_id"]}
    return json.dumps({**values, "rule": row["rule"], "share": round(row["share"], 3)})


def _event_body(connection: Connection, row: Any) -> str:
    query = select(event_claim).where(event_claim.c.event_row == row["row_id"]).order_by(event_claim.c.position)
    claims = [
        {"report": found["report_id"], "claim": found["claim_id"], "lineage": found["lineage"]}
        for found in connection.execute(query).mappings()
    ]
    return json.dumps({"id": row["event_id"], "claims": claims, "links": json.loads(row["links"])})
