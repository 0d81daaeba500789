"""The words that `case2021` looks for in a trigger, in the names of actors and means, or in the first evidence.

English only. Made on the definitions of the labels and on the cases of bench/case2021.py.
"""

from __future__ import annotations

import re

BLAME = re.compile(
    r"(?<!no one )(?<!nobody )(?<!no group )\bclaim(?:ed|s|ing) (?:the )?responsibility\b|\bresponsible for\b|"
    r"(?<!was )(?<!were )(?<!is )(?<!are )\baccus(?:ed|es|ing) (?!of\b|by\b)|\bblam(?:e|ed|es|ing) (?!by\b)|"
    r"\b(?:was|were|is|are|being) behind\b|\bhad carried out\b|"
    r"\bowned up to\b|\b(?:admitted|denied|denies) (?:being|having|any|that)\b|"
    r"\bto blame for\b|\brejected (?:(?:the|a|[\w-]+['’]s?) )?(?:accusations?|allegations?|claims?|charges?)\b",
    re.IGNORECASE,
)
FLYING = re.compile(
    r"\b(?:(?:war)?planes?|(?:fighter )?jets?|aircraft|helicopters?|gunships?|drones?|quadcopters?|bombers)\b",
    re.IGNORECASE,
)
ON_A_MINE = re.compile(
    r"\b(?:trod|trodden|stepped|stepping|drove|ran|driven|hit|struck)\b[^.]{0,30}\b(?:land)?mines?\b", re.IGNORECASE
)
CARRIED = re.compile(
    r"\b(?:wearing|strapped to|rammed|killing (?:him|her|them)sel(?:f|ves))\b|\b(?:vests?|suicide)\b|"
    r"\b(?:drove|driving) (?:[\w-]+ ){1,6}into\b|\bexplosives? (?:belts?|jackets?)\b",
    re.IGNORECASE,
)
AGENT = re.compile(
    r"\b(?:chlorine|sarin|novichok|vx|chloropicrin|sulphur mustard|(?:mustard|poison(?:ous)?|toxic|nerve|chemical)[ -]"
    r"(?:gas|agents?|weapons?|fumes|smoke|vapou?r))\b",
    re.IGNORECASE,
)
SUICIDE = re.compile(
    r"\bsuicide\b|\bbl[eo]w(?:n|ing)? (?:him|her|them)sel(?:f|ves) up\b|"
    r"\b(?:explosives?|bomb|suicide)[ -](?:vests?|belts?)\b",
    re.IGNORECASE,
)
SHELLED = re.compile(r"\b(?:shell(?:ed|ing|s)|mortar|artillery|rocket|missile|bombardment)\b", re.IGNORECASE)
SHELL = re.compile(r"\b(?:shells?|mortars?|rockets?|artillery)\b", re.IGNORECASE)
THROWN = re.compile(r"\b(?:grenades?|petrol bombs?|firebombs?|molotovs?)\b", re.IGNORECASE)
SEXUAL = re.compile(
    r"\b(?:gang-?)?rap(?:e|es|ed|ing)\b|\bsexual(?:ly)? (?:abuse|assault|violen|violat|slave|servitude|tortur)\w*|"
    r"\b(?:abuse|assault|violat|tortur|enslav)\w* (?:\w+ ){0,2}sexually\b|\bsex slaves?\b",
    re.IGNORECASE,
)
STORMED = re.compile(
    r"\b(?:storm(?:ed|ing)|by force|offensive|assault|(?:heavy|fierce|street) fighting)\b", re.IGNORECASE
)
UNFOUGHT = re.compile(
    r"\bnot a (?:single )?(?:bullet|shot) (?:was|being) fired\b|"
    r"\bunopposed\b|\bno (?:fighting|resistance)\b|\bpeacefully\b|"
    r"\bwithout (?:a |any |firing a |meeting |facing )?(?:shots?|fight(?:ing)?|resistance|clash(?:es)?)\b|"
    r"\bhand(?:ed|ing) (?:over |back )?(?:control|the (?:town|base|city|keys))\b|"
    r"\b(?:base|camp|post|site|town|village|city|district|building)s?\b[^.]{0,40}\b(?:was|were|been) handed\b",
    re.IGNORECASE,
)
LEFT = re.compile(
    r"\b(?:withdr(?:e|a)w\w*|pull(?:ed|ing|s)? (?:out|back)|left|vacat\w+|gave up|abandon\w+)\b", re.IGNORECASE
)
CAME = re.compile(
    r"\b(?:moved in|move in|took (?:it |them )?over|taken over|took charge|taken charge|entered|replaced)\b",
    re.IGNORECASE,
)
REMADE = re.compile(
    r"\b(?:renam\w+|merg\w+|split\w*|disband\w*|founded|formed|defect\w*|absorbed|integrated|broke(?:n)? away|"
    r"switched sides|joined)\b",
    re.IGNORECASE,
)
STOPPED = re.compile(
    r"\b(?:stopped|seiz\w+|found|discover\w+|intercept\w+|recover\w+|confiscat\w+|render\w+|defus\w+|neutrali[sz]\w+|"
    r"dismantl\w+|foil\w+|thwart\w+|disarm\w+|shot down|downed)\b",
    re.IGNORECASE,
)
PROTEST = re.compile(
    r"\b(?:protest|demonstrat|march|rall(?:y|ie)|sit-?in|vigil|picket|crowd|gather|mourner|chant|strik|unrest|riot)\w*",
    re.IGNORECASE,
)
MARCHING = re.compile(
    r"\b(?:protest(?:s|ers?|ing)?|demonstrat(?:ors?|ing|ions?)|march(?:es|ers?|ing)?|rall(?:y|ies)|sit-ins?|vigils?|"
    r"chanting|slogans)\b",
    re.IGNORECASE,
)
AT_MARCH = re.compile(
    r"\b(?:at|during|from|attending|joining|in) (?:an?|the|their) (?:[\w-]+ ){0,3}"
    r"(?:protests?|demonstrations?|march|rally|sit-in|vigil|picket)\b",
    re.IGNORECASE,
)
DISPERSAL = re.compile(
    r"\b(?:tear ?gas|water cannons?|baton\w*|dispers\w+|scatter\w+|broke(?:n)? up|break(?:ing)? up|"
    r"(?:riot )?police (?:detained|arrested|blocked|cleared|removed)|were (?:detained|arrested|taken away|led away))\b",
    re.IGNORECASE,
)
GUNFIRE = re.compile(
    r"\b(?:live (?:rounds|fire|ammunition)|rifles?|bullets?|gunfire|shot|opened fire|gunned)\b", re.IGNORECASE
)
RIOT = re.compile(
    r"\b(?:barricad\w+|burning tyres|burnt tyres|torch(?:ed|ing)|set (?:\w+ ){1,4}(?:alight|ablaze|on fire)|"
    r"stones|rocks|petrol bombs?|smash(?:ed|ing)|ransack(?:ed|ing)|loot(?:ed|ing)|vandali[sz]ed)\b",
    re.IGNORECASE,
)
CROWD = re.compile(
    r"\b(?:mobs?|crowds?|throngs?|residents|villagers|neighbou?rs|locals|onlookers|bystanders|vigilantes?|youths|"
    r"(?:groups?|bands) of (?:\w+ )?(?:men|people)|(?:football |rival )?fans)\b",
    re.IGNORECASE,
)
TRADED = re.compile(r"\b(?:human )?traffick(?:ers?|ing|ed)\b", re.IGNORECASE)
DRUGS = re.compile(
    r"\b(?:cocaine|heroin|opium|ecstasy|cannabis|methamphetamine|narcotics|ivory|counterfeit\w*)\b", re.IGNORECASE
)
PAID_FOR = re.compile(
    r"\b(?:hitm[ae]n|(?:hired|paid) (?:gunm[ae]n|killers?|assassins?)|contract kill\w+|protection money|poach\w+)\b",
    re.IGNORECASE,
)
CRIME = re.compile(
    r"\b(?:smuggl\w+|traffick\w+|(?:money[- ])?launder\w+|extort\w+|mafia|kickbacks?|brib\w+|poach\w+|syndicates?|"
    r"contract kill\w+|protection money)\b",
    re.IGNORECASE,
)
NATURE = re.compile(
    r"\b(?:earthquakes?|quakes?|(?:land|mud)slides?|avalanches?|floods?|flooding|cyclones?|hurricanes?|typhoons?|storms?|"
    r"tornado(?:es)?|tsunamis?|wildfires?|droughts?|volcan\w+|eruptions?|lava|epidemics?|outbreaks?|cholera|ebola|"
    r"measles|locusts)\b",
    re.IGNORECASE,
)
MISHAP = re.compile(
    r"\b(?:accident(?:s|al|ally)?|leak(?:s|ed|ing|age)?|spill(?:s|ed|age)?|methane|fireworks|faulty|short circuit|"
    r"careless\w*|negligence|boiler|gas (?:cylinder|canister|main)|industrial|chemicals? (?:plant|factory)|derail\w+|"
    r"coll(?:ided|ision))\b",
    re.IGNORECASE,
)
