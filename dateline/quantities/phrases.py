"""Find the phrases of a sentence that count people: "at least 12 people", "a soldier", "no one", "dozens"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dateline.quantities.counts import ABOUT, LEAST, MOST, NEARLY, NUMBER, find_numbers, parse_count


@dataclass(frozen=True, slots=True)
class Phrase:
    """A counting phrase: where it stands, and its noun, lower-case ("" where only a number stands)."""

    start: int
    end: int
    text: str
    noun: str


# A phrase's noun ends before these.
_STOPS = (
    r"were|was|have|has|had|who|whom|whose|and|or|in|on|at|by|from|when|after|as|during|near|to|for|while|with|that"
    r"|which|is|are|be|been|being|but|over|into|of|following|against|because|if|than|then|not|where|including|among"
    r"|inside|outside|until|since|before|across|between|around|along|within|through|under|about|amid|also|it|he|they"
    r"|said|says|dies?|died|killed|kill|kills|killing|wounded|wounding|injured|injuring|dead|missing|hurt|arrested"
    r"|detained"
    r"|captured|abducted|kidnapped|displaced|martyred|late|early|last|overnight|yesterday|today|feared|sustain\w*"
    r"|receiv\w*"
    r"|suffer\w*|lost|lose|perish\w*|drown\w*|succumb\w*|fled|flee|surrender\w*|went|remain\w*|burn\w*|executed"
    r"|murdered|shot|beheaded|massacred|slaughtered|critically|seriously|severely|slightly|lightly|still|reportedly"
    r"|there|will|would|could|may|might|can|do|did|does|left|later|so|including|mostly|many|all|some|plus|more or"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|released|freed|evacuated|hospitali[sz]ed|slain|aged"
    r"|made|neutrali[sz]ed|eliminated|liquidated|unaccounted|disappeared|vanished|stabbed|gunned|hacked|lynched|each"
)
# "17 kidnapped villagers": an older fate, said of the noun.
_OLD_FATE = (
    r"(?:kidnapped|abducted|wounded|injured|displaced|detained|captured|missing)(?=\s+(?!others\b)[a-z]+"
    r"(?:s|men|people|women|children)\b)"
)
_WORD = rf"(?:\s+{_OLD_FATE}|\s+[\"“'‘]?(?!(?:{_STOPS})\b)[A-Za-z][\w'’-]*[\"”'’]?)"
_NOUN = r"(?:\s+of\s+(?:the|its|their|his|her|our|them|whom|which)\b(?:\s+(?:wounded|injured|captured)\b)?)?"
_NOUN += rf"{_WORD}{{0,5}}"
_VAGUE = (
    r"several(?:\s(?:dozen|hundred|thousand|million))?|many|numerous|countless|(?:quite )?a few(?:\s(?:dozen|hundred))?"
    r"|few|an? (?:(?:large|small|great|unknown|unspecified|undetermined|unconfirmed|undisclosed) )?number(?= of)"
)
_OPEN = r"(?:tens|dozens|scores|hundreds) of (?:thousands|hundreds|millions)|dozens|scores|hundreds|thousands"
_BOUND = rf"(?:(?:(?:{LEAST}|{NEARLY}|{MOST}|{ABOUT}|passed|crossed|another|an? (?:further|additional)|all|the"
_BOUND += r"|just|only|both|additional|other)\s+){0,3})"
_RANGE = rf"(?:{NUMBER})(?:\s?(?:-|–|\bto\b|\bor\b|,? possibly)\s?(?:{NUMBER}))?"
_AFTER = r"(?:\+|-odd|-plus|(?:\s+or (?:more|so|fewer|less)\b))?"
# Things and beasts: counted, wounded and killed, but no people.
_THINGS = frozenset(
    """villages towns cities districts positions tanks vehicles houses homes buildings cows dogs sheep goats cattle
    camels horses donkeys animals pigs chickens elephants bulls oxen checkpoints posts bases points hills kilometres
    kilometers trucks boats ships vessels planes jets aircraft helicopters drones rifles guns weapons rockets missiles
    bombs mines shells cars buses shops schools hospitals mosques churches bridges roads areas neighbourhoods
    neighborhoods provinces barrels percent attacks blasts explosions incidents operations strikes raids clashes
    launchers containers bunkers carriers tractors computers towers rivers mortars headquarters shelters trailers
    tankers bulldozers motorcycles motorbikes hours days weeks months years minutes times rounds bullets cartridges
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


def find_phrases(sentence: str) -> list[Phrase]:
    """Return the counting phrases of the sentence in order, none overlapping; calibres, ages, dates and the like
    are left out.

    >>> [phrase.text for phrase in find_phrases("At least 12 people died and a soldier was hurt on 12 May.")]
    ['At least 12 people', 'a soldier']
    """
    found: list[Phrase] = []
    sentence = _AGES.sub(lambda ages: ages.group(1) + " " * len(ages.group(2)), sentence)
    for pattern in _patterns():
        for match in pattern.finditer(sentence):
            start, end = match.span("who")
            start = _after_old_figure(sentence, start, end)
            text = _VERB_BEHIND.sub(r"\1", sentence[start:end].rstrip())
            end = start + len(text)
            if any(phrase.start < end and start < phrase.end for phrase in found):
                continue
            if _counts(sentence, start, end):
                found.append(Phrase(start, end, text, _VERB_BEHIND.sub(r"\1", match["noun"] or "").strip().lower()))
    return sorted(found, key=lambda phrase: phrase.start)


# "several onlookers arrived": the noun ends before a verb.
_VERB_BEHIND = re.compile(
    r"(\b(?:people|persons|men|women|children|\w+(?:ers|ors|ants|ents|ians|ists)))\s(?:[a-z]+ed|live|threw|took"
    r"|met|dug|came|hit)\b.*$"
)
_AGES = re.compile(r"\b(aged? )(\d{1,2}(?:(?:, | and | to |, and )\d{1,2})*)\b")


def _after_old_figure(sentence: str, start: int, end: int) -> int:
    """ "the toll rose from 12 to 34": the phrase begins at the new figure."""
    if not sentence[start:end].lower().startswith("from ") or not re.search(
        r"\b(?:tolls?|number|figure|count)\b[^,;]{0,60}$", sentence[:start].lower()
    ):
        return start
    return start + sentence[start:end].index(" to ") + len(" to ")


@cache
def _patterns() -> Sequence[re.Pattern[str]]:
    stretch = rf"(?:between|from)\s+(?:{NUMBER})\s+(?:and|to)\s+(?:{NUMBER})"
    counted = rf"(?<![\w])(?P<who>{_BOUND}(?:{stretch}|{_RANGE}){_AFTER}"
    aged = r"(?:[\w-]+[- ](?:year|month|day)s?[- ]olds?)"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            r"(?P<who>\b(?:heavy|without(?: any)?)(?P<noun>\s+(?:losses|casualties|injuries|loss of life)))\b",
            rf"(?P<who>\b(?:an?|another|the) (?P<noun>family|crew|team|group|gang|convoy|party) of (?:{NUMBER}))",
            rf"(?P<who>\b(?:no[- ]one|nobody|(?:none|not one|not a single one) of (?:the|its|his|them)"
            rf"(?P<noun>{_WORD}{{0,3}})))",
            rf"(?P<who>\bno(?P<noun>(?!\s+(?:less|fewer|more|longer|doubt|one)\b){_WORD}{{1,2}}))",
            rf"(?<![\w])(?P<who>{_BOUND}\b(?:{_OPEN})(?!\s+of\s+(?!them|whom|the)\w*s\s+of)\b(?P<noun>(?:\s+of)?{_NOUN}))",
            rf"{counted}(?P<noun>{_NOUN}))",
            rf"(?P<who>\b(?:{_VAGUE})\b(?P<noun>(?:\s+of)?{_NOUN}))",
            rf"(?P<who>\b(?:an?|another|one|a single|the|his|her|their|its"
            rf"|both(?!\s+\w+\s+and\b))\b(?:\s+{aged})?(?P<noun>{_WORD}{{1,4}}))",
            r"(?P<who>\b(?:another|both|one)\b)(?P<noun>)",
        )
    )


def _counts(sentence: str, start: int, end: int) -> bool:
    """False where the numbers are no count (a calibre, an age, a date, a unit's number), or nothing is counted."""
    words = sentence[start:end]
    if words.isdigit() and sentence[:start].endswith(", ") and re.match(r",|\.?$", sentence[end:]):
        return False  # "Rojkan, 23, was arrested"
    words = re.sub(r"[\w-]+[- ](?:year|month|day)s?[- ]olds?", "", words)
    if not any(char.isdigit() for char in words):
        return parse_count(words) is not None or words.lower() in {"another", "one", "both"}
    # Look at what stands around it: "12 May", "regiment 16", "$200".
    left = max(0, start - 20)
    folded = sentence[left : end + 12].lower()
    return any(start <= left + first < end for first, _, _ in find_numbers(folded)) and parse_count(words) is not None


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
    r"\b(?:people|persons?|civilians?|soldiers?|troops|child(?:ren)?|wom[ae]n|m[ae]n|personnel|families|family"
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
