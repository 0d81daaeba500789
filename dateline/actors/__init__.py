"""Stage 6: words for an actor to a record of our own actor table, or an honest "not in the table".

The records are data that a person can edit: `codebook/actors.csv` (named groups), `codebook/media.csv` (outlets,
agencies, monitors, aid groups), and the forces of every state, a pattern over `codebook/countries.csv` and the periods
of rule in `codebook/regimes.csv`. A user's own `actors.csv` and `regimes.csv` lie over them (see `user_tables`).
"""

from dateline.actors.find import find_actors
from dateline.actors.media import is_armed_acronym, is_media
from dateline.actors.report import resolve_actors
from dateline.actors.resolve import ResolvedActor, resolve_actor, with_branch, with_period
from dateline.actors.table import parents, side_of

__all__ = [
    "ResolvedActor",
    "find_actors",
    "is_armed_acronym",
    "is_media",
    "parents",
    "resolve_actor",
    "resolve_actors",
    "side_of",
    "with_branch",
    "with_period",
]
