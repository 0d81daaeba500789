"""The reader's network: word pieces in, head scores out, on ONNX Runtime in int8."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.reader import labels
from dateline.reader.event_places import EventPlaces
from dateline.reader.windows import END_ID, START_ID, Pieces, Window, cut_windows

Matrix = NDArray[np.float32]
WEIGHTS_PATH = Path(__file__).parent / "weights"
COLUMNS = labels.output_columns()
LINK_COLUMNS: dict[str, slice] = {}
for _kind, _options in labels.LINKS.items():
    _start = max((columns.stop for columns in LINK_COLUMNS.values()), default=0)
    LINK_COLUMNS[_kind] = slice(_start, _start + len(_options))


class Network:
    """Weights on disk, loaded once. `score` is the only expensive call of the whole program."""

    def __init__(self, path: Path = WEIGHTS_PATH) -> None:
        self.tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        self.name = (path / "NAME").read_text("utf-8").strip() if (path / "NAME").exists() else path.name
        with np.load(path / "words.npz") as words:
            self._table, self._scales = words["table"], words["scales"]
            self._positions: Matrix = words["position_table"] * words["position_scales"][:, None]
        with np.load(path / "links.npz") as links:
            self._links: dict[str, Matrix] = {name: links[name] for name in links.files}
        places = path / "event_places.npz"
        self.event_places = EventPlaces(places) if places.exists() else None  # trained after the reader
        self._session = _open_session(path / "reader.onnx")

    def score(self, reports: Sequence[Pieces]) -> list[Matrix]:
        """Head scores of every piece of every report (pieces x columns), in order; see `labels.output_columns`.

        Every window is run alone: the scale of int8 is taken over all that is run at once, so that a report read beside
        others would be read a little differently. On two cores that is as fast as batches, which need padding.
        """
        width = max(columns.stop for columns in COLUMNS.values())
        scored: list[Matrix] = [np.zeros((len(pieces.ids), width), dtype=np.float32) for pieces in reports]
        for pieces, scores in zip(reports, scored, strict=True):
            for window in cut_windows(pieces):
                first = 1 + window.core - window.start
                scores[window.core : window.end] = self._run(pieces, window)[first : 1 + window.end - window.start]
        return scored

    def _run(self, pieces: Pieces, window: Window) -> Matrix:
        inside = slice(window.start, window.end)
        ids = np.concatenate([[START_ID], pieces.ids[inside], [END_ID]]).astype(np.int64)
        cases = np.concatenate([[0], pieces.cases[inside], [0]]).astype(np.int64)
        words = self._table[ids] * self._scales[ids][:, None] + self._positions[: len(ids)]
        mask = np.ones((1, len(ids)), dtype=np.float32)
        feed = {"words": words[None].astype(np.float32), "cases": cases[None], "mask": mask}
        scores: Matrix = self._session.run(None, feed)[0][0]
        return scores

    def link(
        self, triggers: Matrix, fillers: Matrix, offsets: NDArray[np.int64], kinds: NDArray[np.int64],
        events: NDArray[np.int64],
    ) -> Matrix:  # fmt: skip
        """Scores over all link labels for pairs of trigger and filler vectors (n x PAIR_SIZE each)."""
        weights = self._links
        summed = triggers + fillers + weights["offset_weight"][offsets]
        summed = _gelu(summed + weights["kind_weight"][kinds] + weights["event_weight"][events])
        joined = np.concatenate([summed, triggers * fillers], axis=1)
        hidden = _gelu(joined @ weights["hidden_weight"].T + weights["hidden_bias"])
        scores: Matrix = hidden @ weights["out_weight"].T + weights["out_bias"]
        return scores

    def same(self, mentions: Matrix, antecedents: Matrix, buckets: NDArray[np.int64]) -> Matrix:
        """Probability that two mentions (n x COREFERENCE_SIZE each) stand for the same actor."""
        weights = self._links
        hidden = _gelu(mentions + antecedents + weights["same_offset_weight"][buckets]) + mentions * antecedents
        scores = hidden @ weights["same_out_weight"][0] + weights["same_out_bias"][0]
        probability: Matrix = 1 / (1 + np.exp(-scores))
        return probability


@cache
def load_network(path: Path = WEIGHTS_PATH) -> Network:
    """The network in `path`, loaded on first use."""
    return Network(path)


def _open_session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("DATELINE_THREADS", "0"))
    options.log_severity_level = 3
    # Threads that wait in a loop between two reports take the cores from the rules: a twentieth of the whole time.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    available = onnxruntime.get_available_providers()
    providers = [name for name in ("CUDAExecutionProvider", "CPUExecutionProvider") if name in available]
    return onnxruntime.InferenceSession(str(path), options, providers=providers)


def _gelu(values: Matrix) -> Matrix:
    """The tanh form of GELU (Hendrycks and Gimpel 2016); within 0.001 of the exact one used in training."""
    inner = values * values
    inner *= 0.044715
    inner += 1.0
    inner *= values
    inner *= 0.7978845608
    np.tanh(inner, out=inner)
    inner += 1.0
    inner *= values
    inner *= 0.5
    return inner
