"""Outlets, agencies, monitors and aid groups by name: what kind of mouth each is, and whose side it takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

from dateline.actors.records import read_alias, read_memberships, split_cell
from dateline.actors.spelling import fits_acronym, fold, is_acronym
from dateline.actors.table import TABLE, read_actors
from dateline.model import SourceKind
from dateline.user_tables import user_table_path

_ENDINGS = (
    " news agency", " agency", " news", " tv", " television", " newspaper", " radio", " website", " online", " channel",
    " spokesman", " spokeswoman", " spokesperson", " reports", " report",
)  # fmt: skip


def is_media(name: str) -> tuple[SourceKind, str | None] | None:
    """Return the kind of a known outlet, agency, monitor or aid group and the id of the actor it speaks for, or None.

    >>> is_media("Reuters"), is_media("the Amaq news agency"), is_media("Plains Courier")
    (('agency', None), ('party_media', 'islamic-state'), None)
    """
    key = fold(name).removeprefix("the ")
    found = read_media().get(key)
    for ending in _ENDINGS:
        if found is None and key.endswith(ending):
            found = read_media().get(key.removesuffix(ending))
    if found is None or (found[2] and not fits_acronym(name.split()[-1 if len(name.split()) == 2 else 0], True)):
        return None
    return found[:2]


def is_armed_acronym(words: str) -> bool:
    """Whether the words are an acronym that some armed body bears, though a medium or aid group may bear it too.

    >>> is_armed_acronym("the RSF"), is_armed_acronym("the BBC")
    (True, False)
    """
    name = words.split()[-1] if len(words.split()) < 3 else ""
    table = read_actors()
    aliases = table.aliases.get(fold(name), ()) if is_acronym(name) else ()
    return any(
        alias.acronym and table.actors[alias.actor_id].kind in _ARMED
        for alias in aliases
        if alias.actor_id in table.actors
    )


_ARMED = frozenset({"state_forces", "rebel_group", "political_militia", "identity_militia"})


@cache
def read_media() -> Mapping[str, tuple[SourceKind, str | None, bool]]:
    """Return kind, first side and whether the name is a short acronym, by look-up spelling.

    The user's own outlets come first. When an outlet bore a name, or spoke for a side, is not asked here.
    """
    known: dict[str, tuple[SourceKind, str | None, bool]] = {}
    own = str(user_table_path(TABLE))
    for row in sorted(read_actors().media, key=lambda row: row.path != own):
        sides = read_memberships(row.side_of)
        for name in [row.name, *(read_alias(item, row.id).words for item in split_cell(row.aliases))]:
            value = (cast(SourceKind, row.kind), sides[0].actor_id if sides else None, is_acronym(name))
            known.setdefault(fold(name).removeprefix("the "), value)
    return known
