"""Pairs of reports for bench/wire_copy.py: copies made by editing real texts, and pairs that only look like copies.

Not copies, by kind: `event`, two reports of one event by different outlets (ECB+ sub-topics); `lookalike`, reports of
two events of one kind (ECB+ topics); `incident`, neighbouring MUC-4 messages on one incident; `furniture`, one outlet's
reports under one notice; `statement`, reports with the same quoted statement in each.

Real sets hold real copies: two texts that share a run of `NATURAL` words outside quotations are no fair example of
reports written apart, and the pair is set aside, in both halves alike, and counted on its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

from bench.wire_copy_edits import edit_copy
from bench.wire_copy_texts import Text, digest
from dateline.model import Report
from dateline.sentences import split_sentences

KINDS = {"event": 0.36, "lookalike": 0.14, "incident": 0.2, "furniture": 0.14, "statement": 0.16}
NATURAL = 20
_FEWEST_KEPT = 40  # words of the original that a copy must still hold to be one
# One text in so many is in no collection and only lends local detail, which stands for a desk's own reporting.
LENT = 8
_FIRST_DAY, _DAYS = date(2031, 1, 1), 40
_AGENCIES = ("Reuters", "AP", "AFP", "EFE", "Xinhua")
_QUOTATION = re.compile(r"[“\"][^“”\"\n]{15,600}[”\"]")
_NOTICES = (
    "Copyright {year} {outlet}. All rights reserved. This material may not be published, broadcast, rewritten or "
    "redistributed without permission.",
    "Sign up for the {outlet} newsletter and get the day's best stories in your inbox every morning. By signing up you "
    "agree to our terms of use and privacy policy. You can unsubscribe at any time.",
    "Readers may post comments below. {outlet} does not edit comments and takes no part in the discussion; please "
    "report abuse to the moderators. To see more stories, get the {outlet} application for your telephone or tablet.",
)
_SPEAKERS = ("a spokesman", "the minister", "the mayor", "her lawyer", "a senior official", "the company's chairman")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports, the earlier first; `kind` is "copy" or that of a pair which only looks like one.

    `sources` are the reports that a copy was made of: two where it was run together with a second one. `run` is the
    longest run of words outside quotations that the two real texts of a pair which is no copy share.
    """

    kind: str
    early: Report
    late: Report
    run: int = 0
    sources: tuple[str, ...] = ()

    @property
    def is_copy(self) -> bool:
        return self.kind == "copy"

    @property
    def set_aside(self) -> bool:
        return self.run >= NATURAL


def make_pairs(texts: Sequence[Text], count: int, seed: int) -> list[Pair]:
    """Return `count` pairs, half of them copies, and those set aside. The same seed gives the same pairs."""
    random = Random(seed)
    lent, texts = [text for text in texts if is_lent(text)], [text for text in texts if not is_lent(text)]
    pairs = list(_make_copies(texts, lent, count // 2, random))
    used: set[frozenset[str]] = set()
    wanted = count - len(pairs)
    shares = [(kind, round(wanted * share)) for kind, share in KINDS.items()]
    # Where a kind has too few, those that are hardest to tell from copies stand in: two reports of one event.
    for kind, needed in [*shares, ("event", wanted), ("lookalike", wanted)]:
        needed = min(needed, count - sum(not pair.set_aside for pair in pairs))
        for one, other in _find_alike(kind, texts, random):
            key = frozenset({one.id, other.id})
            if needed == 0:
                break
            if key in used:
                continue
            used.add(key)
            run = longest_run(one.body, other.body)
            pairs.append(_dress(kind, one, other, run, texts, random))
            needed -= not pairs[-1].set_aside
    return pairs


def is_lent(text: Text) -> bool:
    return digest(f"lent {text.id}") % LENT == 0


def _make_copies(texts: Sequence[Text], lent: Sequence[Text], count: int, random: Random) -> Iterator[Pair]:
    days = {text.id: as_report(text).published or "" for text in texts}
    by_day = sorted(texts, key=lambda text: (days[text.id], text.id))
    dates = [days[text.id] for text in by_day]
    by_family = _group(texts, lambda text: text.family)
    for number, text in enumerate(random.sample(list(texts), len(texts)) * 2):
        if count == 0:
            return
        early = as_report(text)
        published = _later(early.published, random.randint(0, 3))
        earlier = by_day[: bisect_right(dates, published)]  # a second report was out by then
        near = [other for other in by_family[text.family] if days[other.id] <= published]
        second = random.choice(near if random.random() < 0.5 else earlier)
        sentences = [part for line in early.text.split("\n") for part in _sentences(line)]
        if len(sentences) < 4 or text.id == second.id:
            continue
        copy = edit_copy(sentences, random.choice(lent).sentences, second.sentences, random)
        if copy.kept_words < _FEWEST_KEPT:
            continue
        late = Report(
            f"copy {number // len(texts) + 1} of {text.id}", copy.text, title="A headline of the desk's own",
            published=published, outlet=f"Desk {random.randint(1, 60)}",
        )  # fmt: skip
        count -= 1
        sources = (text.id, second.id) if copy.is_merged else (text.id,)
        yield Pair("copy", early, late, sources=sources)


def _sentences(line: str) -> list[str]:
    return [line[start:end] for start, end in split_sentences(line)]


def _find_alike(kind: str, texts: Sequence[Text], random: Random) -> list[tuple[Text, Text]]:
    """Candidate pairs of a kind, shuffled."""
    groups: list[list[Text]]
    if kind in ("event", "lookalike"):
        groups = list(_group((text for text in texts if text.set == "ecb"), lambda text: text.family).values())
    elif kind == "incident":
        messages = (text for text in texts if text.set == "muc4")
        groups = [group[:15] for group in _group(messages, lambda text: text.family).values()]
    elif kind == "furniture":
        locals_ = (text for text in texts if text.set in ("lgl", "trnews"))
        groups = [group[:12] for group in _group(locals_, lambda text: text.outlet).values()]
    else:
        politics = (text for text in texts if text.set == "polnear")
        groups = list(_group(politics, lambda text: min(text.kin)).values())
        groups += list(_group((text for text in texts if text.set == "ecb"), lambda text: min(text.kin)).values())
    found = [pair for group in groups for pair in combinations(group, 2) if _is_kind(kind, *pair)]
    random.shuffle(found)
    return found


def _is_kind(kind: str, one: Text, other: Text) -> bool:
    if kind == "lookalike":
        return not one.kin & other.kin
    return bool(one.kin & other.kin)


def _dress(kind: str, one: Text, other: Text, run: int, texts: Sequence[Text], random: Random) -> Pair:
    """Two reports of a pair, with the notice or the statement that both carry."""
    early, late = sorted((as_report(one), as_report(other)), key=lambda report: (report.published or "", report.id))
    if kind in ("furniture", "statement"):
        late = replace(late, published=_later(early.published, random.randint(0, 2)))
    if kind == "furniture":
        notices = random.sample(_NOTICES, random.randint(1, 3))
        ending = "\n".join(notice.format(outlet=one.outlet, year=2031) for notice in notices)
        early, late = (replace(report, text=f"{report.text}\n{ending}") for report in (early, late))
    elif kind == "statement":
        quotes = _choose_statement(texts, random)
        early = replace(early, text=_put_in(early.text, quotes, random))
        late = replace(late, text=_put_in(late.text, quotes[: random.randint(1, len(quotes))], random))
    if kind in ("furniture", "statement"):
        key = f"{kind} {one.id} {other.id}"
        early, late = replace(early, id=f"{early.id} in {key}"), replace(late, id=f"{late.id} in {key}")
    return Pair(kind, early, late, run)


def _choose_statement(texts: Sequence[Text], random: Random) -> list[str]:
    quotes: list[str] = []
    while not quotes:
        sentences = random.choice(texts).sentences
        plain = [words for words in sentences if 14 <= len(words.split()) <= 45 and not set('“”"') & set(words)]
        quotes = [words.rstrip(".") for words in plain[: random.randint(1, 3)]]
    return quotes


def _put_in(text: str, quotes: Sequence[str], random: Random) -> str:
    who = random.choice(_SPEAKERS)
    told = [
        random.choice([f"“{quote},” {who} said.", f"{who.capitalize()} said: “{quote}.”", f"“{quote}.”"])
        for quote in quotes
    ]
    lines = text.split("\n")
    lines.insert(random.randint(1, len(lines)), " ".join(told))
    return "\n".join(lines)


def as_report(text: Text) -> Report:
    """The text as a report, dated by its family; some carry an agency's credit, that of the family."""
    number, family = digest(text.id), digest(text.family)
    agency = _AGENCIES[family % len(_AGENCIES)]
    body = text.body
    if number % 20 < 7:
        body = f"GENEVA ({agency}) - {body}"
    elif number % 20 < 10:
        body = f"{body}\nAdditional reporting by {agency}."
    day = _FIRST_DAY + timedelta(family % _DAYS + number // 64 % 2)
    return Report(text.id, body, title=None, published=day.isoformat(), outlet=text.outlet)


def _later(published: str | None, days: int) -> str:
    assert published
    return (date.fromisoformat(published) + timedelta(days)).isoformat()


def _group(texts: Iterable[Text], key: Callable[[Text], str]) -> dict[str, list[Text]]:
    groups: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        groups[key(text)].append(text)
    return groups


def longest_run(one: str, other: str) -> int:
    """Return the length in words of the longest run that both hold outside quotations."""
    first, second = (re.findall(r"\w+", _QUOTATION.sub(" | ", text).casefold()) for text in (one, other))
    starts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in range(len(first) - 3):
        starts[tuple(first[number : number + 4])].append(number)
    longest = 0
    for number in range(len(second) - 3):
        for start in starts.get(tuple(second[number : number + 4]), ()):
            length = 4
            while (
                start + length < len(first)
                and number + length < len(second)
                and first[start + length] == second[number + length]
            ):
                length += 1
            longest = max(longest, length)
    return longest
