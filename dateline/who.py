"""Who a mention stands for inside its report: pronouns and descriptions to names, and the name in a phrase."""

from __future__ import annotations

import re

from dateline.found import Reading
from dateline.model import Span

SAME_FLOOR = 0.5
_PRONOUN = re.compile(
    r"(?:he|she|it|they|them|him|her|his|its|their|we|us|our|i|you|who|which|that|those|these|this|both|one|ones)",
    re.IGNORECASE,
)
# Descriptions that point back at a speaker or a text named before.
_POINTER = re.compile(
    r"the (?:sources?|agency|statement|minister|official|spokes(?:man|woman|person)|commander|general|president|"
    r"governor|former|latter|two sides|sides|monitor|report|communique|text|outlet|leader)",
    re.IGNORECASE,
)
# Descriptions of a body, which stand for one named before or speak for themselves: "the army said".
_BODY = re.compile(
    r"the (?:group|ministry|army|organi[sz]ation|militants?|rebels?|fighters?|attackers?|gunmen|troops|soldiers|"
    r"insurgents?|terrorists?|regime|police|movement|coalition|militia|observatory|body)",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:(?:the|a|an|former|acting|deputy|vice|local|senior|chief|head|director|army|police|military|"
    r"dr|mr|mrs|ms|prof(?:essor)?|gen(?:eral)?|col(?:onel)?|lt|lieutenant|maj(?:or)?|capt(?:ain)?|cmdr|commander|brig|"
    r"brigadier|sgt|sergeant|adm(?:iral)?|marshal|president|prime|foreign|defen[cs]e|interior|minister|secretary|"
    r"governor|mayor|sheikh|sen(?:ator)?|rep|ambassador|spokes(?:man|woman|person)|activist|journalist|media|doctor|"
    r"analyst|researcher|judge|bishop|father|imam|british|american|french|russian|turkish|syrian|iraqi|ukrainian|"
    r"us|u\.s\.|uk|un)\.?\s+)+(?=[A-Z][\w’'-]+(?:\s|$))",
    re.IGNORECASE,
)


def stands_for(span: Span, reading: Reading) -> Span | None:
    """The named mention that a pronoun or a bare description stands for, or None when the words name it themselves."""
    if not is_pronoun(span.text):
        return None
    for other, chance in reading.same.get(span, ()):
        if chance < SAME_FLOOR:
            break
        if not is_pronoun(other.text):
            return other
    return None


def is_pronoun(words: str) -> bool:
    """Whether the words name nobody themselves: "it", "the spokesman", "the group"."""
    return points_back(words) or is_body(words)


def points_back(words: str) -> bool:
    """Whether the words are nobody's without those before them: "it", "the spokesman"; not "the army", nor "US"."""
    bare = words.strip()
    return bare != "US" and bool(_PRONOUN.fullmatch(bare) or _POINTER.fullmatch(bare))


def is_body(words: str) -> bool:
    """Whether the words are a body's that is not named: "the army", "the rebels"."""
    return bool(_BODY.fullmatch(words.strip()))


def name_of(words: str) -> str:
    """The name inside the words for a speaker: titles, trades and appositions left off.

    >>> name_of("British Maj Gen Anna Holt"), name_of("Omar Said, a commander"), name_of("local residents")
    ('Anna Holt', 'Omar Said', 'local residents')
    """
    for part in re.split(r",\s+", words):
        name = _TITLES.sub("", part.strip())
        if re.fullmatch(r"[A-Z][\w’'.-]+(?:\s+(?:al-|el-|de |van |bin |ibn |ul-)?[A-Z][\w’'.-]*)+", name):
            return name
    return words
