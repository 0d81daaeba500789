"""Event coreference within each report alone, for bench/ecb.py: which mentions of one report are one event.

In one report other things tell than across reports: how far apart two mentions stand, and that each act of saying is
its own ("said" twice is seldom one event). So pairs of one report have a logistic regression of their own, on the
features of all pairs and a few more, fitted to ECB+ train, its threshold of average-link clustering too, in the folds
of topics. Chains that lie in two reports are cut for the figure: each report is judged alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from bench.coreference import Table, cluster_average, conll_f1
from bench.ecb_features import FEATURES, LexicalFeatures
from bench.ecb_pairs import Tables, fit_tables, hold_out, to_chances

if TYPE_CHECKING:
    from bench.ecb_mentions import Part

WITHIN = (
    "saying", "saying x same lemma", "saying x shared lemma", "far", "far x same lemma", "hidden x same lemma",
    "words x same lemma", "actors apart x same lemma",
)  # fmt: skip
# Acts of saying, as lemmas: the verbs of reporting of TimeML, and their nouns.
_SAYING = frozenset(
    "say tell report announce state claim add note ask call declar explain comment confirm deny insist warn argu "
    "suggest describ accord inform statement repl respond quot speak talk mention remark".split()
)
THRESHOLDS = np.arange(0.10, 0.80, 0.05)


def split_reports(words: LexicalFeatures, tables: Tables) -> Tables:
    """The mentions of each report, with the features of their pairs (mentions x mentions x features)."""
    mentions = words.part.mentions
    reports: Tables = []
    for rows, features in tables:
        places_of: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            places_of.setdefault(mentions[row].report_id, []).append(place)
        for places in places_of.values():
            own = [rows[place] for place in places]
            table = features[np.ix_(places, places)]
            reports.append((own, np.concatenate([table, _more(words, own, table)], axis=2)))
    return reports


def _more(words: LexicalFeatures, rows: Sequence[int], table: Table) -> Table:
    column = {name: table[:, :, number] for number, name in enumerate(FEATURES)}
    says = np.array([float(bool(_SAYING & {*words.lemmas[row]})) for row in rows])
    saying = np.maximum.outer(says, says)
    starts = np.array([words.part.mentions[row].spans[0][0] for row in rows], dtype=float)
    far = np.log1p(np.abs(starts[:, None] - starts) / 100)
    same = column["same lemma"]
    columns = {
        "saying": saying,
        "saying x same lemma": saying * same,
        "saying x shared lemma": saying * column["shared lemma"],
        "far": far,
        "far x same lemma": far * same,
        "hidden x same lemma": column["hidden layer"] * same,
        "words x same lemma": column["sentence words"] * same,
        "actors apart x same lemma": column["actors apart"] * same,
    }
    return np.stack([columns[name] for name in WITHIN], axis=2)


class Within:
    """Weights of the pairs of one report and the threshold, from the folds of train."""

    def __init__(self, train: Part, folds: Sequence[Tables]) -> None:
        words = LexicalFeatures(train)
        reports = [split_reports(words, fold) for fold in folds]
        scored: Tables = []
        for fold, others in hold_out(reports):
            weights = fit_tables(train, others)
            scored += [(rows, features @ weights) for rows, features in fold]
        self.weights = fit_tables(train, [one for fold in reports for one in fold])
        figures = {float(at): conll_f1(cut_chains(train), _cluster(train, scored, float(at))) for at in THRESHOLDS}
        self.threshold = max(figures, key=lambda at: figures[at])
        self.of_folds = figures[self.threshold]

    def cluster(self, words: LexicalFeatures, tables: Tables) -> list[str]:
        """A cluster for each mention of the part, from the features of all pairs of its topics."""
        scored = [(rows, features @ self.weights) for rows, features in split_reports(words, tables)]
        return _cluster(words.part, scored, self.threshold)


def _cluster(part: Part, odds: Tables, threshold: float) -> list[str]:
    found = [""] * len(part.mentions)
    for number, (rows, table) in enumerate(odds):
        for row, label in zip(rows, cluster_average(to_chances(table), threshold), strict=True):
            found[row] = f"{number}/{label}"
    return found


def cut_chains(part: Part) -> list[str]:
    """The gold cluster of each mention, those of two reports apart."""
    return [f"{chain} {mention.report_id}" for chain, mention in zip(part.gold, part.mentions, strict=True)]


def cluster_lemmas_apart(part: Part, words: LexicalFeatures, saying: bool = True) -> list[str]:
    """The baselines: one lemma of one report, one event; without `saying`, each act of saying its own."""
    return [
        f"{mention.report_id} {' '.join(lemma)}" + ("" if saying or not _SAYING & {*lemma} else f" {number}")
        for number, (mention, lemma) in enumerate(zip(part.mentions, words.lemmas, strict=True))
    ]
