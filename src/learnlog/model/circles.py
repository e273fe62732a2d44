"""Circles: groups of people I made, one within another when its name says so (``work / data people``)."""

from collections.abc import Iterable
from typing import Final

NESTED: Final = " / "
"""What stands in a circle's name between the circle around it and its own name."""


def circles_around(circles: Iterable[str]) -> list[str]:
    """Return `circles` with those they lie in, each once, the outer before the inner."""
    found: dict[str, None] = {}
    for circle in circles:
        parts = circle.split(NESTED)
        found.update((NESTED.join(parts[:count]), None) for count in range(1, len(parts) + 1))
    return list(found)
