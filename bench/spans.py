"""Every span cuts the words it claims, on every kind of report: `python bench/spans.py ../shared/data [--each 60]`.

Codes and annotates a sample of each development set and checks offsets, evidence, makers and chains. Prints a line a
set and exits with 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.model import CodedReport, Report, Span
from dateline.pipeline import code_read_reports

SETS = (
    "claims/claims", "claims/authored", "news_unlabelled/guardian_syria", "muc4/dev", "polnear/dev", "toponyms/lgl",
    "toponyms/trnews", "re3d/re3d", "ngec_synthetic/stories", "temporal/tempeval3_timebank", "ecbplus/dev",
    "meantime/meantime_en",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--each", type=int, default=60)
    options = parser.parse_args()
    problems = [problem for name in SETS for problem in check_set(options.data / f"{name}.jsonl", options.each)]
    print("\n".join(problems[:50]) or "nothing wrong")
    raise SystemExit(bool(problems))


def check_set(path: Path, each: int) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, each)]
    reports = [Report(id=f"{path.stem}:{row.get('id')}", text=row["text"], language="en") for row in rows]
    problems: list[str] = []
    claim_count = span_count = 0
    for coded in code_read_reports(reports):
        assert isinstance(coded, CodedReport)
        claim_count += len(coded.claims)
        for claim in coded.claims:
            spans = list(find_spans(claim))
            span_count += len(spans)
            wrong = [span for span in spans if coded.report.text[span.start : span.end] != span.text or not span.text]
            problems += [f"{coded.report.id} {claim.id}: span {span}" for span in wrong]
            if not claim.made_by or not all(claim.made_by.values()) or not claim.sources or not claim.evidence:
                problems.append(f"{coded.report.id} {claim.id}: no maker, source or evidence")
    print(f"{path.stem}: {len(reports)} reports, {claim_count} claims, {span_count} spans, {len(problems)} wrong")
    return problems


def find_spans(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from find_spans(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from find_spans(item)


if __name__ == "__main__":
    main()
