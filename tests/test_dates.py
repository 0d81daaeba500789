"""Dates: what is found, what each expression resolves to, and what never is a date."""

from __future__ import annotations

import csv
import json
import os
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.dates import ResolvedTime, find_times, resolve_time, resolve_times
from dateline.dates.feasts import find_easter
from dateline.model import Span

CASES = Path(__file__).resolve().parents[1] / "bench/cases"
SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
WEDNESDAY = date(2016, 5, 18)


def read_cases() -> list[dict[str, str]]:
    cases: list[dict[str, str]] = []
    for name in ("time_phrases", "time_families"):
        with (CASES / f"{name}.tsv").open(encoding="utf-8") as lines:
            cases += csv.DictReader(lines, delimiter="\t")
    return cases


def cut(sentence: str) -> tuple[str, tuple[int, int]]:
    """The sentence without its brackets, and what they held."""
    return sentence.replace("[", "").replace("]", ""), (sentence.index("["), sentence.index("]") - 1)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case['sentence']} {case['published']}")
def test_phrase_resolves_to_its_days(case: dict[str, str]) -> None:
    text, span = cut(case["sentence"])
    published = date.fromisoformat(case["published"]) if case["published"] else None
    days = [date.fromisoformat(day) for day in case["anchor"].split("..")] if case["anchor"] else None
    anchor = (days[0], days[1]) if days else None
    time = resolve_time(text, span, published=published, status=case["status"], anchor=anchor)
    assert (time.when.start or "", time.when.end or "") == (case["start"], case["end"])
    assert time.rule
    assert (time.reason is None) == bool(time.when.start and time.when.end)
    assert time.when.span == Span(*span, text[span[0] : span[1]])


FOUND = [
    (
        "Two days earlier, in the early hours of Tuesday, the M23 left.",
        ["Two days earlier", "the early hours of Tuesday"],
    ),
    ("last Friday night, and for several months", ["last Friday night", "several months"]),
    ("in the past 48 hours; between 10 and 14 May", ["the past 48 hours", "10 and 14 May"]),
    ("early 2014, since March, this week", ["early 2014", "March", "this week"]),
    ("On May 12, 2016 and 13/05/2016", ["May 12, 2016", "13/05/2016"]),
    ("at 1700 gmt on 29 march the town", ["1700 gmt on 29 march"]),
    ("on wednesday, 22 november, rebels", ["wednesday, 22 november"]),
    ("At noon on Thursday the bridge", ["noon on Thursday"]),
    ("in nineteen ninety-four they came", ["nineteen ninety-four"]),
    ("PERIOD 142000B TO 152000B JUN 93.", ["142000B TO 152000B JUN 93"]),
    ("the night of 15-16 May", ["the night of 15-16 May"]),
    ("It began on the 16th, he said.", ["the 16th"]),
    ("overnight, and again today", ["overnight", "today"]),
    ("in the summer of 2016 and last winter", ["the summer of 2016", "last winter"]),
    ("a four-day push and a week-long siege", ["a four-day", "a week-long"]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_expressions_are_found(text: str, expected: list[str]) -> None:
    found = find_times(text)
    assert [span.text for span in found] == expected
    assert all(text[span.start : span.end] == span.text for span in found)


NOT_TIMES = [
    "A T-62 and the M23 took a 57 mm gun from regiment 16.",
    "The rebels may march on the capital and sat in the market.",
    "Mar Elias church and Sat phones were hit.",
    "General August Pinochet met June Carter.",
    "a 25-year-old man and a man aged 37 years old",
    "UN resolution 2139 and Route 2014",
    "at least 2000 people and 1989 soldiers",
    "the 16th brigade and the second man",
    "he was second in command; the minister may resign",
    "Shares fell 5/8 to 3/4.",
    "They shell the dec room near Jan Yunis, a Sun newspaper said.",
    "version 1.2.3 costs $1990",
]


@pytest.mark.parametrize("text", NOT_TIMES)
def test_names_and_numbers_are_no_times(text: str) -> None:
    assert [span.text for span in find_times(text)] == []


VALUES = [
    ("last week", "2016-W19", "DATE"),
    ("last Friday night", "2016-05-13TNI", "TIME"),
    ("for several months", "PXM", "DURATION"),
    ("in the past 48 hours", "P2D", "DURATION"),
    ("on 3 December", "2015-12-03", "DATE"),
    ("in the summer of 2015", "2015-SU", "DATE"),
    ("three days ago", "2016-05-15", "DATE"),
    ("now", "PRESENT_REF", "DATE"),
    ("recently", "PAST_REF", "DATE"),
    ("every month", "P1M", "SET"),
    ("each Thursday", "XXXX-WXX-4", "SET"),
    ("about 1pm on Sunday", "2016-05-15T13:00", "TIME"),
    ("noon on Sunday", "2016-05-15T12:00", "TIME"),
    ("the third quarter of 2015", "2015-Q3", "DATE"),
    ("the 1990s", "199", "DATE"),
    ("two decades", "P20Y", "DURATION"),
]


@pytest.mark.parametrize(("phrase", "value", "kind"), VALUES)
def test_timeml_value(phrase: str, value: str, kind: str) -> None:
    time = resolve_time(phrase, (0, len(phrase)), published=datetime(2016, 5, 18, 9, 30))
    assert (time.value, time.type) == (value, kind)


@pytest.mark.parametrize(
    ("phrase", "precision"),
    [("on Tuesday", "day"), ("last week", "week"), ("in April", "month"), ("in 2014", "year"), ("recently", "unknown")],
)
def test_precision_is_the_grain_of_the_words(phrase: str, precision: str) -> None:
    assert resolve_time(phrase, (0, len(phrase)), published=WEDNESDAY).when.precision == precision


@pytest.mark.parametrize(
    ("phrase", "published", "reason"),
    [
        ("on Tuesday", None, "no_publication_date"),
        ("two days earlier", WEDNESDAY, "ambiguous"),
        ("12/05/2016", WEDNESDAY, "ambiguous"),
        ("recently", WEDNESDAY, "not_a_calendar_date"),
        ("after the ambush", WEDNESDAY, "not_a_calendar_date"),
        ("two million years ago", WEDNESDAY, "not_a_calendar_date"),
    ],
)
def test_unknown_days_say_why(phrase: str, published: date | None, reason: str) -> None:
    time = resolve_time(phrase, (0, len(phrase)), published=published)
    assert (time.when.start, time.when.end, time.reason) == (None, None, reason)


def test_numeric_date_follows_the_reports_own_habit() -> None:
    text = "It fell on 27/11/2023 and was retaken on 01/12/2023."
    times = resolve_times(text, published=None)
    assert [time.when.start for time in times] == ["2023-11-27", "2023-12-01"]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Militants attacked Bara and remained until about 2 p.m. on Sunday.", "2016-05-15"),
        ("Gunmen looted shops in Bara, staying until 4 pm on Sunday.", "2016-05-15"),
        ("The truce will hold until 4 pm on Sunday.", "2016-05-22"),
        ("The road is closed until 4 pm on Sunday.", "2016-05-22"),
        ("The army extended the curfew in Bara until Sunday.", "2016-05-22"),
    ],
)
def test_who_stayed_until_a_day_has_left(text: str, start: str) -> None:
    assert [time.when.start for time in resolve_times(text, published=WEDNESDAY)][-1] == start


def test_odd_numbers_beside_dates_are_read_or_left() -> None:
    text = "Troops from Idlib and/or Homs left on 13-03-2026, 12\u00b9 May and 3\u00b2 nights before 31-12-9999."
    times = resolve_times(text, published=WEDNESDAY)
    assert "2026-03-13" in [time.when.start for time in times]
    late = resolve_times(
        "It ended on 9999-12-31. Two days earlier it began. Three days later, it rained.", published=None
    )
    assert [(time.when.start, time.reason) for time in late[1:]] == [
        ("9999-12-29", None),
        (None, "not_a_calendar_date"),
    ]


def test_story_moves_from_day_to_day() -> None:
    text = "It fell on 12 May. The next day it was shelled, and that night the rebels left. On Monday they came back."
    times = resolve_times(text, published=WEDNESDAY)
    assert [time.when.start for time in times] == ["2016-05-12", "2016-05-13", "2016-05-13", "2016-05-16"]


def test_the_day_on_which_somebody_spoke_does_not_move_the_story() -> None:
    text = "They attacked on Monday. The army said on Tuesday two men died. It began at 11 p.m. and ended at dawn."
    times = resolve_times(text, published=WEDNESDAY)
    assert [time.when.start for time in times] == ["2016-05-16", "2016-05-17", "2016-05-16", "2016-05-16"]


def test_full_date_in_the_text_lends_its_year_when_there_is_no_publication_date() -> None:
    text = "It began on 7 February 2022. On 12 March a man was shot; on Tuesday another."
    times = resolve_times(text, published=None)
    assert [time.when.start for time in times] == ["2022-02-07", "2022-03-12", None]


def test_asking_for_one_span_still_reads_the_days_before_it() -> None:
    text = "The post fell on 12 May. Two days later it was retaken."
    span = Span(25, 39, text[25:39])
    assert resolve_times(text, [span], published=WEDNESDAY)[0].when.start == "2016-05-14"


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [("time_blind", 210, 0), ("time_second", 34, 1), ("time_third", 130, 0), ("time_fourth", 130, 0)],
)
def test_sets_written_unseen_stay_right(name: str, right: int, wrong: int) -> None:
    verdicts = []
    with (CASES / f"{name}.tsv").open(encoding="utf-8") as lines:
        for case in csv.DictReader(lines, delimiter="\t"):
            time = read_case(case)
            found = (time.when.start or "", time.when.end or "")
            verdicts.append("right" if found == (case["start"], case["end"]) else "wrong" if any(found) else "blank")
    assert verdicts.count("right") >= right
    assert verdicts.count("wrong") <= wrong


def read_case(case: dict[str, str]) -> ResolvedTime:
    """The bracketed time of a case, read as in a report unless the case gives the day of the story."""
    text, (first, last) = cut(case["sentence"])
    words = case["published"]
    published = datetime.fromisoformat(words) if "T" in words else date.fromisoformat(words) if words else None
    if not case["anchor"]:
        span = Span(first, last, text[first:last])
        return resolve_times(text, [span], published=published, statuses=[case["status"]])[0]
    start, _, end = case["anchor"].partition("..")
    anchor = (date.fromisoformat(start), date.fromisoformat(end or start))
    return resolve_time(text, (first, last), published=published, status=case["status"], anchor=anchor)


def test_easter_days() -> None:
    days = [date(1961, 4, 2), date(2000, 4, 23), date(2008, 3, 23), date(2011, 4, 24), date(2019, 4, 21)]
    assert [find_easter(day.year) for day in days] == days


@given(st.text(alphabet="0123456789 -/.,:'aymMprdnisthon\n", max_size=60))
def test_nothing_breaks_on_any_words(words: str) -> None:
    for span in find_times(words):
        assert words[span.start : span.end] == span.text
    resolve_time(words, (0, len(words)), published=WEDNESDAY)
    resolve_time(words, (0, len(words)), published=None)


def test_finding_keeps_pace() -> None:
    text = "Rebels shelled the town of Ard on Tuesday, killing three, the governor said in a short statement. " * 19
    find_times(text)
    start = time.process_time()
    for _ in range(5):
        find_times(text)
    assert (time.process_time() - start) / 5 < 0.02  # 1 ms on an idle machine; wide for a busy one


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared data (set DATELINE_SHARED)")
def test_no_date_is_invented_on_undated_development_reports() -> None:
    invented = total = 0
    with (SHARED / "data/claims/claims.jsonl").open(encoding="utf-8") as lines:
        for report in map(json.loads, lines):
            if report["published"]:
                continue
            spans = [
                claim["time"]["span"]
                for claim in report["claims"]
                if claim["time"]["span"] and not claim["time"]["start"]
            ]
            times = resolve_times(
                report["text"], [Span(s["start"], s["end"], s["text"]) for s in spans], published=None
            )
            invented += sum(time.when.start is not None for time in times)
            total += len(times)
    assert total > 200
    assert invented <= 0.01 * total


SECOND_LOOK = [
    ("The hill fell [in the first week of May].", "2016-05-01", "2016-05-07"),
    ("Raids rose [in the last three months of 2015].", "2015-10-01", "2015-12-31"),
    ("They marched [in the second half of April].", "2016-04-16", "2016-04-30"),
    ("He was shot [on Tuesday of last week].", "2016-05-10", "2016-05-10"),
    ("It was retaken [two days after the 3 May raid].", "2016-05-05", "2016-05-05"),
    ("Bombs went off [on the eve of Sunday's vote].", "2016-05-14", "2016-05-14"),
    ("Clashes began [two Sundays ago].", "2016-05-08", "2016-05-08"),
    ("Raids took place [on May 10, 11 and 12].", "2016-05-10", "2016-05-12"),
    ("The [17 November] group denied it.", None, None),
    ("Gunmen of [Black September] fled.", None, None),
    ("A shell hit the [July 14] Bridge.", None, None),
    ("Spending rose in [fiscal 2012].", None, None),
    ("The letter is dated [17 Ramadan 1437].", None, None),
]


@pytest.mark.parametrize(("sentence", "start", "end"), SECOND_LOOK)
def test_parts_of_periods_and_names(sentence: str, start: str | None, end: str | None) -> None:
    text, span = cut(sentence)
    when = resolve_time(text, span, published=WEDNESDAY).when
    assert (when.start, when.end) == (start, end)


def test_hours_count_from_the_minute_of_publication() -> None:
    text, span = cut("The depot was hit [six hours ago].")
    published = datetime.fromisoformat("2016-05-18T03:00:00+00:00")
    assert resolve_time(text, span, published=published).when.start == "2016-05-17"
