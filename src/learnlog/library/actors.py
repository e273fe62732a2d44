"""People who are named in posts, lists and searches: what they say of themselves, and what others call them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from learnlog.library.connection import Connections, Database
from learnlog.model.actor import ActorLink, ActorProfile, Description
from learnlog.model.safe import clean_line, clean_link, clean_text

KINDS = ("bluesky", "mastodon", "feed", "web")
_MOST_LINKS = 30
_PUT = """
    INSERT INTO actor (key, kind, handle, name, url, bio, is_bot, seen, links)
    VALUES (:key, :kind, :handle, :name, :url, :bio, :is_bot, :seen, :links)
    ON CONFLICT (key) DO UPDATE SET
        kind = excluded.kind,
        handle = iif(excluded.handle = '', handle, excluded.handle),
        name = iif(excluded.name = '', name, excluded.name),
        url = iif(excluded.url = '', url, excluded.url),
        bio = iif(excluded.bio = '', bio, excluded.bio),
        is_bot = max(is_bot, excluded.is_bot),
        seen = max(seen, excluded.seen),
        links = excluded.links
"""
_DESCRIBE = """
    INSERT INTO description (actor_id, source, kind, text, owner, seen)
    SELECT id, :source, :kind, :text, :owner, :seen FROM actor WHERE key = :key
    ON CONFLICT (actor_id, source) DO UPDATE SET
        kind = excluded.kind, text = excluded.text, owner = excluded.owner, seen = excluded.seen
"""


class Actors:
    """Reads and writes actors. Every text is foreign, and is cleaned on the way in."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @property
    def _db(self) -> Database:
        return self._connections.db

    def see(self, profiles: Iterable[ActorProfile], now: datetime) -> None:
        """Take in what profiles say; what they leave out stays as it was known.

        A link that was proven stays so until a profile tells of it with other evidence.
        """
        db = self._db
        with db.transaction():
            for profile in profiles:
                if profile.key and profile.kind in KINDS:
                    links = _together(_links(db, profile.key), profile.links)
                    db.run(_PUT, _row(profile, links, int(now.timestamp())))

    def describe(self, descriptions: Iterable[Description], now: datetime) -> None:
        """Take in what lists and packs call people; those who are not known as actors are passed over."""
        db = self._db
        with db.transaction():
            for one in descriptions:
                values = {
                    "key": one.key,
                    "source": clean_line(one.source),
                    "kind": clean_line(one.kind, 20),
                    "text": clean_line(one.text, 1000),
                    "owner": clean_line(one.owner),
                    "seen": int(now.timestamp()),
                }
                if values["source"] and values["text"]:
                    db.run(_DESCRIBE, values)

    def get(self, key: str) -> ActorProfile | None:
        """Return what is known of the actor `key`."""
        found = self.get_many([key])
        return found[0] if found else None

    def get_many(self, keys: Sequence[str]) -> list[ActorProfile]:
        """Return what is known of the actors `keys`, in that order; unknown ones are left out."""
        rows = self._db.rows(
            "SELECT * FROM actor WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),)
        )
        by_key = {row["key"]: _profile(row) for row in rows}
        return [by_key[key] for key in dict.fromkeys(keys) if key in by_key]

    def descriptions(self, key: str) -> list[Description]:
        """Return what others call the actor `key`, the newest first."""
        rows = self._db.rows(
            """SELECT d.* FROM description d JOIN actor a ON a.id = d.actor_id WHERE a.key = ?
               ORDER BY d.seen DESC, d.source""",
            (key,),
        )
        return [
            Description(key=key, source=row["source"], kind=row["kind"], text=row["text"], owner=row["owner"])
            for row in rows
        ]


def _row(profile: ActorProfile, links: Sequence[ActorLink], seen: int) -> dict[str, Any]:
    return {
        "key": clean_line(profile.key),
        "kind": profile.kind,
        "handle": clean_line(profile.handle, 300),
        "name": clean_line(profile.name, 200),
        "url": clean_link(profile.url),
        "bio": clean_text(profile.bio[:20_000]).strip()[:5000],
        "is_bot": int(profile.is_bot),
        "seen": seen,
        "links": json.dumps([asdict(link) for link in links], ensure_ascii=False),
    }


def _together(known: Sequence[ActorLink], told: Sequence[ActorLink]) -> list[ActorLink]:
    """Return the links told of, and of the known ones those that stay: all when none are told, else the proven."""
    if not told:
        return list(known)
    proven = {link.address: link for link in known if link.proven}
    kept = {address: link for link in told if (address := clean_link(link.address))}
    for address, link in proven.items():
        if address not in kept or not kept[address].evidence:
            kept[address] = link
    return [_clean(link) for link in kept.values()][:_MOST_LINKS]


def _clean(link: ActorLink) -> ActorLink:
    return ActorLink(
        address=clean_link(link.address),
        key=clean_line(link.key),
        kind=link.kind if link.kind in KINDS else "",
        evidence=clean_line(link.evidence, 300),
        proven=link.proven,
    )


def _links(db: Database, key: str) -> list[ActorLink]:
    row = db.one("SELECT links FROM actor WHERE key = ?", (key,))
    return links_in(row["links"]) if row else []


def links_in(text: str) -> list[ActorLink]:
    """Read the column ``links``; what is none is passed over."""
    try:
        listed = json.loads(text)
    except ValueError:
        return []
    found = (_link(item) for item in listed) if isinstance(listed, list) else ()
    return [link for link in found if link]


def _link(item: object) -> ActorLink | None:
    if not isinstance(item, dict) or not isinstance(item.get("address"), str):
        return None
    words = {name: item[name] for name in ("key", "kind", "evidence") if isinstance(item.get(name), str)}
    return ActorLink(address=item["address"], proven=item.get("proven") is True, **words)


def _profile(row: Any) -> ActorProfile:
    return ActorProfile(
        key=row["key"],
        kind=row["kind"],
        handle=row["handle"],
        name=row["name"],
        url=row["url"],
        bio=row["bio"],
        is_bot=bool(row["is_bot"]),
        links=tuple(links_in(row["links"])),
    )
