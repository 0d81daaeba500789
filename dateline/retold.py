"""Tolls of one event that several speakers give, or that a speaker puts right: each speaker's is a telling of its own.

The reader hangs two speakers' counts on one trigger, or the second on none. Counts of different speakers are never
added up: what another speaker counts, in a sentence of its own or of the same people, becomes a trigger of its own with
the rest of the event (coding rule 3), and a count that is put right gives way to the one that stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.attributions import link_attributions
from dateline.claims import HOME_FLOORS, LINK_FLOORS
from dateline.codebook import VIOLENT_GROUPS, event_types
from dateline.found import Found, FoundTrigger, Link, Reading
from dateline.model import Span
from dateline.quantities import parse_toll
from dateline.quantities.classes import name_class
from dateline.who import points_back

_KINDS = ("killed", "injured")
# Least chance that a toll below the floor of tolls is of an event that another speaker counts, too. The reader keeps
# these low, having learnt that they belong to another claim.
RETOLD_FLOOR = 0.05
REACH = 2  # sentences after the last that tells of the event
_EVEN = 0.5  # the reader's own even chance
_NEAR = 40  # characters between a count and the cue of who gives it
_LEAD = 80  # characters before a count that may say that it was the first
_TAIL = 25  # characters behind a count that may say that it is the new one


@dataclass(frozen=True, slots=True)
class _Given:
    """A toll of an event, whom it counts, and who gives it (None: whoever tells of the event)."""

    toll: Found
    best: int
    people: str
    speaker: Found | None
    cue: Found | None
    is_linked: bool


def tell_tolls_apart(text: str, reading: Reading) -> Reading:
    """The reading with a trigger more for each other speaker who counts an event's victims, and no withdrawn count.

    Not handled: a second count that nobody else is said to give and no words put in place of the first; a speaker
    named more than `REACH` sentences on.
    """
    counts = _count_all(text, reading)
    tellings = [_tell_apart(text, reading, trigger, _given(reading, trigger, counts)) for trigger in reading.triggers]
    withdrawn = {(span, telling.kind) for telling in tellings for span in telling.withdrawn}
    triggers = [
        _without(trigger, withdrawn, _told_by_others(trigger, counts)) if trigger.rule is None else trigger
        for telling in tellings
        for trigger in telling.triggers
    ]
    return replace(reading, triggers=tuple(sorted(triggers, key=lambda item: item.found.span.start)))


@dataclass(frozen=True, slots=True)
class _Telling:
    """A trigger of a type, those of other speakers after it, and the counts that no longer stand."""

    triggers: tuple[FoundTrigger, ...]
    kind: str
    withdrawn: frozenset[Span]


def _tell_apart(text: str, reading: Reading, trigger: FoundTrigger, given: Sequence[_Given]) -> _Telling:
    """The trigger with the counts of its own speaker that stand, then one for each other speaker."""
    kind = next(iter(trigger.types))
    withdrawn = [one for one in given if any(_is_withdrawn(text, reading, one, other) for other in given)]
    withdrawn = [] if len(withdrawn) == len(given) else withdrawn
    groups = _by_speaker(trigger, given)
    apart = [
        group
        for group in groups[1:]
        if any(_is_claimed(reading, trigger, one) for one in group)
        or _is_apart(trigger, group, given)
        or any(_counts_same(text, one, other) for one in group for other in given if other not in group)
    ]
    told = [[one for one in group if one not in withdrawn] for group in apart]
    staying = [one for group in groups if group not in apart for one in group if one not in withdrawn]
    beside = [_words_beside(trigger, group, given) for group in told]
    moved = {
        toll.span for group, more in zip(told, beside, strict=True) for toll in (*(one.toll for one in group), *more)
    }
    put_right = [one for one in staying if any(_is_withdrawn(text, reading, other, one) for other in withdrawn)]
    links = [link for link in trigger.links if link.filler.kind != "toll" or link.filler.span not in moved]
    links += [Link(one.toll, "of", 1.0) for one in put_right if not one.is_linked]
    base = replace(trigger, links=tuple(links)) if moved or put_right else trigger
    retold = [_retell(text, reading, trigger, *both) for both in zip(told, beside, strict=True) if both[0]]
    return _Telling((base, *retold), kind, frozenset(one.toll.span for one in withdrawn))


def _is_apart(trigger: FoundTrigger, group: Sequence[_Given], given: Sequence[_Given]) -> bool:
    """Whether a speaker gives the event's only counts of a kind, in a sentence that the event is not told in."""
    others = {other.toll.label for other in given if other not in group}
    return all(one.toll.sentence != trigger.found.sentence and one.toll.label not in others for one in group)


def _words_beside(trigger: FoundTrigger, group: Sequence[_Given], given: Sequence[_Given]) -> list[Found]:
    """The tolls without a number that hang on the trigger beside a speaker's counts: "dozens, most of them women"."""
    here, counted = {one.toll.sentence for one in group}, {one.toll.span for one in given}
    tolls = [link.filler for link in trigger.links if _hangs(link)]
    return [toll for toll in tolls if toll.sentence in here - {trigger.found.sentence} and toll.span not in counted]


def _without(trigger: FoundTrigger, withdrawn: set[tuple[Span, str]], others: set[Span]) -> FoundTrigger:
    """The trigger without the counts that were withdrawn for an event of its type, or that others may give it."""
    kind = next(iter(trigger.types))
    gone = {span for span, of in withdrawn if of == kind} | others
    unsure = {span for span, _ in withdrawn}
    links = tuple(
        link
        for link in trigger.links
        if link.filler.kind != "toll"
        or not (link.filler.span in gone or (link.filler.span in unsure and link.score < LINK_FLOORS["toll"]))
    )
    return trigger if len(links) == len(trigger.links) else replace(trigger, links=links)


def _told_by_others(trigger: FoundTrigger, counts: Sequence[_Given]) -> set[Span]:
    """The counts below the floor that are not added to an event: it has another speaker's, and they are not its own."""
    own = _own_speaker(trigger)
    hanging = {link.filler.span for link in trigger.links if _hangs(link)}
    held = [one for one in counts if one.toll.span in hanging]
    return {
        one.toll.span
        for one in counts
        if one not in held
        and one.speaker is not None
        and not _is_same(one.speaker, own)
        and any(other.toll.label == one.toll.label and not _is_same(other.speaker, one.speaker) for other in held)
    }


def _hangs(link: Link) -> bool:
    return link.filler.kind == "toll" and link.score >= LINK_FLOORS["toll"]


def _own_speaker(trigger: FoundTrigger) -> Found | None:
    firsts = [link for link in trigger.links if link.filler.kind == "source" and link.label == "first"]
    own = max((link for link in firsts if link.score >= _EVEN), key=lambda link: link.score, default=None)
    return own.filler if own else None


def _given(reading: Reading, trigger: FoundTrigger, counts: Sequence[_Given]) -> list[_Given]:
    """The dead and hurt that are counted for an event: those that hang on it, and those that others may give it."""
    chances = {link.filler.span: link.score for link in trigger.links if link.filler.kind == "toll"}
    linked = [one for one in counts if chances.get(one.toll.span, 0.0) >= LINK_FLOORS["toll"]]
    likely = [
        one
        for one in counts
        if one not in linked
        and (
            _is_claimed(reading, trigger, one)
            or (
                _may_be_of(reading, trigger, one.toll, [item.toll for item in linked])
                and not any(_is_listed_with(one, other) for other in counts if other not in linked)
            )
        )
    ]
    return [replace(one, is_linked=one in linked) for one in counts if one in linked or one in likely]


def _count_all(text: str, reading: Reading) -> list[_Given]:
    """Every count of dead and hurt in the report, with who gives it."""
    voices = _voices(text, reading)
    found = []
    for toll in reading.fillers.get("toll", ()):
        read = parse_toll(toll.span.text, text[max(0, toll.span.start - 60) : toll.span.end + 60])
        if toll.label not in _KINDS or read is None:
            continue
        best = read.count.low if read.count.best is None else read.count.best
        if best is not None and (best != 1 or toll.span.text.startswith("one ")):  # a person by name counts as one
            speaker, cue = voices.get(toll.span, (None, None))
            found.append(_Given(toll, best, name_class(read.group), speaker, cue, is_linked=False))
    return found


def _is_listed_with(one: _Given, other: _Given) -> bool:
    """Whether the speaker lists counts of one sort: "26 dead among the soldiers and 8 among the villagers"."""
    is_alike = (one.toll.label, one.toll.sentence, one.people) == (other.toll.label, other.toll.sentence, other.people)
    return one is not other and is_alike and (one.speaker == other.speaker or None in (one.speaker, other.speaker))


def _may_be_of(reading: Reading, trigger: FoundTrigger, toll: Found, linked: Sequence[Found]) -> bool:
    """Whether a toll below the floor may be of this event: of no likelier one, in a sentence that tells of no other."""
    chance = _chance(trigger, toll)
    if toll.score < HOME_FLOORS[0]:
        return False
    tells = [trigger.found.sentence, *(item.sentence for item in linked)]
    if chance < RETOLD_FLOOR or not min(tells) <= toll.sentence <= max(tells) + REACH:
        return False
    for other in reading.triggers:
        if other is trigger:
            continue
        is_same = any(_hangs(link) and link.filler in linked for link in other.links)  # "clashed", "were shot dead"
        if _chance(other, toll) > chance or (other.found.sentence == toll.sentence and not is_same):
            return False
    return toll.sentence in tells or not _is_elsewhere(reading, trigger, toll)


def _is_claimed(reading: Reading, trigger: FoundTrigger, one: _Given) -> bool:
    """Whether a party counts the victims of the last deed before, though the toll hangs on nothing.

    "A bomb killed three soldiers. The Front claimed responsibility and said it had killed 11 soldiers."
    """
    toll = one.toll
    kinds = {next(iter(other.types)) for other in reading.triggers if other.found.sentence == toll.sentence}
    is_party = one.speaker is not None and one.speaker.label == "party" and not kinds
    if toll.score < HOME_FLOORS[0] or not (_STATEMENT in kinds or is_party):
        return False
    if any(_chance(other, toll) >= LINK_FLOORS["toll"] for other in reading.triggers):
        return False
    deeds = [
        other
        for other in reading.triggers
        if event_types()[next(iter(other.types))].group in VIOLENT_GROUPS
        and 0 < toll.sentence - other.found.sentence <= REACH
    ]
    return bool(deeds) and trigger is max(deeds, key=lambda other: other.found.span.start)


_STATEMENT = "responsibility_statement"


def _chance(trigger: FoundTrigger, filler: Found) -> float:
    return max((link.score for link in trigger.links if link.filler == filler), default=0.0)


def _is_elsewhere(reading: Reading, trigger: FoundTrigger, toll: Found) -> bool:
    """Whether the sentence of a toll names a place, or a day other than that of speech, that is not the event's."""
    own = [link.filler.span.text for link in trigger.links if link.score >= _EVEN]
    said = [item.span for kind in ("source", "cue") for item in reading.fillers.get(kind, ())]
    return any(
        item.sentence == toll.sentence
        and item.span.text not in own
        and not any(item.span.start <= span.end + 1 and span.start - 1 <= item.span.end for span in said)
        for kind in ("place", "time")
        for item in reading.fillers.get(kind, ())
    )


def _voices(text: str, reading: Reading) -> dict[Span, tuple[Found, Found | None]]:
    """Who gives each toll, and by which cue: whose content it is in, else the speaker of the nearest cue beside it."""
    sources, cues = reading.fillers.get("source", ()), reading.fillers.get("cue", ())
    found: dict[Span, tuple[Found, Found | None]] = {}
    said = link_attributions(reading)
    for toll in reading.fillers.get("toll", ()):
        for attribution in said:
            if any(part.start <= toll.span.start and toll.span.end <= part.end for part in attribution.content):
                speaker = next((one for one in sources if any(one.span.overlaps(s) for s in attribution.source)), None)
                cue = next((one for one in cues if any(one.span.overlaps(s) for s in attribution.cue)), None)
                if speaker:
                    found[toll.span] = speaker, cue
        if toll.span not in found and (beside := _beside(text, toll, sources, cues)):
            found[toll.span] = beside
    return found


def _beside(text: str, toll: Found, sources: Sequence[Found], cues: Sequence[Found]) -> tuple[Found, Found] | None:
    """The cue nearest to a toll in its sentence, and the nearest words for a speaker: "14 according to the doctors"."""
    cue = min((one for one in cues if one.sentence == toll.sentence), key=lambda one: _gap(one, toll), default=None)
    if cue is None or _gap(cue, toll) > _NEAR or _BREAK.search(_between(text, cue.span, toll.span)):
        return None
    near = [one for one in sources if one.sentence == toll.sentence and one.span != toll.span]
    speaker = min(near, key=lambda one: _gap(one, cue), default=None)
    return (speaker, cue) if speaker and _gap(speaker, cue) <= _NEAR else None


_BREAK = re.compile(r"[;:]")


def _between(text: str, one: Span, other: Span) -> str:
    return text[min(one.end, other.end) : max(one.start, other.start)]


def _gap(one: Found, other: Found) -> int:
    return max(one.span.start - other.span.end, other.span.start - one.span.end, 0)


def _by_speaker(trigger: FoundTrigger, given: Sequence[_Given]) -> list[list[_Given]]:
    """The counts by who gives them; first, even where there are none, those of whoever tells of the event."""
    groups: list[tuple[Found | None, list[_Given]]] = [(_own_speaker(trigger), [])]
    for one in given:
        home = next((group for speaker, group in groups if _is_same(one.speaker, speaker)), None)
        if one.speaker is None:
            groups[0][1].append(one)
        elif home is not None:
            home.append(one)
        else:
            groups.append((one.speaker, [one]))
    return [group for _, group in groups]


def _is_same(one: Found | None, other: Found | None) -> bool:
    """Whether two speakers are one: the same words, a part of them, or words that point back at who spoke before.

    The reader's own chance that two mentions are one actor is no help: it is high for any two speakers on one event.
    """
    if one is None or other is None:
        return one is other
    first, second = sorted((one, other), key=lambda item: item.span.start)
    if points_back(second.span.text):
        return True
    shorter, longer = sorted((_bare(first.span.text), _bare(second.span.text)), key=len)
    return bool(re.search(rf"\b{re.escape(shorter)}\b", longer))


def _bare(words: str) -> str:
    return words.casefold().removeprefix("the ")


_MORE = re.compile(
    r"\b(?:also|another|further|additional(?:ly)?|others?|separate(?:ly)?|elsewhere|more(?!\sthan))\b", re.IGNORECASE
)
_WITHIN = re.compile(r"\b(?:including|among (?:them|those|the dead)|of (?:whom|them))\b", re.IGNORECASE)


def _counts_same(text: str, one: _Given, other: _Given) -> bool:
    """Whether two counts may be of the same people; "another three" are others, "three of them" a part."""
    if one.toll.label != other.toll.label or not (one.people == other.people or "people" in (one.people, other.people)):
        return False
    around = text[max(0, one.toll.span.start - _TAIL) : one.toll.span.end + _TAIL]
    if _MORE.search(around):
        return False
    is_part = one.best <= other.best and one.people != "people" and other.people == "people"
    if one.is_linked:
        return not is_part or one.people == "civilians"
    return not (is_part or _WITHIN.search(around))


_COUNT = r"(?:death\s)?(?:tolls?|figures?|counts?|numbers?|tall(?:y|ies)|estimates?|reports?|versions?|statements?)"
_FIRST = re.compile(
    rf"\b(?:(?:at\sfirst|first|initially|originally|earlier|previously)\s(?:had\s)?(?:said|put|reported|gave|given|told|"
    rf"spoke|spoken|counted|announced|estimated)\b|(?:first|initial|original|earlier|previous|preliminary)\s{_COUNT}\b"
    rf"|(?:up|down)\sfrom\s)",
    re.IGNORECASE,
)
_CHANGED = r"(?:revis(?:ed|ing)|correct(?:ed|ing)|lower(?:ed|ing)|rais(?:ed|ing)|cut|reduc(?:ed|ing)|updat(?:ed|ing))"
_REVISED = re.compile(
    rf"\b{_CHANGED}\s(?:[a-z]+\s){{0,3}}?(?:{_COUNT}|that|it|this)\b"
    rf"|\b{_COUNT}\s(?:[a-z]+\s){{0,4}}?(?:rose|risen|climbed|grown|stands|stood|{_CHANGED})\b"
    rf"|\b(?:rose|risen|climbed|{_CHANGED})\s(?:up|down|upwards?|downwards?)?\s?(?:to|at)\b",
    re.IGNORECASE,
)
_NOW_SAYS = re.compile(
    r"\b(?:(?:now|later|since|then)\s(?:said|says?|puts?|counts?|speaks?|gives?|gave|reports?|reported))\b",
    re.IGNORECASE,
)


def _is_withdrawn(text: str, reading: Reading, one: _Given, other: _Given) -> bool:
    """Whether a count was only the first: "first said 14 were killed ... now says 11", "revised the toll to 11"."""
    if one is other or one.best == other.best or not _counts_same(text, other, one):
        return False
    ends = [toll.span.end for toll in reading.fillers["toll"] if toll.span.end <= one.toll.span.start]
    start = max(reading.sentences[one.toll.sentence][0], one.toll.span.start - _LEAD, *ends)
    is_own = None in (one.speaker, other.speaker) or _is_same(one.speaker, other.speaker)
    is_own = is_own or (one.speaker is not None and one.speaker.label == "document")
    if is_own and _FIRST.search(text, start, one.toll.span.start):
        return True
    if other.toll.span.start < one.toll.span.end or other.toll.sentence > one.toll.sentence + REACH:
        return False
    between = text[one.toll.span.end : other.toll.span.end + _TAIL].partition("\n")[0]
    return bool(_REVISED.search(between) or (is_own and _NOW_SAYS.search(between)))


_HARMED = re.compile(r"\b(?P<word>killed|dead|died|deaths?|fatalities|slain|injured|wounded|hurt)\b", re.IGNORECASE)
_HARMED_BEFORE = re.compile(r"\b(?P<word>kill(?:ed|ing)|wound(?:ed|ing)|injur(?:ed|ing)|hurt)\s$", re.IGNORECASE)


def _retell(
    text: str, reading: Reading, trigger: FoundTrigger, group: Sequence[_Given], beside: Sequence[Found]
) -> FoundTrigger:
    """The event as another speaker counts it: what hangs on the trigger, but for who says so and the toll."""
    toll, speaker, cue = group[0].toll, group[0].speaker, group[0].cue
    links = [link for link in trigger.links if link.filler.kind not in {"toll", "source", "cue", "hedge"}]
    links += [Link(toll, "of", 1.0) for toll in (*(one.toll for one in group), *beside)]
    links += [Link(speaker, "first", 1.0)] if speaker else []
    links += [Link(cue, "of", 1.0)] if cue else []
    span = _word_for_toll(text, reading, toll)
    found = Found("trigger", span, min(toll.score, trigger.found.score), toll.pieces, toll.sentence)
    return replace(trigger, found=found, stances={"affirms": 1.0}, links=tuple(links), rule="claims/toll-of-another")


def _word_for_toll(text: str, reading: Reading, toll: Found) -> Span:
    """ "Killed" for "15 were killed" or "killed 15", where it names no event yet, else the words of the toll."""
    end = min(reading.sentences[toll.sentence][1], toll.span.end + _TAIL)
    before = _HARMED_BEFORE.search(text, reading.sentences[toll.sentence][0], toll.span.start)
    word = before or _HARMED.search(text, toll.span.start, end)
    span = Span(*word.span("word"), word["word"]) if word else toll.span
    return toll.span if any(span.overlaps(trigger.found.span) for trigger in reading.triggers) else span
