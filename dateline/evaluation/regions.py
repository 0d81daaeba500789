"""Which region of the world a report tells of, by the places of its claims, so that figures can be split by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.codebook.country_codes import country_codes
from dateline.evaluation.gold import GoldReport
from dateline.model import Span
from dateline.places import find_places, resolve_places

UNPLACED = "no place named"


def group_by_region(reports: Sequence[GoldReport]) -> dict[str, list[int]]:
    """The numbers of the reports by region, largest region first."""
    groups: dict[str, list[int]] = {}
    for number, report in enumerate(reports):
        groups.setdefault(find_region(report), []).append(number)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def find_region(gold: GoldReport) -> str:
    """Return ACLED's region of the country in which most places of the gold claims lie, or `UNPLACED`.

    Where no claim has a place, the places named in the text are counted.
    """
    text = gold.report.text
    offsets = {span for claim in gold.claims for span in claim.places}
    spans = [Span(start, end, text[start:end]) for start, end in sorted(offsets)] or find_places(text)
    countries = Counter(place.country for place in resolve_places(text, spans) if place.country in country_codes())
    if not countries:
        return UNPLACED
    country, _ = min(countries.items(), key=lambda item: (-item[1], item[0] or ""))
    return country_codes()[country or ""].acled_region
