"""Dateline reads reports of armed conflict and gives back claims, with their evidence.

The stages, in the order that `pipeline.code_report` calls them:

 1 `reading`     files, pages and lines to reports
 2 `sentences`   text to sentences
 3 `reader`      the neural reader: triggers, what fills their roles, who says so
   `retold`      tolls of one event that several speakers give, told apart
 4 `sources`     the chain of sources of each trigger
 5 `claims`      drafts of claims
 6 `actors`      words to records of the actor table
 7 `places`      words to points of the gazetteer
 8 `dates`       words to days
 9 `quantities`  words to tolls and materiel
   `assembly`    drafts and what they resolve to become claims

`model` holds the types of all of it; `code` is the whole of it in one call.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.api import code
    from dateline.model import Claim, CodedReport, Report, Span

try:
    __version__ = version("dateline")
except PackageNotFoundError:
    __version__ = "0.1.0"

__all__ = ["Claim", "CodedReport", "Report", "Span", "__version__", "code"]


def __getattr__(name: str) -> object:
    """Load on first use: importing Dateline loads no model."""
    if name == "code":
        from dateline.api import code

        return code
    if name in {"Claim", "CodedReport", "Report", "Span"}:
        from dateline import model

        return getattr(model, name)
    raise AttributeError(f"module 'dateline' has no attribute {name!r}")
