"""Event coreference within each report alone: `python bench/ecb_within.py DATA` (needs the `train` extra).

The mentions and vectors are those of bench/ecb.py. In one report other things tell than across reports: how far apart
two mentions stand, and that each act of saying is its own ("said" twice is seldom one event). So pairs of one report
have a logistic regression of their own, on the features of all pairs and a few more, fitted to ECB+ train, its
threshold of average-link clustering too, in the folds of topics. Chains that lie in two reports are cut for the figure:
each report is judged alone. Beside it stands a scorer that leans less on the habits of one set ("mean of views"): three
regressions, on all features, on words with three vectors, and on words alone; the mean of their log odds counts, and
two clusters are joined where that makes one event more likely than not (0.5), so no threshold is fitted. Last, the same
with the chains left whole: what a set has across reports is then missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.coreference import Table, cluster_average, conll_f1
from bench.ecb_features import FEATURES, LexicalFeatures
from bench.ecb_pairs import Tables, fit_logistic, hold_out, to_chances, to_pairs

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
# What a regression sees: everything; lemma, letters, saying, distance and three vectors; the same without the vectors.
_WORDS = (
    "bias", "same lemma", "shared lemma", "letters", "saying", "saying x same lemma", "saying x shared lemma", "far",
    "far x same lemma",
)  # fmt: skip
VIEWS = ((*FEATURES, *WITHIN), (*_WORDS, "trigger vector", "hidden layer", "word vector"), _WORDS)
EVEN = 0.5
THRESHOLDS = np.arange(0.10, 0.80, 0.05)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("build/ecb"), help="where the vectors are kept")
    options = parser.parse_args()
    from bench.ecb import Scorer, fit_metrics, show  # these need the `train` extra
    from bench.ecb_mentions import load_part

    train = load_part(options.data / "ecbplus/train.jsonl", options.cache)
    kept = range(len(FEATURES))
    within = Within(train, Scorer.fit_folds(train, kept))
    print(f"folds of train: CoNLL F1 {100 * within.of_folds:.1f}, threshold {within.threshold:.2f}; "
          f"mean of views {100 * within.of_views:.1f}, threshold {EVEN}")  # fmt: skip
    topics = sorted({mention.topic for mention in train.mentions})
    scorer = Scorer(kept, np.zeros(len(FEATURES)), fit_metrics(train, topics), None)
    for name in ("ecbplus/dev", "meantime/meantime_en"):
        part = load_part(options.data / f"{name}.jsonl", options.cache)
        words = LexicalFeatures(part)
        tables, gold = scorer.tables(part, words), cut_chains(part)
        print(f"{name}: {len(part.mentions)} mentions, {len(set(gold))} gold clusters, {len(part.texts)} reports")
        show("one lemma, one event", part, gold, cluster_lemmas_apart(part, words))
        show("less acts of saying", part, gold, cluster_lemmas_apart(part, words, saying=False))
        show("reader and words", part, gold, within.cluster(words, tables))
        found = within.cluster_by_views(words, tables)
        show("mean of views", part, gold, found)
        show("chains left whole", part, part.gold, found)


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
    """Weights of the pairs of one report for each view and the threshold of the first, from the folds of train."""

    def __init__(self, train: Part, folds: Sequence[Tables]) -> None:
        words = LexicalFeatures(train)
        reports = [split_reports(words, fold) for fold in folds]
        scored: list[Tables] = [[] for _ in VIEWS]
        for fold, others in hold_out(reports):
            for odds, weights in zip(scored, _fit_views(train, others), strict=True):
                odds += _weigh(fold, weights)
        self.views = _fit_views(train, [one for fold in reports for one in fold])
        gold = cut_chains(train)
        figures = {float(at): conll_f1(gold, _cluster(train, scored[0], float(at))) for at in THRESHOLDS}
        self.threshold = max(figures, key=lambda at: figures[at])
        self.of_folds = figures[self.threshold]
        self.of_views = conll_f1(gold, _cluster(train, _mean(scored), EVEN))

    def cluster(self, words: LexicalFeatures, tables: Tables) -> list[str]:
        """A cluster for each mention of the part by all features, from the features of all pairs of its topics."""
        return _cluster(words.part, _weigh(split_reports(words, tables), self.views[0]), self.threshold)

    def cluster_by_views(self, words: LexicalFeatures, tables: Tables) -> list[str]:
        """The same by the mean log odds of the views, at even chances."""
        reports = split_reports(words, tables)
        return _cluster(words.part, _mean([_weigh(reports, weights) for weights in self.views]), EVEN)


def _fit_views(train: Part, reports: Tables) -> list[Table]:
    """Weights of each view, 0 for what it does not see."""
    pairs, labels = to_pairs(train, reports)
    views = []
    for view in VIEWS:
        seen = [(*FEATURES, *WITHIN).index(name) for name in view]
        weights = np.zeros(pairs.shape[1])
        weights[seen] = fit_logistic(pairs[:, seen], labels)
        views.append(weights)
    return views


def _weigh(reports: Tables, weights: Table) -> Tables:
    return [(rows, features @ weights) for rows, features in reports]


def _mean(scored: Sequence[Tables]) -> Tables:
    """The mean log odds of scores of the same reports."""
    means: Tables = []
    for one in zip(*scored, strict=True):
        odds: Table = np.mean([table for _, table in one], axis=0)
        means.append((one[0][0], odds))
    return means


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


if __name__ == "__main__":
    main()
