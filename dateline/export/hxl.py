"""Humanitarian exchange: our flat rows cut to what relief tables share, with HXL hashtags in a second header line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dateline.events import Event
from dateline.export.columns import Column, read_columns
from dateline.export.flat import make_flat_rows
from dateline.export.rows import Row


def tagged_columns() -> tuple[Column, ...]:
    """Return the flat columns that have a hashtag, in their order."""
    return tuple(column for column in read_columns("flat") if column.tag)


def make_hxl_rows(events: Iterable[Event]) -> Iterator[Row]:
    """Give one row an event that is told as real; plans and threats and bare denials belong in no relief table."""
    names = [column.name for column in tagged_columns()]
    for row in make_flat_rows(events):
        if row.cells["is_told_as_real"].value == "yes":
            yield replace(row, cells={name: row.cells[name] for name in names})
