"""`dateline timestamp`: proofs of when the record of a case was there; and how `dateline verify` tells of them."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli_options import check_folder, database_option
from dateline.errors import TimestampError
from dateline.output.sink import FileSink, OutputError
from dateline.output.words import clean

if TYPE_CHECKING:
    from dateline.store import Case, Proven, Stamp, Verification
    from dateline.store.timestamping import ProofFile
    from dateline.timestamps import BlockHeader

EXIT_FAULT = 1
EXIT_INTERRUPTED = 130


def _check_calendars(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses without a slash at their end, or name the first that is none."""
    from dateline.timestamps.calendars import ADDRESS

    for value in values:
        if not ADDRESS.fullmatch(value):
            message = f"'{value}' is no address of a calendar server, such as https://a.pool.opentimestamps.org."
            raise click.BadParameter(message, ctx, param)
    return tuple(value.rstrip("/") for value in values)


def check_headers(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[BlockHeader, ...]:
    """Return the block headers, or say which of the values is none."""
    if not values:
        return ()
    from dateline.timestamps import read_header

    headers = []
    for value in values:
        try:
            headers.append(read_header(value))
        except ValueError as error:
            message = f"'{value}' is no block header: give the 160 digits of bitcoin-cli getblockheader HASH false."
            raise click.BadParameter(message, ctx, param) from error
    return tuple(headers)


@click.command()
@database_option
@click.option(
    "--calendar", "calendars", metavar="URL", multiple=True, callback=_check_calendars,
    help="Ask this OpenTimestamps calendar server for a proof; may be repeated.",
)  # fmt: skip
@click.option("--upgrade", is_flag=True, help="Ask for the rest of the proofs that lead to no Bitcoin block yet.")
@click.option(
    "-o", "--output", "folder", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path),
    help="Write each entry that has a proof, and the proof beside it, into FOLDER.",
)  # fmt: skip
@click.option("--by", metavar="NAME", help="Who asks; recorded beside the program's version.")
def timestamp(database: str, calendars: tuple[str, ...], upgrade: bool, folder: Path | None, by: str | None) -> None:
    """Have it proven that the record of a case was there at a time.

    A calendar server of OpenTimestamps is sent 32 bytes: a hash of the last entry of the ledger and of a random
    number, from which nobody can tell what is in the case, or whose it is. It answers with a proof that is pending
    until, hours later, it stands on a Bitcoin block; --upgrade then asks for the rest. Proofs are kept in the case.
    Name two calendar servers or more: one that fails or ends takes nothing from the others. What is proven is
    proven of every entry before it too. `dateline verify` executes the proofs and says what they cover.

    With -o, entry 12 is written as entry-12.txt, of which the entry's hash is the SHA-256, and its proof as
    entry-12.txt.ots, which `ots verify` takes. The .txt may name files, addresses and people; the .ots names nothing.

    \b
    Examples:
      dateline timestamp --db river.db \\
          --calendar https://a.pool.opentimestamps.org \\
          --calendar https://a.pool.eternitywall.com
      dateline timestamp --db river.db --upgrade
      dateline timestamp --db river.db -o proofs

    \b
    Exit status:
      0  done; a calendar server that failed beside one that did not is named
      1  no calendar server gave what it was asked for, or a proof is broken
      2  the call is wrong
    """
    from dateline.store import complete_proofs, make_proof_files, open_case, stamp_ledger

    if not calendars and not upgrade and folder is None:
        raise click.UsageError("Nothing to do. Give --calendar URL, --upgrade or -o FOLDER.")
    check_folder(folder)
    with open_case(database) as case:
        try:
            made = stamp_ledger(case, calendars, by=by) if calendars else ()
            rest = complete_proofs(case, by=by) if upgrade else ()
            status = _tell_stamps(itertools.chain(made, rest), case, upgrade=upgrade)
            if folder is not None:
                status = max(status, _write_files(make_proof_files(case), folder, case))
        except KeyboardInterrupt:
            click.echo("\nStopped. What was answered is kept; give the same command again to go on.", err=True)
            sys.exit(EXIT_INTERRUPTED)
    sys.exit(status)


def _tell_stamps(stamps: Iterable[Stamp | TimestampError], case: Case, *, upgrade: bool) -> int:
    """Say what came of each request as it comes; fail where none came to anything."""
    told = failed = 0
    for stamp in stamps:
        if isinstance(stamp, TimestampError):
            failed += 1
            click.echo(f"dateline: {clean(str(stamp))}", err=True)
        else:
            told += 1
            click.echo(_describe_stamp(stamp, case))
    if upgrade and not told and not failed:
        click.echo(f"{case.name}: no proof is pending.")
    return EXIT_FAULT if failed and not told else 0


def _describe_stamp(stamp: Stamp, case: Case) -> str:
    said = f" (it says: {clean(stamp.said)})" if stamp.said else ""
    outcome = {
        "new": f"has a proof from {stamp.calendar}, pending; in some hours: "
        f"dateline timestamp --db {case.name} --upgrade",
        "known": f"has a proof from {stamp.calendar} already",
        "attested": f"has a proof that leads to a Bitcoin block, from {stamp.calendar}",
        "waiting": f"is still pending at {stamp.calendar}{said}",
    }
    return f"{case.name}: entry {stamp.seq} {outcome[stamp.outcome]}"


def _write_files(files: Iterable[ProofFile | TimestampError], folder: Path, case: Case) -> int:
    """Write entries and proofs; never over the entry of another case. Name a broken proof, and fail at the end."""
    status = written = 0
    for found in files:
        if isinstance(found, TimestampError):
            status = EXIT_FAULT
            click.echo(f"dateline: {clean(str(found))}", err=True)
            continue
        path = folder / f"entry-{found.seq}.txt"
        _make_folder(folder)
        if path.exists() and path.read_bytes() != found.text:
            raise OutputError(f"{path} is there already and holds something else; name another folder")
        for target, data in ((path, found.text), (path.with_name(f"{path.name}.ots"), found.ots)):
            with FileSink(target) as sink:
                sink.write(data)
        written += 1
    if not written and not status:
        click.echo(f"dateline: {case.name} has no proof yet; give --calendar URL first", err=True)
        return EXIT_FAULT
    if written:
        proofs = "1 proof" if written == 1 else f"{written:,} proofs"
        click.echo(f"{folder}: {proofs} of {case.name} written; to check one: ots verify {folder}/entry-N.txt.ots")
    return status


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make {folder}: {error.strerror}") from error


def describe_proofs(verification: Verification, name: str, headers: Iterable[BlockHeader]) -> Iterator[str]:
    """Say which entries the proofs cover, and where each leads, a line a range; nothing of a case without proofs."""
    roots = {header.root: header for header in headers}
    last = 0
    for seq, proofs in itertools.groupby(verification.proofs, key=lambda proven: proven.seq):
        # "attests" comes before "leads" and "pending"
        yield f"{_name_entries(last + 1, seq)}: {'; '.join(sorted(_describe_proven(one, roots) for one in proofs))}"
        last = seq
    if last and verification.unproven_count:
        count = verification.unproven_count
        yield f"after entry {last:,}: {count:,} {'entry has' if count == 1 else 'entries have'} no proof"
    if last:
        yield (
            "What a proof attests is not looked up here: ask a Bitcoin node (and give its --block-header), or\n"
            f"  dateline timestamp --db {name} -o FOLDER  and  ots verify FOLDER/entry-{last}.txt.ots"
        )


def find_strange(verification: Verification, headers: Iterable[BlockHeader]) -> list[BlockHeader]:
    """The headers that no proof leads to."""
    roots = {message for proven in verification.proofs for _, message in proven.attestations}
    return [header for header in headers if header.root not in roots]


def _name_entries(first: int, last: int) -> str:
    return f"entry {last:,}" if first == last else f"entries {first:,} to {last:,}"


def _describe_proven(proven: Proven, roots: dict[bytes, BlockHeader]) -> str:
    from dateline.timestamps import Bitcoin, Pending

    blocks = [(one.height, message) for one, message in proven.attestations if isinstance(one, Bitcoin)]
    asked = f"asked of {clean(proven.calendar)} on {proven.asked_at[:10]}"
    if blocks:
        height, root = min(blocks, key=lambda block: (block[1] not in roots, block[0]))
        return f"attests Bitcoin block {height}{_describe_header(roots.get(root), height)} ({asked})"
    uris = [clean(one.uri) for one, _ in proven.attestations if isinstance(one, Pending)]
    return f"pending at {', '.join(uris)} ({asked})" if uris else f"leads to nothing that is known here ({asked})"


def _describe_header(header: BlockHeader | None, height: int) -> str:
    if header is None:
        return ""
    mined = header.mined_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    return f", of which the header given says {mined} (if {header.block_hash} is the hash of block {height})"
