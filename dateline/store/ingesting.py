"""Inputs to reports that are coded and kept: streamed, in batches that are recorded whole, and picked up again.

A report whose bytes the database holds is passed over before it is read, so a run that was killed goes on where it was
when the same command is given again; what it had recorded stays as it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from dateline.errors import CodingError, InputError
from dateline.model import CodedReport, Report
from dateline.reading import Content, read_content, read_contents
from dateline.store.case import Case
from dateline.store.ledger import Transaction
from dateline.store.records import now_instant
from dateline.store.writing import Capture, is_captured, is_held, write_capture, write_coded

# Reports a transaction: a killed run codes no more than these again, and the disk is waited for once for all of them.
BATCH_COUNT = 16
Outcome = Literal["new", "recoded", "known"]
Coder = Callable[[Iterable[Report | InputError]], Iterator[CodedReport | InputError]]


@dataclass(frozen=True, slots=True)
class Ingested:
    """One report that is in the database: `new`, `recoded` (held, its coding has changed) or `known` (as it was).

    `claim_count` is what this run has recorded: 0 of a report that is known, also where another run was faster.
    """

    report_id: str
    path: str | None
    claim_count: int
    outcome: Outcome


def ingest(
    case: Case,
    inputs: Iterable[str],
    *,
    code: Coder,
    published: str | None = None,
    outlet: str | None = None,
    recode: bool = False,
) -> Iterator[Ingested | InputError]:
    """Code and keep every report of `inputs`; each is given back once it is recorded for good.

    What cannot be read comes back as the error that says why. `recode` codes what the database holds once more and
    records what has changed. Raises StoreError; what was given back before stays recorded.
    """
    contents = read_contents(inputs)
    return ingest_contents(case, contents, code=code, published=published, outlet=outlet, recode=recode)


def ingest_contents(
    case: Case,
    contents: Iterable[Content | InputError],
    *,
    code: Coder,
    published: str | None = None,
    outlet: str | None = None,
    recode: bool = False,
) -> Iterator[Ingested | InputError]:
    """Code and keep reports whose bytes are at hand, as `ingest` does those of inputs."""
    run = _Run(case, published, outlet, recode)
    for coded in code(run.take_new(contents)):
        if isinstance(coded, InputError):
            if isinstance(coded, CodingError):
                run.give_up()
            yield coded
        else:
            run.coded.append((run.waiting.popleft(), coded))
        if len(run.coded) >= BATCH_COUNT:
            run.write_batch()
        yield from run.take_done()
    run.write_batch()
    yield from run.take_done()


@dataclass
class _Run:
    """What one run has under way: contents read but not coded, coded but not recorded, and known ones met again."""

    case: Case
    published: str | None
    outlet: str | None
    recode: bool
    waiting: deque[Capture] = field(default_factory=deque)
    coded: list[tuple[Capture, CodedReport]] = field(default_factory=list)
    met_again: list[Capture] = field(default_factory=list)
    under_way: set[str] = field(default_factory=set)
    done: list[Ingested] = field(default_factory=list)

    def take_new(self, contents: Iterable[Content | InputError]) -> Iterator[Report | InputError]:
        """The reports that are to be coded; the others are put aside."""
        for content in contents:
            if isinstance(content, InputError):
                yield content
                continue
            captured_at = content.captured_at or now_instant()
            met = Capture(content.data, content.path, content.url, captured_at, content.headers)
            if self._is_known(met.report_id):
                self._meet_again(met)
                continue
            found = read_content(content, published=self.published, outlet=self.outlet)
            if isinstance(found, Report):
                self.waiting.append(replace(met, url=found.url))
                self.under_way.add(found.id)
            yield found

    def give_up(self) -> None:
        """Leave the report that could not be coded: a later run takes it up anew."""
        self.under_way.discard(self.waiting.popleft().report_id)

    def write_batch(self) -> None:
        """Record what is coded and what was met again."""
        if not (self.coded or self.met_again):
            return
        with self.case.writing() as transaction:
            done = [_write_one(transaction, met, coded) for met, coded in self.coded]
            for met in self.met_again:
                write_capture(transaction, met)
                done.append(Ingested(met.report_id, met.path, 0, "known"))
        self.done += done
        self.under_way.difference_update(met.report_id for met, _ in self.coded)
        self.coded, self.met_again = [], []

    def take_done(self) -> list[Ingested]:
        """What has been recorded since this was last asked."""
        done, self.done = self.done, []
        return done

    def _is_known(self, report_id: str) -> bool:
        if report_id in self.under_way:
            return True
        if self.recode:
            return False
        with self.case.reading() as connection:
            return is_held(connection, report_id)

    def _meet_again(self, met: Capture) -> None:
        with self.case.reading() as connection:
            is_noted = is_captured(connection, met)
        if is_noted:
            self.done.append(Ingested(met.report_id, met.path, 0, "known"))
            return
        self.met_again.append(met)
        if len(self.met_again) >= BATCH_COUNT:
            self.write_batch()


def _write_one(transaction: Transaction, met: Capture, coded: CodedReport) -> Ingested:
    was_held = is_held(transaction.connection, coded.report.id)
    write_capture(transaction, met)
    is_changed = write_coded(transaction, coded)
    outcome: Outcome = "new" if not was_held else "recoded" if is_changed else "known"
    return Ingested(coded.report.id, met.path, 0 if outcome == "known" else len(coded.claims), outcome)
