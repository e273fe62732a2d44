"""Searches that are kept: views, which show what they find, and rules, which do something with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A search with a name, as a list of the River. ``id`` is the name's slug, distinct among the views."""

    id: str
    name: str
    search: str


DOES = ("star", "read", "hide")
"""What a rule can do besides putting posts under themes."""

OF_STORIES = frozenset(("read", "hide"))
"""What a rule does to a whole story, by the voice that stands first in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A search with what is done to the posts it finds: ``does`` are some of `DOES`, ``themes`` slugs.

    One that is ``off``, or has a ``problem`` (a sentence), does nothing.
    """

    id: str
    name: str
    search: str
    does: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    off: bool = False
    problem: str = ""

    @property
    def tells_stories(self) -> bool:
        """Tell whether it does something to whole stories."""
        return not OF_STORIES.isdisjoint(self.does)

    @property
    def works(self) -> bool:
        """Tell whether it does anything to posts that arrive."""
        return not (self.off or self.problem)
