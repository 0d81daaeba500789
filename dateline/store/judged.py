"""Events with what people judged laid over them, in order of first publication, a few in memory at a time.

What linking has not followed yet is shown at once: a rejected claim is left out of its event, one whose link was
rejected stands by itself, two events that were made one are one. Only the events that this touches are held.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from dateline.errors import JudgementError
from dateline.events import Event, EventClaim, by_publication
from dateline.linking.clusters import name_event
from dateline.store.case import Case
from dateline.store.judging import ClaimKey, Judgement, correct_claim, load_judgements, make_decisions, name_claim

_OVERRULED = "no longer followed: a later judgement says otherwise"


def judged_events(case: Case, as_of: str | None = None) -> Iterator[Event]:
    """Give every event as it stands with the judgements laid over it, in order of first publication.

    Without rejected events, claims and links; an event without a claim left is left out. `as_of` is a day or a
    date-time: record and judgements of then. What is held is what was judged, a row number an event, and the events
    that judgements change which no run of `link_case` has followed.
    """
    seq = case.find_seq(as_of)
    judgements = Judgements(load_judgements(case, seq))
    changed = judgements.find_changed(case, seq)
    held = judgements.rearrange(list(case.load_events(sorted(changed), seq)))
    moved = sorted((event for found in held for event in judgements.apply(found)), key=by_publication)
    rows = (row for row in case.list_event_rows(seq) if row not in changed)
    rest = (event for found in case.load_events(rows, seq) for event in judgements.apply(found))
    yield from heapq.merge(rest, moved, key=by_publication)


class Judgements:
    """Judgements that stand, by what they are on."""

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        self._events: dict[str, Judgement] = {}
        self._claims: dict[ClaimKey, Judgement] = {}
        self._decided: list[Judgement] = []
        self._by_claim: dict[ClaimKey, list[Judgement]] = defaultdict(list)
        for one in judgements:
            if one.kind == "event":
                self._events[one.subject_id] = one
            elif one.claim is not None and one.kind == "claim":
                self._claims[one.claim] = one
            elif one.claim is not None and one.anchor is not None:
                self._decided.append(one)
                for key in (one.claim,) if one.kind == "link" else (one.claim, one.anchor):
                    self._by_claim[key].append(one)
        self._decisions = make_decisions(self._decided)

    def find_changed(self, case: Case, seq: int) -> set[int]:
        """Return the rows of the events that do not stand as they were judged."""
        rejected = [key for key, one in self._claims.items() if one.verdict == "reject"]
        named = [key for one in self._decided for key in (one.claim, one.anchor) if key is not None]
        rows = case.find_event_rows({*rejected, *named}, seq)
        changed = {rows[key] for key in rejected if key in rows}
        for one, claim, anchor in self._list_followed():
            if claim in rows and anchor in rows and (rows[claim] == rows[anchor]) != (one.verdict == "confirm"):
                changed |= {rows[claim], rows[anchor]}
        return changed

    def rearrange(self, events: Sequence[Event]) -> list[Event]:
        """Return events with their claims where people put them; where claims stay together is for linking to find."""
        groups = {event.id: event for event in events}
        home = {_key(entry): event.id for event in events for entry in event.claims}
        for one, claim, anchor in self._list_followed():
            if claim not in home or anchor not in home or (home[claim] == home[anchor]) == (one.verdict == "confirm"):
                continue
            source, goal = groups[home[claim]], groups[home[anchor]]
            if one.kind == "pair" and one.verdict == "confirm":
                source, goal = sorted((source, goal), key=by_publication, reverse=True)
                moving = [_key(entry) for entry in source.claims]
            else:
                later = max(claim, anchor, key=list(map(_key, source.claims)).index) if one.kind == "pair" else claim
                moving = self._list_moving(source, later)
            if one.verdict == "reject":
                goal = Event(name_event(name_claim(moving[0]), groups), (), ("apart by a judgement",))
            groups[goal.id], left = _move(source, goal, moving)
            groups[source.id] = left
            home.update(dict.fromkeys(moving, goal.id))
        return [event for event in groups.values() if event.claims]

    def _list_moving(self, source: Event, claim: ClaimKey) -> list[ClaimKey]:
        """The claims of an event that go where one of them goes."""
        names = self._decisions.list_together(name_claim(claim))
        return [key for key in map(_key, source.claims) if name_claim(key) in names]

    def apply(self, found: Event) -> Iterator[Event]:
        """Give the event as judged, or nothing where nothing of it is left."""
        on_event = self._events.get(found.id)
        if on_event is not None and on_event.verdict == "reject":
            return
        notes = [on_event.describe()] if on_event else []
        kept: list[EventClaim] = []
        for entry in found.claims:
            judged, said = self._judge_claim(entry)
            notes += said
            kept += [judged] if judged is not None else []
        notes += self._describe_decisions(map(_key, found.claims))
        if kept:
            yield replace(found, claims=tuple(kept), judgements=tuple(notes))

    def _list_followed(self) -> Iterator[tuple[Judgement, ClaimKey, ClaimKey]]:
        """The judgements on links and pairs that no later one undoes, with their two claims."""
        for one in self._decided:
            if one.decision not in self._decisions.overruled and one.claim is not None and one.anchor is not None:
                yield one, one.claim, one.anchor

    def _describe_decisions(self, keys: Iterable[ClaimKey]) -> list[str]:
        said = {}
        for key in keys:
            for one in self._by_claim.get(key, ()):
                overruled = f" - {_OVERRULED}" if one.decision in self._decisions.overruled else ""
                said[one.subject_id] = f"{one.describe()}{overruled}"
        return list(said.values())

    def _judge_claim(self, entry: EventClaim) -> tuple[EventClaim | None, list[str]]:
        """The claim as judged, None where it was rejected; and the judgement in words."""
        one = self._claims.get(_key(entry))
        if one is None:
            return entry, []
        if one.verdict == "reject":
            return None, [one.describe()]
        if one.verdict == "confirm":
            return entry, [one.describe()]
        try:
            return replace(entry, claim=correct_claim(entry.claim, one)), [one.describe()]
        except JudgementError as error:
            # The report was coded anew since, and the claim has not the parts that were corrected.
            return entry, [f"{one.describe()} - no longer fits: {error}"]


def _move(source: Event, goal: Event, moving: Collection[ClaimKey]) -> tuple[Event, Event]:
    """The event to which claims go, and the one that they leave."""
    gone = tuple(entry for entry in source.claims if _key(entry) in moving)
    left = tuple(entry for entry in source.claims if _key(entry) not in moving)
    links = (*goal.links, *source.links) if not left else goal.links
    return replace(goal, claims=(*goal.claims, *gone), links=links), replace(source, claims=left)


def _key(entry: EventClaim) -> ClaimKey:
    return entry.report.id, entry.claim.id
