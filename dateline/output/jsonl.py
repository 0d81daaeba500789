"""One line of JSON a report, keys in the order of the contract."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

import pydantic_core

from dateline.model import AnnotatedReport, CodedReport

# The contract's order, which puts the long text last; the model has it second because it has no default.
REPORT_KEYS = (
    "id", "path", "url", "title", "outlet", "byline", "agency", "dateline", "published", "published_from",
    "language", "captions", "unknown", "input_id", "text",
)  # fmt: skip


def format_line(record: CodedReport | AnnotatedReport) -> bytes:
    """Return the record as one line of UTF-8 JSON, line break included.

    Characters outside ASCII are written as themselves. Undecodable bytes in a file name (lone surrogates, which UTF-8
    cannot hold) make that one line fall back to JSON escapes, so that the path stays exact.

    >>> from dateline.model import Maker, Report
    >>> format_line(CodedReport(Report(id="sha256:0", text="Calm."), (), Maker("0.1.0", "en-1")))[:39]
    b'{"report":{"id":"sha256:0","path":null,'
    """
    parts = _order_keys(record)
    try:
        return pydantic_core.to_json(parts, fallback=_to_plain) + b"\n"
    except pydantic_core.PydanticSerializationError:
        return json.dumps(_escape(parts), separators=(",", ":")).encode("ascii") + b"\n"


class JsonlWriter:
    """`dateline code --format jsonl`, and `dateline annotate`."""

    def begin(self) -> bytes:
        return b""

    def add(self, record: CodedReport | AnnotatedReport) -> bytes:
        return format_line(record)

    def end(self) -> bytes:
        return b""


def _order_keys(record: CodedReport | AnnotatedReport) -> dict[str, object]:
    parts: dict[str, object] = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    parts["report"] = {key: getattr(record.report, key) for key in REPORT_KEYS}
    return parts


def _to_plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"a coded report holds a {type(value).__name__}, which has no form in JSON")


def _escape(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _escape(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _escape(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_escape(item) for item in value]
    return value if isinstance(value, str | int | float | None) else _escape(_to_plain(value))
