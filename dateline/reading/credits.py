"""What the lines around a report credit: its authors, agency, outlet and printed date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.reading.agencies import AGENCY_PATTERN, name_agency
from dateline.reading.printed_dates import FULL_DATE, find_printed_date


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it: people as printed, and the agency among them. Both empty for a line that credits editors only."""

    names: tuple[str, ...] = ()
    agency: str | None = None


def read_byline(line: str) -> Byline | None:
    """Return the authors that `line` credits, or None if it is no credit line.

    >>> read_byline("(Reporting by Ana Lee in Geneva and Omar Aziz; Editing by Jo Hill)")
    Byline(names=('Ana Lee', 'Omar Aziz'), agency=None)
    """
    found = _BYLINE.fullmatch(line.strip())
    if not found:
        return None
    if found["editors"]:
        return Byline() if len(line.split()) <= _LONGEST_CREDIT else None
    limit = _LONGEST_CREDIT if found["reporting"] else _LONGEST_BYLINE
    if len(line.split()) > limit:
        return None
    return parse_names(re.split(r"[;|]|\.\s", found["names"])[0])


def parse_names(words: str) -> Byline | None:
    """Return the people and the agency that `words` list, or None where they list neither.

    >>> parse_names("Ana Lee and Omar Aziz in Beirut, Reuters")
    Byline(names=('Ana Lee', 'Omar Aziz'), agency='Reuters')
    """
    pieces = [_bare_name(piece) for piece in re.split(r"\s*,\s*|\s+(?:and|&)\s+|\s*/\s*", words.strip())]
    agency = next((known for piece in pieces if (known := name_agency(piece))), None)
    named = [piece for piece in pieces if piece and not name_agency(piece)]
    people = [piece for piece in named if _is_person(piece)]
    if not people and len(named) == 1 and _is_desk(named[0]):
        people = named
    return Byline(tuple(dict.fromkeys(people)), agency) if people or agency else None


def read_source_line(line: str) -> str | None:
    """Return the name that a line such as "Source: ARA News" credits."""
    found = _SOURCE.fullmatch(line)
    name = found["name"].strip(" .") if found else ""
    return name if 1 <= len(name.split()) <= 6 else None


def read_agency_line(line: str) -> str | None:
    """Return the agency that `line` consists of: "(AFP)", "-- Xinhua", "Reuters"."""
    found = _AGENCY_LINE.fullmatch(line)
    return name_agency(found["agency"]) if found else None


def is_outlet_name(line: str) -> bool:
    """Whether `line` is built like a publisher's name: "Orient Desk News", "The Daily Star"."""
    return bool(_OUTLET.fullmatch(line)) and len(line.split()) <= 6


def is_date_line(line: str) -> bool:
    """Whether `line` only says when the report was published or updated."""
    return bool(_DATE_LINE.fullmatch(line)) and len(line.split()) <= 22


def read_date_line(line: str) -> str | None:
    """Return the publication date that `line` prints in full; a date of updating is not one.

    >>> read_date_line("Published: 5 April 2016 10:30 GMT"), read_date_line("Updated: 5 April 2016")
    ('2016-04-05', None)
    """
    return find_printed_date(line) if is_date_line(line) and not _UPDATED.match(line) else None


_BYLINE = re.compile(
    r"[(\[]?\s*(?:"
    r"(?P<editors>(?:additional reporting|editing|edited|writing|compiled|translated|translation|production"
    r"|with reporting|with inputs?)\s+(?:by|from)\b.*)"
    r"|(?:(?P<reporting>(?:reporting|reported|report|words|text|story)(?:\s+and\s+\w+)?\s+by|written\s+by|authors?:"
    r"|byline:)|by:?)\s+(?P<names>\S.*?)"
    r")\s*[)\]]?\.?",
    re.IGNORECASE,
)
_LONGEST_BYLINE, _LONGEST_CREDIT = 18, 60
_LOCATION = re.compile(r"\s+(?:in|at|for|from|with|reporting|near)\s+.*|\s*[<(\[].*|\s+\S+@\S+", re.IGNORECASE)
_NAME_WORD = re.compile(
    r"[A-ZÀ-ÞĀ-Žʿ‘’'][^\W\d_]*(?:[’'‘ʿ.-][^\W\d_]*)*"
    r"|(?:al|el|ad|ar|as|ash|at|az|an)-\w[\w’'-]*"
    r"|de|da|di|dos|del|der|van|von|bin|bint|ibn|abu|al|el|la|le|du|ben|y|e"
)
_ROLE = frozenset(
    {
        "correspondent", "correspondents", "editor", "reporter", "reporters", "writer", "writers", "staff",
        "news", "bureau", "chief", "agency", "agencies", "times", "post", "media", "press", "desk", "team",
        "analyst", "fellow", "professor", "online", "herald", "tribune", "monitor", "network", "radio",
        "service", "services", "contributor", "producer", "director", "office", "today", "daily", "journal",
    }
)  # fmt: skip
_STAFF = frozenset({"staff", "correspondent", "correspondents", "reporter", "reporters"})
_NO_NAME = frozenset(
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
        "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "land", "sea", "air", "night", "day", "morning", "evening", "noon", "midnight", "contrast", "then",
        "now", "this", "that", "the", "a", "an", "these", "those", "its", "his", "her", "their", "all", "any",
        "some", "early", "late", "mid", "our",
    }
)  # fmt: skip
_SOURCE = re.compile(r"[(\[]?(?:source|via)\s*[:–—-]\s*(?P<name>[^:]{2,60}?)[)\]]?", re.IGNORECASE)
_AGENCY_LINE = re.compile(
    rf"(?:[(\[–—-]|\s|from|agency:)*(?P<agency>{AGENCY_PATTERN})(?:\s*[/,&]\s*(?:{AGENCY_PATTERN}))*\s*[)\]]?\.?"
)
_OUTLET = re.compile(
    r"(?:[A-Z][\w.’'&-]*\s+|of\s+|the\s+|and\s+|&\s+)*"
    r"(?:News|Times|Post|Herald|Tribune|Gazette|Observer|Journal|Today|Network|Newspaper"
    r"|Chronicle|Mirror|Wire|Agency|Online|Radio|TV|Daily|Star|Telegraph)"
)
_UPDATED = re.compile(r"[(\[]?\s*(?:last\s+)?(?:updated?|modified)\b", re.IGNORECASE)
_CLOCK = (
    r"(?:[\s,|–-]*(?:at\s+)?(?:\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
    r"(?:\s*\(?[A-Z]{2,4}(?:[+-]\d{1,2})?\)?)?)?"
)
_LABEL = (
    r"(?:(?:first\s+|last\s+)?(?:published|posted|updated?|modified|issued|released|dated|date(?:\s+of\s+publication)?"
    r"|publication\s+date|publish(?:ed)?\s+date|release\s+date)(?:\s+on|\s+at)?\s*[:–-]?\s*)"
)
_DATE_LINE = re.compile(
    rf"[(\[]?\s*{_LABEL}?(?:{_CLOCK},?\s+)?{re.sub(r'[?]P<[a-z0-9]+>', '?:', FULL_DATE)}{_CLOCK}\s*[)\]]?"
    rf"(?:[\s|,;–-]*(?:last\s+)?(?:updated|modified)\b.{{0,60}})?",
    re.IGNORECASE,
)


def _bare_name(piece: str) -> str:
    return _LOCATION.sub("", re.sub(r"^(?:by:?|and)\s+", "", piece.strip(), flags=re.IGNORECASE)).strip(" .,;:–—-@")


def _is_person(name: str) -> bool:
    words = name.split()
    if not 2 <= len(words) <= 5 or {word.casefold().strip(".") for word in words} & (_ROLE | _NO_NAME):
        return False
    return all(_NAME_WORD.fullmatch(word) for word in words)


def _is_desk(name: str) -> bool:
    """One name that is not of the pattern of a person's: "Suharto", "Staff Writer", "ARA News", "Radio Lake staff"."""
    words = name.split()
    if len(words) > 2 and words[-1] in _STAFF:
        words = [*words[:-1], words[-1].title()]
    if not 1 <= len(words) <= 4 or words[0].casefold() in _NO_NAME - {"our"}:
        return False
    named = all(word[0].isupper() and _NAME_WORD.fullmatch(word) for word in words)
    return named and (len(words) == 1 or words[-1].casefold() in _ROLE)
