"""The vocabulary of the date grammar: which word is of which kind, and what number it stands for.

A kind is one name in the patterns of `grammar.py` ("month", "unit", "ago"). A word has one kind; a class in a pattern
may stand for several kinds (`CLASSES`).
"""

from __future__ import annotations

from functools import cache

from dateline.numerals import ORDINALS, TENS, UNITS

_FULL_MONTHS = "january february march april may june july august september october november december".split()
_SHORT_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
                 "nov": 11, "dec": 12}  # fmt: skip
_FULL_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SHORT_WEEKDAYS = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
UNIT_CODES = {
    "second": "S", "minute": "m", "hour": "H", "day": "D", "night": "N", "week": "W", "fortnight": "F", "month": "M",
    "quarter": "Q", "season": "X", "semester": "X", "year": "Y", "decade": "E", "century": "C", "weekend": "K",
    "summer": "s", "winter": "s", "spring": "s", "autumn": "s", "fall": "s", "morning": "N",
    "afternoon": "N", "evening": "N",
}  # fmt: skip
# Months whose names are also names of people or common words: they need a number or a preposition beside them.
AMBIGUOUS_MONTHS = frozenset({"march", "may", "april", "june", "august"})
PARTS_OF_DAY = {
    "dawn": "MO", "daybreak": "MO", "sunrise": "MO", "morning": "MO", "forenoon": "MO",
    "midday": "MI", "noon": "MI", "lunchtime": "MI", "afternoon": "AF", "evening": "EV", "dusk": "EV", "sunset": "EV",
    "nightfall": "NI", "night": "NI", "midnight": "NI", "daytime": "DT", "daylight": "DT",
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
# Words that stand for a vague present, past or future; the ISO-TimeML value they carry.
REFERENCES = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "presently": "PRESENT_REF",
    "recently": "PAST_REF", "lately": "PAST_REF", "formerly": "PAST_REF", "previously": "PAST_REF",
    "past": "PAST_REF", "future": "FUTURE_REF",
    "recent": "PAST_REF", "current": "PRESENT_REF", "soon": "FUTURE_REF", "shortly": "FUTURE_REF",
}  # fmt: skip

_KINDS: dict[str, str] = {
    "det": "the",
    "art": "a an",
    "this": "this these",
    "that": "that those",
    "same": "same",
    "very": "very exactly exact",
    "last": "last previous preceding prior",
    "next": "next coming following upcoming subsequent",
    "current": "current",
    "recent": "recent",
    "latest": "latest",
    "past": "past",
    "future": "future",
    "as": "as",
    "first": "first",
    "part": "early late mid middle beginning start end outset",
    "opening": "opening initial",
    "closing": "final closing latter",
    "instant": "instant inst ultimo ult proximo prox",
    "all": "all",
    "portion": "part portion",
    "its": "its their his her",
    "no": "no",
    "than": "than",
    "partly": "earlier later",
    "ago": "ago",
    "offset": "before after afterwards hence",
    "since": "since",
    "until": "until till",
    "by": "by",
    "from": "from",
    "to": "to through into",
    "between": "between",
    "and": "and or",
    "of": "of",
    "on": "on",
    "at": "at",
    "in": "in",
    "during": "during over throughout within inside",
    "for": "for",
    "about": "about around nearly almost some approximately roughly circa toward towards",
    "bound": "more less least up over",
    "small": "small wee",
    "several": "several few many couple numerous",
    "decimal_half": "half",
    "every": "every each",
    "yesterday": "yesterday",
    "today": "today",
    "tomorrow": "tomorrow",
    "tonight": "tonight",
    "overnight": "overnight",
    "weekend": "weekend weekends",
    "season": "spring summer winter autumn",
    "fall": "fall",
    "fiscal": "fiscal financial",
    "period": "period periods",
    "consecutive": "consecutive straight successive",
    "long": "long",
    "old": "old",
    "scale": "hundred thousand million dozen",
    "hoursword": "hour hours",
    "daily": "daily hourly weekly monthly quarterly annually yearly nightly",
    "reference": "now currently nowadays presently recently lately soon shortly",
    "vaguely": "formerly previously",
    "right": "right just",
    "eve": "eve",
    "newyear": "new",
    "christmas": "christmas",
    "feast": """good palm easter maundy ash whit ascension pentecost boxing stephen bastille valentine
        halloween saints souls patrick armistice epiphany""",
    "timeword": "time",
    "oclock": "oclock",
    "extra": "additional another further",
    "ordw": " ".join(word for word in ORDINALS if word not in {"first", "second", "zeroth"}),
    "second": "second",
    "numword": " ".join([*UNITS, *TENS]),
    "weekday": " ".join(_FULL_WEEKDAYS),
    "weekdays": " ".join(word + "s" for word in _FULL_WEEKDAYS),
    "wdshort": " ".join(_SHORT_WEEKDAYS),
    "month": " ".join(name for name in _FULL_MONTHS if name not in AMBIGUOUS_MONTHS),
    "maymonth": " ".join(AMBIGUOUS_MONTHS),
    "monshort": " ".join(_SHORT_MONTHS),
    "dayword": "day",
    "weekword": "week",
    "monthword": "month",
    "yearword": "year",
    "centuryword": "century",
    "unit": "minute fortnight decade",
    "plural": "minutes seconds days weeks months years decades centuries quarters fortnights summers winters",
    "quarter": "quarter",
    "partofday": " ".join(PARTS_OF_DAY),
    "partsofday": "mornings evenings nights afternoons",
}
# Kinds that come from the shape of a token, not from a word list.
_SHAPES = ("isodate", "slashdate", "clock", "daynum", "number", "year", "ordnum", "decadenum", "shortyear", "hyphen",
           "comma",            "dtg", "stop", "open", "close", "break", "word", "name", "possessive")  # fmt: skip
CLASSES: dict[str, tuple[str, ...]] = {
    "anymonth": ("month", "maymonth", "monshort"),
    "dom": ("daynum", "ordnum", "ordw", "first", "second"),
    "ordinal": ("ordnum", "ordw", "first", "second"),
    "anyweekday": ("weekday", "wdshort"),
    "anyunit": (
        "unit",
        "plural",
        "hoursword",
        "dayword",
        "weekword",
        "monthword",
        "yearword",
        "quarter",
        "centuryword",
        "partsofday",
    ),
    "longunit": ("unit", "plural", "dayword", "weekword", "monthword", "yearword", "quarter", "centuryword"),
    "anynum": ("daynum", "number", "numword", "year"),
    "rel": ("last", "past", "next", "this"),
    "lastly": ("last", "past"),
    "thisnext": ("this", "next", "last", "past", "that", "current"),
    "stretch": ("weekword", "monthword", "yearword", "quarter", "unit", "centuryword"),
    "plurals": ("plural", "hoursword"),
    "span": ("hyphen", "to", "and"),
}


@cache
def get_kinds() -> dict[str, str]:
    """Return the kind of every word that the grammar knows, by lower-case word."""
    return {word: kind for kind, words in _KINDS.items() for word in words.split()}


# Kinds of which a date needs at least one; the others only stand beside them.
_TRIGGER_KINDS = frozenset(
    """ago yesterday today tomorrow tonight overnight weekend season fall daily reference recent current past future
    christmas feast instant newyear month maymonth monshort weekday weekdays wdshort unit dayword weekword monthword
    yearword centuryword hoursword plural quarter partofday partsofday""".split()
)


@cache
def get_triggers() -> frozenset[str]:
    """Return the words near which a date may stand."""
    spelt = {"twenty", "nineteen", "pm", "am", "gmt", "oclock", "clock", "m"}
    return frozenset(word for word, kind in get_kinds().items() if kind in _TRIGGER_KINDS) | spelt


@cache
def get_letters() -> dict[str, str]:
    """Return one private letter per kind: a text becomes a string of them, and rules are expressions over it."""
    names = [*_KINDS, *_SHAPES]
    return {name: chr(0xE000 + index) for index, name in enumerate(names)}


@cache
def get_months() -> dict[str, int]:
    """Return month numbers by lower-case name, full and short."""
    return {name: index for index, name in enumerate(_FULL_MONTHS, start=1)} | _SHORT_MONTHS


@cache
def get_weekdays() -> dict[str, int]:
    """Return weekday numbers (Monday 0) by lower-case name, full, short and plural."""
    full = {name: index for index, name in enumerate(_FULL_WEEKDAYS)}
    return full | {name + "s": index for name, index in full.items()} | _SHORT_WEEKDAYS


def get_unit_code(word: str) -> str:
    """Return the one-letter code of a unit word, singular or plural ("centuries" gives "C").

    >>> get_unit_code("months"), get_unit_code("centuries")
    ('M', 'C')
    """
    if word in UNIT_CODES:
        return UNIT_CODES[word]
    return "C" if word == "centuries" else UNIT_CODES[word.removesuffix("s")]
