"""An HTML page to the lines of its report, its captions, and what it declares of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from dateline.errors import InputError
from dateline.model import Caption
from dateline.reading.captions import read_caption
from dateline.reading.metadata import PageMetadata, find_visible_date, read_metadata
from dateline.reading.normalise import collapse_spaces, normalise_text


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its text, a paragraph a line, not yet freed of all furniture."""

    lines: tuple[str, ...]
    captions: tuple[Caption, ...]
    metadata: PageMetadata
    printed_date: str | None


_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HUGE_TAG = re.compile(r"<(?P<name>[A-Za-z][A-Za-z0-9]*)\b[^<>]{5000,}>")
_MOST_ATTRIBUTES = 500
_CAPTIONS = (
    "//figcaption[not(ancestor::a) and not(ancestor::aside) and not(ancestor::nav) and not(ancestor::footer)]"
    " | //p[contains(concat(' ', normalize-space(@class), ' '), ' wp-caption-text ')]"
    " | //*[@itemprop='caption' and not(self::meta)]"
)
_CREDIT_ELEMENTS = (
    ".//*[contains(@class, 'credit') or contains(@class, 'copyright') or @itemprop='copyrightHolder'"
    " or @itemprop='creditText' or self::cite]"
)
_SCREEN_READER_LABEL = re.compile(r"^(?:image|media|photo|video) caption\s*:?\s*", re.IGNORECASE)
# Over this many elements trafilatura's time grows with their square (40,000 in one paragraph: 10 s); the largest of the
# 91 pages of the article extraction benchmark has 1,600.
_MOST_ELEMENTS = 30_000
_MOST_CAPTIONS = 30


def read_page(text: str) -> Page:
    """Return the page whose HTML is `text`. Raises InputError where it holds no HTML that can be parsed."""
    tree = _parse(text)
    metadata = read_metadata(tree)
    printed = None if metadata.published else find_visible_date(tree)
    captions = _read_captions(tree)
    body = _extract_body(tree)
    known = {_letters(caption.text) for caption in captions} | {
        _letters(f"{caption.text}{caption.credit}") for caption in captions
    }
    lines = tuple(line for line in body if _letters(line) not in known)
    return Page(lines, captions, metadata, printed)


def _parse(text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    text = _HUGE_TAG.sub(_bare_tag, _XML_DECLARATION.sub("", text).replace("\x00", ""))
    markup = text.encode("utf-8", "replace")
    try:
        return document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError("no text found on the page", expected="an HTML page with an article") from error


def _bare_tag(tag: re.Match[str]) -> str:
    """A tag of thousands of attributes without them: the parser's time grows with their square."""
    return f"<{tag['name']}>" if tag.group().count("=") > _MOST_ATTRIBUTES else tag.group()


def _extract_body(tree: HtmlElement) -> list[str]:
    """The main text of the page by trafilatura, or every paragraph where it finds none.

    `favor_precision`: F1 .975 on the 91 pages of the article extraction benchmark's shared half, against .963 with
    the default and .961 with `fast`; re-run bench/reading.py after changing it.
    """
    import trafilatura  # here, because it takes half a second to load and only pages need it

    extracted = None
    if sum(1 for _ in tree.iter()) <= _MOST_ELEMENTS:
        extracted = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_precision=True)
    if not extracted:
        paragraphs = tree.xpath("//body//p | //body//li | //body//h2 | //body//h3 | //body//pre")
        extracted = "\n".join(collapse_spaces(str(part.text_content())) for part in paragraphs)
    return [line for part in normalise_text(extracted).split("\n") if (line := collapse_spaces(part))]


def _read_captions(tree: HtmlElement) -> tuple[Caption, ...]:
    captions: dict[str, Caption] = {}
    for element in tree.xpath(_CAPTIONS)[:_MOST_CAPTIONS]:
        words = _SCREEN_READER_LABEL.sub("", collapse_spaces(normalise_text(str(element.text_content()))))
        if not words:
            continue
        credit = _marked_credit(element, words)
        if credit:
            caption = Caption(words.replace(credit, "", 1).strip(" |(-–—/[]"), _bare_credit(credit))
        else:
            caption = read_caption(words) or Caption(words)
        captions.setdefault(_letters(words), caption)
    return tuple(captions.values())


def _marked_credit(element: HtmlElement, words: str) -> str | None:
    for marked in element.xpath(_CREDIT_ELEMENTS):
        credit = collapse_spaces(normalise_text(str(marked.text_content())))
        if credit and credit in words and len(credit) < 120:
            return credit
    return None


def _bare_credit(credit: str) -> str:
    caption = read_caption(credit)
    return caption.credit if caption and caption.credit else credit.strip(" ()[]|.")


def _letters(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()
