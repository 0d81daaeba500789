"""The parts of reading put together: bytes, or one JSON record, to a `Report`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dateline.errors import InputError
from dateline.model import PublishedFrom, Report
from dateline.reading.decoding import decode_bytes
from dateline.reading.documents import read_document
from dateline.reading.html import Page, read_page
from dateline.reading.language import detect_language
from dateline.reading.layout import join_paragraphs, soften_breaks
from dateline.reading.lines import SiftedLines, sift_lines
from dateline.reading.metadata import PageMetadata
from dateline.reading.normalise import normalise_text
from dateline.reading.printed_dates import parse_metadata_date

Kind = Literal["auto", "text", "html"]
MOST_BYTES = 20_000_000  # a page of this size parses in under a gigabyte; the longest report is a thousandth of it

_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|br|h[1-6]|meta|title|script|span|table|section)\b[^<>]*>",
    re.IGNORECASE,
)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL)
_URL_DATE = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[/-]"
    r"([0-2]?\d|3[01])(?=[/_.-]|$)",
    re.IGNORECASE,
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True, slots=True)
class Record:
    """What a caller hands over of one report besides its words; what is given here wins over what is found."""

    path: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None


def read_report(
    content: bytes | str,
    *,
    path: str | None = None,
    url: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    kind: Kind = "auto",
) -> Report:
    """Return the report in `content`: plain text, an HTML page, or the bytes of a PDF or DOCX document.

    Raises InputError where there is none.

    `published` (ISO 8601) and `outlet` are what the caller knows; they win over what the text says.

    >>> report = read_report("Clashes in Hama\\n\\nHAMA – Rebels shelled a checkpoint, activists said.\\n\\nShare this")
    >>> report.title, report.dateline, report.text
    ('Clashes in Hama', 'HAMA', 'HAMA – Rebels shelled a checkpoint, activists said.')
    """
    given = Record(path, url, outlet=outlet, published=check_published(published))
    try:
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        check_size(data)
        if kind == "auto" and isinstance(content, bytes) and (document := read_document(content)) is not None:
            return report_paragraphs(document.paragraphs, data, given, PageMetadata(title=document.title))
        text = decode_bytes(content) if isinstance(content, bytes) else content
        return assemble_report(text, data, given, kind)
    except InputError as error:
        raise error.at(path=path) from error.__cause__


def assemble_report(text: str, data: bytes, given: Record, kind: Kind) -> Report:
    """Return the report in the characters `text`, read from the bytes `data`."""
    if not text.strip("\ufeff \t\r\n"):
        raise InputError("the input is empty", expected="a report", repair="check how it was saved")
    text = text.removeprefix("\ufeff")
    if kind == "html" or (kind == "auto" and looks_like_html(text)):
        return _read_html(text, data, given)
    return _read_text(text, data, given)


def report_paragraphs(
    paragraphs: Sequence[str], data: bytes, given: Record, metadata: PageMetadata | None = None
) -> Report:
    """Return the report whose text is these paragraphs; lines of furniture among them go.

    `metadata` is what came with the words. Where no title did, a first line that is surely a headline is the title.
    """
    metadata = metadata or PageMetadata()
    title = given.title or metadata.title
    sifted = sift_lines(paragraphs, title=title, outlet=given.outlet or metadata.outlet, take_title=title is None)
    return _finish("\n".join(paragraphs[index] for index in sifted.own), data, given, sifted, metadata)


def exact_report(text: str, data: bytes, given: Record, page: str | None = None) -> Report:
    """Return the report whose words a caller hands over as `text`: repaired, but not laid out anew.

    Only whole lines of furniture, captions and credits go; every other character keeps its place. `page` is the
    HTML that the words were taken from, read for what it declares.
    """
    words = soften_breaks(normalise_text(text, keep_offsets=True))
    lines = words.split("\n")
    metadata = read_page(page).metadata if page else PageMetadata()
    sifted = sift_lines(
        lines, title=given.title or metadata.title, outlet=given.outlet or metadata.outlet, keep_title=True
    )
    if len(sifted.own) < sum(bool(line.strip()) for line in lines):
        own = set(sifted.own)
        words = "\n".join(line for index, line in enumerate(lines) if index in own or not line.strip())
    return _finish(words, data, given, sifted, metadata)


def check_published(published: str | None) -> str | None:
    """Return the caller's date as ISO 8601. Raises InputError where it is no full date."""
    if published is None:
        return None
    if (found := parse_metadata_date(published)) is None:
        raise InputError(
            f"the publication date {published!r} cannot be read", expected="a full date such as 2016-04-05"
        )
    return found


def check_size(data: bytes) -> None:
    """Raise InputError where `data` is larger than any report."""
    if len(data) > MOST_BYTES:
        raise too_large()


def too_large() -> InputError:
    """The error for an input over the limit."""
    return InputError(
        f"larger than {MOST_BYTES // 1_000_000} MB",
        expected="one report",
        repair="split it, or give one report a line as JSON lines",
    )


def looks_like_html(text: str) -> bool:
    """Whether the text is markup: it opens with a tag, or has several of those that pages are built of.

    >>> looks_like_html("<p>Shelling was heard.</p>"), looks_like_html("Losses were < 5 and > 2.")
    (True, False)
    """
    if _FEED.match(text):
        raise InputError("a feed or a site map", expected="a report", repair="give the pages that it lists")
    start = text[:200_000]
    tags = len(_TAG.findall(start))
    return tags >= 3 or (tags >= 1 and start.lstrip()[:1] == "<")


def _read_text(text: str, data: bytes, given: Record) -> Report:
    return report_paragraphs(join_paragraphs(normalise_text(text)), data, given)


def _read_html(text: str, data: bytes, given: Record) -> Report:
    page = read_page(text)
    sifted = sift_lines(
        page.lines, title=given.title or page.metadata.title, outlet=given.outlet or page.metadata.outlet
    )
    words = "\n".join(page.lines[index] for index in sifted.own)
    if not any(char.isalnum() for char in words):
        raise InputError(
            "no text found on the page", expected="an HTML page with an article", repair="save the page's text"
        )
    return _finish(words, data, given, _with_page(sifted, page), page.metadata)


def _with_page(sifted: SiftedLines, page: Page) -> SiftedLines:
    seen = {caption.text for caption in page.captions}
    captions = (*page.captions, *(caption for caption in sifted.captions if caption.text not in seen))
    return replace(sifted, captions=captions, published=page.printed_date or sifted.published)


def _finish(text: str, data: bytes, given: Record, sifted: SiftedLines, metadata: PageMetadata) -> Report:
    if not any(char.isalnum() for char in text):
        raise InputError("no text found", expected="a report", repair="check how it was saved")
    url = given.url or metadata.url
    published, published_from = _choose_date(given, metadata, url, sifted)
    return Report(
        id="sha256:" + hashlib.sha256(data).hexdigest(),
        text=text,
        path=given.path,
        url=url,
        title=given.title or metadata.title or sifted.title,
        outlet=given.outlet or metadata.outlet or sifted.outlet,
        byline=given.byline or metadata.byline or sifted.byline,
        agency=metadata.agency or sifted.agency,
        dateline=sifted.dateline,
        published=published,
        published_from=published_from,
        language=given.language or detect_language(text),
        captions=sifted.captions,
    )


def _choose_date(
    given: Record, metadata: PageMetadata, url: str | None, sifted: SiftedLines
) -> tuple[str | None, PublishedFrom | None]:
    """The date of publication and where it stands, surest place first; never a guess."""
    found: Mapping[PublishedFrom, str | None] = {
        "given": given.published,
        "metadata": metadata.published,
        "url": date_in_url(url),
        "text": sifted.published,
    }
    return next(((value, place) for place, value in found.items() if value), (None, None))


def date_in_url(url: str | None) -> str | None:
    """Return the day in the path of a news address.

    >>> date_in_url("https://example.org/world/2016/apr/05/clashes"), date_in_url("https://example.org/2016/04/clashes")
    ('2016-04-05', None)
    """
    found = _URL_DATE.search(re.sub(r"^https?://[^/]*", "", url)) if url else None
    if not found:
        return None
    month = found[2].lower()
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    return parse_metadata_date(f"{found[1]}-{number:02}-{int(found[3]):02}")
