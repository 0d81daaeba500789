"""Trains the reader's weights: `python -m training.train --data ../shared/data --encoder DIR --out runs/NAME`.

Seeded: the coded reports for several epochs, with a share of the other development sets (mentions, attribution, event
place, factuality) mixed into each. Writes the weights, the vocabulary and a results file with settings, data digest and
the curve of losses.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from dateline.reader import labels
from training.annotations import FOLDER
from training.encoder import LINK_COLUMNS, Reader, load_pretrained, pair_offset
from training.examples import Example, ExampleMaker, read_lines
from training.sets import auxiliary_examples, coded_reports
from training.vocabulary import cut_vocabulary

COLUMNS = labels.output_columns()
KINDS = list(labels.LINKS)
# Share of each auxiliary set that is mixed into every epoch over the coded reports.
MIXED_SHARES = {"re3d": 1.0, "toponyms": 0.08, "polnear": 0.15, "factuality": 0.25, "event_location": 0.7}


def main() -> None:
    options = _parse_options()
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    counts = json.loads(options.counts.read_text("utf-8"))
    tokenizer_json, kept_ids = cut_vocabulary(options.encoder / "tokenizer.json", counts)
    (options.out / "tokenizer.json").write_text(json.dumps(tokenizer_json, ensure_ascii=False), "utf-8")
    maker = ExampleMaker(Tokenizer.from_str(json.dumps(tokenizer_json)))
    reader = Reader(len(kept_ids), options.layers)
    if options.start:
        reader.load_state_dict(torch.load(options.start / "reader.pt"))
    else:
        load_pretrained(reader, options.encoder / "model.safetensors", kept_ids)
    reader.encoder.relative_bias.weight.requires_grad_(False)
    gold = {row["id"] for row in read_lines(FOLDER / "settled.jsonl")}
    auxiliary = [one for one in auxiliary_examples(options.data, maker, gold) if one[0] not in options.without]
    print("auxiliary", Counter(name for name, _ in auxiliary), flush=True)
    curve: list[dict[str, Any]] = []
    if options.epochs:
        train = coded_reports(options.data, options.extra)
        if options.reports:
            train = random.Random(options.seed).sample(train, options.reports)
        coded = [example for row in train for example in maker.from_claims(row)]
        print("coded reports", len(train), "windows", len(coded), flush=True)
        mixed = [
            coded + [example for name, example in auxiliary if random.random() < MIXED_SHARES[name] * options.mixed]
            for _ in range(options.epochs)
        ]
        run_stage(reader, options, mixed, options.rate, curve, "coded")
        torch.save(reader.state_dict(), options.out / "reader.pt")
    settings = {key: str(value) for key, value in vars(options).items()}
    result = {"settings": settings, "data": _digest(options), "curve": curve}
    (options.out / "results.json").write_text(json.dumps(result, indent=1), "utf-8")


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-mpnet-base-v2")
    parser.add_argument("--counts", type=Path, required=True, help="piece counts (python -m training.count_pieces)")
    parser.add_argument("--extra", type=Path, help="more coded reports (JSON lines, with text)")
    parser.add_argument(
        "--mixed", type=float, default=1.0, help="times the usual share of the other sets in each epoch"
    )
    parser.add_argument("--reports", type=int, help="read only so many of the coded reports, drawn by the seed")
    parser.add_argument(
        "--without", nargs="+", default=[], choices=[*MIXED_SHARES, "same"], help="sets, or a loss, to leave out"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="run to start from, in place of the encoder as published")
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--hidden", type=float, default=0.0, help="share of pieces hidden from the encoder in training")
    parser.add_argument("--tokens", type=int, default=1800, help="pieces a batch")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=13)
    return parser.parse_args()


def _digest(options: argparse.Namespace) -> str:
    digest = hashlib.sha256()
    for path in sorted(options.data.glob("*/*.jsonl")):
        digest.update(path.read_bytes())
    if options.extra and options.extra.exists():
        digest.update(options.extra.read_bytes())
    return digest.hexdigest()


def run_stage(
    reader: Reader,
    options: argparse.Namespace,
    epochs: list[list[Example]],
    rate: float,
    curve: list[dict[str, Any]],
    name: str,
) -> None:
    """Train over `epochs` (a list of examples for each) with warm-up and linear decay of the learning rate."""
    batches = [batch for examples in epochs for batch in make_batches(examples, options.tokens)]
    body = [weight for part, weight in reader.named_parameters() if part.startswith("encoder") and weight.requires_grad]
    heads = [weight for part, weight in reader.named_parameters() if part.startswith(("heads", "links"))]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": heads, "lr": rate * 8}], weight_decay=0.01, fused=True
    )
    warm = max(1, len(batches) // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (len(batches) - step) / (len(batches) - warm + 1)))
    )
    reader.train()
    started, seen = time.time(), 0
    totals: dict[str, list[float]] = defaultdict(list)
    for step, batch in enumerate(batches):
        losses = batch_losses(reader, batch, options.hidden)
        losses = {part: value for part, value in losses.items() if part not in options.without}
        loss = torch.stack(list(losses.values())).sum()
        loss.backward()
        nn.utils.clip_grad_norm_(body + heads, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        seen += sum(len(example.ids) for example in batch)
        for part, value in losses.items():
            totals[part].append(float(value.detach()))
        if step % 50 == 49 or step == len(batches) - 1:
            row = {part: round(sum(values) / len(values), 4) for part, values in totals.items()}
            curve.append({"stage": name, "step": step + 1, **row})
            speed = seen / (time.time() - started)
            print(name, step + 1, len(batches), f"{speed:.0f} pieces/s", row, flush=True)
            totals.clear()
        if step % 300 == 299:
            torch.save(reader.state_dict(), options.out / "reader.pt")


def make_batches(examples: list[Example], tokens: int) -> Iterator[list[Example]]:
    """Examples of like length together, at most `tokens` padded pieces a batch, in random order."""
    order = sorted(examples, key=lambda example: (len(example.ids) + random.random() * 40, random.random()))
    batches: list[list[Example]] = []
    batch: list[Example] = []
    for example in order:
        if batch and (len(example.ids) + 2) * (len(batch) + 1) > tokens:
            batches.append(batch)
            batch = []
        batch.append(example)
    batches.append(batch)
    random.shuffle(batches)
    return iter(batches)


UNKNOWN_PIECE = 3


def batch_losses(reader: Reader, batch: list[Example], hidden: float = 0.0) -> dict[str, Tensor]:
    """The losses of every head that the batch has labels for, each a mean over its labels, weighted.

    A share of the pieces, `hidden`, is put to the encoder as unknown, so that it reads the words around them instead of
    learning names by heart. Triggers are spared: where they were hidden too fewer events were found.
    """
    length = max(len(example.ids) for example in batch) + 2
    ids = torch.full((len(batch), length), 1)
    cases = torch.zeros((len(batch), length), dtype=torch.long)
    mask = torch.zeros((len(batch), length))
    shown = torch.zeros((len(batch), length), dtype=torch.bool)
    for row, example in enumerate(batch):
        count = len(example.ids)
        ids[row, 0], ids[row, count + 1] = 0, 2
        ids[row, 1 : count + 1] = torch.from_numpy(example.ids)
        cases[row, 1 : count + 1] = torch.from_numpy(example.cases)
        mask[row, : count + 2] = 1
        if "trigger" in example.tags:
            shown[row, 1 : count + 1] = torch.from_numpy(example.tags["trigger"] > 0)
    if hidden:
        ids[(torch.rand(ids.shape) < hidden) & (ids > UNKNOWN_PIECE) & ~shown] = UNKNOWN_PIECE
    with torch.autocast("cpu", torch.bfloat16):
        output = reader(ids, cases, mask)
    output = output.float()
    losses: dict[str, Tensor] = {}
    losses.update(_tag_losses(output, batch))
    losses.update(_span_losses(output, batch))
    losses.update(_link_losses(reader, output, batch))
    return losses


HEAD_WEIGHTS = {"event_type": 0.9, "status": 0.6}
LAYER_WEIGHTS = {"trigger": 2.0, "filler": 1.0, "mention": 0.5, "attribution": 0.5}


def _tag_losses(output: Tensor, batch: list[Example]) -> dict[str, Tensor]:
    losses: dict[str, Tensor] = {}
    totals: dict[str, list[Tensor]] = defaultdict(list)
    for layer in labels.TAG_LAYERS:
        rows = [row for row, example in enumerate(batch) if layer in example.tags]
        if not rows:
            continue
        scores = torch.cat([output[row, 1 : len(batch[row].ids) + 1, COLUMNS[f"tag:{layer}"]] for row in rows])
        gold = torch.cat([torch.from_numpy(batch[row].tags[layer]) for row in rows])
        loss = nn.functional.cross_entropy(scores, gold, reduction="none", ignore_index=-100)
        if layer == "trigger":
            loss = loss * torch.cat([torch.from_numpy(batch[row].weights) for row in rows])
        totals[layer.split(":")[0]].append(loss.mean())
    for group, values in totals.items():
        losses[group] = torch.stack(values).sum() * LAYER_WEIGHTS[group] * 4
    return losses


@dataclass
class _Spans:
    """Spans of a batch, gathered so that their vectors are pooled in one step."""

    firsts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)

    def add(self, row: int, length: int, span: tuple[int, int]) -> None:
        """Pieces are counted after the start mark."""
        self.firsts.append(row * length + span[0] + 1)
        self.lasts.append(row * length + span[1] + 1)

    def pool(self, output: Tensor, columns: str) -> Tensor:
        """Mean of the first and last piece of each span (n x width)."""
        flat = output[..., COLUMNS[columns]].reshape(-1, COLUMNS[columns].stop - COLUMNS[columns].start)
        return (flat[self.firsts] + flat[self.lasts]) / 2


def _span_losses(output: Tensor, batch: list[Example]) -> dict[str, Tensor]:
    length = output.shape[1]
    spans: dict[str, _Spans] = defaultdict(_Spans)
    gold: dict[str, list[float]] = defaultdict(list)
    for row, example in enumerate(batch):
        wanted = list(example.spans)
        for event in example.events:
            if event.event_type >= 0:
                for head in ("event_type", "status", "stance"):
                    wanted.append((head, event.trigger, float(getattr(event, head))))
        for head, span, label in wanted:
            spans[head].add(row, length, span)
            gold[head].append(label)
    losses: dict[str, Tensor] = {}
    for head, gathered in spans.items():
        scores, target = gathered.pool(output, f"span:{head}"), torch.tensor(gold[head])
        if head == "factuality":
            losses[head] = nn.functional.smooth_l1_loss(scores.squeeze(-1), target) * 0.5
        else:
            losses[head] = nn.functional.cross_entropy(scores, target.long()) * HEAD_WEIGHTS.get(head, 0.3)
    return losses


def _link_losses(reader: Reader, output: Tensor, batch: list[Example]) -> dict[str, Tensor]:
    losses: dict[str, Tensor] = {}
    links = _filler_loss(reader, output, batch)
    same = _coreference_loss(reader, output, batch)
    if links is not None:
        losses["links"] = links * 4
    if same is not None:
        losses["same"] = same * 0.3
    return losses


def _filler_loss(reader: Reader, output: Tensor, batch: list[Example]) -> Tensor | None:
    """Every trigger with every filler of its report: does it hang on it, and as what?"""
    length = output.shape[1]
    triggers, fillers = _Spans(), _Spans()
    offsets: list[int] = []
    kinds: list[int] = []
    events: list[int] = []
    gold: list[int] = []
    for row, example in enumerate(batch):
        for event in example.events:
            links = {(kind, place): label for kind, place, label in event.links}
            event_type = event.event_type if event.event_type >= 0 else labels.EVENT_TYPES.index("armed_clash")
            for kind in event.linked_kinds:
                for place in example.fillers.get(kind, []):
                    triggers.add(row, length, event.trigger)
                    fillers.add(row, length, place)
                    offsets.append(pair_offset(example.sentences, event.trigger[0], place[0]))
                    kinds.append(KINDS.index(kind))
                    events.append(event_type)
                    gold.append(links.get((kind, place), 0))
    if not gold:
        return None
    kind_of, target = torch.tensor(kinds), torch.tensor(gold)
    with torch.autocast("cpu", torch.bfloat16):
        scores = reader.links.link(
            triggers.pool(output, "pair:trigger"),
            fillers.pool(output, "pair:filler"),
            torch.tensor(offsets),
            kind_of,
            torch.tensor(events),
        ).float()
    parts = []
    for number, kind in enumerate(KINDS):
        chosen = kind_of == number
        if chosen.any():
            part = scores[chosen][:, LINK_COLUMNS[kind]]
            parts.append(nn.functional.cross_entropy(part, target[chosen], reduction="sum"))
    return torch.stack(parts).sum() / len(gold)


def _coreference_loss(reader: Reader, output: Tensor, batch: list[Example]) -> Tensor | None:
    length = output.shape[1]
    mentions, antecedents = _Spans(), _Spans()
    buckets: list[int] = []
    same: list[float] = []
    for row, example in enumerate(batch):
        for mention, antecedent, label in example.same:
            mentions.add(row, length, mention)
            antecedents.add(row, length, antecedent)
            buckets.append(labels.distance_bucket(antecedent[0] - mention[0]))
            same.append(float(label))
    if not same:
        return None
    scores = reader.links.same(
        mentions.pool(output, "same:mention"), antecedents.pool(output, "same:antecedent"), torch.tensor(buckets)
    )
    return nn.functional.binary_cross_entropy_with_logits(scores, torch.tensor(same))


if __name__ == "__main__":
    main()
