"""The demo's social networks: who says what on them, as a source would tell it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from learnlog.demo.content_files import moment_of, read_folder, read_toml
from learnlog.model.post import NewPost
from learnlog.model.social import Actor, Choice, LinkCard, Media, Poll, Quoted, Social

_DEFAULTS = ("person", "actor", "network", "language")


class Networks:
    """Every post on the demo's networks, dated from `now`."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._actors = {name: Actor(**said) for name, said in read_toml("actors.toml").items()}
        self.items: dict[str, dict[str, Any]] = {}
        self.strangers = read_folder("strangers")
        for data in [*read_folder("social"), *self.strangers]:
            defaults = {name: data[name] for name in _DEFAULTS if name in data}
            self.items |= {item["key"]: defaults | item for item in data["post"]}

    def actor(self, name: str) -> Actor:
        """Return who is called `name` in the content."""
        return self._actors[name]

    def of_people(self) -> dict[str, list[dict[str, Any]]]:
        """Return the posts of the people Noor follows by their channel."""
        found: dict[str, list[dict[str, Any]]] = {}
        for item in self.items.values():
            if "person" in item:
                found.setdefault(self._actors[item["actor"]].key, []).append(item)
        return found

    def of_strangers(self) -> dict[str, list[dict[str, Any]]]:
        """Return the stored posts of people whom Noor does not follow, by their channel."""
        return {self._actors[data["actor"]].key: data["post"] for data in self.strangers}

    def uri(self, key: str) -> str:
        """Return what its network calls a post."""
        item = self.items[key]
        actor, id = self._actors[item["actor"]].key, item["id"]
        return (
            f"at://{actor}/app.bsky.feed.post/{id}"
            if item["network"] == "bluesky"
            else f"{actor}/statuses/{id}"
        )

    def url(self, key: str) -> str:
        """Return the page of a post."""
        item = self.items[key]
        page = self._actors[item["actor"]].url
        return f"{page}/post/{item['id']}" if item["network"] == "bluesky" else f"{page}/{item['id']}"

    def guid(self, item: dict[str, Any]) -> str:
        """Return what a post is called in its channel."""
        return ("boost:" if "boost" in item else "") + self.uri(item["key"])

    def post(self, key: str) -> NewPost:
        """Return a post as its source tells it."""
        item = self.items[key]
        if "boost" in item:
            post, moment = self.post(item["boost"]), self._moment(item)
            assert post.social  # noqa: S101 - every post here has it
            social = replace(post.social, boost_of=post.guid, boosted=moment)
            return replace(post, guid=self.guid(item), published=moment, social=social)
        return self._own(item)

    def thread(self, uri: str) -> list[NewPost]:
        """Return all that is said in the thread of the post `uri`; nothing when it is not one of these."""
        keys = [key for key, item in self.items.items() if "boost" not in item]
        roots = {self.uri(key): self._root(key) for key in keys}
        return [self.post(key) for key in keys if uri in roots and self._root(key) == roots[uri]]

    def _own(self, item: dict[str, Any]) -> NewPost:
        from learnlog.reading.sources.sanitize import Sanitizer

        html = Sanitizer().clean(item["html"].strip())
        return NewPost(
            guid=self.uri(item["key"]),
            url=self.url(item["key"]),
            author=self._actors[item["actor"]].name,
            html=html,
            text=None,
            published=self._moment(item),
            updated=self._moment(item, "edited") if "edited" in item else None,
            language=item["language"],
            social=self._social(item),
        )

    def _social(self, item: dict[str, Any]) -> Social:
        parent = item.get("parent", "")
        return Social(
            author=self._actors[item["actor"]],
            uri=self.uri(item["key"]),
            parent=self.uri(parent) if parent else "",
            root=self.uri(self._root(item["key"])) if parent else "",
            answers=self._actors[self.items[parent]["actor"]] if parent else None,
            quote=self._quoted(item["quote"]) if "quote" in item else None,
            warning=item.get("warning", ""),
            media=tuple(Media(**media) for media in item.get("media", ())),
            poll=self._poll(item) if "poll" in item else None,
            card=LinkCard(**item["card"]) if "card" in item else None,
            replies=item.get("replies"),
            boosts=item.get("boosts"),
            likes=item.get("likes"),
        )

    def _quoted(self, key: str) -> Quoted:
        post = self.post(key)
        author = self._actors[self.items[key]["actor"]]
        return Quoted(guid=post.guid, url=post.url, author=author, text=post.plain, published=post.published)

    def _poll(self, item: dict[str, Any]) -> Poll:
        closes = moment_of(self._now, item["closes_days_ago"], item["time"])
        choices = tuple(Choice(**choice) for choice in item["poll"])
        return Poll(choices=choices, closes=closes, voters=item["voters"])

    def _moment(self, item: dict[str, Any], name: str = "time") -> datetime:
        return moment_of(self._now, item["days_ago"], item[name])

    def _root(self, key: str) -> str:
        while "parent" in self.items[key]:
            key = self.items[key]["parent"]
        return key
