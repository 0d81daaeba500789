"""The rules that exports cite: id, version and what the rule does, from `rules.toml`."""

from __future__ import annotations

import hashlib
from functools import cache

from dateline.rulebook import Rule, load_rules


def read_rules() -> dict[str, Rule]:
    """Return the rules by id, in the order of the file."""
    return load_rules("dateline.export")


@cache
def rules_digest() -> str:
    """Return the SHA-256 of the list of rules: another digest, another set of rules or versions."""
    lines = "".join(f"{rule.cited}\n" for rule in sorted(read_rules().values(), key=lambda rule: rule.id))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"


def cite(rule_id: str) -> str:
    """Return the rule as rows list it. Raises KeyError.

    >>> cite("acled/lowest-toll")
    'acled/lowest-toll@1'
    """
    return read_rules()[rule_id].cited
