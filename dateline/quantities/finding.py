"""Find the tolls of a text: which counting phrases a verb or noun of fate makes a toll, and which are parts of another.

A phrase is taken only where the grammar around it says what befell the people: "N were killed", "killing N", "a toll
of N", "N killed and M" with the predicate shared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import cast

from dateline.model import Span, TollKind
from dateline.quantities.counts import Count, find_numbers, parse_count
from dateline.quantities.fates import AUXILIARY, NOUN_KINDS, befallen, done, strong_words
from dateline.quantities.people import is_person, is_thing
from dateline.quantities.phrases import NAME, Phrase, find_phrases
from dateline.quantities.tolls import TollReading, kind_of, parse_toll


@dataclass(frozen=True, slots=True)
class FoundToll:
    """A toll found: its span, its reading, and for a part of another toll (`is_part`) the whole's index in the list,
    None where the whole is not told ("the dead included four women").
    """

    span: Span
    reading: TollReading
    is_part: bool = False
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class _Fated:
    """A counting phrase and its kind, None while no grammar gives one."""

    phrase: Phrase
    kind: TollKind | None
    is_subject: bool = False
    is_part: bool = False
    whole: int | None = None
    share: Fraction | None = None
    bound: str = ""


def find_tolls(text: str) -> list[Span]:
    """Return the spans of the people counted by toll phrases in the text, in order: "at least 12 people", "30 others".

    A backup to the neural reader: phrases with a number, an open word or one person, whom a verb or noun of fate beside
    them befalls. Not handled: names of the dead, tolls told by a pronoun, tables.

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
                if phrase.start not in starts and is_person(phrase.noun) and _is_number(phrase.text)
            ]
        found += [
            Span(start + phrase.start, start + phrase.end, phrase.text)
            for phrase in sorted(kept, key=lambda phrase: phrase.start)
        ]
    return found


def _is_number(words: str) -> bool:
    return not re.match(
        r"(?:an?(?! estimated| further| dozen| hundred| thousand| million)|another|the|his|her|their|its|no|none"
        r"|nobody|one"
        r"|both|heavy|without)\b(?!.*\d)",
        words,
        re.IGNORECASE,
    )


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


def _read_phrase(fated: _Fated) -> TollReading | None:
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
    r"|\b[A-Z])$"
)


# What befalls statements and places too: one "a" phrase needs a person's noun.
_HUMAN = frozenset({"released", "captured", "displaced", "missing"})
_LONGEST = 1500  # characters of one sentence
# Characters looked at before a phrase for its verb, and twice as many behind it.
_REACH = 90


def _read_sentence(sentence: str, phrases: Sequence[Phrase]) -> list[_Fated]:
    fated = [_fate_of(sentence, phrase) for phrase in phrases if not _is_dropped(sentence, phrase)]
    fated = _drop_asides(sentence, fated)
    fated = _mark_parts(sentence, _share_ellipsis(sentence, _share_lists(sentence, fated)))
    fated = _add_shares(sentence, fated)
    kept = [index for index, item in enumerate(fated) if item.kind is not None and not _is_spurious(item)]
    place = {index: position for position, index in enumerate(kept)}
    return [
        replace(_widen(sentence, item), whole=None if item.whole is None else place.get(item.whole))
        for item in (fated[index] for index in kept)
    ]


def _drop_asides(sentence: str, fated: Sequence[_Fated]) -> list[_Fated]:
    """Leave out what only says where the subject is from ("nine people from a single household were killed") or tells
    of it again ("two civilians, a woman and a child, were killed"); the verb is the subject's.
    """
    kept: list[_Fated] = []
    index = 0
    while index < len(fated):
        again = _count_told_again(sentence, kept[-1], fated[index:]) if kept else 0
        if again == 0 and not (kept and _is_origin(sentence, kept[-1], fated[index])):
            kept.append(fated[index])
        index += max(1, again)
    return kept


def _is_origin(sentence: str, subject: _Fated, item: _Fated) -> bool:
    gap = sentence[subject.phrase.end : item.phrase.start]
    if not re.fullmatch(r" (?:from|in|on|at|aboard|inside|near|of the|of)(?: the)? ?", gap):
        return False
    if re.match(r"(?:them|whom|which)\b", item.phrase.noun):
        return False
    # "six of the 14 dead" is a part and its whole.
    if gap.startswith(" of") and subject.phrase.noun in {"", "more"} and _is_number(item.phrase.text):
        return False
    if item.kind is None and re.match(r"(?:the|an?|its|his|her|their) ", item.phrase.text.lower()):
        return True
    return is_thing(item.phrase.noun) or (item.is_subject and subject.is_subject and item.phrase.noun != "")


def _count_told_again(sentence: str, subject: _Fated, rest: Sequence[_Fated]) -> int:
    """How many of the next phrases tell of the subject again: "a farmer named Omar Saleh", "Omar Saleh, a farmer, was
    killed", "two civilians, a woman and a child, were killed" (2).
    """
    gap = sentence[subject.phrase.end : rest[0].phrase.start]
    if not subject.is_subject:
        return 0
    if re.fullmatch(r",? (?:named|called|identified(?: only)? as|known as) (?:\w+ )?", gap):
        return 1
    if not re.match(r"(?:,| [-–—]) ", gap):
        return 0
    number, told = _best(subject), 0
    for index, item in enumerate(rest):
        told += _best(item) or 0
        if item.is_subject and re.match(r"(?:,| [-–—]) ", sentence[item.phrase.end :]):
            return index + 1 if told == number else 0
    return 0


def _best(item: _Fated) -> int | None:
    reading = parse_toll(item.phrase.text)
    return reading.count.best if reading else None


def _widen(sentence: str, item: _Fated) -> _Fated:
    """A bare number takes the word of fate behind it: "20 dead"."""
    behind = re.match(r" (?:dead|wounded|injured)\b", sentence[item.phrase.end :])
    if behind is None or item.phrase.noun or not _is_number(item.phrase.text):
        return item
    end = item.phrase.end + behind.end()
    return replace(item, phrase=Phrase(item.phrase.start, end, sentence[item.phrase.start : end], ""))


def _is_dropped(sentence: str, phrase: Phrase) -> bool:
    """A figure that the sentence takes back or only fears: "not 20 as earlier reported", "from 12 to 34"."""
    before, after = sentence[: phrase.start].lower(), sentence[phrase.end :].lower()
    if re.search(r"\b(?:tolls?|number)\b[^,;]{0,40}\b(?:could|may|might|would|will)\b[^,;]{0,30}$", before):
        return True  # what may come is no toll yet
    if phrase.noun == NAME and _PLACED.search(before):
        return True
    share = _UNCOUNTED_SHARE.search(before)
    if share and not _SHARE_BEFORE.search(sentence[: phrase.start]) and not _DEAD.match(phrase.noun or after):
        return True
    if before.endswith(" as ") and phrase.text.lower().startswith("many"):
        return True  # "and as many were wounded"
    if re.search(r"\b(?:not|rather than|instead of) $", before) or re.match(r" as (?:\w+ )?reported", after):
        return not phrase.text.lower().startswith(("no", "one"))
    moved = re.search(r"\b(?:toll|number)\b.{0,120}\bfrom $", before) is not None
    return moved and phrase.text.replace(",", "").isdigit()


# "Over 90 per cent of the 12,000 residents": how many of them is not told.
_UNCOUNTED_SHARE = re.compile(
    r"(?:per ?cent|%|\b(?:most|majority|part|third|thirds|quarter|quarters|half|fifth|tenth|proportion|rest)) of"
    r"(?: (?:the|its|their|those)(?: [\w-]+['’]s)?)? $"
)
# A name behind one of these is that of a place, a group or a doer, but for "the death of".
_PLACED = re.compile(
    r"\b(?:in|at|near|along|from|on|to|against|by|with|between|outside|into|across|towards|around|inside|held by"
    r"|(?<!death )(?<!deaths )(?<!killing )(?<!murder )(?<!assassination )(?<!arrest )(?<!execution )(?<!body )"
    r"(?<!bodies )(?<!kidnapping )(?<!abduction )(?<!release )of)(?: the)? $"
)


def _fate_of(sentence: str, phrase: Phrase) -> _Fated:
    before = sentence[max(0, phrase.start - _REACH) : phrase.start]
    after = sentence[phrase.end : phrase.end + 2 * _REACH]
    if re.search(r"\b(?:whether|if|any|clear|how) $", before.lower()):
        return _Fated(phrase, None)
    for kind, pattern in befallen():
        told = pattern.match(after)
        if told and _NEEDS_PEOPLE.search(told["told"]) and not (is_person(phrase.noun) or phrase.noun in _UNNAMED):
            continue
        if told and phrase.noun == NAME and not _befalls_a_name(told["told"]):
            continue
        if told and kind in _HUMAN and phrase.noun != NAME and not (is_person(phrase.noun) or _is_number(phrase.text)):
            continue
        if told and kind == "displaced" and _is_getaway(phrase, told["told"]):
            continue
        if told and _is_one_enough(phrase) and not _takes_object(told["told"], after[told.end() :]):
            return _Fated(phrase, _later_fate(told["told"], after[told.end() :]) or kind, is_subject=True)
    for kind, words in NOUN_KINDS:
        if re.search(rf"(?:^|\s)(?:{words})$", phrase.noun) and not phrase.text.lower().startswith(("the ", "his ")):
            return _Fated(phrase, kind)
    reached = " reached" if re.match(r"(?:pass|cross|topp?|exceed|surpass)(?:ed|ing|s|es)? ", phrase.text) else ""
    cues = _OWNER.sub("", before.rstrip(" \"“‘'")) + reached + _cue(phrase, after)
    for kind, pattern in done():
        if phrase.noun == NAME and kind not in {"killed", "injured", "arrested"}:
            continue
        done_to = pattern.search(cues)
        if done_to and _is_one_enough(phrase) and not _is_intended(cues[: done_to.start()], done_to.group()):
            return _Fated(phrase, kind)
    return _Fated(phrase, None)


# Whose people they are stands between the verb and the number: "abducting the mayor's two sons".
_OWNER = re.compile(r"\s(?:(?:the|a|an|his|her|their|its)\s(?:[\w-]+\s){0,3}?)?[\w-]+(?:['’]s|s['’])$", re.IGNORECASE)
# What things suffer too, and the nouns of phrases that may yet be people.
_NEEDS_PEOPLE = re.compile(r"\b(?:lost|seized|captured|burn(?:ed|t))$")
_UNNAMED = frozenset({"", "more", "lives", "of them", "of whom", "of its", "of their", "of the"})


def _is_intended(before: str, verb: str) -> bool:
    """ "planned to murder an officer", "will release 30 prisoners": what is meant or promised has befallen nobody."""
    if re.match(r"\w+(?:ed|ing|s)\b", verb):
        return False
    meant = re.search(r"\b(?:(?<!managed )(?<!went on )(?<!helped )(?<!continued )to|will|would|could|may|might|can|should"
                      r"|must) $", before)  # fmt: skip
    return meant is not None


def _is_getaway(phrase: Phrase, told: str) -> bool:
    """ "two attackers fled": who gets away after a deed has lost no home."""
    return re.search(r"\b(?:fled|flee|escaped|on the run|ran|out|off)\b", told) is not None and (
        re.search(r"\b(?:attack|assail|raid|rob|kill|bomb|shoot|perpetrat|kidnapp|abduct)\w*|\b(?:gunm[ae]n|suspects?|thie\w+"
                  r"|bandits|militants?|rebels?|insurgents?|prisoners?|inmates|convicts|drivers?|others?|terrorists?)$",
                  phrase.noun) is not None
        or phrase.text.lower() in {"another", "one"}
    )  # fmt: skip


_LATER = re.compile(rf"[^,;.]{{0,50}}? (?=(?:were|was|have been|has been|had been) ){AUXILIARY}(?P<fate>\w+(?: \w+)?)")


def _later_fate(told: str, after: str) -> TollKind | None:
    """ "fishermen taken hostage last month were released": a participle says which, the verb behind it what befell."""
    if not re.match(r" ?(?:(?:allegedly|reportedly) )?(?:\w+ed|taken|held)\b", told):
        return None
    later = _LATER.match(after)
    if later is None or " and " in later.group():
        return None
    return kind_of(later["fate"])


def _befalls_a_name(told: str) -> bool:
    """ "Omar Saleh was killed": with an auxiliary or a verb of dying, for groups and places are killed in no such words."""
    return re.search(r"\b(?:was|were|been|died|perished|lost|succumbed|laid|gave|embraced)\b", told) is not None and (
        re.search(r"\b(?:captured|taken|seized|evacuated|liberated|burn|left|lost(?! \w+ li)|neutrali)", told) is None
    )


_OBJECT = re.compile(
    r" (?:(?:an?|the)(?! (?:day|week|month|year|night|same|previous|following)\b)|at least|more than|about|up to"
    r"|some|nearly"
    r"|dozens|scores|hundreds|several|many|two|three|four|five|six|seven|eight|nine|ten|\d+(?! \w*day)|him|her"
    r"|them|people"
    r"|civilians|soldiers|another|others)\b",
    re.IGNORECASE,
)


def _takes_object(told: str, after: str) -> bool:
    """True for a verb in the active: "ten gunmen killed two guards" has no dead gunmen."""
    is_passive = re.search(r"\b(?:were|was|been|be|being|are|is|got|gets?|dead|died?)\b", told, re.IGNORECASE)
    return is_passive is None and re.search(r"ed$|shot|lost", told) is not None and _OBJECT.match(after) is not None


def _cue(phrase: Phrase, after: str) -> str:
    """A mark for what verbs of many senses need behind them: people, captives, lives, somebody who flees."""
    noun = phrase.noun
    if re.search(r"\b(?:casualties|losses)$", noun):
        return "#CASUALTIES"
    if noun.endswith("lives"):
        return "#LIVES"
    marks = [mark for mark, words in _MARKS if re.match(words, after)]
    if re.search(r"\b(?:hostages?|prisoners?|captives?|pows?)$", noun):
        marks.append("#CAPTIVES")
    if is_person(noun) or noun in {"", "more"}:
        marks.append("#PEOPLE")
    return "".join(marks)


_MARKS = (
    ("#CAPTIVES", r" (?:[\w-]+ ){0,3}(?:hostage|prisoner|captive)\b"),
    ("#ALIVE", r" alive\b"),
    ("#TO_DEATH", r" to death\b"),
    ("#GO", r" (?:go|leave|walk|return)\b"),
    ("#HOMELESS", r" (?:homeless|without (?:shelter|homes|a home))\b"),
    ("#FLEEING", r" (?:to (?:flee|leave|abandon|evacuate|run)|(?:out of|from) (?:their|his|her)|into exile)\b"),
)


def _is_one_enough(phrase: Phrase) -> bool:
    """A bare "the" or "his" phrase counts only with a person's noun; "a" and numbers with any noun."""
    lowered = phrase.text.lower()
    if not re.match(r"(?:the|his|her|their|its)\b", lowered) or find_numbers(lowered):
        return True
    head = phrase.noun.rpartition(" ")[2]
    return is_person(head) and not head.endswith("s")


def _is_spurious(item: _Fated) -> bool:
    return is_thing(item.phrase.noun) and not re.match(r"of (?:them|whom)\b", item.phrase.noun)


def _share_lists(sentence: str, fated: list[_Fated]) -> list[_Fated]:
    """ "a mother and her two children were killed", "killed a judge and three guards": one verb for the whole list."""
    shared = list(fated)
    joined: set[int] = set()
    for index in range(len(shared) - 2, -1, -1):
        item, following = shared[index], shared[index + 1]
        if item.kind or not following.is_subject or _is_partial(sentence, item) or _speaks(sentence, item):
            continue
        gap = sentence[item.phrase.end : following.phrase.start]
        is_joined = gap.strip() != "," or index + 1 in joined or _is_number(item.phrase.text)
        if is_joined and _is_listed(sentence, item, following):
            shared[index] = replace(item, kind=following.kind, is_subject=True)
            joined.add(index)
    for index in range(1, len(shared)):
        item, previous = shared[index], shared[index - 1]
        if (
            item.kind
            or not previous.kind
            or previous.is_subject
            or _is_partial(sentence, item)
            or _speaks(sentence, item)
        ):
            continue
        if _is_listed(sentence, previous, item):
            shared[index] = replace(item, kind=previous.kind)
    return shared


def _is_partial(sentence: str, item: _Fated) -> bool:
    return re.match(r"of (?:them|whom|which)\b", item.phrase.noun) is not None or (
        _PART_BEFORE.search(sentence[: item.phrase.start]) is not None
    )


def _speaks(sentence: str, item: _Fated) -> bool:
    """ "killed 12, the mayor said": who tells of the toll is no part of it."""
    told = (
        r" (?:[\w-]+ ){0,3}(?:said|says|told|warned|added|announced|confirmed|reported|claimed|stated|wrote|declared)\b"
    )
    return re.match(told, sentence[item.phrase.end :]) is not None


def _is_listed(sentence: str, first: _Fated, second: _Fated) -> bool:
    gap = sentence[first.phrase.end : second.phrase.start]
    return _LIST_GAP.fullmatch(gap) is not None and all(
        _is_counted(item.phrase) or (item.kind is not None and not _is_spurious(item)) for item in (first, second)
    )


_LIST_GAP = re.compile(
    r"(?:,? (?:of|from|in|at|on|for|near|aged) (?:(?!(?:were|was|had|have|has|and|who|when|that)\b|\w+(?:ed|ing)\b)"
    r"[\w'’.-]+ ?){1,7}?(?=,| ?and | with | as well))?"
    r"(?:, (?:aged )?\d{1,2}(?=,))?,? ?(?:and |,|as well as |along with |together with |plus )(?:and )?"
    r"(?: ?(?:also|even|perhaps|possibly|some|over|his|her|their|its|the|members of|elements of|to) )?\s?",
    re.IGNORECASE,
)


def _is_counted(phrase: Phrase) -> bool:
    """People by their noun or number, or "his cook": whoever belongs to somebody is listed with him."""
    return (
        phrase.noun in {"", NAME}
        or is_person(phrase.noun)
        or (re.match(r"(?:his|her|their)\b", phrase.text.lower()) is not None
            and not is_thing(phrase.noun) and phrase.noun != "life")
        or re.search(r"\d|[A-Z]", phrase.text[1:]) is not None
        or re.match(r"(?:two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)\b", phrase.text.lower()) is not None
    )  # fmt: skip


_ELLIPSIS = re.compile(r"^ (?:in|at|near|outside|on|by) (?:the \w+|[A-Z]\w+)|^[.;]?$")


_ANOTHER_SAYS = re.compile(
    r"\b(?:said|says|reported|counted|(?:spoke|talked|told) of|(?:it|that|figure|number|toll|total) at|claimed|gave"
    r"|cited|estimated|listed|recorded|confirmed|reckoned)\s*$"
)


def _share_ellipsis(sentence: str, fated: list[_Fated]) -> list[_Fated]:
    """ "two were killed in Homs and three in Hama", "the army said three": the verb is said once."""
    shared = list(fated)
    for index in range(1, len(shared)):
        item = shared[index]
        previous = next((shared[i] for i in range(index - 1, -1, -1) if shared[i].kind), None)
        if item.kind or previous is None or item.phrase.noun:
            continue
        gap = sentence[previous.phrase.end : item.phrase.start]
        rest = sentence[item.phrase.end :]
        said = _ANOTHER_SAYS.search(gap) or re.search(rf"{_NEW_TOTAL.pattern} to $", gap)
        if len(gap) < 80 and (re.search(r"(?:,|;| and) ?(?:and )?$", gap) or said) and _ELLIPSIS.match(rest):
            shared[index] = replace(item, kind=previous.kind, is_subject=previous.is_subject)
    return shared


_SHARES = {
    "half": Fraction(1, 2), "a third": Fraction(1, 3), "one third": Fraction(1, 3), "two thirds": Fraction(2, 3),
    "a quarter": Fraction(1, 4), "one quarter": Fraction(1, 4), "three quarters": Fraction(3, 4),
    "a fifth": Fraction(1, 5), "one fifth": Fraction(1, 5), "a tenth": Fraction(1, 10), "one tenth": Fraction(1, 10),
}  # fmt: skip
_SHARE = rf"(?P<bound>(?:at least|more than|over|nearly|almost|about|around) )?(?P<share>{'|'.join(_SHARES).replace(' ', '[ -]')})"
_SHARE_BEFORE = re.compile(rf"\b(?<!and )(?<!than ){_SHARE} (?:of )?(?:the |its |those |their )?$", re.IGNORECASE)
_SHARE_AFTER = re.compile(
    rf"(?:[^,;.]{{0,60}},| and)? {_SHARE} of (?:them|whom|the (?:dead|victims|wounded))\b", re.IGNORECASE
)


def _add_shares(sentence: str, fated: list[_Fated]) -> list[_Fated]:
    """ "half of the 30 wounded" is a part of the wounded; "half of the 30 hostages were freed" are the freed."""
    shared = list(fated)
    for index, item in enumerate(fated):
        if item.kind is None or item.is_part or _is_spurious(item):
            continue
        before = _SHARE_BEFORE.search(sentence[: item.phrase.start])
        after = _SHARE_AFTER.match(sentence[item.phrase.end :])
        told = before or after
        if told is None:
            continue
        bound = told["bound"] or ""
        share = _SHARES[told["share"].lower().replace("-", " ")]
        if before and item.is_subject and not _DEAD.match(item.phrase.noun or sentence[item.phrase.end :]):
            shared[index] = replace(item, share=share, bound=bound)
        else:
            shared.append(replace(item, share=share, bound=bound, is_part=True, whole=index))
    return shared


_PART_BEFORE = re.compile(
    r"(?:including|among (?:them|whom)(?: were| was)?|of (?:whom|them)|counting|inclusive of)(?: (?:the|at least"
    r"|also))?\s*$",
    re.IGNORECASE,
)
_FATED = (
    r"(?P<fate>dead|killed|deaths|victims|fatalities|casualties|slain|wounded|injured|hurt|arrested|detained|detainees"
    r"|kidnapped|abducted|captured|captives|hostages|released|freed|missing|displaced|rescued|evacuated)"
)
_PART_OF_FATED = re.compile(
    rf"(?:{_FATED} includ(?:e|ed|es|ing)|among (?:the|those|its|their) {_FATED.replace('fate', 'fated')}"
    r"(?: (?:were|was|are|is))?)(?: the)?\s*$",
    re.IGNORECASE,
)
_AMONG_AFTER = re.compile(
    rf"\s+(?:were|was|are|is) (?:among|one of|of) (?:(?:the|those|its|their) )?(?P<number>(?:at least "
    rf"|some )?[\w,-]+ (?:people |others )?)?"
    rf"{_FATED}\b",
    re.IGNORECASE,
)
# Words for people by what befell them: "six of the 14 dead" tells of fourteen dead.
_DEAD = re.compile(r" ?(?:dead|killed|slain|deaths|fatalities|victims|casualties|wounded|injured|missing)\b")
_NEW_TOTAL = re.compile(
    r"\b(?:bringing|raising|taking|pushing|putting) the (?:[\w-]+ ){0,3}(?:tolls?|total|number)\b"
    r"|^,? the (?:death )?toll\b",
    re.IGNORECASE,
)
_GRAVELY = re.compile(r" (?:seriously|critically|severely|badly|gravely|fatally)\b(?: (?:injured|wounded|hurt|ill))?")


def _mark_parts(sentence: str, fated: list[_Fated]) -> list[_Fated]:
    """Mark the tolls that are parts: "including two", "five of them", "of the 20 dead, eight", "six of the 14 dead"."""
    marked = list(fated)
    for index, item in enumerate(marked):
        before, after = sentence[: item.phrase.start], sentence[item.phrase.end :]
        told = _PART_OF_FATED.search(before)
        if told:
            marked[index] = replace(item, kind=_fate_kind(told["fate"] or told["fated"]), is_part=True)
            continue
        among = _AMONG_AFTER.match(after)
        if among:
            number = index + 1 if among["number"] and index + 1 < len(marked) else None
            marked[index] = replace(item, kind=_fate_kind(among["fate"]), is_part=True, whole=number)
            if index and marked[index - 1].kind is None and _is_listed(sentence, marked[index - 1], item):
                marked[index - 1] = replace(marked[index], phrase=marked[index - 1].phrase)
            continue
        unseen = re.fullmatch(rf"of (?:the|those|its|their) {_FATED}", item.phrase.noun)
        if unseen and item.kind == _fate_kind(unseen["fate"]):
            marked[index] = replace(item, is_part=True)
            continue
        previous = marked[index - 1] if index else item
        if previous.is_part and _continues(sentence, previous, item):
            marked[index] = replace(item, kind=previous.kind, is_part=True, whole=previous.whole)
            continue
        whole = next((i for i in range(index - 1, -1, -1) if marked[i].kind and not marked[i].is_part), None)
        if whole is not None and _is_part(sentence, before, after, item, marked[whole]):
            kind = item.kind if marked[whole].kind == "losses" and item.kind else marked[whole].kind
            marked[index] = replace(item, kind=kind, is_part=True, whole=whole)
    return _mark_backwards(sentence, marked)


def _fate_kind(fate: str) -> TollKind:
    """The kind that a word for the fated names; casualties of whom some are told are dead."""
    kind = kind_of(fate) or {"hostages": "captured", "captives": "captured", "rescued": "released"}.get(fate.lower())
    return cast(TollKind, "killed" if kind in {None, "losses"} else kind)


def _continues(sentence: str, part: _Fated, item: _Fated) -> bool:
    """ "including 18 women and nine children": a list of parts, up to the comma before the verb of the whole."""
    if not _is_listed(sentence, part, item) or not _PART_BEFORE.search(sentence[: part.phrase.start]):
        return False
    return not item.is_subject or sentence[item.phrase.end :].startswith(",")


def _is_part(sentence: str, before: str, after: str, item: _Fated, whole: _Fated) -> bool:
    if _PART_BEFORE.search(before):
        return True
    noun = item.phrase.noun
    if re.match(r" (?:have |had |has )?(?:since )?(?:escaped|survived|recovered|returned|fled)\b", after):
        return False
    if re.match(r"of (?:them|whom|which)\b", noun) and (not item.is_subject or item.kind == whole.kind):
        return True
    if not noun and _GRAVELY.match(after):
        return before.rstrip().endswith((",", "and", "with"))
    led = re.search(r"\bof the $|\bof $", sentence[: whole.phrase.start].lower()) or re.match(
        r"of the ", sentence.lower()
    )
    joined = item.kind in {None, whole.kind} and bool(led) and not noun
    return joined and re.match(r" (?:were|was|are|had|have|is) ", after) is not None


def _mark_backwards(sentence: str, marked: list[_Fated]) -> list[_Fated]:
    """Parts that stand before their whole: "six of the 14 dead", "two died, bringing the toll to 17"."""
    for index in range(1, len(marked)):
        whole, part = marked[index], marked[index - 1]
        gap = sentence[part.phrase.end : whole.phrase.start]
        if whole.kind is None or whole.is_part or _is_spurious(whole):
            continue
        before = next((i for i in range(index - 1, -1, -1) if marked[i].kind), None)
        if before is not None and marked[before].kind == whole.kind and _is_new_total(sentence, marked[before], whole):
            marked[before] = replace(marked[before], is_part=True, whole=index)
            continue
        if re.fullmatch(r"of the|", part.phrase.noun) and re.fullmatch(r" (?:(?:out )?of (?:the )?)?", gap):
            is_verb = whole.is_subject and not _DEAD.match(whole.phrase.noun or sentence[whole.phrase.end :])
            if is_verb:  # "eleven of the 40 hostages were killed": the 40 were not
                marked[index - 1] = replace(part, kind=whole.kind, is_subject=True)
                marked[index] = replace(whole, kind=None)
                continue
            marked[index - 1] = replace(part, kind=whole.kind, is_part=True, whole=index)
    return marked


def _is_new_total(sentence: str, part: _Fated, whole: _Fated) -> bool:
    gap = sentence[part.phrase.end : whole.phrase.start]
    return not part.is_part and _NEW_TOTAL.search(gap) is not None
