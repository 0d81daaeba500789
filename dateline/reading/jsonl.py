"""JSON lines: one report a line, with its words in `text` or its page in `html`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from dateline.errors import InputError
from dateline.model import Report
from dateline.reading.decoding import decode_bytes
from dateline.reading.printed_dates import parse_metadata_date
from dateline.reading.report import Record, assemble_report, check_size, exact_report


def read_record(
    line: bytes, *, path: str | None = None, published: str | None = None, outlet: str | None = None
) -> Report:
    """Return the report in one line of JSON. Raises InputError where there is none.

    Keys read: `text` or `html` (one is needed), `id` (kept as `input_id`), `url`, `path`, `title`, `outlet`, `byline`
    (a name or a list), `published`, `language`; others are ignored. `text` keeps its characters and their places (see
    `exact_report`).
    `published` and `outlet` of the caller win over the line's. A `published` that is no full date is left out, and
    `Report.unknown` says so.

    >>> read_record(b'{"text": "The army left the town on Tuesday.", "published": "2016-04-05"}').published
    '2016-04-05'
    """
    check_size(line)
    fields = _parse_line(line)
    text, page = _text_field(fields, "text"), _text_field(fields, "html")
    if not (text or page):
        raise InputError("neither 'text' nor 'html' has any words", expected="at least one of the two keys")
    printed = _text_field(fields, "published")
    given = Record(
        path=_text_field(fields, "path") or path,
        url=_text_field(fields, "url"),
        title=_text_field(fields, "title"),
        outlet=outlet or _text_field(fields, "outlet"),
        byline=_names_field(fields),
        published=published or (parse_metadata_date(printed) if printed else None),
        language=_language_field(fields),
    )
    report = exact_report(text, line, given, page) if text else assemble_report(str(page), line, given, "html")
    report = replace(report, input_id=_input_id(fields))
    if printed and not given.published and report.published is None:
        return _with_unreadable_date(report)
    return report


def _input_id(fields: Mapping[str, object]) -> str | None:
    """The line's own `id`, kept so that rows can be joined to the caller's."""
    value = fields.get("id")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def _parse_line(line: bytes) -> Mapping[str, object]:
    try:
        value = json.loads(decode_bytes(line))
    except RecursionError as error:
        raise InputError("JSON nested too deeply", expected="one JSON object a line") from error
    except ValueError as error:
        raise InputError(
            f"not valid JSON ({error})", expected="one JSON object a line", repair="mend the line"
        ) from error
    if not isinstance(value, dict):
        raise InputError(f"JSON that is {_kind_of(value)}", expected="one JSON object a line")
    return value


def _kind_of(value: object) -> str:
    names = {
        list: "a list",
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        type(None): "null",
        dict: "an object",
    }
    return names[type(value)]


def _text_field(fields: Mapping[str, object], key: str) -> str | None:
    value = fields.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise InputError(f"'{key}' is {_kind_of(value)}", expected=f"'{key}' to be a text")
    return value if value.strip() else None


def _names_field(fields: Mapping[str, object]) -> tuple[str, ...]:
    value = fields.get("byline")
    names = value if isinstance(value, list) else [value] if value else []
    if not all(isinstance(name, str) for name in names):
        raise InputError(
            "'byline' holds something else than names", expected="'byline' to be a text or a list of texts"
        )
    return tuple(names)


def _language_field(fields: Mapping[str, object]) -> str | None:
    """The line's own code if it is one of ISO 639-1 ("en", "en-GB"); else the language is detected."""
    code = (_text_field(fields, "language") or "").strip().lower().replace("_", "-").split("-")[0]
    return code if len(code) == 2 and code.isalpha() and code.isascii() else None


def _with_unreadable_date(report: Report) -> Report:
    return replace(report, unknown={**report.unknown, "published": "not_a_calendar_date"})
