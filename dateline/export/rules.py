"""The rules that exports cite: id, version and what the rule does, from `rules.toml`."""

from __future__ import annotations

import hashlib
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
    table = tomllib.loads((resources.files("dateline.export") / "rules.toml").read_text(encoding="utf-8"))
    return {rule_id: Rule(rule_id, entry["version"], entry["text"]) for rule_id, entry in table.items()}


@cache
def rules_digest() -> str:
    """Return the SHA-256 of the list of rules: another digest, another set of rules or versions."""
    lines = "".join(f"{rule.id}@{rule.version}\n" for rule in sorted(read_rules().values(), key=lambda rule: rule.id))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"


def cite(rule_id: str) -> str:
    """Return the rule as rows list it.

    >>> cite("acled/lowest-toll")
    'acled/lowest-toll@1'
    """
    return f"{rule_id}@{read_rules()[rule_id].version}"
