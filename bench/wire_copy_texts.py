"""Real texts for bench/wire_copy.py, read from the development sets when the bench runs; none are kept here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from dateline.sentences import split_sentences

FEWEST_WORDS, MOST_WORDS = 70, 900
_HEADER = re.compile(r"^.*?--\s*(?:\[[A-Z ,]+\]\s*)*", re.DOTALL)
_ADDRESS = re.compile(r"^https? : .*\n")
_LOOSE = (
    (re.compile(r"``\s*"), "“"), (re.compile(r"\s*''"), "”"), (re.compile(r"\s+([.,;:!?%)])"), r"\1"),
    (re.compile(r"\(\s+"), "("), (re.compile(r"\s+(['’](?:s|re|ve|ll|d|m|t)\b)"), r"\1"),
    (re.compile(r"(\w) - (\w)"), r"\1-\2"), (re.compile(r"(\d), (\d\d\d)\b"), r"\1,\2"),
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """A real text: `family` groups those that may tell of one event; `kin` says which of those do."""

    id: str
    set: str
    family: str
    kin: frozenset[str]
    outlet: str
    body: str

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        return tuple(self.body[start:end] for start, end in split_sentences(self.body))

    @property
    def half(self) -> str:
        """Return "tune" or "report", by digest of the family, so that no two texts of one event fall apart."""
        return ("tune", "report")[digest(self.family) % 2]


def digest(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big")


def read_texts(data: Path) -> list[Text]:
    """Return the texts of a length that news has, in order of set and file."""
    readers = (
        ("muc4/train.jsonl", _read_muc), ("ecbplus/train.jsonl", _read_ecb), ("toponyms/lgl.jsonl", _read_local),
        ("toponyms/trnews.jsonl", _read_local), ("polnear/train.jsonl", _read_polnear),
        ("news_unlabelled/guardian_syria.jsonl", _read_guardian),
    )  # fmt: skip
    texts = []
    for name, reader in readers:
        read = [reader(row) for row in _rows(data / name)]
        texts += [text for text in read if FEWEST_WORDS <= len(text.body.split()) <= MOST_WORDS]
    return _join_families(texts)


def _join_families(texts: list[Text]) -> list[Text]:
    """Give the texts that share kin the family of the first of them."""
    family_of: dict[str, str] = {}

    def find(key: str) -> str:
        while family_of.setdefault(key, key) != key:
            key = family_of[key]
        return key

    for text in texts:
        for key in text.kin if text.set == "muc4" else ():
            one, other = sorted((find(text.family), find(key)))
            family_of[other] = one
    return [replace(text, family=find(text.family)) for text in texts]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").split("\n"):
        if line:
            yield json.loads(line)


def _read_muc(row: dict[str, Any]) -> Text:
    paragraphs = re.split(r"\n\s*\n", _HEADER.sub("", row["raw"], count=1))
    body = "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    return Text(row["id"], "muc4", row["id"], frozenset(_name_incidents(row)), row["source"] or "radio", body)


def _name_incidents(row: dict[str, Any]) -> Iterator[str]:
    """Day and place of each incident of a MUC-4 message, and its victims: messages that share one tell of one."""
    for incident in row["templates_full"] or ():
        days = [filler["value"][0] for filler in incident["incident_date"] or ()]
        places = [filler["value"][0] for filler in incident["incident_location"] or ()]
        if days and places and "-" not in days[0] and len(places[0]) > 1:
            yield f"{days[0]} {places[0]}"
        for victim in incident["hum_tgt_name"] or ():
            if victim["value"][0]:
                yield f"victim {victim['value'][0]}"


def _read_ecb(row: dict[str, Any]) -> Text:
    body = _ADDRESS.sub("", row["text"])
    for pattern, plain in _LOOSE:
        body = pattern.sub(plain, body)
    family, outlet = f"ecb {row['topic']}", f"outlet {row['id']}"
    return Text(row["id"], "ecb", family, frozenset({row["subtopic"]}), outlet, body)


def _read_local(row: dict[str, Any]) -> Text:
    return Text(row["id"], row["corpus"], row["id"], frozenset({row["domain"]}), row["domain"], row["text"])


def _read_polnear(row: dict[str, Any]) -> Text:
    week = f"polnear {row['date'][:7]}"
    return Text(row["id"], "polnear", week, frozenset({row["date"]}), row["publisher"], row["text"])


def _read_guardian(row: dict[str, Any]) -> Text:
    return Text(row["id"], "guardian", row["id"], frozenset(), row["outlet"], row["text"])
