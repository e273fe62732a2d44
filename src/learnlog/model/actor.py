"""People whom posts, lists and searches name, followed or not, as the library knows them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorLink:
    """Where a profile points: an ``address``, and the channel there, ``key`` and ``kind`` ("" while unknown).

    ``evidence`` says in words what speaks for both being one person's ("": the profile names it, no more);
    ``proven`` that both sides say so, which makes them one person.
    """

    address: str
    key: str = ""
    kind: str = ""
    evidence: str = ""
    proven: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorProfile:
    """What somebody says of themselves. ``key`` is a channel's: a DID, an actor's address, a feed's or site's address.

    ``kind`` is ``bluesky``, ``mastodon``, ``feed``, or ``web`` for a site whose feed nobody looked up.
    """

    key: str
    kind: str
    handle: str = ""
    name: str = ""
    url: str = ""
    bio: str = ""
    is_bot: bool = False
    links: tuple[ActorLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What others call the actor ``key``: they stand in a list, pack, OPML or blogroll with this ``text``.

    ``source`` is its address (or a file's name), ``owner`` the key of whoever made it ("": unknown).
    """

    key: str
    source: str
    kind: str
    text: str
    owner: str = ""
