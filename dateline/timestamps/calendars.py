"""A calendar server asked over HTTP: for a digest's timestamp, and later for the rest of it.

One request, no redirect, a short answer, a limit of time; what is sent is 32 bytes that say nothing (see `blind`).
"""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.request
from typing import Any

from dateline.errors import TimestampError
from dateline.timestamps.proofs import Timestamp, list_attestations
from dateline.timestamps.serial import read_timestamp

ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._/-]*)?")
_TIMEOUT_S = 30.0
_MOST_BYTES = 10_000  # an answer with the whole way to a block has some 1,500
_CHUNK = 4096
_SAID_CHARS = 120
_OTHER = "name another calendar server"
_HEADERS = {"User-Agent": "dateline", "Accept": "application/vnd.opentimestamps.v1"}


def post_digest(calendar: str, digest: bytes) -> Timestamp:
    """Have a calendar server take in a digest; return what it answers, checked. Raises TimestampError."""
    url = f"{calendar}/digest"
    headers = {**_HEADERS, "Content-Type": "application/octet-stream"}
    return _read_answer(url, _ask(urllib.request.Request(url, digest, headers)), digest)


def fetch_timestamp(calendar: str, commitment: bytes) -> Timestamp | str:
    """Return what a calendar server knows of what it took in, checked; where it has no more yet, what it says.

    Raises TimestampError.
    """
    if not ADDRESS.fullmatch(calendar):
        raise TimestampError("is no address of a calendar server", calendar, repair="the proof stays as it is")
    url = f"{calendar.rstrip('/')}/timestamp/{commitment.hex()}"
    try:
        return _read_answer(url, _ask(urllib.request.Request(url, headers=_HEADERS)), commitment)
    except _NotThereError as error:
        return error.said


class _NotThereError(Exception):
    """The server answered 404, with these words."""

    def __init__(self, said: str) -> None:
        self.said = said


def _ask(request: urllib.request.Request) -> bytes:
    url = request.full_url
    try:
        with _make_opener().open(request, timeout=_TIMEOUT_S) as response:
            return _read_body(response, url)
    except urllib.error.HTTPError as error:
        with error:
            said = _read_words(error, url)
        if error.code == http.client.NOT_FOUND and request.data is None:
            raise _NotThereError(said) from error
        raise TimestampError(
            f"answered {error.code} {error.reason}{f' ({said})' if said else ''}", url,
            repair=f"check the address, or {_OTHER}",
        ) from error  # fmt: skip
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise TimestampError(
            f"cannot be asked ({reason})", url, repair="check the address and the connection"
        ) from error


def _read_body(response: Any, url: str) -> bytes:
    body, until = b"", time.monotonic() + _TIMEOUT_S
    while chunk := response.read1(_CHUNK):
        body += chunk
        if len(body) > _MOST_BYTES:
            raise TimestampError(f"answered with more than {_MOST_BYTES:,} bytes", url, repair=_OTHER)
        if time.monotonic() > until:
            raise TimeoutError("timed out")
    return body


def _read_words(error: urllib.error.HTTPError, url: str) -> str:
    """What the server says beside its status, where that is plain text."""
    if error.headers.get_content_type() != "text/plain":
        return ""
    try:
        return " ".join(_read_body(error, url)[:_SAID_CHARS].decode("utf-8", "replace").split())
    except (OSError, http.client.HTTPException, TimestampError):
        return ""


def _read_answer(url: str, body: bytes, message: bytes) -> Timestamp:
    try:
        timestamp = read_timestamp(body)
        list_attestations(timestamp, message)
    except TimestampError as error:
        raise TimestampError(f"answered with no timestamp: it {error.found}", url, repair=_OTHER) from error
    return timestamp


def _make_opener() -> urllib.request.OpenerDirector:
    """An opener for the web only, which follows no redirect: a digest goes where it was meant to go."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(), urllib.request.UnknownHandler(),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener
