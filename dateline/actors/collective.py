"""Words for a people, an administration or an office that stand for a body named elsewhere in the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from dateline.actors.officials import Found
from dateline.actors.scene import Scene
from dateline.actors.spelling import fold
from dateline.codebook.countries import read_countries
from dateline.model import Span

_ADMINISTRATION = re.compile(r"(?:the|this|his)\s+(?:new\s+)?administration(?:['’]s)?", re.IGNORECASE)
_SECRETARY_GENERAL = re.compile(
    r"(?:the\s+)?(?:(?:secretary|sec)[- ]general|security council|general assembly)|the council", re.IGNORECASE
)
_PLURAL = ("s", "ese", "ench", "ish", "men")
_OTHER_BODIES = ("nato", "european-union", "arab-league", "organization-of-american-states", "gulf-cooperation-council")


def find_collective(span: Span, scene: Scene) -> Found | None:
    """Return whom collective words stand for: "the Turks", "the administration", "the secretary-general", or None.

    "The Turks" are their force or their government, whichever the report named last, in a report that is not mostly
    about their own country, where they may be its people. "The administration" is the American one where that is named.

    >>> from dateline.actors.scene import read_scene
    >>> text = "Peruvian troops entered Chile, said Chile. The Peruvians left Chile."
    >>> scene = read_scene(text, [Span(0, 15, "Peruvian troops")], published=None, places=[])
    >>> find_collective(Span(43, 56, "The Peruvians"), scene).actor_id
    'per.military'
    """
    words = " ".join(span.text.split()).strip(' ,.;:"“”')
    named = [name.actor_id for name in scene.before(span.start)]
    if _ADMINISTRATION.fullmatch(words):
        return Found("usa.government", "administration") if "usa.government" in named else None
    if _SECRETARY_GENERAL.fullmatch(words):
        others = any(actor_id in _OTHER_BODIES for actor_id in named)
        return Found("united-nations", "office_of_body") if "united-nations" in named and not others else None
    people = re.fullmatch(r"the\s+(?P<people>[\w’'-]+(?:\s[\w’'-]+)?)", words, re.IGNORECASE)
    return _people(fold(people["people"]), named, scene) if people else None


def _people(key: str, named: list[str], scene: Scene) -> Found | None:
    iso = _peoples().get(key)
    counts = Counter(home for _, _, home in scene.homes).most_common(1)
    if iso is None or not counts or counts[0][0] == iso:
        return None
    bodies = [one for one in named if one in {f"{iso.lower()}.government", f"{iso.lower()}.military"}]
    return Found(bodies[-1], "people") if bodies else None


@cache
def _peoples() -> Mapping[str, str]:
    """The country of each people by its name in the plural, folded ("turks"); names of two peoples are left out."""
    pairs = {
        (fold(name), country.iso3)
        for country in read_countries()
        for name in (*country.people, *country.adjectives)
        if name not in country.aliases and not name.isupper() and name.endswith(_PLURAL)
    }
    counts = Counter(name for name, _ in pairs)
    return {name: iso for name, iso in pairs if counts[name] == 1}
