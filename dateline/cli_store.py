"""`dateline ingest`, `dateline verify` and `dateline history`: the case database on the command line."""

from __future__ import annotations

import functools
import itertools
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from dateline.cli_options import database_option
from dateline.cli_timestamp import check_headers, describe_proofs, find_strange
from dateline.cli_types import floor_option, own_types_option
from dateline.codebook.own_types import load_own_types
from dateline.errors import InputError, StoreError
from dateline.output.names import HISTORY_FORMATS, HistoryFormat
from dateline.output.words import clean
from dateline.progress import ProgressBar, is_bar_wanted

if TYPE_CHECKING:
    from dateline.store import Ingested
    from dateline.store.ingesting import Coder
    from dateline.timestamps import BlockHeader


class _How(TypedDict):
    """What is the same for every input and every feed of a run."""

    code: Coder
    published: str | None
    outlet: str | None
    recode: bool


EXIT_FAULT = 1
EXIT_INTERRUPTED = 130


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, type=click.Path(allow_dash=True))
@database_option
@click.option(
    "--published", metavar="DATE", help="Publication date of the reports; wins over the date that they carry."
)
@click.option("--outlet", metavar="NAME", help="Who published the reports; wins over what they say.")
@own_types_option
@floor_option
@click.option("--recode", is_flag=True, help="Code again what the database holds, and record what has changed.")
@click.option(
    "--feed", "feeds", metavar="URL", multiple=True,
    help="Fetch this RSS or Atom feed, if it has changed since the last time; may be repeated.",
)  # fmt: skip
def ingest(
    inputs: tuple[str, ...],
    database: str,
    published: str | None,
    outlet: str | None,
    types_path: Path | None,
    floor: float | None,
    recode: bool,
    feeds: tuple[str, ...],
) -> None:
    """Code reports and keep them in a case database.

    INPUT is what `dateline code` takes; nothing is fetched but what --feed names. The database is made if it is not
    there. The bytes of every report are kept, with where and when they were met; the same bytes twice are one report.
    What is recorded is never overwritten. A run that was stopped or killed goes on where it was when the same command
    is given again.

    \b
    Examples:
      dateline ingest reports/ --db river.db
      dateline ingest dump.jsonl.gz --db postgresql://desk@archive/river
      dateline ingest crawl.wacz list.mbox --db river.db
      dateline ingest --feed https://example.org/news.rss --db river.db
      dateline ingest reports/ --db river.db --recode

    \b
    Exit status:
      0  every input is in the database
      1  some could not be read, or the database could not be written to
      2  the call is wrong
    """
    from dateline.cli import check_inputs, check_output  # the group there imports these commands
    from dateline.pipeline import code_read_reports
    from dateline.reading import count_inputs
    from dateline.reading.report import check_published
    from dateline.store import ingest as ingest_reports
    from dateline.store import ingest_feed, open_case

    if not feeds:
        check_inputs(inputs)
    if "://" not in database and Path(database).absolute().parent.is_dir() and not Path(database).is_dir():
        check_output(Path(database), inputs)
    try:
        checked = check_published(published)
        own_types = load_own_types(types_path)
    except InputError as error:
        raise click.UsageError(str(error)) from error
    tally: Counter[str] = Counter()
    with open_case(database, create=True) as case:
        coder = functools.partial(code_read_reports, own_types=own_types, floor=floor)
        how = _How(code=coder, published=checked, outlet=outlet, recode=recode)
        records = [ingest_reports(case, inputs, **how)] if inputs else []
        records += [ingest_feed(case, feed, **how) for feed in feeds]
        total = None if feeds else functools.partial(count_inputs, inputs)
        sys.exit(_count_records(itertools.chain.from_iterable(records), total, tally, case.name))


@click.command()
@database_option
@click.option("--head", metavar="HASH", help="A hash that an earlier check ended with; the ledger must hold it still.")
@click.option(
    "--block-header", "headers", metavar="HEX", multiple=True, callback=check_headers,
    help="The header of a Bitcoin block that a proof attests, from a node of yours; may be repeated.",
)  # fmt: skip
def verify(database: str, head: str | None, headers: tuple[BlockHeader, ...]) -> None:
    """Check that the record of a case database is whole.

    Every byte is checked against its SHA-256, and every entry of the ledger against the one before it and against the
    rows that it speaks of. Note the hash that the check ends with somewhere else: with --head, a later check also
    finds that the end of the record was cut off or that all of it was made anew.

    The proofs of `dateline timestamp` are executed from the ledger's own hashes, and it is said which entries they
    cover and which Bitcoin block they attest. No network is used, so a block counts as attested, not as looked up:
    for that, `ots verify` or a Bitcoin node, whose --block-header is compared with what the proofs lead to.

    \b
    Examples:
      dateline verify --db river.db
      dateline verify --db river.db --head 5f3a...
      dateline verify --db river.db --block-header 0060fe2a...
    """
    from dateline.store import open_case
    from dateline.store import verify as verify_case

    with open_case(database) as case:
        verification = verify_case(case, head=head)
    for fault in verification.faults:
        click.echo(f"{clean(fault.where)}: {clean(fault.found)}")
    for line in describe_proofs(verification, case.name, headers):
        click.echo(line)
    strange = find_strange(verification, headers)
    for header in strange:
        click.echo(f"No proof leads to the block header given of {header.block_hash}.")
    fault_count = len(verification.faults)
    outcome = "whole" if not fault_count else f"NOT as it was recorded ({fault_count:,} faults)"
    click.echo(
        f"The record is {outcome}: {verification.entry_count:,} entries, {verification.content_count:,} reports' bytes."
    )
    click.echo(f"head {verification.head}")
    sys.exit(EXIT_FAULT if verification.faults or strange else 0)


@click.command()
@click.argument("thing_id", metavar="ID")
@database_option
@click.option(
    "--format", "format_name", type=click.Choice(HISTORY_FORMATS), default="table", show_default=True,
    help="table is for reading; jsonl holds each version whole.",
)  # fmt: skip
@click.option("--as-of", metavar="DAY", help="Only what the record said at the end of that day (UTC).")
def history(thing_id: str, database: str, format_name: HistoryFormat, as_of: str | None) -> None:
    """Print what was recorded of a report, claim, event, link or pair, and when.

    A link is EVENT/CLAIM, a pair EVENT=EVENT; of an entry of the ledger, such as entry:12, the proofs of time are
    told. One block a version, earliest first: from when until when the record said so, what or who made it, and what
    it said, of a later version what is different; judgements on it are among them. With --format jsonl one JSON object
    a version, whole. With --as-of DAY only the version that stood then; DAY may also be a date-time.

    \b
    Examples:
      dateline history claim:0f3a5c7e9b1d2f48 --db river.db
      dateline history claim:0f3a5c7e9b1d2f48 --db river.db --as-of 2026-03-05
      dateline history event:77ab5c7e9b1d2f48 --db river.db --format jsonl
    """
    from dateline.output.history import format_version, render_history
    from dateline.store import find_history, open_case

    with open_case(database) as case:
        try:
            versions = find_history(case, thing_id, as_of=as_of)
        except ValueError as error:
            raise click.BadParameter(f"'{as_of}' is not a date. Write year-month-day, such as 2016-04-05.") from error
    if format_name == "table":
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
        click.echo(render_history(versions, width), nl=False)
    else:
        click.echo(b"".join(map(format_version, versions)), nl=False)
    if not versions:
        when = f" on {as_of}" if as_of else ""
        click.echo(f"dateline: {database} held nothing with the id {clean(thing_id)}{when}", err=True)
        sys.exit(EXIT_FAULT)


def _count_records(
    records: Iterable[Ingested | InputError],
    count_total: Callable[[], int | None] | None,
    tally: Counter[str],
    name: str,
) -> int:
    """Go through the run to its end, name what could not be read, and say what is in the database now."""
    bar = ProgressBar(
        is_wanted=is_bar_wanted(writes_file=True),
        count_total=count_total or (lambda: None),
        echo=lambda message: click.echo(message, err=True),
    )
    try:
        with bar:
            for record in records:
                if isinstance(record, InputError):
                    tally["unread"] += 1
                    bar.say(f"dateline: {clean(str(record))}")
                else:
                    tally[record.outcome] += 1
                    tally["claims"] += record.claim_count if record.outcome == "new" else 0
                bar.advance()
    except StoreError as error:
        click.echo(f"dateline: {error}\n{_describe(tally, name)}", err=True)
        return EXIT_FAULT
    except KeyboardInterrupt:
        click.echo(f"\nStopped. {_describe(tally, name)} Give the same command again to go on.", err=True)
        return EXIT_INTERRUPTED
    click.echo(_describe(tally, name), err=True)
    return EXIT_FAULT if tally["unread"] else 0


def _describe(tally: Counter[str], name: str) -> str:
    parts = [f"{tally['new']:,} new reports with {tally['claims']:,} claims"]
    parts += [f"{tally['recoded']:,} coded anew"] if tally["recoded"] else []
    parts += [f"{tally['known']:,} that it held"] if tally["known"] else []
    parts += [f"{tally['unread']:,} that could not be read"] if tally["unread"] else []
    return f"{name}: {', '.join(parts)}."
