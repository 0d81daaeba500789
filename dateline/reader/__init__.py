"""Stage 3: the neural reader. One encoder, several heads; `read_text` is the whole of it.

`windows` cuts a report into word pieces and windows, `network` runs the encoder, `decode` turns its scores into spans
and links, `labels` lists what the heads tell apart. The weights and their model card are in `weights/`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dateline.codebook.own_types import Example, OwnType
from dateline.found import Reading
from dateline.reader.decode import Decoder, decode
from dateline.reader.likeness import Background, Likeness, find_example, load_background
from dateline.reader.network import Matrix, Network, load_network
from dateline.reader.whereabouts import place_triggers
from dateline.reader.windows import cut_pieces
from dateline.sentences import split_sentences

__all__ = ["Likeness", "Network", "learn_types", "load_network", "read_text"]


def read_text(
    text: str,
    network: Network | None = None,
    likeness: Likeness | None = None,
    *,
    floor: float | None = None,
    with_places: bool = False,
) -> Reading:
    """What the reader finds in a text.

    With `likeness`, triggers also carry the type of the user's that they are likest to; `with_places`, the places
    where they happened. `floor` is the least chance (0 to 1) of an event that is told, in place of the tuned one.
    """
    network = network or load_network()
    sentences = split_sentences(text)
    pieces = cut_pieces(text, sentences, network.tokenizer)
    [scores] = network.score([pieces])
    reading = decode(text, sentences, pieces, scores, network, likeness, floor)
    return place_triggers(text, reading, pieces, scores, network) if with_places else reading


def learn_types(types: Sequence[OwnType], network: Network, background: Background | None = None) -> Likeness:
    """The user's types as vectors: each the mean of its examples and its definition, read with `network`.

    Without `background`, that of the installed weights is loaded; raises DatelineError where there is none.
    """
    background = background or load_background(network)
    vectors = read_examples(
        [example for kind in types for example in (*kind.examples, Example(kind.definition))], network, background
    )
    counts = [len(kind.examples) + 1 for kind in types]
    stacked = np.stack([part.mean(axis=0) for part in np.split(vectors, np.cumsum(counts)[:-1])])
    return Likeness(background, tuple(types), stacked / np.linalg.norm(stacked, axis=1, keepdims=True))


def read_examples(examples: Sequence[Example], network: Network, background: Background) -> Matrix:
    """The vectors of the event words of examples (examples x width)."""
    sentences = [split_sentences(example.text) for example in examples]
    cuts = [
        cut_pieces(example.text, found, network.tokenizer) for example, found in zip(examples, sentences, strict=True)
    ]
    vectors = []
    for example, cut, scores in zip(examples, cuts, network.score(cuts), strict=True):
        found = find_example(example, Decoder(example.text, cut, scores), cut, scores)
        vectors.append(background.vectors([found], cut, scores)[0])
    return np.stack(vectors)
