"""Who speaks on an event once copies are collapsed: the independent sources, each with its claims in time order.

Rule sources/2. A named speaker is one source wherever it is quoted, an actor under all its spokesmen. What a report
says in its own voice comes from the outlet (or agency) of the earliest report of its lineage, and counts only where
that lineage, and that outlet in its other reports, cites nobody for the event. Speakers without a name are one source
a lineage. A state's forces are one source by whatever words: "the army" is "the Congolese army" where no other army
speaks on the event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.actors import is_media, side_of
from dateline.actors.states import branch_words, country_of
from dateline.events.model import Event, EventClaim
from dateline.model import Report, Source, SourceKind

_OWN_VOICE = frozenset({"outlet", "agency", "local_media"})
_NAMELESS = frozenset({"unnamed", "witness"})
_SPEAKS_FOR_ACTOR = frozenset({"party", "official", "party_media", "state_media"})


@dataclass(frozen=True, slots=True)
class Voice:
    """One independent source. `side` is the actor that it speaks for, None where it is nobody's or not known."""

    key: str
    name: str | None
    kind: SourceKind
    side: str | None
    entries: tuple[EventClaim, ...]

    @property
    def current(self) -> tuple[EventClaim, ...]:
        """The claims of its latest report: what it says now."""
        return tuple(entry for entry in self.entries if entry.report.id == self.entries[-1].report.id)


def find_voices(event: Event) -> tuple[Voice, ...]:
    """Return the independent sources of an event, in order of first publication."""
    return split_voices(event)[0]


def split_voices(event: Event) -> tuple[tuple[Voice, ...], tuple[Voice, ...]]:
    """Return the independent sources of an event, and the outlets that tell of it in their own words beside those."""
    lineage_reports = _root_reports(event)
    cited = {entry.lineage for entry in event.claims if not _is_own_voice(entry)}
    citing = {_key_own(lineage_reports[lineage], lineage) for lineage in cited}
    forces = _find_forces(event)
    by_key: dict[str, list[EventClaim]] = defaultdict(list)
    retold: dict[str, list[EventClaim]] = defaultdict(list)
    for entry in sorted(event.claims, key=lambda entry: (entry.report.published or "9999", entry.report.id)):
        key = _key(entry, lineage_reports[entry.lineage])
        key = forces.get(key, key)
        is_retold = _is_own_voice(entry) and (entry.lineage in cited or key in citing)
        (retold if is_retold else by_key)[key].append(entry)
    sources, retellers = (
        tuple(_make_voice(key, entries, lineage_reports) for key, entries in found.items())
        for found in (by_key, retold)
    )
    return sources, retellers


def _root_reports(event: Event) -> dict[str, Report]:
    """The earliest report of each lineage that is on this event; the root itself need not have claimed it."""
    found: dict[str, Report] = {}
    for entry in event.claims:
        known = found.get(entry.lineage)
        if known is None or _order(entry.report) < _order(known):
            found[entry.lineage] = entry.report
    return found


def _order(report: Report) -> tuple[str, str]:
    return (report.published or "9999", report.id)


def _is_own_voice(entry: EventClaim) -> bool:
    sources = entry.claim.sources
    return not sources or (len(sources) == 1 and sources[0].kind in _OWN_VOICE)


def _key(entry: EventClaim, root: Report) -> str:
    sources = entry.claim.sources
    if _is_own_voice(entry):
        return _key_own(root, entry.lineage)
    speaker = sources[0]
    if speaker.actor_id:
        return f"actor:{speaker.actor_id}"
    if speaker.anonymous or speaker.kind in _NAMELESS or not speaker.name:
        return f"unnamed:{entry.lineage}"
    return f"name:{_fold(speaker.name)}"


def _find_forces(event: Event) -> dict[str, str]:
    """The one key for each key that names a state's forces in words only: its actor's, for "the Congolese army".

    Where several states share the word ("Congolese") it is the one that the event lies in. Bare words ("the army")
    stand for the only forces of that branch that speak on the event, and else for themselves. A spokesman is known by
    name where another report says for whom he speaks.
    """
    speakers = [entry.claim.sources[0] for entry in event.claims if entry.claim.sources]
    here = {place.country for entry in event.claims for place in entry.claim.places if place.country}
    names = {_fold(one.name) for one in speakers if one.name and not one.actor_id and one.kind in _SPEAKS_FOR_ACTOR}
    whose = {name: actor_id for name in names if (actor_id := _name_forces(name, here) or _speaks_for(name, speakers))}
    speaking = {*whose.values(), *(one.actor_id for one in speakers if one.actor_id)}
    for name in sorted(names - whose.keys()):
        branch = branch_words(name)
        same = [actor_id for actor_id in speaking if branch and actor_id.partition(".")[2] == branch]
        if len(same) == 1:
            whose[name] = same[0]
    return {f"name:{name}": f"actor:{actor_id}" for name, actor_id in whose.items()}


def _speaks_for(name: str, speakers: Iterable[Source]) -> str | None:
    """Return the actor that another report has a speaker of that name speak for, or None."""
    bodies = {
        one.actor_id for one in speakers if one.actor_id and one.name and not one.anonymous and _fold(one.name) == name
    }
    return bodies.pop() if len(bodies) == 1 else None


def _name_forces(name: str, here: set[str]) -> str | None:
    """Return the id of the forces of one state that folded words name together with the state, or None."""
    words = name.split()
    for size in range(min(4, len(words) - 1), 0, -1):
        countries = country_of(" ".join(words[:size]))
        branch = branch_words(" ".join(words[size:]))
        chosen = [iso3 for iso3 in countries if len(countries) == 1 or iso3 in here]
        if branch and len(chosen) == 1:
            return f"{chosen[0].lower()}.{branch}"
    return None


def _key_own(root: Report, lineage: str) -> str:
    name = root.agency or root.outlet
    return f"name:{_fold(name)}" if name else f"lineage:{lineage}"


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").removeprefix("the ").split())


def _make_voice(key: str, entries: Iterable[EventClaim], roots: dict[str, Report]) -> Voice:
    entries = tuple(entries)
    first = entries[0]
    if _is_own_voice(first):
        root = roots[first.lineage]
        kind = first.claim.sources[0].kind if first.claim.sources else "outlet"
        return Voice(key, root.agency or root.outlet, "agency" if root.agency else kind, None, entries)
    speaker = first.claim.sources[0]
    return Voice(key, None if speaker.anonymous else speaker.name, speaker.kind, name_side(speaker), entries)


def name_side(source: Source) -> str | None:
    """Return the id of the actor for whom a source speaks, or None."""
    if source.kind not in _SPEAKS_FOR_ACTOR:
        return None
    known = is_media(source.name) if source.name and source.kind in ("party_media", "state_media") else None
    if known and known[1]:
        return known[1]
    if source.actor_id:
        return next(iter(side_of(source.actor_id)), source.actor_id)
    return None
