"""What the commands that look at a whole case read: lines of `dateline code`, lines of events, or a database.

Coded reports are linked here, across reports, so that copies count once and the same happening is one event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pydantic_core

from dateline.errors import InputError
from dateline.events import Event
from dateline.export.event_lines import read_rows
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


def gather_lines(lines: Iterable[bytes], path: str) -> Gathered:
    """Return the events of a file of coded reports, of events, or of both; a bad line is among `errors`."""
    digest = hashlib.sha256()
    reports: list[CodedReport] = []
    given: list[Event] = []
    errors: list[InputError] = []
    for row in read_rows(_digested(lines, digest), path):
        if isinstance(row, CodedReport):
            reports.append(row)
        elif isinstance(row, Event):
            given.append(row)
        else:
            errors.append(row)
    return Gathered(
        source=path, digest=digest.hexdigest(), events=(*link_reports(reports), *given),
        report_count=len({coded.report.id for coded in reports} | _list_reports(given)),
        silent_count=sum(not coded.claims for coded in reports), makers=_list_makers(reports),
        how="linked across reports for this run" if reports else "read as events", errors=tuple(errors),
    )  # fmt: skip


def _digested(lines: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for line in lines:
        digest.update(line)
        yield line


def gather_case(address: str, as_of: str | None = None) -> Gathered:
    """Return the events of a case database with what was judged on them, now or at the end of a day.

    Where none are recorded, its reports are linked for this run. `digest` is of the events as JSON: the same record
    gives the same digest. Raises StoreError.
    """
    from dateline.store import judged_events, open_case

    with open_case(address) as case:
        events = tuple(judged_events(case, as_of))
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


def _list_reports(events: Iterable[Event]) -> set[str]:
    return {entry.report.id for event in events for entry in event.claims}


def _list_makers(reports: Iterable[CodedReport]) -> tuple[Maker, ...]:
    return tuple(sorted({coded.dateline for coded in reports}, key=lambda maker: (maker.version, maker.model)))
