"""Small pieces of HTML: text made safe, tables with a caption and heads, figures with their table under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dateline.drawing.svg import Picture, plain

# Tables longer than this stand folded under their picture; on paper they are all unfolded.
_LONG = 12
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it holds, the heads of its columns, its rows as plain text; `numbers` are set to the right."""

    caption: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()

    def to_html(self) -> str:
        """Return the table; the first cell of each row is its head."""
        heads = "".join(
            f'<th scope="col"{self._align(number)}>{say(head)}</th>' for number, head in enumerate(self.heads)
        )
        body = "".join(f"<tr>{self._make_cells(row)}</tr>\n" for row in self.rows)
        caption = f"<caption>{say(self.caption)}</caption>"
        table = f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>\n{body}</tbody></table>"
        return f'<div class="wide" tabindex="0" role="region" aria-label="{say(self.caption)}">{table}</div>'

    def _make_cells(self, row: Sequence[str]) -> str:
        first = f'<th scope="row"{self._align(0)}>{_keep_days(say(row[0]))}</th>'
        return first + "".join(f"<td{self._align(number)}>{say(cell)}</td>" for number, cell in enumerate(row[1:], 1))

    def _align(self, number: int) -> str:
        return ' class="n"' if number in self.numbers else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its id, heading, words that say what it shows, its pictures and its tables."""

    id: str
    heading: str
    notes: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    is_folded: bool = False

    def to_html(self) -> str:
        notes = "".join(f"<p>{say(note)}</p>" for note in self.notes)
        pictures = "".join(
            f"<figure><figcaption>{say(picture.title)}</figcaption>{picture.to_inline()}</figure>"
            for picture in self.pictures
        )
        tables = "".join(map(self._make_table, self.tables))
        return f'<section id="{self.id}"><h2>{say(self.heading)}</h2>{notes}{pictures}{tables}</section>\n'

    def _make_table(self, table: Table) -> str:
        if len(table.rows) <= _LONG and not self.is_folded:
            return table.to_html()
        rows = f"{len(table.rows):,} row{'' if len(table.rows) == 1 else 's'}"
        return f"<details><summary>{say(table.caption)} ({rows})</summary>{table.to_html()}</details>"


def _keep_days(words: str) -> str:
    """The words with no line break within a date."""
    return _DAY.sub(r'<span class="d">\g<0></span>', words)


def say(words: str) -> str:
    """Return the words safe for HTML, on one line.

    >>> say("<b>6 > 5</b>")
    '&lt;b&gt;6 &gt; 5&lt;/b&gt;'
    """
    return escape(plain(words))
