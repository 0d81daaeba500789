"""Where a user's own tables lie: CSV files of the same columns as ours, laid over ours when they are read.

`DATELINE_HOME` names the folder; without it, it is `dateline` in the user's data folder (`XDG_DATA_HOME`, else
`~/.local/share`). Nothing is written there unless the user adds something.
"""

from __future__ import annotations

import os
from pathlib import Path


def user_table_path(name: str) -> Path:
    """Return where the user's own table of that name lies ("actors.csv", "places.csv"), whether it is there or not."""
    return user_folder() / name


def user_folder() -> Path:
    """Return the folder of the user's own tables."""
    home = os.environ.get("DATELINE_HOME")
    if home:
        return Path(home).expanduser()
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "dateline"
