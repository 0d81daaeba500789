"""Mail: one message (EML), or many in one file (mbox), to reports.

A message is a report: its subject the title, its date the day of publication, its text the plain part, or the HTML part
where the plain one holds less than a third of its words. Attached documents (text, HTML, PDF, DOCX, other messages) are
reports of their own; pictures and other attachments are passed over. Not handled: encrypted mail, winmail.dat.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime

from dateline.errors import InputError
from dateline.model import Report
from dateline.reading.answers import is_readable_type
from dateline.reading.contents import Content
from dateline.reading.decoding import decode_bytes
from dateline.reading.layout import join_paragraphs
from dateline.reading.markup import read_fragment
from dateline.reading.metadata import PageMetadata
from dateline.reading.normalise import collapse_spaces, normalise_text
from dateline.reading.printed_dates import parse_metadata_date
from dateline.reading.report import MOST_BYTES, Record, check_size, report_paragraphs, too_large

_SEPARATOR = re.compile(rb"From \S.*\d{4}\s*$")
_QUOTED_FROM = re.compile(rb">+From ")
_SIGNATURE = re.compile(r"\n-- \n")
_AS_IT_IS = policy.default.clone(refold_source="none")
_DEEPEST = 5  # messages within messages


def read_mail(
    data: bytes, *, path: str | None = None, published: str | None = None, outlet: str | None = None
) -> Report:
    """Return the report in the message `data`. Raises InputError where it has no text.

    >>> read_mail(b"Subject: Clashes\\nDate: Tue, 5 Apr 2016 10:00:00 +0000\\n\\nRebels shelled Hama.").published
    '2016-04-05T10:00:00+00:00'
    """
    check_size(data)
    message = _parse(data)
    paragraphs = _read_body(message)
    if not paragraphs:
        raise InputError("a message without text", expected="a plain or an HTML part")
    given = Record(path=path, outlet=outlet, published=published)
    return report_paragraphs(paragraphs, data, given, _read_headers(message))


def split_mbox(reader: io.BufferedReader, name: str) -> Iterator[Content | InputError]:
    """Return the messages of an mbox file in order, `name#1` the first, each followed by what is attached to it.

    A `>From ` of a message that the file had to quote is `From ` again.
    """
    number, size = 0, 0
    lines: list[bytes] = []
    is_gap = True
    for line in iter(lambda: reader.readline(MOST_BYTES), b""):
        if is_gap and _SEPARATOR.match(line):
            if number:
                yield from _finish_message(lines, size, f"{name}#{number}")
            number, size, lines = number + 1, 0, []
        else:
            size += len(line)
            if size <= MOST_BYTES + 1:
                lines.append(line[1:] if _QUOTED_FROM.match(line) else line)
        is_gap = not line.strip()
    yield from _finish_message(lines, size, f"{name}#{number}")


def split_message(data: bytes, path: str | None, address: str) -> Iterator[Content | InputError]:
    """Return a message and the documents attached to it: `address#attachment-1` the first.

    A message without text of its own is left out where a document is attached to it.
    """
    yield from _split(data, path, address, 0)


def _finish_message(lines: list[bytes], size: int, address: str) -> Iterator[Content | InputError]:
    if size > MOST_BYTES:
        yield too_large().at(path=address)
        return
    data = b"".join(lines)
    # The empty line before the next message belongs to the file.
    data = data[:-2] if data.endswith(b"\r\n\r\n") else data[:-1] if data.endswith(b"\n\n") else data
    if not data.strip():
        yield InputError("an empty message", path=address)
        return
    yield from split_message(data, address, address)


def _split(data: bytes, path: str | None, address: str, depth: int) -> Iterator[Content | InputError]:
    message = _parse(data)
    attached = list(_read_attachments(message, address, depth)) if message.is_multipart() else []
    if not attached or _read_body(message):
        yield Content(data, path, form="mail")
    yield from attached


def _read_attachments(message: EmailMessage, address: str, depth: int) -> Iterator[Content | InputError]:
    number = 0
    for part in _find_attachments(message):
        number += 1
        place = f"{address}#attachment-{number}"
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if depth < _DEEPEST and isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
                yield from _split(inner[0].as_bytes(policy=_AS_IT_IS), place, place, depth + 1)
            continue
        data = part.get_payload(decode=True)
        name = part.get_filename() or ""
        is_document = is_readable_type(part.get_content_type()) or name.lower().endswith((".pdf", ".docx"))
        if not (is_document and isinstance(data, bytes) and data.strip()):
            continue
        headers = tuple((key, collapse_spaces(str(value))) for key, value in part.items())
        yield too_large().at(path=place) if len(data) > MOST_BYTES else Content(data, place, headers=headers)


def _find_attachments(message: MIMEPart) -> Iterator[MIMEPart]:
    """The parts that are attached, in order; a message that is attached is one part."""
    if message.get_content_type() == "message/rfc822":
        yield message
    elif message.is_multipart():
        for part in message.iter_parts():
            yield from _find_attachments(part)
    elif message.get_content_disposition() == "attachment" or (
        message.get_filename() and message.get_content_maintype() != "image"
    ):
        yield message


def _parse(data: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(data)


def _read_body(message: EmailMessage) -> list[str]:
    plain, page = _find_part(message, "plain"), _find_part(message, "html")
    told = join_paragraphs(normalise_text(_cut_signature(_decode(plain)))) if plain is not None else []
    shown = read_fragment(_decode(page)) if page is not None else []
    return shown if 3 * _count_words(told) < _count_words(shown) else told


def _find_part(message: EmailMessage, subtype: str) -> MIMEPart | None:
    try:
        part = message.get_body(preferencelist=("html",) if subtype == "html" else ("plain",))
    except (AttributeError, KeyError, ValueError):  # parts that are not what their headers say
        return None
    return None if part is message and message.is_multipart() else part


def _decode(part: MIMEPart) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode_bytes(data)


def _cut_signature(text: str) -> str:
    return _SIGNATURE.split(text.replace("\r\n", "\n"), maxsplit=1)[0]


def _count_words(lines: list[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _read_headers(message: EmailMessage) -> PageMetadata:
    names = [name for name, _ in getaddresses([_header(message, "from") or ""]) if name]
    listed = re.match(r'\s*"?([^"<]+?)"?\s*<', _header(message, "list-id") or "")
    return PageMetadata(
        title=_header(message, "subject"),
        outlet=_header(message, "organization") or (listed[1] if listed else None),
        byline=tuple(names),
        published=_read_date(_header(message, "date")),
        url=_read_address(_header(message, "archived-at")),
    )


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message[name]
        return collapse_spaces(normalise_text(str(value))) or None if value is not None else None
    except (AttributeError, IndexError, LookupError, TypeError, ValueError):  # a header that its parser stumbles over
        return None


def _read_date(words: str | None) -> str | None:
    if words is None:
        return None
    try:
        found = parsedate_to_datetime(words).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return parse_metadata_date(words)
    return parse_metadata_date(found)


def _read_address(words: str | None) -> str | None:
    found = re.match(r"<?(https?://[^\s<>]+)>?", words or "")
    return found[1] if found else None
