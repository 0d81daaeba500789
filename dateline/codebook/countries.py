"""The countries: names, demonyms, codes and a point each, from `countries.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Country:
    """One country or territory; `adjectives` ("Iraqi") and `people` ("Iraqis") are its demonyms."""

    iso3: str
    iso2: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    lat: float
    lon: float


@cache
def read_countries() -> tuple[Country, ...]:
    """Return every country, in the order of the file."""
    text = resources.files("dateline.codebook").joinpath("countries.csv").read_text(encoding="utf-8")
    return tuple(
        Country(
            iso3=row["iso3"],
            iso2=row["iso2"],
            name=row["name"],
            aliases=_listed(row["aliases"]),
            adjectives=_listed(row["adjectives"]),
            people=_listed(row["people"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(item for item in cell.split("|") if item)
