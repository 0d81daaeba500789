"""Mark the tolls that are parts of others: "including two", "six of the 14 dead", "half of the wounded"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

from dateline.model import TollKind
from dateline.quantities.fates import DEAD, NEW_TOTAL, PART_BEFORE, SHARE, SHARE_BEFORE, SHARES
from dateline.quantities.lists import is_listed
from dateline.quantities.predicates import Fated, is_spurious
from dateline.quantities.tolls import kind_of, parse_toll

_SHARE_AFTER = re.compile(
    rf"(?:[^,;.]{{0,60}},| and)? {SHARE} of (?:them|whom|the (?:dead|victims|wounded))\b", re.IGNORECASE
)


def add_shares(sentence: str, fated: list[Fated]) -> list[Fated]:
    """ "half of the 30 wounded" is a part of the wounded; "half of the 30 hostages were freed" are the freed."""
    shared = list(fated)
    for index, item in enumerate(fated):
        if item.kind is None or item.is_part or is_spurious(item):
            continue
        before = SHARE_BEFORE.search(sentence[: item.phrase.start])
        after = _SHARE_AFTER.match(sentence[item.phrase.end :])
        told = before or after
        if told is None:
            continue
        bound = told["bound"] or ""
        share = SHARES[told["share"].lower().replace("-", " ")]
        if before and item.is_subject and not DEAD.match(item.phrase.noun or sentence[item.phrase.end :]):
            shared[index] = replace(item, share=share, bound=bound)
        else:
            shared.append(replace(item, share=share, bound=bound, is_part=True, whole=index))
    return shared


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


_GRAVELY = re.compile(r" (?:seriously|critically|severely|badly|gravely|fatally)\b(?: (?:injured|wounded|hurt|ill))?")


# "many of them elderly" says what they are and counts nobody.
_DESCRIBED = re.compile(r"(?:many|most|some|several) of (?:them|whom)(?: \w| (?:to|from|in)\b)", re.IGNORECASE)


_GOES_ON = re.compile(r" (?:were|was|have|had|are|died)\b")


def mark_parts(sentence: str, fated: list[Fated]) -> list[Fated]:
    """Mark the tolls that are parts: "including two", "five of them", "of the 20 dead, eight", "six of the 14 dead"."""
    marked = list(fated)
    for index, item in enumerate(marked):
        before, after = sentence[: item.phrase.start], sentence[item.phrase.end :]
        if _DESCRIBED.match(sentence[item.phrase.start : item.phrase.end + 5]) and not _GOES_ON.match(after):
            marked[index] = replace(item, kind=None)
            continue
        told = _PART_OF_FATED.search(before)
        if told:
            marked[index] = replace(item, kind=_fate_kind(told["fate"] or told["fated"]), is_part=True)
            continue
        among = _AMONG_AFTER.match(after)
        if among:
            number = index + 1 if among["number"] and index + 1 < len(marked) else None
            marked[index] = replace(item, kind=_fate_kind(among["fate"]), is_part=True, whole=number)
            if index and marked[index - 1].kind is None and is_listed(sentence, marked[index - 1], item):
                marked[index - 1] = replace(marked[index], phrase=marked[index - 1].phrase)
            continue
        following = marked[index + 1] if index + 1 < len(marked) else item
        between = sentence[item.phrase.end : following.phrase.start]
        if following.kind and re.fullmatch(r" (?:were|was|are|is) among (?:the )?", between):
            marked[index] = replace(item, kind=following.kind, is_part=True, whole=index + 1)
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


def _continues(sentence: str, part: Fated, item: Fated) -> bool:
    """ "including 18 women and nine children": a list of parts, up to the comma before the verb of the whole."""
    if not is_listed(sentence, part, item) or not PART_BEFORE.search(sentence[: part.phrase.start]):
        return False
    return not item.is_subject or sentence[item.phrase.end :].startswith(",")


def _is_part(sentence: str, before: str, after: str, item: Fated, whole: Fated) -> bool:
    if PART_BEFORE.search(before):
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


def _mark_backwards(sentence: str, marked: list[Fated]) -> list[Fated]:
    """Parts that stand before their whole: "six of the 14 dead", "two died, bringing the toll to 17"."""
    for index in range(1, len(marked)):
        whole, part = marked[index], marked[index - 1]
        gap = sentence[part.phrase.end : whole.phrase.start]
        if whole.kind is None or whole.is_part or is_spurious(whole):
            continue
        before = next((i for i in range(index - 1, -1, -1) if marked[i].kind), None)
        if before is not None and marked[before].kind == whole.kind and _is_new_total(sentence, marked[before], whole):
            marked[before] = replace(marked[before], is_part=True, whole=index)
            continue
        if re.fullmatch(r"of (?:the|its|their)(?: [\w-]+['’]s)?|", part.phrase.noun) and re.fullmatch(
            r" (?:(?:out )?of (?:(?:the|its|their) )?(?:[\w-]+['’]s )?)?", gap
        ):
            is_verb = whole.is_subject and not DEAD.match(whole.phrase.noun or sentence[whole.phrase.end :])
            if is_verb:  # "eleven of the 40 hostages were killed": the 40 were not
                marked[index - 1] = replace(part, kind=whole.kind, is_subject=True)
                marked[index] = replace(whole, kind=None)
                continue
            marked[index - 1] = replace(part, kind=whole.kind, is_part=True, whole=index)
    return marked


def _is_new_total(sentence: str, part: Fated, whole: Fated) -> bool:
    """Whether the later number counts the earlier too: "two died, bringing the toll to 17"; never a smaller one."""
    gap = sentence[part.phrase.end : whole.phrase.start]
    counts = [reading.count.best for one in (part, whole) if (reading := parse_toll(one.phrase.text))]
    is_less = len(counts) < 2 or counts[0] is None or counts[1] is None or counts[0] <= counts[1]
    return is_less and not part.is_part and NEW_TOTAL.search(gap) is not None
