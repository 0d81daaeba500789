"""Measure `dateline.quantities` on the gold spans of the development claims: tolls (numbers, kind) and materiel.

Run from the repository root: `python bench/quantities.py [--errors]`. Reads the shared data folder
(`DATELINE_SHARED`, else `../shared`).
Baseline beside us: the first run of digits, kind "killed". The kind is read from the span and its sentence only.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.quantities import find_materiel, find_tolls, parse_count, parse_materiel, parse_toll

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list the misses")
    show = parser.parse_args().errors
    if not SHARED.is_dir():
        sys.exit(f"no shared data at {SHARED}: set DATELINE_SHARED")
    for name in ("claims", "authored"):
        measure_tolls(name, show)
        measure_materiel(name, show)
        measure_finding(name)
    measure_phrases(show)


def read_reports(name: str) -> Iterator[dict[str, Any]]:
    with (SHARED / f"data/claims/{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_parts(name: str, field: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Each gold toll or piece of materiel with a span, once a report and value, and its sentence."""
    for report in read_reports(name):
        seen = set()
        for claim in report["claims"]:
            for part in claim[field]:
                if part["span"] is None:
                    continue
                key = (part["span"]["start"], part["span"]["end"], part.get("kind"), part.get("name"))
                if key in seen:
                    continue
                seen.add(key)
                yield part, sentence_around(report["text"], part["span"])


def sentence_around(text: str, span: dict[str, Any]) -> str:
    start = max((text.rfind(stop, 0, span["start"]) for stop in (". ", "\n", "! ", "? ")), default=-1) + 1
    ends = [place for place in (text.find(stop, span["end"]) for stop in (". ", "\n")) if place >= 0]
    return text[start : min(ends, default=len(text)) + 1]


def measure_tolls(name: str, show: bool) -> None:
    counts: Counter[str] = Counter()
    for gold, sentence in read_parts(name, "casualties"):
        words = gold["span"]["text"]
        reading = parse_toll(words, sentence)
        wanted = (gold["low"], gold["best"], gold["high"])
        found = (reading.count.low, reading.count.best, reading.count.high) if reading else None
        counts["total"] += 1
        counts["numbers"] += found == wanted
        counts["invented"] += wanted == (None, None, None) and found is not None and found != wanted
        counts["null"] += wanted == (None, None, None)
        counts["kind"] += reading is not None and reading.kind == gold["kind"]
        counts["no kind"] += reading is not None and reading.kind is None
        counts["base numbers"] += baseline(words) == wanted
        counts["base kind"] += gold["kind"] == "killed"
        if show and found != wanted:
            print(f"{name} NUMBERS {words!r} gold {wanted} ours {found} {reading.count.rule if reading else ''}")
        if show and (reading is None or reading.kind != gold["kind"]):
            kind = reading.kind if reading else None
            print(f"{name} KIND {words!r} gold {gold['kind']} ours {kind} :: {sentence[:160]!r}")
    total = counts["total"]
    shares = {key: rate(counts[key], total) for key in ("numbers", "base numbers", "kind", "base kind", "no kind")}
    print(
        f"{name} tolls: N={total}; low, best and high exact {shares['numbers']} (baseline {shares['base numbers']}); "
        f"kind {shares['kind']} (baseline {shares['base kind']}), kind not said {shares['no kind']}; "
        f"number given where gold has none {rate(counts['invented'], counts['null'])}"
    )


def baseline(words: str) -> tuple[int, int, int] | tuple[None, None, None]:
    digits = re.search(r"\d[\d,]*", words)
    if digits is None:
        return (None, None, None)
    value = int(digits.group().replace(",", ""))
    return (value, value, value)


def measure_materiel(name: str, show: bool) -> None:
    counts: Counter[str] = Counter()
    for gold, _ in read_parts(name, "materiel"):
        reading = parse_materiel(gold["span"]["text"])
        counts["total"] += 1
        if reading is None:
            continue
        counts["listed"] += reading.rule == "listed"
        counts["category"] += reading.category == gold["category"]
        counts["count"] += reading.count == gold["count"]
        counts["name"] += fold(reading.name) == fold(gold["name"])
        counts["name part"] += bool(set(fold(reading.name).split()) & set(fold(gold["name"]).split()))
        if show and (reading.category != gold["category"] or reading.count != gold["count"]):
            wanted = f"{gold['name']} {gold['category']} {gold['count']}"
            print(f"{name} MATERIEL {gold['span']['text']!r} gold {wanted} ours {reading}")
    total = counts["total"]
    shares = {key: rate(counts[key], total) for key in ("category", "count", "name", "name part", "listed")}
    print(
        f"{name} materiel: N={total}; category {shares['category']}, count {shares['count']}, "
        f"name equal (folded) {shares['name']}, sharing a word {shares['name part']}, on the list {shares['listed']}"
    )


def fold(name: str) -> str:
    words = re.findall(r"[a-z]+|\d+", name.lower())
    return " ".join(word.rstrip("s") for word in words)


def measure_finding(name: str) -> None:
    """Gold spans that the finders overlap, within evidence sentences, and how many of their finds meet a gold span."""
    counts: Counter[str] = Counter()
    for report in read_reports(name):
        for field, finder in (("casualties", find_tolls), ("materiel", find_materiel)):
            golds = {
                (part["span"]["start"], part["span"]["end"])
                for claim in report["claims"]
                for part in claim[field]
                if part["span"]
            }
            evidence = {
                (span["start"], span["end"]) for claim in report["claims"] for span in claim["evidence"] if span
            }
            found = [
                span for span in finder(report["text"]) if any(s <= span.start and span.end <= e for s, e in evidence)
            ]
            counts[f"{field} gold"] += len(golds)
            counts[f"{field} found"] += len(found)
            counts[f"{field} met"] += sum(any(span.start < e and span.end > s for span in found) for s, e in golds)
            counts[f"{field} right"] += sum(any(span.start < e and span.end > s for s, e in golds) for span in found)
    for field in ("casualties", "materiel"):
        recall = rate(counts[f"{field} met"], counts[f"{field} gold"])
        precision = rate(counts[f"{field} right"], counts[f"{field} found"])
        print(f"{name} find {field} (overlap, in evidence sentences): recall {recall}, precision {precision}")


def measure_phrases(show: bool) -> None:
    """The phrases of `cases/toll_phrases.tsv`, written for this project: right, wrong, no answer."""
    counts: Counter[str] = Counter()
    with (Path(__file__).parent / "cases/toll_phrases.tsv").open(encoding="utf-8") as lines:
        for case in csv.DictReader(lines, delimiter="\t"):
            words, no_count = case["words"], case["low"] == "none"
            reading = parse_toll(words)
            count = parse_count(words) if no_count or reading is None else reading.count
            found = (count.low, count.best, count.high) if count else (None, None, None)
            bounds = ("low", "best", "high")
            wanted = (None,) * 3 if no_count else tuple(int(case[key]) if case[key] else None for key in bounds)
            verdict = "right" if found == wanted else "no answer" if found == (None, None, None) else "wrong"
            counts[verdict] += 1
            if show and verdict != "right":
                print(f"PHRASE {verdict} {words!r} gold {wanted} ours {found}")
    print(f"own phrases: N={sum(counts.values())}; {dict(counts)}")


def rate(part: int, total: int) -> str:
    return f"{100 * part / max(1, total):.1f}% of {total}"


if __name__ == "__main__":
    main()
