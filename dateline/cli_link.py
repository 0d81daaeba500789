"""`dateline link`: the claims of a case put to events."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli_options import check_folder, database_option, open_output
from dateline.errors import StoreError
from dateline.progress import ProgressBar, is_bar_wanted

if TYPE_CHECKING:
    from dateline.store import Case, LinkedBatch

EXIT_FAULT = 1
EXIT_INTERRUPTED = 130


@click.command()
@database_option
@click.option("--by", "judged_by", metavar="NAME", help="Who runs this; recorded beside the program's version.")
@click.option("--again", is_flag=True, help="Link all reports anew and record what comes out otherwise.")
@click.option(
    "--events", "events_path", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True),
    help="Write the events made or changed as JSON lines; - is standard output.",
)  # fmt: skip
def link(database: str, judged_by: str | None, again: bool, events_path: str | None) -> None:
    """Put the claims of a case database to events, and find which reports copy which.

    Only reports that are not linked yet, or were coded anew since, are compared, and only with the claims of their
    days and places. What `dateline judge` recorded since is followed first, with the claims that it is on: corrected
    claims are linked as corrected, rejected ones not at all. What was linked before stays in the record, with the
    days it stood. A run that was stopped or killed goes on where it was when the same command is given again; a
    second run changes nothing.

    Reports are taken in order of publication within a run. One that comes in later than those published after it may
    end in another event than it would have; --again links all as if at once.

    \b
    Examples:
      dateline link --db river.db
      dateline link --db river.db --events new.jsonl
      dateline link --db postgresql://desk@archive/river --again --by "A. Desk"
    """
    from dateline.store import open_case

    path = None if events_path in (None, "-") else Path(str(events_path))
    check_folder(path)
    with open_case(database) as case:
        run = _Run(case, judged_by)
        status = run.link(again)
        click.echo(run.describe(), err=True)
        if events_path is not None:
            _write_events(case, run.event_ids, path)
    sys.exit(status)


class _Run:
    """One run and what it has done so far."""

    def __init__(self, case: Case, judged_by: str | None) -> None:
        from dateline.store.linking import MADE_BY

        self.event_ids: set[str] = set()
        self._case = case
        self._made_by = f"{MADE_BY}, by {judged_by}" if judged_by else MADE_BY
        self._began = time.monotonic()
        self._reports = self._claims = self._copies = self._judgements = 0
        self._new: set[str] = set()
        self._gone: set[str] = set()

    def link(self, again: bool) -> int:
        """Link to the end and return the exit status; what went wrong is said."""
        from dateline.store.linking import count_unlinked

        bar = ProgressBar(
            is_wanted=is_bar_wanted(writes_file=True) and not again,
            count_total=lambda: count_unlinked(self._case),
            echo=lambda message: click.echo(message, err=True),
        )
        try:
            with bar:
                for batch in self._list_batches(again):
                    self._count(batch)
                    for _ in range(batch.report_count):
                        bar.advance()
        except StoreError as error:
            click.echo(f"dateline: {error}", err=True)
            return EXIT_FAULT
        except KeyboardInterrupt:
            click.echo("\nStopped. Give the same command again to go on.", err=True)
            return EXIT_INTERRUPTED
        return 0

    def describe(self) -> str:
        """What the run did, in a line."""
        seconds = time.monotonic() - self._began
        if not self._reports and not self._judgements:
            return f"{self._case.name}: nothing to link ({seconds:.1f} s)."
        new, changed = len(self._new - self._gone), len(self.event_ids - self._new - self._gone)
        gone = f", {gone_count:,} are no more" if (gone_count := len(self._gone - self._new)) else ""
        parts = []
        if self._judgements:
            parts.append(f"{self._judgements:,} judgement{'s' if self._judgements > 1 else ''} followed")
        if self._reports:
            linked = f"({self._copies:,} of them copies) with {self._claims:,} claims linked"
            parts.append(f"{self._reports:,} reports {linked}")
        done = "; ".join([*parts, f"events: {new:,} new, {changed:,} changed{gone}"])
        return f"{self._case.name}: {done}; {seconds:.1f} s."

    def _list_batches(self, again: bool) -> Iterator[LinkedBatch]:
        from dateline.store import link_case, relink_case

        if again:
            yield relink_case(self._case, made_by=self._made_by)
        else:
            yield from link_case(self._case, made_by=self._made_by)

    def _count(self, batch: LinkedBatch) -> None:
        self._reports += batch.report_count
        self._claims += batch.claim_count if batch.report_count else 0
        self._judgements += batch.judgement_count
        self._copies += batch.copy_count
        self._new.update(batch.change.new_ids)
        self._gone.update(batch.change.gone_ids)
        self.event_ids.update(batch.change.new_ids, batch.change.changed_ids)


def _write_events(case: Case, event_ids: set[str], path: Path | None) -> None:
    from dateline.output.events import EventLines
    from dateline.store import judged_events

    with open_output(path) as sink:
        for event in judged_events(case):
            if event.id in event_ids:
                sink.write(EventLines().add(event))
