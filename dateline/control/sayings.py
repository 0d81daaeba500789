"""Claims to what they say of who holds which site: a taking, a withdrawal, a statement, a siege, or a denial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dateline.control.holders import find_holders
from dateline.control.model import Backing, Holder, LeftOut, LeftOutReason, Saying, Says, Unplaced
from dateline.control.rules import cite
from dateline.control.sites import NoSite, Spoken, find_sites, make_site, words_before
from dateline.control.statements import Statement, find_statement
from dateline.events import Event, EventClaim
from dateline.events.holding import GETS, STATIVE, TAKINGS, is_worded_as_hold
from dateline.model import Claim, Place, Span

_TRANSFER, _SIEGE = "non_violent_transfer_of_territory", "siege_blockade"
_CLASH = "armed_clash"
_MOVES = frozenset({"change_to_group_activity", "troop_movement"})
_INTENT = frozenset({"planned", "threatened", "alleged_intent", "hypothetical"})
_NO_LONGER = re.compile(r"\bno longer\b|\bnot\b.*\bany ?more\b", re.I)
_PAST = re.compile(r"^(?:had\b|was\b|were\b|held\b|controlled\b|ruled\b|administered\b|once\b|formerly\b)", re.I)
_BEGINS = re.compile(r"\b(?:since|from)\s*$", re.I)
_ENDS = re.compile(r"^\s*(?:until|till|up to|to)\b", re.I)
_REPELLED = re.compile(
    r"\b(?:repel(?:s|led|ling)?|repuls\w+|thwart\w*|foil\w*|fend(?:s|ed|ing)? off|(?:beat|beaten|beats|drove|driven|"
    r"drives|pushed|pushes|fought|fights) (?:back|off))\b",
    re.I,
)
_ATTACKS = re.compile(
    r"\b(?:assault\w*|advanc\w*|attack\w*|storm\w*|offensives?|push\w*|battles?|fight\w*|began|operations?|moved?|moving)\b",
    re.I,
)
_LOSES = re.compile(r"\b(?:lost|los(?:e|es|ing))\b", re.I)
_AGAIN = re.compile(r"\b(?:re-?(?:took|take[ns]?|taking|captur\w+|gain\w*|conquer\w*|claim\w*|cover\w*)|back)\b", re.I)
_LEAVES = re.compile(
    r"\b(?:withdr[ae]w\w*|withdrawals?|pull(?:s|ed|ing)?[- ]?(?:out|back)|pull-?out|left|leav(?:e|es|ing)|abandon\w*|"
    r"quit|evacuat\w*|retreat\w*|fled|flee\w*|vacat\w*|exit\w*|depart\w*|fell back|fall(?:s|ing)? back|went out)\b",
    re.I,
)
_HANDS = re.compile(
    r"\b(?:hand(?:s|ed|ing)?[- ]?over|handovers?|hand(?:s|ed|ing)?|transferr?\w*|ced(?:e|es|ed|ing)|"
    r"turn(?:s|ed|ing)?[- ]?over|deliver\w*|surrender\w*|g[ai]v(?:e|es|en|ing)|relinquish\w*|return(?:s|ed|ing)?)\b",
    re.I,
)
_SURRENDERS = re.compile(r"\bsurrender\w*", re.I)
_SOME = re.compile(
    r"\b(?:some|part|several|dozens|hundreds|scores|a number|many|half|most|\d[\d,]*|a (?:unit|convoy|battalion|"
    r"company|brigade|contingent)|one)\b(?: of)?(?: [\w'’-]+){0,3}$",
    re.I,
)
_AWAY = re.compile(
    r"\b(?:from|out of|left|leave|leaves|leaving|abandon\w*|quit|evacuat\w*|vacat\w*|fled|flee\w*)\b", re.I
)
_GOAL = re.compile(r"\b(?:to|into|towards?)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$", re.I)
_LIFTS = re.compile(
    r"\b(?:lift\w*|br(?:eak|eaks|oke|oken|eaking)|end(?:s|ed|ing)?|reliev\w*|relief|open(?:s|ed|ing)?)\b", re.I
)
_NOT_LIFTED = re.compile(r"\b(?:not|never|fail\w*|unable|try|tried|attempt\w*|to)\b[^.;]{0,25}$", re.I)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a claim says, before its site is known."""

    says: Says
    holders: tuple[Holder, ...]
    losers: tuple[Holder, ...]
    rule: str


def read_claim(event: Event, entry: EventClaim) -> Iterator[Saying | Unplaced]:
    """Yield what the claim says of who holds which site, nothing where it does not speak of control.

    A claim on control that cannot be put to a site or a day comes back as left out, with the reason.
    """
    yield from _read_statements(event, entry)
    reading = _read(entry)
    if isinstance(reading, _Reading):
        yield from _place(event, entry, reading)
    elif reading is not None:
        yield _leave_out(event, entry, "actor_not_named", reading)


def back(saying: Saying) -> Backing:
    """Return the saying as a span or a mark lists it."""
    return make_backing(saying.event_id, saying.entry, saying.says, saying.holders, saying.spans)


def make_backing(
    event_id: str, entry: EventClaim, says: Says, holders: tuple[Holder, ...], spans: tuple[Span, ...]
) -> Backing:
    """Return the claim as backing; an anonymous source keeps its words."""
    source = entry.claim.sources[0] if entry.claim.sources else None
    words = source.span.text if source and source.span else None
    return Backing(
        entry.report.id, entry.claim.id, event_id, says, tuple(holder.name for holder in holders),
        (source.name or words) if source else None, source.kind if source else None,
        bool(source and source.anonymous), entry.report.outlet, entry.report.published, spans,
    )  # fmt: skip


def _read(entry: EventClaim) -> _Reading | str | None:
    """What the claim says; the id of a rule where it speaks of control and names nobody; None where it does not."""
    claim = entry.claim
    if claim.event_type in TAKINGS:
        return _read_taking(claim)
    if claim.event_type == _TRANSFER:
        return _read_transfer(claim)
    if claim.event_type in _MOVES and _LEAVES.search(claim.trigger.text):
        return _read_withdrawal(entry)
    if claim.event_type == _SIEGE:
        return _read_siege(claim)
    if claim.event_type == _CLASH:
        return _read_clash(claim)
    return None


def _read_taking(claim: Claim) -> _Reading | str:
    doers, losers = find_holders(claim.actors, "initiator"), find_holders(claim.actors, "target")
    words = claim.trigger.text
    if _NO_LONGER.search(words) and STATIVE.search(words) and (doers or losers):
        return _Reading("leaves", doers or losers, (), "control/lost")
    if reading := _read_unreal(claim, doers, losers):
        return reading
    if is_worded_as_hold(claim):
        doers = doers or find_holders(claim.actors, "party")
        return _Reading("holds", doers, (), "control/statement") if doers else "control/actor-not-named"
    if claim.status == "ongoing":
        return _Reading("fights_for", doers, losers, "control/no-change")
    if _ATTACKS.search(words) and not GETS.search(words):
        return _Reading("fights_for", doers, losers, "control/attack-word")
    if _LOSES.search(words) and doers and not losers:
        return _Reading("leaves", doers, (), "control/lost")
    return _Reading("takes", doers, losers, "control/seizure")


def _read_unreal(claim: Claim, doers: tuple[Holder, ...], losers: tuple[Holder, ...]) -> _Reading | None:
    """A taking that is denied, not vouched for, failed or only meant."""
    if claim.stance == "denies" or claim.status == "did_not_occur":
        return _Reading("denies", doers, losers, "control/denied")
    if claim.stance in ("doubts", "cannot_verify"):
        return _Reading("does_not_vouch", doers, losers, "control/not-vouched")
    if claim.status == "attempted":
        return _Reading("attempts", doers, losers, "control/no-change")
    return _Reading("intends", doers, losers, "control/no-change") if claim.status in _INTENT else None


def _read_transfer(claim: Claim) -> _Reading | str:
    doers, others = find_holders(claim.actors, "initiator"), find_holders(claim.actors, "target")
    words = claim.trigger.text
    if reading := _read_unreal(claim, doers, others):
        return reading
    if not doers and not others:
        return "control/actor-not-named"
    if _LEAVES.search(words):
        return _Reading("leaves", doers or others, (), "control/transfer")
    if _HANDS.search(words) and others and doers:
        return _Reading("hands_over", others, doers, "control/transfer")
    if _HANDS.search(words) and not _SURRENDERS.search(words) and doers:
        return _Reading("leaves", doers, (), "control/transfer")
    return _Reading("takes", doers or others, (), "control/transfer")


def _read_withdrawal(entry: EventClaim) -> _Reading | None:
    """Forces that left; None where nobody armed is named, or the place is where they went."""
    claim = entry.claim
    leavers = find_holders(claim.actors, "initiator") or find_holders(claim.actors, "party")
    if not leavers:
        return None
    if claim.stance == "denies" or claim.status == "did_not_occur":
        return None
    if claim.status != "occurred" or claim.stance != "affirms":
        return None
    sentence = claim.evidence[0]
    first = min((actor.span.start for actor in claim.actors if actor.role == "initiator"), default=sentence.start)
    named = next((actor.span.text for actor in claim.actors if actor.role == "initiator"), "")
    before = entry.report.text[sentence.start : first] if sentence.start <= first else ""
    if _SOME.search(before.rstrip()) or _SOME.match(named):
        return _Reading("leaves_partly", leavers, (), "control/withdrawal-in-part")
    return _Reading("leaves", leavers, (), "control/withdrawal")


def _read_siege(claim: Claim) -> _Reading | None:
    doers, losers = find_holders(claim.actors, "initiator"), find_holders(claim.actors, "target")
    if claim.status not in ("occurred", "ongoing") or claim.stance != "affirms":
        return None
    lifts = _LIFTS.search(claim.trigger.text)
    if not lifts:
        start = claim.trigger.start - claim.evidence[0].start
        tail = claim.evidence[0].text[max(0, start - 30) : start] if start >= 0 else ""
        lifts = None if _NOT_LIFTED.search(tail) else re.search(rf"{_LIFTS.pattern}[^.;]{{0,20}}$", tail, re.I)
    return _Reading("lifts_siege" if lifts else "besieges", doers, losers, "control/siege")


def _read_clash(claim: Claim) -> _Reading | None:
    """An attack on a place that its defender beat off; other battles say nothing of who holds it."""
    doers, losers = find_holders(claim.actors, "initiator"), find_holders(claim.actors, "target")
    if not losers or claim.stance != "affirms" or claim.status not in ("occurred", "attempted"):
        return None
    if not any(_REPELLED.search(sentence.text) for sentence in claim.evidence[:1]):
        return None
    return _Reading("attempts", doers, losers, "control/no-change")


def _place(event: Event, entry: EventClaim, reading: _Reading) -> Iterator[Saying | Unplaced]:
    found = find_sites(entry)
    if isinstance(found, NoSite):
        if entry.claim.event_type == _CLASH:
            return
        yield _leave_out(event, entry, found.reason, found.rule, reading)
        return
    if entry.claim.event_type in _MOVES:
        found = [spoken for spoken in found if _is_left(entry, spoken)]
    days = read_days(entry)
    if days is None:
        if found:
            yield _leave_out(event, entry, "no_publication_date", "control/undated", reading)
        return
    first, last, dated_by = days
    for spoken in found:
        rules = tuple(cite(rule) for rule in (reading.rule, *spoken.rules, *dated_by))
        saying = Saying(
            entry, event.id, spoken.site, reading.says, reading.holders, reading.losers, first, last, spoken.is_part,
            bool(_AGAIN.search(entry.claim.trigger.text)), (entry.claim.trigger, *entry.claim.evidence), rules,
        )  # fmt: skip
        yield from _stretch(saying) or (saying,)
        yield from _imply(saying)


def _stretch(saying: Saying) -> tuple[Saying, ...]:
    """A hold told with its beginning: from that day on, and to the day it is said, or to that told as its end."""
    entry, time = saying.entry, saying.entry.claim.time
    if saying.says != "holds" or saying.first is None or time.span is None:
        return ()
    sentence = next((one for one in entry.claim.evidence if one.start <= time.span.start < one.end), None)
    if sentence is None or not _BEGINS.search(entry.report.text[sentence.start : time.span.start]):
        return ()
    began = replace(
        saying, last=saying.first, is_since=True, rules=(*saying.rules, cite("control/held-since"))
    )  # fmt: skip
    if not _PAST.search(entry.claim.trigger.text):
        return began, replace(saying, first=saying.last)
    if not _ENDS.search(entry.report.text[time.span.end : sentence.end]):
        return (began,)
    ended = replace(saying, says="leaves", first=saying.last, rules=(*saying.rules, cite("control/held-until")))
    return began, ended


def _imply(saying: Saying) -> Iterator[Saying]:
    """Who held the place meanwhile: the besieged, the defender against whom an attempt failed."""
    implied = {"besieges": "control/besieged-holds", "attempts": "control/defender-holds"}
    rule = implied.get(saying.says)
    if rule and saying.losers and not saying.is_part:
        days = dict.fromkeys((saying.first or saying.last, saying.last))
        for day in days:
            yield replace(
                saying, says="holds", holders=saying.losers, losers=(), first=day, last=day, rules=(cite(rule),)
            )


def _is_left(entry: EventClaim, spoken: Spoken) -> bool:
    """Whether forces left that place, not went there: "withdrew from Selm to Orba" is Selm."""
    place = next(
        (place for place in entry.claim.places if spoken.site.id.startswith(place.gazetteer_id or "name:")), None
    )
    if place is None:
        return False
    before = words_before(entry, place)
    if _GOAL.search(before):
        return False
    return bool(_AWAY.search(before[-60:]) or _AWAY.search(entry.claim.trigger.text))


def read_days(entry: EventClaim) -> tuple[date | None, date, tuple[str, ...]] | None:
    """Return first and last day that it may have been on, and the rules; None where no day bounds it."""
    time = entry.claim.time
    start, end = _day(time.start or time.end), _day(time.end or time.start)
    if start and end and time.precision != "unknown":
        return min(start, end), max(start, end), ()
    published = _day(entry.report.published)
    if published is None:
        return None
    return None, published, ("control/by-publication",)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _read_statements(event: Event, entry: EventClaim) -> Iterator[Saying | Unplaced]:
    """What the words beside the claim's places say of who holds them now."""
    places = {place.gazetteer_id or place.name: place for place in reversed(entry.claim.places) if _may_be_held(place)}
    for place in reversed(places.values()):
        statement = find_statement(entry, place)
        if statement is None or _is_told_by(entry.claim, statement.span):
            continue
        spans = (
            statement.span,
            *(span for span in entry.claim.evidence if span.start <= statement.span.start < span.end),
        )
        told = tuple(_date_statement(entry, statement))
        if not told:
            backing = make_backing(event.id, entry, "holds", (statement.holder,), spans)
            is_undated = _day(entry.report.published) is None
            left_out = LeftOut(
                "no_publication_date" if is_undated else "days_not_said",
                cite("control/undated" if is_undated else "control/held-once"), backing,
            )  # fmt: skip
            yield Unplaced(entry, "holds", (statement.holder,), left_out)
            continue
        site = make_site(entry, replace(place, relation="in"))
        for says, first, last, is_since, rule in told:
            yield Saying(
                entry, event.id, site, says, (statement.holder,), (), first, last, False, False, spans, (cite(rule),),
                is_since,
            )  # fmt: skip


def _date_statement(entry: EventClaim, statement: Statement) -> Iterator[tuple[Says, date | None, date, bool, str]]:
    """What a statement says of which days; nothing where its days are not known."""
    published = _day(entry.report.published)
    if published is None:
        return
    if statement.since:
        yield "holds", *statement.since, True, "control/held-since"
    if statement.tense == "now":
        yield "holds", published, published, False, "control/said-held"
    elif statement.tense == "no_longer":
        yield "leaves", None, published, False, "control/lost"
    elif statement.until:
        yield "leaves", *statement.until, False, "control/held-until"
    elif not statement.since and (days := _days_of_change(entry)):
        yield "holds", *days, False, "control/held-until"


def _days_of_change(entry: EventClaim) -> tuple[date, date] | None:
    """The first day of the change that the claim itself tells: who "held it once" held it until then."""
    claim, days = entry.claim, read_days(entry)
    is_change = claim.event_type in (*TAKINGS, _TRANSFER) and claim.stance == "affirms" and claim.status == "occurred"
    return (days[0], days[0]) if is_change and days and days[0] else None


def _is_told_by(claim: Claim, span: Span) -> bool:
    """Whether the words are the claim's own trigger, which is read with its days."""
    return claim.event_type in TAKINGS and span.overlaps(claim.trigger)


def _may_be_held(place: Place) -> bool:
    return place.relation in ("in", "toward", "near") and place.feature not in ("country", "continent", "sea")


def _leave_out(
    event: Event, entry: EventClaim, reason: LeftOutReason, rule: str, reading: _Reading | None = None
) -> Unplaced:
    says: Says = reading.says if reading else "holds"
    holders = reading.holders if reading else ()
    backing = make_backing(event.id, entry, says, holders, (entry.claim.trigger, *entry.claim.evidence))
    return Unplaced(entry, says, holders, LeftOut(reason, cite(rule), backing))
