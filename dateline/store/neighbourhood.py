"""What linking goes on from, by query: claims under keys, reports under 3-grams, events with their claims.

A claim is found under hashes of the keys of `linking.blocking`, and of its sentence; a report under its sampled 3-grams
and its whole text. Hashes that meet by chance propose a claim too many, which the comparison then turns down.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Table,
    Text,
    and_,
    cast,
    delete,
    false,
    func,
    insert,
    select,
    text,
    update,
)

from dateline.events import EventClaim
from dateline.linking.blocking import MOST
from dateline.linking.clusters import Candidate, SentenceKey, make_candidate
from dateline.linking.lineage import STOCK, Descent, Print, make_print
from dateline.model import Claim, Report
from dateline.store.judging import ClaimKey, Judgement, correct_claim, name_claim, read_judgement
from dateline.store.records import parse_record
from dateline.store.tables import (
    LINKED,
    claim,
    claim_key,
    is_open,
    judgement,
    linked_claim,
    linked_event,
    linked_report,
    report,
    report_gram,
    unfollowed_judgement,
    unlinked_report,
)

# Claims and reports that stay in memory once parsed: about 60 MB, and what a run meets again lies near in time.
_MOST_CANDIDATES, _MOST_PRINTS = 20_000, 1_000
_WHOLE = 1 << 40  # above every 3-gram, which has 32 bits
RowKey = TypeVar("RowKey", bound=Hashable)
Value = TypeVar("Value")
# The row of a claim and that of the correction with which it is linked, None where there is none.
Version = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class LinkedClaim:
    """A claim that is linked: its number, whose it is, which version of it, and its event."""

    number: int
    report_id: str
    claim_id: str
    version: Version
    event_id: str

    @property
    def key(self) -> ClaimKey:
        return self.report_id, self.claim_id

    @property
    def name(self) -> str:
        return name_claim(self.key)


def hash_key(key: Hashable) -> int:
    """Return a number of 64 bits that is always the same for the same key."""
    return int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=8).digest(), "big", signed=True)


def hash_sentence(sentence: SentenceKey) -> int:
    return hash_key(("sentence", *sentence))


class Neighbourhood:
    """Queries on one connection; what is parsed is shared by the connections of one run."""

    def __init__(self, connection: Connection, parsed: Parsed) -> None:
        self._connection = connection
        self._parsed = parsed

    def find_under(self, keys: Collection[int]) -> dict[int, list[int]]:
        """Return, by key, the numbers of the latest claims that stand under it, oldest first."""
        wanted, older = self._as_table(keys), claim_key.alias()
        # The oldest of these by a step through the index: a key may hold every claim that tells no day.
        oldest = select(older.c.number).where(older.c.key == wanted.c.value).order_by(older.c.number.desc())
        oldest_number = func.coalesce(oldest.offset(MOST - 1).limit(1).scalar_subquery(), 0)
        under = and_(claim_key.c.key == wanted.c.value, claim_key.c.number >= oldest_number)
        found = defaultdict(list)
        for key, number in self._connection.execute(select(claim_key).select_from(wanted.join(claim_key, under))):
            found[key].append(number)
        return {key: sorted(numbers) for key, numbers in found.items()}

    def find_holders(self, keys: Collection[int]) -> dict[int, list[tuple[str, int | None]]]:
        """Return, by 3-gram, the reports that hold it, each with its day; of stock phrases enough to know them."""
        query = (
            select(report_gram.c.gram, linked_report.c.report_id, linked_report.c.day)
            .join_from(report_gram, linked_report, linked_report.c.number == report_gram.c.number)
            .where(self._is_among(report_gram.c.gram, keys), linked_report.c.report_id.is_not(None))
            .order_by(report_gram.c.number)
        )
        found: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
        for gram, report_id, day in self._connection.execute(query):
            if gram >= _WHOLE or len(found[gram]) <= STOCK:
                found[gram].append((report_id, day))
        return found

    def find_claims(self, numbers: Collection[int]) -> list[LinkedClaim]:
        return self._select_claims(self._is_among(linked_claim.c.number, numbers))

    def find_claims_of_reports(self, report_ids: Collection[str]) -> list[LinkedClaim]:
        return self._select_claims(self._is_among(linked_claim.c.report_id, report_ids))

    def find_claims_of(self, keys: Collection[ClaimKey]) -> list[LinkedClaim]:
        """Return the claims of these ids of report and claim that are linked."""
        wanted = set(keys)
        found = self.find_claims_of_reports({report_id for report_id, _ in wanted})
        return [linked for linked in found if linked.key in wanted]

    def find_members(self, event_ids: Collection[str]) -> dict[str, list[LinkedClaim]]:
        """Return the claims of events, in the order in which they were linked."""
        members = defaultdict(list)
        for found in self._select_claims(self._is_among(linked_claim.c.event_id, event_ids)):
            members[found.event_id].append(found)
        return members

    def find_links(self, event_ids: Collection[str]) -> dict[str, list[str]]:
        """Return the reasons of events; an id that is not there is of no event."""
        query = select(linked_event).where(self._is_among(linked_event.c.event_id, event_ids))
        return {row.event_id: json.loads(row.links) for row in self._connection.execute(query)}

    def find_rows(self, report_ids: Collection[str]) -> dict[str, int]:
        """Return which version of each report is linked; those that are not linked are left out."""
        query = select(linked_report.c.report_id, linked_report.c.report_row)
        rows = self._connection.execute(query.where(self._is_among(linked_report.c.report_id, report_ids)))
        return {row.report_id: row.report_row for row in rows}

    def find_descents(self, report_ids: Collection[str]) -> dict[str, Descent]:
        return self._select_descents(self._is_among(linked_report.c.report_id, report_ids))

    def find_children(self, report_ids: Collection[str]) -> dict[str, Descent]:
        """Return the reports whose parent is one of these."""
        condition = self._is_among(linked_report.c.parent_id, report_ids)
        return self._select_descents(and_(condition, linked_report.c.report_id.is_not(None)))

    def load_candidates(self, claims: Mapping[int, Version]) -> dict[int, Candidate]:
        """Return what is compared of claims, by number; `claims` names the version of each."""
        by_version = self._parsed.candidates.fill(claims.values(), self._read_candidates)
        return {number: by_version[version] for number, version in claims.items()}

    def load_prints(self, report_ids: Collection[str]) -> dict[str, Print]:
        """Return what is compared of reports that are linked."""
        rows = self.find_rows(report_ids)
        by_row = self._parsed.prints.fill(rows.values(), self._read_prints)
        return {report_id: by_row[row] for report_id, row in rows.items()}

    def keep_prints(self, prints: Mapping[int, Print]) -> None:
        self._parsed.prints.keep(prints)

    def keep_candidates(self, candidates: Mapping[Version, Candidate]) -> None:
        self._parsed.candidates.keep(candidates)

    def next_number(self, table: Table) -> int:
        """Return the number of the next row of `linked_claim` or `linked_report`; no number is given twice."""
        return int(self._connection.execute(select(func.max(table.c.number))).scalar() or 0) + 1

    def forget_all(self) -> None:
        """Make all reports unlinked. Judgements need not be followed then: what is linked is linked as judged."""
        for table in LINKED:
            self._connection.execute(delete(table))
        everyone = select(report.c.report_id).where(is_open(report))
        self._connection.execute(insert(unlinked_report).from_select(["report_id"], everyone))

    def forget_claims(self, claims: Collection[LinkedClaim]) -> set[str]:
        """Take claims out of their events, whose ids are returned; an event that is empty then is removed.

        Their numbers and keys stay and lead to nothing; the reasons that they were in these events go.
        """
        if not claims:
            return set()
        condition = self._is_among(linked_claim.c.number, {linked.number for linked in claims})
        self._connection.execute(update(linked_claim).where(condition).values(event_id=None))
        left = {linked.event_id for linked in claims}
        members, gone = self.find_members(left), tuple(linked.name + end for linked in claims for end in (" ", ":"))
        for event_id, links in self.find_links(members).items():
            kept = [reason for reason in links if not reason.startswith(gone)]
            if kept != links:
                self._write_links(event_id, kept)
        self.remove_events(left - members.keys())
        return left

    def forget_reports(self, report_ids: Collection[str]) -> None:
        if report_ids:
            condition = self._is_among(linked_report.c.report_id, report_ids)
            self._connection.execute(update(linked_report).where(condition).values(report_id=None))

    def note_reports(self, rows: Mapping[str, int]) -> None:
        """Note that these versions of reports, whose text was traced before, are the linked ones."""
        for report_id, row in rows.items():
            condition = linked_report.c.report_id == report_id
            self._connection.execute(update(linked_report).where(condition).values(report_row=row))

    def note_descents(self, descents: Iterable[Descent]) -> None:
        for descent in descents:
            values = {
                "parent_id": descent.parent_id, "root_id": descent.root_id, "rule": descent.rule,
                "share": descent.share,
            }  # fmt: skip
            condition = linked_report.c.report_id == descent.report_id
            self._connection.execute(update(linked_report).where(condition).values(values))

    def add_rows(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)

    def add_pairs(self, table: Table, pairs: Iterable[tuple[int, int]]) -> None:
        """Add rows of `claim_key` or `report_gram`; many, so that a server is asked once for all."""
        listed = sorted(set(pairs))
        if listed:
            columns = list(table.c)
            if self._connection.dialect.name == "sqlite":
                rows = [{columns[0].name: first, "number": number} for first, number in listed]
                self._connection.execute(insert(table), rows)
            else:
                both = "SELECT * FROM unnest(CAST(:firsts AS bigint[]), CAST(:numbers AS bigint[]))"
                values = {"firsts": [first for first, _ in listed], "numbers": [number for _, number in listed]}
                self._connection.execute(text(f"INSERT INTO {table.name} {both}"), values)

    def write_event(self, event_id: str, links: list[str], numbers: Collection[int]) -> None:
        """Note an event as it is now, and that these claims are in it."""
        self._write_links(event_id, links)
        condition = self._is_among(linked_claim.c.number, numbers)
        self._connection.execute(update(linked_claim).where(condition).values(event_id=event_id))

    def list_unfollowed(self) -> list[int]:
        """Return the rows of the judgements that linking is still to follow, in order of recording."""
        rows = select(unfollowed_judgement.c.judgement_row).order_by(unfollowed_judgement.c.judgement_row)
        return list(self._connection.execute(rows).scalars())

    def note_followed(self, rows: Collection[int]) -> None:
        """Note that linking has followed these judgements."""
        followed = self._is_among(unfollowed_judgement.c.judgement_row, rows)
        self._connection.execute(delete(unfollowed_judgement).where(followed))

    def list_unlinked(self) -> list[str]:
        """Return the reports to be linked, in order of publication: new ones, and those that were coded anew."""
        # Asked for one by one: joined, a server would rather go through all reports.
        waiting = self._connection.execute(select(unlinked_report.c.report_id)).scalars().all()
        query = select(report.c.report_id, report.c.published).where(is_open(report))
        rows = self._connection.execute(query.where(self._is_among(report.c.report_id, waiting)))
        # Sorted here: a server may order words otherwise than SQLite does.
        return [row.report_id for row in sorted(rows, key=lambda row: (row.published or "9999", row.report_id))]

    def find_unlinked(self, report_ids: Collection[str]) -> set[str]:
        """Return those of the reports that are to be linked, or linked anew."""
        query = select(unlinked_report.c.report_id).where(self._is_among(unlinked_report.c.report_id, report_ids))
        return set(self._connection.execute(query).scalars())

    def find_dropped(self, report_ids: Collection[str]) -> set[int]:
        """Return the numbers of the claims that these reports no longer make, now that they are coded anew."""
        unlinked = self.find_unlinked(report_ids)
        query = select(claim.c.report_id, claim.c.claim_id).where(is_open(claim))
        rows = self._connection.execute(query.where(self._is_among(claim.c.report_id, unlinked)))
        made = {(row.report_id, row.claim_id) for row in rows}
        return {linked.number for linked in self.find_claims_of_reports(unlinked) if linked.key not in made}

    def note_linked(self, report_ids: Collection[str]) -> None:
        """Note that these reports are linked as they are coded now."""
        linked = self._is_among(unlinked_report.c.report_id, report_ids)
        self._connection.execute(delete(unlinked_report).where(linked))

    def _write_links(self, event_id: str, links: list[str]) -> None:
        self._connection.execute(delete(linked_event).where(linked_event.c.event_id == event_id))
        self.add_rows(linked_event, [{"event_id": event_id, "links": json.dumps(links)}])

    def remove_events(self, event_ids: Collection[str]) -> None:
        if event_ids:
            condition = self._is_among(linked_event.c.event_id, event_ids)
            self._connection.execute(delete(linked_event).where(condition))

    def list_events(self) -> list[str]:
        return list(
            self._connection.execute(select(linked_event.c.event_id).order_by(linked_event.c.event_id)).scalars()
        )

    def _select_claims(self, condition: ColumnElement[bool]) -> list[LinkedClaim]:
        query = select(linked_claim).where(condition, linked_claim.c.event_id.is_not(None))
        rows = self._connection.execute(query.order_by(linked_claim.c.number))
        return [
            LinkedClaim(row.number, row.report_id, row.claim_id, (row.claim_row, row.judgement_row), row.event_id)
            for row in rows
        ]

    def _select_descents(self, condition: ColumnElement[bool]) -> dict[str, Descent]:
        rows = self._connection.execute(select(linked_report).where(condition))
        return {row.report_id: Descent(row.report_id, row.root_id, row.parent_id, row.rule, row.share) for row in rows}

    def _read_candidates(self, versions: Collection[Version]) -> dict[Version, Candidate]:
        query = (
            select(claim.c.row_id, claim.c.report_id, claim.c.body, report.c.published)
            .join_from(claim, linked_report, linked_report.c.report_id == claim.c.report_id)
            .join(report, report.c.row_id == linked_report.c.report_row)
            .where(self._is_among(claim.c.row_id, {claim_row for claim_row, _ in versions}))
        )
        rows = {row.row_id: row for row in self._connection.execute(query)}
        judged = self._read_judgements({judged_row for _, judged_row in versions if judged_row is not None})
        return {
            (claim_row, judged_row): _read_candidate(rows[claim_row], judged.get(judged_row))
            for claim_row, judged_row in versions
            if claim_row in rows
        }

    def _read_judgements(self, rows: Collection[int]) -> dict[int | None, Judgement]:
        query = select(judgement).where(self._is_among(judgement.c.row_id, rows))
        return {row.row_id: read_judgement(row) for row in self._connection.execute(query)} if rows else {}

    def _read_prints(self, report_rows: Collection[int]) -> dict[int, Print]:
        query = select(report.c.row_id, report.c.body).where(self._is_among(report.c.row_id, report_rows))
        return {row.row_id: make_print(parse_record(Report, row.body)) for row in self._connection.execute(query)}

    def _is_among(self, column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
        """The condition that a column has one of many values: they travel as one, however many there are."""
        return column.in_(select(self._as_table(values).c.value)) if values else false()

    def _as_table(self, values: Collection[Any]) -> FromClause:
        """A table of one column, `value`, of many values."""
        listed = sorted(values)
        if self._connection.dialect.name == "sqlite":
            return func.json_each(json.dumps(listed)).table_valued("value")
        kind = Text if listed and isinstance(listed[0], str) else BigInteger
        return func.unnest(cast(listed, ARRAY(kind))).table_valued("value").render_derived()


class Parsed:
    """What one run has parsed lately."""

    def __init__(self) -> None:
        self.candidates: Lately[Version, Candidate] = Lately(_MOST_CANDIDATES)
        self.prints: Lately[int, Print] = Lately(_MOST_PRINTS)


class Lately(Generic[RowKey, Value]):
    """Values by the row that they are made from, the last used `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[RowKey, Value] = OrderedDict()

    def fill(
        self, rows: Iterable[RowKey], read: Callable[[Collection[RowKey]], dict[RowKey, Value]]
    ) -> dict[RowKey, Value]:
        """Return the values of rows, reading those that are not here."""
        wanted = set(rows)
        held = {row: self._values[row] for row in wanted if row in self._values}
        missing = wanted - held.keys()
        if missing:
            held.update(read(missing))
        self.keep(held)
        return held

    def keep(self, values: Mapping[RowKey, Value]) -> None:
        for row, value in values.items():
            self._values[row] = value
            self._values.move_to_end(row)
        while len(self._values) > self._most:
            self._values.popitem(last=False)


def list_grams(print_: Print) -> list[int]:
    """Return under what a report is looked for: its sampled 3-grams, and its whole text."""
    return [*print_.sample, whole_key(print_.whole)]


def whole_key(whole: int) -> int:
    return whole + _WHOLE


def _read_candidate(row: Any, judged: Judgement | None) -> Candidate:
    held = parse_record(Claim, row.body)
    held = held if judged is None else correct_claim(held, judged)
    report_of = Report(row.report_id, "", published=row.published)
    return make_candidate(EventClaim(report_of, held, row.report_id), is_corrected=judged is not None)
