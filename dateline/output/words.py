"""How one part of a claim is put in words for a person: the shared vocabulary of the table and the spreadsheet.

Everything here is text for reading. Whoever computes with claims reads the JSON lines, which lose nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dateline.model import Claim, Materiel, Place, Source, Toll, When

UNKNOWN = "?"
_PLACE_WORDS = {"in": "", "near": "near ", "outskirts_of": "outskirts of ", "between": "between ", "toward": "toward "}
_STANCE_WORDS = {"denies": "DENIED", "doubts": "DOUBTED", "cannot_verify": "NOT VERIFIED"}
_STANCE_VERBS = {"denies": "denies", "doubts": "doubts", "cannot_verify": "cannot verify"}
_REASON_WORDS = {
    "no_publication_date": "the report has no publication date",
    "not_in_gazetteer": "not in the gazetteer",
    "not_in_actor_table": "not in the actor table",
    "ambiguous": "ambiguous",
    "words_only": "words only, no number",
    "not_a_calendar_date": "not a calendar date",
    "language_not_read": "this language is not read",
    "no_text": "no text was found",
}
_PRECISION_WORDS = {3: " (region only)", 4: " (country only)"}
# Terminal escapes and controls, and the marks that reorder text: a report must not be able to repaint the
# analyst's screen or make one name read as another.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def clean(text: str) -> str:
    """Return the text on one line, fit for a terminal; right-to-left words are isolated from their surroundings.

    >>> clean("two  lines\\nof \\x1b[31mtext")
    'two lines of [31mtext'
    """
    line = " ".join(_CONTROLS.sub("", text).split())
    return f"\u2068{line}\u2069" if _RIGHT_TO_LEFT.search(line) else line


def describe_reason(reason: str) -> str:
    """Return the reason for an empty field in words: `no_publication_date` -> "the report has no publication date"."""
    return _REASON_WORDS.get(reason, reason.replace("_", " "))


def describe_actors(claim: Claim) -> str:
    """Return who did it to whom: "X > Y"; both sides of a clash "X and Y (parties)"; nobody named "?".

    An initiator alone stands alone: the text may well have nobody that it was done to.
    """
    initiators, targets = _names(claim, "initiator"), _names(claim, "target")
    parties, affected = _names(claim, "party"), _names(claim, "affected")
    parts = []
    if targets:
        parts.append(f"{join_names(initiators) or UNKNOWN} > {join_names(targets)}")
    elif initiators:
        parts.append(join_names(initiators))
    if parties:
        parts.append(f"{join_names(parties)} ({'parties' if len(parties) > 1 else 'party'})")
    if affected:
        parts.append(f"{'' if parts else UNKNOWN + ' > '}{join_names(affected)} (affected)")
    return "; ".join(parts) or UNKNOWN


def join_names(names: Iterable[str]) -> str:
    """Return "A", "A and B" or "A, B and C"; "" for none."""
    listed = list(names)
    return " and ".join(listed[-2:]) if len(listed) < 3 else f"{', '.join(listed[:-1])} and {listed[-1]}"


def describe_places(places: Iterable[Place]) -> str:
    """Return the places with their relation and country: "near Seen airbase (not located); Homs, SYR"."""
    listed = list(places)
    between = [place for place in listed if place.relation == "between"]
    others = [_describe_place(place) for place in listed if place.relation != "between"]
    if between:
        others.insert(0, "between " + join_names(_name_place(place) for place in between))
    return "; ".join(others) or UNKNOWN


def describe_time(time: When, reason: str | None = None) -> str:
    """Return the day or the interval, with the report's own words; "no date" and why, where there is none.

    >>> describe_time(When(start="2016-04-03", end="2016-04-05", precision="week"))
    '2016-04-03 to 2016-04-05 (news of the day)'
    """
    words = f"“{clean(time.span.text)}”" if time.span else ""
    if time.start is None and time.end is None:
        notes = [words] if words else []
        notes += [describe_reason(reason)] if reason else []
        return f"no date ({': '.join(notes)})" if notes else "no date"
    if time.start == time.end:
        days = str(time.start)
    elif time.start is None or time.end is None:
        days = f"from {time.start}" if time.start else f"until {time.end}"
    else:
        days = f"{time.start} to {time.end}"
    return f"{days} ({words or 'news of the day'})"


def describe_status(claim: Claim) -> str:
    """Return the status, and in capitals that the speaker disputes it: "occurred", "planned", "DENIED".

    What is disputed must not read as "occurred", which is only how the thing denied is presented.
    """
    status = claim.status.replace("_", " ")
    if claim.stance == "affirms":
        return status
    disputed = _STANCE_WORDS[claim.stance]
    return disputed if claim.status == "occurred" else f"{status}: {disputed}"


def describe_chain(claim: Claim) -> str:
    """Return the chain of sources: "sources close to the army (unnamed), via W. Abdo (activist), via ARA News".

    The stance is the first speaker's and stands with them unless they simply affirm.
    """
    if not claim.sources:
        return UNKNOWN
    stance = "" if claim.stance == "affirms" else f" {_STANCE_VERBS[claim.stance]} it"
    first, *carriers = claim.sources
    links = [describe_source(first) + stance]
    return ", via ".join(links + [describe_source(source) for source in carriers])


def describe_source(source: Source) -> str:
    """Return one link of the chain: its name or words, and its kind."""
    name = name_source(source)
    if name is None:
        return "the outlet (not named)" if source.kind == "outlet" else f"{UNKNOWN} ({_spell(source.kind)})"
    kind = _spell(source.kind)
    notes = kind if not source.anonymous or source.kind == "unnamed" else f"{kind}, unnamed"
    return f"{clean(name)} ({notes})"


def name_source(source: Source) -> str | None:
    """Return the source's name, or else its words in the report; None for an outlet that the report does not name."""
    return source.name or (source.span.text if source.span else None)


def describe_tolls(tolls: tuple[Toll, ...]) -> str:
    """Return the tolls, each part after its whole: "killed 12 (civilians), of them 3 (children); injured ?"."""
    shown: set[int] = set()
    wholes = [index for index, toll in enumerate(tolls) if toll.subset_of is None]
    # What points in a circle or outside the list is shown as a whole rather than lost.
    lines = [_describe_whole(index, tolls, shown) for index in [*wholes, *range(len(tolls))] if index not in shown]
    return "; ".join(lines)


def describe_number(toll: Toll) -> str:
    """Return the count in words: "12", "12 or more", "about 12", "up to 12", "10-15", "?".

    >>> from dateline.model import Span
    >>> describe_number(Toll("killed", None, None, 10, 10, None, None, Span(0, 11, "at least 10")))
    '10 or more'
    """
    low, best, high = toll.low, toll.best, toll.high
    if low is not None and high is not None:
        return f"{low:,}" if low == high else f"{low:,}-{high:,}"
    if low is not None:
        return f"{low:,} or more"
    if high is not None:
        return f"up to {high:,}" if best is None else f"nearly {high:,}"
    return f"about {best:,}" if best is not None else UNKNOWN


def describe_materiel(items: Iterable[Materiel]) -> str:
    """Return the materiel by what became of it: "captured: 2 x T-62, cannon (57 mm); destroyed: pickup"."""
    grouped: dict[str, list[str]] = {}
    for item in items:
        grouped.setdefault(item.how, []).append(_describe_item(item))
    return "; ".join(f"{how}: {', '.join(names)}" for how, names in grouped.items())


def _names(claim: Claim, role: str) -> list[str]:
    return list(dict.fromkeys(clean(actor.name) for actor in claim.actors if actor.role == role))


def _describe_place(place: Place) -> str:
    if place.relation == "direction_of":
        relation = f"{place.bearing} of " if place.bearing else "in the direction of "
    else:
        relation = _PLACE_WORDS[place.relation]
    return relation + _name_place(place)


def _name_place(place: Place) -> str:
    country = f", {place.country}" if place.country else ""
    note = (
        " (not located)" if place.lat is None or place.lon is None else _PRECISION_WORDS.get(place.precision or 0, "")
    )
    return f"{clean(place.name)}{country}{note}"


def _spell(kind: str) -> str:
    return kind.replace("_", " ")


def _describe_whole(index: int, tolls: tuple[Toll, ...], shown: set[int]) -> str:
    words = [f"{tolls[index].kind} {_describe_count(tolls[index])}"]
    waiting = [index]
    while waiting:
        whole = waiting.pop(0)
        shown.add(whole)
        parts = [part for part, toll in enumerate(tolls) if toll.subset_of == whole and part not in shown]
        words += [_describe_count(tolls[part]) for part in parts]
        waiting += parts
    return ", of them ".join(words)


def _describe_count(toll: Toll) -> str:
    words = describe_number(toll)
    notes = [clean(toll.group)] if toll.group else []
    notes += [f"“{clean(toll.span.text)}”"] if words == UNKNOWN else []
    return f"{words} ({', '.join(notes)})" if notes else words


def _describe_item(item: Materiel) -> str:
    count = f"{item.count:,} x " if item.count is not None and item.count != 1 else ""
    calibre = f" ({clean(item.calibre)})" if item.calibre and item.calibre not in item.name else ""
    return f"{count}{clean(item.name)}{calibre}"
