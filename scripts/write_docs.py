"""Write the parts of README.md and docs/output.md that the program itself says; `--check` only compares.

A part stands between `<!-- made:NAME -->` and `<!-- /made -->`. The rest of the pages is written by hand.
"""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from dateline import model
from dateline.codebook import event_types
from dateline.output.jsonl import REPORT_KEYS
from dateline.output.schema import field_notes

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "output.md")
SENTENCE = (
    "Islamic State fighters seized a cement plant near Palmyra in Syria on Tuesday, the group's Amaq agency reported. "
    "The Syrian army denied that the plant had fallen."
)
_PART = re.compile(r"(<!-- made:(\w+) -->\n).*?(<!-- /made -->)", re.DOTALL)


def main() -> int:
    is_check = "--check" in sys.argv[1:]
    stale = [path for path in PAGES if rewrite(path, is_check=is_check)]
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'is out of date; run python3 dev.py docs' if is_check else 'written'}")
    return 1 if is_check and stale else 0


def rewrite(path: Path, *, is_check: bool) -> bool:
    """Return whether the page differs from what the program says now; write it unless `is_check`."""
    before = path.read_text(encoding="utf-8")
    after = _PART.sub(lambda part: f"{part[1]}{PARTS[part[2]]()}\n{part[3]}", before)
    if after != before and not is_check:
        path.write_text(after, encoding="utf-8")
    return after != before


def make_example() -> str:
    """Return the command of README's first screen and what it prints."""
    options = ["--published", "2026-03-05", "--outlet", "Plains Courier", "--format", "table"]
    command = [sys.executable, "-m", "dateline", "code", "-", *options]
    done = subprocess.run(command, input=SENTENCE.encode(), capture_output=True, check=True, cwd=ROOT)
    shown = (
        f"$ echo \"{SENTENCE}\" |\n    dateline code - --published 2026-03-05 --outlet 'Plains Courier' --format table"
    )
    return f"```console\n{shown}\n{done.stdout.decode().rstrip()}\n```"


def make_event_types() -> str:
    """Return the codebook's event types as a table."""
    head = ["| id | group | it is | it is not |", "| --- | --- | --- | --- |"]
    rows = [
        f"| `{kind.id}` | {kind.group.replace('_', ' ')} | {kind.definition} | {kind.not_this or ''} |"
        for kind in event_types().values()
    ]
    return "\n".join([*head, *rows])


def make_field_tables() -> str:
    """Return one table a type, in the order in which a reader meets them."""
    names = [name for name in field_notes() if dataclasses.is_dataclass(getattr(model, name))]
    return "\n".join(_field_table(name) for name in names)


def _field_table(name: str) -> str:
    record_type = getattr(model, name)
    fields = list(REPORT_KEYS) if name == "Report" else [field.name for field in dataclasses.fields(record_type)]
    notes = field_notes()[name]
    doc = " ".join(str(record_type.__doc__).split("\n\n")[0].split())
    rows = [f"| `{field}` | {notes[field]} |" for field in fields]
    return "\n".join([f"### {name}", "", doc, "", "| field | value |", "| --- | --- |", *rows, ""])


PARTS: dict[str, Callable[[], str]] = {
    "example": make_example,
    "fields": make_field_tables,
    "event_types": make_event_types,
}

if __name__ == "__main__":
    sys.exit(main())
