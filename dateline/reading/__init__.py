"""Stage 1: read reports, from files, folders, globs, standard input or bytes, into `Report`.

inputs      which files there are, opened, unzipped, and of what kind
jsonl       one report a line
decoding    bytes to characters, whatever the encoding claims to be
normalise   characters repaired once, so that spans index what is kept
layout      lines to paragraphs: hard-wrapped text is unwrapped
html        a page's own text (trafilatura) and captions
metadata    what a page says of itself: JSON-LD, meta elements
furniture   lines of the page that are not the report's own words
captions, credits, datelines, agencies, printed_dates    what the lines around the report say
lines       every line labelled, once, by the modules above
language    the language of the text
report      the parts put together
"""

from dateline.reading.inputs import count_inputs
from dateline.reading.report import read_report
from dateline.reading.stream import Content, read_content, read_contents, read_reports

__all__ = ["Content", "count_inputs", "read_content", "read_contents", "read_report", "read_reports"]
