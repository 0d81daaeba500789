"""The mean of the weights of several runs: `python -m training.average runs/a runs/b --out runs/mean`.

For runs of which each started from the one before (Izmailov et al. 2018): nearby weights whose errors differ.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch
from torch import Tensor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    last: Path = options.runs[-1]
    for run in options.runs:
        if (run / "tokenizer.json").read_bytes() != (last / "tokenizer.json").read_bytes():
            raise SystemExit(f"{run} has another vocabulary than {last}; only runs of one vocabulary have a mean.")
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(average([torch.load(run / "reader.pt") for run in options.runs]), options.out / "reader.pt")
    shutil.copy(last / "tokenizer.json", options.out / "tokenizer.json")


def average(states: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    return {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}


if __name__ == "__main__":
    main()
