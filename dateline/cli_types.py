"""The option `--types`: event types of the user's own, read before anything is coded."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.codebook.own_types import OwnType, read_own_types

own_types_option = click.option(
    "--types", "types_path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Also code event types of your own, defined in this TOML file.",
)  # fmt: skip


def load_own_types(path: Path | None) -> tuple[OwnType, ...]:
    """The types in the file, none without one. Raises InputError that names the entry."""
    return read_own_types(path) if path else ()
