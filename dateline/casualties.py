"""The tolls of one claim: of what kind each is, which is a part of which, and what counts nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from dateline.claims import Draft
from dateline.model import Reason, Report, Span, Toll, TollKind
from dateline.resolution import Resolution
from dateline.same_person import is_one_person


def count_casualties(
    report: Report, draft: Draft, resolution: Resolution, made_by: dict[str, str], unknown: dict[str, Reason]
) -> tuple[Toll, ...]:
    """The tolls of a draft, each of one kind; what made them goes to `made_by`, why numbers lack to `unknown`."""
    tolls: list[Toll] = []
    sums = [match.span() for match in _RUNNING_TOTAL.finditer(report.text)]
    for link in draft.fillers["toll"]:
        span = link.filler.span
        reading = resolution.tolls[span]
        count = reading.count if reading else None
        numbers = (count.low, count.best, count.high) if count else (None, None, None)
        if numbers == (None, None, None):
            unknown["casualties"] = "words_only"
        if _TO_DIE.match(report.text, span.start) or any(start < span.end and span.start < end for start, end in sums):
            continue
        kind = cast(TollKind, link.filler.label)
        if kind in {"killed", "injured"} and _is_aboard(report.text, span):
            continue
        if any(toll.kind == kind for toll in tolls) and _OVER_DAYS.search(
            report.text[max(0, span.start - 80) : span.start]
        ):
            continue
        if kind == "captured" and _FREES.search(draft.trigger.found.span.text):
            kind = "released"
        if tolls and tolls[-1].kind == kind and is_one_person(report.text, tolls[-1].span, span):
            continue
        group = reading.group if reading else None
        whole = _whole_of(report, tolls, span, numbers[1])
        if whole is None:
            whole = _whole_of_parts(report, tolls, kind, span, numbers[1])
        tolls.append(Toll(kind, group, None, *numbers, whole, span))
        made_by["casualties"] = f"quantities/{count.rule}" if count else made_by["trigger"]
    return tuple(_mark_parts(report, tolls))


def _mark_parts(report: Report, tolls: list[Toll]) -> list[Toll]:
    """The tolls, those that follow in a later sentence and add up to an earlier one marked as its parts.

    "Eight were killed in two operations. Five were killed in Tank and three in Lakki Marwat."
    """
    for whole, toll in enumerate(tolls):
        rest = [n for n in range(whole + 1, len(tolls)) if tolls[n].kind == toll.kind and tolls[n].subset_of is None]
        for count in range(2, len(rest) + 1):
            parts = rest[:count]
            is_later = "." in report.text[toll.span.end : tolls[parts[0]].span.start]
            if is_later and toll.best and sum(tolls[n].best or 0 for n in parts) == toll.best:
                return [replace(one, subset_of=whole) if n in parts else one for n, one in enumerate(tolls)]
    return tolls


# "The second Briton to die in the war" counts nobody: who died is named elsewhere.
_TO_DIE = re.compile(
    r"(?:(?:the|an?|his|her|their|its)\s)?(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|latest|"
    r"\d+(?:st|nd|rd|th))\s(?:[\w’'-]+\s){1,4}to\s(?:die|be\s(?:killed|wounded|injured|hurt)|have\s(?:died|been\skilled))\b",
    re.IGNORECASE,
)
# "14 died on Friday, taking the toll over three days to 46": the sum is not of this event.
_OVER_DAYS = re.compile(
    r"\b(?:toll|total|number|count)\b[^.;]{0,20}\b(?:over|since|this|in|for|so\sfar)\b[^.;]{0,40}\bto\s(?:[a-z]+\s){0,2}$",
    re.IGNORECASE,
)
# "... bringing to 14 the number of soldiers killed since January" is a sum over more than this event.
_RUNNING_TOTAL = re.compile(
    r"\b(?:bring(?:s|ing)?|brought|rais(?:es|ed|ing)|tak(?:es|ing)|took|push(?:es|ed|ing)|lift(?:s|ed|ing))\s(?:up\s)?to\s"
    r"[^.;]{1,40}?\s(?:the|its|their)\s(?:\w+\s)?(?:number|total|toll|count|tally)\b[^.;]{0,90}?"
    r"\b(?:since|this\s(?:year|month|week)|over|in\sthe\s(?:past|last)|in\s(?:\w+\s){0,2}(?:days|weeks|months|years)|"
    r"in\s(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# "A mine hit a bus carrying 12 passengers": how many were aboard, not how many died.
_VEHICLE = (
    r"(?:(?:mini|school\s)?bus(?:es)?|coach(?:es)?|vehicles?|cars?|trucks?|lorr(?:y|ies)|vans?|minivans?|pick-?ups?|jeeps?|"
    r"taxis?|ambulances?|tractors?|trains?|trams?|boats?|ships?|vessels?|ferr(?:y|ies)|canoes?|dinghy|dinghies|"
    r"(?:air)?planes?|aircraft|jets?|helicopters?|convoys?|patrols?)"
)
_CARRIES = re.compile(
    rf"\b(?:(?:carrying|transporting|ferrying)|{_VEHICLE}\s(?:(?:full|made\sup|consisting)\s)?(?:with|of))\s"
    r"(?:(?:about|around|some|at\sleast|more\sthan|over|nearly|almost|up\sto|an\sestimated)\s)?$",
    re.IGNORECASE,
)
_ABOARD = re.compile(r"\s(?:(?:who\swere\s)?(?:on\sboard|aboard)|inside)\b", re.IGNORECASE)
_OF_THEM_ALL = re.compile(r"\b(?:all|whom|everyone|everybody|survivors?|survived|both|none)\b", re.IGNORECASE)
_SENTENCE_REST = re.compile(r"(?:[^.!?\n]|[.](?=\S))*[.!?]?(?:\s+[^.!?\n]*)?")


def _is_aboard(text: str, span: Span) -> bool:
    """Whether a count is of the people in a vehicle or a convoy, who are not said to have been harmed."""
    carried = _CARRIES.search(text, max(0, span.start - 60), span.start)
    if not carried and not (_ABOARD.match(text, span.end) and _WITH.search(text, max(0, span.start - 20), span.start)):
        return False
    rest = _SENTENCE_REST.match(text, span.end)
    return not (rest and _OF_THEM_ALL.search(rest[0]))


_WITH = re.compile(r"\bwith\s(?:[a-z]+\s){0,2}$", re.IGNORECASE)
_FREES = re.compile(
    r"\b(?:rescu(?:e[sd]?|ing)|fre(?:e[sd]?|eing)|liberat(?:e[sd]?|ing)|releas(?:e[sd]?|ing))\b", re.IGNORECASE
)


_PART_WORDS = ("including", "incl.", "among them", "of whom", "of them")


def _whole_of(report: Report, earlier: Sequence[Toll], span: Span, best: int | None) -> int | None:
    """The toll that this one is said to be a part of: "12 people, including three children"."""
    if not earlier:
        return None
    whole = earlier[-1] if earlier[-1].subset_of is None else earlier[earlier[-1].subset_of]
    between = report.text[earlier[-1].span.end : span.start].casefold()
    if len(between) > 60 or not any(words in between for words in _PART_WORDS):
        return None
    if best is not None and whole.best is not None and best > whole.best:
        return None
    return earlier.index(whole)


def _whole_of_parts(
    report: Report, earlier: Sequence[Toll], kind: TollKind, span: Span, best: int | None
) -> int | None:
    """The toll whose parts go on with this one: "70 people, including ten women and three infants"."""
    if not earlier or earlier[-1].kind != kind or earlier[-1].subset_of is None:
        return None
    whole = earlier[-1].subset_of
    parts = [toll for toll in earlier if toll.subset_of == whole]
    between = report.text[earlier[-1].span.end : span.start].split()
    # After a comma and "and" a list of two has ended ("including ten women, and five soldiers").
    goes_on = between in (["and"], [","]) or (between == [",", "and"] and len(parts) > 1)
    counts = [toll.best or 0 for toll in parts] + [best or 0]
    fits = earlier[whole].best is None or sum(counts) <= (earlier[whole].best or 0)
    return whole if goes_on and fits else None
