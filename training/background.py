"""Makes the reader's background: `python -m training.background TEXTS... [--weights DIR] [--most N]`.

TEXTS are JSON lines with a "text" each (reports in the prose that the tool will meet), or folders of .txt files. Writes
the mean and covariance of the triggers that the reader finds in them beside its weights (`background.npz`), which event
types of a user's own need (docs/own_types.md). To be run again for new weights; no text is kept.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dateline.reader.decode import TRIGGER_FLOOR, Decoder
from dateline.reader.likeness import BACKGROUND_NAME, pool_triggers
from dateline.reader.network import WEIGHTS_PATH, Network
from dateline.reader.windows import cut_pieces
from dateline.sentences import split_sentences
from training.examples import read_lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_PATH)
    parser.add_argument("--most", type=int, default=200, help="texts read of each file or folder (the first)")
    options = parser.parse_args()
    network = Network(options.weights)
    texts = [text for path in options.texts for text in itertools.islice(read_folder_or_lines(path), options.most)]
    vectors = np.concatenate([read_vectors(text, network) for text in texts])
    if len(vectors) < 2:
        raise SystemExit(f"{len(vectors)} triggers in {len(texts)} texts are too few; give more texts")
    np.savez_compressed(
        options.weights / BACKGROUND_NAME,
        mean=vectors.mean(axis=0).astype(np.float16),
        covariance=np.cov(vectors.T).astype(np.float16),
        reader=np.array(network.name),
        count=np.array(len(vectors)),
    )
    size = (options.weights / BACKGROUND_NAME).stat().st_size
    print(f"{len(vectors)} triggers in {len(texts)} texts, reader {network.name}: {size:,} bytes")


def read_folder_or_lines(path: Path) -> Iterator[str]:
    if path.is_dir():
        yield from (file.read_text("utf-8") for file in sorted(path.glob("*.txt")))
    else:
        yield from (row["text"] for row in read_lines(path))


def read_vectors(text: str, network: Network) -> np.ndarray:
    """Raw vectors of the triggers in one text."""
    pieces = cut_pieces(text, split_sentences(text), network.tokenizer)
    scores = network.score([pieces])[0]
    triggers = Decoder(text, pieces, scores).spans("trigger", TRIGGER_FLOOR, "trigger")
    return pool_triggers(triggers, scores)


if __name__ == "__main__":
    main()
