"""Find the phrases of a sentence that count people: "at least 12 people", "a soldier", "no one", "dozens"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dateline.quantities.counts import ABOUT, LEAST, MOST, NEARLY, NUMBER, find_numbers, is_singular, parse_count
from dateline.quantities.people import is_group, is_name, is_person


@dataclass(frozen=True, slots=True)
class Phrase:
    """A counting phrase: where it stands, and its noun, lower-case ("" where only a number stands)."""

    start: int
    end: int
    text: str
    noun: str


# The noun of a phrase that is a person's name.
NAME = "name"
# A phrase's noun ends before these.
_STOPS = (
    r"were|was|have|has|had|who|whom|whose|and|or|nor|in|on|at|by|from|when|after|as|during|near|to|for|while|with|that"
    r"|which|(?-i:is)|are|be|been|being|but|over|into|of|following|against|because|if|than|then|not|where|including"
    r"|among"
    r"|inside|outside|until|since|before|across|between|around|along|within|through|under|about|amid|also|it|he|they"
    r"|said|says|dies?|died|killed|kill|kills|killing|wounded|wounding|injured|injuring|dead|missing|hurt|arrested"
    r"|detained"
    r"|captured|abducted|kidnapped|displaced|martyred|late|early|last|overnight|yesterday|today|feared|sustain\w*"
    r"|receiv\w*"
    r"|suffer\w*|lost|lose|perish\w*|drown\w*|succumb\w*|fled|flee|surrender\w*|went|remain\w*|burn\w*|executed"
    r"|murdered|shot|beheaded|massacred|slaughtered|critically|seriously|severely|slightly|lightly|still|reportedly"
    r"|there|will|would|could|may|might|can|do|did|does|left|later|so|including|mostly|many|all|some|plus|more or"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|released|freed|evacuated|hospitali[sz]ed|slain|aged"
    r"|made|taken|held|alive|homeless|uprooted|hostage(?! \w+s\b)|prisoner(?! \w+s\b)|captive"
    r"|[a-z]{3,}ed(?=\s+(?:in|on|at|by|when|after|from|to|and|near|during|as|while|with|for|since|over|under|across"
    r"|between|outside|inside|alive|off|up|down|out|into|through|towards|beyond|amid|against|themselves)\b|[.,;]|$)"
    r"|neutrali[sz]ed|eliminated|liquidated|unaccounted|disappeared|vanished|stabbed|gunned|hacked|lynched|each"
    r"|(?:more|less|fewer)(?= than)|his|her|their|its|costs?|began|became|wrote|chose|spent"
    r"|swept|rendered|out|onto|due|this|these|according"
    r"|because|owing|yet|here|now|ago|again"
    r"|behind|amid|via|expelled|deported|buried|rescued"
    r"|injured|raped|the|rather|without|beside|aboard|return(?= (?:home|to)\b)|(?!family|elderly|assembly|italy|early"
    r"|only)[a-z]{3,}ly(?=\s+[a-z]+ed\b)"
)
# "17 kidnapped villagers": an older fate, said of the noun.
_OLD_FATE = (
    rf"(?:kidnapped|abducted|captive|wounded|injured|displaced|detained|captured"
    rf"|missing)(?=\s+(?:(?!(?:{_STOPS})\b)[a-z]+\s+)?(?!others\b)[a-z]*"
    r"(?:s|men|people|women|children|man|woman|boy|girl|er|or|ist|priest|bishop|nun|child)\b)"
)
_WORD = rf"(?:\s+{_OLD_FATE}|\s+[\"“'‘]?(?!(?:{_STOPS})\b)[A-Za-z][\w'’-]*[\"”'’]?)"
_NOUN = r"(?:\s+of\s+(?:the|its|their|his|her|our|them|whom|which)\b"
_NOUN += r"(?:\s+(?:dead|killed|slain|wounded|injured|captured|missing|detained|arrested|kidnapped|abducted)\b)?)?"
_NOUN += rf"{_WORD}{{0,5}}"
_VAGUE = (
    r"several(?:\s(?:dozen|hundred|thousand|million))?|many|numerous|countless|(?:quite )?a few(?:\s(?:dozen|hundred))?"
    r"|few|an? (?:(?:large|small|great|unknown|unspecified|undetermined|unconfirmed|undisclosed) )?number(?= of)"
)
_HEAVY = (
    r"heavy|grievous|severe|serious|huge|considerable|significant|substantial|massive|big|great|crippling|enormous"
    r"|major|minor|light|tremendous|terrible|colossal|catastrophic|painful|unknown|high|extensive|mass|large"
)
_OPEN = r"(?:tens|dozens|scores|hundreds) of (?:thousands|hundreds|millions)|dozens|scores|hundreds|thousands"
_BOUND = rf"(?:~\s?)?(?:(?:(?:{LEAST}|{NEARLY}|{MOST}|{ABOUT}|passed|crossed|another|an? (?:further|additional)|all|the"
_BOUND += r"|just|only|both|additional|other|last|first|remaining)\s+){0,3})"
_CAPITAL = r"(?-i:(?:al-|el-|ul-|[OD]['’])?[A-Z][\w'’-]+)"
_LOWER_TITLE = (
    r"(?-i:mayor|judge|senator|colonel|general|gen\.?|col\.?|lt\.?|capt\.?|captain|major|lieutenant|sergeant|corporal"
    r"|dr\.?"
    r"|msgr\.?|monsignor|father|priest|bishop|president|minister|ambassador|journalist|deputy|governor|councilman"
    r"|magistrate|prosecutor|attorney|commander|comrade|engineer|professor|leader|candidate|businessman|rancher|mr|mrs"
    r"|ms)"
)
# Titles and callings that stand before a name, in a sentence that has capitals.
_TITLE = (
    r"(?-i:(?:Gen|Col|Maj|Capt|Lt|Sgt|Cpl|Brig|Adm|Dr|Mr|Mrs|Ms|Fr|Rev|Prof|Sen|Gov|Insp|Pvt|Pte|Const)\.?"
    r"|(?:Brigadier |Major |Lieutenant |Staff )?(?:General|Colonel|Major|Captain|Lieutenant|Sergeant|Corporal|Brigadier"
    r"|Private)|Admiral|Judge|Justice|President|Minister|Senator|Governor|Mayor|Sheikh|Imam|Mullah|Father|Sister"
    r"|Brother"
    r"|Bishop|Archbishop|Pastor|Reverend|Inspector|Constable|Commander|Comrades?|Journalists?|Reporters?|Cameram[ae]n"
    r"|Photographers?|Brothers|Sisters|Teachers?|Farmers?|Officers?|Soldiers?|Policem[ae]n|Activists?|Lawyers?"
    r"|Prosecutors?|Deputy|Chief|Prince|King|Haji|Ustad|Jawan|Havildar|Subedar|Naik|Sepoy|Martyr)"
)
_NO_NAME = (
    r"(?:The|On|In|At|And|But|After|When|While|As|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January"
    r"|February|March|April|June|July|August|September|October|November|December|United|South|North|East|West|New)\b"
)
# A dash between spaces joins figures alone: "May 18 - Two men" is the line before a report and what follows it.
_RANGE = rf"(?:{NUMBER})(?:(?:-|–|(?<=\d)\s[-–]\s(?=\d)|\s?(?:\bto\b|\bor\b|,? possibly)\s?)(?:{NUMBER}))?"
_AFTER = r"(?:\+|-odd|-plus|(?:\s+or (?:more|so|fewer|less)\b))?"


def find_phrases(sentence: str) -> list[Phrase]:
    """Return the counting phrases of the sentence in order, none overlapping; calibres, ages, dates and the like
    are left out.

    >>> [phrase.text for phrase in find_phrases("At least 12 people died and a soldier was hurt on 12 May.")]
    ['At least 12 people', 'a soldier']
    """
    found: list[Phrase] = []
    written, sentence = sentence, _mask(sentence)
    for pattern in _patterns():
        for match in pattern.finditer(sentence):
            start, end = match.span("who")
            start = _after_old_figure(sentence, start, end)
            end = start + len(_VERB_BEHIND.sub(r"\1", sentence[start:end].rstrip()))
            text = written[start:end]
            if any(phrase.start < end and start < phrase.end for phrase in found):
                continue
            told = match.groupdict()
            if (told.get("alone") and not (start > 0 or is_name(text))) or (told.get("alone") and is_group(text)):
                continue
            if told.get("title") and not _is_lower_name(text):
                continue
            if told.get("bare") and not _is_person_alone(sentence[start:end]):
                continue
            is_named = bool(told.get("name") or told.get("title") or told.get("alone"))
            if told.get("bare") or is_named or _counts(sentence, start, end):
                noun = NAME if is_named else _VERB_BEHIND.sub(r"\1", match["noun"] or "")
                found.append(Phrase(start, end, text, noun.strip().lower()))
    return sorted(found, key=lambda phrase: phrase.start)


# "several onlookers arrived": the noun ends before a verb.
_VERB_BEHIND = re.compile(
    r"(\b(?:people|persons|men|women|children|[a-z]{3,}[a-rt-z]s|soldier|rebel|boy|girl|[a-z]{3,}(?:m[ae]n|er"
    r"|ist)))\s(?:(?!armed|based|aged)[a-z]{2,}ed|live|threw|took"
    r"|met|dug|came|hit|laid|fell|gave|ran|run|got|paid|froze|bled|drove|rode|sat|stood|held|led|fought|blew|broke"
    r"|[a-z]{3,}ing(?! (?:in )?action)|found|kept|rose|saw|spoke|told|set|sent|put|breathe|regain|embrace|had|walk"
    r"|burnt|stay|sought|seek|chopped)\b.*$"
)


def _mask(sentence: str) -> str:
    """The sentence at its own length without what is no count or breaks one: ages, years, initials, brackets."""
    sentence = _AGES.sub(lambda ages: ages.group(1) + " " * len(ages.group(2)), sentence)
    sentence = _YEARS.sub(lambda year: year["led"] + "    ", sentence)
    sentence = _THEIR_AGES.sub(lambda ages: " " * len(ages.group()), sentence).translate(_QUOTES)
    sentence = _BRACKETS.sub(lambda match: " " * len(match.group()), sentence)
    sentence = _INITIALS.sub(lambda match: match.group().replace(".", "").ljust(len(match.group())), sentence)
    sentence = _CUT_AGE.sub(lambda match: match.group().replace(" ", "").ljust(len(match.group())), sentence)
    return sentence


_QUOTES = str.maketrans('"“”', "   ")
# "her sons, 6 and 9"
_THEIR_AGES = re.compile(r"(?<=[a-z]s, )\d{1,2}(?:, \d{1,2})*,? and \d{1,2}(?=[.,;]|$)")
# "In 2018 at least 12 people", "in 2008 three people": a year right before a count is no part of it.
_YEARS = re.compile(
    r"(?P<led>\b(?:in|since|during|by|january|february|march|april|may|june|july|august|september|october|november"
    r"|december) )"
    r"(?:19|20)\d\d(?= (?:at least|more than|some|about|around|nearly|almost|over|up to|an?|the|\d|(?:"
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|hundreds|thousands)\b|[A-Z]))",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[\[\]]|\((?=\d+\) [a-z])|(?<=\(\d)\)(?= [a-z])|(?<=\(\d\d)\)(?= [a-z])")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}(?= )")  # "a u.s. citizen"
_CUT_AGE = re.compile(r"\b[\w]+ - (?:year|month|day)s? - olds?\b")  # text that was cut into words and joined again
# The numbers after "aged" and "a man of" are no counts.
_AGES = re.compile(
    r"\b(aged? |(?:an?|the) (?:[\w-]+ )?(?:boy|girl|man|woman|youth|child|baby|teenager|lady|grandmother"
    r"|grandfather) of |\bages? of |\b(?:children|girls|boys|people|youths|minors|those|pupils|aged) (?:under|over"
    r"|below|above) )"
    r"((?:\d{1,2}(?:(?:, | and | to |, and )\d{1,2})*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen))\b",
    re.IGNORECASE,
)


def _after_old_figure(sentence: str, start: int, end: int) -> int:
    """ "the toll rose from 12 to 34": the phrase begins at the new figure."""
    if not sentence[start:end].lower().startswith("from ") or not re.search(
        r"\b(?:tolls?|number|figure|count)\b[^,;]{0,60}$", sentence[:start].lower()
    ):
        return start
    return start + sentence[start:end].index(" to ") + len(" to ")


_AGED = r"(?:[\w-]+[- ](?:year|month|day)s?[- ]olds?)"


@cache
def _patterns() -> Sequence[re.Pattern[str]]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (*_counting_patterns(), *_naming_patterns()))


def _counting_patterns() -> Sequence[str]:
    """Numbers, vague words and articles with their nouns."""
    stretch = rf"(?:between|from)\s+(?:{NUMBER})\s+(?:and|to)\s+(?:{NUMBER})"
    counted = rf"(?<![\w])(?P<who>{_BOUND}(?:{stretch}|{_RANGE}){_AFTER}"
    return (
        rf"(?P<who>\b(?:{_HEAVY}|no|without(?: any)?)(?P<noun>\s+(?:human )?(?:losses|casualties|injuries"
        rf"|loss(?:es)? of life)))\b",
        rf"(?P<who>\b(?:an?|another|its|the(?: [\w-]+['’]s)?) (?:[a-z]+ )?(?P<noun>family|crew|team|group|gang"
        rf"|convoy|party) of"
        rf" (?:{NUMBER}))",
        rf"(?P<who>\b(?:no[- ]one|nobody|(?:none|neither|not one|not a single one) of (?:the|its|his|their|them)"
        rf"(?:\s+(?:{NUMBER}))?(?P<noun>{_WORD}{{0,3}})))",
        rf"(?P<who>\b(?:neither|nor) (?:the|its|his|her|their)(?P<noun>{_WORD}{{1,2}}))",
        rf"(?P<who>\b(?:no|zero|nil|neither|nor|not a single|not one)(?P<noun>(?!\s+(?:less|fewer|more|longer"
        rf"|doubt|one|the|its|his|her|their)\b){_WORD}{{1,2}}))",
        rf"(?<![\w])(?P<who>{_BOUND}\b(?:{_OPEN})(?!\s+of\s+(?!them|whom"
        rf"|the)\w*s\s+of)\b(?P<noun>(?:\s+of)?{_NOUN}))",
        rf"(?P<who>\b(?:several|many|a few|few) (?:dozen|hundred|thousand)\b(?P<noun>(?:\s+of)?{_NOUN}))",
        rf"{counted}(?P<noun>{_NOUN}))",
        rf"(?P<who>\b(?:{_VAGUE})\b(?P<noun>(?:\s+of)?{_NOUN}))",
        rf"(?P<who>\b(?:an?|another|one|a single|the|his|her|their|its"
        rf"|both(?!\s+\w+\s+and\b))\b(?:\s+{_AGED})?(?P<noun>{_WORD}{{1,4}}))",
        r"(?P<who>\b(?:another|both|one)\b)(?P<noun>)",
    )


def _naming_patterns() -> Sequence[str]:
    """One person with no article, as in headlines, and names with and without a title or an age."""
    return (
        rf"(?P<who>^(?P<bare>(?:(?:Kidnapped|Abducted|Missing|Wounded|Captured|Detained"
        rf"|Jailed) )?(?P<noun>(?!(?:{_STOPS})\b)[A-Za-z][\w'’-]*{_WORD}{{0,4}})))"
        r"(?= (?:was|has been|killed|shot|dies|died|injured|wounded|hurt|martyred|abducted|kidnapped|arrested"
        r"|released|freed"
        rf"|and (?:an?|two|three|four|five|six|seven|eight|nine|ten|\d+|his|her) )\b)",
        rf"(?P<who>(?:^|(?<=[,;:] )|(?<=that )|(?<=said )|(?<=when )|(?<=and )|(?<=after ))(?P<alone>(?!{_NO_NAME}|"
        rf"(?:It|He|She|This|That|There|Who|What|Which|Each|One|Another|None|I|They|We)\b){_CAPITAL}))(?P<noun>)"
        r"(?= (?:was|has been|had been|died)\b)",
        rf"(?P<who>\b(?P<title>{_LOWER_TITLE}(?: (?!(?:{_STOPS})\b)(?-i:[a-z])[\w'’-]+){{1,4}}))(?P<noun>)",
        rf"(?P<who>\b(?P<name>(?:an?|the|another) {_AGED}))(?P<noun>)(?= (?:was|has|had|who|died|and|in|from|at)\b"
        rf"|[,.;]|$)",
        rf"(?<![\w-])(?P<who>(?P<name>{_AGED}(?: {_CAPITAL}){{1,4}}|{_TITLE}(?: {_CAPITAL}){{1,4}}"
        rf"|{_CAPITAL}(?=, \d\d,)"
        rf"|(?!{_NO_NAME}){_CAPITAL}(?: (?:de |bin |ibn |el |al |van |von "
        rf"|la )?{_CAPITAL}){{1,3}}))(?P<noun>)(?!\w)"
        r"(?=[,.;]|$| (?:and|in|on|at|near|was|were|is|has|had|who|when|as|after|with|by|outside|during|while"
        r"|from|for|of(?= [A-Z][a-z]+,)"
        r"|before|inside|died|perished|lost)\b)",
    )


def _is_person_alone(words: str) -> bool:
    """ "Policeman", "jesuit priest segundo montes": one person with no article, as in headlines."""
    head = words.lower().rpartition(" ")[2]
    return is_person(head) and is_singular(head) and not is_group(words) and head not in {"other", "others", "whether"}


def _is_lower_name(words: str) -> bool:
    """ "mayor rosa amelia gomez": a title and a name in a text that has no capitals."""
    names = words.split()[1:]
    return bool(names) and is_name(names[-1]) and sum(map(is_name, names)) * 2 >= len(names)


def _counts(sentence: str, start: int, end: int) -> bool:
    """False where the numbers are no count (a calibre, an age, a date, a unit's number), or nothing is counted."""
    words = sentence[start:end]
    if (
        words.isdigit()
        and re.search(r", (?:also |now |then )?$", sentence[:start])
        and re.match(r" ?,|\.?$", sentence[end:])
    ):
        return False  # "Rojkan, 23, was arrested"
    if re.fullmatch(r"\d{4}", words) and sentence[:start].endswith(" at "):
        return False  # "at 1300"
    if re.match(r"[- ](?:year|month|week|day)s?[- ]old", sentence[end:]):
        return False
    words = re.sub(r"[\w-]+[- ](?:year|month|day)s?[- ]olds?", "", words)
    if not any(char.isdigit() for char in words):
        return parse_count(words) is not None or words.lower() in {"another", "one", "both"}
    # Look at what stands around it: "12 May", "regiment 16", "$200".
    left = max(0, start - 20)
    folded = sentence[left : end + 12].lower()
    return any(start <= left + first < end for first, _, _ in find_numbers(folded)) and parse_count(words) is not None
