"""The rules of control: id, version and what the rule does, from `rules.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Rule:
    """One named rule; its version goes up when it gives another result for the same claims."""

    id: str
    version: int
    text: str


@cache
def read_rules() -> dict[str, Rule]:
    """Return the rules by id, in the order of the file."""
    table = tomllib.loads((resources.files("dateline.control") / "rules.toml").read_text(encoding="utf-8"))
    return {rule_id: Rule(rule_id, entry["version"], entry["text"]) for rule_id, entry in table.items()}


def cite(rule_id: str) -> str:
    """Return the rule as spans list it.

    >>> cite("control/seizure")
    'control/seizure@1'
    """
    return f"{rule_id}@{read_rules()[rule_id].version}"
