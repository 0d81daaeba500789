"""Grows the tolls that the reader marked to the whole counting phrase, "foreign" to "hundreds of foreign fighters", and
finds those in short forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from dateline.found import Found
from dateline.model import Span
from dateline.quantities.counts import NUMBER
from dateline.quantities.materiel import find_materiel
from dateline.quantities.phrases import Phrase, find_phrases
from dateline.reader.windows import Pieces


def grow_tolls(text: str, sentences: Sequence[tuple[int, int]], tolls: Iterable[Found]) -> tuple[Found, ...]:
    """The tolls, each with the number before it that its words leave out; two that come to one phrase are one."""
    grown: dict[Span, Found] = {}
    phrases: dict[int, list[Phrase]] = {}
    for toll in tolls:
        start, end = sentences[toll.sentence]
        if toll.sentence not in phrases:
            phrases[toll.sentence] = find_phrases(text[start:end])
        whole = _with_its_number(toll, start, phrases[toll.sentence], text)
        if _KILLED_AND_HURT.search(text[start : whole.span.start]):
            whole = replace(whole, label="losses")
        elif verb := _VERB_BEFORE.search(text[start : whole.span.start]):
            whole = replace(whole, label=_VERB_KINDS[verb[1].lower()])
        if whole.span not in grown or grown[whole.span].score < whole.score:
            grown[whole.span] = whole
    return tuple(sorted(grown.values(), key=lambda toll: toll.span.start))


# Soldiers' short forms behind a number: "3 KIA, 8 WIA", "3 soldiers KIA"; "two KIA bases" are the Kachin's.
_ABBREVIATED = re.compile(
    rf"\b(?P<words>(?:\d[\d,]*\s?(?:x\s?)?|(?i:{NUMBER})\s)(?:[A-Za-z-]+\s){{0,2}}?(?P<form>KIA|WIA|MIA))"
    r"(?=\s*(?:[.,;:)/&+–—-]|\n|$)|\s(?:in|at|near|and|after|during|on|from|by|since|so|as|when|while|today|yesterday)\b)"
)
_MEANT = {"KIA": "killed", "WIA": "injured", "MIA": "missing"}
# "Police put the toll at three", "the death toll was cut from 15 to 12"; not "the toll over three days to 46".
_TOLL_AT = re.compile(
    r"\btoll\s(?:(?!over\b|since\b|to\b|at\b)[^\s.;,]+\s){0,10}?(?:at|to)\s"
    rf"(?P<words>(?:(?:at\sleast|more\sthan|over|about|around|nearly|some)\s)?{NUMBER})\b(?!\s(?:a\.m|p\.m|km|per))",
    re.IGNORECASE,
)


def find_stated(text: str, pieces: Pieces, tolls: Sequence[Found]) -> tuple[Found, ...]:
    """The tolls, with those that plain forms state, of which the reader knows few: "3 KIA", "the toll at three"."""
    found = [
        toll
        for match in _ABBREVIATED.finditer(text)
        for toll in _make_toll(text, pieces, match.span("words"), _MEANT[match["form"]])
    ]
    kept = [toll for toll in tolls if not any(toll.span.overlaps(one.span) for one in found)]
    at = [toll for match in _TOLL_AT.finditer(text) for toll in _make_toll(text, pieces, match.span("words"), "killed")]
    found += [one for one in at if not any(toll.span.overlaps(one.span) for toll in kept)]
    return tuple(sorted([*kept, *found], key=lambda toll: toll.span.start))


# What befalls people, of pieces of materiel.
_HOW_OF = {"captured": "captured", "killed": "destroyed", "injured": "damaged", "losses": "lost"}


def part_materiel(tolls: Sequence[Found], materiel: Sequence[Found]) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """The tolls and the materiel, counts of listed pieces of materiel put with the latter: "1 Hilux captured"."""
    things = [
        toll
        for toll in tolls
        if toll.label in _HOW_OF
        and not _ABBREVIATED.fullmatch(toll.span.text)  # nor are these Kia cars
        and any(span.end == len(toll.span.text) for span in find_materiel(toll.span.text))
    ]
    people = tuple(toll for toll in tolls if toll not in things)
    kept = [item for item in materiel if not any(item.span.overlaps(toll.span) for toll in people)]
    moved = [
        replace(toll, kind="materiel", label=_HOW_OF[toll.label or ""])
        for toll in things
        if not any(toll.span.overlaps(item.span) for item in kept)
    ]
    return people, tuple(sorted([*kept, *moved], key=lambda item: item.span.start))


def _make_toll(text: str, pieces: Pieces, where: tuple[int, int], label: str) -> Iterator[Found]:
    """The toll there; none where the words were not read, as outside the sentences."""
    start, end = where
    inside = np.flatnonzero((pieces.starts < end) & (pieces.ends > start)).tolist()
    if inside:
        first, last = inside[0], inside[-1]
        yield Found("toll", Span(start, end, text[start:end]), 1.0, (first, last), int(pieces.sentences[first]), label)


# One number for the dead and the hurt, which the text does not part.
_KILLED_AND_HURT = re.compile(
    r"\b(?:kill(?:ed|ing)(?:,? (?:and|or) | ?/ ?)(?:wound|injur)(?:ed|ing)"
    r"|(?:wound|injur)(?:ed|ing)(?:,? (?:and|or) | ?/ ?)kill(?:ed|ing)) (?:[\w-]+ )?$",
    re.IGNORECASE,
)


# A verb right before the number says what befell whom.
_VERB_KINDS = {"abduct": "captured", "kidnap": "captured", "arrest": "arrested", "detain": "arrested"}
_VERB_BEFORE = re.compile(r"\b(abduct|kidnap|arrest|detain)p?(?:ed|ing) $", re.IGNORECASE)


def _with_its_number(toll: Found, offset: int, phrases: Sequence[Phrase], text: str) -> Found:
    """The toll from where the counting phrase begins in which its first words lie."""
    for phrase in phrases:
        begin, end = offset + phrase.start, offset + phrase.end
        if begin < toll.span.start < end:
            last = max(end, toll.span.end)
            return replace(toll, span=Span(begin, last, text[begin:last]))
    return toll
