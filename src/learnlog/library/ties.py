"""Ties: what a post has to do with somebody who is not its channel's owner.

Worked out from the post alone, so `rebuild` makes the same ones again: who wrote what it passes on, whom it quotes,
mentions and answers, and whose personal site it links to (`learnlog.model.sites`). A post that its author took back
has none.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from learnlog.library.connection import Database
from learnlog.library.names import channel_keys
from learnlog.library.schema import ANSWERED, LINKED, MENTIONED, QUOTED, WROTE
from learnlog.model.safe import clean_line, clean_link
from learnlog.model.sites import site_of

_LINK = re.compile(r'href="https?://([^/"?#]+)([^"?#]*)')
_NAMES = re.compile(r'"(?:boost_of|answers|quote|mentions)":')
"""What a social part has that names anybody but its author: most posts name nobody."""
_MOST_LINKS = 200
"""Links of one post that are looked at; a post with more is a list of links."""
_BATCH = 2000


class Named(NamedTuple):
    """Somebody whom a post names, as its network calls them."""

    key: str
    kind: str
    handle: str = ""
    name: str = ""
    url: str = ""


class Written(NamedTuple):
    """A stored post: its row, when it arrived, its social part as JSON, its HTML.

    Of one that is not `is_told` the words are read out of the HTML later, and the ties are written with them.
    """

    row: int
    arrived: int
    social: str
    html: str
    is_told: bool = True


def written(row: int, values: Mapping[str, Any]) -> Written:
    """Return the stored post that the values of `learnlog.library.arrivals` became."""
    return Written(row, values["arrived"], values["social"], values["html"], values["is_told"])


_Tie = tuple[int, Named]

_READ = """
    SELECT p.row, p.arrived, c.key, b.social, b.html FROM post p JOIN channel c ON c.id = p.channel_id
    JOIN post_body b ON b.row = p.row
    WHERE p.row > ? AND p.gone IS NULL ORDER BY p.row LIMIT ?
"""
_KNOWN = "SELECT id, key, handle, name, url, seen FROM actor WHERE key IN (SELECT value FROM json_each(?))"
_NEW = "INSERT INTO actor (key, kind, handle, name, url, seen) VALUES (?, ?, ?, ?, ?, ?)"
_CALLED = "UPDATE actor SET handle = ?, name = ?, url = ?, seen = ? WHERE id = ?"
_ALIASES = "SELECT a.key FROM channel_alias a JOIN channel c ON c.id = a.channel_id WHERE c.key = ?"
_DAY = 86400


def write(db: Database, own: Sequence[str], posts: Sequence[Written]) -> None:
    """Write the ties of posts that have none yet, in the channel with the keys `own`."""
    _store(db, ((post, tie) for post in posts for tie in _ties(own, post)))


def write_in(db: Database, channel: str, posts: Sequence[Written]) -> None:
    """Write the ties of posts that have none yet, in the channel with the key `channel`."""
    write(db, own_keys(db, channel), posts)


def own_keys(db: Database, channel: str) -> tuple[str, ...]:
    """Return the key of a channel, and those it had before."""
    return (channel, *(row[0] for row in db.rows(_ALIASES, (channel,))))


def drop(db: Database, rows: Sequence[int]) -> None:
    """Forget the ties of the posts at `rows`."""
    if rows:
        db.run("DELETE FROM tie WHERE row IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),))


def rebuild(db: Database) -> None:
    """Work out all ties anew, inside the caller's transaction."""
    db.run("DELETE FROM tie")
    aliases: dict[str, list[str]] = {}
    for alias, key in channel_keys(db).items():
        aliases.setdefault(key, [key]).append(alias)
    last = 0
    while rows := db.rows(_READ, (last, _BATCH)):
        last = rows[-1]["row"]
        read = [(row["key"], Written(row["row"], row["arrived"], row["social"], row["html"])) for row in rows]
        _store(
            db,
            ((post, tie) for key, post in read for tie in _ties(aliases.get(key) or (key,), post)),
        )


def _ties(own: Sequence[str], post: Written) -> Iterator[_Tie]:
    """Yield every tie of a post, those to its own channel left out."""
    hosts: set[str] = set()
    if _NAMES.search(post.social):
        named = list(_named(post.social))
        if named and named[0][0] == WROTE:
            yield from (tie for tie in named if tie[1].key not in own)
            return  # the rest is what its author did, not who passes it on
        yield from (tie for tie in named if tie[1].key not in own)
        hosts = {_host_site(tie.key) for _, tie in named}
    if 'href="http' in post.html:
        hosts |= {_host_site(key) for key in own}
        for site in dict.fromkeys(_sites(post.html)):
            if site not in hosts:
                yield LINKED, Named(site, "web", url=site)


def _sites(html: str) -> Iterator[str]:
    for number, found in enumerate(_LINK.finditer(html)):
        if number == _MOST_LINKS:
            return
        if site := site_of(found[1], found[2]):
            yield site


def _host_site(key: str) -> str:
    """Return the site of the host in a key that is an address: a link there is no tie."""
    return site_of(key.split("/", 3)[2]) if key.startswith(("https://", "http://")) else ""


def _named(social: str) -> Iterator[_Tie]:
    """Yield whom the social part names; of a boost only who wrote it, and that first."""
    data = _mapping(_read(social))
    author = _actor(data.get("author"))
    if data.get("boost_of"):
        if author:
            yield WROTE, author
        return
    answers = _actor(data.get("answers"))
    quoted = _actor(_mapping(data.get("quote")).get("author"))
    mentions = data.get("mentions")
    mentioned = [_actor(one) for one in mentions] if isinstance(mentions, list) else []
    every = ((ANSWERED, answers), (QUOTED, quoted), *((MENTIONED, one) for one in mentioned))
    for relation, actor in every:
        is_self = actor is not None and author is not None and actor.key == author.key
        is_twice = relation == MENTIONED and actor in (answers, quoted)
        if actor and not is_self and not is_twice:
            yield relation, actor


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _actor(value: Any) -> Named | None:
    data = {name: one for name, one in _mapping(value).items() if isinstance(one, str)}
    key = data.get("key", "")
    kind = _kind_of(key)
    if not kind:
        return None
    return Named(key, kind, data.get("handle", ""), data.get("name", ""), data.get("url", ""))


@lru_cache(maxsize=4096)
def _kind_of(key: str) -> str:
    """Return the network whose people have such keys, "" when it is no key."""
    if key.startswith("did:"):
        return "bluesky" if clean_line(key, 300) == key else ""
    return "mastodon" if clean_link(key) else ""


def _store(db: Database, found: Iterable[tuple[Written, _Tie]]) -> None:
    ties: list[tuple[int, int, str]] = []
    people: dict[str, tuple[Named, int]] = {}
    for post, (relation, actor) in found:
        ties.append((post.row, relation, actor.key))
        people[actor.key] = (actor, post.arrived)
    if ties:
        ids = _ensure(db, people)
        db.run_many(
            "INSERT OR IGNORE INTO tie VALUES (?, ?, ?)", ((r, how, ids[key]) for r, how, key in ties)
        )


def _ensure(db: Database, people: dict[str, tuple[Named, int]]) -> dict[str, int]:
    """Return the ids of actors by key, new ones made, those who are called otherwise now renamed."""
    known = {row["key"]: row for row in db.rows(_KNOWN, (json.dumps(list(people)),))}
    fresh = [(actor, seen) for key, (actor, seen) in people.items() if key not in known]
    if fresh:
        db.run_many(_NEW, ((*actor, seen) for actor, seen in fresh))
        rows = db.rows(_KNOWN, (json.dumps([actor.key for actor, _ in fresh]),))
        known |= {row["key"]: row for row in rows}
    renamed = []
    for key, (actor, seen) in people.items():
        row = known[key]
        called = (actor.handle or row["handle"], actor.name or row["name"], actor.url or row["url"])
        is_other = called != (row["handle"], row["name"], row["url"])
        if seen >= row["seen"] and (is_other or seen - row["seen"] > _DAY):
            renamed.append((*called, seen, row["id"]))
    if renamed:
        db.run_many(_CALLED, renamed)
    return {key: row["id"] for key, row in known.items()}
