"""Whether a text writes names with capitals."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8)
def has_no_capitals(text: str) -> bool:
    """Whether hardly a word of the text begins with a capital: a line added by an archive may.

    >>> has_no_capitals("rebels took the town"), has_no_capitals("Rebels took Homs")
    (True, False)
    """
    words = text.split()
    capitals = sum(word[0].isupper() for word in words)
    return text.islower() or (len(words) > 30 and capitals <= max(8, 0.02 * len(words)))
