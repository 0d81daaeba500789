"""Claims put to events, one after the other, among the claims that are known.

A claim has a number, in the order in which claims were put to events; an event that of its first claim. `Clusters`
holds all claims (in memory) or those of a neighbourhood (`recall`ed from where they are kept): as it compares a claim
only with those that share one of its keys, and an event by a few of its claims, both give the same events. What people
decided on which claims are of one event (`Decisions`) comes before every likeness.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dateline.events.model import EventClaim
from dateline.linking.blocking import Blocks, Key
from dateline.linking.decisions import ClaimName, Decisions
from dateline.linking.profile import Profile, make_profile
from dateline.linking.scoring import THRESHOLD, PairScore, score_pair

# Claims of one event that a new one is compared with: the first and the latest, so that a much told event stays cheap.
_COMPARED = 12
_TIE = 0.03
# The same sentence within so many days is a copied claim; shorter or later ones may be set phrases.
_COPIED_WORDS, _COPIED_DAYS = 8, 3
SentenceKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim as it is compared with others: its profile, the sentence that carries it, and when it was published."""

    profile: Profile
    sentence: SentenceKey
    published: str | None


@dataclass(slots=True)
class Group:
    """One event so far: its id, its claims by number, and why each further one is in it."""

    id: str
    members: list[int]
    links: list[str] = field(default_factory=list)


def make_candidate(entry: EventClaim, *, is_corrected: bool = False) -> Candidate:
    """Return what of a claim is compared.

    One that was corrected has no sentence: it says what a person made of it, not what every copy of the sentence says.
    """
    sentence = entry.claim.evidence[0].text if entry.claim.evidence and not is_corrected else ""
    key = (" ".join(sentence.casefold().split()), entry.claim.trigger.text)
    return Candidate(make_profile(entry), key, entry.report.published)


def name_event(key: str, taken: Collection[str] = ()) -> str:
    """Return the id of the event that a claim begins; another where that id is `taken`.

    >>> name_event("r1/c1")
    'event:b31c34b435b3ba4f'
    """
    number, name = 1, _hash_name(key)
    while name in taken:
        number += 1
        name = _hash_name(f"{key}#{number}")
    return name


def choose_compared(members: Sequence[int]) -> Sequence[int]:
    """Return the claims by which an event is known to a new claim: the first and the latest."""
    if len(members) <= _COMPARED:
        return members
    return [*members[: _COMPARED // 2], *members[-_COMPARED // 2 :]]


class Clusters:
    """Events as far as they are known here, and which of them have changed."""

    def __init__(self, first_number: int = 0, decisions: Decisions | None = None) -> None:
        self.groups: dict[int, Group] = {}
        self.changed: set[int] = set()
        self.gone: list[str] = []
        self.taken_ids: set[str] = set()
        self._next = first_number
        self._decisions = decisions or Decisions()
        # The claims that decisions speak of, by event, and the number of each.
        self._decided: dict[int, set[ClaimName]] = defaultdict(set)
        self._numbers: dict[ClaimName, int] = {}
        self._blocks = Blocks()
        self._known: dict[int, Candidate] = {}
        self._event_of: dict[int, int] = {}
        self._sentences: dict[SentenceKey, int] = {}

    def recall_keys(self, keys: Mapping[Key, Iterable[int]]) -> None:
        """Take in which known claims stand under these keys."""
        self._blocks.recall(keys)

    def recall_sentence(self, sentence: SentenceKey, number: int) -> None:
        """Take in the latest known claim that a sentence carries."""
        self._sentences[sentence] = number

    def recall_group(
        self, group: Group, candidates: Mapping[int, Candidate], names: Mapping[int, ClaimName] | None = None
    ) -> None:
        """Take in a known event with those of its claims that are compared, and the names of all of them."""
        number = min(group.members)
        self.groups[number] = group
        self._event_of.update(dict.fromkeys(group.members, number))
        self._known.update(candidates)
        for member, name in (names or {}).items():
            self._note_decided(member, name)

    def find_near(self, candidate: Candidate) -> list[int]:
        """Return the numbers of the known claims that a claim is to be compared with."""
        copied = self._sentences.get(candidate.sentence)
        return [*self._blocks.find(candidate.profile), *([copied] if copied is not None else [])]

    def place(self, candidate: Candidate) -> int:
        """Put one claim to an event; return the claim's number."""
        number, profile = self._next, candidate.profile
        self._next += 1
        decided = self._find_decided(profile.key)
        copied = self._find_copied(candidate) if decided is None else None
        ranked = self._rank(profile) if copied is None and decided is None else []
        self._known[number] = candidate
        self._blocks.add(number, profile)
        self._sentences[candidate.sentence] = number
        if decided is not None:
            self._join(number, decided, f"{profile.key}: judged/1 put there by a person")
        elif copied is not None:
            reason = f"{profile.key} to {self._known[copied].profile.key}: copy/1 the same sentence"
            self._join(number, self._event_of[copied], reason)
        elif not ranked or _is_tied(profile, ranked):
            reasons = [f"{profile.key} apart: tie/1 fits several events alike"] if ranked else []
            self.groups[number] = Group(name_event(profile.key, self.taken_ids), [number], reasons)
            self.taken_ids.add(self.groups[number].id)
            self._event_of[number] = number
            self.changed.add(number)
        else:
            _, chosen, best, likest = ranked[0]
            self._join(number, chosen, f"{profile.key} to {self._known[likest].profile.key}: {best.explain()}")
            self._merge(chosen, ranked[1:])
        self._note_decided(number, profile.key)
        self._unite_decided(profile.key)
        return number

    def unite(self, one: ClaimName, other: ClaimName) -> None:
        """Make one of the events of two claims that a person said to be of one, where no decision speaks against it."""
        events = [self._event_of[self._numbers[name]] for name in (one, other) if name in self._numbers]
        if len(set(events)) > 1 and not self._decisions.forbid(*(self._decided[event] for event in events)):
            self._unite(min(events), max(events), f"{other}: judged/1 made one by a person")

    def find_event(self, number: int) -> Group:
        """Return the event that a claim is in."""
        return self.groups[self._event_of[number]]

    def _note_decided(self, number: int, name: ClaimName) -> None:
        if self._decisions.speak_of(name):
            self._numbers[name] = number
            self._decided[self._event_of[number]].add(name)

    def _find_decided(self, name: ClaimName) -> int | None:
        """The event that a person put the claim to, the earliest of several."""
        known = (self._numbers[other] for other in self._decisions.list_together(name) if other in self._numbers)
        events = {self._event_of[number] for number in known}
        return min((event for event in events if not self._is_apart(name, event)), default=None)

    def _is_apart(self, name: ClaimName, event: int) -> bool:
        """Whether a person said that the claim is not of that event."""
        return self._decisions.forbid([name], self._decided.get(event, ()))

    def _is_made(self, event: int) -> bool:
        """Whether a person put claims of the event together."""
        names = frozenset(self._decided.get(event, ()))
        return any(len(self._decisions.list_together(name) & names) > 1 for name in names)

    def _unite_decided(self, name: ClaimName) -> None:
        for other in sorted(self._decisions.list_together(name) - {name}):
            self.unite(name, other)

    def _join(self, number: int, event: int, reason: str) -> None:
        self.groups[event].members.append(number)
        self.groups[event].links.append(reason)
        self._event_of[number] = event
        self.changed.add(event)

    def _find_copied(self, candidate: Candidate) -> int | None:
        """The claim of another report that the very same sentence carries, whatever else was read from it."""
        number, profile = self._sentences.get(candidate.sentence), candidate.profile
        if number is None or len(candidate.sentence[0].split()) < _COPIED_WORDS:
            return None
        other = self._known[number].profile
        if other.report_id == profile.report_id or other.real != profile.real or other.family != profile.family:
            return None
        if self._is_apart(profile.key, self._event_of[number]):
            return None
        return number if _are_close(candidate.published, self._known[number].published) else None

    def _rank(self, profile: Profile) -> list[tuple[float, int, PairScore, int]]:
        """Events that the claim may be put to, likest first: score, event, best pair and with which claim."""
        fitting = []
        for event in dict.fromkeys(self._event_of[number] for number in self._blocks.find(profile)):
            fit = None if self._is_apart(profile.key, event) else self._fit(profile, event)
            if fit is not None and fit[0] >= THRESHOLD:
                fitting.append((fit[0], event, fit[1], fit[2]))
        return sorted(fitting, key=lambda row: (-row[0], row[1]))

    def _fit(self, profile: Profile, event: int) -> tuple[float, PairScore, int] | None:
        """The mean of best and average pair with the event's claims; None where one of those bars it.

        In an event that a person made of several, claims bar one another: there a claim is measured by those that do
        not bar it, as it speaks of one part of the event.
        """
        pairs, is_made = [], self._is_made(event)
        for member in choose_compared(self.groups[event].members):
            pair = score_pair(profile, self._known[member].profile)
            if pair.barred_by and not is_made:
                return None
            if not pair.barred_by:
                pairs.append((pair, member))
        if not pairs:
            return None
        best, likest = max(pairs, key=lambda row: (row[0].value, -row[1]))
        mean = sum(pair.value for pair, _ in pairs) / len(pairs)
        return (best.value + mean) / 2, best, likest

    def _merge(self, chosen: int, others: list[tuple[float, int, PairScore, int]]) -> None:
        """Make one of events that a claim showed to be one, where no claim of the one bars the other's."""
        for _, other, _, _ in others:
            if self._decisions.forbid(self._decided.get(chosen, ()), self._decided.get(other, ())):
                continue
            compared = choose_compared(self.groups[other].members)
            fits = [self._fit(self._known[member].profile, chosen) for member in compared]
            scores = [fit[0] for fit in fits if fit is not None]
            if len(scores) < len(fits) or sum(scores) / len(scores) < THRESHOLD:
                continue
            kept, gone = min(chosen, other), max(chosen, other)
            chosen = self._unite(kept, gone, f"{self._known[gone].profile.key}: merge/1 by a later claim")

    def _unite(self, kept: int, gone: int, reason: str) -> int:
        group = self.groups.pop(gone)
        self.groups[kept].members = sorted([*self.groups[kept].members, *group.members])
        self.groups[kept].links.extend([*group.links, reason])
        self._decided[kept] |= self._decided.pop(gone, set())
        self._event_of.update(dict.fromkeys(group.members, kept))
        self.gone.append(group.id)
        self.changed.discard(gone)
        self.changed.add(kept)
        return kept


def _hash_name(key: str) -> str:
    return "event:" + hashlib.sha256(key.encode()).hexdigest()[:16]


def _are_close(one: str | None, other: str | None) -> bool:
    if not (one and other):
        return False
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days) <= _COPIED_DAYS


def _is_tied(profile: Profile, ranked: list[tuple[float, int, PairScore, int]]) -> bool:
    """Whether a claim without a place of its own fits two events alike: then it is put to neither."""
    return len(ranked) > 1 and not profile.exact_place and ranked[0][0] - ranked[1][0] < _TIE
