"""Are mentions of armed parties linked to the right actor? `python bench/actors.py ../shared/data`.

Gold: bench/cases/actor_mentions.tsv, mentions of the development reports (re3d, and the reports that were coded twice)
with the id of the actor, "-" where the table has none or nobody is identified, "x" where it is no party; coded by a
large language model reading the report, without sight of the program's answers. A mention counts as right when the id
is right, or when there is none to give and none is given. Beside it the naive baseline: the words as a name or alias.
The rules were made on the "even" half of the reports, by the hash of their ids, and on other reports; the "odd" half
was only measured. "second" is bench/cases/actor_mentions_second.tsv, mentions of reports outside the gold, coded the
same way before the program read them. "third" is bench/cases/actor_mentions_third.tsv, written by one person from
memory before looking into the table: a sentence with one name in brackets for each of 83 countries, what it should
come to, and the id that was looked up afterwards; what the table lacks counts as missed. Outlets and monitors are given
by kind and side.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import numpy as np

from dateline.actors import ResolvedActor, is_media
from dateline.actors.spelling import fold
from dateline.actors.table import read_actors
from dateline.found import Reading
from dateline.model import Span
from dateline.places import find_places, resolve_places
from dateline.reader.decode import decode
from dateline.reader.network import Network
from dateline.reader.windows import cut_pieces
from dateline.resolution import resolve_named
from dateline.sentences import split_sentences
from training.annotations import read_texts
from training.examples import read_lines

FOLDER = Path(__file__).parent / "cases"
SENTENCES = FOLDER / "actor_mentions_third.tsv"
CASES = (FOLDER / "actor_mentions.tsv", FOLDER / "actor_mentions_second.tsv")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--show", choices=["none", "even", "third", "all"], default="none", help="print the wrong answers"
    )
    options = parser.parse_args()
    texts = read_texts(options.data)
    coded = {row["id"]: row["text"] for row in read_lines(options.data / "claims/claims.jsonl")}
    network = Network()
    by_report: dict[str, list[dict[str, str]]] = defaultdict(list)
    for path in CASES:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                by_report[row["report"]].append(row)
    marks: dict[str, list[tuple[str, bool, bool, str]]] = {}
    for report, rows in by_report.items():
        text = coded[report] if rows[0]["part"] == "own" and report in coded else texts[report]
        answers = resolve(text, rows, network)
        show = options.show == "all" or (options.show == "even" and is_even(report) and rows[0]["part"] != "second")
        marks[report] = [_mark(row, text, answer, show) for row, answer in zip(rows, answers, strict=True)]
    second = [one for one in marks.values() if one[0][3] == "second"]
    gold = {report: one for report, one in marks.items() if one[0][3] != "second"}
    parts = {"re3d": "re3d", "own gold": "own"}
    for name in ("re3d", "own gold", "even", "odd", "all"):
        chosen = [
            one for report, one in gold.items()
            if name in {"all", "even" if is_even(report) else "odd"} or parts.get(name) == one[0][3]
        ]  # fmt: skip
        _print(name, chosen)
    _print("second", second)
    _print("third", mark_sentences(network, options.show == "third"))


def is_even(report: str) -> bool:
    """Which half of the reports one is in: the even one was looked at while the rules were made."""
    return int(hashlib.sha256(report.encode()).hexdigest(), 16) % 2 == 0


def mark_sentences(network: Network, show: bool) -> list[list[tuple[str, bool, bool, str]]]:
    """The marks of the third set, each of its sentences a report of its own."""
    marks = []
    with SENTENCES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            before, _, rest = row["text"].partition("[")
            words, _, after = rest.partition("]")
            text = f"{before}{words}{after}"
            place = {"start": str(len(before)), "end": str(len(before) + len(words))}
            case = {**row, **place, "report": f"third {row['country']}", "part": "third"}
            marks.append([_mark(case, text, resolve(text, [case], network)[0], show)])
    return marks


def resolve(text: str, rows: list[dict[str, str]], network: Network) -> list[ResolvedActor]:
    """What the mentions of one report come to, with places, pronouns and speakers as in `dateline code`."""
    sentences = split_sentences(text)
    pieces = cut_pieces(text, sentences, network.tokenizer)
    reading = decode(text, sentences, pieces, network.score([pieces])[0], network)
    homes = find_homes(text, reading)
    mentions = [Span(int(row["start"]), int(row["end"]), text[int(row["start"]) : int(row["end"])]) for row in rows]
    published = date.fromisoformat(rows[0]["published"][:10]) if rows[0]["published"] else None
    answers = resolve_named(text, dict.fromkeys(mentions), reading, published=published, places=homes)
    return [answers[span].resolved for span in mentions]


def find_homes(text: str, reading: Reading) -> list[tuple[Span, str]]:
    """The places of a report with the country of each, found and resolved as in `dateline code`."""
    spans = sorted({found.span for found in reading.mentions["place"]} | set(find_places(text)), key=lambda s: s.start)
    places = zip(spans, resolve_places(text, spans), strict=True)
    return [(span, place.country) for span, place in places if place.country]


def _mark(row: dict[str, str], text: str, resolved: ResolvedActor, show: bool) -> tuple[str, bool, bool, str]:
    words = text[int(row["start"]) : int(row["end"])]
    answer = resolved.actor_id
    gold = {None if one in {"-", "x"} else one for one in row["answer"].split("|")}
    outlet = is_media(words) if answer is None else None
    if row["part"] == "third" and outlet:
        answer = ":".join(filter(None, outlet))
    kind = "right" if answer in gold else "missed" if answer is None else "wrong" if gold != {None} else "invented"
    if show and kind != "right":
        print(f"{kind}\t{words!r}\tgold {row['answer']}\tgiven {answer} by {resolved.rule}\t{row['report']}")
    aliases = {alias.actor_id for alias in read_actors().aliases.get(fold(words), ())}
    naive = next(iter(aliases)) if len(aliases) == 1 else None
    return kind, kind == "right", naive in gold, row["part"]


def _print(name: str, reports: list[list[tuple[str, bool, bool, str]]]) -> None:
    right = [np.array([mark[1] for mark in marks]) for marks in reports]
    naive = [np.array([mark[2] for mark in marks]) for marks in reports]
    kinds = Counter(mark[0] for marks in reports for mark in marks)
    count = sum(map(len, right))
    if not count:
        return
    generator = np.random.default_rng(13)
    draws = []
    for _ in range(1000):
        chosen = generator.integers(0, len(right), len(right))
        draws.append(np.concatenate([right[number] for number in chosen]).mean())
    low, high = np.percentile(draws, (2.5, 97.5)) * 100
    share, base = np.concatenate(right).mean() * 100, np.concatenate(naive).mean() * 100
    faults = ", ".join(f"{kind} {kinds[kind] / count * 100:.1f}" for kind in ("missed", "wrong", "invented"))
    print(
        f"{name:<9} right {share:.1f} [{low:.1f}, {high:.1f}], {faults}; baseline {base:.1f}, N {count} in "
        f"{len(right)} reports"
    )


if __name__ == "__main__":
    main()
