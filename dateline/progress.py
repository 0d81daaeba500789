"""A progress bar on standard error that a script, a log file or a short run never sees."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress

# A run that is over sooner needs no bar; one that flashes up for a moment only disturbs.
_DELAY_S = 1.0


class ProgressBar:
    """Counts reports; shows itself when the run has lasted a second and only if `is_wanted`.

    `count_total` is asked for the number of reports when the bar first shows, not before: counting a large folder
    takes time. It may return None, and the bar then counts without an end.
    """

    def __init__(self, *, is_wanted: bool, count_total: Callable[[], int | None], echo: Callable[[str], None]) -> None:
        self._is_wanted = is_wanted
        self._echo = echo
        self._count_total = count_total
        self._started = time.monotonic()
        self._done = 0
        self._progress: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._progress is not None:
            self._progress.stop()

    def advance(self) -> None:
        self._done += 1
        if self._progress is not None:
            task = self._progress.tasks[0]
            if task.total is not None and self._done > task.total:
                task.total = None  # a file may hold many reports: the bar goes on without an end
            self._progress.update(task.id, completed=self._done)
        elif self._is_wanted and time.monotonic() - self._started > _DELAY_S:
            self._progress = self._show()

    def say(self, message: str) -> None:
        """Show a message above the bar, or through `echo` while there is none."""
        if self._progress is None:
            self._echo(message)
        else:
            self._progress.console.print(message, markup=False, highlight=False, soft_wrap=True)

    def _show(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("reports"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        progress = Progress(*columns, console=Console(stderr=True), transient=True)
        progress.add_task("reports", total=self._count_total(), completed=self._done)
        progress.start()
        return progress


def is_bar_wanted(*, writes_file: bool) -> bool:
    """Return whether a bar may show: a person watches standard error and the output goes to a file.

    Not when the output goes to the same screen, where the two would overwrite each other, nor into a pipe, whose
    other end (a pager) may own the screen.
    """
    if not sys.stderr.isatty():
        return False
    return writes_file or stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
