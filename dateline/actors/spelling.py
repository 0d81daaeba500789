"""One spelling of a name for looking it up, and what the original capitals say."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Hyphens and dashes part words; apostrophes of every sort and full stops fall out ("Da'esh", "U.S.").
_SPACED = str.maketrans(dict.fromkeys("-‐‑‒–—_/\u00a0", " ") | dict.fromkeys("'’‘`´ʿʾʼ.\"“”[]", ""))
# Acronyms that are words; in a text without capitals they are taken for the word.
_COMMON = frozenset("fact mend model rada arena who care aim mag dan sana gam tak far fal all mas map cam".split())
_SHORT = re.compile(r"[A-Z0-9]{1,4}")


@lru_cache(maxsize=8192)
def fold(words: str) -> str:
    """Return the look-up spelling of a name: no case, accents, apostrophes or hyphens, and single spaces.

    >>> fold("the Da’esh"), fold("Faylaq al-Rahman"), fold("U.S."), fold("Türkiye")
    ('the daesh', 'faylaq al rahman', 'us', 'turkiye')
    """
    plain = words.translate(_SPACED).casefold()
    if not plain.isascii():
        split = unicodedata.normalize("NFKD", plain.replace("ı", "i"))
        plain = "".join(letter for letter in split if not unicodedata.combining(letter))
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
    return lower_text and len(letters) >= 3 and letters not in _COMMON
