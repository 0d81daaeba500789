"""Stage 2: split a report's text into sentences that never lose a character of it."""

from __future__ import annotations

import re

# Words after which a full stop does not end a sentence. Months and ranks are those of news prose;
# single initials ("J. Smith") and dotted acronyms ("U.S.") are handled by the pattern below.
_ABBREVIATIONS = frozenset(
    (
        "mr mrs ms dr prof st mt ft gen col lt maj capt cpl sgt cmdr adm brig gov sen rep pres hon rev fr jr sr inc "
        "ltd co corp vs etc eg ie cf al no nos op fig vol approx dept est jan feb mar apr jun jul aug sep sept oct nov "
        "dec mon tue tues wed thu thur thurs fri sat sun km kg mm cm lb lbs ave blvd rd msgr amb supt insp pvt spc "
        "pte spec bn div regt"
    ).split()
)
# Those of them that may also end a sentence: they do before a capital.
_MAY_END = frozenset({"co", "inc", "ltd", "corp", "jr", "sr", "etc", "al", "km", "kg", "mm", "cm"})
# Those that stand before a name as often as at the end: "U.S. Central Command", "the U.N. Security Council".
_STATES = frozenset({"u.s", "u.n", "u.k", "e.u"})
# What they are then followed by; a person's name is more often the next sentence's.
_STATE_BODY = re.compile(
    r"\s+(?:Central|Special|European|Africa|Southern|Northern|Strategic|Cyber|Indo-Pacific|Pacific)\sCommand|"
    r"\s+(?:Army|Navy|Air\sForce|Marines?|Coast\sGuard|Forces|Military|Embassy|Consulate|Ambassador|Secretary(?:-General)?|"
    r"President|Vice|Senators?|Sen\b|Rep\b|Representatives?|Congress\w*|House|Senate|Supreme\sCourt|District|Circuit|"
    r"(?:State|Defen[cs]e|Treasury|Justice|Energy|Commerce|Interior|Homeland|Foreign)\s(?:Department|Ministry|Office|"
    r"Secretary|Minister|Security)|Department|Attorneys?|Geological|Agency|Security\sCouncil|General\sAssembly|"
    r"Human\sRights|High\sCommissioner|Refugee|Children|Food|Population|Development|Envoy|Mission|Special\s(?:Envoy|"
    r"Operations|Forces|Representative|Rapporteur)|Prime\sMinister|Capitol|Steel|Open|Treasury|Federal|Customs|Border|"
    r"Immigration|Citizenship|Marshals?|Agriculture|Office|Humanitarian)\b"
)
_END = re.compile(r"[.!?…؟。](?:[.!?…]*)[\"'”’»)\]]*(?:\[\d+\])*(?=\s)")
_OPENERS = "\"'“‘«([—–-"


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of `text` as (start, end) code-point offsets, in order, without outer space.

    A line break always ends a sentence. A stop ends one when what follows can start a sentence: a capital,
    a digit or an opening quotation mark; in text with next to no capitals (old wire text is printed in one
    case) any word may follow.

    >>> text = "Gen. Ali fled. U.S. jets hit Homs."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Gen. Ali fled.', 'U.S. jets hit Homs.']
    >>> text = "The U.S. Central Command left the U.S. It said so."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['The U.S. Central Command left the U.S.', 'It said so.']
    """
    one_case = _is_one_case(text)
    sentences: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for stop in _END.finditer(text, line.start(), line.end()):
            if stop.start() < start or not _ends_sentence(text, stop, one_case):
                continue
            _append(sentences, text, start, stop.end())
            start = stop.end()
        _append(sentences, text, start, line.end())
    return sentences


def _append(sentences: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        sentences.append((start, end))


def _is_one_case(text: str) -> bool:
    letters = [char for char in text[:4000] if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return capitals < 0.005 * len(letters) or capitals > 0.9 * len(letters)


def _ends_sentence(text: str, stop: re.Match[str], one_case: bool) -> bool:
    following = (
        text[stop.end() :].lstrip()[:2]
        if stop.end() + 40 > len(text)
        else text[stop.end() : stop.end() + 40].lstrip()[:2]
    )
    if not following:
        return True
    first = following[0]
    if first in _OPENERS and len(following) > 1 and following[1].isalnum():
        first = following[1]
    if not (one_case or first.isupper() or first.isdigit() or first in _OPENERS or not first.isascii()):
        return False
    if text[stop.start()] != ".":
        return True
    return not _is_abbreviation(text, stop, first)


def _is_abbreviation(text: str, stop: re.Match[str], first: str) -> bool:
    word_match = re.search(r"[^\s\"'“‘(\[]*$", text[max(0, stop.start() - 20) : stop.start()])
    word = word_match.group() if word_match else ""
    bare = word.lower().rstrip(".")
    if stop.group() != "." and "." not in word:
        return False
    if bare in _ABBREVIATIONS:
        return not (
            bare in {"no", "co", "inc", "ltd", "corp", "jr", "sr", "etc", "al", "km", "kg", "mm", "cm"}
            and first.isupper()
            and bare not in {"no"}
        )
    if len(bare) == 1 and bare.isalpha() and word[:1].isupper():
        return True
    if not re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return False
    return not first.isupper() or (bare in _STATES and bool(_STATE_BODY.match(text, stop.end())))
