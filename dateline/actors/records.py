"""What the actor table holds, as types: actors, their names and their memberships, each with its dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.actors.spelling import is_acronym
from dateline.model import ActorKind


@dataclass(frozen=True, slots=True)
class Membership:
    """That an actor is a part of another, or takes its side, and when; null dates are open or not known."""

    actor_id: str
    begins: str | None = None
    ends: str | None = None

    def holds(self, day: date | None) -> bool:
        """Return whether it held on a day; unknown days bar nothing."""
        return holds(self.begins, self.ends, day)


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """One actor: name, kind, country (ISO 3166 alpha-3), what it is part of and whose side it takes.

    `begins` and `ends` are ISO dates or the beginnings of such ("2013-04"), null where open or not known.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None
    parents: tuple[Membership, ...] = ()
    sides: tuple[Membership, ...] = ()
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
        return holds(self.begins, self.ends, published)


def holds(begins: str | None, ends: str | None, day: date | None) -> bool:
    """Return whether a day lies between two ISO dates or beginnings of such, both inclusive.

    >>> [holds("2012", "2013-04", day) for day in (date(2013, 4, 30), date(2013, 5, 1), None)]
    [True, False, True]
    """
    if day is None:
        return True
    written = day.isoformat()
    return (begins is None or begins <= written[: len(begins)]) and (ends is None or ends >= written[: len(ends)])


def read_alias(item: str, actor_id: str) -> Alias:
    """Return an alias from its cell: "~" before a metonym, "?" after shared words, "@from..to" for its dates.

    >>> read_alias("SPLA?@2011-07..2018", "ssd.military")  # doctest: +NORMALIZE_WHITESPACE
    Alias(words='SPLA', actor_id='ssd.military', shared=True, begins='2011-07', ends='2018',
          acronym=True, metonym=False)
    """
    words, begins, ends = split_dates(item)
    shared = words.endswith("?")
    metonym = words.startswith("~")
    words = words.removesuffix("?").removeprefix("~")
    return Alias(words, actor_id, shared, begins, ends, is_acronym(words), metonym)


def read_memberships(cell: str) -> tuple[Membership, ...]:
    """Return what a cell of `parent` or `side_of` says: ids, "|" between them, each with its dates where known.

    >>> read_memberships("hezbollah@2012..2024|syr.military")  # doctest: +NORMALIZE_WHITESPACE
    (Membership(actor_id='hezbollah', begins='2012', ends='2024'),
     Membership(actor_id='syr.military', begins=None, ends=None))
    """
    return tuple(Membership(*split_dates(item)) for item in split_cell(cell))


def split_cell(cell: str) -> list[str]:
    """Return the items of a cell, "|" between them."""
    return [item.strip() for item in cell.split("|") if item.strip()]


def split_dates(item: str) -> tuple[str, str | None, str | None]:
    """Return the words of an item and its dates: "AQI@2004..2006" has both, "ISIS@2013.." is still going on."""
    words, _, dates = item.partition("@")
    begins, _, ends = dates.partition("..")
    return words, begins or None, ends or None
