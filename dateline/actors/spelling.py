"""One spelling of a name for looking it up, and what the original capitals say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Hyphens and dashes part words; apostrophes of every sort and full stops fall out ("Da'esh", "U.S.").
_SPACED = dict.fromkeys("-‐‑‒–—_/\u00a0", " ") | dict.fromkeys("'’‘`´ʿʾʼ.\"“”[]", "")
_SPACED_CODES = str.maketrans(_SPACED)
# Acronyms that are words; in a text without capitals they are taken for the word.
_COMMON = frozenset("fact mend model rada arena who care aim mag dan sana gam tak far fal all mas map cam".split())
_SHORT = re.compile(r"[A-Z0-9]{1,4}")


@lru_cache(maxsize=8192)
def fold(words: str) -> str:
    """Return the look-up spelling of a name: no case, accents, apostrophes or hyphens, and single spaces.

    >>> fold("the Da’esh"), fold("Faylaq al-Rahman"), fold("U.S."), fold("Türkiye")
    ('the daesh', 'faylaq al rahman', 'us', 'turkiye')
    """
    return _without_accents(words.translate(_SPACED_CODES).casefold())


def fold_all(names: Sequence[str]) -> list[str]:
    """Return the look-up spellings of many names at once, which is several times faster; none may hold a line break.

    >>> fold_all(["the Da’esh", "Faylaq  al-Rahman"])
    ['the daesh', 'faylaq al rahman']
    """
    text = "\n".join(names)
    for mark, plain in _SPACED.items():
        text = text.replace(mark, plain)
    return [_without_accents(line) for line in text.casefold().split("\n")]


class _Accents(dict[int, int | None]):
    """What becomes of each character: accents go, all else stays. Filled as characters are met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_ACCENTS = _Accents()


def _without_accents(plain: str) -> str:
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.replace("ı", "i")).translate(_ACCENTS)
    return " ".join(plain.split())


def is_acronym(alias: str) -> bool:
    """Return whether an alias is a short acronym, whose capitals matter ("IS", "SDF", "M-19" is none)."""
    return bool(_SHORT.fullmatch(alias)) and not alias.isdigit()


def fits_acronym(words: str, lower_text: bool) -> bool:
    """Return whether words are written as an acronym is: in capitals, or as "Isis", or lower-case as all the text is.

    Two letters need capitals always, three need all capitals or none; a capital first letter is enough for four.
    """
    letters = words.replace(".", "").replace("-", "")
    if letters.isupper():
        return True
    if len(letters) == 4 and letters[0].isupper() and letters[1:].islower():
        return True
    if len(letters) == 3 and letters.istitle():
        return False
    return lower_text and len(letters) >= 3 and letters not in _COMMON
