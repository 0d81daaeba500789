"""`dateline gazetteer`: the places on the command line. Registered in `dateline.cli`, which ends with its errors.

Exit status: 0 done; 1 nothing found, or some lines or reports could not be read (each named on standard error, the rest
taken in); 2 the call itself is wrong; 130 stopped, with nothing changed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.errors import InputError
from dateline.output.words import clean, describe_reason
from dateline.progress import is_bar_wanted
from dateline.user_tables import user_table_path

if TYPE_CHECKING:  # the gazetteer is opened by the command that needs it
    from dateline.places.explain import Choice, Weighed
    from dateline.places.gazetteer import Gazetteer, Record

EXIT_NOT_FOUND = 1
EXIT_INTERRUPTED = 130
_FORMATS = ("geonames", "alternate-names", "cod", "ourairports", "csv")
_MOST_SHOWN = 40
_MOST_BAD_SHOWN = 100
_MOST_CANDIDATES = 5
_WIDEST = 34


@click.group()
def gazetteer() -> None:
    """Look up, explain, add and import places.

    The gazetteer holds the world's towns, provinces and airfields and an overlay of places that war reports name. Your
    own places, in places.sqlite of the folder that DATELINE_HOME names (else ~/.local/share/dateline), lie over ours:
    the same reference replaces, others are added.

    \b
    Examples:
      dateline gazetteer find Tripoli
      dateline gazetteer explain report.html --name Tripoli
      dateline gazetteer import SY.zip --format geonames
    """


_country = click.option("--country", metavar="ISO3", help="Only places in this country, such as SYR.")


@gazetteer.command()
@click.argument("name")
@_country
@click.option("--format", "format_name", type=click.Choice(("table", "jsonl")), default="table", show_default=True,
              help="table is for reading; jsonl has one place a line.")  # fmt: skip
def find(name: str, country: str | None, format_name: str) -> None:
    """List the places of a name.

    The most populous comes first. Where no place is spelled so, the ones of the --country that are spelled alike are
    listed, and it says so. "error" is how many kilometres from its point a place may reach.

    \b
    Examples:
      dateline gazetteer find Tripoli
      dateline gazetteer find "Deir ez-Zor" --country SYR
      dateline gazetteer find SY0101 --format jsonl
    """
    from dateline.places.candidates import find_alike
    from dateline.places.gazetteer import open_gazetteer
    from dateline.places.spelling import fold
    from dateline.places.user_places import list_unplaced

    places = open_gazetteer()
    code = country.upper() if country else None
    found = [place for place in places.find(name) if code in (None, place.country)]
    pointless = [
        place for place in list_unplaced()
        if fold(name) in (fold(place.name), fold(place.ref.partition(":")[2])) and code in (None, place.country)
    ]  # fmt: skip
    if not found and not pointless and code:
        found = find_alike(places, code, fold(name))
        if found:
            click.echo(f"No place in {code} is spelled {clean(name)}; these are spelled alike:", err=True)
    if format_name == "jsonl":
        for place in found:
            click.echo(json.dumps(_as_json(places, place), ensure_ascii=False))
    elif found:
        _print_table(_headed(_row(places, place) for place in found[:_MOST_SHOWN]))
    for unplaced in pointless:
        click.echo(f"{clean(unplaced.name)} ({unplaced.country}, {unplaced.ref}) is kept without a point.", err=True)
    if len(found) > _MOST_SHOWN and format_name == "table":
        click.echo(f"... and {len(found) - _MOST_SHOWN:,} more; --format jsonl has them all", err=True)
    if not found and not pointless:
        hint = "" if code else "; give --country to see names spelled alike there"
        click.echo(f"dateline: no place is spelled {clean(name)}{hint}", err=True)
        sys.exit(EXIT_NOT_FOUND)


@gazetteer.command()
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--name", help="Only names that hold these words.")
def explain(reports: tuple[str, ...], name: str | None) -> None:
    """Show how a report's place names were resolved.

    For each name: the places that bear it, with their share of the weight, their score and what gave it; why the first
    was taken before the next, or why none was. The choice is made over the whole report, as `dateline code` makes it.

    \b
    Examples:
      dateline gazetteer explain report.html
      dateline gazetteer explain report.txt --name Tripoli
    """
    from dateline.pipeline import explain_places

    status, shown = 0, 0
    for item in explain_places(reports):
        if isinstance(item, InputError):
            click.echo(f"dateline: {clean(str(item))}", err=True)
            status = EXIT_NOT_FOUND
            continue
        report, choices = item
        chosen = [choice for choice in choices if name is None or name.casefold() in choice.words.casefold()]
        if len(reports) > 1 and chosen:
            click.echo(f"== {clean(report.path or report.id)}\n")
        for choice in chosen:
            _print_choice(choice)
        shown += len(chosen)
    if not shown:
        what = f"name with {clean(name)}" if name else "place name"
        click.echo(f"dateline: no {what} was found in {clean(', '.join(reports))}", err=True)
        status = EXIT_NOT_FOUND
    sys.exit(status)


@gazetteer.command()
@click.argument("name")
@click.option("--country", metavar="ISO3", required=True, help="Country it lies in, such as SYR.")
@click.option("--lat", required=True, help="Latitude in degrees, such as 33.61.")
@click.option("--lon", required=True, help="Longitude in degrees, such as 36.75.")
@click.option("--kind", default="populated_place", show_default=True, help="What it is: village, camp, airbase, ...")
@click.option("--alias", "aliases", metavar="NAME", multiple=True, help="Another name; may be given several times.")
@click.option("--admin1", metavar="NAME", default="", help="First-level division that it lies in.")
@click.option("--error-km", default="", metavar="KM", help="How far from the point it may reach.")
@click.option("--ref", default="", help="Reference of the place to replace, as `find` shows it.")
def add(
    name: str,
    country: str,
    lat: str,
    lon: str,
    kind: str,
    aliases: tuple[str, ...],
    admin1: str,
    error_km: str,
    ref: str,
) -> None:
    """Add a place of your own.

    The same name and country again replaces what was added before; --ref replaces any place, ours too.

    \b
    Examples:
      dateline gazetteer add "Tell Hadya" --country SYR --lat 36.01 --lon 36.93 --kind village
      dateline gazetteer add Dumair --country SYR --lat 33.64 --lon 36.69 --alias Dmeir --alias "Al Dumayr"
    """
    from dateline.places.gazetteer import open_gazetteer
    from dateline.places.importing.tables import make_place
    from dateline.places.user_places import BY_HAND, write_places

    row = {"name": name, "aliases": "|".join(aliases), "country": country, "admin1": admin1, "lat": lat, "lon": lon,
           "feature": kind, "error_km": error_km, "ref": ref}  # fmt: skip
    try:
        draft = make_place(row, open_gazetteer())
    except InputError as error:
        expected = f" (expected {error.expected})" if error.expected else ""
        raise click.UsageError(f"{error.found}{expected}") from error
    with write_places("by hand", BY_HAND) as writer:
        writer.add(draft, has_all_names=True)
    click.echo(f"Added {clean(name)} to {user_table_path('places.sqlite')}.")


@gazetteer.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "format_name", type=click.Choice(_FORMATS), required=True, help="What the file is.")
def import_(file: Path, format_name: str) -> None:
    """Import places from a file.

    \b
    geonames         a GeoNames dump: allCountries.txt, SY.zip (19 columns, tabs)
    alternate-names  GeoNames' alternateNamesV2.txt (10 columns, tabs)
    cod              OCHA's administrative units with p-codes (ADM1_EN, ADM1_PCODE, ...)
    ourairports      OurAirports' airports.csv
    csv              name,aliases,country,admin1,lat,lon,feature,error_km,source_note

    Files are read line by line, zipped and gzipped ones too. A bad line is named and the rest goes on. All is taken
    in at the end or, if the run is stopped, nothing; the same file again replaces what it brought.

    \b
    Examples:
      dateline gazetteer import SY.zip --format geonames
      dateline gazetteer import syr_adminunits.csv --format cod
    """
    from dateline.places.importing import import_places

    bad_count = 0

    def show_bad(error: InputError) -> None:
        nonlocal bad_count
        bad_count += 1
        if bad_count <= _MOST_BAD_SHOWN:
            click.echo(f"dateline: {clean(str(error))}", err=True)

    with _stoppable():
        imported = import_places(file, format_name, show_bad, _progress(file))  # type: ignore[arg-type]
    if bad_count > _MOST_BAD_SHOWN:
        click.echo(f"dateline: ... and {bad_count - _MOST_BAD_SHOWN:,} more bad lines", err=True)
    click.echo(f"{imported.place_count:,} places and {imported.name_count:,} names from {clean(str(file))}")
    for reason, count in sorted(imported.other.items()):
        click.echo(f"  {count:,} {reason}")
    if format_name == "cod" and imported.other["kept without a point"]:
        _print_unplaced()
    sys.exit(EXIT_NOT_FOUND if bad_count else 0)


@gazetteer.command()
def info() -> None:
    """Say what the gazetteer holds.

    Its size, places and names, the day it was built, our overlay, and your own places and where they come from.

    \b
    Example:
      dateline gazetteer info
    """
    from dateline.places.unpacking import describe_embedded, unpack_gazetteer
    from dateline.places.user_places import count_own, list_sources

    about = describe_embedded()
    path, _ = unpack_gazetteer()
    click.echo(f"Ours, built {about['built']}, digest {str(about['digest'])[:16]}")
    click.echo(f"  {_number(about['places'])} places, {_number(about['spellings'])} names")
    counts = about["counts"]
    if isinstance(counts, dict):
        click.echo(f"  {', '.join(f'{_number(count)} {word}' for word, count in counts.items())}")
    click.echo(f"  {_megabytes(about['packed_bytes'])} packed; {_megabytes(path.stat().st_size)} in {path}")
    own = user_table_path("places.sqlite")
    if not own.exists():
        click.echo(f"Yours: none ({own} is not there)")
        return
    click.echo(f"Yours, {_megabytes(own.stat().st_size)} in {own}")
    click.echo(f"  {', '.join(f'{count:,} {word}' for word, count in count_own().items())}")
    for name, kind, places, names, day in list_sources():
        click.echo(f"  {day}  {kind:15}  {places:,} places, {names:,} names: {clean(name)}")


@contextmanager
def _stoppable() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        click.echo("\nStopped. Nothing was taken in.", err=True)
        sys.exit(EXIT_INTERRUPTED)


def _progress(file: Path) -> Callable[[int], None] | None:
    """Tells a person who waits how many places are written."""

    def show(count: int) -> None:
        click.echo(f"\r{clean(file.name)}: {count:,} places ", nl=False, err=True)

    return show if is_bar_wanted(writes_file=True) else None


def _print_unplaced() -> None:
    from dateline.places.user_places import list_unplaced

    kept = list_unplaced()
    for place in kept[:_MOST_SHOWN]:
        inside = f" in {place.unit}" if place.unit else ""
        click.echo(f"    {place.ref.removeprefix('pcode:')}  {clean(place.name)}{inside}, {place.country}")
    if len(kept) > _MOST_SHOWN:
        click.echo(f"    ... and {len(kept) - _MOST_SHOWN:,} more")


def _as_json(places: Gazetteer, place: Record) -> dict[str, object]:
    admin1 = places.place(place.admin1) if place.admin1 else None
    return {
        "name": place.name, "feature": place.feature, "country": place.country or None,
        "admin1": admin1.name if admin1 else None, "lat": place.lat, "lon": place.lon, "error_km": place.radius_km,
        "population": place.population or None, "gazetteer_id": place.ref,
    }  # fmt: skip


def _row(places: Gazetteer, place: Record) -> list[str]:
    admin1 = places.place(place.admin1) if place.admin1 else None
    return [
        clean(place.name), place.feature, place.country, clean(admin1.name) if admin1 else "", f"{place.lat:.4f}",
        f"{place.lon:.4f}", f"{place.radius_km:.0f} km", place.ref,
    ]  # fmt: skip


def _headed(rows: Iterable[list[str]]) -> list[list[str]]:
    return [["name", "kind", "country", "admin1", "lat", "lon", "error", "reference"], *rows]


def _print_table(rows: Sequence[Sequence[str]], indent: str = "") -> None:
    """Columns as wide as their widest cell; only the last may be longer than the line."""
    widths = [min(_WIDEST, max(len(row[number]) for row in rows)) for number in range(len(rows[0]))]
    for row in rows:
        cells = [_fitted(cell, width) for cell, width in zip(row[:-1], widths, strict=False)]
        click.echo(f"{indent}{'  '.join([*cells, row[-1]])}".rstrip())


def _fitted(cell: str, width: int) -> str:
    return f"{cell[: width - 1]}…" if len(cell) > width else cell.ljust(width)


def _print_choice(choice: Choice) -> None:
    place = choice.place
    times = f", {len(choice.spans)} times" if len(choice.spans) > 1 else ""
    if place.reason:
        outcome = f"no place: {describe_reason(place.reason)}"
    else:
        inside = ", ".join(filter(None, (place.admin1, place.country)))
        outcome = (
            f"{clean(place.name)}{f' in {clean(inside)}' if inside else ''} ({place.feature}, {place.gazetteer_id})"
        )
    click.echo(f"{clean(choice.words)} (at {choice.spans[0].start}{times}): {outcome}")
    click.echo(f"  {clean(choice.why)}")
    if choice.candidates:
        rows = [["share", "score", "place", "kind", "country", "what gave the score"]]
        _print_table([*rows, *(_weighed_row(item) for item in _shown(choice))], indent="    ")
        left = len(choice.candidates) - len(_shown(choice))
        if left:
            click.echo(f"    ... and {left:,} more")
    click.echo()


def _shown(choice: Choice) -> list[Weighed]:
    """The first few, and "none of these" wherever it stands."""
    return [item for rank, item in enumerate(choice.candidates) if rank < _MOST_CANDIDATES or item.record is None]


def _weighed_row(item: Weighed) -> list[str]:
    parts = ", ".join(f"{name} {value:+.1f}" for name, value in item.parts)
    record = item.record
    name, kind, country = (clean(record.name), record.feature, record.country) if record else ("none of these", "", "")
    return [f"{item.share:.3f}", f"{item.score:+.1f}", name, kind, country, parts]


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _megabytes(value: object) -> str:
    return f"{value / 1_000_000:.1f} MB" if isinstance(value, int) else str(value)
