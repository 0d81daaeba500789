"""What can go wrong, as types. A command reports these; it never shows a traceback for one.

DatelineError            anything that Dateline itself reports
├── InputError           one input that could not be read; the rest of the batch goes on
│   └── CodingError      one report that was read and could not be coded, by a fault of Dateline's
├── JudgementError       a judgement that cannot be: of nothing that stands, or a correction that does not fit
├── StoreError           the case database could not be opened, read or written; what was recorded before stays
└── TimestampError       a calendar server gave no timestamp, or a proof of time cannot be read
"""

from __future__ import annotations

import traceback
from pathlib import Path


class DatelineError(Exception):
    """The base of every error that Dateline reports."""


class InputError(DatelineError):
    """One input that could not be read: which one, what was expected, what was found, and the repair.

    >>> print(InputError("not valid JSON", path="reports.jsonl", line=3, repair="mend or remove the line"))
    reports.jsonl, line 3: not valid JSON; mend or remove the line
    """

    def __init__(
        self,
        found: str,
        *,
        expected: str | None = None,
        repair: str | None = None,
        path: str | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected
        self.repair = repair
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = self.path or "the input"
        where = f"{place}, line {self.line}" if self.line is not None else place
        expected = f" (expected {self.expected})" if self.expected else ""
        repair = f"; {self.repair}" if self.repair else ""
        return f"{where}: {self.found}{expected}{repair}"

    def at(self, *, path: str | None, line: int | None = None) -> InputError:
        """Return the same error, naming the file and the line where these were not known yet."""
        return InputError(
            self.found,
            expected=self.expected,
            repair=self.repair,
            path=self.path or path,
            line=self.line if self.line is not None else line,
        )


class CodingError(InputError):
    """One report that was read and could not be coded, by a fault of Dateline's own."""


def describe_fault(fault: Exception) -> str:
    """What a stage raised, for the error that names it: its kind, its words and the line of ours that it came from.

    >>> describe_fault(ValueError("no day"))
    'by a fault in Dateline (ValueError: no day)'
    """
    package = Path(__file__).parent
    ours = [line for line in traceback.extract_tb(fault.__traceback__) if package in Path(line.filename).parents]
    where = f", {Path(ours[-1].filename).relative_to(package)}:{ours[-1].lineno}" if ours else ""
    return f"by a fault in Dateline ({type(fault).__name__}: {fault}{where})"


REPORT_FAULT = "please report it, with the text; the others go on"


class StoreError(DatelineError):
    """The case database could not be opened, read or written: which one, what was found, and the repair.

    >>> print(StoreError("is locked by another run", database="case.db", repair="wait until it ends"))
    case.db is locked by another run; wait until it ends
    """

    def __init__(self, found: str, *, database: str, repair: str | None = None) -> None:
        super().__init__(found)
        self.found = found
        self.database = database
        self.repair = repair

    def __str__(self) -> str:
        return f"{self.database} {self.found}{f'; {self.repair}' if self.repair else ''}"


class JudgementError(DatelineError):
    """A judgement that cannot be recorded: on what, what is wrong, and the repair.

    >>> print(JudgementError("is the id of no claim", "claim:0f"))
    claim:0f is the id of no claim
    """

    def __init__(self, found: str, subject_id: str, *, repair: str | None = None) -> None:
        super().__init__(f"{subject_id} {found}{f'; {repair}' if repair else ''}")


class TimestampError(DatelineError):
    """A timestamp that was not to be had, or a proof that cannot be read: of whom, what was found, and the repair.

    >>> print(TimestampError("is cut off after 7 bytes", "the proof of entry 12"))
    the proof of entry 12 is cut off after 7 bytes
    """

    def __init__(self, found: str, subject: str = "the proof", *, repair: str | None = None) -> None:
        super().__init__(f"{subject} {found}{f'; {repair}' if repair else ''}")
        self.found = found
        self.subject = subject
