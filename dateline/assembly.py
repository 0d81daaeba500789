"""The last stage: drafts and what their spans resolve to become claims, every part with its span and its maker."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from dateline.actors import ResolvedActor, with_period
from dateline.actors.states import country_of
from dateline.casualties import count_casualties
from dateline.claims import Draft
from dateline.codebook import event_types
from dateline.dates import ResolvedTime
from dateline.events.holding import TAKINGS
from dateline.found import Found, Link
from dateline.model import (
    Actor,
    ActorKind,
    Claim,
    Materiel,
    MaterielHow,
    Place,
    PlaceRelation,
    Reason,
    Report,
    Role,
    Source,
    Span,
    Stance,
    Status,
    When,
)  # fmt: skip
from dateline.places import Relation, ResolvedPlace, locate, own_precision, read_relation
from dateline.resolution import Resolution, publication_day
from dateline.sources import is_denial
from dateline.when import is_begin_of_state, is_day_of_speech, names_earlier_day

# Logistic calibration of the reader's trigger and type chances: intercept and weights on their logits, fitted to
# whether the claim was right (sentence and type) on the tuning split; `python -m training.tune` prints them.
CALIBRATION = (-1.072, 0.375, 0.232)
# Groups of event types in which one side's arms are turned on the other: those that UCDP counts.
_VIOLENT_GROUPS = frozenset({"battles", "explosions_remote_violence", "violence_against_civilians"})
_ARMED = frozenset({"rebel_group", "political_militia", "identity_militia"})
_STATE = frozenset({"state_forces", "external_forces"})


def assemble(report: Report, drafts: Sequence[Draft], resolution: Resolution, reader: str) -> tuple[Claim, ...]:
    """The claims of one report, in text order; `reader` names the model."""
    return tuple(_assemble_one(report, draft, resolution, reader) for draft in drafts)


def _assemble_one(report: Report, draft: Draft, resolution: Resolution, reader: str) -> Claim:
    made_by: dict[str, str] = dict.fromkeys(_READ_BY_READER, f"reader/{reader}")
    if draft.trigger.rule:
        made_by["trigger"] = made_by["sources"] = draft.trigger.rule
    if draft.trigger.user_type:
        made_by["user_type"] = f"reader/{reader}/likeness"
    if draft.status_rule:
        made_by["status"] = draft.status_rule
    if draft.stance_rule:
        made_by["stance"] = draft.stance_rule
    unknown: dict[str, Reason] = {}
    time = _time(report, draft, resolution, made_by, unknown)
    actors = _actors(report, draft, resolution, time, made_by, unknown)
    event_type = _event_type(draft, actors, made_by)
    return Claim(
        id=_claim_id(report, draft),
        evidence=draft.evidence,
        trigger=draft.trigger.found.span,
        event_type=event_type,
        codes=project_codes(event_type, actors),
        actors=actors,
        places=_places(report, draft, resolution, made_by, unknown),
        time=time,
        casualties=count_casualties(report, draft, resolution, made_by, unknown),
        materiel=_materiel(draft, resolution, made_by),
        sources=_sources(draft, resolution, made_by),
        stance=cast(Stance, draft.stance),
        status=cast(Status, draft.status),
        hedges=tuple(found.span for found in draft.found("hedge")),
        confidence=_confidence(draft),
        made_by=made_by,
        unknown=unknown,
        user_type=draft.trigger.user_type,
    )


_LOSES = re.compile(r"\b(?:los(?:t|es?|ing|s)|f[ae]ll(?:s|en|ing)?)\b", re.IGNORECASE)
_LOSES_IT = re.compile(r"(?:has |have |had )?los(?:t|es?|ing)\b", re.IGNORECASE)
_THAT = re.compile(r"(?:\s[\w’'-]+){0,4}?\sthat\b")


def _role(report: Report, draft: Draft, link: Link) -> Role:
    """The role that the reader gave; but who denies that a place was taken from him did not take it.

    "The army denied that Selm had fallen" and "denied losing Selm" make the army the target, "denied taking Selm" the
    doer still.
    """
    trigger, actor = draft.trigger.found, link.filler
    if draft.event_type in TAKINGS and link.label == "initiator" and _LOSES_IT.match(trigger.span.text):
        return "target" if actor.sentence == trigger.sentence and actor.span.end <= trigger.span.start else "initiator"
    speaker = draft.sources[0] if draft.sources else None
    is_denier = speaker is not None and speaker.span == link.filler.span and draft.stance == "denies"
    if link.label != "initiator" or draft.event_type not in TAKINGS or not is_denier:
        return cast(Role, link.label)
    loses = _LOSES.search(draft.trigger.found.span.text)
    told = speaker and speaker.cue and is_denial(report.text, speaker.cue) and _THAT.match(report.text, speaker.cue.end)
    return "target" if loses or told else "initiator"


# Who takes a place decides the type: the state's own forces take it back, anybody else overtakes it (codebook).
# A foreign force that takes it from an armed group may have done so beside the state: that is left to the reader.
_GROUPS = {"rebel_group", "political_militia", "identity_militia"}
_TAKEN_BY = {"state_forces": "government_regains_territory", "rebel_group": "non_state_actor_overtakes_territory"}


def _event_type(draft: Draft, actors: Sequence[Actor], made_by: dict[str, str]) -> str:
    """The type that the reader gave, made to fit who takes the place, or that it is the state which loses it."""
    kinds = {actor.kind for actor in actors if actor.role == "initiator"}
    if draft.event_type not in TAKINGS or len(kinds) > 1:
        return draft.event_type
    losers = {actor.kind for actor in actors if actor.role == "target"}
    if not kinds and losers == {"state_forces"} and _LOSES.search(draft.trigger.found.span.text):
        kinds = {"rebel_group"}
    if kinds == {"external_forces"} and not losers & _GROUPS:
        kinds = {"rebel_group"}
    fitting = _TAKEN_BY.get(kinds.pop(), draft.event_type) if kinds else draft.event_type
    if fitting != draft.event_type:
        made_by["event_type"] = "codebook/who-takes"
    return fitting


_READ_BY_READER = ("evidence", "trigger", "event_type", "actors", "sources", "stance", "status", "hedges", "confidence")


def _claim_id(report: Report, draft: Draft) -> str:
    span = draft.trigger.found.span
    key = f"{report.id}:{span.start}:{span.end}:{draft.event_type}"
    return f"claim:{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _actors(
    report: Report,
    draft: Draft,
    resolution: Resolution,
    time: When,
    made_by: dict[str, str],
    unknown: dict[str, Reason],
) -> tuple[Actor, ...]:
    actors = []
    countries = _countries(draft, resolution)
    for link in _name_each_once(draft.fillers["actor"], resolution):
        found = link.filler
        reading = resolution.actors[found.span]
        record = reading.resolved
        name = record.name if record.actor_id else reading.named.text
        kind = _kind(cast(ActorKind, found.label), record, countries)
        if draft.event_type in TAKINGS and kind == "external_forces" and countries == {record.country}:
            kind = "state_forces"  # whoever governs the country, it is no foreign force that loses a place of it
        if kind != found.label:
            made_by["actors.kind"] = f"actors/kind-of-{'state' if '.' in (record.actor_id or '') else 'record'}"
        period = _period(report, record, time)
        actors.append(Actor(_role(report, draft, link), found.span, name, record.actor_id, kind, *period))
        if record.actor_id is None and record.reason and kind not in {"civilians", "protesters", "rioters"}:
            unknown["actors.actor_id"] = record.reason
        if record.actor_id:
            made_by["actors.actor_id"] = f"actors/{record.rule}"
        if period[0]:
            made_by["actors.period_id"] = f"actors/period-of-{'event' if time.start else 'publication'}"
    return tuple(actors)


def _sources(draft: Draft, resolution: Resolution, made_by: dict[str, str]) -> tuple[Source, ...]:
    """The chain, each party and each branch of a state's forces with the record of it, by whatever mouth it speaks.

    Ministries, governors and mayors of one state are not one source, so its civil offices get no record.
    """
    chain = []
    for source in draft.sources:
        record = resolution.speakers.get(source.span) if source.span else None
        actor_id = record.actor_id if record else None
        if record and actor_id and (actor_id.endswith(_FORCES) or (source.kind == "party" and "." not in actor_id)):
            source = replace(source, actor_id=actor_id)
            made_by["sources.actor_id"] = f"actors/{record.rule}"
        chain.append(source)
    return tuple(chain)


def _countries(draft: Draft, resolution: Resolution) -> set[str]:
    """The countries of the claim's own places; of a claim without a place, those of the report's."""
    spans = [found.span for found in draft.found("place")]
    own = {country for span in spans if (country := resolution.places[span].country)}
    return own if spans else {place.country for place in resolution.places.values() if place.country}


_FORCES = (".military", ".police", ".security")


def _kind(read: ActorKind, record: ResolvedActor, countries: Collection[str]) -> ActorKind:
    """The kind that the reader gave, where the record does not gainsay it.

    A state's forces are no armed group, at home where everything happens in their own country and foreign where nothing
    does; neither is an armed group of the table a state's force where the words are its name.
    """
    if record.actor_id is None or read not in _ARMED | _STATE | {"unknown"}:
        return read
    if "." in record.actor_id:
        is_home = record.country in countries
        if read not in _STATE:
            return "state_forces" if is_home or not countries else "external_forces"
        if not record.actor_id.endswith(_FORCES) or not countries or (is_home and len(countries) > 1):
            return read
        return "state_forces" if is_home else "external_forces"
    if read in _ARMED and record.kind in _STATE:
        return record.kind
    is_group = record.kind in {"rebel_group", "identity_militia"} and record.rule == "name"
    return record.kind if read in _STATE and is_group else read


def _period(report: Report, actor: ResolvedActor, time: When) -> tuple[str | None, str | None]:
    """The period of rule on the event's days, else on the day of publication; none where the words for the time say a
    day that cannot be known."""
    if time.start:
        dated = with_period(actor, date.fromisoformat(time.start), date.fromisoformat(time.end or time.start))
    else:
        dated = with_period(actor, publication_day(report) if time.span is None else None)
    return dated.period_id, dated.period_name


def _name_each_once(links: Sequence[Link], resolution: Resolution) -> list[Link]:
    """One mention an actor and role: of "HTS ... it", both initiators, the surer."""
    best: dict[tuple[str, Span | str], Link] = {}
    for link in links:
        reading = resolution.actors[link.filler.span]
        key = link.label, reading.resolved.actor_id or reading.named
        if key not in best or best[key].score < link.score:
            best[key] = link
    return sorted(best.values(), key=lambda link: link.filler.span.start)


def _places(
    report: Report, draft: Draft, resolution: Resolution, made_by: dict[str, str], unknown: dict[str, Reason]
) -> tuple[Place, ...]:
    places = []
    for link in draft.fillers["place"]:
        span = link.filler.span
        if _is_of_speaker(draft, span) or _is_waypoint(report.text, draft, span, resolution):
            continue
        record = resolution.places[span]
        relation = _relation(report, link.filler)
        location = locate(record, relation, _other_end(relation, resolution))
        places.append(
            Place(
                span,
                record.name or span.text,
                relation.kind,
                location.lat if location else None,
                location.lon if location else None,
                record.country,
                record.admin1,
                record.gazetteer_id,
                record.feature,
                own_precision(location) if location else None,
                record.confidence,
                relation.bearing,
                location.error_km if location else None,
            )
        )
        if record.reason:
            unknown["places.lat"] = record.reason
        else:
            is_moved = location and (location.lat, location.lon) != (record.lat, record.lon)
            made_by["places.lat"] = f"places/{record.rule}{'+' + relation.kind if is_moved else ''}"
    if places:
        made_by["places"] = draft.places_rule or made_by["trigger"]
    return tuple(places)


_DISTANCE = re.compile(
    r",?\s\(?(?:(?:just|about|some|around|nearly|only)\s)?[\d,.]+[\s-]?(?:km|kms|kilomet\w+|miles?)\s(?:to\sthe\s)?"
    r"(?:[\w-]+\s)?(?:of|from)\s(?:the\s)?",
    re.IGNORECASE,
)


def _is_waypoint(text: str, draft: Draft, span: Span, resolution: Resolution) -> bool:
    """Whether a place only tells how far a known one is from it: "in Salgar, 550 km north of the capital"."""
    return any(
        other.span.end < span.start
        and _DISTANCE.fullmatch(text, other.span.end, span.start)
        and resolution.places[other.span].reason is None
        for other in draft.found("place")
    )


def _is_of_speaker(draft: Draft, span: Span) -> bool:
    """ "Refugees arriving at Hamdayet say": where the speaker has come to, not where it happened.

    "Residents of Hamdayet" and "doctors inside Hamdayet" tell of what happened there, more often than not.
    """
    said = [source.span for source in draft.sources if source.span]
    return any(
        whole.start <= span.start and span.end <= whole.end and _CAME_TO.search(whole.text[: span.start - whole.start])
        for whole in said
    )


_CAME_TO = re.compile(
    r"\b(?:refugees?|exiles?|exiled|arriv\w+|reach(?:ed|ing)|fle(?:d|eing)\s(?:in)?to|cross(?:ed|ing)\s(?:in)?to|shelter\w*|"
    r"based)\b(?:\s[\w’'-]+){0,4}\s$",
    re.IGNORECASE,
)


def _relation(report: Report, found: Found) -> Relation:
    """The words around a place decide where they are plain ("south of"); the reader decides the rest."""
    relation = read_relation(report.text, found.span)
    if relation.kind != "in" or relation.bearing:
        return relation
    read = cast(PlaceRelation, found.label)
    return Relation(read if read in {"in", "toward", "near", "between"} else "in")


def _other_end(relation: Relation, resolution: Resolution) -> ResolvedPlace | None:
    """The place at the other end of "between", where it was found and is known."""
    if relation.other is None:
        return None
    start, end = relation.other
    ends = [place for span, place in resolution.places.items() if span.start < end and start < span.end]
    return next((place for place in ends if place.reason is None), None)


def _time(
    report: Report, draft: Draft, resolution: Resolution, made_by: dict[str, str], unknown: dict[str, Reason]
) -> When:
    trigger = draft.trigger.found
    found = min(draft.found("time"), key=lambda item: _vagueness(resolution.times[item.span]), default=None)
    if found:
        time = resolution.times[found.span]
        if found.sentence == trigger.sentence and is_day_of_speech(report.text, found.span, trigger.span):
            return When()
        if time.rule.startswith("since/") and is_begin_of_state(report.text, found.span, trigger.span):
            time = _its_first_day(draft, time)
        made_by["time"] = f"dates/{time.rule}"
        if time.when.start is None and time.reason:
            unknown["time"] = time.reason
        return _with_ongoing_end(report, draft, time)
    published = publication_day(report)
    if published is None:
        if draft.trigger.dating["news_of_the_day"] > draft.trigger.dating["undated"]:
            unknown["time"] = "no_publication_date"
        return When()
    if draft.trigger.dating["news_of_the_day"] <= draft.trigger.dating["undated"]:
        return When()
    first = published - timedelta(days=2)
    if names_earlier_day(report.text, draft.evidence[0], resolution.times, first):
        return When()
    made_by["time"] = "dates/news-of-the-day"
    return When(None, first.isoformat(), published.isoformat(), "week")


def _vagueness(time: ResolvedTime) -> int:
    """Words that tell a day go before those for an hour ("8 a.m., Tuesday"), and these before words that tell none."""
    return 2 if time.when.start is None else int(time.rule in {"clock", "part-of-day"})


def _its_first_day(draft: Draft, time: ResolvedTime) -> ResolvedTime:
    """ "Closed since 8 June after gunmen opened fire": the fire was of that day, the closing goes on."""
    if draft.status == "ongoing" or time.when.start is None or len(time.value or "") != 10:
        return time
    return replace(time, when=replace(time.when, end=time.when.start, precision="day"), rule=f"{time.rule}+after")


def _with_ongoing_end(report: Report, draft: Draft, time: ResolvedTime) -> When:
    """What is still going on has, so far, lasted until the publication day."""
    when = time.when
    published = publication_day(report)
    if draft.status != "ongoing" or when.start is None or when.end is not None or published is None:
        return when
    return When(when.span, when.start, published.isoformat(), when.precision)


_NUMBERS = frozenset(
    {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozens", "several"}
)

# What no list of arms has must be surer to be materiel ("by land and air"). Of those below this, 2 in 3 were none on
# half the tuning split and of 536 training reports; on the other halves F1 of materiel rose by 2.8 and 0.1 points.
UNLISTED_FLOOR = 0.8
_DONE_TO = frozenset({"captured", "destroyed", "damaged", "lost"})
_NAMES_ONLY = re.compile(r"[A-Z][a-z’'-]+(?:\s[A-Z][a-z’'-]+)*")


def _materiel(draft: Draft, resolution: Resolution, made_by: dict[str, str]) -> tuple[Materiel, ...]:
    items = []
    for link in draft.fillers["materiel"]:
        found = link.filler
        if country_of(found.span.text.casefold()):  # "Turkish drones", read as two
            continue
        reading = resolution.materiel[found.span]
        if not any(char.isalpha() for char in found.span.text) or found.span.text.casefold() in _NUMBERS:
            continue
        how = cast(MaterielHow, found.label)
        is_listed = reading is not None and reading.rule != "unlisted"
        if not is_listed and (found.score < UNLISTED_FLOOR or (how in _DONE_TO and _is_bare_name(draft, found.span))):
            continue
        if reading is None:
            items.append(Materiel(found.span.text, "other", None, how, found.span))
        else:
            items.append(Materiel(reading.name, reading.category, reading.count, how, found.span, reading.calibre))
        made_by["materiel"] = f"quantities/{reading.rule}" if reading else made_by["trigger"]
    return tuple(items)


def _is_bare_name(draft: Draft, span: Span) -> bool:
    """ "They looted Humera": a name that no list of arms has is what was struck or robbed, not a thing."""
    return bool(_NAMES_ONLY.fullmatch(span.text)) and all(part.start != span.start for part in draft.evidence)


def project_codes(event_type: str, actors: Sequence[Actor]) -> dict[str, object]:
    """The claim's codes in ACLED, PLOVER, CAMEO and UCDP, from the codebook's row and the kinds of its actors."""
    record = event_types()[event_type]
    acled = {"event_type": record.acled_event_type, "sub_event_type": record.acled_sub_event_type}
    plover = {"event_type": record.plover_event, "mode": record.plover_mode}
    return {"acled": acled, "plover": plover, "cameo": record.cameo, "ucdp": _ucdp(record.group, actors)}


def _ucdp(group: str, actors: Sequence[Actor]) -> str | None:
    """UCDP's type of violence: state-based, non-state or one-sided; None where the sides do not say."""
    if group not in _VIOLENT_GROUPS:
        return None
    doers = {actor.kind for actor in actors if actor.role in {"initiator", "party"}}
    others = {actor.kind for actor in actors if actor.role in {"target", "party"}}
    kinds = doers | others
    if "civilians" in others and doers & (_ARMED | _STATE):
        return "one_sided"
    if kinds & _STATE and (kinds & _ARMED or len([actor for actor in actors if actor.kind in _STATE]) > 1):
        return "state_based"
    armed = [actor for actor in actors if actor.kind in _ARMED]
    return "non_state" if len(armed) > 1 and not kinds & _STATE else None


def _confidence(draft: Draft) -> float:
    """Chance that the claim is rightly found (its sentence and its type), calibrated."""
    intercept, trigger_weight, type_weight = CALIBRATION
    type_chance = next(iter(draft.trigger.types.values()))
    score = intercept + trigger_weight * _logit(draft.trigger.found.score) + type_weight * _logit(type_chance)
    return round(1 / (1 + math.exp(-score)), 3)


def _logit(chance: float) -> float:
    bounded = min(max(chance, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))
