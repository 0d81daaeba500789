"""Rulers by name and office holders by title: "Cristiani", "Mr Yeltsin", "home minister R Varma"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from dateline.actors.periods import Regime, read_regimes
from dateline.actors.phrases import BODY_OFFICE, OF_BODY
from dateline.actors.records import holds, read_alias, split_cell
from dateline.actors.resolve import resolve_actor
from dateline.actors.scene import RIVAL_SHARE, Scene
from dateline.actors.spelling import fold
from dateline.actors.states import branch_words, country_of
from dateline.actors.table import read_actors
from dateline.model import Span

_MINISTRY = (
    r"foreign(?: affairs)?|external affairs|interior|internal affairs|home|defen[cs]e|justice|information|"
    r"finance|health|"
    r"security|national security|public security|education|energy|oil|trade|agriculture|labou?r|transport|planning|"
    r"communications|presidency|public works|culture|development|international development|commerce|industry|economy|"
    r"environment|immigration|petroleum|tourism|housing|social affairs|parliamentary affairs|religious affairs|"
    r"home affairs|reconstruction|water|sports?|youth"
)
_OFFICE = (
    r"(?:(?:deputy|vice|acting|assistant|interim|under|prime|then)[ -])*"
    rf"(?:president|premier|chancellor|king|prime minister|"
    rf"(?:{_MINISTRY}) (?:minister|(?:under[ -]?)?secretary)|minister|"
    rf"(?:minister|secretary) (?:of|for) (?:the )?(?:{_MINISTRY}|state|treasury|homeland security|foreign affairs)|"
    r"attorney general|crown prince|supreme leader|emir|sultan|national security advis[eo]r|charge d.?affaires|consul|"
    r"(?:ambassador|permanent representative|special envoy|envoy)(?: (?:to|for) (?:the )?[a-z]\w+(?: in \w+)?)?)"
)
# Titles that say a body only behind the name of a country: "the Peruvian leader", "his US counterpart".
_WITH_STATE = r"counterpart|leader|ruler|dictator|strongman|envoy|negotiator|diplomat|spokes(?:man|woman|person)"
_TITLED = re.compile(
    rf"(?:(?:the|his|her|their|its|our|a|an)\s+)?(?P<state>(?:[\w.’'-]+\s+){{0,3}}?)"
    rf"(?P<office>{_OFFICE}|{_WITH_STATE})(?:,?\s+(?P<name>\S.*))?",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(
    rf"(?:(?:[Tt]he )?(?P<state>(?!The )[A-Z][\w.’'-]+(?: [A-Z][\w-]+)?)\s+)?"
    rf"\b(?P<office>(?i:{_OFFICE}|{_WITH_STATE})),?\s+"
    r"(?P<name>[A-Z][\w’'-]+(?: (?:al-|el-|de |van |bin )?(?:[A-Z]\.|[A-Z][\w’'-]+)){0,3})"
)
# "Rex Holt, the US secretary of state".
_NAME_FIRST = re.compile(
    r"(?P<name>[A-Z][\w’'-]+(?: (?:al-|el-|de |van |bin )?(?:[A-Z]\.|[A-Z][\w’'-]+)){1,3}), (?:the |an? )?"
    rf"(?P<state>[A-Z][\w.’'-]+(?: [A-Z][\w-]+)?)\s+(?P<office>(?i:{_OFFICE}|{_WITH_STATE}))\b"
)
_BODY_IN_TEXT = re.compile(
    rf"\b{BODY_OFFICE}(?:\s+(?:for|to|in)\s+[A-Z]\w+)?,?\s+"
    r"(?P<name>[A-Z][\w’'-]+(?: (?:de |al-|van )?[A-Z][\w’'-]+){0,3})"
)
_NAME_THEN_BODY = re.compile(
    rf"(?P<name>[A-Z][\w’'-]+(?: (?:al-|el-|de |van |bin )?[A-Z][\w’'-]+){{1,3}}), (?:the |an? )?{BODY_OFFICE}\b"
)
_APPOSED = re.compile(r"(?P<name>[^,]{3,40}), (?P<title>(?:the|an?|[A-Z][\w.]+['’]s)\s.{4,60})")
_OWNED = re.compile(r"\b(?:his|her|its|their)\s+(?:[\w-]+\s+)?$")
# Offices that only a few states have, as they are called in English; with one of them in the report it is that one.
_OFFICES_OF_FEW: Mapping[str, tuple[str, ...]] = {
    "secretary of state": ("USA",), "deputy secretary of state": ("USA",), "assistant secretary of state": ("USA",),
    "defense secretary": ("USA", "PHL"), "secretary of defense": ("USA", "PHL"),
    "deputy secretary of defense": ("USA",),
    "treasury secretary": ("USA",), "secretary of the treasury": ("USA",), "secretary of homeland security": ("USA",),
    "home secretary": ("GBR", "IND"), "defence secretary": ("GBR", "IND"),
    "foreign secretary": ("GBR", "IND", "PAK", "BGD", "PHL", "MEX"),
    "home minister": ("IND", "BGD", "NPL", "MYS", "BTN"), "external affairs minister": ("IND",),
}  # fmt: skip
_HONORIFIC = re.compile(
    r"^(?:(?:the|mr|mrs|ms|dr|president|president[- ]elect|general|gen|colonel|col|marshal|king|sheikh|prince|emir|"
    r"sultan|strongman|dictator|ruler|leader|secretary|minister|ambassador|premier|chancellor|prime|foreign|"
    r"defen[cs]e|trooper|"
    r"petty|officer|constable|sheriff|deputy|detective|captain|capt|sgt|sergeant|lt|lieutenant|major|maj|cmdr|"
    r"commander|"
    r"admiral)\.?\s+)+",
    re.IGNORECASE,
)
_OF_RULER = re.compile(r"^(?P<name>.+?)(?:['’]s?)?(?P<between>\s+[\w-]+)??\s+(?P<head>regime|government|"
                       r"administration|forces|army|troops|military|warplanes|soldiers)$", re.IGNORECASE)  # fmt: skip
# "The government of President Alan Holt", "forces loyal to Holt".
_RULER_AFTER = re.compile(
    r"(?:the\s+)?(?P<head>regime|government|administration|forces|army|troops|military|soldiers)\s+(?:of|loyal to)\s+"
    r"(?:(?:the|liberal|conservative|socialist|[A-Z]\w+['’]s)\s+)*(?P<name>.+)",
    re.IGNORECASE,
)
_AND_HIS = re.compile(r"\s+and\s+(?:(?:his|its|her|their)\s+(?:\w+\s+)?(?:allies|supporters|backers|government)|"
                      r"(?:the\s+)?others?(?:\s+officials)?)$", re.IGNORECASE)  # fmt: skip
_SPOKESMAN = re.compile(
    r"(?:(?:the|a|an)\s+)?(?:(?P<body>.{2,50}?)(?:['’]s)?\s+spokes(?:man|woman|person)(?:,?\s+[A-Z].{2,40})?|"
    r"spokes(?:man|woman|person)\s+(?:of|for|from)\s+(?P<whose>.{2,50}))"
)
_RANKED = re.compile(
    r"(?:the\s+)?(?:(?P<state>[\w.]+(?: [\w.]+)?)\s+)??(?:(?P<police>state trooper|trooper|constable|patrolman|"
    r"police officer|"
    r"police chief|police commissioner|deputy sheriff|sheriff|detective)|petty officer|"
    r"(?P<service>army|navy|air force|marine corps|marine)\s+(?:(?:maj|lt|brig|gen|col|capt|sgt|cpl|adm|cmdr|"
    r"major|lieutenant|"
    r"brigadier|general|colonel|captain|sergeant|corporal|admiral|rear|vice|special warfare operator|private|"
    r"1st|2nd|first|class|staff|master|chief)\.?\s+)+(?:class\s+)?)\s*(?P<name>[\w.’'-]+(?: [\w.’'-]+){0,4})",
    re.IGNORECASE,
)
_RANKED_IN_TEXT = re.compile(
    r"\b(?:[Tt]rooper|[Cc]onstable|[Ss]heriff|[Dd]etective|(?:Army|Navy|Air Force|"
    r"Marine(?: Corps)?)\s+(?:[A-Z0-9][\w.]*\s+){1,5}?)"
    r"\s*[A-Z][\w’'-]+(?:\s[A-Z][\w.’'-]*){0,4}"
)
_NOT_NOW = re.compile(r"\b(?:former|ex|late|deposed|ousted|would[- ]be|exiled|shadow)\b", re.IGNORECASE)
# Family names that are as often somebody else's, or words.
_SHORTEST_SURNAME = 4


class Found(NamedTuple):
    """The body that words for a person come to, and the rule that says so."""

    actor_id: str
    rule: str


def find_official(span: Span, scene: Scene) -> Found | None:
    """Return the state's body that words for a ruler or another holder of an office stand for, or None.

    A ruler (codebook/regimes.csv) is known by his full name, and by his surname where the report names his country or
    has a day on which he ruled. Others are known by their title, and later by the surname of one titled before.
    Those of whom the report says "former" are nobody's.
    """
    words = " ".join(span.text.split()).strip(' ,.;:"“”')
    if _NOT_NOW.search(words) or _NOT_NOW.search(scene.text[max(0, span.start - 12) : span.start]):
        return None
    ruler = _ruler(words, scene) or _spokesman(words, scene)
    if ruler:
        return ruler
    match = _TITLED.fullmatch(words)
    if match and len(words) < 90:
        return _titled(match, span, scene)
    apposed = _APPOSED.fullmatch(words)
    title = _TITLED.fullmatch(apposed["title"]) if apposed else None
    if title and country_of(fold(title["state"])):
        return _titled(title, span, scene)
    return (
        _apposed_body(apposed, scene)
        or _titled_around(span, scene)
        or _ranked(words, span, scene)
        or _surname(words, span, scene)
    )


def _titled_around(span: Span, scene: Scene) -> Found | None:
    """One whose title with a country stands around the words, in a text without capitals: "[jon lind], chadian consul".

    In other texts the titles are found with their names, see `_titles`.
    """
    if not scene.lower or not _LOWER_NAME.fullmatch(span.text) or country_of(fold(span.text)):
        return None
    match = _TITLE_BEHIND.match(scene.text, span.end)
    title = match or _TITLE_BEFORE.search(scene.text[max(0, span.start - 60) : span.start])
    isos = country_of(fold(title["state"])) if title and not _NOT_NOW.search(title[0]) else ()
    return Found(f"{isos[0].lower()}.government", "titled_around") if len(isos) == 1 else None


_LOWER_NAME = re.compile(r"[a-z][\w’'-]+(?: (?:de |del |la )?[a-z][\w’'-]+){1,3}")
_TITLE_BEHIND = re.compile(rf",\s+(?:the\s+)?(?P<state>[a-z.]+(?: [a-z]+)?)\s+(?:{_OFFICE})\b")
_TITLE_BEFORE = re.compile(rf"(?:^|\s)(?P<state>[a-z.]+(?: [a-z]+)??)\s+(?:{_OFFICE}),?\s+$")


def _apposed_body(apposed: re.Match[str] | None, scene: Scene) -> Found | None:
    """ "Jon Lind, the UN envoy for Peru", "Omar Said, a commander of the Harrow Front": those whom the office is of."""
    title = re.sub(r"^(?:the|an?)\s+", "", apposed["title"]) if apposed else ""
    body, office = OF_BODY.fullmatch(title), _OFFICE_IN.fullmatch(title)
    words = body["body"] if body else office["whole"] if office else None
    found = resolve_actor(words or title, published=scene.published, countries=scene.countries)
    if found.actor_id is None or not (words or found.rule == "office_of_body"):  # "the WHO representative in Peru"
        return None
    return Found(found.actor_id, "office_of_body")


_OFFICE_IN = re.compile(
    r"(?:(?:top|senior|military|political|local|chief|deputy|general|high-ranking)\s+)*(?:commander|head|leader|"
    r"chairman|chief|director|member|official|spokes(?:man|woman|person)|head of [\w ]{3,30}?|envoy|representative|"
    r"advis[eo]r)"
    r"\s+(?:of|in|for|with|from|to)\s+(?:the\s+)?(?P<whole>[^,]{2,60}?)(?:\s+\(.*\)?)?"
)


def _ranked(words: str, span: Span, scene: Scene) -> Found | None:
    """The force of one whose rank only one force has, and that of "Army Col. Anna Holt", which is American usage."""
    match = _RANKED.fullmatch(words)
    if match and not match["state"] and not match["service"]:
        known = _surname(match["name"].split()[-1], span, scene)
        if known:
            return known
    return _ranked_alone(words, span.start, scene)


def _ranked_alone(words: str, at: int, scene: Scene) -> Found | None:
    match = _RANKED.fullmatch(words)
    if match is None or not (scene.lower or match["name"][0].isupper()):
        return None
    isos = country_of(fold(match["state"] or ""))
    if match["state"] and len(isos) != 1:
        return None
    if not isos and not match["police"] and not match["service"]:
        return None
    american = match["service"] and scene.names_country("USA")
    iso = isos[0] if isos else "USA" if american else scene.focus(at)
    return Found(f"{iso.lower()}.{'police' if match['police'] else 'military'}", "rank") if iso else None


def _spokesman(words: str, scene: Scene) -> Found | None:
    """A state's spokesman is of it: "Mr Yeltsin's spokesman"; a group's is not meant."""
    match = _SPOKESMAN.fullmatch(words)
    if match is None:
        return None
    body = match["body"] or match["whose"]
    found = resolve_actor(body, published=scene.published, countries=scene.countries).actor_id
    if found and "." in found:
        return Found(found, "spokesman_of_state")
    return _ruler(body, scene)


def _titled(match: re.Match[str], span: Span, scene: Scene) -> Found | None:
    """The government of one with a title: of the country before it, of the name after it, or by the office itself."""
    office, name = fold(match["office"]), match["name"] or ""
    if name and not (name[0].isupper() or scene.lower):
        return None
    isos = country_of(fold(match["state"]))
    if match["state"].strip() and len(isos) != 1:
        return None
    if isos:
        return Found(f"{isos[0].lower()}.government", "office")
    ruler = _ruler(name, scene) if name else None
    if ruler:
        return ruler
    if (re.fullmatch(_WITH_STATE, office) and office != "envoy") or (name and _OF_ANOTHER.match(match[0])):
        return None
    known = _surname(name.split()[-1], span, scene) if name and not scene.lower else None
    if known:
        return known
    if not name and _is_contested(office, span, scene):
        return None
    iso = _office_country(office, scene) or (_before(office, span, scene) if not name else None)
    iso = iso or (None if _ABROAD.search(office) else scene.focus(span.start))
    if iso is None or (iso == "USA" and _NOT_AMERICAN.search(office)):
        return None
    return Found(f"{iso.lower()}.government", "office_in_focus")


# "His defence secretary, Jon Lind" is of his country, which the words do not say.
_OF_ANOTHER = re.compile(r"(?:his|her|their|its|our)\s", re.IGNORECASE)
# Who holds these is of another country than the one that he is in; the United States have no ministers.
_ABROAD = re.compile(r"ambassador|representative|consul|charge|envoy")
_NOT_AMERICAN = re.compile(r"minister|premier|chancellor|king|emir|sultan|supreme leader|crown prince")


def _office_country(office: str, scene: Scene) -> str | None:
    isos = _OFFICES_OF_FEW.get(office, ())
    here = [iso for iso in isos if scene.names_country(iso)]
    if len(here) > 1:
        counts = sorted(((sum(home == iso for _, _, home in scene.homes), iso) for iso in here), reverse=True)
        here = [counts[0][1]] if counts[1][0] < counts[0][0] * RIVAL_SHARE else here
    return here[0] if len(here) == 1 else isos[0] if len(isos) == 1 else None


def _before(office: str, span: Span, scene: Scene) -> str | None:
    """The country of the last holder of the same office before: "The president" after "the Chadian president"."""
    holders = [body for start, held, _, body in _titles(scene) if held == office and start < span.start]
    return holders[-1][:3].upper() if holders else None


def _is_contested(office: str, span: Span, scene: Scene) -> bool:
    """Whether the last holder of an office came after another country's government in his sentence."""
    last = [(start, body) for start, held, _, body in _titles(scene) if held == office and start < span.start][-1:]
    return any(
        name.actor_id != body and name.actor_id.endswith(".government")
        for start, body in last
        for name in scene.before(start)
        if scene.sentence(start)[0] <= name.start
    )


def _surname(words: str, span: Span, scene: Scene) -> Found | None:
    key = fold(_HONORIFIC.sub("", words))
    bodies = {body for _, _, name, body in _titles(scene) if name == key or name.endswith(f" {key}")}
    if len(key) >= _SHORTEST_SURNAME and len(bodies) == 1 and not country_of(key):
        return Found(bodies.pop(), "titled_before")
    return None


@lru_cache(maxsize=4)
def _titles(scene: Scene) -> tuple[tuple[int, str, str, str], ...]:
    """Each title with a name in the text: position, office, folded name, and the body that he is of."""
    return tuple(_find_titles(scene))


def _find_titles(scene: Scene) -> Iterator[tuple[int, str, str, str]]:
    for match in _RANKED_IN_TEXT.finditer(scene.text):
        words = match[0]
        found = None if _NOT_NOW.search(words) else _ranked_alone(words, match.start(), scene)
        if found:
            yield match.start(), "", fold(words), found.actor_id
    for mention in scene.mentions if scene.lower else ():
        titled = _TITLED.fullmatch(" ".join(mention.text.split()))
        if titled and titled["name"] and len(mention.text) < 90 and not _NOT_NOW.search(mention.text):
            isos = country_of(fold(titled["state"]))
            ruler = _ruler(titled["name"], scene)
            if len(isos) == 1 or ruler:
                body = f"{isos[0].lower()}.government" if len(isos) == 1 else ruler.actor_id if ruler else ""
                yield mention.start, fold(titled["office"]), fold(titled["name"]), body
    for match in _BODY_IN_TEXT.finditer(scene.text):
        found_body = resolve_actor(match["body"], published=scene.published).actor_id
        if found_body:
            yield match.start(), "", fold(match["name"]), found_body
    for match in _NAME_THEN_BODY.finditer(scene.text):
        found_body = resolve_actor(match["body"], published=scene.published).actor_id
        if found_body and not _NOT_NOW.search(match[0]):
            yield match.start(), "", fold(match["name"]), found_body
    for match in _NAME_FIRST.finditer(scene.text):
        isos = country_of(fold(match["state"]))
        if len(isos) == 1 and not _NOT_NOW.search(match[0]):
            yield match.start(), fold(match["office"]), fold(match["name"]), f"{isos[0].lower()}.government"
    for match in _IN_TEXT.finditer(scene.text):
        if _OWNED.search(scene.text[max(0, match.start() - 24) : match.start()]) and not match["state"]:
            continue
        if _NOT_NOW.search(scene.text[max(0, match.start() - 12) : match.end("office")]):
            continue
        isos = country_of(fold(match["state"] or ""))
        ruler = _ruler(match["name"], scene)
        office = fold(match["office"])
        iso = isos[0] if len(isos) == 1 else ruler.actor_id[:3].upper() if ruler else _office_country(office, scene)
        if iso and (isos or not re.fullmatch(_WITH_STATE, office)):
            yield match.start(), office, fold(match["name"]), f"{iso.lower()}.government"


def _ruler(words: str, scene: Scene) -> Found | None:
    """The government of a ruler, or the branch that words such as "forces" after his name, or before it, say."""
    words = _AND_HIS.sub("", words)
    of = _RULER_AFTER.fullmatch(words) or _OF_RULER.match(words)
    if of is None:
        return _ruled(words, "government", scene)
    branch = branch_words(fold(of["head"])) or "government"
    between = of.groupdict().get("between") or ""  # "Alan Holt's battered army", but also "the Alan Holt army"
    found = _ruled(of["name"], branch, scene) or (_ruled(of["name"] + between, branch, scene) if between else None)
    whose = None if found else resolve_actor(of["name"], published=scene.published)  # "of Chadian president Omar Said"
    if whose and whose.actor_id and whose.rule in {"office", "origin"} and whose.actor_id.endswith(".government"):
        return Found(f"{whose.actor_id[:3]}.{branch}", "ruler")
    return found


def _ruled(words: str, branch: str, scene: Scene) -> Found | None:
    name = _HONORIFIC.sub("", words).strip(" .").removesuffix("'s").removesuffix("’s")
    key = fold(name)
    if not key or not (scene.lower or name[0].isupper() or name[:3] in {"al-", "el-"}):
        return None
    full = _ruled_by(key, scene)
    if scene.published is None and not _TITLE_FIRST.match(
        words
    ):  # somebody of the name of one who ruled at another time
        full = {iso for iso in full if scene.names_country(iso)}
    if len(full) == 1:
        return Found(f"{full.pop().lower()}.{branch}", "ruler")
    anywhere = scene.published is not None and not scene.lower
    short = {
        regime.country for regime in _known_as(key, words, scene)
        if (anywhere or scene.names_country(regime.country)) and _is_his(key, regime, scene)
    }  # fmt: skip
    if len(short) == 1 and (len(key) >= _SHORTEST_SURNAME or _is_in_full(key, scene)):
        return Found(f"{short.pop().lower()}.{branch}", "ruler_surname")
    return None


def _is_in_full(surname: str, scene: Scene) -> bool:
    """Whether the report has the full name of one of that name: a short one is a word or a month as well."""
    return any(fold(regime.name) in fold(scene.text) for regime in _surnames().get(surname, ()))


def _known_as(surname: str, words: str, scene: Scene) -> list[Regime]:
    """Who may be meant by a family name: who rules by then; an official, or who once ruled, if named in full as well.

    An official may have his title instead: "President Holt". Of whom the report says "former" is not meant.
    """
    bearers = _surnames().get(surname, ())
    titled = bool(_TITLE_FIRST.match(words))
    ruling = [
        regime for regime in bearers
        if _in_rule(regime, scene.published)
        and (regime.note != _OFFICIAL or titled or fold(regime.name) in fold(scene.text))
    ]  # fmt: skip
    if ruling or _is_past(surname, scene):
        return ruling
    return [
        regime for regime in bearers if _has_begun(regime, scene.published) and fold(regime.name) in fold(scene.text)
    ]


def _is_past(surname: str, scene: Scene) -> bool:
    """Whether the report calls one of that name former."""
    if not any(surname in match[0].lower() for match in _FORMERLY.finditer(scene.text)):
        return False  # seldom farther: a pattern takes long to make
    pattern = rf"\b(?:former|ex)\b[^.\n]{{0,60}}\b{re.escape(surname)}\b"
    return bool(re.search(pattern, scene.text, re.IGNORECASE))


_FORMERLY = re.compile(r"\b(?:former|ex)\b[^.\n]*", re.IGNORECASE)
_TITLE_FIRST = re.compile(r"(?:the\s+)?(?:president|prime minister|foreign minister|secretary)\s", re.IGNORECASE)


def _ruled_by(key: str, scene: Scene) -> set[str]:
    """The countries of a ruler's full name: who ruled by then, else who once did, in what reports look back on.

    Where only the family name and one more word are the ruler's ("Abdel Fatah al-Sisi"), those who rule by then.
    """
    rulers = _rulers().get(key, ())
    ruling = {regime.country for regime in rulers if _in_rule(regime, scene.published)}
    if ruling or (rulers and _is_past(key.split()[-1], scene)):
        return ruling
    if rulers:
        return {regime.country for regime in rulers if _has_begun(regime, scene.published)}
    words = key.split()
    return {
        regime.country
        for surname in (" ".join(words[-2:]), words[-1])
        for regime in _surnames().get(surname, ())
        if len(words) > 2 and set(words[:-1]) & (set(fold(regime.name).split()) - {surname, "al", "el", "de", "van"})
        if words[0][:2] == fold(regime.name)[:2] and _in_rule(regime, scene.published)
    }


def _has_begun(regime: Regime, published: date | None) -> bool:
    """Whether a ruler came to power by then; officials are only what they are in office."""
    return regime.note != _OFFICIAL and (published is None or holds(regime.begins, None, published))


_OFFICIAL = "an official, not a ruler"


def _in_rule(regime: Regime, published: date | None) -> bool:
    return holds(regime.begins, regime.ends, published)


def _is_his(surname: str, regime: Regime, scene: Scene) -> bool:
    """Whether nobody else of that name is in the report: each first name before it is the ruler's, or a title."""
    if scene.lower:
        return True
    own = set(fold(regime.name).split())
    pattern = re.compile(rf"\b([A-Z][\w’'-]+)\s+(?:[A-Z]\.?\s+)?{surname}\b", re.IGNORECASE)
    firsts = [match[1] for match in pattern.finditer(scene.text) if match[1][0].isupper()]
    return all(_is_his_first(fold(first), own) for first in firsts)


def _is_his_first(first: str, own: set[str]) -> bool:
    return first in own or bool(country_of(first)) or bool(_HONORIFIC.match(f"{first} X")) or first in _OTHER_FIRSTS


_OTHER_FIRSTS = frozenset("minister chancellor premier the when if as but and while after before under for".split())


@cache
def _rulers() -> Mapping[str, tuple[Regime, ...]]:
    return _by_name(lambda name: list(dict.fromkeys([fold(name), _without_initials(name)])))


def _without_initials(name: str) -> str:
    """ "George W. Bush" is as often "George Bush"."""
    return fold(re.sub(r"\s[A-Z]\.(?=\s)", "", name))


@cache
def _surnames() -> Mapping[str, tuple[Regime, ...]]:
    return _by_name(surnames)


def _by_name(keys: object) -> Mapping[str, tuple[Regime, ...]]:
    found: dict[str, tuple[Regime, ...]] = {}
    rulers = [regime for regimes in read_regimes().values() for regime in regimes]
    for regime in (*rulers, *list_officials()):
        if re.fullmatch(r"[^\W\d]\S*(?: \S+){1,4}", regime.name) and not re.search(r"[()]|\bof\b", regime.name):
            for key in keys(regime.name):  # type: ignore[operator]
                found[key] = (*found.get(key, ()), regime)
    return found


def list_officials() -> list[Regime]:
    """Return the ministers and other heads whom the actor table names, with dates, among a government's names."""
    return [
        Regime(row.id[:3].upper(), alias.words, alias.begins, alias.ends, _OFFICIAL, row.path, row.line)
        for row in read_actors().rows
        if row.id.endswith(".government")
        for alias in (read_alias(item, row.id) for item in split_cell(row.aliases) if "@" in item)
        if alias.begins and _PERSON.fullmatch(alias.words)
    ]


_PERSON = re.compile(
    r"(?!.*\b(?:President|Mr|Union|Regime|Council|Authority|Republic|Government|Forces)\b)"
    r"[A-Z]\S+(?: (?:al-|el-|de |van |bin |ul-)?[A-Z]\S*){1,3}"
)


def surnames(name: str) -> list[str]:
    """Return the folded forms that a ruler's family name takes: the last word, its article off, or the last two.

    >>> surnames("Bashar al-Assad"), surnames("Jaime Paz Zamora")
    (['al assad', 'assad'], ['zamora', 'paz zamora'])
    """
    last = fold(name.split()[-1])
    forms = [last]
    if last.startswith(("al ", "el ")):
        forms.append(last[3:])
    if len(name.split()) > 2:
        forms.append(" ".join(fold(name).split()[-2:]))
    return list(dict.fromkeys(forms))
