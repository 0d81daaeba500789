"""What could not be checked: "Reuters could not verify the report" is a claim of its own on the event reported.

The reader marks the event and who tells of it, but mostly passes over the words that say that it could not be checked.
They become a trigger of their own with the rest of the event, the stance `cannot_verify`, and as its speaker whoever
could not check: the outlet where nobody is named (guideline, "Stances").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.codebook import VIOLENT_GROUPS, event_types
from dateline.found import Found, FoundTrigger, Link, Reading
from dateline.model import Span

REACH = 2  # sentences after the one that tells of the event
RULE = "claims/not-verified"
_LY = r"(?:(?:\w+ly|yet)\s){0,2}"
_ABLE = r"(?:unable|not\s(?:\w+ly\s)?able)\sto"
_UNABLE = (
    rf"(?:(?:could|can)(?:not|\snot|n[’']t)|(?:is|are|was|were|(?:has|have|had)\sbeen)\s{_ABLE}|"
    r"(?:has|have|had)\snot\s(?:yet\s)?been\sable\sto|(?:has|have|had)\sno\s(?:means|way)\s(?:to|of))"
)
_SAID = (
    r"(?:claims?|reports?|accounts?|tolls?|figures?|numbers?|statements?|versions?|allegations?|accusations?|"
    r"assertions?|casualties|information|deaths?)"
)
_OBJECT = (
    rf"(?:(?:[\w’'-]+\s){{0,4}}?{_SAID}\b|(?:it|this|that|them|these|those)\b(?=\s?(?:[.,;)]|\w+ly\b|from\b|with\b)))"
)
# "AFP was unable to verify the toll", "a report which the agency could not confirm".
_BY_AGENT = re.compile(
    rf"\s(?P<words>{_UNABLE}\s{_LY}(?P<verb>verify|confirm|corroborate))(?P<object>\s{_LY}{_OBJECT})?", re.IGNORECASE
)
# "The claim could not be verified", "none of the accounts could be confirmed".
_BY_NOBODY = re.compile(
    rf"(?P<object>\b(?:{_SAID}|it|this|that|which|these|those|they)\b[^.,;:()\n]{{0,30}}?)\s"
    rf"(?P<words>(?:could|can)(?:not|\snot|n[’']t)\s(?:\w+ly\s)?be\s{_LY}(?P<verb>verified|confirmed|corroborated|substantiated))"
    r"\b(?P<by>\s(?:\w+ly\s)?by\s(?:the\s)?)?"
    rf"|(?P<none>\b(?:neither|none)\b[^.,;:()\n]{{0,40}})\s(?P<could>could\sbe\s{_LY}(?P<checked>verified|confirmed))\b"
    rf"|(?P<not>\b(?:not\s(?:\w+ly\s)?|im)possible\sto\s{_LY}(?P<check>verify|confirm|corroborate))\s{_LY}{_OBJECT}"
    r"|\b(?P<no>no\sindependent\s(?P<noun>confirmation|verification))\b",
    re.IGNORECASE,
)
_OUTLET_ITSELF = re.compile(r"\b(?:we|this\s(?:news)?paper|our\s(?:reporters?|correspondents?))$", re.IGNORECASE)
_NOT_THE_EVENT = re.compile(
    r"\b(?:authenticity|identit(?:y|ies)|cause|motive|names?|origin|whereabouts)\b", re.IGNORECASE
)
_FIGURES = re.compile(r"\b(?:tolls?|figures?|numbers?|casualties|deaths?)\b", re.IGNORECASE)


def tell_unverified(text: str, reading: Reading) -> Reading:
    """The reading with a trigger for each time that somebody could not check what is told of an event.

    It takes the place of what the reader marked in those words. Not handled: someone who will "neither confirm nor
    deny", pronouns for who could not ("it was unable to"), and what is asked ("could not confirm whether").
    """
    triggers = list(reading.triggers)
    doubts: dict[tuple[Span, Span | None], FoundTrigger] = {}
    for number, (start, end) in enumerate(reading.sentences):
        for match in (*_BY_AGENT.finditer(text, start, end), *_BY_NOBODY.finditer(text, start, end)):
            words = _words(match)
            agent = _agent(text, reading, number, start, match)
            event = _event(triggers, number, words.start)
            if event is None or agent is _NOBODY or _NOT_THE_EVENT.search(text, start, min(end, words.end + 40)):
                continue
            triggers = [_affirmed(one, number, words) for one in triggers if not _is_told(one, number, words)]
            doubt = _doubt(event, words, number, agent, bool(_FIGURES.search(match[0])))
            doubts.setdefault((event.found.span, agent.span if agent else None), doubt)
    told = sorted([*triggers, *doubts.values()], key=lambda item: item.found.span.start)
    return replace(reading, triggers=tuple(told)) if doubts else reading


_NOBODY = Found("source", Span(0, 0, ""), 0.0, (0, 0), 0)


def _words(match: re.Match[str]) -> Span:
    """The words that say that it could not be checked."""
    name = next(name for name in ("words", "could", "not", "no") if match.groupdict().get(name))
    return Span(*match.span(name), match[name])


def _agent(text: str, reading: Reading, number: int, start: int, match: re.Match[str]) -> Found | None:
    """Who could not check: a speaker or body beside the words; None: the outlet; `_NOBODY` where it is unclear."""
    marked = (*reading.fillers.get("source", ()), *reading.mentions.get("actor", ()))
    marked = tuple(item for item in marked if item.sentence == number)
    if match.re is _BY_NOBODY:
        after = {match.end("by"), match.start("by") + len(" by ")} if match["by"] else set()
        near = [item for item in marked if item.span.start in after]
        return _as_source(near) if match["by"] else None
    first, named = match.start(), None
    if not _OUTLET_ITSELF.search(text, start, first):
        named = _as_source([item for item in marked if item.span.end == first])
        first = named.span.start
    is_relative = re.search(r"\b(?:which|that)\s(?:the\s)?$", text[start:first], re.IGNORECASE)
    return named if match["object"] or is_relative else _NOBODY


def _as_source(marked: Sequence[Found]) -> Found:
    """The speaker among marked words, else the longest body, which is an outlet unless its name says what it is."""
    named = max(marked, key=lambda item: (item.kind == "source", item.span.end - item.span.start), default=_NOBODY)
    if named is _NOBODY or named.span.text.casefold() in _PRONOUNS:
        return _NOBODY
    return named if named.kind == "source" else replace(named, kind="source", label="outlet")


_PRONOUNS = frozenset({"it", "he", "she", "they", "i", "who", "which"})


def _event(triggers: Sequence[FoundTrigger], number: int, start: int) -> FoundTrigger | None:
    """The event that could not be checked: the surest of violence or ground in the last sentence that tells of one."""
    told = [
        trigger
        for trigger in triggers
        if trigger.rule is None
        and event_types()[next(iter(trigger.types))].group in VIOLENT_GROUPS
        and (next(iter(trigger.stances)) in {"affirms", "doubts"} or trigger.found.sentence == number)
        and trigger.found.span.start < start
        and number - trigger.found.sentence <= REACH
    ]
    last = max((trigger.found.sentence for trigger in told), default=-1)
    return max(
        (trigger for trigger in told if trigger.found.sentence == last),
        key=lambda trigger: trigger.found.score,
        default=None,
    )


def _is_told(trigger: FoundTrigger, number: int, words: Span) -> bool:
    """Whether the reader has marked the doubt itself: near its words, with that stance."""
    here = trigger.found.sentence == number and trigger.found.span.end >= words.start
    return here and next(iter(trigger.stances)) == "cannot_verify"


def _affirmed(trigger: FoundTrigger, number: int, words: Span) -> FoundTrigger:
    """An event told before the words, in their sentence: whoever tells of it does not doubt it."""
    is_before = trigger.found.sentence == number and trigger.found.span.end < words.start
    if not is_before or next(iter(trigger.stances)) != "cannot_verify":
        return trigger
    return replace(trigger, stances={"affirms": 1.0})


def _doubt(event: FoundTrigger, words: Span, number: int, agent: Found | None, of_figures: bool) -> FoundTrigger:
    """The event as somebody who could not check it: without its speaker, and without tolls unless they are meant."""
    gone = {"source", "cue", "hedge"} if of_figures else {"source", "cue", "hedge", "toll"}
    links = [link for link in event.links if link.filler.kind not in gone]
    if agent:
        cue = Found("cue", words, 1.0, event.found.pieces, number)
        links += [Link(agent, "first", 1.0), Link(cue, "of", 1.0)]
    found = Found("trigger", words, event.found.score, event.found.pieces, number)
    return replace(event, found=found, stances={"cannot_verify": 1.0}, links=tuple(links), rule=RULE)
