"""The Python door: `dateline.code`."""

from __future__ import annotations

from pathlib import Path

from dateline.codebook.own_types import load_own_types
from dateline.errors import InputError
from dateline.model import CodedReport
from dateline.pipeline import code_read_reports
from dateline.reading import read_report


def code(
    text_or_path: str | Path,
    *,
    published: str | None = None,
    outlet: str | None = None,
    types: str | Path | None = None,
    floor: float | None = None,
) -> CodedReport:
    """Code one report: a `Path` is read from disk, a string is the report's own text or page.

    `published` is an ISO date (without it, and with none on the page, no relative date resolves); `outlet` names who
    published it; `types` is a TOML file of event types of your own (docs/own_types.md), as `--types` of the command;
    `floor` is the least chance (0 to 1) at which an event is told, as `--floor`.
    Raises `dateline.errors.InputError` when there is no report to be read, or the file of types has a fault.
    """
    own_types = load_own_types(types)
    if isinstance(text_or_path, Path):
        try:
            content: bytes | str = text_or_path.read_bytes()
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", path=str(text_or_path)) from error
        report = read_report(content, path=str(text_or_path), published=published, outlet=outlet)
    else:
        report = read_report(text_or_path, published=published, outlet=outlet)
    coded = next(code_read_reports([report], own_types=own_types, floor=floor))
    if isinstance(coded, InputError):
        raise coded
    return coded
