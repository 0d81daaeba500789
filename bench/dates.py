"""Measure `dateline.dates`: TempEval-3 TimeBank value F1, and claims' own times given their gold spans.

Run from the repository root: `python bench/dates.py [--errors]`. Reads the shared data folder (`DATELINE_SHARED`, else
`../shared`). The held fifth of TimeBank is picked by a hash of the document id: its errors were never listed, but an
overview of the whole set's expressions and values was read before the rules were written, and its score was seen
between versions.
The baseline beside us knows only weekdays, yesterday/today/tomorrow and years.
`cases/time_blind.tsv` was written from the coding rules before any rule of the grammar was looked at; its first run
stands in `FIRST_RUNS`, and so do those of `cases/time_second.tsv`, written after the first mending, and of
`cases/time_third.tsv` and `cases/time_fourth.tsv`, written by somebody who had not seen the grammar: the third was run
and mended for, the fourth opened only then and run once. `cases/time_families.tsv` is no measure: it was written while
mending, and only the tests read it.
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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from dateline.dates import ResolvedTime, find_times, resolve_time, resolve_times
from dateline.model import Span

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
RESAMPLES = 1000
FIRST_RUNS = {
    "time_blind": "first run on 2026-11-22, before the grammar was mended for it: 171 of 211 right, 36 wrong, 4 not "
    "resolved; 7 expected answers were then found to go against the rules or the gold claims, and changed",
    "time_second": "first run on 2026-11-22, new sentences after that mending: 30 of 35 right, 3 wrong, 2 not resolved",
    "time_third": "first run on 2026-11-22, before the grammar was mended for it: 116 of 130 right, 11 wrong, 3 not "
    "resolved; no expected answer was changed",
    "time_fourth": "first run on 2026-11-22, after the mending for the third set and before anything was mended for "
    "this one: 128 of 130 right, 1 wrong (the October Dam), 1 not resolved (two days before that)",
}
SETS = ("time_phrases", "time_blind", "time_second", "time_third", "time_fourth")


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
    for name in SETS:
        measure_phrases(name, arguments.errors)
        if name in FIRST_RUNS:
            print(f"{name} {FIRST_RUNS[name]}")


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
    found: list[tuple[Span, str | None, str]] = []
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
    known or not. The intervals are over reports.
    """
    rows: dict[str, list[list[Row]]] = {"published": [], "unpublished": []}
    for report in read_lines(SHARED / f"data/claims/{name}.jsonl"):
        compared = list(compare_times(report))
        rows["published" if report["published"] else "unpublished"].append(compared)
        for row in compared:
            if show and "exact" not in row.keys:
                print(f"{name.upper()} {row.line}")
    for known, reports in rows.items():
        told = {key: tell_share(reports, key, of) for key, of in _SHARES.items()}
        sizes = {of: sum(of in row.keys for rows in reports for row in rows) for of in ("total", "null", "given")}
        if not sizes["total"]:
            continue
        print(
            f"{name} times, {known}: N={sizes['total']} spans; start and end exact {told['exact']} "
            f"(baseline {told['base exact']}), precision too {told['precision']}; "
            f"gold start null N={sizes['null']}, date invented there {told['invented']} "
            f"(baseline {told['base invented']}); gold start given N={sizes['given']}, "
            f"we abstain {told['abstained']}, wrong start {told['wrong']} (baseline {told['base wrong']}), "
            f"start within the gold interval {told['inside']}"
        )


def tell_share(reports: Sequence[Sequence[Row]], key: str, of: str) -> str:
    """ "169 (83.3% [77.9, 88.4])": a count, its share and the bootstrap interval over reports."""
    pairs = [
        (sum(key in row.keys for row in rows if of in row.keys), sum(of in row.keys for row in rows))
        for rows in reports
    ]
    generator = random.Random(0)
    samples = (generator.choices(pairs, k=len(pairs)) for _ in range(RESAMPLES))
    shares = sorted(100 * sum(part for part, _ in some) / max(1, sum(whole for _, whole in some)) for some in samples)
    count, total = sum(part for part, _ in pairs), sum(whole for _, whole in pairs)
    low, high = shares[int(0.025 * RESAMPLES)], shares[int(0.975 * RESAMPLES) - 1]
    return f"{count} ({100 * count / max(1, total):.1f}% [{low:.1f}, {high:.1f}])"


_SHARES = {
    "exact": "total",
    "precision": "total",
    "invented": "null",
    "abstained": "given",
    "wrong": "given",
    "inside": "given",
    "base exact": "total",
    "base invented": "null",
    "base wrong": "given",
}


def measure_phrases(name: str, show: bool) -> None:
    """The sentences of `cases/`, written for this project, with one bracketed time each: right, wrong, not resolved;
    beside them the baseline.
    """
    ours: list[str] = []
    base: list[str] = []
    with (Path(__file__).parent / f"cases/{name}.tsv").open(encoding="utf-8") as lines:
        for case in csv.DictReader(lines, delimiter="\t"):
            wanted = (case["start"], case["end"])
            time = resolve_case(case)
            found = (time.when.start or "", time.when.end or "")
            ours.append(judge(found, wanted))
            base.append(judge(guess_case(case), wanted))
            if show and found != wanted:
                print(f"PHRASE {name} {case['sentence']} gold {wanted} ours {found} {time.rule}")
    for reader, verdicts in (("dateline", ours), ("baseline", base)):
        print(f"{name} {reader}: N={len(verdicts)}; {tell_verdicts(verdicts)}")


def resolve_case(case: dict[str, str]) -> ResolvedTime:
    """The bracketed time, read as in a report: after the times before it, unless the case gives the anchor."""
    sentence = case["sentence"]
    first, last = sentence.index("["), sentence.index("]") - 1
    text = sentence.replace("[", "").replace("]", "")
    published = read_published(case["published"])
    if case["anchor"]:
        start, _, end = case["anchor"].partition("..")
        anchor = (date.fromisoformat(start), date.fromisoformat(end or start))
        return resolve_time(text, (first, last), published=published, status=case["status"], anchor=anchor)
    span = Span(first, last, text[first:last])
    return resolve_times(text, [span], published=published, statuses=[case["status"]])[0]


def read_published(words: str) -> date | datetime | None:
    if not words:
        return None
    return datetime.fromisoformat(words) if "T" in words else date.fromisoformat(words)


def guess_case(case: dict[str, str]) -> tuple[str, str]:
    """The naive rules on the bracketed words: the first day or year they find."""
    sentence, published = case["sentence"], read_published(case["published"])
    if published is None:
        return "", ""
    day = published.date() if isinstance(published, datetime) else published
    found = read_baseline(sentence[sentence.index("[") : sentence.index("]")], day)
    value = found[0][1] if found else None
    if not value:
        return "", ""
    return (value, value) if len(value) == 10 else (f"{value}-01-01", f"{value}-12-31")


def judge(found: tuple[str, str], wanted: tuple[str, str]) -> str:
    return "right" if found == wanted else "wrong" if any(found) else "not resolved"


def tell_verdicts(verdicts: Sequence[str]) -> str:
    """ "right 98.0% [96.1, 99.5], wrong 1.0% [0.0, 2.5], ...": shares with their 95% bootstrap intervals over cases."""
    told = []
    for verdict in ("right", "wrong", "not resolved"):
        low, high = resample_share([float(item == verdict) for item in verdicts])
        share = 100 * verdicts.count(verdict) / max(1, len(verdicts))
        told.append(f"{verdict} {verdicts.count(verdict)} ({share:.1f}% [{low:.1f}, {high:.1f}])")
    return ", ".join(told)


def resample_share(values: Sequence[float]) -> tuple[float, float]:
    """The 95% bootstrap interval of a share, in per cent."""
    if not values:
        return 0.0, 0.0
    generator = random.Random(0)
    means = sorted(100 * sum(generator.choices(values, k=len(values))) / len(values) for _ in range(RESAMPLES))
    return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]


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
        keys |= {f"base {key}" for key in compare_baseline(gold, span.text, published)}
        context = text[max(0, span.start - 70) : span.end + 25].replace("\n", " ")
        wanted = f"{gold['start']}..{gold['end']} {gold['precision']}"
        found = f"{ours.when.start}..{ours.when.end} {ours.rule} {ours.reason}"
        yield Row(keys, f"{span.text!r} gold {wanted} ours {found} pub {report['published']} :: {context}")


def compare_baseline(gold: dict[str, Any], words: str, published: date | None) -> set[str]:
    case = {"sentence": f"[{words}]", "published": published.isoformat() if published else ""}
    start, end = guess_case(case)
    if (gold["start"] or "", gold["end"] or "") == (start, end):
        return {"exact"}
    if not start:
        return set()
    return {"wrong"} if gold["start"] and start != gold["start"] else set() if gold["start"] else {"invented"}


if __name__ == "__main__":
    main()
