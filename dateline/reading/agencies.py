"""News agencies, as reports credit them."""

from __future__ import annotations

import re

# Written form -> the name given in `Report.agency`: the form readers know the agency by.
AGENCIES = {
    "Reuters": "Reuters", "Thomson Reuters": "Reuters", "Reuters Staff": "Reuters", "AP": "AP",
    "The Associated Press": "AP", "Associated Press": "AP", "AFP": "AFP", "Agence France-Presse": "AFP",
    "Agence France Presse": "AFP", "UPI": "UPI", "United Press International": "UPI", "Xinhua": "Xinhua",
    "Xinhua News Agency": "Xinhua", "dpa": "dpa", "Deutsche Presse-Agentur": "dpa", "EFE": "EFE",
    "ACAN-EFE": "ACAN-EFE", "EPA": "EPA", "ANSA": "ANSA", "TASS": "TASS", "ITAR-TASS": "TASS",
    "Interfax": "Interfax", "RIA Novosti": "RIA Novosti", "Sputnik": "Sputnik", "Ukrinform": "Ukrinform",
    "Interfax-Ukraine": "Interfax-Ukraine", "UNIAN": "UNIAN", "Anadolu": "Anadolu Agency",
    "Anadolu Agency": "Anadolu Agency", "AA": "Anadolu Agency", "SANA": "SANA", "IRNA": "IRNA", "WAFA": "WAFA",
    "Ma'an": "Ma'an", "MENA": "MENA", "PTI": "PTI", "Press Trust of India": "PTI", "IANS": "IANS", "ANI": "ANI",
    "APP": "APP", "Yonhap": "Yonhap", "Kyodo": "Kyodo", "Jiji": "Jiji", "Bernama": "Bernama", "Antara": "Antara",
    "PA Media": "PA Media", "Press Association": "PA Media", "SUNA": "SUNA", "NAN": "NAN",
    "Prensa Latina": "Prensa Latina", "Canadian Press": "The Canadian Press",
    "The Canadian Press": "The Canadian Press", "Notimex": "Notimex", "DPA": "dpa", "ACN": "ACN",
    "ACAN - EFE": "ACAN-EFE", "CNN": "CNN", "VOA": "VOA", "BBC": "BBC", "IPS": "IPS", "RNS": "RNS",
    "Bloomberg": "Bloomberg", "News agencies": "news agencies", "Agencies": "news agencies",
}  # fmt: skip
AGENCY_PATTERN = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))
_BY_LETTERS = {name.casefold(): known for name, known in AGENCIES.items()}


def name_agency(words: str) -> str | None:
    """Return the agency that `words` name, the first of several ("Reuters/AFP"), or None.

    >>> name_agency("The Associated Press"), name_agency("AFP/Reuters"), name_agency("ARA News")
    ('AP', 'AFP', None)
    """
    known = [_BY_LETTERS.get(part.strip(" .,;:–—-").casefold()) for part in re.split(r"[/,&]", words)]
    return known[0] if all(known) else None
