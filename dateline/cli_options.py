"""Options that several commands share, and what they mean: the case database, the day, which events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dateline.events import Grade
from dateline.export.names import GRADES

if TYPE_CHECKING:
    from dateline.events import Event
    from dateline.export.select import Selection

Command = TypeVar("Command", bound=Callable[..., Any])

database_option = click.option(
    "--db", "database", metavar="DB", required=True,
    help="The case database: a file (SQLite), or a URL such as postgresql://user@host/case.",
)  # fmt: skip
as_of_option = click.option(
    "--as-of", metavar="DAY", help="What the record of the case said at the end of that day (UTC)."
)


def _check_types(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the types as given, or name the first that is neither an event type nor a group of them."""
    from dateline.codebook import event_types

    known = {*event_types(), *(kind.group for kind in event_types().values())}
    for value in values:
        if value not in known:
            raise click.BadParameter(f"{value} is neither an event type nor a group of types.", ctx, param)
    return values


_SELECTION = (
    click.option(
        "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only events on that day or later."
    ),
    click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only events up to that day."),
    click.option("--country", "countries", metavar="ISO3", multiple=True, help="Only this country; may be repeated."),
    click.option(
        "--type", "types", callback=_check_types, metavar="TYPE", multiple=True,
        help="Only this event type or group of types; may be repeated.",
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
    """Return which events the options ask for."""
    from dateline.export.select import Selection

    return Selection(
        since.strftime("%Y-%m-%d") if since else None,
        until.strftime("%Y-%m-%d") if until else None,
        frozenset(country.upper() for country in countries), frozenset(types), frozenset(grades),
    )  # fmt: skip


def load_events(database: str, as_of: str | None, selection: Selection) -> list[Event]:
    """Return the events of a case with what was judged on them, by first publication.

    The order is that of the reports and not of the database, so that the same case gives the same bytes from any.
    """
    from dateline.store import judged_events, open_case

    with open_case(database) as case:
        try:
            events = [event for event in judged_events(case, as_of) if selection.takes(event)]
        except ValueError as error:
            raise click.BadParameter(f"'{as_of}' is not a date. Write year-month-day, such as 2016-04-05.") from error
        if not events:
            tell_unlinked(database, as_of)
    return sorted(events, key=lambda event: (min(entry.report.published or "9999" for entry in event.claims), event.id))


def tell_unlinked(database: str, as_of: str | None) -> None:
    """Say so where a case has no events because nothing has been linked."""
    from dateline.store import open_case
    from dateline.store.linking import count_unlinked

    with open_case(database) as case:
        if as_of is None and (count := count_unlinked(case)):
            click.echo(f"dateline: {count:,} reports of {case.name} are not linked; run: dateline link", err=True)
