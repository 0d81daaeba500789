"""The actor table: records of `codebook/actors.csv` and their names, looked up in one step."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import cast

from dateline.actors.spelling import fold, is_acronym
from dateline.model import ActorKind


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """One actor: name, kind, country (ISO 3166 alpha-3), what it is part of and whose side it takes.

    `begins` and `ends` are ISO dates or the beginnings of such ("2013-04"), null where open or not known.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None
    parent: str | None = None
    side_of: str | None = None
    begins: str | None = None
    ends: str | None = None
    wikidata: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of one actor and when it holds.

    `shared` names count only in reports on the actor's own country; a `metonym` ("Moscow") only where the words
    are known to stand for an actor.
    """

    words: str
    actor_id: str
    shared: bool
    begins: str | None
    ends: str | None
    acronym: bool
    metonym: bool = False

    def holds(self, published: date | None) -> bool:
        """Return whether the name was in use on a day; unknown days bar nothing."""
        if published is None:
            return True
        day = published.isoformat()
        return (self.begins is None or self.begins <= day[: len(self.begins)]) and (
            self.ends is None or self.ends >= day[: len(self.ends)]
        )


@dataclass(frozen=True, slots=True)
class ActorTable:
    """Actors by id, and the names of all of them by look-up spelling."""

    actors: Mapping[str, ActorRecord]
    aliases: Mapping[str, tuple[Alias, ...]]


@cache
def read_actors() -> ActorTable:
    """Return the table. A row whose id is that of a state's forces ("syr.military") only adds names to them."""
    actors: dict[str, ActorRecord] = {}
    aliases: dict[str, tuple[Alias, ...]] = {}
    for row in read_rows("actors.csv"):
        if "." not in row["id"]:
            actors[row["id"]] = _record(row)
        names = [] if "." in row["id"] else [row["name"]]
        for item in [*names, *filter(None, row["aliases"].split("|"))]:
            alias = read_alias(item, row["id"])
            key = fold(alias.words)
            aliases[key] = _with(aliases.get(key, ()), alias)
    return ActorTable(actors, aliases)


def _with(known: tuple[Alias, ...], alias: Alias) -> tuple[Alias, ...]:
    """The names of one spelling and one more. "Eta" beside "ETA" says that capitals do not matter."""
    same = [other for other in known if other.actor_id == alias.actor_id]
    if not same:
        return (*known, alias)
    if same[0].acronym and not alias.acronym:
        return (*(other for other in known if other is not same[0]), alias)
    return known


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the codebook."""
    text = resources.files("dateline.codebook").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _record(row: dict[str, str]) -> ActorRecord:
    return ActorRecord(
        id=row["id"],
        name=row["name"],
        kind=cast(ActorKind, row["kind"]),
        country=row["country"] or None,
        parent=row["parent"] or None,
        side_of=row["side_of"] or None,
        begins=row["from"] or None,
        ends=row["to"] or None,
        wikidata=row["wikidata"] or None,
        note=row["note"] or None,
    )


def read_alias(item: str, actor_id: str) -> Alias:
    """Return an alias from its cell: "~" before a metonym, "?" after shared words, "@from..to" for its dates.

    >>> read_alias("SPLA?@2011-07..2018", "ssd.military")  # doctest: +NORMALIZE_WHITESPACE
    Alias(words='SPLA', actor_id='ssd.military', shared=True, begins='2011-07', ends='2018',
          acronym=True, metonym=False)
    """
    words, _, dates = item.partition("@")
    begins, _, ends = dates.partition("..")
    shared = words.endswith("?")
    metonym = words.startswith("~")
    words = words.removesuffix("?").removeprefix("~")
    return Alias(words, actor_id, shared, begins or None, ends or None, is_acronym(words), metonym)
