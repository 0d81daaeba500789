"""Find the tolls of a text: which counting phrases a verb or noun of fate makes a toll, and which are parts of another.

A phrase is taken only where the grammar around it says what befell the people: "N were killed", "killing N", "a toll
of N", "N killed and M" with the predicate shared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dateline.model import Span
from dateline.quantities.counts import Count, parse_count
from dateline.quantities.fates import strong_words
from dateline.quantities.lists import drop_asides, share_ellipsis, share_lists
from dateline.quantities.parts import add_shares, mark_parts
from dateline.quantities.people import is_person
from dateline.quantities.phrases import Phrase, find_phrases
from dateline.quantities.predicates import Fated, fate_of, is_dropped, is_number, is_spurious
from dateline.quantities.tolls import TollReading, parse_toll


@dataclass(frozen=True, slots=True)
class FoundToll:
    """A toll found: its span, its reading, and for a part of another toll (`is_part`) the whole's index in the list,
    None where the whole is not told ("the dead included four women").
    """

    span: Span
    reading: TollReading
    is_part: bool = False
    whole: int | None = None


def find_tolls(text: str) -> list[Span]:
    """Return the spans of the people counted by toll phrases in the text, in order: "at least 12 people", "30 others".

    A backup to the neural reader: phrases with a number, an open word or one person, whom a verb or noun of fate beside
    them befalls. Not handled: one word alone that is a name, tolls told by a pronoun, tables.

    >>> [span.text for span in find_tolls("A blast killed at least 12 people and wounded 30 others.")]
    ['at least 12 people', '30 others']
    """
    found: list[Span] = []
    for start, end in _split(text):
        sentence = text[start:end]
        phrases = find_phrases(sentence)
        kept = [fated.phrase for fated in _read_sentence(sentence, phrases) if not fated.share]
        starts = {phrase.start for phrase in kept}
        if strong_words().search(sentence.lower()):
            # In a sentence of fate a number of people is most often a toll too, whatever the grammar between them.
            kept += [
                phrase
                for phrase in phrases
                if phrase.start not in starts and is_person(phrase.noun) and is_number(phrase.text)
            ]
        found += [
            Span(start + phrase.start, start + phrase.end, phrase.text)
            for phrase in sorted(kept, key=lambda phrase: phrase.start)
        ]
    return found


def read_tolls(text: str) -> list[FoundToll]:
    """Return the tolls of the text with kind, count and, for "including three children", the toll they are a part of.

    >>> [(toll.reading.kind, toll.whole) for toll in read_tolls("12 people were killed, including three children.")]
    [('killed', None), ('killed', 0)]
    """
    tolls: list[FoundToll] = []
    for start, end in _split(text):
        first = len(tolls)
        for fated in _read_sentence(text[start:end], find_phrases(text[start:end])):
            span = Span(start + fated.phrase.start, start + fated.phrase.end, fated.phrase.text)
            reading = _read_phrase(fated)
            if reading is None:
                continue
            whole = None if fated.whole is None else first + fated.whole
            tolls.append(FoundToll(span, replace(reading, kind=fated.kind), fated.is_part, whole))
    return tolls


def _read_phrase(fated: Fated) -> TollReading | None:
    """The reading of the words; of "half of the 30 wounded" the 15, where a number that is sure can be so divided."""
    reading = parse_toll(fated.phrase.text)
    if reading is None or fated.share is None:
        return reading
    number = None if reading.count.best is None else reading.count.best * fated.share
    if number is None or number.denominator > 1 or reading.count.low != reading.count.high:
        return replace(reading, count=Count(None, None, None, fated.phrase.text, "words-only"))
    return replace(reading, count=parse_count(f"{fated.bound}{number}") or reading.count)


def _split(text: str) -> list[tuple[int, int]]:
    """The rough sentences of the text; one without full stops is cut, so that the time taken stays in proportion."""
    stops = [stop.end() for stop in _STOP.finditer(text) if not _ABBREVIATED.search(text[: stop.start()][-12:])]
    return [
        (place, min(place + _LONGEST, end))
        for start, end in pairwise([0, *stops, len(text)])
        for place in range(start, end, _LONGEST)
    ]


_STOP = re.compile(r"\.[\"”’']? |\n")


# A full stop behind a title or an initial ends no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:Gen|Col|Maj|Capt|Lt|Sgt|Cpl|Brig|Adm|Dr|Mr|Mrs|Ms|Fr|Rev|Prof|Sen|Gov|Insp|Pvt|Pte|Const|St|No|Nos"
    r"|approx)"
    r"|\b[A-Z]|\b(?:[a-z]\.)+[a-z])$"
)


_LONGEST = 1500  # characters of one sentence


def _read_sentence(sentence: str, phrases: Sequence[Phrase]) -> list[Fated]:
    fated = [fate_of(sentence, phrase) for phrase in phrases if not is_dropped(sentence, phrase)]
    fated = drop_asides(sentence, fated)
    fated = mark_parts(sentence, share_ellipsis(sentence, share_lists(sentence, fated)))
    fated = add_shares(sentence, fated)
    kept = [index for index, item in enumerate(fated) if item.kind is not None and not is_spurious(item)]
    place = {index: position for position, index in enumerate(kept)}
    return [
        replace(_widen(sentence, item), whole=None if item.whole is None else place.get(item.whole))
        for item in (fated[index] for index in kept)
    ]


def _widen(sentence: str, item: Fated) -> Fated:
    """A bare number takes the word of fate behind it: "20 dead"."""
    behind = re.match(r" (?:dead|wounded|injured)\b", sentence[item.phrase.end :])
    if behind is None or item.phrase.noun or not is_number(item.phrase.text):
        return item
    end = item.phrase.end + behind.end()
    return replace(item, phrase=Phrase(item.phrase.start, end, sentence[item.phrase.start : end], ""))
