"""Many inputs: files, folders, globs, standard input, gzip; one bad input stops nothing."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from dateline.errors import InputError
from dateline.model import Report
from dateline.reading import count_inputs, read_reports
from dateline.reading import report as report_module
from dateline.reading import stream as stream_module
from dateline.reading.kinds import find_kind

ARMY = "The army said on Tuesday that its troops had left the town of {} after two days of clashes with rebels."


def lines(*names: str) -> bytes:
    return b"".join(json.dumps({"text": ARMY.format(name)}).encode() + b"\n" for name in names)


def told(items: Iterable[Report | InputError]) -> list[str]:
    """The town of each report, the message of each error."""
    return [item.text.split("town of ")[1].split()[0] if isinstance(item, Report) else f"! {item}" for item in items]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.txt").write_text(ARMY.format("Hama"))
    (tmp_path / "a.html").write_text(f"<html><body><p>{ARMY.format('Homs')}</p></body></html>")
    (tmp_path / "c.jsonl").write_bytes(lines("Idlib", "Raqqa"))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "d.anything").write_bytes(gzip.compress(ARMY.format("Daraa").encode()))
    (tmp_path / "sub" / "e").write_bytes(gzip.compress(lines("Tartus")))
    (tmp_path / ".hidden").write_text(ARMY.format("Latakia"))
    (tmp_path / "z.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    return tmp_path


def test_a_folder(folder: Path) -> None:
    found = told(read_reports([folder]))
    assert found[:6] == ["Homs", "Hama", "Idlib", "Raqqa", "Daraa", "Tartus"]
    assert len(found) == 7 and "z.png: a PNG picture" in found[6]


def test_globs_and_single_files(folder: Path) -> None:
    assert told(read_reports([str(folder / "*.txt"), folder / "a.html"])) == ["Hama", "Homs"]
    assert told(read_reports([str(folder / "**" / "*.jsonl")])) == ["Idlib", "Raqqa"]
    (folder / "x[1].txt").write_text(ARMY.format("Manbij"))
    assert told(read_reports([str(folder / "x[1].txt")])) == ["Manbij"]


def test_inputs_that_are_not_there(tmp_path: Path) -> None:
    found = told(read_reports([tmp_path / "none.txt", tmp_path, str(tmp_path / "*.txt"), str(tmp_path / "a**b")]))
    assert ["no such file" in found[0], "no file in the folder" in found[1], "no file fits" in found[2]] == [True] * 3
    assert "no file fits" in found[3]


@pytest.mark.parametrize(
    ("content", "towns"),
    [
        (ARMY.format("Hama").encode(), ["Hama"]),
        (f"<p>{ARMY.format('Homs')}</p>".encode(), ["Homs"]),
        (lines("Idlib", "Raqqa"), ["Idlib", "Raqqa"]),
        (gzip.compress(lines("Idlib", "Raqqa")), ["Idlib", "Raqqa"]),
        (b"\xef\xbb\xbf" + lines("Idlib"), ["Idlib"]),
    ],
)
def test_standard_input(content: bytes, towns: list[str]) -> None:
    reports = list(read_reports(["-"], stdin=io.BytesIO(content)))
    assert told(reports) == towns
    assert all(isinstance(report, Report) and report.path is None for report in reports)


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_bytes(lines("Hama") + b'{"text": \n\n[1, 2]\n{"text": 7}\n' + lines("Homs"))
    found = told(read_reports([path]))
    assert [found[0], found[4]] == ["Hama", "Homs"]
    assert ["line 2" in found[1], "line 4" in found[2], "line 5" in found[3]] == [True] * 3
    assert all("reports.jsonl" in message for message in found[1:4])


def test_truncated_gzip(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl.gz"
    many = lines(*[f"T{number}" for number in range(2000)])
    path.write_bytes(gzip.compress(many)[:-2000])
    found = told(read_reports([path]))
    assert found[0] == "T0" and len(found) > 2
    assert "damaged gzip" in found[-1] and "line" in found[-1]
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(ARMY.encode())[:30])
    assert "a.txt.gz: damaged gzip" in told(read_reports([tmp_path / "a.txt.gz"]))[0]


def test_a_line_or_file_over_the_limit_is_refused_and_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_module, "MOST_BYTES", 1000)
    monkeypatch.setattr(stream_module, "MOST_BYTES", 1000)
    path = tmp_path / "reports.jsonl"
    path.write_bytes(lines("Hama") + lines("x" * 5000) + lines("Homs"))
    found = told(read_reports([path]))
    assert [found[0], found[2]] == ["Hama", "Homs"]
    assert "line 2: larger than" in found[1]
    (tmp_path / "a.txt").write_bytes(b"word " * 1000)
    assert "larger than" in told(read_reports([tmp_path / "a.txt"]))[0]


def test_an_unreadable_file_is_one_error_among_reports(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain_open = Path.open

    def refuse(self: Path, mode: str = "r") -> object:
        if self.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return plain_open(self, mode)

    monkeypatch.setattr(Path, "open", refuse)
    found = told(read_reports([folder]))
    assert found[0] == "Homs" and "b.txt: cannot be read (Permission denied)" in found[1] and found[2] == "Idlib"


def test_what_the_caller_gives_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": ARMY, "outlet": "Valley News", "published": "2019-02-14"}))
    (report,) = read_reports([path], published="2016-04-05", outlet="Orient Desk")
    assert isinstance(report, Report)
    assert (report.published, report.published_from, report.outlet) == ("2016-04-05", "given", "Orient Desk")
    with pytest.raises(InputError):
        read_reports([path], published="soon")


def test_reports_are_read_one_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARMY.format("Hama"))
    reports = read_reports([tmp_path / "a.txt", tmp_path / "none.txt"])
    assert isinstance(next(reports), Report)
    assert isinstance(next(reports), InputError)


def test_counts(folder: Path) -> None:
    assert count_inputs([folder / "a.html", folder / "b.txt"]) == 2
    assert count_inputs([folder / "sub"]) == 2
    assert count_inputs([folder]) is None
    assert count_inputs(["-"]) is None


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "b.jsonl").touch()
    assert ["empty" in message for message in told(read_reports([tmp_path]))] == [True, True]


def test_a_csv_table_holds_a_report_a_row(tmp_path: Path) -> None:
    told = 'Rebels left Hama on Tuesday, residents said.\nThey went ""north"".'
    (tmp_path / "a.csv").write_text(
        f'id,date,outlet,text\n1,2026-11-12,Nile Gazette,"{told}"\n2,2026-11-13,Nile Gazette,A mine went off.\n'
        "3,2026-11-14,Nile Gazette,A row, with a comma too many.\n4,,Nile Gazette,\n",
        encoding="utf-8-sig",
    )
    first, second, third, fourth = read_reports([tmp_path / "a.csv"])
    assert isinstance(first, Report) and isinstance(second, Report)
    assert (first.input_id, first.published, first.outlet) == ("1", "2026-11-12", "Nile Gazette")
    assert first.text == told.replace('""', '"') and second.text == "A mine went off."
    assert "a.csv, line 5: a row of 5 cells (expected 4, as the header has); put the text in quotes" in str(third)
    assert "a.csv, line 6: neither 'text' nor 'html' has any words" in str(fourth)


@pytest.mark.parametrize("start", ["Context, text and more.\nRebels left.", "The text\nid,text.", "actor,place\nA,B"])
def test_other_tables_and_prose_are_no_table_of_reports(start: str) -> None:
    assert find_kind(start.encode(), "a.csv") == "page"


def test_a_table_cut_off_in_quotes_is_an_error_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text('text\turl\nA mine went off.\thttps://a.example\n"cut off\thttps')
    first, second = read_reports([tmp_path / "a.tsv"])
    assert isinstance(first, Report) and first.url == "https://a.example"
    assert "a.tsv, line 3: a row that cannot be read" in str(second)
