"""A feed fetched over HTTP, asked for only where it has changed since (ETag, Last-Modified)."""

from __future__ import annotations

import gzip
import http.client
import io
import re
import tempfile
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO, cast
from urllib.parse import urldefrag

from dateline.errors import InputError
from dateline.reading.answers import Headers, find_header
from dateline.reading.contents import Content
from dateline.reading.feeds import find_entry_key, split_feed
from dateline.reading.inputs import unzip
from dateline.reading.kinds import PEEK_BYTES, find_kind

_TIMEOUT_S = 60.0
_MOST_FEED_BYTES = 200_000_000
_IN_MEMORY_BYTES = 2_000_000
_CHUNK = 65_536
_REPAIR = "check the address and the connection"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave for a feed's address: `body` is None where nothing has changed since the last time."""

    url: str
    headers: Headers
    body: BinaryIO | None

    @property
    def etag(self) -> str | None:
        return find_header(self.headers, "etag")

    @property
    def last_modified(self) -> str | None:
        return find_header(self.headers, "last-modified")


@contextmanager
def fetch_feed(url: str, *, etag: str | None = None, last_modified: str | None = None) -> Iterator[Fetched]:
    """Fetch a feed; with what the server said of it the last time, only if it has changed. Raises InputError."""
    if not re.match(r"https?://[^/\s]", url):
        raise InputError("no address of a feed", path=url, expected="http:// or https://")
    marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {"User-Agent": "dateline", "Accept-Encoding": "gzip"} | {key: mark for key, mark in marks.items() if mark}
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as body:
        try:
            with _make_opener().open(urllib.request.Request(url, headers=headers), timeout=_TIMEOUT_S) as response:
                status = ("Status", f"HTTP {response.status} {response.reason}")
                found = tuple((key, value) for key, value in response.headers.items())
                _copy(response, cast(BinaryIO, body), url)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != http.client.NOT_MODIFIED:
                raise InputError(
                    f"the server answered {error.code} {error.reason}", path=url, repair=_REPAIR
                ) from error
            yield Fetched(url, tuple(error.headers.items()), None)
            return
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise InputError(f"cannot be fetched ({reason})", path=url, repair=_REPAIR) from error
        body.seek(0)
        yield Fetched(url, (status, *found), cast(BinaryIO, body))


def read_fetched(fetched: Fetched) -> Iterator[Content | InputError]:
    """Return the entries of a fetched feed, each with the address `url#ID`, the same in every fetch."""
    if fetched.body is None:
        return
    address = urldefrag(fetched.url).url
    try:
        reader = unzip(io.BufferedReader(cast(io.RawIOBase, fetched.body)))
        if find_kind(reader.peek(PEEK_BYTES), "") != "feed":
            raise InputError("no feed", expected="RSS or Atom", repair="give the feed's own address, not its page's")
        for content in split_feed(reader, address):
            yield content if isinstance(content, InputError) else _name_entry(content, address, fetched.headers)
    except InputError as error:
        yield error.at(path=fetched.url)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield InputError(f"damaged gzip data ({error})", path=fetched.url, repair="fetch it again")


def _name_entry(content: Content, address: str, headers: Headers) -> Content:
    key = find_entry_key(content.data, content.feed) if content.feed is not None else None
    return replace(content, path=f"{address}#{key}" if key else content.path, headers=headers)


def _make_opener() -> urllib.request.OpenerDirector:
    """An opener for the web only: no file, no FTP, also not where a server redirects to one."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(), urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(), urllib.request.UnknownHandler(),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener


def _copy(response: BinaryIO, body: BinaryIO, url: str) -> None:
    size = 0
    while chunk := response.read(_CHUNK):
        size += len(chunk)
        if size > _MOST_FEED_BYTES:
            raise InputError(f"larger than {_MOST_FEED_BYTES // 1_000_000} MB", path=url, expected="a feed")
        body.write(chunk)
