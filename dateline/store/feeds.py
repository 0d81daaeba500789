"""Feeds fetched into a case: only what has changed since the last time, which the ledger remembers.

What the server said of a feed is recorded after all its entries are, so that a run that was killed before asks again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import desc, select

from dateline.errors import InputError
from dateline.reading.fetching import Fetched, fetch_feed, read_fetched
from dateline.store.case import Case
from dateline.store.ingesting import Coder, Ingested, ingest_contents
from dateline.store.tables import ledger

_KIND = "fetch"


def ingest_feed(
    case: Case, url: str, *, code: Coder, published: str | None = None, outlet: str | None = None, recode: bool = False
) -> Iterator[Ingested | InputError]:
    """Fetch a feed, code and keep each entry; nothing comes back where the feed has not changed since the last time.

    An entry met before is not coded again. Raises StoreError; what was given back before stays recorded.
    """
    etag, last_modified = (None, None) if recode else _find_marks(case, url)
    try:
        with fetch_feed(url, etag=etag, last_modified=last_modified) as fetched:
            if fetched.body is None:
                return
            contents = read_fetched(fetched)
            yield from ingest_contents(case, contents, code=code, published=published, outlet=outlet, recode=recode)
            _record_fetch(case, fetched)
    except InputError as error:
        yield error


def _find_marks(case: Case, url: str) -> tuple[str | None, str | None]:
    query = select(ledger.c.entry).where(ledger.c.kind == _KIND).order_by(desc(ledger.c.seq))
    with case.reading() as connection:
        for entry in connection.execute(query).scalars():
            said = json.loads(entry)
            if said["url"] == url:
                return said["etag"], said["last_modified"]
    return None, None


def _record_fetch(case: Case, fetched: Fetched) -> None:
    with case.writing() as transaction:
        subject = {"url": fetched.url, "etag": fetched.etag, "last_modified": fetched.last_modified}
        transaction.record(_KIND, subject, {})
