"""What a format must put in order before it writes a row, kept on disk and not in memory."""

from __future__ import annotations

import itertools
import pickle
import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")


class Shelf(Generic[Item]):
    """Items by a key, given back in order of the keys, those of one key in the order of adding.

    They lie in a temporary file that goes when the shelf is closed; 2 MB of it are in memory at a time. What is pickled
    here is read by the same process only.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("")  # a temporary file of SQLite's own
        self._database.execute(
            "CREATE TABLE item (key TEXT, number INTEGER, body BLOB, PRIMARY KEY (key, number)) WITHOUT ROWID"
        )
        self._next = itertools.count()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._database.close()

    def add(self, key: str, item: Item) -> None:
        body = pickle.dumps(item, protocol=pickle.HIGHEST_PROTOCOL)
        self._database.execute("INSERT INTO item VALUES (?, ?, ?)", (key, next(self._next), body))

    def items(self) -> Iterator[tuple[str, Item]]:
        """Give each key with its item."""
        for key, body in self._database.execute("SELECT key, body FROM item ORDER BY key, number"):
            yield key, pickle.loads(body)

    def groups(self) -> Iterator[list[Item]]:
        """Give the items of each key; only these are in memory."""
        for _, found in itertools.groupby(self.items(), key=lambda pair: pair[0]):
            yield [item for _, item in found]
