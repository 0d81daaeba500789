"""What is coded: `--types`, event types of the user's own, and `--floor`, how sure an event must be."""

from __future__ import annotations

from pathlib import Path

import click

own_types_option = click.option(
    "--types", "types_path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Also code event types of your own, defined in this TOML file.",
)  # fmt: skip
floor_option = click.option(
    "--floor", metavar="CHANCE", type=click.FloatRange(0.05, 0.95),
    help="Least chance at which an event is told, in place of 0.5: lower finds more events, and more that are none.",
)  # fmt: skip
