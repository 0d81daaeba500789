"""Say what befell the people of a counting phrase, by the grammar right before and behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from dateline.model import TollKind
from dateline.quantities.clauses import agrees, is_free, reach_verbs
from dateline.quantities.counts import find_numbers
from dateline.quantities.fates import (
    AUXILIARY,
    DEAD,
    NOUN_KINDS,
    SHARE_BEFORE,
    accompanied,
    any_words,
    befallen,
    done,
    finite,
)
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
    if re.search(r"\bout of $", before) and re.match(r"(?:every )?(?:ten|10) ", phrase.text.lower()):
        return True  # "nine out of ten inhabitants"
    if re.match(r" out of (?:every )?(?:ten|10) ", after):
        return True
    share = _UNCOUNTED_SHARE.search(before)
    if share and not SHARE_BEFORE.search(sentence[: phrase.start]) and not DEAD.match(phrase.noun or after):
        return True
    if before.endswith("numbering "):
        return True  # "the gunmen, numbering about 50, fled"
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
    r"\b(?:in|at|near|along|from|on|to|against|by|with|between|outside|into|across|towards|around|inside|held by|around"
    r"|(?<!death )(?<!deaths )(?<!killing )(?<!murder )(?<!assassination )(?<!arrest )(?<!execution )(?<!body )"
    r"(?<!bodies )(?<!kidnapping )(?<!abduction )(?<!release )of)(?: the)?"
    r"(?: (?:western|eastern|northern|southern|central|north|south|east|west|nearby|downtown|last|early|late))? $"
)


def fate_of(sentence: str, phrase: Phrase) -> Fated:
    """The phrase with what the grammar around it says befell its people; the verb nearest to it decides."""
    before = sentence[max(0, phrase.start - _REACH) : phrase.start].translate(_QUOTES)
    after = sentence[phrase.end : phrase.end + 2 * _REACH].translate(_QUOTES)
    if re.search(r"\b(?:whether|if|any|clear|how) $", before.lower()):
        return Fated(phrase, None)
    if _BODIES.search(phrase.noun) and is_number(phrase.text) and not phrase.text.lower().startswith("the "):
        return Fated(phrase, "killed")
    if _RELATIVE.match(after):  # "freed 12 men who had been kidnapped": the verb before is the main one
        done_to = _done_before(phrase, before, after)
        if done_to is not None:
            return done_to
    return (
        _befallen_behind(phrase, before, after)
        or _named_by_noun(phrase)
        or _done_before(phrase, before, after)
        or _befallen_far(phrase, before, after)
        or _told_with_others(phrase, before)
        or _tallied_behind(phrase, before, after)
        or Fated(phrase, _old_fate(phrase))
    )


_RELATIVE = re.compile(r",? (?:who|that|which|whom)\b")
_QUOTES = str.maketrans("", "", '"“”[]')
_BODIES = re.compile(r"(?:^|\s)(?:bodies|corpses)\b(?! of)")


def _befallen_behind(phrase: Phrase, before: str, after: str) -> Fated | None:
    """ "12 people were killed": the verb right behind, over an aside at most."""
    for kind, pattern in befallen():
        told = pattern.match(after)
        aside = after[: told.start("told")].lower() if told else ""
        if len(aside) > len(" ") and told and (_GOVERNED.search(before) or _is_of_another(phrase, aside, told["told"])):
            continue
        if told and _may_befall(phrase, kind, told["told"], after[told.end() :]):
            return Fated(phrase, _later_fate(told["told"], after[told.end() :]) or kind, is_subject=True)
    return None


def _is_of_another(phrase: Phrase, aside: str, told: str) -> bool:
    """ "the mother of a girl killed by a bullet": the participle is the girl's."""
    return not is_number(phrase.text) and is_person(aside) and _HAS_VERB.search(told) is None


# What a preposition governs is no subject of a verb that does not stand right behind it.
_GOVERNED = re.compile(r"\b(?:by|with|to|from|against|near|between|on|at)\s*$")
# A deed is no person, though "of" whom it was done stands behind it.
_DEEDS = re.compile(r"\b(?:murder|killing|assassination|death|kidnapping|abduction|arrest|release|execution)s?$")


def _may_befall(phrase: Phrase, kind: TollKind, told: str, rest: str) -> bool:
    """False where the verb is not the phrase's own: things suffer it, it has an object, a place is so named."""
    if _NEEDS_PEOPLE.search(told) and not (is_person(phrase.noun) or phrase.noun in _UNNAMED):
        return False
    if _DEEDS.search(phrase.noun):
        return False
    if phrase.noun == NAME and not _befalls_a_name(told):
        return False
    is_counted = is_person(phrase.noun) or is_number(phrase.text) or phrase.text.lower() in {"one", "another", "both"}
    if kind in _HUMAN and phrase.noun != NAME and not is_counted:
        return False
    if kind == "displaced" and _is_getaway(phrase, told):
        return False
    return _is_one_enough(phrase) and not _takes_object(told, rest)


def _named_by_noun(phrase: Phrase) -> Fated | None:
    """ "seven deaths": the noun itself says it."""
    for kind, words in NOUN_KINDS:
        if re.search(rf"(?:^|\s)(?:{words})$", phrase.noun) and not phrase.text.lower().startswith(
            ("the ", "his ", "her ", "its ", "their ")
        ):
            return Fated(phrase, kind)
    return None


def _done_before(phrase: Phrase, before: str, after: str) -> Fated | None:
    """ "killing 12 people": the verb or noun right before."""
    before = _drop_things(before)
    reached = " reached" if re.match(r"(?:pass|cross|topp?|exceed|surpass)(?:ed|ing|s|es)? ", phrase.text) else ""
    cues = _OWNER.sub("", before.rstrip(" \"“‘'")) + reached + _cue(phrase, after)
    for kind, pattern in done():
        done_to = pattern.search(cues)
        if phrase.noun == NAME and kind not in {"killed", "injured", "arrested"}:
            done_to = re.search(r"\b(?:kidnapp?|abduct)(?:ed|ing|s|ion of)?$", cues) if kind == "captured" else None
        if (
            done_to
            and _NEEDS_PEOPLE.search(done_to.group().partition("#")[0].strip())
            and not is_person(phrase.noun)
            and phrase.noun not in _UNNAMED
        ):
            continue
        if done_to and _is_one_enough(phrase) and not _is_intended(cues[: done_to.start()], done_to.group()):
            return Fated(phrase, kind)
    return None


_HAS_VERB = re.compile(
    r"\b(?:were|was|have|has|had|are|is|been|died|perished|drowned|fled|succumbed|lost|sustained|suffered)\b"
)
_LISTED_BEFORE = re.compile(
    r" (?P<what>(?:an?|the|its|\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|several|dozens of|some)"
    r" (?:[\w-]+ ?){1,3}?)(?:,| and|, and)\s*$"
)


def _drop_things(before: str) -> str:
    """ "captured 8 tanks and" 90 soldiers: the words without the things listed before the people."""
    for _ in range(3):
        listed = _LISTED_BEFORE.search(before)
        if listed is None or not is_thing(listed["what"].lower()):
            break
        before = before[: listed.start()]
    return before


def _befallen_far(phrase: Phrase, before: str, after: str) -> Fated | None:
    """ "two leaders of the union (UP), both teachers, were shot dead": the verb behind members, asides, clauses."""
    is_far = is_free(before) and any_words().search(after.lower()) is not None and not is_thing(phrase.noun)
    is_people = is_person(phrase.noun) or phrase.noun in {NAME, "", "more"} or bool(find_numbers(phrase.text.lower()))
    if not is_far or not is_people or phrase.text.lower().startswith(("neither", "nor ", "no ")):
        return None
    is_plural = phrase.noun != NAME and is_number(phrase.text)
    for place, is_list in reach_verbs(after):
        for kind, pattern in finite():
            told = pattern.match(after, place)
            is_bare = told is not None and not _HAS_VERB.search(told["told"])
            if told and re.search(r"\b(?:the|an?|its|his|her|their)$", after[:place]):
                continue  # "an official put the dead at three"
            if told and before.endswith(" and ") and not is_list and re.search(r"\b(?:was|has|is)\b", told["told"]):
                continue  # "hit a trooper and a woman with a car and was jailed"
            if is_bare and is_person(after[:place].lower()):
                continue  # "the mother of a girl killed by": the girl
            if (
                told
                and agrees(told["told"], is_plural, is_list)
                and _may_befall(phrase, kind, told["told"], after[told.end() :])
            ):
                return Fated(phrase, _later_fate(told["told"], after[told.end() :]) or kind, is_subject=True)
    return None


def _told_with_others(phrase: Phrase, before: str) -> Fated | None:
    """ "was killed along with two guards"."""
    if " with" not in before[-30:] and "alongside" not in before[-30:] and "well as" not in before[-30:]:
        return None
    told = [(found.start(), kind) for kind, pattern in accompanied() if (found := pattern.search(before))]
    return Fated(phrase, max(told)[1]) if told and _is_one_enough(phrase) else None


_TALLIED = re.compile(
    r",? the (?:(?:death )?toll|number of (?:[\w-]+ ){0,5}?(?P<fate>killed|dead|deaths|victims|murdered|slain|wounded"
    r"|injured|hurt"
    r"|arrested|detained|kidnapped|abducted|missing|disappeared|displaced))\b"
)


def _tallied_behind(phrase: Phrase, before: str, after: str) -> Fated | None:
    """ "bringing to 30 the number of people killed", "raised to 36 the death toll"."""
    told = _TALLIED.match(after) if re.search(r"\bto(?: at least| about| over| some)?\s*$", before) else None
    if told is None or phrase.noun:
        return None
    return Fated(phrase, kind_of(told["fate"]) if told["fate"] else "killed")


_OLD_FATES: tuple[tuple[TollKind, str], ...] = (
    ("killed", r"dead|slain"),
    ("injured", r"wounded|injured"),
    ("missing", r"missing"),
    ("displaced", r"(?:internally )?displaced"),
)


def _old_fate(phrase: Phrase) -> TollKind | None:
    """ "more than 300 wounded civilians": where no verb tells of them, the participle before their noun does."""
    if not is_number(phrase.text) or phrase.text.lower().startswith("the "):
        return None
    return next(
        (
            kind
            for kind, words in _OLD_FATES
            if re.match(rf"(?:of )?(?:{words}) \w", phrase.noun) and is_person(phrase.noun)
        ),
        None,
    )


# Whose people they are stands between the verb and the number: "abducting the mayor's two sons".
_OWNER = re.compile(r"\s(?:(?:the|a|an|his|her|their|its)\s(?:[\w-]+\s){0,3}?)?[\w-]+(?:['’]s|s['’])$", re.IGNORECASE)


# What things suffer too, and the nouns of phrases that may yet be people.
_NEEDS_PEOPLE = re.compile(r"\b(?:lost|seized|captured|burn(?:ed|t)|held|poisoned|hit|struck|treated)$")


_UNNAMED = frozenset({"", "more", "lives", "of them", "of whom", "of its", "of their", "of the"})


def _is_intended(before: str, verb: str) -> bool:
    """ "planned to murder an officer", "will release 30 prisoners": what is meant or promised has befallen nobody."""
    if re.match(r"\w+(?:ed|ing|s)\b", verb):
        return False
    meant = re.search(r"\b(?:(?<!managed )(?<!went on )(?<!helped )(?<!continued )(?<!able )(?<!possible )"
                      r"(?<!used )(?<!up )to|will|would|could|may|might|can"
                      r"|should|must) $", before)  # fmt: skip
    return meant is not None


def _is_getaway(phrase: Phrase, told: str) -> bool:
    """ "two attackers fled": who gets away after a deed has lost no home."""
    return re.search(r"\b(?:fled|flee|escaped|on the run|ran|out|off|cross\w*)\b", told) is not None and (
        re.search(r"^armed\b|\b(?:attack|assail|raid|rob|kill|bomb|shoot|perpetrat|kidnapp|abduct)\w*|\b(?:gunm[ae]n|suspects?"
                  r"|thie\w+"
                  r"|bandits|militants?|rebels?|fighters?|soldiers?|insurgents?|prisoners?|inmates|convicts|drivers?|others?|terrorists?)$",
                  phrase.noun) is not None
        or phrase.text.lower() in {"another", "one"}
    )  # fmt: skip


_LATER = re.compile(
    rf"[^,;.]{{0,80}}?,? (?=(?:were|was|have|has|had|died)\b)"
    rf"{AUXILIARY}(?P<fate>\w+(?: \w+)?)"
)


def _later_fate(told: str, after: str) -> TollKind | None:
    """ "fishermen taken hostage last month were released": a participle says which, the verb behind it what befell."""
    if not re.match(r"[ ,]*(?:(?:allegedly|reportedly) )?(?:\w+ed|taken|held|shot|who|that)\b", told):
        return None
    later = _LATER.match(after)
    if later is None or " and " in later.group():
        return None
    if re.match(r"(?:released|discharged|left)\b", later["fate"]) and re.search(r"wound|injur|hurt", told):
        return None  # from hospital
    return kind_of(later["fate"])


def _befalls_a_name(told: str) -> bool:
    """ "Omar Saleh was killed": with an auxiliary or a verb of dying: places are not killed in such words."""
    return re.search(r"\b(?:was|were|been|died|perished|lost|succumbed|laid|gave|embraced)\b", told) is not None and (
        re.search(r"\b(?:captured|taken|seized|evacuated|liberated|burn|left|lost(?! \w+ li)|neutrali)", told) is None
    )


# What may stand behind a participle that has no object: anything else there is one ("ten gunmen killed two guards").
_NO_OBJECT = re.compile(
    r"\s*(?:$|[.,;:)\]/?!–—-]|(?:in|on|at(?! (?:least|most))|by|to|of|from|with|without|for|near|as(?! many)|when"
    r"|while|after|before|since|during|until"
    r"|and|or|but|if|where|who|that|which|than|because|under(?! \d)|over(?! \d)|inside|outside|between|among|amid"
    r"|across|along"
    r"|alongside|together|within|into|off|out|up(?! to)|down|around(?! \d)|aboard|beside|behind|following|per|via"
    r"|through"
    r"|throughout|(?!nearly|only|roughly|approximately)\w+ly|so|too|also|there|here|elsewhere|alive|so far|again"
    r"|earlier|later|then|still|ago|overnight"
    r"|yesterday|today|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|last|this|early|late|next"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|were|was|is|are|has"
    r"|have|had|will|would|could|said|says|it|he|she|they|we|dead|because|due|despite|including|alone|each|himself"
    r"|herself|themselves|[a-z]+ing"
    r"|(?:the|a|an|one|two|three|four|\d+) (?:same |following |previous )?(?:day|week|month|year|night|hours?|days"
    r"|weeks"
    r"|months|years|morning|evening)s?)\b)",
    re.IGNORECASE,
)
_MAY_TAKE_OBJECT = re.compile(
    r"(?:ed|hurt|shot|lost|shot dead|to death|down|hostage|captive|prisoner|burnt)$", re.IGNORECASE
)


def _takes_object(told: str, after: str) -> bool:
    """True for a verb in the active: "ten gunmen killed two guards" has no dead gunmen."""
    is_passive = re.search(
        r"\b(?:were|was|been|be|being|are|is|got|gets?|died?|fled|perished|drowned|succumbed|surrendered|escaped)\b",
        told,
        re.IGNORECASE,
    )
    return is_passive is None and _MAY_TAKE_OBJECT.search(told) is not None and _NO_OBJECT.match(after) is None


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
    if is_person(noun) or noun in {"", "more"} or re.match(r"of (?:them|whom|us)\b", noun):
        marks.append("#PEOPLE")
    return "".join(marks)


_MARKS = (
    ("#CAPTIVES", r" (?:[\w-]+ ){0,3}(?:hostage|prisoner|captive)\b"),
    ("#ALIVE", r" alive\b"),
    ("#TO_DEATH", r" to death\b"),
    (
        "#HOSPITAL",
        r" (?:in|to) (?:the |an? )?(?:\w+ )?(?:hospitals?|intensive care)\b| hospitali[sz]ed\b"
        r"| without (?:\w+ ){0,2}(?:legs?|arms?|hands?|feet|sight)\b| (?:blind|crippled|maimed|paraly[sz]ed)\b",
    ),
    ("#LIFE", r" (?:his|her|their) (?:life|lives)\b"),
    ("#GO", r" (?:go|leave|walk|return)\b"),
    ("#HOMELESS", r" (?:homeless|without (?:shelter|homes|a home))\b"),
    (
        "#FLEEING",
        r" (?:to (?:flee|leave|abandon|evacuate|run)|(?:out of|from) (?:their|his|her|(?-i:[A-Z])\w+)|into exile"
        r"|fleeing|running"
        r"|(?:into|across|over) (?:(?-i:[A-Z])\w+|the (?:border|river|frontier|hills|mountains|bush|forest|sea"
        r"|desert)))\b",
    ),
)


def _is_one_enough(phrase: Phrase) -> bool:
    """A bare "the" or "his" phrase counts only with a person's noun; "a" and numbers with any noun."""
    lowered = phrase.text.lower()
    if not is_number(phrase.text) and _ABSTRACT.search(phrase.noun):
        return False
    if not re.match(r"(?:the|his|her|their|its)\b", lowered) or find_numbers(lowered):
        return True
    head = phrase.noun.rpartition(" ")[2]
    return is_person(head) and not head.endswith("s")


# Endings of nouns that one phrase with "a" may have, and that are no person.
_ABSTRACT = re.compile(
    r"(?:tion|sion|ment|ness|ity|ance|ence|ship|ism|cy|age|action|transfer|distance|line|cycle|block|away|gun|factory"
    r"|booth|mill|strike|airstrike|offshoot|section|unit|group|wound|laboratory|trial)$"
)


def is_spurious(item: Fated) -> bool:
    return is_thing(item.phrase.noun) and not re.match(r"of (?:them|whom)\b", item.phrase.noun)
