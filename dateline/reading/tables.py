"""A CSV table of reports: a header with a column `text` or `html`, then one report a row, read as JSON lines are."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator, Sequence

from dateline.errors import InputError
from dateline.reading.contents import Content
from dateline.reading.decoding import decode_bytes
from dateline.reading.report import MOST_BYTES

_WORDS = frozenset({"text", "html"})
_KEYS = frozenset({"id", "url", "path", "title", "outlet", "byline", "published", "date", "language"})
_NAME = re.compile(r"[\w .#/-]{0,60}")


def find_header(start: bytes) -> tuple[list[str], str] | None:
    """Return the columns and the delimiter of the table that begins with `start`, None where it is no such table.

    >>> find_header(b'id,date,text\\n1,2026-11-12,"A mine went off."'), find_header(b"The text, then.\\n")
    ((['id', 'date', 'text'], ','), None)
    """
    first = start.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")
    for delimiter in ",;\t":
        names = [name.strip().strip('"').casefold() for name in first.split(delimiter)]
        if _WORDS & {*names} and _KEYS & {*names} and all(map(_NAME.fullmatch, names)):
            return names, delimiter
    return None


def split_table(reader: io.BufferedReader, path: str | None, name: str) -> Iterator[Content | InputError]:
    """Return each row as the JSON line of its cells, named by the line on which it ends; a bad row is an error."""
    header = find_header(reader.peek(8192))
    assert header is not None  # told by the same bytes
    names, delimiter = header
    names = ["published" if each == "date" and "published" not in names else each for each in names]
    csv.field_size_limit(MOST_BYTES)
    rows = csv.reader((decode_bytes(line) for line in reader), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(rows, None)
        except (csv.Error, InputError) as error:
            yield InputError(
                f"a row that cannot be read ({error})", expected="a CSV table", path=name, line=rows.line_num,
                repair="mend the quotes of the row, or give JSON lines",
            )  # fmt: skip
            return
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield InputError(
                f"damaged gzip data ({error})", path=name, line=rows.line_num, repair="fetch or make the file again"
            )
            return
        if row is None:
            return
        if rows.line_num > 1 and row:
            yield _read_row(row, names, path, name, rows.line_num)


def _read_row(row: Sequence[str], names: Sequence[str], path: str | None, name: str, line: int) -> Content | InputError:
    if len(row) != len(names):
        return InputError(
            f"a row of {len(row)} cells", expected=f"{len(names)}, as the header has", path=name, line=line,
            repair="put the text in quotes",
        )  # fmt: skip
    cells = {key: cell for key, cell in zip(names, row, strict=True) if key and cell}
    return Content(json.dumps(cells, ensure_ascii=False).encode("utf-8", "surrogatepass"), path, line)
