"""How well a hold is supported: who says so, and on whose side they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.actors import side_of
from dateline.control.holders import are_same, is_side_of
from dateline.control.model import Certainty, Holder, Saying, State
from dateline.control.rules import cite
from dateline.events import Event
from dateline.linking.voices import Voice, find_voices


@dataclass(frozen=True, slots=True)
class Judgement:
    """The certainty of a span and its rule, None where nobody is said to hold the site."""

    certainty: Certainty | None
    rule: str | None
    only_own_side: bool
    source_count: int


def judge(state: State, holders: Sequence[Holder], sayings: Sequence[Saying]) -> Judgement:
    """Return how well the sayings support that the holders hold the site; copies of one text count once."""
    saying_so = [saying for saying in sayings if saying.says not in ("denies", "leaves")]
    voices = find_voices(Event("", tuple(saying.entry for saying in saying_so)))
    if not holders:
        return Judgement(None, None, False, len(voices))
    if state == "contested":
        return Judgement("contested", cite("control/contradicted"), False, len(voices))
    ours = [saying for saying in saying_so if are_same(saying.holders, holders)]
    voices = find_voices(Event("", tuple(saying.entry for saying in (ours or saying_so))))
    only_own = bool(voices) and all(voice.side is not None and is_side_of(voice.side, holders) for voice in voices)
    losers = [loser for saying in sayings for loser in saying.losers]
    if any(_speaks_against(voice, holders, losers) for voice in voices):
        return Judgement("confirmed", cite("control/loser-accepts"), False, len(voices))
    camps = {_camp(voice, holders) for voice in voices}
    if len(camps) > 1:
        return Judgement("fair", cite("control/two-sources"), only_own, len(voices))
    return Judgement("weak", cite("control/single-source"), only_own, len(voices))


def _speaks_against(voice: Voice, holders: Sequence[Holder], losers: Sequence[Holder]) -> bool:
    return voice.side is not None and not is_side_of(voice.side, holders) and is_side_of(voice.side, losers)


def _camp(voice: Voice, holders: Sequence[Holder]) -> str:
    """Everybody on the holder's side is one camp."""
    if voice.side is None:
        return voice.key
    return "holder" if is_side_of(voice.side, holders) else next(iter(side_of(voice.side)), voice.side)
