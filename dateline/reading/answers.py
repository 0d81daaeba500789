"""A server's answer as an archive holds it: status, headers, and the body with its packing undone."""

from __future__ import annotations

import importlib
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec

from dateline.errors import InputError
from dateline.reading.report import MOST_BYTES, too_large

Headers = tuple[tuple[str, str], ...]
_GAP = re.compile(rb"\r?\n\r?\n")
_CHUNK_HEAD = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_STATUS = re.compile(r"HTTP/\d(?:\.\d)? (\d{3})")
_READABLE = frozenset(
    {
        "", "text/html", "application/xhtml+xml", "text/plain", "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: `headers` begin with the status line, named `Status`."""

    headers: Headers
    body: bytes


def may_be_page(start: bytes) -> bool:
    """Whether the answer that begins with `start` holds a page; yes where that cannot be told.

    >>> may_be_page(b"HTTP/1.1 200 OK\\r\\nContent-Type: image/png\\r\\n\\r\\n")
    False
    """
    try:
        headers, _ = _read_head(start)
    except InputError:
        return True
    return _status(headers) == "200" and is_readable_type(find_header(headers, "content-type") or "")


def read_answer(block: bytes) -> Answer:
    """Return the answer in the bytes of an HTTP response. Raises InputError where it cannot be unpacked."""
    headers, body_start = _read_head(block)
    body = block[body_start:]
    if "chunked" in (find_header(headers, "transfer-encoding") or "").lower():
        body = join_chunks(body)
    return Answer(headers, unpack(body, find_header(headers, "content-encoding")))


def is_readable_type(media_type: str) -> bool:
    """Whether reports come as that media type; where none is given, the bytes will tell.

    >>> is_readable_type("text/html; charset=utf-8"), is_readable_type("image/png")
    (True, False)
    """
    return media_type.partition(";")[0].strip().lower() in _READABLE


def find_header(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """Return the value of the first header of that name (in small letters)."""
    return next((value for key, value in headers if key.lower() == name), None)


def join_chunks(body: bytes) -> bytes:
    """Return a body sent in chunks as one; a body whose chunks were joined before it was kept comes back as it is.

    >>> join_chunks(b"4\\r\\nShel\\r\\n4;x=1\\r\\nling\\r\\n0\\r\\n\\r\\n"), join_chunks(b"Shelling")
    (b'Shelling', b'Shelling')
    """
    parts: list[bytes] = []
    at = 0
    while head := _CHUNK_HEAD.match(body, at):
        size = int(head[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[head.end() : head.end() + size])
        at = head.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    return b"".join(parts) if parts else body


def unpack(body: bytes, encoding: str | None) -> bytes:
    """Return the body with its content encoding undone. Raises InputError where it is damaged or too large.

    A body that was unpacked before it was kept, its header left as it was, comes back as it is.
    """
    for name in reversed((encoding or "").lower().replace(" ", "").split(",")):
        if name in ("gzip", "x-gzip") and body[:2] == b"\x1f\x8b":
            body = _inflate(body, 31)
        elif name == "deflate":
            body = _inflate(body, 15 if body[:1] == b"\x78" else -15)
        elif name == "br":
            body = _unpack_brotli(body)
        elif name == "zstd" and body[:4] == b"\x28\xb5\x2f\xfd":
            raise InputError("a page packed with zstd", expected="gzip, deflate or brotli")
    return body


def _inflate(body: bytes, window: int) -> bytes:
    try:
        unpacked = zlib.decompressobj(window).decompress(body, MOST_BYTES + 1)
    except zlib.error as error:
        if window < 0:
            return body  # not packed after all
        raise InputError(f"a page whose packing is damaged ({error})", repair="capture the page again") from error
    if len(unpacked) > MOST_BYTES:
        raise too_large()
    return unpacked


def _unpack_brotli(body: bytes) -> bytes:
    if body.lstrip()[:1] == b"<":
        return body  # unpacked before it was kept
    if find_spec("brotli") is None:
        raise InputError("a page packed with brotli", repair="install the package that unpacks it: pip install brotli")
    brotli = importlib.import_module("brotli")
    unpacker, parts, size = brotli.Decompressor(), [], 0
    try:
        for start in range(0, len(body), 16_384):
            parts.append(unpacker.process(body[start : start + 16_384]))
            size += len(parts[-1])
            if size > MOST_BYTES:
                raise too_large()
    except brotli.error as error:
        raise InputError("a page whose packing is damaged (brotli)", repair="capture the page again") from error
    return b"".join(parts)


def _read_head(block: bytes) -> tuple[Headers, int]:
    """The headers, and where the body begins."""
    gap = _GAP.search(block)
    lines = block[: gap.start()].decode("iso-8859-1").splitlines() if gap else []
    if gap is None or not lines or not _STATUS.match(lines[0]):
        raise InputError("no answer of a web server", expected="HTTP headers, an empty line and a page")
    pairs = (line.partition(":") for line in lines[1:])
    return (("Status", lines[0]), *((name.strip(), value.strip()) for name, colon, value in pairs if colon)), gap.end()


def _status(headers: Headers) -> str | None:
    found = _STATUS.match(headers[0][1])
    return found[1] if found else None
