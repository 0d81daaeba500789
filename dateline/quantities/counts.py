"""Read a count of people or things from words: low, best, high and the rule that read them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from dateline.numerals import parse_numeral
from dateline.quantities.people import is_group, is_name


@dataclass(frozen=True, slots=True)
class Count:
    """A count as coding rule 14 takes it; None where the words give no such bound. `rule` names the form that was
    read.
    """

    low: int | None
    best: int | None
    high: int | None
    words: str
    rule: str


_DIGITS = r"\d{1,3}(?:[,.\u00a0 ]\d{3})+(?![\d.,]\d|\d)|\d+(?:\.\d+)?"
_SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|"
    "nineteen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
)
_SCALE = "hundred|thousand|million|billion|dozen|score|lakh|crore"
_WORD = rf"(?:(?:half )?an? (?:half )?(?:{_SCALE})|half (?:a )?(?:{_SCALE})|{_SMALL}|dozen(?! of)\b)"
_TAIL = (
    rf"(?:(?:[- ]|(?<=hundred) and |(?<=thousand) and |(?<=million) and )(?:{_SMALL}|{_SCALE}"
    rf"|\d+(?= (?:{_SCALE})))\b)*"
)
NUMBER = (
    rf"(?:(?:{_SMALL}) and a half (?:{_SCALE})"
    rf"|(?:{_DIGITS})(?:k|m|mn|bn)?(?: (?:{_SCALE})\b)*|\b{_WORD}\b{_TAIL})"
)
# A number beside these is no count of people: calibres, measures, money, shares, ages, days, unit and model numbers.
_UNIT_AFTER = re.compile(
    r"""[\s-]*(?:%|:\d|percent\b|per\s?cent\b|pc\b|(?:mm|cm|km|kms|kg|kilos?|kilograms?|grams?|tons?|tonnes?"
    r"|lit(?:er|re)s?|met(?:er|re)s?
    |kilomet(?:er|re)s?|miles?|feet|foot|yards?|hectares?|acres?|degrees?|mph|knots|dollars?|euros?|pounds?|wheel|pesos|rubles|roubles|shekels|lira
    |am|pm|a\.m|p\.m|gmt|o['’]clock|hrs|(?:-?\s?(?:second|minute|hour|day|night|week|month|year|decade)s?(?:['’]|\b)))\b
    |january|february|march\b|april|may(?:\s\d|[,.;)]|$)|june|july|august|september|october|november|december)""",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL_BEFORE = re.compile(
    r"(?:[$€£¥#/]|[A-Za-z]-|\b(?:regiment|battalion|brigade|division|route|highway|resolution|article|no\.|number"
    r"|nos\.|flight|room|phase|unit"
    r"|section|base|camp|aged|age|chapter|point|hill|district|area|zone|gate|block|channel|page|january|february"
    r"|march|april|may|june|july"
    r"|august|september|october|november|december|mig|su|mi|type|m|t)\s?)$",
    re.IGNORECASE,
)
_OPEN = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000, "tens": 20}
_OPEN_WORDS = re.compile(
    r"\b(?:(tens|dozens|scores|hundreds|thousands) of (thousands|hundreds|millions)|(several|a few|few|a couple of"
    r"|many) "
    r"(dozen|score|hundred|thousand|million)s?|(dozens|scores|hundreds|thousands|millions|tens(?= of)))\b"
)
# The words that put a bound on a number; `phrases.py` finds phrases by them too.
LEAST = (
    r"at (?:the )?(?:very )?least|no (?:less|fewer) than|not (?:less|fewer) than|a minimum of|minimum|passed|crossed"
    r"|(?<!no )(?<!not )more than|over|above|upwards? of|in excess of"
    r"|exceed(?:s|ed|ing)?|greater than|surpass(?:es|ed|ing)?|as few as|not fewer than|beyond|past|well over"
    r"|topp?(?:ed|ing)|north of"
)
ABOUT = (
    r"about|around|some|roughly|approximately|approx\.?|an estimated|estimated at|estimated|circa|in the region of"
    r"|or so|close on|more or less|the order of"
)
NEARLY = r"nearly|almost|close to|just under|approaching|not quite|virtually|just short of"
MOST = (
    r"up to|as many as|at (?:the )?most|no more than|not more than|a maximum of|maximum|less than|fewer than"
    r"|under|below"
)
_QUALIFIERS = (("at-least", LEAST), ("nearly", NEARLY), ("up-to", MOST), ("about", ABOUT))
_VAGUE = re.compile(
    r"\b(?:several|many|some|few|a number|numbers|number of|an? \w+ number|numerous|various|countless|unknown"
    r"|unspecified|undetermined|untold|heavy"
    r"|most|a (?:large|great) (?:group|part)|a group|a handful|handfuls?|large|multiple|lots? of|plenty|innumerable"
    r"|members of)\b"
)
_PERSON = "boy|girl|man|woman|youth|child|baby|teenager|passer-by|student|widow|son|daughter"
_MOVED = r"\b(?:rose|risen|revised|raised|climbed|increased|jumped|lowered|went|corrected|dropped|fell|grew|up|down)\b"
_ZERO = re.compile(
    r"\b(?:no[- ]one|nobody|none|nil|zero|not (?:a single|one|any)|neither|nor|everyone is \w+|everybody is \w+"
    r"|survived|escaped (?:injury|harm|unhurt)"
    r"|unharmed|unhurt|uninjured|unscathed|without (?:any )?(?:casualties|losses|loss"
    r"|injur\w+|deaths?|victims)|no (?!doubt|longer|more than|less than|fewer than|matter)\w+)\b"
)
_PAIR = re.compile(
    r"\b(?:(?<!from )(?<!on )(?<!in )(?<!of )both|(?:an?|the) (?:[\w-]+ ){1,2}couple(?! of)"
    r"|the (?:pair|couple|two of them)|a (?:couple|pair) of)\b"
    r"|^(?:a|the) (?:couple|pair)\b"
)
_COUPLE = re.compile(r"(?:an?|the) (?:[\w-]+ ){0,2}couple\b(?! of)")
_ONE_WORD = re.compile(r"^(?:an?|another|a further|a single|one|the|this|that|his|her|its|their|our|my|he|she|him)\b")
_PRONOUN_ONE = re.compile(r"^(?:he|she|him|another|the other)\b")
_PLURALS = frozenset(
    """people men women children police policemen policewomen personnel troops servicemen gunmen firemen others those
    they them staff youth militia cattle crew infantry rebels lives businessmen fishermen aircraft clergymen countrymen
    wounded dead injured missing displaced newsmen officers""".split()
)
# Nouns of one body of people, whose number nobody knows.
_COLLECTIVES = frozenset(
    """mafia army military navy gendarmerie public population populace crowd mob enemy opposition government regime
    gang cartel team group faction movement community media press leadership family families force platoon
    battalion brigade company squad patrol convoy congregation audience electorate peasantry foreign anti
    guilty innocent poor rich rest majority minority remainder number total toll""".split()
)
_HEAD_STOP = re.compile(
    r"\s(?:of|who|whom|from|in|at|on|near|with|for|by|to|and|or|was|were|is|are|has|have|had|that|which|while|during"
    r"|after|including|as|under|belonging|surnamed"
    r"|reportedly|visiting|dead|killed|wounded|injured|died|escaped|sustained|received)\b|[,;:(–-]\s|$"
)


def parse_count(words: str) -> Count | None:
    """Return the count that the words give, or None when they give none (calibres, ages, dates, money, unit numbers).

    "at least 12" has low and best 12; "dozens" has low 24 only; "several" has no number at all (`rule` "words-only");
    a singular person is 1; "a mother and her two children" is 3. Of a whole and its part ("nine, including two
    children") the whole. Not handled: numbers spread over sentences; shares ("half of them"),
    which `read_tolls` takes from their whole.

    >>> parse_count("more than 20 militants")
    Count(low=20, best=20, high=None, words='more than 20 militants', rule='at-least')
    """
    folded = fold(words)
    if not folded:
        return None
    found = _read_folded(folded)
    return None if found is None else replace(found, words=words)


def fold(words: str) -> str:
    """Return the words in lower case, without quotation marks, dashes made hyphens, what was cut at a mark joined.

    >>> fold("34 - Year - Old  mother."), fold("26 , 000 people")
    ('34-year-old mother', '26,000 people')
    """
    folded = re.sub(r"[\"“”«»]", "", words.lower()).replace("’", "'").replace("–", "-").replace("—", " - ")
    # Text that was cut into words and joined again: "34 - year - old".
    folded = re.sub(r"(?<=\w) - (years?|months?|weeks?|days?) - (olds?)\b", r"-\1-\2", folded)
    folded = re.sub(r"\((\d+)\)", r"\1", folded)  # "at least (9) persons"
    folded = re.sub(r"(?<=\d) ([,.]) (?=\d{3}\b)", r"\1", folded)  # "26 , 000 people"
    return re.sub(r"\s+", " ", folded).strip(" .,;:")


def _read_folded(folded: str) -> Count | None:
    whole = (
        re.split(
            r",? (?:including|among them|among whom|of whom|of which|half of them|most of them|mostly"
            r"|part of)\b",
            folded,
        )[0]
        or folded
    )
    if folded.startswith("including"):
        whole = folded.removeprefix("including").strip()
    whole = _drop_ages(whole)
    if re.match(r"(?:not (?:a single|one)|no one|no-one|none)\b", whole):
        return Count(0, 0, 0, whole, "none")
    if re.search(r"\ball (?:but|except)\b", whole):
        return Count(None, None, None, whole, "words-only")
    numbers = find_numbers(whole)
    opened = _OPEN_WORDS.search(whole)
    if opened and (not numbers or opened.start() <= numbers[0][0]):
        return _read_open(whole, opened)
    if numbers:
        return _read_numbers(whole, numbers)
    return _read_words(whole)


def _drop_ages(folded: str) -> str:
    """Take ages out: "a 25-year-old man" keeps "a man", "Oliver, 24, from" keeps the name."""
    folded = re.sub(r"\b[\w-]+[- ](?:year|month|day)s?[- ]olds?\b", "", folded)
    folded = re.sub(r",? (?:aged?|the age of) \d+(?: (?:and|to) \d+)?\b", "", folded)
    folded = re.sub(r"(?<=[a-z]), \d{1,2}(?=,|$),?", "", folded)
    folded = re.sub(r"\b(mother|father|widow|widower|grandmother|grandfather) of (?:\w+)$", r"\1", folded)
    folded = re.sub(rf"^(an? (?:[\w-]+ )?(?:{_PERSON})) of (?:\d{{1,2}}|{_SMALL})\b", r"\1", folded)  # "a boy of nine"
    folded = re.sub(r"\b(?:a|the) (?:19|20)\d\d ", "a ", folded)  # "a 2008 Ford"
    return re.sub(r"\s+", " ", folded).strip()


@cache
def _number_pattern() -> re.Pattern[str]:
    # The second alternative is the end of a range of digits ("10-15").
    return re.compile(
        rf"(?<=\d-)\d+(?![\w-])|(?<![\w.,:])(?<![a-z]-)(?<!\d-)(?:{NUMBER})(?!\w)(?!-?(?:year|day|month"
        rf"|week|hour)s?\b)"
    )


def find_numbers(folded: str) -> list[tuple[int, int, int]]:
    """Return (start, end, value) of the numbers in lower-case words that count something.

    >>> find_numbers("two gunners of regiment 16 with a 57 mm gun")
    [(0, 3, 2)]
    """
    found = []
    for number in _number_pattern().finditer(folded):
        if (
            _UNIT_AFTER.match(folded, number.end())
            or _is_unit_number(folded, number)
            or _LABEL_BEFORE.search(folded[: number.start()][-14:])
        ):
            continue
        if _is_year(folded, number) or re.match(r"0\d", number.group()):  # "000" is the end of a number that was cut
            continue
        value = parse_numeral(number.group())
        if value is not None:
            found.append((number.start(), number.end(), value))
    # A bare "one" after other numbers ("two soldiers and one") counts; "no one" does not.
    return [item for item in found if not folded[: item[0]].endswith(("no ", "no-", "any", "every"))]


def _is_year(folded: str, number: re.Match[str]) -> bool:
    """ "in 2014", "since 1998,": a four-figure number that dates."""
    if not re.fullmatch(r"(?:19|20)\d\d", number.group()):
        return False
    led = re.search(r"\b(?:in|since|by|during|until|of) $", folded[: number.start()])
    return led is not None and not re.match(r" [a-z]", folded[number.end() :])


def is_label(text: str, start: int) -> bool:
    """True when what starts there is the number of a unit, a road or the like ("regiment 16").

    >>> is_label("regiment 16 left", 9)
    True
    """
    return bool(_LABEL_BEFORE.search(text[max(0, start - 14) : start].lower()))


def _is_unit_number(folded: str, number: re.Match[str]) -> bool:
    """ "the 559 battalion", "16th": a number that names a unit."""
    return number.group().isdigit() and bool(
        re.match(
            r"\s?(?:st|nd|rd|th)?\s(?:battalion|brigade|regiment|division|corps|squadron|infantry|army)\b"
            r"(?! (?:troops|soldiers|men|personnel|officers|casualties|members|fighters|conscripts|recruits|deaths"
            r"|losses))",
            folded[number.end() :],
        )
    )


def _read_open(whole: str, opened: re.Match[str]) -> Count:
    """ "dozens", "tens of thousands", "several hundred": a low bound and no more."""
    tens, of_what, _, scale, alone = opened.groups()
    if tens:
        many, unit = _OPEN[tens], _OPEN[of_what] // 2
        low = (10 if tens == "tens" else many) * unit * (2 if tens == "tens" else 1)
    elif scale:
        low = 2 * {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "million": 1_000_000}[scale]
    else:
        low = _OPEN[alone]
    return Count(low, None, None, whole, "open")


def _read_numbers(whole: str, numbers: list[tuple[int, int, int]]) -> Count:
    start, end, value = numbers[0]
    if len(numbers) > 1:
        pair = _read_range(whole, numbers[0], numbers[1])
        if pair is not None:
            return pair
    qualifier = _qualifier(whole[:start], whole[end:])
    total = _add_parts(whole, numbers)
    if total is not None:
        return _qualify(total, qualifier, whole, "sum")
    if re.match(r"an? [a-z]", whole[start:end]) and not numbers[0][2] > 1:
        qualifier = ""
    return _qualify(value, qualifier, whole, "plain")


def _read_range(whole: str, first: tuple[int, int, int], second: tuple[int, int, int]) -> Count | None:
    """ "between 12 and 18", "10 to 15", "10-15", "two or three", "two and three hundred" after "between"."""
    gap, before = whole[first[1] : second[0]].strip(), whole[: first[0]]
    low, high = first[2], second[2]
    if gap == "to" and before.rstrip().endswith("from") and (low > high or re.search(_MOVED, before)):
        return Count(high, high, high, whole, "revised")
    between = before.rstrip().endswith(("between", "from"))
    if (
        re.fullmatch(r"(?:[a-z]+ ){0,4}[a-z]*,?(?: [a-z]+){0,4},? ?(?:or )?(?:possibly|perhaps|maybe)", gap)
        and low <= high
    ):
        return Count(low, low, high, whole, "possibly")
    if (
        gap not in {"to", "-", "or", "/"}
        and not (gap == "and" and between)
        and not re.fullmatch(r"[\w ]{0,20} (?:to|or)", gap)
    ):
        return None
    scale = re.search(r"(dozen|score|hundred|thousand|million)$", whole[second[0] : second[1]])
    if (scale and low < 100 and not re.search(r"[a-z]$", whole[first[0] : first[1]].removesuffix(scale[1]))) or (
        scale and low < high // 50
    ):
        low *= {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "million": 1_000_000}[scale[1]]
    if low > high:
        return None
    return Count(low, None, high, whole, "range")


def _qualifier(before: str, after: str) -> str:
    """Return which bound the words just before (or "or more", "or so" just after) put on the number."""
    if re.match(r"-odd\b", after):
        return "about"
    if re.match(r"\s?(?:\+|-?plus\b|or more\b|and counting\b)", after):
        return "at-least"
    if re.match(r"\s?(?:or so\b|or thereabouts\b)", after):
        return "about"
    if re.match(r"\s?(?:or (?:fewer|less)\b|at most\b)", after):
        return "up-to"
    if re.match(r"(?:\s\w+){0,2}\sat least\b", after):
        return "at-least"
    tail = before.rstrip().removesuffix("the").removesuffix("another").removesuffix("a further").rstrip()
    if tail.endswith("~"):
        return "about"
    for name, pattern in _QUALIFIERS:
        if re.search(rf"(?:^|\b)(?:{pattern})$", tail):
            return name
    return ""


def _qualify(value: int, qualifier: str, whole: str, rule: str) -> Count:
    low: int | None = value
    best: int | None = value
    high: int | None = value
    if qualifier == "at-least":
        high = None
    elif qualifier == "about":
        low = high = None
    elif qualifier == "nearly":
        low = None
    elif qualifier == "up-to":
        low = best = None
    return Count(low, best, high, whole, qualifier or rule)


def _add_parts(whole: str, numbers: list[tuple[int, int, int]]) -> int | None:
    """ "two officers and two airmen", "a mother and her two children": the parts of a list added up, each with its
    own count.
    """
    parts = re.split(r",? and |, ", whole)
    if len(parts) < 2:
        return None
    # "his bodyguard and driver": the possessive is said once.
    values = [
        _part_value(part, index > 0 and bool(re.match("(?:his|her|their) ", parts[0])))
        for index, part in enumerate(parts)
    ]
    if any(value is None for value in values):
        return None
    return sum(value for value in values if value is not None)


def _part_value(part: str, follows_possessive: bool) -> int | None:
    if _COUPLE.match(part):
        return 2
    numbers = find_numbers(part)
    words = re.sub(r"^(?:at least|about|some|around|more than|killing|killed|another) ", "", part)
    if len(numbers) == 1 and re.match(
        r"(?:\w+ )?$|(?:his|her|their|its|the|another|a further|other) ?$",
        words[: max(0, words.find(part[numbers[0][0] : numbers[0][1]]))],
    ):
        return numbers[0][2] if re.search(r"[a-z]", part[numbers[0][1] :]) else None
    if not numbers and re.match(r"(?:an?|the|his|her|their|its|one|another) [a-z]", part):
        return 1 if is_singular(part) else None
    if not numbers and follows_possessive and re.fullmatch(r"[a-z]+", part):
        return 1 if is_singular(part) else None
    return None


def is_singular(words: str) -> bool:
    """True when the head noun of lower-case words is one person or thing.

    >>> is_singular("a senior general of the army"), is_singular("popular leaders"), is_singular("the jihadis")
    (True, False, False)
    """
    head = words[: (_HEAD_STOP.search(words) or re.compile("$").search(words)).start()]  # type: ignore[union-attr]
    last = re.findall(r"[a-z'-]+", head)
    if not last:
        return False
    noun = last[-1]
    if noun in _COLLECTIVES:
        return False
    if re.match(r"an? ", words):
        return not noun.endswith("s") or noun.endswith(("ss", "us", "is"))
    if is_name(noun):  # "peasant leader luis"
        return True
    if noun in _PLURALS:
        return False
    return not (noun.endswith("s") and not noun.endswith(("ss", "'s", "us", "sis")))


def _read_words(whole: str) -> Count | None:
    if _ZERO.search(whole):
        return Count(0, 0, 0, whole, "none")
    if _PAIR.search(whole):
        family = _add_parts(whole, []) if _COUPLE.match(whole) else None
        return Count(family, family, family, whole, "sum") if family else Count(2, 2, 2, whole, "pair")
    if re.search(r"\b(?:losses|casualties|victims|several|many)\b|\bfate\b", whole) or (
        _VAGUE.search(whole) and not _ONE_WORD.match(whole)
    ):
        return Count(None, None, None, whole, "words-only")
    total = _add_parts(whole, [])
    if total is not None:
        return Count(total, total, total, whole, "sum")
    if _PRONOUN_ONE.match(whole):
        return Count(1, 1, 1, whole, "one")
    if re.match(r"a (?:few|handful|group|crowd|lot)\b", whole):
        return Count(None, None, None, whole, "words-only")
    if re.search(r"\d", (_HEAD_STOP.split(whole) or [""])[0]):  # "the 16th brigade", "the T-55"
        return None
    if is_group(whole) and not re.fullmatch(r"(?:the|an?) [a-z]+(?:ian|ean|can|aeli|aqi|eni|ani|ese)", whole):
        return Count(None, None, None, whole, "words-only")
    if _ONE_WORD.match(whole) and is_singular(whole) and " " in whole:
        if re.match(r"(?:an?|the) [\w ]*number\b", whole):
            return Count(None, None, None, whole, "words-only")
        return Count(1, 1, 1, whole, "one")
    if _VAGUE.search(whole):
        return Count(None, None, None, whole, "words-only")
    return None
