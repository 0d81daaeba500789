"""The language of a text."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Fewer letters than this, or a lower probability, and the language is not named. Set on the first 40 to 200 characters
# of 406 English reports (claims.jsonl and authored.jsonl): of 80 characters 4 in 406 were misnamed, of 200 none.
_FEWEST_LETTERS = 60
_LOWEST_PROBABILITY = 0.6
_SAMPLE_CHARS = 1000
# Languages that news is printed in. The model knows 140; the small and the dead ones win only by mistake.
_LANGUAGES = frozenset(
    {
        "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa",
        "fi", "fr", "ha", "he", "hi", "hr", "hu", "hy", "id", "ig", "it", "ja", "ka", "kk", "km", "ko", "ku",
        "ky", "lo", "lt", "lv", "mg", "mk", "ml", "mn", "mr", "ms", "my", "ne", "nl", "no", "om", "or", "pa",
        "pl", "ps", "pt", "ro", "ru", "rw", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg",
        "th", "tk", "tl", "tr", "ug", "uk", "ur", "uz", "vi", "xh", "yo", "zh", "zu",
    }
)  # fmt: skip


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, or None where the text is too short or mixed to tell.

    >>> detect_language("The army said on Tuesday that its troops had left the town after two days of clashes.")
    'en'
    """
    sample = text[:_SAMPLE_CHARS]
    if sum(char.isalpha() for char in sample) < _FEWEST_LETTERS:
        return None
    code, probability = _identifier().classify(sample.lower())  # capitals mislead a model of bytes
    return str(code) if probability >= _LOWEST_PROBABILITY and len(code) == 2 else None


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return identifier
