"""What of a claim is compared with other claims: kind of happening, day, place, actors, tolls, words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateline.actors import parents
from dateline.codebook import event_types
from dateline.events.holding import CAMPAIGN, tells_hold
from dateline.events.model import EventClaim
from dateline.model import Actor, Claim, Place, When

Scope = Literal["moment", "period"]
REAL = frozenset({"occurred", "ongoing", "attempted", "did_not_occur"})
_VIOLENCE = frozenset({"battles", "explosions_remote_violence", "violence_against_civilians"})
_CROWD = frozenset({"protests", "riots"})
# Acts that are told now as the deed itself, now as what the fighting brought.
_WITH_VIOLENCE = frozenset({"weapons_captured", "looting_property_destruction", "responsibility_statement"})
_LONGEST_MOMENT = 3  # days; a longer stated interval is a stretch of time, not a happening
_WIDE_KM = 60.0
_TALLY = re.compile(
    r"\b(?:since (?:the (?:start|beginning) of|last|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|early|late|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|so far this (?:week|month|year)|this (?:week|month|year) alone"
    r"|(?:over|during|in) the (?:past|last) (?:\w+ )?(?:days|week|weeks|month|months|year)"
    r"|(?:weekly|monthly|annual) (?:toll|tally|figures?|count|report))\b",
    re.I,
)
_ANOTHER = re.compile(
    r"\b(?:another|separate(?:ly)?|second|third|elsewhere|meanwhile|also on"
    r"|earlier(?!\s(?:versions?|figures?|counts?|tolls?|reports?|statements?)\b)|a day (?:earlier|later))\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
# An actor that is only pointed at names nobody: it can be no answer to who did it.
_POINTS_AT = frozenset("he she they it we i who which that those these them this".split())
_EMPTY_WORDS = frozenset(
    "the and for that with was were are has have had been from this they their them his her who which after before "
    "when while into over near about more than least people said says told according reported "
    "report reports statement on "
    "one two three four five six seven eight nine ten dozen some any all not but its our out off also there "
    "where".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """A claim as the scorer and the blocks see it. `first` and `last` are day numbers, None where no day is known."""

    key: str
    report_id: str
    lineage: str
    event_type: str
    family: str
    real: bool
    scope: Scope
    first: int | None
    last: int | None
    stated: bool
    place: Place | None
    place_name: str | None
    country: str | None
    initiators: frozenset[str]
    targets: frozenset[str]
    parties: frozenset[str]
    killed: tuple[int, int] | None
    injured: tuple[int, int] | None
    words: frozenset[str]
    another: bool
    holds: bool

    @property
    def actors(self) -> frozenset[str]:
        return self.initiators | self.targets | self.parties

    @property
    def exact_place(self) -> bool:
        """Whether the place has a point good to some tens of kilometres."""
        return self.place is not None and self.place.lat is not None and place_error(self.place) <= _WIDE_KM

    @property
    def exact_day(self) -> bool:
        return self.stated and self.first is not None and self.first == self.last


def make_profile(entry: EventClaim) -> Profile:
    """Return what is compared of a claim. Civilians and unknown people are no actors here: they tell nothing apart."""
    claim = entry.claim
    first, last = _days(claim.time, entry.report.published)
    place = _choose_place(claim)
    evidence = " ".join(span.text for span in claim.evidence)
    return Profile(
        key=f"{entry.report.id}/{claim.id}",
        report_id=entry.report.id,
        lineage=entry.lineage,
        event_type=claim.event_type,
        family=name_family(claim.event_type),
        real=claim.status in REAL,
        scope=_scope(claim, evidence, place),
        first=first,
        last=last,
        stated=claim.time.span is not None and claim.time.start is not None,
        place=place,
        place_name=place.name.casefold() if place else None,
        country=place.country if place else None,
        initiators=_actor_keys(claim, "initiator"),
        targets=_actor_keys(claim, "target") | _actor_keys(claim, "affected"),
        parties=_actor_keys(claim, "party"),
        killed=count_toll(claim, "killed"),
        injured=count_toll(claim, "injured"),
        words=_content_words(evidence),
        another=bool(_ANOTHER.search(claim.evidence[0].text)) if claim.evidence else False,
        holds=tells_hold(claim),
    )


def name_family(event_type: str) -> str:
    """Return the family of types within which one happening may be told under several types.

    >>> [name_family(name) for name in ("armed_clash", "attack", "peaceful_protest", "agreement")]
    ['violence', 'violence', 'crowd', 'agreement']
    """
    known = event_types().get(event_type)
    group = known.group if known else event_type
    if group in _VIOLENCE or event_type in _WITH_VIOLENCE:
        return "violence"
    return "crowd" if group in _CROWD else event_type


def place_error(place: Place) -> float:
    """Return the radius in km within which the event lies; by the precision code where none was computed."""
    if place.error_km is not None:
        return place.error_km
    return {1: 5.0, 2: 15.0, 3: 80.0, 4: 500.0}.get(place.precision or 1, 5.0)


def count_toll(claim: Claim, kind: str) -> tuple[int, int] | None:
    """Return lowest and highest sum of the claim's whole tolls of a kind, or None where it gives no number."""
    lows, highs = [], []
    for toll in claim.casualties:
        if toll.kind != kind or toll.subset_of is not None:
            continue
        numbers = [number for number in (toll.low, toll.best, toll.high) if number is not None]
        if numbers:
            lows.append(min(numbers))
            highs.append(max(numbers))
    return (sum(lows), sum(highs)) if lows else None


def _days(time: When, published: str | None) -> tuple[int | None, int | None]:
    """First and last day; without any in the text, the publication day and the two before it."""
    first, last = _ordinal(time.start or time.end), _ordinal(time.end or time.start)
    if first is not None and last is not None:
        return min(first, last), max(first, last)
    day = _ordinal(published)
    return (None, None) if day is None or time.span is not None else (day - 2, day)


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None


def _choose_place(claim: Claim) -> Place | None:
    """The narrowest place: a town rather than the province that it lies in."""
    placed = [place for place in claim.places if place.relation != "toward"] or list(claim.places)
    return min(placed, key=lambda place: (place.lat is None, place_error(place)), default=None)


def _scope(claim: Claim, evidence: str, place: Place | None) -> Scope:
    """A campaign, or a count over a stretch of time, is a period; it never is one of the happenings within it."""
    time = claim.time
    if time.span is not None:
        first, last = _ordinal(time.start), _ordinal(time.end)
        is_long = first is not None and last is not None and last - first > _LONGEST_MOMENT
        # "The clinic that was bombed in March" is one happening; a toll over that month, or what goes on in it, is not.
        if is_long and (claim.casualties or claim.status == "ongoing" or claim.event_type == "siege_blockade"):
            return "period"
    if CAMPAIGN.search(claim.trigger.text):
        return "period"
    wide = place is None or place_error(place) > _WIDE_KM
    return "period" if wide and _TALLY.search(evidence) else "moment"


def _actor_keys(claim: Claim, role: str) -> frozenset[str]:
    return frozenset(key for actor in claim.actors if actor.role == role for key in actor_keys(actor))


def actor_keys(actor: Actor) -> frozenset[str]:
    """The actor's id and those of what it is part of, or its folded name; none for civilians, pronouns, the unknown."""
    if actor.actor_id:
        return frozenset({actor.actor_id, *parents(actor.actor_id)})
    if actor.kind in ("civilians", "unknown", "protesters", "rioters"):
        return frozenset()
    name = actor.name.casefold().removeprefix("the ")
    return frozenset() if name in _POINTS_AT else frozenset({name})


def _content_words(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(text.casefold()) if word not in _EMPTY_WORDS)


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ers", "ies", "ed", "er", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
