"""Tests see the tables of the package only, never those of whoever runs them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["DATELINE_HOME"] = str(Path(tempfile.gettempdir()) / "dateline-tests-have-no-tables")

# Alembic runs this file in a setting of its own; it cannot be imported by itself.
collect_ignore = ["dateline/store/migrations/env.py"]
