"""Words beside a place that say who holds or held it: "rebel-held Selm", "Selm, held by the army since May", "Selm was
held by the army until June", "the army no longer controls Selm".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Literal

from dateline.actors import resolve_actor
from dateline.control.model import Holder
from dateline.dates import find_times, resolve_time
from dateline.events import EventClaim
from dateline.model import Place, Span

_TOWN = (
    r"(?:(?:the|town|city|village|district|province|region|enclave|suburb|stronghold|northern|southern|eastern|western|"
    r"central|coastal|border|key|strategic|neighbou?rhood|camp|area)\s+)*(?:of\s+)?"
)
_NAME = r"(?:[A-Z][\w’'.]*(?:[ -](?:al-|el-)?[A-Z][\w’'.]*){0,4})"
_GROUP = (
    r"(?:(?:the )?(?:[\w-]+ )?(?:government|army|regime|rebels?|insurgents?|militants?|opposition|separatists?|"
    r"guerrillas?|jihadists?)(?: (?:forces|fighters|troops))?)"
)
_WHO = rf"(?P<who>(?:the )?{_NAME}|{_GROUP})"
Tense = Literal["now", "past", "no_longer"]
_STILL = r"(?:still |now |again |currently |largely |fully |firmly |mostly )*"
_ONCE = r"(?:formerly|previously|once|then|until (?:recently|then|now)|long)"
_HELD_BY = (
    r"(?:held by|controlled by|occupied by|ruled by|under (?:the )?(?:full )?control of|in (?:the )?hands of|"
    r"a stronghold of)"
)
_WHICH = r"^,?\s*(?:(?:which|that)\s+)?"
_IS_NO_LONGER = r"(?:is|are|was|were) no longer"
_KIND = r"(?:town|city|village|district|province|suburb|place|settlement|port|area)"
_BEFORE: tuple[tuple[Tense, re.Pattern[str]], ...] = (
    ("past", re.compile(rf"\b{_ONCE} (?P<who>{_NAME}|[a-z]+)-(?:held|controlled|occupied)\s+{_TOWN}$")),
    ("now", re.compile(rf"(?<![\w-])(?P<who>{_NAME}|[a-z]+)-(?:held|controlled|occupied)\s+{_TOWN}$")),
    ("now", re.compile(
        rf"{_WHO}(?:,? (?:still|now|currently|already))?,? (?:controls?|holds?|occup(?:y|ies)|(?:has|have) (?:held|"
        rf"controlled|occupied|ruled))\s+{_TOWN}$"
    )),
    ("no_longer", re.compile(
        rf"{_WHO}(?: (?:no longer (?:controls?|holds?)|(?:has |have |had )?lost (?:control of|its hold (?:on|over)))"
        rf")\s+{_TOWN}$"
    )),
    ("past", re.compile(
        rf"{_WHO}(?:,? which)? (?:had |once |formerly |previously |long )*(?:held|controlled|occupied|ruled)\s+{_TOWN}$"
    )),
)  # fmt: skip
_AFTER: tuple[tuple[Tense, re.Pattern[str]], ...] = (
    ("now", re.compile(rf"{_WHICH}(?:(?:is|are|remains?|(?:has|have) been)\s+)?{_STILL}{_HELD_BY}\s+{_WHO}")),
    ("now", re.compile(rf"^, an? (?:[\w-]+ ){{0,2}}?{_KIND} (?:that is |which is )?{_STILL}{_HELD_BY}\s+{_WHO}")),
    ("now", re.compile(rf"^, an? (?P<who>{_NAME}|[a-z]+)-(?:held|controlled|occupied) {_KIND}\b")),
    ("now", re.compile(rf"{_WHICH}(?:is|are|remains?)\s+{_STILL}(?:under|in) {_WHO}(?:’s|'s)? (?:control|hands)")),
    ("now", re.compile(rf"^,? ?(?:now|still|again) under {_WHO}(?:’s|'s)? control")),
    ("now", re.compile(rf"^, which {_WHO}(?: (?:still|now))? (?:controls?|holds?)\b")),
    ("past", re.compile(rf"{_WHICH}(?:was|were|had been)\s+(?:{_ONCE} )?{_HELD_BY}\s+{_WHO}")),
    ("past", re.compile(rf"^,?\s*{_ONCE} {_HELD_BY}\s+{_WHO}")),
    ("no_longer", re.compile(rf"{_WHICH}{_IS_NO_LONGER} {_HELD_BY}\s+{_WHO}")),
    ("no_longer", re.compile(rf"{_WHICH}{_IS_NO_LONGER} (?:under|in) {_WHO}(?:’s|'s)? (?:control|hands)")),
)  # fmt: skip
# "The town" of the sentence after that which names the place.
_THE_TOWN = re.compile(rf"^(?:The|That) {_KIND}\b")
_DATED = re.compile(r"\b(?P<word>since|from|until|till|up to)\s+$", re.I)
_NO_MORE = re.compile(
    r"\b(?:no longer|not|never|formerly|once|previously|former|until|if|would|could)\b[^.;,]{0,20}$", re.I
)
_NOBODY = frozenset(
    {"well", "long", "hand", "tightly", "closely", "firmly", "state", "jointly", "self", "remote", "un"}
)
_GROUP_KINDS = (("government", "state_forces"), ("army", "state_forces"), ("regime", "state_forces"))


@dataclass(frozen=True, slots=True)
class Statement:
    """Who is said to hold a place, and the words that say so.

    `since` bounds the day on which the hold began and `until` that on which it ended, where the words tell them.
    """

    holder: Holder
    span: Span
    tense: Tense
    since: tuple[date, date] | None = None
    until: tuple[date, date] | None = None


def find_statement(entry: EventClaim, place: Place) -> Statement | None:
    """Return who the words beside the place say holds or held it; None where they say nothing.

    "The town" at the head of the next sentence is the place, where the claim names one place only. Not handled:
    statements apart from the place's name ("it is ours").
    """
    text = entry.report.text
    sentence = next((span for span in entry.claim.evidence if span.start <= place.span.start < span.end), None)
    if sentence is None:
        return None
    found = _find_words(text, sentence, place.span)
    if len(entry.claim.places) == 1 and (follower := _find_follower(text, sentence.end)):
        found = chain(found, _find_words(text, *follower))
    for who, tense, span in found:
        if who.casefold() not in _NOBODY:
            return _date(Statement(_resolve(entry, who, place), span, tense), entry, place)
    return None


def _find_follower(text: str, end: int) -> tuple[Span, Span] | None:
    """The next sentence and "The town" at its head, None where it begins otherwise."""
    start = end + len(text[end:]) - len(text[end:].lstrip())
    match = _THE_TOWN.search(text[start:])
    if match is None:
        return None
    stop = re.compile(r"[.!?](?=\s|$)|\n").search(text, start)
    last = stop.start() if stop else len(text)
    return Span(start, last, text[start:last]), Span(start, start + match.end(), match[0])


def _find_words(text: str, sentence: Span, named: Span) -> Iterator[tuple[str, Tense, Span]]:
    before, after = text[sentence.start : named.start], text[named.end : sentence.end]
    for tense, pattern in _BEFORE:
        if (match := pattern.search(before)) and not _NO_MORE.search(before[: match.start()]):
            start = sentence.start + match.start()
            yield match["who"].rstrip(" ."), tense, Span(start, named.end, text[start : named.end])
    for tense, pattern in _AFTER:
        if match := pattern.search(after):
            end = named.end + match.end()
            yield match["who"].rstrip(" ."), tense, Span(named.start, end, text[named.start : end])


def _date(statement: Statement, entry: EventClaim, place: Place) -> Statement:
    """The statement with the days of "since ..." and "until ..." that stand right behind its words."""
    text, published = entry.report.text, entry.report.published
    if published is None:
        return statement
    day, tail_start = date.fromisoformat(published[:10]), max(statement.span.end, place.span.end)
    tail = re.split(r"[.;!?](?:\s|$)", text[tail_start : tail_start + 90], maxsplit=1)[0]
    bounds: dict[str, tuple[date, date]] = {}
    for span in find_times(tail):
        match = _DATED.search(tail[: span.start])
        # The first lies right behind the words, the second behind the first: "from May until June".
        if match is None or not re.fullmatch(r",?(?:\s[\w’']+){0,3}\s*", tail[: match.start()][-30:] or " "):
            continue
        name = "since" if match["word"].casefold() in ("since", "from") else "until"
        if days := _read_day(span.text, name, day):
            bounds.setdefault(name, days)
    return replace(statement, since=bounds.get("since"), until=bounds.get("until"))


def _read_day(words: str, name: str, published: date) -> tuple[date, date] | None:
    lead = "since " if name == "since" else "in "
    when = resolve_time(lead + words, (len(lead), len(lead + words)), published=published).when
    if when.start is None or when.end is None:
        return None
    start, end = date.fromisoformat(when.start), date.fromisoformat(when.end)
    if name == "since":
        return start, start
    return start, min(end, published)


def _resolve(entry: EventClaim, who: str, place: Place) -> Holder:
    """The actor of the claim whose words these are, else the record that they come to, else the words."""
    for actor in entry.claim.actors:
        if who.casefold() in (actor.span.text.casefold(), actor.name.casefold()):
            name = actor.period_name or (actor.name if actor.actor_id else _spell_group(actor.name))
            return Holder(name, actor.actor_id, actor.kind)
    published = entry.report.published
    found = resolve_actor(
        who, published=date.fromisoformat(published[:10]) if published else None,
        countries=(place.country,) if place.country else (),
    )  # fmt: skip
    kind = next((kind for word, kind in _GROUP_KINDS if word in who.casefold()), "rebel_group")
    if found.actor_id:
        return Holder(found.period_name or found.name, found.actor_id, found.kind)
    name = re.sub(r"^[Tt]he (?=[A-Z])", "", found.name)
    return Holder(_spell_group(name), None, "state_forces" if kind == "state_forces" else "rebel_group")


def _spell_group(words: str) -> str:
    """ "rebel" of "rebel-held" is "rebels"."""
    plural = {"rebel", "insurgent", "militant", "separatist", "guerrilla", "jihadist"}
    if re.fullmatch(r"[A-Z]\w+(?:ish|ian|an|ese|ite|i)", words):
        return f"{words} forces"
    return f"{words}s" if words.casefold() in plural else words
