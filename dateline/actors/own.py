"""The user's own table of actors: rows that lie over ours, added by hand or imported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.actors.check import find_collisions, find_cycles, find_repeated_ids, find_unknown_links
from dateline.actors.faults import find_faults, make_fault
from dateline.actors.find import forget_lengths
from dateline.actors.listing import list_rows
from dateline.actors.media import read_media
from dateline.actors.periods import read_regimes
from dateline.actors.resolve import forget_resolved
from dateline.actors.rows import Row, read_table, write_table
from dateline.actors.spelling import fold
from dateline.actors.table import TABLE, is_medium, lay_over, read_actors, read_own_rows
from dateline.errors import InputError
from dateline.user_tables import user_table_path


@dataclass(frozen=True, slots=True)
class Import:
    """What came of laying rows over the table: which are new, which replace, which said nothing new, which are bad.

    `collisions` are names that the kept rows share with other actors; such names are found ambiguous.
    """

    added: tuple[Row, ...]
    replaced: tuple[Row, ...]
    same: tuple[Row, ...]
    faults: tuple[InputError, ...]
    collisions: tuple[InputError, ...]


def import_table(path: Path) -> Import:
    """Lay the rows of a file over the table; bad rows are told and left out, the rest is kept in the user's table."""
    return add_rows(read_table(path))


def add_rows(rows: Sequence[Row]) -> Import:
    """Write rows to the user's own table, which is made if there is none yet.

    A row says nothing new where the table holds it already, word for word; so that what `dateline actors export`
    wrote can be edited and imported whole.
    """
    known = {(is_medium(row), row.id): row for row in list_rows()}
    same = tuple(row for row in rows if _is_same(row, known.get((is_medium(row), row.id))))
    unsaid = set(same)
    kept, faults = _sift([row for row in rows if row not in unsaid])
    if kept:
        write_table(lay_over(read_own_rows(), kept), user_table_path(TABLE))
        forget_tables()
    added = tuple(row for row in kept if (is_medium(row), row.id) not in known)
    return Import(
        added,
        tuple(row for row in kept if row not in set(added)),
        same,
        tuple(faults),
        tuple(find_collisions(kept, lay_over(read_actors().rows, kept))),
    )


def make_id(name: str) -> str:
    """Return an id made from a name.

    >>> make_id("Jama'at al-Tawhid (North)")
    'jamaat-al-tawhid-north'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def forget_tables() -> None:
    """Let the tables be read anew when they are next asked for; a run otherwise reads them once."""
    for cached in (read_actors, read_media, read_regimes):
        cached.cache_clear()
    forget_lengths()
    forget_resolved()


def _is_same(row: Row, known: Row | None) -> bool:
    return known is not None and row.cells == known.cells


def _sift(rows: Sequence[Row]) -> tuple[list[Row], list[InputError]]:
    """The rows that can be kept, and what is wrong with the others: also with those that hang on a bad one."""
    faults = [fault for row in rows for fault in _find_own_faults(row)]
    faults += find_repeated_ids([row for row in rows if row.line >= 0])
    while True:
        bad = {fault.line or 0 for fault in faults}
        kept = [row for row in rows if abs(row.line) not in bad]
        whole = lay_over(read_actors().rows, kept)
        hanging = [*find_unknown_links(kept, whole), *find_cycles(kept, whole)]
        if not hanging:
            return kept, sorted(faults, key=lambda fault: fault.line or 0)
        faults += hanging


def _find_own_faults(row: Row) -> list[InputError]:
    if row.id.count(".") == 2:
        repair = f"put its dates into {user_table_path('regimes.csv')} (country,name,from,to,note)"
        return [make_fault(row, f"'{row.id}' is a period of rule, which other rows make", None, repair)]
    return list(find_faults(row))
