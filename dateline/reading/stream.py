"""The reports of many inputs, one after another; an input that cannot be read is an error among them."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dateline.errors import InputError
from dateline.model import Report
from dateline.reading.inputs import STANDARD_INPUT, find_inputs, is_jsonl, open_input
from dateline.reading.jsonl import read_record
from dateline.reading.report import MOST_BYTES, check_published, read_report, too_large


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one report as an input holds them, not read yet; `line` is that of a JSON-lines input."""

    data: bytes
    path: str | None
    line: int | None = None

    @property
    def report_id(self) -> str:
        """The id that the report will have."""
        return "sha256:" + hashlib.sha256(self.data).hexdigest()


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
    checked = check_published(published)
    return (
        item if isinstance(item, InputError) else read_content(item, published=checked, outlet=outlet)
        for item in read_contents(inputs, stdin=stdin)
    )


def read_contents(inputs: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> Iterator[Content | InputError]:
    """Return the bytes of each report of `inputs`, in order, for whoever keeps them or knows some already."""
    for found in find_inputs(inputs):
        if isinstance(found, InputError):
            yield found
        else:
            yield from _read_input(found, stdin)


def read_content(content: Content, *, published: str | None = None, outlet: str | None = None) -> Report | InputError:
    """Return the report in the bytes, or the error that says why there is none."""
    read = read_report if content.line is None else read_record
    try:
        return read(content.data, path=content.path, published=published, outlet=outlet)
    except InputError as error:
        return error.at(path=_name(content.path), line=content.line)


def _read_input(path: Path, stdin: BinaryIO | None) -> Iterator[Content | InputError]:
    known = None if str(path) == STANDARD_INPUT else str(path)
    name = _name(known)
    try:
        with open_input(path, stdin) as reader:
            if is_jsonl(reader, path):
                yield from _read_lines(reader, known)
            else:
                content = reader.read(MOST_BYTES + 1)
                yield too_large().at(path=name) if len(content) > MOST_BYTES else Content(content, known)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield InputError(f"damaged gzip data ({error})", path=name, repair="fetch or make the file again")
    except OSError as error:
        yield InputError(
            f"cannot be read ({error.strerror or error})", path=name, repair="check the file and its permissions"
        )


def _name(path: str | None) -> str:
    return "standard input" if path is None else path


def _read_lines(reader: io.BufferedReader, path: str | None) -> Iterator[Content | InputError]:
    """One report a line; lines before a damage are kept, and the damage is named with its line."""
    number, empty = 0, True
    while True:
        number += 1
        try:
            line = _next_line(reader)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield InputError(
                f"damaged gzip data ({error})", path=_name(path), line=number, repair="fetch or make the file again"
            )
            return
        if not line:
            break
        if not line.strip():
            continue
        empty = False
        content = line.rstrip(b"\r\n")
        yield Content(content.removeprefix(b"\xef\xbb\xbf") if number == 1 else content, path, number)
    if empty:
        yield InputError("the input is empty", path=_name(path), expected="one JSON object a line")


def _next_line(reader: io.BufferedReader) -> bytes:
    """The next line with its line break; of a line over the limit the start only, and the rest is passed over."""
    line = rest = reader.readline(MOST_BYTES + 2)
    while len(rest) > MOST_BYTES and not rest.endswith(b"\n"):
        rest = reader.readline(MOST_BYTES + 2)
    return line
