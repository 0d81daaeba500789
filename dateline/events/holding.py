"""Claims that say who holds a place, not that anybody took it: "remains in control of Selm", "Selm is held by X".

They carry the type of the taking, as no type is for a state; they tell of who holds the place on a day
(`dateline.control`), and of no happening. Nor does a campaign that "has been waged" tell of one: it is not its battles.
"""

from __future__ import annotations

import re

from dateline.model import Claim

TAKINGS = frozenset({"government_regains_territory", "non_state_actor_overtakes_territory"})
STATIVE = re.compile(
    r"\b(?:controls?|controlled|controlling|in control|(?:under|in) (?:the |full |its |their |our )*control|holds?|"
    r"held|holding|remain\w*|in (?:the )?hands|maintain\w*|rul(?:es?|ed|ing)|administers?|administered)\b",
    re.I,
)
GETS = re.compile(
    r"\b(?:took|take[sn]?|taking|seiz\w+|captur\w+|gain\w*|regain\w*|wrest\w*|assum\w+|establish\w+|lost|los(?:e|es|ing)|win|won"
    r"|re-?(?:took|tak\w+|captur\w+)|c[oa]mes?|coming|f[ae]ll(?:s|en|ing)?|br(?:ought|ing\w*)|pass(?:es|ed|ing)?|return\w*"
    r"|ext(?:end|en)\w*|expand\w*|cement\w*|consolidat\w*|tighten\w*|secur(?:ed|es|ing)|recover\w*|restor\w*"
    r"|achiev\w*|obtain\w*|plac(?:e[ds]?|ing)|put(?:s|ting)?)\b",
    re.I,
)
CAMPAIGN = re.compile(r"\b(?:offensives?|campaigns?|wars?|insurgency|military operations?|fighting season)\b", re.I)
_LEAD = 30  # characters before the trigger that may say that somebody got there


def tells_hold(claim: Claim) -> bool:
    """Whether a claim typed as a taking says only who holds the place: no fight, nobody it was taken from, no dead.

    Not handled: a taking told as holding alone ("the rebels were in control on Tuesday").
    """
    fought = claim.casualties or claim.materiel or any(actor.role == "target" for actor in claim.actors)
    return claim.stance == "affirms" and not fought and is_worded_as_hold(claim)


def tells_campaign(claim: Claim) -> bool:
    """Whether a claim says only that a campaign goes on: no day of its own, no dead, no taking."""
    is_on = claim.status == "ongoing" and claim.time.span is None and not claim.casualties
    return is_on and CAMPAIGN.search(claim.trigger.text) is not None


def is_worded_as_hold(claim: Claim) -> bool:
    """Whether the words of a claim typed as a taking are of holding: "in control of", not "took control of".

    What the trigger leaves out counts as well, so that "control" after "took" is a taking wherever the trigger begins.
    """
    words = claim.trigger.text
    if claim.event_type not in TAKINGS or not STATIVE.search(words):
        return False
    sentence = claim.evidence[0]
    start = claim.trigger.start - sentence.start
    before = sentence.text[max(0, start - _LEAD) : start] if start > 0 else ""
    return not GETS.search(words) and not GETS.search(re.split(r"[,;:.]", before)[-1])
