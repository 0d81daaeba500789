"""Rows to bytes: separated values, GeoJSON, JSON lines of events, and the trace file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence

import pydantic_core

from dateline.events import Event
from dateline.export.rows import LeftOut, Ref, Row, Value

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_FORMULA_STARTS = ("=", "+", "-", "@")
RULE_COLUMNS = ("dateline_rules", "dateline_lost")


def encode_table(
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    delimiter: str = ",",
    tags: Sequence[str] = (),
    with_rules: bool = False,
) -> bytes:
    """Return the rows as separated values in UTF-8, header first; `tags` is a second header line (HXL).

    Text that starts with = + - or @ gets an apostrophe, since a spreadsheet would run it; numbers stay numbers.
    `with_rules` adds two columns after the format's own: the rules that fired, and what was lost.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*columns, *(RULE_COLUMNS if with_rules else ())])
    if tags:
        writer.writerow([*tags, *(("#meta+rules", "#meta+lost") if with_rules else ())])
    for row in rows:
        cells = [_write_cell(row.cells[column].value) for column in columns]
        cells += ["; ".join(row.rules), _write_cell("; ".join(row.lost))] if with_rules else []
        writer.writerow(cells)
    return buffer.getvalue().encode()


def encode_geojson(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return the rows as a GeoJSON FeatureCollection (RFC 7946); an event without a point has a null geometry."""
    features = [_make_feature(columns, row) for row in rows]
    return _dump({"type": "FeatureCollection", "features": features})


def encode_events(events: Iterable[Event]) -> bytes:
    """Return the events as JSON lines, complete: `dateline export` reads them back."""
    return b"".join(pydantic_core.to_json(event, fallback=dict) + b"\n" for event in events)


def encode_trace(rows: Iterable[Row], left_out: Iterable[LeftOut]) -> bytes:
    """Return the trace: one line a row, in the order of the rows, each cell with its words; then what was left out."""
    lines = [_dump(_trace_row(number, row)) for number, row in enumerate(rows, 1)]
    lines += [_dump({"event": entry.event_id, "left_out_by": entry.rule, "why": entry.why}) for entry in left_out]
    return b"".join(lines)


def _write_cell(value: Value) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = _CONTROLS.sub(" ", value).strip()
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _make_feature(columns: Sequence[str], row: Row) -> dict[str, object]:
    lat, lon = row.cells["latitude"].value, row.cells["longitude"].value
    point = {"type": "Point", "coordinates": [lon, lat]} if lat is not None and lon is not None else None
    properties: dict[str, object] = {
        column: row.cells[column].value for column in columns if column not in ("latitude", "longitude")
    }
    properties["dateline_lost"] = list(row.lost)
    return {"type": "Feature", "id": row.id, "geometry": point, "properties": properties}


def _trace_row(number: int, row: Row) -> dict[str, object]:
    cells = {
        column: {"value": cell.value, "from": [_trace_ref(ref) for ref in cell.refs]}
        for column, cell in row.cells.items()
        if cell.value is not None
    }
    return {
        "row": number, "id": row.id, "events": list(row.event_ids), "rules": list(row.rules), "lost": list(row.lost),
        "cells": cells,
    }  # fmt: skip


def _trace_ref(ref: Ref) -> dict[str, object]:
    spans = [{"start": span.start, "end": span.end, "text": span.text} for span in ref.spans]
    return {"report": ref.report_id, "claim": ref.claim_id, "spans": spans}


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace") + b"\n"
