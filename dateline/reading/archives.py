"""ZIP archives: a WACZ collection to the pages of its web archives; a DOCX document is one report."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from dateline.errors import InputError
from dateline.reading.contents import Content
from dateline.reading.report import MOST_BYTES, too_large
from dateline.reading.warc import read_warc

_WARC_NAME = re.compile(r"(?:archive/)?[^/]+\.warc(?:\.gz)?$", re.IGNORECASE)

_LOCAL_HEAD = struct.Struct("<4s22xHH")


def read_zip(reader: io.BufferedReader, path: str | None, name: str) -> Iterator[Content | InputError]:
    """Return the reports in a ZIP archive: a WACZ's pages, each at `name#archive/FILE#OFFSET`, or one document.

    A WACZ has to be a file: its list of contents stands at its end. Raises OSError where the file cannot be read.
    """
    try:
        with zipfile.ZipFile(reader) as archive:
            members = sorted(member for member in archive.namelist() if _WARC_NAME.match(member))
            for member in members:
                yield from _read_member(archive, archive.getinfo(member), reader, f"{name}#{member}")
            if members:
                return
    except (io.UnsupportedOperation, zipfile.BadZipFile):
        pass  # a stream, or a broken archive: the document in it is read, or its error says what is wrong
    if reader.seekable():
        reader.seek(0)
    data = reader.read(MOST_BYTES + 1)
    yield too_large().at(path=name) if len(data) > MOST_BYTES else Content(data, path)


def _read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, reader: io.BufferedReader, address: str
) -> Iterator[Content | InputError]:
    try:
        if member.compress_type == zipfile.ZIP_STORED:  # as WACZ asks for; one damaged record does not spoil the rest
            yield from read_warc(cast(BinaryIO, _Slice(reader, *_find_stored(reader, member))), address)
            return
        with archive.open(member) as packed:
            yield from read_warc(cast(BinaryIO, packed), address)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        yield InputError(f"damaged archive ({error})", path=address, repair="fetch or make the file again")


def _find_stored(reader: io.BufferedReader, member: zipfile.ZipInfo) -> tuple[int, int]:
    """Where the bytes of a member that is not packed begin, and where they end."""
    reader.seek(member.header_offset)
    head = reader.read(_LOCAL_HEAD.size)
    if len(head) < _LOCAL_HEAD.size:
        raise EOFError("it is cut off")
    mark, name_length, extra_length = _LOCAL_HEAD.unpack(head)
    if mark != b"PK\x03\x04":
        raise zipfile.BadZipFile("a file in it does not begin where it should")
    start = member.header_offset + _LOCAL_HEAD.size + name_length + extra_length
    return start, start + member.compress_size


class _Slice:
    """A part of a file, read forwards."""

    def __init__(self, reader: io.BufferedReader, start: int, end: int) -> None:
        self._reader, self._at, self._end = reader, start, end

    def read(self, size: int) -> bytes:
        self._reader.seek(self._at)
        part = self._reader.read(min(size, self._end - self._at))
        self._at += len(part)
        return part
