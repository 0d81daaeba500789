"""Events with their assessment, for reading (table), for programs (JSON lines) and for spreadsheets (CSV)."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from dateline.events import Event, EventClaim
from dateline.export.columns import Column, read_columns
from dateline.export.encoding import TableWriter
from dateline.export.flat import make_flat_rows
from dateline.export.rows import Cell, is_told_as_real, join
from dateline.export.when import choose_days
from dateline.linking import Assessment, assess
from dateline.linking.contradictions import Contradiction
from dateline.linking.tolls import TollRange
from dateline.linking.voices import Voice
from dateline.output import words
from dateline.output.names import EventFormat
from dateline.output.writers import Writer

_LABEL_WIDTH = 10
_MOST_WIDTH = 120
ASSESSMENT_COLUMNS = (
    "grade_rule", "source_count", "sources", "source_kinds", "sides", "denials", "doubts", "clarity", "killed_best",
    "killed_best_by", "injured_best", "injured_best_by", "contradictions", "judgements",
)  # fmt: skip


def make_event_writer(format_name: EventFormat, *, width: int = 80) -> Writer[Event]:
    """Return the writer of a format; `width` (terminal columns) matters to the table alone."""
    if format_name == "table":
        return EventTable(width)
    return EventRows() if format_name == "csv" else EventLines()


class EventLines:
    """One JSON object an event: what it is, its assessment, its claims in short, its links and judgements."""

    def begin(self) -> bytes:
        return b""

    def add(self, event: Event) -> bytes:
        days = choose_days(event.claims)
        line = {
            "id": event.id,
            "event_types": list(dict.fromkeys(entry.claim.event_type for entry in event.claims)),
            "date_start": days.start.isoformat() if days else None,
            "date_end": days.end.isoformat() if days else None,
            "assessment": _describe_assessment(assess(event)),
            "claims": [_describe_claim(entry) for entry in event.claims],
            "links": event.links,
            "judgements": event.judgements,
        }
        return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"

    def end(self) -> bytes:
        return b""


class EventRows:
    """One row an event: the columns of `dateline export --format csv` and those of the assessment."""

    def __init__(self) -> None:
        more = (Column(name, "string", (), None, None, "", "", "") for name in ASSESSMENT_COLUMNS)
        self._table = TableWriter((*read_columns("flat"), *more))

    def begin(self) -> bytes:
        return self._table.begin()

    def add(self, event: Event) -> bytes:
        (row,) = make_flat_rows([event])
        cells = {name: Cell(value) for name, value in _list_assessment(event).items()}
        return self._table.add(replace(row, cells={**row.cells, **cells}))

    def end(self) -> bytes:
        return b""


class EventTable:
    """One block an event, on `width` columns (at most 120)."""

    def __init__(self, width: int) -> None:
        self._width = max(40, min(width, _MOST_WIDTH))
        self._count = 0

    def begin(self) -> bytes:
        return b""

    def add(self, event: Event) -> bytes:
        gap = "\n" if self._count else ""
        self._count += 1
        heading = textwrap.wrap(_heading(event), self._width, subsequent_indent=" " * (_LABEL_WIDTH + 4))
        lines = [*heading, *_list_lines(event, assess(event), self._width)]
        return (gap + "\n".join(lines) + "\n").encode("utf-8", "replace")

    def end(self) -> bytes:
        return (f"\n{self._count:,} events\n" if self._count != 1 else "\n1 event\n").encode()


def name_voice(voice: Voice) -> str:
    """Return a source in words: "Tarn Rights Watch (monitor)"; one without a name by its kind alone."""
    kind = voice.kind.replace("_", " ")
    return f"{words.clean(voice.name)} ({kind})" if voice.name else f"unnamed ({kind})"


def describe_toll(toll: TollRange, names: dict[str, str]) -> str:
    """Return a toll with its speakers: "killed 13-19, best 13 (police): lowest police, highest Sable Column"."""
    people = "" if toll.people == "all" else f" {toll.people}"
    best = _join_names(toll.best_by, names)
    if toll.low == toll.high:
        return f"{toll.kind} {toll.best}{people} ({best})"
    ends = f"lowest {toll.low} by {_join_names(toll.low_by, names)}, highest {toll.high} by "
    return f"{toll.kind} {toll.best}{people} at best ({best}); {ends}{_join_names(toll.high_by, names)}"


def describe_contradiction(one: Contradiction, names: dict[str, str]) -> str:
    """Return what sources differ on: "killed: 13 people (police) / 19 people (Sable Column)"."""
    positions = (f"{position.value} ({_join_names(position.source_keys, names)})" for position in one.positions)
    return f"{one.subject}: {' / '.join(positions)}"


def _heading(event: Event) -> str:
    shown = [entry for entry in event.claims if is_told_as_real(entry.claim)] or list(event.claims)
    types = dict.fromkeys(entry.claim.event_type for entry in shown)
    real = "" if any(is_told_as_real(entry.claim) for entry in shown) else ", not told as real"
    return f"{event.id}  {', '.join(types)}{real}"


def _list_lines(event: Event, assessment: Assessment, width: int) -> Iterator[str]:
    for label, value in _list_parts(event, assessment):
        yield from textwrap.wrap(
            value, width, initial_indent=f"    {label:{_LABEL_WIDTH}}", subsequent_indent=" " * (_LABEL_WIDTH + 4),
            break_on_hyphens=False,
        )  # fmt: skip


def _list_parts(event: Event, assessment: Assessment) -> Iterator[tuple[str, str]]:
    names = _name_sources(assessment)
    claims = [entry.claim for entry in event.claims]
    days = choose_days(event.claims)
    when = "?" if days is None else days.start.isoformat()
    yield "when", when if days is None or days.start == days.end else f"{when} to {days.end.isoformat()}"
    yield "where", _first(words.describe_places(claim.places) for claim in claims)
    yield "who", _first(words.describe_actors(claim) for claim in claims)
    yield "grade", f"{assessment.grade} ({assessment.grade_rule}); clarity {assessment.clarity}"
    sources = "; ".join(map(name_voice, assessment.sources)) or "none"
    copies = assessment.report_count - assessment.lineage_count
    copied = f", {copies} of them copies" if copies else ""
    reports = "1 report" if assessment.report_count == 1 else f"{assessment.report_count} reports"
    yield "sources", f"{assessment.source_count}: {sources} (in {reports}{copied})"
    for toll in assessment.tolls:
        yield "toll", describe_toll(toll, names)
    if assessment.denials:
        yield "denied by", "; ".join(map(name_voice, assessment.denials))
    for one in assessment.contradictions:
        yield "differ on", describe_contradiction(one, names)
    for entry in event.claims:
        yield "claim", f"{entry.claim.id}: {words.clean(_quote(entry))}"
    for said in event.judgements:
        yield "judged", words.clean(said)


def _first(described: Iterable[str]) -> str:
    return next((one for one in described if one != words.UNKNOWN), words.UNKNOWN)


def _quote(entry: EventClaim) -> str:
    """Who published it when, the words that name the event, and who says so."""
    day = entry.report.published[:10] if entry.report.published else "no date"
    chain = words.describe_chain(entry.claim)
    return f"{entry.report.outlet or 'outlet ?'}, {day}: “{entry.claim.trigger.text}”, {chain}"


def _name_sources(assessment: Assessment) -> dict[str, str]:
    voices = (*assessment.sources, *assessment.denials, *assessment.doubts, *assessment.retellers)
    return {voice.key: _short_name(voice) for voice in voices}


def _short_name(voice: Voice) -> str:
    if voice.name:
        return words.clean(voice.name)
    return "the outlet" if voice.kind == "outlet" else "unnamed"


def _join_names(keys: Sequence[str], names: dict[str, str]) -> str:
    return ", ".join(dict.fromkeys(names.get(key, key) for key in keys))


def _describe_assessment(assessment: Assessment) -> dict[str, object]:
    voices = {
        name: [
            {"key": voice.key, "name": voice.name, "kind": voice.kind, "side": voice.side,
             "claims": [f"{entry.report.id}/{entry.claim.id}" for entry in voice.entries]}
            for voice in found
        ]
        for name, found in (
            ("sources", assessment.sources), ("denials", assessment.denials), ("doubts", assessment.doubts),
            ("retellers", assessment.retellers),
        )
    }  # fmt: skip
    return {
        "grade": assessment.grade, "grade_rule": assessment.grade_rule, "clarity": assessment.clarity,
        "source_count": assessment.source_count, "report_count": assessment.report_count,
        "lineage_count": assessment.lineage_count, "kinds": assessment.kinds, "sides": assessment.sides, **voices,
        "tolls": [asdict(toll) for toll in assessment.tolls],
        "contradictions": [asdict(one) for one in assessment.contradictions],
    }  # fmt: skip


def _describe_claim(entry: EventClaim) -> dict[str, object]:
    claim, report = entry.claim, entry.report
    return {
        "id": claim.id, "report": report.id, "outlet": report.outlet, "published": report.published,
        "path": report.path, "url": report.url, "lineage": entry.lineage, "event_type": claim.event_type,
        "status": claim.status, "stance": claim.stance, "says": words.describe_chain(claim),
        "evidence": [span.text for span in claim.evidence], "made_by": dict(claim.made_by),
    }  # fmt: skip


def _list_assessment(event: Event) -> dict[str, str | int | None]:
    assessment = assess(event)
    names = _name_sources(assessment)
    whole = {toll.kind: toll for toll in assessment.tolls if toll.people == "all"}
    values: dict[str, str | int | None] = {
        "grade_rule": assessment.grade_rule, "source_count": assessment.source_count,
        "sources": join(map(name_voice, assessment.sources)) or None, "source_kinds": join(assessment.kinds) or None,
        "sides": join(assessment.sides) or None, "denials": join(map(name_voice, assessment.denials)) or None,
        "doubts": join(map(name_voice, assessment.doubts)) or None, "clarity": assessment.clarity,
        "contradictions": join(describe_contradiction(one, names) for one in assessment.contradictions) or None,
        "judgements": join(event.judgements) or None,
    }  # fmt: skip
    for kind in ("killed", "injured"):
        toll = whole.get(kind)
        values[f"{kind}_best"] = toll.best if toll else None
        values[f"{kind}_best_by"] = _join_names(toll.best_by, names) if toll else None
    return values
