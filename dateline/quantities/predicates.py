"""Say what befell the people of a counting phrase, by the grammar right before and behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from dateline.model import TollKind
from dateline.quantities.counts import find_numbers
from dateline.quantities.fates import AUXILIARY, DEAD, NOUN_KINDS, SHARE_BEFORE, befallen, done
from dateline.quantities.people import is_person, is_thing
from dateline.quantities.phrases import NAME, Phrase
from dateline.quantities.tolls import kind_of


@dataclass(frozen=True, slots=True)
class Fated:
    """A counting phrase and its kind, None while no grammar gives one."""

    phrase: Phrase
    kind: TollKind | None
    is_subject: bool = False
    is_part: bool = False
    whole: int | None = None
    share: Fraction | None = None
    bound: str = ""


def is_number(words: str) -> bool:
    return not re.match(
        r"(?:an?(?! estimated| further| dozen| hundred| thousand| million)|another|the|his|her|their|its|no|none"
        r"|nobody|one"
        r"|both|heavy|without)\b(?!.*\d)",
        words,
        re.IGNORECASE,
    )


# What befalls statements and places too: one "a" phrase needs a person's noun.
_HUMAN = frozenset({"released", "captured", "displaced", "missing"})


# Characters looked at before a phrase for its verb, and twice as many behind it.
_REACH = 90


def is_dropped(sentence: str, phrase: Phrase) -> bool:
    """A figure that the sentence takes back or only fears: "not 20 as earlier reported", "from 12 to 34"."""
    before, after = sentence[: phrase.start].lower(), sentence[phrase.end :].lower()
    if re.search(r"\b(?:tolls?|number)\b[^,;]{0,40}\b(?:could|may|might|would|will)\b[^,;]{0,30}$", before):
        return True  # what may come is no toll yet
    if phrase.noun == NAME and _PLACED.search(before):
        return True
    share = _UNCOUNTED_SHARE.search(before)
    if share and not SHARE_BEFORE.search(sentence[: phrase.start]) and not DEAD.match(phrase.noun or after):
        return True
    if before.endswith(" as ") and phrase.text.lower().startswith("many"):
        return True  # "and as many were wounded"
    if re.search(r"\b(?:not|rather than|instead of) $", before) or re.match(r" as (?:\w+ )?reported", after):
        return not phrase.text.lower().startswith(("no", "one"))
    moved = re.search(r"\b(?:toll|number)\b.{0,120}\bfrom $", before) is not None
    return moved and phrase.text.replace(",", "").isdigit()


# "Over 90 per cent of the 12,000 residents": how many of them is not told.
_UNCOUNTED_SHARE = re.compile(
    r"(?:per ?cent|%|\b(?:most|majority|part|third|thirds|quarter|quarters|half|fifth|tenth|proportion|rest)) of"
    r"(?: (?:the|its|their|those)(?: [\w-]+['’]s)?)? $"
)


# A name behind one of these is that of a place, a group or a doer, but for "the death of".
_PLACED = re.compile(
    r"\b(?:in|at|near|along|from|on|to|against|by|with|between|outside|into|across|towards|around|inside|held by"
    r"|(?<!death )(?<!deaths )(?<!killing )(?<!murder )(?<!assassination )(?<!arrest )(?<!execution )(?<!body )"
    r"(?<!bodies )(?<!kidnapping )(?<!abduction )(?<!release )of)(?: the)? $"
)


def fate_of(sentence: str, phrase: Phrase) -> Fated:
    before = sentence[max(0, phrase.start - _REACH) : phrase.start]
    after = sentence[phrase.end : phrase.end + 2 * _REACH]
    if re.search(r"\b(?:whether|if|any|clear|how) $", before.lower()):
        return Fated(phrase, None)
    for kind, pattern in befallen():
        told = pattern.match(after)
        if told and _NEEDS_PEOPLE.search(told["told"]) and not (is_person(phrase.noun) or phrase.noun in _UNNAMED):
            continue
        if told and phrase.noun == NAME and not _befalls_a_name(told["told"]):
            continue
        if told and kind in _HUMAN and phrase.noun != NAME and not (is_person(phrase.noun) or is_number(phrase.text)):
            continue
        if told and kind == "displaced" and _is_getaway(phrase, told["told"]):
            continue
        if told and _is_one_enough(phrase) and not _takes_object(told["told"], after[told.end() :]):
            return Fated(phrase, _later_fate(told["told"], after[told.end() :]) or kind, is_subject=True)
    for kind, words in NOUN_KINDS:
        if re.search(rf"(?:^|\s)(?:{words})$", phrase.noun) and not phrase.text.lower().startswith(("the ", "his ")):
            return Fated(phrase, kind)
    reached = " reached" if re.match(r"(?:pass|cross|topp?|exceed|surpass)(?:ed|ing|s|es)? ", phrase.text) else ""
    cues = _OWNER.sub("", before.rstrip(" \"“‘'")) + reached + _cue(phrase, after)
    for kind, pattern in done():
        if phrase.noun == NAME and kind not in {"killed", "injured", "arrested"}:
            continue
        done_to = pattern.search(cues)
        if done_to and _is_one_enough(phrase) and not _is_intended(cues[: done_to.start()], done_to.group()):
            return Fated(phrase, kind)
    return Fated(phrase, None)


# Whose people they are stands between the verb and the number: "abducting the mayor's two sons".
_OWNER = re.compile(r"\s(?:(?:the|a|an|his|her|their|its)\s(?:[\w-]+\s){0,3}?)?[\w-]+(?:['’]s|s['’])$", re.IGNORECASE)


# What things suffer too, and the nouns of phrases that may yet be people.
_NEEDS_PEOPLE = re.compile(r"\b(?:lost|seized|captured|burn(?:ed|t))$")


_UNNAMED = frozenset({"", "more", "lives", "of them", "of whom", "of its", "of their", "of the"})


def _is_intended(before: str, verb: str) -> bool:
    """ "planned to murder an officer", "will release 30 prisoners": what is meant or promised has befallen nobody."""
    if re.match(r"\w+(?:ed|ing|s)\b", verb):
        return False
    meant = re.search(r"\b(?:(?<!managed )(?<!went on )(?<!helped )(?<!continued )to|will|would|could|may|might|can"
                      r"|should|must) $", before)  # fmt: skip
    return meant is not None


def _is_getaway(phrase: Phrase, told: str) -> bool:
    """ "two attackers fled": who gets away after a deed has lost no home."""
    return re.search(r"\b(?:fled|flee|escaped|on the run|ran|out|off)\b", told) is not None and (
        re.search(r"\b(?:attack|assail|raid|rob|kill|bomb|shoot|perpetrat|kidnapp|abduct)\w*|\b(?:gunm[ae]n|suspects?|thie\w+"
                  r"|bandits|militants?|rebels?|insurgents?|prisoners?|inmates|convicts|drivers?|others?|terrorists?)$",
                  phrase.noun) is not None
        or phrase.text.lower() in {"another", "one"}
    )  # fmt: skip


_LATER = re.compile(rf"[^,;.]{{0,50}}? (?=(?:were|was|have been|has been|had been) ){AUXILIARY}(?P<fate>\w+(?: \w+)?)")


def _later_fate(told: str, after: str) -> TollKind | None:
    """ "fishermen taken hostage last month were released": a participle says which, the verb behind it what befell."""
    if not re.match(r" ?(?:(?:allegedly|reportedly) )?(?:\w+ed|taken|held)\b", told):
        return None
    later = _LATER.match(after)
    if later is None or " and " in later.group():
        return None
    return kind_of(later["fate"])


def _befalls_a_name(told: str) -> bool:
    """ "Omar Saleh was killed": with an auxiliary or a verb of dying: places are not killed in such words."""
    return re.search(r"\b(?:was|were|been|died|perished|lost|succumbed|laid|gave|embraced)\b", told) is not None and (
        re.search(r"\b(?:captured|taken|seized|evacuated|liberated|burn|left|lost(?! \w+ li)|neutrali)", told) is None
    )


_OBJECT = re.compile(
    r" (?:(?:an?|the)(?! (?:day|week|month|year|night|same|previous|following)\b)|at least|more than|about|up to"
    r"|some|nearly"
    r"|dozens|scores|hundreds|several|many|two|three|four|five|six|seven|eight|nine|ten|\d+(?! \w*day)|him|her"
    r"|them|people"
    r"|civilians|soldiers|another|others)\b",
    re.IGNORECASE,
)


def _takes_object(told: str, after: str) -> bool:
    """True for a verb in the active: "ten gunmen killed two guards" has no dead gunmen."""
    is_passive = re.search(r"\b(?:were|was|been|be|being|are|is|got|gets?|dead|died?)\b", told, re.IGNORECASE)
    return is_passive is None and re.search(r"ed$|shot|lost", told) is not None and _OBJECT.match(after) is not None


def _cue(phrase: Phrase, after: str) -> str:
    """A mark for what verbs of many senses need behind them: people, captives, lives, somebody who flees."""
    noun = phrase.noun
    if re.search(r"\b(?:casualties|losses)$", noun):
        return "#CASUALTIES"
    if noun.endswith("lives"):
        return "#LIVES"
    marks = [mark for mark, words in _MARKS if re.match(words, after)]
    if re.search(r"\b(?:hostages?|prisoners?|captives?|pows?)$", noun):
        marks.append("#CAPTIVES")
    if is_person(noun) or noun in {"", "more"}:
        marks.append("#PEOPLE")
    return "".join(marks)


_MARKS = (
    ("#CAPTIVES", r" (?:[\w-]+ ){0,3}(?:hostage|prisoner|captive)\b"),
    ("#ALIVE", r" alive\b"),
    ("#TO_DEATH", r" to death\b"),
    ("#GO", r" (?:go|leave|walk|return)\b"),
    ("#HOMELESS", r" (?:homeless|without (?:shelter|homes|a home))\b"),
    ("#FLEEING", r" (?:to (?:flee|leave|abandon|evacuate|run)|(?:out of|from) (?:their|his|her)|into exile)\b"),
)


def _is_one_enough(phrase: Phrase) -> bool:
    """A bare "the" or "his" phrase counts only with a person's noun; "a" and numbers with any noun."""
    lowered = phrase.text.lower()
    if not re.match(r"(?:the|his|her|their|its)\b", lowered) or find_numbers(lowered):
        return True
    head = phrase.noun.rpartition(" ")[2]
    return is_person(head) and not head.endswith("s")


def is_spurious(item: Fated) -> bool:
    return is_thing(item.phrase.noun) and not re.match(r"of (?:them|whom)\b", item.phrase.noun)
