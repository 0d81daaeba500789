"""Are the places of war reports where they are? `python bench/war_places.py`.

Cases: bench/cases/war_places.tsv. "lists" are places that conflict reports name and the GeoNames packages often lack;
"own" are 200 more, chosen by name before anybody looked whether the gazetteer holds them; "second" (bench/cases/
war_places_second.tsv) another 200, written down in the same way when the overlay was next added to. Each is read in
"Fighting was reported in NAME, COUNTRY." and is right within 25 km of the coordinates given there (regions: 150 km).
"third" (bench/cases/war_places_third.tsv) are 444 provinces, districts and towns of countries at war, written down from
memory, most as reports spell them; the country is told by who speaks alone ("..., officials in COUNTRY said") and the
answer is right in that country. Beside each the most populous place of that name.
"""

from __future__ import annotations

import argparse
import csv
import math
from pathlib import Path

import numpy as np

from dateline.codebook.countries import read_countries
from dateline.model import Span
from dateline.places import resolve_places
from dateline.places.gazetteer import open_gazetteer

CASES = Path(__file__).parent / "cases"
FILES = ("war_places.tsv", "war_places_second.tsv", "war_places_third.tsv")
NEAR_KM = {"point": 25.0, "region": 150.0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print every place that is not where it should be")
    options = parser.parse_args()
    rows = [row for name in FILES for row in _rows(CASES / name)]
    for part in ("lists", "own", "second", "third"):
        chosen = [row for row in rows if row["part"] == part]
        marks = [mark(row, options.show) for row in chosen]
        right = np.array([one == "right" for one in marks])
        popular = np.array([most_populous(row) for row in chosen])
        print(
            f"{part}: right {100 * right.mean():.1f} {interval(right)}, elsewhere {marks.count('elsewhere')}, "
            f"no point {marks.count('no point')}, most populous of the name {100 * popular.mean():.1f}, N {len(chosen)}"
        )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def mark(row: dict[str, str], show: bool) -> str:
    """Whether a place comes out "right", "elsewhere" or with "no point"."""
    names = {country.iso3: country.name for country in read_countries()}
    country = names[row["country"].split("|")[0]]
    text = f"Fighting was reported in {row['name']}, {country}."
    if row["kind"] == "country":
        text = f"Fighting was reported in {row['name']} on Monday, officials in {country} said."
    start, its = text.index(row["name"]), text.rindex(country)
    spans = [Span(start, start + len(row["name"]), row["name"]), Span(its, its + len(country), country)]
    place = resolve_places(text, spans)[0]
    is_right = place.lat is not None and _is_right(row, place.country, place.lat, place.lon or 0.0)
    answer = "no point" if place.lat is None else "right" if is_right else "elsewhere"
    if show and answer != "right":
        print(
            f"{answer}\t{row['name']} {row['country']} {row['lat']},{row['lon']}\t{place.name} {place.lat},{place.lon}"
        )
    return answer


def most_populous(row: dict[str, str]) -> bool:
    found = open_gazetteer().find(row["name"])
    best = max(found, key=lambda record: record.population or 0, default=None)
    return best is not None and _is_right(row, best.country, best.lat, best.lon)


def _is_right(row: dict[str, str], country: str | None, lat: float, lon: float) -> bool:
    if row["kind"] == "country":
        return country in row["country"].split("|")
    one, two, three, four = map(math.radians, (float(row["lat"]), float(row["lon"]), lat, lon))
    half = math.sin((three - one) / 2) ** 2 + math.cos(one) * math.cos(three) * math.sin((four - two) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half)) <= NEAR_KM[row["kind"]]


def interval(right: np.ndarray) -> str:
    """Wilson's 95% interval of a share."""
    share, count, z = float(right.mean()), len(right), 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"[{100 * (middle - half):.1f}, {100 * (middle + half):.1f}]"


if __name__ == "__main__":
    main()
