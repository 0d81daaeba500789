"""The door to the exports: events and the name of a format in, the file's bytes and its trace out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Protocol

from dateline.events import Event
from dateline.export import acled, flat, ged, hxl, materiel, plover
from dateline.export.columns import Column, read_columns
from dateline.export.encoding import (
    GeoJsonWriter,
    LineWriter,
    RowWriter,
    TableWriter,
    encode_left_out,
    encode_trace_row,
)  # fmt: skip
from dateline.export.geoparquet import GeoParquetWriter
from dateline.export.names import ExportFormat
from dateline.export.rows import LeftOut, Row

_KEPT_IN_MEMORY = 1_000_000  # bytes of the trace's last part before they go to a temporary file


class Sink(Protocol):
    """Whatever takes bytes: a file, standard output."""

    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Export:
    """One finished export in memory: the file, and the rows and the events left out behind it."""

    data: bytes
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def trace(self) -> bytes:
        rows = b"".join(encode_trace_row(number, row) for number, row in enumerate(self.rows, 1))
        return rows + b"".join(map(encode_left_out, self.left_out))


@dataclass(slots=True)
class Tally:
    """What one export came to: rows, rows by rule that fired, and events left out by rule, with the first reason."""

    row_count: int = 0
    fired: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def count_row(self, row: Row) -> None:
        self.row_count += 1
        for rule in row.rules:
            self.fired[rule] = self.fired.get(rule, 0) + 1

    def count_left_out(self, entry: LeftOut) -> None:
        self.left_out[entry.rule] = self.left_out.get(entry.rule, 0) + 1
        self.reasons.setdefault(entry.rule, entry.why)


def export_events(events: Iterable[Event], format_name: ExportFormat, *, with_rules: bool = False) -> Export:
    """Return the events in a format, all in memory. The same events give the same bytes.

    `with_rules` adds two columns to tables: the rules that fired, and what was lost.
    """
    made = list(_MAKERS[format_name](events))
    rows = tuple(row for row in made if isinstance(row, Row))
    writer = _make_writer(format_name, with_rules)
    data = b"".join((writer.begin(), *map(writer.add, rows), writer.end()))
    return Export(data, rows, tuple(entry for entry in made if isinstance(entry, LeftOut)))


def write_export(
    events: Iterable[Event], format_name: ExportFormat, data: Sink, *, trace: Sink | None = None,
    with_rules: bool = False,
) -> Tally:  # fmt: skip
    """Write the export as its rows are made and return what it came to; the bytes are those of `export_events`.

    No event is held once its row is written. In `acled`, `ged` and `ged-relaxed`, whose rows stand by date and are
    merged or counted together, they wait in a temporary file; `acled` holds the rows of one day, the others a number
    for each dyad and year. `trace` gets a line a row, then one an event left out.
    """
    writer, tally = _make_writer(format_name, with_rules), Tally()
    with tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY) as later:
        data.write(writer.begin())
        for made in _MAKERS[format_name](events):
            if isinstance(made, LeftOut):
                tally.count_left_out(made)
                later.write(encode_left_out(made) if trace else b"")
                continue
            tally.count_row(made)
            data.write(writer.add(made))
            if trace:
                trace.write(encode_trace_row(tally.row_count, made))
        data.write(writer.end())
        if trace:
            _copy(later, trace)
    return tally


def check_ready(format_name: ExportFormat) -> None:
    """Raise DatelineError, with the repair, where the format needs what is not installed; nothing is written yet."""
    _make_writer(format_name, with_rules=False)


def format_columns(format_name: ExportFormat) -> tuple[Column, ...]:
    """Return the columns of a format's rows in order; those of `csv` for formats that write whole events."""
    match format_name:
        case "ged-relaxed":
            return read_columns("ged")
        case "csv" | "jsonl" | "geojson" | "geoparquet":
            return read_columns("flat")
        case "hxl":
            return hxl.tagged_columns()
        case _:
            return read_columns(format_name)


def _make_writer(format_name: ExportFormat, with_rules: bool) -> RowWriter:
    columns = format_columns(format_name)
    match format_name:
        case "jsonl" | "plover":
            return LineWriter()
        case "geojson":
            return GeoJsonWriter(columns)
        case "geoparquet":
            return GeoParquetWriter(columns, with_rules=with_rules)
        case _:
            delimiter = "\t" if format_name == "polecat" else ","
            return TableWriter(columns, delimiter=delimiter, with_tags=format_name == "hxl", with_rules=with_rules)


def _copy(later: IO[bytes], trace: Sink) -> None:
    later.seek(0)
    while piece := later.read(_KEPT_IN_MEMORY):
        trace.write(piece)


_MAKERS: dict[ExportFormat, Callable[[Iterable[Event]], Iterator[Row | LeftOut]]] = {
    "acled": acled.make_acled_rows,
    "ged": ged.make_ged_rows,
    "ged-relaxed": lambda events: ged.make_ged_rows(events, relaxed=True),
    "plover": plover.make_plover_rows,
    "polecat": plover.make_polecat_rows,
    "cameo": plover.make_cameo_rows,
    "csv": flat.make_flat_rows,
    "jsonl": flat.make_flat_rows,
    "geojson": flat.make_flat_rows,
    "geoparquet": flat.make_flat_rows,
    "hxl": hxl.make_hxl_rows,
    "materiel": materiel.make_materiel_rows,
}
