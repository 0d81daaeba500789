"""The option `--types`: event types of the user's own, read before anything is coded."""

from __future__ import annotations

from pathlib import Path

import click

own_types_option = click.option(
    "--types", "types_path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Also code event types of your own, defined in this TOML file.",
)  # fmt: skip
