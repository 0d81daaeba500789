"""Find the tolls of a text: which counting phrases a verb or noun of fate makes a toll, and which are parts of another.

A phrase is taken only where the grammar around it says what befell the people: "N were killed", "killing N", "a toll
of N", "N killed and M" with the predicate shared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from dateline.model import Span, TollKind
from dateline.quantities.phrases import Phrase, find_phrases, is_person, is_thing
from dateline.quantities.tolls import TollReading, parse_toll


@dataclass(frozen=True, slots=True)
class FoundToll:
    """A toll found: its span, its reading, and for a part of another toll (`is_part`) the whole's index in the list,
    None where the whole is not told ("the dead included four women").
    """

    span: Span
    reading: TollReading
    is_part: bool = False
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class _Fated:
    """A counting phrase and its kind, None while no grammar gives one."""

    phrase: Phrase
    kind: TollKind | None
    is_subject: bool = False
    is_part: bool = False
    whole: int | None = None


def find_tolls(text: str) -> list[Span]:
    """Return the spans of the people counted by toll phrases in the text, in order: "at least 12 people", "30 others".

    A backup to the neural reader: phrases with a number, an open word or one person, whom a verb or noun of fate beside
    them befalls. Not handled: names of the dead, tolls told by a pronoun, tables.

    >>> [span.text for span in find_tolls("A blast killed at least 12 people and wounded 30 others.")]
    ['at least 12 people', '30 others']
    """
    found: list[Span] = []
    for start, end in _find_fated(text):
        sentence = text[start:end]
        phrases = find_phrases(sentence)
        kept = [fated.phrase for fated in _read_sentence(sentence, phrases)]
        starts = {phrase.start for phrase in kept}
        # In a sentence of fate a number of people is most often a toll too, whatever the grammar between them.
        kept += [
            phrase
            for phrase in phrases
            if phrase.start not in starts and is_person(phrase.noun) and _is_number(phrase.text)
        ]
        found += [
            Span(start + phrase.start, start + phrase.end, phrase.text)
            for phrase in sorted(kept, key=lambda phrase: phrase.start)
        ]
    return found


def _is_number(words: str) -> bool:
    return not re.match(
        r"(?:an?(?! estimated| further| dozen| hundred| thousand| million)|another|the|his|her|their|its|no|none"
        r"|nobody|one"
        r"|both|heavy|without)\b(?!.*\d)",
        words,
        re.IGNORECASE,
    )


def read_tolls(text: str) -> list[FoundToll]:
    """Return the tolls of the text with kind, count and, for "including three children", the toll they are a part of.

    >>> [(toll.reading.kind, toll.whole) for toll in read_tolls("12 people were killed, including three children.")]
    [('killed', None), ('killed', 0)]
    """
    tolls: list[FoundToll] = []
    for start, end in _find_fated(text):
        first = len(tolls)
        for fated in _read_sentence(text[start:end], find_phrases(text[start:end])):
            span = Span(start + fated.phrase.start, start + fated.phrase.end, fated.phrase.text)
            reading = parse_toll(fated.phrase.text)
            if reading is None:
                continue
            whole = None if fated.whole is None else first + fated.whole
            tolls.append(FoundToll(span, replace(reading, kind=fated.kind), fated.is_part, whole))
    return tolls


@cache
def _fate_pattern() -> re.Pattern[str]:
    """A word of fate: a sentence without one is not searched."""
    return re.compile(
        r"kill|wound|injur|hurt|dead|death|\bdie[ds]?\b|slain|murder|execut|massacr|behead|lives|bod(?:y|ies)|corpse"
        r"|martyr|fatalit|perish|missing|disappear|displac|fle[de]|evacuat|arrest|detain|unaccounted|rounded up"
        r"|captur|kidnap|abduct|releas|freed|set free|surrender|casualt|toll|hostage|prisoner|losses|custody|rescue"
        r"|assassinat|stabbed|harmed|lynch|gunned|slaughter|drown|neutrali|eliminat|liquidat|hacked|apprehend|seized"
        r"|driven from|hanged|uprooted|burn(?:ed|t) to|lost|fallen|shot|liberat|jailed"
    )


def _find_fated(text: str) -> list[tuple[int, int]]:
    """The rough sentences of the text that hold a word of fate."""
    sentences: list[tuple[int, int]] = []
    for match in _fate_pattern().finditer(text.lower() if len(text.lower()) == len(text) else text):
        if sentences and match.start() < sentences[-1][1]:
            continue
        start = max(text.rfind(". ", 0, match.start()) + 1, text.rfind("\n", 0, match.start()) + 1)
        ends = [place for place in (text.find(". ", match.end()), text.find("\n", match.end())) if place >= 0]
        end = min(ends, default=len(text))
        # A text without full stops is cut, so that the time taken stays in proportion.
        sentences += [(place, min(place + _LONGEST, end)) for place in range(start, end, _LONGEST)]
    return sentences


# What befalls a subject, and what befalls an object, by kind; the first that fits decides.
_PASSIVE: tuple[tuple[TollKind, str], ...] = (
    ("losses", r"(?:killed|dead),? (?:or|and|and/or|/) (?:wounded|injured|captured|missing)(?! (?:\d|an?other"
               r"|\w+ other))"
               r"|casualt(?:y|ies)|losses"),
    ("killed", r"killed|dead|shot dead|shot and killed|gunned down|lynched|slain|murdered|executed|beheaded|massacred"
               r"|slaughtered|(?:hacked|burn(?:ed|t)|stabbed|beaten|trampled|tortured|shot|crushed) to death"
               r"|drown(?:ed)?"
               r"|perish(?:ed)?|hanged|martyred|assassinated|eliminated|liquidated|neutrali[sz]ed|died?|dies|dying"
               r"|(?:lost|lose) (?:their|his|her) li(?:fe|ves)|(?:cut|mown) down .{0,30}and (?:died|killed)|succumbed"
               r"|feared (?:dead|killed)|deaths?|fatalit(?:y|ies)|martyrs|found dead|fallen|electrocuted|blown up"
               r"|(?:have|had|has) been dead"),
    ("injured", r"wounded|injured|hurt|maimed|hospitali[sz]ed|harmed|burned|burnt|scarred"
                r"|(?:sustain|receiv|suffer)\w* (?:[\w-]+ ){0,3}(?:injur\w+|wounds?|burns|fractures)|injuries|wounds"),
    ("missing", r"missing|unaccounted for|(?:went|gone|go|reported) missing|disappeared|vanished"),
    ("released", r"released|freed|set free|liberated|rescued|let go"),
    ("arrested", r"arrested|detained|jailed|rounded up|apprehended|taken into custody|imprisoned|in custody"
                 r"|picked up|nabbed"),
    ("captured", r"captured|taken (?:prisoner|hostage|captive)|kidnapped|abducted|surrendered|seized|snatched"
                 r"|held hostage"
                 r"|held captive|taken away"),
    ("displaced", r"displaced|fled|flee|evacuated|(?:forced|made) to (?:flee|leave)|uprooted|driven from their homes"
                  r"|left their homes|(?:made|left) homeless|forced from their homes"),
)  # fmt: skip
_ACTIVE: tuple[tuple[TollKind, str], ...] = (
    ("losses", r"(?:kill(?:ed|ing)?|dead),? (?:or|and|and/or|/) (?:wound|injur|captur)\w+|(?:caus|inflict|suffer"
               r"|cost|sustain|tak)"
               r"\w*(?: \w+){0,3}?(?=#CASUALTIES)"),
    ("killed", r"kill(?:ed|ing|s)?|shot dead|shoot(?:ing)? dead|gunn(?:ed|ing) down|murder(?:ed|ing|s)?"
               r"|assassinat(?:ed|ing|es)"
               r"|execut(?:ed|ing|es)|behead(?:ed|ing|s)|massacr(?:ed|ing)|slaughter(?:ed|ing|s)|lynch(?:ed|ing)|hanged"
               r"|martyr(?:ed|ing)|eliminat(?:ed|ing|es)|liquidat(?:ed|ing)|neutrali[sz](?:ed|ing|es)|lives? of"
               r"|bodies of"
               r"|deaths? of|killing of|murder of|massacre of|dead body of|corpses of|shot and killed|slain"
               r"|(?:cost|claim)(?:ed|ing|s)?(?=#LIVES)|(?:lost|losing|loses)(?=#PEOPLE)"
               r"|(?:kill(?:ed|ing)|blew up) (?:himself|herself|themselves) and"
               r"|(?:death )?tolls?(?: (?!to |for )[\w,]+){0,8}?(?: (?:to|at|of|is|was|stands at|stood at|reached"
               r"|hit|now))*"
               r"|(?:number|count) of (?:dead|deaths|fatalities|people killed|killed)(?: \w+){0,3}?(?: (?:to|at"
               r"|reached|is|was))*"),
    ("injured", r"wound(?:ed|ing|s)?|injur(?:ed|ing|es)|hurt(?:ing|s)?|maim(?:ed|ing)|burned"
                r"|injur(?:y|ies) (?:of|to)|wounding of|number of (?:wounded|injured|injuries|people (?:wounded"
                r"|injured|hurt))(?: \w+){0,3}?(?: (?:to|at|reached|is|was))*"),
    ("arrested", r"arrest(?:ed|ing|s)?|detain(?:ed|ing|s)?|apprehend(?:ed|ing|s)?|round(?:ed|ing|s) up|jail(?:ed"
                 r"|ing|s)?"
                 r"|nabbed|arrest of|detention of|picked up|imprison(?:ed|ing)"),
    ("released", r"releas(?:ed|ing|es)|fre(?:ed|eing)|frees|set(?:ting)? free|release of|liberated(?=#PEOPLE)"
                 r"|rescu(?:ed|ing|es)(?=#PEOPLE)"),
    ("captured", r"kidnapp?(?:ed|ing|s)?|abduct(?:ed|ing|s)?|captur(?:ed|ing|es)(?=#PEOPLE)|abduction of|kidnapping of"
                 r"|(?:took|taking|takes|taken|held|holds?|holding)(?=#CAPTIVES)|snatched(?=#PEOPLE)|seiz(?:ed|ing"
                 r"|es)(?=#PEOPLE)"
                 r"|capture of(?=#PEOPLE)"),
    ("displaced", r"displac(?:ed|ing|es)|uproot(?:ed|ing)|evacuat(?:ed|ing)(?=#PEOPLE)|forc(?:ed|ing)(?=#FLEEING)"
                  r"|number of (?:displaced|displaced people|people displaced)(?: \w+){0,3}?(?: (?:to|at|reached))*"),
    ("missing", r"number of missing(?: \w+){0,3}?(?: (?:to|at|reached))*"),
)  # fmt: skip
# What befalls statements and places too: one "a" phrase needs a person's noun.
_HUMAN = frozenset({"released", "captured", "displaced", "missing"})
_AUXILIARY = (
    r"(?:(?:were|was|have|has|had|are|is|be|been|being|got|gets?|reportedly|also|allegedly|either|seriously"
    r"|severely|badly"
    r"|critically|fatally|slightly|lightly|later|still|all|both|more|confirmed|believed|presumed|now|others?"
    r"|reported|then"
    r"|left|may|might|remain(?:s|ed)?)\s+)*"
)
_ASIDE = (
    r"(?:,? aged [\d, and]+)?(?: (?:of|from|in|on|at|near|aboard|inside|belonging to)(?: (?!(?:were|was|have|has"
    r"|had|are|and|who"
    r"|whom|that|when|after)\b)[\w'’.-]+){1,6}?(?= (?:were|was|have|has|had|are)\b))?(?:,? \([^)]{0,60}\)"
    r"|,? (?:including|among them|most|not|many|all of them|mainly|mostly|some|plus|half"
    r"|\w+ of (?:them|whom))\b[^,;]{0,60},| [-–—] [^-–—]{0,60} [-–—])?"
)
_NOUN_KINDS: tuple[tuple[TollKind, str], ...] = (
    ("losses", r"casualt(?:y|ies)|losses"),
    ("killed", r"fatalit(?:y|ies)|deaths?|bod(?:y|ies)|corpses?|martyrs|dead"),
    ("injured", r"injuries|wounded"),
)


@cache
def _passive() -> Sequence[tuple[TollKind, re.Pattern[str]]]:
    return tuple(
        (kind, re.compile(rf"^{_ASIDE}[\s,]*[\"”’']?\s*{_AUXILIARY}(?:{words})\b", re.IGNORECASE))
        for kind, words in _PASSIVE
    )


@cache
def _active() -> Sequence[tuple[TollKind, re.Pattern[str]]]:
    joint = r"(?: (?:of|at least|another|himself and|herself and|the lives of))*"
    return tuple((kind, re.compile(rf"\b(?:{words}){joint}(?=$|#[A-Z]+$)", re.IGNORECASE)) for kind, words in _ACTIVE)


_LONGEST = 1500  # characters of one sentence
# Characters looked at before a phrase for its verb, and twice as many behind it.
_REACH = 90


def _read_sentence(sentence: str, phrases: Sequence[Phrase]) -> list[_Fated]:
    fated = [_fate_of(sentence, phrase) for phrase in phrases if not _is_dropped(sentence, phrase)]
    fated = _mark_parts(sentence, _share_ellipsis(sentence, _share_lists(sentence, fated)))
    kept = [index for index, item in enumerate(fated) if item.kind is not None and not _is_spurious(item)]
    place = {index: position for position, index in enumerate(kept)}
    return [
        replace(_widen(sentence, item), whole=None if item.whole is None else place.get(item.whole))
        for item in (fated[index] for index in kept)
    ]


def _widen(sentence: str, item: _Fated) -> _Fated:
    """A bare number takes the word of fate behind it: "20 dead"."""
    behind = re.match(r" (?:dead|wounded|injured)\b", sentence[item.phrase.end :])
    if behind is None or item.phrase.noun or not _is_number(item.phrase.text):
        return item
    end = item.phrase.end + behind.end()
    return replace(item, phrase=Phrase(item.phrase.start, end, sentence[item.phrase.start : end], ""))


def _is_dropped(sentence: str, phrase: Phrase) -> bool:
    """An earlier figure that the sentence takes back: "not 20 as earlier reported", "from 12 to 34"."""
    before, after = sentence[: phrase.start].lower(), sentence[phrase.end :].lower()
    if re.search(r"\bnot $", before) or re.match(r" as (?:\w+ )?reported", after):
        return not phrase.text.lower().startswith(("no", "one"))
    moved = re.search(r"\b(?:toll|number)\b.{0,60}\bfrom $", before) is not None
    return moved and phrase.text.replace(",", "").isdigit()


def _fate_of(sentence: str, phrase: Phrase) -> _Fated:
    before = sentence[max(0, phrase.start - _REACH) : phrase.start]
    after = sentence[phrase.end : phrase.end + 2 * _REACH]
    if re.search(r"\b(?:whether|if|any|clear) $", before.lower()):
        return _Fated(phrase, None)
    for kind, pattern in _passive():
        told = pattern.match(after)
        if told and kind in _HUMAN and not (is_person(phrase.noun) or _is_number(phrase.text)):
            continue
        if told and _is_one_enough(phrase) and not _takes_object(told.group(), after[told.end() :]):
            return _Fated(phrase, kind, is_subject=True)
    for kind, words in _NOUN_KINDS:
        if re.search(rf"(?:^|\s)(?:{words})$", phrase.noun) and not phrase.text.lower().startswith(("the ", "his ")):
            return _Fated(phrase, kind)
    cues = before.rstrip() + _cue(phrase, after)
    for kind, pattern in _active():
        if pattern.search(cues) and _is_one_enough(phrase):
            return _Fated(phrase, kind)
    return _Fated(phrase, None)


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
    return is_passive is None and re.search(r"ed$|shot", told) is not None and _OBJECT.match(after) is not None


def _cue(phrase: Phrase, after: str) -> str:
    """A mark for what verbs of many senses need behind them: people, captives, lives, somebody who flees."""
    noun = phrase.noun
    if re.search(r"\b(?:casualties|losses)$", noun):
        return "#CASUALTIES"
    if noun.endswith("lives"):
        return "#LIVES"
    if re.search(r"\b(?:hostages?|prisoners?|captives?|pows?)$", noun) or re.match(
        r" (?:hostage|prisoner|captive)\b", after
    ):
        return "#CAPTIVES"
    if re.match(r" to (?:flee|leave)\b| from their\b", after):
        return "#FLEEING"
    return "#PEOPLE" if is_person(noun) or not noun else ""


def _is_one_enough(phrase: Phrase) -> bool:
    """A bare "the" or "his" phrase counts only with a person's noun; "a" and numbers with any noun."""
    lowered = phrase.text.lower()
    if not re.match(r"(?:the|his|her|their|its)\b", lowered) or re.search(r"\d", lowered):
        return True
    head = phrase.noun.rpartition(" ")[2]
    return is_person(head) and not head.endswith("s")


def _is_spurious(item: _Fated) -> bool:
    return is_thing(item.phrase.noun)


def _share_lists(sentence: str, fated: list[_Fated]) -> list[_Fated]:
    """ "a mother and her two children were killed", "killed a judge and three guards": one verb for the whole list."""
    shared = list(fated)
    for index in range(len(shared) - 2, -1, -1):
        item, following = shared[index], shared[index + 1]
        if item.kind is None and following.is_subject and _is_listed(sentence, item, following):
            shared[index] = replace(item, kind=following.kind, is_subject=True)
    for index in range(1, len(shared)):
        item, previous = shared[index], shared[index - 1]
        if item.kind is None and previous.kind and not previous.is_subject and _is_listed(sentence, previous, item):
            shared[index] = replace(item, kind=previous.kind)
    return shared


def _is_listed(sentence: str, first: _Fated, second: _Fated) -> bool:
    gap = sentence[first.phrase.end : second.phrase.start].lower()
    return bool(re.fullmatch(r"(?:,? and |, |,? as well as |,? plus )(?:[a-z]+(?: of)? )?", gap)) and all(
        is_person(item.phrase.noun) or re.search(r"\d|[A-Z]", item.phrase.text[1:]) is not None or not item.phrase.noun
        or re.match(r"(?:two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)\b", item.phrase.text.lower())
        for item in (first, second)
    )  # fmt: skip


_ELLIPSIS = re.compile(r"^ (?:in|at|near|outside|on|by) (?:the \w+|[A-Z]\w+)|^[.;]?$")


def _share_ellipsis(sentence: str, fated: list[_Fated]) -> list[_Fated]:
    """ "two were killed in Homs and three in Hama", "the army said three": the verb is said once."""
    shared = list(fated)
    for index in range(1, len(shared)):
        item = shared[index]
        previous = next((shared[i] for i in range(index - 1, -1, -1) if shared[i].kind), None)
        if item.kind or previous is None or item.phrase.noun:
            continue
        gap = sentence[previous.phrase.end : item.phrase.start]
        rest = sentence[item.phrase.end :]
        said = re.search(r"\b(?:said|reported|counted|it at)\s*$", gap)
        if len(gap) < 80 and (re.search(r"(?:,|;| and) ?(?:and )?$", gap) or said) and _ELLIPSIS.match(rest):
            shared[index] = replace(item, kind=previous.kind, is_subject=previous.is_subject)
    return shared


_PART_BEFORE = re.compile(
    r"(?:including|among (?:them|whom)(?: were| was)?|of (?:whom|them)|counting|inclusive of)(?: (?:the|at least"
    r"|also))?\s*$",
    re.IGNORECASE,
)
_PART_OF_DEAD = re.compile(
    r"(?:(?:dead|killed|deaths|victims|fatalities|(?P<injured>wounded|injured)|casualties) includ(?:e|ed|ing)"
    r"|among the (?:dead|killed|victims|(?P<hurt>wounded|injured))(?: were| was| are)?)\s*$",
    re.IGNORECASE,
)
_AMONG_AFTER = re.compile(
    r"\s+(?:were|was|are|is) (?:among|one of|of) (?:the|those|its|their) (?P<number>(?:at least |some )?[\w,-]+ )?"
    r"(?:dead|killed|victims|fatalities|(?P<injured>wounded|injured|hurt))\b",
    re.IGNORECASE,
)
_NEW_TOTAL = re.compile(
    r"\b(?:bringing|raising|taking|pushing|putting) the (?:[\w-]+ ){0,3}(?:tolls?|total|number)\b", re.IGNORECASE
)
_GRAVELY = re.compile(r" (?:seriously|critically|severely|badly|gravely|fatally)\b(?: (?:injured|wounded|hurt|ill))?")


def _mark_parts(sentence: str, fated: list[_Fated]) -> list[_Fated]:
    """Mark the tolls that are parts: "including two", "five of them", "of the 20 dead, eight", "six of the 14 dead"."""
    marked = list(fated)
    for index, item in enumerate(marked):
        before, after = sentence[: item.phrase.start], sentence[item.phrase.end :]
        told = _PART_OF_DEAD.search(before)
        if told:
            kind: TollKind = "injured" if told["injured"] or told["hurt"] else "killed"
            marked[index] = replace(item, kind=kind, is_part=True)
            continue
        among = _AMONG_AFTER.match(after)
        if among:
            number = index + 1 if among["number"] and index + 1 < len(marked) else None
            marked[index] = replace(item, kind="injured" if among["injured"] else "killed", is_part=True, whole=number)
            continue
        whole = next((i for i in range(index - 1, -1, -1) if marked[i].kind and not marked[i].is_part), None)
        if whole is not None and _is_part(sentence, before, after, item, marked[whole]):
            marked[index] = replace(item, kind=marked[whole].kind, is_part=True, whole=whole)
    return _mark_backwards(sentence, marked)


def _is_part(sentence: str, before: str, after: str, item: _Fated, whole: _Fated) -> bool:
    if _PART_BEFORE.search(before):
        return True
    noun = item.phrase.noun
    if not item.is_subject and re.match(r"of (?:them|whom|which)\b", noun):
        return True
    if not noun and _GRAVELY.match(after):
        return before.rstrip().endswith((",", "and", "with"))
    led = re.search(r"\bof the $|\bof $", sentence[: whole.phrase.start].lower()) or re.match(
        r"of the ", sentence.lower()
    )
    return item.kind is None and bool(led) and bool(re.match(r" (?:were|was|are) ", after)) and not noun


def _mark_backwards(sentence: str, marked: list[_Fated]) -> list[_Fated]:
    """Parts that stand before their whole: "six of the 14 dead", "two died, bringing the toll to 17"."""
    for index in range(1, len(marked)):
        whole, part = marked[index], marked[index - 1]
        gap = sentence[part.phrase.end : whole.phrase.start]
        if whole.kind is None or whole.is_part or _is_spurious(whole):
            continue
        before = next((i for i in range(index - 1, -1, -1) if marked[i].kind), None)
        if before is not None and marked[before].kind == whole.kind and _is_new_total(sentence, marked[before], whole):
            marked[before] = replace(marked[before], is_part=True, whole=index)
            continue
        if re.fullmatch(r"of the|", part.phrase.noun) and re.fullmatch(r" (?:(?:out )?of (?:the )?)?", gap):
            marked[index - 1] = replace(part, kind=whole.kind, is_part=True, whole=index)
    return marked


def _is_new_total(sentence: str, part: _Fated, whole: _Fated) -> bool:
    gap = sentence[part.phrase.end : whole.phrase.start]
    return not part.is_part and _NEW_TOTAL.search(gap) is not None
