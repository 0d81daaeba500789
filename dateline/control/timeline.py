"""What claims say of one site, added up in order of time: spans with a holder, contested and unknown ones between."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.control.certainty import judge
from dateline.control.holders import are_same, is_side_of, speaks_for
from dateline.control.model import ControlSpan, Holder, HolderReason, Mark, Saying, Site, State, Timeline
from dateline.control.rules import cite
from dateline.control.sayings import back
from dateline.control.turns import CHANGES, DISPUTE, Turn, hang_denials, join_names, make_turns, put_in_order


@dataclass(slots=True)
class _Draft:
    """A span while it grows."""

    state: State
    holders: tuple[Holder, ...]
    rest: tuple[Holder, ...]
    reason: HolderReason | None
    start: tuple[date | None, date]
    is_told: bool  # its beginning was told as a change
    said: date
    sayings: list[Saying]
    rules: list[str]
    end: tuple[date, date] | None = None
    is_change_told: bool = True


def build_timeline(site: Site, sayings: Sequence[Saying]) -> Timeline:
    """Return the spans and marks of a site; the same sayings in any order give the same timeline."""
    ordered = sorted(
        sayings, key=lambda s: (s.last, s.entry.report.published or "", s.entry.report.id, s.entry.claim.id)
    )
    turns = make_turns(ordered)
    loose = hang_denials(turns, [saying for saying in ordered if saying.says == "denies"])
    drafts: list[_Draft] = []
    for turn in put_in_order(turns):
        _add(drafts, turn)
    spans = tuple(_finish(site, draft) for draft in drafts)
    marked = [saying for saying in ordered if saying.says not in CHANGES | {"holds", "denies"}]
    return Timeline(site, spans, tuple(_make_marks([*marked, *loose])))


def _add(drafts: list[_Draft], turn: Turn) -> None:
    if turn.is_hold:
        _add_hold(drafts, turn)
    elif turn.is_leaving:
        _add_leaving(drafts, turn)
    else:
        _add_taking(drafts, turn)


def _add_taking(drafts: list[_Draft], turn: Turn) -> None:
    _join_leaving(drafts, turn)
    current = drafts[-1] if drafts else None
    if current is not None and turn.holders and current.state == "held" and are_same(current.holders, turn.holders):
        if not _is_taken_anew(current, turn):
            _support(current, turn)
            return
        _close(current, (current.said, turn.earliest), told=False)
        drafts.append(_unknown(current.said, turn.last, "change_not_told"))
    elif _is_told_again(drafts, turn):
        _support(drafts[-1], turn)
        return
    elif current is not None and _cannot_be_ordered(current, turn):
        _contest(drafts, turn, "control/order-not-said")
        return
    elif _is_loser_news(current, turn):
        _add_loser(drafts, turn)
    current = drafts[-1] if drafts else None
    if turn.first is None and current is not None and current.holders and not turn.denials and not turn.losers:
        # Told as done by its day of publication: the change lies after the last word for the other.
        _close(current, (current.said, turn.last), told=True)
    elif current is not None:
        _close(current, (max(turn.earliest, min(current.said, turn.last)), turn.last), told=True)
    before = current.holders if current is not None else ()
    drafts.append(_make_held(turn, before, current))


def _join_leaving(drafts: list[_Draft], turn: Turn) -> None:
    """Who left on the day on which another came left to that other: no time between in which nobody is known."""
    if len(drafts) < 2 or not turn.holders or turn.first is None or drafts[-1].reason != "holder_not_said":
        return
    first, last = drafts[-1].start
    if (first or last) <= turn.last and turn.first <= last and not are_same(drafts[-2].holders, turn.holders):
        left = drafts.pop()
        drafts[-1].end = None
        turn.sayings = [*left.sayings, *turn.sayings]


def _is_loser_news(current: _Draft | None, turn: Turn) -> bool:
    """Whether who lost the place says more than is known of who held it."""
    if current is None or not current.holders:
        return True
    return current.state == "held" and bool(turn.losers) and not are_same(current.holders, turn.losers)


def _make_held(turn: Turn, before: tuple[Holder, ...], current: _Draft | None) -> _Draft:
    rules = _rules(turn)
    start = (turn.first, turn.last)
    if turn.first is None and current is not None:
        start = (current.said, turn.last)
    sayings = [*turn.sayings, *turn.denials]
    named = (*before, *turn.losers, *(loser for denial in turn.denials for loser in denial.losers))
    rest = _each_once(holder for holder in named if not are_same([holder], turn.holders))
    if turn.denials and (turn.holders or rest):
        return _Draft("contested", (*turn.holders, *rest), (), None, start, True, turn.last, sayings, rules)
    if not turn.holders:
        return _Draft("unknown", (), (), "holder_not_named", start, True, turn.last, sayings, rules)
    state: State = "partly_held" if turn.is_part else "held"
    rest = before if turn.is_part and not are_same(before, turn.holders) else ()
    return _Draft(state, turn.holders, rest, None, start, turn.first is not None, turn.last, sayings, rules)


def _each_once(holders: Iterable[Holder]) -> tuple[Holder, ...]:
    """The holders without those that an earlier one is, or is a part of."""
    found: list[Holder] = []
    for holder in holders:
        if not are_same([holder], found):
            found.append(holder)
    return tuple(found)


def _add_loser(drafts: list[_Draft], turn: Turn) -> None:
    """Who lost the place held it until then."""
    if not turn.losers or turn.denials or turn.is_part or turn.first is None:
        return
    losing = [saying for saying in turn.sayings if saying.losers]
    day = turn.earliest
    hold = Turn(turn.losers, (), day, day, True, False, False, False, False, losing or list(turn.sayings))
    _add_hold(drafts, hold, rule="control/loser-held")


def _is_told_again(drafts: list[_Draft], turn: Turn) -> bool:
    """Whether who left or lost the place is known to have gone, and nobody to have come since."""
    if len(drafts) < 2 or turn.holders or drafts[-1].holders or drafts[-1].reason == "change_not_told":
        return False
    return bool(turn.losers) and are_same(drafts[-2].holders, turn.losers)


def _add_leaving(drafts: list[_Draft], turn: Turn) -> None:
    current = drafts[-1] if drafts else None
    if _is_told_again(drafts, turn):
        _support(drafts[-1], turn)
        return
    if current is not None and current.holders and not are_same(current.holders, turn.losers):
        if current.state == "contested" or current.is_told:
            # Another is said to hold it already: that somebody else left changes nothing.
            current.sayings += turn.sayings
            current.rest = tuple(holder for holder in current.rest if not are_same([holder], turn.losers))
            _cite(current, turn)
            return
        _close(current, (current.said, turn.earliest), told=False)
    if current is None or not current.holders:
        _add_loser(drafts, turn)
        current = drafts[-1] if drafts else None
    if current is not None:
        _close(current, (turn.earliest, turn.last), told=True)
    drafts.append(
        _Draft(
            "unknown", (), (), "holder_not_said", (turn.first, turn.last), True, turn.last, turn.sayings, _rules(turn)
        )
    )


def _add_hold(drafts: list[_Draft], turn: Turn, rule: str | None = None) -> None:
    current = drafts[-1] if drafts else None
    if current is None or not current.holders:
        start = (None, turn.last) if current is None else (current.said, turn.last)
        if turn.is_since:
            start = (turn.last, turn.last)
        if current is not None:
            _close(current, (start[0] or turn.last, turn.last), told=turn.is_since)
        drafts.append(_make_hold(turn, start, rule))
    elif _settles(current, turn):
        _close(current, (current.said, turn.last), told=True)
        drafts.append(_make_hold(turn, (current.said, turn.last), "control/settled"))
    elif turn.is_since and not are_same(current.holders, turn.holders):
        _close(current, (max(current.start[1], min(current.said, turn.last)), turn.last), told=True)
        drafts.append(_make_hold(turn, (turn.last, turn.last), rule))
    elif current.state == "partly_held" and rule is None and not turn.is_part and _is_sole(current, turn):
        _close(current, (current.said, turn.last), told=False)
        drafts.append(_make_hold(turn, (current.said, turn.last), rule))
    elif are_same(current.holders, turn.holders):
        _support(current, turn, rule)
    elif turn.is_part and current.state == "held":
        _close(current, (current.said, turn.last), told=False)
        draft = _make_hold(turn, (current.said, turn.last), rule)
        draft.rest = current.holders
        drafts.append(draft)
    elif rule is None and turn.last - current.said <= DISPUTE:
        _contest(drafts, turn, "control/contradicted")
    else:
        _close(current, (current.said, turn.earliest), told=False)
        if turn.last > current.said:
            drafts.append(_unknown(current.said, turn.last, "change_not_told"))
        drafts.append(_make_hold(turn, (current.said, turn.last), rule))


def _settles(current: _Draft, turn: Turn) -> bool:
    """Whether a word of somebody on no side, long after the last word for the other, ends a contest."""
    if current.state != "contested" or turn.is_part or not are_same(current.holders, turn.holders):
        return False
    others = [
        saying for saying in current.sayings if saying.says == "denies" or not are_same(saying.holders, turn.holders)
    ]
    if any(turn.last - _last_told(saying) <= DISPUTE for saying in others):
        return False
    if all(are_same([holder], turn.holders) for holder in current.holders) and not others:
        return False
    return any(not _is_party(saying, current.holders) for saying in turn.sayings)


def _last_told(saying: Saying) -> date:
    published = saying.entry.report.published
    return max(saying.last, date.fromisoformat(published[:10])) if published else saying.last


def _is_party(saying: Saying, holders: Sequence[Holder]) -> bool:
    """Whether the first speaker is on the side of one of the holders."""
    side = speaks_for(saying.entry)
    return side is not None and is_side_of(side, holders)


def _is_sole(current: _Draft, turn: Turn) -> bool:
    return are_same(current.holders, turn.holders) and not are_same(current.rest, turn.holders)


def _make_hold(turn: Turn, start: tuple[date | None, date], rule: str | None) -> _Draft:
    state: State = "partly_held" if turn.is_part else "held"
    rules = _rules(turn) + ([cite(rule)] if rule else [])
    return _Draft(state, turn.holders, (), None, start, turn.is_since, turn.last, list(turn.sayings), rules)


def _contest(drafts: list[_Draft], turn: Turn, rule: str) -> None:
    """Both are said to hold it: contested from the turn's day on, or from the beginning of a span that began then."""
    current = drafts[-1]
    holders = (*current.holders, *(holder for holder in turn.holders if not are_same([holder], current.holders)))
    rules = [*current.rules, *_rules(turn), cite(rule)]
    began = current.start[1] if current.is_told else None
    if current.state == "contested" or (began is not None and turn.last - began <= DISPUTE):
        current.state, current.holders, current.rest = "contested", holders, ()
        current.sayings += [*turn.sayings, *turn.denials]
        current.rules = list(dict.fromkeys(rules))
        current.said = max(current.said, turn.last)
        return
    recent = [saying for saying in current.sayings if turn.last - saying.last <= DISPUTE]
    start = max(current.start[1], min(turn.earliest, current.said))
    _close(current, (start, turn.last), told=False)
    current.is_change_told = True
    drafts.append(
        _Draft("contested", holders, (), None, (start, turn.last), True, turn.last, [*recent, *turn.sayings],
               list(dict.fromkeys([*_rules(turn), cite(rule)])))
    )  # fmt: skip


def _cannot_be_ordered(current: _Draft, turn: Turn) -> bool:
    """Whether the current span began by a taking on days that the turn's days meet, and no words order the two."""
    if not current.is_told or not current.holders or not turn.holders or turn.is_part or current.state == "partly_held":
        return False
    start = current.start[0] or current.start[1]
    if not (start <= turn.last and turn.earliest <= current.start[1]):
        return False
    ordered = turn.is_again or are_same(turn.losers, current.holders)
    return not ordered and not are_same(current.holders, turn.holders)


def _is_taken_anew(current: _Draft, turn: Turn) -> bool:
    """Whether the same side is told to take the place a second time, and not the first taking told late."""
    if turn.first is None:
        return False
    return turn.first - current.said > DISPUTE and (turn.is_again or bool(turn.losers))


def _support(current: _Draft, turn: Turn, rule: str | None = None) -> None:
    current.sayings += [*turn.sayings, *turn.denials]
    current.said = max(current.said, turn.last)
    _cite(current, turn)
    if rule:
        current.rules = list(dict.fromkeys([*current.rules, cite(rule)]))
    if turn.denials and current.state != "contested":
        current.state = "contested"
    elif current.state == "held":
        current.holders = join_names(current.holders, turn.holders) if not turn.is_hold else current.holders


def _cite(current: _Draft, turn: Turn) -> None:
    current.rules = list(dict.fromkeys([*current.rules, *_rules(turn)]))


def _rules(turn: Turn) -> list[str]:
    rules = dict.fromkeys(rule for saying in (*turn.sayings, *turn.denials) for rule in saying.rules)
    if len(turn.sayings) > 1 and not turn.is_hold:
        rules[cite("control/same-change")] = None
    if turn.is_again:
        rules[cite("control/retaken")] = None
    return list(rules)


def _unknown(first: date, last: date, reason: HolderReason) -> _Draft:
    draft = _Draft("unknown", (), (), reason, (first, first), False, first, [], [cite("control/change-not-told")])
    draft.end = (last, last)
    return draft


def _close(draft: _Draft, end: tuple[date, date], *, told: bool) -> None:
    if draft.end is None:
        first = max(end[0], draft.start[1]) if draft.start[1] <= end[1] else end[0]
        draft.end = (min(first, end[1]), end[1])
        draft.is_change_told = told


def _finish(site: Site, draft: _Draft) -> ControlSpan:
    sayings = list({id(saying): saying for saying in draft.sayings}.values())
    judgement = judge(draft.state, draft.holders, sayings)
    start = draft.start[0].isoformat() if draft.start[0] else None
    end = draft.end
    return ControlSpan(
        id=_name(site, draft), state=draft.state, holders=draft.holders, rest=draft.rest, reason=draft.reason,
        start_earliest=start, start_latest=draft.start[1].isoformat(),
        start_reason=None if start else "start_not_said",
        end_earliest=end[0].isoformat() if end else None, end_latest=end[1].isoformat() if end else None,
        end_reason=("no_later_word" if end is None else None if draft.is_change_told else "change_not_told"),
        last_said=draft.said.isoformat(), certainty=judgement.certainty, certainty_rule=judgement.rule,
        only_own_side=judgement.only_own_side, source_count=judgement.source_count,
        claims=tuple(back(saying) for saying in sayings), rules=tuple(draft.rules),
    )  # fmt: skip


def _name(site: Site, draft: _Draft) -> str:
    claims = sorted(f"{saying.entry.report.id}/{saying.entry.claim.id}" for saying in draft.sayings)
    holders = [holder.actor_id or holder.name for holder in draft.holders]
    key = "\n".join([site.id, draft.state, draft.start[1].isoformat(), *holders, *claims])
    return f"control:{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _make_marks(sayings: Iterable[Saying]) -> list[Mark]:
    """One mark for what is said of the same actors on days that meet."""
    marks: list[Mark] = []
    for saying in sorted(sayings, key=lambda saying: (saying.last, saying.says)):
        last = marks[-1] if marks else None
        start = saying.first.isoformat() if saying.first else None
        if last and last.says == saying.says and last.end and (start or saying.last.isoformat()) <= last.end:
            same = are_same(last.actors, saying.holders) or not (last.actors and saying.holders)
            if same:
                marks[-1] = replace(
                    last, end=max(last.end, saying.last.isoformat()), claims=(*last.claims, back(saying)),
                    rules=tuple(dict.fromkeys((*last.rules, *saying.rules))),
                )  # fmt: skip
                continue
        marks.append(Mark(saying.says, saying.holders, start, saying.last.isoformat(), (back(saying),), saying.rules))
    return marks
