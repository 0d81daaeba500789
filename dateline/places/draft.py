"""A place on its way into a gazetteer file, and the spellings under which each kind of place is found."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from dateline.places.spelling import fold, skeleton, without_article

ARABIC_COUNTRIES = frozenset({
    "SYR", "IRQ", "YEM", "LBY", "LBN", "JOR", "PSE", "EGY", "SDN", "SAU", "OMN", "ARE", "KWT", "BHR", "QAT",
    "TUN", "DZA", "MAR", "MRT", "ISR"
})  # fmt: skip
# Words that name the kind of an administrative unit; "Homs Governorate" is also found as "Homs" with the word after it.
ADMIN_WORDS = frozenset(
    {
        "governorate", "province", "county", "parish", "district", "region", "oblast", "raion", "krai", "republic",
        "state", "department", "prefecture", "municipality", "canton", "voivodeship", "wilaya", "woreda", "zone",
        "division", "territory", "borough", "okrug", "commune", "regency", "muhafazah", "autonomous", "city",
        "council", "of", "the", "and", "sheng", "shi", "departamento", "provincia", "departement", "lan", "census",
        "area", "subregion"
    }
)  # fmt: skip
_SCRIPTS = ("LATIN", "ARABIC", "CYRILLIC")
_AIRBASE_WORDS = ("air base", "airbase", "air force base", "afb", "military", "raf ", "air station", "army air")


@dataclass(slots=True)
class Draft:
    """A place on its way into the file; `names` maps a spelling's key to whether it is the chief name."""

    ref: int | str
    name: str
    country: str
    lat: float
    lon: float
    feature: str
    population: int = 0
    admin1: int | str = ""
    admin2: int | str = ""
    error_km: int = 0
    code: str = ""
    names: dict[str, bool] = field(default_factory=dict)

    def add(self, spelling: str, *, main: bool = False) -> None:
        """Hold one more spelling, unless it is of a script that is not kept."""
        key = fold(spelling)
        if key and len(key) <= 60 and is_kept_script(key):
            self.names[key] = self.names.get(key, False) or main


def add_town_spellings(draft: Draft, others: Iterable[str]) -> None:
    """Add the chief name and the others; another transliteration of the chief name is as good as the chief name."""
    draft.add(draft.name, main=True)
    consonants = skeleton(fold(draft.name))
    for spelling in filter(_is_sound, others):
        draft.add(spelling, main=len(consonants) > 2 and skeleton(fold(spelling)) == consonants)
    if draft.country in ARABIC_COUNTRIES:
        for key in list(draft.names):
            draft.names.setdefault(without_article(key), draft.names[key])


def add_admin_spellings(draft: Draft, spelling: str) -> None:
    """Add a name of a unit, and the same without the word that says what it is ("Homs Governorate", "Homs")."""
    draft.add(spelling, main=True)
    words = fold(spelling).split()
    bare = [word for word in words if word not in ADMIN_WORDS]
    if bare and bare != words and len(" ".join(bare)) > 2:
        draft.add(" ".join(bare), main=True)
    if draft.country in ARABIC_COUNTRIES and bare:
        draft.add(without_article(" ".join(bare)))


def add_airfield_spelling(draft: Draft, spelling: str) -> None:
    """Add a name of an airfield, and "X airport" for every way of saying what it is."""
    draft.add(spelling, main=True)
    if stem := airport_stem(fold(spelling)):
        draft.add(f"{stem} airport", main=True)


def add_chosen_spelling(draft: Draft, spelling: str) -> None:
    """Add a name that a person wrote down: a chief name, whatever the place is."""
    if draft.feature in ("airbase", "airport"):
        add_airfield_spelling(draft, spelling)
    else:
        draft.add(spelling, main=True)


def is_airbase(name: str) -> bool:
    """Say whether the name of an airfield says that it is military."""
    return any(word in name.casefold() for word in _AIRBASE_WORDS)


def airport_stem(key: str) -> str:
    """Return the name of an airfield without the words that say what it is.

    >>> airport_stem("hamah air base"), airport_stem("deir ez zor military airport")
    ('hamah', 'deir ez zor')
    """
    words = key.split()
    while words and words[-1] in {
        "airport", "airbase", "base", "air", "airfield", "aerodrome", "military", "international", "force", "afb",
        "regional", "domestic", "airstrip", "intl",
    }:  # fmt: skip
        words.pop()
    return " ".join(words)


def is_kept_script(key: str) -> bool:
    """Say whether a name is in Latin, Arabic or Cyrillic letters."""
    letter = next((char for char in key if char.isalpha()), "")
    return letter != "" and unicodedata.name(letter, "").startswith(_SCRIPTS)


def _is_sound(spelling: str) -> bool:
    """Leave out airport codes and the lower-case transliterations that GeoNames keeps for searching."""
    if len(spelling) < 3 or (len(spelling) == 3 and spelling.isascii() and spelling.isupper()):
        return False
    return not (spelling[0].isascii() and spelling[0].islower() and spelling.lower() == spelling)
