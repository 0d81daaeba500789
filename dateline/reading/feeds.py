"""RSS and Atom files to their entries, each a report; a file of any length, one entry in memory at a time.

The bytes of an entry are its element as the file holds it, so that an entry met in two fetches is one report. A broken
entry is an error in its place. An entry's words are its full content where the feed gives it, else its summary; an
entry with a title only is an error. Not handled: feeds in UTF-16, JSON feeds.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from dateline.errors import InputError
from dateline.model import Report
from dateline.reading.contents import Content, FeedHead
from dateline.reading.layout import join_paragraphs
from dateline.reading.markup import has_markup, read_fragment
from dateline.reading.metadata import PageMetadata
from dateline.reading.normalise import collapse_spaces, normalise_text
from dateline.reading.printed_dates import parse_metadata_date
from dateline.reading.report import MOST_BYTES, Record, check_size, report_paragraphs, too_large

_CHUNK = 65_536
_TOKEN = re.compile(
    rb"<!\[CDATA\[|<!--|<(?P<open>(?:atom:|rss:)?(?:item|entry))(?=[\s>])|</(?:atom:|rss:)?(?:item|entry)\s*>"
)
_LONGEST_TOKEN = 32
_MOST_HEAD = 1_000_000
_ROOT = re.compile(rb"<(rss|feed|rdf:RDF|atom:feed)(?=[\s>])[^>]*>")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_FOREIGN = ("http://search.yahoo.com/mrss", "http://www.itunes.com/dtds")
_FOREIGN_PREFIXES = ("media", "itunes")
_WORDS = ("encoded", "content", "description", "summary")
_DATES = ("published", "pubdate", "issued", "date", "created")


def split_feed(reader: io.BufferedReader, name: str) -> Iterator[Content | InputError]:
    """Return the entries of a feed in order, `name#1` the first; what is broken among them as errors."""
    cutter = _Cutter(reader)
    number = 0
    head: FeedHead | None = None
    for entry in cutter.cut():
        number += 1
        head = head or _read_head(cutter.head)
        if isinstance(entry, InputError):
            yield entry.at(path=f"{name}#{number}")
        else:
            yield Content(entry, f"{name}#{number}", form="entry", feed=head)
    if not number:
        yield InputError("a feed without entries", path=name, expected="RSS items or Atom entries")


def read_entry(
    data: bytes,
    head: FeedHead,
    *,
    path: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
) -> Report:
    """Return the report in one entry's element. Raises InputError where it has no words."""
    check_size(data)
    element = _parse_entry(data, head)
    fields = _gather_fields(element)
    readings = (_read_words(part) for key in _WORDS for part in fields.get(key, []))
    paragraphs = next(filter(None, readings), [])
    if not paragraphs:
        raise InputError(
            "an entry without text, only a title" if fields.get("title") else "an entry without text",
            repair="fetch the page that it links to, and give that",
        )
    metadata = PageMetadata(
        title=_read_line(fields.get("title", [])),
        outlet=_read_source(fields) or head.title,
        byline=_read_authors(fields),
        published=next((found for key in _DATES if (found := _read_date(fields.get(key, [])))), None),
        url=_read_link(fields),
    )
    given = Record(path=path, outlet=outlet, published=published)
    return report_paragraphs(paragraphs, data, given, metadata)


def find_entry_key(data: bytes, head: FeedHead) -> str | None:
    """Return what an entry is known by: its id or guid, else its link."""
    try:
        fields = _gather_fields(_parse_entry(data, head))
    except InputError:
        return None
    return _read_line(fields.get("guid", [])) or _read_line(fields.get("id", [])) or _read_link(fields)


@dataclass
class _Cutter:
    """Cuts the entries out of a feed's bytes; `head` is what stood before the first."""

    reader: io.BufferedReader
    head: bytes = b""
    _buffer: bytearray = field(default_factory=bytearray)
    _at: int = 0
    _is_over: bool = False

    def cut(self) -> Iterator[bytes | InputError]:
        start: int | None = None
        is_first = True
        while True:
            token = self._find_token()
            if start is not None and (token.start() if token else len(self._buffer)) - start > MOST_BYTES:
                start = None
                yield too_large()
            if token is None:
                break
            self._at = token.end()
            if token["open"]:
                if is_first:
                    self.head, is_first = bytes(self._buffer[: min(token.start(), _MOST_HEAD)]), False
                if start is not None:
                    yield InputError("an entry that is not closed", repair="mend the feed; the other entries are read")
                start = self._drop(token.start())
            elif token.group() in (b"<!--", b"<![CDATA["):
                self._skip_to(b"-->" if token.group() == b"<!--" else b"]]>")
            elif start is not None:
                entry = bytes(self._buffer[start : token.end()])
                self._drop(token.end())
                start = None
                yield entry
            if start is None and not is_first:
                self._drop(self._at)
        if start is not None:
            yield InputError("an entry that is cut off", repair="fetch the feed again; the entries before it are read")

    def _find_token(self) -> re.Match[bytes] | None:
        while True:
            found = _TOKEN.search(self._buffer, self._at)
            # A match at the very end may be the beginning of a longer word.
            if found and (self._is_over or found.end() < len(self._buffer)):
                return found
            self._at = max(self._at, len(self._buffer) - _LONGEST_TOKEN) if not found else found.start()
            if self._is_over or not self._read_more():
                return found

    def _skip_to(self, end: bytes) -> None:
        """Go on behind `end`; where it is missing, stay: the rest is then read as if nothing had been opened."""
        start = search_from = self._at
        while len(self._buffer) - start <= MOST_BYTES:
            found = self._buffer.find(end, search_from)
            if found >= 0:
                self._at = found + len(end)
                return
            search_from = max(start, len(self._buffer) - len(end))
            if not self._read_more():
                return

    def _read_more(self) -> bool:
        more = self.reader.read(_CHUNK)
        self._buffer += more
        self._is_over = self._is_over or not more
        return bool(more)

    def _drop(self, count: int) -> int:
        """Let go of the first bytes; the next is then at 0."""
        del self._buffer[:count]
        self._at = max(0, self._at - count)
        return 0


def _read_head(head: bytes) -> FeedHead:
    encoding = _ENCODING.search(head[:1000])
    root = _ROOT.search(head)
    found = FeedHead(root.group() if root else b"<feed>", encoding[1].decode("ascii") if encoding else "utf-8")
    try:
        tree = etree.fromstring(head, _make_parser(is_forgiving=True))
    except (etree.XMLSyntaxError, ValueError):
        return found
    if tree is None:
        return found
    titles = [element for element in tree.iter() if _local_name(element) == "title" and element.text]
    title = collapse_spaces(normalise_text(_plain(str(titles[0].text)))) if titles else ""
    return FeedHead(found.root, found.encoding, title or None)


def _parse_entry(data: bytes, head: FeedHead) -> etree._Element:
    name = re.match(rb"<([\w:]+)", head.root)
    declaration = f'<?xml version="1.0" encoding="{head.encoding}"?>'.encode("ascii")
    whole = declaration + head.root + data + b"</" + (name[1] if name else b"feed") + b">"
    for is_forgiving in (False, True):
        try:
            tree = etree.fromstring(whole, _make_parser(is_forgiving=is_forgiving))
        except (etree.XMLSyntaxError, ValueError, LookupError):
            continue
        if tree is not None and len(tree):
            return tree[0]
    raise InputError("an entry that is no XML", repair="mend the feed; the other entries are read")


def _make_parser(*, is_forgiving: bool) -> etree.XMLParser:
    return etree.XMLParser(recover=is_forgiving, resolve_entities=False, no_network=True, remove_comments=True)


def _gather_fields(element: etree._Element) -> dict[str, list[etree._Element]]:
    fields: dict[str, list[etree._Element]] = {}
    for child in element:
        if name := _local_name(child):
            fields.setdefault(name, []).append(child)
    return fields


def _local_name(element: etree._Element) -> str | None:
    """The name in small letters, without namespace or prefix; None for comments and for others' vocabularies."""
    if not isinstance(element.tag, str):
        return None
    space, _, name = element.tag.rpartition("}")
    prefix, colon, rest = name.partition(":")  # as it is left where the prefix was never declared
    if space[1:].startswith(_FOREIGN) or (colon and prefix in _FOREIGN_PREFIXES):
        return None
    return (rest if colon else name).lower()


def _read_words(part: etree._Element) -> list[str]:
    """The paragraphs of a content element: HTML, XHTML or plain text, whatever it says that it is."""
    if len(part):
        inner = "".join(etree.tostring(child, encoding="unicode") for child in part)
        return read_fragment(f"<div>{part.text or ''}{inner}</div>")
    text = str(part.text or "")
    if not has_markup(text) and has_markup(unescape(text)):
        text = unescape(text)  # escaped twice
    if has_markup(text):
        return read_fragment(f"<div>{text}</div>")
    return join_paragraphs(normalise_text(text))


def _read_line(parts: Sequence[etree._Element]) -> str | None:
    for part in parts:
        if words := collapse_spaces(normalise_text(_plain("".join(map(str, part.itertext()))))):
            return words
    return None


def _plain(words: str) -> str:
    return " ".join(read_fragment(f"<div>{words}</div>")) if has_markup(words) else words


def _read_date(parts: Sequence[etree._Element]) -> str | None:
    return next((found for part in parts if (found := parse_metadata_date(str(part.text or "")))), None)


def _read_link(fields: dict[str, list[etree._Element]]) -> str | None:
    links = [
        str(part.get("href") or part.text or "").strip()
        for part in fields.get("link", [])
        if (part.get("rel") or "alternate") == "alternate"
    ]
    links += [str(part.text or "").strip() for part in fields.get("guid", []) if part.get("isPermaLink") != "false"]
    return next((link for link in links if re.match(r"https?://\S+$", link)), None)


def _read_authors(fields: dict[str, list[etree._Element]]) -> tuple[str, ...]:
    names: list[str | None] = []
    for part in fields.get("author", []):
        inner = [child for child in part if _local_name(child) == "name"]
        words = _read_line(inner) if inner else _read_line([part])
        mailed = re.fullmatch(r"\S+@\S+\s*\((.+)\)", words or "")  # RSS: an address, the name in brackets
        names.append(mailed[1] if mailed else words)
    names += [_read_line([part]) for part in fields.get("creator", [])]
    return tuple(dict.fromkeys(name for name in names if name and "@" not in name))


def _read_source(fields: dict[str, list[etree._Element]]) -> str | None:
    """The feed that an entry was taken over from."""
    for part in fields.get("source", []):
        titles = [child for child in part if _local_name(child) == "title"]
        if words := _read_line(titles or [part]):
            return words
    return None
