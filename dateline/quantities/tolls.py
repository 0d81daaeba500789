"""Read a toll: what befell whom, and how many."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from dateline.model import TollKind
from dateline.quantities.counts import Count, fold, is_singular, parse_count
from dateline.quantities.people import is_group, is_name, is_person


@dataclass(frozen=True, slots=True)
class TollReading:
    """A toll read: its kind (None when no words say it), the people's head noun phrase, and the count."""

    kind: TollKind | None
    group: str | None
    count: Count


# Order matters: the first kind whose words are met decides, so combined tolls stand first.
_KINDS: tuple[tuple[TollKind, str], ...] = (
    ("losses", r"killed (?:or|and/or) (?:wounded|injured)|(?:killed|dead) and (?:wounded|injured)"
               r"|killed and injured|dead or wounded|casualt\w+|losses\b"),
    ("injured", r"injur\w+|wound\w+|hurt\b|hospitali[sz]ed|maimed|burn(?:s|t)\b|unharmed|unhurt|unscathed|harmed"
                r"|suffocat\w+|asphyxia\w*|amputat\w+|critical condition"
                r"|stabbed(?! to death)|lost (?:a|both|his|her) (?:leg|arm|hand|foot|eye)|treated for|choking"),
    ("killed", r"kill\w*|dead\b|deaths?\b|die\b|died\b|dies\b|dying\b|slain\b|murder\w*|assassinat\w+|execut\w+"
               r"|massacr\w+|behead\w+|lives\b|bod(?:y|ies)\b|corpses?"
               r"|martyr\w*|fatalit\w+|hanged|perish\w+|drowned|neutrali[sz]ed|eliminated|liquidated|shot dead"
               r"|gunned down|stabbed to death|slaughtered|remains\b|burned alive"
               r"|lynched|lost (?:his|her|their|its) li(?:fe|ves)|KIA\b|(?:have|has|had) fallen|rendered harmless"
               r"|paid the supreme|loss of \w+ \w+"),
    ("missing", r"missing|disappear\w*|unaccounted|whereabouts|vanished|untraced|not been (?:seen|heard)"),
    ("displaced", r"displac\w+|fled\b|flee\w*|evacuat\w+|uprooted|homeless|left their homes|from their homes"
                  r"|exodus|sought (?:shelter|refuge)|sheltering|crossed into"),
    ("released", r"releas\w+|freed\b|set free|liberated|exchanged|swapped"),
    ("arrested", r"arrest\w*|detain\w*|detention|jail\w*|custody|rounded up|apprehend\w*|imprison\w*"
                 r"|held on suspicion|charged\b|behind bars|turned \w+self in|convicted|picked up|nabbed"),
    ("captured", r"captur\w+|kidnap\w*|abduct\w*|taken (?:prisoner|hostage|captive)|took \w+ (?:captive|prisoner"
                 r"|hostage)|snatched|surrender\w*|taken away|held (?:captive|prisoner|hostage)"
                 r"|laid down their (?:arms|weapons)|gave themselves up|marched into|walked off with|in the hands of"
                 r"|holding|caught"),
)  # fmt: skip
# Nouns that name people by an older fate: they decide only when no verb of the sentence does ("killed 27 hostages").
_FATED_NOUNS: tuple[tuple[TollKind, str], ...] = (
    ("displaced", r"refugees?|displaced|evacuees"),
    ("captured", r"hostages?|prisoners?|captives?"),
    ("arrested", r"detainees?|suspect(?:s|ed)?"),
    ("killed", r"victims|martyrs|takfiris?"),
    ("displaced", r"arriv\w+|housed|on the move|rescued|crossed|driven|left\b|reached\b|households"),
)
_FATE = (
    r"killed|wounded|injured|hurt|dead|slain|shot dead|murdered|executed|beheaded|massacred|arrested|detained"
    r"|captured|kidnapped|abducted|displaced|missing"
    r"|released|freed|martyred|hanged|drowned|evacuated|assassinated|jailed|maimed|hospitali[sz]ed|taken hostage"
    r"|taken prisoner|gunned down|burned to death"
)
_AUXILIARY = (
    r"(?:(?:were|was|have|has|had|are|is|be|been|being|got|reportedly|also|allegedly|either|seriously"
    r"|severely|badly|critically|fatally|slightly|lightly|later|still)\s+)*"
)
_FATE_AFTER = re.compile(
    rf"^[\s,]*(?:\([^)]*\)\s*)?{_AUXILIARY}(?P<fate>{_FATE}|died|perished|fled|surrendered"
    rf"|disappeared|lost their lives|sustained|suffered|went missing|lost (?:his|her) life)\b",
    re.IGNORECASE,
)
_FATE_BEFORE = re.compile(
    r"(?P<fate>kill(?:ed|ing|s)?|wound(?:ed|ing|s)?|injur(?:ed|ing|es)|left|leaving|arrest(?:ed|ing|s)?|detain(?:ed"
    r"|ing|s)?|captur(?:ed|ing|es)|kidnapp?(?:ed|ing|s)?|abduct(?:ed|ing|s)?|displac(?:ed|ing|es)"
    r"|execut(?:ed|ing)|murder(?:ed|ing)?|behead(?:ed|ing)|shot dead|releas(?:ed|ing)|fre(?:ed|eing)|evacuat(?:ed"
    r"|ing)|claim(?:ed|ing) the lives? of|death toll(?: \w+){0,5}|toll(?: \w+){0,3}|deaths? of|murder of"
    r"|assassination of|killing of"
    r"|massacre of|arrest of|release of|abduction of|capture of|kidnapping of|lost|losing|forc(?:ed|ing)|hurt(?:ing)?"
    r"|maim(?:ed|ing)|took|taking|rounded up|martyr(?:ed|ing)|neutrali[sz](?:ed|ing)|eliminat(?:ed|ing))"
    r"(?:\s(?:of|and|or|wounding|injuring|wounded|injured|to|at|the|lives|another))*\s*$",
    re.IGNORECASE,
)


def parse_toll(words: str, context: str = "") -> TollReading | None:
    """Return the toll that the words state, or None when they are empty.

    The kind comes from the words themselves ("killed at least nine"), else from the nearest predicate in `context`, the
    sentence around them ("23 soldiers" in "killing 23 soldiers"); None when neither says. A plural with no number keeps
    its words with all numbers null, and so do a group's name, a lone adjective and a scale word; a name is one person.
    Not handled: whose toll it is when the sentence tells of two sides.

    >>> reading = parse_toll("at least 12 people", "A blast killed at least 12 people and wounded 30 others.")
    >>> reading.kind, reading.group, reading.count.low, reading.count.high
    ('killed', 'people', 12, None)
    """
    if not words.strip():
        return None
    if _TOLL_ALONE.fullmatch(words.strip()):
        count = Count(None, None, None, words, "words-only")
    else:
        count = parse_count(words) or _count_without_number(words, context)
    return TollReading(_find_kind(words, context), _find_group(words), count)


# The word for a toll with no figure beside it: a toll that is spoken of, and unknown.
_TOLL_ALONE = re.compile(
    r"(?:(?:the|a|an|its|their|any|exact|final|full|overall|total|death|casualty|human)\s+)*"
    r"(?:tolls?|casualty figures?|number of (?:dead|casualties|victims|deaths))",
    re.IGNORECASE,
)


def _count_without_number(words: str, context: str) -> Count:
    """A name, a singular or "was killed" is one; several names are as many; a plural is words only.

    So is a word of which the verb behind it says that it is one ("Vargas was killed"), unless it is a group's.
    """
    written, words = words, _AGED.sub("", words)
    if _AGE_ALONE.fullmatch(words):
        return Count(1, 1, 1, written, "one")
    count = _count_whom(words)
    if count.best is None and _ONE_NAME.fullmatch(words) and not is_group(words) and not is_person(words.lower()):
        verb = _OF_ONE.match(context.partition(written)[2])
        count = Count(1, 1, 1, words, "one") if verb else count
    return replace(count, words=written)


_NO_ONE = r"(?!(?:and|of|those|they|all|any|it|which|that|killed|wounded|injured)\b)"
_ONE_NAME = re.compile(rf"{_NO_ONE}[\w’'.-]+(?:\s{_NO_ONE}[\w’'.-]+){{0,3}}")
# The verb of one person's fate right behind a name, or behind an aside in commas.
_OF_ONE = re.compile(r"(?:, [^,.;]{1,60})?,?\s(?:who\s)?(?:was|has been|is|himself|herself|died in his|died of his)\b")


# "22-year-old Beau Dunn", "35 - year - old deputy"
_AGED = re.compile(r"\b[\w]+ ?- ?(?:year|month|day)s? ?- ?olds? (?=\w)", re.IGNORECASE)


_AGE_ALONE = re.compile(r"(?:an? |the )?\w+ ?- ?(?:year|month|day)s? ?- ?old", re.IGNORECASE)


def _count_whom(words: str) -> Count:
    if is_group(words):
        return Count(None, None, None, words, "words-only")
    names = _count_names(words)
    if names:
        return Count(names, names, names, words, "named")
    lowered = fold(words)
    if re.search(r"\b(?:those|were|all|they|any|them)\b", lowered) or not _says_one(lowered):
        return Count(None, None, None, words, "words-only")
    return Count(1, 1, 1, words, "one")


def _says_one(lowered: str) -> bool:
    if re.match(
        r"(?:was|is|has been|to have been|killed|killing|arrested|detained|died|death of|the (?:death|murder"
        r"|assassination|killing) of)\b",
        lowered,
    ):
        rest = re.sub(r"^(?:killing|killed|death of|the \w+ of|arrested|detained)\s*", "", lowered)
        return (
            is_singular(rest)
            if rest and rest != lowered
            else bool(re.match(r"(?:was|is|has been|to have been|died)\b", lowered))
        )
    if re.fullmatch(
        rf"(?:{_FATE}|who (?:died|was killed)|deaths?|.*\bthe (?:deaths?|murder|killing) of .*people)", lowered
    ):
        return False
    subject = re.split(
        r",? (?:who|was|is|has|had|could|must|to have|left|died|dead|killed|wounded|injured)\b", lowered
    )[0]
    if re.match(r"others\b|.* (?:people|citizens)$", subject):
        return False
    if not subject or re.match(r"(?:turned|left|killed|wounded|injured) (?:him|her)", subject):
        return bool(subject) or re.match(r"to have\b", lowered) is not None
    return (is_singular(subject) or _is_listed_name(subject)) and _is_somebody(subject, subject != lowered)


def _is_listed_name(subject: str) -> bool:
    """ "gilda flores": two words or more, one of them a listed given or family name, none of them plain English."""
    words = subject.split()
    return len(words) > 1 and any(map(is_name, words)) and all(map(_may_name, words))


def _is_somebody(subject: str, has_verb: bool) -> bool:
    """A person by article ("the pilot"), by noun ("driver"), by name ("pablo pelaez gonzales", "galan was killed"); a
    bare adjective, a mass noun or a lone scale word is nobody.
    """
    if re.match(r"(?:an?|the|one|his|her|their|its|our|my|another|this|that) \w", subject):
        return not is_group(subject)
    if subject in {"civilian", "enemy"} or is_group(subject):
        return False
    if is_person(subject):
        return True
    if _NO_NAME.search(subject):
        return False
    words = re.findall(r"[^\s,]+", subject)
    return (len(words) > 1 or has_verb) and all(map(_may_name, words)) and bool(words)


# Endings of English adjectives, nouns and adverbs, which names in a text without capitals seldom have.
_NO_NAME = re.compile(
    r"(?:ed|ing|ly|tion|sion|ment|ary|ory|ive|ous|ful|less|ness|ship|able|ible|ism|ish|ity|ical|onal|anti|ese|ern"
    r"|ward|ist"
    r"|ence|ance|ists|tics|ure|ual)$"
    r"|^(?:more|than|over|under|double|triple|year|month|week|day|old|new|million|thousand|hundred|billion|dozen"
    r"|others?|still"
    r"|also|not|yet|most|least|about|nearly|almost|death|dead|toll|count|state|force|war|civil|armed|red|black"
    r"|white|high|low"
    r"|soon|late|early|large|small|big|many|few|only|just|up|down|for|with|without|against|and|or|in|on|at|to|by"
    r"|from|out"
    r"|home|house|front|side|group|party|union|guard|security|foreign|local|human|female|male|young|dead|alive"
    r"|number|figure"
    r"|double|in|it|free|far|left|right|top|key|main|good|bad|heavy|light|first|last|next|same|other|such|no|any"
    r"|every|each|half|part)$"
)


def _may_name(word: str) -> bool:
    return is_name(word) or (word.replace("-", "").isalpha() and len(word) > 1 and _NO_NAME.search(word) is None)


def _count_names(words: str) -> int:
    """ "Ali Hassan" is one, "Ali Hassan and Omar Saleh" two; anything with a lower-case plural is none."""
    text = re.sub(r",? (?:aged )?\d{1,2}(?=,|$)", "", words)
    text = re.split(
        r",? (?:who|from|was|were|has|had|could|must|is|reportedly|escaped|died|sustained|received)\b"
        r"|, (?:the|a|an)\b",
        text,
    )[0]
    parts = [part for part in re.split(r",? and |, ", text) if part]
    if len(parts) == 1 and (
        kind_of(parts[0]) or parts[0].lower() in {"they", "some", "all", "both", "we", "dozens", "civilians"}
    ):
        return 0
    if any(is_group(part) or part.isupper() for part in parts):
        return 0
    named = [part for part in parts if re.match(r"(?:[A-Za-z.]+ ){0,3}[A-Z][\w'’-]+", part)]
    if not parts or len(named) != len(parts):
        return 0
    if any(not is_singular(part.lower()) and not part.split()[-1][:1].isupper() for part in parts):
        return 0
    if (
        any(re.match(r"(?:[Tt]he|[Aa]n?|[Ss]ome|[Mm]any|[Ss]everal|[Aa]ll)\b", part) for part in parts)
        and len(parts) > 1
    ):
        return 0
    return len(parts) if parts[0].split()[-1][:1].isupper() else 0


@cache
def _kind_patterns() -> tuple[tuple[TollKind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(rf"\b(?:{pattern})", re.IGNORECASE)) for kind, pattern in _KINDS)


def _find_kind(words: str, context: str) -> TollKind | None:
    inside = kind_of(re.sub(r"\b(?:displaced|wounded|missing|detained|captured|injured) (?=[a-z]+s\b)", "", words))
    if inside is not None:
        return inside
    place = context.find(words)
    if place < 0:
        return _fated_noun(words)
    after = context[place + len(words) :]
    found = _FATE_AFTER.match(after)
    if found:
        return kind_of(found["fate"]) or "killed"
    before = context[:place]
    near = _FATE_BEFORE.search(before)
    if near:
        return kind_of(near["fate"]) or kind_of(after[:40]) or _by_verb(near["fate"])
    return _nearest_kind(before[-90:], after[:90]) or _fated_noun(words) or _fated_noun(context)


def _fated_noun(words: str) -> TollKind | None:
    return next((kind for kind, pattern in _FATED_NOUNS if re.search(rf"\b(?:{pattern})", words, re.IGNORECASE)), None)


def _by_verb(fate: str) -> TollKind | None:
    lowered = fate.lower()
    if lowered.startswith(("toll", "claim", "left", "leaving", "lost", "losing")):
        return "killed"
    return None


def kind_of(words: str) -> TollKind | None:
    """Return the kind of toll that words name, None when they name none.

    >>> kind_of("sustained gunshot wounds"), kind_of("shot dead"), kind_of("soldiers")
    ('injured', 'killed', None)
    """
    if re.search(r"\b(?:murder|assassinat|shot dead|bodies|died)", words, re.IGNORECASE) and not re.search(
        "wound|injur", words, re.IGNORECASE
    ):
        return "killed"
    for kind, pattern in _kind_patterns():
        if pattern.search(words):
            return kind
    return None


def _nearest_kind(before: str, after: str) -> TollKind | None:
    """The kind word nearest to the toll on either side, in the same sentence."""
    best: tuple[int, TollKind] | None = None
    for kind, pattern in _kind_patterns():
        if kind == "losses":
            continue
        distances = [len(before) - found.end() for found in pattern.finditer(before)]
        distances += [found.start() + 5 for found in pattern.finditer(after)]
        if distances and (best is None or min(distances) < best[0]):
            best = (min(distances), kind)
    return best[1] if best else None


_COUNT_WORDS = re.compile(
    r"^(?:(?:at (?:the )?least|more than|less than|fewer than|no (?:less|fewer|more) than|over|around|about|some"
    r"|nearly|almost|roughly|approximately|up to|as many as|an estimated|upwards of|including"
    r"|between|from|another|a further|further|all|both|several|many|few|numerous|a number of|an? \w+ number of|the"
    r"|an?|its|his|her|their|our|dozens|scores|hundreds|thousands|tens|of|no"
    r"|other(?= )|more|killed|killing|wounded|wounding|injured|injuring|arrested|detained|and|to|or|million"
    r"|thousand|hundred|dozen|[\d,.]+k?|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety)(?:[\s-]+|$))+",
    re.IGNORECASE,
)
_GROUP_END = re.compile(
    rf"\s+(?:{_AUXILIARY}(?:{_FATE}|died|perished|sustained|suffered|escaped)\b|who\b|whom\b"
    rf"|were\b|was\b|have\b|has\b|had\b|including\b|\().*$|[,;].*$",
    re.IGNORECASE,
)


_SHORT_FATE = re.compile(r"\s(?:KIA|WIA|MIA)$")


def _find_group(words: str) -> str | None:
    """Return the head noun phrase of who: "soldiers" of "at least two soldiers were killed"; None when there is
    none.
    """
    rest = _COUNT_WORDS.sub("", _SHORT_FATE.sub("", words.strip().strip("\"'“”")))
    rest = _GROUP_END.sub("", " " + rest).strip()
    rest = re.sub(rf"^(?:{_FATE})$", "", rest, flags=re.IGNORECASE)
    return rest or None
