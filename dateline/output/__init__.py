"""What leaves the program: coded reports as JSON lines, as a table to read, as rows for a spreadsheet.

Each format is one writer with the same three steps: `begin()` gives what stands before the first report, `add(coded)`
what one report becomes, `end()` what stands after the last. All give UTF-8 bytes, so a writer can be tested without a
file and the command line decides where the bytes go (`sink.py`).
"""

from __future__ import annotations

from dateline.output.writers import FORMATS, Format, Writer, make_writer

__all__ = ["FORMATS", "Format", "Writer", "make_writer"]
