"""What bench/places.py counts in each report, and the figures with their intervals that the counts come to."""

from __future__ import annotations

import csv
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from places import distance_km, is_right, spans_of

from dateline.codebook import countries
from dateline.model import Span
from dateline.places import ResolvedPlace, find_places, resolve_places
from dateline.places.finder import _WORD, _last_of_run, _trim
from dateline.places.gazetteer import Gazetteer, open_gazetteer
from dateline.places.phrases import read_clues
from dateline.places.spelling import fold
from dateline.places.unpacking import unpack_gazetteer
from dateline.reader import load_network, read_text

RESAMPLES = 1_000
# Figure, what is counted, and of what; F1 where there are two of the latter.
RATIOS = {
    "right within 161 km": ("right161", ("gold",)),
    "baseline": ("popular161", ("gold",)),
    "right within 161 km, of those held": ("right_held", ("held",)),
    "held by the gazetteer": ("held", ("gold",)),
    "right within 25 km, country right": ("right25", ("gold",)),
    "baseline ": ("popular25", ("gold",)),
    "of the answers, right within 161 km": ("right161", ("answered",)),
    "abstained where gold has no place": ("abstained", ("null",)),
    "names found, F1": ("found", ("named", "given")),
    "names found, rules alone, F1": ("rules_found", ("named", "rules_given")),
    "names found, baseline, F1": ("naive_found", ("named", "naive_given")),
    "names found, precision": ("found", ("given",)),
    "names found, recall": ("found", ("named",)),
    "found and right within 161 km, F1": ("whole161", ("gold", "answered")),
    "found and right within 161 km, rules alone, F1": ("rules_whole161", ("gold", "rules_answered")),
    "found and right within 161 km, baseline, F1": ("naive_whole161", ("gold", "naive_answered")),
    "found and right within 25 km, country right, F1": ("whole25", ("gold", "answered")),
    "found and right within 25 km, rules alone, F1": ("rules_whole25", ("gold", "rules_answered")),
    "found and right within 25 km, baseline, F1": ("naive_whole25", ("gold", "naive_answered")),
}


def count_on_gold_spans(reports: Sequence[dict]) -> list[Counter[str]]:
    """Count the right answers for the gold spans of each report."""
    return [_count_gold(report) for report in reports]


def _count_gold(report: dict) -> Counter[str]:
    gazetteer, counts = open_gazetteer(), Counter[str]()
    spans = spans_of(report)
    places = resolve_places(report["text"], spans)
    for gold, span, place in zip(report["toponyms"], spans, places, strict=True):
        if gold["lat"] is None:
            counts["null"] += 1
            counts["abstained"] += place.lat is None
            continue
        clue = read_clues(report["text"], span)
        bearers = next((found for key, _ in clue.keys if (found := gazetteer.find_key(key))), ())
        is_held = any(is_right(record, gold, 161) for record in bearers)
        right161, right25 = _judge(place, gold)
        popular161, popular25 = _judge(_most_populous(gazetteer, [key for key, _ in clue.keys]), gold)
        counts.update(
            gold=1, held=is_held, answered=place.lat is not None, right161=right161, right_held=right161 and is_held,
            right25=right25, popular161=popular161, popular25=popular25,
        )  # fmt: skip
    return counts


def count_whole(reports: Sequence[dict]) -> list[Counter[str]]:
    """Count the right names and places of each report from its text alone: ours, our rules alone, and the baseline."""
    network = load_network()
    rows = []
    for report in reports:
        text, counts = report["text"], Counter[str](named=len(report["toponyms"]))
        counts["gold"] = sum(gold["lat"] is not None for gold in report["toponyms"])
        rules = find_places(text, demonyms=True)
        reading = read_text(text, network)
        read = [found.span for found in reading.mentions["place"]]
        both = sorted([*rules, *_beside(read, rules)], key=lambda span: span.start)
        naive = list(_find_naively(text))
        gazetteer = open_gazetteer()
        for prefix, spans, places in (
            ("", both, resolve_places(text, both)),
            ("rules_", rules, resolve_places(text, rules)),
            ("naive_", naive, [_most_populous(gazetteer, [fold(span.text)]) for span in naive]),
        ):
            _count_spans(prefix, report, dict(zip(spans, places, strict=True)), counts)
        rows.append(counts)
    return rows


def _beside(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    return [span for span in spans if not any(span.start < other.end and other.start < span.end for other in others)]


def _count_spans(prefix: str, report: dict, places: dict[Span, ResolvedPlace], counts: Counter[str]) -> None:
    at = {(span.start, span.end): place for span, place in places.items()}
    counts[prefix + "given"] = len(at)
    counts[prefix + "answered"] = sum(place.lat is not None for place in at.values())
    for gold in report["toponyms"]:
        place = at.get((gold["start"], gold["end"]))
        counts[prefix + "found"] += place is not None
        if place is not None and gold["lat"] is not None:
            right161, right25 = _judge(place, gold)
            counts[prefix + "whole161"] += right161
            counts[prefix + "whole25"] += right25


def _judge(place: ResolvedPlace, gold: dict) -> tuple[bool, bool]:
    """Whether a place is right within 161 km, and within 25 km (or the very record) with the right country."""
    if place.lat is None or place.lon is None:
        return False, False
    km = distance_km(place.lat, place.lon, gold["lat"], gold["lon"])
    is_same = place.gazetteer_id == f"geonames:{gold['geonames_id']}"
    names = _country_names().get(place.country or "", set()) | {None}
    return km <= 161, (km <= 25 or is_same) and gold["country"] in names


def _most_populous(gazetteer: Gazetteer, keys: Sequence[str]) -> ResolvedPlace:
    bearers = next((found for key in keys if (found := gazetteer.find_key(key))), ())
    if not bearers:
        return ResolvedPlace("", reason="not_in_gazetteer")
    first = max(bearers, key=lambda bearer: (bearer.feature == "country", bearer.population))
    return ResolvedPlace(first.name, first.lat, first.lon, first.country, gazetteer_id=first.ref)


def _find_naively(text: str) -> Iterator[Span]:
    """Every longest run of capitalised words that the gazetteer knows."""
    gazetteer, words, number = open_gazetteer(), list(_WORD.finditer(text)), 0
    while number < len(words):
        following = number + 1
        if words[number][0][0].isupper():
            for last in range(_last_of_run(text, words, number), number - 1, -1):
                start, end = words[number].start(), _trim(text, words[number].start(), words[last].end())
                if gazetteer.knows_key(fold(text[start:end])):
                    yield Span(start, end, text[start:end])
                    following = last + 1
                    break
        number = following


@cache
def _country_names() -> dict[str, set[str]]:
    path = Path(countries.__file__).with_name("countries.csv")
    with path.open(encoding="utf-8") as file:
        return {row["iso3"]: {row["name"], *row["aliases"].split("|"), row["iso2"]} for row in csv.DictReader(file)}


def write_figures(rows: Sequence[Counter[str]]) -> str:
    """Return one line a figure that can be made of the counts: value, 95% interval, and of how many."""
    lines = []
    for name, (top, bottoms) in RATIOS.items():
        total = sum((Counter(row) for row in rows), Counter())
        if not all(total[bottom] for bottom in bottoms) or not any(top in row for row in rows):
            continue
        low, high = _interval(rows, top, bottoms)
        of = total[bottoms[0]]
        lines.append(f"  {name.strip():52} {_ratio(total, top, bottoms):.3f}  {low:.3f}-{high:.3f}  N {of:,}")
    return "\n".join(lines)


def _ratio(counts: Counter[str], top: str, bottoms: tuple[str, ...]) -> float:
    return len(bottoms) * counts[top] / max(1, sum(counts[bottom] for bottom in bottoms))


def _interval(rows: Sequence[Counter[str]], top: str, bottoms: tuple[str, ...]) -> tuple[float, float]:
    chance = random.Random(13)
    tops = [row[top] for row in rows]
    sums = [sum(row[bottom] for bottom in bottoms) for row in rows]
    values = []
    for _ in range(RESAMPLES):
        drawn = chance.choices(range(len(rows)), k=len(rows))
        values.append(len(bottoms) * sum(tops[i] for i in drawn) / max(1, sum(sums[i] for i in drawn)))
    values.sort()
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES) - 1]


def time_lookups(reports: Sequence[dict]) -> str:
    """Return the processor time of the first look-up of a name, over the different names of the gold."""
    names = sorted({fold(span.text) for report in reports for span in spans_of(report)})
    gazetteer = Gazetteer(unpack_gazetteer()[0])  # one with an empty memory
    for name in names:
        gazetteer.select("SELECT 1 FROM spelling WHERE key = ?", (name,))  # pages into the system's cache, as in a run
    times = []
    for name in names:
        started = time.thread_time()
        gazetteer.find_key(name)
        times.append(1000 * (time.thread_time() - started))
    times.sort()
    middle, mean, p95 = statistics.median(times), statistics.fmean(times), times[int(0.95 * len(times))]
    figures = f"median {middle:.3f} ms, mean {mean:.3f}, p95 {p95:.3f}, N {len(names):,}"
    return f"first look-up of a name, processor time: {figures}"
