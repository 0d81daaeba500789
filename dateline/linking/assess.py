"""What stands behind an event: a view computed from its claims, every judgement with the rule that made it.

Grades are Airwars' five: confirmed (the doer accepts it), fair (two or more sources that are not of one side), weak
(one source), contested (competing blame), discounted (nobody who said so upholds it). Airwars' other ground for
discounting, that those killed were combatants, is shown as a contradiction on the civilian toll and left to a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.events.model import Event, EventClaim, Grade
from dateline.linking.contradictions import Contradiction, find_contradictions, find_doers
from dateline.linking.profile import make_profile
from dateline.linking.tolls import TollRange, measure_tolls
from dateline.linking.voices import Voice, split_voices
from dateline.model import SourceKind


@dataclass(frozen=True, slots=True)
class Assessment:
    """An event as its sources tell it.

    `sources` uphold it in their latest report, `denials` deny it there (a source may do both: deny its own part and
    blame another), `doubts` do neither; `retellers` are outlets that tell it beside those whom they cite, so that they
    count as no source; `clarity` is GED's: 1 where a day and a
    place are known to the point, 2 where not.
    """

    event_id: str
    sources: tuple[Voice, ...]
    denials: tuple[Voice, ...]
    doubts: tuple[Voice, ...]
    retellers: tuple[Voice, ...]
    kinds: tuple[SourceKind, ...]
    sides: tuple[str, ...]
    report_count: int
    lineage_count: int
    grade: Grade
    grade_rule: str
    clarity: Literal[1, 2]
    tolls: tuple[TollRange, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def source_count(self) -> int:
        return len(self.sources)


def assess(event: Event) -> Assessment:
    """Return independent sources, grade, tolls, contradictions and denials of an event."""
    voices, retellers = split_voices(event)
    upholding = tuple(voice for voice in voices if any(map(is_upheld, voice.current)))
    denials = tuple(voice for voice in voices if any(map(is_denial, voice.current)))
    grade, rule = _grade(upholding)
    return Assessment(
        event_id=event.id,
        sources=upholding,
        denials=denials,
        doubts=tuple(voice for voice in voices if voice not in upholding and voice not in denials),
        retellers=retellers,
        kinds=tuple(dict.fromkeys(voice.kind for voice in upholding)),
        sides=tuple(dict.fromkeys(voice.side for voice in upholding if voice.side)),
        report_count=len({entry.report.id for entry in event.claims}),
        lineage_count=len({entry.lineage for entry in event.claims}),
        grade=grade,
        grade_rule=rule,
        clarity=1 if any(_is_clear(entry) for entry in event.claims) else 2,
        tolls=measure_tolls(upholding, tuple(voice for voice in retellers if any(map(is_upheld, voice.current)))),
        contradictions=find_contradictions(upholding, denials),
    )


def is_upheld(entry: EventClaim) -> bool:
    """Whether the speaker says that it happened (or, of a plan, that there is one)."""
    return entry.claim.stance == "affirms" and entry.claim.status != "did_not_occur"


def is_denial(entry: EventClaim) -> bool:
    """Whether the speaker denies it, or says that it did not take place."""
    stance, status = entry.claim.stance, entry.claim.status
    return stance == "denies" or (stance == "affirms" and status == "did_not_occur")


def _grade(upholding: tuple[Voice, ...]) -> tuple[Grade, str]:
    if not upholding:
        return "discounted", "grade/nobody-upholds"
    doers = find_doers(upholding)
    if len(doers) > 1:
        return "contested", "grade/competing-blame"
    blamed = doers[0].keys if doers else frozenset()
    if any(voice.key.removeprefix("actor:") in blamed or (voice.side and voice.side in blamed) for voice in upholding):
        return "confirmed", "grade/doer-accepts"
    camps = {voice.side or voice.key for voice in upholding}
    return ("fair", "grade/two-sources") if len(camps) > 1 else ("weak", "grade/single-source")


def _is_clear(entry: EventClaim) -> bool:
    profile = make_profile(entry)
    return profile.exact_day and profile.exact_place and (profile.place is None or (profile.place.precision or 1) <= 2)
