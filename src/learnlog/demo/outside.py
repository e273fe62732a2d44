"""Writes what the demo has of social networks: posts, Noor's accounts, what she sent, the answers she kept."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from learnlog.demo.content_files import JOINED, NEVER, moment_of, read_toml
from learnlog.demo.networks import Networks
from learnlog.model.account import Account
from learnlog.model.entry import Entry, SentTo
from learnlog.model.fetching import FetchState
from learnlog.model.finding import Description, Profile, ProfileLink
from learnlog.model.ids import derived_id, new_id, post_id
from learnlog.model.moments import to_text
from learnlog.model.person import Channel
from learnlog.model.post import KeptPost
from learnlog.talking.message import Message, Purpose, Status, Step
from learnlog.workspace import Workspace


class Outside:
    """The part of the demo that came from networks, or is to go there."""

    def __init__(self, workspace: Workspace, now: datetime) -> None:
        self._workspace = workspace
        self._now = now
        self._networks = Networks(now)
        self._content = read_toml("talking.toml")

    def write_posts(self) -> None:
        """Put the posts into the library, as if each channel had just been asked and is not due for years."""
        library = self._workspace.library
        state = FetchState(checked=self._now, fetched=self._now, status=200, due=self._now + NEVER)
        for channel, items in self._networks.of_people().items():
            posts = [self._networks.post(item["key"]) for item in items]
            library.channels.commit(channel, posts, state)
            ids = {item["key"]: post_id(channel, self._networks.guid(item)) for item in items}
            marked = {name: [ids[i["key"]] for i in items if i.get(name)] for name in ("read", "starred")}
            library.posts.mark_read(marked["read"], True, self._now)
            library.posts.star(marked["starred"], True, self._now)
            gone = [self._networks.guid(item) for item in items if item.get("gone")]
            library.channels.commit(channel, [], state, gone)

    def write_strangers(self) -> None:
        """Put people whom Noor does not follow into the library: their profiles, who lists them, what they wrote."""
        library, state = self._workspace.library, FetchState(checked=self._now, due=self._now + NEVER)
        for data in self._networks.strangers:
            actor, kind = self._networks.actor(data["actor"]), data["network"]
            links = tuple(ProfileLink(**link) for link in data.get("links", ()))
            profile = Profile(
                key=actor.key,
                kind=kind,
                handle=actor.handle,
                name=actor.name,
                url=actor.url,
                bio=data["bio"],
                is_bot=data.get("is_bot", False),
                links=links,
            )
            site = data.get("site", "")
            sites = [Profile(key=site, kind="feed", name=actor.name, url=links[0].address)] if site else []
            library.actors.put([profile, *sites], self._now)
            for said in data.get("listed", ()):
                library.actors.describe([actor.key], Description(**said), self._now)
        for channel, items in self._networks.of_strangers().items():
            kind = "bluesky" if channel.startswith("did:") else "mastodon"
            library.channels.ensure(Channel(kind=kind, key=channel))
            library.channels.commit(channel, [self._networks.post(item["key"]) for item in items], state)

    def write_accounts(self) -> None:
        """Write the page of Noor's accounts."""
        for said in self._content["account"]:
            account = Account(**said, scopes=("read", "write"), added=self._now - JOINED)
            self._workspace.accounts.save(account)

    def answers(self, entries: dict[str, str]) -> list[tuple[str, KeptPost]]:
        """Return the answers that were kept, each with the key of its post; `entries` are ids by key."""
        return [
            (said["post"], self._answer(said, entries[said["question"]])) for said in self._content["answer"]
        ]

    def _answer(self, said: dict[str, Any], question: str) -> KeptPost:
        from learnlog.model.article import read_html, to_markdown

        item, post = self._networks.items[said["post"]], self._networks.post(said["post"])
        author = self._networks.actor(item["actor"])
        return KeptPost(
            id=derived_id("answer", question, post.guid),
            title="",
            url=post.url,
            author=author.name,
            person=item.get("person", ""),
            published=post.published,
            kept=moment_of(self._now, said["days_ago"], said["time"]),
            why=said["why"],
            post=post_id(author.key, post.guid),
            channel=author.key,
            answers=question,
            themes=("data-contracts",),
            body=to_markdown(read_html(post.html)),
        )

    def write_messages(self, entries: dict[str, str]) -> None:
        """Put what was sent, and what is a draft, in the outbox."""
        for said in self._content["message"]:
            created = moment_of(self._now, said["days_ago"], said["time"])
            message = Message(
                id=new_id(created),
                account=self._account(said["account"]),
                kind=Purpose(said["kind"]),
                entry=entries[said["entry"]],
                texts=tuple(said.get("texts", ())),
                language="en",
                created=created,
            )
            self._workspace.outbox.put(self._sent(message, said["post"]) if "post" in said else message)

    def _sent(self, message: Message, key: str) -> Message:
        post = self._networks.post(key)
        step = Step(
            key=post.guid.rpartition("/")[2], sent=to_text(post.published), uri=post.guid, url=post.url
        )
        return replace(message, texts=(post.plain,), status=Status.SENT, posted=post.published, steps=(step,))

    def sent(self, entry: Entry, key: str) -> Entry:
        """Return `entry` saying where it was sent."""
        posts = [
            (said["account"], self._networks.post(said["post"]))
            for said in self._content["message"]
            if said["entry"] == key and "post" in said
        ]
        places = [
            SentTo(network=network, uri=post.guid, url=post.url, when=to_text(post.published))
            for network, post in posts
        ]
        return replace(entry, sent=tuple(places))

    def _account(self, network: str) -> str:
        key = next(said["key"] for said in self._content["account"] if said["network"] == network)
        return f"{network}:{key}"
