"""The door to the exports: events and the name of a format in, the file's bytes and its trace out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dateline.events import Event
from dateline.export import acled, flat, ged, hxl, materiel, plover
from dateline.export.encoding import encode_events, encode_geojson, encode_table, encode_trace
from dateline.export.names import ExportFormat
from dateline.export.rows import LeftOut, Row


@dataclass(frozen=True, slots=True)
class Export:
    """One finished export: the file, and the rows and the events left out behind it."""

    data: bytes
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def trace(self) -> bytes:
        return encode_trace(self.rows, self.left_out)


def export_events(events: Iterable[Event], format_name: ExportFormat, *, with_rules: bool = False) -> Export:
    """Return the events in a format. The same events give the same bytes. `with_rules` adds two columns to tables."""
    listed = list(events)
    made = list(_MAKERS[format_name](listed))
    rows = tuple(row for row in made if isinstance(row, Row))
    left_out = tuple(entry for entry in made if isinstance(entry, LeftOut))
    return Export(_encode(listed, rows, format_name, with_rules), rows, left_out)


def _encode(events: Sequence[Event], rows: Sequence[Row], format_name: ExportFormat, with_rules: bool) -> bytes:
    if format_name == "jsonl":
        return encode_events(events)
    if format_name == "geojson":
        return encode_geojson(flat.COLUMNS, rows)
    if format_name == "plover":
        return plover.encode_records(rows)
    delimiter = "\t" if format_name == "polecat" else ","
    tags = hxl.TAGS if format_name == "hxl" else ()
    return encode_table(_COLUMNS[format_name], rows, delimiter=delimiter, tags=tags, with_rules=with_rules)


_COLUMNS: dict[ExportFormat, Sequence[str]] = {
    "acled": acled.COLUMNS, "ged": ged.COLUMNS, "ged-relaxed": ged.COLUMNS, "polecat": plover.POLECAT_COLUMNS,
    "cameo": plover.CAMEO_COLUMNS, "csv": flat.COLUMNS, "hxl": hxl.COLUMNS, "materiel": materiel.COLUMNS,
}  # fmt: skip
_MAKERS: dict[ExportFormat, Callable[[Iterable[Event]], Sequence[Row | LeftOut]]] = {
    "acled": acled.make_acled_rows,
    "ged": ged.make_ged_rows,
    "ged-relaxed": lambda events: ged.make_ged_rows(events, relaxed=True),
    "plover": plover.make_plover_rows,
    "polecat": plover.make_polecat_rows,
    "cameo": plover.make_cameo_rows,
    "csv": flat.make_flat_rows,
    "jsonl": flat.make_flat_rows,
    "geojson": flat.make_flat_rows,
    "hxl": hxl.make_hxl_rows,
    "materiel": materiel.make_materiel_rows,
}
