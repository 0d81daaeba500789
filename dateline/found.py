"""What the reader hands to the stages after it: marked words, triggers, and what hangs on them, with chances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dateline.model import Span, UserType


@dataclass(frozen=True, slots=True)
class Found:
    """Words that the reader marked: their layer, how sure, the first and last piece, the label read off them."""

    kind: str
    span: Span
    score: float
    pieces: tuple[int, int]
    sentence: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A filler that hangs on a trigger, and as what ("initiator", "first", "at", ...)."""

    filler: Found
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class FoundTrigger:
    """Words that name an event: type, status and stance with their probabilities, and what hangs on them.

    `user_type` is the type of the user's own codebook that it is likest to, where one was given; `rule` names
    what made a trigger that was not read.
    """

    found: Found
    types: Mapping[str, float]
    statuses: Mapping[str, float]
    stances: Mapping[str, float]
    dating: Mapping[str, float]
    links: tuple[Link, ...]
    user_type: UserType | None = None
    places: tuple[tuple[Span, float], ...] = ()  # where it happened, with chances; filled for `annotate` alone
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the reader found in one report."""

    sentences: tuple[tuple[int, int], ...]
    triggers: tuple[FoundTrigger, ...]
    fillers: Mapping[str, tuple[Found, ...]]
    mentions: Mapping[str, tuple[Found, ...]]
    attribution: Mapping[str, tuple[Found, ...]]
    same: Mapping[Span, tuple[tuple[Span, float], ...]]  # mention -> others that may be the same actor, likeliest first
    floor: float | None = None  # least chance of an event that was asked for; None: that which the reader is tuned to
