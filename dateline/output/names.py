"""Names that the command line needs before it loads anything."""

from __future__ import annotations

from typing import Literal, get_args

EventFormat = Literal["table", "jsonl", "csv"]
EVENT_FORMATS: tuple[EventFormat, ...] = get_args(EventFormat)
ControlFormat = Literal["table", "csv", "jsonl", "geojson", "svg", "png"]
CONTROL_FORMATS: tuple[ControlFormat, ...] = get_args(ControlFormat)
HistoryFormat = Literal["table", "jsonl"]
HISTORY_FORMATS: tuple[HistoryFormat, ...] = get_args(HistoryFormat)
