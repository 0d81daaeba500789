"""`dateline actors`: the actor table on the command line. Registered in `dateline.cli`, which ends with its errors.

Exit status: 0 done; 1 nothing found, or something is wrong with the table or with some of the rows given (each named
on standard error, the good ones kept); 2 the call itself is wrong.
"""

from __future__ import annotations

import contextlib
import datetime
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.errors import InputError
from dateline.output.sink import FileSink, StandardOutput
from dateline.output.words import clean
from dateline.user_tables import user_table_path

if TYPE_CHECKING:  # the table is loaded by the command that needs it
    from dateline.actors.listing import Count
    from dateline.actors.own import Import
    from dateline.actors.rows import Row

EXIT_NOT_FOUND = 1
_MOST_SHOWN = 40


@click.group()
def actors() -> None:
    """Look up, add, import and check actors.

    The table holds armed groups, militias, coalitions and missions, the forces of every state by period of rule, and
    the media, monitors and aid groups that speak of them. Your own rows, in actors.csv of the folder that
    DATELINE_HOME names (else ~/.local/share/dateline), lie over ours: the same id replaces, others are added.

    \b
    Examples:
      dateline actors find the Syrian army --published 2016-04-05
      dateline actors show hezbollah
      dateline actors check
    """


def _read_day(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value) if value else None
    except ValueError as error:
        raise click.BadParameter(f"'{value}' is not a date. Write it as 2016-04-05.", ctx, param) from error


def _read_codes(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    from dateline.codebook.countries import read_countries

    codes = {country.iso3 for country in read_countries()}
    for value in values:
        if value.upper() not in codes:
            raise click.BadParameter(f"'{value}' is no country. Write its three letters, such as SYR.", ctx, param)
    return tuple(value.upper() for value in values)


_rows_from = click.Path(exists=True, dir_okay=False, path_type=Path)


@actors.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--published", metavar="DATE", callback=_read_day, help="Day of the report, such as 2016-04-05.")
@click.option(
    "--country", "countries", metavar="ISO3", multiple=True, callback=_read_codes, help="A country in the report."
)
def find(words: tuple[str, ...], published: datetime.date | None, countries: tuple[str, ...]) -> None:
    """Say what words for an actor come to.

    Below that, the actors of whose names the words are a part.

    \b
    Examples:
      dateline actors find the Syrian army --published 2016-04-05
      dateline actors find SLA --country LBN
      dateline actors find Amaq
    """
    from dateline.actors import is_media, resolve_actor
    from dateline.actors.listing import find_rows

    asked = " ".join(words)
    found = resolve_actor(asked, published=published, countries=countries)
    if found.actor_id:
        click.echo(f"{found.actor_id}  {clean(found.name)} ({found.kind}{_bracketed(found.country)}), by {found.rule}")
    else:
        reason = "several fit" if found.reason == "ambiguous" else "not in the table"
        click.echo(f"{clean(asked)}: {reason} ({found.kind}{_bracketed(found.country)})")
    if found.period_id:
        click.echo(f"{found.period_id}  {clean(found.period_name or '')}")
    medium = is_media(asked)
    if medium:
        click.echo(f"as a source: {medium[0]}{f', speaks for {medium[1]}' if medium[1] else ''}")
    rows = list(find_rows(asked))
    if rows:
        click.echo("\nnames with these words:")
    _show_lines(rows)
    sys.exit(0 if found.actor_id or medium or rows else EXIT_NOT_FOUND)


@actors.command()
@click.argument("actor_id", metavar="ID")
def show(actor_id: str) -> None:
    """Show all that the table holds of one actor.

    \b
    Examples:
      dateline actors show hezbollah
      dateline actors show syr.military
      dateline actors show syr.military.2000-07
    """
    from dateline.actors.listing import find_row, list_parts
    from dateline.actors.periods import list_periods
    from dateline.actors.states import state_record

    row = find_row(actor_id)
    if row is None:
        click.echo(f"dateline: no actor has the id '{clean(actor_id)}'; try: dateline actors find NAME", err=True)
        sys.exit(EXIT_NOT_FOUND)
    for label, value in _describe(row):
        click.echo(f"{label:<10} {clean(value)}")
    state = state_record(actor_id) if actor_id.count(".") == 1 else None
    periods = list_periods(state) if state else []
    for title, lines in (
        ("periods", [f"{period.id}  {period.name}, {period.note}" for period in periods]),
        ("parts and those on its side", [f"{part.id}  {part.name}" for part in list_parts(actor_id)]),
    ):
        if lines:
            click.echo("\n".join([f"\n{title}:", *(f"  {clean(line)}" for line in lines)]))


def _describe(row: Row) -> Iterable[tuple[str, str]]:
    aliases = row.aliases.split("|") if row.aliases else []
    pairs = [
        ("id", row.id),
        ("name", row.name),
        ("kind", row.kind),
        ("country", row.country),
        ("from", row.begins),
        ("to", row.ends),
        ("part of", row.parent.replace("|", ", ")),
        ("side of", row.side_of.replace("|", ", ")),
        *(("also" if number == 0 else "", alias) for number, alias in enumerate(aliases)),
        ("wikidata", row.wikidata),
        ("note", row.note),
        ("table", f"{row.path}, line {row.line}" if row.line else "made from countries.csv and regimes.csv"),
    ]
    return [pair for pair in pairs if pair[1]]


@actors.command()
@click.option("--row", metavar="CSV", help="The whole row, in the order of the columns, instead of the other options.")
@click.option("--id", "actor_id", metavar="ID", help="Made from the name when it is not given.")
@click.option("--name", help="The name under which it is best known.")
@click.option("--kind", help="A kind of actor (rebel_group) or of outlet (party_media).")
@click.option("--country", metavar="ISO3", default="", help="Where it is at home, such as SYR.")
@click.option("--parent", "parents", metavar="ID[@FROM..TO]", multiple=True, help="What it is a part of, and when.")
@click.option("--side-of", "sides", metavar="ID[@FROM..TO]", multiple=True, help="Whose side it takes, and when.")
@click.option("--alias", "aliases", metavar="NAME[@FROM..TO]", multiple=True, help="Another name, and when it held.")
@click.option("--from", "begins", metavar="DATE", default="", help="When it began: 2013-04-08, 2013-04 or 2013.")
@click.option("--to", "ends", metavar="DATE", default="", help="When it ended.")
@click.option("--wikidata", metavar="Q...", default="", help="Its identifier in Wikidata.")
@click.option("--note", default="", help="Where you know it from.")
@click.option("--replace", "is_replace", is_flag=True, help="Replace the actor that has this id.")
def add(
    row: str | None,
    actor_id: str | None,
    name: str | None,
    kind: str | None,
    country: str,
    parents: tuple[str, ...],
    sides: tuple[str, ...],
    aliases: tuple[str, ...],
    begins: str,
    ends: str,
    wikidata: str,
    note: str,
    is_replace: bool,
) -> None:
    """Add an actor to your own table.

    A name that others bear too is marked with a question mark ("ELN?"): it then counts only in reports on the
    actor's own country. A tilde marks words that stand for an actor only at times ("~Moscow").

    \b
    Examples:
      dateline actors add --name "Red Front" --kind rebel_group --country PER --alias RF?
      dateline actors add --name "Front Radio" --kind party_media --side-of red-front
      dateline actors add --row "red-front,Red Front,rebel_group,PER,,,RF?,2019-03,,,"
    """
    from dateline.actors.listing import find_row
    from dateline.actors.own import add_rows, make_id
    from dateline.actors.rows import Row, parse_row

    if row is not None:
        new = parse_row(row)
    elif name and kind:
        cells = ("|".join(parents), "|".join(sides), "|".join(aliases), begins, ends, wikidata, note)
        new = Row(actor_id or make_id(name), name, kind, country, *cells)
    else:
        raise click.UsageError("Give --name and --kind, or --row.")
    new = new._replace(path=new.id or "the row")
    if not is_replace and find_row(new.id):
        raise click.UsageError(f"The id '{new.id}' is taken (dateline actors show {new.id}). Give --replace, or --id.")
    sys.exit(_report(add_rows([new])))


@actors.command("import")
@click.argument("path", metavar="FILE", type=_rows_from)
def import_(path: Path) -> None:
    """Lay the rows of a CSV file over the table.

    The columns are those that `dateline actors export` writes; only id, name and kind are needed. Every bad line is
    named, with what was expected and how to repair it, and the good ones are kept in your own table.

    \b
    Examples:
      dateline actors import my-actors.csv
      dateline actors export actors.csv    edit it, then: dateline actors import actors.csv
    """
    from dateline.actors.own import import_table

    sys.exit(_report(import_table(path)))


@actors.command()
@click.argument("path", metavar="[FILE]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format", "format_name", type=click.Choice(("csv", "jsonl")), default="csv", show_default=True,
    help="csv can be edited and imported; jsonl takes names and memberships apart.",
)  # fmt: skip
def export(path: Path | None, format_name: str) -> None:
    """Print the whole table, yours over ours.

    It holds the forces of every state too, with and without their periods of rule.

    \b
    Examples:
      dateline actors export actors.csv
      dateline actors export --format jsonl | jq 'select(.country == "SYR") | .name'
    """
    from dateline.actors.listing import format_json_lines, list_rows
    from dateline.actors.rows import format_rows

    rows = list_rows()
    with FileSink(path) if path else StandardOutput() as sink:
        if format_name == "csv":
            sink.write(format_rows(rows).encode())
        else:
            sink.write("".join(f"{line}\n" for line in format_json_lines(rows)).encode())


@actors.command()
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=_rows_from)
def check(paths: tuple[Path, ...]) -> None:
    """Look for what is wrong in the table, or in files that are to lie over it.

    Ids that are taken, names that two actors bear at one time without being marked as shared, parents and sides that
    are in no table, unknown kinds and countries, dates that are none or run backwards, actors that are parts of
    their own parts, periods of rule that run into each other.

    \b
    Examples:
      dateline actors check
      dateline actors check my-actors.csv
    """
    from dateline.actors.check import check_files, check_table
    from dateline.actors.listing import count_table

    checked = check_files(paths) if paths else check_table()
    for fault in checked.faults:
        click.echo(f"dateline: {clean(str(fault))}", err=True)
    if paths:
        names = sum(1 + row.aliases.count("|") + bool(row.aliases) for row in checked.rows)
        click.echo(f"{len(checked.rows):,} actors, {names:,} names")
        if checked.replaced:
            click.echo(f"{len(checked.replaced):,} replace actors of the table: {clean(', '.join(checked.replaced))}")
    else:
        with contextlib.suppress(InputError):  # told above: a table with such rows cannot be laid over ours
            _show_count(count_table())
    if checked.faults:
        click.echo(f"dateline: {len(checked.faults):,} to mend", err=True)
    sys.exit(1 if checked.faults else 0)


def _show_count(count: Count) -> None:
    click.echo(f"{count.actors:,} actors, {count.names:,} names")
    click.echo(
        f"of the actors {count.groups:,} are groups and bodies, {count.media:,} media, monitors and aid groups, "
        f"{count.states:,} forces of states and {count.periods:,} forces of states in one period of rule"
    )


def _report(done: Import) -> int:
    """Say what was kept, and on standard error what was not; return the exit status."""
    for fault in done.faults:
        click.echo(f"dateline: {clean(str(fault))}", err=True)
    for collision in done.collisions:
        click.echo(f"dateline: kept, but ambiguous: {clean(str(collision))}", err=True)
    unkept = len({fault.line for fault in done.faults})
    parts = [f"{len(done.added):,} added", f"{len(done.replaced):,} replaced", f"{len(done.same):,} as they were"]
    click.echo(", ".join([*parts, *([f"{unkept:,} left out"] if unkept else [])]))
    if done.added or done.replaced:
        click.echo(f"Your table: {user_table_path('actors.csv')}")
    return 1 if done.faults else 0


def _show_lines(rows: list[Row]) -> None:
    for row in rows[:_MOST_SHOWN]:
        life = f"{row.begins or '?'} to {row.ends or ''}".rstrip() if row.begins or row.ends else ""
        parts = (row.kind, row.country, life)
        click.echo(f"  {row.id}  {clean(row.name)} ({', '.join(part for part in parts if part)})")
    if len(rows) > _MOST_SHOWN:
        click.echo(f"  and {len(rows) - _MOST_SHOWN:,} more")


def _bracketed(country: str | None) -> str:
    return f", {country}" if country else ""
