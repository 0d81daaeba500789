"""A web archive (WARC, ISO 28500) to the pages in it, one record in memory at a time.

Read are the answers of servers that hold a page (`response`, status 200), `resource` and `conversion` records, if
they are HTML, plain text, PDF or DOCX. Passed over as no reports: requests, redirects and errors, pictures, scripts,
feeds, `robots.txt`, and `revisit` records, whose bytes are another record's. A broken record is an error in its place,
and reading goes on at the next place where a record begins. Not handled: records cut into segments, `.warc.zst`.

Written here rather than taken from warcio 1.8, which reads on past damaged gzip as if the record ended there, and
cannot go on behind a broken record.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from dateline.errors import InputError
from dateline.reading.answers import Headers, find_header, is_readable_type, may_be_page, read_answer
from dateline.reading.contents import Content
from dateline.reading.kinds import GZIP_MAGIC
from dateline.reading.report import MOST_BYTES, too_large

_CHUNK = 65_536
_MOST_HEADERS = 500
_MOST_HTTP_HEAD = 65_536
_ROBOTS = re.compile(r"https?://[^/]+/robots\.txt(?:\?|$)", re.IGNORECASE)
_EXPECTED = "records of WARC 1.0 or 1.1"
_FETCH_AGAIN = "fetch or make the file again; the other records are read"


def read_warc(raw: BinaryIO, name: str) -> Iterator[Content | InputError]:
    """Return the pages of the archive `raw`, gzipped or not, each with the address `name#OFFSET` of its record.

    OFFSET counts the bytes of the file as it is; a record that begins inside a gzip member is at `OFFSET+BYTES`.
    """
    tape = _Tape(raw)
    page_count = 0
    address = name
    while True:
        try:
            if not tape.skip_blanks():
                break
            address = f"{name}#{tape.mark()}"
            found = _read_record(tape, address)
        except InputError as error:
            found = error.at(path=address)
            is_more = _go_on(tape)
        except (zlib.error, EOFError) as error:
            reason = "it is cut off" if isinstance(error, EOFError) else str(error)
            address = f"{name}#{tape.mark()}" if tape.is_at_member else address
            found = InputError(f"damaged record ({reason})", path=address, repair=_FETCH_AGAIN)
            is_more = tape.find_member()
        else:
            is_more = True
        if found is not None:
            page_count += 1
            yield found
        if not is_more:
            break
    if not page_count:
        yield InputError("no page in the archive", path=name, expected="answers that hold HTML, text, PDF or DOCX")


def _go_on(tape: _Tape) -> bool:
    try:
        return tape.find_record()
    except (zlib.error, EOFError):
        return tape.find_member()


def _read_record(tape: _Tape, address: str) -> Content | InputError | None:
    """The page in the record that begins here; None where it holds none. Raises where the record is broken."""
    first = tape.readline(_CHUNK)
    if not first.startswith(b"WARC/"):
        raise InputError(f"no record begins here ({first[:20]!r})", expected=_EXPECTED, repair=_FETCH_AGAIN)
    headers = _read_headers(tape)
    given = find_header(headers, "content-length") or ""
    if not (given.isascii() and given.isdigit()):
        raise InputError(f"a record whose length is {given!r}", expected=_EXPECTED, repair=_FETCH_AGAIN)
    length = int(given)
    url = (find_header(headers, "warc-target-uri") or "").strip("<>") or None
    if not _may_hold_page(find_header(headers, "warc-type"), url, find_header(headers, "content-type") or ""):
        tape.skip(length)
        return None
    block = tape.read(min(length, _MOST_HTTP_HEAD))
    if find_header(headers, "warc-type") == "response" and not may_be_page(block):
        tape.skip(length - len(block))
        return None
    block += tape.read(min(length - len(block), MOST_BYTES))
    tape.skip(length - len(block))
    captured_at = _read_instant(find_header(headers, "warc-date"))
    try:
        return _read_page(block, length, Content(b"", address, None, "page", url, captured_at, headers))
    except InputError as error:  # the record is whole, only the page in it cannot be used
        return error.at(path=address)


def _may_hold_page(kind: str | None, url: str | None, media_type: str) -> bool:
    if kind == "response":
        return bool(url and url.startswith(("http:", "https:")) and not _ROBOTS.match(url))
    return kind in ("resource", "conversion") and is_readable_type(media_type) and not _ROBOTS.match(url or "")


def _read_page(block: bytes, length: int, record: Content) -> Content | None:
    headers = record.headers
    data = block
    if find_header(headers, "warc-type") == "response":
        answer = read_answer(block)
        headers, data = (*headers, *answer.headers), answer.body
    if length > len(block) or len(data) > MOST_BYTES:
        raise too_large()
    if not data.strip():
        return None
    return Content(data, record.path, None, "page", record.url, record.captured_at, headers)


def _read_headers(tape: _Tape) -> Headers:
    headers: list[tuple[str, str]] = []
    for _ in range(_MOST_HEADERS):
        line = tape.readline(_CHUNK).decode("utf-8", "replace")
        if not line.strip():
            return tuple(headers)
        if line[0] in " \t" and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
            continue
        name, colon, value = line.partition(":")
        if not colon:
            break
        headers.append((name.strip(), value.strip()))
    raise InputError("a record whose headers cannot be read", expected=_EXPECTED, repair=_FETCH_AGAIN)


def _read_instant(words: str | None) -> str | None:
    try:
        instant = datetime.fromisoformat(words or "")
    except ValueError:
        return None
    instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class _Tape:
    """The file read forwards, unzipped where it is gzipped; it knows where in the file what comes next begins.

    What has been unzipped and not taken yet is always of one gzip member. Reading raises zlib.error where gzip data
    is damaged and EOFError where the file ends too early.
    """

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._packed = raw.read(_CHUNK)  # as it is in the file
        self._packed_end = len(self._packed)  # where in the file it ends
        self._given = b""  # what was last given to be unzipped, up to `_packed_end`
        self._is_zipped = self._packed.startswith(GZIP_MAGIC)
        self._unzipper: zlib._Decompress | None = None
        self._member = 0  # where in the file the member of `_ready` begins
        self._ready = b""
        self._ready_start = 0  # where in its member `_ready` begins
        self._at = 0

    @property
    def is_at_member(self) -> bool:
        """Whether nothing of a gzip member has been unzipped yet."""
        return self._is_zipped and not self._ready_start and not self._ready

    def mark(self) -> str:
        """Where the next byte is."""
        if not self._is_zipped:
            return str(self._packed_end - len(self._packed) - len(self._ready) + self._at)
        inside = self._ready_start + self._at
        return f"{self._member}+{inside}" if inside else str(self._member)

    def readline(self, most: int) -> bytes:
        parts: list[bytes] = []
        while most > 0 and self._fill():
            end = self._ready.find(b"\n", self._at, self._at + most) + 1
            part = self._take(end - self._at if end else most)
            parts.append(part)
            most -= len(part)
            if end:
                return b"".join(parts)
        if most > 0:
            raise EOFError
        return b"".join(parts)

    def read(self, count: int) -> bytes:
        taken = io.BytesIO()
        while count > 0:
            if not self._fill():
                raise EOFError
            part = self._take(count)
            taken.write(part)
            count -= len(part)
        return taken.getvalue()

    def skip(self, count: int) -> None:
        while count > 0:
            if not self._fill():
                raise EOFError
            count -= len(self._take(count))

    def skip_blanks(self) -> bool:
        """Go on to the first byte that is no line break; False at the end of the file."""
        while self._fill():
            while self._at < len(self._ready) and self._ready[self._at] in b"\r\n":
                self._at += 1
            if self._at < len(self._ready):
                return True
        return False

    def find_record(self) -> bool:
        """Go on to the next place where a record seems to begin; False where there is none."""
        while True:
            found = self._ready.find(b"\nWARC/", max(self._at - 1, 0))
            if found >= 0:
                self._at = found + 1
                return True
            kept, member = self._ready[self._at :][-5:], self._member
            self._at = len(self._ready)
            if not self._fill():
                return False
            if self._is_zipped and self._member != member:
                if self._ready.startswith(b"WARC/"):
                    return True
            else:
                self._ready, self._ready_start = kept + self._ready, self._ready_start - len(kept)

    def find_member(self) -> bool:
        """Go on behind damaged gzip data, to the next member that holds a record; False where there is none."""
        if not self._is_zipped:
            return False
        self._packed = self._given  # damaged data may have been unzipped on into the members after it
        is_start = self._packed_end - len(self._packed) == self._member
        self._ready, self._at, self._unzipper = b"", 0, None
        start = 1 if is_start else 0
        while True:
            found = self._packed.find(b"\x1f\x8b\x08", start)
            if found < 0:
                self._packed = self._packed[-2:]
                found, start = 0, 0
            elif _opens_record(self._packed[found:]):
                self._packed = self._packed[found:]
                return True
            elif len(self._packed) - found > _CHUNK:
                start = found + 1
                continue
            more = self._raw.read(_CHUNK)
            if not more:
                return False
            self._packed_end += len(more)
            self._packed = self._packed[found:] + more
            start = 0

    def _take(self, most: int) -> bytes:
        part = self._ready[self._at : self._at + most]
        self._at += len(part)
        return part

    def _fill(self) -> bool:
        """Whether there is a byte to take; more are unzipped if all are taken."""
        while self._at >= len(self._ready):
            if not self._packed:
                self._packed = self._raw.read(_CHUNK)
                self._packed_end += len(self._packed)
                if not self._packed and self._unzipper is None:
                    return False
            self._unpack()
        return True

    def _unpack(self) -> None:
        if not self._is_zipped:
            self._ready, self._packed, self._at = self._packed, b"", 0
            return
        self._ready_start += len(self._ready)
        if self._unzipper is None:
            self._packed = self._packed.lstrip(b"\x00")  # padding between members
            if not self._packed:
                return
            self._unzipper = zlib.decompressobj(31)
            self._member, self._ready_start = self._packed_end - len(self._packed), 0
        self._ready, self._at = b"", 0
        self._given = self._packed or self._given
        self._ready = self._unzipper.decompress(self._packed, 4 * _CHUNK)
        if not (self._packed or self._ready or self._unzipper.eof):
            raise EOFError
        if self._unzipper.eof:
            self._packed, self._unzipper = self._unzipper.unused_data, None
        else:
            self._packed = self._unzipper.unconsumed_tail


def _opens_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(packed, 16).startswith(b"WARC/")
    except zlib.error:
        return False
