"""The embedded gazetteer on this machine: unpacked once into a cache folder, indexed there, held while in use.

A program that uses an unpacked file holds a shared lock on it. When a newer gazetteer is unpacked, those of older
versions that nobody holds are removed.
"""

from __future__ import annotations

import contextlib
import json
import lzma
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows does not let anybody remove a file that is open, which is as good
    fcntl = None  # type: ignore[assignment]

# Number of the indices that are added when unpacking; a file of another number is another file.
_LAYOUT = 2
# A part file this old was left by a process that is gone.
_STALE_SECONDS = 86_400


@cache
def describe_embedded() -> dict[str, object]:
    """Return what `build.py` said of the embedded gazetteer: digest, date, counts, packed size."""
    text = resources.files("dateline.places").joinpath("gazetteer.json").read_text(encoding="utf-8")
    description: dict[str, object] = json.loads(text)
    return description


def unpack_gazetteer() -> tuple[Path, IO[bytes]]:
    """Return the unpacked file and the open file that holds it; OSError when no folder can be written to."""
    name = f"gazetteer-{str(describe_embedded()['digest'])[:16]}-{_LAYOUT}.sqlite"
    for folder in _cache_folders():
        with contextlib.suppress(OSError):
            return _unpacked_in(folder, name)
    raise OSError("the gazetteer could not be unpacked: no cache or temporary folder is writable; set XDG_CACHE_HOME")


def _cache_folders() -> Iterator[Path]:
    yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline"
    yield Path(tempfile.gettempdir()) / f"dateline-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"


def _unpacked_in(folder: Path, name: str) -> tuple[Path, IO[bytes]]:
    path = folder / name
    for _ in range(3):  # a file may be removed between being found and being held
        if held := _hold(path):
            return path, held
        folder.mkdir(parents=True, exist_ok=True)
        packed = resources.files("dateline.places").joinpath("gazetteer.sqlite.xz").read_bytes()
        _unpack(packed, path)
        _remove_older(folder, path)
    raise OSError(f"{path} does not stay")


def _hold(path: Path) -> IO[bytes] | None:
    """Open the file with a shared lock; None where it is not there, or was removed in the same moment."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    if fcntl is not None:
        with contextlib.suppress(OSError):  # a file system without locks: then nobody gets the exclusive one either
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    if path.exists():
        return file
    file.close()
    return None


def _unpack(packed: bytes, path: Path) -> None:
    """Unpack and index next to `path`, then move into place, so that two processes starting at once both win."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="gazetteer-", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(lzma.decompress(packed))
        connection = sqlite3.connect(part)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("CREATE INDEX spelling_key ON spelling (key)")
        connection.execute("CREATE INDEX place_ref ON place (ref)")
        connection.close()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _remove_older(folder: Path, current: Path) -> None:
    """Remove unpacked gazetteers of other versions that no process holds, and parts that nobody writes any more."""
    for path in folder.glob("gazetteer-*.sqlite"):
        if path != current:
            _remove_unless_held(path)
    for part in folder.glob("*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _STALE_SECONDS:
                part.unlink()


def _remove_unless_held(path: Path) -> None:
    with contextlib.suppress(OSError), path.open("rb") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
