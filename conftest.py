"""Tests see the tables of the package only, never those of whoever runs them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["DATELINE_HOME"] = str(Path(tempfile.gettempdir()) / "dateline-tests-have-no-tables")
