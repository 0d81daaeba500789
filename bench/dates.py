"""Measure `dateline.dates`: TempEval-3 TimeBank value F1, and claims' own times given their gold spans.

Run from the repository root: `python bench/dates.py [--errors]`. Reads the shared data folder (`DATELINE_SHARED`, else
`../shared`). The held fifth of TimeBank is picked by a hash of the document id: its errors were never listed, but an
overview of the whole set's expressions and values was read before the rules were written, and its score was seen
between versions.
The baseline beside us knows only full dates, weekdays, yesterday/today/tomorrow and years.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateline.dates import find_times, resolve_time, resolve_times
from dateline.model import Span

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
RESAMPLES = 1000


@dataclass
class Tally:
    """Counts of one document: gold, found, strict, relaxed, and of the relaxed ones right values and right types."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0
    type: int = 0


def main() -> None:
    """Print every figure with its N; `--errors` lists the misses of the part that may be looked at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list errors (development parts only)")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"no shared data at {SHARED}: set DATELINE_SHARED")
    reports = list(read_lines(SHARED / "data/temporal/tempeval3_timebank.jsonl"))
    for part, chosen in (("dev", False), ("held", True)):
        members = [report for report in reports if is_held(report["id"]) == chosen]
        for name, reader in (("dateline", read_ours), ("baseline", read_baseline)):
            tallies = [
                tally_report(report, reader, arguments.errors and not chosen and name == "dateline")
                for report in members
            ]
            print_timebank(f"timebank/{part} {name}", tallies)
    for name in ("claims", "authored"):
        measure_claims(name, arguments.errors)
    measure_phrases(arguments.errors)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def is_held(report_id: str) -> bool:
    return int(hashlib.sha256(report_id.encode()).hexdigest(), 16) % 5 == 0


def read_ours(text: str, published: date) -> list[tuple[Span, str | None, str]]:
    spans = find_times(text)
    times = resolve_times(text, spans, published=published)
    return [(span, time.value, time.type) for span, time in zip(spans, times, strict=True)]


WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1}


def read_baseline(text: str, published: date) -> list[tuple[Span, str | None, str]]:
    """The naive rules: a weekday is the last one, a four-figure number is a year."""
    found = []
    for match in re.finditer(r"\b(?:(" + "|".join([*WEEKDAYS, *NEAR]) + r")|((?:19|20)\d\d))\b", text, re.IGNORECASE):
        word = match.group().lower()
        if word in NEAR:
            value = (published + timedelta(days=NEAR[word])).isoformat()
        elif word in WEEKDAYS:
            value = (published - timedelta(days=(published.weekday() - WEEKDAYS.index(word)) % 7)).isoformat()
        else:
            value = word
        found.append((Span(match.start(), match.end(), match.group()), value, "DATE"))
    return found


def tally_report(report: dict[str, Any], reader: Any, show: bool) -> Tally:
    text, published = report["text"], date.fromisoformat(report["dct"][:10])
    found = reader(text, published)
    tally = Tally(gold=len(report["timexes"]), found=len(found))
    used: set[int] = set()
    for timex in report["timexes"]:
        overlapping = [
            index for index, (span, _, _) in enumerate(found)
            if index not in used and span.start < timex["end"] and span.end > timex["start"]
        ]  # fmt: skip
        exact = [i for i in overlapping if (found[i][0].start, found[i][0].end) == (timex["start"], timex["end"])]
        best = next(iter(exact or overlapping), None)
        context = text[max(0, timex["start"] - 60) : timex["end"] + 30].replace("\n", " ")
        if best is None:
            if show:
                print(f"MISS {timex['text']!r} {timex['value']} :: {context}")
            continue
        used.add(best)
        tally.relaxed += 1
        tally.strict += bool(exact)
        right = found[best][1] == timex["value"]
        tally.value += right
        tally.type += found[best][2] == timex["type"]
        if show and not right:
            ours = f"{found[best][0].text!r} {found[best][1]}"
            print(f"VALUE {timex['text']!r} gold {timex['value']} ours {ours} dct {published} :: {context}")
    if show:
        for index, (span, value, _) in enumerate(found):
            if index not in used:
                print(f"EXTRA {span.text!r} {value} :: {text[max(0, span.start - 50) : span.end + 40]!r}")
    return tally


def print_timebank(name: str, tallies: Sequence[Tally]) -> None:
    scores = score(tallies)
    low, high = resample(tallies)
    total = sum(tally.gold for tally in tallies)
    print(
        f"{name}: N={len(tallies)} documents, {total} expressions; strict F1 {scores['strict']:.1f}, "
        f"relaxed F1 {scores['relaxed']:.1f} (P {scores['precision']:.1f} R {scores['recall']:.1f}), "
        f"value F1 {scores['value']:.1f} [{low:.1f}, {high:.1f}], type F1 {scores['type']:.1f}"
    )


def score(tallies: Sequence[Tally]) -> dict[str, float]:
    gold, found = sum(t.gold for t in tallies), sum(t.found for t in tallies)
    strict, relaxed = sum(t.strict for t in tallies), sum(t.relaxed for t in tallies)
    f1 = 200 * relaxed / max(1, gold + found)
    return {
        "strict": 200 * strict / max(1, gold + found),
        "relaxed": f1,
        "precision": 100 * relaxed / max(1, found),
        "recall": 100 * relaxed / max(1, gold),
        "value": f1 * sum(t.value for t in tallies) / max(1, relaxed),
        "type": f1 * sum(t.type for t in tallies) / max(1, relaxed),
    }


def resample(tallies: Sequence[Tally]) -> tuple[float, float]:
    """The 95% bootstrap interval of the value F1 over documents."""
    generator = random.Random(0)
    values = sorted(score(generator.choices(tallies, k=len(tallies)))["value"] for _ in range(RESAMPLES))
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES) - 1]


def measure_claims(name: str, show: bool) -> None:
    """Each claim's gold time span, once a report and status, resolved in report order; split by publication date
    known or not.
    """
    counts: Counter[str] = Counter()
    for report in read_lines(SHARED / f"data/claims/{name}.jsonl"):
        for row in compare_times(report):
            known = "published" if report["published"] else "unpublished"
            for key in row.keys:
                counts[f"{known}/{key}"] += 1
            if show and "exact" not in row.keys:
                print(f"{name.upper()} {row.line}")
    for known in ("published", "unpublished"):
        if not counts[f"{known}/total"]:
            continue
        shares = {key: percent(counts, known, key, of) for key, of in _SHARES.items()}
        sizes = {key: counts[f"{known}/{key}"] for key in ("total", "null", "given")}
        print(
            f"{name} times, {known}: N={sizes['total']} spans; start and end exact {shares['exact']}, "
            f"precision too {shares['precision']}; "
            f"gold start null N={sizes['null']}, date invented there {shares['invented']}; "
            f"gold start given N={sizes['given']}, we abstain {shares['abstained']}, wrong start {shares['wrong']}, "
            f"start within the gold interval {shares['inside']}"
        )


_SHARES = {
    "exact": "total",
    "precision": "total",
    "invented": "null",
    "abstained": "given",
    "wrong": "given",
    "inside": "given",
}


def measure_phrases(show: bool) -> None:
    """The phrases of `cases/time_phrases.tsv`, written for this project: right, wrong, not resolved."""
    counts: Counter[str] = Counter()
    with (Path(__file__).parent / "cases/time_phrases.tsv").open(encoding="utf-8") as lines:
        for case in csv.DictReader(lines, delimiter="\t"):
            sentence = case["sentence"]
            span = (sentence.index("["), sentence.index("]") - 1)
            anchor = [date.fromisoformat(day) for day in case["anchor"].split("..")] if case["anchor"] else None
            time = resolve_time(
                sentence.replace("[", "").replace("]", ""),
                span,
                published=date.fromisoformat(case["published"]) if case["published"] else None,
                status=case["status"],
                anchor=(anchor[0], anchor[1]) if anchor else None,
            )
            found = (time.when.start or "", time.when.end or "")
            right = found == (case["start"], case["end"])
            verdict = "right" if right else "wrong" if any(found) else "not resolved"
            counts[verdict] += 1
            if show and not right:
                print(f"PHRASE {verdict} {sentence} gold {case['start']}..{case['end']} ours {found} {time.rule}")
    print(f"own phrases: N={sum(counts.values())}; {dict(counts)}")


def percent(counts: Counter[str], known: str, key: str, of: str) -> str:
    total = counts[f"{known}/{of}"]
    return f"{counts[f'{known}/{key}']} ({100 * counts[f'{known}/{key}'] / max(1, total):.1f}%)"


@dataclass
class Row:
    """One gold span compared."""

    keys: set[str]
    line: str


def compare_times(report: dict[str, Any]) -> Iterator[Row]:
    golds: dict[tuple[int, int, str], dict[str, Any]] = {}
    for claim in report["claims"]:
        time = claim["time"]
        if time["span"]:
            golds.setdefault((time["span"]["start"], time["span"]["end"], claim["status"]), time)
    published = date.fromisoformat(report["published"][:10]) if report["published"] else None
    text = report["text"]
    gold_spans = [Span(start, end, text[start:end]) for start, end, _ in golds]
    times = resolve_times(text, gold_spans, published=published, statuses=[status for _, _, status in golds])
    for gold, span, ours in zip(golds.values(), gold_spans, times, strict=False):
        keys = {"total", "given" if gold["start"] else "null"}
        exact = (gold["start"], gold["end"]) == (ours.when.start, ours.when.end)
        if exact:
            keys |= {"exact"} | ({"precision"} if gold["precision"] == ours.when.precision else set())
        if gold["start"] is None and ours.when.start:
            keys.add("invented")
        if gold["start"] and not ours.when.start:
            keys.add("abstained")
        elif gold["start"] and gold["start"] != ours.when.start:
            keys.add("wrong")
        if gold["start"] and ours.when.start and gold["start"] <= ours.when.start <= (gold["end"] or "9"):
            keys.add("inside")
        context = text[max(0, span.start - 70) : span.end + 25].replace("\n", " ")
        wanted = f"{gold['start']}..{gold['end']} {gold['precision']}"
        found = f"{ours.when.start}..{ours.when.end} {ours.rule} {ours.reason}"
        yield Row(keys, f"{span.text!r} gold {wanted} ours {found} pub {report['published']} :: {context}")


if __name__ == "__main__":
    main()
