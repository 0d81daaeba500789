"""Which way the words look: to a day that has been or to one that is to come."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.dates.tokens import Token

# The nearest of these before the expression, in its sentence, decides; after it only within a few words.
_AHEAD = frozenset(
    """will would shall should enters begins starts opens takes won't won’t going plans plan planned planning
    scheduled expected expects expect due intends hopes ultimatum deadline vowed promises upcoming slated
    until next matures payable expire effective calling""".split()
)
_BACK = frozenset(
    """was were had has have did said told reported announced been killed wounded injured attacked hit struck
    began started launched captured seized fell fired exploded took went came left died made held became got
    saw found met ended since last clashed shelled bombed ago happened occurred broke entered reached signed
    issued warned added claimed denied condemned threatened carried rose dropped closed stormed lost won
    drove led brought sent gave told blew shot sank""".split()
)
_AHEAD_STATUS = frozenset({"planned", "threatened", "alleged_intent"})
_MONTHS, _DAYS = frozenset({"month", "maymonth", "monshort"}), frozenset({"daynum", "ordnum", "ordw"})
# Before "to" and a verb: the act is still to come ("set to resume", "asked it to respond", "agreement to buy").
_COMMITTED = frozenset(
    """supposed due about ready poised scheduled agreement agreed plans asked wants want hopes deadline deal
    plan vowed threatened threatens threatening promise bid offer ordered decided willing prepared pledged
    refuses demanded promised vows pledge pledges undertook urged ordering warned""".split()
)
_DEFERRED = frozenset({"extended", "postponed", "delayed", "adjourned", "deferred", "pushed"})
# "Remained until Sunday" is told of what is over.
_STAYED = frozenset(
    """stayed staying remained remaining lasted lasting continued continuing lingered raged fought fighting
    occupied occupying blocked blocking""".split()
)
_BEFORE_REACH, _AFTER_REACH = 18, 7  # tokens looked at on either side; tried on the TimeBank development part


def looks_ahead(tokens: Sequence[Token], first: int, last: int, status: str) -> bool | None:
    """Return True when the expression at tokens[first:last] stands for a time to come, False for one past, else None.

    The nearest tense word before it in the sentence decides; then one just after it; then the status of the claim:
    what is planned or threatened lies ahead. "He said on Monday that troops will leave on Friday" looks back for Monday
    and ahead for Friday. The day of a month of what is planned lies ahead whatever is beside it ("banned the rally of
    9 May"): a weekday may be that of speaking, a date seldom is.
    """
    kinds = {token.kind for token in tokens[first:last]}
    if status in _AHEAD_STATUS and kinds & _MONTHS and kinds & _DAYS:
        return True
    if status in _AHEAD_STATUS and any(
        token.kind in {"by", "until"} for token in tokens[max(0, first - 1) : first + 1]
    ):
        return True
    if first > 1 and tokens[first - 1].kind in {"to", "until"}:
        reach = 6 if tokens[first - 1].kind == "until" else 1  # "extended the curfew in Bara until Sunday"
        if any(token.lower in _DEFERRED for token in tokens[max(0, first - 1 - reach) : first - 1]):
            return True
    if any(token.kind == "since" for token in tokens[max(0, first - 1) : last]):
        return False
    before = _tense(tokens[_sentence_start(tokens, first) : first][::-1][:_BEFORE_REACH], backwards=True)
    if before is not None:
        return before
    after = _tense(tokens[last : last + _AFTER_REACH], backwards=False)
    if after is not None:
        return after
    return True if status in _AHEAD_STATUS else None


def _sentence_start(tokens: Sequence[Token], first: int) -> int:
    for index in range(first - 1, -1, -1):
        if tokens[index].kind == "break":
            return index + 1
        if tokens[index].kind == "stop" and index + 1 < len(tokens) and tokens[index + 1].start > tokens[index].end:
            return index + 1
    return 0


def _tense(words: Sequence[Token], *, backwards: bool) -> bool | None:
    for index, token in enumerate(words):
        if token.kind in {"break", "stop"}:
            return None
        lower = token.lower
        if lower == "until" and backwards and any(word.lower in _STAYED for word in words[index + 1 : index + 4]):
            return False
        if lower in _AHEAD or (lower == "to" and backwards and _is_committed(words, index)):
            return True
        if lower not in _BACK and not _is_past_verb(words, index, backwards=backwards):
            continue
        # "to be held", "will be held": the participle tells nothing, what stands before it does.
        if backwards and index + 1 < len(words) and words[index + 1].lower == "be":
            if index + 2 < len(words) and words[index + 2].lower == "to":
                return True
            continue
        return False
    return None


def _is_committed(words: Sequence[Token], index: int) -> bool:
    """ "to" (read backwards) with a verb after it and a word of plan or duty shortly before it."""
    follows_verb = index > 0 and words[index - 1].kind == "word"
    if follows_verb and index + 1 < len(words) and words[index + 1].lower in {"is", "are"}:
        return True
    if index + 1 < len(words) and words[index + 1].lower == "set":
        return follows_verb
    # A few words may stand between: "promised the families to free them".
    return follows_verb and any(token.lower in _COMMITTED for token in words[index + 1 : index + 4])


def _is_past_verb(words: Sequence[Token], index: int, *, backwards: bool) -> bool:
    """A word in -ed that is no adjective: "bombarded the town", not "preferred shares"."""
    token = words[index]
    if token.kind != "word" or len(token.text) <= 4 or not token.lower.endswith("ed"):
        return False
    following = index - 1 if backwards else index + 1
    return not (0 <= following < len(words) and words[following].kind == "word")
