"""Rules that coded rows cite: id, version and what each does, from the `rules.toml` of a package."""

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

    @property
    def cited(self) -> str:
        """The rule as rows and spans list it: "control/seizure@1"."""
        return f"{self.id}@{self.version}"


@cache
def load_rules(package: str) -> dict[str, Rule]:
    """Return the rules of a package by id, in the order of its file."""
    table = tomllib.loads((resources.files(package) / "rules.toml").read_text(encoding="utf-8"))
    return {rule_id: Rule(rule_id, entry["version"], entry["text"]) for rule_id, entry in table.items()}
