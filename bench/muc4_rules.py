"""From the reader's claims to MUC-4 templates: small rules, each a named function; nothing here is in the package.

`make_templates` is the whole of it. Rules, word lists and constants were tuned on 160 training reports of MUC-4 drawn
from those that are not among the project's annotated ones, with reader en-1, never on its dev part. MUC leaves out war
between armed sides, what is older than two months, what happens outside the nine countries it asks for, and incidents
in which nothing is named: so do the rules.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dateline.model import Actor, Claim, CodedReport, Span

OLDEST = timedelta(days=61)
COUNTRIES = frozenset({"ARG", "BOL", "CHL", "COL", "ECU", "SLV", "GTM", "HND", "PER"})
SURE_PLACE = 0.8  # confidence of a place that may put an incident outside them
STATUSES = frozenset({"occurred", "attempted", "threatened"})

TYPES = {
    "attack": "attack",
    "armed_clash": "attack",
    "mob_violence": "attack",
    "violent_demonstration": "attack",
    "excessive_force_against_protesters": "attack",
    "sexual_violence": "attack",
    "shelling_artillery_missile_attack": "attack",
    "grenade": "bombing",
    "air_drone_strike": "bombing",
    "suicide_bomb": "bombing",
    "remote_explosive_landmine_ied": "bombing",
    "disrupted_weapons_use": "bombing",
    "abduction_forced_disappearance": "kidnapping",
    "looting_property_destruction": "attack",
}
# Words in the trigger that say more than the event type, in this order.
TYPE_WORDS = (
    ("forced work stoppage", r"(?:work|transport\w*|armed) (?:stoppage|strike)s?"),
    ("kidnapping", r"kidnap\w*|abduct\w*|hostages?"),
    ("arson", r"arson\w*|burn(?:ed|ing|t)?|set (?:on )?fire|fires?|torch\w*|ablaze"),
    ("robbery", r"rob(?:bed|bery|beries|bing)?|loot(?:ed|ing)?|st(?:ole|olen|eal|ealing)|holdups?"),
    ("bombing", r"(?:dyna\w*|bomb(?:s|ed|ing|ings)?|explo\w+|blast\w*|blew up|blown up|detonat\w*)"),
)

# Relations of a place that is a target; a bomb "near" a building is meant for it.
AT = {False: frozenset({"in"}), True: frozenset({"in", "near", "between"})}
WAR = frozenset({"armed_clash", "air_drone_strike", "shelling_artillery_missile_attack"})

NUMBERS = (
    r"\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|dozens of|hundreds of|various|"
    r"numerous"
)
ORDINARY = ("fighters", "bands", "bodies", "buildings", "weapons", "soldiers", "titles", "others", "pronouns")
_ARTICLES = re.compile(r"^(?:(?:an?|the|his|her|their|its|our|with|some|another|up of|s|one of|this|these|other)\s+)+")
_BOMB = re.compile(r"(?:car |truck |car-)?(?:bombs?|explosives|dynamite)\b")
_NO_NAME = re.compile(r"\d|[’']s$|^\W*$|(?:ists?|ers|ians?|tions?|ments?|ing|ed|ents|men|ies|ives?)$")
_WORD = re.compile(r"[\w'.-]*\w")


@cache
def listed(*names: str) -> frozenset[str]:
    """The words of the lists of those names in cases/muc4_words.toml."""
    lists = tomllib.loads((Path(__file__).parent / "cases/muc4_words.toml").read_text("utf-8"))
    return frozenset(word for name in names for word in lists[name].split())


@dataclass(slots=True)
class Draft:
    """A template, filled step by step: the words that fill each role, and what tells two incidents apart."""

    incident: str
    start: int
    day: str | None
    places: frozenset[str]
    fillers: dict[str, list[str]] = field(default_factory=dict)

    def add(self, role: str, words: Iterable[str]) -> None:
        for one in words:
            add_entity(self.fillers.setdefault(role, []), one)

    def size(self) -> int:
        return sum(map(len, self.fillers.values()))


def make_templates(coded: CodedReport) -> list[Draft]:
    """The MUC-4 templates that the claims of one report amount to, in text order."""
    report = Text(coded)
    drafts = [draft for claim in coded.claims if (draft := report.make_draft(claim)) is not None]
    merged = merge_incidents(drafts)
    report.add_responsible(merged)
    return [draft for draft in merged if draft.size()]


def extract_roles(templates: Sequence[Draft]) -> dict[str, list[str]]:
    """Role fillers of the whole report: those of its templates, each entity once."""
    roles: dict[str, list[str]] = {}
    for draft in templates:
        for role, names in draft.fillers.items():
            for words in names:
                add_entity(roles.setdefault(role, []), words)
    return roles


class Text:
    """One coded report, and the rules that need its words."""

    def __init__(self, coded: CodedReport) -> None:
        self.text = coded.report.text
        self.claims = coded.claims
        self.published = coded.report.published

    def make_draft(self, claim: Claim) -> Draft | None:
        incident = self.type_of(claim)
        if incident is None or not self.is_asked_for(claim):
            return None
        draft = Draft(
            incident, claim.trigger.start, claim.time.start if claim.time.precision == "day" else None,
            frozenset(place.name.casefold() for place in claim.places),
        )  # fmt: skip
        draft.add("PerpInd", self.perpetrators(claim))
        draft.add("PerpOrg", self.organisations(claim))
        draft.add("Victim", self.victims(claim))
        draft.add("Target", self.targets(claim))
        draft.add("Weapon", self.weapons(claim))
        return None if is_war(claim, draft) else draft

    # -- which claims --------------------------------------------------------------------------------------------

    def type_of(self, claim: Claim) -> str | None:
        """Type rule: the event type, unless the trigger's own words name another MUC type; a threat only of death."""
        words = claim.trigger.text.casefold()
        if claim.event_type == "threat_or_demand":
            return "attack" if re.search(r"\b(?:death|kill|murder|assassin)", words) else None
        if claim.event_type in TYPES or claim.event_type in {"organized_crime", "other"}:
            named = (incident for incident, pattern in TYPE_WORDS if re.search(rf"\b(?:{pattern})\b", words))
            return next(named, TYPES.get(claim.event_type))
        return None

    def is_asked_for(self, claim: Claim) -> bool:
        """Status, age and country rules."""
        return claim.status in STATUSES and self.is_recent(claim) and is_in_countries(claim)

    def is_recent(self, claim: Claim) -> bool:
        """Age rule: MUC leaves out what is more than two months old."""
        if not self.published or not claim.time.end:
            return True
        return date.fromisoformat(self.published[:10]) - date.fromisoformat(claim.time.end) <= OLDEST

    # -- who fills what ------------------------------------------------------------------------------------------

    def perpetrators(self, claim: Claim) -> Iterator[str]:
        """Initiators of person-like words, and persons by name -> PerpInd."""
        for actor in doers(claim):
            words = self.words_of(actor)
            if words is None:
                continue
            is_band = ends_in(words, listed("bands")) and " " in cut_article(words)
            if is_band or ends_in(words, listed("fighters")):
                yield cut_number(cut_person(words))
            elif (name := self.full_name(words)) and not has(words, listed("bodies")):
                yield name

    def organisations(self, claim: Claim) -> Iterator[str]:
        """Initiators that are organisations -> PerpOrg, as the text spells them; also that in "FH guerrillas"."""
        for actor in doers(claim):
            words = self.words_of(actor)
            if words is None:
                continue
            known = self.spelling(actor) if actor.actor_id else None
            if organisation := known or organisation_in(words):
                yield organisation

    def victims(self, claim: Claim) -> Iterator[str]:
        """Targets and casualties that are persons by name -> Victim."""
        for actor in sufferers(claim):
            words = self.words_of(actor)
            if words and not ends_in(words, listed("buildings")) and (name := self.full_name(words)):
                yield name
        for toll in claim.casualties:
            if toll.group and toll.kind not in {"losses", "arrested"} and (name := self.full_name(toll.group)):
                yield name

    def targets(self, claim: Claim) -> Iterator[str]:
        """Buildings, vehicles and facilities among the targets, the places and what was damaged -> Target."""
        spans = [actor.span for actor in sufferers(claim)]
        spans += [item.span for item in claim.materiel if item.how in {"destroyed", "damaged"}]
        if self.type_of(claim) != "kidnapping":
            spans += [place.span for place in claim.places if place.relation in AT[self.type_of(claim) == "bombing"]]
        for span in spans:
            if words := self.facility(span):
                yield words

    def weapons(self, claim: Claim) -> Iterator[str]:
        """Materiel that was used -> Weapon; a bomb that is the trigger itself, too."""
        used = [item.span.text for item in claim.materiel if item.how == "used"]
        used = [words for words in used if has(words, listed("weapons"))]
        yield from map(cut_article, used)
        if not used and (found := _BOMB.match(claim.trigger.text.casefold())):
            yield found[0]

    # -- the words -----------------------------------------------------------------------------------------------

    def words_of(self, actor: Actor) -> str | None:
        """The actor's own words, or those of the mention that a pronoun stands for, or None."""
        words = actor.span.text.casefold()
        if words in listed("pronouns"):
            words = actor.name.casefold()
        return None if words in listed("pronouns") or words not in self.text.casefold() else words

    def spelling(self, actor: Actor) -> str | None:
        """How the report names an actor that it also calls "the rebels": the words of its first named mention."""
        same = (other for claim in self.claims for other in claim.actors if other.actor_id == actor.actor_id)
        words = [other.span.text.casefold() for other in same]
        short = cut_article(actor.span.text) if actor.kind in {"rebel_group", "political_militia"} else ""
        is_short = short.isalpha() and short not in listed(*ORDINARY)
        return next(filter(None, map(organisation_in, words)), short if is_short else None)

    def full_name(self, words: str) -> str | None:
        """The person's name in the words; a bare surname becomes the fullest name that the claims have for it."""
        name = name_in(words.casefold())
        if name is None or " " in name:
            return name
        spans = [actor.span.text for claim in self.claims for actor in claim.actors]
        names = [other for text in spans if (other := name_in(text.casefold())) and " " in other]
        return next((other for other in names if name in other.split()), None)

    def facility(self, span: Span) -> str | None:
        """The facility that the span names, with the head noun that follows it in the text ("FH | headquarters")."""
        words = span.text.casefold()
        after = _WORD.match(self.text, span.end + 1)
        if not has(words, listed("buildings")) and after and after[0].casefold() in listed("buildings"):
            words = self.text[span.start : after.end()].casefold()
        head = re.split(r"\s+(?:of|in|at|on|near|belonging|where|located|for|from|that|which)\s+", words)[0]
        if ends_in(head, listed("homes")) and name_in(words):
            words = head  # "home of mayor ana prado": the person is the victim
        is_target = ends_in(head, listed("buildings")) and not has(head, listed("soldiers"))
        return cut_article(cut_number(words)) if is_target else None

    def add_responsible(self, drafts: Sequence[Draft]) -> None:
        """Who claims responsibility did the incident last told before, or the only one."""
        for claim in self.claims:
            if claim.event_type != "responsibility_statement" or claim.status != "occurred" or not drafts:
                continue
            before = [draft for draft in drafts if draft.start < claim.trigger.start] or list(drafts[:1])
            before[-1].add("PerpOrg", self.organisations(claim))


def doers(claim: Claim) -> Iterator[Actor]:
    """Who did it; whoever finds or clears a bomb did not lay it."""
    if claim.event_type == "disrupted_weapons_use":
        return iter(())
    return (actor for actor in claim.actors if actor.role == "initiator")


def sufferers(claim: Claim) -> Iterator[Actor]:
    return (actor for actor in claim.actors if actor.role in {"target", "affected"})


def is_in_countries(claim: Claim) -> bool:
    """Country rule: one of the nine, or no other country surely known."""
    is_sure = any(place.country and (place.confidence or 0) >= SURE_PLACE for place in claim.places)
    return not is_sure or any(place.country in COUNTRIES for place in claim.places)


def is_war(claim: Claim, draft: Draft) -> bool:
    """War rule: fighting, shelling and air strikes, and attacks on rebels, that hit no named person and no facility."""
    on_rebels = [actor.kind == "rebel_group" for actor in sufferers(claim)]
    is_fighting = claim.event_type in WAR or (on_rebels and all(on_rebels))
    return bool(is_fighting) and not (draft.fillers.get("Victim") or draft.fillers.get("Target"))


def merge_incidents(drafts: Sequence[Draft]) -> list[Draft]:
    """Merge rule: a draft joins the last one of its type that is the same incident."""
    merged: list[Draft] = []
    for draft in drafts:
        same = next((other for other in reversed(merged) if is_same_incident(other, draft)), None)
        if same is None:
            merged.append(draft)
            continue
        for role, words in draft.fillers.items():
            same.add(role, words)
        same.day, same.places = same.day or draft.day, same.places | draft.places
    return _join_attacks(merged)


def _join_attacks(drafts: Sequence[Draft]) -> list[Draft]:
    """An attack on the victim or target of a bombing, kidnapping, arson or robbery is that incident told again."""
    kept = [draft for draft in drafts if draft.incident != "attack"]
    for draft in drafts:
        if draft.incident != "attack":
            continue
        same = next((other for other in kept if other.incident != "attack" and shares_target(other, draft)), None)
        if same is None:
            kept.append(draft)
        else:
            for role, words in draft.fillers.items():
                same.add(role, words)
    return sorted(kept, key=lambda draft: draft.start)


def shares_target(one: Draft, other: Draft) -> bool:
    return any(
        is_same(words, more)
        for role in ("Victim", "Target")
        for words in one.fillers.get(role, ())
        for more in other.fillers.get(role, ())
    )


def is_same_incident(one: Draft, other: Draft) -> bool:
    """A shared victim or target; else days that agree, and a place in common or no victim and target in one of them."""
    if one.incident != other.incident:
        return False
    if shares_target(one, other):
        return True
    if one.day and other.day and one.day != other.day:
        return False
    named = [any(draft.fillers.get(role) for role in ("Victim", "Target")) for draft in (one, other)]
    return not all(named) or bool(one.places & other.places)


def add_entity(names: list[str], words: str) -> None:
    """One mention an entity: of two that are the same, the longer is kept."""
    for number, other in enumerate(names):
        if is_same(words, other):
            names[number] = max(words, other, key=len)
            return
    if words:
        names.append(words)


def is_same(one: str, other: str) -> bool:
    """Whether the words of one are all in the other."""
    first, second = set(_WORD.findall(one)), set(_WORD.findall(other))
    return first <= second or second <= first


def ends_in(words: str, heads: frozenset[str]) -> bool:
    """Whether the phrase's head noun, the last word before "of", "with" or "from", is one of the heads."""
    found = _WORD.findall(re.split(r"\s+(?:of|with|from|in|who|wearing|believed|belonging)\s+", words)[0])
    return bool(found) and found[-1] in heads


def has(words: str, heads: frozenset[str]) -> bool:
    return not heads.isdisjoint(_WORD.findall(words.casefold()))


def cut_article(words: str) -> str:
    """The words without what only points at them.

    >>> cut_article("the car bomb"), cut_article("a truck")
    ('car bomb', 'truck')
    """
    return _ARTICLES.sub("", words.casefold().strip())


def cut_number(words: str) -> str:
    """The words without a count.

    >>> cut_number("at least three power lines"), cut_number("150 persons")
    ('power lines', 'persons')
    """
    return re.sub(rf"^(?:(?:at least|about|approximately|around|some|over|nearly)\s+)*(?:{NUMBERS})\s+", "", words)


def cut_person(words: str) -> str:
    """The phrase without its article and, where a name stands before the head ("FH guerrillas"), the head alone."""
    words = re.split(r"\s+(?:believed|suspected|thought|alleged|presumed) ", cut_article(words))[0]
    parts = words.split()
    if parts and not parts[-1].startswith("member") and parts[-1] in listed("fighters", "bands"):
        names = listed("bodies") - {"military"}  # "military men" are men, not "the military"
        bodies = [number for number, part in enumerate(parts[:-1]) if part[0] == "(" or part in names]
        return " ".join(parts[bodies[-1] + 1 :]) if bodies else words
    return words


def organisation_in(words: str) -> str | None:
    """The organisation named in the words: all of them, or what stands before or after a person-like head.

    >>> organisation_in("the hill front (hf) guerrillas"), organisation_in("members of the hill army")
    ('hill front', 'hill army')
    """
    words = cut_number(re.sub(r"\s*\([^)]*\)?", "", cut_article(words)))
    parts = words.split()
    if len(parts) > 2 and " of " in words and parts[0] in listed("fighters"):
        words = cut_article(words.split(" of ", 1)[1])
    elif parts and parts[-1] in listed("fighters", "bands") and parts[-1] not in listed("bodies"):
        bodies = [number for number, part in enumerate(parts) if part in listed("bodies")]
        words = " ".join(parts[: bodies[-1] + 1]) if bodies else ""
    if parts and parts[0] in {"our", "its", "my", "s", "their"}:
        return None
    return words if ends_in(words, listed("bodies")) else None


def name_in(words: str) -> str | None:
    """The person's name at the end of the words, titles cut off; None where they are no name.

    >>> name_in("lieutenant ana prado"), name_in("four peasants"), name_in("the mayor of alta")
    ('ana prado', None, None)
    """
    parts = re.split(r",\s+", words)[0].split()
    name: list[str] = []
    for part in reversed(parts):
        bare = part.strip("\"'.()")
        if bare in listed(*ORDINARY) and not (bare in {"de", "la", "del", "y"} and name):
            break
        name.insert(0, bare)
    rest = parts[: len(parts) - len(name)]
    is_part = bool(rest) and rest[-1] in {"of", "in", "to"}  # "the mayor of alta"
    return " ".join(name) if 0 < len(name) < 6 and not is_part and not any(map(_NO_NAME.search, name)) else None
