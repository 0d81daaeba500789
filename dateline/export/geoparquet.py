"""GeoParquet 1.1: the flat columns with their types and a point in WKB, in row groups as the rows come."""

from __future__ import annotations

import importlib
import io
import json
import struct
from collections.abc import Sequence
from datetime import date
from typing import Any

from dateline.errors import DatelineError
from dateline.export.columns import Column, rule_columns
from dateline.export.rows import Row, Value

GEOMETRY = "geometry"
_GROUP_ROWS = 10_000  # rows held at a time; 30 text columns of usual length make about 20 MB
_WKB_POINT = struct.Struct("<BIdd")


class GeoParquetWriter:
    """Rows as GeoParquet; needs pyarrow, the extra `parquet`. An event without a point has a null geometry.

    The coordinates are longitude and latitude in OGC:CRS84, which the format takes where no other is named. Bytes are
    the same for the same rows and the same pyarrow.
    """

    def __init__(self, columns: Sequence[Column], *, with_rules: bool = False) -> None:
        """Raises DatelineError with the line that installs pyarrow where it is missing."""
        self._arrow, self._parquet = _load_pyarrow()
        self._columns, self._with_rules = columns, with_rules
        self._heads = (*columns, *(rule_columns() if with_rules else ()))
        self._file = _Drain()
        self._rows: list[dict[str, object]] = []
        self._bounds: tuple[float, float, float, float] | None = None

    def begin(self) -> bytes:
        fields = [(column.name, self._type_of(column)) for column in self._heads]
        self._schema = self._arrow.schema([*fields, (GEOMETRY, self._arrow.binary())])
        self._writer = self._parquet.ParquetWriter(self._file, self._schema, compression="zstd")
        return self._file.drain()

    def add(self, row: Row) -> bytes:
        lat, lon = row.cells["latitude"].value, row.cells["longitude"].value
        cells: dict[str, object] = {
            column.name: _read_cell(column, row.cells[column.name].value) for column in self._columns
        }
        if self._with_rules:
            cells |= {"dateline_rules": "; ".join(row.rules), "dateline_lost": "; ".join(row.lost)}
        cells[GEOMETRY] = self._make_point(lat, lon)
        self._rows.append(cells)
        if len(self._rows) >= _GROUP_ROWS:
            self._write_group()
        return self._file.drain()

    def end(self) -> bytes:
        if self._rows:
            self._write_group()
        self._writer.add_key_value_metadata({"geo": json.dumps(self._describe(), separators=(",", ":"))})
        self._writer.close()
        return self._file.drain()

    def _write_group(self) -> None:
        self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def _make_point(self, lat: Value, lon: Value) -> bytes | None:
        if not isinstance(lat, int | float) or not isinstance(lon, int | float):
            return None
        west, south, east, north = self._bounds or (lon, lat, lon, lat)
        self._bounds = (min(west, lon), min(south, lat), max(east, lon), max(north, lat))
        return _WKB_POINT.pack(1, 1, lon, lat)

    def _describe(self) -> dict[str, object]:
        """The `geo` metadata of GeoParquet 1.1."""
        column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"]}
        if self._bounds:
            column["bbox"] = list(self._bounds)
        return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}

    def _type_of(self, column: Column) -> Any:
        arrow = self._arrow
        return {"integer": arrow.int64(), "number": arrow.float64(), "date": arrow.date32()}.get(
            column.type, arrow.string()
        )


class _Drain(io.RawIOBase):
    """A file that only grows; what was written since the last time is taken out of it."""

    def __init__(self) -> None:
        super().__init__()
        self._buffer, self._position = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._buffer += piece
        self._position += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._position

    def drain(self) -> bytes:
        piece = bytes(self._buffer)
        self._buffer.clear()
        return piece


def _read_cell(column: Column, value: Value) -> object:
    if value is not None and column.type == "number":
        return float(value)
    return date.fromisoformat(value) if isinstance(value, str) and column.type == "date" else value


def _load_pyarrow() -> tuple[Any, Any]:
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise DatelineError(
            "GeoParquet needs pyarrow, which is not installed; install it: pip install 'dateline[parquet]'"
        ) from error
