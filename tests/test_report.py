"""`dateline report`: the page holds what the case holds, fetches nothing, and withholds names where asked to."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.drawing.clock import Clock, find_cuts
from dateline.drawing.days import count_bars, draw_bars
from dateline.drawing.maps import Dot, draw_map
from dateline.drawing.outlines import Frame, find_borders, find_land
from dateline.events import Event
from dateline.export.encoding import encode_events
from dateline.gathering import gather_lines
from dateline.model import Place, Source, Toll
from dateline.summary import make_summary
from tests.test_control import ARMY, GROUP, take, tell
from tests.test_control import span as find_span

ROOT = Path(__file__).parent.parent
TEXT = "Shells fired by the army hit the house of Fatima Idris in Selm, killing 12 people, her brother Umar Salem said."
VICTIM = ("Fatima Idris", None, "civilians", "Fatima Idris")


def shelling(name: str, speaker: Source, killed: int) -> Event:
    kind = "shelling_artillery_missile_attack"
    event = tell(TEXT, "hit", kind=kind, doers=(ARMY,), targets=(VICTIM,), day="2031-03-04", name=name)
    entry = event.claims[0]
    house = Place(find_span(TEXT, "house of Fatima Idris"), "house of Fatima Idris", "in")
    toll = Toll("killed", "people", None, killed, killed, killed, None, find_span(TEXT, "12 people"))
    claim = replace(entry.claim, casualties=(toll,), sources=(speaker,), places=(*entry.claim.places, house))
    return Event(event.id, (replace(entry, claim=claim),))


UMAR = Source("Umar Salem", "witness", find_span(TEXT, "Umar Salem"), None, None, False)
MINISTER = Source("Kamal Haddad", "official", None, None, None, False)
ONE, OTHER = shelling("1", UMAR, 12), shelling("2", MINISTER, 7)
EVENTS = (
    Event("event:shelling", (*ONE.claims, *OTHER.claims), ("score/1",)),
    take(GROUP, "2031-03-06", "3"),
    take(ARMY, "2031-03-09", "4", status="planned"),
    tell("Gunmen shot a farmer.", "shot", kind="attack", places=(), name="5", day=None),
)


def summarise(events: tuple[Event, ...] = EVENTS, *, is_masked: bool = False) -> str:
    gathered = gather_lines(encode_events(events).splitlines(keepends=True), "case.jsonl")
    return make_summary(gathered, title="Case", query="all", is_masked=is_masked).html.decode()


class Reader(HTMLParser):
    """Tables by caption, what the page would fetch, and whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.order: list[str] = []
        self._caption = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta",):
            self.open.append(tag)
        self.order += [tag] if tag in ("figure", "table") else []
        for name, value in attrs:
            if name in ("src", "srcset", "data", "action") or (name == "href" and not str(value).startswith("#")):
                self.fetched.append(f"{tag} {name}={value}")
        if tag in ("link", "script", "img", "iframe", "object"):
            self.fetched.append(tag)
        if tag == "tr":
            self.tables.setdefault(self._caption, []).append([])
        if tag in ("td", "th"):
            self.tables[self._caption][-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "caption" in self.open:
            self._caption = data
        elif self.open and ("td" in self.open or "th" in self.open):
            self.tables[self._caption][-1][-1] += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_the_page_is_whole_and_fetches_nothing() -> None:
    page = summarise()
    assert read(page).fetched == []
    assert "@import" not in page and "url(http" not in page and "default-src 'none'" in page
    assert [word for word in re.findall(r"https?://[^\s\"<]+", page) if "w3.org/2000/svg" not in word] == []


def test_under_every_picture_stands_a_table() -> None:
    order = read(summarise()).order
    assert order.count("figure") >= 5
    for number, tag in enumerate(order):
        if tag == "figure":
            assert "table" in order[number + 1 : number + 3]


def test_figures_are_those_of_the_events() -> None:
    tables = read(summarise()).tables
    assert tables["Events by day and group of types"][1:] == [
        ["2031-03-04", "0", "1", "1"], ["2031-03-06", "1", "0", "1"],
    ]  # fmt: skip
    low, high = "Kamal Haddad (official)", "Umar Salem (witness)"
    assert tables["Tolls"][1][3:] == ["killed", "7", "7", "12", low, low, high]
    positions = f"12 people: {high}  |  7 people: {low}"
    row = ["2031-03-04", "shelling/artillery/missile attack", "Selm", "how many were killed", positions]
    assert row in tables["Contradictions"]
    assert tables["Not placed"][1][4] == "no place is told"
    assert tables["Not dated"][1][4] == "no day is told"
    assert any(row[:3] == ["Selm", "2031-03-06; no later word", "held by Islamic State"]
               for row in tables["Control, place by place"])  # fmt: skip


def test_what_was_only_planned_is_in_no_picture() -> None:
    page = summarise()
    assert "1 event told only as planned" in page
    assert "2031-03-09" not in {row[0] for row in read(page).tables["Events by day and group of types"]}


@pytest.mark.parametrize("name", ["Fatima", "Idris", "Umar", "Salem"])
def test_the_mask_withholds_private_persons_everywhere(name: str) -> None:
    assert name in summarise()
    page = summarise(is_masked=True)
    assert name not in page
    assert "Names of private persons are withheld" in page


def test_the_mask_withholds_a_body_that_bears_a_persons_name() -> None:
    blog = take(GROUP, "2031-03-06", "7", says=("Omar Salem", "local_media", None))
    assert "Omar Salem (local media)" in summarise((blog,))
    assert "Omar" not in summarise((blog,), is_masked=True)


@pytest.mark.parametrize("text", ["Shells hit Selm, occupied by Fatima Idris.", "Shells hit Fatima Idris-held Selm."])
def test_the_mask_withholds_a_person_who_is_said_to_hold_a_place(text: str) -> None:
    event = tell(text, "hit", kind="shelling_artillery_missile_attack", targets=(VICTIM,), day="2031-03-04", name="8")
    assert "held by Fatima Idris" in summarise((event,))
    page = summarise((event,), is_masked=True)
    assert "Fatima" not in page and "held by name withheld" in page


def test_words_stay_apart_where_a_letter_goes() -> None:
    named = Source("Abu\u00a0Ali\nHassan\u202e", "party", None, None, None, anonymous=False)
    page = summarise((shelling("9", named, 3),))
    assert "Abu Ali Hassan (party)" in page and "AbuAli" not in page


def test_the_mask_keeps_parties_officials_and_figures() -> None:
    page = summarise(is_masked=True)
    for kept in ("Military Forces of Syria", "Islamic State", "Kamal Haddad (official)", "witness, name withheld"):
        assert kept in page, kept
    assert read(page).tables["Tolls"][1][4:7] == ["7", "7", "12"]


def test_the_same_case_gives_the_same_bytes() -> None:
    assert summarise() == summarise()


def test_what_a_report_says_is_text_and_not_markup() -> None:
    nasty = tell("Rebels <script>alert(1)</script> seized Selm.", "seized", doers=(GROUP,), day="2031-03-06", name="9",
                 says=('<img src=x onerror="a()">', "outlet", None))  # fmt: skip
    page = summarise((nasty,))
    assert read(page).fetched == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_empty_case_is_still_a_page() -> None:
    page = summarise(())
    assert "There are no events." in page
    read(page)


def test_the_page_says_how_it_was_made(tmp_path: Path) -> None:
    path = tmp_path / "case.jsonl"
    path.write_bytes(encode_events(EVENTS))
    words = ["report", str(path), "-o", str(tmp_path / "page.html"), "--since", "2031-03-05", "--title", "March"]
    assert CliRunner().invoke(cli, words).exit_code == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    rows = {row[0]: row[1] for row in read(page).tables["Making"]}
    assert rows["SHA-256 of the input"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert rows["which events"] == "since 2031-03-05"
    assert "<title>March</title>" in page and "Kamal Haddad" not in page


def test_png_pictures(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="the extra `plots` is not installed")
    path = tmp_path / "case.jsonl"
    path.write_bytes(encode_events(EVENTS))
    folder = tmp_path / "pictures"
    words = ["report", str(path), "-o", str(tmp_path / "page.html"), "--png", str(folder)]
    assert CliRunner().invoke(cli, words).exit_code == 0
    names = {"events-by-day.png", "map.png", "killed.png", "sources.png", "control.png"}
    assert {file.name for file in folder.iterdir()} == names
    for file in folder.iterdir():
        assert file.read_bytes()[:4] == b"\x89PNG" and file.stat().st_size > 3_000, file.name


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report", "{case}"], "Missing option '-o'"),
        (["report", "-o", "{folder}/page.html"], "Name a FILE of coded reports or events"),
        (["report", "{case}", "-o", "{folder}/none/page.html"], "Make it first: mkdir -p"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(words: list[str], said: str, tmp_path: Path) -> None:
    path = tmp_path / "case.jsonl"
    path.write_bytes(encode_events(EVENTS))
    done = CliRunner().invoke(cli, [word.format(case=path, folder=tmp_path) for word in words])
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("last", "unit", "outside"),
    [("2031-03-20", "day", 1), ("2031-12-20", "week", 1), ("2040-12-20", "month", 0)],
)
def test_bars_are_days_weeks_or_months_and_count_what_fits(last: str, unit: str, outside: int) -> None:
    day = date.fromisoformat
    days = [
        (day("2031-03-04"), day("2031-03-04"), "battles"), (day("2031-03-01"), day("2031-03-31"), "battles"),
        (day(last), day(last), "riots"),
    ]  # fmt: skip
    found, bars, left = count_bars(days, ["battles", "riots"])
    assert (found, left) == (unit, outside)
    assert sum(sum(bar.counts.values()) for bar in bars) == 3 - outside
    assert (bars[0].counts, bars[-1].counts) == ({"battles": 2 - outside}, {"riots": 1})


OLD, RECENT = date(2012, 2, 3), [date(2026, 11, 5) + timedelta(days=number) for number in range(0, 12, 2)]


def test_one_old_event_does_not_press_this_month_into_a_line() -> None:
    days = [(day, day, "battles") for day in (OLD, *RECENT)]
    unit, bars, outside = count_bars(days, ["battles"])
    assert (unit, outside, sum(bar.counts.get("battles", 0) for bar in bars)) == ("day", 0, 7)
    picture = draw_bars(unit, bars, {"battles": "battles"})
    root = ElementTree.fromstring(picture.to_file())
    words = [found.text or "" for found in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "3 Feb 2012" in words and any("Nov 2026" in label for label in words)
    titles = [found.text for found in root.iter("{http://www.w3.org/2000/svg}title")]
    assert "2012-02-04 to 2026-11-04: nothing is told, left out" in titles
    wide = [float(found.get("width") or 0) for found in root.iter("{http://www.w3.org/2000/svg}rect")
            if found.get("class") == "s0" and found.get("height") != "10.0"]  # fmt: skip
    assert len(wide) == 7 and min(wide) > 40


def test_a_clock_with_a_cut_keeps_the_order_of_days_and_its_edges() -> None:
    cuts = find_cuts((day, day) for day in (OLD, *RECENT))
    clock = Clock(OLD, RECENT[-1], 40.0, 940.0, cuts)
    places = [clock.place(day) for day in (OLD, cuts[0][0], date(2020, 1, 1), *RECENT, RECENT[-1] + timedelta(days=1))]
    assert places == sorted(places) and (places[0], places[-1]) == (40.0, 940.0)
    assert clock.place(date(2000, 1, 1)) == 40.0 and clock.place(date(2030, 1, 1)) == 940.0
    assert find_cuts((day, day) for day in RECENT) == ()
    many = [(date(year, 1, 1), date(year, 1, 1)) for year in range(2012, 2027)]
    assert find_cuts(many) == ()  # a thing each year is no gap beside the others


@pytest.mark.parametrize(
    ("frame", "is_land", "has_borders"),
    [
        (Frame(36.0, 33.0, 40.0, 36.0), True, True),  # Syria
        (Frame(-45.0, 25.0, -35.0, 35.0), False, False),  # the Atlantic
    ],
)
def test_the_ground_is_where_it_is(frame: Frame, is_land: bool, has_borders: bool) -> None:
    assert (any(True for _ in find_land(frame)), any(True for _ in find_borders(frame))) == (is_land, has_borders)
    for ring in find_land(frame):
        assert ring[:, 0].min() >= frame.west - 1e-9 and ring[:, 0].max() <= frame.east + 1e-9


def test_circles_of_error_have_their_true_size() -> None:
    picture = draw_map([Dot("Selm", 34.0, 37.0, 50.0, 3, "Selm"), Dot("Orba", 34.0, 39.0, 5.0, 1, "Orba")])
    bar = re.search(r'text-anchor="middle" style="font-size:11px">([\d,]+) km<', picture.body)
    length = re.search(r'<line x1="20.0" y1="(\S+)" x2="(\S+)" y2="\1" class="line-ink"', picture.body)
    assert bar and length
    pixels_a_km = (float(length[2]) - 20.0) / float(bar[1].replace(",", ""))
    radii = sorted(float(found) for found in re.findall(r'r="(\S+)" class="line-s0"', picture.body))
    assert radii == pytest.approx([5.0 * pixels_a_km, 50.0 * pixels_a_km], rel=0.01)


@pytest.mark.parametrize("word", ["--mask", "--png", "--since", "--until", "--country", "--title", "--db"])
def test_every_option_is_documented(word: str) -> None:
    assert f"`{word}" in (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
