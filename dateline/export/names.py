"""Names that the command line needs before it loads anything."""

from __future__ import annotations

from typing import Literal, get_args

from dateline.events import Grade

ExportFormat = Literal[
    "acled", "ged", "ged-relaxed", "plover", "polecat", "cameo", "csv", "jsonl", "geojson", "geoparquet", "hxl",
    "materiel",
]  # fmt: skip
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
GRADES: tuple[Grade, ...] = get_args(Grade)
