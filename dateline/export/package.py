"""An export as a Frictionless Data Package (v1): a folder or a zip that says what it holds and how it was made.

`datapackage.json` has for every file its size and SHA-256, for every column its type and meaning; then the licence,
the query as given, the versions of the program and its rules, which events have no row and why, and what was withheld.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from dateline.errors import DatelineError
from dateline.events import Event
from dateline.export.columns import Column, rule_columns
from dateline.export.formats import Tally, check_ready, format_columns, write_export
from dateline.export.names import ExportFormat
from dateline.export.rules import rules_digest

DESCRIPTOR = "datapackage.json"
_GED_TIME = "%Y-%m-%d %H:%M:%S.%f"
_SUFFIXES: dict[ExportFormat, tuple[str, str]] = {
    "polecat": ("tsv", "text/tab-separated-values"), "plover": ("jsonl", "application/x-ndjson"),
    "jsonl": ("jsonl", "application/x-ndjson"), "geojson": ("geojson", "application/geo+json"),
    "geoparquet": ("parquet", "application/vnd.apache.parquet"),
}  # fmt: skip
_TABLE = ("csv", "text/csv")
_SOURCES = (
    {"title": "GeoNames: names and points of places (CC BY 4.0)", "path": "https://www.geonames.org"},
    {"title": "airportsdata: airfields (MIT)", "path": "https://pypi.org/project/airportsdata/"},
)
# `type` keeps validators from reading as a table what only its ending calls one.
_NO_TABLE = {"profile": "data-resource", "type": "file"}
# The first moment that a zip can hold.
_ZIP_START = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the package says of its making. `query` is the options as given; `made` the moment, in UTC."""

    format_name: ExportFormat
    licence: str
    query: Mapping[str, object]
    program_version: str
    made: datetime
    with_rules: bool = False


@dataclass(slots=True)
class Counts:
    """What is known only when the last event is read; the caller counts it while the package is written."""

    event_count: int = 0
    unread_count: int = 0
    withheld: dict[str, int] | None = None


def write_package(target: Path, events: Iterable[Event], provenance: Provenance, counts: Counts) -> Tally:
    """Write the package to a new folder, or to a zip where the name ends so; return what the export came to.

    The package appears whole or not at all. The same events, query, versions and moment give the same bytes. Raises
    DatelineError where the folder exists already or cannot be written.
    """
    check_ready(provenance.format_name)
    is_zip = target.suffix.lower() == ".zip"
    if not target.parent.is_dir():
        raise DatelineError(f"the folder {target.parent} does not exist; make it first")
    if target.exists() and not (is_zip and target.is_file()):
        raise DatelineError(f"{target} exists already; name another folder or remove it")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.part-", dir=target.parent) as room:
            folder = Path(room) / "package"
            folder.mkdir(mode=0o755)
            tally = _fill(folder, events, provenance, counts)
            (_zip(folder, provenance.made) if is_zip else folder).replace(target)
    except OSError as error:
        raise DatelineError(f"cannot write {target}: {error.strerror or error}") from error
    return tally


def read_moment(given: str | None) -> datetime:
    """Return the moment of making in UTC: as given (ISO 8601), else SOURCE_DATE_EPOCH (seconds), else now.

    Raises ValueError, in words for the user, where what is given is no moment.

    >>> read_moment("2026-03-05").isoformat()
    '2026-03-05T00:00:00+00:00'
    """
    if given:
        try:
            moment = datetime.fromisoformat(given)
        except ValueError:
            raise ValueError(f"{given} is no day or moment; write 2026-03-05 or 2026-03-05T12:00:00Z") from None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"SOURCE_DATE_EPOCH is {epoch!r}; it must be a number of seconds since 1970") from None


class _Digest:
    """A file that knows its size and SHA-256 when it is written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def describe(self) -> dict[str, object]:
        return {"bytes": self.size, "hash": f"sha256:{self._hash.hexdigest()}"}


def _fill(folder: Path, events: Iterable[Event], provenance: Provenance, counts: Counts) -> Tally:
    suffix, _ = _SUFFIXES.get(provenance.format_name, _TABLE)
    name = f"{provenance.format_name}.{suffix}"
    with (folder / name).open("wb") as data_file, (folder / "trace.jsonl").open("wb") as trace_file:
        data, trace = _Digest(data_file), _Digest(trace_file)
        tally = write_export(
            events, provenance.format_name, data, trace=trace, with_rules=provenance.with_rules
        )  # fmt: skip
    resources = [
        {**_describe_data(provenance, name), **data.describe()},
        {
            "name": "trace", "path": "trace.jsonl", "format": "jsonl", "mediatype": "application/x-ndjson",
            "encoding": "utf-8", **_NO_TABLE,
            "description": "A line of JSON a row: its events, rules, losses and, for each cell, the report, claim and "
            "words behind it; then a line an event without a row.", **trace.describe(),
        },
    ]  # fmt: skip
    descriptor = _describe_package(provenance, counts, tally, resources)
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")
    return tally


def _describe_package(
    provenance: Provenance, counts: Counts, tally: Tally, resources: list[dict[str, object]]
) -> dict[str, object]:  # fmt: skip
    licence = provenance.licence
    return {
        "profile": "data-package",
        "name": f"dateline-{provenance.format_name}",
        "title": f"Events coded by Dateline, as {provenance.format_name}",
        "created": provenance.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licenses": [{"path" if "://" in licence else "name": licence}],
        "sources": list(_SOURCES),
        "resources": resources,
        "dateline": {
            "version": provenance.program_version,
            "rules": {"digest": rules_digest(), "fired": dict(sorted(tally.fired.items()))},
            "query": dict(provenance.query),
            "events": counts.event_count, "rows": tally.row_count, "lines_not_read": counts.unread_count,
            "left_out": dict(sorted(tally.left_out.items())),
            "withheld": counts.withheld,
        },
    }  # fmt: skip


def _describe_data(provenance: Provenance, path: str) -> dict[str, object]:
    format_name = provenance.format_name
    suffix, media_type = _SUFFIXES.get(format_name, _TABLE)
    columns = [*format_columns(format_name), *(rule_columns() if provenance.with_rules else ())]
    fields = [_describe_field(column) for column in columns]
    shared: dict[str, object] = {"name": format_name, "path": path, "format": suffix, "mediatype": media_type}
    if suffix in ("csv", "tsv"):
        dialect: dict[str, object] = {"delimiter": "\t" if suffix == "tsv" else ",", "header": True}
        if format_name == "hxl":
            dialect["commentRows"] = [2]  # the hashtags
        table = {"profile": "tabular-data-resource", "dialect": dialect, "schema": {"fields": fields}}
        return {**shared, "encoding": "utf-8", **table}
    # Not a table of text: the columns are told all the same, where readers of tables do not look for them.
    binary = {} if suffix == "parquet" else {"encoding": "utf-8"}
    return {**shared, **binary, **_NO_TABLE, "dateline_columns": fields}


def _describe_field(column: Column) -> dict[str, object]:
    described: dict[str, object] = {"name": column.name, "type": column.type, "description": column.text}
    if column.type == "datetime":
        described["format"] = _GED_TIME
    constraints: dict[str, object] = {"enum": list(column.values)} if column.values else {}
    for name, bound in (("minimum", column.low), ("maximum", column.high)):
        if bound is not None:
            constraints[name] = int(bound) if column.type == "integer" else bound
    return {**described, "constraints": constraints} if constraints else described


def _zip(folder: Path, made: datetime) -> Path:
    """The files in order of name, each with the moment of making, so that the bytes can be repeated."""
    moment = max(made, _ZIP_START).timetuple()[:6]
    packed = folder.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(path.name, moment)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)
    return packed
