"""Every column of every table that an export writes: name, type, values, meaning; `columns.csv` holds them in order.

A column that many formats share (the country, the outlets) also names the value of `cells.py` that fills it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

from dateline.codebook import event_types

Table = Literal["acled", "ged", "plover", "polecat", "cameo", "flat", "materiel"]
ColumnType = Literal["string", "integer", "number", "date", "datetime", "array", "object"]
INTER_LABELS = {
    1: "State forces", 2: "Rebel group", 3: "Political militia", 4: "Identity militia", 5: "Rioters", 6: "Protesters",
    7: "Civilians", 8: "External/Other forces",
}  # fmt: skip
SECTORS = ("MIL", "REB", "UAF", "CVL", "UNK")
# What `--rules` adds after a table's own columns.
RULE_COLUMNS = ("dateline_rules", "dateline_lost")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `values` lists all that it may hold (empty: anything of its type); `low` and `high` bound numbers.

    `shared` names the value of `cells.py` that fills it, `tag` is its HXL hashtag (standard 1.1); both may be "".
    """

    name: str
    type: ColumnType
    values: tuple[str, ...]
    low: float | None
    high: float | None
    shared: str
    tag: str
    text: str


@cache
def read_columns(table: Table) -> tuple[Column, ...]:
    """Return the columns of a table in the order in which they are written.

    >>> [column.name for column in read_columns("acled")][:3]
    ['event_id_cnty', 'event_date', 'year']
    """
    return _read_file()[table]


def column_names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in read_columns(table))


@cache
def rule_columns() -> tuple[Column, ...]:
    """Return the two columns of `--rules`."""
    texts = ("The rules that fired, each with its version", "What the format could not hold")
    tags = ("#meta+rules", "#meta+lost")
    return tuple(
        Column(name, "string", (), None, None, "", tag, text)
        for name, tag, text in zip(RULE_COLUMNS, tags, texts, strict=True)
    )


@cache
def _read_file() -> dict[Table, tuple[Column, ...]]:
    found: dict[Table, list[Column]] = {table: [] for table in get_args(Table)}
    text = (resources.files("dateline.export") / "columns.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        table: Table = row["table"]  # type: ignore[assignment]
        found[table].append(_make_column(row))
    return {table: tuple(columns) for table, columns in found.items()}


def _make_column(row: dict[str, str]) -> Column:
    kind: ColumnType = row["type"]  # type: ignore[assignment]
    values, low, high = row["values"], None, None
    if ".." in values:
        low, high = (float(bound) if bound else None for bound in values.split(".."))
        values = ""
    listed = _LISTS[values]() if values.startswith("@") else tuple(filter(None, values.split("|")))
    return Column(row["name"], kind, listed, low, high, row["shared"], row["tag"], row["text"])


def _codes(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (getattr(record, name) for record in event_types().values()))))


# Lists that stand elsewhere in the program; only a threat is not an event type of its own.
_LISTS: dict[str, Callable[[], tuple[str, ...]]] = {
    "@acled_sub_event_types": lambda: _codes("acled_sub_event_type"),
    "@inter": lambda: tuple(INTER_LABELS.values()),
    "@plover_events": lambda: tuple(dict.fromkeys((*_codes("plover_event"), "THREATEN"))),
    "@plover_modes": lambda: tuple(dict.fromkeys((*_codes("plover_mode"), "violence"))),
    "@sectors": lambda: SECTORS,
}
