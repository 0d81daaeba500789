"""Every line around and in a report labelled once: the report's own words, or what they say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.model import Caption
from dateline.reading.agencies import name_agency
from dateline.reading.captions import read_caption
from dateline.reading.credits import (
    Byline,
    is_date_line,
    is_outlet_name,
    read_agency_line,
    read_byline,
    read_date_line,
    read_source_line,
)
from dateline.reading.datelines import read_dateline
from dateline.reading.furniture import find_furniture, is_headline_like


@dataclass(frozen=True, slots=True)
class SiftedLines:
    """The indexes of the report's own lines, and what the other lines and its dateline say of it."""

    own: tuple[int, ...] = ()
    title: str | None = None
    outlet: str | None = None
    byline: tuple[str, ...] = ()
    agency: str | None = None
    dateline: str | None = None
    published: str | None = None
    captions: tuple[Caption, ...] = ()


_SENTENCE_END = re.compile(r"""[.!?…][”"’')\]]*\s*$""")
_FEWEST_PROSE_WORDS = 9
_DATELINE_LINES = 6  # a dateline stands before the first sentence: title, standfirst and subheads may precede it
_HEADER_LINES = 14
_BRIEF_HEADER = 3
_ACRONYM = re.compile(r"(?!(?:BBC|CNN|NPR|RFI|VOA|NBC|CBS|ABC|TRT|DW|PBS|CBC|NDTV)$)[A-Z]{2,6}")
_END_CREDIT = re.compile(r"[.!?”\"]\s*[(\[–—-]+\s*(?P<agency>[A-Z][\w -]{1,30})[)\]]?\.?$")


def sift_lines(
    lines: Sequence[str],
    *,
    title: str | None = None,
    outlet: str | None = None,
    take_title: bool = False,
    keep_title: bool = False,
) -> SiftedLines:
    """Label `lines` and return what they hold. Blank lines are nobody's.

    `title` and `outlet` are what is known already: lines that only repeat them are not the report's own. With
    `take_title` a first line that is surely a headline becomes the title; a doubtful one stays in the text. With
    `keep_title` a line that repeats the title is left where it is.
    """
    furniture = find_furniture(lines)
    filled = [index for index, line in enumerate(lines) if line.strip() and index not in furniture]
    prose = _find_prose(lines, filled)
    sifter = _Sifter(lines, None if keep_title else title, outlet)
    if take_title:
        sifter.take_title(filled, prose)
    if prose:
        sifter.read_header([index for index in filled if index < prose[0]][:_HEADER_LINES])
        sifter.read_tail([index for index in filled if index > prose[-1]])
    else:  # a few broken lines: a date that stands alone above them is that of the report
        sifter.read_header([index for index in filled[:_BRIEF_HEADER] if is_date_line(lines[index].strip())])
    sifter.read_middle(filled)
    sifter.drop_repeats([index for index in filled if not prose or index < prose[0] or index > prose[-1]])
    return sifter.finish(filled)


def _find_prose(lines: Sequence[str], filled: Sequence[int]) -> list[int]:
    """The lines that are surely sentences of the report: closed by a stop, and long or begun with a dateline."""
    return [
        index
        for index in filled
        if _SENTENCE_END.search(lines[index])
        and (len(lines[index].split()) >= _FEWEST_PROSE_WORDS or read_dateline(lines[index].strip()))
        and not read_byline(lines[index])
        and not read_caption(lines[index])
    ]


class _Sifter:
    """Gathers the labels of one report's lines; used once."""

    def __init__(self, lines: Sequence[str], title: str | None, outlet: str | None) -> None:
        self._lines = lines
        self._known_title, self._known_outlet = title, outlet
        self._taken: set[int] = set()
        self._found = SiftedLines()

    def take_title(self, filled: Sequence[int], prose: Sequence[int]) -> None:
        """The first line, if it is built like a headline and the report's prose comes after it."""
        if not filled or not prose or filled[0] >= prose[0]:
            return
        line = self._lines[filled[0]].strip()
        if len(line.split()) >= 2 and is_headline_like(line) and not self._says_something_else(line):
            self._found = replace(self._found, title=line)
            self._taken.add(filled[0])

    def _says_something_else(self, line: str) -> bool:
        return bool(
            "--" in line  # a wire's dateline that could not be read
            or read_byline(line) or read_caption(line) or is_date_line(line) or read_source_line(line)
            or read_agency_line(line) or read_dateline(line)
        )  # fmt: skip

    def read_header(self, header: Sequence[int]) -> None:
        """Between title and first sentence: author, date, outlet, the title again."""
        for position, index in enumerate(header):
            line = self._lines[index].strip()
            is_last = position == len(header) - 1
            if index in self._taken or self._repeats_known(index, line):
                continue
            if is_date_line(line):
                self._take(index, published=read_date_line(line))
            elif byline := read_byline(line):
                self._take_byline(index, byline)
            elif agency := read_agency_line(line):
                self._take(index, agency=agency)
            elif is_last and is_outlet_name(line):
                self._take(index, outlet=line)

    def read_tail(self, tail: Sequence[int]) -> None:
        """After the last sentence: author, outlet, agency, date."""
        for index in tail:
            line = self._lines[index].strip()
            name = read_source_line(line)
            if name and (agency := name_agency(name)):
                self._take(index, agency=agency)
            elif name and not _ACRONYM.fullmatch(name):  # "Source: NATO" stands under a chart, not under a report
                self._take(index, outlet=name)
            elif byline := read_byline(line):
                self._take_byline(index, byline)
            elif agency := read_agency_line(line):
                self._take(index, agency=agency)
            elif is_date_line(line):
                self._take(index, published=read_date_line(line))
            else:
                self._repeats_known(index, line)

    def read_middle(self, filled: Sequence[int]) -> None:
        """Anywhere: captions, and credits in brackets that news agencies print."""
        for index in filled:
            line = self._lines[index].strip()
            if index in self._taken or len(self._taken) == len(filled) - 1:  # a report of one line is no caption
                continue
            if caption := read_caption(line):
                self._taken.add(index)
                self._found = replace(self._found, captions=(*self._found.captions, caption))
            elif line[0] in "([" and (byline := read_byline(line)):
                self._take_byline(index, byline)

    def drop_repeats(self, around: Sequence[int]) -> None:
        """An outlet that only the tail names may stand alone in the header too."""
        for index in around:
            if index not in self._taken:
                self._repeats_known(index, self._lines[index].strip())

    def finish(self, filled: Sequence[int]) -> SiftedLines:
        own = tuple(index for index in filled if index not in self._taken)
        found = self._found
        one_case = not any(char.islower() for index in own[:_DATELINE_LINES] for char in self._lines[index])
        printed = [read_dateline(self._lines[index].strip(), one_case=one_case) for index in own[:_DATELINE_LINES]]
        datelines = [line for line in printed if line and not self._names_outlet(line.place)]
        if datelines:
            first = datelines[0]
            found = replace(
                found,
                dateline=first.place if len({line.place for line in datelines}) == 1 else None,  # else a list of places
                agency=found.agency or first.agency,
                published=found.published or first.published,
            )
        if not found.agency and own and (end := _END_CREDIT.search(self._lines[own[-1]])):
            found = replace(found, agency=name_agency(end["agency"]))
        return replace(found, own=own)

    def _names_outlet(self, place: str | None) -> bool:
        outlet = self._known_outlet or self._found.outlet
        return bool(place and outlet and _letters(place) == _letters(outlet))

    def _take(
        self, index: int, *, outlet: str | None = None, agency: str | None = None, published: str | None = None
    ) -> None:
        self._taken.add(index)
        self._found = replace(
            self._found,
            outlet=self._found.outlet or outlet,
            agency=self._found.agency or agency,
            published=self._found.published or published,
        )

    def _take_byline(self, index: int, byline: Byline) -> None:
        self._take(index, agency=byline.agency)
        names = tuple(dict.fromkeys((*self._found.byline, *byline.names)))
        self._found = replace(self._found, byline=names)

    def _repeats_known(self, index: int, line: str) -> bool:
        """The title or outlet printed once more."""
        known = {
            _letters(name)
            for name in (self._known_title, self._found.title, self._known_outlet, self._found.outlet)
            if name
        }
        if _letters(line) in known:
            self._taken.add(index)
            return True
        return False


def _letters(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()
