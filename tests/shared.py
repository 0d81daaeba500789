"""The development data beside the clone, for tests that can use it; without it they are skipped and say so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("DATELINE_SHARED") or Path(__file__).parents[2] / "shared")


def shared_path(relative: str) -> Path:
    """A file of the development data, or a skip that names it."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"needs {relative} of the development data (DATELINE_SHARED or ../shared)")
    return path
