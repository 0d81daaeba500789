"""Archives and feeds in the case database: addresses, headers, capture times; feeds asked for only when changed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from archive_files import Warc, make_item, make_mail, make_mbox, make_page, make_rss, make_scan, make_wacz, make_warc
from sqlalchemy import select, text
from store_coder import code_simply

from dateline.errors import InputError
from dateline.reading.fetching import fetch_feed
from dateline.store import Case, Ingested, ingest, ingest_feed, open_case, verify
from dateline.store.tables import ledger


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with open_case(str(tmp_path / "case.db"), create=True) as opened:
        yield opened


def take(case: Case, *inputs: Path) -> list[Ingested]:
    found = list(ingest(case, [str(path) for path in inputs], code=code_simply))
    assert all(isinstance(item, Ingested) for item in found), list(map(str, found))
    return [item for item in found if isinstance(item, Ingested)]


# Archives


def test_a_record_is_kept_with_its_address_time_and_headers(case: Case, tmp_path: Path) -> None:
    warc = Warc(is_zipped=True)
    warc.add("https://news.example/Hama", make_page("Hama"), headers=[("ETag", '"7"')], date="2026-03-06T01:02:03Z")
    (tmp_path / "a.warc.gz").write_bytes(warc.get())
    (record,) = take(case, tmp_path / "a.warc.gz")
    (met,) = case.captures(record.report_id)
    assert met.content == make_page("Hama") == case.content(record.report_id)
    assert (met.path, met.url) == (f"{tmp_path / 'a.warc.gz'}#{warc.offsets[0]}", "https://news.example/Hama")
    assert met.captured_at == "2026-03-06T01:02:03.000000Z"
    assert {("Status", "HTTP/1.1 200 OK"), ("ETag", '"7"'), ("WARC-Type", "response")} <= set(met.headers)
    assert case.captures("sha256:none") == []


def test_headers_are_under_the_chain(case: Case, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(make_warc("Hama").get())
    take(case, tmp_path / "a.warc.gz")
    assert verify(case).faults == ()
    with case.engine.begin() as connection:
        changed = "UPDATE ledger SET entry = replace(entry, 'HTTP/1.1 200 OK', 'HTTP/1.1 201 OK')"
        connection.execute(text(changed))
    assert "is not what its hash was taken of" in [fault.found for fault in verify(case).faults]


def test_the_same_page_in_two_archives_is_one_report(case: Case, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(make_warc("Hama", "Homs").get())
    (tmp_path / "b.wacz").write_bytes(make_wacz(make_warc("Homs", "Idlib")))
    (tmp_path / "c.html").write_bytes(make_page("Homs"))
    records = take(case, tmp_path / "a.warc.gz", tmp_path / "b.wacz", tmp_path / "c.html")
    assert [record.outcome for record in records].count("new") == 3
    (homs,) = [report.id for report in case.reports() if report.title == "Army leaves Homs"]
    paths = [str(met.path).removeprefix(str(tmp_path)).split("#")[0] for met in case.captures(homs)]
    assert sorted(paths) == ["/a.warc.gz", "/b.wacz", "/c.html"]
    assert verify(case).faults == ()
    before = len(case.captures(homs))
    assert {item.outcome for item in take(case, tmp_path / "a.warc.gz", tmp_path / "b.wacz")} == {"known"}
    assert len(case.captures(homs)) == before


def test_a_broken_message_is_named_and_the_others_are_kept(case: Case, tmp_path: Path) -> None:
    messages = [make_mail(f"Number {n}", f"Shells hit the village {n} today.").as_bytes() for n in range(20)]
    scan = make_mail("Scan", None, attached=[("application/pdf", "a.pdf", make_scan())]).as_bytes()
    (tmp_path / "a.mbox").write_bytes(make_mbox([*messages[:10], b"Subject: empty\n\n", scan, *messages[10:]]))
    found = list(ingest(case, [str(tmp_path / "a.mbox")], code=code_simply))
    errors = [str(item) for item in found if isinstance(item, InputError)]
    assert len(list(case.reports())) == 20 and len(errors) == 2
    assert f"{tmp_path / 'a.mbox'}#11: a message without text" in errors[0]
    assert f"{tmp_path / 'a.mbox'}#12#attachment-1: a PDF document in which no text layer was found" in errors[1]


# Feeds over HTTP


@dataclass
class Site:
    """A web server on this machine: what it serves, and what it was asked."""

    body: bytes = b""
    etag: str | None = None
    modified: str | None = None
    status: int = 200
    location: str | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(dict(self.headers.items()))
            is_known = (served.etag and self.headers.get("If-None-Match") == served.etag) or (
                served.modified and self.headers.get("If-Modified-Since") == served.modified
            )
            self.send_response(304 if is_known else served.status)
            headers = {"ETag": served.etag, "Last-Modified": served.modified, "Location": served.location}
            for name, value in headers.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            if not is_known:
                self.wfile.write(served.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}/news.rss"
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


def follow(case: Case, url: str) -> list[str]:
    found = ingest_feed(case, url, code=code_simply)
    return [item.outcome if isinstance(item, Ingested) else str(item) for item in found]


@pytest.mark.parametrize(
    ("etag", "modified", "mark"),
    [
        ('"v1"', None, ("If-None-Match", '"v1"')),
        (None, "Thu, 05 Mar 2026 08:30:00 GMT", ("If-Modified-Since", "Thu, 05 Mar 2026 08:30:00 GMT")),
    ],
)
def test_a_feed_is_fetched_only_when_it_has_changed(
    case: Case, site: Site, etag: str | None, modified: str | None, mark: tuple[str, str]
) -> None:
    site.body, site.etag, site.modified = make_rss(make_item("Hama"), make_item("Homs")), etag, modified
    assert follow(case, site.url) == ["new", "new"]
    assert mark[0] not in site.asked[0]
    assert follow(case, site.url) == []
    assert site.asked[1][mark[0]] == mark[1]
    site.etag, site.modified = ('"v2"', None) if etag else (None, "Fri, 06 Mar 2026 08:30:00 GMT")
    site.body = make_rss(make_item("Idlib"), make_item("Hama"), make_item("Homs"))
    assert sorted(follow(case, site.url)) == ["known", "known", "new"]
    assert verify(case).faults == ()


def test_an_entry_of_a_feed_is_captured_once(case: Case, site: Site) -> None:
    site.body = make_rss(make_item("Hama"))
    follow(case, site.url)
    site.body = make_rss(make_item("Homs"), make_item("Hama"))  # no ETag: it is fetched whole
    assert sorted(follow(case, site.url)) == ["known", "new"]
    (hama,) = [report for report in case.reports() if "Hama" in str(report.title)]
    (met,) = case.captures(hama.id)
    assert (met.path, met.url) == (f"{site.url}#id-Hama", "https://plains.example/Hama")
    assert ("Status", "HTTP 200 OK") in met.headers
    assert hama.published == "2026-03-05T08:30:00+00:00"


def test_a_run_that_stops_half_way_asks_for_the_whole_feed_again(case: Case, site: Site) -> None:
    site.body, site.etag = make_rss(*(make_item(f"T{n}") for n in range(40))), '"v1"'
    run = ingest_feed(case, site.url, code=code_simply)
    next(run)
    run.close()
    held = len(list(case.reports()))
    assert 0 < held < 40
    assert follow(case, site.url).count("new") == 40 - held
    assert "If-None-Match" not in site.asked[1]
    with case.reading() as connection:
        entries = connection.execute(select(ledger.c.entry).where(ledger.c.kind == "fetch")).scalars().all()
    assert [json.loads(entry)["etag"] for entry in entries] == ['"v1"']


def test_feeds_that_cannot_be_had_are_named(case: Case, site: Site) -> None:
    site.status = 404
    assert follow(case, site.url) == [
        f"{site.url}: the server answered 404 Not Found; check the address and the connection"
    ]
    site.status, site.body = 200, b"<html><body><p>News</p></body></html>"
    assert follow(case, site.url) == [
        f"{site.url}: no feed (expected RSS or Atom); give the feed's own address, not its page's"
    ]
    site.status, site.location = 302, "file:///etc/passwd"
    assert "cannot be fetched" in follow(case, site.url)[0] or "302" in follow(case, site.url)[0]
    for url in ("file:///etc/passwd", "ftp://a.example/x", "http:///x"):
        assert "no address of a feed" in follow(case, url)[0]
    assert "cannot be fetched (" in follow(case, "http://127.0.0.1:1/feed")[0]
    assert list(case.reports()) == []


def test_a_broken_entry_of_a_feed_is_named(case: Case, site: Site) -> None:
    site.body = make_rss(make_item("Hama"), "<item><guid>7</guid><title>T</title></item>", make_item("Homs"))
    found = follow(case, site.url)
    assert found.count("new") == 2
    assert any(item.startswith(f"{site.url}#7: an entry without text, only a title") for item in found)


def test_recode_fetches_in_any_case(case: Case, site: Site) -> None:
    site.body, site.etag = make_rss(make_item("Hama")), '"v1"'
    follow(case, site.url)
    found = list(ingest_feed(case, site.url, code=code_simply, recode=True))
    assert len(found) == 1 and "If-None-Match" not in site.asked[1]


def test_a_feed_zipped_on_the_way(site: Site) -> None:
    import gzip

    from dateline.reading.fetching import read_fetched

    site.body = gzip.compress(make_rss(make_item("Hama")))
    with fetch_feed(site.url) as fetched:
        assert len(list(read_fetched(fetched))) == 1
    site.body = site.body[:-20]
    with fetch_feed(site.url) as fetched:
        assert "damaged gzip data" in str(list(read_fetched(fetched))[-1])
