"""`dateline export`: coded reports or events to other people's formats."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli_options import as_of_option, load_events, make_selection, selection_options
from dateline.errors import DatelineError, InputError
from dateline.export.names import EXPORT_FORMATS, ExportFormat
from dateline.output.sink import FileSink, StandardOutput
from dateline.output.words import clean

if TYPE_CHECKING:
    from dateline.events import Event
    from dateline.export.formats import Export
    from dateline.export.select import Selection


@click.command("export")
@click.argument(
    "source", metavar="[FILE]", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@click.option("--db", "database", metavar="DB", help="Take the linked events of a case database in place of FILE.")
@as_of_option
@click.option("--format", "format_name", type=click.Choice(EXPORT_FORMATS), required=True, help="What to write.")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Write to FILE instead of standard output.",
)  # fmt: skip
@click.option(
    "--trace", "trace_path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Also write, for every cell, the report and the words it rests on.",
)  # fmt: skip
@click.option("--rules", "with_rules", is_flag=True, help="Add two columns: the rules that fired, and what was lost.")
@selection_options
def export(
    source: str | None, database: str | None, as_of: str | None, format_name: ExportFormat, output: Path | None,
    trace_path: Path | None, with_rules: bool, **wanted: Any,
) -> None:  # fmt: skip
    """Write events in the form that others use.

    FILE holds lines of `dateline code`, whose claims are grouped to events within each report, or events as
    --format jsonl writes them; - is standard input. With --db the events are those that `dateline link` made, with
    what was judged on them. What a format has no row for is counted on standard error with the rule that says so,
    and is in the trace.

    \b
    Examples:
      dateline export claims.jsonl --format acled -o acled.csv --trace acled.trace.jsonl
      dateline export claims.jsonl --format ged-relaxed --rules
      dateline export claims.jsonl --format geojson --country SYR > map.geojson
      dateline export --db river.db --format csv --as-of 2026-03-05
    """
    from dateline.export.formats import export_events

    selection = make_selection(**wanted)
    if (source is None) == (database is None):
        raise click.UsageError("Give either FILE or --db DB.")
    if source is not None and as_of is not None:
        raise click.UsageError("--as-of asks a case database: give --db DB with it.")
    if database is not None:
        events, unread_count = load_events(database, as_of, selection), 0
    else:
        events, unread_count = _read_file(str(source), selection)
    made = export_events(events, format_name, with_rules=with_rules)
    _write(output, made.data)
    if trace_path:
        _write(trace_path, made.trace)
    _tell(made, len(events))
    sys.exit(1 if unread_count else 0)


def _read_file(source: str, selection: Selection) -> tuple[list[Event], int]:
    """The events of a file, and how many lines could not be read; each of these is named."""
    from dateline.export.event_lines import read_events

    events, unread_count = [], 0
    with click.open_file(source, "rb") as lines:
        for item in read_events(lines, source):
            if isinstance(item, InputError):
                unread_count += 1
                click.echo(f"dateline: {clean(str(item))}", err=True)
            elif selection.takes(item):
                events.append(item)
    return events, unread_count


def _write(path: Path | None, data: bytes) -> None:
    if path is not None and not path.parent.is_dir():
        raise DatelineError(f"the folder {path.parent} does not exist; make it first")
    with FileSink(path) if path else StandardOutput() as sink:
        sink.write(data)


def _tell(made: Export, event_count: int) -> None:
    """Say what has no row and why; an export that has all is silent."""
    if made.left_out:
        click.echo(f"{len(made.rows):,} rows of {event_count:,} events; {len(made.left_out):,} have none:", err=True)
        for rule, count in Counter(entry.rule for entry in made.left_out).most_common():
            example = next(entry.why for entry in made.left_out if entry.rule == rule)
            click.echo(f"  {count:,} by {rule} ({clean(example)})", err=True)
