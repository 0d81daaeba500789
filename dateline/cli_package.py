"""Options of `dateline export` beyond the choice of events by their fields: areas, masks and data packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import click

if TYPE_CHECKING:
    from dateline.box import Box
    from dateline.events import Event
    from dateline.export.area import Area
    from dateline.export.formats import Tally
    from dateline.export.package import Counts

Command = Callable[..., Any]
# What the package itself is, and not what was asked of the data.
_NOT_OF_THE_QUERY = ("package_path", "made", "licence", "output", "trace_path")


def _read_bbox(ctx: click.Context, param: click.Parameter, value: str | None) -> Box | None:
    from dateline.export.area import read_box

    try:
        return None if value is None else read_box(value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from error


def area_options(command: Command) -> Command:
    """Add --bbox and --within."""
    within = click.option(
        "--within", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Only within the polygons of a GeoJSON file.",
    )  # fmt: skip
    bbox = click.option(
        "--bbox", metavar="W,S,E,N", callback=_read_bbox, help="Only within this box, in degrees."
    )  # fmt: skip
    return bbox(within(command))


def package_options(command: Command) -> Command:
    """Add --mask, --package, --licence and --made."""
    for option in (
        click.option("--made", metavar="TIME",
                     help="Time of making to write in the package [default: SOURCE_DATE_EPOCH, else now]."),
        click.option("--licence", metavar="NAME", help="Licence of the package: CC-BY-4.0, or the address of one."),
        click.option("--package", "package_path", metavar="PATH",
                     type=click.Path(path_type=Path),
                     help="Write a data package with the trace: a new folder, or a file ending in .zip."),
        mask_option,
    ):  # fmt: skip
        command = option(command)
    return command


mask_option = click.option(
    "--mask", is_flag=True, help="Withhold names of private persons, victims and unnamed or private sources."
)


def read_area(bbox: Box | None, within: Path | None) -> Area | None:
    """Return the area that the options ask for; None where they ask for none."""
    from dateline.export.area import Area, read_polygons

    if bbox is None and within is None:
        return None
    return Area(bbox, read_polygons(within) if within else ())


def check_package_options(ctx: click.Context) -> None:
    """Stop with a usage error where the options do not go together."""
    params = ctx.params
    if params["package_path"] is None:
        if params["licence"] is not None or params["made"] is not None:
            raise click.UsageError("--licence and --made are for --package.")
    elif params["output"] is not None or params["trace_path"] is not None:
        raise click.UsageError("--package holds the data and the trace: leave -o and --trace out.")
    elif not params["licence"]:
        raise click.UsageError("--package needs --licence NAME, the licence under which you give the data away.")


def write_package_of(ctx: click.Context, events: Iterable[Event], counts: Counts) -> Tally:
    """Write the package that the options ask for."""
    from dateline import __version__
    from dateline.export.package import Provenance, read_moment, write_package

    params = ctx.params
    try:
        made = read_moment(params["made"])
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    provenance = Provenance(
        params["format_name"], params["licence"], _read_query(ctx), __version__, made, with_rules=params["with_rules"]
    )
    return write_package(params["package_path"], events, provenance, counts)


def _read_query(ctx: click.Context) -> dict[str, object]:
    """Every option that was given and bears on the data, under its own name."""
    query = {
        _option_name(param): _show(Path(value) if isinstance(param.type, click.Path) else value)
        for param in ctx.command.params
        if param.name not in _NOT_OF_THE_QUERY and (value := ctx.params.get(str(param.name))) not in (None, (), False)
    }
    return dict(sorted(query.items()))


def mask_events(events: Iterable[Event], counts: Counts | None = None) -> Iterator[Event]:
    """Give the events with names withheld, and count these."""
    from dateline.export.mask import Withheld, mask_event

    withheld = Withheld()
    if counts is not None:
        counts.withheld = withheld.counts
    for event in events:
        yield mask_event(event, withheld)


def _option_name(param: click.Parameter) -> str:
    return max(param.opts, key=len).lstrip("-") if isinstance(param, click.Option) else "input"


def _show(value: object) -> object:
    """An option's value for the record: file names without folders, addresses without passwords."""
    if isinstance(value, tuple | list):
        return [_show(part) for part in value]
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, Path):
        return value.name
    text = str(value)
    if "://" in text:
        parts = urlsplit(text)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return text
