"""The encoder in plain PyTorch (MPNet: Song et al. 2020) and the reader's heads on top of it.

Written out so that it exports to ONNX exactly; it loads the published all-mpnet-base-v2 weights name by name.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from dateline.reader import labels

HIDDEN, HEADS, FEED_FORWARD, POSITIONS, BUCKETS = 768, 12, 3072, 514, 32


# The columns of each kind in the link head's scores, kinds laid side by side.
LINK_COLUMNS: dict[str, slice] = {}
_start = 0
for _kind, _options in labels.LINKS.items():
    LINK_COLUMNS[_kind] = slice(_start, _start + len(_options))
    _start += len(_options)


class Dropout(nn.Module):
    """Drops a tenth of the values in training (26 of 256 draws of a byte, which cost an eighth of what chances do)."""

    def forward(self, hidden: Tensor) -> Tensor:
        if not self.training:
            return hidden
        draws = torch.randint(-(2**63), 2**63 - 1, (hidden.numel() // 8 + 1,)).view(torch.uint8)[: hidden.numel()]
        return hidden * (draws.view(hidden.shape) >= 26).to(hidden.dtype) * (256 / 230)


class Layer(nn.Module):
    """One transformer layer, post-norm, with a shared relative-position bias passed in."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, eps=1e-5)
        self.up = nn.Linear(HIDDEN, FEED_FORWARD)
        self.down = nn.Linear(FEED_FORWARD, HIDDEN)
        self.output_norm = nn.LayerNorm(HIDDEN, eps=1e-5)
        self.dropout = Dropout()

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = hidden.shape
        width = HIDDEN // HEADS
        query, key, value = self.qkv(hidden).view(batch, length, 3, HEADS, width).permute(2, 0, 3, 1, 4)
        # Written out: on processors with matrix units for bfloat16 twice as fast to train as the fused form.
        scores = torch.matmul(query * width**-0.5, key.transpose(2, 3)) + bias.to(query.dtype)
        mixed = torch.matmul(torch.softmax(scores, dim=-1, dtype=scores.dtype), value)
        mixed = mixed.transpose(1, 2).reshape(batch, length, HIDDEN)
        hidden = self.attention_norm(hidden + self.dropout(self.out(mixed)))
        raised = nn.functional.gelu(self.up(hidden))
        return self.output_norm(hidden + self.dropout(self.down(raised)))


class Encoder(nn.Module):
    """Word vectors (batch x length x 768, looked up outside) and case classes to contextual vectors."""

    def __init__(self, layer_count: int) -> None:
        super().__init__()
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.cases = nn.Embedding(len(labels.CASES), HIDDEN)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-5)
        self.dropout = Dropout()
        self.relative_bias = nn.Embedding(BUCKETS, HEADS)
        self.layers = nn.ModuleList(Layer() for _ in range(layer_count))

    def forward(self, words: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """`mask` is 1 for real pieces and 0 for padding (batch x length)."""
        place = torch.arange(words.shape[1], device=words.device)
        return self.contextualise(words + self.positions(place + 2)[None], cases, mask)

    def contextualise(self, placed: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """The same from word plus position vectors: the part that is exported."""
        place = torch.arange(placed.shape[1], device=placed.device)
        hidden = self.norm(placed + self.cases(cases))
        hidden = self.dropout(hidden)
        bias = self.relative_bias(_relative_buckets(place)).permute(2, 0, 1)[None].contiguous()
        bias = bias + (1.0 - mask.to(bias.dtype))[:, None, None, :] * -10000.0
        if torch.is_autocast_enabled("cpu"):
            bias = bias.to(torch.bfloat16)
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden


def _relative_buckets(place: Tensor) -> Tensor:
    """Bucket of every pair of positions (T5's scheme, 32 buckets, distance 128), as MPNet was trained with."""
    distance = place[:, None] - place[None, :]
    half = BUCKETS // 2
    side = (distance < 0).long() * half
    distance = distance.abs()
    exact = half // 2
    far = exact + (torch.log(distance.clamp(min=1).float() / exact) / math.log(128 / exact) * (half - exact)).long()
    return side + torch.where(distance < exact, distance, far.clamp(max=half - 1))


class Links(nn.Module):
    """Scores how a filler hangs on a trigger, and whether two mentions are the same actor."""

    def __init__(self) -> None:
        super().__init__()
        buckets = len(labels.DISTANCES) + 1
        kinds = list(labels.LINKS)
        self.offset = nn.Embedding(buckets * 2, labels.PAIR_SIZE)  # distance x whether in one sentence
        self.kind = nn.Embedding(len(kinds), labels.PAIR_SIZE)
        self.event = nn.Embedding(len(labels.EVENT_TYPES), labels.PAIR_SIZE)
        self.hidden = nn.Linear(2 * labels.PAIR_SIZE, labels.PAIR_SIZE)
        self.out = nn.Linear(labels.PAIR_SIZE, sum(len(options) for options in labels.LINKS.values()))
        self.same_offset = nn.Embedding(buckets, labels.COREFERENCE_SIZE)
        self.same_out = nn.Linear(labels.COREFERENCE_SIZE, 1)
        for embedding in (self.offset, self.kind, self.event, self.same_offset):
            nn.init.normal_(embedding.weight, std=0.02)

    def link(self, triggers: Tensor, fillers: Tensor, offset: Tensor, kind: Tensor, event: Tensor) -> Tensor:
        """Pairs (n x PAIR_SIZE each) to scores over the labels of all kinds laid side by side."""
        summed = nn.functional.gelu(triggers + fillers + self.offset(offset) + self.kind(kind) + self.event(event))
        hidden = nn.functional.gelu(self.hidden(torch.cat([summed, triggers * fillers], dim=-1)))
        return self.out(hidden)

    def same(self, mentions: Tensor, antecedents: Tensor, bucket: Tensor) -> Tensor:
        hidden = nn.functional.gelu(mentions + antecedents + self.same_offset(bucket)) + mentions * antecedents
        return self.same_out(hidden).squeeze(-1)


class Reader(nn.Module):
    """Encoder, one matrix of per-piece head scores (`labels.output_columns`), and the link scorer."""

    def __init__(self, vocabulary_size: int, layer_count: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary_size, HIDDEN)
        self.words.weight.requires_grad_(False)
        self.encoder = Encoder(layer_count)
        self.dropout = Dropout()
        width = max(columns.stop for columns in labels.output_columns().values())
        self.heads = nn.Linear(HIDDEN, width)
        self.links = Links()

    def forward(self, ids: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        return self.heads(self.dropout(self.encoder(self.words(ids), cases, mask)))


def pair_offset(sentences: Any, trigger: int, filler: int) -> int:
    """Distance bucket of a pair, twice: the odd ones are pairs inside one sentence."""
    return 2 * labels.distance_bucket(filler - trigger) + int(sentences[trigger] == sentences[filler])


def load_pretrained(reader: Reader, weights_path: Path, kept_ids: list[int]) -> None:
    """Fill `reader` with all-mpnet-base-v2, its word table cut to `kept_ids` (row i is piece kept_ids[i])."""
    state = load_file(str(weights_path))
    reader.words.weight.data.copy_(state["embeddings.word_embeddings.weight"][kept_ids])
    encoder = reader.encoder
    encoder.positions.weight.data.copy_(state["embeddings.position_embeddings.weight"])
    encoder.relative_bias.weight.data.copy_(state["encoder.relative_attention_bias.weight"])
    _copy(encoder.norm, state, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layers):
        prefix = f"encoder.layer.{number}"
        for part in ("weight", "bias"):
            stacked = torch.cat([state[f"{prefix}.attention.attn.{name}.{part}"] for name in "qkv"])
            getattr(layer.qkv, part).data.copy_(stacked)
        _copy(layer.out, state, f"{prefix}.attention.attn.o")
        _copy(layer.attention_norm, state, f"{prefix}.attention.LayerNorm")
        _copy(layer.up, state, f"{prefix}.intermediate.dense")
        _copy(layer.down, state, f"{prefix}.output.dense")
        _copy(layer.output_norm, state, f"{prefix}.output.LayerNorm")


def _copy(module: nn.Linear | nn.LayerNorm, state: dict[str, Tensor], name: str) -> None:
    module.weight.data.copy_(state[f"{name}.weight"])
    module.bias.data.copy_(state[f"{name}.bias"])
