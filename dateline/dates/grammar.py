"""The rules of the date grammar: named patterns over the kinds of `words.py`, most specific first.

A pattern is a regular expression whose letters are kinds: `det? dom of? MON YEAR?`. Names in capitals are fragments
defined here. The first rule that fits at a place wins, so a longer form stands above the shorter one inside it.
"""

from __future__ import annotations

import re
from functools import cache

from dateline.dates.words import CLASSES, get_letters

_FRAGMENTS = {
    "MON": "(?:month|maymonth|monshort stop?)",
    "WD": "(?:weekday|wdshort stop?)",
    "YEAR": "(?:comma? year|shortyear)",
    "RELYEAR": "(?:of? (?:det same|det? last|next|this|that|current) yearword)",
    "APPROX": "(?:about|no? bound than|at? det? bound|bound to|right)?",
    "NUMS": "(?:(?:numword|daynum|number)(?:hyphen? (?:and? )(?:numword|scale))*(?:numword daynum)?|art? scale)",
    "QTY": "(?:art several of?|several of?|extra NUMS?|NUMS (?:to|and|hyphen) NUMS|art? NUMS|art)",
    "PART": "(?:det? part (?:hyphen|of|in)? det?|partly (?:in|on)?)",
    "MONTHOF": "(?:last|next|this|that|current|det same|det (?:last|next|current))",
    "PERIOD": "(?:MON (?:YEAR|RELYEAR)?|year|(?:MONTHOF|det) (?:yearword|monthword))",
    "FEAST": "(?:feast weekday|all? feast possessive? (?:dayword)?|maymonth dayword|christmas (?:dayword|eve)?"
    "|newyear possessive? yearword possessive? (?:dayword|eve)?)",
    "OPENER": "(?:comma|stop|break|close|at|in|and|by|during|on|$)",
}

# id, pattern. The ids are the public rule ids (`dates/weekday`), see `readings.py` for what each computes.
RULES: tuple[tuple[str, str], ...] = (
    ("iso_date", "isodate"),
    ("military_date", "dtg(?: to dtg)? monshort (?:daynum|year|number)"),
    ("numeric_date", "slashdate"),
    ("day_range", "(?:WD comma?)? det? dom (?:comma det? dom)* comma? (?:hyphen|to|and|until)"
                  " (?:WD comma?)? det? dom of? MON YEAR?"),
    ("day_range_us", "MON dom (?:comma (?:daynum|ordnum|ordw))* comma? (?:hyphen|to|and) det?"
                     " (?:daynum|ordnum|ordw) (?!scale|anyunit|MON) YEAR?"),
    ("day_of_this_month", "(?:det|(?<=on)) dom (?:of MONTHOF monthword|instant stop?)"),
    ("feast", "FEAST (?:YEAR|RELYEAR)?"),
    ("date", "(?:WD comma? on?)? det? dom of? MON (?:YEAR|RELYEAR)?|daynum hyphen MON hyphen (?:year|daynum)"),
    ("date_us", "(?:WD comma?)? MON det? dom (?!scale|anyunit) (?:YEAR|comma? RELYEAR)?"),
    ("weekday_ordinal", "WD comma? det? ordnum"),
    ("day_of_month", "(?<=[on][since][until][by][and][overnight]) det (?:ordnum|ordw) (?=OPENER)"
                     "|(?<=of) det ordnum (?=OPENER)"),
    ("month_range", "MON (?:YEAR)? (?:hyphen|to) MON YEAR?|(?<=[between][in][during]) MON (?:YEAR)? and MON YEAR?"),
    ("month", "(?:PART|thisnext)? MON (?:YEAR|RELYEAR)?"),
    ("end_of_unit", "(?:monthword|yearword) possessive part|yearword hyphen? part"),
    ("year_range", "year hyphen (?:year|daynum|number)|(?<=between) year and year|(?<=from) year (?:to|until) year"),
    ("year", "PART? det? fiscal? year (?!hyphen anyunit)"),
    ("decade", "(?:det? part (?:hyphen|of|in)?)? det? decadenum"),
    ("century", "det? (?:ordnum|ordw) hyphen? centuryword"),
    ("year_ago_period", "(?:det|art)? yearword hyphen? (?:ago|partly) (?:period|(?:ordinal hyphen?)? quarter"
                        "|NUMS plural)?"),
    ("quarter", "det? (?:last|closing|opening) quarter of (?:det? fiscal? year|RELYEAR)"
                "|thisnext yearword possessive fiscal? hyphen? ordinal hyphen? quarter|(?:det|its|art|this|last"
                "|next)? fiscal? hyphen? ordinal hyphen? quarter(?: (?:of)? (?:fiscal? year|RELYEAR))?"),
    ("season", "(?:PART|thisnext|det) part? (?:season|fall) (?:YEAR|of year|RELYEAR)?|season (?:of? year|RELYEAR)"
               "|(?<=[in][by][since]) season"),
    ("before_last", "det (?:WD|weekword|monthword|yearword|weekend|partofday) offset (?:last|next)"
                    " (?!WD|MON|anyunit|weekend)"),
    ("day_before_yesterday", "det dayword (?:offset yesterday|offset tomorrow)"),
    ("near_day", "PART? (?:yesterday|today|tomorrow) partofday?|tonight"),
    ("last_night", "last partofday"),
    ("overnight", "overnight"),
    ("weekday", "PART? (?:det? (?:last|next)|thisnext|det? very? same)? WD (?:last|partofday|partsofday)?"),
    ("nth_day", "(?:art|det|its) (?:ordinal) consecutive? (?:dayword|weekword|monthword|yearword|partofday) (?!of)"),
    ("same_time", "(?:det very? same|that (?:same|very)?|partly that) (?:longunit|partofday|period)"),
    ("ago", "APPROX (?:QTY anyunit|anyunit) and? ago"),
    ("day_offset", "det (?:dayword|partofday|weekword|monthword|yearword) (?:offset that?|partly) (?=OPENER)"
                   "|APPROX QTY? anyunit (?:partly|offset that? (?=OPENER))|det? (?:last|next) (?:dayword|partofday)"),
    ("past_units", "(?:det|at bound det)? (?:lastly|next|first|recent) APPROX QTY (?:anyunit)(?: and anyunit)?"),
    ("recent_units", "det? (?:recent|lastly|next) plurals(?: and anyunit)?"),
    ("weekend", "(?:PART|thisnext|det|art|all) weekend|(?<=at) weekend"),
    ("this_unit", "(?:PART (?:of|in)?)? (?:thisnext|det current|det (?:lastly|next)) (?:fiscal? stretch|dayword)"
                  "|PART (?:det)? (?:stretch|dayword)|all (?:weekword|monthword|yearword)"),
    ("set", "every (?:longunit|WD|MON|partofday)|weekdays|partsofday"),
    ("adverb", "daily"),
    ("nth_unit", "det ordinal (?:dayword|weekword|monthword) of"),
    ("duration", "APPROX (?:QTY|det NUMS) hyphen? anyunit (?:hyphen? long)? (?!hyphen? old)"),
    ("bare_units", "(?<![daynum][number][numword][scale][hyphen][of][name]) plurals (?!hyphen? old)"
                   "(?: (?:and) plurals)?"
                   "|weekword hyphen long|monthword hyphen long|dayword hyphen long"),
    ("whole_unit", "det fiscal? (?:weekword|monthword|yearword|quarter)|det latest (?:fiscal? quarter"
                   "|fiscal? yearword|period|NUMS plural)"),
    ("reference", "right? (?<![as]) reference (?!offset|as)|(?:recent|current)|det (?:past|future) (?!name)"),
    ("vague_past", "vaguely"),
    ("clock", "(?:about)? clock(?: partofday)?|about? numword hyphen? oclock|numword (?:in det|this) partofday"),
    ("part_of_day", "partofday (?=(?:of|on)? det? (?:WD|dom MON))|(?:this|that|art|det) (?:part|small) hoursword"
                    "|(?:part|small)? (?:this|that|det|art|its) part? hyphen? partofday"
                    "|(?<=[at][by][offset][since][until][about][in]) (?:part hyphen?)? partofday"),
)  # fmt: skip
# Parts of a named month or year, and a day of a named week. Read when a span holds the whole of one; the finder marks
# their pieces, as the annotators of TimeBank do.
COMPOUNDS: tuple[tuple[str, str], ...] = (
    ("weekdays_ago", "NUMS (?:weekdays|weekend) ago"),
    ("ago_to_the_day", "APPROX QTY anyunit ago comma?"
                       " (?:today|yesterday|on? WD|on? this (?:dayword|weekword|monthword))"
                       "|very QTY anyunit ago"),
    ("weekday_of_week", "WD partofday? (?:(?:and|to|until|hyphen|comma)+ on? WD partofday?)* comma? of? det?"
                        " (?:last|next|this|that) weekword"
                        "|(?:last|next|this|that) weekword comma? on WD partofday?(?: (?:and|to) WD partofday?)?"),
    ("weekday_of_month", "det (?:ordinal|last|closing) WD (?:of|in) PERIOD"),
    ("week_from_day", "QTY (?:weekword (?:on|from)|plural from) (?:WD|today|tomorrow)|WD weekword"),
    ("units_hence", "QTY anyunit (?:possessive timeword|from reference)"),
    ("part_of_period", "det? (?:ordinal|first|last|next|opening|closing) (?:NUMS|several)?"
                       " (?:dayword|weekword|monthword|plural|decimal_half) (?:of|in) PERIOD"
                       "|det? (?:part|opening|closing) (?:portion|plural) of (?:PERIOD|RELYEAR)"),
    ("past_day", "(?<=[in][during]) det lastly dayword"),
)  # fmt: skip
DATE_RULES = frozenset(name for name, _ in RULES) - {"clock", "part_of_day"}


def compile_pattern(pattern: str) -> str:
    """Return a pattern over kind names as an expression over the private letters of `words.get_letters`.

    >>> len(compile_pattern("det? month"))
    3
    """
    letters = get_letters()
    for _ in range(3):
        pattern = re.sub(r"[A-Z]+", lambda name: _FRAGMENTS[name.group()], pattern)
    pattern = re.sub(r"(?<=\(\?<[=!])((?:\[[a-z]+\])+)", _join_class, pattern)

    def spell(name: re.Match[str]) -> str:
        members = CLASSES.get(name.group(), (name.group(),))
        spelt = "".join(letters[member] for member in members)
        return spelt if len(members) == 1 else f"[{spelt}]"

    return re.sub(r"[a-z_]+", spell, pattern).replace(" ", "")


def _join_class(found: re.Match[str]) -> str:
    names = re.findall(r"[a-z]+", found.group())
    letters = get_letters()
    return "[" + "".join(letters[name] for name in names) + "]"


@cache
def get_core_pattern(*, compounds: bool = False) -> re.Pattern[str]:
    """Return all rules as one alternation; the name of the group that matched is the rule id."""
    rules = COMPOUNDS + RULES if compounds else RULES
    # Most words start no rule: one look keeps them from being tried against all.
    idle = compile_pattern("(?!word|name|stop|break|comma|open|close|possessive|of|on|in|at|for|and|to|by|since)")
    return re.compile(
        idle + "(?:" + "|".join(f"(?P<{name}>{compile_pattern(pattern)})" for name, pattern in rules) + ")"
    )
