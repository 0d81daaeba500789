"""One import: which reader a format has, what it took in, and what was wrong with the lines that it left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from dateline.errors import DatelineError, InputError
from dateline.places.gazetteer import open_gazetteer
from dateline.places.importing.geonames import import_alternate_names, import_dump
from dateline.places.importing.lines import OnBad
from dateline.places.importing.pcodes import import_pcodes
from dateline.places.importing.tables import import_airports, import_plain
from dateline.places.user_places import PlaceWriter, write_places

Format = Literal["geonames", "alternate-names", "cod", "ourairports", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
# So many bad lines before any good one say that the file is of another format.
_HOPELESS_COUNT = 1_000


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import took in; `other` counts what was left out, or how units ended, by the reason."""

    place_count: int
    name_count: int
    bad_count: int
    other: Counter[str]


def import_places(path: Path, kind: Format, on_bad: OnBad, on_batch: Callable[[int], None] | None = None) -> Imported:
    """Read a file into the user's own places, line by line, all or nothing, and return what was taken in.

    A bad line goes to `on_bad` and the rest goes on; `on_batch` hears how many places are written so far. Raises
    DatelineError, and writes nothing, when the file cannot be read or none of its first thousand lines is good.
    """
    bad_count = 0

    def count_bad(error: InputError) -> None:
        nonlocal bad_count
        bad_count += 1
        on_bad(error)
        if bad_count == _HOPELESS_COUNT and not writer.is_used:
            raise DatelineError(f"{path} does not look like {kind}: nothing in its first {bad_count:,} lines is")

    with write_places(path.name, kind) as writer:
        writer.on_batch = on_batch
        other = _read(path, kind, writer, count_bad)
        writer.flush()
        if bad_count and not writer.is_used and not other:
            raise DatelineError(f"{path} does not look like {kind}: no line of it could be taken in")
    return Imported(writer.place_count, writer.name_count, bad_count, other)


def _read(path: Path, kind: Format, writer: PlaceWriter, on_bad: OnBad) -> Counter[str]:
    if kind == "geonames":
        return import_dump(path, writer, on_bad)
    if kind == "ourairports":
        return import_airports(path, writer, on_bad)
    reader = {"alternate-names": import_alternate_names, "cod": import_pcodes, "csv": import_plain}[kind]
    return reader(path, writer, on_bad, open_gazetteer())
