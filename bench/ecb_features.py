"""What two event mentions have in common, for bench/ecb.py: by the reader's vectors and by plain words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bench.coreference import Table

if TYPE_CHECKING:
    from bench.ecb_mentions import Mention, Part

Item = TypeVar("Item", bound=Hashable)
FEATURES = (
    "bias", "same lemma", "shared lemma", "trigger vector", "hidden layer", "event type", "sentence vector",
    "sentence words", "report words", "actors", "actors apart", "doer", "target", "places", "times", "figures",
    "one report", "lemma x words", "lemma x report", "lemma x actors", "hidden x words", "hidden x report",
    "hidden x actors", "trigger x actors", "hidden squared", "trigger squared", "words squared", "sentence x lemma",
    "lemma rarity", "lemma x hidden", "before", "no actors", "word vector", "near vector", "letters", "beginning",
    "same words", "one sentence", "distance", "in either sentence", "in both sentences", "longer trigger",
    "reports of rarer", "reports of commoner", "reports of both", "sentences of both",
)  # fmt: skip
# Those that need the reader's vectors; the actors, places and times beside a trigger are the reader's too.
BY_VECTORS = frozenset({
    "trigger vector", "hidden layer", "event type", "sentence vector", "hidden x words", "hidden x report",
    "hidden x actors", "trigger x actors", "hidden squared", "trigger squared", "sentence x lemma", "lemma x hidden",
    "word vector", "near vector",
})  # fmt: skip
BAGS = ("actors", "doer", "target", "places", "times")
_WORD = re.compile(r"[a-z]+|\d[\d.,]*")
_EMPTY = frozenset(
    "the a an of in on at to for with by from and or but as is are was were be been has have had that this it its his "
    "her their he she they who which not s said after before into out up down off over about will would".split()
)
_PARTICLES = frozenset(
    "in on at to for with by from into out up down off over of the a an and his her their as".split()
)
_ENDINGS = "ations ation ments ment ings ing ions ion ers ies ed er es s e".split()
_IRREGULAR = {
    form: base
    for base, forms in {
        "shoot": "shot shooting", "kill": "killed killing slay slain slaying",
        "die": "died dead death dies dying deaths",
        "say": "said says saying", "tell": "told", "fall": "fell fallen falling falls",
        "strike": "struck striking strikes",
        "hit": "hitting hits", "win": "won winning wins victory",
        "lose": "lost losing loss", "take": "took taken taking",
        "give": "gave given giving", "get": "got getting",
        "go": "went gone goes", "leave": "left leaving",
        "hold": "held holding", "find": "found finding", "buy": "bought buying", "sell": "sold selling sale",
        "steal": "stole stolen stealing theft", "break": "broke broken breaking", "begin": "began begun beginning",
        "make": "made making", "know": "knew known", "see": "saw seen", "run": "ran running", "beat": "beaten beating",
        "come": "came coming", "become": "became", "drive": "drove driven driving", "lead": "led leading",
        "meet": "met meeting", "pay": "paid paying", "send": "sent sending", "set": "setting", "sink": "sank sunk",
        "speak": "spoke spoken", "think": "thought", "write": "wrote written", "attack": "attacked attacking attacks",
        "arrest": "arrested arresting arrests", "injure": "injured injury injuries injuring",
        "fire": "fired firing fires",
        "announce": "announced announcement announces", "suspect": "suspicion suspected", "choose": "chose chosen",
        "rise": "rose risen", "catch": "caught", "fight": "fought", "bring": "brought", "murder": "murdered murders",
    }.items()
    for form in (base, *forms.split())
}  # fmt: skip


def lemmatise(word: str) -> str:
    """A rough lemma: irregular forms by list, endings cut.

    >>> lemmatise("killed"), lemmatise("Arrests"), lemmatise("announcement")
    ('kill', 'arrest', 'announce')
    """
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def trigger_lemmas(text: str) -> tuple[str, ...]:
    words = [word for word in re.findall(r"[\w]+", text.lower()) if word not in _PARTICLES]
    return tuple(lemmatise(word) for word in words) or (text.lower(),)


def content_words(text: str) -> list[str]:
    return [lemmatise(word) for word in _WORD.findall(text.lower()) if word not in _EMPTY]


def weigh(documents: Sequence[Sequence[str]], log: bool = True) -> Table:
    """Rows of unit length: words by log count and rarity among the documents."""
    counts = [Counter(words) for words in documents]
    spread = Counter(word for count in counts for word in count)
    columns = {word: number for number, word in enumerate(sorted(word for word, n in spread.items() if n > 1))}
    table = np.zeros((len(documents), max(len(columns), 1)))
    for row, count in enumerate(counts):
        for word, number in count.items():
            if word in columns:
                table[row, columns[word]] = (1 + np.log(number)) * np.log(len(documents) / spread[word] + 0.01)
    return _unit(table)


def _unit(table: Table) -> Table:
    return table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)


class Metric:
    """A projection in which mentions of one event lie close: fitted to the spread within the chains of train.

    Principal components, then whitening by the covariance within chains (Hatch and others 2006).
    """

    def __init__(self, vectors: Table, chains: Sequence[str], width: int, shrinkage: float = 0.1) -> None:
        self.mean = vectors.mean(axis=0)
        centred = vectors - self.mean
        values, axes = np.linalg.eigh(centred.T @ centred / len(centred))
        self.axes = axes[:, np.argsort(-values)[:width]]
        projected = centred @ self.axes
        within = np.zeros((self.axes.shape[1],) * 2)
        numbers = {chain: number for number, chain in enumerate(dict.fromkeys(chains))}
        labels = np.array([numbers[chain] for chain in chains])
        count = 0
        for label in np.flatnonzero(np.bincount(labels) > 1):
            group = projected[labels == label]
            within += (group - group.mean(axis=0)).T @ (group - group.mean(axis=0))
            count += len(group) - 1
        within /= count
        within += shrinkage * np.trace(within) / len(within) * np.eye(len(within))
        spread, turned = np.linalg.eigh(within)
        self.axes = self.axes @ turned / np.sqrt(spread)

    def cosines(self, vectors: Table) -> Table:
        rows = _unit((vectors - self.mean) @ self.axes)
        return rows @ rows.T


class LexicalFeatures:
    """Words of a part's mentions, sentences and reports, weighed once."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.lemmas = [trigger_lemmas(mention.text) for mention in part.mentions]
        self.report_ids = list(part.texts)
        self.row_of = {report_id: row for row, report_id in enumerate(self.report_ids)}

    @cached_property
    def reports(self) -> Table:
        """Likeness in words alone: what the pair features see."""
        return weigh([content_words(self.part.texts[report_id]) for report_id in self.report_ids])

    @cached_property
    def topical(self) -> Table:
        """Pairs of words, next to each other or one apart: what tells two look-alike events apart."""
        words = [content_words(self.part.texts[report_id]) for report_id in self.report_ids]
        return weigh([_pair_words(one, 1) + _pair_words(one, 2) for one in words])

    @cached_property
    def broad(self) -> Table:
        """Words and pairs of neighbouring words: what reports of look-alike events share."""
        words = [content_words(self.part.texts[report_id]) for report_id in self.report_ids]
        return weigh([one + _pair_words(one, 1) for one in words])

    @cached_property
    def sentences(self) -> Table:
        return weigh([content_words(mention.sentence) for mention in self.part.mentions])

    @cached_property
    def rarity(self) -> dict[str, float]:
        """Of a trigger's lemma: the share of reports without it."""
        spread = Counter(word for text in self.part.texts.values() for word in set(content_words(text)))
        return {word: float(np.log(len(self.part.texts) / count)) for word, count in spread.items()}


def _pair_words(words: Sequence[str], step: int) -> list[str]:
    return [f"{one} {other}" for one, other in zip(words, words[step:], strict=False)]


def pair_features(words: LexicalFeatures, rows: Sequence[int], cosines: dict[str, Table]) -> Table:
    """Features of all pairs among some mentions (mentions x mentions x features); `cosines` are of those rows.

    Some features count how often a lemma is told of, so the mentions must be all of their topic.
    """
    mentions = [words.part.mentions[row] for row in rows]
    lemmas = [words.lemmas[row] for row in rows]
    same = _compare(lemmas, lambda one, other: float(one == other))
    shared = _compare(lemmas, lambda one, other: len({*one} & {*other}) / len({*one} | {*other}))
    sentence = words.sentences[rows] @ words.sentences[rows].T
    in_report = words.reports[[words.row_of[mention.report_id] for mention in mentions]]
    report = in_report @ in_report.T
    bags = {name: [_bag(mention, name) for mention in mentions] for name in BAGS}
    overlap = {name: _compare(bag, _overlap) for name, bag in bags.items()}
    apart = _compare(bags["actors"], lambda one, other: float(bool(one and other) and not one & other))
    no_actors = _compare(bags["actors"], lambda one, other: float(not one or not other))
    figures = _compare([_figures(mention) for mention in mentions], _overlap)
    one_report = _compare([mention.report_id for mention in mentions], lambda one, other: float(one == other))
    before = _compare([_neighbours(mention) for mention in mentions], _overlap)
    rare = np.array([np.mean([words.rarity.get(word, 4.0) for word in lemma]) for lemma in lemmas]) / 4
    trigger, hidden = cosines["trigger"], cosines["hidden"]
    columns = {
        "bias": np.ones_like(same), "same lemma": same, "shared lemma": shared, "trigger vector": trigger,
        "hidden layer": hidden, "event type": cosines["type"], "sentence vector": cosines["sentence"],
        "sentence words": sentence, "report words": report, "actors": overlap["actors"], "actors apart": apart,
        "doer": overlap["doer"], "target": overlap["target"], "places": overlap["places"], "times": overlap["times"],
        "figures": figures, "one report": one_report, "lemma x words": shared * sentence,
        "lemma x report": shared * report, "lemma x actors": shared * overlap["actors"],
        "hidden x words": hidden * sentence, "hidden x report": hidden * report,
        "hidden x actors": hidden * overlap["actors"], "trigger x actors": trigger * overlap["actors"],
        "hidden squared": hidden * np.abs(hidden), "trigger squared": trigger * np.abs(trigger),
        "words squared": np.sqrt(np.maximum(sentence, 0)), "sentence x lemma": shared * cosines["sentence"],
        "lemma rarity": same * (rare[:, None] + rare) / 2, "lemma x hidden": shared * hidden, "before": before,
        "no actors": no_actors, "word vector": cosines["word"], "near vector": cosines["near"],
        **_compare_triggers(mentions, lemmas), **_compare_use(mentions, lemmas),
    }  # fmt: skip
    return np.stack([columns[name] for name in FEATURES], axis=2)


def _compare_triggers(mentions: Sequence[Mention], lemmas: Sequence[tuple[str, ...]]) -> dict[str, Table]:
    """The letters of two triggers, where they stand, and whether the one's words are in the other's sentence."""
    keys = [" ".join(lemma) for lemma in lemmas]
    sentences = [(mention.report_id, mention.sentence_start) for mention in mentions]
    one_sentence = _compare(sentences, lambda one, other: float(one == other))
    starts = np.array([mention.spans[0][0] for mention in mentions], dtype=float)
    said = [frozenset(content_words(mention.sentence)) for mention in mentions]
    inside = np.array([[len(said_words & {*lemma}) / len({*lemma}) for said_words in said] for lemma in lemmas])
    length = np.array([len(lemma) for lemma in lemmas], dtype=float)
    return {
        "letters": _compare([_trigrams(key) for key in keys], lambda one, other: len(one & other) / len(one | other)),
        "beginning": _compare(keys, lambda one, other: _count_common(one, other) / max(len(one), len(other))),
        "same words": _compare([mention.text.lower() for mention in mentions], lambda one, other: float(one == other)),
        "one sentence": one_sentence,
        "distance": one_sentence * np.minimum(np.abs(starts[:, None] - starts) / 100, 2),
        "in either sentence": np.maximum(inside, inside.T),
        "in both sentences": np.minimum(inside, inside.T),
        "longer trigger": np.maximum(length[:, None], length),
    }


def _compare_use(mentions: Sequence[Mention], lemmas: Sequence[tuple[str, ...]]) -> dict[str, Table]:
    """In which share of the reports two triggers' lemmas are told of, and how often both are, in reports and sentences.

    Two words that often stand in one sentence seldom name one event.
    """
    alike = _compare(lemmas, lambda one, other: float(bool({*one} & {*other})))
    in_reports = _spread(alike, [mention.report_id for mention in mentions])
    in_sentences = _spread(alike, [(mention.report_id, mention.sentence_start) for mention in mentions])
    share = in_reports.mean(axis=1)
    return {
        "reports of rarer": np.minimum(share[:, None], share),
        "reports of commoner": np.maximum(share[:, None], share),
        "reports of both": _share_both(in_reports),
        "sentences of both": _share_both(in_sentences),
    }


def _spread(alike: Table, places: Sequence[Hashable]) -> Table:
    """Mentions x places: 1 where a mention like it stands."""
    kinds = list(dict.fromkeys(places))
    stands = np.array([[float(place == kind) for kind in kinds] for place in places])
    return (alike @ stands > 0).astype(float)


def _share_both(spread: Table) -> Table:
    """Of the places of the rarer of two, the share that holds the other too."""
    counts = spread.sum(axis=1)
    shares: Table = spread @ spread.T / np.minimum(counts[:, None], counts)
    return shares


def _count_common(one: str, other: str) -> int:
    """Letters that two words begin with alike."""
    alike = zip(one, other, strict=False)
    return next((place for place, (letter, its) in enumerate(alike) if letter != its), min(len(one), len(other)))


def _trigrams(word: str) -> frozenset[str]:
    word = f"^{word}$"
    return frozenset(word[start : start + 3] for start in range(len(word) - 2))


def _compare(items: Sequence[Item], measure: Callable[[Item, Item], float]) -> Table:
    """A symmetric table of a measure between items; equal items are measured once."""
    kinds = list(dict.fromkeys(items))
    number = {kind: place for place, kind in enumerate(kinds)}
    small = np.zeros((len(kinds), len(kinds)))
    for row, one in enumerate(kinds):
        for column in range(row, len(kinds)):
            small[row, column] = small[column, row] = measure(one, kinds[column])
    places = np.array([number[item] for item in items])
    return small[np.ix_(places, places)]


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _bag(mention: Mention, name: str) -> frozenset[str]:
    """Words of the neighbours of a kind, or of an actor's role, that likely belong to the mention."""
    roles = {"doer": ("initiator",), "target": ("target", "affected")}
    kinds = {"places": ("place",), "times": ("time",)}
    words: set[str] = set()
    for neighbour in mention.neighbours:
        if neighbour.kind not in kinds.get(name, ("actor", "person")) or neighbour.chance < 0.3:
            continue
        if name not in roles or neighbour.role in roles[name]:
            words.update(content_words(neighbour.text))
    return frozenset(words)


def _figures(mention: Mention) -> frozenset[str]:
    return frozenset(re.findall(r"\d[\d.,]*", mention.sentence))


def _neighbours(mention: Mention) -> frozenset[str]:
    """Content words within three of the trigger."""
    start, end = mention.spans[0][0] - mention.sentence_start, mention.spans[-1][1] - mention.sentence_start
    return frozenset([*content_words(mention.sentence[:start])[-3:], *content_words(mention.sentence[end:])[:3]])
