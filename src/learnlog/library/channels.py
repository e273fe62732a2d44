"""Channels: what is known about asking them, and taking in what they bring."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from learnlog.library import membership, story_rows, ties
from learnlog.library.arrivals import place_in_thread, rows_of_posts, seconds
from learnlog.library.connection import Database
from learnlog.library.lenient import mapping
from learnlog.library.names import channel_key, channel_keys
from learnlog.library.post_writing import add, mark_gone, take_again
from learnlog.library.section import Section
from learnlog.model.fetching import Arrived, FetchState
from learnlog.model.ids import post_id
from learnlog.model.moments import from_seconds
from learnlog.model.person import Channel
from learnlog.model.post import NewPost

if TYPE_CHECKING:
    from learnlog.model.social import Social

_MOMENTS = ("checked", "fetched", "due", "wait_until", "verified", "retired", "latest")


class Channels(Section):
    """Reads and writes channels with their fetch state; posts come in through `commit`.

    Everywhere a key that a channel had before it was renamed means that channel.
    """

    def ensure(self, channel: Channel) -> None:
        """Make the channel known, so that it can be asked."""
        with self._db.transaction():
            self._db.run(
                """INSERT INTO channel (key, kind) VALUES (?, ?)
                   ON CONFLICT (key) DO UPDATE SET kind = excluded.kind""",
                (self.key(channel.key), channel.kind),
            )

    def introduce(self, channel: Channel, handle: str) -> None:
        """Make a channel known that nobody asked yet, and what its owner is called: some networks ask by that."""
        with self._db.transaction():
            self.ensure(channel)
            state = self.state(channel.key)
            if handle and not state.handle:
                _write_state(self._db, self.key(channel.key), replace(state, handle=handle))

    def key(self, key: str) -> str:
        """Return the key that the channel once called `key` has now; `key` itself when it has no other."""
        return channel_key(self._db, key)

    def present_keys(self) -> dict[str, str]:
        """Return the key that a channel has now by every key it had before."""
        return channel_keys(self._db)

    def rename(self, old: str, new: str) -> None:
        """Call the channel `old` from now on `new`; with one called so already, it becomes one with it.

        Posts keep their ids and every mark, and `old` still finds them.
        """
        from learnlog.library.moving import rename

        with self._db.transaction():
            rename(self._db, self.key(old), new)

    def state(self, key: str) -> FetchState:
        """Return how the last conversations with the channel went."""
        row = self._db.one("SELECT state FROM channel WHERE key = ?", (self.key(key),))
        return _read_state(row["state"]) if row else FetchState()

    def states(self) -> dict[str, FetchState]:
        """Return the state of every channel by key, and by the keys it had before."""
        rows = self._db.rows(
            """SELECT key, state FROM channel
               UNION ALL SELECT a.key, c.state FROM channel_alias a JOIN channel c ON c.id = a.channel_id
               ORDER BY key"""
        )
        return {row["key"]: _read_state(row["state"]) for row in rows}

    def put_state(self, key: str, state: FetchState) -> None:
        """Write down how the last conversations with the channel went, and when it is asked next."""
        with self._db.transaction():
            _write_state(self._db, self.key(key), state)

    def published(self, key: str, limit: int) -> list[datetime]:
        """Return when the channel's newest posts came out, the newest first; what its owner passes on counts too."""
        rows = self._db.rows(
            """SELECT p.published FROM post p JOIN channel c ON c.id = p.channel_id
               WHERE c.key = ? ORDER BY p.published DESC LIMIT ?""",
            (self.key(key), limit),
        )
        return [from_seconds(row[0]) for row in rows]

    def newest(self, key: str, since: datetime, limit: int) -> list[tuple[str, str]]:
        """Return guid and ``home`` of the owner's newest posts since `since` that a network knows, none gone.

        Boosts are not among them: their words are somebody else's.
        """
        rows = self._db.rows(
            """SELECT p.guid, coalesce(json_extract(nullif(b.social, ''), '$.home'), '') AS home
               FROM post p JOIN channel c ON c.id = p.channel_id JOIN post_body b ON b.row = p.row
               WHERE c.key = ? AND p.published >= ? AND p.uri <> '' AND p.boost_of = '' AND p.gone IS NULL
               ORDER BY p.published DESC, p.row DESC LIMIT ?""",
            (self.key(key), int(since.timestamp()), limit),
        )
        return [(row["guid"], str(row["home"])) for row in rows]

    def commit(
        self, key: str, posts: Sequence[NewPost], state: FetchState, gone: Iterable[str] = ()
    ) -> Arrived:
        """Take in what a fetch brought, and its state, in one transaction.

        A post known already is updated in place: it stays read, starred and where it was. The posts whose
        guids are `gone` stay, marked; the words of those I did nothing with go.
        """
        db = self._db
        arrived = int((state.checked or datetime.now(UTC)).timestamp())
        with db.transaction():
            key = self.key(key)
            channel_id = _write_state(db, key, state)
            keys = ties.own_keys(db, key)
            added, changed = _take_in(db, channel_id, keys, rows_of_posts(key, posts, arrived))
            membership.place(db, [post.row for post in (*added, *changed)])
            ties.drop(db, [post.row for post in changed])
            ties.write(db, keys, [post for post in (*added, *changed) if post.is_told])
            taken_back = set(gone) - {post.guid for post in posts}
            missing = _known(db, [post_id(one, guid) for guid in taken_back for one in keys]).values()
            gone_now = mark_gone(db, [known["row"] for known in missing], arrived)
            ties.drop(db, gone_now)
            story_rows.note(db, [*(post.row for post in (*added, *changed)), *gone_now])
        return Arrived(new=len(added), edited=len(changed), gone=len(gone_now))


def _take_in(
    db: Database, channel_id: int, keys: Sequence[str], rows: "Sequence[tuple[dict[str, Any], Social | None]]"
) -> tuple[list[ties.Written], list[ties.Written]]:
    """Write the posts `rows` of the channel with `keys`; return those that are new, and those that changed."""
    added: list[ties.Written] = []
    changed: list[ties.Written] = []
    waiting: list[dict[str, Any]] = []
    ids_of = _ids_of(keys, rows)
    every = [id for ids in ids_of for id in ids]
    known_by_id, dropped = _known(db, every), _dropped(db, every)
    for (values, social), ids in zip(rows, ids_of, strict=True):
        known = next((known_by_id[id] for id in ids if id in known_by_id), None)
        if known is None and not dropped.isdisjoint(ids):
            continue
        if social and (known is None or known["hash"] != values["hash"]):
            added += add(db, channel_id, waiting)  # what it answers may be among them
            waiting.clear()
            values |= place_in_thread(db, channel_id, social)
        if known is None:
            waiting.append(values)
        elif written := take_again(db, values, known):
            changed.append(written)
    return [*added, *add(db, channel_id, waiting)], changed


def _ids_of(
    keys: Sequence[str], rows: "Sequence[tuple[dict[str, Any], Social | None]]"
) -> list[tuple[str, ...]]:
    """Return for each of `rows` the ids it may have: the channel may have had other keys when it came."""
    aliases = keys[1:]
    return [(values["id"], *(post_id(alias, values["raw_guid"]) for alias in aliases)) for values, _ in rows]


def _dropped(db: Database, ids: Sequence[str]) -> set[str]:
    """Return which of the posts `ids` were here and let go, see `learnlog.library.tidying`."""
    if not db.one("SELECT 1 FROM dropped LIMIT 1"):
        return set()
    return {
        row[0]
        for row in db.rows(
            "SELECT id FROM dropped WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
        )
    }


def _known(db: Database, ids: Sequence[str]) -> dict[str, sqlite3.Row]:
    """Return what is noted of those of the posts `ids` that are here."""
    rows = db.rows(
        """SELECT p.id, p.row, p.hash, p.published, p.gone FROM json_each(?) j CROSS JOIN post p ON p.id = j.value""",
        (json.dumps(ids),),
    )
    return {row["id"]: row for row in rows}


def _write_state(db: Database, key: str, state: FetchState) -> int:
    values = {name.name: getattr(state, name.name) for name in fields(state)}
    for name in _MOMENTS:
        values[name] = seconds(values[name])
    db.run(
        "INSERT INTO channel (key, state) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET state = excluded.state",
        (key, json.dumps(values)),
    )
    return db.number("SELECT id FROM channel WHERE key = ?", (key,))


def _read_state(text: str) -> FetchState:
    """Return what `_write_state` wrote, and later versions write; what is no such value counts as not said."""
    said = mapping(text)
    values: dict[str, Any] = {}
    for one in fields(FetchState):
        value = said.get(one.name)
        if one.name in _MOMENTS:
            values[one.name] = from_seconds(value) if isinstance(value, (int, float)) else None
        elif type(value) is type(one.default):
            values[one.name] = value
    return FetchState(**values)
