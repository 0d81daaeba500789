"""The report that the project began from, in ../shared: what a careful coder takes from it (its README's table)."""

from __future__ import annotations

from dataclasses import dataclass

import dateline
from dateline.model import Claim, CodedReport
from tests.shared import shared_path


@dataclass(frozen=True)
class Expected:
    """One claim without a star: words of its sentence, type(s), first source words, status, (role, words) of actors."""

    words: str
    types: tuple[str, ...]
    source: str | None
    status: str
    actors: tuple[tuple[str, str], ...]


SEIZED = ("non_state_actor_overtakes_territory",)
EXPECTED = (
    Expected(
        "have reportedly seized control", SEIZED, "local media sources", "occurred", (("initiator", "Islamic State"),)
    ),
    Expected(
        "a fierce offensive on positions",
        ("armed_clash",),
        None,
        "occurred",
        (("initiator", "ISIS"), ("target", "Syrian army")),
    ),
    Expected("559 battalion", SEIZED, "Amaq", "occurred", (("initiator", "Islamic State"),)),
    Expected("heavy losses in manpower", ("armed_clash",), "The source", "occurred", (("target", "regime"),)),
    Expected("also seized a number of weapons", ("weapons_captured",), "it", "occurred", (("initiator", "ISIS"),)),
    Expected(
        "Fierce clashes are ongoing",
        ("armed_clash",),
        "al-Abdo",
        "ongoing",
        (("party", "ISIS"), ("party", "pro-Assad")),
    ),
    Expected(
        "tried to storm the regiment",
        ("armed_clash",),
        "sources close to the regime",
        "attempted",
        (("initiator", "ISIS"),),
    ),
    Expected(
        "several raids on the ISIS",
        ("air_drone_strike",),
        None,
        "occurred",
        (("initiator", "Russian"), ("target", "ISIS")),
    ),
    Expected(
        "seeks to impose a blockade", ("siege_blockade",), "local sources", "alleged_intent", (("initiator", "ISIS"),)
    ),
    Expected("could not verify the death toll", ("air_drone_strike",), "ARA News", "occurred", (("target", "ISIS"),)),
    Expected(
        "additional reinforcements",
        ("troop_movement",),
        "sources close to the Syrian army",
        "occurred",
        (("initiator", "Syrian army"),),
    ),
    Expected("under blockade for several months", ("siege_blockade",), None, "ongoing", ()),
)


def code_seed(published: str | None = None) -> CodedReport:
    return dateline.code(shared_path("data/seed/report.txt"), published=published)


def fits(claim: Claim, expected: Expected) -> bool:
    source = claim.sources[0]
    said = source.span.text if source.span else ""
    right_source = (
        expected.source.lower() in said.lower() or expected.source.lower() in (source.name or "").lower()
        if expected.source
        else len(claim.sources) == 1
    )  # fmt: skip
    return (
        any(expected.words in span.text for span in claim.evidence)
        and claim.event_type in expected.types
        and claim.status == expected.status
        and right_source
        and all(
            any(actor.role == role and words in f"{actor.span.text} {actor.name}" for actor in claim.actors)
            for role, words in expected.actors
        )
    )


def test_at_least_eleven_of_the_twelve_claims_are_found() -> None:
    coded = code_seed()
    missed = [item.words for item in EXPECTED if not any(fits(claim, item) for claim in coded.claims)]
    assert len(missed) <= 1, missed


def test_the_page_furniture_is_read_and_removed() -> None:
    report = code_seed().report
    for words in ("Short link", "Leave a comment", "16 + 12", "follow us", "File photo", "Reporting by", "Source: ARA"):
        assert words not in report.text
    assert report.title is not None and report.title.startswith("ISIS reports gains")
    assert (report.outlet, report.byline, report.dateline) == ("ARA News", ("Haytham Mustafa",), "DAMASCUS")
    assert [caption.credit for caption in report.captions] == ["Amaq"]
    assert "\u00a0" not in report.text and "\u0640" not in report.text


def test_no_date_without_publication_and_tuesday_with_it() -> None:
    assert all(claim.time.start is None and claim.time.end is None for claim in code_seed().claims)
    times = [claim.time for claim in code_seed("2016-04-05").claims]
    tuesdays = [time for time in times if time.span and "Tuesday" in time.span.text]
    assert tuesdays
    assert all((time.start, time.end, time.precision) == ("2016-04-05", "2016-04-05", "day") for time in tuesdays)


def test_an_unknown_toll_is_not_zero() -> None:
    tolls = [toll for claim in code_seed().claims for toll in claim.casualties]
    assert tolls and all((toll.low, toll.best, toll.high) == (None, None, None) for toll in tolls)
