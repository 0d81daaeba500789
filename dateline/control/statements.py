"""Words beside a place that say who holds it: "rebel-held Selm", "Selm, held by the army", "the army controls Selm"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateline.actors import resolve_actor
from dateline.control.model import Holder
from dateline.events import EventClaim
from dateline.model import Place, Span

_TOWN = (
    r"(?:(?:the|town|city|village|district|province|region|enclave|suburb|stronghold|northern|southern|eastern|western|"
    r"central|coastal|border|key|strategic|neighbou?rhood|camp|area)\s+)*(?:of\s+)?"
)
_NAME = r"(?:[A-Z][\w’'.]*(?:[ -](?:al-|el-)?[A-Z][\w’'.]*){0,4})"
_GROUP = (
    r"(?:(?:the )?(?:[\w-]+ )?(?:government|army|regime|rebels?|insurgents?|militants?|opposition|separatists?|"
    r"guerrillas?|jihadists?)(?: (?:forces|fighters|troops))?)"
)
_WHO = rf"(?P<who>(?:the )?{_NAME}|{_GROUP})"
_BEFORE = (
    re.compile(rf"(?<![\w-])(?P<who>{_NAME}|[a-z]+)-(?:held|controlled|occupied)\s+{_TOWN}$"),
    re.compile(rf"{_WHO}(?: (?:still|now|currently|already))?,? (?:controls?|holds?|occup(?:y|ies))\s+{_TOWN}$"),
)
_STILL = r"(?:still |now |currently |largely |fully |firmly |mostly )?"
_AFTER = (
    re.compile(
        rf"^,?\s*(?:(?:which|that)\s+)?(?:(?:is|are|remains?)\s+)?{_STILL}(?:held by|controlled by|occupied by|"
        rf"under (?:the )?(?:full )?control of|in the hands of)\s+{_WHO}"
    ),
    re.compile(rf"^,?\s*(?:(?:which|that)\s+)?(?:is|are|remains?)\s+{_STILL}under {_WHO}(?:’s|'s)? control"),
)
_NO_MORE = re.compile(
    r"\b(?:no longer|not|never|formerly|once|previously|former|until|if|would|could)\b[^.;,]{0,20}$", re.I
)
_NOBODY = frozenset(
    {"well", "long", "hand", "tightly", "closely", "firmly", "state", "jointly", "self", "remote", "un"}
)
_GROUP_KINDS = (("government", "state_forces"), ("army", "state_forces"), ("regime", "state_forces"))


@dataclass(frozen=True, slots=True)
class Statement:
    """Who is said to hold a place, and the words that say so."""

    holder: Holder
    span: Span


def find_statement(entry: EventClaim, place: Place) -> Statement | None:
    """Return who the words beside the place say holds it, in the present tense; None where they say nothing.

    Not handled: past tenses ("was held by"), and statements apart from the place's name ("the town is ours").
    """
    sentence = next((span for span in entry.claim.evidence if span.start <= place.span.start < span.end), None)
    if sentence is None:
        return None
    for who, span in _find_words(entry.report.text, sentence, place):
        if who.casefold() not in _NOBODY:
            return Statement(_resolve(entry, who, place), span)
    return None


def _find_words(text: str, sentence: Span, place: Place) -> Iterator[tuple[str, Span]]:
    before, after = text[sentence.start : place.span.start], text[place.span.end : sentence.end]
    for pattern in _BEFORE:
        if (match := pattern.search(before)) and not _NO_MORE.search(before[: match.start()]):
            start = sentence.start + match.start()
            yield match["who"].rstrip(" ."), Span(start, place.span.end, text[start : place.span.end])
    for pattern in _AFTER:
        if match := pattern.search(after):
            end = place.span.end + match.end()
            yield match["who"].rstrip(" ."), Span(place.span.start, end, text[place.span.start : end])


def _resolve(entry: EventClaim, who: str, place: Place) -> Holder:
    """The actor of the claim whose words these are, else the record that they come to, else the words."""
    for actor in entry.claim.actors:
        if who.casefold() in (actor.span.text.casefold(), actor.name.casefold()):
            name = actor.period_name or (actor.name if actor.actor_id else _spell_group(actor.name))
            return Holder(name, actor.actor_id, actor.kind)
    published = entry.report.published
    found = resolve_actor(
        who, published=date.fromisoformat(published[:10]) if published else None,
        countries=(place.country,) if place.country else (),
    )  # fmt: skip
    kind = next((kind for word, kind in _GROUP_KINDS if word in who.casefold()), "rebel_group")
    if found.actor_id:
        return Holder(found.period_name or found.name, found.actor_id, found.kind)
    return Holder(_spell_group(found.name), None, "state_forces" if kind == "state_forces" else "rebel_group")


def _spell_group(words: str) -> str:
    """ "rebel" of "rebel-held" is "rebels"."""
    plural = {"rebel", "insurgent", "militant", "separatist", "guerrilla", "jihadist"}
    if re.fullmatch(r"[A-Z]\w+(?:ish|ian|an|ese|ite|i)", words):
        return f"{words} forces"
    return f"{words}s" if words.casefold() in plural else words
