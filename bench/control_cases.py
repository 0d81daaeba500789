"""Reads bench/cases/control/places.txt: invented reports, their claims as a person would code them, and who holds what.

The file is written by place: first who holds it from which day to which, then the reports that tell it. Half of the
places (every other one) are `tune`, on which rules may be mended; the others are `report`, which are only measured.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from dateline.model import Actor, Claim, CodedReport, Maker, Place, Report, Source, Span, When

FILE = Path(__file__).parent / "cases" / "control" / "places.txt"
YEAR = 2031
HALVES = ("tune", "report")
Hold = Literal["held", "partly_held", "contested", "unknown"]
_TYPES = {
    "ns": "non_state_actor_overtakes_territory", "gov": "government_regains_territory",
    "transfer": "non_violent_transfer_of_territory", "move": "troop_movement", "activity": "change_to_group_activity",
    "siege": "siege_blockade", "clash": "armed_clash", "shell": "shelling_artillery_missile_attack",
    "strike": "air_drone_strike", "ied": "remote_explosive_landmine_ied", "attack": "attack",
    "protest": "peaceful_protest", "aid": "other", "return": "other", "talk": "agreement",
}  # fmt: skip
# Key: name, id, kind, the words that reports use for it.
ACTORS: dict[str, tuple[str, str | None, Any, str]] = {
    "army": ("Military Forces of Syria", "syr.military", "state_forces",
             r"the army|army|government (?:troops|forces)|soldiers|troops|police"),
    "front": ("Northern Front", "northern-front", "rebel_group", r"(?:the )?(?:Northern )?Front"),
    "league": ("Plains League", "plains-league", "rebel_group", r"(?:the )?(?:Plains )?League"),
    "sable": ("Sable Column", "sable-column", "political_militia", r"(?:the )?Sable(?: Column)?"),
    "hill": ("Hill Guard", "hill-guard", "identity_militia", r"(?:the )?(?:Hill )?Guard"),
    "ost": ("Ostmark forces", "zzo.military", "external_forces", r"Ostmark(?: troops)?"),
    "un": ("United Nations", "united-nations", "external_forces", r"the UN mission"),
}  # fmt: skip
_STRETCH = re.compile(r"\b(?:since|from) ((?:\d{1,2} )?[A-Z][a-z]+|last year)")
_ROLES: dict[str, Any] = {"by": "initiator", "on": "target", "with": "party"}
# Speakers who are no actors: name, kind.
_SPEAKERS: dict[str, tuple[str | None, Any]] = {
    "res": (None, "witness"), "anon": (None, "unnamed"), "mayor": ("the mayor", "official"),
    "trw": ("Tarn Rights Watch", "monitor"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """Who holds a place from `start` up to the day before `end`; `is_told`: a change on that very day is told."""

    start: date
    end: date
    hold: Hold
    holders: frozenset[str]
    is_told: bool


@dataclass(frozen=True, slots=True)
class PlaceCase:
    """A place, its gold periods in order without gaps, and the coded reports that speak of it."""

    name: str
    half: str
    periods: tuple[Period, ...]
    reports: tuple[CodedReport, ...]


def read_places() -> list[PlaceCase]:
    """Return the places in file order."""
    blocks = re.split(r"^= ", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [_read_block(number, block.strip().split("\n")) for number, block in enumerate(blocks)]


def place_id(name: str) -> str:
    """Return the reference that the gold claims give the place."""
    return f"zz:{name}"


def digest() -> str:
    """Return the first letters of the digest of the cases."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:12]


def _read_block(number: int, lines: list[str]) -> PlaceCase:
    name = lines[0]
    # Neighbouring places lie 30 km apart, so that none is within another's error.
    place = Place(
        Span(0, 0, ""), name, "in", 33.0 + 0.3 * (number // 8), 37.0 + 0.35 * (number % 8), "SYR", None, place_id(name),
        "populated_place", 1, 1.0, None, 2.0,
    )  # fmt: skip
    reports = [_read_report(f"k{number:02}-{part}", block, place) for part, block in enumerate(_group(lines[1:]))]
    last = max(date.fromisoformat(coded.report.published or "") for coded in reports)
    periods = tuple(_read_periods([line[2:] for line in lines if line.startswith("! ")], last))
    return PlaceCase(name, HALVES[number % 2], periods, tuple(reports))


def _group(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each report: its header, its text, its claims."""
    text = "\n".join(line for line in lines if not line.startswith("! "))
    for block in re.split(r"^@ ", text, flags=re.MULTILINE)[1:]:
        yield block.strip().split("\n")


def _read_periods(lines: list[str], last: date) -> Iterator[Period]:
    """Up to the day of the last report, which counts."""
    starts = [_day(line.split()[0].removeprefix("..")) for line in lines]
    ends = [*starts[1:], last + timedelta(days=1)]
    for line, start, end in zip(lines, starts, ends, strict=True):
        when, who = line.split()
        assert start <= end, line  # the same day: held until that day, since when is not told
        hold: Hold = "unknown" if who == "?" else "partly_held" if who[0] == "~" else "held"
        holders = frozenset(who.removeprefix("~").split("|")) - {"?"}
        yield Period(start, end, "contested" if len(holders) > 1 else hold, holders, not when.startswith(".."))


def _day(words: str) -> date:
    return date.fromisoformat(f"{YEAR}-{words}")


def _read_report(report_id: str, lines: list[str], place: Place) -> CodedReport:
    outlet, published = (part.strip() for part in lines[0].split("|"))
    text = "\n".join(line for line in lines[1:] if not line.startswith("~ "))
    report = Report(
        report_id, text, outlet=outlet, published=_day(published).isoformat(), published_from="given", language="en"
    )
    claims = [_read_claim(line[2:], report, place, number)
              for number, line in enumerate(line for line in lines if line.startswith("~ "))]  # fmt: skip
    return CodedReport(report, tuple(claims), Maker("gold", "gold"))


def _read_claim(line: str, report: Report, place: Place, number: int) -> Claim:
    kind, words, when, *rest = shlex.split(line)
    pairs = [item.partition("=")[::2] for item in rest]
    chosen: dict[str, Any] = dict(pairs)
    trigger = _find(report.text, re.escape(words))
    named = _find(report.text, re.escape(place.name))
    evidence = dict.fromkeys((_sentence(report.text, trigger.start), _sentence(report.text, named.start)))
    return Claim(
        id=str(number), evidence=tuple(evidence), trigger=trigger, event_type=_TYPES[kind], codes={},
        actors=tuple(_actor(_ROLES[role], key, report.text, trigger)
                     for role, keys in pairs if role in _ROLES for key in keys.split(",")),
        places=(_put(place, named, chosen.get("rel", "in")),), time=_read_time(when, report, trigger), casualties=(),
        materiel=(), sources=(*_speak(chosen), Source(report.outlet, "outlet", None, None, None, False)),
        stance=chosen.get("stance", "affirms"), status=chosen.get("status", "occurred"), hedges=(), confidence=1.0,
        made_by={}, unknown={},
    )  # fmt: skip


def _find(text: str, pattern: str) -> Span:
    match = re.search(rf"\b{pattern}", text)
    assert match, f"{pattern} is not in: {text}"
    return Span(match.start(), match.end(), match[0])


def _sentence(text: str, at: int) -> Span:
    start = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
    end = text.find(". ", at)
    end = len(text) if end < 0 else end + 1
    return Span(start, end, text[start:end])


def _put(place: Place, span: Span, relation: Any) -> Place:
    return Place(
        span, place.name, relation, place.lat, place.lon, place.country, None, place.gazetteer_id, place.feature,
        place.precision, 1.0, None, place.error_km,
    )  # fmt: skip


def _actor(role: Any, key: str, text: str, trigger: Span) -> Actor:
    """The actor by its own words in the text, by those of the trigger where it is not named there."""
    name, actor_id, kind, words = ACTORS[key]
    match = re.search(rf"\b(?:{words})\b", text, re.IGNORECASE if key == "army" else 0)
    span = Span(match.start(), match.end(), match[0]) if match else trigger
    return Actor(role, span, name, actor_id, kind)


def _speak(chosen: dict[str, Any]) -> Iterator[Source]:
    key = chosen.get("src")
    if key in ACTORS:
        name, actor_id, kind, _ = ACTORS[key]
        yield Source(name, "official" if kind == "state_forces" else "party", None, None, actor_id, False)
    elif key:
        speaker, source_kind = _SPEAKERS[key]
        yield Source(speaker, source_kind, None, None, None, speaker is None)


def _read_time(words: str, report: Report, span: Span) -> When:
    """Days as docs/guideline.md has them coded: "since" runs up to publication, news without words two days back."""
    published = date.fromisoformat(report.published or "")
    if words == "-":
        return When()
    if words == "news":
        return When(None, (published - timedelta(days=2)).isoformat(), published.isoformat(), "week")
    if ".." in words or words.startswith("since:"):
        match = _STRETCH.search(report.text)
        span = Span(match.start(1), match.end(1), match[1]) if match else span
    if words.startswith("since:"):
        return When(span, _day(words[6:]).isoformat(), published.isoformat(), "month")
    first, _, last = words.partition("..")
    start, end = _day(first), _day(last or first)
    return When(span, start.isoformat(), end.isoformat(), "day" if start == end else "month")
