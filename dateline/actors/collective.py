"""Words for a people, an administration or an office that stand for a body named elsewhere in the report."""

from __future__ import annotations

import re
from functools import cache

from dateline.actors.officials import Found
from dateline.actors.scene import Scene
from dateline.actors.spelling import fold
from dateline.actors.states import country_of
from dateline.codebook.countries import read_countries
from dateline.model import Span

_ADMINISTRATION = re.compile(r"(?:the|this|his)\s+(?:new\s+)?administration(?:['’]s)?", re.IGNORECASE)
_SECRETARY_GENERAL = re.compile(
    r"(?:the\s+)?(?:(?:secretary|sec)[- ]general|security council|general assembly|council)", re.IGNORECASE
)
_OTHER_COUNCILS = ("nato", "arab-league", "organization-of-american-states", "gulf-cooperation-council")


def find_collective(span: Span, scene: Scene) -> Found | None:
    """Return whom collective words stand for: "the Turks", "the administration", "the secretary-general", or None.

    "The Turks" are their government or their force, whichever of the two the report named last, where only states'
    bodies of theirs are named and the report is not about their own country. "The administration" is the American one
    where that is named.

    >>> from dateline.actors.scene import read_scene
    >>> text = "Peruvian troops entered Arica in Chile, said Chile. The Peruvians left."
    >>> scene = read_scene(text, [Span(0, 15, "Peruvian troops")], published=None, places=[(Span(24, 29, "Arica"), "CHL")])
    >>> find_collective(Span(52, 65, "The Peruvians"), scene).actor_id
    'per.military'
    """
    words = " ".join(span.text.split()).strip(' ,.;:"“”')
    named = [name.actor_id for name in scene.before(span.start)]
    if _ADMINISTRATION.fullmatch(words):
        return Found("usa.government", "administration") if "usa.government" in named else None
    if _SECRETARY_GENERAL.fullmatch(words):
        others = any(actor_id in _OTHER_COUNCILS for actor_id in named)
        return Found("united-nations", "office_of_body") if "united-nations" in named and not others else None
    people = re.fullmatch(r"the\s+(?P<people>[\w’'-]+(?:\s[\w’'-]+)?)", words, re.IGNORECASE)
    return _people(fold(people["people"]), named, span, scene) if people else None


def _people(key: str, named: list[str], span: Span, scene: Scene) -> Found | None:
    isos = country_of(key)
    if len(isos) != 1 or key not in _peoples() or scene.focus(span.start) == isos[0]:
        return None
    bodies = [one for one in named if one in {f"{isos[0].lower()}.government", f"{isos[0].lower()}.military"}]
    return Found(bodies[-1], "people") if bodies else None


@cache
def _peoples() -> frozenset[str]:
    """The names of peoples in the plural, folded: "turks"."""
    return frozenset(
        fold(name)
        for country in read_countries()
        for name in country.people
        if name not in country.aliases and not name.isupper() and name.endswith(("s", "ese", "ench", "ish", "men"))
    )
