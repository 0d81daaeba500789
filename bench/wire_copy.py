"""Who copied whom, on real texts with real editing: `python bench/wire_copy.py DATA` (DATA is the shared data folder).

2,000 pairs a half: 1,000 copies made from real reports by desk edits (see wire_copy_edits.py), 1,000 pairs that only
look like copies (see wire_copy_pairs.py). Texts: MUC-4 train, ECB+ train, LGL, TR-News, PolNeAR train, the Guardian on
Syria; which half a text is in hangs on the digest of the id of the event that it tells. Weights and threshold of
`dateline.linking.lineage` were set on the half `tune`; the half `report` is only measured. All reports of a half are
traced together, as in a collection: a pair is told a copy where both have one root (a copy run together with a second
report has two sources, and the root of either will do). Wilson's 95% intervals. Baseline:
Jaccard over word 3-grams (what MinHash estimates), at the threshold that is best on the very half it is measured on.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Sequence
from itertools import compress, pairwise
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.wire_copy_pairs import KINDS, Pair, as_report, is_lent, make_pairs
from bench.wire_copy_texts import read_texts
from dateline.linking import trace_lineage
from dateline.linking.lineage import make_print
from dateline.model import Report

# A run of so many words outside quotations is hardly written twice: what is told of such pairs is shown apart.
TWELVE = 12
TIERS = (0.0, 0.2, 0.35, 0.5, 1.01)  # by share of the shorter text's 3-grams


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--errors", action="store_true", help="name the pairs that were told wrong")
    options = parser.parse_args()
    texts = [text for text in read_texts(options.data) if text.half == options.half]
    pairs = make_pairs(texts, options.pairs, options.seed)
    fair = [pair for pair in pairs if not pair.set_aside]
    print(f"half {options.half}: {len(texts)} texts, {len(fair)} pairs, {sum(pair.is_copy for pair in fair)} copies")
    reports = {text.id: as_report(text) for text in texts if not is_lent(text)}
    reports |= {report.id: report for pair in pairs for report in (pair.early, pair.late)}
    shares = measure_shares(pairs, reports)
    told, seconds = trace_pairs(pairs, reports)
    copies = [shares[number][0] for number, pair in enumerate(pairs) if pair.is_copy]
    print("copies share of 3-grams, deciles:", " ".join(f"{share:.2f}" for share in quantiles(copies, n=10)))
    show("dateline", pairs, told)
    apart = [pair.is_copy or pair.run < TWELVE for pair in pairs]
    left = sum(not one and not pair.set_aside for one, pair in zip(apart, pairs, strict=True))
    show(f"dateline, without {left} pairs that share {TWELVE} words on end", *_keep(apart, pairs, told))
    jaccard = [share[1] for share in shares]
    for name, threshold in choose_thresholds(pairs, jaccard):
        show(f"Jaccard from {threshold:.3f} ({name})", pairs, [value >= threshold for value in jaccard])
    show_kinds(pairs, told, [share[0] for share in shares])
    each = 1e3 * seconds / len(reports)
    print(f"{len(reports)} reports traced in {seconds:.1f} s of processor time, {each:.1f} ms each")
    if options.errors:
        for pair, one in zip(pairs, told, strict=True):
            if one != pair.is_copy and not pair.set_aside:
                print(f"  {pair.kind} {pair.run} {pair.early.id} | {pair.late.id}")


def trace_pairs(pairs: Sequence[Pair], reports: dict[str, Report]) -> tuple[list[bool], float]:
    """Which pairs have one root, and the processor seconds of tracing all reports together."""
    before = time.process_time()
    descents = trace_lineage(sorted(reports.values(), key=lambda report: (report.published or "", report.id)))
    seconds = time.process_time() - before
    roots = {key: descent.root_id for key, descent in descents.items()}
    told = []
    for pair in pairs:
        sources = pair.sources or (pair.early.id,)
        told.append(roots[pair.late.id] in {roots[source] for source in sources if source in roots})
    return told, seconds


def measure_shares(pairs: Sequence[Pair], reports: dict[str, Report]) -> list[tuple[float, float]]:
    """Of each pair, the share of the shorter text's 3-grams that the other holds, and their Jaccard index."""
    grams = {key: make_print(report).grams for key, report in reports.items()}
    shares = []
    for pair in pairs:
        one, other = grams[pair.early.id], grams[pair.late.id]
        both = len(one & other)
        shares.append((both / min(len(one), len(other)), both / len(one | other)))
    return shares


def choose_thresholds(pairs: Sequence[Pair], values: Sequence[float]) -> list[tuple[str, float]]:
    """The threshold of best F1, and that of best recall at a precision of 0.98."""
    ranked = sorted(
        ((value, pair.is_copy) for pair, value in zip(pairs, values, strict=True) if not pair.set_aside), reverse=True
    )
    total = sum(is_copy for _, is_copy in ranked)
    best, careful, right = (0.0, 1.0), 1.0, 0
    for count, (value, is_copy) in enumerate(ranked, 1):
        right += is_copy
        best = max(best, (2 * right / (count + total), value))
        if right / count >= 0.98:
            careful = value
    return [("best F1", best[1]), ("best recall at precision 0.98", careful)]


def show(name: str, pairs: Sequence[Pair], told: Sequence[bool]) -> None:
    fair = [(pair.is_copy, one) for pair, one in zip(pairs, told, strict=True) if not pair.set_aside]
    right = sum(is_copy and one for is_copy, one in fair)
    recall = tell_share(right, sum(is_copy for is_copy, _ in fair))
    precision = tell_share(right, sum(one for _, one in fair))
    print(f"  {name}: recall {recall}, precision {precision}")


def _keep(kept: Sequence[bool], pairs: Sequence[Pair], told: Sequence[bool]) -> tuple[list[Pair], list[bool]]:
    return list(compress(pairs, kept)), list(compress(told, kept))


def show_kinds(pairs: Sequence[Pair], told: Sequence[bool], shares: Sequence[float]) -> None:
    """Recall by how much of the text is left, false alarms by kind of pair."""
    rows = list(zip(pairs, told, shares, strict=True))
    for low, high in pairwise(TIERS):
        tier = [one for pair, one, share in rows if pair.is_copy and low <= share < high]
        print(f"  copies that share {low:.2f} to {min(high, 1):.2f}: told {tell_share(sum(tier), len(tier))}")
    for kind in KINDS:
        alarms = [one for pair, one, _ in rows if pair.kind == kind and not pair.set_aside]
        print(f"  {kind}: {sum(alarms)} of {len(alarms)} told copies")
    aside = [one for pair, one, _ in rows if pair.set_aside]
    print(f"  set aside as real copies: {len(aside)} pairs, {sum(aside)} told copies")


def tell_share(right: int, count: int) -> str:
    low, high = wilson(right, count)
    return f"{right / max(count, 1):.3f} [{low:.3f}, {high:.3f}] ({right} of {count})"


def wilson(right: int, count: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share (Wilson 1927).

    >>> [round(bound, 3) for bound in wilson(90, 100)]
    [0.826, 0.945]
    """
    if not count:
        return 0.0, 1.0
    z = 1.959964
    share = right / count
    centre = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (centre - spread) / (1 + z * z / count), (centre + spread) / (1 + z * z / count)


if __name__ == "__main__":
    main()
