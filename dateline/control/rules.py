"""The rules of control: id, version and what the rule does, from `rules.toml`."""

from __future__ import annotations

from dateline.rulebook import Rule, load_rules


def read_rules() -> dict[str, Rule]:
    """Return the rules by id, in the order of the file."""
    return load_rules("dateline.control")


def cite(rule_id: str) -> str:
    """Return the rule as spans list it. Raises KeyError.

    >>> cite("control/seizure")
    'control/seizure@1'
    """
    return read_rules()[rule_id].cited
