"""Lines to paragraphs: text that was broken at a fixed width is joined again.

Two ways to join: `join_paragraphs` for text of our own choosing (a file: one paragraph a line, spaces collapsed), and
`soften_breaks` for text handed over by a caller who may hold offsets into it (JSON lines: a soft line break becomes a
space, and nothing else changes, so every offset holds).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.reading.normalise import collapse_spaces

_ENDS = re.compile(r"""[.!?…:;؟。"”’')\]»]\s*$""")
_LIST_ITEM = re.compile(r"\s*(?:[-–—*•·◦▪]|\d{1,3}[.)]|[A-Za-z][.)]|#)\s")
# Words that no headline and no paragraph ends with.
_OPEN_ENDED = re.compile(
    r"(?:,|\b(?:a|an|the|of|in|on|at|to|by|for|from|with|and|or|but|that|which|who|was|were|is|are|has|had|its|his"
    r"|their))\s*$"
)
_OPENER = re.compile(r"""\s*["“‘'(\[]*""")
# Widths at which mail, wire and pre-formatted text is broken (MUC-4 messages: 70 to 76; TR-News pages: 98 to 110).
_NARROWEST, _WIDEST = 40, 132
_FEWEST_INSIDE = 2


def join_paragraphs(text: str, *, is_laid_out: bool = False) -> list[str]:
    """Return the paragraphs of `text`, hard-wrapped lines joined and each run of spaces collapsed.

    Of text that is surely laid out on pages (`is_laid_out`), one break within a sentence shows that lines are broken.

    >>> join_paragraphs("Shelling hit the town on\\n   Tuesday.\\n\\nTwo people\\n   died.")
    ['Shelling hit the town on Tuesday.', 'Two people died.']
    """
    lines = text.split("\n")
    soft = _soft_breaks(lines, 1 if is_laid_out else _FEWEST_INSIDE)
    paragraphs: list[str] = []
    for index, line in enumerate(lines):
        words = collapse_spaces(line)
        if index - 1 in soft:
            paragraphs[-1] += words if _hyphenated(paragraphs[-1], words) else " " + words
        elif words:
            paragraphs.append(words)
    return paragraphs


def soften_breaks(text: str) -> str:
    """Return `text` with each soft line break turned into one space: same length, same offsets.

    >>> soften_breaks("Shelling hit the town on\\n   Tuesday.\\nTwo died.")
    'Shelling hit the town on    Tuesday.\\nTwo died.'
    """
    lines = text.split("\n")
    soft = _soft_breaks(lines, _FEWEST_INSIDE)
    if not soft:
        return text
    return "".join(line + (" " if index in soft else "\n") for index, line in enumerate(lines))[:-1]


def _hyphenated(before: str, after: str) -> bool:
    return len(before) > 1 and before[-1] == "-" and before[-2].isalpha() and after[:1].isalpha()


def _soft_breaks(lines: Sequence[str], fewest: int) -> set[int]:
    """The indexes of the lines whose paragraph goes on in the next line."""
    pairs = [index for index in range(len(lines) - 1) if lines[index].strip() and lines[index + 1].strip()]
    if not pairs:
        return set()
    soft = {index for index in pairs if _goes_on_indented(lines[index], lines[index + 1])}
    if width := _wrap_width(lines, pairs, fewest):
        soft.update(index for index in pairs if _goes_on(lines, index, width))
    return soft


def _goes_on_indented(line: str, following: str) -> bool:
    if following[:1] != " " or _ENDS.search(line) or _LIST_ITEM.match(following):
        return False
    return _starts_small(following.lstrip()) or bool(_OPEN_ENDED.search(line))


def _wrap_width(lines: Sequence[str], pairs: Sequence[int], fewest: int) -> int | None:
    """The width at which the text was broken, or None if its lines are whole paragraphs.

    Text was broken if no line is much wider than print and, of the breaks between two lines, at least `fewest` and at
    least a third fall inside a sentence: no stop before them and a small letter after (any, in one-case text).
    """
    width = max(len(line.strip()) for line in lines)
    if not _NARROWEST <= width <= _WIDEST:
        return None
    one_case = not any(char.islower() for index in pairs for char in lines[index])
    inside = [
        index
        for index in pairs
        if not _ENDS.search(lines[index])
        and not _LIST_ITEM.match(lines[index + 1])
        and (_starts_small(lines[index + 1]) or (one_case and len(lines[index].strip()) > 0.7 * width))
    ]
    return width if len(inside) >= fewest and 3 * len(inside) >= len(pairs) else None


def _starts_small(line: str) -> bool:
    start = _OPENER.match(line)
    return line[start.end() : start.end() + 1].islower() if start else False


def _goes_on(lines: Sequence[str], index: int, width: int) -> bool:
    """Whether the line is full (the next word would not have fitted) or its sentence runs on in small letters."""
    line, following = lines[index].strip(), lines[index + 1]
    if _LIST_ITEM.match(following):
        return False
    if not _ENDS.search(line) and _starts_small(following):
        return True
    next_word = following.split(maxsplit=1)[0]
    starts_paragraph = _indent(following) > _indent(lines[index]) and bool(_ENDS.search(line))
    return len(line) + 1 + len(next_word) > width and not starts_paragraph


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
