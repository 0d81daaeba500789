"""Where each trigger happened, as `dateline annotate` says it: the finest names alone, each with its chance.

Coded claims do not use it: they keep the wider places too (see `reader/event_places.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.found import Reading
from dateline.model import Span
from dateline.places import find_places
from dateline.reader.decode import link_places
from dateline.reader.event_places import Matrix, Offsets, locate, mark, mix_chances, names_of
from dateline.reader.network import Network
from dateline.reader.windows import Pieces

# Share of the second opinion in the chance of a place, and the least chance that is told. Tuned on 823 verbs of the
# coded tuning reports, with the finest places named for them: the link head has seen the lines of event_location that
# are not gold, so they cannot tell how far to trust it.
SHARE = 0.75
FLOOR = 0.5


def place_triggers(text: str, reading: Reading, pieces: Pieces, scores: Matrix, network: Network) -> Reading:
    """The reading with the places of its triggers that are likelier than `FLOOR`, likeliest first."""
    names = name_places(text, reading)
    triggers = []
    for trigger in reading.triggers:
        chances = weigh_places(text, trigger.found.pieces, names, pieces, scores, network)
        told = [(name, round(chance, 3)) for name, chance in chances if chance >= FLOOR]
        triggers.append(replace(trigger, places=tuple(sorted(told, key=lambda pair: -pair[1]))))
    return replace(reading, triggers=tuple(triggers))


def name_places(text: str, reading: Reading) -> list[Span]:
    """The names of places in a text, the reader's and the gazetteer's, none inside another."""
    spans: Iterable[Span] = (item.span for item in (*reading.mentions["place"], *reading.fillers["place"]))
    return names_of(text, [*spans, *find_places(text)])


def weigh_places(
    text: str, verb: Offsets, names: Sequence[Span], pieces: Pieces, scores: Matrix, network: Network
) -> list[tuple[Span, float]]:
    """The chance of each name to be where the verb (its first and last piece) happened; names without a piece go."""
    located = [(name, place) for name in names if (place := locate(pieces, name))]
    read = link_places(verb, [place for _, place in located], pieces, scores, network)
    kept = [name for name, _ in located]
    if network.event_places is None:
        return list(zip(kept, read, strict=True))
    opinions = network.event_places.chances(text, pieces, mark(scores), verb, kept)
    return [
        (name, mix_chances(one, float(other), SHARE)) for name, one, other in zip(kept, read, opinions, strict=True)
    ]
