"""`dateline export`: coded reports or events to other people's formats."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli_options import (
    LineErrors,
    as_of_option,
    database_instead_option,
    make_selection,
    open_events,
    open_output,
    output_option,
    selection_options,
)
from dateline.cli_package import (
    area_options,
    check_package_options,
    mask_events,
    package_options,
    read_area,
    write_package_of,
)  # fmt: skip
from dateline.errors import InputError
from dateline.export.names import EXPORT_FORMATS, ExportFormat
from dateline.output.words import clean

if TYPE_CHECKING:
    from dateline.box import Box
    from dateline.events import Event
    from dateline.export.formats import Tally
    from dateline.export.package import Counts
    from dateline.export.select import Selection


@click.command("export")
@click.argument(
    "source", metavar="[FILE]", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@database_instead_option
@as_of_option
@click.option(
    "--format", "format_name", metavar="FORMAT", type=click.Choice(EXPORT_FORMATS), required=True,
    help=f"What to write: {', '.join(EXPORT_FORMATS)}.",
)  # fmt: skip
@output_option
@click.option(
    "--trace", "trace_path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Also write, for every cell, the report and the words it rests on.",
)  # fmt: skip
@click.option("--rules", "with_rules", is_flag=True, help="Add two columns: the rules that fired, and what was lost.")
@selection_options
@area_options
@package_options
@click.pass_context
def export(
    ctx: click.Context, /, source: str | None, database: str | None, as_of: str | None, format_name: ExportFormat,
    output: Path | None, trace_path: Path | None, with_rules: bool, mask: bool, bbox: Box | None, within: Path | None,
    package_path: Path | None, licence: str | None, made: str | None, **wanted: Any,
) -> None:  # fmt: skip
    """Write events in the form that others use.

    FILE holds lines of `dateline code`, whose claims are grouped to events within each report, or events as
    --format jsonl writes them; - is standard input. With --db the events are those that `dateline link` made, with
    what was judged on them. What a format has no row for is counted on standard error with the rule that says so,
    and is in the trace. With --package the export is a data package that tells how it was made.

    \b
    Examples:
      dateline export claims.jsonl --format acled -o acled.csv \\
        --trace acled.trace.jsonl
      dateline export claims.jsonl --format ged-relaxed --rules
      dateline export claims.jsonl --format geojson --country SYR > map.geojson
      dateline export --db river.db --format csv --as-of 2026-03-05
      dateline export claims.jsonl --format csv --bbox 35.7,32.3,42.4,37.4
      dateline export claims.jsonl --format ged --mask --package ged.zip \\
        --licence CC-BY-4.0
    """
    from dateline.export.package import Counts

    selection = replace(make_selection(**wanted), area=read_area(bbox, within))
    if (source is None) == (database is None):
        raise click.UsageError("Give either FILE or --db DB.")
    if source is not None and as_of is not None:
        raise click.UsageError("--as-of asks a case database: give --db DB with it.")
    check_package_options(ctx)
    counts = Counts()
    if database is not None:
        found: Iterable[Event] = ctx.with_resource(open_events(database, as_of, selection))
    else:
        found = _read_file(str(source), selection, counts)
    events = _count(found, counts)
    if mask:
        events = mask_events(events, counts)
    if package_path is not None:
        tally = write_package_of(ctx, events, counts)
    else:
        tally = _write(events, format_name, output, trace_path, with_rules)
    _tell(tally, counts.event_count)
    sys.exit(1 if counts.unread_count else 0)


def _read_file(source: str, selection: Selection, counts: Counts) -> Iterator[Event]:
    """Give the wanted events of a file; name and count the lines that cannot be read."""
    from dateline.export.event_lines import read_events

    errors = LineErrors()
    with click.open_file(source, "rb") as lines:
        for item in read_events(lines, source):
            if isinstance(item, InputError):
                errors.tell(item)
                counts.unread_count = errors.count
            elif selection.takes(item):
                yield item
    errors.end(source)


def _count(events: Iterable[Event], counts: Counts) -> Iterator[Event]:
    for event in events:
        counts.event_count += 1
        yield event


def _write(
    events: Iterable[Event], format_name: ExportFormat, output: Path | None, trace_path: Path | None, with_rules: bool
) -> Tally:  # fmt: skip
    from dateline.export.formats import check_ready, write_export

    check_ready(format_name)
    with ExitStack() as stack:
        data = open_output(output)
        stack.enter_context(data)
        trace = open_output(trace_path) if trace_path else None
        if trace:
            stack.enter_context(trace)
        return write_export(events, format_name, data, trace=trace, with_rules=with_rules)


def _tell(tally: Tally, event_count: int) -> None:
    """Say what has no row and why; an export that has all is silent."""
    if tally.left_out:
        left_out = sum(tally.left_out.values())
        click.echo(f"{tally.row_count:,} rows of {event_count:,} events; {left_out:,} have none:", err=True)
        for rule, count in sorted(tally.left_out.items(), key=lambda entry: -entry[1]):
            click.echo(f"  {count:,} by {rule} ({clean(tally.reasons[rule])})", err=True)
