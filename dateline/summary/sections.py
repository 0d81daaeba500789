"""The parts of the page on events: days, map, tolls, sources, contradictions, and what could not be placed or dated."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dateline.actors.states import state_record
from dateline.actors.table import read_actors
from dateline.drawing.days import count_bars, draw_bars, name_bar
from dateline.drawing.maps import Dot, draw_map
from dateline.drawing.ranges import Range, draw_counts, draw_ranges
from dateline.linking.contradictions import Contradiction
from dateline.linking.tolls import TollRange
from dateline.linking.voices import Voice
from dateline.summary.figures import GROUPS, Item, explain_days, explain_place, name_type, show_days, time_words
from dateline.summary.html import Section, Table
from dateline.summary.masking import Mask

_MOST_RANGES = 25
_SUBJECTS = {
    "occurrence": "whether it happened", "responsibility": "who did it", "outcome": "how it ended",
    "killed": "how many were killed", "injured": "how many were injured",
}  # fmt: skip


def tell_days(items: Sequence[Item]) -> Section:
    """Return events by day and group of types; those that lie in no one day, week or month are counted apart."""
    dated = [item for item in items if item.is_real and item.days]
    unit, bars, outside = count_bars(
        [(item.days.start, item.days.end, item.group) for item in dated if item.days], list(GROUPS)
    )
    if not bars:
        return Section("days", "Events by day", ("No event has a day.",))
    notes = [f"Events that some claim tells as having happened or been tried, by {unit}: each is counted once, "
             "however many reports tell it."]  # fmt: skip
    if outside:
        notes.append(f"{_count(outside, 'event')} told only of a longer time than one bar are in none.")
    used = [name for name in GROUPS if any(name in bar.counts for bar in bars)]
    rows = [
        [name_bar(bar, unit), *(str(bar.counts.get(name, 0)) for name in used), str(sum(bar.counts.values()))]
        for bar in bars
        if bar.counts
    ]
    heads = (unit, *(GROUPS[name] for name in used), "all")
    table = Table(f"Events by {unit} and group of types", heads, rows, frozenset(range(1, len(heads))))
    types = Counter(name_type(item.event_type) for item in items if item.is_real)
    by_type = Table(
        "Events by type",
        ("type", "events"),
        [[name, f"{count:,}"] for name, count in types.most_common()],
        frozenset({1}),
    )
    return Section("days", "Events by day", tuple(notes), (draw_bars(unit, bars, GROUPS),), (table, by_type))


def tell_map(items: Sequence[Item], mask: Mask) -> Section:
    """Return the events on a map, one dot a place."""
    places: dict[tuple[float, float, float], list[Item]] = defaultdict(list)
    for item in items:
        if item.is_real and item.spot:
            spot = item.spot.location
            places[(round(spot.lat, 3), round(spot.lon, 3), spot.error_km)].append(item)
    if not places:
        return Section("map", "Where", ("No event has a place that is known to better than a country.",))
    dots = [_make_dot(key, found, mask) for key, found in places.items()]
    rows = [
        [dot.name, f"{dot.event_count:,}", f"{dot.lat:.3f}", f"{dot.lon:.3f}", f"{dot.error_km:g}", types]
        for (dot, types) in sorted(
            ((dot, _list_types(found)) for dot, found in zip(dots, places.values(), strict=True)),
            key=lambda pair: (-pair[0].event_count, pair[0].name),
        )
    ]
    heads = ("place", "events", "latitude", "longitude", "within km", "types")
    notes = (
        "A dot stands where a place is; its area grows with the number of events. The event lies somewhere in the "
        "circle: a dot on a town is not an address, a dot in a district is anywhere in it. Where the dot covers the "
        "circle, the circle is smaller.",
        "Outlines: Natural Earth, 1:50 million, public domain, right to some kilometres; they say nothing on whose a "
        "land is.",
    )
    numbers = frozenset({1, 2, 3, 4})
    return Section("map", "Where", notes, (draw_map(dots),), (Table("Places", heads, rows, numbers),))


def tell_tolls(items: Sequence[Item], mask: Mask) -> Section:
    """Return killed and injured, event by event, as ranges with who gives each figure."""
    told = [(item, toll) for item in items if item.is_real for toll in item.assessment.tolls if toll.people == "all"]
    if not told:
        return Section("tolls", "Killed and injured", ("No source gives a number.",))
    pictures = []
    for kind in ("killed", "injured"):
        most = sorted(
            (pair for pair in told if pair[1].kind == kind and pair[1].high > 0),
            key=lambda pair: (-pair[1].best, -pair[1].high, pair[0].id),
        )[:_MOST_RANGES]
        if most:
            ranges = [_make_range(item, toll) for item, toll in most]
            pictures.append(draw_ranges(ranges, f"{kind.capitalize()}, the {len(most)} highest tolls", kind))
    rows = [_list_toll(item, toll, mask) for item, toll in told]
    heads = ("days", "event", "place", "what", "low", "best", "high", "lowest by", "best by", "highest by")
    notes = (
        "Each line runs from the lowest to the highest figure that an independent source gives for one event; the dot "
        "is the figure that most of them give. Each source counts with its latest figure.",
        "There is no sum: reports leave events out, tell some twice, and count over days and places that overlap.",
    )
    return Section(
        "tolls", "Killed and injured", notes, tuple(pictures), (Table("Tolls", heads, rows, frozenset({4, 5, 6})),)
    )


@dataclass(slots=True)
class _Speaker:
    """A source over all events."""

    name: str
    side: str | None
    upholds: int = 0
    alone: int = 0
    denies: int = 0
    outlets: set[str] = field(default_factory=set)


def tell_sources(items: Sequence[Item], mask: Mask) -> Section:
    """Return who says so: how many independent sources events have, and each source with what it upholds alone."""
    if not items:
        return Section("sources", "Who says so", ("There are no events.",))
    counts = Counter(min(item.assessment.source_count, 5) for item in items)
    names = {0: "nobody upholds it", 1: "1 independent source", 5: "5 and more"}
    rows = [(names.get(number, f"{number} independent sources"), counts[number]) for number in sorted(counts)]
    grades = Counter(item.assessment.grade for item in items)
    by_grade = Table(
        "Events by grade", ("grade", "events"), [[grade, f"{count:,}"] for grade, count in grades.most_common()],
        frozenset({1}),
    )  # fmt: skip
    heads = ("source", "speaks for", "events upheld", "of these alone", "events denied", "outlets")
    speakers = _list_speakers(items, mask)
    listed = [
        [one.name, one.side or "", f"{one.upholds:,}", f"{one.alone:,}", f"{one.denies:,}", f"{len(one.outlets):,}"]
        for one in sorted(speakers, key=lambda one: (-one.upholds, -one.denies, one.name))
    ]
    table = Table("Sources", heads, listed, frozenset({2, 3, 4, 5}))
    notes = (
        "A speaker is one source wherever quoted, an actor with all its spokesmen one; copies of one text count once. "
        "What an outlet says in its own voice counts where it cites nobody. Unnamed speakers are one source a text.",
        "Grades: confirmed, the doer accepts it; fair, two sources not of one side; weak, one source or side; "
        "contested, competing blame; discounted, nobody upholds it. They read who says so, not whether that is to be "
        "believed.",
    )
    picture = draw_counts(rows, "Events by the number of independent sources", "sources")
    return Section("sources", "Who says so", notes, (picture,), (by_grade, table, _list_outlets(items)))


def tell_contradictions(items: Sequence[Item], mask: Mask) -> Section:
    """Return what sources contradict one another on, with who holds what."""
    rows = [
        [
            show_days(item.days),
            name_type(item.event_type),
            item.where,
            _SUBJECTS[one.subject],
            _list_positions(item, one, mask),
        ]
        for item in items
        for one in item.assessment.contradictions
    ]
    notes = ("Where sources cannot all be right. Nothing is decided here: each position stands with who holds it.",)
    if not rows:
        return Section("contradictions", "Contradictions", (*notes, "None was found."))
    heads = ("days", "event", "place", "on what", "positions")
    return Section("contradictions", "Contradictions", notes, (), (Table("Contradictions", heads, rows),))


def tell_unknown(items: Sequence[Item], mask: Mask) -> Section:
    """Return the events without a place on the map, and those without a day."""
    unplaced = [item for item in items if item.is_real and item.spot is None]
    undated = [item for item in items if item.is_real and item.days is None]
    notes = [
        f"{_count(len(unplaced), 'event')} without a place on the map, {_count(len(undated), 'event')} without a day."
    ]
    tables = []
    if unplaced:
        rows = [
            [show_days(item.days), name_type(item.event_type), item.who, item.where, explain_place(item), item.words]
            for item in unplaced
        ]
        tables.append(Table("Not placed", ("days", "event", "who", "words for the place", "why", "evidence"), rows))
    if undated:
        rows = [
            [
                item.where, name_type(item.event_type), item.who, time_words(item, mask), explain_days(item), item.words
            ]
            for item in undated
        ]  # fmt: skip
        tables.append(Table("Not dated", ("place", "event", "who", "words for the day", "why", "evidence"), rows))
    unreal = Counter(entry.claim.status for item in items if not item.is_real for entry in item.event.claims)
    if unreal:
        told = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in unreal.most_common())
        count = _count(sum(not item.is_real for item in items), "event")
        notes.append(f"{count} told only as planned, threatened, "
                     f"denied and the like, and in no picture (claims by status: {told}).")  # fmt: skip
    return Section("unknown", "What could not be placed or dated", tuple(notes), (), tuple(tables))


def tell_events(items: Sequence[Item]) -> Section:
    """Return every event in one table."""
    rows = [
        [show_days(item.days), name_type(item.event_type), item.where, item.who, "yes" if item.is_real else "no",
         item.assessment.grade, str(item.assessment.source_count), str(item.assessment.report_count), item.words,
         item.id]
        for item in items
    ]  # fmt: skip
    heads = ("days", "type", "place", "who", "told as real", "grade", "sources", "reports", "evidence", "id")
    table = Table("All events", heads, rows, frozenset({6, 7}))
    return Section("events", "All events", ("In order of day; those without one last.",), (), (table,), is_folded=True)


def _make_dot(key: tuple[float, float, float], found: Sequence[Item], mask: Mask) -> Dot:
    lat, lon, error_km = key
    spot = found[0].spot
    assert spot is not None
    name = mask.name_place(spot.place)
    title = f"{name}: {_count(len(found), 'event')}, within {error_km:g} km: {_list_types(found)}"
    return Dot(name, lat, lon, error_km, len(found), title)


def _list_types(found: Iterable[Item]) -> str:
    return ", ".join(
        f"{name} {count}" for name, count in Counter(name_type(item.event_type) for item in found).most_common()
    )


def _make_range(item: Item, toll: TollRange) -> Range:
    day = show_days(item.days) if item.days else "no day"
    where = item.where if item.where != "not known" else "no place"
    name = f"{day}, {where}, {name_type(item.event_type)}"
    return Range(name, toll.low, toll.best, toll.high, f"{toll.kind} {toll.low} to {toll.high}: {name}")


def _list_toll(item: Item, toll: TollRange, mask: Mask) -> list[str]:
    by = [_name_keys(item, keys, mask) for keys in (toll.low_by, toll.best_by, toll.high_by)]
    figures = [f"{value:,}" for value in (toll.low, toll.best, toll.high)]
    return [show_days(item.days), name_type(item.event_type), item.where, toll.kind, *figures, *by]


def _name_keys(item: Item, keys: Iterable[str], mask: Mask) -> str:
    told = item.assessment
    voices = {
        voice.key: voice
        for voice in (*told.sources, *told.denials, *told.doubts, *told.retellers)
    }  # fmt: skip
    return "; ".join(mask.name_voice(voices[key]) if key in voices else "unnamed" for key in dict.fromkeys(keys))


def _list_positions(item: Item, contradiction: Contradiction, mask: Mask) -> str:
    values = {
        actor.period_name or actor.name: mask.name_actor(actor)
        for entry in item.event.claims
        for actor in entry.claim.actors
    }
    return "  |  ".join(
        f"{_mask_value(one.value, values)}: {_name_keys(item, one.source_keys, mask)}"
        for one in contradiction.positions
    )


def _mask_value(value: str, names: dict[str, str]) -> str:
    """The position with names of actors as they may be shown, the longest first."""
    for name in sorted(names, key=len, reverse=True):
        value = value.replace(name, names[name])
    return value


def _list_speakers(items: Iterable[Item], mask: Mask) -> Iterable[_Speaker]:
    """Sources over all events: named ones by their key, the unnamed of a kind together."""
    found: dict[str, _Speaker] = {}
    for item in items:
        told = item.assessment
        for voice, is_upheld in (*((one, True) for one in told.sources), *((one, False) for one in told.denials)):
            name = mask.name_voice(voice)
            key = name if voice.name is None or mask.is_on else voice.key
            speaker = found.setdefault(key, _Speaker(name, _name_side(voice)))
            speaker.outlets |= {entry.report.outlet for entry in voice.entries if entry.report.outlet}
            speaker.upholds += is_upheld
            speaker.alone += is_upheld and told.source_count == 1
            speaker.denies += not is_upheld
    return found.values()


def _name_side(voice: Voice) -> str | None:
    """The name of the actor for whom a source speaks."""
    if voice.side is None:
        return None
    record = read_actors().actors.get(voice.side) or state_record(voice.side)
    return record.name if record else voice.side


def _list_outlets(items: Iterable[Item]) -> Table:
    """Outlets with their reports on these events, and how many of them copy an earlier one."""
    reports = {
        entry.report.id: (entry.report.outlet or "outlet not known", entry.lineage != entry.report.id)
        for item in items
        for entry in item.event.claims
    }
    counts, copies = (
        Counter(name for name, _ in reports.values()),
        Counter(name for name, copied in reports.values() if copied),
    )
    rows = [[name, f"{count:,}", f"{copies[name]:,}"] for name, count in counts.most_common()]
    return Table("Outlets", ("outlet", "reports with claims", "of these copies of another"), rows, frozenset({1, 2}))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
