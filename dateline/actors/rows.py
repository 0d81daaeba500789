"""The rows of the tables as they are written: CSV in the codebook, and the same columns in a user's own table."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from dateline.errors import InputError

COLUMNS = ("id", "name", "kind", "country", "parent", "side_of", "aliases", "from", "to", "wikidata", "note")
_NEEDED = ("id", "name", "kind")


class Row(NamedTuple):  # a tuple, since thousands are made each time the program starts
    """One record as written, and where it stands: `begins` and `ends` are the columns `from` and `to`."""

    id: str
    name: str
    kind: str
    country: str = ""
    parent: str = ""
    side_of: str = ""
    aliases: str = ""
    begins: str = ""
    ends: str = ""
    wikidata: str = ""
    note: str = ""
    path: str = ""
    line: int = 0

    @property
    def cells(self) -> tuple[str, ...]:
        """What is written, without where it stands."""
        return self[:11]


def read_codebook(name: str) -> list[Row]:
    """Return the rows of a table of actors or media in the codebook."""
    text = resources.files("dateline.codebook").joinpath(name).read_text(encoding="utf-8")
    return list(_read(text, name))


def read_table(path: Path) -> list[Row]:
    """Return the rows of a user's file; `InputError` where it is no table of these columns."""
    return list(_read(read_text(path), str(path)))


def read_text(path: Path) -> str:
    """Return the text of a user's file; `InputError` says what is wrong with it."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        repair = "save it as CSV in UTF-8"
        raise InputError("is not in UTF-8", expected="a text file", repair=repair, path=str(path)) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=str(path)) from error


def parse_row(line: str) -> Row:
    """Return the row that one line of CSV says, its cells in the order of the columns."""
    row = next(_read(f"{','.join(COLUMNS)}\n{line}\n", "the row"), Row("", "", ""))
    return row._replace(path="", line=min(row.line, 0))


def write_table(rows: Iterable[Row], path: Path) -> None:
    """Write a user's table whole, next to its place first, so that a stop leaves the earlier one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(format_rows(rows))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def format_rows(rows: Iterable[Row]) -> str:
    """Return rows as CSV, their header first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(row.cells for row in rows)
    return buffer.getvalue()


def _read(text: str, path: str) -> Iterator[Row]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(lines, [])]
        order = _find_columns(header, path)
        before = 1
        for cells in lines:
            line, before = before + 1, lines.line_num
            if any(cells):
                yield _row(cells, order, len(header), path, line)
    except csv.Error as error:
        repair = "close the quotation marks of that line"
        raise InputError(f"is not CSV: {error}", repair=repair, path=path, line=lines.line_num) from error


def _find_columns(header: list[str], path: str) -> list[int]:
    """Where each column stands in the file, one past its last where it has none."""
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        found = f"the columns {', '.join(header)}" if any(header) else "no columns"
        repair = f"begin the file with the line {','.join(COLUMNS)}"
        raise InputError(f"has {found}", expected=f"at least {', '.join(_NEEDED)}", repair=repair, path=path, line=1)
    return [header.index(name) if name in header else len(header) for name in COLUMNS]


def _row(cells: list[str], order: list[int], width: int, path: str, line: int) -> Row:
    """A short row lacks its last cells; a long one has a comma too many, and is kept for `faults` to name."""
    if len(cells) > width:
        return Row("", "", "", path=path, line=-line)
    padded = [*cells, *[""] * (width + 1 - len(cells))]
    return Row._make((*[padded[column].strip() for column in order], path, line))
