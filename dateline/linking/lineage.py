"""Who copied whom: exact copies, cut or extended copies, syndicated and rewritten wire copy.

Candidates share word 3-grams of a sample (FracMinHash, which unlike plain MinHash still finds a short piece within a
long one: Irber and others 2022); each is then compared whole: by what they share outside quotations, as 3-grams and as
passages, and by names and figures. Two reporters at one press conference share its quotations, and two reports of one
event names and set phrases; only a copy goes on for many words on end. A report has one parent, the earlier report
that it shares most with, so that a round-up of two wire pieces does not make those two one.

Not handled: translations, copies that keep no run of five words, and copies more than `_REACH_DAYS` apart.
"""

from __future__ import annotations

import math
import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.model import Report
from dateline.reading.agencies import AGENCY_PATTERN, name_agency

# One 3-gram in so many is kept for the search of candidates; all count in the comparison.
_SAMPLE = 4
# A 3-gram in more reports than this is a stock phrase and proposes nobody; it keeps the search near linear.
STOCK = 60
_REACH_DAYS = 14
# Weights of what two texts share, and the sum from which the later is a copy. Fitted by logistic regression to the
# tuning half of bench/wire_copy.py (2,000 pairs, seed 7); the threshold is 2 above even odds, where precision there
# is 0.98. After a change run that bench and bench/linking.py.
_WEIGHTS = {"3-grams": 2.0, "in passages": 9.9, "names": 1.9, "passages": 1.9}
_COPY = 9.5
# What a credit to the same agency, or to the other's outlet, stands for. Set by hand.
_CREDIT = 0.8
# Words of a passage, of a long one, and how many of one count: a notice under all reports of an outlet is long too.
_PASSAGE, _LONG_PASSAGE, _COUNTED = 5, 6, 12
# Half of the 3-grams outside quotations and half of the names are a copy whatever else; set on the same two benches.
_ALIKE = 0.50
_NEAR, _REWRITTEN = 0.50, 0.30  # shares of all 3-grams that name a copy near or rewritten; they decide nothing
_FEWEST = 12  # 3-grams, below which only the same text counts as a copy
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_QUOTE = re.compile(r"[“\"]([^”\"\n]{15,400})[”\"]")
_NAME = re.compile(r"(?<![.!?:\n“\"] )(?<!^)\b[A-Z][\w’'-]+|\b\d[\d,.]*\b", re.MULTILINE)
_CREDITED = re.compile(
    rf"\((?P<bracket>{AGENCY_PATTERN})\)|\b(?:told|reported by|according to|via) (?:the )?(?P<told>{AGENCY_PATTERN})\b"
    rf"|\b(?P<says>{AGENCY_PATTERN}) (?:reported|reports|said|news agency)\b"
)


@dataclass(frozen=True, slots=True)
class Descent:
    """Where a report's text comes from. An original is its own root and has no parent; `share` is of its 3-grams."""

    report_id: str
    root_id: str
    parent_id: str | None = None
    rule: str = "original"
    share: float = 0.0


def trace_lineage(reports: Iterable[Report]) -> dict[str, Descent]:
    """Return the descent of every report, by report id.

    >>> wire = Report("1", "SELM - Gunmen shot dead four farmers near the mill.", published="2031-01-02")
    >>> [trace_lineage([wire, Report("2", wire.text, published="2031-01-03")])[id].root_id for id in "12"]
    ['1', '1']
    """
    index = LineageIndex()
    for report in reports:
        index.add(report)
    return index.descents()


@dataclass(frozen=True, slots=True)
class Kin:
    """The report that another shares most with, by which rule, and how much of the other's 3-grams that is."""

    other_id: str
    rule: str
    share: float


@dataclass(frozen=True, slots=True)
class Print:
    """What of a report is compared: its 3-grams, those outside quotations in their order (0 where a quotation breaks
    it), its quotations, its names and figures, whom it credits."""

    report_id: str
    day: int | None
    order: tuple[str, str]
    whole: int
    grams: frozenset[int]
    own: array[int]
    own_grams: frozenset[int]
    quotes: frozenset[str]
    names: frozenset[str]
    credits: frozenset[str]
    outlet: str | None

    @property
    def sample(self) -> list[int]:
        """The 3-grams under which the report is found."""
        return [gram for gram in self.grams if gram % _SAMPLE == 0]


class LineageIndex:
    """Reports so far and which of them share text. Reports may come in any order; roots are told when asked.

    It holds all reports, or those of a neighbourhood: `recall` takes in what is kept elsewhere.
    """

    def __init__(self) -> None:
        self.kin: dict[str, Kin | None] = {}
        self._prints: dict[str, Print] = {}
        self._postings: dict[int, list[str]] = defaultdict(list)
        self._texts: dict[int, list[str]] = defaultdict(list)

    def add(self, report: Report) -> None:
        """Compare a report with the earlier ones that share some of its words. The same id twice is one report."""
        if report.id not in self._prints:
            self.add_print(make_print(report))

    def add_print(self, new: Print) -> list[int]:
        """Compare a new report, given as its print; return the 3-grams under which it is to be found from now on."""
        self.kin.setdefault(new.report_id, None)
        for other_id in self.find_candidates(new):
            if other_id in self._prints:
                self._relate(new, self._prints[other_id])
        self._prints[new.report_id] = new
        self._texts[new.whole].append(new.report_id)
        kept = [gram for gram in new.sample if len(self._postings[gram]) <= STOCK]
        for gram in kept:
            self._postings[gram].append(new.report_id)
        return kept

    def recall(self, print_: Print, kin: Kin | None) -> None:
        """Take in a report that was compared before, and its nearest kin then."""
        self._prints[print_.report_id] = print_
        self.kin[print_.report_id] = kin

    def recall_postings(self, grams: Mapping[int, Sequence[str]], texts: Mapping[int, Sequence[str]]) -> None:
        """Take in which reports hold a 3-gram (`STOCK` and one more are enough), and which a whole text."""
        for gram, report_ids in grams.items():
            self._postings[gram] = list(report_ids)
        for whole, report_ids in texts.items():
            self._texts[whole] = list(report_ids)

    def descents(self) -> dict[str, Descent]:
        """Return the descent of every report so far."""
        found: dict[str, Descent] = {}
        for print_ in sorted(self._prints.values(), key=lambda one: one.order):
            kin = self.kin[print_.report_id]
            if kin is None:
                found[print_.report_id] = Descent(print_.report_id, print_.report_id)
            else:
                root = found[kin.other_id].root_id
                found[print_.report_id] = Descent(print_.report_id, root, kin.other_id, kin.rule, round(kin.share, 3))
        return found

    def find_candidates(self, new: Print) -> list[str]:
        """Return the ids of the reports that share enough with a new one to be compared whole."""
        counts: Counter[str] = Counter(self._texts.get(new.whole, ()))
        sample = new.sample
        for gram in sample:
            holders = self._postings.get(gram, ())
            if len(holders) <= STOCK:
                counts.update(holders)
        fewest = 1 if len(sample) < 60 else 2
        return [report_id for report_id, count in counts.items() if count >= fewest]

    def _relate(self, one: Print, other: Print) -> None:
        early, late = (one, other) if one.order < other.order else (other, one)
        judged = _judge(early, late)
        if judged:
            new, known = Kin(early.report_id, *judged), self.kin[late.report_id]
            if known is None or (new.share, new.other_id) > (known.share, known.other_id):
                self.kin[late.report_id] = new


def is_in_reach(one: int | None, other: int | None) -> bool:
    """Whether reports of these days (numbers, None where not known) may be copies of each other."""
    return one is None or other is None or abs(one - other) <= _REACH_DAYS


def make_print(report: Report) -> Print:
    """Return what of a report is compared."""
    words = _words(report.text)
    quotes = frozenset(
        " ".join(quoted) for match in _QUOTE.finditer(report.text) if len(quoted := _words(match[1])) >= 4
    )
    own = array("L")
    for part in _QUOTE.split(report.text)[::2]:
        own.extend((*_grams(_words(part)), 0))
    return Print(
        report.id,
        _day(report.published),
        (report.published or "9999", report.id),
        zlib.crc32(" ".join(words).encode()),
        frozenset(_grams(words)),
        own,
        frozenset(own) - {0},
        quotes,
        frozenset(name.strip(".,").casefold() for name in _NAME.findall(report.text)),
        _credits(report),
        report.outlet.casefold() if report.outlet else None,
    )


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _grams(words: list[str]) -> list[int]:
    return [zlib.crc32(" ".join(words[start : start + 3]).encode()) for start in range(max(len(words) - 2, 0))]


def _credits(report: Report) -> frozenset[str]:
    """Agencies that the report credits, and its own outlet where that is an agency."""
    names = [group for match in _CREDITED.finditer(report.text) for group in match.groups() if group]
    names += [name for name in (report.agency, report.outlet, *report.byline) if name]
    agencies = {known for name in names if (known := name_agency(name))}
    if report.agency:
        agencies.add(report.agency)
    return frozenset(name.casefold() for name in agencies if name != "news agencies")


def _judge(early: Print, late: Print) -> tuple[str, float] | None:
    """Return rule and share of the later report's 3-grams where it copies the earlier, else None."""
    if early.day is not None and late.day is not None and late.day - early.day > _REACH_DAYS:
        return None
    if early.whole == late.whole:
        return "lineage/same-text", 1.0
    if not _is_long(early, late):
        return None
    score = score_copy(early, late)
    credited = early.credits & late.credits or (early.outlet is not None and early.outlet in late.credits)
    if score + (_CREDIT if credited else 0.0) < _COPY:
        return None
    return _name_rule(early, late, score), len(early.grams & late.grams) / len(late.grams)


def _name_rule(early: Print, late: Print, score: float) -> str:
    """The name of what made a copy of the later report; it decides nothing."""
    share = _share(early.grams, late.grams)
    if share >= _NEAR:
        return "lineage/near-copy"
    if share >= _REWRITTEN:
        return "lineage/rewritten"
    if score < _COPY:
        return "lineage/agency-credit"
    return "lineage/quotations" if early.quotes & late.quotes else "lineage/passages"


def score_copy(one: Print, other: Print) -> float:
    """Return the weighted sum of what two texts share outside quotations: a copy from `_COPY` on.

    An edited copy shares many passages that the edits cut, a notice under all reports of an outlet is one long one. In
    a report of three lines one set phrase is a passage: without half of the words that is not enough.
    """
    longer, shorter = (one, other) if len(one.own) >= len(other.own) else (other, one)
    passages = [words for words in _find_runs(shorter.own, longer.own_grams) if words >= _PASSAGE]
    alike, names = _share(one.own_grams, other.own_grams), _share(one.names, other.names)
    if alike >= _ALIKE and names >= _ALIKE:
        return math.inf
    if len(passages) < 2 and alike < _ALIKE:
        return 0.0
    parts = {
        "3-grams": math.sqrt(alike),
        "in passages": math.sqrt(min(1.0, sum(min(words, _COUNTED) for words in passages) / len(shorter.own))),
        "names": names,
        "passages": math.log1p(sum(words >= _LONG_PASSAGE for words in passages)),
    }
    return sum(_WEIGHTS[name] * part for name, part in parts.items())


def _find_runs(grams: array[int], others: frozenset[int]) -> list[int]:
    """The lengths in words of the passages whose 3-grams are all among others."""
    runs: list[int] = []
    length = 0
    for gram in grams:
        if gram in others:
            length += 1
        elif length:
            runs.append(length + 2)
            length = 0
    return runs


def _is_long(one: Print, other: Print) -> bool:
    return min(len(one.grams), len(other.grams)) >= _FEWEST


def _share(one: frozenset[int] | frozenset[str], other: frozenset[int] | frozenset[str]) -> float:
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest else 0.0


def _day(published: str | None) -> int | None:
    try:
        return date.fromisoformat(published[:10]).toordinal() if published else None
    except ValueError:
        return None
