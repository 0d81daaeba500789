"""Datelines, bylines, agencies, outlets and printed dates."""

from __future__ import annotations

import pytest

from dateline.reading.credits import (
    Byline,
    is_outlet_name,
    read_agency_line,
    read_byline,
    read_date_line,
    read_source_line,
)
from dateline.reading.datelines import Dateline, read_dateline
from dateline.reading.printed_dates import parse_metadata_date, parse_printed_date, parse_wire_date
from dateline.reading.report import date_in_url

DATELINES = [
    ("Tibú, Nov. 16, 2026. Guerrillas blew up a bridge.", Dateline("Tibú", None, "2026-11-16")),
    ("Kirkuk, 12 November 2026. Gunmen of the group killed two.", Dateline("Kirkuk", None, "2026-11-12")),
    ("Imphal, Nov 12, 2026 (Hill Courier): Militants shot a farmer.", Dateline("Imphal", "Hill Courier", "2026-11-12")),
    ("Aden, 15/11/2026 - The council denied it.", Dateline("Aden", None, "2026-11-15")),
    ("Aden, 05/11/2026 - The council denied it.", Dateline("Aden")),
    ("Goma, 10 November 2026", Dateline(None, None, "2026-11-10")),
    ("DAMASCUS – Subsequent to clashes, fighters seized a hill.", Dateline("DAMASCUS")),
    ("BEIRUT (Reuters) - The army left.", Dateline("BEIRUT", "Reuters")),
    ("KABUL, Afghanistan (AP) — A bomb went off.", Dateline("KABUL, Afghanistan", "AP")),
    ("Geneva/Port Sudan, 14 May – Aid workers were held.", Dateline("Geneva/Port Sudan")),
    ("HOLLIDAY, Mo. — A man was arrested.", Dateline("HOLLIDAY, Mo.")),
    ("KYIV, July 10 (Meridian Wire) - Missiles struck.", Dateline("KYIV", "Meridian Wire")),
    ("KABUL, 3 March 2021 - Gunmen shot a judge.", Dateline("KABUL", None, "2021-03-03")),
    ("UNITED NATIONS, Feb. 3 (Xinhua) -- The council met.", Dateline("UNITED NATIONS", "Xinhua")),
    (
        "GUATEMALA CITY, 4 FEB 90 (ACAN-EFE) -- The army denied it.",
        Dateline("GUATEMALA CITY", "ACAN-EFE", "1990-02-04"),
    ),
    ("BEIJING --At least two people died.", Dateline("BEIJING")),
    ("SEOUL—The North fired a missile.", Dateline("SEOUL")),
    ("NEW DELHI: The minister resigned.", Dateline("NEW DELHI")),
    ("WASHINGTON (RNS) Church leaders met.", Dateline("WASHINGTON", "RNS")),
    ("AMMAN/BEIRUT (Reuters) - Rebels left.", Dateline("AMMAN/BEIRUT", "Reuters")),
    ("Damascus, SANA – The army advanced.", Dateline("Damascus", "SANA")),
    ("DEIR EZ-ZOR, Syria – Clashes broke out.", Dateline("DEIR EZ-ZOR, Syria")),
    ("4 February 2014 – The mission said so.", Dateline(None, None, "2014-02-04")),
    (
        "MANAGUA (NICARAGUA), 11 DEC 89 (RADIO SANDINO) -- The army left.",
        Dateline("MANAGUA (NICARAGUA)", "RADIO SANDINO", "1989-12-11"),
    ),
    ("SAN SALVADOR, 23 NOV 89 (ACAN - EFE) -- The army left.", Dateline("SAN SALVADOR", "ACAN-EFE", "1989-11-23")),
    ("STEPANAKERT. – The road is closed.", Dateline("STEPANAKERT")),
    ("Washington (AP)", Dateline("Washington", "AP")),
    ("(Reuters) - The army left.", Dateline(None, "Reuters")),
    ("BEIRUT (Lebanon) - The army left.", Dateline("BEIRUT (Lebanon)")),
    ("BEIRUT (Reuters/AFP) - The army left.", Dateline("BEIRUT", "Reuters")),
]
NO_DATELINES = [
    "Homs Massacre, 5 February 2012",
    "Battle of Homs, 5 February 2012",
    "Remembering Homs, 5 February 2012",
    "The army left Homs on Monday, 5 February 2012. Rebels came.",
    "On Sunday, 5 February 2012. He left.",
    "Fighting – heavy at times – went on.",
    "UPDATE: The army left.",
    "ISIS – the group that holds the town – left.",
    "The army (AP) said so.",
    "Damascus: what next for the talks?",
    "The president said: We will win.",
    "Mr Smith (Labour) - The party won.",
    "10 killed - Army",
    "WATCH – The moment of the blast",
    "ARMY PRESS OFFICE - UPDATE NO. 14",
    "PRESENTER: It is four o'clock.",
    "SOUTHEAST MYANMAR - Flash update no. 7 (as of 20 November)",
    "FRONT FOR THE RENEWAL OF CHAD (FRC)",
]


@pytest.mark.parametrize(("line", "expected"), DATELINES)
def test_datelines(line: str, expected: Dateline) -> None:
    assert read_dateline(line) == expected


@pytest.mark.parametrize("line", NO_DATELINES)
def test_no_datelines(line: str) -> None:
    assert read_dateline(line) is None


def test_a_place_in_text_of_capitals_needs_a_date_or_an_agency() -> None:
    assert read_dateline("THE ARMY -- WHICH LEFT -- CAME BACK.", one_case=True) is None
    assert read_dateline("SANTIAGO, 5 JAN 90 -- [TEXT] THE JUNTA MET.", one_case=True) == Dateline(
        "SANTIAGO", None, "1990-01-05"
    )


BYLINES = [
    ("Reporting by Haytham Said", Byline(("Haytham Said",))),
    ("By Ana Lee", Byline(("Ana Lee",))),
    ("By Ana Lee and Omar al-Aziz", Byline(("Ana Lee", "Omar al-Aziz"))),
    ("By Ana Lee in Beirut", Byline(("Ana Lee",))),
    ("By Ana Lee in Beirut and Omar Aziz in Homs", Byline(("Ana Lee", "Omar Aziz"))),
    ("By Ana Lee, Omar Aziz and Jo Hill", Byline(("Ana Lee", "Omar Aziz", "Jo Hill"))),
    ("By Ana Lee, Middle East correspondent", Byline(("Ana Lee",))),
    ("By ANA LEE, Associated Press", Byline(("ANA LEE",), "AP")),
    ("By The Associated Press", Byline((), "AP")),
    ("By: Ana Lee | Orient Desk", Byline(("Ana Lee",))),
    ("By Our Correspondent", Byline(("Our Correspondent",))),
    ("By Radio Harrow staff", Byline(("Radio Harrow staff",))),
    ("(Reporting by Ana Lee in Geneva; Editing by Jo Hill)", Byline(("Ana Lee",))),
    ("Additional reporting by Jo Hill; editing by Ana Lee", Byline()),
    ("(Editing by Jo Hill)", Byline()),
]


@pytest.mark.parametrize(("line", "expected"), BYLINES)
def test_bylines(line: str, expected: Byline) -> None:
    assert read_byline(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday the army had left the town.",
        "By Monday evening",
        "By land and sea",
        "By hospital staff",
        "By Tuesday hospital staff",
        "By the time they came, he said, the army had left.",
        "By then Homs had fallen",
        "Story by story the building came down.",
        "Bystanders were hurt.",
    ],
)
def test_no_bylines(line: str) -> None:
    assert read_byline(line) is None


def test_sources_agencies_and_outlets() -> None:
    assert read_source_line("Source: Orient Desk") == "Orient Desk"
    assert read_source_line("Sources close to the army: it left.") is None
    assert [read_agency_line(line) for line in ("(AFP)", "-- Xinhua", "Reuters/AFP", "The AFP said so")] == [
        "AFP",
        "Xinhua",
        "Reuters",
        None,
    ]
    assert [
        is_outlet_name(line) for line in ("Orient Desk News", "The Daily Star", "Army leaves", "The army left Times")
    ] == [
        True,
        True,
        False,
        False,
    ]


PRINTED = [
    ("Published: 5 April 2016", "2016-04-05"),
    ("(14 February 2019)", "2019-02-14"),
    ("Tuesday, April 5, 2016", "2016-04-05"),
    ("Posted on April 5, 2016 at 10:30 am", "2016-04-05"),
    ("Published 10:30 GMT, 5 April 2016", "2016-04-05"),
    ("2016-04-05", "2016-04-05"),
    ("Published: 5 April 2016 | Updated: 6 April 2016", "2016-04-05"),
    ("Last updated: 6 April 2016", None),
    ("05/04/2016", None),
    ("5 April", None),
    ("On 5 April 2016 the army left the town.", None),
    ("31 February 2016", None),
]


@pytest.mark.parametrize(("line", "expected"), PRINTED)
def test_date_lines(line: str, expected: str | None) -> None:
    assert read_date_line(line) == expected


METADATA = [
    ("2016-04-05", "2016-04-05"),
    ("2016-04-05T10:30:00Z", "2016-04-05T10:30:00+00:00"),
    ("2016-04-05T10:30:00.123+0300", "2016-04-05T10:30:00+03:00"),
    ("2016-04-05 10:30", "2016-04-05T10:30:00"),
    ("Tue, 05 Apr 2016 10:30:00 GMT", "2016-04-05T10:30:00+00:00"),
    ("20160405", "2016-04-05"),
    ("April 5, 2016", "2016-04-05"),
    ("April 5, 2016 10:30 am", "2016-04-05"),
    ("2016/4/5", "2016-04-05"),
    ("25/04/2016", "2016-04-25"),
    ("05.04.2016", "2016-04-05"),
    ("05/04/2016", None),
    ("1970-01-01T00:00:00Z", None),
    ("0001-01-01", None),
    ("2016-13-45", None),
    ("yesterday", None),
    ("", None),
]


@pytest.mark.parametrize(("value", "expected"), METADATA)
def test_metadata_dates(value: str, expected: str | None) -> None:
    assert parse_metadata_date(value) == expected


def test_other_dates() -> None:
    assert parse_printed_date("the 5th of April 2016") == "2016-04-05"
    assert [parse_wire_date(words) for words in ("4 FEB 90", "4 FEB 16", "July 10")] == [
        "1990-02-04",
        "2016-02-04",
        None,
    ]
    assert date_in_url("https://example.org/news/2016/04/05/clashes") == "2016-04-05"
    assert date_in_url("https://example.org/2016/apr/05/clashes") == "2016-04-05"
    assert date_in_url("https://example.org/2016-04-05/clashes") == "2016-04-05"
    assert date_in_url("https://example.org/2016/04/31/clashes") is None
    assert date_in_url("https://example.org/20160405123/clashes") is None
    assert date_in_url(None) is None
