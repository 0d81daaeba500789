"""Stage 1: read reports, from files, folders, globs, standard input or bytes, into `Report`.

inputs      which files there are, opened and unzipped
kinds       what kind of input the first bytes begin
contents    the bytes of one report, and where they were met
warc, archives, answers  web archives (WARC, WACZ) to the pages in them
mail        messages, alone or in an mbox, and what is attached to them
feeds, fetching    RSS and Atom to their entries; feeds fetched over HTTP
documents   PDF and DOCX to paragraphs
markup      pieces of HTML that are a report as a whole
jsonl       one report a line
tables      a CSV table of reports
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

from dateline.reading.contents import Content
from dateline.reading.inputs import count_inputs
from dateline.reading.report import read_report
from dateline.reading.stream import read_content, read_contents, read_reports

__all__ = ["Content", "count_inputs", "read_content", "read_contents", "read_report", "read_reports"]
