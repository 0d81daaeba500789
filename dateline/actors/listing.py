"""The whole actor table, laid out: as rows, as JSON lines, and by words in names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.actors.faults import is_state_id
from dateline.actors.periods import list_periods
from dateline.actors.records import ActorRecord, Alias, read_alias, read_memberships, split_cell
from dateline.actors.rows import Row
from dateline.actors.spelling import fold
from dateline.actors.states import list_states, state_record
from dateline.actors.table import is_medium, read_actors


def list_rows() -> list[Row]:
    """Return a row an actor: those of the table, the forces of every state with and without their periods of rule."""
    names = {row.id: row for row in read_actors().rows if is_state_id(row.id)}
    rows = [row for row in read_actors().rows if not is_state_id(row.id)]
    for state in list_states():
        rows.append(_state_row(state, names.get(state.id)))
        rows += [_state_row(period, None) for period in list_periods(state)]
    return rows


@dataclass(frozen=True, slots=True)
class Count:
    """How many actors the table holds, of which sort, and how many names they bear in all."""

    groups: int
    media: int
    states: int
    periods: int
    names: int

    @property
    def actors(self) -> int:
        """All of them; forces of a state in two periods of rule are two actors."""
        return self.groups + self.media + self.states + self.periods


def count_table() -> Count:
    """Return how much the whole table holds."""
    rows = list_rows()
    dots = [row.id.count(".") for row in rows]
    media = sum(is_medium(row) for row in rows)
    names = sum(1 + len(split_cell(row.aliases)) for row in rows)
    return Count(dots.count(0) - media, media, dots.count(1), dots.count(2), names)


def find_row(actor_id: str) -> Row | None:
    """Return the row of one actor, state, period of a state, or outlet, in this order; None where there is none."""
    rows = [row for row in read_actors().rows if row.id == actor_id]
    state = state_record(actor_id)
    if state:
        return _state_row(state, rows[0] if rows else None)
    return min(rows, key=is_medium, default=None)


def find_rows(words: str) -> Iterator[Row]:
    """Return the rows, those of periods left out, with a name that holds all of the words, in any order.

    >>> "jaysh-al-islam" in [row.id for row in find_rows("islam jaysh")]
    True
    """
    wanted = set(fold(words).removeprefix("the ").split())
    for row in list_rows() if wanted else []:
        if row.id.count(".") < 2 and any(wanted <= set(fold(name).split()) for name in _names(row)):
            yield row


def list_parts(actor_id: str) -> list[Row]:
    """Return the rows of all that are, or were, a part of an actor or took its side."""
    return [
        row
        for row in read_actors().rows
        if any(link.actor_id == actor_id for cell in (row.parent, row.side_of) for link in read_memberships(cell))
    ]


def format_json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Return a JSON object a row, names and memberships taken apart."""
    for row in rows:
        yield json.dumps(_to_plain(row), ensure_ascii=False)


def _to_plain(row: Row) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "country": row.country or None,
        "parents": _links(row.parent),
        "sides": _links(row.side_of),
        "aliases": [_to_plain_name(read_alias(item, row.id)) for item in split_cell(row.aliases)],
        "from": row.begins or None,
        "to": row.ends or None,
        "wikidata": row.wikidata or None,
        "note": row.note or None,
    }


def _to_plain_name(alias: Alias) -> dict[str, object]:
    dates = {"from": alias.begins, "to": alias.ends}
    return {"name": alias.words, **dates, "shared": alias.shared, "metonym": alias.metonym}


def _links(cell: str) -> list[dict[str, str | None]]:
    return [{"id": link.actor_id, "from": link.begins, "to": link.ends} for link in read_memberships(cell)]


def _names(row: Row) -> Iterator[str]:
    yield row.name
    yield from (read_alias(item, row.id).words for item in split_cell(row.aliases))


def _state_row(state: ActorRecord, names: Row | None) -> Row:
    """The row of a state's forces; `names` is the row that adds names to them."""
    return Row(
        id=state.id,
        name=state.name,
        kind=state.kind,
        country=state.country or "",
        parent="|".join(parent.actor_id for parent in state.parents),
        aliases=names.aliases if names else "",
        begins=state.begins or "",
        ends=state.ends or "",
        wikidata=names.wikidata if names else "",
        note=(names.note if names else state.note) or "",
        path=names.path if names else "",
        line=names.line if names else 0,
    )
