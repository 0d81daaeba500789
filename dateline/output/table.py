"""The table: claims to read in a terminal, one block a claim, on 80 columns or whatever there is.

A block and not a row: with who, where, when and who says so in full, ten columns would leave eight letters each.
"""

from __future__ import annotations

from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.model import Claim, CodedReport, Report, Span
from dateline.output import words

_STATUS_STYLES = {"occurred": "green", "ongoing": "green", "did_not_occur": "red"}
_DISPUTED_STYLE = "bold red"
_LABEL_WIDTH = 10
_MIN_WIDTH = 40
_MAX_WIDTH = 120  # longer lines are hard to follow


class TableWriter:
    """`dateline code --format table`."""

    def __init__(self, *, width: int = 80, colour: bool = False) -> None:
        self._width = max(_MIN_WIDTH, min(width, _MAX_WIDTH))
        self._colour = colour
        self._report_count = 0
        self._claim_count = 0

    def begin(self) -> bytes:
        return b""

    def add(self, coded: CodedReport) -> bytes:
        gap = "\n" if self._report_count else ""
        self._report_count += 1
        self._claim_count += len(coded.claims)
        return (gap + render_report(coded, width=self._width, colour=self._colour)).encode("utf-8", "replace")

    def end(self) -> bytes:
        if self._report_count < 2:
            return b""
        return f"\n{self._report_count:,} reports, {_count(self._claim_count, 'claim')}\n".encode()


def render_report(coded: CodedReport, *, width: int = 80, colour: bool = False) -> str:
    """Return one report's heading and claims as lines of at most `width` columns.

    A name longer than the line is broken inside, never cut; only the title and the quoted sentence are cut, with an
    ellipsis. Right-to-left names are isolated so that they do not drag the words beside them along.
    """
    console = Console(
        file=StringIO(), width=width, force_terminal=colour, color_system="standard" if colour else None,
        no_color=not colour, highlight=False, markup=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    with console.capture() as capture:
        for line in _heading(coded, width):
            console.print(line, no_wrap=True, overflow="ellipsis")
        for number, claim in enumerate(coded.claims, start=1):
            console.print()
            console.print(_claim_line(number, claim))
            console.print(_claim_rows(coded.report, claim, width))
    # Rich fills each line with blanks up to the width, which would wrap in a narrower window and spoil copying.
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _heading(coded: CodedReport, width: int) -> list[Text]:
    report = coded.report
    outlet = words.clean(report.outlet) if report.outlet else "outlet ?"
    day = report.published[:10] if report.published else "no date"
    title = words.clean(report.title or report.text[:200]) or "(no text)"
    first = Text(f"{outlet}, {day}: {title}", style="bold")
    first.truncate(width, overflow="ellipsis")
    return [first, Text(_describe_report(coded, width), style="dim")]


def _describe_report(coded: CodedReport, width: int) -> str:
    report = coded.report
    reason = report.unknown.get("claims") or report.unknown.get("text") or report.unknown.get("language")
    why = f" ({words.describe_reason(reason)})" if reason and not coded.claims else ""
    place = words.clean(report.url or "standard input" if report.path in (None, "-") else str(report.path))
    line = f"{_count(len(coded.claims), 'claim')}{why} | {report.language or 'language ?'} | "
    space = max(8, width - cell_len(line))
    # Of a long path the end tells the files apart.
    return line + (place if cell_len(place) <= space else f"…{place[1 - space :]}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s" if number else f"no {noun}s"


def _claim_line(number: int, claim: Claim) -> Table:
    line = Table.grid(expand=True)
    line.add_column(ratio=1)
    line.add_column(justify="right", no_wrap=True)
    text = Text(f"{number:>2}  ")
    text.append(claim.event_type, style="bold cyan")
    text.append(", ")
    status, style = words.describe_status(claim), _STATUS_STYLES.get(claim.status, "yellow")
    text.append(status, style=style if claim.stance == "affirms" else _DISPUTED_STYLE)
    if claim.hedges:
        text.append(f", hedged ({', '.join(f'“{words.clean(hedge.text)}”' for hedge in claim.hedges)})", style="yellow")
    line.add_row(text, Text(f"  conf. {claim.confidence:.2f}", style="dim"))
    return line


def _claim_rows(report: Report, claim: Claim, width: int) -> Table:
    rows = Table.grid()
    rows.add_column(width=_LABEL_WIDTH, no_wrap=True, style="dim")
    rows.add_column(overflow="fold", width=width - _LABEL_WIDTH)
    for label, value in _rows(claim):
        rows.add_row(f"    {label}", value)
    rows.add_row("    text", _quote(report, claim, width - _LABEL_WIDTH))
    return rows


def _rows(claim: Claim) -> list[tuple[str, Text]]:
    rows = [
        ("who", Text(words.describe_actors(claim))),
        ("where", Text(words.describe_places(claim.places))),
        ("when", Text(words.describe_time(claim.time, claim.unknown.get("time")))),
        ("says", Text(words.describe_chain(claim))),
    ]
    if claim.user_type:
        rows.insert(0, ("own", Text(f"{claim.user_type.id} (similarity {claim.user_type.similarity:.2f})")))
    if claim.casualties:
        rows.append(("toll", Text(words.describe_tolls(claim.casualties))))
    if claim.materiel:
        rows.append(("arms", Text(words.describe_materiel(claim.materiel))))
    return rows


def _quote(report: Report, claim: Claim, width: int) -> Text:
    """Return one line of the main evidence sentence with the trigger in it, cut at whole words on either side."""
    sentence = claim.evidence[0] if claim.evidence else claim.trigger
    start, end = _cut_around(sentence, claim.trigger, width - 4)
    before, after = ("…" if start > sentence.start else ""), ("…" if end < sentence.end else "")
    quote = Text("“" + before, style="italic")
    if start <= claim.trigger.start and claim.trigger.end <= end:
        pieces = (report.text[start : claim.trigger.start], claim.trigger.text, report.text[claim.trigger.end : end])
    else:
        pieces = (report.text[start:end], "", "")
    for piece, style in zip(pieces, ("", "bold", ""), strict=True):
        quote.append(_one_line(piece), style=style)
    quote.append(after + "”")
    quote.truncate(width, overflow="ellipsis")
    return quote


def _cut_around(sentence: Span, trigger: Span, width: int) -> tuple[int, int]:
    if sentence.end - sentence.start <= width:
        return sentence.start, sentence.end
    middle = (trigger.start + trigger.end) // 2 if sentence.start <= trigger.start < sentence.end else sentence.start
    start = max(sentence.start, min(middle - width // 2, sentence.end - width))
    end = min(sentence.end, start + width)
    return _word_bounds(sentence, start, end)


def _word_bounds(sentence: Span, start: int, end: int) -> tuple[int, int]:
    text, base = sentence.text, sentence.start
    if start > base:
        gap = text.find(" ", start - base - 1, start - base + 20)
        start = base + gap + 1 if gap >= 0 else start
    if end < sentence.end:
        gap = text.rfind(" ", max(0, end - base - 20), end - base + 1)
        end = base + gap if gap >= 0 else end
    return start, end


def _one_line(piece: str) -> str:
    """Return the piece cleaned, with its outer blanks kept: the trigger stands between two such pieces."""
    cleaned = words.clean(piece)
    left = " " if piece[:1].isspace() and cleaned else ""
    right = " " if piece[-1:].isspace() and cleaned else ""
    return f"{left}{cleaned}{right}"
