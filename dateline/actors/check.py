"""What is wrong with a whole actor table: what single rows cannot show, and `faults` of each row besides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.actors.faults import find_faults, is_date, is_reversed, is_state_id, make_fault
from dateline.actors.periods import Regime, read_regimes
from dateline.actors.records import Alias, Membership, read_alias, read_memberships, split_cell
from dateline.actors.rows import Row, read_codebook, read_table
from dateline.actors.spelling import fold
from dateline.actors.states import state_record
from dateline.actors.table import MEDIA_TABLE, TABLE, is_medium, lay_over, read_actors
from dateline.codebook.countries import read_countries
from dateline.errors import InputError
from dateline.user_tables import user_table_path


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked and is wrong; `replaced` are the ids of the table that rows of files would lie over."""

    rows: tuple[Row, ...]
    faults: tuple[InputError, ...]
    replaced: tuple[str, ...] = ()


def check_table() -> Checked:
    """Check our tables, the user's own over them, and the periods of rule."""
    ours = [*read_codebook(TABLE), *read_codebook(MEDIA_TABLE)]
    path = user_table_path(TABLE)
    own = read_table(path) if path.is_file() else []
    faults = (*check_rows(ours), *check_rows(own, ours), *check_regimes())
    return Checked(tuple(lay_over(ours, own)), faults)


def check_files(paths: Sequence[Path]) -> Checked:
    """Check files together, as they would lie over the table."""
    under = read_actors().rows
    rows = [row for path in paths for row in read_table(path)]
    known = {(is_medium(row), row.id) for row in under}
    replaced = [row.id for row in rows if (is_medium(row), row.id) in known]
    return Checked(tuple(rows), tuple(check_rows(rows, under)), tuple(replaced))


def check_rows(rows: Sequence[Row], under: Sequence[Row] = ()) -> list[InputError]:
    """Return the faults of rows that would lie over a table (`under`), in the order of the rows.

    Names are alike when their look-up spelling is; two actors may share one only where their times do not meet or one
    of them is marked as shared ("ELN?"). Outlets' names are not compared: who quotes them knows which they mean.
    """
    faults = [fault for row in rows for fault in find_faults(row)]
    sound = [row for row in rows if row.line >= 0]
    whole = lay_over(under, sound)
    faults += find_repeated_ids(sound)
    faults += find_unknown_links(sound, whole)
    faults += find_cycles(sound, whole)
    faults += find_collisions(sound, whole)
    return sorted(faults, key=lambda fault: (fault.path or "", fault.line or 0))


def find_repeated_ids(rows: Iterable[Row]) -> Iterator[InputError]:
    """Each second row of one id, an actor's and an outlet's apart."""
    first: dict[tuple[bool, str], Row] = {}
    for row in rows:
        known = first.setdefault((is_medium(row), row.id), row)
        if known is not row:
            yield make_fault(row, f"id '{row.id}' is taken by {_place(known)}", None, "merge the two, or rename one")


def find_unknown_links(rows: Iterable[Row], whole: Iterable[Row]) -> Iterator[InputError]:
    """Each parent and side that is in no table."""
    known = {row.id for row in whole if not is_medium(row)}
    for row in rows:
        for column, cell in (("parent", row.parent), ("side_of", row.side_of)):
            for link in read_memberships(cell):
                if link.actor_id == row.id and not is_medium(row):
                    yield make_fault(row, f"{column} is the actor itself", None, "leave it empty")
                elif link.actor_id not in known and state_record(link.actor_id) is None:
                    expected = "the id of another actor, or one such as syr.military"
                    yield make_fault(row, f"{column} '{link.actor_id}' is not in the table", expected, "add it first")


def find_cycles(rows: Iterable[Row], whole: Iterable[Row]) -> Iterator[InputError]:
    """Each row that is, at some one time, a part of its own part."""
    links = {row.id: read_memberships(row.parent) for row in whole if row.parent and not is_medium(row)}
    for row in rows:
        path = _find_way_back(row.id, row.id, links, (), ("", "9999"))
        if path and not is_medium(row):
            shown = " > ".join((row.id, *path))
            yield make_fault(row, f"is a part of itself: {shown}", None, "leave out one parent, or date them")


def _find_way_back(
    start: str,
    at: str,
    links: Mapping[str, tuple[Membership, ...]],
    path: tuple[str, ...],
    span: tuple[str, str],
) -> tuple[str, ...]:
    for link in links.get(at, ()):
        begins, ends = max(span[0], link.begins or ""), min(span[1], link.ends or "9999")
        if begins >= ends or link.actor_id in path:
            continue
        further = (*path, link.actor_id)
        if link.actor_id == start and len(further) > 1:
            return further
        found = _find_way_back(start, link.actor_id, links, further, (begins, ends))
        if found:
            return found
    return ()


def find_collisions(rows: Sequence[Row], whole: Iterable[Row]) -> Iterator[InputError]:
    """Each name that two actors bear at one time, neither marked as shared; told at the row that comes later."""
    ours = {row: number for number, row in enumerate(rows)}
    bearers: dict[str, list[tuple[Alias, Row]]] = defaultdict(list)
    for row in whole:
        for alias in _aliases(row):
            if not alias.shared:
                bearers[fold(alias.words)].append((alias, row))
    for same in bearers.values():
        for number, (alias, row) in enumerate(same):
            for other, other_row in same[:number]:
                if row.id == other_row.id or not _at_one_time((alias, row), (other, other_row)):
                    continue
                if row in ours or other_row in ours:
                    at, by = (row, other_row) if ours.get(row, -1) >= ours.get(other_row, -1) else (other_row, row)
                    repair = f"write {alias.words}? in the rows of both, or date it as {alias.words}@from..to"
                    yield make_fault(at, f"'{alias.words}' is also a name of {by.id} ({_place(by)})", None, repair)


def _aliases(row: Row) -> Iterator[Alias]:
    if is_medium(row):
        return
    spellings: set[str] = set()
    for item in [*([] if is_state_id(row.id) else [row.name]), *split_cell(row.aliases)]:
        alias = read_alias(item, row.id)
        if fold(alias.words) not in spellings:
            spellings.add(fold(alias.words))
            yield alias


def _at_one_time(one: tuple[Alias, Row], other: tuple[Alias, Row]) -> bool:
    (begins, ends), (others_begin, others_end) = (_life(*pair) for pair in (one, other))
    return max(begins, others_begin) < min(ends, others_end)


def _life(alias: Alias, row: Row) -> tuple[str, str]:
    return alias.begins or row.begins or "0000", alias.ends or row.ends or "9999"


def _place(row: Row) -> str:
    return f"{row.path}, line {row.line}" if row.path else "the table"


def check_regimes() -> Iterator[InputError]:
    """The faults of the periods of rule: countries and dates that are none, periods that run into each other."""
    codes = {country.iso3 for country in read_countries()}
    for country, regimes in read_regimes().items():
        for number, regime in enumerate(regimes):
            if country not in codes:
                yield _regime_fault(regime, f"country '{country}' is not known", "write three letters such as SYR")
            if not all(is_date(written) for written in (regime.begins, regime.ends or "2000")):
                yield _regime_fault(regime, "has no dates such as 2000-07", "write year-month-day, or its beginning")
            elif is_reversed(regime.begins, regime.ends or ""):
                yield _regime_fault(regime, "ends before it begins", "swap or mend the dates")
            for other in regimes[:number]:
                if _meet(regime, other):
                    found = f"runs into {other.name} ({other.begins} to {other.ends or 'now'})"
                    yield _regime_fault(regime, found, "mend the dates of one")


def _meet(one: Regime, other: Regime) -> bool:
    """Whether two periods have more in common than the day, month or year in which one gave way to the other."""
    if one.begins == other.begins:
        return True
    first, second = sorted((one, other), key=lambda regime: regime.begins)
    size = min(len(first.ends or "9999"), len(second.begins))
    return (first.ends or "9999")[:size] > second.begins[:size]


def _regime_fault(regime: Regime, found: str, repair: str) -> InputError:
    return InputError(f"{regime.name}: {found}", repair=repair, path=regime.path, line=regime.line)
