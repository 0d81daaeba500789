"""Stage 3: the neural reader. One encoder, several heads; `read_texts` is the whole of it.

`windows` cuts a report into word pieces and windows, `network` runs the encoder, `decode` turns its scores into spans
and links, `labels` lists what the heads tell apart. The weights and their model card are in `weights/`.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.found import Reading
from dateline.reader.decode import decode
from dateline.reader.network import Network, load_network
from dateline.reader.windows import cut_pieces
from dateline.sentences import split_sentences

__all__ = ["Network", "load_network", "read_texts"]


def read_texts(texts: Sequence[str], network: Network | None = None) -> list[Reading]:
    """What the reader finds in each text, in order; texts given together are run through the encoder together."""
    network = network or load_network()
    sentences = [split_sentences(text) for text in texts]
    pieces = [cut_pieces(text, found, network.tokenizer) for text, found in zip(texts, sentences, strict=True)]
    scores = network.score(pieces)
    return [
        decode(text, found, cut, matrix, network)
        for text, found, cut, matrix in zip(texts, sentences, pieces, scores, strict=True)
    ]
