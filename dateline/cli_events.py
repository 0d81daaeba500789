"""`dateline events`: the events of a case with what stands behind each."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import click

from dateline.cli_options import (
    as_of_option,
    database_option,
    make_selection,
    open_events,
    open_output,
    output_option,
    selection_options,
)
from dateline.cli_package import mask_events, mask_option
from dateline.output.names import EVENT_FORMATS, EventFormat


@click.command()
@database_option
@click.option(
    "--format", "format_name", type=click.Choice(EVENT_FORMATS), default="table", show_default=True,
    help="table is for reading; jsonl holds the whole assessment; csv has one event a row.",
)  # fmt: skip
@output_option
@as_of_option
@selection_options
@mask_option
def events(
    database: str, format_name: EventFormat, output: Path | None, as_of: str | None, mask: bool, **wanted: Any
) -> None:  # fmt: skip
    """Show the events of a case database, each with its assessment.

    How well it is supported and by which rule; the independent sources once copies are one; lowest, best and highest
    toll with who gives them; on what sources differ, and who denies it. What people judged is taken into account.
    With --as-of DAY all is as the record said at the end of that day.

    \b
    Examples:
      dateline events --db river.db --grade contested
      dateline events --db river.db --since 2026-03-01 --type battles
      dateline events --db river.db --format csv --as-of 2026-03-05 -o events.csv
    """
    from dateline.output.events import make_event_writer

    width = shutil.get_terminal_size().columns if output is None and sys.stdout.isatty() else 80
    writer = make_event_writer(format_name, width=width)
    with open_events(database, as_of, make_selection(**wanted)) as found, open_output(output) as sink:
        sink.write(writer.begin())
        for event in mask_events(found) if mask else found:
            sink.write(writer.add(event))
        sink.write(writer.end())
