"""The command line. All printing is here; what is printed is made in `dateline.output`.

Exit status: 0 all inputs coded; 1 some could not be read (each named on standard error) or the output could not be
written to its end; 2 the call itself is wrong; 130 stopped by Ctrl-C or SIGTERM; 141 what read the output went away.
"""

from __future__ import annotations

import datetime
import glob
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from dateline import __version__
from dateline.cli_actors import actors
from dateline.cli_control import control, report
from dateline.cli_events import events
from dateline.cli_export import export
from dateline.cli_gazetteer import gazetteer
from dateline.cli_judge import judge
from dateline.cli_link import link
from dateline.cli_options import check_folder
from dateline.cli_store import history, ingest, verify
from dateline.cli_timestamp import timestamp
from dateline.cli_types import floor_option, own_types_option
from dateline.codebook.own_types import load_own_types
from dateline.errors import DatelineError, InputError
from dateline.model import AnnotatedReport, CodedReport
from dateline.output import FORMATS, Format, Writer, make_writer
from dateline.output.sink import FileSink, OutputError, StandardOutput
from dateline.output.words import clean
from dateline.progress import ProgressBar, is_bar_wanted

SHELLS = ("bash", "zsh", "fish")
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 90}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].+)?")
EXIT_UNREAD = 1
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141
Record = TypeVar("Record", CodedReport, AnnotatedReport)

_NEXT_STEPS = """
That was {reports} invented reports, coded on this machine without a network: {claims}
claims, each with who says so and the words that it stands on. Who > whom, where
and when are only what the text says; "?" and "no date" mean that it does not.
"conf." is how sure the reader is that the claim is in the text, not that it is
true.

Now try your own:
  dateline code REPORT.html --format table    a page, a text file, JSON lines
  dateline code REPORT.txt --published 2026-03-17
                                              the day to count "Tuesday" from
  dateline code FOLDER -o claims.jsonl        every span, id and reason
  dateline schema                             what each field of that means

The examples are in {folder}"""


@dataclass
class Tally:
    """What a run has done so far."""

    report_count: int = 0
    claim_count: int = 0
    unread_count: int = 0


def main() -> NoReturn:
    """Run the command line and exit with its status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a scheduler's stop keeps what was written, like Ctrl-C
    try:
        cli(prog_name="dateline")
    except DatelineError as error:
        click.echo(f"dateline: {error}", err=True)
    sys.exit(EXIT_UNREAD)


def _check_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return an ISO date or date-time as it was given: `2016-04-05`, `2016-04-05T08:30+03:00`."""
    if value is None:
        return None
    try:
        if _DATE.fullmatch(value):
            datetime.datetime.fromisoformat(value)
            return value
    except ValueError:
        pass
    raise click.BadParameter(f"'{value}' is not a date. Write year-month-day, such as 2016-04-05.", ctx, param)


def _show_version(ctx: click.Context, param: click.Parameter, is_asked: bool) -> None:
    if not is_asked or ctx.resilient_parsing:
        return
    click.echo(f"dateline {__version__}")
    ctx.exit()


@click.group(context_settings=_SETTINGS, epilog="Start with: dateline demo")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
def cli() -> None:
    """Read reports of armed conflict and political violence; give back claims with their evidence.

    A claim says who did what to whom, where, when and with what, who says so, and which words of the report carry
    it. Nothing of the reports is sent anywhere: all work is done on this machine.
    """


_inputs = click.argument("inputs", metavar="INPUT...", nargs=-1, type=click.Path(allow_dash=True))
_output = click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE instead of standard output."
)
_published = click.option(
    "--published",
    metavar="DATE",
    callback=_check_date,
    help="Publication date of the reports, such as 2016-04-05; wins over the date that they carry.",
)
_outlet = click.option("--outlet", metavar="NAME", help="Who published the reports; wins over what they say.")


@cli.command()
@_inputs
@_output
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), default="jsonl", show_default=True,
    help="jsonl holds everything; table is for reading; csv has one claim a row.",
)  # fmt: skip
@_published
@_outlet
@own_types_option
@floor_option
def code(
    inputs: tuple[str, ...], output: Path | None, format_name: Format, published: str | None, outlet: str | None,
    types_path: Path | None, floor: float | None,
) -> None:  # fmt: skip
    """Read reports and print the claims in them.

    INPUT is a file (text, HTML, PDF, DOCX, JSON lines, mail, WARC, WACZ, RSS or Atom, gzipped or not), a folder (read
    with the folders in it), a quoted pattern such as 'reports/*.html', or - for standard input. The output is one JSON
    object a report, or a table, or CSV, in the order of the input. What cannot be read is named on standard error, and
    the rest is coded all the same.

    \b
    Examples:
      dateline code report.html --format table
      dateline code report.txt --published 2016-04-05 --outlet "ARA News"
      dateline code reports/ -o claims.jsonl
      dateline code 'reports/**/*.html' --format csv > claims.csv
      dateline code reports/ --types courts.toml -o claims.jsonl
      dateline code reports/ --floor 0.2 -o for_review.jsonl
      zcat dump.jsonl.gz | dateline code - | jq '.claims[].event_type'

    \b
    Exit status:
      0  every input was coded
      1  some could not be read; the others were coded
      2  the call is wrong (no input, a bad date, no such output folder)
    """
    check_inputs(inputs)
    check_output(output, inputs)
    from dateline.pipeline import code_reports

    writer = make_writer(format_name, width=_terminal_width(output), colour=_wants_colour(output))
    with _wrong_call():
        own_types = load_own_types(types_path)
        records = code_reports(inputs, published=published, outlet=outlet, own_types=own_types, floor=floor)
    sys.exit(stream(records, writer, inputs, output))


@cli.command()
@_inputs
@_output
@_published
@_outlet
@click.option(
    "--spans", "spans_path", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
    help="Resolve the place and time spans given in FILE instead of finding them.",
)  # fmt: skip
def annotate(
    inputs: tuple[str, ...], output: Path | None, published: str | None, outlet: str | None, spans_path: str | None
) -> None:
    """Print everything found on the way to claims.

    The output is one JSON object a report: mentions of actors, persons, places, facilities, times, materiel, tolls
    and sources, with what they resolve to; who says what (source, cue and content); and the words that name events,
    with their likeliest types.

    With --spans, place and time words are given instead of found. FILE holds JSON lines with "id", "text" and
    "spans", a list of {"start", "end"} to which "text", "id" and "kind" ("place" or "time") may be added. Offsets
    count Unicode characters of "text", which is taken exactly as it is.

    \b
    Examples:
      dateline annotate report.html --published 2016-04-05
      dateline annotate reports/ -o annotations.jsonl
      dateline annotate --spans toponyms.jsonl -o resolved.jsonl
    """
    if spans_path is None:
        check_inputs(inputs)
    elif inputs:
        raise click.UsageError("Give either INPUT or --spans FILE: the texts of --spans are in that file.")
    sources = (spans_path,) if spans_path else inputs
    check_output(output, sources)
    from dateline.output.jsonl import JsonlWriter
    from dateline.pipeline import annotate_reports, annotate_spans

    with _wrong_call():
        if spans_path:
            records = annotate_spans(spans_path, published=published)
        else:
            records = annotate_reports(inputs, published=published, outlet=outlet)
    sys.exit(stream(records, JsonlWriter(), sources, output))


@cli.command()
@click.option("--annotate", "is_annotate", is_flag=True, help="The schema of `dateline annotate` instead.")
def schema(is_annotate: bool) -> None:
    """Print the JSON Schema of the output.

    It describes one line of `dateline code`, or with --annotate one of `dateline annotate`.

    \b
    Examples:
      dateline schema > dateline.schema.json
      dateline schema --annotate
    """
    from dateline.output.schema import build_schema

    click.echo(json.dumps(build_schema(AnnotatedReport if is_annotate else CodedReport), indent=2, ensure_ascii=False))


@cli.command()
def demo() -> None:
    """Code the bundled example reports as a table.

    The reports are invented, in real kinds of prose: wire copy, a web page, a monitor's daily list, an army
    communique, an aid situation report, a social post, translated prose, and a match report that only sounds like
    war.

    \b
    Example:
      dateline demo
    """
    from dateline.pipeline import code_reports

    folder = Path(__file__).parent / "examples"
    inputs = tuple(str(path) for path in sorted(folder.iterdir()) if path.suffix in (".txt", ".html"))
    writer = make_writer("table", width=_terminal_width(None), colour=_wants_colour(None))
    tally = Tally()
    status = stream(code_reports(inputs, published=None, outlet=None), writer, inputs, None, tally)
    if status == 0:
        click.echo(_NEXT_STEPS.format(reports=tally.report_count, claims=tally.claim_count, folder=folder))
    sys.exit(status)


@cli.command()
@click.argument("gold_set", metavar="SET", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format", "format_name", type=click.Choice(("table", "json")), default="table", show_default=True,
    help="table is for reading; json holds every figure unrounded.",
)  # fmt: skip
@click.option(
    "--resamples",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="Bootstrap resamples behind each interval.",
)
@click.option("--by-region", is_flag=True, help="Also split the figures by region of the world.")
@floor_option
def evaluate(gold_set: Path, format_name: str, resamples: int, by_region: bool, floor: float | None) -> None:
    """Measure accuracy on a gold set.

    Every figure comes with its interval and a naive baseline beside it. SET is a JSON lines file or a folder of
    them, in the format that docs/formats.md describes.

    \b
    Examples:
      dateline evaluate gold/dev.jsonl
      dateline evaluate gold/ --format json > figures.json
      dateline evaluate gold/ --by-region
      dateline evaluate gold/ --floor 0.2
    """
    from dateline.evaluation import evaluate_set

    evaluation = evaluate_set(gold_set, resamples=resamples, by_region=by_region, floor=floor)
    click.echo(evaluation.to_json() if format_name == "json" else evaluation.to_table())


@cli.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that lets a shell complete.

    It completes commands, options and file names.

    \b
    Examples:
      dateline completion bash >> ~/.bashrc
      dateline completion zsh >> ~/.zshrc
      dateline completion fish > ~/.config/fish/completions/dateline.fish
    """
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    assert maker is not None, shell  # SHELLS are the three that click knows
    complete = maker(cli, {}, "dateline", "_DATELINE_COMPLETE")
    # Not `source()`, which runs bash to check its version: the script is only printed here.
    click.echo(complete.source_template % complete.source_vars())


cli.add_command(actors)
cli.add_command(control)
cli.add_command(report)
cli.add_command(export)
cli.add_command(gazetteer)
for _command in (ingest, link, events, judge, verify, timestamp, history):
    cli.add_command(_command)


@contextmanager
def _wrong_call() -> Iterator[None]:
    """Turn what the pipeline rejects before it reads anything (a date out of range) into a wrong call."""
    try:
        yield
    except InputError as error:
        raise click.UsageError(str(error)) from error


def check_inputs(inputs: tuple[str, ...]) -> None:
    """Stop a call that names nothing to read, or standard input twice."""
    if not inputs:
        raise click.UsageError("Nothing to read. Name a file or a folder, or - for standard input.")
    if inputs.count("-") > 1:
        raise click.UsageError("Standard input (-) can be read only once.")
    if "-" in inputs and sys.stdin.isatty():
        click.echo("Reading the report from the keyboard; end it with Ctrl-D.", err=True)


def check_output(output: Path | None, inputs: tuple[str, ...]) -> None:
    """Stop a call whose output cannot be written, or would be read as a report by the same or the next run."""
    if output is None:
        return
    if output.is_dir():
        raise click.UsageError(f"{output} is a folder. Name a file for -o, such as {output / 'claims.jsonl'}.")
    check_folder(output)
    if not os.access(output.parent, os.W_OK):
        raise click.UsageError(f"The folder {output.parent} may not be written to.")
    if any(_covers(name, output.resolve()) for name in inputs if name != "-"):
        raise click.UsageError(f"{output} is, or lies in, an input and would be read as a report. Put it elsewhere.")


def stream(
    records: Iterable[Record | InputError],
    writer: Writer[Record],
    inputs: tuple[str, ...],
    output: Path | None,
    tally: Tally | None = None,
) -> int:
    """Write each record as it comes, name each input that could not be read, and return the exit status."""
    tally = tally if tally is not None else Tally()
    try:
        _write_records(records, writer, inputs, output, tally)
    except BrokenPipeError:
        return EXIT_BROKEN_PIPE
    except OutputError as error:
        click.echo(f"dateline: {error}. {_describe_written(tally, output)}", err=True)
        return EXIT_UNREAD
    except KeyboardInterrupt:
        click.echo(f"\nStopped. {_describe_written(tally, output)}", err=True)
        return EXIT_INTERRUPTED
    return _conclude(tally, inputs, output)


def _write_records(
    records: Iterable[Record | InputError],
    writer: Writer[Record],
    inputs: tuple[str, ...],
    output: Path | None,
    tally: Tally,
) -> None:
    from dateline.reading import count_inputs

    is_wanted = is_bar_wanted(writes_file=output is not None)
    bar = ProgressBar(
        is_wanted=is_wanted,
        count_total=lambda: count_inputs(inputs),
        echo=lambda message: click.echo(message, err=True),
    )
    with FileSink(output) if output else StandardOutput() as sink, bar:
        sink.write(writer.begin())
        for record in records:
            if isinstance(record, InputError):
                tally.unread_count += 1
                bar.say(f"dateline: {clean(str(record))}")
            else:
                sink.write(writer.add(record))
                tally.report_count += 1
                tally.claim_count += len(record.claims) if isinstance(record, CodedReport) else 0
            bar.advance()
        sink.write(writer.end())


def _conclude(tally: Tally, inputs: tuple[str, ...], output: Path | None) -> int:
    """Say on standard error what a person should know at the end; a script that went well gets silence."""
    if tally.unread_count:
        unread = _count(tally.unread_count, "input")
        click.echo(f"dateline: {unread} could not be read. {_describe_written(tally, output)}", err=True)
        return EXIT_UNREAD
    if not tally.report_count:
        click.echo(f"dateline: no report was found in {', '.join(inputs)}", err=True)
        return EXIT_UNREAD
    if output and sys.stderr.isatty():
        click.echo(_describe_written(tally, output), err=True)
    return 0


def _describe_written(tally: Tally, output: Path | None) -> str:
    verb = "was" if tally.report_count == 1 else "were"
    return f"{_count(tally.report_count, 'report')} {verb} written{f' to {output}' if output else ''}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _covers(name: str, output: Path) -> bool:
    """Return whether the input (a file, a folder, a pattern) takes in the output file."""
    path = Path(name)
    if path.exists():
        return path.resolve() in (output, *output.parents)
    matches = glob.iglob(name, recursive=True)  # noqa: PTH207 (Path.glob takes no absolute pattern)
    return any(Path(match).resolve() == output for match in matches)


def _terminal_width(output: Path | None) -> int:
    return shutil.get_terminal_size().columns if output is None and sys.stdout.isatty() else 80


def _wants_colour(output: Path | None) -> bool:
    is_plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return output is None and sys.stdout.isatty() and not is_plain
