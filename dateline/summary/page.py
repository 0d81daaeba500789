"""The page: what the case holds at a glance, the sections, and how the figures were made. Nothing in it is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline import __version__
from dateline.control import Control, Timeline, trace_control
from dateline.control.model import Holder
from dateline.control.rules import read_rules
from dateline.control.writing import LEFT_OUT, SAYS, describe_days, describe_state, name_holders
from dateline.drawing.lanes import draw_lanes
from dateline.drawing.svg import Picture, make_page_style, page_colours
from dateline.gathering import Gathered
from dateline.summary.figures import Item, read_items
from dateline.summary.html import Section, Table, say
from dateline.summary.masking import Mask
from dateline.summary.sections import (
    tell_contradictions,
    tell_days,
    tell_events,
    tell_map,
    tell_sources,
    tell_tolls,
    tell_unknown,
)

_MOST_LANES = 30


@dataclass(frozen=True, slots=True)
class Summary:
    """The page as bytes (UTF-8), and its pictures."""

    html: bytes
    pictures: tuple[Picture, ...]


def make_summary(gathered: Gathered, *, title: str, query: str, is_masked: bool = False) -> Summary:
    """Return the page on the events. The same events, title and query give the same bytes.

    `query` says in words which events were taken. With `is_masked` names of private persons are withheld.
    """
    mask = Mask(is_masked)
    items = read_items(gathered.events, mask)
    sections = [
        tell_days(items), tell_map(items, mask), tell_tolls(items, mask), tell_sources(items, mask),
        tell_contradictions(items, mask), _tell_control(trace_control(gathered.events), mask),
        tell_unknown(items, mask), tell_events(items), _tell_making(gathered, query, mask),
    ]  # fmt: skip
    pictures = tuple(picture for section in sections for picture in section.pictures)
    return Summary(_write_page(title, gathered, items, sections, mask).encode("utf-8", "backslashreplace"), pictures)


def _tell_control(control: Control, mask: Mask) -> Section:
    timelines = [_mask_timeline(timeline, mask) for timeline in control.timelines]
    notes = [
        "Who is said to hold a place, from takings, withdrawals, handovers and statements; what failed, was planned or "
        "denied never changes a hold. A hold after the last word for it is not known, however pale it is drawn.",
    ]
    drawn = sorted(timelines, key=lambda line: (-len(line.spans), -len(line.marks)))[:_MOST_LANES]
    drawn = [line for line in timelines if line in drawn]
    if len(drawn) < len(timelines):
        notes.append(f"Drawn are the {len(drawn)} places of {len(timelines)} with the most changes; the table has all.")
    heads = ("place", "days", "who holds it", "certainty", "sources", "who says so")
    rows = [_list_span(line, number, mask) for line in timelines for number in range(len(line.spans))]
    marks = [
        [line.site.name, _show_mark_days(mark.start, mark.end), name_holders(mark.actors) or "nobody named",
         SAYS[mark.says], "; ".join(dict.fromkeys(mask.name_backing(backing) for backing in mark.claims))]
        for line in timelines
        for mark in line.marks
    ]  # fmt: skip
    tables = [Table("Control, place by place", heads, rows, frozenset({4}))] if rows else []
    if not timelines:
        notes.append("No claim says who holds a place that could be put on a timeline.")
    if marks:
        tables.append(Table("What changed nobody's hold", ("place", "day", "who", "what", "who says so"), marks))
    if control.left_out:
        left_out = [
            [LEFT_OUT[item.reason], item.rule, "; ".join(map(mask.name_holder, item.backing.holders)) or "nobody named",
             mask.name_backing(item.backing), mask.quote(item.backing.spans)]
            for item in control.left_out
        ]  # fmt: skip
        named = ("why", "rule", "who", "who says so", "evidence")
        tables.append(Table("Claims on control that are on no timeline", named, left_out))
    pictures = (draw_lanes(drawn),) if drawn else ()
    return Section("control", "Control", tuple(notes), pictures, tuple(tables))


def _show_mark_days(start: str | None, end: str | None) -> str:
    if start is None:
        return f"by {end}"
    return start if start == end else f"{start} to {end}"


def _mask_timeline(timeline: Timeline, mask: Mask) -> Timeline:
    def name(holders: tuple[Holder, ...]) -> tuple[Holder, ...]:
        return tuple(map(mask.mask_holder, holders))

    return replace(
        timeline,
        site=replace(timeline.site, name=mask.name_site(timeline.site)),
        spans=tuple(replace(one, holders=name(one.holders), rest=name(one.rest)) for one in timeline.spans),
        marks=tuple(replace(mark, actors=name(mark.actors)) for mark in timeline.marks),
    )


def _list_span(timeline: Timeline, number: int, mask: Mask) -> list[str]:
    one = timeline.spans[number]
    own = " (only the holder's side says so)" if one.only_own_side else ""
    sources = "; ".join(
        dict.fromkeys(
            f"{mask.name_backing(backing)}{' denies' if backing.says == 'denies' else ''}" for backing in one.claims
        )
    )
    return [
        timeline.site.name, describe_days(one), describe_state(one), f"{one.certainty or ''}{own}",
        str(one.source_count), sources,
    ]  # fmt: skip


def _tell_making(gathered: Gathered, query: str, mask: Mask) -> Section:
    makers = "; ".join(f"dateline {maker.version}, reader {maker.model}" for maker in gathered.makers) or "not recorded"
    rows = [
        ["made by", f"dateline {__version__}"],
        ["reports coded by", makers],
        ["input", gathered.source],
        ["SHA-256 of the input", gathered.digest],
        ["events", gathered.how],
        ["which events", query],
        ["names", "of private persons withheld, and all sentences" if mask.is_on else "as in the reports"],
        ["rules of control", ", ".join(rule.cited.removeprefix("control/") for rule in read_rules().values())],
        ["other rules", "sources/2, tolls/2, score/1 and grades as in docs/linking.md"],
    ]
    notes = (
        "The same input, options and version give the same page, byte for byte. Reports were coded by a program that "
        "errs at a known rate (README, How well it works): before anything rests on a row, read its evidence.",
        "A claim is what a report says, not a fact. Events that nobody reported are not here. This page is no "
        "targeting aid.",
    )
    return Section("making", "How these figures were made", notes, (), (Table("Making", ("what", "how"), rows),))


def _write_page(title: str, gathered: Gathered, items: Sequence[Item], sections: Sequence[Section], mask: Mask) -> str:
    links = "".join(f'<li><a href="#{section.id}">{say(section.heading)}</a></li>' for section in sections)
    facts = "".join(
        f"<div><dt>{say(name)}</dt><dd>{say(value)}</dd></div>" for name, value in _list_facts(gathered, items)
    )
    masked = "<p><strong>Names of private persons are withheld in this copy.</strong></p>" if mask.is_on else ""
    body = "".join(section.to_html() for section in sections)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="generator" content="dateline {say(__version__)}">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{say(title)}</title>\n<style>\n{_make_style()}\n</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#days">Skip to the figures</a>\n<header><h1>{say(title)}</h1>'
        f"<p>{say(_describe_span(items))}</p>{masked}<dl>{facts}</dl></header>\n"
        f'<nav aria-label="Contents"><ol>{links}</ol></nav>\n<main>\n{body}</main>\n</body>\n</html>\n'
    )


def _describe_span(items: Sequence[Item]) -> str:
    dated = [item for item in items if item.days and item.is_real]
    if not dated:
        return "What reports say, with who says so."
    first = min(item.days.start for item in dated if item.days)
    last = max(item.days.end for item in dated if item.days)
    return f"What reports say of {first} to {last}, with who says so."


def _list_facts(gathered: Gathered, items: Sequence[Item]) -> list[tuple[str, str]]:
    entries = [entry for item in items for entry in item.event.claims]
    real = [item for item in items if item.is_real]
    silent = f" ({gathered.silent_count:,} without a claim)" if gathered.silent_count else ""
    return [
        ("events", f"{len(real):,}"),
        ("planned, threatened, denied", f"{len(items) - len(real):,}"),
        ("with one source only", f"{sum(item.assessment.source_count == 1 for item in real):,}"),
        ("contradictions", f"{sum(len(item.assessment.contradictions) for item in items):,}"),
        ("claims", f"{len(entries):,}"),
        (f"reports{silent}", f"{gathered.report_count:,}"),
        ("original texts", f"{len({entry.lineage for entry in entries}):,}"),
    ]


def _make_style() -> str:
    light, dark = page_colours()
    colours = "; ".join(f"--{name}: {light[name]}" for name in ("paper", "ink", "soft", "grid"))
    night = "; ".join(f"--{name}: {dark[name]}" for name in ("paper", "ink", "soft", "grid"))
    return (
        f":root {{ {colours}; --link: #0b4f9e; }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {night}; --link: #8fc1ff; }} }}\n"
        f"{_RULES}\n{make_page_style()}"
    )


_RULES = """* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1080px; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', 'Noto Sans', sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 2px solid var(--ink); }
p { max-width: 48rem; margin: .4rem 0; }
a { color: var(--link); }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0; }
dl div { display: flex; flex-direction: column-reverse; }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
nav ol { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: 0; list-style: none; }
figure { margin: 1rem 0; }
figcaption { font-weight: 600; font-size: .875rem; margin-bottom: .35rem; }
.picture { width: 100%; height: auto; display: block; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.4; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--grid);
  overflow-wrap: break-word; }
thead th { border-bottom: 1px solid var(--ink); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; }
td { min-width: 4.5rem; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; min-width: 0; }
.d { white-space: nowrap; }
details { margin: 1rem 0; }
summary { cursor: pointer; font-weight: 600; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav, .skip { display: none; }
  h2, thead, summary { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .wide { overflow: visible; }
  table { font-size: 8.5pt; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  summary { list-style: none; }
}"""
