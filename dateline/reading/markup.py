"""HTML that is all of it a report's own words (a feed's entry, a mail's body) to lines, a paragraph a line."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from dateline.reading.normalise import collapse_spaces, normalise_text

_BLOCKS = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_UNREAD = frozenset("script style head template noscript svg math iframe object figcaption button select".split())
_MARKUP = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9]*\b[^<>]*|!--.*?--)>", re.DOTALL)


def has_markup(text: str) -> bool:
    """Whether there is a tag in `text`.

    >>> has_markup("Two died.<br/>Five fled."), has_markup("Losses were < 5 and > 2.")
    (True, False)
    """
    return bool(_MARKUP.search(text))


def read_fragment(markup: str) -> list[str]:
    """Return the words of a piece of HTML, a block a line; none where there are none.

    >>> read_fragment("<p>Shells hit <b>Hama</b>.</p>Two died.<br>Five fled.<script>x()</script>")
    ['Shells hit Hama.', 'Two died.', 'Five fled.']
    """
    try:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = document_fromstring(markup.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    words = "".join(_walk(tree))
    return [line for part in normalise_text(words).split("\n") if (line := collapse_spaces(part))]


def _walk(tree: HtmlElement) -> list[str]:
    """The words in their order, a line break at either end of each block; without recursion, for tags nest deeply."""
    parts: list[str] = []
    waiting: list[tuple[HtmlElement, bool]] = [(tree, False)]
    while waiting:
        element, is_done = waiting.pop()
        is_block = element.tag in _BLOCKS
        if is_done:
            parts += ["\n"] if is_block else []
            parts += [_flat(element.tail)] if element is not tree else []
            continue
        waiting.append((element, True))
        parts += ["\n"] if is_block else []
        if element.tag not in _UNREAD:
            parts.append(_flat(element.text))
            waiting += [(child, False) for child in reversed(element)]
    return parts


def _flat(words: str | None) -> str:
    """Words whose line breaks are only those of the file."""
    return re.sub(r"[\r\n\t]+", " ", words or "")
