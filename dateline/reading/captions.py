"""Picture captions, told from the report's own words by the credit printed with them."""

from __future__ import annotations

import re

from dateline.model import Caption
from dateline.reading.agencies import AGENCY_PATTERN

_PICTURE = r"(?:photo(?:graph|grapher|s)?|picture|pic|image|still|screenshot|screengrab|illustration|video still)"
_KIND = r"(?:(?:file|archive|stock|handout|undated|courtesy|representative|illustrative|featured?)\s+)?"
_NAME = r"[^\s()\[\]:;.!?][^()\[\]:;!?\n]{1,70}?"
# "... Damascus. File photo: Amaq", "... (Photo by Ana Lee/AFP)", "... [Photo: Reuters]", "Photo credit: X"
_LABELLED = re.compile(
    rf"(?P<text>.*?)(?:^|(?<=[\s.,;|–—-])|(?<=[.”\"’)]))[(\[]?\b"
    rf"(?:{_KIND}{_PICTURE}(?:\s+(?:credits?|courtesy(?:\s+of)?|source|by))?\s*[:/]"
    rf"|{_KIND}{_PICTURE}\s+(?:by|via|courtesy\s+of)\b"
    rf"|(?:credit|courtesy)\s*:)\s*(?P<credit>{_NAME})\s*[)\]]?\.?",
    re.IGNORECASE,
)
# "... near Homs. (Muhammad Hamed/Reuters)", "... [Ana Lee/Al Jazeera]", "(AFP/Getty Images)"
_SLASHED = re.compile(
    rf"(?P<text>.+?[.!?”\"’\w])\s*[(\[](?P<credit>[^()\[\]/]{{2,40}}/\s?[^()\[\]]{{2,60}}"
    rf"|(?:{AGENCY_PATTERN})\s+(?:photo|file|pictures?)(?:/[^()\[\]]{{2,40}})?"
    rf"|[^()\[\]/]{{3,40}}\s+via\s+(?:AP|REUTERS|Reuters|AFP))[)\]]\.?"
)
# "... in Homs on Monday. REUTERS/Ana Lee", "... AP Photo/Ana Lee", "... Photograph: Ana Lee/AP"
_WIRE = re.compile(
    r"(?P<text>.+?[.!?”\"’])\s*"
    r"(?P<credit>(?:REUTERS|AFP|EPA|Reuters|AP Photo|EPA-EFE|Xinhua)/[A-Z][^()\[\].!?]{2,50})\.?"
)
# "FILE PHOTO: Smoke rises over Homs, ...", "FILE - In this April photo, ...": the kind stands first, the caption after
_PREFIXED = re.compile(r"(?:FILE PHOTO|FILE PICTURE|FILE|File photo|PHOTO)\s*(?::|\s[–—-]|[–—])\s+(?P<text>[A-Z“\"].+)")
_HINT = re.compile(
    rf"[:/]|\b{_PICTURE}\s+(?:by|via|courtesy)|\bvia\s+[A-Z]|(?:photo|file|pictures?)[)\]]|^FILE\b", re.IGNORECASE
)
_LONGEST_WORDS = 80
_FEWEST_WORDS_AFTER_PREFIX = 6
_PROSE_BEFORE_BY = re.compile(
    r"\b(?:a|an|the|this|that|his|her|its|their|in|of|with|another|one|no|any)\s*$", re.IGNORECASE
)


def read_caption(line: str) -> Caption | None:
    """Return the caption that `line` is, or None if it is anything else. A credit alone has an empty text.

    Not handled: captions printed without any credit; in a text they cannot be told from a sentence.

    >>> read_caption("Smoke over Hama. File photo: Orient Desk")
    Caption(text='Smoke over Hama.', credit='Orient Desk')
    """
    if not _HINT.search(line) or len(line.split()) > _LONGEST_WORDS:
        return None
    if (prefixed := _PREFIXED.fullmatch(line)) and len(prefixed["text"].split()) >= _FEWEST_WORDS_AFTER_PREFIX:
        inner = read_caption(prefixed["text"])
        return inner if inner and inner.text else Caption(prefixed["text"])
    found = _LABELLED.fullmatch(line) or _WIRE.fullmatch(line) or _SLASHED.fullmatch(line)
    if not found or not _is_credit(found["credit"]):
        return None
    text = found["text"].strip(" |–—-(")
    if found.re is _LABELLED and _PROSE_BEFORE_BY.search(text):
        return None  # "She kept a photo by Ali Hasan"
    return Caption(text, found["credit"].strip(" .,"))


def _is_credit(words: str) -> bool:
    """A credit is a name or two: short, and begun with a capital or a handle's sign."""
    return len(words.split()) <= 9 and (
        words[0] in "@©" or words[0].isdigit() or any(char.isupper() for char in words.split()[0])
    )
