"""Options that several commands share, and what they mean: the case database, the day, which events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dateline.events import Grade
from dateline.export.names import GRADES
from dateline.output.sink import FileSink, StandardOutput
from dateline.output.words import clean

if TYPE_CHECKING:
    from dateline.errors import DatelineError
    from dateline.events import Event
    from dateline.export.select import Selection
    from dateline.store import Case

Command = TypeVar("Command", bound=Callable[..., Any])

_CASE = "a file (SQLite), or a URL such as postgresql://user@host/case."
database_option = click.option(
    "--db", "database", metavar="DB", required=True, help=f"The case database: {_CASE}"
)  # fmt: skip
# Of commands that take a file as well.
database_instead_option = click.option(
    "--db", "database", metavar="DB", help=f"Take the events of a case database in place of FILE: {_CASE}"
)  # fmt: skip


def _check_day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return the day or date-time as given, or say that it is none."""
    if value is not None:
        try:
            datetime.fromisoformat(value)
        except ValueError as error:
            message = f"'{value}' is not a date. Write year-month-day, such as 2016-04-05."
            raise click.BadParameter(message, ctx, param) from error
    return value


output_option = click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Write to FILE instead of standard output.",
)  # fmt: skip


def open_output(path: Path | None) -> FileSink | StandardOutput:
    """Return where the bytes of a command go; raises UsageError where the folder of a file is not there."""
    check_folder(path)
    return StandardOutput() if path is None else FileSink(path)


def check_folder(path: Path | None) -> None:
    """Raise UsageError where the folder that a file is to be written into is not there."""
    if path is not None and not path.parent.is_dir():
        raise click.UsageError(f"The folder {path.parent} does not exist. Make it first: mkdir -p {path.parent}")


as_of_option = click.option(
    "--as-of", metavar="DAY", callback=_check_day,
    help="What the record of the case said at the end of that day (UTC).",
)  # fmt: skip


def _check_types(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the types as given, or name the first that is neither an event type nor a group of them."""
    from dateline.codebook import event_types

    known = {*event_types(), *(kind.group for kind in event_types().values())}
    for value in values:
        if value not in known and not value.startswith("user:"):
            raise click.BadParameter(f"{value} is neither an event type nor a group of types.", ctx, param)
    return values


def _check_countries(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the countries as codes, or name the first that is none, with the code of one of that name."""
    from dateline.codebook.countries import read_countries

    for value in values:
        if not any(country.iso3 == value.upper() for country in read_countries()):
            meant = {value.casefold(), value.upper()}
            fit = [one.iso3 for one in read_countries() if {one.name.casefold(), one.iso2} & meant]
            repair = f"Write {fit[0]}." if fit else "Write the three letters of ISO 3166, such as SYR."
            raise click.BadParameter(f"'{value}' is no code of a country. {repair}", ctx, param)
    return values


class LineErrors:
    """Lines of a file that could not be read: the first ones are named on standard error, the rest counted."""

    _MOST = 10

    def __init__(self) -> None:
        self.count = 0

    def tell(self, error: DatelineError) -> None:
        """Name the error, if it is one of the first."""
        self.count += 1
        if self.count <= self._MOST:
            click.echo(f"dateline: {clean(str(error))}", err=True)

    def end(self, source: str) -> None:
        """Say how many more there were."""
        if self.count > self._MOST:
            more = self.count - self._MOST
            click.echo(f"dateline: {source}: {more:,} more lines could not be read", err=True)


_SELECTION = (
    click.option(
        "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only events on that day or later."
    ),
    click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only events up to that day."),
    click.option(
        "--country", "countries", callback=_check_countries, metavar="ISO3", multiple=True,
        help="Only this country; may be repeated.",
    ),
    click.option(
        "--type", "types", callback=_check_types, metavar="TYPE", multiple=True,
        help="Only this event type or group of types, or user:ID; may be repeated.",
    ),
    click.option(
        "--grade", "grades", type=click.Choice(GRADES), multiple=True, help="Only this grade; may be repeated."
    ),
)  # fmt: skip


def selection_options(command: Command) -> Command:
    """Give a command the options that say which events it takes; `make_selection` takes their values."""
    for option in reversed(_SELECTION):
        command = option(command)
    return command


def make_selection(
    *, since: datetime | None, until: datetime | None, countries: tuple[str, ...], types: tuple[str, ...],
    grades: tuple[Grade, ...],
) -> Selection:  # fmt: skip
    """Return which events the options ask for. Raises UsageError where no day can be both since and until."""
    from dateline.export.select import Selection

    if since and until and since > until:
        raise click.UsageError(
            f"--since {since:%Y-%m-%d} is after --until {until:%Y-%m-%d}: put the earlier day first."
        )
    return Selection(
        since.strftime("%Y-%m-%d") if since else None,
        until.strftime("%Y-%m-%d") if until else None,
        frozenset(country.upper() for country in countries), frozenset(types), frozenset(grades),
    )  # fmt: skip


@contextmanager
def open_events(database: str, as_of: str | None, selection: Selection) -> Iterator[Iterator[Event]]:
    """Give the wanted events of a case with what was judged on them, by first publication, a few in memory at a time.

    Raises StoreError at once where the case cannot be opened.
    """
    from dateline.store import judged_events, open_case

    with open_case(database) as case:
        if as_of is None:
            _tell_unlinked(case)
        yield (event for event in judged_events(case, as_of) if selection.takes(event))


def _tell_unlinked(case: Case) -> None:
    """Say so where reports of a case are in no event, or judgements are not followed, for want of linking."""
    from dateline.store.linking import count_unfollowed, count_unlinked

    for count, what in ((count_unlinked(case), "report"), (count_unfollowed(case), "judgement")):
        if count:
            not_yet = "not linked yet" if what == "report" else "not followed by linking yet"
            counted = f"1 {what}" if count == 1 else f"{count:,} {what}s"
            click.echo(f"dateline: {counted} of {case.name} {not_yet}; run: dateline link --db {case.name}", err=True)
