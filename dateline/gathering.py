"""What the commands that look at a whole case read: lines of `dateline code`, lines of events, or a database.

Coded reports are linked here, across reports, so that copies count once and the same happening is one event.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import IO, Any

import pydantic_core
from pydantic import TypeAdapter, ValidationError

from dateline.errors import InputError
from dateline.events import Event
from dateline.linking import link_reports
from dateline.model import CodedReport, Maker


@dataclass(frozen=True, slots=True)
class Gathered:
    """The events of a case; `digest` is SHA-256 (hex) of what they were made from, `makers` what coded the reports."""

    source: str
    digest: str
    events: tuple[Event, ...]
    report_count: int
    silent_count: int
    makers: tuple[Maker, ...]
    how: str
    errors: tuple[InputError, ...] = ()


@dataclass(slots=True)
class _Lines:
    """Lines read so far."""

    reports: list[CodedReport] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)


def gather_lines(lines: Iterable[bytes] | IO[bytes], path: str) -> Gathered:
    """Return the events of a file of coded reports, of events, or of both; a bad line is among `errors`."""
    digest, read = hashlib.sha256(), _Lines()
    for number, line in enumerate(lines, 1):
        digest.update(line)
        if line.strip():
            _read_line(line, number, path, read)
    linked = link_reports(read.reports)
    events = (*linked, *read.events)
    return Gathered(
        source=path, digest=digest.hexdigest(), events=events,
        report_count=len({coded.report.id for coded in read.reports} | _list_reports(read.events)),
        silent_count=sum(not coded.claims for coded in read.reports), makers=_list_makers(read.reports),
        how="linked across reports for this run" if read.reports else "read as events", errors=tuple(read.errors),
    )  # fmt: skip


def gather_case(address: str, as_of: str | None = None) -> Gathered:
    """Return the events of a case database with what was judged on them, now or at the end of a day.

    Where none are recorded, its reports are linked for this run. `digest` is of the events as JSON: the same record
    gives the same digest. Raises StoreError.
    """
    from dateline.store import judged_events, open_case

    with open_case(address) as case:
        events = tuple(sorted(judged_events(case, as_of), key=_order))
        reports = list(case.coded_reports(as_of))
        how = f"as recorded in the database{f' at the end of {as_of}' if as_of else ''}"
        if not events:
            events, how = tuple(link_reports(reports)), "linked for this run: none are recorded in the database"
        digest = hashlib.sha256()
        for event in events:
            digest.update(pydantic_core.to_json(event, fallback=dict) + b"\n")
        return Gathered(
            source=case.name, digest=digest.hexdigest(), events=events, report_count=len(reports),
            silent_count=sum(not coded.claims for coded in reports), makers=_list_makers(reports), how=how,
        )  # fmt: skip


def _order(event: Event) -> tuple[str, str]:
    """By first publication, whatever the order of recording."""
    return min(entry.report.published or "9999" for entry in event.claims), event.id


def _read_line(line: bytes, number: int, path: str, read: _Lines) -> None:
    try:
        row: Any = json.loads(line)
        if isinstance(row, dict) and "report" in row:
            read.reports.append(_coded_reports().validate_python(row))
        else:
            read.events.append(_events().validate_python(row))
    except (ValueError, ValidationError) as error:
        repair = "code the report again, or remove the line"
        expected = "a line of dateline code, or an event"
        read.errors.append(InputError(_describe(error), expected=expected, path=path, line=number, repair=repair))


def _list_reports(events: Iterable[Event]) -> set[str]:
    return {entry.report.id for event in events for entry in event.claims}


def _list_makers(reports: Iterable[CodedReport]) -> tuple[Maker, ...]:
    return tuple(sorted({coded.dateline for coded in reports}, key=lambda maker: (maker.version, maker.model)))


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
