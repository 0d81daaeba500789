"""Reports, claims and makers as JSON text in a column, and back; and instants as text.

The JSON is the contract's, field for field, with its keys in the order of the types, so that the same value is always
the same text and a text that differs is a version that differs.
"""

from __future__ import annotations

import datetime
import json
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from dateline.model import Claim, Maker, Report

Record = TypeVar("Record", Report, Claim, Maker)


def format_record(record: Report | Claim | Maker) -> str:
    """Return the record as JSON text.

    Characters outside ASCII are escaped: a page may carry a NUL or half a surrogate pair, which PostgreSQL's text and
    UTF-8 cannot hold.

    >>> format_record(Maker("0.1.0", "en-1"))
    '{"version":"0.1.0","model":"en-1","schema":"1"}'
    """
    parts = _named_adapter(type(record).__name__).dump_python(record)
    if isinstance(record, Claim) and record.user_type is None:
        del parts["user_type"]  # coded without --types, a claim is the same text as before there was that field
    return format_json(parts)


def format_json(value: object) -> str:
    """Return any plain value as the one JSON text that is summed up and compared."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def parse_record(kind: type[Record], body: str) -> Record:
    """Return the record in JSON text that `format_record` made."""
    return _adapter(kind).validate_python(json.loads(body))


def format_instant(instant: datetime.datetime) -> str:
    """Return an instant as text of fixed width, in UTC.

    >>> format_instant(datetime.datetime(2026, 3, 5, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=3))))
    '2026-03-05T09:00:00.000000Z'
    """
    return instant.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def now_instant() -> str:
    """This instant, as it is recorded."""
    return format_instant(datetime.datetime.now(datetime.UTC))


def parse_instant(day: str) -> str:
    """Return the last instant of a day, or the instant itself of a date-time; without a zone, UTC. Raises ValueError.

    >>> parse_instant("2026-03-05"), parse_instant("2026-03-05T12:00+03:00")
    ('2026-03-05T23:59:59.999999Z', '2026-03-05T09:00:00.000000Z')
    """
    instant = datetime.datetime.fromisoformat(day)
    if len(day) <= 10:
        instant = instant.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return format_instant(instant if instant.tzinfo else instant.replace(tzinfo=datetime.UTC))


def _adapter(kind: type[Record]) -> TypeAdapter[Record]:
    return _named_adapter(kind.__name__)


@cache
def _named_adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter({"Report": Report, "Claim": Claim, "Maker": Maker}[name])
