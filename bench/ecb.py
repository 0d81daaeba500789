"""Event coreference across reports by the reader's own features: `python bench/ecb.py DATA` (needs the `train` extra).

Gold event mentions of ECB+ (dev: 1,245 scored ones in 197 reports) and of MEANTIME (408 in 90) are put to clusters,
singletons kept. A pair of mentions is scored by logistic regression on what the installed reader gives (trigger vector,
type, hidden layers, the actors, places and times that it finds beside the trigger, see ecb_mentions.py) and on plain
words (trigger, sentence, report, how often a word is told of in the topic), and by small nets over the same and the
vectors themselves (ecb_net.py); the mean of the log odds counts. A second regression then sees what the first chances
of a whole topic say of each pair (ecb_second.py). All is fitted to ECB+ train alone, as are the threshold of
average-link clustering and those of the topics, in five folds of topics. Mentions are compared within a
topic: gold topics (8 in dev, each with two look-alike events), gold sub-topics (16), or predicted ones, clusters of
reports by their words. CoNLL F1 over all reports together, with a 95% bootstrap interval over topics. Baseline:
mentions of one topic with the same lemma are one event. Each report alone is judged by
ecb_within.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.coreference import Table, cluster_average, conll_f1, score_conll
from bench.ecb_features import BY_VECTORS, FEATURES, LexicalFeatures, Metric, pair_features, trigger_lemmas
from bench.ecb_mentions import Mention, Part, load_part
from bench.ecb_net import Nets
from bench.ecb_pairs import Tables, fit_tables, hold_out, to_chances
from bench.ecb_second import SECOND, second_features

FOLDS = 5
SEEDS = range(3)
THRESHOLDS = np.arange(0.14, 0.74, 0.04)
TOPIC_THRESHOLDS = np.arange(0.01, 0.20, 0.01)
Grouping = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("build/ecb"), help="where the vectors are kept")
    parser.add_argument("--words", action="store_true", help="leave out what needs the reader's vectors")
    options = parser.parse_args()
    train = load_part(options.data / "ecbplus/train.jsonl", options.cache)
    kept = [number for number, name in enumerate(FEATURES) if not (options.words and name in BY_VECTORS)]
    scorer = Scorer.fit(train, kept, () if options.words else SEEDS)
    for name in ("ecbplus/dev", "meantime/meantime_en"):
        part = load_part(options.data / f"{name}.jsonl", options.cache)
        print(f"{name}: {len(part.mentions)} mentions, {len(set(part.gold))} gold clusters, {len(part.texts)} reports")
        for told, topics, blocks in name_topics(part, scorer.topic_threshold, scorer.block_threshold):
            print(f" {told}, {len(set(topics.values()))}")
            show("one lemma, one event", part, part.gold, cluster_lemmas(part.mentions, topics))
            found = scorer.cluster(part, topics, blocks)
            show("words alone" if options.words else "reader and words", part, part.gold, found)
    print("weights:", tell(scorer.weights, [FEATURES[number] for number in scorer.kept]))
    print("weights of the second look:", tell(scorer.second, SECOND))
    print(f"thresholds, by folds of train: {scorer.threshold:.2f}, of topics {scorer.topic_threshold:.2f}, of blocks "
          f"{scorer.block_threshold:.2f}")  # fmt: skip


class Scorer:
    """Weights of the pair features, the metrics of the vectors, the nets, weights of the second look, and three
    thresholds, all from train."""

    threshold = topic_threshold = block_threshold = 0.0
    second: Table

    def __init__(self, kept: Sequence[int], weights: Table, metrics: dict[str, Metric], nets: Nets | None) -> None:
        self.kept, self.weights, self.metrics, self.nets = list(kept), weights, metrics, nets

    @classmethod
    def fit(cls, train: Part, kept: Sequence[int], seeds: Sequence[int]) -> Scorer:
        """Fit on train. Weights see only pairs whose vectors the metrics were not fitted to, the second look only first
        chances of pairs that neither was fitted to, thresholds only pairs that it was not fitted to: topics are in five
        folds."""
        topics = sorted({mention.topic for mention in train.mentions})
        words, tables = LexicalFeatures(train), cls.fit_folds(train, kept)
        seconds: list[Tables] = []
        for fold, others in hold_out(tables):
            scorer = cls(kept, fit_tables(train, others), {}, fit_nets(train, others, seeds))
            seconds.append([(rows, scorer.look_around(words, rows, features)) for rows, features in fold])
        scored: Tables = []
        for fold, others in hold_out(seconds):
            weights = fit_tables(train, others)
            scored += [(rows, to_chances(features @ weights)) for rows, features in fold]
        every = [table for held in tables for table in held]
        scorer = cls(kept, fit_tables(train, every), fit_metrics(train, topics), fit_nets(train, every, seeds))
        scorer.second = fit_tables(train, [table for held in seconds for table in held])
        scorer.choose_thresholds(train, scored)
        return scorer

    @classmethod
    def fit_folds(cls, train: Part, kept: Sequence[int]) -> list[Tables]:
        """The features of all pairs of each topic of each fold, by metrics of the vectors fitted to the other folds."""
        topics = sorted({mention.topic for mention in train.mentions})
        words = LexicalFeatures(train)
        tables: list[Tables] = []
        for held in (topics[fold::FOLDS] for fold in range(FOLDS)):
            metrics = fit_metrics(train, [topic for topic in topics if topic not in held])
            scorer = cls(kept, np.zeros(len(kept)), metrics, None)
            tables.append([(rows, scorer.features(train, words, rows)) for rows in _rows_of(train, held)])
        return tables

    def choose_thresholds(self, train: Part, scored: Tables) -> None:
        """Those of highest B-cubed F1 of the reports, then of highest CoNLL F1 of the mentions in predicted topics."""
        words = LexicalFeatures(train)
        topics, subtopics = _gold_topics(train), _gold_subtopics(train)
        self.topic_threshold = _choose(TOPIC_THRESHOLDS, lambda at: _match(subtopics, cluster_reports(words, at)))
        self.block_threshold = _choose(TOPIC_THRESHOLDS, lambda at: _match(topics, join_topics(words, at)))
        predicted = cluster_reports(words, self.topic_threshold)
        self.threshold = _choose(THRESHOLDS, lambda at: conll_f1(train.gold, _cluster(train, scored, predicted, at)))
        for told, groups in (("gold topics", topics), ("gold sub-topics", subtopics), ("predicted topics", predicted)):
            lemmas = conll_f1(train.gold, cluster_lemmas(train.mentions, groups))
            found = conll_f1(train.gold, _cluster(train, scored, groups, self.threshold))
            print(f"folds of train, {told}: CoNLL F1 {100 * found:.1f}, one lemma, one event {100 * lemmas:.1f}")

    def features(self, part: Part, words: LexicalFeatures, rows: Sequence[int]) -> Table:
        cosines = {
            name: metric.cosines(part.vectors[name][rows].astype(float)) for name, metric in self.metrics.items()
        }
        return pair_features(words, rows, cosines)[:, :, self.kept]

    def tables(self, part: Part, words: LexicalFeatures) -> Tables:
        """The features of all pairs of each topic."""
        topics = sorted({mention.topic for mention in part.mentions})
        return [(rows, self.features(part, words, rows)) for rows in _rows_of(part, topics)]

    def look_around(self, words: LexicalFeatures, rows: Sequence[int], features: Table) -> Table:
        """What the second look sees: features of the first chances of all pairs among the mentions of a topic."""
        odds: Table = features @ self.weights
        if self.nets is not None:
            odds = (odds + self.nets.score(words.part.vectors, rows, features)) / 2
        return second_features(to_chances(odds), [words.lemmas[row] for row in rows])

    def weigh(self, part: Part, words: LexicalFeatures, rows: Sequence[int]) -> Table:
        """The chance of each pair among the mentions of a topic to be one event."""
        seen = self.look_around(words, rows, self.features(part, words, rows))
        return to_chances(seen @ self.second)

    def cluster(self, part: Part, topics: Grouping, blocks: Grouping) -> list[str]:
        """Clusters within topics; a block is of one or more topics, and what is told of in it is counted."""
        words = LexicalFeatures(part)
        groups: dict[str, list[int]] = {}
        for number, mention in enumerate(part.mentions):
            groups.setdefault(blocks[mention.report_id], []).append(number)
        tables = [(rows, self.weigh(part, words, rows)) for rows in groups.values()]
        return _cluster(part, tables, topics, self.threshold)


def tell(weights: Table, names: Sequence[str]) -> str:
    return ", ".join(f"{name} {weight:.2f}" for name, weight in zip(names, weights, strict=True))


WIDTHS = {"trigger": 80, "type": 30, "word": 100, "hidden": 150, "near": 100, "sentence": 100}


def fit_metrics(train: Part, topics: Sequence[str]) -> dict[str, Metric]:
    inside = [number for number, mention in enumerate(train.mentions) if mention.topic in topics]
    chains = [train.mentions[number].chain for number in inside]
    return {name: Metric(train.vectors[name][inside].astype(float), chains, width) for name, width in WIDTHS.items()}


def fit_nets(train: Part, tables: Tables, seeds: Sequence[int]) -> Nets | None:
    return Nets(train.vectors, train.gold, tables, seeds) if seeds else None


def _rows_of(part: Part, topics: Sequence[str]) -> list[list[int]]:
    """Numbers of the mentions, topic by topic."""
    return [[number for number, one in enumerate(part.mentions) if one.topic == topic] for topic in topics]


def _cluster(part: Part, tables: Tables, topics: Grouping, threshold: float) -> list[str]:
    """Cluster the mentions of each topic by their pair scores."""
    found = [""] * len(part.mentions)
    for number, (rows, scores) in enumerate(tables):
        names = [topics[part.mentions[row].report_id] for row in rows]
        for topic in dict.fromkeys(names):
            places = [place for place, name in enumerate(names) if name == topic]
            for place, label in zip(places, cluster_average(scores[np.ix_(places, places)], threshold), strict=True):
                found[rows[place]] = f"{number}/{topic}/{label}"
    return found


def cluster_lemmas(mentions: Sequence[Mention], topics: Grouping) -> list[str]:
    """The baseline: one event for each lemma of a topic."""
    return [f"{topics[one.report_id]} {' '.join(trigger_lemmas(one.text))}" for one in mentions]


def name_topics(part: Part, threshold: float, block_threshold: float) -> list[tuple[str, Grouping, Grouping]]:
    """What the groups of reports are, the groups, and the blocks around them."""
    topics, subtopics = _gold_topics(part), _gold_subtopics(part)
    named = [("gold topics", topics, topics)]
    if subtopics != topics:
        named.append(("gold sub-topics", subtopics, topics))
    words = LexicalFeatures(part)
    return [*named, ("predicted topics", cluster_reports(words, threshold), join_topics(words, block_threshold))]


def _gold_topics(part: Part) -> Grouping:
    return {mention.report_id: mention.topic for mention in part.mentions}


def _gold_subtopics(part: Part) -> Grouping:
    return {mention.report_id: mention.subtopic for mention in part.mentions}


def cluster_reports(words: LexicalFeatures, threshold: float) -> Grouping:
    """Predicted topics, by pairs of words."""
    return _cluster_rows(words.topical, words.report_ids, threshold)


def join_topics(words: LexicalFeatures, threshold: float) -> Grouping:
    """Predicted blocks of look-alike topics, by words too."""
    return _cluster_rows(words.broad, words.report_ids, threshold)


def _cluster_rows(table: Table, report_ids: Sequence[str], threshold: float) -> Grouping:
    """Reports by average link over cosines."""
    labels = cluster_average(table @ table.T, threshold)
    return {report_id: f"p{label}" for report_id, label in zip(report_ids, labels, strict=True)}


def _match(gold: Grouping, found: Grouping) -> float:
    return score_conll(list(gold.values()), [found[key] for key in gold])["B-cubed"].f1


def _choose(values: Table, measure: Callable[[float], float]) -> float:
    return max((float(value) for value in values), key=measure)


def show(name: str, part: Part, gold: Sequence[str], found: Sequence[str]) -> None:
    scores = score_conll(gold, found)
    each = ", ".join(
        f"{one} {100 * score.f1:.1f} (R {100 * score.recall:.1f} P {100 * score.precision:.1f})"
        for one, score in scores.items()
    )
    low, high = bootstrap(part, gold, found)
    print(f"  {name:<22} CoNLL F1 {100 * conll_f1(gold, found):.1f} [{low:.1f}, {high:.1f}]: {each}")


def bootstrap(part: Part, chains: Sequence[str], found: Sequence[str], draws: int = 200) -> tuple[float, float]:
    """95% interval over draws of gold topics; a topic drawn twice counts as two."""
    random = np.random.default_rng(5)
    groups: dict[str, list[int]] = {}
    for number, mention in enumerate(part.mentions):
        groups.setdefault(mention.topic, []).append(number)
    names = sorted(groups)
    values = []
    for _ in range(draws):
        places = random.integers(len(names), size=len(names))
        drawn = [(draw, row) for draw, place in enumerate(places) for row in groups[names[place]]]
        gold = [f"{draw} {chains[row]}" for draw, row in drawn]
        values.append(conll_f1(gold, [f"{draw} {found[row]}" for draw, row in drawn]))
    low, high = np.percentile(values, [2.5, 97.5])
    return 100 * float(low), 100 * float(high)


if __name__ == "__main__":
    main()
