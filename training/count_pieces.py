"""Counts pieces over the development texts: `python -m training.count_pieces --data DIR --encoder DIR OUT.json`."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Tokenizer

from training.examples import read_lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-mpnet-base-v2")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    counts: Counter[int] = Counter()
    for text in _texts(options.data):
        counts.update(tokenizer.encode(text, add_special_tokens=False).ids)
    pieces = {number: piece for piece, number in tokenizer.get_vocab().items()}
    named = {pieces[number]: count for number, count in counts.most_common()}
    options.out.write_text(json.dumps(named, ensure_ascii=False), "utf-8")
    print(f"{len(named)} pieces, {sum(named.values())} in all")


def _texts(data: Path) -> Iterator[str]:
    for path in sorted(data.glob("*/*.jsonl")):
        for row in read_lines(path):
            text = row.get("text") or row.get("body")
            yield text or " ".join(item["text"] for item in row.get("sentences", []) if isinstance(item, dict))


if __name__ == "__main__":
    main()
