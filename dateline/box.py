"""A box on the map: what exports and the case database are asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees west, south, east, north (WGS 84), edges included; west of more than east crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        return ",".join(f"{edge:.10g}" for edge in (self.west, self.south, self.east, self.north))

    def holds(self, lat: float, lon: float) -> bool:
        """Return whether the point is in the box.

        >>> Box(170, -20, -170, 0).holds(-18.1, 178.4)  # Suva
        True
        """
        if not self.south <= lat <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= lon <= self.east
        return lon >= self.west or lon <= self.east

    def split(self) -> tuple[Box, ...]:
        """Return the box as boxes that do not cross the 180th meridian: itself, or two."""
        if self.west <= self.east:
            return (self,)
        return Box(self.west, self.south, 180, self.north), Box(-180, self.south, self.east, self.north)
