"""What kind of input a stream is, told by its first bytes; a name decides only where the bytes leave it open."""

from __future__ import annotations

import re
import zlib
from typing import Literal

from dateline.reading.tables import find_header

Kind = Literal["jsonl", "table", "warc", "zip", "mbox", "mail", "feed", "page"]

GZIP_MAGIC = b"\x1f\x8b"
# As many first bytes as a kind is told by; no more than an unread buffer holds.
PEEK_BYTES = 8192
_JSONL_NAME = re.compile(r"\.(?:jsonl|ndjson|jsonlines)(?:\.gz)?$", re.IGNORECASE)
_MANY_NAME = re.compile(
    r"\.(?:csv|tsv|jsonl|ndjson|jsonlines|warc|wacz|mbox|eml|rss|atom|rdf|xml)(?:\.gz)?$", re.IGNORECASE
)
_JSONL_START = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"|\})')
_WARC_START = re.compile(rb"WARC/\d")
_MBOX_START = re.compile(
    rb"From [^\r\n]*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:\d+ +)?[A-Z][a-z]{2} +[^\r\n]*\d{4}[^\r\n]*\r?\n[!-9;-~]+:"
)
_FEED_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)\s*)*<(?:rss|feed|rdf:RDF|atom:feed)(?=[\s>])",
    re.DOTALL,
)
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,76}:|[ \t]")
# Headers that mail programs write and memos typed by people do not hold.
_MAIL_HEADER = re.compile(
    rb"^(?:received|return-path|message-id|mime-version|delivered-to|content-transfer-encoding):",
    re.IGNORECASE | re.MULTILINE,
)


def find_kind(start: bytes, name: str) -> Kind:
    """Return the kind of the (unzipped) stream that begins with `start`, from a file named `name`.

    >>> find_kind(b"%PDF-1.7", "a.pdf"), find_kind(b"WARC/1.1\\r\\n", "a.warc"), find_kind(b"From our desk\\n", "a.txt")
    ('page', 'warc', 'page')
    """
    if _JSONL_NAME.search(name) or _JSONL_START.match(start):
        return "jsonl"
    if find_header(start) is not None:
        return "table"
    if _WARC_START.match(start):
        return "warc"
    if start.startswith(b"PK\x03\x04"):
        return "zip"
    if _MBOX_START.match(start):
        return "mbox"
    if _FEED_START.match(start):
        return "feed"
    return "mail" if _is_mail(start, name) else "page"


def may_hold_many(name: str) -> bool:
    """Whether a file of that name holds a number of reports that only reading tells."""
    return bool(_MANY_NAME.search(name))


def unzip_start(start: bytes) -> bytes:
    """Return the first bytes of what `start` begins, unzipped where they are gzip's; a few if more are not there."""
    if not start.startswith(GZIP_MAGIC):
        return start
    try:
        return zlib.decompressobj(31).decompress(start, PEEK_BYTES)
    except zlib.error:
        return b""


def _is_mail(start: bytes, name: str) -> bool:
    head, gap, _ = start.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = head.split(b"\n") if gap else head.split(b"\n")[:-1]  # the last may be cut off
    if not lines or not all(map(_HEADER_LINE.match, lines)) or lines[0][:1] in (b" ", b"\t"):
        return False
    return name.lower().endswith((".eml", ".eml.gz")) or bool(_MAIL_HEADER.search(head))
