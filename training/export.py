"""Writes the package's weights from a trained run: `python -m training.export runs/NAME dateline/reader/weights`.

`reader.onnx` (int8 matrices, per channel), `words.npz` (word and position vectors, int8 by row), `links.npz` (the link
scorer, float32) and `tokenizer.json`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.encoder import Reader


class _Graph(nn.Module):
    """The part of the reader that runs in ONNX: it takes word plus position vectors, looked up outside."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, words: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        return self.reader.heads(self.reader.encoder.contextualise(words, cases, mask))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, default=5)
    options = parser.parse_args()
    export(options.run, options.out, options.layers)


def export(run: Path, out: Path, layers: int) -> None:
    """Export run folder `run` to `out`, and check int8 against float on random pieces."""
    out.mkdir(parents=True, exist_ok=True)
    state = torch.load(run / "reader.pt")
    reader = Reader(state["words.weight"].shape[0], layers)
    reader.load_state_dict(state)
    reader.eval()
    shutil.copy(run / "tokenizer.json", out / "tokenizer.json")
    table, scales = quantize_rows(reader.words.weight.detach().numpy())
    links = {name.replace(".", "_"): value.numpy() for name, value in reader.links.state_dict().items()}
    np.savez(out / "links.npz", **links)
    positions = reader.encoder.positions.weight.detach().numpy()[2:]
    position_table, position_scales = quantize_rows(positions)
    np.savez_compressed(
        out / "words.npz", table=table, scales=scales, position_table=position_table, position_scales=position_scales
    )
    words = torch.from_numpy(table[:40].astype(np.float32) * scales[:40, None])[None]
    example = (words, torch.ones((1, 40), dtype=torch.long), torch.ones((1, 40)))
    axes = {name: {0: "batch", 1: "length"} for name in ("words", "cases", "mask", "scores")}
    graph = _Graph(reader).eval()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            graph, example, str(plain), input_names=["words", "cases", "mask"], output_names=["scores"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        onnx.checker.check_model(str(plain))
        quantize_dynamic(
            str(plain), str(out / "reader.onnx"), per_channel=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
        )  # fmt: skip
        _compare(graph, plain, out / "reader.onnx", table, scales)
    sizes = {path.name: path.stat().st_size for path in sorted(out.iterdir())}
    print(json.dumps({"bytes": sizes, "total_mb": round(sum(sizes.values()) / 1e6, 2)}))


def quantize_rows(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 rows and their scales: `matrix` is about `table * scales[:, None]`."""
    scales = (np.abs(matrix).max(axis=1) / 127 + 1e-9).astype(np.float32)
    return np.round(matrix / scales[:, None]).astype(np.int8), scales


def _compare(graph: _Graph, plain: Path, small: Path, table: np.ndarray, scales: np.ndarray) -> None:
    """Print how far float ONNX and int8 ONNX are from PyTorch, at lengths other than the traced one."""
    generator = np.random.default_rng(0)
    for length in (17, 300):
        ids = generator.integers(5, len(table), (2, length))
        words = (table[ids].astype(np.float32) * scales[ids][..., None]).astype(np.float32)
        cases = np.ones((2, length), dtype=np.int64)
        mask = np.ones((2, length), dtype=np.float32)
        mask[1, length // 2 :] = 0
        with torch.no_grad():
            expected = graph(torch.from_numpy(words), torch.from_numpy(cases), torch.from_numpy(mask)).numpy()
        for name, path in (("float", plain), ("int8", small)):
            session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
            scores = session.run(None, {"words": words, "cases": cases, "mask": mask})[0]
            kept = mask.astype(bool)
            print(name, length, "largest difference", float(np.abs(scores - expected)[kept].max()))


if __name__ == "__main__":
    main()
