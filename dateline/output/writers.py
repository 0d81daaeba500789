"""The door to the output formats: a format's name in, its writer out."""

from __future__ import annotations

from typing import Literal, Protocol, TypeVar, get_args

from dateline.model import CodedReport

Format = Literal["jsonl", "table", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)

Record = TypeVar("Record", contravariant=True)


class Writer(Protocol[Record]):
    """Turns records into bytes, one record at a time, so that output streams."""

    def begin(self) -> bytes: ...

    def add(self, record: Record, /) -> bytes: ...

    def end(self) -> bytes: ...


def make_writer(format_name: Format, *, width: int = 80, colour: bool = False) -> Writer[CodedReport]:
    """Return the writer of a format; `width` (terminal columns) and `colour` matter to the table alone.

    >>> make_writer("csv").begin().decode()[:19]
    'claim_id,report_id,'
    """
    # Imported here so that `dateline --version` and JSON lines do not pay for rich.
    if format_name == "table":
        from dateline.output.table import TableWriter

        return TableWriter(width=width, colour=colour)
    if format_name == "csv":
        from dateline.output.csv import CsvWriter

        return CsvWriter()
    from dateline.output.jsonl import JsonlWriter

    return JsonlWriter()
