"""Lines and rows of a file, one by one, however large it is: plain, gzipped, or the largest table in a zip archive."""

from __future__ import annotations

import csv
import gzip
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from dateline.errors import DatelineError, InputError

# Far above any true line; a file without line ends is not read into the heap.
_LONGEST_LINE = 1_000_000
OnBad = Callable[[InputError], None]


@contextmanager
def open_lines(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading bytes; DatelineError names one that cannot be read."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive, archive.open(_largest_table(archive, path)) as member:
                yield member
        elif path.suffix == ".gz":
            with gzip.open(path, "rb") as file:
                yield cast(IO[bytes], file)
        else:
            with path.open("rb") as file:
                yield file
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise DatelineError(f"{path} could not be read to its end: {error}") from error


def _largest_table(archive: zipfile.ZipFile, path: Path) -> str:
    tables = [item for item in archive.infolist() if item.filename.endswith((".txt", ".csv", ".tsv"))]
    if not tables:
        raise DatelineError(f"{path} holds no .txt or .csv file")
    return max(tables, key=lambda item: item.file_size).filename


def read_lines(path: Path, on_bad: OnBad) -> Iterator[tuple[int, str]]:
    """Give (number, line) without its end; a line that is not UTF-8 or far too long goes to `on_bad`."""
    with open_lines(path) as file:
        number = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
                _skip_line(file)
                on_bad(InputError("a line without an end", expected="lines of a table", path=str(path), line=number))
                continue
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError:
                on_bad(InputError("not UTF-8", expected="text in UTF-8", path=str(path), line=number))
                continue
            if text:
                yield number, text


def _skip_line(file: IO[bytes]) -> None:
    while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def read_rows(path: Path, on_bad: OnBad) -> Iterator[tuple[int, dict[str, str]]]:
    """Give (line number, row) of a CSV file with a heading; a short row has empty cells at its end."""
    last = [0]

    def lines() -> Iterator[str]:
        for number, line in read_lines(path, on_bad):
            last[0] = number
            yield line + "\n"

    reader = csv.DictReader(lines(), restval="")
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            on_bad(InputError(f"not CSV ({error})", expected="a row of cells", path=str(path), line=last[0]))
            continue
        if row is None:
            return
        if None in row:
            on_bad(InputError(
                f"{len(row) - 1 + len(cast(list[str], row[cast(str, None)]))} cells",
                expected=f"{len(reader.fieldnames or ())}, as in the heading", path=str(path), line=last[0],
            ))  # fmt: skip
            continue
        yield last[0], {name.strip(): value.strip() for name, value in row.items() if name}


def read_header(path: Path) -> list[str]:
    """Return the column names of a CSV file."""
    for _, line in read_lines(path, lambda error: None):
        return [name.strip() for name in next(csv.reader([line]))]
    return []
