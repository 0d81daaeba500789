"""Archives and documents to reports: web archives, mail, feeds, PDF, DOCX; what is broken is named, no more lost."""

from __future__ import annotations

import gzip
import io
import random
import tracemalloc
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from archive_files import (
    ARMY,
    LATER,
    Warc,
    make_docx,
    make_item,
    make_mail,
    make_mbox,
    make_narrow_pdf,
    make_page,
    make_pdf,
    make_rss,
    make_scan,
    make_wacz,
    make_warc,
)

from dateline.errors import InputError
from dateline.model import Report
from dateline.reading import Content, count_inputs, read_contents, read_report, read_reports
from dateline.reading.answers import join_chunks, unpack
from dateline.reading.feeds import split_feed
from dateline.reading.kinds import find_kind
from dateline.reading.layout import join_paragraphs

TOWNS = ("Hama", "Homs", "Idlib", "Raqqa", "Daraa")


def told(items: Iterable[Report | InputError]) -> list[str]:
    """The town of each report, the message of each error."""
    return [item.text.split("town of ")[1].split()[0] if isinstance(item, Report) else f"! {item}" for item in items]


def read(tmp_path: Path, name: str, data: bytes) -> list[Report | InputError]:
    (tmp_path / name).write_bytes(data)
    return list(read_reports([tmp_path / name]))


def one(tmp_path: Path, name: str, data: bytes) -> Report:
    (found,) = read(tmp_path, name, data)
    assert isinstance(found, Report), str(found)
    return found


def failure(tmp_path: Path, name: str, data: bytes) -> str:
    (found,) = read(tmp_path, name, data)
    assert isinstance(found, InputError)
    return str(found)


# Web archives


@pytest.mark.parametrize("is_zipped", [True, False])
def test_the_pages_of_a_warc(tmp_path: Path, is_zipped: bool) -> None:
    warc = make_warc("Hama", is_zipped=is_zipped)
    warc.add("https://news.example/robots.txt", b"User-agent: *", media_type="text/plain")
    warc.add("https://news.example/gone", make_page("Nowhere"), status="404 Not Found")
    warc.add("https://news.example/a.png", b"\x89PNG", media_type="image/png")
    warc.add("https://news.example/feed", make_rss(make_item("Nowhere")), media_type="application/rss+xml")
    warc.add("https://news.example/Homs", make_page("Homs"), headers=[("ETag", '"7"')], date="2026-03-06T01:02:03Z")
    warc.add("https://news.example/Idlib", make_page("Idlib"), kind="resource")
    warc.add("https://news.example/Idlib", b"", kind="revisit")
    warc.add("metadata:1", b"fetchTimeMs: 5", kind="metadata", media_type="application/warc-fields")
    warc.add("https://news.example/c", ARMY.format("Raqqa").encode(), kind="conversion", media_type="text/plain")
    name = "crawl.warc.gz" if is_zipped else "crawl.warc"
    reports = read(tmp_path, name, warc.get())
    assert told(reports) == ["Hama", "Homs", "Idlib", "Raqqa"]
    homs = reports[1]
    assert isinstance(homs, Report)
    assert homs.path == f"{tmp_path / name}#{warc.offsets[5]}"
    assert (homs.url, homs.title, homs.published) == ("https://news.example/Homs", "Army leaves Homs", "2026-03-04")
    contents = [item for item in read_contents([tmp_path / name]) if isinstance(item, Content)]
    assert contents[1].captured_at == "2026-03-06T01:02:03.000000Z"
    assert {("WARC-Type", "response"), ("Status", "HTTP/1.1 200 OK"), ("ETag", '"7"')} <= set(contents[1].headers)
    assert contents[1].data == make_page("Homs")


def test_a_record_can_be_found_again_by_its_address(tmp_path: Path) -> None:
    data = make_warc(*TOWNS).get()
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    contents = [item for item in read_contents([path]) if isinstance(item, Content)]
    offset = int(str(contents[3].path).split("#")[1])
    assert b"Raqqa" in zlib.decompressobj(31).decompress(data[offset:])


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        ([("Content-Encoding", "gzip")], gzip.compress),
        ([("Content-Encoding", "gzip")], bytes),  # unpacked before it was kept
        ([("Content-Encoding", "deflate")], zlib.compress),
        ([("Content-Encoding", "deflate")], lambda data: zlib.compress(data, wbits=-15)),
        (
            [("Transfer-Encoding", "chunked")],
            lambda data: b"5\r\n" + data[:5] + b"\r\nfff\r\n" + data[5:] + b"\r\n0\r\n\r\n",
        ),
        ([("Transfer-Encoding", "chunked")], bytes),
    ],
)
def test_a_body_is_unpacked(tmp_path: Path, headers: list[tuple[str, str]], pack: object) -> None:
    assert callable(pack)
    page = make_page("Hama")
    data = pack(page + b" " * (0xFFF + 5 - len(page)))
    warc = Warc(is_zipped=True)
    warc.add("https://news.example/a", data, headers=headers)
    assert told(read(tmp_path, "a.warc.gz", warc.get())) == ["Hama"]


def test_brotli() -> None:
    brotli = pytest.importorskip("brotli")
    page = make_page("Hama")
    assert unpack(brotli.compress(page), "br") == page
    assert unpack(page, "br") == page
    with pytest.raises(InputError, match="packing is damaged"):
        unpack(brotli.compress(page)[:5] + b"\xff" * 50, "br")


def test_chunks_that_are_cut_off() -> None:
    assert join_chunks(b"4\r\nShel\r\n9\r\nling") == b"Shelling"
    assert join_chunks(b"fff is not a size") == b"fff is not a size"


def test_documents_in_a_warc(tmp_path: Path) -> None:
    warc = Warc(is_zipped=True)
    words = [ARMY.format("Hama"), LATER.format("Hama")]
    warc.add("https://news.example/a.pdf", make_pdf(words), media_type="application/pdf")
    warc.add("https://news.example/b.pdf", make_scan(), media_type="application/pdf")
    found = read(tmp_path, "a.warc.gz", warc.get())
    assert told(found)[0] == "Hama"
    assert f"a.warc.gz#{warc.offsets[1]}: a PDF document in which no text layer was found" in str(found[1])


def test_a_page_without_text_in_a_warc_is_named(tmp_path: Path) -> None:
    warc = make_warc("Hama")
    warc.add("https://news.example/x", b"<html><body><div></div></body></html>")
    warc.add("https://news.example/y", b"\x00garbage" * 50, headers=[("Content-Encoding", "gzip")])
    warc.add("https://news.example/Homs", make_page("Homs"))
    found = told(read(tmp_path, "a.warc.gz", warc.get()))
    assert (found[0], found[3]) == ("Hama", "Homs")
    assert f"a.warc.gz#{warc.offsets[1]}: no text found on the page" in found[1]
    assert f"a.warc.gz#{warc.offsets[2]}: " in found[2]


@pytest.mark.parametrize("is_zipped", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_record_never_stops_the_rest(tmp_path: Path, is_zipped: bool, seed: int) -> None:
    """Forty bytes overwritten somewhere in the third of five records."""
    warc = make_warc(*TOWNS, is_zipped=is_zipped)
    data = bytearray(warc.get())
    chance = random.Random(seed)
    start, end = warc.offsets[2], warc.offsets[3]
    place = chance.randrange(start, end - 40)
    data[place : place + 40] = chance.randbytes(40)
    found = read(tmp_path, "a.warc", bytes(data))
    towns = told(found)
    assert [towns[0], towns[1], *towns[-2:]] == ["Hama", "Homs", "Raqqa", "Daraa"]
    if is_zipped:  # in a plain archive some damage is only other letters
        assert any(words.startswith("!") and f"a.warc#{start}" in words for words in towns[2:-2])


def test_damage_that_unzips_on_into_the_next_records_loses_none_of_them(tmp_path: Path) -> None:
    """The third of five records is zipped as it stands, and its end overwritten so that the rest is part of it."""
    warc = make_warc(*TOWNS)
    start, end = warc.offsets[2:4]
    plain = gzip.decompress(warc.get()[start:end])
    member = bytearray(gzip.compress(plain, compresslevel=0))
    member[10] = 0  # a stored block that is not the last one
    member[-8:] = b"\x00\xff\xff\x00\x00" + member[-3:]  # in place of checksum and size: one more, of 65,535 bytes
    towns = told(read(tmp_path, "a.warc.gz", warc.get()[:start] + bytes(member) + warc.get()[end:]))
    assert [*towns[:3], *towns[-2:]] == ["Hama", "Homs", "Idlib", "Raqqa", "Daraa"]
    assert f"a.warc.gz#{start}+" in towns[3]


def test_a_wrong_length_is_named_and_the_next_record_is_read(tmp_path: Path) -> None:
    warc = make_warc(*TOWNS, is_zipped=False)
    before = warc.get()[warc.offsets[1] : warc.offsets[2]]
    for wrong in (b"Content-Length: 17", b"Content-Length: many", b"Content-Length: -5"):
        broken = bytes(before).split(b"Content-Length: ")
        broken[1] = wrong.removeprefix(b"Content-Length: ") + broken[1][broken[1].index(b"\r\n") :]
        data = warc.get().replace(before, b"Content-Length: ".join(broken))
        found = told(read(tmp_path, "a.warc", data))
        assert [found[0], *found[-3:]] == ["Hama", "Idlib", "Raqqa", "Daraa"]
        assert f"a.warc#{warc.offsets[1]}" in found[1]


@pytest.mark.parametrize("is_zipped", [True, False])
def test_a_cut_off_archive_gives_what_it_holds(tmp_path: Path, is_zipped: bool) -> None:
    warc = make_warc(*TOWNS, is_zipped=is_zipped)
    found = told(read(tmp_path, "a.warc", warc.get()[: warc.offsets[4] + 300]))
    assert found[:4] == ["Hama", "Homs", "Idlib", "Raqqa"]
    assert len(found) == 5 and f"a.warc#{warc.offsets[4]}: damaged record (it is cut off)" in found[4]


def test_an_archive_zipped_as_one(tmp_path: Path) -> None:
    plain = make_warc(*TOWNS, is_zipped=False)
    found = read(tmp_path, "a.warc.gz", gzip.compress(plain.get()))
    assert told(found) == list(TOWNS)
    assert [str(item.path).split("#")[1] for item in found] == [f"0+{offset}" for offset in plain.offsets]


def test_an_archive_on_standard_input() -> None:
    for is_zipped in (True, False):
        data = make_warc("Hama", "Homs", is_zipped=is_zipped).get()
        found = list(read_reports(["-"], stdin=io.BytesIO(data)))
        assert told(found) == ["Hama", "Homs"]
        assert str(found[0].path).startswith("standard input#")


def test_an_archive_without_pages(tmp_path: Path) -> None:
    assert "a.warc.gz: no page in the archive" in failure(tmp_path, "a.warc.gz", make_warc().get())


def test_memory_is_flat(tmp_path: Path) -> None:
    """An archive of 40 MB, half of it one video, is gone through in less memory than it is long."""
    path = tmp_path / "a.warc"
    noise = random.Random(1).randbytes(1_000_000)
    with path.open("wb") as file:
        for number in range(20):
            file.write(make_warc(TOWNS[number % 5], is_zipped=False).get())
            filler = Warc(is_zipped=False)
            filler.add("https://news.example/v", noise * (21 if number == 10 else 1), media_type="video/mp4")
            file.write(filler.get())
    tracemalloc.start()
    try:
        pages = sum(isinstance(item, Content) for item in read_contents([path]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert pages == 20
    assert peak < 30_000_000 < path.stat().st_size


def test_wacz(tmp_path: Path) -> None:
    first, second = make_warc("Hama", "Homs"), make_warc("Idlib")
    found = read(tmp_path, "site.wacz", make_wacz(first, second))
    assert told(found) == ["Hama", "Homs", "Idlib"]
    assert found[1].path == f"{tmp_path / 'site.wacz'}#archive/part-0.warc.gz#{first.offsets[1]}"


def test_a_broken_wacz(tmp_path: Path) -> None:
    warc = make_warc(*TOWNS)
    data = bytearray(make_wacz(warc))
    inside = data.index(warc.get()[warc.offsets[1] : warc.offsets[2]])
    data[inside + 200 : inside + 240] = bytes(40)
    found = told(read(tmp_path, "site.wacz", bytes(data)))
    assert [item for item in found if not item.startswith("!")] == ["Hama", "Idlib", "Raqqa", "Daraa"]
    assert f"part-0.warc.gz#{warc.offsets[1]}: damaged record" in found[1]
    assert "ZIP" in failure(tmp_path, "cut.wacz", make_wacz(warc)[:500])


# Mail


def test_a_message(tmp_path: Path) -> None:
    text = f"HAMA – {ARMY.format('Hama')}\n\n{LATER.format('Hama')} “It’s over,” said José."
    signature = "\n\n-- \nValley Desk\nUnsubscribe here"
    report = one(tmp_path, "a.eml", make_mail("Army leaves Hama – again", text + signature).as_bytes())
    assert report.text == f"HAMA – {ARMY.format('Hama')}\n{LATER.format('Hama')} “It’s over,” said José."
    assert (report.title, report.byline, report.outlet) == (
        "Army leaves Hama – again",
        ("Ana Lee",),
        "Valley Daily Reports",
    )
    assert (report.published, report.published_from) == ("2026-03-04T21:15:00+03:00", "metadata")
    assert (report.url, report.dateline) == ("https://lists.valley.example/7", "HAMA")


@pytest.mark.parametrize(
    ("encoding", "charset"), [("base64", "utf-8"), ("quoted-printable", "iso-8859-1"), ("8bit", "utf-8")]
)
def test_encodings_of_a_message(tmp_path: Path, encoding: str, charset: str) -> None:
    message = make_mail("Army leaves", ARMY.format("Hamá"), encoding=encoding, charset=charset)
    assert told([one(tmp_path, "a.eml", message.as_bytes())]) == ["Hamá"]


def test_a_message_in_html(tmp_path: Path) -> None:
    page = f"<table><tr><td><p>{ARMY.format('Hama')}</p><p>{LATER.format('Hama')}</p></td></tr></table>"
    report = one(tmp_path, "a.eml", make_mail("Army leaves", None, page).as_bytes())
    assert report.text == f"{ARMY.format('Hama')}\n{LATER.format('Hama')}"
    both = make_mail("Army leaves", "See the web version of this mail.", page)
    assert told([one(tmp_path, "b.eml", both.as_bytes())]) == ["Hama"]


def test_attached_documents_are_reports_too(tmp_path: Path) -> None:
    pdf = make_pdf([ARMY.format("Homs"), LATER.format("Homs")])
    docx = make_docx("Army leaves Idlib", [ARMY.format("Idlib")])
    inner = make_mail("Inner", ARMY.format("Daraa"), attached=[("text/plain", "c.txt", ARMY.format("Tartus").encode())])
    message = make_mail(
        "Army leaves Hama", ARMY.format("Hama"),
        attached=[
            ("application/pdf", "a.pdf", pdf), ("image/png", "logo.png", b"\x89PNG"),
            ("application/octet-stream", "b.docx", docx),
        ],
    )  # fmt: skip
    message.add_attachment(inner)
    found = read(tmp_path, "a.eml", message.as_bytes())
    assert told(found) == ["Hama", "Homs", "Idlib", "Daraa", "Tartus"]
    places = ["", "#attachment-1", "#attachment-3", "#attachment-4", "#attachment-4#attachment-1"]
    assert [str(item.path) for item in found] == [f"{tmp_path / 'a.eml'}{place}" for place in places]
    only = make_mail("Report attached", None, attached=[("application/pdf", "a.pdf", pdf)])
    assert told(read(tmp_path, "b.eml", only.as_bytes())) == ["Homs"]
    empty = make_mail("Nothing", None, attached=[("image/png", "logo.png", b"\x89PNG")])
    assert "b2.eml: a message without text" in failure(tmp_path, "b2.eml", empty.as_bytes())


def test_an_mbox(tmp_path: Path) -> None:
    quoting = make_mail("Two", f"{ARMY.format('Homs')}\n\nFrom here on nothing is known.\n")
    broken = b"Subject: three\nMessage-ID: <3@x>\nContent-Type: multipart/mixed; boundary=nowhere\n\n"
    pdf = ("application/pdf", "a.pdf", make_scan())
    messages = [
        make_mail("One", ARMY.format("Hama")).as_bytes(), quoting.as_bytes(), broken,
        make_mail("Four", ARMY.format("Idlib"), attached=[pdf]).as_bytes(),
    ]  # fmt: skip
    found = read(tmp_path, "list.mbox", make_mbox(messages))
    assert [told([item])[0] for item in (found[0], found[1], found[3])] == ["Hama", "Homs", "Idlib"]
    assert isinstance(found[1], Report) and found[1].text.endswith("\nFrom here on nothing is known.")
    assert f"{tmp_path / 'list.mbox'}#3: a message without text" in str(found[2])
    assert "list.mbox#4#attachment-1: a PDF document in which no text layer" in str(found[4])
    assert [item.path for item in (found[0], found[3])] == [
        f"{tmp_path / 'list.mbox'}#1",
        f"{tmp_path / 'list.mbox'}#4",
    ]


def test_a_message_is_one_report_alone_and_in_an_mbox(tmp_path: Path) -> None:
    data = make_mail("One", ARMY.format("Hama")).as_bytes().replace(b"\r\n", b"\n")
    assert one(tmp_path, "a.eml", data).id == one(tmp_path, "list.mbox", make_mbox([data])).id


def test_a_message_with_headers_that_cannot_be_read(tmp_path: Path) -> None:
    odd = b"From: =?utf-8?B?//8=?= <\nDate: the day after\nSubject: =?x-none?Q?a?=\nMessage-ID: <\n\n"
    report = one(tmp_path, "a.eml", odd + ARMY.format("Hama").encode())
    assert report.published is None and told([report]) == ["Hama"]


@pytest.mark.parametrize(
    ("start", "name", "kind"),
    [
        (b"From our correspondent\nHAMA - Shells fell.", "a.txt", "page"),
        (b"From: the ministry\nTo: the press\nSubject: Hama\n\nShells fell.", "a.txt", "page"),
        (b"From: the ministry\nTo: the press\n\nShells fell.", "a.eml", "mail"),
        (b"Received: from a\n by b\nSubject: x\n\nShells fell.", "a", "mail"),
        (b"Shells fell.\nMessage-ID: 7\n\n", "a.eml", "page"),
        (b"From a@b Wed Mar  4 21:15:00 2026\nSubject: x\n", "a", "mbox"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!DOCTYPE rss>\n<rss version='2.0'>", "a", "feed"),
        (b"<feedback>no</feedback>", "a", "page"),
        (b"WARC/1.0\r\n", "a", "warc"),
    ],
)
def test_the_kind_of_an_input(start: bytes, name: str, kind: str) -> None:
    assert find_kind(start, name) == kind


# Feeds


def test_rss(tmp_path: Path) -> None:
    feed = make_rss(make_item("Hama"), make_item("Homs", body=" "))
    first, second = read(tmp_path, "a.rss", feed)
    assert isinstance(first, Report) and isinstance(second, Report)
    assert second.text == "Short: Homs."
    assert first.text == f"{ARMY.format('Hama')}\n{LATER.format('Hama')}"
    assert (first.title, first.outlet, first.byline) == (
        "Army leaves Hama & its market",
        "Plains Courier",
        ("Ana Lee",),
    )
    assert (first.published, first.published_from) == ("2026-03-05T08:30:00+00:00", "metadata")
    assert (first.url, first.path) == ("https://plains.example/Hama", f"{tmp_path / 'a.rss'}#1")


def test_atom(tmp_path: Path) -> None:
    words = f"<p>{ARMY.format('Hama')}</p><p>{LATER.format('Hama')}</p>"
    feed = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
<title type="html">Plains &lt;b&gt;Courier&lt;/b&gt;</title>
<entry><title>Army leaves Hama</title><id>tag:1</id><link rel="edit" href="https://x.example/e"/>
<link href="https://x.example/1"/><published>2026-03-05T08:30:00Z</published><updated>2026-04-01T00:00:00Z</updated>
<author><name>Ana Lee</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{words}</div></content></entry>
<entry><title>Two</title><content type="html">&lt;p&gt;{ARMY.format("Homs")}&lt;/p&gt;</content>
<summary>Short.</summary></entry>
<entry><title>Three</title><updated>2026-04-01T00:00:00Z</updated>
<summary type="text">{ARMY.format("Idlib")}</summary></entry></feed>"""
    found = read(tmp_path, "a.atom", feed.encode())
    assert told(found) == ["Hama", "Homs", "Idlib"]
    hama, _, idlib = found
    assert isinstance(hama, Report) and isinstance(idlib, Report)
    assert (hama.outlet, hama.byline, hama.url) == ("Plains Courier", ("Ana Lee",), "https://x.example/1")
    assert (hama.published, idlib.published) == ("2026-03-05T08:30:00+00:00", None)  # updated is not published
    assert hama.text.count("\n") == 1


def test_rdf_and_other_encodings(tmp_path: Path) -> None:
    feed = f"""<?xml version="1.0" encoding="iso-8859-1"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Café</title><items><rdf:Seq/></items></channel>
<item rdf:about="1"><title>A</title><description>{ARMY.format("Hamá")}</description>
<dc:date>2026-03-05</dc:date></item></rdf:RDF>"""
    report = one(tmp_path, "a.rdf", feed.encode("iso-8859-1"))
    assert (told([report]), report.outlet, report.published) == (["Hamá"], "Café", "2026-03-05")


def test_a_broken_entry_never_stops_the_rest(tmp_path: Path) -> None:
    items = (
        make_item("Hama"),
        "<item><title>Only a title</title></item>",
        make_item("Homs").replace("&amp;", "& ").replace("<dc:creator>", "<dc:creator>&nbsp;"),  # no XML, but clear
        "<item><title>Never closed</title>",
        make_item(
            "Idlib", body=f"<content:encoded><![CDATA[{ARMY.format('Idlib')} </item> in words]]></content:encoded>"
        ),
        make_item("Raqqa")[:-60],
    )
    (tmp_path / "a.xml").write_bytes(make_rss(*items))
    found = list(read_reports([tmp_path / "a.xml"]))
    names = told(found)
    assert [names[0], names[2]] == ["Hama", "Homs"]
    assert "a.xml#2: an entry without text, only a title; fetch the page" in names[1]
    assert "a.xml#4: an entry that is not closed" in names[3]
    assert "a.xml#6: an entry that is cut off" in names[5]
    assert len(names) == 6 and isinstance(found[4], Report)


def test_an_entry_is_one_report_in_every_fetch(tmp_path: Path) -> None:
    first = one(tmp_path, "a.rss", make_rss(make_item("Hama")))
    later = read(tmp_path, "b.rss", make_rss(make_item("Homs"), make_item("Hama")))
    assert isinstance(later[1], Report) and later[1].id == first.id


def test_a_feed_without_entries(tmp_path: Path) -> None:
    assert "a.rss: a feed without entries" in failure(tmp_path, "a.rss", make_rss())


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_entries_do_not_depend_on_how_the_stream_is_cut(size: int) -> None:
    data = make_rss(make_item("Hama"), make_item("Homs"))

    class Slow(io.BytesIO):
        def read(self, count: int | None = -1) -> bytes:
            return super().read(min(size, count or size))

    whole = [item.data for item in split_feed(io.BytesIO(data), "a") if isinstance(item, Content)]  # type: ignore[arg-type]
    slow = [item.data for item in split_feed(Slow(data), "a") if isinstance(item, Content)]  # type: ignore[arg-type]
    assert slow == whole and len(whole) == 2
    assert all(entry.startswith(b"<item>") and entry.endswith(b"</item>") for entry in whole)


# Documents


def test_a_pdf(tmp_path: Path) -> None:
    chance = random.Random(3)
    words = f"{ARMY} {LATER}".replace(".", "").replace("{}", "mortar").lower().split()
    paragraphs = [f"The {' '.join(chance.choices(words, k=chance.randint(30, 90)))} here." for _ in range(40)]
    report = one(tmp_path, "a.pdf", make_pdf(["Army leaves five towns", *paragraphs]))
    assert report.title == "Army leaves five towns"
    assert report.text.split("\n") == paragraphs  # four pages: no running head, no page number, no broken line
    assert one(tmp_path, "a.pdf.gz", gzip.compress(make_pdf(paragraphs))).text == report.text


def test_the_lines_of_a_short_pdf_are_joined() -> None:
    lines = (
        "Guards of the border force shot two traders dead near Hama in the\n"
        "Western Province on Tuesday, the centre learned. A witness said that no\n"
        "warning had been given. Officials have not commented."
    )
    assert len(join_paragraphs(lines, is_laid_out=True)) == 1
    headed = "Centre for Border Rights, a flash update to members\nWitnesses Come Forward in Hama"
    assert len(join_paragraphs(headed, is_laid_out=True)) == 2


def test_words_broken_at_a_line_end_in_a_pdf(tmp_path: Path) -> None:
    text = ARMY.format("Hama") + " The counter-offensive began at dawn."
    data = make_narrow_pdf(text, [("govern", "ment"), ("counter", "offensive")])
    words = one(tmp_path, "a.pdf", data).text
    assert "of the government in the east" in words and "of the counter-offensive in the east" in words


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (make_scan(), "a PDF document in which no text layer was found: its pages are pictures"),
        (make_pdf(["Secret words that nobody may read."], password="pw"), "an encrypted PDF document; save it without"),
        (make_pdf([ARMY])[:400], "a PDF document that cannot be read"),
        (b"%PDF-1.7 and nothing more", "a PDF document that cannot be read"),
        (make_docx("A", [ARMY])[:3000], "a ZIP archive or an office document that cannot be read"),
        (make_docx(None, []), "no text found"),
        (make_wacz(), "a ZIP archive that holds no document"),
    ],
)
def test_documents_that_cannot_be_read(tmp_path: Path, data: bytes, message: str) -> None:
    assert f"{tmp_path / 'a.bin'}: {message}" in failure(tmp_path, "a.bin", data)


def test_a_docx(tmp_path: Path) -> None:
    data = make_docx(
        "Army leaves Hama", [ARMY.format("Hama"), LATER.format("Hama")], [["Killed", "12"], ["Injured", "3"]]
    )
    report = one(tmp_path, "a.docx", data)
    assert report.title == "Army leaves Hama"
    assert report.text.split("\n")[:2] == [ARMY.format("Hama"), LATER.format("Hama")]
    assert "Running head" not in report.text and "12" in report.text
    assert read_report(data).text == report.text
    assert told(read_reports(["-"], stdin=io.BytesIO(data))) == ["Hama"]


def test_how_many_is_not_known_before_an_archive_is_read(tmp_path: Path) -> None:
    for name in ("a.warc.gz", "a.wacz", "a.mbox", "a.rss"):
        (tmp_path / name).write_bytes(b"x")
        assert count_inputs([tmp_path / name]) is None
    assert count_inputs([tmp_path / "a.pdf"]) == 1
