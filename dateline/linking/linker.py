"""Claims to events: each new claim joins the event that it is likest to, or begins one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dateline.events.model import Event, EventClaim
from dateline.linking.blocking import Blocks
from dateline.linking.lineage import LineageIndex
from dateline.linking.profile import Profile, make_profile
from dateline.linking.scoring import THRESHOLD, PairScore, score_pair
from dateline.model import CodedReport, Report

# Claims of one event that a new one is compared with: the first and the latest, so that a much told event stays cheap.
_COMPARED = 12
_TIE = 0.03
# The same sentence within so many days is a copied claim; shorter or later ones may be set phrases.
_COPIED_WORDS, _COPIED_DAYS = 8, 3


def link_reports(reports: Iterable[CodedReport]) -> list[Event]:
    """Return the events that the claims of the reports speak of, in order of first publication.

    Every claim is in exactly one event, one of its own where no other fits. Reports are taken in order of publication,
    so the order of input does not matter. Nothing is read, kept or written elsewhere.
    """
    linker = Linker()
    for coded in sorted(reports, key=lambda coded: (coded.report.published or "9999", coded.report.id)):
        linker.add(coded)
    return linker.events()


class Linker:
    """Events so far. A new report is compared only with the claims of its days and places.

    Not handled: a claim that was given its own event stays there until a later claim fits both; merging by what
    readers decide is the database's.
    """

    def __init__(self) -> None:
        self._lineage = LineageIndex()
        self._blocks = Blocks()
        self._reports: dict[str, Report] = {}
        self._entries: list[EventClaim] = []
        self._profiles: list[Profile] = []
        self._event_of: list[int] = []
        self._groups: dict[int, _Group] = {}
        self._sentences: dict[tuple[str, str], int] = {}

    def add(self, coded: CodedReport) -> tuple[str, ...]:
        """Put a report's claims to events and return the ids of the events touched. The same report twice is one."""
        report = coded.report
        if report.id in self._reports:
            return ()
        self._reports[report.id] = report
        self._lineage.add(report)
        touched = [self._place(EventClaim(report, claim, report.id)) for claim in coded.claims]
        return tuple(dict.fromkeys(self._id(number) for number in touched if number in self._groups))

    def events(self) -> list[Event]:
        """Return all events, each claim with the root of its report's lineage as known now."""
        descents = self._lineage.descents()
        return [
            Event(
                self._id(number),
                tuple(
                    EventClaim(entry.report, entry.claim, descents[entry.report.id].root_id)
                    for entry in (self._entries[member] for member in sorted(group.members))
                ),
                tuple(group.links),
            )
            for number, group in sorted(self._groups.items())
        ]

    def _place(self, entry: EventClaim) -> int:
        """Put one claim to an event; return the event's number, that of its first claim."""
        number, profile = len(self._entries), make_profile(entry)
        copied = self._find_copied(entry, profile)
        ranked = self._rank(profile) if copied is None else []
        self._entries.append(entry)
        self._profiles.append(profile)
        self._blocks.add(number, profile)
        self._sentences[_sentence_key(entry)] = number
        if copied is not None:
            event = self._event_of[copied]
            self._groups[event].members.append(number)
            self._groups[event].links.append(f"{profile.key} to {self._profiles[copied].key}: copy/1 the same sentence")
            self._event_of.append(event)
            return event
        if not ranked or _is_tied(profile, ranked):
            reason = [f"{profile.key} apart: tie/1 fits several events alike"] if ranked else []
            self._groups[number] = _Group([number], reason)
            self._event_of.append(number)
            return number
        _, chosen, best, likest = ranked[0]
        group = self._groups[chosen]
        group.members.append(number)
        group.links.append(f"{profile.key} to {self._profiles[likest].key}: {best.explain()}")
        self._event_of.append(chosen)
        return self._merge(chosen, ranked[1:])

    def _find_copied(self, entry: EventClaim, profile: Profile) -> int | None:
        """The claim of another report that the very same sentence carries, whatever else was read from it."""
        key = _sentence_key(entry)
        number = self._sentences.get(key)
        if number is None or len(key[0].split()) < _COPIED_WORDS:
            return None
        other, days = self._profiles[number], (entry.report.published, self._entries[number].report.published)
        if other.report_id == profile.report_id or other.real != profile.real or other.family != profile.family:
            return None
        return number if _are_close(*days) else None

    def _rank(self, profile: Profile) -> list[tuple[float, int, PairScore, int]]:
        """Events that the claim may be put to, likest first: score, event, best pair and with which claim."""
        fitting = []
        for event in dict.fromkeys(self._event_of[number] for number in self._blocks.find(profile)):
            fit = self._fit(profile, event)
            if fit is not None and fit[0] >= THRESHOLD:
                fitting.append((fit[0], event, fit[1], fit[2]))
        return sorted(fitting, key=lambda row: (-row[0], row[1]))

    def _fit(self, profile: Profile, event: int) -> tuple[float, PairScore, int] | None:
        """The mean of best and average pair with the event's claims; None where one of those bars it."""
        pairs = []
        for member in _sample(self._groups[event].members):
            pair = score_pair(profile, self._profiles[member])
            if pair.barred_by:
                return None
            pairs.append((pair, member))
        best, likest = max(pairs, key=lambda row: (row[0].value, -row[1]))
        mean = sum(pair.value for pair, _ in pairs) / len(pairs)
        return (best.value + mean) / 2, best, likest

    def _merge(self, chosen: int, others: list[tuple[float, int, PairScore, int]]) -> int:
        """Make one of events that a claim showed to be one, where no claim of the one bars the other's."""
        for _, other, _, _ in others:
            fits = [self._fit(self._profiles[member], chosen) for member in _sample(self._groups[other].members)]
            scores = [fit[0] for fit in fits if fit is not None]
            if len(scores) < len(fits) or sum(scores) / len(scores) < THRESHOLD:
                continue
            kept, gone = min(chosen, other), max(chosen, other)
            group = self._groups.pop(gone)
            self._groups[kept].members.extend(group.members)
            self._groups[kept].links.extend([*group.links, f"{self._profiles[gone].key}: merge/1 by a later claim"])
            for member in group.members:
                self._event_of[member] = kept
            chosen = kept
        return chosen

    def _id(self, number: int) -> str:
        return "event:" + hashlib.sha256(self._profiles[number].key.encode()).hexdigest()[:16]


@dataclass(slots=True)
class _Group:
    members: list[int]
    links: list[str] = field(default_factory=list)


def _sentence_key(entry: EventClaim) -> tuple[str, str]:
    sentence = entry.claim.evidence[0].text if entry.claim.evidence else ""
    return " ".join(sentence.casefold().split()), entry.claim.trigger.text


def _are_close(one: str | None, other: str | None) -> bool:
    if not (one and other):
        return False
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days) <= _COPIED_DAYS


def _is_tied(profile: Profile, ranked: list[tuple[float, int, PairScore, int]]) -> bool:
    """Whether a claim without a place of its own fits two events alike: then it is put to neither."""
    return len(ranked) > 1 and not profile.exact_place and ranked[0][0] - ranked[1][0] < _TIE


def _sample(members: list[int]) -> list[int]:
    if len(members) <= _COMPARED:
        return members
    return members[: _COMPARED // 2] + members[-_COMPARED // 2 :]
