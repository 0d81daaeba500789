"""Where the bytes go: a file that is whole at every moment, or standard output."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from dateline.errors import DatelineError


class OutputError(DatelineError):
    """The output could not be written to its end: which file and why. What was written before stays."""


class FileSink:
    """A file written record by record beside its final place and moved there when the run ends, however it ends.

    While the run goes on, `claims.jsonl` of an earlier run stays as it was and the new records grow in
    `claims.jsonl.part-<process id>`, each pushed out as soon as it is made. The end of the run, Ctrl-C and an error
    in the program all move it into place; after a power cut, `kill -9` or where the disk is full the part file is still
    there, whole up to its last line, and the earlier file stays. What is not a plain file (`/dev/stdout`, a named pipe)
    is written to directly.
    """

    def __init__(self, path: Path) -> None:
        """Open the sink; raises OutputError when that is not possible."""
        is_special = path.exists() and not path.is_file()
        self._target = path if is_special else path.resolve()  # written through a link, not over it
        self._part = path if is_special else self._target.with_name(f"{path.name}.part-{os.getpid()}")
        try:
            self._file: BinaryIO = self._part.open("wb")
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror}") from error
        self._is_cut = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._is_cut:
            with contextlib.suppress(OSError):  # what could not be written cannot be at the end either
                self._file.close()
            return
        try:
            self._file.close()
            if self._part != self._target:
                self._part.replace(self._target)
        except OSError as failure:
            raise OutputError(f"cannot finish {self._part}: {failure.strerror}") from failure

    def write(self, data: bytes) -> None:
        try:
            self._file.write(data)
            self._file.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            self._is_cut = True
            kept = f"; {self._target} is as it was" if self._part != self._target and self._target.exists() else ""
            raise OutputError(f"cannot write on {self._part}: {error.strerror}{kept}") from error


class StandardOutput:
    """Standard output as a sink; flushed a record at a time so that whatever reads the pipe can go on."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        return None

    def write(self, data: bytes) -> None:
        try:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except OSError as error:
            # Without this Python complains at exit that it cannot flush what it still holds.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                raise
            raise OutputError(f"cannot write on standard output: {error.strerror}") from error
