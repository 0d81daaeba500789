"""Event mentions of ECB+ and MEANTIME with what the installed reader says of them, for bench/ecb.py.

Each report is read once, whole; what is kept of a mention are the reader's trigger vector, its scores of type and
status, the hidden layers of its words, the last hidden layer of the words beside it and of its sentence, and the
actors, places and times that the reader itself finds in the sentence, each with the chance that it belongs to the
mention. The gold entity mentions are not used. The vectors are kept in a file, as reading takes minutes.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from dateline.reader import labels
from dateline.reader.decode import MENTION_FLOOR, Decoder, _pool, _softmax
from dateline.reader.network import COLUMNS, LINK_COLUMNS, WEIGHTS_PATH, Matrix, Network
from dateline.reader.windows import Pieces, cut_pieces, cut_windows

HIDDEN_SIZE = 768
# Kinds of mention that the reader tells apart, and as what the link head may tie them to a trigger.
NEIGHBOURS = {"actor": "actor", "person": "actor", "place": "place", "time": "time"}
# Hidden layers of a mention's words that are kept, 0 being the words before the first layer.
LAYERS = {"word": 0, "early": 2, "late": 4, "hidden": 5}
VECTORS = ("trigger", "type", *LAYERS, "near", "sentence")
BESIDE = 6  # word pieces on either side of a mention that are read as what stands beside it
_SAID = re.compile(r"``|''")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A mention that the reader found in the same sentence, and the chance that it fills a role of the event."""

    kind: str
    text: str
    role: str
    chance: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A gold event mention: where it stands, its chain, and what the reader found beside it."""

    id: str
    report_id: str
    topic: str
    subtopic: str
    chain: str
    text: str
    spans: tuple[tuple[int, int], ...]
    sentence: str
    sentence_start: int
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The mentions of one part of a set, its texts by report id, and the vectors (mentions x width) by name."""

    mentions: tuple[Mention, ...]
    texts: dict[str, str]
    vectors: dict[str, Matrix]

    @property
    def gold(self) -> list[str]:
        return [mention.chain for mention in self.mentions]


def load_part(path: Path, cache: Path, weights: Path = WEIGHTS_PATH) -> Part:
    """Return the scored event mentions of a file of ECB+ or MEANTIME, from the cache or read anew."""
    reports = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    kept = cache / f"{path.stem}-layers-{(weights / 'NAME').read_text('utf-8').strip()}"
    if not kept.with_suffix(".npz").exists():
        _read_part(reports, kept, Encoder(weights))
    rows = json.loads(kept.with_suffix(".json").read_text("utf-8"))
    neighbours = {row["id"]: tuple(Neighbour(*item) for item in row["neighbours"]) for row in rows}
    mentions = tuple(
        _make_mention(report, mention, neighbours[mention["id"]])
        for report in reports
        for mention in scored_events(report)
    )
    with np.load(kept.with_suffix(".npz")) as arrays:
        vectors = {name: arrays[name].astype(np.float32) for name in VECTORS}
    return Part(mentions, {report["id"]: told_text(report) for report in reports}, vectors)


def scored_events(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in report["mentions"] if one["kind"] == "event" and one.get("scored", True)]


def told_text(report: dict[str, Any]) -> str:
    """The text without the address that some reports begin with, at the same offsets."""
    text: str = _SAID.sub(' "', report["text"])
    if text.startswith("http"):
        end = report["sentences"][0][2]
        text = " " * end + text[end:]
    return text


def _make_mention(report: dict[str, Any], mention: dict[str, Any], neighbours: tuple[Neighbour, ...]) -> Mention:
    _, start, end = next(row for row in report["sentences"] if row[0] == mention["sentence"])
    chain = mention["chain"]
    return Mention(
        mention["id"],
        report["id"],
        str(report["topic"]),
        str(report.get("subtopic", report["topic"])),
        f"{mention['id']}" if chain.startswith("SINGLETON") else f"{report['topic']}/{chain}",
        mention["text"],
        tuple((span[0], span[1]) for span in mention["spans"]),
        told_text(report)[start:end],
        start,
        neighbours,
    )


class Encoder:
    """The installed reader with its hidden layers as an output beside the head scores."""

    def __init__(self, weights: Path) -> None:
        self.network = Network(weights)
        model = onnx.load(weights / "reader.onnx")
        norms = [node.output[0] for node in model.graph.node if node.op_type == "LayerNormalization"]
        for hidden in norms[::2]:  # one of the words, then two a layer
            model.graph.output.append(onnx.helper.make_tensor_value_info(hidden, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        with tempfile.TemporaryDirectory() as folder:
            onnx.save(model, f"{folder}/reader.onnx")
            session = onnxruntime.InferenceSession(f"{folder}/reader.onnx", options)
        self.network._session = _Joined(session)

    def read(self, pieces: Pieces) -> tuple[Matrix, Matrix]:
        """Head scores (pieces x columns) and hidden layers (pieces x layers x width)."""
        parts = []
        for window in cut_windows(pieces):
            output = self.network._run(pieces, window)
            first = 1 + window.core - window.start
            parts.append(output[first : 1 + window.end - window.start])
        width = max(columns.stop for columns in COLUMNS.values())
        joined = np.concatenate(parts)
        return joined[:, :width], joined[:, width:].reshape(len(joined), -1, HIDDEN_SIZE)


class _Joined:
    """Gives the hidden layers as further columns of the head scores."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def run(self, names: None, feed: dict[str, Any]) -> list[Any]:
        return [np.concatenate(self._session.run(names, feed), axis=2)]


def _read_part(reports: Sequence[dict[str, Any]], kept: Path, encoder: Encoder) -> None:
    rows: list[dict[str, Any]] = []
    vectors: dict[str, list[NDArray[np.float32]]] = {name: [] for name in VECTORS}
    for report in reports:
        mentions = scored_events(report)
        if not mentions:
            continue
        text = told_text(report)
        sentences = [(start, end) for _, start, end in report["sentences"] if text[start:end].strip()]
        pieces = cut_pieces(text, sentences, encoder.network.tokenizer)
        number = np.arange(len(pieces.ids))
        scores, hidden = encoder.read(pieces)
        decoder = Decoder(text, pieces, scores)
        found = [one for kind in NEIGHBOURS for one in decoder.spans(f"mention:{kind}", MENTION_FLOOR, kind)]
        for mention in mentions:
            ends = _find_pieces(pieces, mention["spans"])
            inside = np.isin(number, ends)
            near = pieces.sentences == pieces.sentences[ends[0]]
            vectors["trigger"].append(_pool(scores, [(ends[0], ends[-1])], "pair:trigger")[0])
            heads = (COLUMNS["span:event_type"], COLUMNS["span:status"])
            vectors["type"].append(np.concatenate([scores[ends, head].mean(axis=0) for head in heads]))
            for name, layer in LAYERS.items():
                vectors[name].append(hidden[inside, layer].mean(axis=0))
            close = near & ~inside & (number >= ends[0] - BESIDE) & (number <= ends[-1] + BESIDE)
            vectors["near"].append(hidden[close if close.any() else inside, -1].mean(axis=0))
            vectors["sentence"].append(hidden[near, -1].mean(axis=0))
            beside = [one for one in found if one.sentence == pieces.sentences[ends[0]]]
            rows.append({
                "id": mention["id"],
                "neighbours": _link((ends[0], ends[-1]), beside, pieces, scores, encoder.network),
            })  # fmt: skip
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.with_suffix(".json").write_text(json.dumps(rows), "utf-8")
    arrays: dict[str, Any] = {name: np.array(values, dtype=np.float16) for name, values in vectors.items()}
    np.savez(kept.with_suffix(".npz"), **arrays)


def _find_pieces(pieces: Pieces, spans: Sequence[Sequence[int]]) -> list[int]:
    inside = np.zeros(len(pieces.ids), dtype=bool)
    for start, end in spans:
        inside |= (pieces.starts < end) & (pieces.ends > start)
    return [int(number) for number in np.flatnonzero(inside)]


def _link(
    trigger: tuple[int, int], beside: Sequence[Any], pieces: Pieces, scores: Matrix, network: Network
) -> list[tuple[str, str, str, float]]:
    """Kind, text, likeliest role and the chance of any role, of each mention beside a trigger."""
    if not beside:
        return []
    spans = [one.pieces for one in beside]
    kinds = [NEIGHBOURS[one.kind] for one in beside]
    offsets = [
        2 * labels.distance_bucket(span[0] - trigger[0])
        + int(pieces.sentences[trigger[0]] == pieces.sentences[span[0]])
        for span in spans
    ]
    event = int(_pool(scores, [trigger], "span:event_type").argmax())
    result = network.link(
        np.repeat(_pool(scores, [trigger], "pair:trigger"), len(spans), axis=0),
        _pool(scores, spans, "pair:filler"),
        np.array(offsets),
        np.array([tuple(labels.LINKS).index(kind) for kind in kinds]),
        np.full(len(spans), event),
    )
    linked = []
    for one, kind, row in zip(beside, kinds, result, strict=True):
        chances = _softmax(row[None, LINK_COLUMNS[kind]])[0]
        role = labels.LINKS[kind][int(chances[1:].argmax()) + 1]
        linked.append((one.kind, one.span.text, role, float(1 - chances[0])))
    return linked
