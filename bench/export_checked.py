"""Rows of ACLED and GED against rows that a person expects from reading the reports: `python bench/export_checked.py`.

`cases/export_checked.csv` holds, for the seed report of the shared data and 20 invented ones (`dateline/examples`,
`tests/data/export`), the rows that a coder with the codebooks would write; "|" stands between answers that are
equally right, and a line with no format says that a report makes no row. An expected and a given row of one report are
one where two of day, type and place and at least four of the seven fields agree, the best pairs first. Actors are
compared by the beginning of the name, in any order; a place by its name. Reads the seed report from `DATELINE_SHARED`,
else `../shared`, and says so where it is not there. `--coded FILE` takes lines of `dateline code` in place of reading
again; `--rows` lists every row with what differs.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pydantic import TypeAdapter

from dateline.export.formats import export_events
from dateline.export.in_report import group_claims
from dateline.export.names import ExportFormat
from dateline.export.rows import Row
from dateline.model import CodedReport

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
CASES = ROOT / "bench" / "cases" / "export_checked.csv"
SEED, SEED_PUBLISHED = "seed/report.txt", "2016-04-05"
FORMATS: tuple[ExportFormat, ...] = ("acled", "ged", "ged-relaxed")
FIELDS = ("day", "precision", "type", "side_1", "side_2", "place", "dead")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "acled": ("event_date", "time_precision", "sub_event_type", "actor1", "actor2", "location", "fatalities"),
    "ged": ("date_start", "date_prec", "type_of_violence", "side_a", "side_b", "where_coordinates", "best"),
}
LEAST_AGREEING = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """One row as the seven fields; an expected field may hold several answers, a given one holds one."""

    fields: tuple[tuple[str, ...], ...]

    def agree(self, given: Answer) -> tuple[bool, ...]:
        """Which of this expected row's fields the given row has right."""
        own, other = dict(zip(FIELDS, self.fields, strict=True)), dict(zip(FIELDS, given.fields, strict=True))
        sides = (own["side_1"], own["side_2"]), (other["side_1"], other["side_2"])
        straight = [_names(a, b) for a, b in zip(*sides, strict=True)]
        crossed = [_names(a, b) for a, b in zip(sides[0], reversed(sides[1]), strict=True)]
        actors = max(straight, crossed, key=sum)
        plain = {name: other[name][0] in own[name] for name in ("day", "precision", "type", "place", "dead")}
        return (plain["day"], plain["precision"], plain["type"], *actors, plain["place"], plain["dead"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coded", type=Path, action="append", help="lines of dateline code to use")
    parser.add_argument("--rows", action="store_true", help="list every row")
    arguments = parser.parse_args()
    expected = read_cases()
    coded = dict(_name(report) for report in (read_coded(arguments.coded) if arguments.coded else code_reports()))
    missing = sorted(expected.keys() - coded.keys())
    if missing:
        print(f"left out, not found: {', '.join(missing)}")
    for format_name in FORMATS:
        measure(format_name, expected, coded, list_rows=arguments.rows)


def measure(
    format_name: ExportFormat, expected: dict[str, list[tuple[str, Answer]]], coded: dict[str, CodedReport], *,
    list_rows: bool,
) -> None:  # fmt: skip
    """Print the shares of one format with their N."""
    counts: Counter[str] = Counter()
    for report in sorted(coded.keys() & expected.keys()):
        wanted = [answer for formats, answer in expected[report] if format_name in formats.split()]
        given = [read_row(row, format_name) for row in export_events(group_claims(coded[report]), format_name).rows]
        pairs = pair_rows(wanted, given)
        counts.update(reports=1, expected=len(wanted), given=len(given), found=len(pairs))
        counts["reports with the right number"] += len(wanted) == len(given)
        for one, two in pairs:
            agreed = wanted[one].agree(given[two])
            counts.update(name for name, right in zip(FIELDS, agreed, strict=True) if right)
            counts["whole"] += all(agreed)
        if list_rows:
            _list_rows(report, format_name, wanted, given, pairs)
    found = counts["found"]
    print(
        f"{format_name}: N={counts['reports']} reports, {counts['expected']} rows expected, {counts['given']} given; "
        f"number of rows right in {counts['reports with the right number']} reports; expected rows found "
        f"{_share(found, counts['expected'])}, given rows expected {_share(found, counts['given'])}; of the found: "
        + ", ".join(f"{name} {_share(counts[name], found)}" for name in FIELDS)
        + f", all seven {_share(counts['whole'], found)}"
    )


def pair_rows(wanted: Sequence[Answer], given: Sequence[Answer]) -> list[tuple[int, int]]:
    """Return pairs of places in the two lists, the best agreeing first, each row in one pair at most."""
    scored = [
        (sum(agreed), -one, -two)
        for one, answer in enumerate(wanted)
        for two, row in enumerate(given)
        for agreed in [answer.agree(row)]
        if sum(agreed) >= LEAST_AGREEING and sum(agreed[FIELDS.index(name)] for name in ("day", "type", "place")) > 1
    ]
    pairs: list[tuple[int, int]] = []
    for _, one, two in sorted(scored, reverse=True):
        if all(-one != first and -two != second for first, second in pairs):
            pairs.append((-one, -two))
    return pairs


def read_cases() -> dict[str, list[tuple[str, Answer]]]:
    """Return the expected rows by report, each with its formats."""
    cases: dict[str, list[tuple[str, Answer]]] = defaultdict(list)
    with CASES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            cases[row["report"]].append((row["formats"], Answer(tuple(tuple(row[name].split("|")) for name in FIELDS))))
    return dict(cases)


def read_row(row: Row, format_name: ExportFormat) -> Answer:
    columns = _COLUMNS["acled" if format_name == "acled" else "ged"]
    values = ["" if row.cells[column].value is None else str(row.cells[column].value) for column in columns]
    return Answer(tuple((value[:10] if name == "day" else value,) for name, value in zip(FIELDS, values, strict=True)))


def code_reports() -> Iterable[CodedReport]:
    """Code the reports of the cases; the seed report has no day of its own and is given one."""
    from dateline import pipeline

    folders = [str(ROOT / "dateline" / "examples"), str(ROOT / "tests" / "data" / "export")]
    found = list(pipeline.code_reports(folders))
    if (SHARED / "data" / SEED).is_file():
        found += pipeline.code_reports([str(SHARED / "data" / SEED)], published=SEED_PUBLISHED)
    return [item for item in found if isinstance(item, CodedReport)]


def read_coded(paths: Sequence[Path]) -> Iterable[CodedReport]:
    reader = TypeAdapter(CodedReport)
    for path in paths:
        with path.open("rb") as lines:
            yield from (reader.validate_json(line) for line in lines)


def _name(coded: CodedReport) -> tuple[str, CodedReport]:
    """A report's name in the cases; any report of ARA News is the seed report, the only one of that outlet."""
    name = Path(coded.report.path or "").name
    return (SEED if coded.report.outlet == "ARA News" else name), coded


def _names(expected: Sequence[str], given: Sequence[str]) -> bool:
    return any(given[0].startswith(answer) if answer else not given[0] for answer in expected)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({100 * part / whole:.0f}%)" if whole else "")


def _list_rows(
    report: str, format_name: str, wanted: Sequence[Answer], given: Sequence[Answer], pairs: Sequence[tuple[int, int]]
) -> None:  # fmt: skip
    print(f"-- {report} {format_name}: {len(wanted)} expected, {len(given)} given")
    for one, two in pairs:
        agreed = wanted[one].agree(given[two])
        wrong = [
            f"{name}: {'|'.join(want) or '(none)'} but {got[0] or '(none)'}"
            for name, right, want, got in zip(FIELDS, agreed, wanted[one].fields, given[two].fields, strict=True)
            if not right
        ]
        print(f"   found {_show(wanted[one])}{' -- ' + '; '.join(wrong) if wrong else ''}")
    for index, answer in enumerate(wanted):
        if index not in {one for one, _ in pairs}:
            print(f"   missing {_show(answer)}")
    for index, answer in enumerate(given):
        if index not in {two for _, two in pairs}:
            print(f"   extra {_show(answer)}")


def _show(answer: Answer) -> str:
    return ", ".join("|".join(values) or "-" for values in answer.fields)


if __name__ == "__main__":
    main()
