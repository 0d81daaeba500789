"""Later short forms of actors that the report has named: "the group", "the coalition", "Badr"."""

from __future__ import annotations

import re

from dateline.actors.officials import Found
from dateline.actors.resolve import resolve_actor
from dateline.actors.scene import Named, Scene
from dateline.actors.spelling import fold
from dateline.actors.states import branch_words, country_of, is_bare
from dateline.actors.table import read_actors
from dateline.model import Span

_GROUP = re.compile(
    r"(?P<definite>(?:the|this|these|those|that|such|said|its)\s+)?"
    r"(?:(?:other|another|remaining|same|barbaric|brutal|evil|terror|terrorist|guerrilla|guerilla|militant|"
    r"extremist|armed|"
    r"rebel|jihadist|jihadi|islamist|marxist|maoist|leftist|subversive|insurgent|separatist|enemy|suspected|"
    r"murderous|criminal|urban|last|final|fleeing|surviving|besieged|trapped|hardline|heavily armed|foreign|local)\s+)*"
    r"(?P<head>group|organi[sz]ation|movement|militants?|jihadists?|jihadis?|terrorists?|extremists?|islamists?|"
    r"insurgents?|rebels?|guerrillas?|guerillas?|subversives|separatists|enemy|criminals|diehards|holdouts|redoubts?|"
    r"insurgency|leaders|leadership|commandos?|elements|columns?|fighters?|forces|units?|"
    r"positions|militia)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\s+(?:who|which|that)\s.+$", re.IGNORECASE)
_ANY = re.compile(
    r"terror|militant|extremist|jihad|islamist|insurgent|rebel|guerr?illa|subversive|separatist|enemy|marxist|maoist|"
    r"leftist",
    re.IGNORECASE,
)
_REBELS = re.compile(r"insurgent|rebel|guerr?illa|subversive|separatist|marxist|maoist|leftist", re.IGNORECASE)
_JIHADIS = re.compile(r"jihad|islamist|extremist", re.IGNORECASE)
_JIHADI_NAMES = re.compile(
    r"islam|jihad|mujahid|ansar|qa.?[ei]da|taliban|sharia|sunna|shabaab|boko|nusra|caliphate|tahrir al-sham|haqqani|"
    r"lashkar|jaish|abu sayyaf",
    re.IGNORECASE,
)
_GROUP_KINDS = ("rebel_group", "political_militia", "identity_militia")
_COALITION = re.compile(
    r"(?:(?:the|our|this|a|its)\s+)?(?:(?:u\.?s\.?|american|international|global|military|multinational|western)"
    r"(?:[- ]led)?\s+)*coalition(?:['’]s)?(?:\s+(?:air|military|small|partner))*(?:\s+(?:forces|troops|advis[eo]rs|"
    r"partners|members|warplanes|jets|aircraft|planes|strikes|airstrikes|group|nations|countries|partner|officials|"
    r"military forces|soldiers))?",
    re.IGNORECASE,
)
_COALITIONS = (
    "global-coalition-against-daesh",
    "saudi-led-coalition",
    "multi-national-force-iraq",
    "gulf-war-coalition",
)
_ACRONYM_AFTER = re.compile(r"\s*[,(\[]\s*(?P<acronym>[A-Za-z][\w-]{1,8})\s*[)\],]")
_SHORT_TAIL = r"(?:\s+(?:forces|fighters?|militants?|guerrillas|militia(?:men)?|troops|leaders?|members|positions))?"


def find_short_form(span: Span, scene: Scene) -> Found | None:
    """Return the one actor named in the report that later short words stand for, or None where it is not only one.

    "The militants" is the one group named before that the words fit; where none stands before them, the one group of
    the whole report. "The rebels" fits no jihadist group, "the jihadists" no other.
    """
    words = " ".join(span.text.split()).strip(' ,.;:"“”')
    if _COALITION.fullmatch(words):
        return _coalition(words, span, scene)
    acronym = _own_acronym(words, span, scene)
    if acronym:
        return Found(acronym, "acronym_in_report")
    group = _GROUP.fullmatch(_CLAUSE.sub("", words))
    if group:
        return _group(group, span, scene)
    return _family_name(words, span, scene) or _first_words(words, span, scene) or _last_words(words, span, scene)


def _group(match: re.Match[str], span: Span, scene: Scene) -> Found | None:
    words = match[0]
    if not match["definite"] and not re.search(r"enemy|guerr?illa|subversive", words, re.IGNORECASE):
        return None
    if not _ANY.search(words) and not re.search(
        r"group|organi|movement|militia|enemy|fighters", match["head"], re.IGNORECASE
    ):
        return None
    before = _groups(words, scene.before(span.start))
    if len(before) == 1:
        return Found(before.pop(), "group_before")
    clear = match["definite"] and (_ANY.search(words) or re.search(r"group|organi|movement", match["head"], re.I))
    near = _groups_near(words, span, scene) if len(before) > 1 and clear else set()
    if len(near) == 1:
        return Found(near.pop(), "group_near")
    after = _groups(words, scene.named)
    if not before and len(after) == 1 and _ANY.search(words):
        return Found(after.pop(), "group_in_report")
    return None


def _groups_near(words: str, span: Span, scene: Scene) -> set[str]:
    """The groups that words fit in the sentence up to them, or where it names none, in the sentence before."""
    begins = scene.sentence(span.start)[0]
    for first in (begins, scene.sentence(max(0, begins - 3))[0]):
        near = [name for name in scene.before(span.start) if name.start >= first]
        if any(name.actor_id in read_actors().actors for name in near):
            return _groups(words, near)
    return set()


def _groups(words: str, names: list[Named] | tuple[Named, ...]) -> set[str]:
    """The groups among names that words for a group fit, one a family: a part and its whole are two."""
    actors = read_actors().actors
    found = {name.actor_id for name in names if name.actor_id in actors and actors[name.actor_id].kind in _GROUP_KINDS}
    fitting = {actor_id for actor_id in found if _fits(words, actor_id)}
    # Reports say "terrorists" of jihadists beside other groups that they do not call so.
    jihadis = {actor_id for actor_id in fitting if is_jihadi(actor_id)} if re.search("terror", words, re.I) else set()
    return jihadis if len(jihadis) == 1 else fitting


def _fits(words: str, actor_id: str) -> bool:
    """Whether words for a group are said of such a one; whose enemy "the enemy" is, only jihadists leave clear."""
    jihadi = is_jihadi(actor_id)
    if re.search("enemy", words, re.IGNORECASE):
        return jihadi
    if _REBELS.search(words) and not _JIHADIS.search(words):
        return not jihadi and read_actors().actors[actor_id].kind == "rebel_group"
    return jihadi or not _JIHADIS.search(words)


def is_jihadi(actor_id: str) -> bool:
    """Return whether a group is a jihadist one, by its own name and those of its wholes: the table does not say."""
    record = read_actors().actors[actor_id]
    return bool(_JIHADI_NAMES.search(" ".join([actor_id, record.name, *(whole.actor_id for whole in record.parents)])))


def _coalition(words: str, span: Span, scene: Scene) -> Found | None:
    """The coalition named before; else the one that fought, on that day, the enemy whom the report names."""
    ids = {name.actor_id for name in scene.named}
    named = {
        name.actor_id for name in scene.named if name.actor_id in _COALITIONS and not _COALITION.fullmatch(name.words)
    }
    if len(named) == 1:
        return Found(named.pop(), "short_form")
    day = scene.published
    if "islamic-state" in ids and (day is None or day.year >= 2014):
        against = {"global-coalition-against-daesh"}
    elif "houthis" in ids and (day is None or day.year >= 2015):
        against = {"saudi-led-coalition"}
    elif scene.names_country("IRQ") and day and 2003 <= day.year <= 2009:
        against = {"multi-national-force-iraq"}
    else:
        return None
    return Found(against.pop(), "coalition_by_enemy") if not named else None


def _own_acronym(words: str, span: Span, scene: Scene) -> str | None:
    """The actor after whose name the report has put these words in brackets."""
    key = fold(words).removeprefix("the ")
    if " " in key or not 2 <= len(key) <= 8:
        return None
    found = set()
    for name in scene.before(span.start):
        match = _ACRONYM_AFTER.match(scene.text, name.end)
        if match and fold(match["acronym"]) == key and "(" in scene.text[name.end : match.end()]:
            found.add(name.actor_id)
    return found.pop() if len(found) == 1 else None


def is_explained_otherwise(words: str, actor_id: str, scene: Scene) -> bool:
    """Return whether the report spells an acronym out with words that are not the actor's: "Harrow Front (FPL)".

    Only where the actor is not of the country that the report is about: its name has more forms than a table.
    """
    shown = [word for word in words.split() if f"({word}" in scene.text or f"[{word}" in scene.text]
    record = read_actors().actors.get(actor_id) if shown else None
    if record is None:
        return False
    for word in shown:
        for match in re.finditer(rf"[(\[]\s*{re.escape(word)}\s*[)\],]", scene.text):
            before = re.split(r"[^\w\s'’()-]", scene.text[max(0, match.start() - 90) : match.start()])[-1]
            if record.country != scene.focus(match.start()) and _spells_other(before, word, actor_id, scene):
                return True
    return False


def _spells_other(before: str, acronym: str, actor_id: str, scene: Scene) -> bool:
    """Whether the last words before an acronym have its initials and are no name of the actor."""
    pieces = re.sub(r"[()]", " ", before).split()
    ends = [" ".join(pieces[-size:]) for size in range(1, min(9, len(pieces)) + 1)]
    if any(resolve_actor(end, published=scene.published).actor_id == actor_id for end in ends):
        return False
    return any(_has_initials(end, acronym) for end in ends[1:])


def _has_initials(name: str, acronym: str) -> bool:
    words = [word for word in fold(name).split() if word not in _SMALL]
    return "".join(word[0] for word in words) == fold(acronym)


_SMALL = frozenset("of the and for de la del el los las y et des du".split())


def _first_words(words: str, span: Span, scene: Scene) -> Found | None:
    """The actor whose name, said in full before, begins with these words: "Badr" after "the Badr Brigade"."""
    bare = re.sub(rf"{_SHORT_TAIL}$", "", re.sub(r"^the\s+", "", words, flags=re.IGNORECASE), flags=re.IGNORECASE)
    key = fold(bare)
    if len(key) < 4 or country_of(key) or key in _COMMON_STARTS or not (scene.lower or bare[0].isupper()):
        return None
    found = {
        name.actor_id for name in scene.before(span.start)
        if "." not in name.actor_id and fold(name.words).removeprefix("the ").startswith(f"{key} ")
    }  # fmt: skip
    return Found(found.pop(), "short_form") if len(found) == 1 else None


def _family_name(words: str, span: Span, scene: Scene) -> Found | None:
    """The body of a person of the table, named in full elsewhere: "Mr Holt" beside "Anna Holt"."""
    key = fold(
        re.sub(r"^(?:mr|mrs|ms|dr|secretary|minister|president|ambassador)\.?\s+", "", words, flags=re.IGNORECASE)
    )
    if " " in key or len(key) < 4 or country_of(key) or branch_words(key) or not (scene.lower or words[0].isupper()):
        return None
    found = {
        name.actor_id for name in scene.named
        if (name.actor_id.endswith(".government") or name.actor_id in _BODIES) and fold(name.words).endswith(f" {key}")
    }  # fmt: skip
    return Found(found.pop(), "family_name") if len(found) == 1 else None


_BODIES = ("united-nations", "european-union", "nato", "palestinian-authority")


def _last_words(words: str, span: Span, scene: Scene) -> Found | None:
    """The one actor named before whose name ends with definite words: "the front", "the administration"."""
    match = re.fullmatch(r"(?:the|this)\s+(.{3,40})", words, re.IGNORECASE)
    key = fold(match[1]) if match else ""
    if not key or is_bare(key) or country_of(key) or key in _COMMON_ENDS:
        return None
    found = {name.actor_id for name in scene.before(span.start) if fold(name.words).endswith(f" {key}")}
    return Found(found.pop(), "last_words") if len(found) == 1 else None


def find_own_state(span: Span, scene: Scene) -> Found | None:
    """The state for which "we" speaks: the one with whose name the sentence, or the one before, begins.

    "The UK has paid. We will pay more." Where the sentence has "us" or "our", the state is rather another's.
    """
    if fold(span.text) == "us":
        return None  # "Peru has given us": it speaks of another
    begins = scene.sentence(span.start)[0]
    before = scene.sentence(max(0, begins - 3))
    for first, last in ((begins, span.start), (before[0], min(before[1], begins))):
        opening = _OPENING.match(scene.text[first:last])
        if opening is None or _OURS.search(scene.text, first, last):
            continue
        found = resolve_actor(opening["name"], published=scene.published).actor_id
        if found and found.endswith(".government"):
            return Found(found, "own_state")
    return None


_OPENING = re.compile(
    r"\W*(?:[A-Z][\w’'.-]+(?:\s[\w’'.-]+){0,4}\ssaid:\s*\W*)?(?P<name>(?:The\s)?[A-Z][\w.]*(?:\s[\w.]+){0,3}?)\s"
    r"(?:also\s|strongly\s)?(?:has|have|is|are|will|remains?|continues?|takes?|welcomes?|condemns?|urges?|"
    r"supports?|calls|"
    r"stands?|reiterates?|expresses?|believes?|must|does|do)\s"
)
_OURS = re.compile(r"\b(?:us|our)\b")
_COMMON_ENDS = frozenset(
    "state states nations people country countries officials leader leaders members minister president premier "
    "government military king chancellor secretary".split()
)
_COMMON_STARTS = frozenset(
    "national popular people peoples united islamic army front free general armed revolutionary armed forces state "
    "liberation democratic movement party union international supreme security military national liberation global "
    "kurdish arab civil group local defence defense police".split()
)
