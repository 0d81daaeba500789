"""How well stage 1 reads: article text from pages, and texts that must come through untouched.

    python bench/reading.py [FOLDER]        FOLDER holds data/; default: $DATELINE_SHARED or ../shared

Pages: 4-word shingles as multisets, precision and recall per page, F1 of their means (the metric of the article
extraction benchmark), beside trafilatura alone with the same setting. Texts: the share whose `text`, given as a JSON
line, comes back with every character, and with every character in its place.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import trafilatura

from dateline.errors import InputError
from dateline.reading import read_report
from dateline.reading.jsonl import read_record

TEXTS = (
    "claims/claims.jsonl",
    "claims/authored.jsonl",
    "news_unlabelled/guardian_syria.jsonl",
    "toponyms/trnews.jsonl",
    "toponyms/lgl.jsonl",
    "muc4/dev.jsonl",
    "polnear/dev.jsonl",
)


def main(data: Path) -> None:
    pages = list(load_pages(data / "article_extraction"))
    for name, read in (("dateline", read_text), ("trafilatura favor_precision", extract_text)):
        print(name, score_pages(pages, read))
    for name in TEXTS:
        print(name, count_untouched(data / name))


def load_pages(folder: Path) -> Iterator[tuple[bytes, str]]:
    for line in (folder / "ground_truth.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        yield gzip.decompress((folder / page["html"]).read_bytes()), page["body"]


def read_text(page: bytes) -> str:
    try:
        return read_report(page).text
    except InputError:
        return ""


def extract_text(page: bytes) -> str:
    return trafilatura.extract(page, include_comments=False, favor_precision=True) or ""


def score_pages(pages: list[tuple[bytes, str]], read: Callable[[bytes], str]) -> str:
    precisions, recalls, exact, start = [], [], 0, time.perf_counter()
    for page, truth in pages:
        found, true = shingles(text := read(page)), shingles(truth)
        shared = sum((found & true).values())
        precisions.append(shared / max(1, sum(found.values())))
        recalls.append(shared / max(1, sum(true.values())))
        exact += words(text) == words(truth)
    speed = len(pages) / (time.perf_counter() - start)
    precision, recall = sum(precisions) / len(pages), sum(recalls) / len(pages)
    f1 = 2 * precision * recall / (precision + recall)
    share = exact / len(pages)
    return f"N={len(pages)} F1={f1:.3f} P={precision:.3f} R={recall:.3f} exact={share:.3f} pages/s={speed:.0f}"


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = words(text)
    return (
        Counter(tuple(tokens[start : start + 4]) for start in range(max(1, len(tokens) - 3))) if tokens else Counter()
    )


def count_untouched(path: Path) -> str:
    exact = in_place = total = 0
    for line in path.read_text("utf-8").rstrip("\n").split("\n"):
        text = json.loads(line)["text"]
        read = read_record(json.dumps({"text": text}).encode()).text
        total, exact, in_place = total + 1, exact + (read == text), in_place + (len(read) == len(text))
    return f"N={total} same characters={exact} same places={in_place}"


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("DATELINE_SHARED", "../shared")
    main(Path(given) / "data")
