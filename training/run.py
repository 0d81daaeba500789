"""From data to package weights: `python -m training.run --data DATA --encoder ENCODER --out runs/NAME`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

# Each round warms the learning rate up again and lets it fall; the first reads more of the other sets, all with pieces
# hidden. The weights are the mean of those after the last three.
ROUNDS = {
    "first": "--epochs 2 --mixed 1.5 --rate 1e-4 --hidden 0.1 --seed 21",
    "second": "--epochs 3 --mixed 0.5 --rate 1e-4 --hidden 0.15 --seed 22",
    "third": "--epochs 1 --mixed 0.3 --rate 9e-5 --hidden 0.15 --seed 62",
    "fourth": "--epochs 1 --mixed 0.2 --rate 8e-5 --hidden 0.15 --seed 63",
}
# Large blocks are kept and not given back to the system: a quarter faster to train with glibc, unknown to others.
MEMORY = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(10**11),
    "MALLOC_TOP_PAD_": str(10**9),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    data, encoder = str(options.data), str(options.encoder)
    counts, extra, tune = str(out / "pieces.json"), str(out / "extra.jsonl"), str(out / "tune.jsonl")
    gold, weights = str(out / "gold.jsonl"), str(out / "weights")
    if not Path(counts).exists():
        step("count_pieces", "--data", data, "--encoder", encoder, counts)
    step("annotations", "join", "--data", data, "--part", "train", extra)
    step("annotations", "join", "--data", data, "--part", "tune", tune)
    step("annotations", "gold", "--data", data, gold)
    start: tuple[str, ...] = ()
    for name, settings in ROUNDS.items():
        if not (out / name / "results.json").exists():  # else a run that was cut off goes on
            step(
                "train", "--data", data, "--encoder", encoder, "--counts", counts, "--extra", extra,
                "--out", str(out / name), *settings.split(), *start,
            )  # fmt: skip
        start = ("--start", str(out / name))
    step("average", str(out / "second"), str(out / "third"), str(out / "fourth"), "--out", str(out / "mean"))
    step("export", str(out / "mean"), weights)
    step("tune", tune, "--weights", weights)
    print("Copy the weights into dateline/reader/weights and the floors where they are named, then:")
    print(f"  dateline evaluate {gold}")


def step(module: str, *words: str) -> None:
    subprocess.run([sys.executable, "-m", f"training.{module}", *words], check=True, env=os.environ | MEMORY)


if __name__ == "__main__":
    main()
