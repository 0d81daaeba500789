"""Head scores to spans and links: what the network saw, before any of it becomes a claim."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dateline.codebook import VIOLENT_GROUPS, event_types
from dateline.found import Found, FoundTrigger, Link, Reading
from dateline.model import Span, UserType
from dateline.reader import labels
from dateline.reader.counted import find_stated, grow_tolls, part_materiel
from dateline.reader.likeness import Likeness
from dateline.reader.network import COLUMNS, LINK_COLUMNS, Matrix, Network
from dateline.reader.spoken import mend_spoken
from dateline.reader.windows import Pieces

# An event is told where the chance of its trigger times that of its type is at least this; its span begins at the
# lower floor of triggers. Tuned for F1 of claims on the tuning split (`python -m training.tune`), as the floors below,
# in steps of 0.05: the least probability that a piece is inside a span of the layer.
EVENT_FLOOR = 0.5
TRIGGER_FLOOR = 0.25
# What surely is an event of some type is told at a lower chance of the type: where the trigger is as sure as the first,
# above the second; where it has a toll of its own that is as sure as the first, above the third. On the tuning split
# the two raise F1 of claims found from 66.1 to 66.7.
CERTAIN_FLOOR, CERTAIN_TYPE_FLOOR, COUNTED_FLOOR = 0.9, 0.4, 0.25
HELD_FLOOR = 0.6  # a toll that hangs on a likelier event at this chance belongs to that
FILLER_FLOORS: Mapping[str, float] = {
    "actor": 0.55, "place": 0.6, "time": 0.4, "toll": 0.65, "materiel": 0.45, "source": 0.4, "cue": 0.4, "hedge": 0.4,
}  # fmt: skip
# A toll told without a number ("the death toll", "heavy losses") says by its own words what it is.
UNNUMBERED_FLOOR = 0.35
# Least probability of the pieces beside a surer one that still belong to its span, in every layer.
SPREAD = 0.25
MENTION_FLOOR = 0.5
# Tuned on 20 reports of PolNeAR's train split: a lower floor for sources gains 1.7 points of attribution F1.
ATTRIBUTION_FLOORS: Mapping[str, float] = {"source": 0.4, "cue": 0.5, "content": 0.5}
REACH = 400  # pieces; nothing links over more of the text than the encoder saw at once
KINDS = tuple(labels.LINKS)
ROLES = labels.ATTRIBUTION


def decode(
    text: str, sentences: list[tuple[int, int]], pieces: Pieces, scores: Matrix, network: Network,
    likeness: Likeness | None = None, floor: float | None = None,
) -> Reading:  # fmt: skip
    """Spans, labels and links from one report's head scores.

    With `likeness`, the user's own types too; with `floor`, the events of at least that chance, not of EVENT_FLOOR.
    """
    found = Decoder(text, pieces, scores)
    fillers = {kind: found.spans(f"filler:{kind}", FILLER_FLOORS[kind], kind) for kind in labels.FILLERS}
    tolls = _with_unnumbered(fillers["toll"], found.spans("filler:toll", UNNUMBERED_FLOOR, "toll"))
    fillers["toll"] = find_stated(text, pieces, grow_tolls(text, sentences, tolls))
    fillers["toll"], fillers["materiel"] = part_materiel(fillers["toll"], fillers["materiel"])
    triggers = _find_events(found, EVENT_FLOOR if floor is None else floor)
    if floor is None:
        triggers = _add_certain(triggers, found, fillers["toll"], pieces, scores, network)
    user_types: list[UserType | None] = [None] * len(triggers)
    if likeness:
        triggers, user_types = likeness.find(triggers, found, pieces, scores, labels.EVENT_TYPES)
    links = _link_triggers(triggers, fillers, pieces, scores, network)
    return Reading(
        tuple(sentences),
        tuple(
            FoundTrigger(
                trigger,
                _order_types(text, trigger.span, found.options("event_type", trigger.pieces)),
                found.options("status", trigger.pieces),
                found.options("stance", trigger.pieces),
                found.options("dating", trigger.pieces),
                tuple(trigger_links),
                user_type,
            )
            for trigger, trigger_links, user_type in zip(triggers, links, user_types, strict=True)
        ),
        fillers,
        {kind: found.spans(f"mention:{kind}", MENTION_FLOOR, kind) for kind in labels.READ_MENTIONS},
        mend_spoken(text, {role: found.spans(f"attribution:{role}", ATTRIBUTION_FLOORS[role], role) for role in ROLES}),
        _same_actor((*fillers["actor"], *fillers["source"]), scores, network),
        floor,
    )


def _add_certain(
    triggers: tuple[Found, ...],
    found: Decoder,
    tolls: tuple[Found, ...],
    pieces: Pieces,
    scores: Matrix,
    network: Network,
) -> tuple[Found, ...]:
    """The triggers, with those of a less likely type that surely are events, or to which a sure toll belongs alone."""
    likely = tuple(item for item in _find_events(found, COUNTED_FLOOR) if not _overlaps(item, triggers))
    if not likely:
        return triggers
    everything = (*triggers, *likely)
    counted = _link_triggers(everything, {**dict.fromkeys(KINDS, ()), "toll": tolls}, pieces, scores, network)
    held = {link.filler.span for links in counted[: len(triggers)] for link in links if link.score >= HELD_FLOOR}
    added = []
    for item, links in zip(likely, counted[len(triggers) :], strict=True):
        spans = {link.filler.span for link in links if min(link.score, link.filler.score) >= CERTAIN_FLOOR}
        chance = item.score * max(found.options("event_type", item.pieces).values())
        if spans - held or (item.score >= CERTAIN_FLOOR and chance >= CERTAIN_TYPE_FLOOR):
            added.append(item)
            held |= spans
    return tuple(sorted((*triggers, *added), key=lambda item: item.span.start))


def _find_events(found: Decoder, floor: float) -> tuple[Found, ...]:
    """The triggers that are sure enough to be an event of some type, and more than an auxiliary verb ("had")."""
    return tuple(
        trigger
        for trigger in found.spans("trigger", min(TRIGGER_FLOOR, floor), "trigger")
        if not _AUXILIARY.fullmatch(trigger.span.text)
        and trigger.score * max(found.options("event_type", trigger.pieces).values()) >= floor
    )


_STRIKES = re.compile(r"(?:\w+\s)?strikes?", re.IGNORECASE)
_STRIKES_AT = re.compile(
    r"\s(?:(?:has|have|had|also|later)\s)*(?:hit|struck|target(?:ed|s)|killed|wounded|injured|destroyed|damaged|flattened|"
    r"level?led|landed)\b",
    re.IGNORECASE,
)
LEAST_VIOLENT = 0.1


def _order_types(text: str, trigger: Span, types: dict[str, float]) -> dict[str, float]:
    """The types, likeliest first; a strike that "hit a market" is no protest where one of arms is likely at all."""
    first = next(iter(types))
    if first != "peaceful_protest" or not _STRIKES.fullmatch(trigger.text) or not _STRIKES_AT.match(text, trigger.end):
        return types
    likely = (name for name, chance in types.items() if chance >= LEAST_VIOLENT)
    violent = next((name for name in likely if event_types()[name].group in VIOLENT_GROUPS), first)
    return {violent: types[violent], **types}


def _overlaps(found: Found, others: tuple[Found, ...]) -> bool:
    return any(found.span.overlaps(other.span) for other in others)


_AUXILIARY = re.compile(r"(?:(?:had|has|have|having|is|are|was|were|be|been|being|did|does|do)\s?)+", re.IGNORECASE)
_UNNUMBERED = re.compile(r"\b(?:toll|losses|casualties)\b", re.IGNORECASE)


def _with_unnumbered(tolls: tuple[Found, ...], likely: tuple[Found, ...]) -> tuple[Found, ...]:
    """The tolls, and of the less sure ones those without a number that lie beside them, in text order."""
    more = [item for item in likely if _UNNUMBERED.search(item.span.text) and not _overlaps(item, tolls)]
    return tuple(sorted([*tolls, *more], key=lambda item: item.span.start))


HEAD_OF = {
    "actor": "actor_kind", "source": "source_kind", "toll": "toll_kind", "materiel": "materiel_how",
    "place": "place_relation",
}  # fmt: skip


class Decoder:
    """Spans and labels read off one report's head scores."""

    def __init__(self, text: str, pieces: Pieces, scores: Matrix) -> None:
        self.text, self.pieces, self.scores = text, pieces, scores

    def spans(self, layer: str, floor: float, kind: str) -> tuple[Found, ...]:
        """Spans of one tag layer: a run of pieces likelier inside than `floor`, cut where a new one begins."""
        probabilities = _softmax(self.scores[:, COLUMNS[f"tag:{layer}"]])
        inside = 1 - probabilities[:, 0]
        begins = probabilities[:, 1] > probabilities[:, 2]
        marked: list[Found] = []
        free = 0
        count = len(inside)
        low = min(floor, SPREAD)
        for position in np.flatnonzero(inside >= floor).tolist():
            if position < free:
                continue
            first = last = position
            while first > free and inside[first - 1] >= low and self._goes_on(first, begins):
                first -= 1
            while last + 1 < count and inside[last + 1] >= low and self._goes_on(last + 1, begins):
                last += 1
            marked.append(self._found(kind, first, last, float(inside[position : last + 1].mean())))
            free = last + 1
        whole = [item for item in marked if item.span.text.strip()]
        return tuple(self._join_pieces(whole, spaced=layer in {"filler:actor", "filler:source"}))

    def _join_pieces(self, marked: list[Found], spaced: bool) -> list[Found]:
        """Put back together what was cut in two: "8" and "000", "al" and "Abdo"; `spaced`, words that space parts."""
        joined: list[Found] = []
        for item in marked:
            last = joined[-1] if joined else None
            if (
                last
                and item.span.start <= last.span.end + 1
                and (
                    _is_inner_mark(self.text, last.span.end, item.span.start)
                    or (spaced and self.text[last.span.end : item.span.start] == " ")
                )
            ):
                first_piece, last_piece = last.pieces[0], item.pieces[1]
                joined[-1] = self._found(item.kind, first_piece, last_piece, max(last.score, item.score))
            else:
                joined.append(item)
        return joined

    def _goes_on(self, piece: int, begins: NDArray[np.bool_]) -> bool:
        if self.pieces.sentences[piece] != self.pieces.sentences[piece - 1]:
            return False
        return not begins[piece] or bool(self.pieces.starts[piece] == self.pieces.ends[piece - 1])

    def _found(self, kind: str, first: int, last: int, score: float) -> Found:
        """The span from piece `first` to `last`, grown to whole words and freed of marks at its ends."""
        starts, ends = self.pieces.starts, self.pieces.ends
        while first > 0 and starts[first] == ends[first - 1] and _joined(self.text, int(starts[first])):
            first -= 1
        while last + 1 < len(starts) and starts[last + 1] == ends[last] and _joined(self.text, int(ends[last])):
            last += 1
        while first > 1 and _splits_number(self.text, int(starts[first]) - 1):
            first -= 2
        while last + 2 < len(starts) and _splits_number(self.text, int(ends[last])):
            last += 2
        start, end = int(starts[first]), int(ends[last])
        start, end = _trim(self.text, start, end, kind)
        label = self._label(HEAD_OF[kind], first, last) if kind in HEAD_OF else None
        sentence = int(self.pieces.sentences[first])
        return Found(kind, Span(start, end, self.text[start:end]), score, (first, last), sentence, label)

    def _label(self, head: str, first: int, last: int) -> str:
        """The likeliest label of a span head for the span from piece `first` to `last`."""
        scores = self.scores[:, COLUMNS[f"span:{head}"]]
        return labels.SPAN_HEADS[head][int((scores[first] + scores[last]).argmax())]

    def options(self, head: str, pieces: tuple[int, int]) -> dict[str, float]:
        """Probabilities over the labels of a span head, likeliest first."""
        chances = _softmax(_pool(self.scores, [pieces], f"span:{head}"))[0]
        order = np.argsort(-chances)
        return {labels.SPAN_HEADS[head][number]: float(chances[number]) for number in order}


_LEADING = re.compile(r"(?:[\s\"'“”‘’,;:().\]–—-]|[’']s\b|(?:and|or|of|by|that|but|in|to)\s)+")
_TRAILING = re.compile(
    r"(?:[\s\"'“”‘,;:–—-]|[’']$|\s(?:the|a|an|of|and|or|in|on|at|near|to|by|for|with|from|that|their|its))+$"
)
# Words that begin the clause after a span and say nothing of it: "23 who", "two soldiers had", "children below".
_CLAUSE_AFTER = re.compile(
    r"(?:\s(?:who|whom|whose|which|when|while|had|has|have|is|are|was|were|been|being|below|under|above|aged|including))+$"
)
_BARE = re.compile(
    r"(?:the|a|an|of|in|on|at|to|by|and|or|s|several|some|many|vicinity|the vicinity|position|positions|area|"
    r"neighbou?ring|nearby|number|a number|least|incl\.?|including|(?:to|in|on|by|of) the)?",
    re.IGNORECASE,
)


# A number without these words before it would be another number.
_BOUND = re.compile(
    r"\b(?:at least|at most|more than|less than|fewer than|over|up to|as many as|no fewer than|about|around|some|"
    r"nearly|almost|roughly|approximately|an estimated|upwards of|between)\s+$",
    re.IGNORECASE,
)


# "East" alone is a direction and no place; "sources close" is not yet a speaker.
_DIRECTION = re.compile(r"(?:the\s+)?(?:north|south)?-?(?:north|south|east|west|cent(?:er|re))(?:ern)?", re.IGNORECASE)
_CLOSE_TO = re.compile(
    r"\s+to\s+(?:the\s+|its\s+|his\s+|an?\s+)?[\w’'-]+"
    r"(?:\s+(?:army|government|regime|forces|group|movement|ministry|presidency|command|leadership|police))?"
)


def _trim(text: str, start: int, end: int, kind: str) -> tuple[int, int]:
    """Cut marks and joining words off the ends of a span; a span with nothing but such words comes back empty.

    Times, cues and hedges are made of joining words ("in May", "according to"), so only marks come off those.
    """
    if kind in {"time", "cue", "hedge", "content"}:
        while start < end and text[start] in "\"'“”‘’,;:(–—- ":
            start += 1
        while start < end and text[end - 1] in "\"'“”‘,;:–—- ":
            end -= 1
        start, end = _close_brackets(text, start, end)
        return (start, start) if kind == "time" and _BARE.fullmatch(text[start:end]) else (start, end)
    if leading := _LEADING.match(text, start, end):
        start = leading.end()
    if trailing := _TRAILING.search(text[start:end]):
        end = start + trailing.start()
    if kind in {"actor", "toll"} and (clause := _CLAUSE_AFTER.search(text[start:end])):
        end = start + clause.start()
    start, end = _close_brackets(text, _whole_word(text, start), end)
    if kind == "toll" and (bound := _BOUND.search(text, max(0, start - 24), start)):
        start = bound.start()
    if kind == "source" and (whole := _CLOSE_TO.match(text, end)) and text[start:end].endswith("close"):
        end = whole.end()
    if kind != "trigger" and _BARE.fullmatch(text[start:end]):
        return start, start
    if kind == "place" and _DIRECTION.fullmatch(text[start:end]):
        return start, start
    return start, end


def _whole_word(text: str, start: int) -> int:
    """The start of a span that begins in the middle of a possessive: "Governor" for "s Office" after it."""
    owner = _OWNER.search(text[max(0, start - 30) : start]) if text[start : start + 2] == "s " else None
    return start - len(owner.group()) if owner else start


_OWNER = re.compile(r"\w+['’]$")


def _close_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the bracket that closes a span right behind it, and cut off one that nothing closes or opens.

    >>> _close_brackets("Front (FPL) said", 0, 10), _close_brackets("city mayor) Omar", 0, 11)
    ((0, 11), (0, 10))
    """
    opened, closed = text.rfind("(", start, end), text.rfind(")", start, end)
    if opened > closed:
        return (start, end + 1) if text[end : end + 1] == ")" else (start, end)
    if closed >= 0 and text.count("(", start, closed) < text.count(")", start, closed + 1):
        return (start, closed) if closed == end - 1 else (start, end)
    return start, end


def _splits_number(text: str, position: int) -> bool:
    """Whether the character there is the comma or point inside a figure."""
    return text[position : position + 1] in {",", "."} and text[position - 1].isdigit() and text[position + 1].isdigit()


def _is_inner_mark(text: str, start: int, end: int) -> bool:
    """Whether nothing, or one mark inside a number or a hyphenated name, lies between two positions."""
    if end <= start:
        return True
    return text[start:end] in ",.-’'" and text[start - 1].isalnum() and text[end : end + 1].isalnum()


def _joined(text: str, position: int) -> bool:
    """Whether the characters either side of `position` belong to one word."""
    return text[position - 1].isalnum() and text[position].isalnum()


def _link_triggers(
    triggers: tuple[Found, ...],
    fillers: Mapping[str, tuple[Found, ...]],
    pieces: Pieces,
    scores: Matrix,
    network: Network,
) -> list[list[Link]]:
    pairs = [
        (number, filler)
        for number, trigger in enumerate(triggers)
        for kind in KINDS
        for filler in fillers[kind]
        if abs(filler.pieces[0] - trigger.pieces[0]) <= REACH
    ]
    links: list[list[Link]] = [[] for _ in triggers]
    if not pairs:
        return links
    trigger_pieces = [triggers[number].pieces for number, _ in pairs]
    filler_pieces = [filler.pieces for _, filler in pairs]
    event_scores = _pool(scores, [trigger.pieces for trigger in triggers], "span:event_type").argmax(axis=1)
    offsets = [
        2 * labels.distance_bucket(filler[0] - trigger[0])
        + int(pieces.sentences[trigger[0]] == pieces.sentences[filler[0]])
        for trigger, filler in zip(trigger_pieces, filler_pieces, strict=True)
    ]
    result = network.link(
        _pool(scores, trigger_pieces, "pair:trigger"),
        _pool(scores, filler_pieces, "pair:filler"),
        np.array(offsets),
        np.array([KINDS.index(filler.kind) for _, filler in pairs]),
        event_scores[[number for number, _ in pairs]],
    )
    chances = {kind: _softmax(result[:, LINK_COLUMNS[kind]]) for kind in KINDS}
    linked = {kind: (1 - of_kind[:, 0]).tolist() for kind, of_kind in chances.items()}
    likeliest = {kind: (of_kind[:, 1:].argmax(axis=1) + 1).tolist() for kind, of_kind in chances.items()}
    for row, (number, filler) in enumerate(pairs):
        label = labels.LINKS[filler.kind][likeliest[filler.kind][row]]
        links[number].append(Link(filler, label, linked[filler.kind][row]))
    return links


def link_places(
    trigger: tuple[int, int], places: list[tuple[int, int]], pieces: Pieces, scores: Matrix, network: Network
) -> list[float]:
    """The chance of each place (first and last piece) to be where the trigger's event happened."""
    if not places:
        return []
    offsets = [
        2 * labels.distance_bucket(place[0] - trigger[0])
        + int(pieces.sentences[trigger[0]] == pieces.sentences[place[0]])
        for place in places
    ]
    event = int(_pool(scores, [trigger], "span:event_type").argmax())
    result = network.link(
        np.repeat(_pool(scores, [trigger], "pair:trigger"), len(places), axis=0),
        _pool(scores, places, "pair:filler"),
        np.array(offsets),
        np.full(len(places), KINDS.index("place")),
        np.full(len(places), event),
    )
    return [float(1 - row[0]) for row in _softmax(result[:, LINK_COLUMNS["place"]])]


def _same_actor(
    mentions: tuple[Found, ...], scores: Matrix, network: Network
) -> dict[Span, tuple[tuple[Span, float], ...]]:  # fmt: skip
    pairs = [
        (one, other)
        for one in mentions
        for other in mentions
        if one.span != other.span and abs(one.pieces[0] - other.pieces[0]) <= REACH
    ]
    if not pairs:
        return {}
    chances = network.same(
        _pool(scores, [one.pieces for one, _ in pairs], "same:mention"),
        _pool(scores, [other.pieces for _, other in pairs], "same:antecedent"),
        np.array([labels.distance_bucket(other.pieces[0] - one.pieces[0]) for one, other in pairs]),
    )
    options: dict[Span, dict[Span, float]] = {}
    for (one, other), chance in zip(pairs, chances, strict=True):
        options.setdefault(one.span, {})[other.span] = float(chance)
    return {span: tuple(sorted(others.items(), key=lambda item: -item[1])[:8]) for span, others in options.items()}


def _pool(scores: Matrix, spans: list[tuple[int, int]], columns: str) -> Matrix:
    """Mean of the first and last piece of each span (spans x width)."""
    ends = np.array(spans)
    part = scores[:, COLUMNS[columns]]
    pooled: Matrix = (part[ends[:, 0]] + part[ends[:, 1]]) / 2
    return pooled


def _softmax(scores: Matrix) -> Matrix:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Matrix = shifted / shifted.sum(axis=1, keepdims=True)
    return chances
