"""Second look at words whose meaning hangs on their neighbours: "may", "march", "Sat", "Mar Elias", "resolution
2139".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.dates.tokens import Token

_NUMBERS = frozenset({"daynum", "ordnum", "ordw", "year", "shortyear"})
_LEADS = frozenset({"in", "since", "last", "next", "part", "partly", "until", "during", "every"})
# Leads that stand before a verb too ("this may be", "to march"): only for a month with a capital.
_WEAK_LEADS = frozenset({"this", "that", "of", "by", "from", "to", "and", "between", "hyphen", "current"})
_COUNTED = frozenset(
    """people men women children soldiers troops fighters militants rebels civilians families houses homes
    rounds km kilometres kilometers metres meters miles m dollars euros tonnes tons hectares acres refugees
    prisoners vehicles tanks others dead killed wounded injured workers policemen guerrillas victims persons
    bodies detainees shells rockets pieces feet kg kilos pounds rifles square displaced inhabitants residents
    students young""".split()
)
_NUMBERED = frozenset(
    """resolution route highway battalion brigade regiment no nos number flight division unit room article law
    decree page boeing airbus camp km least than nearly some approximately only almost these those another
    all $ us""".split()
)
_MONEY = "$€£¥#/"


# Nouns of bodies and places that are named after a day or year ("the 17 November group", "July 14 Bridge").
_BODIES = frozenset(
    """movement group alliance coalition bloc brigade brigades faction organisation organization battalion battalions
    militia""".split()
)
_PLACES = frozenset(
    """street square bridge market mosque avenue road hospital university stadium camp school airport barracks
    neighbourhood neighborhood district quarter suburb roundabout hotel museum library dam canal tunnel plant refinery
    palace park tower gate port station village city clinic institute academy factory""".split()
)
_NAMED = _BODIES | (_PLACES - {"quarter"})
_NAMED |= frozenset(
    """division regiment party front forces force revolution club newspaper coalition committee agreement accord
    accords pact war wars uprising martyrs army hall""".split()
)
_AUXILIARIES = frozenset("was were is are has had have came said".split())
_DARK = frozenset({"Black", "Bloody"})
_HIJRI = frozenset(
    """muharram safar rabi awwal thani akhir jumada rajab shaban sha'ban ramadan shawwal qadah hijjah hijja qaeda
    qi'dah hijri ah""".split()
)
_AFTER_FEAST = frozenset({"Agreement", "Accord", "Accords", "Rising"})
_IN_NAME = frozenset({"month", "maymonth", "monshort", "daynum", "ordnum", "ordw", "of", "first", "second"})
_DATED = _IN_NAME - {"of"} | {"weekday", "year"}


def settle_kinds(tokens: Sequence[Token], text: str) -> list[Token]:
    """Return the tokens with months, weekdays and years that are none turned into plain words or numbers.

    "may" and "march" need a day number or a preposition; short names ("Mar", "Sat") need a number; a four-figure
    number before "people" or after "resolution" is a count or a name, not a year.
    """
    settled = list(tokens)
    for index, token in enumerate(tokens):
        kind = _settle(tokens, index, text)
        if kind != token.kind:
            settled[index] = token._replace(kind=kind)
    return settled


def _settle(tokens: Sequence[Token], index: int, text: str) -> str:
    token = tokens[index]
    if token.kind in _DATED and _is_in_name(tokens, index):
        return "name"
    if token.kind == "feast":
        return token.kind if _is_feast(tokens, index) else "name" if token.text.istitle() else "word"
    if token.kind in {"weekday", "weekdays"} and _is_named_weekday(tokens, index):
        return "name"
    if token.kind == "maymonth" and token.lower == "may" and _is_title(tokens, index + 1, "dayword"):
        return token.kind
    if token.kind == "maymonth":
        return token.kind if _is_month(tokens, index) else "word"
    if token.kind == "monshort":
        return token.kind if _has_number(tokens, index) else "name"
    if token.kind == "wdshort":
        return token.kind if _is_short_weekday(tokens, index) else "name"
    if token.kind == "year":
        return token.kind if _is_year(tokens, index, text) else "number"
    if token.kind in {"daynum", "ordnum"} and token.start and text[token.start - 1] in _MONEY:
        in_range = text[token.start - 1] == "/" and _kind(tokens, index + 1) in {"month", "maymonth", "monshort"}
        return token.kind if in_range else "number"  # "the night of 4/5 May"; "3/4", "$12"
    return token.kind


_DEMONYM = re.compile(r"(?:i|an|ese|ish|ch|ek)s?$")


def _is_feast(tokens: Sequence[Token], index: int) -> bool:
    """ "Boxing Day", "Easter", "Good Friday"; not "a good day", "the palm grove", "Orthodox Easter"."""
    token, after = tokens[index], _kind(tokens, index + 1)
    if token.text.isupper() or (not token.text[0].isupper() and after != "weekday"):
        return False
    if index and tokens[index - 1].lower in {"orthodox", "coptic", "greek", "serbian"}:
        return False
    if after == "weekday":
        return token.lower in {"good", "palm", "easter", "maundy", "ash", "whit"} and not (
            index + 2 < len(tokens) and tokens[index + 2].text in _AFTER_FEAST
        )
    if token.lower in {"easter", "halloween", "pentecost", "epiphany"}:
        return after != "name"
    after_mark = index + 1 + (after == "possessive")
    return token.lower not in {"good", "palm", "easter"} and _is_title(tokens, after_mark, "dayword")


def _is_title(tokens: Sequence[Token], index: int, kind: str) -> bool:
    return _kind(tokens, index) == kind and tokens[index].text.istitle()


def _is_named_weekday(tokens: Sequence[Token], index: int) -> bool:
    """A name and no day: "Inspector Friday Eze", "the Sunday Telegraph", "the Good Friday Agreement"."""
    if index + 1 >= len(tokens) or not tokens[index].text.istitle():
        return False
    after = tokens[index + 1]
    if (index and tokens[index - 1].kind == "feast") or not index:
        return False
    if after.kind != "name" or not after.text[0].isupper() or _DEMONYM.search(after.text):
        return False
    return tokens[index - 1].kind in {"name", "det"}


def _is_in_name(tokens: Sequence[Token], index: int) -> bool:
    """A name and no day: "Black September", "the April 19 Movement", "July 14 Bridge", "1920 Revolution Brigades"."""
    token = tokens[index]
    if token.kind in {"ordw", "first", "second"} and not _beside_month(tokens, index):
        return False
    if token.kind not in {"daynum", "ordnum"} and index and tokens[index - 1].text in _DARK:
        return True
    step = index + 1
    while token.kind in _IN_NAME and _kind(tokens, step) in _IN_NAME:
        step += 1
    if token.kind in {"daynum", "ordnum"} and not any(
        _kind(tokens, place) in {"month", "maymonth", "monshort"} for place in range(index - 2, step)
    ):
        return False
    names = 0
    while step + names < len(tokens) and tokens[step + names].text.istitle() and names < 3:
        if tokens[step + names].lower in _NAMED:
            return True
        names += 1
    if token.kind in _IN_NAME and _is_named_place(tokens, index, step):
        return True
    return token.kind in _IN_NAME and step < len(tokens) and tokens[step].lower in _BODIES


def _is_named_place(tokens: Sequence[Token], index: int, step: int) -> bool:
    """ "Ard's 17 July neighbourhood", "the 1 May square was shelled"; not "the 3 May market bombing"."""
    while index and tokens[index - 1].kind in _IN_NAME:
        index -= 1
    if _kind(tokens, index - 1) not in {"det", "possessive"} or step >= len(tokens):
        return False
    if tokens[step].lower not in _PLACES or tokens[step].kind == "name":
        return False
    return _kind(tokens, step + 1) not in {"word", "name"} or tokens[step + 1].lower in _AUXILIARIES


def _beside_month(tokens: Sequence[Token], index: int) -> bool:
    return any(_kind(tokens, place) in {"month", "maymonth", "monshort"} for place in (index - 1, index + 1, index + 2))


def _kind(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].kind if 0 <= index < len(tokens) else ""


def _is_month(tokens: Sequence[Token], index: int) -> bool:
    token, before, after = tokens[index], _kind(tokens, index - 1), _kind(tokens, index + 1)
    if _has_number(tokens, index) or before in _LEADS:
        return True
    if before == "hyphen" and _kind(tokens, index - 2) == "part":
        return True
    if token.text.islower():
        return token.lower in {"april", "june", "august"} and after != "name"
    if before in _WEAK_LEADS:
        return after != "name"
    return token.lower not in {"may", "march"} and after != "name" and before != "name"


def _has_number(tokens: Sequence[Token], index: int) -> bool:
    """A day or year number beside the month: "12 May", "12th of May", "May 12", "May, 2016"."""
    if _kind(tokens, index - 1) == "dtg":
        return True
    step = index + 1
    while _kind(tokens, step) in {"stop", "comma", "det"} and step < index + 3:
        step += 1
    if _kind(tokens, step) in _NUMBERS and (step == index + 1 or _kind(tokens, step) != "ordw"):
        return step == index + 1 or _kind(tokens, index + 1) == "stop" or _kind(tokens, step) in {"year", "ordnum"}
    before = _kind(tokens, index - 1)
    return before in _NUMBERS or (before == "of" and _kind(tokens, index - 2) in _NUMBERS | {"first", "second", "part"})


def _is_short_weekday(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if not token.text.istitle():
        return False
    step = index + 1
    while _kind(tokens, step) in {"stop", "comma"}:
        step += 1
    if _kind(tokens, step) in {"daynum", "ordnum", "month", "monshort"}:
        return True
    return _kind(tokens, index - 1) in {"on", "last", "next"} and _kind(tokens, index + 1) != "name"


def _is_year(tokens: Sequence[Token], index: int, text: str) -> bool:
    token = tokens[index]
    before = tokens[index - 1] if index else None
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.start and text[token.start - 1] in _MONEY:
        return False
    if following is not None and following.lower in _COUNTED:
        return False
    if _is_hijri(token, before, following):
        return False
    if before is not None and before.end == token.start and before.kind in {"name", "word", "stop"}:
        return False
    if before is not None and before.lower == "least" and _kind(tokens, index - 3) == "since":
        return True  # "since at least 2012"
    return not (before is not None and before.lower in _NUMBERED)


def _is_hijri(token: Token, before: Token | None, following: Token | None) -> bool:
    """ "17 Ramadan 1437", "1437 AH": a year of the Islamic calendar, which is left alone."""
    if not token.text.isdecimal() or not 1200 <= int(token.text) <= 1500:
        return False
    return any(token is not None and token.lower in _HIJRI for token in (before, following))
