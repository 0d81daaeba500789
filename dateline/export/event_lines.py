"""Read what `dateline export`, `control` and `report` take: lines of coded reports, of events, or of both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import IO

from pydantic import TypeAdapter, ValidationError

from dateline.errors import InputError
from dateline.events import Event
from dateline.export.in_report import group_claims
from dateline.model import CodedReport

_SQLITE = b"SQLite format 3\x00"


def read_events(lines: IO[bytes], path: str) -> Iterator[Event | InputError]:
    """Give the events of the file; a line that is neither a coded report nor an event comes back as the error.

    A coded report is a line of `dateline code`; its claims are grouped within the report. An event is a line of
    `dateline export --format jsonl`: `id`, `claims` (each with `report`, `claim`, `lineage`) and `links`.
    """
    for row in read_rows(lines, path):
        if isinstance(row, CodedReport):
            yield from group_claims(row)
        else:
            yield row


def read_rows(lines: Iterable[bytes], path: str) -> Iterator[CodedReport | Event | InputError]:
    """Give what each line holds; empty lines hold nothing. A case database is one error that says how to give it."""
    for number, line in enumerate(lines, 1):
        if number == 1 and line.startswith(_SQLITE):
            yield InputError(
                "a case database", expected="lines of dateline code, or of events", path=path,
                repair=f"give it as --db {path}",
            )  # fmt: skip
            return
        if not line.strip():
            continue
        try:
            yield _read_line(line)
        except (ValueError, ValidationError) as error:
            yield InputError(
                _describe(error), expected="a line of dateline code, or an event", path=path, line=number,
                repair="code the report again, or remove the line",
            )  # fmt: skip


def _read_line(line: bytes) -> CodedReport | Event:
    row = json.loads(line)
    if isinstance(row, dict) and "report" in row:
        return _coded_reports().validate_python(row)
    return _events().validate_python(row)


@cache
def _coded_reports() -> TypeAdapter[CodedReport]:
    return TypeAdapter(CodedReport)


@cache
def _events() -> TypeAdapter[Event]:
    return TypeAdapter(Event)


def _describe(error: ValueError | ValidationError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc']) or 'the line'}: {first['msg']}"
    return f"not JSON ({error})"
