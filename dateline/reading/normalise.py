"""Characters repaired once, at reading, so that every later span indexes exactly what is kept.

Kept as printed: curly quotes, dashes, ellipses, digits, letter case. Changed: what a reader cannot see or would not
take for its letter (see `normalise_text`). Text that needs no repair comes back as it is.
"""

from __future__ import annotations

import html
import re
import unicodedata

import ftfy
from ftfy.badness import is_bad

_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_INVISIBLE = dict.fromkeys(
    [*range(0x00, 0x09), *range(0x0E, 0x1C), 0x1F, *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD, 0x034F, 0x061C, 0x180E,
     0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070), 0xFEFF,
     *range(0xFFF9, 0xFFFC), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF],
    None,
)  # fmt: skip
_EDGE_INVISIBLE = re.compile(
    r"(?<=\w)[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff](?!\w)|(?<!\w)[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff](?=.)"
)
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ["ff", "fi", "fl", "ffi", "ffl", "st", "st"], strict=True))
_TABLE: dict[int, str | None] = {
    **_SPACES,
    **_INVISIBLE,
    **_LIGATURES,
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
# Joiners that shape letters in Persian, Urdu and the Indic scripts, and emoji; noise after a Latin letter or a space.
_STRAY_JOINER = re.compile(r"(?<![\u0590-\u1fff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]")
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z][a-zA-Z0-9]{1,7});")
_TATWEEL = re.compile(r" *\u0640+ *")
_ARABIC = re.compile(r"[\u0620-\u063f\u0641-\u065f\u0670-\u06d3]")


def normalise_text(text: str, *, keep_offsets: bool = False) -> str:
    """Return `text` with its characters repaired; line breaks become "\\n", nothing else moves between lines.

    Mojibake is undone, stray HTML entities are read, no-break and other wide spaces become spaces, soft hyphens,
    zero-width and direction marks go, letters with loose accents are composed, and a tatweel used as a dash between
    words becomes one. With `keep_offsets` an invisible character at the edge of a word becomes a space, so that the
    words around it keep their places.

    >>> normalise_text("Syriaâ€™s army\\xa0left the airbase\\u0640\\u0640which it held")
    'Syria’s army left the airbase – which it held'
    """
    if not text.isascii():  # first of all, for mojibake can hold any character
        text = "\n".join(ftfy.fix_encoding(line) if is_bad(line) else line for line in text.split("\n"))
    if "&" in text:
        text = _ENTITY.sub(_read_entity, text)
    text = _LINE_BREAKS.sub("\n", text)
    if keep_offsets:
        text = _EDGE_INVISIBLE.sub(" ", text)
    text = text.translate(_TABLE)
    if text.isascii():
        return text
    text = _STRAY_JOINER.sub("", text)
    if "\u0640" in text:
        text = _TATWEEL.sub(_read_tatweel, text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def collapse_spaces(line: str) -> str:
    """Return `line` with each run of spaces as one, and none at its ends."""
    return " ".join(line.split())


def _read_entity(entity: re.Match[str]) -> str:
    char = html.unescape(entity.group())
    return " " if char in {"\n", "\r"} else char


def _read_tatweel(run: re.Match[str]) -> str:
    """A tatweel stretches an Arabic word, where it says nothing; between other words it stands for a dash."""
    before, after = run.string[max(0, run.start() - 1) : run.start()], run.string[run.end() : run.end() + 1]
    if before in {"", "\n"} or after in {"", "\n"}:
        return ""
    if _ARABIC.match(before) or _ARABIC.match(after):
        return "" if " " not in run.group() else " "
    return " – "
