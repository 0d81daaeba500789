"""The reports of many inputs, one after another; an input that cannot be read is an error among them."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from dateline.errors import InputError
from dateline.model import Report
from dateline.reading.inputs import STANDARD_INPUT, find_inputs, is_jsonl, open_input
from dateline.reading.jsonl import read_record
from dateline.reading.report import MOST_BYTES, check_published, read_report, too_large


def read_reports(
    inputs: Iterable[str | Path],
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | InputError]:
    """Return the reports of `inputs` as they are read, in order, one in memory at a time.

    An input is a file (plain text, HTML, JSON lines, or gzip of these), a folder (all files in it, sorted), a glob
    pattern, or "-" for standard input. What cannot be read is yielded as an InputError in its place. Raises
    InputError at once where `published` is no date.
    """
    return _read_all(inputs, check_published(published), outlet, stdin)


def _read_all(
    inputs: Iterable[str | Path], published: str | None, outlet: str | None, stdin: BinaryIO | None
) -> Iterator[Report | InputError]:
    for found in find_inputs(inputs):
        if isinstance(found, InputError):
            yield found
        else:
            yield from _read_input(found, published, outlet, stdin)


def _read_input(
    path: Path, published: str | None, outlet: str | None, stdin: BinaryIO | None
) -> Iterator[Report | InputError]:
    name = "standard input" if str(path) == STANDARD_INPUT else str(path)
    try:
        with open_input(path, stdin) as reader:
            if is_jsonl(reader, path):
                yield from _read_lines(reader, path, name, published, outlet)
            else:
                yield _read_one(reader, path, name, published, outlet)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield InputError(f"damaged gzip data ({error})", path=name, repair="fetch or make the file again")
    except OSError as error:
        yield InputError(
            f"cannot be read ({error.strerror or error})", path=name, repair="check the file and its permissions"
        )


def _read_one(
    reader: io.BufferedReader, path: Path, name: str, published: str | None, outlet: str | None
) -> Report | InputError:
    content = reader.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return too_large().at(path=name)
    try:
        return read_report(content, path=_report_path(path), published=published, outlet=outlet)
    except InputError as error:
        return error.at(path=name)


def _report_path(path: Path) -> str | None:
    return None if str(path) == STANDARD_INPUT else str(path)


def _read_lines(
    reader: io.BufferedReader, path: Path, name: str, published: str | None, outlet: str | None
) -> Iterator[Report | InputError]:
    """One report a line; lines before a damage are kept, and the damage is named with its line."""
    number, empty = 0, True
    while True:
        number += 1
        try:
            line = _next_line(reader)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield InputError(
                f"damaged gzip data ({error})", path=name, line=number, repair="fetch or make the file again"
            )
            return
        if not line:
            break
        if not line.strip():
            continue
        empty = False
        yield _read_line(line, path, name, number, published, outlet)
    if empty:
        yield InputError("the input is empty", path=name, expected="one JSON object a line")


def _next_line(reader: io.BufferedReader) -> bytes:
    """The next line with its line break; of a line over the limit the start only, and the rest is passed over."""
    line = rest = reader.readline(MOST_BYTES + 2)
    while len(rest) > MOST_BYTES and not rest.endswith(b"\n"):
        rest = reader.readline(MOST_BYTES + 2)
    return line


def _read_line(
    line: bytes, path: Path, name: str, number: int, published: str | None, outlet: str | None
) -> Report | InputError:
    content = line.rstrip(b"\r\n")
    if number == 1:
        content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return read_record(content, path=_report_path(path), published=published, outlet=outlet)
    except InputError as error:
        return error.at(path=name, line=number)
