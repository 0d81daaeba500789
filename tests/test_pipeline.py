"""The whole pipeline on the bundled examples and on real reports: spans, makers, languages, order."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dateline
from dateline.cli_types import floor_option
from dateline.errors import CodingError, InputError
from dateline.model import CodedReport, Report, Span
from dateline.pipeline import annotate_reports, code_read_reports, code_reports
from dateline.reader import load_network, read_text
from dateline.reader.decode import CERTAIN_FLOOR, EVENT_FLOOR
from dateline.reader.windows import cut_pieces
from dateline.resolution import resolve
from dateline.sentences import split_sentences
from tests.shared import shared_path

EXAMPLES = Path(dateline.__file__).parent / "examples"


def coded_examples() -> list[CodedReport]:
    paths = [str(path) for path in sorted(EXAMPLES.iterdir()) if path.suffix in {".txt", ".html"}]
    coded = list(code_reports(paths))
    assert all(isinstance(item, CodedReport) for item in coded)
    return [item for item in coded if isinstance(item, CodedReport)]


def spans_of(value: Any) -> Iterator[Span]:
    """Every span inside a record, however deep."""
    if isinstance(value, Span):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from spans_of(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from spans_of(item)


def check_spans(coded: CodedReport) -> None:
    for claim in coded.claims:
        for span in spans_of(claim):
            assert coded.report.text[span.start : span.end] == span.text and span.text.strip()
        assert claim.made_by and all(claim.made_by.values())
        assert claim.sources and 0 <= claim.confidence <= 1
        assert claim.trigger.text in claim.evidence[0].text


def test_a_lower_floor_finds_more_and_says_so() -> None:
    path = str(EXAMPLES / "aid_situation_report.txt")
    counts = []
    for floor in (0.8, None, 0.2):
        (coded,) = code_reports([path], floor=floor)
        assert isinstance(coded, CodedReport)
        counts.append(len(coded.claims))
        model = load_network().name if floor is None else f"{load_network().name}@{floor:g}"
        assert {coded.dateline.model} == {model}
        makers = {claim.made_by["trigger"] for claim in coded.claims if claim.stance != "cannot_verify"}
        assert makers == {f"reader/{model}"}
        check_spans(coded)
    assert counts[0] < counts[1] < counts[2]


def test_an_event_of_an_unsure_type_is_told_where_it_has_a_toll_of_its_own() -> None:
    text = "Two nurses were killed on 4 March when their vehicle came under fire."
    network = load_network()
    told = read_text(text, network).triggers
    (trigger,) = told
    assert not read_text(text, network, floor=EVENT_FLOOR).triggers
    assert trigger.found.score * max(trigger.types.values()) < EVENT_FLOOR
    assert any(link.filler.kind == "toll" and link.score >= CERTAIN_FLOOR for link in trigger.links)


def test_the_help_names_the_floor_that_the_reader_is_tuned_to() -> None:
    assert floor_option(click.Command("code")).params[0].help == (
        f"Least chance at which an event is told, in place of {EVENT_FLOOR:g}: lower finds more events, and more that "
        "are none."
    )


def test_every_span_of_the_examples_cuts_the_words_it_claims() -> None:
    for coded in coded_examples():
        check_spans(coded)


def test_war_like_reports_have_claims_and_the_match_report_has_none() -> None:
    counts = {Path(coded.report.path or "").stem: len(coded.claims) for coded in coded_examples()}
    assert counts.pop("match_report") == 0
    assert all(counts.values()), counts


def test_annotate_gives_mentions_attributions_and_triggers() -> None:
    records = list(annotate_reports([str(EXAMPLES / "wire_copy.txt")]))
    record = records[0]
    assert not isinstance(record, InputError)
    kinds = {mention.kind for mention in record.mentions}
    assert {"actor", "place", "source"} <= kinds
    assert record.triggers and record.attributions
    # Facilities are few, and their words say what they are.
    facilities = [mention.span.text for mention in record.mentions if mention.kind == "facility"]
    assert len(facilities) < len(record.triggers) and all(" " in words or words.islower() for words in facilities)
    for span in spans_of((record.mentions, record.attributions, record.triggers)):
        assert record.report.text[span.start : span.end] == span.text


def test_a_language_that_is_not_read_gives_no_claims_and_a_reason() -> None:
    text = "Les rebelles ont attaqué la ville de Gao mardi, tuant douze soldats, selon un porte-parole de l'armée. " * 3
    coded = dateline.code(text)
    assert coded.report.language == "fr"
    assert not coded.claims and coded.report.unknown["claims"] == "language_not_read"


def test_a_report_is_read_alike_alone_and_beside_others() -> None:
    network = load_network()
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    pieces = [cut_pieces(text, split_sentences(text), network.tokenizer) for text in texts]
    together = network.score(pieces)
    alone = [network.score([cut])[0] for cut in reversed(pieces)][::-1]
    assert len(texts) > 5 and all(np.array_equal(one, other) for one, other in zip(together, alone, strict=True))


def test_a_very_long_paragraph_is_read() -> None:
    words = "Rebels seized the town of Marib after clashes with soldiers, residents said, and then left again "
    coded = dateline.code((words * 640).strip() + ".")
    check_spans(coded)
    assert coded.claims[-1].trigger.start > 0.9 * len(coded.report.text)


def test_a_fault_of_our_own_ends_one_report_and_not_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(report: Report, *others: Any) -> Any:
        if "Sarn" in report.text:
            raise ZeroDivisionError("nobody thought of this")
        return resolve(report, *others)

    monkeypatch.setattr("dateline.pipeline.resolve", fail)
    texts = {town: f"Shells hit {town} on Tuesday, residents said." for town in ("Marib", "Sarn", "Douma")}
    reports = [Report(id=f"sha256:{town}", text=text, path="towns.jsonl") for town, text in texts.items()]
    first, second, third = code_read_reports(reports)
    assert isinstance(first, CodedReport) and isinstance(third, CodedReport) and third.claims
    assert isinstance(second, CodingError)
    found = "towns.jsonl: could not be coded, by a fault in Dateline (ZeroDivisionError: nobody thought of this"
    assert str(second).startswith(f"{found}, pipeline.py:") and "please report it" in str(second)
    with pytest.raises(CodingError, match="nobody thought of this"):
        dateline.code(texts["Sarn"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=400))
def test_any_text_is_coded_without_a_crash(text: str) -> None:
    coded = next(code_read_reports([Report(id="sha256:0", text=text, language="en")]))
    assert isinstance(coded, CodedReport)
    check_spans(coded)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("claims/claims.jsonl", 40),
        ("claims/authored.jsonl", 40),
        ("news_unlabelled/guardian_syria.jsonl", 15),
        ("polnear/dev.jsonl", 15),
        ("toponyms/trnews.jsonl", 30),
    ],
)
def test_spans_of_real_reports(name: str, count: int) -> None:
    """A sample in the suite; `python bench/spans.py` reads 500 and more of every kind."""
    with shared_path(f"data/{name}").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(count), lines, strict=False)]
    reports = [Report(id=str(row["id"]), text=row["text"], language="en") for row in rows]
    for coded in code_read_reports(reports):
        assert isinstance(coded, CodedReport)
        check_spans(coded)
