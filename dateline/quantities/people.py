"""Tell people from things: the nouns of a counting phrase, the names of groups, the names of persons."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

# Things and beasts: counted, wounded and killed, but no people.
_THINGS = frozenset(
    """villages towns cities districts positions tanks vehicles houses homes buildings cows dogs sheep goats cattle
    camels horses donkeys animals pigs chickens elephants bulls oxen checkpoints posts bases points hills kilometres
    kilometers trucks boats ships vessels planes jets aircraft helicopters drones rifles guns weapons rockets missiles
    bombs mines shells cars buses shops schools hospitals mosques churches bridges roads areas neighbourhoods
    neighborhoods provinces barrels percent attacks blasts explosions incidents operations strikes raids clashes
    launchers containers bunkers carriers tractors computers towers rivers mortars headquarters shelters trailers
    tankers bulldozers motorcycles motorbikes hours days weeks months years minutes times rounds bullets cartridges
    humvees committees base prison checkpoint market result case side directions kits masts mast halls hall compound
    bank school church carabao stabbing shooting
    huts homesteads shacks lorries vans tents cabins cottages apartments flats granaries stalls kiosks bicycles wagons
    carriages trains locomotives gunboats dinghies warplanes choppers howitzers turrets dumps rafts pickups jeeps
    hamlets
    ambulances crimes spree mt copters
    sorties flights livestock poultry hens ducks mules yaks buffaloes calves lambs beasts oxen acres pistols magazines
    laptops sacks bags copies pages head heads pieces lorry van hut shack train wagon jeep helicopter gunboat barge
    stations outposts camps barracks farms fields settlements regions municipalities islands airports dams factories
    depots stores trenches hectares acres metres meters miles tonnes tons dollars cases parties votes seats states
    countries nations places locations sites spots targets ambushes battles dog cow horse camel donkey goat vehicle
    tank village town house building car bus truck boat ship plane drone rocket missile bomb mine shell blast attack
    explosion strike raid clash operation wing engine bridge phone tyre window door crisis plan deal bill idea
    day week month year hour minute wave series lot bit number toll police vote fronts branches banks bodies' pounds
    fire structures tents statement report bulletin time camp post
    border river shelter order tower power paper water center computer trailer tanker launcher helicopter bunker carrier
    container tractor mortar sector corridor factor reactor office quarter army front force police-post""".split()
)


def is_collective(noun: str) -> bool:
    """True when one phrase of it may take a verb in the plural.

    >>> is_collective("whole family"), is_collective("wife")
    (True, False)
    """
    return (
        re.search(
            r"\b(?:family|couple|crew|pair|team|police|party|group|gang|patrol|trio|dozen|number|both|others?)$", noun
        )
        is not None
    )


def is_group(words: str) -> bool:
    """True when the words are the name of a listed group, force or country, or a country's adjective: nobody's name.

    >>> is_group("the Islamic State"), is_group("isis"), is_group("Omar Haddad")
    (True, True, False)
    """
    return re.sub(r"^the ", "", words.strip().casefold()) in _group_names()


@cache
def _group_names() -> frozenset[str]:
    names: set[str] = set()
    for table in ("actors.csv", "countries.csv"):
        lines = files("dateline.codebook").joinpath(table).read_text(encoding="utf-8").splitlines()
        for row in csv.DictReader(lines):
            cells = (row["name"], row["aliases"], row.get("adjectives") or "", row.get("people") or "")
            names.update(re.sub(r"^the ", "", name.casefold()) for cell in cells for name in cell.split("|"))
    return frozenset(name.rstrip("?") for name in names)


def is_name(word: str) -> bool:
    """True when the word is a listed given or family name, whatever its case.

    >>> is_name("Pablo"), is_name("gonzales"), is_name("militant")
    (True, True, False)
    """
    return word.casefold() in _names()


@cache
def _names() -> frozenset[str]:
    given = files("dateline.codebook").joinpath("personal_names.txt").read_text(encoding="utf-8").splitlines()
    family = files("dateline.codebook").joinpath("surnames.txt").read_text(encoding="utf-8").splitlines()
    # The second line of the given names is one of titles.
    lines = [line for line in given if line and not line.startswith("#")][:1] + family
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_thing(noun: str) -> bool:
    """True when the head of a phrase's noun is a thing or a beast.

    >>> is_thing("armoured vehicles"), is_thing("truck drivers")
    (True, False)
    """
    words = re.findall(r"[a-z'’-]+", noun)
    plural = next((word for word in words if word.endswith("s") and len(word) > 3 and not word.endswith("ss")), None)
    head = plural or (words[-1] if words else "")
    return head in _THINGS or (bool(words) and words[-1] in _THINGS)


_PEOPLE = re.compile(
    r"\b(?:shepherds?|justices?|herdsm[ae]n|heads?men|\w+(?:tor|nor|sor)|cadres?|ultras?|jihadis?|mujahid(?:een"
    r"|in)?|commandos?|paratroops|officials?|criminals?|locals?|souls?|kids?"
    r"|adults|minors|youngs?ters?|cooks?|maids?|porters?|clerics?|imams?|sheikhs?|mullahs?|bishops?|popes?|nephews?"
    r"|nieces?"
    r"|uncles?|aunts?|twins|siblings|grand\w+|stepson|pals|friends?|comrades?|colleagues?|neighbou?rs?|kin|maoists?"
    r"|naxals?"
    r"|medics?|paramedics?|midwives|midwife|interns?|cadets?|corporals?|sergeants?|lieutenants?|brigadiers?|colonels?"
    r"|privates|majors?|constables?|inspectors?|scouts?|agents?|spooks|thugs?|nomads?|pastoralists?|infidels|apostates"
    r"|mps?|deputies|leaders|patients?|invalids|orphans?|widows?|muslims?|christians?|hindus?|sikhs?|jews?|sunnis?"
    r"|shi[ai]s?"
    r"|shiites?|kurds?|serbs?|croats?|turks?|arabs?|druze|alawites?|hazaras?|yazidis?|tutsis?|hutus?|afghans?|israelis?"
    r"|iraqis?|yemenis?|pakistanis?|saudis?|kuwaitis?|emiratis?|omanis?|bangladeshis?|somalis?|azeris?|uzbeks?|tajiks?"
    r"|tribals|villagers?|folks?|chauffeurs?|consuls?|monarch|kings?|prince(?:ss)?s?|queens?|bride(?:groom)?s?|grooms?"
    r"|counsel|thie(?:f|ves)|heirs?|oaps|conscripts?|recruits?|defectors?|hitmen|hitman|cabbies|elderly|reservists?"
    r"|hands"
    r"|nationals?|citizens?|martyrs?|prisoners of war|danes?|swedes?|finns?|britons?|spaniards?|greeks?|czechs?"
    r"|slovaks?"
    r"|thais?|filipin[oa]s?|\w{3,}nese|corpers?|squatters|(?!plans?\b|vans?\b|caravans?\b|loans?\b|clans?\b|scans?\b"
    r"|fans?\b"
    r"|bans?\b|cans?\b|slogans?\b|organs?\b|jerrycans?\b|taliban\b|began\b|urban\b|human\b|sedans?\b)\w{2,}[a-z]an(?:s|$)"
    r"|people|persons?|civilians?|soldiers?|troops|child(?:ren)?|wom[ae]n|m[ae]n|personnel|families|family"
    r"|households|deaths?|others?|girls?|boys?|pupils|infantry|recruits|marines|jawans?|cops?|police|sailors?"
    r"|monks|nuns|priests?|general|captain|colonel|commander|nationals|hostages?|prisoners?|captives?|rebels?"
    r"|militants?|guerrillas?|terrorists?|insurgents?|schoolgirls|schoolboys|youths?|youngsters|elders|relatives"
    r"|\w+(?:men|women|ers|ists|ants|ents|ians|ees|ors|folk|man|woman|er|ist|ant|ee|ian|crats?|mates)|spies|spy"
    r"|students?|doctors?|nurses?|chiefs?|pilots?|crew|guards?|brothers?|sisters?|sons?|daughters?|babies|wife|wives"
    r"|husbands?|mothers?|fathers?|cousins?|bodyguards?|victims?|suspects?|bandits|pirates|tourists|jesuits|widow|"
    r"aides?|judges?|mayors?|journalists?|peacekeepers?|members|inmates|refugees|infants?|toddlers?|couple)\b"
)


def is_person(noun: str) -> bool:
    """True when the noun names people.

    >>> is_person("oil workers"), is_person("villages")
    (True, False)
    """
    return bool(_PEOPLE.search(noun)) and not is_thing(noun)
