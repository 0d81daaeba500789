"""`dateline report`: one page for reading a case, self-contained, made of tables and pictures of what was coded.

masking    names of private persons withheld
figures    events as the page counts and lists them
sections   the parts of the page, each a picture and its table
page       the page
"""

from dateline.summary.page import Summary, make_summary

__all__ = ["Summary", "make_summary"]
