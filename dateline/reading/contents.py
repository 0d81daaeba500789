"""The bytes of one report and where they were met: what inputs and containers give, before anything is read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

# "page" is text, HTML, PDF or DOCX, told apart by its first bytes; "line" is a line of JSON.
Form = Literal["page", "line", "mail", "entry"]


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says once for all its entries: its root element's opening tag, its encoding, title and address."""

    root: bytes
    encoding: str = "utf-8"
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one report as an input holds them, not read yet; `line` is that of a JSON-lines input.

    `path` names the file, and inside a container the record too: `crawl.warc.gz#1534` (where its bytes begin),
    `list.mbox#3` (the third message). `captured_at` is when somebody took it from `url`, in UTC as the case database
    writes it; `headers` are those of the record and of the server's answer.
    """

    data: bytes
    path: str | None
    line: int | None = None
    form: Form = "page"
    url: str | None = None
    captured_at: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    feed: FeedHead | None = None

    @property
    def report_id(self) -> str:
        """The id that the report will have."""
        return "sha256:" + hashlib.sha256(self.data).hexdigest()
