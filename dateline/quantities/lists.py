"""Share one verb among the phrases of a list or an ellipsis, and leave out what tells of the same people again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.quantities.fates import NEW_TOTAL, PART_BEFORE
from dateline.quantities.people import is_collective, is_person, is_thing
from dateline.quantities.phrases import NAME, Phrase
from dateline.quantities.predicates import Fated, is_number, is_spurious
from dateline.quantities.tolls import parse_toll


def drop_asides(sentence: str, fated: Sequence[Fated]) -> list[Fated]:
    """Leave out what only says where the subject is from ("nine people from a single household were killed") or tells
    of it again ("two civilians, a woman and a child, were killed"); the verb is the subject's.
    """
    kept: list[Fated] = []
    index = 0
    while index < len(fated):
        again = _count_told_again(sentence, kept[-1], fated[index:]) if kept else 0
        if again == 0 and not (kept and _is_origin(sentence, kept[-1], fated[index])):
            kept.append(fated[index])
        index += max(1, again)
    return kept


def _is_origin(sentence: str, subject: Fated, item: Fated) -> bool:
    gap = sentence[subject.phrase.end : item.phrase.start]
    if item.phrase.noun == NAME and re.fullmatch(
        r" (?:from|of|in|by) (?:the )?(?:[A-Z][\w'’-]+ ){1,4}and (?:the )?", gap
    ):
        return True
    if not re.fullmatch(r" (?:from|in|on|at|aboard|inside|near|of the|of)(?: the)? ?", gap):
        return False
    if re.match(r"(?:them|whom|which)\b", item.phrase.noun):
        return False
    # "six of the 14 dead" is a part and its whole.
    if gap.startswith(" of") and subject.phrase.noun in {"", "more"} and is_number(item.phrase.text):
        return False
    if item.kind is None and re.match(r"(?:the|an?|its|his|her|their) ", item.phrase.text.lower()):
        return True
    return is_thing(item.phrase.noun) or (item.is_subject and subject.is_subject and item.phrase.noun != "")


def _count_told_again(sentence: str, subject: Fated, rest: Sequence[Fated]) -> int:
    """How many of the next phrases tell of the subject again: "a farmer named Omar Saleh", "Omar Saleh, a farmer, was
    killed", "two civilians, a woman and a child, were killed" (2).
    """
    gap = sentence[subject.phrase.end : rest[0].phrase.start]
    if not subject.is_subject:
        return int(_is_apposed(sentence, subject, rest[0], gap))
    if re.fullmatch(r",? (?:named|called|identified(?: only)? as|known as) (?:\w+ )?", gap):
        return 1
    is_same = NAME in {subject.phrase.noun, rest[0].phrase.noun} or rest[0].phrase.text.startswith("both ")
    if not re.match(rf"{_OF_WHAT if is_same else ''}(?:,| [-–—]) ", gap):
        return 0
    number, told = _best(subject), 0
    for index, item in enumerate(rest):
        told += _best(item) or 0
        if item.is_subject and re.match(r"(?: of \d+)?(?:,| [-–—]) ", sentence[item.phrase.end :]):
            return index + 1 if told == number else 0
    return 0


# What a title governs before the comma: "the commander of the brigade, Idris Maro,".
_OF_WHAT = r"(?: (?:of|for|in|from|at) [^,;]{1,60})?"


def _is_apposed(sentence: str, first: Fated, second: Fated, gap: str) -> bool:
    """ "killed Idris Maro, a farmer, and three others", "a judge, Omar Saleh, and": one person told twice."""
    nouns = (first.phrase.noun, second.phrase.noun)
    if not re.fullmatch(rf"{_OF_WHAT} ?, ", gap) or nouns.count(NAME) != 1:
        return False
    ends = re.match(r" ?,| of | at |\.?$|;", sentence[second.phrase.end :]) is not None
    return ends and _best(first) == 1 and _best(second) == 1 and first.kind is not None


def _best(item: Fated) -> int | None:
    reading = parse_toll(item.phrase.text)
    return reading.count.best if reading else None


def share_lists(sentence: str, fated: list[Fated]) -> list[Fated]:
    """ "a mother and her two children were killed", "killed a judge and three guards": one verb for the whole list."""
    shared = list(fated)
    for index in range(len(shared) - 2, -1, -1):
        item, following = shared[index], shared[index + 1]
        if (
            item.kind
            or not following.is_subject
            or _is_whole(sentence, item)
            or _is_partial(sentence, item)
            or _speaks(sentence, item)
        ):
            continue
        if following.phrase.noun == "" and item.phrase.noun and _PLURAL_VERB.match(sentence[following.phrase.end :]):
            continue  # "attacked 20 villagers and two were killed"
        gap = sentence[item.phrase.end : following.phrase.start]
        is_joined = (
            gap.strip() != ","
            or _goes_on(sentence, shared[index:])
            or (item.phrase.noun != NAME and is_number(item.phrase.text))
        )
        if is_joined and is_listed(sentence, item, following):
            shared[index] = replace(item, kind=following.kind, is_subject=True)
    for index in range(1, len(shared)):
        item, previous = shared[index], shared[index - 1]
        if (
            item.kind
            or _OWN_VERB.match(sentence[item.phrase.end :])
            or not previous.kind
            or previous.is_subject
            or _best(previous) == 0
            or _is_partial(sentence, item)
            or _speaks(sentence, item)
        ):
            continue
        if is_listed(sentence, previous, item):
            shared[index] = replace(item, kind=previous.kind)
    return _join_the_lone(sentence, shared)


def _goes_on(sentence: str, items: Sequence[Fated]) -> bool:
    """Whether the second of some phrases is listed with the third, "A, B and C were killed", and is not the first told
    again: "Omar Said, a farmer, and his wife".
    """
    if len(items) < 3:
        return False
    is_apposed = (items[0].phrase.noun == NAME) != (items[1].phrase.noun == NAME)
    if is_apposed and not _OWNED.match(items[1].phrase.text):
        return False
    return items[1].kind == items[2].kind and items[2].is_subject and is_listed(sentence, items[1], items[2])


# "police held 60 people, and the Red Cross has asked": a new clause, no list.
_OWN_VERB = re.compile(r" (?:has|have|had|is|are|was|were|will|would|did|does)\b")
_PLURAL_VERB = re.compile(r" (?:[a-z]+ly )?(?:were|have|are)\b")


def _join_the_lone(sentence: str, fated: list[Fated]) -> list[Fated]:
    """ "a guard and, a day later, his wife were shot": one person with a verb in the plural has a fellow before;
    where none is found nobody knows how many they were.
    """
    joined = list(fated)
    for index, item in enumerate(fated):
        is_lone = item.is_subject and _best(item) == 1
        if not is_lone or not _PLURAL_VERB.match(sentence[item.phrase.end :]) or is_collective(item.phrase.noun):
            continue
        before = joined[index - 1] if index else None
        if before is not None and before.is_subject and before.kind == item.kind:
            continue
        gap = sentence[before.phrase.end : item.phrase.start] if before is not None else ""
        is_fellow = before is not None and before.kind is None and (
            (_is_counted(before.phrase) and re.search(r"\band\b", gap))
            or (gap == " and " and _OWNED.match(item.phrase.text) and not is_thing(before.phrase.noun))
        )  # fmt: skip
        if before is not None and is_fellow:
            joined[index - 1] = replace(before, kind=item.kind, is_subject=True)
        else:
            joined[index] = replace(item, kind=None)
    return joined


_OWNED = re.compile(r"(?:his|her) ")  # "a councillor and her driver": whose he is, is a person


def _is_whole(sentence: str, item: Fated) -> bool:
    """ "of the 212 on board, 37 died": those of whom the next tells a part."""
    return re.search(r"(?:^|[,;:] )of $", sentence[: item.phrase.start], re.IGNORECASE) is not None


def _is_partial(sentence: str, item: Fated) -> bool:
    return re.match(r"of (?:them|whom|which)\b", item.phrase.noun) is not None or (
        PART_BEFORE.search(sentence[: item.phrase.start]) is not None
    )


def _speaks(sentence: str, item: Fated) -> bool:
    """ "killed 12, the mayor said": who tells of the toll is no part of it."""
    told = (
        r" (?:[\w'’-]+ ){0,9}(?:said|says|told|warned|added|announced|confirmed|reported|claimed|stated|posted|wrote"
        r"|insisted|estimated|declared)\b"
    )
    return re.match(told, sentence[item.phrase.end :]) is not None


def is_listed(sentence: str, first: Fated, second: Fated) -> bool:
    gap = sentence[first.phrase.end : second.phrase.start]
    return _LIST_GAP.fullmatch(gap) is not None and all(
        _is_counted(item.phrase) or (item.kind is not None and not is_spurious(item)) for item in (first, second)
    )


_LIST_GAP = re.compile(
    r"(?:(?:,? (?:of|from|in|at|on|for|near|aged) (?:(?!(?:were|was|had|have|has|and|who|when|that)\b|(?-i:[a-z]+(?:ed"
    r"|ing))\b)"
    r"[\w'’.-]+(?: |(?=,|$))){1,7}?(?=,|and |with |as well|\())?"
    r"(?: ?\([^)]{1,60}\)| (?:--|[-–—]) [^-–—\d]{1,60} (?:--|- -|[-–—]))?)"
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
        or bool(re.match(r"(?:two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)\b", phrase.text.lower()))
    )  # fmt: skip


_ELLIPSIS = re.compile(
    r"^ (?:on the way|on arrival|in hospital|later|elsewhere|overnight|the next day|since)\b|^ (?:in|at|near"
    r"|outside) [a-z]+(?: [a-z]+)?(?=[,.;]|$)|^ (?:in|at|near|outside|on|by) (?:the \w+|[A-Z]\w+)|^[.;]?$"
)


_ANOTHER_SAYS = re.compile(
    r"\b(?:said|says|report(?:ed|s)|count(?:ed|s)|(?:spoke|speaks?|talk(?:s|ed)|told|boast(?:s|ed)) of|(?:it|that"
    r"|figure|number"
    r"|toll|total) at|claim(?:ed|s)|gave|gives?|cite[ds]|estimate[ds]|list(?:ed|s)|record(?:ed|s)|confirm(?:ed|s)"
    r"|reckon(?:ed|s)|puts?|think|thinks|thought|admit(?:s|ted)|insist(?:s|ed) on|there (?:had been|have been|were"
    r"|was))\s*$"
    r"|, (?:the|an?|its|his|state|police|hospital|local) (?:[\w-]+ ){1,4}$"
)


def share_ellipsis(sentence: str, fated: list[Fated]) -> list[Fated]:
    """ "two were killed in Homs and three in Hama", "the army said three": the verb is said once."""
    shared = list(fated)
    for index in range(1, len(shared)):
        item = shared[index]
        previous = next((shared[i] for i in range(index - 1, -1, -1) if shared[i].kind), None)
        if item.kind or previous is None or item.phrase.noun not in {"", "more", "others"}:
            continue
        gap = sentence[previous.phrase.end : item.phrase.start]
        rest = sentence[item.phrase.end :]
        said = _ANOTHER_SAYS.search(gap) or re.search(rf"{NEW_TOTAL.pattern} to $", gap)
        if len(gap) < 110 and (re.search(r"(?:,|;| and) ?(?:and )?$", gap) or said) and _ELLIPSIS.match(rest):
            shared[index] = replace(item, kind=previous.kind, is_subject=previous.is_subject)
    return shared
