"""Experts I follow, and the channels they publish on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learnlog.model.document import Document
from learnlog.model.moments import EPOCH, from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A place where a person publishes, as written on the person's card.

    ``kind`` is the source that reads it (``feed``, ``bluesky``, ``mastodon``). ``key`` is its stable
    identity: a feed's address, a DID, an actor's address. ``address`` is what a person would open.
    ``typed_host`` is the ``host:port`` the user typed in `follow`, which alone may be a private address.
    ``aliases`` are keys it had before (an account that moved); ``boosts`` tells whether what its owner only
    passes on is wanted, ``full_text`` whether each of its posts is read from its own page, since the feed gives
    only their beginnings. ``keep`` is which of its
    posts stay (`limits.read_limit`; "": as in the settings).
    """

    kind: str
    key: str
    title: str = ""
    address: str = ""
    typed_host: str = ""
    aliases: tuple[str, ...] = ()
    boosts: bool = True
    full_text: bool = False
    keep: str = ""

    def front_matter(self) -> dict[str, Any]:
        """Return the channel as it stands on the card, empty values left out."""
        return {name: value for name, value in self.values().items() if value is not None}

    def values(self) -> dict[str, Any]:
        """Return what the card says of the channel; None says that a key is not wanted."""
        return {
            "kind": self.kind,
            "key": self.key,
            "title": self.title or None,
            "address": self.address or None,
            "typed_host": self.typed_host or None,
            "aliases": list(self.aliases) or None,
            "boosts": None if self.boosts else "false",
            "full_text": "true" if self.full_text else None,
            "keep": self.keep or None,
        }

    @property
    def keys(self) -> tuple[str, ...]:
        """Its key and those it had before."""
        return (self.key, *self.aliases)

    @classmethod
    def of(cls, value: object) -> "Channel | None":
        """Understand one item of a card's ``channels``: a mapping, or a feed's bare address."""
        if isinstance(value, str) and value.strip():
            return cls(kind="feed", key=value.strip())
        if not isinstance(value, dict):
            return None
        text = {name: v.strip() for name, v in value.items() if isinstance(v, str)}
        if not text.get("key"):
            return None
        return cls(
            kind=text.get("kind") or "feed",
            key=text["key"],
            title=text.get("title", ""),
            address=text.get("address", ""),
            typed_host=text.get("typed_host", ""),
            aliases=_listed(value.get("aliases")),
            boosts=text.get("boosts", "").casefold() not in ("false", "no", "off"),
            full_text=text.get("full_text", "").casefold() in ("true", "yes", "on"),
            keep=text.get("keep", ""),
        )


def _listed(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(item.strip() for item in items if isinstance(item, str) and item.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An expert's card. ``id`` is the card's slug and never changes; old ids live on in ``aliases``.

    ``status`` is ``following``, ``muted`` (fetched and found, but not in the River) or ``unfollowed``: an
    unfollowed person's card, kept posts and insights stay. ``looked`` is the day I last asked myself whether
    following them is still useful, as ``2026-11-23`` ("": not yet).
    """

    id: str
    name: str
    why: str = ""
    role: str = ""
    themes: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    status: str = "following"
    looked: str = ""
    created: datetime = EPOCH
    body: str = ""
    path: str = ""
    hash: str = ""
    problem: str = ""

    @property
    def is_followed(self) -> bool:
        """Tell whether new posts of this person are fetched and shown."""
        return self.status != "unfollowed"

    @property
    def is_muted(self) -> bool:
        """Tell whether their posts are fetched and found, but left out of the River."""
        return self.status == "muted"

    def front_matter(self) -> dict[str, Any]:
        """Return the values that belong in the file's front matter; None says a key is not wanted."""
        return {
            "id": self.id,
            "name": self.name,
            "why": self.why or None,
            "role": self.role or None,
            "themes": list(self.themes),
            "circles": list(self.circles),
            "aliases": list(self.aliases) or None,
            "status": self.status,
            "looked": self.looked or None,
            "created": to_text(self.created),
            "channels": [channel.values() for channel in self.channels],
        }

    @classmethod
    def of(cls, document: Document) -> "Person":
        """Understand `document` as a person's card."""
        listed = document.data.get("channels")
        channels = [Channel.of(item) for item in listed] if isinstance(listed, list) else []
        return cls(
            id=document.id,
            name=document.word("name") or document.id.replace("-", " ").title(),
            why=document.word("why"),
            role=document.word("role"),
            themes=document.words("themes"),
            circles=document.words("circles"),
            aliases=document.words("aliases"),
            channels=tuple(channel for channel in channels if channel),
            status=document.word("status", "following"),
            looked=document.word("looked"),
            created=from_text(document.word("created"), EPOCH),
            body=document.body,
            path=document.path,
            hash=document.hash,
            problem=document.problem,
        )
