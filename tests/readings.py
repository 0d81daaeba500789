"""Builds what the reader would hand on, from marked-up sentences, for tests of the stages after it."""

from __future__ import annotations

from dateline.found import Found, FoundTrigger, Link, Reading
from dateline.model import Report, Span
from dateline.sentences import split_sentences


def make_report(text: str, **fields: str | None) -> Report:
    return Report(id="sha256:0", text=text, language="en", **fields)  # type: ignore[arg-type]


def find(text: str, words: str, kind: str = "", label: str | None = None) -> Found:
    """The first place of `words` in `text`, as if the reader had marked it; pieces are counted in characters."""
    start = text.index(words)
    sentences = split_sentences(text)
    sentence = next(number for number, (first, last) in enumerate(sentences) if first <= start < last)
    return Found(kind, Span(start, start + len(words), words), 0.9, (start, start + len(words)), sentence, label)


def make_trigger(
    text: str, words: str, links: list[Link], *, event_type: str = "armed_clash", status: str = "occurred"
) -> FoundTrigger:
    return FoundTrigger(
        find(text, words, "trigger"),
        {event_type: 0.9},
        {status: 0.9},
        {"affirms": 0.9},
        {"news_of_the_day": 0.8, "undated": 0.1, "has_words": 0.1},
        tuple(links),
    )


def make_reading(text: str, triggers: list[FoundTrigger], same: dict[Span, tuple[tuple[Span, float], ...]]) -> Reading:
    empty: dict[str, tuple[Found, ...]] = dict.fromkeys(("place", "actor", "person", "facility", "materiel"), ())
    roles: dict[str, tuple[Found, ...]] = {"source": (), "cue": (), "content": ()}
    return Reading(tuple(split_sentences(text)), tuple(triggers), {}, {**empty, "time": ()}, roles, same)
