"""Proofs of time on the ledger: asked for at calendar servers, brought to their end later, written out, and checked.

An entry's hash is the SHA-256 of the hash before it, a line break and its own text. A proof that this hash was there
at a time is therefore one on a file of these bytes, and on all entries before it. Each calendar server is asked on its
own, and its answer is recorded at once: what goes wrong with one, or ends the run, takes nothing from the others. No
lock is held while a server is waited for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, desc, func, select

from dateline import __version__
from dateline.errors import StoreError, TimestampError
from dateline.store.case import Case
from dateline.store.ledger import chain_hash
from dateline.store.records import format_json
from dateline.store.tables import is_open, ledger, proof
from dateline.timestamps import (
    Attestation,
    Bitcoin,
    Pending,
    Proof,
    Timestamp,
    blind,
    fetch_timestamp,
    graft,
    list_attestations,
    merge,
    post_digest,
    read_proof,
    write_proof,
)

KIND = "timestamp"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What came of asking a calendar server for the proof of an entry of the ledger.

    `outcome`: `new`, or `known` where there was one already; of a later request `attested` (it leads to a block now) or
    `waiting`, with what the server said.
    """

    seq: int
    calendar: str
    outcome: Literal["new", "known", "attested", "waiting"]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Proven:
    """A proof that stands and leads from the hash of entry `seq`, as it is now, to its attestations.

    Each attestation is with the message that it is of: of `Bitcoin`, the Merkle root that the block must have.
    """

    seq: int
    calendar: str
    asked_at: str
    attestations: tuple[tuple[Attestation, bytes], ...]


@dataclass(frozen=True, slots=True)
class ProofFile:
    """An entry's text, of which its hash is the SHA-256, and all proofs of it as the `.ots` file beside that text."""

    seq: int
    text: bytes
    ots: bytes


def stamp_ledger(case: Case, calendars: Iterable[str], *, by: str | None = None) -> Iterator[Stamp | TimestampError]:
    """Ask each calendar server for a proof of the last entry of the ledger, and record it.

    Entries that only record proofs are passed over: there is nothing new where the others have a proof. Only a digest
    leaves the machine of which nobody can tell from which it was made. `by` is who asks. Raises StoreError.
    """
    seq, digest = _find_last(case)
    with case.reading() as connection:
        query = select(proof.c.calendar).where(proof.c.entry_id == name_entry(seq), is_open(proof))
        held = set(connection.execute(query).scalars())
    for calendar in dict.fromkeys(calendars):
        if calendar in held:
            yield Stamp(seq, calendar, "known")
            continue
        try:
            made = _ask_for(digest, calendar)
        except TimestampError as error:
            yield error
            continue
        is_new = _record(case, seq, calendar, made, by=by) is not None
        yield Stamp(seq, calendar, "new" if is_new else "known")


def complete_proofs(case: Case, *, by: str | None = None) -> Iterator[Stamp | TimestampError]:
    """Ask for the rest of each proof that leads to no block yet, and record it. Raises StoreError."""
    with case.reading() as connection:
        rows = _list_rows(connection)
    for row in rows:
        try:
            held = _read_body(row)
            found = list_attestations(held.timestamp, held.digest)
        except TimestampError as error:
            yield TimestampError(error.found, _name_proof(row))
            continue
        if not any(isinstance(attestation, Bitcoin) for attestation, _ in found):
            yield from _complete(case, row, held, found, by)


def make_proof_files(case: Case) -> Iterator[ProofFile | TimestampError]:
    """Return each entry that has a proof as two files, in the order in which they were asked for.

    A proof that does not fit the ledger is given as a TimestampError in their place. Raises StoreError.
    """
    with case.reading() as connection:
        rows = _list_rows(connection)
        entries = {seq: _find_lines(connection, seq) for seq in map(_read_seq, rows)}
    for seq, lines in entries.items():
        grown = Timestamp()
        for row in (row for row in rows if _read_seq(row) == seq):
            try:
                grown = merge(grown, _check_row(row, lines).timestamp)
            except TimestampError as error:
                yield error
        if grown.branches and lines is not None:
            digest = bytes.fromhex(chain_hash(*lines))
            yield ProofFile(seq, "\n".join(lines).encode(), write_proof(Proof(digest, grown)))


def check_proofs(connection: Connection) -> Iterator[Proven | TimestampError]:
    """Execute every proof that stands on the hash of its entry, taken anew from the ledger's text; by entry."""
    asked = select(proof.c.entry_id, proof.c.calendar, func.min(proof.c.recorded_from))
    since = {
        (entry_id, calendar): instant
        for entry_id, calendar, instant in connection.execute(asked.group_by(proof.c.entry_id, proof.c.calendar))
    }
    for row in sorted(_list_rows(connection), key=_read_seq):
        seq = _read_seq(row)
        try:
            held = _check_row(row, _find_lines(connection, seq))
        except TimestampError as error:
            yield error
            continue
        found = tuple(list_attestations(held.timestamp, held.digest))
        yield Proven(seq, row.calendar, since[row.entry_id, row.calendar], found)


def count_unproven(connection: Connection, seq: int) -> int:
    """How many entries after `seq` there are that record more than proofs."""
    query = select(func.count()).select_from(ledger).where(ledger.c.seq > seq, ledger.c.kind != KIND)
    return int(connection.execute(query).scalar_one())


def name_entry(seq: int) -> str:
    """The id of an entry of the ledger, as `dateline history` takes it."""
    return f"entry:{seq}"


def _find_last(case: Case) -> tuple[int, bytes]:
    """The last entry that records more than a proof, and its hash."""
    query = select(ledger).where(ledger.c.kind != KIND).order_by(desc(ledger.c.seq)).limit(1)
    with case.reading() as connection:
        last = connection.execute(query).first()
    if last is None:
        raise StoreError("has nothing recorded yet", database=case.name, repair="fill it: dateline ingest INPUT")
    if chain_hash(last.previous, last.entry) != last.hash:
        raise StoreError(
            f"is not as it was recorded: entry {last.seq} is not what its hash was taken of", database=case.name,
            repair=f"see what else: dateline verify --db {case.name}",
        )  # fmt: skip
    return int(last.seq), bytes.fromhex(last.hash)


def _ask_for(digest: bytes, calendar: str) -> Proof:
    (nonce, hashing), blinded = blind(digest)
    answer = post_digest(calendar, blinded)
    uris = [one.uri for one, _ in list_attestations(answer, blinded) if isinstance(one, Pending)]
    for uri in uris:
        if calendar.startswith("https:") and not uri.startswith("https:"):
            raise TimestampError(
                f"would give the rest over an address that is not encrypted ({uri})", calendar,
                repair="name another calendar server",
            )  # fmt: skip
    return _settle(Proof(digest, Timestamp((), ((nonce, Timestamp((), ((hashing, answer),))),))))


def _complete(
    case: Case, row: Any, held: Proof, found: list[tuple[Attestation, bytes]], by: str | None
) -> Iterator[Stamp | TimestampError]:
    """Ask where the proof says that the rest is to be had, until it leads to a block."""
    seq, row_id = _read_seq(row), int(row.row_id)
    pending = [(one.uri, commitment) for one, commitment in found if isinstance(one, Pending)]
    for uri, commitment in pending:
        try:
            answer = fetch_timestamp(uri, commitment)
            if isinstance(answer, str):
                yield Stamp(seq, uri, "waiting", answer)
                continue
            grown = _settle(Proof(held.digest, graft(held.timestamp, held.digest, commitment, answer)))
        except TimestampError as error:
            yield error
            continue
        if write_proof(grown) != write_proof(held):  # not `!=` of the two: they may be too deep for Python's
            recorded = _record(case, seq, row.calendar, grown, by=by, replaced=row_id)
            if recorded is None:
                return  # another run has done so meanwhile
            held, row_id = grown, recorded
        is_attested = any(isinstance(one, Bitcoin) for one, _ in list_attestations(answer, commitment))
        yield Stamp(seq, uri, "attested" if is_attested else "waiting")
        if is_attested:
            return


def _settle(made: Proof) -> Proof:
    """The proof as it will be read again. Raises TimestampError where it would not be read."""
    return read_proof(write_proof(made))


def _record(
    case: Case, seq: int, calendar: str, made: Proof, *, by: str | None, replaced: int | None = None
) -> int | None:
    """Record a proof, in place of the one in row `replaced`, and return its row; None where another run was first."""
    made_by = f"dateline {__version__}"
    with case.writing() as transaction:
        standing = select(proof.c.row_id).where(proof.c.entry_id == name_entry(seq), proof.c.calendar == calendar)
        if transaction.connection.execute(standing.where(is_open(proof))).scalar() != replaced:
            return None
        row_id = transaction.take_id(proof)
        body = format_json({"calendar": calendar, "ots": write_proof(made).hex()})
        row = {"row_id": row_id, "entry_id": name_entry(seq), "calendar": calendar, "body": body}
        subject = {"made_by": f"{made_by}, by {by}" if by else made_by, "subject_id": name_entry(seq)}
        transaction.record(KIND, subject, {proof: [row]}, {proof: [replaced]} if replaced is not None else {})
    return row_id


def _read_seq(row: Any) -> int:
    """The number of the entry that a proof is of; 0, which none has, where that was tampered with."""
    number = re.fullmatch(r"entry:([0-9]{1,18})", row.entry_id)
    return int(number[1]) if number else 0


def _name_proof(row: Any) -> str:
    return f"the proof of entry {_read_seq(row)} from {row.calendar}"


def _read_body(row: Any) -> Proof:
    """The proof in a row of its table. Raises TimestampError."""
    try:
        return read_proof(bytes.fromhex(json.loads(row.body)["ots"]))
    except (ValueError, KeyError, TypeError) as error:
        raise TimestampError("is no OpenTimestamps proof", _name_proof(row)) from error


def _check_row(row: Any, lines: tuple[str, str] | None) -> Proof:
    """A row's proof. Raises TimestampError where it is not one of these lines of the ledger or cannot be executed."""
    try:
        if lines is None:
            raise TimestampError("is of an entry that is not in the ledger")
        held, digest = _read_body(row), chain_hash(*lines)
        if held.digest.hex() != digest:
            raise TimestampError(f"is of another digest ({held.digest.hex()}) than that of the entry ({digest})")
        list_attestations(held.timestamp, held.digest)
    except TimestampError as error:
        raise TimestampError(error.found, _name_proof(row)) from error
    return held


def _list_rows(connection: Connection) -> Sequence[Any]:
    """The proofs that stand, in the order in which they were recorded."""
    return connection.execute(select(proof).where(is_open(proof)).order_by(proof.c.row_id)).all()


def _find_lines(connection: Connection, seq: int) -> tuple[str, str] | None:
    """The two lines that an entry's hash is taken of, None where the ledger has no such entry."""
    row = connection.execute(select(ledger.c.previous, ledger.c.entry).where(ledger.c.seq == seq)).first()
    return None if row is None else (row.previous, row.entry)
