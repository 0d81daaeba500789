"""Claims of a case put to events, and reports to those that they copy: only what is not linked yet, in batches.

First the judgements that no run has followed yet, each with the claims that it is on; then the reports.
A batch of reports is compared with its neighbourhood (the claims of its days and places, the reports that share its
3-grams), which is loaded by query, and is recorded as one entry of the ledger. A run that is killed has lost the batch
under way and nothing else. Within a run reports are taken in order of publication; see docs/case.md on what hangs on
the order of runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from dateline import __version__
from dateline.events import EventClaim
from dateline.linking.blocking import list_asked_keys, list_keys
from dateline.linking.clusters import Candidate, Clusters, Group, choose_compared, make_candidate, name_event
from dateline.linking.decisions import Decisions
from dateline.linking.lineage import Descent
from dateline.model import Report
from dateline.store.case import Case
from dateline.store.following import CountedClaim, find_moves, load_counted
from dateline.store.judging import load_decisions
from dateline.store.ledger import Transaction
from dateline.store.neighbourhood import Neighbourhood, Parsed, hash_key, hash_sentence
from dateline.store.records import parse_record
from dateline.store.tables import claim_key, is_open, linked_claim, report, unfollowed_judgement, unlinked_report
from dateline.store.tracing import trace_batch
from dateline.store.writing import EventRecord, LinkChange, write_links

# Reports a transaction: enough to share the queries for their neighbourhood, few enough to keep other writers waiting
# for a moment only.
BATCH_COUNT = 50
_READ_COUNT = 500  # events at a time
MADE_BY = f"dateline {__version__}, linking/1"


@dataclass(frozen=True, slots=True)
class LinkedBatch:
    """What one batch did; copies are reports with a parent, judgements those that were followed."""

    report_count: int
    claim_count: int
    copy_count: int
    change: LinkChange
    judgement_count: int = 0


@dataclass(frozen=True, slots=True)
class Fresh:
    """A report that is to be linked, with the claims of it that count."""

    row: int
    report: Report
    claims: tuple[CountedClaim, ...]


def count_unlinked(case: Case) -> int:
    """Return how many reports are recorded but not linked as they are now."""
    with case.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(unlinked_report)).scalar_one())


def count_unfollowed(case: Case) -> int:
    """Return how many judgements on claims, links and pairs of events no run of linking has followed."""
    with case.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(unfollowed_judgement)).scalar_one())


def link_case(case: Case, *, made_by: str = MADE_BY, batch_count: int = BATCH_COUNT) -> Iterator[LinkedBatch]:
    """Follow new judgements and link what is not linked yet, or was coded anew; give each batch once it is recorded.

    Raises StoreError; what was given before stays recorded.
    """
    parsed = Parsed()
    with case.reading() as connection:
        near = Neighbourhood(connection, parsed)
        judged, report_ids = near.list_unfollowed(), near.list_unlinked()
    for start in range(0, len(judged), batch_count):
        with case.writing() as transaction:
            done = _follow_batch(transaction, judged[start : start + batch_count], parsed, made_by, case.name)
        yield done
    for start in range(0, len(report_ids), batch_count):
        with case.writing() as transaction:
            done = _link_batch(transaction, report_ids[start : start + batch_count], parsed, made_by, case.name)
        yield done


def relink_case(case: Case, *, made_by: str = MADE_BY, batch_count: int = BATCH_COUNT) -> LinkedBatch:
    """Link all reports anew, in order of publication, as if none had been linked; record what differs, all or nothing.

    Events that come out as they were keep standing. Raises StoreError.
    """
    parsed, descents, claim_count = Parsed(), dict[str, Descent](), 0
    with case.writing() as transaction:
        near = Neighbourhood(transaction.connection, parsed)
        judged = near.list_unfollowed()
        near.forget_all()
        decisions = load_decisions(transaction.connection)
        report_ids = near.list_unlinked()
        for start in range(0, len(report_ids), batch_count):
            fresh = _load_fresh(transaction.connection, report_ids[start : start + batch_count])
            claim_count += sum(len(one.claims) for one in fresh)
            descents |= _place_batch(near, fresh, decisions)[1]
        records = _read_records(near, near.list_events())
        change = write_links(transaction, records, descents, made_by=made_by, replaces=None, name=case.name)
    return LinkedBatch(len(report_ids), claim_count, _count_copies(descents.values()), change, len(judged))


def _follow_batch(
    transaction: Transaction, rows: Sequence[int], parsed: Parsed, made_by: str, name: str
) -> LinkedBatch:  # fmt: skip
    near = Neighbourhood(transaction.connection, parsed)
    # Another run may have followed some of these meanwhile.
    still = sorted(set(rows) & set(near.list_unfollowed()))
    moves = find_moves(near, transaction.connection, still)
    touched = near.forget_claims(moves.leaving) | _place_claims(near, moves.placed, moves.decisions, moves.united)
    records = _read_records(near, touched)
    change = write_links(transaction, records, {}, made_by=made_by, replaces=touched, name=name)
    near.note_followed(still)
    return LinkedBatch(0, len(moves.placed), 0, change, len(still))


def _link_batch(
    transaction: Transaction, report_ids: Sequence[str], parsed: Parsed, made_by: str, name: str
) -> LinkedBatch:  # fmt: skip
    near = Neighbourhood(transaction.connection, parsed)
    # Another run may have linked some of these meanwhile.
    still = near.find_unlinked(report_ids)
    fresh = _load_fresh(transaction.connection, [report_id for report_id in report_ids if report_id in still])
    touched, descents = _place_batch(near, fresh, load_decisions(transaction.connection))
    records = _read_records(near, touched)
    change = write_links(transaction, records, descents, made_by=made_by, replaces=touched, name=name)
    copies = _count_copies(one for report_id, one in descents.items() if report_id in still)
    claim_count = sum(len(one.claims) for one in fresh)
    return LinkedBatch(len(fresh), claim_count, copies, change)


def _load_fresh(connection: Connection, report_ids: Sequence[str]) -> list[Fresh]:
    """These reports as they stand with the claims that count, in the order given."""
    query = select(report).where(report.c.report_id.in_(report_ids), is_open(report))
    rows = {row.report_id: row for row in connection.execute(query)}
    found = {report_id: parse_record(Report, rows[report_id].body) for report_id in report_ids}
    claims = defaultdict(list)
    for one in load_counted(connection, found.values()):
        claims[one.report.id].append(one)
    return [Fresh(rows[key].row_id, one, tuple(claims[key])) for key, one in found.items()]


def _place_batch(
    near: Neighbourhood, fresh: Sequence[Fresh], decisions: Decisions
) -> tuple[set[str], dict[str, Descent]]:
    """Put the claims of reports to events; the events touched (some may be no more) and the descents that changed."""
    ids = [one.report.id for one in fresh]
    touched = near.forget_claims(near.find_claims_of_reports(ids))  # what an earlier coding claimed
    descents = trace_batch(near, [(one.row, one.report) for one in fresh])
    touched |= _place_claims(near, [item for one in fresh for item in one.claims], decisions)
    near.note_linked(ids)
    others = near.find_claims_of_reports(descents.keys() - set(ids))
    return touched | {linked.event_id for linked in others}, descents


def _place_claims(
    near: Neighbourhood, claims: Sequence[CountedClaim], decisions: Decisions, united: Sequence[tuple[str, str]] = ()
) -> set[str]:  # fmt: skip
    """Put claims to events, make events one, and note where they are; the events that changed or are no more."""
    made = [(one, _make_candidate(one)) for one in claims]
    near.keep_candidates({one.version: candidate for one, candidate in made})
    clusters = Clusters(near.next_number(linked_claim), decisions)
    _recall(near, clusters, [candidate for _, candidate in made], decisions, {name for pair in united for name in pair})
    placed = [(clusters.place(candidate), one, candidate) for one, candidate in made]
    for one_name, other_name in united:
        clusters.unite(one_name, other_name)
    near.add_rows(linked_claim, [
        {"number": number, "report_id": one.report.id, "claim_id": one.claim.id, "claim_row": one.version[0],
         "event_id": None, "judgement_row": one.version[1]}
        for number, one, _ in placed
    ])  # fmt: skip
    near.add_pairs(claim_key, ((key, number) for number, _, candidate in placed for key in _list_hashes(candidate)))
    near.remove_events(clusters.gone)
    changed = [clusters.groups[number] for number in sorted(clusters.changed)]
    for group in changed:
        near.write_event(group.id, group.links, group.members)
    return {group.id for group in changed} | set(clusters.gone)


def _make_candidate(one: CountedClaim) -> Candidate:
    entry = EventClaim(one.report, one.claim, one.report.id)
    return make_candidate(entry, is_corrected=one.version[1] is not None)


def _list_hashes(candidate: Candidate) -> Iterator[int]:
    yield from map(hash_key, list_keys(candidate.profile))
    yield hash_sentence(candidate.sentence)


def _recall(
    near: Neighbourhood, clusters: Clusters, candidates: Sequence[Candidate], decisions: Decisions, named: set[str]
) -> None:  # fmt: skip
    """Tell the clusters of the events among which claims are to be put, as far as these are compared with them.

    Events of claims that are `named`, or of which people decided whether they are of one event with these, too.
    """
    names = {name_event(candidate.profile.key) for candidate in candidates}
    clusters.taken_ids.update(near.find_links(names))
    _recall_keys(near, clusters, candidates)
    keys = {candidate.profile.key for candidate in candidates if decisions.speak_of(candidate.profile.key)} | named
    decided = {name for key in keys for name in decisions.list_together(key) | decisions.list_apart(key)}
    found = near.find_claims({number for candidate in candidates for number in clusters.find_near(candidate)})
    found += near.find_claims_of({_split_name(name) for name in decided})
    members = near.find_members({linked.event_id for linked in found})
    links = near.find_links(members)
    versions = {linked.number: linked.version for grouped in members.values() for linked in grouped}
    wanted = {linked.number for linked in found}
    for grouped in members.values():
        wanted.update(choose_compared([linked.number for linked in grouped]))
    known = near.load_candidates({number: versions[number] for number in wanted if number in versions})
    for event_id, grouped in members.items():
        numbers = [linked.number for linked in grouped]
        clusters.recall_group(
            Group(event_id, numbers, links[event_id]), {number: known[number] for number in numbers if number in known},
            {linked.number: linked.name for linked in grouped},
        )  # fmt: skip


def _split_name(name: str) -> tuple[str, str]:
    report_id, _, claim_id = name.partition("/")
    return report_id, claim_id


def _recall_keys(near: Neighbourhood, clusters: Clusters, candidates: Sequence[Candidate]) -> None:
    """Tell the clusters which linked claims stand under the keys and the sentences of these."""
    keys = {hash_key(key): key for candidate in candidates for key in list_asked_keys(candidate.profile)}
    sentences = {hash_sentence(candidate.sentence): candidate.sentence for candidate in candidates}
    found = near.find_under(keys.keys() | sentences.keys())
    linked = {one.number for one in near.find_claims({number for numbers in found.values() for number in numbers})}
    standing = {key: [number for number in numbers if number in linked] for key, numbers in found.items()}
    clusters.recall_keys({keys[key]: numbers for key, numbers in standing.items() if key in keys})
    for key, sentence in sentences.items():
        if standing.get(key):
            clusters.recall_sentence(sentence, standing[key][-1])


def _read_records(near: Neighbourhood, event_ids: Iterable[str]) -> list[EventRecord]:
    """The events of these ids as they are now, without claims that are no longer made; those that are no more left out.

    Such claims are of reports that were coded anew and whose turn is still to come.
    """
    records, listed = [], sorted(event_ids)
    for start in range(0, len(listed), _READ_COUNT):
        part = listed[start : start + _READ_COUNT]
        members, links = near.find_members(part), near.find_links(part)
        report_ids = {linked.report_id for found in members.values() for linked in found}
        descents, dropped = near.find_descents(report_ids), near.find_dropped(report_ids)
        for event_id in part:
            if found := [linked for linked in members.get(event_id, ()) if linked.number not in dropped]:
                claims = tuple((one.report_id, one.claim_id, descents[one.report_id].root_id) for one in found)
                records.append(EventRecord(event_id, tuple(links[event_id]), claims))
    return records


def _count_copies(descents: Iterable[Descent]) -> int:
    return sum(descent.parent_id is not None for descent in descents)
