"""Claims of a case put to events, and reports to those that they copy: only what is not linked yet, in batches.

A batch of reports is compared with its neighbourhood (the claims of its days and places, the reports that share its
3-grams), which is loaded by query, and is recorded as one entry of the ledger. A run that is killed has lost the batch
under way and nothing else. Within a run reports are taken in order of publication; see docs/case.md on what hangs on
the order of runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from dateline import __version__
from dateline.events import EventClaim
from dateline.linking.blocking import list_asked_keys, list_keys
from dateline.linking.clusters import Candidate, Clusters, Group, choose_compared, make_candidate, name_event
from dateline.linking.lineage import Descent
from dateline.model import Claim, Report
from dateline.store.case import Case
from dateline.store.ledger import Transaction
from dateline.store.neighbourhood import Neighbourhood, Parsed, hash_key, hash_sentence
from dateline.store.records import parse_record
from dateline.store.tables import claim, claim_key, is_open, linked_claim, linked_report, report
from dateline.store.tracing import trace_batch
from dateline.store.writing import EventRecord, LinkChange, write_links

# Reports a transaction: enough to share the queries for their neighbourhood, few enough to keep other writers waiting
# for a moment only.
BATCH_COUNT = 50
_READ_COUNT = 500  # events at a time
MADE_BY = f"dateline {__version__}, linking/1"


@dataclass(frozen=True, slots=True)
class LinkedBatch:
    """What one batch did; copies are reports with a parent."""

    report_count: int
    claim_count: int
    copy_count: int
    change: LinkChange


@dataclass(frozen=True, slots=True)
class Fresh:
    """A report that is to be linked, with its claims and the rows that hold them."""

    row: int
    report: Report
    claims: tuple[tuple[int, Claim], ...]


def count_unlinked(case: Case) -> int:
    """Return how many reports are recorded but not linked as they are now."""
    with case.reading() as connection:
        return len(_list_unlinked(connection))


def link_case(case: Case, *, made_by: str = MADE_BY, batch_count: int = BATCH_COUNT) -> Iterator[LinkedBatch]:
    """Link what is not linked yet, and what was coded anew since; give each batch once it is recorded for good.

    Raises StoreError; what was given before stays recorded.
    """
    parsed = Parsed()
    with case.reading() as connection:
        rows = _list_unlinked(connection)
    for start in range(0, len(rows), batch_count):
        with case.writing() as transaction:
            # Another run may have linked some of these meanwhile.
            still = _list_unlinked(transaction.connection, rows[start : start + batch_count])
            done = _link_batch(transaction, still, parsed, made_by, case.name)
        yield done


def relink_case(case: Case, *, made_by: str = MADE_BY, batch_count: int = BATCH_COUNT) -> LinkedBatch:
    """Link all reports anew, in order of publication, as if none had been linked; record what differs, all or nothing.

    Events that come out as they were keep standing. Raises StoreError.
    """
    parsed, descents, claim_count = Parsed(), dict[str, Descent](), 0
    with case.writing() as transaction:
        near = Neighbourhood(transaction.connection, parsed)
        near.forget_all()
        rows = _list_unlinked(transaction.connection)
        for start in range(0, len(rows), batch_count):
            fresh = _load_fresh(transaction.connection, rows[start : start + batch_count])
            claim_count += sum(len(one.claims) for one in fresh)
            descents |= _place_batch(transaction, near, fresh)[1]
        records = _read_records(near, near.list_events())
        change = write_links(transaction, records, descents, made_by=made_by, replaces=None, name=case.name)
    return LinkedBatch(len(rows), claim_count, _count_copies(descents.values()), change)


def _list_unlinked(connection: Connection, among: Sequence[int] | None = None) -> list[int]:
    """The rows of the reports to be linked, in order of publication: new ones, and those that were coded anew."""
    changed = (
        select(claim.c.row_id)
        .where(claim.c.report_id == report.c.report_id)
        .where(or_(claim.c.opened_by > linked_report.c.seq, claim.c.closed_by > linked_report.c.seq))
        .exists()
    )
    query = (
        select(report.c.row_id, report.c.report_id, report.c.published)
        .select_from(report.outerjoin(linked_report, linked_report.c.report_id == report.c.report_id))
        .where(is_open(report))
        .where(or_(linked_report.c.number.is_(None), linked_report.c.report_row != report.c.row_id, changed))
    )
    if among is not None:
        query = query.where(report.c.row_id.in_(among))
    # Sorted here: a server may order words otherwise than SQLite does.
    rows = sorted(connection.execute(query).all(), key=lambda row: (row.published or "9999", row.report_id))
    return [row.row_id for row in rows]


def _link_batch(transaction: Transaction, rows: Sequence[int], parsed: Parsed, made_by: str, name: str) -> LinkedBatch:
    near = Neighbourhood(transaction.connection, parsed)
    fresh = _load_fresh(transaction.connection, rows)
    touched, descents = _place_batch(transaction, near, fresh)
    records = _read_records(near, touched)
    gone = touched - {record.id for record in records}
    change = write_links(transaction, records, descents, made_by=made_by, replaces=gone, name=name)
    fresh_ids = {one.report.id for one in fresh}
    copies = _count_copies(one for report_id, one in descents.items() if report_id in fresh_ids)
    claim_count = sum(len(one.claims) for one in fresh)
    return LinkedBatch(len(fresh), claim_count, copies, change)


def _load_fresh(connection: Connection, rows: Sequence[int]) -> list[Fresh]:
    """The reports of these rows with their claims, in the order of the rows."""
    if not rows:
        return []
    found = {row.row_id: row for row in connection.execute(select(report).where(report.c.row_id.in_(rows)))}
    ids = sorted({row.report_id for row in found.values()})
    query = select(claim).where(claim.c.report_id.in_(ids), is_open(claim)).order_by(claim.c.position)
    claims = defaultdict(list)
    for row in connection.execute(query):
        claims[row.report_id].append((row.row_id, parse_record(Claim, row.body)))
    return [Fresh(row, parse_record(Report, found[row].body), tuple(claims[found[row].report_id])) for row in rows]


def _place_batch(
    transaction: Transaction, near: Neighbourhood, fresh: Sequence[Fresh]
) -> tuple[set[str], dict[str, Descent]]:
    """Put the claims of reports to events; the events touched (some may be no more) and the descents that changed."""
    ids = [one.report.id for one in fresh]
    left = near.find_claims_of_reports(ids)  # what an earlier coding claimed
    touched = {linked.event_id for linked in left}
    near.forget_claims([linked.number for linked in left])
    near.remove_events(touched - near.find_members(touched).keys())
    descents = trace_batch(near, [(one.row, one.report) for one in fresh], transaction.seq)
    touched |= _place_claims(near, fresh)
    others = near.find_claims_of_reports(descents.keys() - set(ids))
    return touched | {linked.event_id for linked in others}, descents


def _place_claims(near: Neighbourhood, fresh: Sequence[Fresh]) -> set[str]:
    """Put claims to events and note where they are; the ids of the events that changed or are no more."""
    rows = {
        row: make_candidate(EventClaim(one.report, item, one.report.id)) for one in fresh for row, item in one.claims
    }
    near.keep_candidates(rows)
    first = near.next_number(linked_claim)
    clusters = _recall(near, list(rows.values()), first)
    numbers = {row: clusters.place(candidate) for row, candidate in rows.items()}
    near.add_rows(linked_claim, [
        {"number": numbers[row], "report_id": one.report.id, "claim_id": item.id, "claim_row": row, "event_id": None}
        for one in fresh for row, item in one.claims
    ])  # fmt: skip
    near.add_pairs(claim_key, (
        (key, numbers[row]) for row, candidate in rows.items() for key in _list_hashes(candidate)
    ))  # fmt: skip
    near.remove_events(clusters.gone)
    changed = [clusters.groups[number] for number in sorted(clusters.changed)]
    for group in changed:
        near.write_event(group.id, group.links, group.members)
    return {group.id for group in changed} | set(clusters.gone)


def _list_hashes(candidate: Candidate) -> Iterator[int]:
    yield from map(hash_key, list_keys(candidate.profile))
    yield hash_sentence(candidate.sentence)


def _recall(near: Neighbourhood, candidates: Sequence[Candidate], first_number: int) -> Clusters:
    """The events among which the claims are to be put, as far as these are compared with them."""
    clusters = Clusters(first_number)
    names = {name_event(candidate.profile.key) for candidate in candidates}
    clusters.taken_ids.update(near.find_links(names))
    _recall_keys(near, clusters, candidates)
    wanted = {number for candidate in candidates for number in clusters.find_near(candidate)}
    members = near.find_members({linked.event_id for linked in near.find_claims(wanted)})
    links = near.find_links(members)
    numbers_of = {event_id: [linked.number for linked in found] for event_id, found in members.items()}
    wanted = {number for numbers in numbers_of.values() for number in choose_compared(numbers)} | wanted
    rows = {linked.number: linked.claim_row for found in members.values() for linked in found}
    known = near.load_candidates({number: rows[number] for number in wanted if number in rows})
    for event_id, numbers in numbers_of.items():
        group = Group(event_id, numbers, links[event_id])
        clusters.recall_group(group, {number: known[number] for number in numbers if number in known})
    return clusters


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
    """The events of these ids as they are now, those that are no more left out."""
    records, listed = [], sorted(event_ids)
    for start in range(0, len(listed), _READ_COUNT):
        part = listed[start : start + _READ_COUNT]
        members, links = near.find_members(part), near.find_links(part)
        descents = near.find_descents({linked.report_id for found in members.values() for linked in found})
        for event_id in part:
            if found := members.get(event_id):
                claims = tuple((one.report_id, one.claim_id, descents[one.report_id].root_id) for one in found)
                records.append(EventRecord(event_id, tuple(links[event_id]), claims))
    return records


def _count_copies(descents: Iterable[Descent]) -> int:
    return sum(descent.parent_id is not None for descent in descents)
