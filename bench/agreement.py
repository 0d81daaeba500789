"""How far two coders agree, by the measures of `dateline evaluate`: `python bench/agreement.py FIRST SECOND`.

Both files are gold sets (docs/formats.md) of the same reports, coded apart. The second coder is measured against the
first as the program is, which gives the figures that a program cannot be expected to pass. For labels on claims that
both coded, Krippendorff's alpha (nominal; Krippendorff 2011, "Computing Krippendorff's alpha-reliability").
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from dateline.evaluation.gold import GoldClaim, read_gold
from dateline.evaluation.measures import F1_MEASURES, SHARE_MEASURES, align, count_report

LABELS = ("event_type", "status", "stance")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    options = parser.parse_args()
    second = {row.report.id: row.claims for row in read_gold(options.second)}
    rows = [(row.claims, second[row.report.id]) for row in read_gold(options.first) if row.report.id in second]
    counts = [count_report(one, other) for one, other in rows]
    print(f"{len(rows)} reports, {sum(len(one) for one, _ in rows)} and {sum(len(two) for _, two in rows)} claims")
    for name in (*F1_MEASURES, *SHARE_MEASURES):
        hits, predicted, gold = (
            sum(getattr(one, part).get(name, 0) for one in counts) for part in ("hits", "predicted", "gold")
        )
        print(f"{name:<24}{200 * hits / max(1, predicted + gold):>7.1f}  N {gold}")
    pairs = [pair for one, other in rows for pair in align(one, other)]
    for label in LABELS:
        print(f"alpha {label:<18}{alpha(pairs, label):>7.2f}  N {len(pairs)}")
    kinds = [(one.sources[0].kind, other.sources[0].kind) for one, other in pairs]
    print(f"alpha {'kind of source':<18}{nominal_alpha(kinds):>7.2f}  N {len(kinds)}")


def alpha(pairs: Sequence[tuple[GoldClaim, GoldClaim]], label: str) -> float:
    return nominal_alpha([(getattr(one, label), getattr(other, label)) for one, other in pairs])


def nominal_alpha(pairs: Sequence[tuple[str, str]]) -> float:
    """Krippendorff's alpha for two coders, nominal labels, nothing missing. 1 is agreement, 0 chance.

    >>> nominal_alpha([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    0.5333333333333333
    """
    values = Counter(value for pair in pairs for value in pair)
    total = sum(values.values())
    observed = sum(one != other for one, other in pairs) / len(pairs)
    expected = 1 - sum(count * (count - 1) for count in values.values()) / (total * (total - 1))
    return 1 - observed / expected if expected else 1.0


if __name__ == "__main__":
    main()
