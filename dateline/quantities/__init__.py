"""Stage 9: tolls and materiel. Counts with their bounds, who they count, and arms and vehicles by name and category."""

from dateline.quantities.counts import Count, parse_count
from dateline.quantities.finding import FoundToll, find_tolls, read_tolls
from dateline.quantities.materiel import MaterielReading, find_materiel, parse_materiel
from dateline.quantities.tolls import TollReading, parse_toll

__all__ = [
    "Count",
    "FoundToll",
    "MaterielReading",
    "TollReading",
    "find_materiel",
    "find_tolls",
    "parse_count",
    "parse_materiel",
    "parse_toll",
    "read_tolls",
]
