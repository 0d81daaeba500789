"""Whose force words mean that say it only by another party: "its troops", "US-backed fighters", "Peruvian rebels"."""

from __future__ import annotations

import re

from dateline.actors.officials import Found
from dateline.actors.scene import Scene
from dateline.actors.spelling import fold
from dateline.actors.states import branch_words, country_of
from dateline.actors.table import parents, read_actors, side_of
from dateline.model import Span

_OWN = re.compile(r"(?:its|their|his|her)\s+(?P<what>.+)", re.IGNORECASE)
_OWN_BEFORE = re.compile(r"\b(?:its|their|his|her|our|my|your)\s+(?:own\s+)?(?:[\d,.]+\s+|\w+\s+)?$", re.IGNORECASE)
_SIZE = re.compile(r"^(?:own|remaining|elite|battered|[\d,.]+)\s+", re.IGNORECASE)
_PEOPLE = re.compile(r"(?:\w+\s+)?(?:fighters|militants|guerrillas|rebels|forces|troops|men|combatants|positions|units|"
                     r"commanders|militiamen|militia|leaders|members|columns)", re.IGNORECASE)  # fmt: skip
_BACKED = re.compile(
    r"(?:the\s+|some\s+|other\s+)?(?P<backer>[\w.’']+(?: [\w.’']+)?)[- ](?:backed|supported|sponsored|allied|funded|"
    r"trained)\s+(?:(?P<land>[A-Z]\w+)\s+)?(?P<what>(?:[\w-]+\s+){0,2}?(?:fighters|forces|rebels|militias?|militiamen|"
    r"troops|groups?|militants|insurgents|opposition|coalition|alliance|offensive force))",
)
_OF_COUNTRY = re.compile(
    r"(?:the\s+|some\s+|other\s+|suspected\s+)*(?P<land>[\w.’']+(?: [\w.’']+)?)['’]?s?\s+"
    r"(?P<what>(?:(?:leftist|rightist|"
    r"left-wing|right-wing|marxist|maoist|islamist|shia|shiite|sunni|communist|armed|main|urban|anti-government|terrorist|"
    r"separatist|militant)\s+)*(?:guerrillas?|guerrilla (?:group|movement|organization|forces|fighters)|rebels?|"
    r"rebel (?:group|movement|forces|army|fighters|alliance|leaders?)|insurgents|militants|militant group|subversives|"
    r"terrorists|terrorist group|separatists|jihadists|insurgent (?:group|forces)|militia))",
    re.IGNORECASE,
)
_GROUP_KINDS = ("rebel_group", "political_militia", "identity_militia")
_LED_BY_THE_US = "global-coalition-against-daesh"


def find_owned(span: Span, scene: Scene) -> Found | None:
    """Return the force that belongs to the one party named before in the sentence: "its troops", "their fighters".

    Where the sentence has named two parties, or none, there is no answer.

    >>> from dateline.actors.scene import read_scene
    >>> text = "Peru said its troops had crossed."
    >>> scene = read_scene(text, [Span(0, 4, "Peru")], published=None, places=[])
    >>> find_owned(Span(10, 20, "its troops"), scene).actor_id
    'per.military'
    """
    own = _OWN.fullmatch(" ".join(span.text.split()))
    if own is None and not is_owned(span, scene):
        return None
    what = _SIZE.sub("", own["what"] if own else span.text)
    branch = branch_words(fold(what))
    if not branch and not _PEOPLE.fullmatch(what):
        return None
    begins = scene.sentence(span.start)[0]
    named = {name.actor_id for name in scene.before(span.start) if name.start >= begins}
    owners = {actor_id[:3] if "." in actor_id else actor_id for actor_id in named}
    if len(owners) != 1:
        return None
    owner = named.pop()
    if "." not in owner:
        kind = read_actors().actors[owner].kind
        return Found(owner, "owner_before") if kind in _GROUP_KINDS and _PEOPLE.fullmatch(what) else None
    return Found(f"{owner[:3]}.{branch}", "owner_before") if branch else None


def is_owned(span: Span, scene: Scene) -> bool:
    """Return whether the words before say that somebody owns the force: "its 2,000 [troops]"."""
    return bool(_OWN_BEFORE.search(scene.text[max(0, span.start - 30) : span.start]))


def find_by_country(span: Span, scene: Scene) -> Found | None:
    """Return the one group of the report whom its country or its backer fits, or None where it is not one.

    "Peruvian guerrillas" is the one rebel group of Peru that the report names; "US-backed fighters" the one group that
    the table has on the side of that state.
    """
    words = " ".join(span.text.split()).strip(' ,.;:"“”')
    backed = _BACKED.fullmatch(words)
    if backed and len(country_of(fold(backed["backer"]))) == 1:
        return _backed(country_of(fold(backed["backer"]))[0], scene)
    match = _OF_COUNTRY.fullmatch(words)
    isos = country_of(fold(match["land"])) if match else ()
    if len(isos) != 1:
        return None
    found = {
        actor_id for actor_id in _groups(scene)
        if read_actors().actors[actor_id].country == isos[0] and not _for_state(actor_id, isos[0], scene)
    }  # fmt: skip
    return Found(found.pop(), "group_of_country") if len(found) == 1 else None


def _backed(iso: str, scene: Scene) -> Found | None:
    found = {actor_id for actor_id in _groups(scene) if _on_side(actor_id, iso, scene)}
    # A part and its whole are one: the whole is what is backed.
    found -= {actor_id for actor_id in found if set(parents(actor_id, scene.published)) & found}
    return Found(found.pop(), "group_of_backer") if len(found) == 1 else None


def _groups(scene: Scene) -> set[str]:
    actors = read_actors().actors
    return {
        name.actor_id for name in scene.named if name.actor_id in actors and actors[name.actor_id].kind in _GROUP_KINDS
    }


def _on_side(actor_id: str, iso: str, scene: Scene) -> bool:
    sides = {side for one in (actor_id, *parents(actor_id, scene.published)) for side in side_of(one, scene.published)}
    return any(side.startswith(f"{iso.lower()}.") for side in sides) or (iso == "USA" and _LED_BY_THE_US in sides)


def _for_state(actor_id: str, iso: str, scene: Scene) -> bool:
    return any(side.startswith(f"{iso.lower()}.") for side in side_of(actor_id, scene.published))
