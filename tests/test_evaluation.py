"""The measures, on claims small enough to count by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.errors import InputError
from dateline.evaluation import evaluate_set
from dateline.evaluation.baseline import code_naively
from dateline.evaluation.gold import GoldActor, GoldClaim, GoldSource, GoldToll, read_gold
from dateline.evaluation.measures import count_report
from tests.readings import make_report


def make_claim(
    *, event_type: str = "armed_clash", sentence: tuple[int, int] = (0, 50), trigger: tuple[int, int] = (10, 18),
    optional: bool = False, best: int = 3, status: str = "occurred",
) -> GoldClaim:  # fmt: skip
    return GoldClaim(
        (sentence,), trigger, event_type, optional, (GoldActor("initiator", (0, 6), "rebel_group"),), ((30, 34),),
        None, None, (GoldToll("killed", (best, best, best)),), (), (GoldSource("Courier", None, "outlet"),),
        "affirms", status,
    )  # fmt: skip


def figures(gold: list[GoldClaim], predicted: list[GoldClaim]) -> dict[str, tuple[int, int, int]]:
    counts = count_report(gold, predicted)
    return {name: (counts.hits[name], counts.predicted[name], counts.gold[name]) for name in counts.hits}


def test_the_same_claim_is_right_in_everything() -> None:
    result = figures([make_claim()], [make_claim()])
    assert all(hits == predicted == gold for hits, predicted, gold in result.values() if gold)
    assert result["whole record"] == (1, 1, 1)


def test_another_type_is_not_found_but_counts_for_the_type() -> None:
    result = figures([make_claim()], [make_claim(event_type="attack")])
    assert result["claims found"] == (0, 1, 1)
    assert result["event type"] == (0, 1, 1)


def test_an_optional_claim_counts_neither_way() -> None:
    assert figures([make_claim(optional=True)], [make_claim()])["claims found"] == (0, 0, 0)
    assert figures([make_claim(optional=True)], [])["claims found"] == (0, 0, 0)


def test_a_claim_in_another_sentence_is_false() -> None:
    assert figures([make_claim()], [make_claim(sentence=(60, 90), trigger=(70, 78))])["claims found"] == (0, 1, 1)


def test_one_wrong_number_spoils_the_toll_and_the_record() -> None:
    result = figures([make_claim()], [make_claim(best=4)])
    assert result["tolls exact"] == (0, 1, 1)
    assert result["whole record"] == (0, 1, 1)
    assert result["status"] == (1, 1, 1)


def test_false_claims_on_an_empty_report_are_counted() -> None:
    assert count_report([], [make_claim(), make_claim(sentence=(60, 90))]).false_claims == 2


def test_the_naive_baseline_codes_keywords() -> None:
    claims = code_naively(make_report("Rebels shelled Gao. The market was calm. Soldiers killed 4 people in Gao."))
    assert [claim.event_type for claim in claims] == ["shelling_artillery_missile_attack", "attack"]
    assert claims[1].tolls == (GoldToll("killed", (4, 4, 4)),)


def test_a_gold_set_is_measured_whole(tmp_path: Path) -> None:
    row = {"id": "r1", "outlet": None, "published": None, "text": "Rebels clashed with soldiers in Gao.", "claims": []}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    evaluation = evaluate_set(tmp_path, resamples=20)
    assert evaluation.report_count == 1 and evaluation.empty_report_count == 1
    assert all(len(line) <= 80 for line in evaluation.to_table().splitlines()[1:])


def test_figures_are_split_by_the_region_that_reports_tell_of(tmp_path: Path) -> None:
    texts = ("Rebels clashed with soldiers in Gao.", "Shells fell on Aleppo.", "It rained.", "Shells fell on Homs.")
    rows = [
        {"id": f"r{number}", "outlet": None, "published": None, "text": text, "claims": []}
        for number, text in enumerate(texts)
    ]
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    regions = evaluate_set(tmp_path, resamples=20, by_region=True).regions
    assert [(one.region, one.report_count) for one in regions] == [
        ("Middle East", 2), ("Western Africa", 1), ("no place named", 1),
    ]  # fmt: skip


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "r1"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        list(read_gold(path))
