"""What the reader's heads tell apart: the label lists, in the order of the model's output columns."""

from __future__ import annotations

import bisect
from typing import Final

# Spans that fill a role of some event; each kind has a B/I/O layer of its own, so that they may overlap.
FILLERS: Final = ("actor", "place", "time", "toll", "materiel", "source", "cue", "hedge")
# Every mention in the text, whether an event needs it or not.
MENTIONS: Final = ("actor", "person", "place", "facility", "time", "materiel")
# No development set marks facilities: that layer of en-1 is untrained and is not read.
READ_MENTIONS: Final = tuple(kind for kind in MENTIONS if kind != "facility")
ATTRIBUTION: Final = ("source", "cue", "content")
TAG_LAYERS: Final = (
    "trigger",
    *(f"filler:{kind}" for kind in FILLERS),
    *(f"mention:{kind}" for kind in MENTIONS),
    *(f"attribution:{kind}" for kind in ATTRIBUTION),
)

EVENT_TYPES: Final = (
    "government_regains_territory", "non_state_actor_overtakes_territory", "armed_clash",
    "excessive_force_against_protesters", "protest_with_intervention", "peaceful_protest", "violent_demonstration",
    "mob_violence", "chemical_weapon", "air_drone_strike", "suicide_bomb", "shelling_artillery_missile_attack",
    "remote_explosive_landmine_ied", "grenade", "sexual_violence", "attack", "abduction_forced_disappearance",
    "agreement", "arrests", "change_to_group_activity", "disrupted_weapons_use", "headquarters_or_base_established",
    "looting_property_destruction", "non_violent_transfer_of_territory", "other", "troop_movement", "siege_blockade",
    "weapons_captured", "humanitarian_access_obstructed", "forced_displacement", "threat_or_demand",
    "responsibility_statement", "diplomatic_act", "organized_crime", "natural_disaster", "man_made_disaster",
)  # fmt: skip
STATUSES: Final = (
    "occurred", "ongoing", "attempted", "planned", "threatened", "alleged_intent", "hypothetical", "did_not_occur",
)  # fmt: skip
STANCES: Final = ("affirms", "denies", "doubts", "cannot_verify")
ACTOR_KINDS: Final = (
    "state_forces", "rebel_group", "political_militia", "identity_militia", "rioters", "protesters", "civilians",
    "external_forces", "unknown",
)  # fmt: skip
SOURCE_KINDS: Final = (
    "party", "party_media", "state_media", "official", "witness", "activist", "monitor", "ngo", "igo", "agency",
    "outlet", "local_media", "expert", "document", "unnamed",
)  # fmt: skip
TOLL_KINDS: Final = ("killed", "injured", "captured", "missing", "displaced", "arrested", "released", "losses")
MATERIEL_HOWS: Final = ("captured", "destroyed", "damaged", "used", "lost", "delivered")
PLACE_RELATIONS: Final = ("in", "near", "direction_of", "outskirts_of", "between", "toward")

# Heads that read one label off a span: name -> (labels, what the span is).
SPAN_HEADS: Final[dict[str, tuple[str, ...]]] = {
    "event_type": EVENT_TYPES,
    "status": STATUSES,
    "stance": STANCES,
    "actor_kind": ACTOR_KINDS,
    "source_kind": SOURCE_KINDS,
    "toll_kind": TOLL_KINDS,
    "materiel_how": MATERIEL_HOWS,
    "place_relation": PLACE_RELATIONS,
    # When a trigger has no time words: is it news of the day, for which the report's own date stands in?
    "dating": ("has_words", "news_of_the_day", "undated"),
    "factuality": ("score",),  # -3..3, an auxiliary head (trained on UDS-IH2)
}
# How a filler may hang on a trigger; index 0 is "not at all".
LINKS: Final[dict[str, tuple[str, ...]]] = {
    "actor": ("none", "initiator", "target", "party", "affected"),
    "place": ("none", "at"),
    "time": ("none", "at"),
    "toll": ("none", "of"),
    "materiel": ("none", "of"),
    "source": ("none", "first", "later"),
    "cue": ("none", "of"),
    "hedge": ("none", "of"),
}
PAIR_SIZE: Final = 160  # width of the trigger and filler vectors that the link head compares
COREFERENCE_SIZE: Final = 96
# Bounds of the distance buckets between two spans, in tokens, signed (filler before trigger is negative).
DISTANCES: Final = (-200, -100, -60, -40, -25, -15, -8, -4, -2, 0, 2, 4, 8, 15, 25, 40, 60, 100, 200)
CASES: Final = ("special", "lower", "title", "upper", "mixed", "digit", "mark")


def output_columns() -> dict[str, slice]:
    """The columns of the model's output matrix (tokens x columns), by head name."""
    columns: dict[str, slice] = {}
    start = 0
    widths = [(f"tag:{layer}", 3) for layer in TAG_LAYERS]
    widths += [(f"span:{head}", len(labels)) for head, labels in SPAN_HEADS.items()]
    widths += [("pair:trigger", PAIR_SIZE), ("pair:filler", PAIR_SIZE)]
    widths += [("same:mention", COREFERENCE_SIZE), ("same:antecedent", COREFERENCE_SIZE)]
    for name, width in widths:
        columns[name] = slice(start, start + width)
        start += width
    return columns


def distance_bucket(tokens: int) -> int:
    """Index of the distance bucket, 0..len(DISTANCES)."""
    return bisect.bisect_left(DISTANCES, tokens)
