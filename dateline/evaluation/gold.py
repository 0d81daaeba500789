"""Gold sets: reports coded by people, in the format of docs/formats.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import InputError
from dateline.model import Report

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GoldActor:
    role: str
    span: Offsets
    kind: str


@dataclass(frozen=True, slots=True)
class GoldSource:
    name: str | None
    span: Offsets | None
    kind: str


@dataclass(frozen=True, slots=True)
class GoldToll:
    kind: str
    numbers: tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One claim as a person, or the program, coded it: just what the measures compare."""

    evidence: tuple[Offsets, ...]
    trigger: Offsets
    event_type: str
    optional: bool
    actors: tuple[GoldActor, ...]
    places: tuple[Offsets, ...]
    start: str | None
    end: str | None
    tolls: tuple[GoldToll, ...]
    materiel: tuple[tuple[str, Offsets], ...]
    sources: tuple[GoldSource, ...]
    stance: str
    status: str


@dataclass(frozen=True, slots=True)
class GoldReport:
    report: Report
    claims: tuple[GoldClaim, ...]


def read_gold(path: Path) -> Iterator[GoldReport]:
    """Reports of a gold file (JSON lines) or a folder of them. Raises InputError naming file and line."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise InputError("no .jsonl file in the folder", path=str(path), repair="name a gold file or its folder")
    for file in files:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _read_line(line, str(file), number)


def _read_line(line: str, path: str, number: int) -> GoldReport:
    try:
        row = json.loads(line)
        report = Report(
            id=row["id"], text=row["text"], outlet=row.get("outlet"), published=row.get("published"),
            published_from="given" if row.get("published") else None, language="en",
        )  # fmt: skip
        return GoldReport(report, tuple(read_claim(claim) for claim in row["claims"]))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"not a coded report: {type(error).__name__} {error}", path=path, line=number,
            expected="the format of docs/formats.md", repair="mend the line",
        ) from error  # fmt: skip


def read_claim(row: Mapping[str, Any]) -> GoldClaim:
    """A claim from gold JSON or from the program's own (`dateline code`): the fields that are compared are the same."""
    time = row.get("time") or {}
    return GoldClaim(
        tuple(_required(span) for span in row["evidence"]),
        _required(row["trigger"]),
        row["event_type"],
        bool(row.get("optional")),
        tuple(GoldActor(actor["role"], _required(actor["span"]), actor["kind"]) for actor in row["actors"]),
        tuple(_required(place["span"]) for place in row["places"]),
        time.get("start"),
        time.get("end"),
        tuple(GoldToll(toll["kind"], (toll["low"], toll["best"], toll["high"])) for toll in row["casualties"]),
        tuple((item["how"], _required(item["span"])) for item in row["materiel"]),
        _sources(row["sources"]),
        row["stance"],
        row["status"],
    )


def _sources(rows: Sequence[Mapping[str, Any]]) -> tuple[GoldSource, ...]:
    return tuple(GoldSource(row["name"], _offsets(row["span"]), row["kind"]) for row in rows)


def _offsets(span: Mapping[str, Any] | None) -> Offsets | None:
    return (span["start"], span["end"]) if span else None


def _required(span: Mapping[str, Any]) -> Offsets:
    return span["start"], span["end"]
