"""Event types that the user defines in a TOML file: name, definition and examples (docs/own_types.md)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.codebook import event_types
from dateline.errors import InputError

LEAST_EXAMPLES = 3
_ID = re.compile(r"[a-z][a-z0-9_]*")
_MARKED = re.compile(r"\[([^\[\]]+)\]")
_FIELDS = {"id", "name", "definition", "examples", "of"}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that tells of an event of the type; `marked` is where its event words stand, if the user said."""

    text: str
    marked: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class OwnType:
    """A type of the user's. `of` are our event types that it may stand beside; empty means any."""

    id: str
    name: str
    definition: str
    examples: tuple[Example, ...]
    of: frozenset[str] = frozenset()


def read_own_types(path: Path) -> tuple[OwnType, ...]:
    """The types of a TOML file, in its order. Raises InputError that names the file, the entry and the repair."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not TOML in UTF-8: {error}", path=str(path), repair="mend what it names") from error
    entries = document.get("type")
    if not isinstance(entries, list) or not entries:
        raise InputError("no type in it", expected="entries that begin with [[type]]", path=str(path),
                         repair="see docs/own_types.md for one")  # fmt: skip
    types = tuple(_read_entry(entry, number, str(path)) for number, entry in enumerate(entries, start=1))
    for number, kind in enumerate(types):
        if kind.id in {other.id for other in types[:number]}:
            raise _fault(path, number + 1, kind.id, "its id is taken by an entry before it", "give it another id")
    return types


def load_own_types(path: str | Path | None) -> tuple[OwnType, ...]:
    """The types in the file, none without one: what `--types` and `dateline.code(types=...)` read."""
    return read_own_types(Path(path)) if path else ()


def parse_example(text: str) -> Example:
    """A sentence with its event words in square brackets, or without.

    >>> parse_example("The court [sentenced] him.")
    Example(text='The court sentenced him.', marked=(10, 19))
    """
    marks = list(_MARKED.finditer(text))
    if not marks and not re.search(r"[\[\]]", text):
        return Example(text)
    if len(marks) != 1 or not marks[0][1].strip() or re.search(r"[\[\]]", _MARKED.sub("", text)):
        raise ValueError("one pair of square brackets at most, around the event words")
    start = marks[0].start()
    return Example(_MARKED.sub(r"\1", text), (start, start + len(marks[0][1])))


def _read_entry(entry: Any, number: int, path: str) -> OwnType:
    if not isinstance(entry, dict):
        raise _fault(path, number, None, "is not a table", "begin each type with [[type]]")
    named = entry.get("id") if isinstance(entry.get("id"), str) else None
    if unknown := sorted(set(entry) - _FIELDS):
        raise _fault(path, number, named, f"has a field `{unknown[0]}`", f"use only {', '.join(sorted(_FIELDS))}")
    for field in ("id", "name", "definition"):
        if not isinstance(entry.get(field), str) or not entry[field].strip():
            raise _fault(path, number, named, f"has no {field}", f'add {field} = "..."')
    if not _ID.fullmatch(entry["id"]):
        raise _fault(path, number, named, "its id is not lower-case letters, digits and _", "such as court_ruling")
    if entry["id"] in event_types():
        raise _fault(path, number, named, "its id is one of our event types", "give it another id")
    return OwnType(
        entry["id"], entry["name"].strip(), entry["definition"].strip(), _read_examples(entry, number, path),
        _read_of(entry, number, path),
    )  # fmt: skip


def _read_examples(entry: dict[str, Any], number: int, path: str) -> tuple[Example, ...]:
    texts = entry.get("examples")
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise _fault(path, number, entry["id"], "has no list of examples", 'add examples = ["...", "...", "..."]')
    if len(set(texts)) < LEAST_EXAMPLES:
        found = f"has {len(set(texts))} different examples"
        raise _fault(path, number, entry["id"], found, f"give at least {LEAST_EXAMPLES} sentences")
    examples = []
    for place, text in enumerate(texts, start=1):
        try:
            examples.append(parse_example(" ".join(text.split())))
        except ValueError as error:
            raise _fault(
                path, number, entry["id"], f"example {place} is not marked as it should be", str(error)
            ) from error
    return tuple(examples)


def _read_of(entry: dict[str, Any], number: int, path: str) -> frozenset[str]:
    ids = entry.get("of", [])
    if not isinstance(ids, list) or not all(isinstance(item, str) for item in ids):
        raise _fault(path, number, entry["id"], "`of` is not a list of ids", 'such as of = ["diplomatic_act"]')
    for item in ids:
        if item not in event_types():
            repair = "use ids of docs/output.md, or leave `of` out"
            raise _fault(path, number, entry["id"], f"`of` names {item}, which is no event type of ours", repair)
    return frozenset(ids)


def _fault(path: Path | str, number: int, named: str | None, found: str, repair: str) -> InputError:
    entry = f"type {number} ({named})" if named else f"type {number}"
    return InputError(f"{entry} {found}" if not found.startswith("its") else f"{entry}: {found}", repair=repair,
                      path=str(path))  # fmt: skip
