"""Stage 5: triggers and what hangs on them become drafts of claims, their words not yet resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.codebook import VIOLENT_GROUPS, event_types
from dateline.events.holding import STATIVE, TAKINGS
from dateline.found import Found, FoundTrigger, Link, Reading
from dateline.model import Report, Source, Span
from dateline.same_person import describes_one, is_one_person
from dateline.sources import is_denial

# Chances at which a filler is hung on a trigger. Tuned on the tuning split (`python -m training.tune`).
LINK_FLOORS: Mapping[str, float] = {
    "actor": 0.6, "place": 0.5, "time": 0.5, "toll": 0.6, "materiel": 0.6, "hedge": 0.5,
}  # fmt: skip

# The same for a filler beside a surer one, in the sentence of the trigger and in another: of those below, 4 in 5 are
# wrong on the tuning split, where these give the best whole records of steps between 0.6 and 0.95.
NEXT_FLOORS: Mapping[str, tuple[float, float]] = {"actor": (0.75, 0.85), "place": (0.6, 0.85)}

# How sure a toll must be of an event of its own sentence, and of one in another, to stay with both.
KEPT_FLOORS = (0.95, 0.9)
# How sure a toll that hangs on no event must be of being one, and of the event that it fits best, to be put there. On
# the half of the tuning split on which they were not chosen they raise F1 of tolls from 76.7 to 78.5.
HOME_FLOORS = (0.8, 0.1)

# A report is coded where the reader is at least this sure of the trigger and type of one of its events. On the tuning
# split it takes away most of the claims invented in reports with nothing to code and leaves F1 of claims found alone.
# A few sentences alone hold few events, and somebody picked them: they are always coded.
REPORT_FLOOR = 0.7
SURER = 0.2  # how much surer than the floor one event must be, where the user asks for a lower floor
BRIEF_COUNT = 4  # sentences


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before its actors, places, time, tolls and materiel are resolved."""

    trigger: FoundTrigger
    event_type: str
    status: str
    status_rule: str | None
    stance: str
    stance_rule: str | None
    evidence: tuple[Span, ...]
    sources: tuple[Source, ...]
    fillers: Mapping[str, tuple[Link, ...]]
    places_rule: str | None = None  # what gave it places that the reader did not

    def found(self, kind: str) -> tuple[Found, ...]:
        return tuple(link.filler for link in self.fillers.get(kind, ()))


def extract_claims(report: Report, reading: Reading, chains: Sequence[tuple[Source, ...]]) -> tuple[Draft, ...]:
    """Drafts of the claims in one report, in the order of their triggers; `chains` holds each trigger's sources.

    None where no event of a report of more than `BRIEF_COUNT` sentences is sure (`REPORT_FLOOR`).
    """
    if len(reading.sentences) > BRIEF_COUNT and not any(
        _is_sure(trigger, reading.floor) for trigger in reading.triggers
    ):
        return ()
    triggers = zip(_put_to_verb(_keep_home(_give_home(reading.triggers))), chains, strict=True)
    drafts = _merge([_draft(report, reading, trigger, sources) for trigger, sources in triggers])
    return tuple(_put_to_deed(report, reading, draft, drafts) for draft in drafts)


def _give_home(triggers: Sequence[FoundTrigger]) -> list[FoundTrigger]:
    """The triggers, with each sure toll that hangs on none of them put to the one that it fits best.

    Somebody was killed by something, so that a toll with no event is one whose event was not seen to be its own.
    """
    best: dict[Span, float] = {}
    for link in (link for trigger in triggers for link in trigger.links if link.filler.kind == "toll"):
        best[link.filler.span] = max(best.get(link.filler.span, 0), link.score)
    home = {span for span, score in best.items() if HOME_FLOORS[1] <= score < LINK_FLOORS["toll"]}

    def put(link: Link) -> Link:
        found = link.filler
        is_home = found.kind == "toll" and found.span in home and link.score == best[found.span]
        return replace(link, score=LINK_FLOORS["toll"]) if is_home and found.score >= HOME_FLOORS[0] else link

    return [replace(trigger, links=tuple(map(put, trigger.links))) for trigger in triggers]


def _keep_home(triggers: Sequence[FoundTrigger]) -> list[FoundTrigger]:
    """The triggers, less tolls of other sentences that surely hang on an event of their own sentence.

    "They ambushed a convoy, leaving seven dead. They deny that they killed Omar Said": he is not one of the ambush.
    """
    kept = {
        link.filler.span
        for trigger in triggers
        for link in trigger.links
        if link.filler.kind == "toll"
        and link.filler.sentence == trigger.found.sentence
        and link.score >= KEPT_FLOORS[0]
    }

    def is_lent(link: Link, trigger: FoundTrigger) -> bool:
        is_of_another = link.filler.span in kept and link.filler.sentence != trigger.found.sentence
        return is_of_another and link.score < KEPT_FLOORS[1]

    return [
        replace(trigger, links=tuple(link for link in trigger.links if not is_lent(link, trigger)))
        for trigger in triggers
    ]


_TAKES_PEOPLE = frozenset({"abduction_forced_disappearance", "arrests"})


def _put_to_verb(triggers: Sequence[FoundTrigger]) -> list[FoundTrigger]:
    """The triggers, with those who were taken put to the verb right before them: "killing nine, abducting 20"."""
    tolls = dict.fromkeys(link.filler for trigger in triggers for link in trigger.links if link.filler.kind == "toll")
    verb_of = {
        toll.span: trigger
        for trigger in triggers
        for toll in tolls
        if next(iter(trigger.types)) in _TAKES_PEOPLE and trigger.found.span.end + 1 == toll.span.start
    }

    def put(trigger: FoundTrigger) -> FoundTrigger:
        links = [link for link in trigger.links if verb_of.get(link.filler.span, trigger) is trigger]
        own = {span for span, verb in verb_of.items() if verb is trigger}
        links = [replace(link, score=1.0) if link.filler.span in own else link for link in links]
        return replace(trigger, links=tuple(links))

    return [put(trigger) for trigger in triggers] if verb_of else list(triggers)


def _is_sure(trigger: FoundTrigger, floor: float | None) -> bool:
    if trigger.user_type:
        return True
    least = REPORT_FLOOR if floor is None else min(REPORT_FLOOR, floor + SURER)
    return trigger.found.score * max(trigger.types.values()) >= least


def _draft(report: Report, reading: Reading, trigger: FoundTrigger, sources: tuple[Source, ...]) -> Draft:
    fillers = {kind: _linked(trigger, kind) for kind in LINK_FLOORS}
    fillers["time"] = tuple(sorted(fillers["time"], key=lambda link: -link.score))
    doers = [_doer_of_intent(report, trigger, link) for link in fillers["actor"]]
    fillers["actor"] = tuple(
        link
        for link in doers
        if not _is_part(report.text, link, doers) and not _is_description(report.text, link, doers, reading)
    )
    return Draft(
        trigger,
        next(iter(trigger.types)),
        *_status(report, reading, trigger, fillers, sources),
        *_stance(report, reading, trigger, sources),
        _evidence(report, reading, trigger, fillers),
        sources,
        fillers,
    )


_INTENT = re.compile(
    r"\b(?:seeks?|seeking|aims?|aiming|intends?|intending|plots?|plotting)\s+to\s+(?:[\w’'-]+\s+){0,3}$", re.IGNORECASE
)
_LAUNCHED = re.compile(r"\b(?:launched|conducted|carried out|staged|mounted)\s+(?:[\w’'-]+\s+){0,5}$", re.IGNORECASE)


def _status(
    report: Report,
    reading: Reading,
    trigger: FoundTrigger,
    fillers: Mapping[str, tuple[Link, ...]],
    sources: tuple[Source, ...],
) -> tuple[str, str | None]:
    """The status, and the rule that decided it where the words are plainer than the reader.

    What somebody "seeks to" do has not happened: it is an intent that others allege, or a plan where nobody else says
    so. What was "launched Tuesday" has.
    """
    read = next(iter(trigger.statuses))
    start = trigger.found.span.start
    before = report.text[max(reading.sentences[trigger.found.sentence][0], start - 60) : start]
    if read in {"occurred", "ongoing"} and _INTENT.search(before):
        return ("alleged_intent" if len(sources) > 1 else "planned"), "claims/intent-verb"
    has_day = any(link.filler.sentence == trigger.found.sentence for link in fillers["time"])
    if read == "ongoing" and has_day and _LAUNCHED.search(before):
        return "occurred", "claims/launched-on-a-day"
    return read, None


# What stands between "denied" and what is denied; a clause of its own after it ("who attacked", "after") is not denied.
_DENIED = re.compile(
    r"\s+(?:(?:the|an?|any|all)\s+)?(?:(?:reports?|claims?|allegations?|accusations?|suggestions?|rumou?rs?)\s+)?that\s"
    r"(?:(?!\b(?:but|said|says|saying|adding|added|while|although|who|which|whose|after|when|before|because)\b)"
    r"[^.;:“”\"\n])*",
    re.IGNORECASE,
)


def _stance(
    report: Report, reading: Reading, trigger: FoundTrigger, sources: tuple[Source, ...]
) -> tuple[str, str | None]:
    """The stance, and the rule that decided it: what the first speaker "denied that" is denied."""
    read = next(iter(trigger.stances))
    cue, start = sources[0].cue if sources else None, trigger.found.span.start
    if read == "denies" and cue and _is_hold_told(report, reading, trigger, cue):
        return "affirms", "claims/says-who-holds"
    if read != "affirms" or cue is None or not is_denial(report.text, cue):
        return read, None
    denied = cue.end <= start and _DENIED.fullmatch(report.text, cue.end, start)
    return ("denies", "claims/denial-cue") if denied else (read, None)


_NEGATED = re.compile(
    r"\b(?:not|no\slonger|never|neither|nor|false|untrue|wrong|baseless|den\w+)\b|n[’']t\b", re.IGNORECASE
)


def _is_hold_told(report: Report, reading: Reading, trigger: FoundTrigger, cue: Span) -> bool:
    """Whether a speaker who denies a taking says who holds the place: "denied the fall and said it still held Selm"."""
    span = trigger.found.span
    if next(iter(trigger.types)) not in TAKINGS or not STATIVE.search(span.text) or is_denial(report.text, cue):
        return False
    start, end = reading.sentences[trigger.found.sentence]
    first = max(start, cue.end) if cue.end <= span.start else start
    return not _NEGATED.search(report.text, first, end)


_STATEMENT = "responsibility_statement"
_DEED_REACH = 3  # sentences from the deed to who claims it


def _put_to_deed(report: Report, reading: Reading, draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """A claim of responsibility or a blame without a place has that of the deed it is on, and a blamed act its day.

    The deed is one in its sentence, else one whose place that sentence names, else the last one before. Where two deeds
    of one sentence happened in two places, and where nobody is said to have claimed it, there is none.
    """
    if draft.fillers["place"] or draft.status == "did_not_occur" or not _points_at_deed(report, draft):
        return draft
    here = draft.trigger.found.sentence
    start, end = reading.sentences[here]
    deeds = [other for other in drafts if other is not draft and _is_deed(other, here)]
    named = [deed for deed in deeds if any(span.text in report.text[start:end] for span in _place_spans(deed))]
    likely = named or deeds
    last = max((deed.trigger.found.sentence for deed in likely), default=here)
    likely = [deed for deed in likely if deed.trigger.found.sentence == last]
    if not likely or len({tuple(span.text for span in _place_spans(deed)) for deed in likely}) > 1:
        return draft
    fillers = {**draft.fillers, "place": likely[0].fillers["place"]}
    if draft.event_type != _STATEMENT:
        fillers["time"] = draft.fillers["time"] or likely[0].fillers["time"]
    evidence = _evidence(report, reading, draft.trigger, fillers)
    return replace(draft, fillers=fillers, evidence=evidence, places_rule="claims/place-of-deed")


_ANSWERS_FOR = re.compile(
    r"\b(?:claim\w*|responsib\w*|blam\w+|accus\w+|admit\w*|den(?:y|ies|ied|ying))\b", re.IGNORECASE
)
_THE = re.compile(r"\b(?:the|this)\s(?:[\w’'-]+\s){0,2}$", re.IGNORECASE)


def _points_at_deed(report: Report, draft: Draft) -> bool:
    """Whether a draft is a claim of responsibility, or an act for which somebody is said to answer: "the attack".

    "The killing of Omar Said" names an act of its own.
    """
    if draft.event_type == _STATEMENT:
        return True
    if draft.fillers["toll"] or any(link.label in {"target", "affected"} for link in draft.fillers["actor"]):
        return False
    cue, start = draft.sources[0].cue if draft.sources else None, draft.trigger.found.span.start
    if event_types()[draft.event_type].group not in VIOLENT_GROUPS or cue is None or not _ANSWERS_FOR.search(cue.text):
        return False
    return cue.end <= start and bool(_THE.search(report.text, cue.end, start))


def _is_deed(draft: Draft, sentence: int) -> bool:
    return (
        event_types()[draft.event_type].group in VIOLENT_GROUPS
        and bool(draft.fillers["place"])
        and draft.status in {"occurred", "ongoing", "attempted"}
        and 0 <= sentence - draft.trigger.found.sentence <= _DEED_REACH
    )


def _place_spans(draft: Draft) -> list[Span]:
    return [found.span for found in draft.found("place")]


def _linked(trigger: FoundTrigger, kind: str) -> tuple[Link, ...]:
    links = [link for link in trigger.links if link.filler.kind == kind and link.score >= LINK_FLOORS[kind]]
    if kind in NEXT_FLOORS:
        links = [link for link in links if _is_sure_next(link, links, trigger.found.sentence)]
    if kind in {"actor", "place"}:
        links = _named_once(links, trigger.found)
    return tuple(sorted(links, key=lambda link: link.filler.span.start))


def _is_sure_next(link: Link, links: Sequence[Link], sentence: int) -> bool:
    """Whether a filler is sure enough beside a surer one in the same role; the surest needs no more than the floor."""
    here, elsewhere = NEXT_FLOORS[link.filler.kind]
    if link.score >= (here if link.filler.sentence == sentence else elsewhere):
        return True
    is_actor = link.filler.kind == "actor"
    if link.label == "party":  # of which it takes two
        return True
    return not any(other.score > link.score and (other.label == link.label or not is_actor) for other in links)


def _named_once(links: Iterable[Link], trigger: Found) -> list[Link]:
    """Of the mentions of a claim that are the same words in the same role, the one nearest to the trigger."""
    nearest: dict[tuple[str, str], Link] = {}
    for link in sorted(links, key=lambda link: abs(link.filler.span.start - trigger.span.start)):
        words = link.filler.span.text.casefold().removeprefix("the ")
        nearest.setdefault((words, link.label), link)
    return list(nearest.values())


_PART_OF = re.compile(r"(?:,\s\w+)?\s(?:who are members )?of\s(?:(?:them|whom)\s)?(?:the\s)?")


def _is_part(text: str, link: Link, links: Sequence[Link]) -> bool:
    """Whether an actor only says who another in its role is made of: "a crowd of monks", "six, five of them men"."""
    return any(
        other.label == link.label
        and other.filler.span.end < link.filler.span.start
        and _PART_OF.fullmatch(text, other.filler.span.end, link.filler.span.start)
        for other in links
    )


# Least chance that two mentions, one right behind the other, are the same: all five such on the tuning split are.
APPOSED_FLOOR = 0.4
_APPOSED = re.compile(r",?\s(?:(?:the|an?|known as|called|from)\s)*")


def _is_description(text: str, link: Link, links: Sequence[Link], reading: Reading) -> bool:
    """Whether an actor only describes the one beside it in its role: "[fighters] from the Front", "[a nurse], Ana"."""
    own = link.filler.span
    for other in links:
        first, second = sorted((own, other.filler.span), key=lambda span: span.start)
        if first == second or other.label != link.label:
            continue
        if is_one_person(text, first, second):
            return own == (second if describes_one(second.text) else first)
        if _are_one(text, first, second, reading):
            is_name_first = second.text.startswith(("a ", "an ")) or (second.text.islower() > first.text.islower())
            return own == (second if is_name_first else first)
    return False


def _are_one(text: str, first: Span, second: Span, reading: Reading) -> bool:
    chances = dict(reading.same.get(first, ())).get(second, 0), dict(reading.same.get(second, ())).get(first, 0)
    return _APPOSED.fullmatch(text, first.end, second.start) is not None and max(chances) >= APPOSED_FLOOR


_SEEKS_TO = re.compile(
    r"\s+(?:(?:is|are|was|were|has|have|had|been|now|also|still|reportedly)\s+)*(?:seek(?:s|ing)?|sought|aim(?:s|ed|ing)?"
    r"|intend(?:s|ed|ing)?|plot(?:s|ted|ting)?|tr(?:ies|ied|ying)|plan(?:s|ned|ning)?|attempt(?:s|ed|ing)?)\s+to\b",
    re.IGNORECASE,
)


def _doer_of_intent(report: Report, trigger: FoundTrigger, link: Link) -> Link:
    """Who "seeks to", "tries to" or "plans to" is the doer of what comes next, whatever the reader made of it."""
    found, event = link.filler, trigger.found
    between = report.text[found.span.end : event.span.start]
    if link.label != "target" or found.sentence != event.sentence or not _SEEKS_TO.match(between):
        return link
    return link if len(between.split()) > 8 else replace(link, label="initiator")


def _evidence(
    report: Report, reading: Reading, trigger: FoundTrigger, fillers: Mapping[str, tuple[Link, ...]]
) -> tuple[Span, ...]:
    """The trigger's sentence, then the others that hold what hangs on it, in text order."""
    main = trigger.found.sentence
    others = {link.filler.sentence for links in fillers.values() for link in links} - {main}
    return tuple(_sentence(report, reading, number) for number in (main, *sorted(others)))


def _sentence(report: Report, reading: Reading, number: int) -> Span:
    start, end = reading.sentences[number]
    return Span(start, end, report.text[start:end])


def _merge(drafts: Iterable[Draft]) -> list[Draft]:
    """Leave out a draft that only names again what a surer one in the same sentence says.

    Two triggers of one type in one sentence with the same source, actors, places and time are one claim ("foiled an
    attack"), with the status of the surer; another stance, another actor, place, time or toll makes them two.
    """
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda item: -item.trigger.found.score):
        if not any(_says_no_more(draft, other) for other in kept):
            kept.append(draft)
    return sorted(kept, key=lambda item: item.trigger.found.span.start)


def _says_no_more(draft: Draft, other: Draft) -> bool:
    if draft.event_type != other.event_type or draft.evidence[0] != other.evidence[0] or draft.stance != other.stance:
        return False
    own = draft.trigger.user_type
    if own and (other.trigger.user_type is None or other.trigger.user_type.id != own.id):
        return False
    if [source.span for source in draft.sources] != [source.span for source in other.sources]:
        return False
    return draft.found("time")[:1] in {other.found("time")[:1], ()} and all(
        {found.span for found in draft.found(kind)} <= {found.span for found in other.found(kind)}
        for kind in ("actor", "place", "toll")
    )
