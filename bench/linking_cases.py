"""Reads the invented reports of bench/cases/linking and makes coded reports of them, as if the reader never erred."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from dateline.codebook import event_types
from dateline.model import Actor, Claim, CodedReport, Maker, Place, Report, Source, Span, Toll, When

FOLDER = Path(__file__).parent / "cases" / "linking"
YEAR = 2031
# Name: latitude, longitude, precision, error in km.
PLACES = {
    "Selm": (10.0, 20.0, 1, 2.0), "Marrow": (10.1, 20.03, 1, 2.0), "Talbor": (10.6, 20.4, 1, 4.0),
    "Dry Wells": (10.62, 20.52, 1, 1.0), "Oskan": (9.5, 19.2, 1, 2.0), "Vell": (9.58, 19.27, 1, 2.0),
    "Brine": (10.9, 19.9, 1, 1.0), "Corvane": (9.0, 20.0, 1, 8.0), "Harun Gate": (11.2, 21.0, 1, 3.0),
    "Kesh": (11.28, 21.07, 1, 2.0), "Upper Tarn": (9.97, 19.58, 1, 2.0), "Lower Tarn": (9.9, 19.5, 1, 2.0),
    "Port Aman": (8.9, 18.5, 1, 3.0), "Tarn Province": (9.8, 19.5, 3, 90.0),
}  # fmt: skip
# Name, id, kind.
ACTORS: dict[str, tuple[str, str | None, Any]] = {
    "front": ("Northern Front", "northern-front", "rebel_group"), "army": ("Army", "zzz.military", "state_forces"),
    "sable": ("Sable Column", "sable-column", "political_militia"),
    "hill": ("Hill Guard", "hill-guard", "identity_militia"),
    "ost": ("Ostmark air force", "zzo.military", "external_forces"), "police": ("Police", "zzz.police", "state_forces"),
    "gov": ("Government", "zzz.government", "state_forces"), "civ": ("civilians", None, "civilians"),
    "gunmen": ("gunmen", None, "unknown"), "prot": ("protesters", None, "protesters"),
    "rioters": ("mob", None, "rioters"),
}  # fmt: skip
# Name, kind, actor id; without a name it is anonymous.
SOURCES: dict[str, tuple[str | None, Any, str | None]] = {
    "police": ("police", "official", "zzz.police"), "army": ("the army", "official", "zzz.military"),
    "front": ("the Northern Front", "party", "northern-front"), "sable": ("the Sable Column", "party", "sable-column"),
    "hill": ("the Hill Guard", "party", "hill-guard"),
    "ost": ("the Ostmark defence ministry", "official", "zzo.military"),
    "gov": ("the governor", "official", "zzz.government"),
    "minister": ("the foreign ministry", "official", "zzz.government"),
    "trw": ("Tarn Rights Watch", "monitor", None), "un": ("the United Nations", "igo", None),
    "kite": ("Red Kite Relief", "ngo", None), "hosp": ("the hospital director", "official", None),
    "union": ("a medical union", "ngo", None), "council": ("the town council", "official", None),
    "mayor": ("the mayor", "official", None), "port": ("the port authority", "official", None),
    "fire": ("the fire service", "official", None), "radio": ("local radio", "local_media", None),
    "res": (None, "witness", None), "family": (None, "witness", None), "staff": (None, "witness", None),
    "anon": (None, "unnamed", None), "chief": (None, "unnamed", None), "owner": (None, "witness", None),
    "teacher": (None, "witness", None), "colleagues": (None, "witness", None),
}  # fmt: skip
_ROLES = {"by": "initiator", "on": "target", "with": "party"}


@dataclass(frozen=True, slots=True)
class Case:
    """A coded report, the event of each claim, and the report that it was copied or rewritten from."""

    coded: CodedReport
    events: tuple[str, ...]
    copied_from: str | None


def read_cases() -> list[Case]:
    """Return the cases in file order."""
    cases: dict[str, Case] = {}
    for name in ("reports.txt", "reports_2.txt"):
        for header, lines in _blocks(FOLDER / name):
            case = _read_case(header, lines, cases)
            cases[case.coded.report.id] = case
    return list(cases.values())


def blur_cases(cases: list[Case]) -> list[Case]:
    """Return the cases as a reader that errs would code them; which claim suffers what hangs on its id alone.

    Of 100 claims about 25 lose the day's words (the report's own date stands in), 10 the place, 10 give its province,
    15 lose their actors, 15 have another type of the same family.
    """
    return [replace(case, coded=replace(case.coded, claims=tuple(_blur(case, claim) for claim in case.coded.claims)))
            for case in cases]  # fmt: skip


def _blur(case: Case, claim: Claim) -> Claim:
    seed = hashlib.sha256(f"{case.coded.report.id}/{claim.id}".encode()).digest()
    day, place, actors, kind = (byte / 256 for byte in seed[:4])
    if day < 0.25:
        claim = replace(claim, time=When())
    if place < 0.10:
        claim = replace(claim, places=())
    elif place < 0.20:
        claim = replace(claim, places=(_place("Tarn Province", claim.trigger),))
    if actors < 0.15:
        claim = replace(claim, actors=())
    if kind < 0.15:
        claim = replace(claim, event_type=_MISREAD.get(claim.event_type, claim.event_type))
    return claim


_MISREAD = {
    "shelling_artillery_missile_attack": "attack", "suicide_bomb": "remote_explosive_landmine_ied",
    "remote_explosive_landmine_ied": "attack", "attack": "armed_clash", "armed_clash": "attack",
    "non_state_actor_overtakes_territory": "armed_clash", "government_regains_territory": "armed_clash",
    "air_drone_strike": "shelling_artillery_missile_attack", "peaceful_protest": "protest_with_intervention",
}  # fmt: skip


def read_gold() -> dict[str, tuple[int, frozenset[str]]]:
    """Return independent sources and contradictions of each event."""
    rows = [line.split("\t") for line in (FOLDER / "events.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return {row[0]: (int(row[1]), frozenset(filter(None, row[2].split(",")))) for row in rows}


def _blocks(path: Path) -> Iterator[tuple[str, list[str]]]:
    header, lines = "", list[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("@"):
            if header:
                yield header, lines
            header, lines = line, []
        else:
            lines.append(line)
    yield header, lines


def _read_case(header: str, lines: list[str], cases: dict[str, Case]) -> Case:
    report_id, outlet, rest = (part.strip() for part in header[1:].split("|", 2))
    published, _, options = (part.strip() for part in rest.partition("|"))
    options, _, lead = options.partition("lead=")
    chosen = dict(option.partition("=")[::2] for option in _options(options))
    day = f"{YEAR}-{published}"
    agency = chosen.get("agency")
    if "copy" in chosen:
        return _copy(cases[chosen["copy"]], report_id, outlet, day, agency, chosen.get("drop"), lead)
    text = "\n".join(line for line in lines if not line.startswith("~"))
    report = Report(report_id, text, outlet=outlet, agency=agency, published=day, published_from="given", language="en")
    claims, events = [], []
    for number, line in enumerate(line for line in lines if line.startswith("~")):
        event, claim = _read_claim(line, report, number)
        events.append(event)
        claims.append(claim)
    return Case(CodedReport(report, tuple(claims), Maker("gold", "gold")), tuple(events), chosen.get("of"))


def _options(words: str) -> Iterator[str]:
    """Parts as NAME=VALUE; values may hold blanks."""
    part = ""
    for word in words.split():
        if "=" in word and part:
            yield part
            part = ""
        part = f"{part} {word}".strip()
    if part:
        yield part


def _copy(case: Case, report_id: str, outlet: str, day: str, agency: str | None, drop: str | None, lead: str) -> Case:
    """The same text at another outlet, perhaps without a paragraph or under a new lead; claims follow their words."""
    source = case.coded.report
    paragraphs = source.text.split("\n")
    if drop:
        del paragraphs[int(drop) - 1]
    text = "\n".join([*([lead] if lead else []), *paragraphs])
    report = replace(source, id=report_id, text=text, outlet=outlet, agency=agency, published=day)
    kept = [
        (replace(claim, sources=(*claim.sources[:-1], _outlet(outlet))), event)
        for claim, event in zip(case.coded.claims, case.events, strict=True)
        if claim.trigger.text in text
    ]
    coded = CodedReport(report, tuple(claim for claim, _ in kept), case.coded.dateline)
    return Case(coded, tuple(event for _, event in kept), source.id)


def _read_claim(line: str, report: Report, number: int) -> tuple[str, Claim]:
    event, event_type, trigger, place, when, *rest = shlex.split(line[1:])
    assert event_type in event_types(), f"{report.id}: {event_type}"
    start = report.text.index(trigger)
    span = Span(start, start + len(trigger), trigger)
    pairs = [item.partition("=")[::2] for item in rest]
    chosen = dict(pairs)
    speaker = [_source(chosen["src"])] if "src" in chosen else []
    claim = Claim(
        id=str(number), evidence=(_sentence(report.text, start),), trigger=span, event_type=event_type, codes={},
        actors=tuple(
            Actor(_ROLES[key], span, *ACTORS[name])  # type: ignore[arg-type]
            for key, names in pairs if key in _ROLES for name in names.split(",")
        ),
        places=(_place(place, span),), time=_time(when, span), casualties=tuple(_tolls(pairs, span)), materiel=(),
        sources=(*speaker, _outlet(report.outlet)), stance=chosen.get("stance", "affirms"),  # type: ignore[arg-type]
        status=chosen.get("status", "occurred"),  # type: ignore[arg-type]
        hedges=(), confidence=1.0, made_by={}, unknown={},
    )  # fmt: skip
    return event, claim


def _sentence(text: str, at: int) -> Span:
    start = max(text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0, text.rfind("\n", 0, at) + 1)
    ends = [end for mark in (". ", "\n") if (end := text.find(mark, at)) >= 0]
    end = min(ends, default=len(text))
    return Span(start, end, text[start:end])


def _place(name: str, span: Span) -> Place:
    lat, lon, precision, error = PLACES[name]
    return Place(span, name, "in", lat, lon, "ZZZ", None, f"zz:{name}", "P", precision, 1.0, None, error)


def _time(words: str, span: Span) -> When:
    if words == "-":
        return When()
    first, _, last = words.partition("..")
    start, end = f"{YEAR}-{first}", f"{YEAR}-{last or first}"
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days
    return When(span, start, end, "day" if days == 0 else "week" if days < 8 else "month")


def _tolls(pairs: list[tuple[str, str]], span: Span) -> Iterator[Toll]:
    count = 0
    for key, value in pairs:
        number, _, group = value.partition(":")
        if key in ("k", "i"):
            yield Toll("killed" if key == "k" else "injured", group, None, *[int(number)] * 3, None, span)
            count += 1
        elif key == "kc":
            yield Toll("killed", "civilians", None, *[int(number)] * 3, count - 1, span)
            count += 1


def _source(key: str) -> Source:
    name, kind, actor_id = SOURCES[key]
    return Source(name, kind, None, None, actor_id, name is None)


def _outlet(name: str | None) -> Source:
    return Source(name, "agency" if name == "Kestrel Press" else "outlet", None, None, None, False)


def digest() -> str:
    """Return the first letters of the digest of the cases."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(FOLDER.iterdir()))).hexdigest()[:12]
