"""What kind of mouth an outlet is: the last link of every chain of sources."""

from __future__ import annotations

import re

from dateline.actors import is_media
from dateline.model import Report, Source, SourceKind

_OWN_VOICE: dict[str, SourceKind] = {
    r"\b(ministry|department of|ministerio|government|presidency|military command|general staff|armed forces|army|"
    r"police|gendarmerie|navy|air force|coast ?guard|centcom|command|embassy|directorate|administration|governor|"
    r"mayor|prosecutor|white house|parliament|delegation|foreign affairs)\b": "official",
    r"\b(united nations|un|ocha|unhcr|unicef|unama|unifil|unmiss|monusco|minusma|who|osce|european union|nato|"
    r"african union|echo|iom|wfp|unrwa|ecowas|icc|unprofor|mission in|security council)\b": "igo",
    r"\b(observatory|monitors?|monitoring|documentation|violations|human rights (?:watch|office|network|centre|center)|"
    r"tracker|acled|airwars|syrian network)\b": "monitor",
    r"\b(red cross|red crescent|médecins|medecins|doctors without|amnesty|oxfam|save the children|relief|"
    r"charity|crisis group|ngo|care international|refugee council|rescue committee|mercy corps|aid)\b": "ngo",
    r"\b(news agency|agency|wire|reuters|afp|agence|associated press|press bureau|anadolu|tass|xinhua|interfax|efe|"
    r"press service|newswire|dpa|ansa)\b": "agency",
}


def name_outlet(report: Report) -> Source:
    """The outlet as a source: what the report says in its own voice ends, and often begins, with it."""
    return Source(report.outlet, outlet_kind(report.outlet), None, None, None, False)


def outlet_kind(name: str | None) -> SourceKind:
    """What kind of mouth an outlet is, from its name: a ministry's own release is official.

    >>> [outlet_kind(name) for name in ("Ministry of Defence of Ruritania", "Plains Courier", None)]
    ['official', 'outlet', 'outlet']
    """
    if name is None:
        return "outlet"
    known = is_media(name)
    if known:
        # What kind of paper it is matters when others quote it; of its own report it is the outlet.
        return "outlet" if known[0] == "local_media" else known[0]
    folded = name.casefold()
    for pattern, kind in _OWN_VOICE.items():
        if re.search(pattern, folded):
            return kind
    return "outlet"


# A medium by whose it is, where its name is not in the table; a state's before a side's.
_MEDIA_WORDS: dict[str, SourceKind] = {
    r"\b(?:state|government|army|military|official)(?:-run|-owned|-controlled|[’']s)? (?:media|tv|television|radio|"
    r"news agency|broadcaster|newspaper|daily)\b"
    r"|\b(?:state|government)-(?:run|owned|controlled|linked|affiliated) [\w ]{0,20}"
    r"(?:agency|channel|outlet|radio|television|tv)\b": "state_media",
    r"\b(?:rebel|guerrilla|clandestine|insurgent|militant)s?[’']? radio\b|\bradio venceremos\b"
    r"|-(?:linked|affiliated|run) [\w ]{0,20}(?:agency|channel|outlet|radio|television|tv)\b": "party_media",
}
_NAMES = re.compile(r"(?:\b[A-Z][\w’'.-]*(?:\s+(?:for|of|and|in|al-)?\s*(?=[A-Z]))?)+")


def media_kind(words: str) -> SourceKind | None:
    """The kind of a known outlet, agency or monitor that the words name, or None.

    >>> media_kind("ISIS-linked Amaq agency"), media_kind("a farmer")
    ('party_media', None)
    """
    folded = words.casefold()
    for pattern, kind in _MEDIA_WORDS.items():
        if re.search(pattern, folded):
            return kind
    for candidate in (words, *(match.group().strip() for match in _NAMES.finditer(words)), *words.split()):
        known = is_media(candidate) if candidate[:1].isupper() else None
        if known:
            return known[0]
    return None
