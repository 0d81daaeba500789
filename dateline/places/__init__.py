"""Stage 7: names of places to points, each with its gazetteer record, precision and confidence, or a reason why not."""

from dateline.places.disambiguate import resolve_places
from dateline.places.finder import find_places
from dateline.places.geometry import Location, locate, shape_of
from dateline.places.precision import acled_geo_precision, ged_where_prec, own_precision, plover_resolution
from dateline.places.relations import Relation, parse_relation, read_relation
from dateline.places.resolved import ResolvedPlace

__all__ = [
    "Location",
    "Relation",
    "ResolvedPlace",
    "acled_geo_precision",
    "find_places",
    "ged_where_prec",
    "locate",
    "own_precision",
    "parse_relation",
    "plover_resolution",
    "read_relation",
    "resolve_places",
    "shape_of",
]
