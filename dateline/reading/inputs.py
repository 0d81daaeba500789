"""Which inputs there are: files, folders, globs and standard input, opened, unzipped and of a known kind."""

from __future__ import annotations

import gzip
import io
import itertools
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from dateline.errors import InputError
from dateline.reading.kinds import GZIP_MAGIC, may_hold_many

STANDARD_INPUT = "-"


def find_inputs(inputs: Iterable[str | Path]) -> Iterator[Path | InputError]:
    """Yield the files that `inputs` name, in order; folders give theirs sorted, hidden ones left out.

    Standard input is `Path("-")`. What cannot be found or looked into is yielded as an error in its place.
    """
    for given in inputs:
        path = Path(given)
        if str(given) == STANDARD_INPUT:
            yield path
        elif path.is_dir():
            yield from _or_error(_walk_folder(path), path, "no file in the folder")
        elif path.exists():
            yield path
        elif _has_wildcard(str(given)):
            files = (file for match in _match_pattern(path) for file in _expand(match))
            yield from _or_error(files, path, "no file fits the pattern")
        else:
            yield InputError("no such file or folder", path=str(given), repair="check the path")


def count_inputs(inputs: Iterable[str | Path]) -> int | None:
    """Return how many reports `inputs` hold, or None where only reading would tell (standard input, archives)."""
    found = list(find_inputs(inputs))
    names = [str(file) for file in found if isinstance(file, Path)]
    return None if any(name == STANDARD_INPUT or may_hold_many(name) for name in names) else len(found)


@contextmanager
def open_input(path: Path, stdin: BinaryIO | None = None) -> Iterator[io.BufferedReader]:
    """Open `path` (or standard input) for reading, as it is."""
    if str(path) == STANDARD_INPUT:
        stream = stdin or sys.stdin.buffer
        yield stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
        return
    with path.open("rb") as file:
        yield file


def unzip(reader: io.BufferedReader) -> io.BufferedReader:
    """Return the stream, unzipped if its first bytes are gzip's, whatever its name."""
    if reader.peek(2)[:2] == GZIP_MAGIC:
        return io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=reader, mode="rb")))
    return reader


def _has_wildcard(path: str) -> bool:
    return any(char in path for char in "*?[")


def _match_pattern(pattern: Path) -> list[Path]:
    """What fits a pattern, sorted; the search starts in the folder before its first wildcard."""
    fixed = list(itertools.takewhile(lambda part: not _has_wildcard(part), pattern.parts))
    try:
        return sorted(Path(*fixed).glob(str(Path(*pattern.parts[len(fixed) :]))))
    except (ValueError, NotImplementedError, OSError):  # such as "a**b", which pathlib refuses
        return []


def _expand(match: Path) -> Iterator[Path | InputError]:
    if match.is_dir():
        yield from _walk_folder(match)
    else:
        yield match


def _walk_folder(folder: Path) -> Iterator[Path | InputError]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield InputError(
            f"the folder cannot be read ({error.strerror})", path=str(folder), repair="check its permissions"
        )
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():  # a link may lead back up
                yield from _walk_folder(entry)
        elif entry.is_symlink() or stat.S_ISREG(entry.lstat().st_mode):
            yield entry


def _or_error(found: Iterable[Path | InputError], path: Path, message: str) -> Iterator[Path | InputError]:
    empty = True
    for item in found:
        empty = False
        yield item
    if empty:
        yield InputError(message, path=str(path), repair="check the path")
