"""Names that the command line needs before it loads anything."""

from __future__ import annotations

from typing import Literal, get_args

ExportFormat = Literal[
    "acled", "ged", "ged-relaxed", "plover", "polecat", "cameo", "csv", "jsonl", "geojson", "hxl", "materiel"
]  # fmt: skip
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]
GRADES: tuple[Grade, ...] = get_args(Grade)
