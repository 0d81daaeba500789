"""Walk from a subject over what stands behind it to its verb: over members, asides, lists and relative clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_AUX = r"(?:were|was|have|has|had|are|(?-i:is)|may|might|could|would|will|must|should|do|does|did|be|been)"
_PREPOSITION = (
    r"(?:of|from|in|on|at|near|aboard|inside|outside|belonging to|with|without|under|around|among|between|across|along"
    r"|against|for|to|by|beside|behind|over|within|into|during|since|through|throughout|off|beyond|amid|following"
    r"|loyal to|close to|linked to|next to|alongside|next)"
)
# Verbs of fate that need no auxiliary: what stands before one of them is the subject's.
_INTRANSITIVE = (
    r"(?:died|perish(?:ed)?|drown(?:ed)?|succumb(?:ed)?|fled|flee|surrendered|disappeared|vanished|lost|sustained"
    r"|suffered|received|escaped|survived|fell|gave|laid|went|remain(?:s|ed)?|paid|burn(?:ed|t)|froze|bled|embraced"
    r"|met)"
)
_BARE = (
    r"(?:killed|wounded|injured|hurt|arrested|detained|captured|kidnapped|abducted|shot|executed|murdered|beheaded"
    r"|dead|missing)(?=\s(?:in|on|at|by|when|during|after|and|as|while|near|last|this|over|since|under|outside)\b"
    r"|[.,;]|$)"
)
_CLAUSE = r"(?:and|or|but|nor|who|whom|whose|which|that|when|where|while|after|before|as|because|if|than|until|so|said)"
# What somebody said is no longer about him: "the governor of Gao told reporters that two were hurt".
_SPEECH = r"(?:says?|told|tells|stated|added|announced|claimed|confirmed|denied|insisted|warned)"
_STOP = rf"(?:{_AUX}|{_PREPOSITION}|{_CLAUSE}|{_SPEECH}|{_INTRANSITIVE})"
_WORDS = rf"(?:\s+(?!{_STOP}(?![\w-])|{_BARE})[\w'’&/-]+(?:\.(?=\w|\s[A-Z]))?)"
_VERB_AHEAD = rf"(?=\s+(?:{_AUX}|{_INTRANSITIVE}|{_BARE})\b)"
_NO_ASIDE = r"(?:and|or|but|while|when|as|after|before|where|because|if|so|then)\b"


@cache
def _modifiers() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\s*[(\[][^)\]]{{0,90}}[)\]]{_WORDS}{{0,2}}",
            rf"\s+and(?:\s+the)?\s+(?-i:[A-Z])[\w'’-]+{_WORDS}{{0,3}}",
            r"\s*(?:--|[-–—]) [^–—]{1,120}? (?:--|- -|[-–—])(?=\s|,)",
            rf"\s+{_PREPOSITION}{_WORDS}{{1,9}}",
            rf"\s+as(?!\s+(?:they|he|she|it|the|a|an|many|well|soon)\b){_WORDS}{{1,3}}",
            rf"\s*, (?:including|among them|most of them|mostly|mainly|some of them|all of them)\b{_WORDS}{{1,8}}",
            rf"\s*,\s(?!{_NO_ASIDE})[^;:]{{1,160}}?,{_VERB_AHEAD}",
            rf"\s+whose{_WORDS}{{1,3}}\s+\w+{_WORDS}{{1,4}}{_VERB_AHEAD}",
            rf"\s+(?:who|that|which)(?:\s+(?:{_AUX}|\w+ly))*\s+\w+{_WORDS}{{0,5}}",
            rf"\s+\w+ed(?=\s+{_PREPOSITION}\b)",
            rf"\s+(?!according)\w+ing{_WORDS}{{0,5}}",
        )
    )


_LISTED = re.compile(
    rf"\s*(?:--|[-–—]) [^–—]{{1,120}}? (?:--|- -|[-–—]),?\s+and(?:\s+\w+){_WORDS}{{0,4}}"
    rf"|,? (?:and|or|as well as)(?!\s+(?:\d|two|three|four|five|six|seven|eight|nine|ten|\w+teen|(?:twen|thir|for|fif"
    rf"|six|seven|eigh|nine)ty|dozens|several"
    rf"|scores|hundreds|many|others?|another|an?|the|some|later|then)\b){_WORDS}{{1,6}}",
    re.IGNORECASE,
)
_LONGEST = 8  # steps over modifiers


def reach_verbs(after: str) -> Iterator[tuple[int, bool]]:
    """Yield where the verb of a subject may begin in the words behind it, and whether a list was crossed to it.

    >>> behind = " of the group, who was ill, was shot"
    >>> [behind[place:] for place, _ in reach_verbs(behind)]
    [', who was ill, was shot', ' was shot']
    """
    place, is_list = 0, False
    for _ in range(_LONGEST):
        found = None if is_list else _LISTED.match(after, place)
        is_list = is_list or found is not None
        found = found or next((step for pattern in _modifiers() if (step := pattern.match(after, place))), None)
        if found is None:
            return
        place = found.end()
        yield place, is_list


# What the subject of a verb that stands far may follow; an object or the words of a place may not.
_NOT_FREE = re.compile(
    r"\b(?:by|against|with|on|at|to|from|for|near|between|than|into|towards|of|of the|by the|against the|with the"
    r"|(?!including)\w+ing|(?!said|reported|added|claimed|confirmed|announced|told|stated|alleged|estimated|believed"
    r"|revealed"
    r"|learned|reiterated|informed|noted|warned|declared|explained|indicated|meanwhile|killed|unconfirmed)\w+ed"
    r"|attacks?|kills?|raids?|hit|took|held)$",
    re.IGNORECASE,
)


def is_free(before: str) -> bool:
    """True when a phrase behind these words may be the subject of a verb that stands far from it.

    >>> is_free("The army said"), is_free("The army attacked")
    (True, False)
    """
    return _NOT_FREE.search(before.rstrip()) is None


_PLURAL = re.compile(r"^\s*,?\s*(?:who |that )?(?:\w+ly )?(?:were|have|are)\b", re.IGNORECASE)
_SINGULAR = re.compile(r"^\s*,?\s*(?:who |that )?(?:\w+ly )?(?:was|has|is)\b", re.IGNORECASE)


def agrees(told: str, is_plural: bool, is_list: bool) -> bool:
    """True when the verb has the number of its subject, or no number; a list has the plural.

    >>> agrees("were killed", False, False), agrees("were killed", False, True), agrees("died", False, False)
    (False, True, True)
    """
    if is_list:
        return _SINGULAR.match(told) is None
    return (_SINGULAR if is_plural else _PLURAL).match(told) is None
