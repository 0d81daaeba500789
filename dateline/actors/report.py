"""All words for actors in one report, resolved together: what names nobody alone may be clear from the rest of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dateline.actors.collective import find_collective
from dateline.actors.officials import Found, find_official
from dateline.actors.owners import find_by_country, find_owned, is_owned
from dateline.actors.resolve import ResolvedActor, bare_state, make_resolved, resolve_actor
from dateline.actors.scene import Scene, head_of, read_scene
from dateline.actors.short_forms import find_own_state, find_short_form, is_explained_otherwise, is_jihadi
from dateline.actors.spelling import fold
from dateline.actors.states import branch_words, country_of, parse_state
from dateline.actors.table import read_actors
from dateline.model import Span

_NO_STATES = frozenset({"civilians", "protesters", "rioters", "rebel_group", "political_militia", "identity_militia"})
_NO_GROUPS = frozenset({"civilians", "protesters", "rioters", "state_forces", "external_forces"})


def resolve_actors(
    text: str,
    mentions: Sequence[Span],
    *,
    kinds: Mapping[Span, str | None] | None = None,
    published: date | None = None,
    places: Sequence[tuple[Span, str]] = (),
) -> list[ResolvedActor]:
    """Return what each mention comes to, in the order of `mentions`; `places` are spans with the ISO code of each.

    Each is tried alone first (see `resolve_actor`); what then names nobody is read in the light of the report: the
    country in focus, rulers and office holders, short forms of groups named before. Where two answers are about equally
    likely there is none. Pronouns are left to the caller.

    >>> text = "Peruvian troops searched Ayacucho. The army lost two men."
    >>> resolve_actors(text, [Span(35, 43, "The army")])[0].actor_id
    'per.military'
    """
    scene = read_scene(text, mentions, published=published, places=places)
    return [_resolve(span, (kinds or {}).get(span), scene) for span in mentions]


def _resolve(span: Span, kind: str | None, scene: Scene) -> ResolvedActor:
    alone = resolve_actor(span.text, kind=kind, published=scene.published, countries=scene.countries)
    if alone.actor_id and scene.is_people_abroad(span.text, alone.actor_id):
        return replace(alone, name=span.text, actor_id=None, country=None, reason="ambiguous", period_id=None)
    if alone.actor_id and "." not in alone.actor_id and is_explained_otherwise(span.text, alone.actor_id, scene):
        return replace(alone, name=span.text, actor_id=None, country=None, rule="none", reason="not_in_actor_table")
    if alone.rule == "pronoun" and fold(span.text) not in {"we", "our", "us"}:
        return alone
    if alone.rule == "pronoun":
        own = find_own_state(span, scene)
        return make_resolved(own.actor_id, own.rule, kind, scene.published, scene.countries) if own else alone
    if alone.reason == "ambiguous":
        alone = _in_focus(span, kind, scene) or alone
    found = _by_report(span, kind, scene, alone)
    if found is None and bare_state(span.text) and (is_owned(span, scene) or _is_open(alone, span, scene)):
        return resolve_actor(span.text, kind=kind, published=scene.published)  # "its [troops]", and not clear whose
    if found is None:
        return alone
    return make_resolved(found.actor_id, found.rule, kind, scene.published, scene.countries)


def _is_open(alone: ResolvedActor, span: Span, scene: Scene) -> bool:
    """Whether a force is only that of the one country with places, while the report speaks of others as much."""
    if alone.actor_id is None or "." not in alone.actor_id:
        return False
    if alone.actor_id.endswith(".government"):
        return _ANY_ONE.match(span.text) is not None
    return alone.actor_id in _NO_ARMY or scene.ground(span.start) is None or _land_of_rebels(scene) is not None


def _in_focus(span: Span, kind: str | None, scene: Scene) -> ResolvedActor | None:
    """A name that actors of several countries bear ("Kurdish forces") is that of the country in focus."""
    iso = scene.focus(span.start) if bare_state(span.text) is None else None
    if iso is None:
        return None
    found = resolve_actor(span.text, kind=kind, published=scene.published, countries=(iso,))
    if found.actor_id is None or "." in found.actor_id or found.country != iso:
        return None
    return make_resolved(found.actor_id, "name_in_focus", kind, scene.published, scene.countries)


def _by_report(span: Span, kind: str | None, scene: Scene, alone: ResolvedActor) -> Found | None:
    """What the report says of words that alone come to nothing, or that many bear at some time."""
    if _is_coalition(alone):
        found = find_short_form(span, scene)
        if found or alone.actor_id:
            return found
    strike = _strike(span, scene, alone)
    if strike:
        return strike
    owned = find_owned(span, scene) if alone.actor_id is None or is_owned(span, scene) else None
    if owned and kind not in _NO_STATES:
        return owned
    head = bare_state(span.text) if alone.actor_id is None or "." in alone.actor_id else None
    bare = _bare_state(head, span, kind, scene) if head and not is_owned(span, scene) else None
    if bare or alone.actor_id:
        return bare
    found = None if kind in _NO_STATES else find_official(span, scene) or _place_force(span, scene)
    if found or kind in _NO_GROUPS:
        return found
    return find_by_country(span, scene) or find_short_form(span, scene) or find_collective(span, scene)


def _strike(span: Span, scene: Scene, alone: ResolvedActor) -> Found | None:
    """A country's name before an act is who acts: "Chadian" of "Chadian airstrikes", of "Chadian sanctions"."""
    isos = country_of(fold(re.sub(r"^the\s+", "", span.text, flags=re.IGNORECASE)))
    if len(isos) != 1 or alone.reason == "ambiguous":
        return None
    if _MILITARY_ACT.match(scene.text, span.end):
        return Found(f"{isos[0].lower()}.military", "military_act")
    force = _FORCE.match(scene.text, span.end)
    if force and force["other"] and parse_state(fold(span.text)):
        force = None  # "Peru and Chilean troops"
    branch = branch_words(fold(force["head"])) if force else None
    if branch in {"military", "police", "security"}:
        return Found(f"{isos[0].lower()}.{branch}", "force_after")
    if alone.actor_id is None and (_STATE_ACT.match(scene.text, span.end) or branch):
        return Found(f"{isos[0].lower()}.government", "state_act")
    return None


# "[Peruvian] troops", "[Peruvian] and Chilean soldiers": the force stands behind the words.
_FORCE = re.compile(
    r"\s+(?P<other>(?:and|or)\s+[A-Z]\w+\s+)?(?P<head>prime minister|foreign minister|defen[cs]e minister|air force|"
    r"armed forces|"
    r"special forces|security forces|[a-z]+)\b"
)
_STATE_ACT = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:attempts?|objections?|support|backing|threats?|demands?|pressure|sanctions?|custody|claims?|"
    r"intervention|involvement|influence|decision|protection|aid|assistance|interference|aggression|occupation|control|"
    r"consent|approval|diplomacy|efforts?|policy|proposals?|initiative|veto|invasion|blockade|guarantees?|rule|help|"
    r"commitment|denials?|accusations?|allegations?|request|refusal|retaliation|response|move|plans?|withdrawal|"
    r"jails?|prisons?|air ?space|territorial claims?)\b"
)


_MILITARY_ACT = re.compile(
    r"(?:['’]s)?\s+(?:(?:drone|air|missile|artillery|rocket|naval|ground|military)\s+)?(?:airstrikes?|strikes?|"
    r"raids?|shelling|"
    r"bombings?|bombardments?|bombs?|shells?|artillery|missiles?|warplanes?|jets?|drones?|gunfire|offensive|incursion|"
    r"airpower|bombers?|operations?|air ?base|bases?|assaults?|attacks?|campaign|bombing campaign|mortars?|"
    r"fire|checkpoints?|patrols?|convoys?|ambush|build-?up|air power|military (?:presence|deployment|exercises?))\b",
    re.IGNORECASE,
)


def _is_coalition(actor: ResolvedActor) -> bool:
    return fold(actor.name).endswith("coalition") or actor.actor_id == "multi-national-force-iraq"


def _bare_state(head: str, span: Span, kind: str | None, scene: Scene) -> Found | None:
    """ "The army": the one army named before, else that of the country in focus."""
    if kind in _NO_STATES or kind == "external_forces":
        return None
    named = [name for name in scene.before(span.start) if "." in name.actor_id]  # "the army" is no rebels' Army
    same = [name.actor_id for name in named if _ends_so(name.words, head)]
    if len(set(same)) == 1:
        return Found(same[0], "said_before")
    branch = branch_words(head)
    if branch == "government" and _ANY_ONE.match(span.text):
        return None
    iso = scene.focus(span.start) if branch == "government" else scene.ground(span.start)
    rebels = _land_of_rebels(scene)
    if rebels and iso != rebels:
        clear = iso or _is_beside_rebels(span, rebels, scene)
        return Found(f"{rebels.lower()}.{branch}", "land_of_rebels") if clear and scene.is_rival(rebels) else None
    beside = _AND_STATE.match(scene.text, span.end)
    if iso and beside and iso in country_of(fold(beside["state"])):
        return None
    actor_id = f"{iso.lower()}.{branch}" if iso else None
    return Found(actor_id, "country_in_focus") if actor_id and actor_id not in _NO_ARMY else None


def _land_of_rebels(scene: Scene) -> str | None:
    """The country of all the rebels that a report names, where it names the country too: theirs is the army.

    Jihadist groups fight in many countries.
    """
    actors = read_actors().actors
    named = [actors[name.actor_id] for name in scene.named if name.actor_id in actors]
    rebels = [record for record in named if record.kind == "rebel_group"]
    lands = {record.country for record in rebels}
    land = lands.pop() if len(lands) == 1 else None
    return land if land and scene.names_country(land) and not any(is_jihadi(one.id) for one in rebels) else None


def _is_beside_rebels(span: Span, land: str, scene: Scene) -> bool:
    """Whether the sentence names rebels of a country, and no other country."""
    begins, ends = scene.sentence(span.start)
    named = [name.actor_id for name in scene.named if begins <= name.start < ends]
    kinds = [read_actors().actors[one].kind for one in named if one in read_actors().actors]
    return "rebel_group" in kinds and scene.lands(span.start) <= {land}


# "The [regime] and Russian forces": not Russia's.
_AND_STATE = re.compile(r"\s+and\s+(?:its\s+|the\s+)?(?P<state>[\w.]+)")
_NO_ARMY = frozenset({"pse.military"})  # bare "soldiers" in the West Bank are hardly ever its own
# "A military junta" is not the one in power here.
_ANY_ONE = re.compile(r"an?\s+(?:\w+\s+)?(?:junta|regime|government|state|administration)$", re.IGNORECASE)


def _ends_so(words: str, head: str) -> bool:
    """Whether a name ends with words for a state's body: "the Peruvian army", "the Bush government"."""
    return head_of(words) == head or fold(words).endswith(f" {head}")


# "Harrow police chief Alan Holt", "Harrow police Const. Holt".
_RANKED_POLICE = re.compile(
    r"\s+(?:city\s+)?police\s+(?:chief|commissioner|inspector|superintendent|officer|spokes(?:man|woman|person)|const|"
    r"constable|sgt|sergeant|lt|lieutenant|capt|captain|detective|det|cpl|supt|insp)\b\.?(?:\s+\S.*)?$",
    re.IGNORECASE | re.DOTALL,
)


def _place_force(span: Span, scene: Scene) -> Found | None:
    """ "Harrow city police", "police in Harrow": those of the country where the place lies."""
    inside = [(start, end, iso) for start, end, iso in scene.homes if span.start <= start and end <= span.end]
    if len(inside) != 1:
        return None
    start, end, iso = inside[0]
    before, after = scene.text[span.start : start], scene.text[end : span.end]
    tail = re.sub(
        r"^(?:['’]s)?\s+(?:(?:city|state|district|provincial|regional|county|municipal|local)\s+)?", "", after
    )
    head = fold(tail) if tail != after else fold(re.sub(r"\s+(?:in|of|from)\s+(?:the\s+)?$", "", before))
    if _RANKED_POLICE.match(after) and before.strip().lower() in {"", "the"}:
        return Found(f"{iso.lower()}.police", "place_and_force")
    branch = branch_words(head.removeprefix("the ")) if before.strip().lower() in {"", "the"} or not after else None
    if branch == "government" and head in {"officials", "authorities"} and country_of(fold(scene.text[start:end])):
        return Found(f"{iso.lower()}.government", "place_and_force")
    return Found(f"{iso.lower()}.{branch}", "place_and_force") if branch in {"police", "security", "military"} else None
