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
    r"governor|former|latter|two sides|sides|monitor|report|communique|text|outlet|leader)"
    r"|(?:the same|these|those) (?:sources?|officials?|witnesses|reports?)",
    re.IGNORECASE,
)
# Descriptions of a body, which stand for one named before or speak for themselves: "the army said".
_BODY = re.compile(
    r"the (?:group|ministry|army|organi[sz]ation|militants?|rebels?|fighters?|attackers?|gunmen|troops|soldiers|"
    r"insurgents?|terrorists?|regime|police|movement|coalition|militia|observatory|body)",
    re.IGNORECASE,
)
# Of these, the ones that any side may be: a text has many groups, and mostly one army.
_GROUP = re.compile(
    r"the (?:group|organi[sz]ation|militants?|rebels?|fighters?|attackers?|gunmen|insurgents?|terrorists?|movement|"
    r"coalition|militia|body)",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:(?:the|a|an|former|acting|deputy|vice|local|senior|chief|head|director|army|police|military|"
    r"dr|mr|mrs|ms|prof(?:essor)?|gen(?:eral)?|col(?:onel)?|lt|lieutenant|maj(?:or)?|capt(?:ain)?|cmdr|commander|brig|"
    r"brigadier|sgt|sergeant|adm(?:iral)?|marshal|president|prime|foreign|defen[cs]e|interior|minister|secretary|"
    r"governor|mayor|sheikh|sen(?:ator)?|rep|ambassador|spokes(?:man|woman|person)|activist|journalist|media|doctor|"
    r"analyst|researcher|judge|bishop|father|imam|sp|ssp|dsp|british|american|french|russian|turkish|syrian|"
    r"iraqi|ukrainian|us|u\.s\.|uk|un)\.?\s+)+(?=[A-Z][\w’'-]+(?:\s|$))",
    re.IGNORECASE,
)
_FULL_NAME = r"(?!Against\b|For\b)[A-Z][\w’'.-]+(?:\s+(?:al-|el-|de |van |bin |ibn |ul-)?[A-Z][\w’'.-]*)+"
# Words of an office or a body: no part of a person's name, which comes after them or not at all.
_OFFICE = (
    r"\b(?:[Oo]fficers?|[Cc]ommittee|[Cc]ommission|[Cc]ommissioner|[Ss]ecretary|[Oo]ffice|[Ss]pokes(?:man|woman|person)"
    r"|[Aa]mbassador|[Cc]ommander|[Mm]inister|[Gg]overnor|[Mm]ayor|[Cc]hairm[ae]n|[Cc]hief|[Ll]eader|[Dd]irector|"
    r"[Rr]esident)\b"
)


def stands_for(span: Span, reading: Reading) -> Span | None:
    """The named mention that a pronoun or a bare description stands for, or None when the words name it themselves.

    "The group" means one that is named before it; "he", and "the army" of the one state, may run ahead of the name.
    """
    if not is_pronoun(span.text):
        return None
    for other, chance in reading.same.get(span, ()):
        if chance < SAME_FLOOR:
            break
        if not is_pronoun(other.text) and (other.end <= span.start or not _GROUP.fullmatch(span.text)):
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
    """The name inside the words for a speaker: titles, trades, offices and appositions left off.

    >>> name_of("British Maj Gen Anna Holt"), name_of("Omar Said, a commander"), name_of("local residents")
    ('Anna Holt', 'Omar Said', 'local residents')
    """
    parts = [_TITLES.sub("", part.strip()) for part in re.split(r",\s+", words)]
    for part in parts:
        name = re.fullmatch(rf"(?:.*{_OFFICE}\s+)?({_FULL_NAME})", part)
        if name and not re.search(_OFFICE, name[1]):
            return name[1]
    if apposed := re.match(r"(?:[Aa]n?|[Tt]he) [a-z -]+, ([A-Z][\w’'-]+)(?:,|$)", words):
        return apposed[1]
    return next((part for part in parts if re.fullmatch(_FULL_NAME, part)), words)
