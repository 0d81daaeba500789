"""The names of the formats of `dateline control`, which the command line needs before it loads anything."""

from __future__ import annotations

from typing import Literal, get_args

ControlFormat = Literal["table", "csv", "jsonl", "geojson", "svg", "png"]
CONTROL_FORMATS: tuple[ControlFormat, ...] = get_args(ControlFormat)
