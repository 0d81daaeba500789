"""The forces of every state, by a pattern over the countries: "Syrian army", "the police of Peru", "Moscow"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from dateline.actors.periods import list_periods
from dateline.actors.records import ActorRecord
from dateline.actors.spelling import fold
from dateline.codebook.countries import read_countries

Branch = Literal["government", "military", "police", "security"]
BRANCH_NAMES: dict[str, str] = {
    "government": "Government of {}",
    "military": "Military Forces of {}",
    "police": "Police Forces of {}",
    "security": "Security Forces of {}",
}
_MILITARY = (
    "army|armies|armed forces|military|military forces|forces|troops|soldiers|soldier|navy|air force|airforce|"
    "air forces|warplanes|warplane|jets|jet|fighter jets|fighter jet|aircraft|planes|war planes|helicopters|"
    "helicopter|drones|drone|tanks|artillery|navy seals|marines|marine corps|marine|warships|warship|gunboats|"
    "special forces|"
    "special operations forces|special operations|commandos|paratroopers|infantry|servicemen|service members|"
    "military personnel|"
    "military forces|ground forces|ground troops|air defences|air defenses|air defence|air defense|air strikes|"
    "government forces|government troops|government soldiers|government army|government military|regime forces|"
    "regime troops|regime soldiers|regime army|regime warplanes|regime aircraft|government warplanes|"
    "government aircraft|regime helicopters|government helicopters|army troops|army soldiers|army forces|"
    "army units|army patrol|army patrols|military aircraft|military jets|army unit|army officers|military officers|"
    "army officer|military officer|army commander|army command|military command|high command|general staff|"
    "defence forces|defense forces|national army|national guard|armed force|coast guard|coastguard|land forces|"
    "military units|military unit|military advisers|advisers|military advisors|peacekeepers|army helicopters|"
    "military helicopters|air raids|fighter planes|bombers|forces loyal to the government|army spokesman|"
    "military spokesman|military officials|military official|army officials|military authorities|"
    "military intelligence|conscripts|reservists|missile forces|naval forces|"
    "naval vessels|naval ships|occupation forces|armymen|army men|armed forces high command|military high command|"
    "positions|outposts|outpost|airstrikes|airstrike|air strike|strikes|convoy|convoys|shelling|bombardment|bases|base|"
    "border guards|border guard|army chief|army chief of staff|chief of staff|military chief|army general|general|"
    "army base|military base|military bases|military convoy|army convoy|naval base|air base|"
    "army high command|military positions|army positions|joint chiefs of staff|national guardsmen|guardsmen|"
    "national guards|pilots|sailors|airmen|generals|military commanders|army commanders|submarine|frigate|destroyer|"
    "gunships|helicopter gunships|attack helicopters|armed services|army personnel|jawans|defence force|defense force|"
    "peacekeeping troops|air power|snipers|tank|patrol|patrols|checkpoint|checkpoints|airbase|reservist|conscript|"
    "army checkpoint|army checkpoints|army convoys|navy ships|navy ship|navy vessels|military chiefs|commandos units|"
    "rangers|paramilitary rangers|border forces|border troops|military spokeswoman|military leaders|army leadership|"
    "military leadership|military detachment|detachment|detachments|battalions|brigades|regiments|divisions|"
    "army brigade|army battalion|army division|army regiment|military police|military vehicles|army vehicles"
)
_POLICE = (
    "police|national police|police forces|police force|riot police|policemen|policeman|police officers|"
    "police officer|police units|police unit|federal police|police commandos|state police|border police|"
    "anti riot police|antiterrorism police|counterterrorism police|judicial police|civil police|"
    "federal police officers|police official|police officials|police agents|police agent|police authorities|"
    "police personnel|police post|police patrol|city police|local police|district police|municipal police|"
    "traffic police|"
    "state troopers|highway patrol|armed police|police station|police stations|police patrols|police commander|"
    "police commanders|police spokesman|police spokeswoman|police chief|police chiefs|police detachment|"
    "reserve police|state reserve police|railway police|military police force|gendarmes|gendarmerie|sheriffs office|"
    "county sheriffs office|sheriffs department|county sheriffs department|sheriffs deputies|law enforcement|"
    "law enforcement officers|law enforcement officials|law enforcement agencies|swat team|detectives|police detectives"
)
_SECURITY = (
    "security forces|security force|security force personnel|security services|security personnel|security agents|"
    "security officials|security officers|security apparatus|security units|security men|security troops|"
    "security organizations|security bodies|security corps|security elements|state security forces|"
    "state security organizations|state security agencies|state security|security agencies|security troops"
)
_GOVERNMENT = (
    "government|govt|authorities|authority|state|regime|administration|officials|official|cabinet|officialdom|"
    "foreign ministry|ministry of foreign affairs|foreign office|interior ministry|ministry of interior|"
    "ministry of the interior|defence ministry|defense ministry|ministry of defence|ministry of defense|"
    "ministry of national defence|ministry of national defense|health ministry|justice ministry|state department|"
    "department of defense|department of state|department of homeland security|parliament|presidency|"
    "government officials|government official|government delegation|delegation|"
    "president|prime minister|foreign minister|interior minister|defence minister|defense minister|"
    "foreign secretary|defence secretary|defense secretary|secretary of state|home secretary|vice president|king|"
    "government authorities|governments|leadership|embassy|ambassador|diplomats|supreme court|foreign affairs minister|"
    "minister of foreign affairs|minister of defence|minister of defense|justice minister|intelligence|"
    "national security adviser|intelligence services|intelligence agency|intelligence service|"
    "intelligence officials|central government|"
    "federal government|transitional government|interim government|military junta|junta|transitional authorities|"
    "treasury department|department of the treasury|department of treasury|treasury|defense department|"
    "defence department|department of defence|justice department|department of justice|home office|home ministry|"
    "ministry of home affairs|home minister|attorney general|deputy foreign minister|deputy prime minister|"
    "deputy defense minister|deputy defence minister|first lady|premier|chancellor|congress|senate|prosecutors|"
    "prosecution|court|courts|judiciary|lawmakers|negotiators|envoy|envoys|special envoy|diplomat|chief executive|"
    "mission|advance team|"
    "prison authorities|prison guards|embassy officials|embassy staff|consulate|secret service|crown prince|"
    "supreme leader|"
    "foreign ministry spokesman|foreign ministry spokeswoman|government spokesman|secretary of defense|"
    "leader|leaders|ruler|rulers|dictator|strongman|minister|ministers|negotiator|negotiators|spokesman|spokeswoman|"
    "government spokeswoman|government negotiator|government negotiators|government representatives|"
    "government ministers|government agencies|president elect|diplomatic officials|foreign ministry officials|"
    "defence officials|defense officials|intelligence agents|intelligence agencies|intelligence officers|"
    "counterterrorism officials|immigration authorities|judicial authorities|federal authorities|federal officials"
)
# "Regime shelling", "government jets": some state's, and the text does not say whose.
_STATES_OWN = frozenset(
    f"{whose} {what}"
    for whose in ("government", "regime", "army")
    for what in (
        "forces", "troops", "soldiers", "warplanes", "jets", "planes", "aircraft", "helicopters", "artillery", "tanks",
        "shelling", "airstrikes", "bombardment", "positions", "units", "convoy", "checkpoint", "checkpoints", "snipers",
    )
)  # fmt: skip
_BRANCHES: dict[str, Branch] = {
    **dict.fromkeys(_GOVERNMENT.split("|"), "government"),
    **dict.fromkeys(_SECURITY.split("|"), "security"),
    **dict.fromkeys(_POLICE.split("|"), "police"),
    **dict.fromkeys(_MILITARY.split("|"), "military"),
    **dict.fromkeys(_STATES_OWN, "military"),
}
# Offices after which a person's name may follow: "the Turkish president, Recep ...".
OFFICES = tuple(
    f" {word}"
    for word in _GOVERNMENT.split("|")
    if re.search(
        r"minister|president$|secretary|king$|ambassador|security advis|leader$|ruler$|strongman|negotiator$", word
    )
)
# Alone, these point at the one country that a report is about, and at nobody where it is about several.
_BARE = (
    frozenset(
        "government|regime|army|military|armed forces|air force|navy|police|security forces|government forces|"
        "government troops|government soldiers|regime forces|regime troops|government army|authorities|"
        "national police|defence ministry|defense ministry|foreign ministry|interior ministry|national army|"
        "ministry of defence|ministry of defense|general staff|government warplanes|regime warplanes|"
        "regime aircraft|government aircraft|riot police|junta|military junta|soldiers|soldier|troops|policemen|"
        "policeman|police officers|police officer|police agents|police agent|police units|police unit|"
        "police force|police forces|"
        "army troops|army soldiers|army units|army unit|army patrol|army patrols|army officers|military units|"
        "military unit|"
        "military officers|armymen|army men|armed forces high command|military high command|army high command|"
        "high command|security force|security services|security agents|security personnel|government soldiers|"
        "regime soldiers|"
        "regime army|military forces|military personnel|national guard|government officials|military officials|"
        "military authorities|judicial police|federal police|military positions|army positions|army base|military base|"
        "military convoy|army convoy|police personnel|"
        "treasury police|border police|city police|local police|district police|municipal police|traffic police|"
        "state police|"
        "central government|federal government|armed police|railway police|reserve police|state reserve police|"
        "sheriffs office|county sheriffs office|sheriffs department|sheriffs deputies|law enforcement|"
        "law enforcement officers|law enforcement officials|swat team|state troopers|border guards|coast guard|"
        "security officials|security officers|intelligence services|intelligence agencies|military intelligence|"
        "national guardsmen|police station|police commander|police chief|military commanders|army commanders|"
        "military leaders|military police|federal authorities|federal officials|government representatives|"
        "government negotiators|government delegation".split("|")
    )
    | _STATES_OWN
)
# Units of a regular army: "3d infantry brigade", "71st Counter Terrorism Battalion", "the Harrow regiment".
_UNIT = re.compile(
    r"(?:\d+(?:st|nd|rd|d|th) (?:\w+ ){0,3}|(?:\w+ )?(?:infantry|armou?red|mechani[sz]ed|airborne|artillery|cavalry|"
    r"parachute|motori[sz]ed|army|paratroop) )(?:brigade|battalion|division|regiment|squadron|corps)s?|\w+ regiment"
)
# What is a force by its service and its kind: "air force planes", "elite army units", "antiterrorist police squad".
_SERVICE = (
    r"army|armed forces|military|air ?force|navy|naval|infantry|airborne|paratroop(?:s|er|ers)?|artillery|armou?red|"
    r"cavalry|counter ?insurgency|anti ?guerrilla|special forces|special operations|national guard|border guard|"
    r"coast ?guard|marine|defen[cs]e forces?"
)
_FORCE_NOUN = (
    r"troops?|soldiers?|units?|forces?|patrols?|patrol boats?|detachments?|battalions?|brigades?|companies|company|"
    r"regiments?|divisions?|platoons?|squads?|squadrons?|planes?|aircraft|helicopters?|gunships?|jets?|warplanes?|"
    r"fighter jets|bombers?|tanks?|vehicles?|trucks?|boats?|ships?|vessels?|convoys?|columns?|personnel|officers?|"
    r"members|elements|garrisons?|barracks|posts?|positions?|contingents?|commandos?|checkpoints?|bases?|snipers?|"
    r"guards|teams?|groups?|reinforcements|men|operation|operations"
)
_QUALITIES = r"(?:(?:elite|special|regular|combined|joint|other|crack|local|national|mobile|rapid reaction) )*"
_ARMED = re.compile(
    rf"{_QUALITIES}(?:(?:{_SERVICE}) (?:[a-z]\w+ )?(?:{_FORCE_NOUN})|paratroopers|coast ?guards|"
    r"(?:\d+(?:st|nd|rd|d|th) )?military (?:detachment|zone|region|brigade)(?: no \d+)?(?: troops)?|"
    r"(?:[a-z] \d+ )(?:planes|helicopters|aircraft|jets))"
)
_POLICED = re.compile(
    rf"{_QUALITIES}(?:(?:anti ?\w+|national|judicial|civil|federal|provincial|municipal|city|state|county|"
    r"regional|armed|"
    r"plain ?clothes?|uniformed|undercover) )*(?:police(?: (?:[a-z]+ )?(?:units?|forces?|patrols?|patrol cars?|cars?|"
    r"detachments?|officers?|agents?|personnel|commandos?|squads?|departments?|service|headquarters|barracks|guards?|"
    r"constables?|inspectors?|investigators|teams?|convoys?|vehicles?|helicopters?|escorts?|members|elements|jeep|"
    r"garrison|posts?|stations?|bureau))?|policem[ae]n|patrolm[ae]n)"
)
# Between a country and its force: "Peruvian elite troops".
_BETWEEN = frozenset("elite special federal regular central local joint".split())
_FORMER = ("former ", "ex ", "deposed ", "ousted ")


def parse_state(key: str, here: Sequence[str] = ()) -> str | None:
    """Return the id of the state's forces that folded words name, or None; `here` are the report's countries.

    A demonym of two countries is that of the only one of them here.

    >>> parse_state("syrian army"), parse_state("government of iraq"), parse_state("peru")
    ('syr.military', 'irq.government', 'per.government')
    >>> parse_state("congolese army"), parse_state("congolese army", ["COD", "RWA"])
    (None, 'cod.military')
    """
    if key.startswith(_FORMER):
        return None
    forms = _country_forms()
    if key in forms:
        return _named(forms[key], "government") if key in _country_names() else None
    words = key.split()
    for size in range(min(4, len(words) - 1), 0, -1):
        countries = forms.get(" ".join(words[:size]))
        if not countries:
            continue
        rest = words[size + 1 :] if words[size] in _BETWEEN else words[size:]
        branch = branch_words(" ".join(words[size:])) or branch_words(" ".join(rest))
        if branch:
            return _named(countries if len(countries) == 1 else [iso for iso in countries if iso in here], branch)
    head, of, country = key.partition(" of ")
    while of:
        country_name = country.removeprefix("the ")
        if head in _BRANCHES and country_name in _country_names() and country_name in forms:
            return _named(forms[country_name], _BRANCHES[head])
        more, of, country = country.partition(" of ")
        head = f"{head} of {more}"
    return None


def parse_bare(key: str, countries: Sequence[str]) -> str | None:
    """Return the state forces that "the army" stands for in a report about exactly one country."""
    if is_bare(key) and len(countries) == 1:
        return f"{countries[0].lower()}.{branch_words(key)}"
    return None


def is_bare(key: str) -> bool:
    """Return whether words name some state's forces without saying whose."""
    return key in _BARE or bool(_UNIT.fullmatch(key) or _ARMED.fullmatch(key) or _POLICED.fullmatch(key))


def branch_words(key: str) -> Branch | None:
    """Return the branch of a state that folded words without a country mean: "military" for "air force"."""
    if key in _BRANCHES:
        return _BRANCHES[key]
    if _UNIT.fullmatch(key) or _ARMED.fullmatch(key):
        return "military"
    return "police" if _POLICED.fullmatch(key) else None


def country_of(key: str) -> tuple[str, ...]:
    """Return the countries that a folded name or demonym stands for: two for "congolese", none for other words."""
    return _country_forms().get(key, ())


def begins_country(key: str) -> bool:
    """Return whether a folded word may begin a country's name or demonym: "saudi" does."""
    return key.partition(" ")[0] in _country_beginnings()


def begins_state(key: str) -> bool:
    """Return whether a folded word may begin the name of a state's forces: "saudi" and "army" do, see `parse_state`."""
    return begins_country(key) or key.partition(" ")[0] in _branch_beginnings()


@cache
def _country_beginnings() -> frozenset[str]:
    return frozenset(form.partition(" ")[0] for form in _country_forms())


@cache
def _branch_beginnings() -> frozenset[str]:
    return frozenset(branch.partition(" ")[0] for branch in _BRANCHES)


def state_record(actor_id: str) -> ActorRecord | None:
    """Return the record of a state's forces, or None where there is no such country, branch or period of rule.

    >>> [state_record(actor_id).name for actor_id in ("syr.military", "syr.military.2000-07")]
    ['Military Forces of Syria', 'Military Forces of Syria (2000-2024)']
    """
    iso, _, rest = actor_id.partition(".")
    branch, _, begins = rest.partition(".")
    name = _canonical_names().get(iso.upper()) if iso.islower() else None
    if name is None or branch not in BRANCH_NAMES:
        return None
    record = ActorRecord(f"{iso}.{branch}", BRANCH_NAMES[branch].format(name), "state_forces", iso.upper())
    if not begins:
        return record
    return next((period for period in list_periods(record) if period.id == actor_id), None)


def list_states() -> list[ActorRecord]:
    """Return the forces of every state, a record a branch."""
    ids = [f"{country.iso3.lower()}.{branch}" for country in read_countries() for branch in BRANCH_NAMES]
    return [record for record in map(state_record, ids) if record]


def _named(countries: Sequence[str], branch: Branch) -> str | None:
    return f"{countries[0].lower()}.{branch}" if len(countries) == 1 else None


@cache
def _canonical_names() -> dict[str, str]:
    return {country.iso3: country.name for country in read_countries()}


@cache
def _country_names() -> frozenset[str]:
    names = {fold(name) for country in read_countries() for name in (country.name, *country.aliases)}
    return frozenset(names | {f"the {name}" for name in names})


@cache
def _country_forms() -> Mapping[str, tuple[str, ...]]:
    """Every name, possessive and adjective of every country, folded."""
    forms: dict[str, tuple[str, ...]] = {}
    for country in read_countries():
        names = [fold(name) for name in (country.name, *country.aliases)]
        owned = [f"{name}s" for name in names]
        # "the Turks" are a people, not their government: only adjectives and names lead to a state.
        for key in {*names, *owned, *(fold(name) for name in country.adjectives)}:
            if country.iso3 not in forms.get(key, ()):
                forms[key] = (*forms.get(key, ()), country.iso3)
    for name in names_first(forms):
        forms[name] = (forms[name][0],)
    return forms


def names_first(forms: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the forms that are one country's own name though another lists them as an alias ("Republic of Congo")."""
    own = {fold(country.name): country.iso3 for country in read_countries()}
    return [key for key, isos in forms.items() if len(isos) > 1 and own.get(key) == isos[0]]
