"""Stage 7: names of places to points, each with its gazetteer record, precision and confidence, or a reason why not."""

from dateline.places.disambiguate import ResolvedPlace, resolve_places
from dateline.places.finder import find_places
from dateline.places.relations import parse_relation

__all__ = ["ResolvedPlace", "find_places", "parse_relation", "resolve_places"]
