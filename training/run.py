"""From data to package weights: `python -m training.run --data DATA --encoder ENCODER --out runs/NAME`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", default="6", help="of each of the two rounds over the coded reports")
    options = parser.parse_args()
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    data, encoder = str(options.data), str(options.encoder)
    counts, extra, tune = str(out / "pieces.json"), str(out / "extra.jsonl"), str(out / "tune.jsonl")
    held_out, weights = str(out / "held_out.jsonl"), str(out / "weights")
    step("count_pieces", "--data", data, "--encoder", encoder, counts)
    step("annotations", "join", "--data", data, "--part", "train", extra)
    step("annotations", "join", "--data", data, "--part", "tune", tune)
    step("annotations", "held-out", "--data", data, held_out)
    step(
        "train", "--data", data, "--encoder", encoder, "--counts", counts, "--extra", extra, "--epochs", options.epochs,
        "--out", str(out),
    )  # fmt: skip
    # A second round from a fresh, seeded start of the learning rate: the first leaves roles and status under-trained.
    step(
        "train", "--data", data, "--encoder", encoder, "--counts", counts, "--extra", extra, "--epochs", options.epochs,
        "--start", str(out), "--seed", "29", "--out", str(out / "second"),
    )  # fmt: skip
    step("export", str(out / "second"), weights)
    step("tune", tune, "--weights", weights)
    print("Copy the weights into dateline/reader/weights and the floors where they are named, then:")
    print(f"  dateline evaluate {held_out}")


def step(module: str, *words: str) -> None:
    subprocess.run([sys.executable, "-m", f"training.{module}", *words], check=True)


if __name__ == "__main__":
    main()
