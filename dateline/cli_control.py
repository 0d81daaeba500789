"""`dateline control` and `dateline report`: views over a case, for reading and for others' tools."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli_options import (
    LineErrors,
    as_of_option,
    check_folder,
    database_instead_option,
    make_selection,
    open_output,
    output_option,
    selection_options,
)
from dateline.cli_package import mask_events, mask_option
from dateline.errors import DatelineError
from dateline.output.names import CONTROL_FORMATS, ControlFormat

if TYPE_CHECKING:
    from dateline.control import Control
    from dateline.drawing.svg import Picture
    from dateline.export.select import Selection
    from dateline.gathering import Gathered

_source = click.argument(
    "source", metavar="[FILE]", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)


@click.command("control")
@_source
@database_instead_option
@click.option(
    "--format", "format_name", type=click.Choice(CONTROL_FORMATS), default="table", show_default=True,
    help="table is for reading; jsonl holds everything; geojson has time.",
)  # fmt: skip
@output_option
@as_of_option
@click.option("--place", "places", metavar="NAME", multiple=True, help="Only places with NAME in their name.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only what lasts on that day or later."
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only what begins up to that day.")
@mask_option
def control(
    source: str | None, database: str | None, format_name: ControlFormat, output: Path | None, as_of: str | None,
    places: tuple[str, ...], since: datetime | None, until: datetime | None, mask: bool,
) -> None:  # fmt: skip
    """Say who is said to hold each place over time.

    FILE holds lines of `dateline code` or events of `dateline export --format jsonl`; - is standard input. Every
    stretch of time names who says so and the words behind it. What failed, was planned or denied never changes a
    hold. --since and --until choose what is shown and set the picture's axis. Claims on control that could be put on
    no timeline are counted on standard error, with the reason.

    \b
    Examples:
      dateline control claims.jsonl
      dateline control --db river.db --format geojson -o control.geojson
      dateline control claims.jsonl --place Selm --format png -o selm.png
      dateline control --db river.db --since 2031-03-01 --until 2031-03-31
    """
    from dateline.control import Control, trace_control
    from dateline.control.window import choose_days

    first, last = (day.date() if day else None for day in (since, until))
    if first and last and first > last:
        raise click.UsageError(f"--since {first} is after --until {last}: put the earlier day first.")
    gathered = gather(source, database, as_of)
    traced = trace_control(mask_events(gathered.events) if mask else gathered.events)
    if places:
        wanted = [name.casefold() for name in places]
        kept = [line for line in traced.timelines if any(name in line.site.name.casefold() for name in wanted)]
        traced = Control(tuple(kept), traced.left_out)
    # What is told of other days counts: it says who held a place when the days asked for begin.
    traced = choose_days(traced, first, last)
    width = shutil.get_terminal_size().columns if output is None and sys.stdout.isatty() else 80
    write(output, _encode(traced, format_name, first, last, width))
    if traced.left_out and format_name not in ("table", "jsonl"):
        _tell_left_out(traced)
    sys.exit(1 if gathered.errors else 0)


def gather(source: str | None, database: str | None, as_of: str | None) -> Gathered:
    """Return the case that the call names; every line that could not be read is named on standard error."""
    from dateline.gathering import gather_case, gather_lines

    if (source is None) == (database is None):
        raise click.UsageError("Name a FILE of coded reports or events, or a case database with --db DB.")
    if database is not None:
        return gather_case(database, as_of)
    if as_of is not None:
        raise click.UsageError("--as-of asks a case database: give --db DB with it.")
    assert source is not None
    with click.open_file(source, "rb") as lines:
        gathered = gather_lines(lines, source)
    errors = LineErrors()
    for error in gathered.errors:
        errors.tell(error)
    errors.end(source)
    return gathered


def write(path: Path | None, data: bytes) -> None:
    """Write to the file, or to standard output where there is none."""
    with open_output(path) as sink:
        sink.write(data)


def _encode(traced: Control, format_name: ControlFormat, since: date | None, until: date | None, width: int) -> bytes:
    from dateline.control import writing

    if format_name in ("svg", "png"):
        from dateline.drawing.lanes import draw_lanes
        from dateline.drawing.png import make_png

        picture = draw_lanes(traced.timelines, since=since, until=until)
        return make_png(picture) if format_name == "png" else picture.to_file().encode()
    if format_name == "table":
        return writing.encode_table(traced, width)
    encoders = {"csv": writing.encode_csv, "jsonl": writing.encode_jsonl, "geojson": writing.encode_geojson}
    return encoders[format_name](traced)


def _tell_left_out(traced: Control) -> None:
    from collections import Counter

    from dateline.control.writing import LEFT_OUT

    click.echo(f"{len(traced.left_out):,} claims on control are on no timeline:", err=True)
    for (reason, rule), count in Counter((item.reason, item.rule) for item in traced.left_out).most_common():
        click.echo(f"  {count:,} {LEFT_OUT[reason]} ({rule})", err=True)


@click.command("report")
@_source
@database_instead_option
@click.option(
    "-o", "--output", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="The page to write, such as summary.html.",
)  # fmt: skip
@click.option(
    "--png", "folder", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path),
    help="Also write the pictures as PNG into FOLDER.",
)  # fmt: skip
@click.option("--mask", "is_masked", is_flag=True, help="Withhold the names of private persons, and all sentences.")
@click.option("--title", metavar="WORDS", help="The page's title.")
@as_of_option
@selection_options
def report(
    source: str | None, database: str | None, output: Path, folder: Path | None, is_masked: bool, title: str | None,
    as_of: str | None, **wanted: Any,
) -> None:  # fmt: skip
    """Write a summary of a case as one page, for reading and printing.

    The page holds everything itself and fetches nothing: events by day and type, a map with circles of error, tolls
    as ranges with who gives them, sources and what they say alone, contradictions, control, what could not be placed
    or dated, and how the figures were made. Under every picture stands its table.

    \b
    Examples:
      dateline report claims.jsonl -o summary.html
      dateline report --db river.db -o march.html --since 2026-03-01
      dateline report --db river.db -o public.html --mask --png pictures
    """
    from dataclasses import replace

    from dateline.summary import make_summary

    check_folder(output)
    selection = make_selection(**wanted)
    gathered = gather(source, database, as_of)
    taken = tuple(event for event in gathered.events if selection.takes(event))
    gathered = replace(gathered, source=Path(gathered.source).name, events=taken)
    name = title or f"Summary of {gathered.source}"
    summary = make_summary(gathered, title=name, query=_describe_selection(selection), is_masked=is_masked)
    write(output, summary.html)
    if folder is not None:
        _write_pictures(folder, summary.pictures)
    sys.exit(1 if gathered.errors else 0)


def _describe_selection(selection: Selection) -> str:
    """Which events were taken, in words."""
    parts = [
        f"since {selection.since}" if selection.since else "",
        f"until {selection.until}" if selection.until else "",
    ]
    for name in ("countries", "types", "grades"):
        chosen = sorted(getattr(selection, name))
        parts.append(f"{name}: {', '.join(chosen)}" if chosen else "")
    return "; ".join(filter(None, parts)) or "all"


def _write_pictures(folder: Path, pictures: Iterable[Picture]) -> None:
    from dateline.drawing.png import make_png

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatelineError(f"cannot make the folder {folder}: {error.strerror}") from error
    for picture in pictures:
        write(folder / f"{picture.name}.png", make_png(picture))
