"""What this encoder learns of one set: `python bench/five_folds.py ../shared/data ENCODER` (needs the `train` extra).

re3d: entities of 13 types, strict span and type, annotations of confidence 0.5 or more, the outermost of nested ones
(58 documents). plv_train: 15 PLOVER root codes of sentences with a marked source and target. Each set is cut into five
folds (by document, by sentence); for each, the reader's encoder as published (five layers of all-mpnet-base-v2) is
trained on the other four with a plain head, settings the same for all folds, and answers on the fifth. Not figures of
the installed reader, whose training saw re3d: they say what the same encoder can do with so few examples. Micro F1
(re3d) and macro F1 (PLOVER) with 95% bootstrap intervals over documents or sentences. UDS-IH2 has a train part of its
own (9,098 sentences): the same encoder is trained on it, to say how sure it is that each event word happened (-3 to 3),
and judged on dev as bench/factuality.py judges the reader: three of them, from seeds that follow each other, each alone
and the mean of what they say.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from bench.factuality import find_pieces, read_rows
from bench.factuality import tell as tell_scores
from bench.plover import QUAD, cut_folds, tell
from dateline.reader.windows import END_ID, START_ID, cut_pieces
from dateline.sentences import split_sentences
from training.encoder import HIDDEN, Reader, load_pretrained
from training.examples import read_lines

FOLDS, LAYERS, RATE, HEAD_RATE = 5, 5, 1e-4, 1e-3
UDS_SEEDS = 3
SOURCE, TARGET = 1, 2
SIGNS = {SOURCE: "@", TARGET: "#"}  # put around the two ends of a PLOVER line, so that the encoder sees them
Spans = set[tuple[int, int, int]]  # first piece, last piece, type


@dataclass(frozen=True, slots=True)
class Settings:
    """Epochs, padded pieces a batch, and the rate at which the vectors of capitals, which begin at 0, are learnt."""

    epochs: int
    batch_pieces: int
    case_rate: float


# The first were fixed beforehand; batch and rate of re3d were chosen on two of its five folds (results/five_folds.txt).
PLOVER, RE3D, UDS = Settings(8, 1024, RATE), Settings(14, 256, 1e-3), Settings(4, 1024, 1e-3)


@dataclass(frozen=True, slots=True)
class Text:
    """Pieces to read with what is to be learnt: a tag for each of them, or one class for all."""

    ids: NDArray[np.int64]
    cases: NDArray[np.int64]
    ends: NDArray[np.int64]  # SOURCE, TARGET or 0 for each piece
    gold: NDArray[Any]  # labels; scores, NaN where none is given, of the pieces of `words`
    document: int
    words: tuple[tuple[int, int], ...] = ()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("encoder", type=Path, help="folder of all-mpnet-base-v2 (python -m training.unpack_encoder)")
    parser.add_argument("--seed", type=int, default=11, help="of the folds and of the training")
    parser.add_argument("--only", choices=("re3d", "plover", "uds"))
    options = parser.parse_args()
    torch.set_num_threads(2)
    for name, run in (("re3d", run_re3d), ("plover", run_plover), ("uds", run_uds)):
        if options.only in {None, name}:
            run(options.data, options.encoder, options.seed)


def run_re3d(data: Path, encoder: Path, seed: int) -> None:
    rows = list(read_lines(data / "re3d/re3d.jsonl"))
    entities = [outermost([entity for entity in row["entities"] if entity["confidence"] >= 0.5]) for row in rows]
    types = sorted({entity["type"] for kept in entities for entity in kept})
    tokenizer = load_tokenizer(encoder)
    texts = [
        text
        for number, row in enumerate(rows)
        for text in tag_sentences(row["text"], entities[number], types, tokenizer, number)
    ]
    folds = cut_folds([row["id"] for row in rows], seed)
    answers = answer_in_folds(texts, folds, encoder, 1 + 2 * len(types), RE3D, seed)
    counts = np.zeros((len(rows), len(types), 3), dtype=np.int64)  # hits, answered, gold
    for text, answer in zip(texts, answers, strict=True):
        guess, gold = read_tags(answer), read_tags(text.gold)
        for column, spans in enumerate((guess & gold, guess, gold)):
            for _, _, kind in spans:
                counts[text.document, kind, column] += 1
    print(f"re3d: {len(rows)} documents, {counts[:, :, 2].sum()} entities of {len(types)} types, {FOLDS} folds")
    print(f"  strict micro F1 {tell_micro(counts.sum(axis=1))}")
    for kind, name in enumerate(types):
        print(f"    {name:<18} F1 {micro_f1(counts[:, kind].sum(axis=0)):5.1f}  N {counts[:, kind, 2].sum()}")


def run_plover(data: Path, encoder: Path, seed: int) -> None:
    rows = list(read_lines(data / "zsp_plover/plv_train.jsonl"))
    roots = sorted({row["root"] for row in rows})
    tokenizer = load_tokenizer(encoder)
    texts = [mark_ends(row, roots.index(row["root"]), tokenizer, number) for number, row in enumerate(rows)]
    folds = cut_folds([row["sentence_id"] for row in rows], seed)
    answers = answer_in_folds(texts, folds, encoder, len(roots), PLOVER, seed, pooled=True)
    guess, gold = (np.array([int(one[0]) for one in all]) for all in (answers, [text.gold for text in texts]))
    quad_of, quad_gold = np.array([QUAD[root] for root in roots]), np.array([int(row["penta"]) for row in rows])
    print(f"plv_train: {len(rows)} lines, {len(roots)} roots, {FOLDS} folds")
    print(f"  root {tell(guess, gold)}   quad {tell(quad_of[guess], quad_gold)}")


def run_uds(data: Path, encoder: Path, seed: int) -> None:
    tokenizer = load_tokenizer(encoder)
    train, dev = (read_rows(data / f"factuality/uds_ih2_{part}.jsonl", 1) for part in ("train", "dev"))
    learnt, texts = ([score_words(row, tokenizer) for row in rows] for rows in (train, dev))
    gold = [np.array([event["factuality"] for event in row["events"]]) for row in dev]
    print(f"uds_ih2: trained on {len(train)} sentences, dev {len(dev)}, {sum(map(len, gold))} event words")
    runs = []
    for number in range(seed, seed + UDS_SEEDS):
        torch.manual_seed(number)
        random.seed(number)
        model = Model(encoder, 1, pooled=False)
        fit(model, learnt, UDS)
        runs.append([score_spans(model, text) for text in texts])
        print(f"  seed {number}: {tell_scores(gold, runs[-1])}", flush=True)
    mean = [np.mean(scores, axis=0) for scores in zip(*runs, strict=True)]
    print(f"  mean of {UDS_SEEDS}: {tell_scores(gold, mean)}")


def score_spans(model: Model, text: Text) -> NDArray[np.float64]:
    """The factuality of each event word: the mean of its first and last piece."""
    scores = model.score(text)
    return np.array([scores[list(span)].mean() for span in text.words], dtype=np.float64)


def score_words(row: dict[str, Any], tokenizer: Tokenizer) -> Text:
    """A sentence with the factuality of each event word at its first and last piece."""
    pieces = cut_pieces(row["text"], [(0, len(row["text"]))], tokenizer)
    words = tuple(find_pieces(event, pieces) for event in row["events"])
    gold = np.full(len(pieces.ids), np.nan)
    for event, span in zip(row["events"], words, strict=True):
        gold[list(span)] = event["factuality"]
    return Text(pieces.ids, pieces.cases, np.zeros(len(gold), dtype=np.int64), gold, 0, words)


def load_tokenizer(encoder: Path) -> Tokenizer:
    """The encoder's own, as published but for its cut to 128 pieces and the padding up to them."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def answer_in_folds(
    texts: Sequence[Text],
    folds: NDArray[np.int64],
    encoder: Path,
    classes: int,
    settings: Settings,
    seed: int,
    pooled: bool = False,
) -> list[NDArray[np.int64]]:
    """The answer for each text by a model trained on the folds that its document is not in."""
    answers: list[NDArray[np.int64]] = [text.gold for text in texts]
    for fold in range(FOLDS):
        torch.manual_seed(seed + fold)
        random.seed(seed + fold)
        model = Model(encoder, classes, pooled)
        fit(model, [text for text in texts if folds[text.document] != fold], settings)
        for number, text in enumerate(texts):
            if folds[text.document] == fold:
                answers[number] = model.answer(text)
        print(f"  fold {fold + 1} of {FOLDS}", file=sys.stderr, flush=True)
    return answers


class Model(nn.Module):
    """The encoder with one linear head: a tag for each piece or, `pooled`, a class from the ends and the mean."""

    def __init__(self, encoder: Path, classes: int, pooled: bool) -> None:
        super().__init__()
        vocabulary = range(load_tokenizer(encoder).get_vocab_size())
        self.reader, self.pooled = Reader(len(vocabulary), LAYERS), pooled
        load_pretrained(self.reader, encoder / "model.safetensors", list(vocabulary))
        self.reader.encoder.relative_bias.weight.requires_grad_(False)
        self.head = nn.Linear(HIDDEN * 3 if pooled else HIDDEN, classes)

    def forward(self, texts: Sequence[Text]) -> Tensor:
        """Scores, texts x pieces x classes with the padding at the end (pooled: texts x 1 x classes)."""
        ids, cases, ends, mask = stack(texts)
        hidden = self.reader.encoder(self.reader.words(ids), cases, mask)
        if self.pooled:
            parts = [mask, (ends == SOURCE).float(), (ends == TARGET).float()]
            hidden = torch.cat([mean_of(hidden, part) for part in parts], dim=-1)[:, None]
        else:
            hidden = hidden[:, 1:-1]
        scores: Tensor = self.head(self.reader.dropout(hidden))
        return scores

    def answer(self, text: Text) -> NDArray[np.int64]:
        self.eval()
        with torch.no_grad():
            best: NDArray[np.int64] = self([text])[0].argmax(dim=-1).numpy()
        return best

    def score(self, text: Text) -> NDArray[np.float32]:
        self.eval()
        with torch.no_grad():
            scores: NDArray[np.float32] = self([text])[0, :, 0].numpy()
        return scores


def mean_of(hidden: Tensor, part: Tensor) -> Tensor:
    return (hidden * part[..., None]).sum(dim=1) / part.sum(dim=1, keepdim=True).clamp(min=1)


def stack(texts: Sequence[Text]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, cases, ends and mask, each texts x (longest + 2), with the start and end marks of the encoder."""
    length = max(len(text.ids) for text in texts) + 2
    ids = torch.full((len(texts), length), 1)
    cases, ends = torch.zeros((2, len(texts), length), dtype=torch.long)
    mask = torch.zeros((len(texts), length))
    for row, text in enumerate(texts):
        count = len(text.ids)
        ids[row, 0], ids[row, count + 1] = START_ID, END_ID
        for column, values in ((ids, text.ids), (cases, text.cases), (ends, text.ends)):
            column[row, 1 : count + 1] = torch.from_numpy(values)
        mask[row, : count + 2] = 1
    return ids, cases, ends, mask


def fit(model: Model, texts: Sequence[Text], settings: Settings) -> None:
    """AdamW with a tenth of warm-up and linear decay, in batches of texts of like length."""
    batches = [batch for _ in range(settings.epochs) for batch in cut_batches(texts, settings.batch_pieces)]
    cases = model.reader.encoder.cases.weight
    body = [weight for weight in model.reader.encoder.parameters() if weight.requires_grad and weight is not cases]
    rates = ((body, RATE), ([cases], settings.case_rate), (list(model.head.parameters()), HEAD_RATE))
    optimizer = torch.optim.AdamW([{"params": part, "lr": rate} for part, rate in rates], weight_decay=0.01)
    warm = len(batches) // 10 + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (len(batches) - step) / (len(batches) - warm + 1))
    )
    model.train()
    for batch in batches:
        with torch.autocast("cpu", torch.bfloat16):
            scores = model(batch)
        find_loss(scores.float(), batch).backward()
        nn.utils.clip_grad_norm_([*body, cases], 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()


def find_loss(scores: Tensor, batch: Sequence[Text]) -> Tensor:
    """Cross entropy of labels; of words' scores, the smooth absolute error."""
    if not batch[0].words:
        gold = torch.full(scores.shape[:2], -100)
        for row, text in enumerate(batch):
            gold[row, : len(text.gold)] = torch.from_numpy(text.gold)
        return nn.functional.cross_entropy(scores.transpose(1, 2), gold)
    told = torch.full(scores.shape[:2], torch.nan)
    for row, text in enumerate(batch):
        told[row, : len(text.gold)] = torch.from_numpy(text.gold).float()
    here = ~torch.isnan(told)
    return nn.functional.smooth_l1_loss(scores[:, :, 0][here], told[here])


def cut_batches(texts: Sequence[Text], most: int) -> list[list[Text]]:
    """Texts of like length together, at most so many padded pieces a batch, in random order."""
    batches: list[list[Text]] = [[]]
    for text in sorted(texts, key=lambda text: len(text.ids) + random.random() * 8):
        if batches[-1] and len(text.ids) * (len(batches[-1]) + 1) > most:
            batches.append([])
        batches[-1].append(text)
    random.shuffle(batches)
    return batches


def outermost(entities: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entities less those that lie inside another or overlap one that begins earlier."""
    kept: list[dict[str, Any]] = []
    for entity in sorted(entities, key=lambda entity: (entity["start"], -entity["end"])):
        if not kept or entity["start"] >= kept[-1]["end"]:
            kept.append(entity)
    return kept


def tag_sentences(
    text: str, entities: Sequence[dict[str, Any]], types: Sequence[str], tokenizer: Tokenizer, document: int
) -> Iterator[Text]:
    """One Text a sentence: tag 0 outside, 1 + 2t on the first piece of an entity of type t, 2 + 2t on the others."""
    for start, end in split_sentences(text):
        pieces = cut_pieces(text, [(start, end)], tokenizer)
        if not len(pieces.ids):
            continue
        gold = np.zeros(len(pieces.ids), dtype=np.int64)
        for entity in entities:
            inside = np.flatnonzero((pieces.starts < entity["end"]) & (pieces.ends > entity["start"]))
            gold[inside] = 2 + 2 * types.index(entity["type"])
            gold[inside[:1]] -= 1
        yield Text(pieces.ids, pieces.cases, np.zeros_like(gold), gold, document)


def mark_ends(row: dict[str, Any], root: int, tokenizer: Tokenizer, number: int) -> Text:
    """A PLOVER line with its source and target between signs; the pieces of both know which they are."""
    text, marks = row["text"], []
    spans = [
        (row[name], end) for name, end in (("source", SOURCE), ("target", TARGET)) if row[name]["start"] is not None
    ]
    for span, end in sorted(spans, key=lambda pair: -int(pair[0]["start"])):
        inside = f"{SIGNS[end]} {text[span['start'] : span['end']]} {SIGNS[end]}"
        marks = [(start + 4, stop + 4, which) for start, stop, which in marks]
        marks.append((span["start"], span["start"] + len(inside), end))
        text = text[: span["start"]] + inside + text[span["end"] :]
    pieces = cut_pieces(text, [(0, len(text))], tokenizer)
    ends = np.zeros(len(pieces.ids), dtype=np.int64)
    for start, stop, which in marks:
        ends[(pieces.starts < stop) & (pieces.ends > start)] = which
    return Text(pieces.ids, pieces.cases, ends, np.array([root]), number)


def read_tags(tags: NDArray[np.int64]) -> Spans:
    """The spans that tags spell: a continuation goes on with the entity before it where that is of its type."""
    spans: list[list[int]] = []
    for place, tag in enumerate(tags.tolist()):
        kind = (tag - 1) // 2
        if tag and tag % 2 == 0 and spans and spans[-1][1] == place - 1 and spans[-1][2] == kind:
            spans[-1][1] = place
        elif tag:
            spans.append([place, place, kind])
    return {(first, last, kind) for first, last, kind in spans}


def micro_f1(counts: NDArray[np.int64]) -> float:
    hits, answered, gold = counts
    return 200 * float(hits) / float(max(1, answered + gold))


def tell_micro(by_document: NDArray[np.int64]) -> str:
    generator = np.random.default_rng(5)
    draws = (generator.integers(len(by_document), size=len(by_document)) for _ in range(1000))
    low, high = np.percentile([micro_f1(by_document[draw].sum(axis=0)) for draw in draws], [2.5, 97.5])
    return f"{micro_f1(by_document.sum(axis=0)):.1f} [{low:.1f}, {high:.1f}]"


if __name__ == "__main__":
    main()
