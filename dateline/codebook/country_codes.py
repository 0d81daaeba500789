"""Codes of the countries in other people's data sets: ISO numeric, Gleditsch-Ward, COW, ACLED's regions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

# Gleditsch-Ward numbers at which GED's regions begin, the last first.
_GED_REGIONS = ((700, "Asia"), (630, "Middle East"), (400, "Africa"), (200, "Europe"), (2, "Americas"))


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """One country's codes; None where that list has no such country (most territories, the Palestinian ones too)."""

    iso3: str
    iso_numeric: int | None
    gwno: int | None
    cow: int | None
    acled_region: str

    @property
    def ged_region(self) -> str | None:
        """Which of GED's five regions the Gleditsch-Ward number lies in: Egypt is the Middle East, Sudan Africa."""
        if self.gwno is None:
            return None
        return next(name for start, name in _GED_REGIONS if self.gwno >= start)


@cache
def country_codes() -> dict[str, CountryCodes]:
    """Return the codes by ISO 3166 alpha-3."""
    text = resources.files("dateline.codebook").joinpath("country_codes.csv").read_text(encoding="utf-8")
    return {row["iso3"]: _read(row) for row in csv.DictReader(text.splitlines())}


def _read(row: dict[str, str]) -> CountryCodes:
    iso_numeric, gwno, cow = (int(row[name]) if row[name] else None for name in ("iso_numeric", "gwno", "cow"))
    return CountryCodes(row["iso3"], iso_numeric, gwno, cow, row["acled_region"])
