"""What is wrong with single rows of an actor table: each fault says where, what was expected and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import get_args

from dateline.actors.records import split_cell, split_dates
from dateline.actors.rows import COLUMNS, Row
from dateline.actors.states import BRANCH_NAMES, state_record
from dateline.codebook.countries import read_countries
from dateline.errors import InputError
from dateline.model import ActorKind

ACTOR_KINDS: tuple[str, ...] = get_args(ActorKind)
# Kinds of source that are bodies with a name of their own; the others ("witness") are what somebody is in one report.
MEDIA_KINDS = ("agency", "outlet", "local_media", "state_media", "party_media", "monitor", "ngo", "igo")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_WORDS = re.compile(r"(?:^|\|)\s*(?=[~?@])[~?\s]*(?:@[^|]*)?(?:\||$)")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")


def find_faults(row: Row) -> Iterator[InputError]:
    """What keeps one row from being read, whatever else the table holds.

    >>> row = Row("red-front", "Red Front", "rebels", "SYR", begins="2014", ends="2011")
    >>> [fault.found for fault in find_faults(row)]
    ["kind 'rebels' is none of ours", 'it ends (2011) before it begins (2014)']
    """
    if row.line < 0:
        repair = "put names with commas in quotes"
        yield make_fault(row, "has more cells than the header", f"{len(COLUMNS)} cells at most", repair)
        return
    yield from _find_id_faults(row)
    state = state_record(row.id) if is_state_id(row.id) else None
    if state and row.name not in ("", state.name):
        repair = "leave the name empty; its other names go into aliases"
        yield make_fault(row, f"the name of {row.id} is made by rule", f"'{state.name}'", repair)
    if not row.name and not is_state_id(row.id):
        yield make_fault(row, "has no name", "the name under which it is best known", "fill in the column name")
    if row.kind not in ACTOR_KINDS and row.kind not in MEDIA_KINDS:
        expected = f"one of {', '.join((*ACTOR_KINDS, *MEDIA_KINDS))}"
        yield make_fault(row, f"kind '{row.kind}' is none of ours", expected, "choose the nearest, or unknown")
    if row.country and row.country not in _codes():
        repair = "look it up in ISO 3166, or leave it empty"
        yield make_fault(row, f"country '{row.country}' is not known", "three letters such as SYR", repair)
    if "\n" in row.name + row.aliases:
        yield make_fault(row, "a name runs over two lines", "one line", "remove the line break")
    if row.wikidata and not re.fullmatch(r"Q[1-9]\d*", row.wikidata):
        repair = "mend it or leave it out"
        yield make_fault(row, f"wikidata '{row.wikidata}' is no identifier", "one such as Q34490", repair)
    yield from _find_date_faults(row)


def is_state_id(actor_id: str) -> bool:
    """Return whether an id is of the pattern of states' forces ("syr.military"); such rows only add names to them."""
    return actor_id.count(".") == 1 and state_record(actor_id) is not None


def is_date(written: str) -> bool:
    """Return whether words are an ISO date or the beginning of one: "2013", "2013-04", "2013-04-08".

    >>> [is_date(written) for written in ("2013-04", "2013-13", "April 2013", "2013-02-30")]
    [True, False, False, False]
    """
    try:
        date.fromisoformat(f"{written}-01-01"[:10] if len(written) < 10 else written)
    except ValueError:
        return False
    return bool(_DATE.fullmatch(written))


def is_reversed(begins: str, ends: str) -> bool:
    """Return whether one date lies before another as far as both are known."""
    size = min(len(begins), len(ends))
    return bool(begins and ends and ends[:size] < begins[:size])


def _find_id_faults(row: Row) -> Iterator[InputError]:
    if "." in row.id:
        if not is_state_id(row.id):
            expected = f"a country's code and one of {', '.join(BRANCH_NAMES)}, such as syr.military"
            yield make_fault(row, f"id '{row.id}' is of no state's forces", expected, "use no full stop in other ids")
    elif not _ID.fullmatch(row.id):
        expected = "small letters and digits with hyphens between, such as red-front"
        yield make_fault(row, f"id '{row.id}' cannot be used" if row.id else "has no id", expected, "write it so")


def _find_date_faults(row: Row) -> Iterator[InputError]:
    dated = [("it", row.begins, row.ends)] if row.begins or row.ends else []
    for cell in (row.parent, row.side_of, row.aliases):
        if _NO_WORDS.search(cell):
            yield make_fault(row, f"'{cell}' has an item without words", "a name between two |", "remove it")
        for item in split_cell(cell) if "@" in cell else []:
            _, begins, ends = split_dates(item)
            if "@" in item and not (begins or ends):
                repair = "write it as NAME@from..to, such as ISI@2006-10..2013-04"
                yield make_fault(row, f"'{item}' has no dates after its @", "one date or two", repair)
            dated.append((f"'{item}'", begins or "", ends or ""))
    for what, begins, ends in dated:
        for written in filter(None, (begins, ends)):
            if not is_date(written):
                repair = "write year-month-day, year-month or the year"
                yield make_fault(row, f"'{written}' is not a date", "one such as 2013-04-08, 2013-04 or 2013", repair)
        if is_reversed(begins, ends):
            yield make_fault(row, f"{what} ends ({ends}) before it begins ({begins})", None, "swap or mend the dates")


def make_fault(row: Row, found: str, expected: str | None, repair: str) -> InputError:
    """Return what is wrong with a row as an error that names its file and line."""
    return InputError(found, expected=expected, repair=repair, path=row.path or None, line=abs(row.line) or None)


@cache
def _codes() -> frozenset[str]:
    return frozenset(country.iso3 for country in read_countries())
