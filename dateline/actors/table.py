"""The actor table: records of `codebook/actors.csv` and their names, with the user's own table over them.

Rows are read at once, records and names are made when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Generic, TypeVar, cast

from dateline.actors.faults import MEDIA_KINDS, find_faults
from dateline.actors.records import ActorRecord, Alias, Membership, read_alias, read_memberships
from dateline.actors.rows import Row, read_codebook, read_table
from dateline.actors.spelling import fold_all
from dateline.model import ActorKind
from dateline.user_tables import user_table_path

TABLE = "actors.csv"
MEDIA_TABLE = "media.csv"
Value = TypeVar("Value")
Raw = TypeVar("Raw")


class Lazy(Mapping[str, Value], Generic[Raw, Value]):
    """A mapping whose values are made from what was read when they are first asked for."""

    def __init__(self, raw: Mapping[str, Raw], make: Callable[[Raw], Value]) -> None:
        self._raw = raw
        self._make = make
        self._made: dict[str, Value] = {}

    def __getitem__(self, key: str) -> Value:
        if key not in self._made:
            self._made[key] = self._make(self._raw[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


@dataclass(frozen=True, slots=True)
class ActorTable:
    """Actors by id, the names of all of them by look-up spelling, and the rows behind both, media among them."""

    actors: Mapping[str, ActorRecord]
    aliases: Mapping[str, tuple[Alias, ...]]
    rows: tuple[Row, ...]

    @property
    def media(self) -> Iterable[Row]:
        """The rows of outlets, agencies, monitors and aid groups."""
        return (row for row in self.rows if is_medium(row))


@cache
def read_actors() -> ActorTable:
    """Return the table. A row whose id is that of a state's forces ("syr.military") only adds names to them.

    Raises `InputError` where the user's own table cannot be read. It is read once a run; see `forget_tables`.
    """
    rows = lay_over([*read_codebook(TABLE), *read_codebook(MEDIA_TABLE)], read_own_rows())
    return make_table(rows)


def make_table(rows: Iterable[Row]) -> ActorTable:
    """Return a table of rows that are known to be sound."""
    rows = tuple(rows)
    actors = [row for row in rows if not is_medium(row)]
    named = {row.id: row for row in actors if "." not in row.id}
    items = [
        (item, row.id)
        for row in actors
        for item in ([] if "." in row.id else [row.name]) + (row.aliases.split("|") if row.aliases else [])
    ]
    names: dict[str, list[tuple[str, str]]] = {}
    for key, item in zip(fold_all([_bare(item) for item, _ in items]), items, strict=True):
        names.setdefault(key, []).append(item)
    return ActorTable(Lazy(named, make_record), Lazy(names, _make_aliases), rows)


def lay_over(ours: Iterable[Row], own: Iterable[Row]) -> list[Row]:
    """Return rows with others laid over them: the same id is replaced in its place, others come after.

    An actor and a medium may have one id ("nato" acts and speaks); they are two records.
    """
    rows = {(is_medium(row), row.id): row for row in ours}
    rows.update({(is_medium(row), row.id): row for row in own})
    return list(rows.values())


def read_own_rows() -> list[Row]:
    """Return the rows of the user's own table, none where there is none; `InputError` names the first bad one."""
    path = user_table_path(TABLE)
    rows = read_table(path) if path.is_file() else []
    for row in rows:
        for fault in find_faults(row):
            raise fault
    return rows


def is_medium(row: Row) -> bool:
    """Return whether a row is of an outlet, an agency, a monitor or an aid group rather than of one who acts."""
    return row.kind in MEDIA_KINDS


def make_record(row: Row) -> ActorRecord:
    """Return the record of a row."""
    return ActorRecord(
        id=row.id,
        name=row.name,
        kind=cast(ActorKind, row.kind),
        country=row.country or None,
        parents=read_memberships(row.parent),
        sides=read_memberships(row.side_of),
        begins=row.begins or None,
        ends=row.ends or None,
        wikidata=row.wikidata or None,
        note=row.note or None,
    )


def side_of(actor_id: str, day: date | None = None) -> tuple[str, ...]:
    """Return whose side an actor takes, or a medium speaks for, on a day; on any where the day is not known.

    >>> side_of("amaq"), side_of("sultan-murad-division", date(2018, 1, 20)), side_of("no-such-actor")
    (('islamic-state',), ('tur.military',), ())
    """
    record = read_actors().actors.get(actor_id)
    sides = record.sides if record else _sides_of_medium(actor_id)
    return tuple(side.actor_id for side in sides if side.holds(day))


def parents(actor_id: str, day: date | None = None) -> tuple[str, ...]:
    """Return what an actor is a part of on a day, its nearest wholes only; in any time where the day is not known.

    >>> parents("al-qaeda-in-the-arabian-peninsula", date(2015, 6, 1))
    ('al-qaeda',)
    """
    record = read_actors().actors.get(actor_id)
    return tuple(parent.actor_id for parent in record.parents if parent.holds(day)) if record else ()


def _sides_of_medium(media_id: str) -> tuple[Membership, ...]:
    return next((read_memberships(row.side_of) for row in read_actors().media if row.id == media_id), ())


def _bare(item: str) -> str:
    """The words of a name in its cell, without its marks."""
    return item.partition("@")[0].removesuffix("?").removeprefix("~")


def _make_aliases(items: list[tuple[str, str]]) -> tuple[Alias, ...]:
    known: tuple[Alias, ...] = ()
    for item, actor_id in items:
        known = _with(known, read_alias(item, actor_id))
    return known


def _with(known: tuple[Alias, ...], alias: Alias) -> tuple[Alias, ...]:
    """The names of one spelling and one more. "Eta" beside "ETA" says that capitals do not matter."""
    same = [other for other in known if other.actor_id == alias.actor_id]
    if not same:
        return (*known, alias)
    if same[0].acronym and not alias.acronym:
        return (*(other for other in known if other is not same[0]), alias)
    return known
