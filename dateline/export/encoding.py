"""Rows to bytes, one at a time: separated values, GeoJSON, JSON lines, and the trace."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Protocol

import pydantic_core

from dateline.events import Event
from dateline.export.columns import Column, rule_columns
from dateline.export.plover import encode_record
from dateline.export.rows import LeftOut, Ref, Row
from dateline.output.csv import write_cell


class RowWriter(Protocol):
    """What turns rows into a file: the bytes before the first, of each row (perhaps none yet), and after the last."""

    def begin(self) -> bytes: ...
    def add(self, row: Row) -> bytes: ...
    def end(self) -> bytes: ...


class TableWriter:
    """Separated values in UTF-8, header first; with tags, these are a second header line (HXL).

    Text that starts with = + - or @ gets an apostrophe, since a spreadsheet would run it; numbers stay numbers.
    `with_rules` adds two columns after the format's own: the rules that fired, and what was lost.
    """

    def __init__(
        self, columns: Sequence[Column], *, delimiter: str = ",", with_tags: bool = False, with_rules: bool = False
    ) -> None:  # fmt: skip
        self._names = [column.name for column in columns]
        self._heads = (*columns, *(rule_columns() if with_rules else ()))
        self._delimiter, self._with_tags, self._with_rules = delimiter, with_tags, with_rules

    def begin(self) -> bytes:
        tags = [[column.tag for column in self._heads]] if self._with_tags else []
        return self._encode([[column.name for column in self._heads], *tags])

    def add(self, row: Row) -> bytes:
        cells = [write_cell(row.cells[name].value) for name in self._names]
        cells += ["; ".join(row.rules), write_cell("; ".join(row.lost))] if self._with_rules else []
        return self._encode([cells])

    def end(self) -> bytes:
        return b""

    def _encode(self, lines: Iterable[list[str]]) -> bytes:
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=self._delimiter, lineterminator="\n").writerows(lines)
        return buffer.getvalue().encode()


class GeoJsonWriter:
    """A GeoJSON FeatureCollection (RFC 7946); an event without a point has a null geometry."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._names = [column.name for column in columns if column.name not in ("latitude", "longitude")]
        self._is_first = True

    def begin(self) -> bytes:
        return b'{"type":"FeatureCollection","features":['

    def add(self, row: Row) -> bytes:
        comma, self._is_first = b"" if self._is_first else b",", False
        return comma + dump_json(_make_feature(self._names, row))

    def end(self) -> bytes:
        return b"]}\n"


class LineWriter:
    """JSON lines: whole events, which `dateline export` reads back, or else PLOVER records."""

    def begin(self) -> bytes:
        return b""

    def add(self, row: Row) -> bytes:
        return encode_record(row) if row.event is None else encode_event(row.event)

    def end(self) -> bytes:
        return b""


def encode_event(event: Event) -> bytes:
    return pydantic_core.to_json(event, fallback=dict) + b"\n"


def encode_events(events: Iterable[Event]) -> bytes:
    """Return the events as JSON lines, complete: `dateline export` reads them back."""
    return b"".join(map(encode_event, events))


def encode_trace_row(number: int, row: Row) -> bytes:
    """Return one line of the trace: the row's events, rules and losses, and each cell with the words behind it."""
    cells = {
        column: {"value": cell.value, "from": [_trace_ref(ref) for ref in cell.refs]}
        for column, cell in row.cells.items()
        if cell.value is not None
    }
    line = {
        "row": number, "id": row.id, "events": list(row.event_ids), "rules": list(row.rules), "lost": list(row.lost),
        "cells": cells,
    }  # fmt: skip
    return dump_json(line) + b"\n"


def encode_left_out(entry: LeftOut) -> bytes:
    """Return the trace's line for an event that has no row."""
    return dump_json({"event": entry.event_id, "left_out_by": entry.rule, "why": entry.why}) + b"\n"


def dump_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _make_feature(names: Sequence[str], row: Row) -> dict[str, object]:
    lat, lon = row.cells["latitude"].value, row.cells["longitude"].value
    point = {"type": "Point", "coordinates": [lon, lat]} if lat is not None and lon is not None else None
    properties: dict[str, object] = {name: row.cells[name].value for name in names}
    properties["dateline_lost"] = list(row.lost)
    return {"type": "Feature", "id": row.id, "geometry": point, "properties": properties}


def _trace_ref(ref: Ref) -> dict[str, object]:
    spans = [{"start": span.start, "end": span.end, "text": span.text} for span in ref.spans]
    return {"report": ref.report_id, "claim": ref.claim_id, "spans": spans}
