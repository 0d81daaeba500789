"""How words stand around the name of an actor: counts and descriptions before it, its people and offices after it."""

from __future__ import annotations

import re

ARTICLES = re.compile(r"^(?:the|a|an|its|their|his|our|some|several|all|any|other|both)\s+", re.IGNORECASE)
COUNTS = re.compile(
    r"^(?:(?:one of the|some of the|many of the|most of the|all the|the last|last|about|around|at least|"
    r"more than|over|nearly|some|up to|hundreds of|dozens of|scores of|"
    r"tens of thousands of|thousands of|(?:a |large |small )?numbers? of|(?:a )?handful of|a few|"
    r"(?:the )?remnants of(?: the)?|(?:a |an )?(?:small |large )?group of|(?:the )?vast majority of|"
    r"groups of|a unit of|units of|members of|"
    r"\d[\d,.]*|two|three|four|five|six|"
    r"seven|eight|nine|ten|suspected|alleged|armed|heavily armed|foreign|local|so[- ]called|self[- ]styled|unknown|"
    r"senior|remaining|surviving|captured|defeated|fleeing|battle-hardened|hardcore|"
    r"die-?hard|non-\w+|fellow|retreating|masked|militant group|rebel group|terrorist group|jihadist group|"
    r"extremist group|armed group|guerrilla group|marxist guerrilla group|paramilitary group|militant|jihadist|"
    r"(?:guerrilla|terrorist|rebel|militant|extremist|jihadist|subversive) (?:organi[sz]ation|movement)|"
    r"terrorist|terrorists of|rebels of|extremist|guerrilla|shia|shiite|sunni|islamist|leftist|maoist|marxist)\s+)+",
    re.IGNORECASE,
)
# "Their troops", "rebel soldiers", "US-backed troops" are not the state's of the report.
OTHERS = re.compile(
    r"^(?:its|their|his|her|our|my|your|whose)\b|\b(?:guerr?illas?|rebels?|militants?|terrorists?|extremists?|"
    r"islamists?|"
    r"jihadists?|insurgents?|opposition|foreign|enemy|masked|unknown|former|ex|retired|child|private|self[- ]styled|"
    r"so[- ]called|alleged|suspected|separatists?|paramilitary)\b|"
    r"[- ](?:backed|led|allied|aligned|linked|affiliated|supported|trained|controlled)\b",
    re.IGNORECASE,
)
BACKED = re.compile(
    r"^(?:[\w.’'-]+[- ](?:backed|led|allied|aligned|linked|affiliated|supported|trained|based|controlled|castroite)|"
    r"[\w.’'-]+-(?:dominated|funded|sponsored|armed|equipped)|"
    r"mostly[- ]\w+|predominantly[- ]\w+|pro[- ]castroite)\s+",
    re.IGNORECASE,
)
HEADS = frozenset(
    "fighter fighters militant militants jihadi jihadis jihadist jihadists position positions member members "
    "terrorist terrorists rebel rebels guerrilla guerrillas insurgent insurgents extremist extremists gunman gunmen "
    "forces force troops soldiers soldier unit units commander commanders leader leaders militia militias militiaman "
    "militiamen column columns operative operatives stronghold strongholds cell cells group movement organization "
    "organisation faction factions guards convoy convoys combatants combatant commandos commando command patrol "
    "patrols targets recruits leadership bases base men warplanes warplane jets jet aircraft snipers sniper "
    "bomber bombers suicide assassins hitmen gang cadres elements subversives peacekeepers party guys activists "
    "terror elite officials official troopers separatists paramilitaries cartel traffickers detainees detainee "
    "prisoners recruiter recruiters suspect suspects commands "
    "adherents followers loyalists remnants diehards "
    "hardliners holdouts caliphate hardcore captives chiefs chief "
    "reinforcements deserters redoubts hideouts hideout camp camps insurgency".split()
)
# "a unit of the X", "fighters from X": what stands before these words belongs to what stands after.
PART_OF = re.compile(
    r"^(?:[\w’'-]+\s+){0,5}?(?:members?|fighters?|militants?|guerrillas?|rebels?|soldiers?|troops|units?|elements?|"
    r"forces|commandos?|columns?|operatives?|militiamen|terrorists?|jihadis?|jihadists?|gunmen|fronts?|"
    r"officers?|leaders?|company|companies|platoons?|squads?|men|personnel|contingents?|branch|wing|group|"
    r"leadership|commanders?|combatants|jets?|warplanes|aircraft|volunteer|general staff|"
    r"high command|chiefs?|remnants|"
    r"helicopters?|planes|policemen|agents|squadrons?|battalions?|brigades?|chairm[ae]n)\s+"
    r"(?:of|from|with|belonging to)\s+(?:the\s+)?(?P<whole>.+)$",
    re.IGNORECASE,
)
# "the X's 5th brigade": a part of X. "X's spokesman", "X's rival" are not.
OWN_PART = re.compile(
    r"^(?P<whole>.+?)['’]s?\s+(?:(?!pro-|anti-)[\w.,-]+\s+){0,3}?(?:battalions?|brigades?|divisions?|regiments?|units?|wing|branch|"
    r"corps|office(?:\s+of\s.+)?|forces|fighters|militants|troops|soldiers|leadership|army|navy|air force|"
    r"columns?|fleet|batteries)$",
    re.IGNORECASE,
)
SPEAKS_FOR = re.compile(
    r"\b(?:spokes(?:man|men|woman|person)|speaker|lawyers?|supporters?|sympathi[sz]ers?|opponents?|enem(?:y|ies)|"
    r"victims?|families|relatives|wife|wives|widow|foes?|critics?|rivals?|defectors?|"
    r"proxies|allies|backers|partners|counterparts?|hostages?)\b",
    re.IGNORECASE,
)
UNIT = re.compile(r"\s+(?:\d+(?:st|nd|rd|th)?\s+)?(?:[\w-]+\s+)?(?:battalions?|brigades?|divisions?|regiments?)$", re.I)
# "Harrow Front fighters in the town", "the Harrow Front, a rebel group", "the rebel group, the Harrow Front".
OTHER_SIDE = re.compile(
    r"\b(?:allied|backed|linked|led|affiliated?|affiliates?|opposed|rival|anti|ex|former|aligned|supported|held|and|or|"
    r"against|inspired|splinter|breakaway)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"(?P<whole>.+?\b(?:fighters|militants|jihadists|jihadis|guerrillas|rebels|forces|troops|soldiers|army|"
    r"police|positions|"
    r"units|members|commanders|militiamen|gunmen|warplanes|jets))\s+(?:in|near|at|inside|around|outside|from|remaining|"
    r"fighting|based|operating|stationed|who|that|which|trying|holed|deployed|along|across|on|backing|supporting|"
    r"helping|assisting|aiding|accompanying|alongside|opposing|battling|besieging|guarding|protecting|escorting)\b.+",
    re.IGNORECASE,
)
APPOSITION = re.compile(
    r"(?P<first>[^,]+), (?:an?|one of|which|who|led|known|also|formerly)\s.+|.+\b(?:group|movement|militia|"
    r"organi[sz]ation|"
    r"faction|front|branch|affiliate|party|wing), (?:the\s+)?(?P<last>[^,]+)",
    re.IGNORECASE,
)
# "The Harrow Front commander Omar Said", "UN special envoy for Peru, Anna Holt": those whom the office is of.
ENVOY = re.compile(
    r"(?P<body>.{2,60}?)\s+(?:special envoy|peace envoy|presidential envoy|envoy|secretary[- ]general|"
    r"special representative|representative|"
    r"high commissioner|general secretary|commander|commanders|leader|leaders|chief|emir|suspect|recruiter|"
    r"operative|member|jihadist|terrorist|supremo|militant|"
    r"fighter|guerrilla)"
    r"(?:\s+(?:for|to|in)\s+(?:the\s+)?[\w-]+(?:\s[A-Z][\w-]+)?)?(?:,?\s+(?P<name>[\w][\w.’'-]*(?:\s[\w.’'-]+){0,4}))?",
    re.IGNORECASE,
)
# "The new UN Syria envoy, Anna Holt", "the EU foreign policy chief": a body of states and who serves it.
BODY_OFFICE = (
    r"(?:(?:new|outgoing|incoming|then|top|senior|visiting|deputy)\s+)*(?P<body>UN|U\.N\.|United Nations|EU|E\.U\.|"
    r"European Union|Nato|NATO|African Union|Arab League|OSCE|OPCW|ECOWAS|Ecowas)(?:['’]s)?\s+(?:[\w.’'-]+\s+){0,5}?"
    r"(?i:envoy|chief|head|representative|secretary[- ]general|commissioner|co-?ordinator|mediator|negotiator|"
    r"officials?|spokes(?:man|woman|person)|rapporteur|ambassador|inspectors?|investigators?|observers?|monitors?|diplomats?|"
    r"commander|general|peacekeepers?|staff|mission|agencies)"
)
OF_BODY = re.compile(rf"{BODY_OFFICE}(?:\s+(?:for|to|in)\s+[^,]+?)?(?:,?\s+[A-Z][\w’'-]*(?:\s[\w’'-]+){{0,3}})?")
BRACKET = re.compile(r"^(?P<name>[^()]+?)\s*(?:\((?P<inner>[^()]+)\)|,\s*(?P<comma>[\w-]{2,7}),?)(?P<rest>[^()]*)$")
