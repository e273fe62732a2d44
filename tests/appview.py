"""A view of Bluesky on a loopback address that can be searched: people, posts, starter packs, lists, suggestions."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.servers import Reply, Seen, Server

Entity = dict[str, Any]
WHEN = "2026-11-20T09:00:00Z"


class AppView(Server):
    """``with AppView() as view: view.add_actor("ada", bio="…"); view.write("ada", "On data contracts")``."""

    def __init__(self) -> None:
        super().__init__()
        self.actors: dict[str, Entity] = {}
        self.written: list[Entity] = []
        self.lists: dict[str, Entity] = {}
        self.alike: dict[str, list[str]] = {}
        self.documents: dict[str, Entity] = {}
        self.refuses: dict[str, Reply] = {}

    @property
    def base(self) -> str:
        return self.url("").rstrip("/")

    def did(self, name: str) -> str:
        return str(self.actors[name]["did"])

    def add_actor(self, name: str, handle: str = "", bio: str = "", **more: Any) -> str:
        did = f"did:plc:{(name + 'a' * 24)[:24]}"
        self.actors[name] = {
            "did": did,
            "handle": handle or f"{name}.bsky.social",
            "displayName": name.title(),
            "description": bio,
            **more,
        }
        self.documents[f"/{did}"] = {"id": did, "alsoKnownAs": [f"at://{self.actors[name]['handle']}"]}
        return did

    def write(self, name: str, text: str, when: str = WHEN) -> str:
        uri = f"at://{self.did(name)}/app.bsky.feed.post/3aaaaaaaa{len(self.written):04}"
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": when}
        view = {"uri": uri, "cid": "bafy", "author": self.actors[name], "record": record, "indexedAt": when}
        self.written.append(view)
        return uri

    def pack(self, owner: str, title: str, members: list[str], kind: str = "starterpack") -> str:
        key = f"3pack{len(self.lists)}"
        listed = f"at://{self.did(owner)}/app.bsky.graph.list/{key}"
        uri = f"at://{self.did(owner)}/app.bsky.graph.{kind}/{key}"
        self.lists[uri] = {"owner": owner, "title": title, "members": members, "list": listed}
        return uri

    def answer(self, seen: Seen) -> Reply:
        split = urlsplit(seen.path)
        method = split.path.rpartition(".")[2]
        if split.path in self.documents:
            return _json(self.documents[split.path])
        if method in self.refuses:
            return self.refuses[method]
        asked = {name: values[0] for name, values in parse_qs(split.query).items()}
        make = getattr(self, f"_{method}", None)
        said = make(asked) if make and split.path.startswith("/xrpc/") else None
        return Reply(status=404) if said is None else _json(said)

    def words(self) -> set[tuple[str, str]]:
        """Return every endpoint that was asked, with the words of the search that went there."""
        found = set()
        for seen in self.log:
            split = urlsplit(seen.path)
            found.add((split.path.rpartition(".")[2], parse_qs(split.query).get("q", [""])[0]))
        return found

    def _searchActors(self, asked: Entity) -> Entity:  # noqa: N802 - as the network calls it
        wanted = asked["q"].casefold()
        return {"actors": [one for one in self.actors.values() if wanted in json.dumps(one).casefold()]}

    def _searchPosts(self, asked: Entity) -> Entity:  # noqa: N802
        wanted = asked["q"].casefold()
        return {"posts": [one for one in self.written if wanted in one["record"]["text"].casefold()]}

    def _searchStarterPacks(self, asked: Entity) -> Entity:  # noqa: N802
        found = [uri for uri in self.lists if asked["q"].casefold() in self.lists[uri]["title"].casefold()]
        return {"starterPacks": [self._view(uri) for uri in found if "starterpack" in uri]}

    def _getActorStarterPacks(self, asked: Entity) -> Entity:  # noqa: N802
        return {"starterPacks": self._made_by(asked["actor"], "starterpack")}

    def _getLists(self, asked: Entity) -> Entity:  # noqa: N802
        return {"lists": self._made_by(asked["actor"], "list/")}

    def _getStarterPack(self, asked: Entity) -> Entity:  # noqa: N802
        return {"starterPack": {"list": {"uri": self.lists[asked["starterPack"]]["list"]}}}

    def _getList(self, asked: Entity) -> Entity:  # noqa: N802
        one = next(one for uri, one in self.lists.items() if asked["list"] in (uri, one["list"]))
        return {"items": [{"subject": self.actors[name]} for name in one["members"]]}

    def _getSuggestedFollowsByActor(self, asked: Entity) -> Entity:  # noqa: N802
        names = self.alike.get(asked["actor"], [])
        return {"suggestions": [self.actors[name] for name in names], "isFallback": not names}

    def _getProfile(self, asked: Entity) -> Entity | None:  # noqa: N802
        return next((one for one in self.actors.values() if one["did"] == asked["actor"]), None)

    def _resolveHandle(self, asked: Entity) -> Entity | None:  # noqa: N802
        found = (one for one in self.actors.values() if one["handle"] == asked["handle"])
        return next(({"did": one["did"]} for one in found), None)

    def _getAuthorFeed(self, asked: Entity) -> Entity:  # noqa: N802
        theirs = [one for one in self.written if one["author"]["did"] == asked["actor"]]
        return {"feed": [{"post": one} for one in reversed(theirs)]}

    def _made_by(self, did: str, kind: str) -> list[Entity]:
        return [
            self._view(uri)
            for uri, one in self.lists.items()
            if self.did(one["owner"]) == did and f"graph.{kind}" in uri
        ]

    def _view(self, uri: str) -> Entity:
        one = self.lists[uri]
        if "starterpack" in uri:
            return {"uri": uri, "record": {"name": one["title"]}}
        return {"uri": uri, "name": one["title"]}


def _json(content: Any) -> Reply:
    return Reply(body=json.dumps(content), type="application/json")
