"""The port of a source that can tell whom somebody follows, or who is in a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from learnlog.reading.sources.base import Client

MOST: Final = 5000
"""People that are read of one list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Somebody in such a list: the ``address`` that finds them, and what the list says of them.

    ``handle`` is what they are called now, when that is not the address. ``key`` is their channel's where it is told;
    ``listed`` the title of the list or starter pack they are in, with what it says of itself ("": it is no list).
    ``boosts`` is False where I hid what they pass on; ``known`` tells that I follow them here already.
    """

    address: str
    handle: str = ""
    name: str = ""
    bio: str = ""
    key: str = ""
    listed: str = ""
    boosts: bool = True
    known: bool = False


@runtime_checkable
class Follows(Protocol):
    """A source that can tell whom somebody follows, or who is in a list."""

    def lists(self, address: str) -> bool:
        """Tell, without asking anyone, whether a list of people may be at `address`."""
        ...

    async def follows(self, address: str, http: Client) -> Sequence[Followed]:
        """Return whom the account at `address` follows, or who is in the list there.

        Raises:
            LearnlogError: there is no such account or list, or it is not shown.
        """
        ...
