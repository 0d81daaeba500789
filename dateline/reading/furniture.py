"""Lines of a page that are not the report's own words: the furniture around it.

The patterns are in `furniture.txt`; every one must match a whole line. A line of prose is never cut, and a line is
furniture only for what it says, not for where it stands, except after a heading that opens a list of other stories or
the comments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

_BULLET = re.compile(r"^[\s•*·◦▪►▶→»>|⁄/–—-]+|[\s•|]+$")
_STOP = re.compile(r"""[.!?…][”"’')\]]*\s*$""")
_LONGEST_CHARS = 400
_LONGEST_HEADLINE_WORDS = 22
_FEWEST_WORDS_BEFORE_COMMENTS = 40


def is_furniture(line: str) -> bool:
    """Whether the whole of `line` is furniture by what it says.

    >>> is_furniture("16 + 12 ="), is_furniture("The army said its cookies were stolen.")
    (True, False)
    """
    words = _BULLET.sub("", line)
    return len(words) <= _LONGEST_CHARS and bool(not words or _section("furniture").fullmatch(words))


def find_furniture(lines: Sequence[str]) -> set[int]:
    """Return the indexes of the lines that are furniture, lists of other stories and comments included."""
    found = {index for index, line in enumerate(lines) if line.strip() and is_furniture(line)}
    found |= _find_other_stories(lines)
    found |= _find_comments(lines)
    return found | _find_form_words(lines, found)


def is_headline_like(line: str) -> bool:
    """Whether `line` could be a headline: short, and not closed like a sentence."""
    words = _BULLET.sub("", line)
    return 0 < len(words.split()) <= _LONGEST_HEADLINE_WORDS and not re.search(r"[.,;:][”\"’')\]]*$", words)


def _find_other_stories(lines: Sequence[str]) -> set[int]:
    found: set[int] = set()
    listing = False
    for index, line in enumerate(lines):
        words = _BULLET.sub("", line)
        if not words:
            continue
        listing = bool(_section("other_stories").fullmatch(words)) or (listing and is_headline_like(line))
        if listing:
            found.add(index)
    return found


def _find_comments(lines: Sequence[str]) -> set[int]:
    """From the heading of the comments to the end, if the report itself stands before it.

    The heading alone is not enough, for some pages print it above the report: what follows must be less than what
    stands before, or look like a form or like comments.
    """
    counts = [len(line.split()) for line in lines]
    before = 0
    for index, line in enumerate(lines):
        if before >= _FEWEST_WORDS_BEFORE_COMMENTS and _section("comments").fullmatch(_BULLET.sub("", line)):
            rest = lines[index + 1 :]
            signs = sum(
                bool(_section("comment_signs").fullmatch(words) or _section("form_words").fullmatch(words))
                for words in rest
            )
            if not any(rest) or (signs >= 1 and sum(counts[index:]) < 2 * before) or signs >= 4:
                return set(range(index, len(lines)))
        before += counts[index]
    return set()


def _find_form_words(lines: Sequence[str], found: set[int]) -> set[int]:
    """Single words of forms and menus ("Name", "Search"), after the report's last sentence only."""
    last = max((index for index, line in enumerate(lines) if _STOP.search(line) and index not in found), default=-1)
    tail = range(last + 1, len(lines)) if last >= 0 else range(0)
    return {
        index
        for index in tail
        if lines[index].strip() and _section("form_words").fullmatch(_BULLET.sub("", lines[index]))
    }


@cache
def _section(name: str) -> re.Pattern[str]:
    """One section of `furniture.txt` as a pattern, its lists of names filled in."""
    sections = _read_sections()
    lists = {f"{{{key}}}": f"(?:{'|'.join(sections[key])})" for key in ("site", "story")}
    pattern = "|".join(f"(?:{line})" for line in sections[name])
    for key, names in lists.items():
        pattern = pattern.replace(key, names)
    return re.compile(pattern, re.IGNORECASE)


@cache
def _read_sections() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    for line in files("dateline.reading").joinpath("furniture.txt").read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].isidentifier():
            current = sections.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return sections
