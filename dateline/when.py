"""Whether the words for a day are the event's: the day of speech, the begin of a lasting state, another day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from dateline.dates import ResolvedTime
from dateline.model import Span

_SAYS = r"(?:said|announced|claimed|reported|stated|declared|confirmed|acknowledged)"
_SPEECH_AFTER = re.compile(rf"(?i:,?\s(?:[\w’'.()-]+\s){{1,8}}?{_SAYS}\s(?:that\s)?(?:[\w’'-]+\s){{1,8}}?had\s)")
_CAUSE_AFTER = re.compile(r",?\s(?:(?:just|shortly|immediately|right)\s)?(?:after|when|following)\s", re.IGNORECASE)
_BOUND_BEFORE = re.compile(r"\b(?:since|till|until|by|before|from|after|to|for)\s+$|^(?:since|till|until|by)\b", re.I)


def is_day_of_speech(text: str, time: Span, trigger: Span) -> bool:
    """Whether a time before a trigger tells only when somebody spoke of what had happened.

    Not handled: the day after the verb ("said on Friday that it had ...").

    >>> text = "On 4 May the army said it had taken the hill."
    >>> is_day_of_speech(text, Span(0, 8, "On 4 May"), Span(33, 38, "taken"))
    True
    """
    return time.end < trigger.start and bool(_SPEECH_AFTER.match(text, time.end, trigger.end))


def is_begin_of_state(text: str, time: Span, trigger: Span) -> bool:
    """Whether "since" tells how long something has lasted that the event of a trigger brought about.

    >>> text = "The road has been shut since 4 May after gunmen attacked."
    >>> is_begin_of_state(text, Span(23, 34, "since 4 May"), Span(48, 56, "attacked"))
    True
    """
    return time.end < trigger.start and bool(_CAUSE_AFTER.match(text, time.end, trigger.start))


# A day further back than this is of another story, or of a plan: "15 March", read on 9 March as that of last year. Days
# to come and of other sentences left 13 claims of dated training reports undated, all of which the coders had dated.
_RECENT_DAYS = 300


def names_earlier_day(text: str, sentence: Span, times: Mapping[Span, ResolvedTime], first: date) -> bool:
    """Whether the sentence of an event names a day shortly before `first`, other than as the bound of a stretch."""
    return any(
        sentence.start <= span.start < sentence.end and _is_shortly_before(time, first) and not _is_bound(text, span)
        for span, time in times.items()
    )


def _is_shortly_before(time: ResolvedTime, first: date) -> bool:
    when = time.when
    if when.precision != "day" or when.start is None or when.start != when.end:
        return False
    return 0 < (first - date.fromisoformat(when.start)).days <= _RECENT_DAYS


def _is_bound(text: str, span: Span) -> bool:
    return bool(_BOUND_BEFORE.search(text[max(0, span.start - 12) : span.start]) or _BOUND_BEFORE.search(span.text))
