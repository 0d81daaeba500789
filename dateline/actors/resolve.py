"""Words for an actor to its record: by name, acronym, state pattern or description; else as written, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import cast

from dateline.actors.inner_names import inner_names
from dateline.actors.periods import find_period
from dateline.actors.phrases import (
    APPOSITION,
    ARTICLES,
    BACKED,
    BRACKET,
    CLAUSE,
    COUNTS,
    ENVOY,
    HEADS,
    OF_BODY,
    OTHER_SIDE,
    OTHERS,
    OWN_PART,
    PART_OF,
    SPEAKS_FOR,
    UNIT,
)
from dateline.actors.records import ActorRecord, Alias
from dateline.actors.spelling import fits_acronym, fold
from dateline.actors.states import OFFICES, branch_words, country_of, is_bare, parse_bare, parse_state, state_record
from dateline.actors.table import read_actors
from dateline.model import ActorKind, Reason


@dataclass(frozen=True, slots=True)
class ResolvedActor:
    """The record that words come to; `actor_id` is null, and `reason` says why, where they come to none.

    `name` is then the words as written; `kind` and `country` are what the words or the caller say. The forces of a
    state have, on a day whose rule is known, a record of that period of rule beside the one of all time.
    """

    name: str
    actor_id: str | None
    kind: ActorKind
    country: str | None
    rule: str
    reason: Reason | None
    period_id: str | None = None
    period_name: str | None = None


def with_period(actor: ResolvedActor, first: date | None, last: date | None = None) -> ResolvedActor:
    """Return the actor with the period of rule that holds from `first` to `last`, none where there is none or several.

    >>> with_period(resolve_actor("the Syrian army"), date(2016, 4, 5)).period_name
    'Military Forces of Syria (2000-2024)'
    """
    record = state_record(actor.actor_id) if actor.actor_id and "." in actor.actor_id else None
    period = find_period(record, first, last) if record else None
    return replace(actor, period_id=period.id if period else None, period_name=period.name if period else None)


def with_branch(actor: ResolvedActor, words: str, published: date | None = None) -> ResolvedActor:
    """Return the force that bare words say, of the state that they were found to stand for.

    >>> with_branch(resolve_actor("the Peruvian authorities"), "the police").actor_id
    'per.police'
    """
    bare = bare_state(words) if actor.actor_id and "." in actor.actor_id else None
    branch = branch_words(bare) if bare else None
    if actor.actor_id is None or branch in {None, "government", actor.actor_id[4:]}:
        return actor
    return make_resolved(f"{actor.actor_id[:3]}.{branch}", actor.rule, actor.kind, published, ())


_PRONOUNS = frozenset(
    "he she it they them him her his its their we us our i you who which that those these this both one ones himself "
    "themselves itself theirs whom whose someone others another all some many".split()
)
# "The president was shot": the reader took the words for a person, not for a government.
_NOT_THE_STATE = frozenset({"civilians", "protesters", "rioters"})
_ARMED = frozenset({"rebel_group", "political_militia", "identity_militia"})
_THE_STATES = frozenset({"US", "U.S", "u.s"})
_GENERIC_KINDS: dict[str, ActorKind] = {
    **dict.fromkeys("civilians civilian people residents villagers children women refugees".split(), "civilians"),
    **dict.fromkeys("passengers journalists journalist students workers peasants families".split(), "civilians"),
    **dict.fromkeys("protesters protestors demonstrators protester marchers".split(), "protesters"),
    **dict.fromkeys("rioters rioter looters mob".split(), "rioters"),
    **dict.fromkeys("rebels rebel insurgents insurgent guerrillas guerrilla separatists".split(), "rebel_group"),
    **dict.fromkeys("army military police troops soldiers policemen".split(), "state_forces"),
}  # fmt: skip


def resolve_actor(
    words: str, *, kind: str | None = None, published: date | None = None, countries: Sequence[str] = ()
) -> ResolvedActor:
    """Return the record that words for an actor come to, or the words as written with the reason.

    `kind` is what the reader takes the actor for, `countries` the ISO codes of the places in the report: with exactly
    one, "the army" is that country's. Names that an actor did not bear on the publication day are not used. Persons
    are resolved only where the table names them; nothing is matched by likeness.

    >>> resolve_actor("ISIS fighters").actor_id, resolve_actor("the Syrian army's 559 battalion").actor_id
    ('islamic-state', 'syr.military')
    >>> resolve_actor("the army").reason, resolve_actor("the army", countries=["PER"]).name
    ('ambiguous', 'Military Forces of Peru')
    >>> resolve_actor("the Syrian army", published=date(2016, 4, 5)).period_id
    'syr.military.2000-07'
    """
    return _resolve(words, kind, published, tuple(countries))


@lru_cache(maxsize=4096)
def _resolve(words: str, kind: str | None, published: date | None, countries: tuple[str, ...]) -> ResolvedActor:
    text = " ".join(words.split()).strip(" ,.;:\"“”'’")
    text = _PUT_IN.sub(lambda match: f"{match[1]} " if country_of(match[1]) else match[0], text)
    context = _Context(kind, published, countries, text.islower(), _says_others(text))
    if not text or (fold(text) in _PRONOUNS and text not in _THE_STATES):
        return _unresolved(words, context, "pronoun", "not_in_actor_table")
    owned = _owned_name(text, context)
    if owned:
        return _resolved(owned, "owned_name", context)
    found = _NOT_FOUND
    for rule, form in _forms(text):
        match = _look_up(form, context)
        if country_of(fold(form)) and (rule == "part_of" or (rule == "head" and _NO_STATES_OWN.search(text))):
            continue  # "guerrillas of Peru", "Peruvian militia units" are not its government
        if rule == "origin" and isinstance(match, str) and _is_body_of_many(match):
            continue  # "the Peruvian Red Cross" is not that of all
        if isinstance(match, str) and not ("." in match and context.kind in _NOT_THE_STATE):
            return _resolved(_own_branch(match, text) if rule == "own_part" else match, rule, context)
        if isinstance(match, _Unknown) and match.reason == "ambiguous":
            found = match
    inner = _inner(text, context)
    if inner and not (_is_body_of_many(inner) and country_of(fold(ARTICLES.sub("", text)).split(" ")[0])):
        return _resolved(inner, "inner_name", context)
    same = _of_same_words(text, context)
    return _resolved(same, "same_words", context) if same else _unresolved(words, context, "none", found.reason)


_OWNED_NAME = re.compile(r"(?:[Tt]he\s+)?(?P<owner>[A-Z][^'’]*)(?:['’]s|(?<=s)['’])\s+(?P<name>[A-Za-z].+)")


def _owned_name(text: str, context: _Context) -> str | None:
    """The actor named after whose part it is: "the Harrow Front's Red Brigades", "Holt's Harrow Front".

    The owner is what it is a part or an ally of, or its country, or somebody whom the table does not know.
    """
    match = _OWNED_NAME.fullmatch(text)
    name = _look_up(match["name"], context) if match and any(map(str.isupper, match["name"])) else None
    record = read_actors().actors.get(name) if isinstance(name, str) else None
    if match is None or record is None or SPEAKS_FOR.search(match["name"]):
        return None
    owner = match["owner"]
    isos = country_of(fold(owner))
    if isos:
        return record.id if record.country in isos else None
    known = _look_up(owner, context)
    if not isinstance(known, str):
        return record.id if len(owner.split()) <= _LONGEST_OWNER else None
    return record.id if known in {record.id, *(one.actor_id for one in (*record.parents, *record.sides))} else None


_LONGEST_OWNER = 3  # words of a person's name
_NO_STATES_OWN = re.compile(
    r"\b(?:militia|paramilitar|militiam|guerr?illa|rebel|insurgent|militant|jihadi|extremist|terrorist|separatist)",
    re.IGNORECASE,
)


def _is_body_of_many(actor_id: str) -> bool:
    """Whether an actor is of no country and no armed group: its parts in one country have names like its own."""
    record = read_actors().actors.get(actor_id)
    return record is not None and record.country is None and record.kind not in _ARMED


_PUT_IN = re.compile(r"\(([a-z]+)\) (?=[a-z])")  # "a (honduran) army patrol", as old wire copies put words in


def _own_branch(owner: str, text: str) -> str:
    """A state's own part is its branch: "Peru's 2,000 troops" are its military, not its government."""
    words = fold(text).split()
    branch = branch_words(" ".join(words[-2:])) or branch_words(words[-1]) if owner.endswith(".government") else None
    return f"{owner[:3]}.{branch}" if branch else owner


def _inner(text: str, context: _Context) -> str | None:
    """The actor whose name ends the words, behind words that only describe it, and before what its people are called.

    Where several forms lead to different actors there is none.
    """
    found = {
        match
        for rule, form in _forms(text)
        if rule not in {"origin", "own_part"}
        for match in [next(filter(None, (_named_in(name, context) for name in inner_names(form))), None)]
        if match
    }
    return found.pop() if len(found) == 1 else None


def _named_in(name: str, context: _Context) -> str | None:
    match = _look_up(name, context)
    return match if isinstance(match, str) and not ("." in match and context.kind in _NOT_THE_STATE) else None


_SMALL_WORDS = frozenset("of the and for in de la del el al y et for".split())


def _of_same_words(text: str, context: _Context) -> str | None:
    """The one actor with a name of the same words, three or more, in another order: small words do not count."""
    for _, form in _forms(text):
        aliases = _names_by_words().get(_content(fold(form)), ())
        actor_ids = {alias.actor_id for key in aliases for alias in read_actors().aliases[key] if not alias.shared}
        if len(actor_ids) == 1:
            return _choose([alias for key in aliases for alias in read_actors().aliases[key]][:1], context)
    return None


def _content(key: str) -> frozenset[str]:
    return frozenset(key.split()) - _SMALL_WORDS


@cache
def _names_by_words() -> Mapping[frozenset[str], tuple[str, ...]]:
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for key in read_actors().aliases:
        content = _content(key)
        if len(content) > 2:
            found[content] = (*found.get(content, ()), key)
    return found


def bare_state(words: str) -> str | None:
    """Return the folded words for some state's force or government inside words that do not say whose, or None.

    >>> bare_state("three policemen"), bare_state("the Peruvian army")
    ('policemen', None)
    """
    text = " ".join(words.split()).strip(" ,.;:\"“”'’")
    return next((key for key in _plain_forms(text) if is_bare(key)), None)


def _says_others(text: str) -> bool:
    """Whether words for a force say that it is not simply the state's: "rebel soldiers", "the military factions"."""
    return bool(OTHERS.search(text)) or text.lower().endswith(_GROUPS)


_GROUPS = (" faction", " factions", " militia", " militias", " gang", " gangs", " cartel", " party", " insurgency")


def _plain_forms(text: str) -> Iterator[str]:
    """The forms of words, unless they say whose: "their troops", "US soldiers"."""
    if not _says_others(text):
        yield from (fold(form) for rule, form in _forms(text) if rule != "origin")


def make_resolved(
    actor_id: str, rule: str, kind: str | None, published: date | None, countries: Sequence[str]
) -> ResolvedActor:
    """Return an actor of the table, or a state's, that another rule has found."""
    return _resolved(actor_id, rule, _Context(kind, published, tuple(countries), False))


def forget_resolved() -> None:
    """Let words be resolved anew."""
    _resolve.cache_clear()
    _names_by_words.cache_clear()


@dataclass(frozen=True, slots=True)
class _Context:
    kind: str | None
    published: date | None
    countries: tuple[str, ...]
    lower: bool
    others: bool = False


@dataclass(frozen=True, slots=True)
class _Unknown:
    reason: Reason


_NOT_FOUND = _Unknown("not_in_actor_table")
_AMBIGUOUS = _Unknown("ambiguous")


def _forms(text: str) -> Iterator[tuple[str, str]]:
    """The words as they are, then with less and less around the name; the rule names what was left off."""
    text = text.replace("[", "").replace("]", "")
    if text.startswith("the us") and text[6:7] in {"", " "}:  # a text without capitals
        text = f"the US{text[6:]}"
    yield "name", text
    plain = ARTICLES.sub("", text)
    if plain != text:
        yield "name", plain
    if SPEAKS_FOR.search(plain):
        return
    yield from _without_bracket(plain)
    yield from _without_surroundings(plain)
    part = PART_OF.match(plain)
    if part:
        whole = ARTICLES.sub("", part["whole"])
        yield "part_of", whole
        yield from _without_bracket(whole)
        yield from _without_surroundings(whole)
    first, _, second = plain.partition(" and ")  # "Turkish troops and tanks"
    state = parse_state(fold(first)) if second else None
    if state and state.endswith(f".{branch_words(fold(second))}"):
        yield "pair", first
    own = OWN_PART.match(plain)
    if own:
        yield "own_part", own["whole"]
    yield from _office(plain)
    cut = CLAUSE.match(plain)
    if cut:
        yield "clause", cut["whole"]
        yield from _without_surroundings(cut["whole"])
    comma = APPOSITION.fullmatch(plain)
    if comma:
        yield "apposition", comma["first"] or comma["last"]
    body = OF_BODY.fullmatch(plain)
    if body:
        yield "office_of_body", body["body"]
    envoy = ENVOY.fullmatch(plain)
    if envoy and (not envoy["name"] or envoy["name"][0].isupper() or plain.islower()):
        yield "office_of_body", envoy["body"].removesuffix("'s").removesuffix("’s")


def _without_surroundings(text: str) -> Iterator[tuple[str, str]]:
    bare = text
    while True:
        less = BACKED.sub("", COUNTS.sub("", ARTICLES.sub("", bare)))
        if less == bare or not less:
            break
        bare = less
    if bare != text:
        yield "description", bare
    unit = UNIT.sub("", bare)
    if unit != bare:
        yield "unit", unit
        if unit.endswith(("'s", "’s")):
            yield "unit", unit[:-2]
    pieces = bare.split()
    while len(pieces) > 1 and fold(pieces[-1]) in HEADS:
        pieces.pop()
        rest = " ".join(pieces)
        yield "head", rest.removesuffix("'s").removesuffix("’s")
    # "FMLN antiaircraft units": a word or two between a name and what its people are called.
    if len(pieces) < len(bare.split()) and not OTHER_SIDE.search(bare):
        for size in (len(pieces) - 1, len(pieces) - 2):
            rest = " ".join(pieces[: max(0, size)])
            if len(rest) > 2 and not country_of(fold(rest)) and parse_state(fold(rest)) is None:
                yield "head", rest
    # "American ISIS", "suspected foreign Islamic State": one word of origin before a name.
    if len(pieces) > 1 and country_of(fold(pieces[0])):
        yield "origin", " ".join(pieces[1:])


def _without_bracket(text: str) -> Iterator[tuple[str, str]]:
    """A name with its acronym: the name, then the acronym where it is made of its letters or the name is bare."""
    match = BRACKET.match(text)
    if not match or (match["comma"] and (" and " in text or match["rest"])):
        return
    name, inner = match["name"], match["inner"] or match["comma"]
    yield "name", name
    for _, form in _without_surroundings(name):
        yield "description", form
    if _abbreviates(inner, name) or fold(name).rsplit(" ", 1)[-1] in HEADS:
        yield "acronym", inner
        yield "acronym", inner.upper()


def _abbreviates(inner: str, name: str) -> bool:
    letters = fold(inner).replace(" ", "")
    initials = "".join(word[0] for word in fold(name).split() if word not in {"of", "the", "and", "for", "de"})
    return 2 <= len(letters) <= 7 and sum(letter in initials for letter in letters) >= len(letters) - 1


def _office(text: str) -> Iterator[tuple[str, str]]:
    """ "the Turkish president, Recep ...", "US Secretary of State John Kerry": the government that the office is in."""
    pieces = text.replace(",", "").split()
    for size in range(min(len(pieces), 7), 1, -1):
        head = fold(" ".join(pieces[:size]))
        if head.endswith(OFFICES) and parse_state(head):
            if size == len(pieces) or pieces[size][0].isupper() or text.islower():
                yield "office", head
            return


def _look_up(form: str, context: _Context) -> str | _Unknown:
    key = fold(form)
    aliases = [alias for alias in read_actors().aliases.get(key, ()) if _written_so(alias, form, context)]
    if aliases:
        chosen = _choose(aliases, context)
        elsewhere = all(alias.shared and _country(alias) not in context.countries for alias in aliases)
        if chosen or not (elsewhere and (len(aliases) == 1 or is_bare(key))):
            return chosen or _AMBIGUOUS
    state = parse_state(key, context.countries)
    if state:
        return state if _not_pronoun_us(form, key) else _NOT_FOUND
    if context.kind in {"state_forces", "external_forces"} and len(country_of(key)) == 1:
        return f"{country_of(key)[0].lower()}.government"  # "Turkish" of "Turkish attacks"
    if is_bare(key):
        own = parse_bare(key, context.countries) if context.kind != "external_forces" and not context.others else None
        return own or _AMBIGUOUS
    if aliases or (" and " in form and _names_two(form, context)):
        return _AMBIGUOUS
    adjective = key.split(" ", 1)[0]
    return _AMBIGUOUS if len(country_of(adjective)) > 1 and " " in key else _NOT_FOUND


def _not_pronoun_us(form: str, key: str) -> bool:
    """Whether "us" is the country: in capitals or with full stops."""
    return key != "us" or form.removesuffix(".") in _THE_STATES


def _written_so(alias: Alias, form: str, context: _Context) -> bool:
    return alias.holds(context.published) and (not alias.acronym or fits_acronym(form, context.lower))


def _choose(aliases: Sequence[Alias], context: _Context) -> str | None:
    """The one actor that a name can mean here: alive on the day, and of the report's country if others share it."""
    actors = read_actors().actors
    alive = [alias for alias in aliases if alias.actor_id not in actors or _begun(actors[alias.actor_id], context)]
    if len(alive) == 1 and not alive[0].shared:
        return alive[0].actor_id
    here = [alias for alias in alive if _country(alias) in context.countries]
    if len(here) == 1 and (len(context.countries) == 1 or not here[0].shared or len(aliases) > 1):
        return here[0].actor_id
    plain = [alias for alias in alive if not alias.shared]
    return plain[0].actor_id if len(plain) == 1 and not here else None


def _country(alias: Alias) -> str | None:
    record = read_actors().actors.get(alias.actor_id) or state_record(alias.actor_id)
    return record.country if record else None


def _begun(record: ActorRecord, context: _Context) -> bool:
    """Whether an actor existed by then. Reports look back, so that one that has ended can still be named."""
    return not (context.published and record.begins) or record.begins <= context.published.isoformat()


def _names_two(form: str, context: _Context) -> bool:
    return any(isinstance(_look_up(ARTICLES.sub("", half), context), str) for half in form.split(" and ", 1))


def _resolved(actor_id: str, rule: str, context: _Context) -> ResolvedActor:
    record = read_actors().actors.get(actor_id)
    if record:
        return ResolvedActor(record.name, record.id, record.kind, record.country, rule, None)
    state = state_record(actor_id)
    if state is None:
        return ResolvedActor(actor_id, None, "unknown", None, rule, "not_in_actor_table")
    kind = state.kind
    if context.kind in {"state_forces", "external_forces"}:
        kind = cast(ActorKind, context.kind)
    elif context.countries and state.country not in context.countries:
        kind = "external_forces"
    actor = ResolvedActor(state.name, state.id, kind, state.country, "state" if rule == "name" else rule, None)
    return with_period(actor, context.published)


def _unresolved(words: str, context: _Context, rule: str, reason: Reason) -> ResolvedActor:
    pieces = fold(words).removeprefix("the ").split()
    kind = cast(ActorKind, context.kind) if context.kind else "unknown"
    if kind in _ARMED and len(country_of(pieces[0])) > 1 and branch_words(" ".join(pieces[1:])):
        kind = "state_forces"  # "Congolese soldiers": of one Congo or the other
    if kind == "unknown" and pieces:
        kind = _GENERIC_KINDS.get(pieces[-1], "unknown")
    isos = country_of(pieces[0]) if pieces and rule != "pronoun" else ()
    return ResolvedActor(words, None, kind, isos[0] if len(isos) == 1 else None, rule, reason)
