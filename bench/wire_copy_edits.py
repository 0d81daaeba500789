"""What an editor does to wire copy, by rule and seeded: for bench/wire_copy.py.

Every edit is one that desks make: cut from the end, drop or recast the lead, put paragraphs in another order, shorten
sentences, turn an attribution round, swap words, spell numbers out, name the day otherwise, split or join sentences,
take the agency's credit off, put local detail in, run two reports together. How hard a copy is edited is drawn per
copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

_WORDS = Path(__file__).parent / "cases" / "wire_copy_words.txt"
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBER = re.compile(r"(?<![\d.,:$£€-])\b\d{1,2}\b(?![\d.,:%-]*\d)")
_CLAUSES = (
    re.compile(r", (?:which|who|whose|where|including|such as)\b[^,.“”\"]{5,120},", re.IGNORECASE),
    re.compile(r", (?:which|who|whose|where|including|according to|as|with)\b[^,.“”\"]{5,150}(?=[.])", re.IGNORECASE),
    re.compile(r", \w+ing\b[^,.“”\"]{5,120}(?=[.])", re.IGNORECASE),
    re.compile(r" \([^)]{1,80}\)"),
    re.compile(r",? (?:after|while|when|as|because)\b [^,.“”\"]{15,120}(?=[.])", re.IGNORECASE),
    re.compile(r"^(?:In|On|At|After|During|Meanwhile|However|For|Earlier)\b[^,.“”\"]{0,60}, ", re.IGNORECASE),
    re.compile(r"\b(?:also|very|already|reportedly|apparently|recently|meanwhile|however) ", re.IGNORECASE),
)
_SAID_AFTER = re.compile(r"^(?P<told>.{25,}?), (?P<who>[^,“”\"]{3,60}?) (?P<verb>said|says|added|reported)\.$")
_SAID_BEFORE = re.compile(
    r"^(?P<who>[^,“”\"]{3,60}?) (?P<verb>said|says|reported|added|announced)(?: that)? (?P<told>[^“”\"]{25,})\.$",
    re.IGNORECASE,
)
_QUOTED_AFTER = re.compile(r"^[“\"](?P<told>[^“”\"]{20,}),[”\"] (?P<who>[^,“”\"]{3,60}?) (?P<verb>said|says|added)\.$")
_RECASTS = (
    (re.compile(r"\b[Tt]he (\w+) of (?:the )?([A-Z]\w+)\b"), r"\2's \1"),
    (re.compile(r"\b([A-Z]\w+)['’]s (\w+)\b"), r"the \2 of \1"),
    (re.compile(r"\b(?:has|have|had) (\w+ed)\b", re.IGNORECASE), r"\1"),
    (re.compile(r"\b(?:is|are|was|were) (\w+ing)\b", re.IGNORECASE), r"kept \1"),
    (re.compile(r"\b(\w{4,}), (\w{4,}) and (\w{4,})\b"), r"\3, \1 and \2"),
    (re.compile(r"\b([a-z]{4,}) and ([a-z]{4,})\b", re.IGNORECASE), r"\2 and \1"),
    (re.compile(r"\b(said|says|announced|added) that\b", re.IGNORECASE), r"\1"),
    (re.compile(r"\b(\w+ly) (\w+ed)\b", re.IGNORECASE), r"\2"),
    (re.compile(r"\b(?:the|a|an) (\w+(?:al|ous|ive|ent|ful|ic|ary)) (?=\w)", re.IGNORECASE), r"the "),
    (re.compile(r"\bwas (\w+ed) by (?:the )?(\w+)(?=[.,])", re.IGNORECASE), r"the \2 \1"),
)
_FULL_NAME = re.compile(
    r"(?<=[a-z,] )(?:(?:President|Mr|Mrs|Ms|Dr|Sen|Rep|Gen|Col)\.? )?[A-Z][a-z]+ (?:[A-Z]\. )?([A-Z][a-z]+)"
)
_UNQUOTE = re.compile(r"[“”\"]")
_PHRASE = re.compile(r" ((?:in|on|at|near|from|for|with|during) (?:[^\s,.;]+ ?){1,5})\.$", re.IGNORECASE)
_BREAK = re.compile(r", | (?:and|but|that|which|who|while|when|after|before|because|as) |; | -- | — ", re.IGNORECASE)
_JOINT = re.compile(r", (?:and|but) (?=(?:the|he|she|they|it|a|an|police|officials)\b)", re.IGNORECASE)
_CREDIT = re.compile(
    r"^[A-Z][\w .,]{2,30}\((?:Reuters|AP|AFP|EFE|Xinhua)\) - |\s*Additional reporting by \w+\.", re.MULTILINE
)
_CAPITAL = re.compile(r"(?<=[a-z] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")


@dataclass(frozen=True, slots=True)
class Copy:
    """An edited copy, how many of its words are of the original's sentences, and whether a second report is in it."""

    text: str
    kept_words: int
    is_merged: bool


def edit_copy(sentences: Sequence[str], local: Sequence[str], second: Sequence[str], random: Random) -> Copy:
    """Edit a report as a desk does; `local` and `second` lend the sentences that are put in."""
    # Most copies are edited hard; one in ten is only cut and put in another order.
    hardness = random.random() ** 0.35 if random.random() < 0.9 else 0.0
    kept = [_CREDIT.sub("", sentence) if random.random() < 0.8 else sentence for sentence in sentences]
    kept = _cut(kept, hardness, random)
    kept = _change_lead(kept, random)
    kept = [_edit_sentence(sentence, hardness, random) for sentence in kept]
    kept = _condense(kept, hardness, random)
    if random.random() < 0.5:
        kept = kept[:1] + _reorder(kept[1:], random)
    kept = [part for sentence in kept for part in _split(sentence, random)]
    kept_words = sum(len(sentence.split()) for sentence in kept)
    if random.random() < 0.5:
        for sentence in _borrow(local, random.randint(1, 4), random):
            kept.insert(random.randint(1, len(kept)), sentence)
    is_merged = random.random() < 0.25
    if is_merged:
        kept = _merge(kept, _borrow(second, random.randint(3, 10), random), random)
    return Copy(_set_paragraphs(kept, random), kept_words, is_merged)


def _cut(sentences: list[str], hardness: float, random: Random) -> list[str]:
    if random.random() < 0.2:
        return sentences
    count = max(3, round(len(sentences) * (1 - hardness * random.uniform(0.3, 0.85))))
    if random.random() < 0.6:
        return sentences[:count]
    chosen = sorted(random.sample(range(len(sentences)), min(count, len(sentences))))
    return [sentences[number] for number in chosen]


def _change_lead(sentences: list[str], random: Random) -> list[str]:
    draw = random.random()
    if draw < 0.3 or len(sentences) < 3:
        return sentences
    if draw < 0.5:
        return sentences[1:]
    names = _CAPITAL.findall(sentences[0])
    who = random.choice(names) if names else "the area"
    lead = random.choice([
        f"More has become known of the case of {who}.", f"What happened in {who} is now clearer.",
        f"{who} is in the news again, and questions are being asked.", f"There is fresh word on {who} from officials.",
    ])  # fmt: skip
    return [lead, *sentences[1:]] if draw < 0.75 else [lead, *sentences]


def _edit_sentence(sentence: str, hardness: float, random: Random) -> str:
    if random.random() < 0.45 * hardness:
        sentence = _UNQUOTE.sub("", sentence)
    edits: tuple[tuple[float, Callable[[str, Random], str]], ...] = (
        (0.8 * hardness, _shorten), (0.5 * hardness + 0.1, _turn_attribution), (0.5, _spell_numbers),
        (0.8 * hardness, _recast), (0.6 * hardness, _shorten_names),
    )  # fmt: skip
    for chance, edit in edits:
        if random.random() < chance:
            sentence = edit(sentence, random)
    return _swap(_move(sentence, random) if random.random() < 0.4 * hardness else sentence, hardness, random)


def _shorten(sentence: str, random: Random) -> str:
    for pattern in random.sample(_CLAUSES, 4):
        shorter = pattern.sub("", sentence, count=1)
        if len(shorter.split()) >= 6:
            sentence = shorter
    return _raise(sentence)


def _recast(sentence: str, random: Random) -> str:
    """Turn "the mayor of Homs" round, the perfect into the past, "A and B" into "B and A"; leave joining words out."""
    for pattern, plain in _RECASTS:
        if random.random() < 0.7:
            sentence = pattern.sub(plain, sentence)
    return _raise(sentence)


def _shorten_names(sentence: str, random: Random) -> str:
    return _FULL_NAME.sub(r"\1", sentence)


def _move(sentence: str, random: Random) -> str:
    """Put the last phrase of place or time first: "In Homs, ..."."""
    found = _PHRASE.search(sentence)
    if found is None or len(sentence[: found.start()].split()) < 5 or _is_quoting(sentence):
        return sentence
    return f"{_raise(found[1])}, {_lower(sentence[: found.start()])}."


def _condense(sentences: list[str], hardness: float, random: Random) -> list[str]:
    """Make one of two sentences, a clause of each, and leave out a clause here and there."""
    done: list[str] = []
    for sentence in sentences:
        if random.random() > 0.9 * hardness or _is_quoting(sentence):
            done.append(sentence)
            continue
        clauses = [part for part in _BREAK.split(sentence.rstrip(".")) if len(part.split()) >= 5]
        chosen = random.choice(clauses) if clauses else sentence.rstrip(".")
        if done and random.random() < 0.4 and not _is_quoting(done[-1]):
            done[-1] = f"{done[-1].rstrip('.')}{random.choice((', and', ', while', ';', ', as'))} {_lower(chosen)}."
        else:
            done.append(_raise(chosen) + ".")
    return done


def _turn_attribution(sentence: str, random: Random) -> str:
    if found := _QUOTED_AFTER.match(sentence):
        return f"{_raise(found['who'])} {found['verb']}: “{found['told']}.”"
    if found := _SAID_AFTER.match(sentence):
        return f"{_raise(found['who'])} {found['verb']} that {_lower(found['told'])}."
    if found := _SAID_BEFORE.match(sentence):
        return f"{_raise(found['told'])}, {_lower(found['who'])} {found['verb']}."
    return sentence


def _is_quoting(sentence: str) -> bool:
    return not set('“”"').isdisjoint(sentence)


def _raise(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    first = words.split(" ", 1)[0]
    return words[:1].lower() + words[1:] if first in ("The", "A", "An", "It", "They", "He", "She", "There") else words


def _spell_numbers(sentence: str, random: Random) -> str:
    spelled = _NUMBER.sub(lambda found: _spell(int(found[0])), sentence)
    return spelled.upper() if sentence.isupper() else spelled


def _spell(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    return _TENS[number // 10 - 2] + (f"-{_SMALL[number % 10]}" if number % 10 else "")


def _swap(sentence: str, rate: float, random: Random) -> str:
    parts = re.split(r"([“\"][^“”\"]*[”\"])", sentence)  # a quotation stays as it is
    parts[::2] = [_swap_plain(part, rate, random) for part in parts[::2]]
    return "".join(parts)


def _swap_plain(words: str, rate: float, random: Random) -> str:
    table, pattern = _read_swaps()

    def choose(found: re.Match[str]) -> str:
        if random.random() >= rate:
            return found[0]
        return _match_case(found[0], random.choice(table[found[0].casefold()]))

    return pattern.sub(choose, words)


def _match_case(model: str, words: str) -> str:
    if model.isupper() and len(model) > 1:
        return words.upper()
    return _raise(words) if model[:1].isupper() else words


@cache
def _read_swaps() -> tuple[dict[str, list[str]], re.Pattern[str]]:
    """What may stand for a word, and the pattern of all such words, longest first."""
    lines = [line for line in _WORDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    table = {word: others.split(",") for word, _, others in (line.partition("=") for line in lines)}
    words = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
    return table, re.compile(rf"(?<![\w'’-])(?:{words})(?![\w'’-])", re.IGNORECASE)


def _split(sentence: str, random: Random) -> list[str]:
    """Two sentences of one, at times."""
    found = _JOINT.search(sentence)
    if found is None or random.random() < 0.6 or _is_quoting(sentence):
        return [sentence]
    return [sentence[: found.start()] + ".", _raise(sentence[found.end() :])]


def _reorder(sentences: list[str], random: Random) -> list[str]:
    size = random.randint(1, 3)
    blocks = [sentences[start : start + size] for start in range(0, len(sentences), size)]
    random.shuffle(blocks)
    return [sentence for block in blocks for sentence in block]


def _borrow(sentences: Sequence[str], count: int, random: Random) -> list[str]:
    start = random.randint(0, max(0, len(sentences) - count))
    return list(sentences[start : start + count])


def _merge(kept: list[str], second: list[str], random: Random) -> list[str]:
    draw = random.random()
    if draw < 0.4:
        return [*kept, *second]
    if draw < 0.7:
        return [*second, *kept]
    place = random.randint(1, len(kept))
    return [*kept[:place], *second, *kept[place:]]


def _set_paragraphs(sentences: list[str], random: Random) -> str:
    size = random.randint(1, 3)
    return "\n".join(" ".join(sentences[start : start + size]) for start in range(0, len(sentences), size))
