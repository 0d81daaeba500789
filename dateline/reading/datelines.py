"""The dateline before a report's first sentence: place, agency, date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dateline.codebook.countries import read_countries
from dateline.reading.agencies import AGENCY_PATTERN, name_agency
from dateline.reading.printed_dates import parse_wire_date


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place, agency and full date printed before a report's first sentence, as far as they are printed."""

    place: str | None
    agency: str | None = None
    published: str | None = None


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_WHEN = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:19|20)\d\d)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+(?:(?:19|20)\d\d|\d\d))?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d)"
)
# "Tibú, Nov. 16, 2026. Guerrillas ...", and a line that is no more than "Tibú, Nov. 16, 2026".
_STOPPED = re.compile(
    r"(?P<head>[^.,;:!?]{2,40},\s[^.,;:!?]{2,12}\.?[^.;:!?]{2,14}?(?:19|20)\d\d)(?:\.\s+(?=[A-Z“\"])|\.?$)"
)
_SEPARATOR = re.compile(
    r"\s*--+\s*|\s*―\s*|\s+[–—]\s*|[–—]\s+|(?<=[\w).])—(?=[A-Z“\"])|\s+-\s*|(?<=\))-\s*|:\s+|(?<=[A-Z)]),\s*-\s+"
)
_CREDIT_ONLY = re.compile(r"(?=.{2,70}?\))[^()]*\((?P<credit>[^()]{2,50})\)\s+(?=[A-Z“\"])")
_TAIL_CREDIT = re.compile(r"\s*,?\s*[(\[](?P<credit>[^()\[\]]{2,50})[)\]]$")
_TAIL_COMMA_CREDIT = re.compile(rf",\s*(?P<credit>{AGENCY_PATTERN})$")
_TAIL_WHEN = re.compile(rf"(?:^|,?\s+|,)[(\[]?(?P<when>{_WHEN})[)\]]?,?$", re.IGNORECASE)
_PLACE_WORD = re.compile(r"[A-ZÀ-ÞĀ-Ž‘’'ʿ][\w.’'‘ʿ-]*|of|the|and|al|el|de|la|du|ez|near|[ae][a-z]?-\w+")
_SENTENCE_END = re.compile(r"""[.!?…:][”"’')\]]*\s*$""")
_FULL_STOP = re.compile(r"(?<=\w{5})\.$")  # of "STEPANAKERT. –", not of "HOLLIDAY, Mo. –"
_LONGEST_HEAD = 110
# Words that newsrooms print in capitals before a dash or a colon and that are no place.
_LABELS = frozenset(
    {
        "update", "updated", "breaking", "exclusive", "analysis", "opinion", "watch", "video", "live",
        "factbox", "explainer", "correction", "editorial", "interview", "profile", "timeline", "note", "read",
        "photos", "gallery", "audio", "comment", "letter", "un", "us", "uk", "eu", "nato", "isis", "isil",
        "usa", "idf", "ypg", "sdf", "pkk", "press", "release", "statement", "report", "summary", "background",
        "urgent", "flash", "alert", "q", "a", "rt", "via", "dear", "sitrep", "key", "presenter", "reporter", "host",
        "anchor", "moderator", "newsreader", "correspondent", "for", "immediate", "speaker", "situation", "incident",
        "incidents", "daily", "weekly", "army", "police",
        "ministry", "security", "military", "highlights", "developing", "just", "more", "latest", "news",
    }
)  # fmt: skip
# Words of a headline with a date ("Homs Massacre, 5 February 2012"): the date is that of the event.
_EVENTS = frozenset(
    {
        "massacre", "attack", "attacks", "bombing", "bombings", "battle", "siege", "war", "clashes", "killing",
        "killings", "strike", "strikes", "raid", "crisis", "protest", "protests", "coup", "elections", "election",
        "timeline", "anniversary", "victims", "operation", "offensive", "ceasefire", "agreement", "day", "events",
        "of", "the", "on", "in", "by", "since", "until", "after", "before", "from",
    }
)  # fmt: skip


def read_dateline(line: str, *, one_case: bool = False) -> Dateline | None:
    """Return the dateline that `line` begins with, or None.

    A place in capitals before a dash is enough where a whole sentence follows; a place in small letters needs a date
    or a known agency beside it, and a full date where a colon or a full stop ends the dateline. In text printed in one
    case any place needs one. A line that is a dateline alone ("Washington (AP)") counts; of one that is a name and a
    full date alone only the date is read, since the name may be the outlet's.

    >>> read_dateline("KABUL, Afghanistan (AP) — A bomb went off.")
    Dateline(place='KABUL, Afghanistan', agency='AP', published=None)
    """
    if (credit := _TAIL_CREDIT.search(line)) and len(line) <= 60 and name_agency(credit["credit"]):
        line += " — A"
    for head, mark in _heads(line):
        if not _SENTENCE_END.search(line) and not _TAIL_CREDIT.search(head) and not _TAIL_WHEN.search(head):
            continue
        if (dateline := _read_head(head, mark, one_case)) is not None:
            return dateline
    return _read_stopped(line)


def _read_stopped(line: str) -> Dateline | None:
    found = _STOPPED.match(line)
    if not found:
        return None
    place, credit, when = _split_head(found["head"])
    words = re.split(r"[\s/]+", place.casefold())
    published = parse_wire_date(when) if when else None
    if credit or not published or len(words) > 3 or not _is_place(place) or not _LABELS.isdisjoint(words):
        return None
    if not _EVENTS.isdisjoint(words) or words[0].endswith("ing"):
        return None
    return Dateline(None if found.end() == len(line) else place, None, published)


def _heads(line: str) -> list[tuple[str, str]]:
    """What stands before the first mark that can end a dateline, with that mark."""
    start = line[:_LONGEST_HEAD]
    heads = []
    marks = (mark for mark in _SEPARATOR.finditer(start) if _is_balanced(start[: mark.start()]))
    if (mark := next(marks, None)) and _opens_sentence(line[mark.end() :]):
        heads.append((start[: mark.start()], mark.group().strip()))
    if credit := _CREDIT_ONLY.match(start):
        heads.append((credit.group().strip(), ")"))
    return heads


def _is_balanced(head: str) -> bool:
    return head.count("(") == head.count(")")


def _opens_sentence(rest: str) -> bool:
    return bool(re.match(r"[\"“‘'(\[]*[A-ZÀ-ÞĀ-Ž0-9$€£]|[a-z]+-[A-Z]", rest))


def _read_head(head: str, mark: str, one_case: bool) -> Dateline | None:
    place, credit, when = _split_head(head.strip())
    if place and not _is_place(place):
        return None
    known = name_agency(credit) if credit else None
    if credit and not known and credit.casefold() in _country_names():
        place, credit = f"{place} ({credit})", None  # "MOLO (Peru) - ..."
    if not place:
        return Dateline(None, known, parse_wire_date(when or "")) if known or _names_year(when) else None
    in_capitals = not one_case and _is_in_capitals(place)
    if mark == ")" and not (known or (in_capitals and credit and credit.isupper())):
        return None
    if not (in_capitals or known or (when and (mark != ":" or _names_year(when)))) or (
        mark == ":" and len(place.split()) > 3
    ):
        return None
    if one_case and not (when or known):
        return None
    return Dateline(_FULL_STOP.sub("", place), known or credit, parse_wire_date(when) if when else None)


def _split_head(head: str) -> tuple[str, str | None, str | None]:
    """Take the credit and the date off the end of a dateline, in whichever order they stand.

    Brackets before the date hold a credit only if it is a known agency; else the country, as in "LIMA (PERU), 11 MAY".
    """
    credit = when = None
    for _ in range(3):
        if when is None and (found := _TAIL_WHEN.search(head)):
            head, when = head[: found.start()].rstrip(" ,"), found["when"]
        elif credit is None and (found := _TAIL_CREDIT.search(head) or _TAIL_COMMA_CREDIT.search(head)):
            if when and not name_agency(found["credit"]):
                break
            head, credit = head[: found.start()].rstrip(" ,"), found["credit"].strip()
    return head, credit, when


@cache
def _country_names() -> frozenset[str]:
    return frozenset(name.casefold() for country in read_countries() for name in (country.name, *country.aliases))


def _names_year(when: str | None) -> bool:
    return bool(when and re.search(r"(?:19|20)\d\d", when))


def _is_place(words: str) -> bool:
    parts = re.split(r"[\s/,()]+", words.strip(" ,()"))
    if not 1 <= len(parts) <= 8 or parts[0].casefold().strip(".") in _LABELS:
        return False
    return all(_PLACE_WORD.fullmatch(part) for part in parts) and parts[0][0].isupper()


def _is_in_capitals(place: str) -> bool:
    letters = [char for char in re.split(r"[,(]", place)[0] if char.isalpha()]
    return len(letters) >= 3 and sum(char.isupper() for char in letters) >= 0.7 * len(letters)
