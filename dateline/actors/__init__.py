"""Stage 6: words for an actor to a record of our own actor table, or an honest "not in the table".

The records are data that a person can edit: `codebook/actors.csv` (named groups), `codebook/media.csv` (outlets,
agencies, monitors, aid groups) and a pattern over `codebook/countries.csv` (the forces of every state).
"""

from dateline.actors.find import find_actors
from dateline.actors.media import is_media
from dateline.actors.resolve import ResolvedActor, resolve_actor

__all__ = ["ResolvedActor", "find_actors", "is_media", "resolve_actor"]
