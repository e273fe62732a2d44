"""People who are named in posts and lists, followed or not: what they are called, and what others call them."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from learnlog.library.post_rows import moment
from learnlog.library.section import Section
from learnlog.model.finding import Description, Profile, ProfileLink
from learnlog.model.safe import clean_line, clean_link

KINDS: Final = ("bluesky", "mastodon", "feed", "web")
_KEPT: Final = 20
"""Links of one profile that are kept."""

_PUT = """
    INSERT INTO actor (key, kind, handle, name, url, bio, is_bot, seen, links)
    VALUES (:key, :kind, :handle, :name, :url, :bio, :is_bot, :seen, :links)
    ON CONFLICT (key) DO UPDATE SET
        kind = CASE WHEN excluded.kind = 'web' THEN kind ELSE excluded.kind END,
        handle = coalesce(nullif(excluded.handle, ''), handle),
        name = coalesce(nullif(excluded.name, ''), name),
        url = coalesce(nullif(excluded.url, ''), url),
        bio = coalesce(nullif(excluded.bio, ''), bio),
        links = CASE WHEN excluded.links = '[]' THEN links ELSE excluded.links END,
        is_bot = max(is_bot, excluded.is_bot), seen = max(seen, excluded.seen)
"""
_DESCRIBE = """
    INSERT INTO description (actor_id, source, kind, text, owner, seen)
    SELECT id, :source, :kind, :text, :owner, :seen FROM actor WHERE key = :key
    ON CONFLICT (actor_id, source) DO UPDATE SET
        kind = excluded.kind, text = excluded.text, owner = excluded.owner, seen = excluded.seen
"""
_AMONG = "IN (SELECT value FROM json_each(?))"


class Actors(Section):
    """Reads and writes who is known by name only. Ties of posts are in `learnlog.library.ties`."""

    def put(self, profiles: Iterable[Profile], now: datetime) -> None:
        """Take in what profiles say; what one leaves empty stays as it was known. All text is cleaned here."""
        values = [row for profile in profiles if (row := _row(profile, now))]
        if values:
            with self._db.transaction():
                self._db.run_many(_PUT, values)

    def describe(self, keys: Iterable[str], description: Description, now: datetime) -> None:
        """Note that the actors with `keys`, which are known, are in what `description` tells of."""
        text = clean_line(description.text, 500)
        if not text:
            return
        said = {
            "source": clean_line(description.source, 1000),
            "kind": clean_line(description.kind, 20),
            "text": text,
            "owner": clean_line(description.owner, 1000),
            "seen": int(now.timestamp()),
        }
        with self._db.transaction():
            self._db.run_many(_DESCRIBE, [{**said, "key": key} for key in dict.fromkeys(keys)])

    def get(self, key: str) -> Profile | None:
        """Return what is known of the actor `key`."""
        return next(iter(self.get_many([key]).values()), None)

    def get_many(self, keys: Sequence[str]) -> dict[str, Profile]:
        """Return what is known of the actors with `keys`, by key."""
        rows = self._db.rows(f"SELECT * FROM actor WHERE key {_AMONG}", (json.dumps(list(keys)),))  # noqa: S608 - ours
        return {row["key"]: _profile(row) for row in rows}

    def at(self, addresses: Iterable[str]) -> dict[str, Profile]:
        """Return the actors whose key or page is one of `addresses`, however each is written, by key."""
        bare = {a.partition("://")[2] or a for a in (one.strip().rstrip("/") for one in addresses) if a}
        hosts = {
            f"{scheme}{a}{end}" for a in bare for scheme in ("https://", "http://", "") for end in ("", "/")
        }
        handles = {handle for a in bare if (handle := _handle_at(a))}
        rows = self._db.rows(
            """SELECT * FROM actor WHERE key IN (SELECT value FROM json_each(:hosts))
               UNION SELECT * FROM actor WHERE url IN (SELECT value FROM json_each(:hosts))
               OR (handle <> '' AND handle IN (SELECT value FROM json_each(:handles)))""",
            {"hosts": json.dumps(sorted(hosts)), "handles": json.dumps(sorted(handles))},
        )
        return {row["key"]: _profile(row) for row in rows}

    def described(self) -> list[tuple[str, Description]]:
        """Return everybody whom others describe, by key, each with what they call them."""
        rows = self._db.rows(
            """SELECT a.key, d.source, d.kind, d.text, d.owner FROM description d
               JOIN actor a ON a.id = d.actor_id ORDER BY d.seen DESC, a.key, d.source"""
        )
        return [(row[0], Description(source=row[1], kind=row[2], text=row[3], owner=row[4])) for row in rows]

    def descriptions(self, keys: Sequence[str]) -> dict[str, list[Description]]:
        """Return what others call the actors with `keys`, the newest first, by key."""
        rows = self._db.rows(
            f"""SELECT a.key, d.source, d.kind, d.text, d.owner FROM description d
                JOIN actor a ON a.id = d.actor_id WHERE a.key {_AMONG} ORDER BY d.seen DESC, d.source""",  # noqa: S608 - ours
            (json.dumps(list(keys)),),
        )
        found: dict[str, list[Description]] = {}
        for row in rows:
            one = Description(source=row["source"], kind=row["kind"], text=row["text"], owner=row["owner"])
            found.setdefault(row["key"], []).append(one)
        return found


def _handle_at(bare: str) -> str:
    """Return the handle that the page of a profile belongs to, "" when it is no such page."""
    host, _, path = bare.partition("/")
    if host == "bsky.app":
        return path.removeprefix("profile/") if path.startswith("profile/") else ""
    user = path.removeprefix("users/") if path.startswith("users/") else path.removeprefix("@")
    return f"@{user}@{host}" if path != user and "/" not in user else ""


def _row(profile: Profile, now: datetime) -> dict[str, Any] | None:
    key = clean_line(profile.key, 1000)
    if not key or key != profile.key or profile.kind not in KINDS:
        return None
    links = [
        {"address": address, "evidence": clean_line(link.evidence, 100), "both_ways": link.both_ways}
        for link in profile.links[:_KEPT]
        if (address := clean_line(link.address, 1000))
    ]
    return {
        "key": key,
        "kind": profile.kind,
        "handle": clean_line(profile.handle, 300),
        "name": clean_line(profile.name, 200),
        "url": clean_link(profile.url),
        "bio": clean_line(profile.bio, 1000),
        "is_bot": int(profile.is_bot),
        "seen": int((profile.seen or now).timestamp()),
        "links": json.dumps(links, ensure_ascii=False),
    }


def _profile(row: Any) -> Profile:
    return Profile(
        key=row["key"],
        kind=row["kind"],
        handle=clean_line(row["handle"], 300),
        name=clean_line(row["name"], 200),
        url=clean_link(row["url"]),
        bio=clean_line(row["bio"], 1000),
        is_bot=bool(row["is_bot"]),
        links=tuple(_links(row["links"])),
        seen=moment(row["seen"]),
    )


def _links(text: str) -> list[ProfileLink]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [
        ProfileLink(
            address=clean_line(str(one.get("address", "")), 1000),
            evidence=clean_line(str(one.get("evidence", "")), 100),
            both_ways=one.get("both_ways") is True,
        )
        for one in (data if isinstance(data, list) else [])
        if isinstance(one, dict)
    ]
