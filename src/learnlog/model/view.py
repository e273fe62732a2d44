"""Searches that are kept: views, which show what they find, and rules, which do something with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A search with a name, as a list of the River. ``id`` is the name's slug, distinct among the views."""

    id: str
    name: str
    search: str
