"""Tolls of an event as ranges: lowest, best and highest figure of killed and injured, each with who gives it.

Rule tolls/2. Each independent source counts with its latest figure, so that a correction replaces what it corrects.
The best is the figure that most sources give; between equals that of a documentation group, then an aid body, then the
latest. Nothing is added up across sources. Where no source gives a figure, that of an outlet that tells it in its own
words stands, so that no toll is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dateline.linking.voices import Voice
from dateline.model import Claim, Toll
from dateline.quantities.classes import People, name_people

_KINDS: tuple[Literal["killed", "injured"], ...] = ("killed", "injured")
_TRUSTED = ("monitor", "ngo", "igo", "agency", "outlet", "local_media")


@dataclass(frozen=True, slots=True)
class TollRange:
    """Lowest, best and highest figure for some people; `*_by` are the keys of the sources that give each."""

    kind: Literal["killed", "injured"]
    people: People
    low: int
    best: int
    high: int
    low_by: tuple[str, ...]
    best_by: tuple[str, ...]
    high_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One source's latest figure; `speaker` is whom it quotes, in the report's words."""

    voice: Voice
    low: int
    best: int
    high: int
    published: str
    speaker: str


def measure_tolls(voices: Sequence[Voice], retellers: Sequence[Voice] = ()) -> tuple[TollRange, ...]:
    """Return a range for each kind and people that a source gives a number for; where none counts a kind, a reteller.

    By kind, as the civilians that an outlet counts may be more than all whom the sources do.
    """
    found = latest_figures(voices)
    told = {kind for kind, _ in found}
    found |= {key: figures for key, figures in latest_figures(retellers).items() if key[0] not in told}
    return tuple(_make_range(kind, people, figures) for (kind, people), figures in found.items())


def latest_figures(voices: Sequence[Voice]) -> dict[tuple[Literal["killed", "injured"], People], list[Figure]]:
    """Return each source's latest figure, by kind and people."""
    found: dict[tuple[Literal["killed", "injured"], People], list[Figure]] = defaultdict(list)
    everyone: tuple[People, ...] = ("all", "civilians", "combatants")
    for voice in voices:
        for kind in _KINDS:
            for people in everyone:
                figure = _latest(voice, kind, people)
                if figure:
                    found[(kind, people)].append(figure)
    return dict(found)


def count_people(claim: Claim, kind: str, people: People) -> tuple[int, int, int] | None:
    """Return low, best and high of a claim's tolls of a kind for some people, parts not counted twice; None if none."""
    numbers = [
        (low, best, high)
        for toll in claim.casualties
        if toll.kind == kind and _counts(toll, claim.casualties, people) and (known := read_numbers(toll))
        for low, best, high in [known]
    ]
    if not numbers:
        return None
    return sum(low for low, _, _ in numbers), sum(best for _, best, _ in numbers), sum(high for _, _, high in numbers)


def _counts(toll: Toll, tolls: Sequence[Toll], people: People) -> bool:
    whole = tolls[toll.subset_of] if toll.subset_of is not None and toll.subset_of < len(tolls) else None
    if people == "all":
        return whole is None
    return name_people(toll.group) == people and (whole is None or name_people(whole.group) != people)


def read_numbers(toll: Toll) -> tuple[int, int, int] | None:
    """Return low, best and high of a toll, None where it gives words only."""
    known = [number for number in (toll.low, toll.best, toll.high) if number is not None]
    if not known:
        return None
    best = toll.best if toll.best is not None else min(known)
    return min(known), best, max(known)


def _latest(voice: Voice, kind: str, people: People) -> Figure | None:
    """The latest report's figure; of several claims in that report, the one that counts most people.

    Speakers without a name are one source, yet what two of them count in one report is a range.
    """
    found = list(find_figures(voice, lambda claim: count_people(claim, kind, people)))
    latest = max(found, key=lambda figure: (figure.published, figure.best), default=None)
    if latest is None or not voice.key.startswith("unnamed:"):
        return latest
    most: dict[str, Figure] = {}
    for figure in found:
        if figure.published == latest.published and figure.best >= most.get(figure.speaker, figure).best:
            most[figure.speaker] = figure
    return replace(latest, low=min(figure.low for figure in most.values()))


def find_figures(voice: Voice, count: Callable[[Claim], tuple[int, int, int] | None]) -> Iterator[Figure]:
    """Yield a figure for each claim that the source affirms and that `count` finds numbers in."""
    for entry in voice.entries:
        numbers = count(entry.claim) if entry.claim.stance == "affirms" else None
        if numbers:
            words = entry.claim.sources[0].span if entry.claim.sources else None
            yield Figure(voice, *numbers, entry.report.published or "", words.text.casefold() if words else "")


def _make_range(kind: Literal["killed", "injured"], people: People, figures: list[Figure]) -> TollRange:
    low, high = min(figure.low for figure in figures), max(figure.high for figure in figures)
    best = _choose_best(figures)
    return TollRange(
        kind, people, low, best, high,
        tuple(figure.voice.key for figure in figures if figure.low == low),
        tuple(figure.voice.key for figure in figures if figure.best == best),
        tuple(figure.voice.key for figure in figures if figure.high == high),
    )  # fmt: skip


def _choose_best(figures: list[Figure]) -> int:
    def rank(figure: Figure) -> tuple[int, int, str, int]:
        backers = sum(other.best == figure.best for other in figures)
        kind = figure.voice.kind
        trust = len(_TRUSTED) - _TRUSTED.index(kind) if kind in _TRUSTED else 0
        return backers, trust, figure.published, -figure.best

    return max(figures, key=rank).best
