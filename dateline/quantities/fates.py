"""The words of fate, by kind of toll: what befalls a subject, what is done to an object, and which nouns are a toll."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from dateline.model import TollKind

Patterns = Sequence[tuple[TollKind, re.Pattern[str]]]


def _verbs(words: str) -> str:
    """The forms of regular verbs in the active: "kill" gives kill, kills, killed, killing; "execute" as well."""
    stems = [
        (word[:-1], "(?:e|es|ed|ing)") if word.endswith("e") else (word, "(?:s|es|ed|ing)?") for word in words.split()
    ]
    return "|".join(stem + ending for stem, ending in stems)


_HIS = r"(?:his|her|their|its)"
_HOME = r"(?:homes?|houses?|villages?|land|lands|towns?)"
_LIMBS = r"(?:hands?|arms?|legs?|feet|foot|ears?|noses?|limbs?|lips|fingers?|eyes?|sight)"
_AWAY = r"(?:away|off|(?:as )?(?:hostages?|prisoners?|captives?))"
# Ways to die that a passive and an active sentence share ("were gunned down", "gunned down six").
_SLAIN = (
    r"shot dead|shot and killed|gunned down|mow(?:ed|n) down|cut down|struck down|lynched|slain|murdered|executed"
    r"|beheaded|decapitated|massacred|slaughtered|butchered|hanged|assassinated|eliminated|liquidated|neutrali[sz]ed"
    r"|annihilated|wiped out|strangled|electrocuted|martyred|blown up|blown (?:apart|to pieces|to bits)"
    r"|put to death|killed off|finished off|bumped off|slew|slay(?:s|ing)?|despatched|dispatched to hell"
    r"|incinerated|disembowelled|rendered (?:ineffective|harmless)"
)
_TO_DEATH = (
    r"(?:hacked|burn(?:ed|t)|stabbed|beaten|trampled|tortured|shot|crushed|clubbed|stoned|bludgeoned|hammered|starved"
    r"|frozen|froze|bled|choked|bayoneted|knifed|macheted|scalded|speared|sentenced and put|torched|whipped|kicked"
    r"|battered)"
)
_DIED = (
    r"died?|dies|dying|perish(?:ed)?|drown(?:ed)?|succumbed|expired|suffocated|passed away|breathed {his} last"
    r"|(?:lost|lose|loses|gave|laid down|lay down|paid with|sacrificed) {his} li(?:fe|ves)|(?:met|found) {his}"
    r" (?:deaths?|ends?)|(?:embraced|attained|achieved|received|got|tasted) martyrdom|(?:fell|fallen) (?:as )?martyrs?"
    r"|paid the (?:ultimate|supreme) (?:price|sacrifice)|made the (?:ultimate|supreme) sacrifice"
).replace("{his}", _HIS)
_HURT = r"wounded|injured|hurt|maimed|burn(?:ed|t)(?! (?:out|down|to the ground))|mutilated|scarred|disfigured"
_HURT += r"|blinded|crippled|concussed|(?:gang-?)?raped|sexually assaulted|beaten up|sickened|poisoned|scratched|grazed"
_BODY = r"(?:legs?|arms?|foot|feet|knees?|thighs?|hands?|shoulders?|hips?|stomach|back|buttocks|head|face|chest|neck)"
_HELD = (
    r"(?:re-?)?arrested|detained|jailed|rounded up|apprehended|imprisoned|picked up(?! alive)|nabbed|handcuffed"
    r"|remanded|interned"
    r"|locked up"
    r"|taken into custody|put behind bars|thrown (?:in|into) (?:jail|prison)|hauled in|under (?:house )?arrest"
    r"|incarcerated"
    r"|taken (?:in )?(?:for questioning|to (?:the |a )?(?:police station|jail|prison|cells))|in the cells"
    r"|in police custody"
    r"|(?:being )?questioned by (?:the )?(?:police|detectives)|caught (?=with|red-handed|trying|while|carrying)"
)
_SEIZED = (
    r"(?:re-?)?captured|kidnapped|abducted|snatched|seized|(?:taken|carried|led|driven|dragged|marched|herded|spirited"
    r"|whisked"
    rf"|hauled) {_AWAY}|held (?:hostage|captive|prisoner)|waylaid|ambushed and taken|marched into|herded into"
    r"|bundled into|taken from|kept hostage"
)
_FREED = (
    r"released|picked up alive|pulled out alive|freed|set free|liberated|rescued|let go|turned loose|saved"
    r"|ransomed|repatriated|pardoned|amnestied"
)
_DRIVEN = (
    rf"(?:forced|driven|chased|expelled|turned|run|evicted|flushed|burnt|burned|bombed) (?:out of|from|off|out)"
    rf"(?: (?:{_HIS}|the))? {_HOME}|(?:forced|made|had|have|has|having|obliged|compelled|told|ordered) to"
    rf" (?:flee|leave(?: {_HIS} {_HOME})?|evacuate|abandon {_HIS} {_HOME}|run|escape|relocate)|displaced|evacuated"
    r"|(?:forced|driven|pushed|chased|hounded|bombed|kicked|thrown|turfed) out|uprooted|(?:made|left|rendered"
    r"|become|became) (?:homeless|refugees)|dislocated|driven out|put to flight|expelled|deported|evicted"
    rf"|(?:forced|driven) (?:from|into|across|over)|(?:moved|relocated|shifted|brought|taken) (?:out of"
    rf"|from) {_HIS} {_HOME}"
    rf"|lost {_HIS} homes?"
)

# "were held" is an arrest; "held a march" is none, so this stands in the passive only.
_KEPT = (
    r"held(?= (?:in|on|for|at|since|after|over|under|during|when|as|and|last|this|today|yesterday|without|pending|by"
    r" (?:the )?(?:police|authorities|army|security))\b|[.,;]|$)(?! (?:in|on|at) (?:bay|the (?:forest|bush|jungle)))"
)
# What befalls a subject, the words right behind it; the first kind that fits decides.
_PASSIVE: tuple[tuple[TollKind, str], ...] = (
    ("losses", r"(?:killed|dead|slain|died),? (?:or|and|and/or|/) (?:wounded|injured|captured|disappeared|(?:went "
               r"|gone )?missing)(?! (?:\d|an?other"
               r"|\w+ other))|casualt(?:y|ies)|losses"),
    ("killed", rf"killed|dead|lost(?= (?:in|on|at|when|during|after|as)\b|[.,;]|$)|{_SLAIN}|{_TO_DEATH} to death"
               rf"|(?:burn(?:ed|t)|buried|roasted|flayed|skinned) (?:alive|beyond recognition|to ashes)"
               rf"|{_DIED}|feared (?:dead|killed)|deaths?|fatalit(?:y|ies)|martyrs|fallen|fell in (?:the )?(?:combat"
               r"|battle|fighting|action)|(?:cut|mown) down .{0,30}and (?:died|killed)|sent to (?:hell|the gallows)"
               rf"|lifeless|had {_HIS} throats? (?:cut|slit)|exhumed|brought dead|(?:fell|fallen) (?:in"
               rf"|during) (?:the |an? )?(?:assault"
               rf"|attack|clash(?:es)?|operation|offensive)|buried in (?:an? )?(?:common|mass|shallow)"),
    ("injured", rf"{_HURT}|(?:shot|hit|hacked|stabbed|struck|knifed) (?:and (?:\w+ly )?(?:wounded|injured|hurt)"
                rf"|in (?:the|his|her|their|both)(?: \w+)? {_BODY})|stabbed(?! (?:to death|and killed|dead"
                rf"|in the back and))|hospitali[sz]ed|harmed|wounds|injuries|(?:taken"
                rf"|rushed|brought|admitted|evacuated|carried)"
                r" to (?:an? |the )?(?:\w+ )?(?:hospitals?|clinics?)|(?:in|left in) (?:an? )?(?:critical|serious|grave"
                r"|stable) condition|(?:sustain|receiv|suffer|report|escaped with|had)\w* (?:[\w-]+ ){0,4}(?:injur\w+"
                r"|wounds?|burns|fractures)"
                rf"|(?:had|lost) (?:{_HIS}|an?|both|one) (?:\w+ )?{_LIMBS}|undergoing treatment|(?:fell|fallen|taken"
                rf"|falling) (?:ill|sick)"
                rf"|treated(?= (?:in|at|on|by|for|there)\b|[.,;]|$)|(?:recovering"
                rf"|suffering) from {_HIS}?(?:[\w-]+ ){{0,3}}"
                rf"(?:injuries|wounds|burns)|(?:remain(?:s|ed)?"
                rf"|are|were|was|is|still|recovering|treated) in (?:an? |the )?(?:\w+ )?(?:hospital|intensive care"
                rf"|clinic)|(?:being )?treated for"
                r"|(?:with|nursing|suffering(?: from)?) (?:[\w-]+ ){0,3}(?:injuries|wounds|burns|fractures)"),
    ("missing", r"missing|unaccounted for|not (?:yet )?accounted for|(?:trapped|buried) (?:under|beneath)"
                r"|(?:went|gone|go|reported) missing|disappeared|vanished|untraced|unlocated"
                r"|(?:not|never) (?:been )?(?:seen|heard of|heard from|found|traced)"),
    ("released", rf"{_FREED}|(?:walk(?:ed)?|gone|went) free|regained {_HIS} (?:freedom|liberty)|(?:allowed"
                 rf"|permitted) to (?:go|leave)"
                 r"|exchanged|swapped|handed back|(?:came|come) home"),
    ("arrested", rf"{_HELD}|{_KEPT}|in custody|behind bars|in detention"),
    ("captured", rf"{_SEIZED}|surrendered|laid down {_HIS} (?:arms|weapons)|gave themselves up|fell into (?:the )?hands"
                 r"|in captivity"),
    ("displaced", rf"{_DRIVEN}|fled|flee|fleeing|left {_HIS} {_HOME}|homeless|on the run|(?:run|ran) (?:from|for {_HIS}"
                  rf" lives)|(?:sought|seek|seeking|took|taken|found) (?:shelter|refuge|flight)"
                  rf"|abandoned {_HIS} {_HOME}"
                  rf"|left (?:for|(?:the|{_HIS}) (?:\w+ )?(?:{_HOME}|camps?|area|city|district|country|region|province"
                  rf"|valley"
                  r"|quarters?|neighbou?rhoods?))|left (?=[A-Z])(?-i:[A-Z])\w+(?= since)|packed (?:{_HIS} bags|up)"
                  r"|(?:living|live|sleeping|sleep|camped|camping|sheltering|sheltered|housed|lodged|crammed|huddled)"
                  r" (?:in|under|at|with) (?:\w+ ){0,2}(?:tents?|camps?|open|tarpaulins?|schools?|barracks|shelters?"
                  r"|stadium"
                  r"|hall|church(?:es)?|mosques?|relatives)"
                  r"|cross(?:ed|ing|es)? (?:into|over|the (?:\w+ )?(?:border|river|frontier))|poured (?:into|across)"
                  r"|streamed (?:into|across)|escaped (?:into|to)"
                  .replace("{_HIS}", _HIS)),
)  # fmt: skip
# A figure that is told of a tally: "the number of dead rose to", "estimates of the wounded range", "losses at".
_FIGURE = (
    r"(?:,? (?:first|initially|earlier|originally|previously) [\w ]{0,30},)?(?: (?!to |for |at )[\w'’,-]+){0,12}?"
    r"(?: (?:to|at|of|is|was|are|were|as|stands at|stood at|reached|hit|now|had reached|totall?ed|total|numbered"
    r"|climbed to|rose to|ranges?|ranged|vary|varied|varies|counted|climbed by|grew by|rose by|numbers?|stand at"
    r"|rise to|totals))+"
)
_TALLY = (
    r"(?:numbers?|counts?|estimates?|figures?|tally|tallies|total|that) (?:of|for) (?:the |its |their |those )?"
    r"(?:(?:[a-z]+ )?(?:people|troops|men|women|those|[a-z]+s) )?"
)
_KILL = (
    "kill murder assassinate execute behead massacre slaughter butcher lynch martyr hang eliminate liquidate neutralise"
    " neutralize decapitate strangle electrocute annihilate"
)
# What is done to an object, the words right before it. A mark asks for what the verb of many senses needs behind it.
_ACTIVE: tuple[tuple[TollKind, str], ...] = (
    ("losses", r"(?:kill(?:ed|ing)?|dead),? (?:or|and|and/or|/) (?:wound|injur|captur)\w+|(?:caus|inflict|suffer"
               r"|cost|sustain|tak)\w*(?: \w+){0,3}?(?=#CASUALTIES)"
               rf"|(?:losses|casualties|casualty (?:toll|figure|count)){_FIGURE}"),
    ("killed", rf"{_verbs(_KILL)}|shot dead|shoot(?:s|ing)? dead|gun(?:s|ned|ning)? down|mow(?:s|ed|ing)? down|{_SLAIN}"
               r"|wip(?:es|ing) out|cut(?:s|ting) down|lives? of|(?:bodies|corpses|remains|skeletons|(?:dead )?body) of"
               r"|deaths? of|loss of(?=#PEOPLE)|(?:killing|murder|massacre|execution|assassination|slaughter|lynching"
               r"|beheading"
               r"|slaying) of"
               rf"|{_TO_DEATH} to death|(?:hacking|burning|stabbing|beating|trampling|clubbing|stoning) to death"
               r"|(?:cost|claim|took|taking|taken?)\w*(?=#LIVES)|\bput(?:s|ting)? [^,;]{0,50}(?:dead|deaths|killed"
               r"|fatalities) at|cost(?=#LIFE)|cost(?:s|ing)?(?: (?:the|its"
               r"|their) [\w-]+"
               r"| [A-Z][\w-]+| them| it| us)(?=#PEOPLE)|buried(?=#PEOPLE)"
               r"|drown(?:ed|ing)(?=#PEOPLE)|(?:lost|losing|loses)(?=#PEOPLE)"
               r"|(?:kill(?:ed|ing)|blew up) (?:himself|herself|themselves) and|bury(?:ing)? alive"
               r"|(?:burn(?:ed|t|ing)|buried|burying|roasted|skinned)(?=#ALIVE)|(?:hacked|stabbed|beat|beaten|clubbed"
               r"|stoned|trampled|tortured|shot|burn(?:ed|t)|put|crushed|starved|bludgeoned)(?=#TO_DEATH)"
               rf"|(?:death )?tolls?{_FIGURE}|(?:death )?tolls?"
               rf"|{_TALLY}(?:dead|deaths|fatalities|{_SLAIN}|{_TO_DEATH} to death|killed|martyrs|victims"
               rf"|lives lost|bodies){_FIGURE}"
               rf"|(?:own|{_HIS}|the) dead{_FIGURE}|(?:fatalities|martyrs){_FIGURE}"
               r"|(?:dead|deaths|killed|fatalities|martyrs)(?: so far)?:|cut(?:ting)? the throats? of"
               r"|slit(?:ting)? the throats? of|blew up(?=#PEOPLE)"),
    ("injured", rf"treat(?:ed|ing)(?=#PEOPLE)|\bput(?:s|ting)? [^,;]{{0,50}}(?:wounded|injured) at|wound(?:ing|s)?"
                rf"|injur(?:e|ing|es)|hurt(?:ing|s)?|maim(?:s|ing)|burns|burning|raping|gang-raping"
                r"|(?:left|leaving|leaves|sent|sending|sends|put|putting)(?=#HOSPITAL)|sickening|poisoning"
                r"|beat(?:ing)?(?: up)?(?=#PEOPLE)|mutilates|cripples"
                rf"|blinds|{_HURT}"
                r"|(?:wounded|injured|injuries)(?: so far)?:|injur(?:y|ies) (?:of|to)|wounding of"
                r"|hospitali[sz](?:ed|ing)|disfigur(?:ing|es)|mutilating|blinding"
                rf"|(?:chopp?(?:ed|ing)|cut(?:ting)?|hack(?:ed|ing)|lopp(?:ed|ing)|gouged|blew|tore) (?:off|out) the"
                rf" {_LIMBS} of|amputat(?:ed|ing) the {_LIMBS} of"
                rf"|{_TALLY}(?:wounded|injured|injuries|hurt){_FIGURE}"),
    ("arrested", rf"arrest(?:ing|s)?|detain(?:ing|s)?|apprehend(?:ing|s)?|round(?:ing|s) up|jail(?:ing|s)?|{_HELD}"
                 r"|(?:police\w*|constables|officers|authorities|agents|gendarmes|branch|security (?:men|forces"
                 r"|services?)|bureau)"
                 r"\b[^,;]{0,60}\b(?:held|holding)(?=#PEOPLE)"
                 r"|netted(?=#PEOPLE)|(?:arrest|detention|capture and arrest) of|imprison(?:ing)?"
                 r"|picking up(?=#PEOPLE)|nabbing"
                 rf"|{_TALLY}(?:arrests|detainees|arrested|detained){_FIGURE}"),
    ("released", r"releas(?:e|ed|ing|es)|fre(?:ed|eing)|frees?|set(?:ting)? free|release of|liberat(?:ed"
                 r"|ing)(?=#PEOPLE)"
                 r"|rescu(?:e|ed|ing|es)(?=#PEOPLE)|let(?:ting)? go|let(?:ting)?(?=#GO)|hand(?:ed|ing) (?:over|back)"
                 r"(?=#PEOPLE)|(?:brought|brings?|bringing|won) (?:home|back|the release of)(?=#PEOPLE)|return(?:ed"
                 r"|ing)(?=#CAPTIVES)|(?:exchanged?|return|swapp?(?:ed)?) for(?=#CAPTIVES)|repatriated"
                 r"|ransomed"),
    ("captured", r"kidnapp?(?:ed|ing|s)?|abduct(?:ed|ing|s)?|captur(?:e|ed|ing|es)(?=#PEOPLE)|(?:abduction"
                 r"|kidnapping) of"
                 r"|(?:took|taking|takes|taken|held|holds?|holding|seized|marched|carried|led|dragged|drove|herded)"
                 r"(?=#CAPTIVES)|snatch(?:ed|ing)(?=#PEOPLE)|(?<!police )holding(?=#PEOPLE)|seiz(?:e|ed|ing"
                 r"|es)(?=#PEOPLE)|captur\w* of(?=#PEOPLE)"
                 r"|(?:carr(?:ied|ying)|took|taking|led|leading|drove|driving|dragg(?:ed|ing)|march(?:ed|ing)|herd(?:ed"
                 r"|ing)|haul(?:ed|ing)|whisk(?:ed|ing)|spirit(?:ed|ing)|made|making|walk(?:ed|ing)|cart(?:ed|ing)"
                 r"|bundl(?:ed|ing)"
                 r"|hustl(?:ed|ing)|frogmarch(?:ed|ing)|mak(?:es)|tak(?:es)) (?:away"
                 r"|off)(?: with)?(?=#PEOPLE)"
                 r"|waylaid(?=#PEOPLE)|held (?:hostage|captive)|took (?:hostage|prisoner|captive)"),
    ("displaced", r"displac(?:e|ed|ing|es)|uproot(?:ed|ing)|evacuat(?:e|ed|ing)(?=#PEOPLE)|(?:expell?|deport"
                  r"|evict)(?:ed"
                  r"|ing|s)(?=#PEOPLE)|(?:forc|driv|drov|mak|compell?|sen[dt]|push)\w*"
                  r"(?=#FLEEING)|(?:left|leaving|made|making|rendered|rendering)(?=#HOMELESS)"
                  r"|(?:drove|driven|driving) (?:out|away)(?=#PEOPLE)|flight of|exodus of|displacement of"
                  rf"|{_TALLY}(?:displaced|displaced people|refugees|homeless){_FIGURE}"),
    ("captured", rf"{_TALLY}(?:kidnapped|abducted|captured|hostages|prisoners|captives){_FIGURE}"),
    ("missing", rf"{_TALLY}(?:missing|disappeared){_FIGURE}|disappearance of"),
)  # fmt: skip
NOUN_KINDS: tuple[tuple[TollKind, str], ...] = (
    ("losses", r"casualt(?:y|ies)|losses"),
    (
        "killed",
        r"fatalit(?:y|ies)|deaths?|killings|murders|assassinations|slayings|lynchings|beheadings|bod(?:y|ies)"
        r"|corpses?|martyrs?|dead|killed|slain|loss of life|skeletons",
    ),
    ("injured", r"injuries|no injury|wounded|injured"),
    ("missing", r"missing|disappearances"),
    ("arrested", r"arrests|detentions"),
    ("captured", r"kidnappings|abductions"),
)
AUXILIARY = (
    r"(?:(?:(?!nearly|narrowly|family|elderly|assembly|italy)[a-z]{2,}ly|either|were|was|have|has|had|are|is|be|been"
    r"|being|got|gets?|reportedly|also|allegedly|either|seriously"
    r"|severely|badly|critically|fatally|slightly|lightly|later|still|all|both|more|confirmed|believed|presumed|now"
    r"|others?|reported|then|left|may|might|remain(?:s|ed)?|could|must|would|said|thought|feared|known|to(?= (?:be"
    r"|have)\b)|apparently"
    r"|instantly|since|simply|each|eventually|immediately|subsequently|already|earlier|previously|recently|just"
    r"|found|pronounced|declared|certified|first|initially|so far|in all|in total"
    r"|altogether|certainly|probably|possibly|mortally|gravely|moderately|mildly|themselves|officially"
    r"|summarily|brutally|simultaneously|again|too|finally|alone|in turn|who|that|confirmed as)\s+)*"
)
# What stands between a subject and its verb: ages, where they were, an aside in commas, brackets or dashes.
_ASIDE = (
    r"(?: and (?:crew|crew members|staff|girls|boys|children|women|men))?(?:,? aged [\d, and]+"
    r"|, \d{1,2}(?=,))?(?: (?:of|from|in|on|at|near|aboard|inside|belonging to|with|travelling|traveling|beside"
    r"|behind|alongside|next to)"
    r"(?: (?!(?:were|was|have|has|had|are|and|who|whom|that|when|after)\b)[\w'’.-]+){1,7}?"
    r"(?= (?:were|was|have|has|had|are|died?|perished|drowned|lost|laid|gave|fled|flee|disappeared|surrendered"
    r"|vanished|succumbed|suffered|sustained|may|might|could)\b))?"
    r"(?: (?:rather than|instead of|and not|not)(?: [\w,]+){1,3}?)?(?:,? \([^)]{0,60}\)|,? (?:including|among them"
    r"|most|not|many|all of them|mainly|mostly|some|plus|half"
    r"|\w+ of (?:them|whom))\b[^,;]{0,60},|, (?!and\b|or\b|but\b|while\b|killed|wounded)[^,;\d]{1,60},(?! (?:and"
    r"|while)\b)"
    r"| [-–—] [^-–—]{0,60} [-–—])?"
)
# A first verb that the fate is joined to: "were lined up and shot dead", "was hit in the neck and died".
_JOINED = (
    r"(?: (?:were|was|had been|have been|has been|got|stepped|fell|drove|came)"
    r"(?: (?!and\b|were\b|was\b|whe[nr]\w*\b|after\b|as\b)[\w'’-]+){1,7}(?:, | and | then |, then )+"
    r"| (?:[a-z]+ed|fell|threw|ran|drove)(?: (?!and\b)[\w'’-]+){0,6} and(?= (?:were|was|had been)\b))?"
)
# How a toll is said to be a part of another.
SHARES = {
    "half": Fraction(1, 2), "a third": Fraction(1, 3), "one third": Fraction(1, 3), "two thirds": Fraction(2, 3),
    "a quarter": Fraction(1, 4), "one quarter": Fraction(1, 4), "three quarters": Fraction(3, 4),
    "a fifth": Fraction(1, 5), "one fifth": Fraction(1, 5), "a tenth": Fraction(1, 10), "one tenth": Fraction(1, 10),
}  # fmt: skip
SHARE = r"(?P<bound>(?:at least|more than|over|nearly|almost|about|around) )?"
SHARE += rf"(?P<share>{'|'.join(SHARES).replace(' ', '[ -]')})"
SHARE_BEFORE = re.compile(rf"\b(?<!and )(?<!than ){SHARE} (?:of )?(?:the |its |those |their )?$", re.IGNORECASE)
PART_BEFORE = re.compile(
    r"(?:(?<!not )including|among (?:them|whom)(?: were| was)?|of (?:whom|them)|counting|inclusive of)(?: (?:the"
    r"|at least"
    r"|also))?\s*$",
    re.IGNORECASE,
)
# Words for people by what befell them: "six of the 14 dead" tells of fourteen dead.
DEAD = re.compile(r" ?(?:dead|killed|slain|deaths|fatalities|victims|casualties|wounded|injured|missing)\b")
NEW_TOTAL = re.compile(
    r"\b(?:br(?:ings?|inging|ought)|rais(?:es|ed|ing)|tak(?:es|ing)|took|push(?:es|ed|ing)|puts?"
    r"|putting) the (?:[\w-]+ ){0,3}(?:tolls?|total|number|count|tally)\b"
    r"|^,? the (?:death )?toll\b|\b(?:bringing|raising|raised|brought|taking|pushing) to\b",
    re.IGNORECASE,
)


@cache
def befallen() -> Patterns:
    """What the words behind a subject say befell it; group "told" is the fate itself, with its auxiliaries."""
    return tuple(
        (kind, re.compile(
            rf"^{_ASIDE}(?:{_JOINED})[\s,]*[\"”’']?\s*(?P<told>{AUXILIARY}(?:{words}))\b", re.IGNORECASE
        ))
        for kind, words in _PASSIVE
    )  # fmt: skip


@cache
def finite() -> Patterns:
    """What a verb that stands far from its subject says befell it; group "told" is the fate with its auxiliaries."""
    return tuple(
        (kind, re.compile(rf"[\s,]*(?P<told>{AUXILIARY}(?:{words}))\b", re.IGNORECASE)) for kind, words in _PASSIVE
    )


@cache
def accompanied() -> Patterns:
    """What befell those with whom others are told: "was killed along with"."""
    return tuple(
        (kind, re.compile(
            rf"\b(?P<told>{words})\b[^;:]{{0,90}},? (?:along with|together with|alongside|as well as)"
            r"(?: (?:at least|about|some|the|a group of))?\s*$", re.IGNORECASE
        ))
        for kind, words in _PASSIVE
    )  # fmt: skip


@cache
def done() -> Patterns:
    """What the words before an object say was done to it; a mark of what follows may stand at their end ("#PEOPLE")."""
    joint = (
        r"(?: (?:were|was|of|at least|another|a total of|his|her|its|their|all of its|all of the|today|yesterday"
        r"|overnight|himself and|herself and|the lives of|among others|to death|all))*"
    )
    return tuple(
        (kind, re.compile(rf"\b(?:{words.replace('(?=#', '(?=[A-Z_#]*#')}){joint}(?=$|#[A-Z_#]+$)", re.IGNORECASE))
        for kind, words in _ACTIVE
    )


# Words that nearly always tell what befell people.
_STRONG = (
    r"kill|wound|injur|hurt|dead|death|\bdie[ds]?\b|slain|murder|execut|massacr|behead|lives|bod(?:y|ies)|corpse|martyr"
    r"|fatalit|perish|missing|disappear|displac|fle[de]|evacuat|arrest|detain|unaccounted|rounded up|captur|kidnap"
    r"|abduct"
    r"|releas|freed|set free|surrender|casualt|toll|hostage|prisoner|losses|custody|rescue|assassinat|stabbed"
    r"|harmed|lynch"
    r"|gunned|slaughter|drown|neutrali|eliminat|liquidat|hacked|apprehend|seized|driven from|hanged|uprooted"
    r"|burn(?:ed|t) to"
    r"|lost|fallen|shot|liberat|jailed"
)


@cache
def any_words() -> re.Pattern[str]:
    """A word in lower-case text without which no fate is told."""
    return re.compile(
        rf"{_STRONG}|rape|held|treated|ill\b|expel|deport|evict|tents|camp|buried|left|sick|driven|lives?\b|hit"
    )


@cache
def strong_words() -> re.Pattern[str]:
    """A word in lower-case text that nearly always tells what befell people."""
    return re.compile(_STRONG)
