"""What people decided on which claims speak of one event, as linking and every reading of events follow it.

A decision says of two claims that they are of one event, or that they are not. One that is of one event with another is
so with all that this one is of one event with. Where two decisions cannot both hold the later one does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# A claim as linking names it: the ids of its report and its own, `REPORT/CLAIM`.
ClaimName = str


@dataclass(frozen=True, slots=True)
class Decision:
    """Two claims, and whether they are of one event."""

    one: ClaimName
    other: ClaimName
    is_together: bool


class Decisions:
    """Decisions, earliest first as given, and what follows from them. Those that later ones undo are `overruled`."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.overruled: set[Decision] = set()
        self._groups: dict[ClaimName, frozenset[ClaimName]] = {}
        self._apart: dict[ClaimName, set[ClaimName]] = {}
        for decision in reversed(list(decisions)):
            self._take(decision)

    def list_together(self, name: ClaimName) -> frozenset[ClaimName]:
        """Return the claims that are of one event with this one, itself among them.

        >>> Decisions([Decision("r1/a", "r2/b", True)]).list_together("r1/a") == {"r1/a", "r2/b"}
        True
        """
        return self._groups.get(name) or frozenset({name})

    def list_apart(self, name: ClaimName) -> frozenset[ClaimName]:
        """Return the claims that are not of one event with this one.

        >>> told = [Decision("r1/a", "r2/b", True), Decision("r2/b", "r3/c", False)]
        >>> sorted(Decisions(told).list_apart("r1/a"))
        ['r3/c']
        """
        others = {other for held in self.list_together(name) for other in self._apart.get(held, ())}
        return frozenset(one for other in others for one in self.list_together(other))

    def speak_of(self, name: ClaimName) -> bool:
        """Return whether any decision is on this claim."""
        return name in self._groups or name in self._apart

    def forbid(self, some: Iterable[ClaimName], others: Iterable[ClaimName]) -> bool:
        """Return whether a claim of the one lot is not of one event with a claim of the other."""
        listed = frozenset(others)
        return any(not listed.isdisjoint(self.list_apart(name)) for name in some)

    def _take(self, decision: Decision) -> None:
        one, other = decision.one, decision.other
        if decision.is_together:
            if other in self.list_apart(one):
                self.overruled.add(decision)
                return
            joined = self.list_together(one) | self.list_together(other)
            self._groups.update(dict.fromkeys(joined, joined))
        elif other in self.list_together(one):
            self.overruled.add(decision)
        else:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)
