"""Whose names a page shows: parties, officials, bodies and outlets always; private persons only without a mask.

With masking, a source who is none of these is named by its kind ("witness, name withheld"), people who are not armed by
what they are ("civilians"), a place that is in no table not at all, and no sentence of a report is shown: a name could
stand in any of them. Who may see the names reads the reports by the ids that the page gives.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.control.model import Backing, Holder, Site
from dateline.control.sites import NAME_ONLY
from dateline.control.writing import find_sentence
from dateline.export.mask import is_private_source
from dateline.linking.voices import Voice
from dateline.model import Actor, Place, Source, SourceKind, Span

WITHHELD = "name withheld"
_PRIVATE = frozenset({"civilians", "protesters", "rioters", "unknown"})


@dataclass(frozen=True, slots=True)
class Mask:
    """How names are shown; with `is_on` those of private persons are withheld."""

    is_on: bool

    def name_actor(self, actor: Actor) -> str:
        """Return the actor's name; people who are neither armed nor in the actor table by what they are."""
        if self.is_on and actor.actor_id is None and actor.kind in _PRIVATE:
            return "people" if actor.kind == "unknown" else actor.kind
        return actor.period_name or actor.name

    def name_voice(self, voice: Voice) -> str:
        """Return a source's name with its kind: "Plains Monitor (monitor)", "witness, name withheld"."""
        kind = voice.kind.replace("_", " ")
        if self.is_on and _is_private(voice.name, voice.kind):
            return f"{kind}, {WITHHELD}"
        return f"{voice.name} ({kind})" if voice.name else f"{kind}, unnamed"

    def name_place(self, place: Place) -> str:
        """Return the place's name; one in no table may be a person's house."""
        return "place withheld" if self.is_on and place.gazetteer_id is None else place.name

    def name_site(self, site: Site) -> str:
        """Return the name of a place that may be held; of a thing in a place, only that place is told where masked."""
        if not self.is_on:
            return site.name
        if site.id.startswith(NAME_ONLY) or (site.gazetteer_id is None and any(map(str.isupper, _thing(site)))):
            return f"site, {WITHHELD}"
        return site.name

    def mask_holder(self, holder: Holder) -> Holder:
        """Return who is said to hold a place; one in no table who may be a private person loses the name."""
        name = WITHHELD if self.is_on and holder.kind in _PRIVATE else self.name_holder(holder.name)
        return holder if holder.actor_id is not None else replace(holder, name=name)

    def name_holder(self, name: str) -> str:
        """Return the name of a holder that is in no table; it is withheld where it may be a person's."""
        return WITHHELD if self.is_on and _is_private(name, "ngo") else name

    def name_backing(self, backing: Backing) -> str:
        """Return who a claim on control comes from, with outlet and day."""
        kind = backing.source_kind or "outlet"
        named = backing.source or "in its own words"
        if self.is_on and (backing.is_anonymous or _is_private(backing.source, kind)):
            named = WITHHELD
        published = (backing.published or "")[:10]
        return ", ".join(part for part in (f"{named} ({kind.replace('_', ' ')})", backing.outlet, published) if part)

    def quote(self, spans: tuple[Span, ...]) -> str:
        """Return the sentence that a claim rests on, nothing where masked."""
        return "" if self.is_on or not spans else " ".join(find_sentence(spans).text.split())


def _is_private(name: str | None, kind: SourceKind) -> bool:
    """By the rule of `dateline export --mask`: unnamed and private sources, and bodies that bear a person's name."""
    return is_private_source(Source(name, kind, None, None, None, anonymous=False))


def _thing(site: Site) -> str:
    """The words for a thing in a place, without the place: "bakery" of "bakery in Henna"."""
    return next(
        (site.name.rpartition(f" {link} ")[0] for link in ("in", "near", "of") if f" {link} " in site.name), "A"
    )
