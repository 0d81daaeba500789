"""The contract in types: everything that Dateline says about a report, stage by stage.

Frozen dataclasses; every offset is a half-open pair of Unicode code points into `Report.text`. The JSON that leaves
the program is these types, field for field (`dateline schema` prints its JSON Schema).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ActorKind = Literal[
    "state_forces", "rebel_group", "political_militia", "identity_militia", "rioters", "protesters", "civilians",
    "external_forces", "unknown",
]  # fmt: skip
Role = Literal["initiator", "target", "party", "affected"]
PlaceRelation = Literal["in", "near", "direction_of", "outskirts_of", "between", "toward"]
TimePrecision = Literal["day", "week", "month", "year", "unknown"]
TollKind = Literal["killed", "injured", "captured", "missing", "displaced", "arrested", "released", "losses"]
MaterielHow = Literal["captured", "destroyed", "damaged", "used", "lost", "delivered"]
MaterielCategory = Literal[
    "vehicle", "armour", "artillery", "small_arms", "ammunition", "aircraft", "drone", "air_defence", "naval",
    "explosive", "other",
]  # fmt: skip
SourceKind = Literal[
    "party", "party_media", "state_media", "official", "witness", "activist", "monitor", "ngo", "igo", "agency",
    "outlet", "local_media", "expert", "document", "unnamed",
]  # fmt: skip
Stance = Literal["affirms", "denies", "doubts", "cannot_verify"]
Status = Literal[
    "occurred", "ongoing", "attempted", "planned", "threatened", "alleged_intent", "hypothetical", "did_not_occur"
]  # fmt: skip
PublishedFrom = Literal["metadata", "text", "url", "given"]
MentionKind = Literal["actor", "person", "place", "facility", "time", "materiel", "toll", "source"]
Reason = Literal[
    "no_publication_date",  # "Tuesday" cannot be placed without one
    "not_in_gazetteer",  # no record of that name
    "not_in_actor_table",
    "ambiguous",  # several records fit and none is clearly right
    "words_only",  # "heavy losses": the text gives no number
    "not_a_calendar_date",  # "after the ambush", "recently"
    "language_not_read",
    "no_text",
]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the report: `report.text[start:end] == text`."""

    start: int
    end: int
    text: str

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Caption:
    """A picture caption and the credit printed with it."""

    text: str
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One published text, as read: its words without page furniture, and what the page says of itself."""

    id: str
    text: str
    path: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: tuple[str, ...] = ()
    agency: str | None = None
    dateline: str | None = None
    published: str | None = None
    published_from: PublishedFrom | None = None
    language: str | None = None
    captions: tuple[Caption, ...] = ()
    unknown: Mapping[str, Reason] = field(default_factory=dict)
    input_id: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it or had it done to them. `name` is the canonical or resolved name, `span` the words in the text.

    A state's forces also carry the record of them under the rule of the day, where that day and its rule are known.
    """

    role: Role
    span: Span
    name: str
    actor_id: str | None
    kind: ActorKind
    period_id: str | None = None
    period_name: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where; `lat`/`lon` in degrees (WGS 84), null when unresolved; `bearing` a compass point such as "NE".

    The point is the event's: off the place where the text says how far and which way, or between which two. The event
    lies within `error_km` of it.
    """

    span: Span
    name: str
    relation: PlaceRelation
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    gazetteer_id: str | None = None
    feature: str | None = None
    precision: int | None = None
    confidence: float | None = None
    bearing: str | None = None
    error_km: float | None = None


@dataclass(frozen=True, slots=True)
class When:
    """When; `start` and `end` are ISO dates, both inclusive. `span` is null when the report's own date stands in."""

    span: Span | None = None
    start: str | None = None
    end: str | None = None
    precision: TimePrecision = "unknown"


@dataclass(frozen=True, slots=True)
class Toll:
    """A count of people, with its speaker's claim around it; null numbers mean that the text gives words only.

    `subset_of` is the index, in the claim's own list, of the toll that this one is a part of.
    """

    kind: TollKind
    group: str | None
    actor_id: str | None
    low: int | None
    best: int | None
    high: int | None
    subset_of: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Materiel:
    """Arms, vehicles or supplies that were used, taken, lost, hit or delivered. `calibre` is as printed ("57 mm")."""

    name: str
    category: MaterielCategory
    count: int | None
    how: MaterielHow
    span: Span
    calibre: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One link of the chain of who says so. An anonymous source keeps its words and is never tied to a person."""

    name: str | None
    kind: SourceKind
    span: Span | None
    cue: Span | None
    actor_id: str | None
    anonymous: bool


@dataclass(frozen=True, slots=True)
class UserType:
    """The type of the user's own codebook that a claim's event is likest to, and how like (a cosine, up to 1)."""

    id: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion in one report that one event did, did not or may happen, and who says so."""

    id: str
    evidence: tuple[Span, ...]
    trigger: Span
    event_type: str
    codes: Mapping[str, object]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    time: When
    casualties: tuple[Toll, ...]
    materiel: tuple[Materiel, ...]
    sources: tuple[Source, ...]
    stance: Stance
    status: Status
    hedges: tuple[Span, ...]
    confidence: float
    made_by: Mapping[str, str]
    unknown: Mapping[str, Reason]
    user_type: UserType | None = None


@dataclass(frozen=True, slots=True)
class Maker:
    """What made the record: software version, reader model, schema version."""

    version: str
    model: str
    schema: str = "1"


@dataclass(frozen=True, slots=True)
class CodedReport:
    """One line of `dateline code`: a report and the claims read from it."""

    report: Report
    claims: tuple[Claim, ...]
    dateline: Maker


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name something (`dateline annotate`), and what they resolve to where they do."""

    span: Span
    kind: MentionKind
    resolved: Mapping[str, object] | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who (source) says (cue) what (content); a role's pieces may be several, and the source may be missing."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TriggerPlace:
    """The name of a place where an event happened, with its score: the finest alone, not what it lies in."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that name an event, with the five likeliest event types and the places where it happened."""

    span: Span
    event_type: str
    types: Mapping[str, float]
    status: Status
    places: tuple[TriggerPlace, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedReport:
    """One line of `dateline annotate`: everything found on the way to claims."""

    report: Report
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    triggers: tuple[Trigger, ...]
    dateline: Maker
