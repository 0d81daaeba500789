"""The reports of many inputs, one after another; an input that cannot be read is an error among them."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from dateline.errors import REPORT_FAULT, InputError, describe_fault
from dateline.model import Report
from dateline.reading.archives import read_zip
from dateline.reading.contents import Content
from dateline.reading.feeds import read_entry, split_feed
from dateline.reading.inputs import STANDARD_INPUT, find_inputs, open_input, unzip
from dateline.reading.jsonl import read_record
from dateline.reading.kinds import PEEK_BYTES, find_kind, unzip_start
from dateline.reading.mail import read_mail, split_mbox, split_message
from dateline.reading.report import MOST_BYTES, check_published, read_report, too_large
from dateline.reading.tables import split_table
from dateline.reading.warc import read_warc


def read_reports(
    inputs: Iterable[str | Path],
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | InputError]:
    """Return the reports of `inputs` as they are read, in order, one in memory at a time.

    An input is a file, a folder (all files in it, sorted), a glob pattern, or "-" for standard input. A file is one
    report (text, HTML, PDF, DOCX, a mail message) or holds many (JSON lines, CSV, mbox, WARC, WACZ, RSS, Atom), gzipped
    or not. What cannot be read is yielded as an InputError in its place. Raises
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
    try:
        return _read_form(content, published, outlet)
    except InputError as error:
        return error.at(path=_name(content.path), line=content.line)
    except Exception as fault:  # one report's fault must not end a run of millions
        found = f"could not be read, {describe_fault(fault)}"
        return InputError(found, repair=REPORT_FAULT, path=_name(content.path), line=content.line)


def _read_form(content: Content, published: str | None, outlet: str | None) -> Report:
    data, path = content.data, content.path
    if content.feed is not None:
        return read_entry(data, content.feed, path=path, published=published, outlet=outlet)
    if content.form == "mail":
        return read_mail(data, path=path, published=published, outlet=outlet)
    if content.line is not None:
        return read_record(data, path=path, published=published, outlet=outlet)
    return read_report(data, path=path, url=content.url, published=published, outlet=outlet)


def _read_input(path: Path, stdin: BinaryIO | None) -> Iterator[Content | InputError]:
    known = None if str(path) == STANDARD_INPUT else str(path)
    name = _name(known)
    try:
        with open_input(path, stdin) as raw:
            if find_kind(unzip_start(raw.peek(PEEK_BYTES)), "") == "warc":
                yield from read_warc(raw, name)  # which knows the places of records in the packed file
            else:
                yield from _read_unzipped(unzip(raw), path, known)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield InputError(f"damaged gzip data ({error})", path=name, repair="fetch or make the file again")
    except OSError as error:
        yield InputError(
            f"cannot be read ({error.strerror or error})", path=name, repair="check the file and its permissions"
        )


def _read_unzipped(reader: io.BufferedReader, path: Path, known: str | None) -> Iterator[Content | InputError]:
    name = _name(known)
    kind = find_kind(reader.peek(PEEK_BYTES), path.name)
    if kind == "jsonl":
        yield from _read_lines(reader, known)
    elif kind == "table":
        yield from split_table(reader, known, name)
    elif kind == "mbox":
        yield from split_mbox(reader, name)
    elif kind == "feed":
        yield from split_feed(reader, name)
    elif kind == "warc":
        yield from read_warc(reader, name)
    elif kind == "zip":
        yield from read_zip(reader, known, name)
    else:
        data = reader.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            yield too_large().at(path=name)
        elif kind == "mail":
            yield from split_message(data, known, name)
        else:
            yield Content(data, known)


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
