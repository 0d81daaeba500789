"""The forces of a state by period of rule: "Military Forces of Syria (2000-2024)".

The periods are rows of `codebook/regimes.csv` (country, name, from, to, note), and every branch of every state has one
record a period, made when it is asked for. A user's own `regimes.csv` replaces the periods of the countries in it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from dateline.actors.records import ActorRecord, Membership, holds
from dateline.actors.rows import read_text
from dateline.errors import InputError
from dateline.user_tables import user_table_path

TABLE = "regimes.csv"
_COLUMNS = ("country", "name", "from", "to", "note")


@dataclass(frozen=True, slots=True)
class Regime:
    """One period of rule of one country: who or what ruled, from when, and to when where it has ended."""

    country: str
    name: str
    begins: str
    ends: str | None
    note: str | None
    path: str
    line: int


def find_period(record: ActorRecord, first: date | None, last: date | None = None) -> ActorRecord | None:
    """Return the record of a state's forces in the period of rule that holds from `first` to `last`, or None.

    Days on which one rule gave way to another, as finely as the table knows, belong to neither.

    >>> army = ActorRecord("syr.military", "Military Forces of Syria", "state_forces", "SYR")
    >>> period = find_period(army, date(2016, 4, 5))
    >>> period.id, period.name
    ('syr.military.2000-07', 'Military Forces of Syria (2000-2024)')
    """
    if first is None or record.country is None:
        return None
    on_day = [
        [regime for regime in read_regimes().get(record.country, ()) if holds(regime.begins, regime.ends, day)]
        for day in (first, last or first)
    ]
    if any(len(found) != 1 for found in on_day) or on_day[0] != on_day[1]:
        return None
    return make_period(record, on_day[0][0])


def list_periods(record: ActorRecord) -> list[ActorRecord]:
    """Return a state's forces in every period of rule that is known."""
    return [make_period(record, regime) for regime in read_regimes().get(record.country or "", ())]


def make_period(record: ActorRecord, regime: Regime) -> ActorRecord:
    """Return the record of a state's forces in one period; its id holds the month, so that a better day keeps it.

    Where two began in one month, each id holds its day.
    """
    month = regime.begins[:7]
    others = [other for other in read_regimes().get(regime.country, ()) if other.begins[:7] == month]
    return ActorRecord(
        id=f"{record.id}.{month if len(others) < 2 else regime.begins}",
        name=f"{record.name} ({_years(regime)})",
        kind=record.kind,
        country=record.country,
        parents=(Membership(record.id),),
        begins=regime.begins,
        ends=regime.ends,
        note=regime.name,
    )


def _years(regime: Regime) -> str:
    begins, ends = regime.begins[:4], (regime.ends or "")[:4]
    return begins if begins == ends else f"{begins}-{ends}"


@cache
def read_regimes() -> Mapping[str, tuple[Regime, ...]]:
    """Return the periods of rule of each country (ISO 3166 alpha-3), in the order of the table."""
    ours = _by_country(_codebook_text(), TABLE)
    path = user_table_path(TABLE)
    return {**ours, **_by_country(read_text(path), str(path))} if path.is_file() else ours


def _codebook_text() -> str:
    return resources.files("dateline.codebook").joinpath(TABLE).read_text(encoding="utf-8")


def _by_country(text: str, path: str) -> dict[str, tuple[Regime, ...]]:
    lines = csv.reader(io.StringIO(text, newline=""))
    header = tuple(next(lines, ()))
    if header != _COLUMNS:
        repair = f"begin the file with the line {','.join(_COLUMNS)}"
        raise InputError(f"has the columns {', '.join(header)}", repair=repair, path=path, line=1)
    regimes: dict[str, tuple[Regime, ...]] = {}
    for cells in lines:
        if len(cells) != len(_COLUMNS):
            raise InputError(
                f"has {len(cells)} cells", expected=f"{len(_COLUMNS)} cells", repair="put names with commas in quotes",
                path=path, line=lines.line_num,
            )  # fmt: skip
        country, name, begins, ends, note = cells
        regime = Regime(country, name, begins, ends or None, note or None, path, lines.line_num)
        regimes[country] = (*regimes.get(country, ()), regime)
    return regimes
