"""Claims to events in memory: each new claim joins the event that it is likest to, or begins one."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.events.model import Event, EventClaim
from dateline.linking.clusters import Clusters, make_candidate
from dateline.linking.lineage import LineageIndex
from dateline.model import CodedReport


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
        self._clusters = Clusters()
        self._report_ids: set[str] = set()
        self._entries: dict[int, EventClaim] = {}

    def add(self, coded: CodedReport) -> tuple[str, ...]:
        """Put a report's claims to events and return the ids of the events touched. The same report twice is one."""
        report = coded.report
        if report.id in self._report_ids:
            return ()
        self._report_ids.add(report.id)
        self._lineage.add(report)
        touched = []
        for claim in coded.claims:
            entry = EventClaim(report, claim, report.id)
            number = self._clusters.place(make_candidate(entry))
            self._entries[number] = entry
            touched.append(number)
        return tuple(dict.fromkeys(self._clusters.find_event(number).id for number in touched))

    def events(self) -> list[Event]:
        """Return all events, each claim with the root of its report's lineage as known now."""
        descents = self._lineage.descents()
        return [
            Event(
                group.id,
                tuple(
                    EventClaim(entry.report, entry.claim, descents[entry.report.id].root_id)
                    for entry in (self._entries[member] for member in group.members)
                ),
                tuple(group.links),
            )
            for _, group in sorted(self._clusters.groups.items())
        ]
