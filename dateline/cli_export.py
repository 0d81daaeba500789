"""`dateline export`: coded reports or events to other people's formats."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.errors import DatelineError, InputError
from dateline.events import Grade
from dateline.export.names import EXPORT_FORMATS, GRADES, ExportFormat
from dateline.output.sink import FileSink, StandardOutput
from dateline.output.words import clean

if TYPE_CHECKING:
    from dateline.export.formats import Export


def _check_types(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the types as given, or name the first that is neither an event type nor a group of them."""
    from dateline.codebook import event_types

    known = {*event_types(), *(kind.group for kind in event_types().values())}
    for value in values:
        if value not in known:
            raise click.BadParameter(f"{value} is neither an event type nor a group of types.", ctx, param)
    return values


@click.command("export")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
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
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only events on that day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only events up to that day.")
@click.option("--country", "countries", metavar="ISO3", multiple=True, help="Only this country; may be repeated.")
@click.option(
    "--type", "types", callback=_check_types, metavar="TYPE", multiple=True,
    help="Only this event type or group of types; may be repeated.",
)  # fmt: skip
@click.option("--grade", "grades", type=click.Choice(GRADES), multiple=True, help="Only this grade; may be repeated.")
def export(
    source: str, format_name: ExportFormat, output: Path | None, trace_path: Path | None, with_rules: bool,
    since: datetime | None, until: datetime | None, countries: tuple[str, ...], types: tuple[str, ...],
    grades: tuple[Grade, ...],
) -> None:  # fmt: skip
    """Write events in the form that others use.

    FILE holds lines of `dateline code`, whose claims are grouped to events within each report, or events as
    --format jsonl writes them; - is standard input. What a format has no row for is counted on standard error with the
    rule that says so, and is in the trace.

    \b
    Examples:
      dateline export claims.jsonl --format acled -o acled.csv --trace acled.trace.jsonl
      dateline export claims.jsonl --format ged-relaxed --rules
      dateline export claims.jsonl --format geojson --country SYR > map.geojson
    """
    from dateline.export.event_lines import read_events
    from dateline.export.formats import export_events
    from dateline.export.select import Selection

    selection = Selection(
        since.strftime("%Y-%m-%d") if since else None,
        until.strftime("%Y-%m-%d") if until else None,
        frozenset(country.upper() for country in countries), frozenset(types), frozenset(grades),
    )  # fmt: skip
    events, unread_count = [], 0
    with click.open_file(source, "rb") as lines:
        for item in read_events(lines, source):
            if isinstance(item, InputError):
                unread_count += 1
                click.echo(f"dateline: {clean(str(item))}", err=True)
            elif selection.takes(item):
                events.append(item)
    made = export_events(events, format_name, with_rules=with_rules)
    _write(output, made.data)
    if trace_path:
        _write(trace_path, made.trace)
    _tell(made, len(events))
    sys.exit(1 if unread_count else 0)


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
