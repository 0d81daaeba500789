"""Events to timelines of control: every claim read, put to its site, and added up there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from dateline.control.holders import are_same
from dateline.control.model import Control, LeftOut, Saying, Site, Timeline, Unplaced
from dateline.control.rules import cite
from dateline.control.sayings import back, read_claim, read_days
from dateline.control.sites import NAME_ONLY
from dateline.control.timeline import build_timeline
from dateline.events import Event
from dateline.places.geometry import distance_km

_REACH = timedelta(days=7)  # that a denial without a day may lie after what it denies; a convention
_REGIONS = frozenset({"admin1", "admin2", "admin3", "region"})


def trace_control(events: Iterable[Event]) -> Control:
    """Return who is said to hold each place over time, with the claims behind it, and what could be put nowhere."""
    sayings: list[Saying] = []
    unplaced: list[Unplaced] = []
    for event in events:
        for entry in event.claims:
            for item in read_claim(event, entry):
                if isinstance(item, Saying):
                    sayings.append(item)
                else:
                    unplaced.append(item)
    denials, left_out = _house_denials(unplaced, sayings)
    sayings, unordered = _drop_unordered([*_join_names(sayings), *_join_names(denials)])
    by_site: dict[str, list[Saying]] = defaultdict(list)
    for saying in sayings:
        by_site[saying.site.id].append(saying)
    sites = _nest([_merge_sites(listed) for listed in by_site.values()])
    timelines = [build_timeline(site, by_site[site.id]) for site in sites]
    return Control(tuple(sorted(timelines, key=_order)), (*left_out, *unordered))


def _order(timeline: Timeline) -> tuple[str, str, str]:
    site = timeline.site
    return site.country or "~", site.name.casefold(), site.id


def _house_denials(unplaced: Iterable[Unplaced], sayings: list[Saying]) -> tuple[list[Saying], list[LeftOut]]:
    """Denials without a place, put to the taking that they speak of; the rest is left out."""
    denials, left_out = [], []
    for item in unplaced:
        takings = [saying for saying in sayings if saying.says in ("takes", "does_not_vouch")]
        event_id = item.left_out.backing.event_id
        told = [saying for saying in takings if saying.event_id == event_id] or [
            saying for saying in takings if _may_deny(item, saying)
        ]
        if item.says != "denies" or len({saying.site.id for saying in told}) != 1:
            left_out.append(item.left_out)
            continue
        backing = item.left_out.backing
        rules = (cite("control/denied"), cite("control/denial-in-report"))
        denials.append(
            replace(
                told[0], entry=item.entry, event_id=event_id, says="denies", holders=item.holders, losers=(),
                is_part=False, is_again=False, spans=backing.spans, rules=rules,
            )
        )  # fmt: skip
    return denials, left_out


def _may_deny(item: Unplaced, saying: Saying) -> bool:
    """Whether a denial without a place may be of the taking: one report, days that meet, nobody else named."""
    if saying.entry.report.id != item.entry.report.id:
        return False
    if item.holders and saying.holders and not are_same(item.holders, saying.holders):
        return False
    days = read_days(item.entry)
    return (
        days is not None and (days[0] or days[1] - _REACH) <= saying.last and (saying.first or saying.last) <= days[1]
    )


def _join_names(sayings: list[Saying]) -> list[Saying]:
    """Sites known by name alone, without a country, are that of the same name in a country where there is just one."""
    ids = {saying.site.id for saying in sayings if saying.site.id.startswith(NAME_ONLY)}
    joined = {}
    for site_id in ids:
        same = [other for other in ids if other.startswith(f"{site_id}@")]
        if len(same) == 1:
            joined[site_id] = same[0]
    return [
        replace(saying, site=replace(saying.site, id=joined[saying.site.id])) if saying.site.id in joined else saying
        for saying in sayings
    ]


def _drop_unordered(sayings: list[Saying]) -> tuple[list[Saying], list[LeftOut]]:
    """Takings that one report tells of one place by two sides without any day: their order is not known."""
    dropped: set[int] = set()
    for number, saying in enumerate(sayings):
        if saying.says != "takes" or saying.first is not None:
            continue
        for other_number, other in enumerate(sayings[:number]):
            if other.says == "takes" and other.first is None and _is_rival(saying, other):
                dropped |= {number, other_number}
    rule = cite("control/same-report-order")
    left_out = [LeftOut("order_not_said", rule, back(sayings[number])) for number in sorted(dropped)]
    return [saying for number, saying in enumerate(sayings) if number not in dropped], left_out


def _is_rival(saying: Saying, other: Saying) -> bool:
    if saying.site.id != other.site.id or saying.entry.report.id != other.entry.report.id:
        return False
    if are_same(saying.holders, other.holders) or saying.is_again != other.is_again:
        return False
    named = are_same(saying.losers, other.holders) != are_same(other.losers, saying.holders)
    return not named


def _merge_sites(sayings: list[Saying]) -> Site:
    """The site as its claims tell it: with a point where any has one, within whatever any puts around it."""
    best = min((saying.site for saying in sayings), key=lambda site: (site.lat is None, site.error_km or 0.0))
    within = dict.fromkeys(outer for saying in sayings for outer in saying.site.within)
    return replace(best, within=tuple(outer for outer in within if outer != best.id))


def _nest(sites: list[Site]) -> list[Site]:
    """Each site with the wider sites of the list that it lies in."""
    return [
        replace(
            site,
            within=tuple(dict.fromkeys((*site.within, *(other.id for other in sites if _lies_in(site, other))))),
        )
        for site in sites
    ]


def _lies_in(site: Site, other: Site) -> bool:
    if other is site or other.feature not in _REGIONS or site.feature == other.feature:
        return False
    if other.feature == "admin1" and site.admin1 == other.name and site.country == other.country:
        return True
    if None in (site.lat, site.lon, other.lat, other.lon) or (other.error_km or 0.0) <= (site.error_km or 0.0):
        return False
    assert site.lat is not None and site.lon is not None and other.lat is not None and other.lon is not None
    return distance_km(site.lat, site.lon, other.lat, other.lon) <= (other.error_km or 0.0)
