"""A small world to find people in: those I follow, strangers whom they pass on, and what all of them wrote."""

from dataclasses import replace
from datetime import datetime, timedelta

from learnlog.model.fetching import FetchState
from learnlog.model.finding import Findings, Reason, ReasonKind, Suggestion
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.social import Actor, Quoted, Social
from learnlog.workspace import Workspace

ANA = Actor(key="did:plc:ana", handle="ana.bsky.social", name="Ana Vos")
BEN = Actor(key="https://polder.example/users/ben", handle="@ben@polder.example", name="Ben de Wit")
CAT = Actor(key="did:plc:cat", handle="cat.example", name="Cat Okafor")
FEMKE = Actor(key="did:plc:femke", handle="femke.bsky.social", name="Femke Jansen")
IDRIS = Actor(key="https://zaal.example/users/idris", handle="@idris@zaal.example", name="Idris Bello")
NOBODY = Actor(key="did:plc:nobody", handle="nobody.bsky.social", name="No Body")

_LATER = (
    "a registry nobody reads",
    "the schema that broke on a Friday",
    "who signs for a null",
    "tests written by the reader",
    "a version is a promise",
    "ask before you rename",
    "the meeting that was a table",
    "an owner with a telephone",
)
"""Endings that make posts on one theme different from each other."""


class World:
    """Fills a workspace by what people do, and asks its finder."""

    def __init__(self, space: Workspace) -> None:
        self.space = space
        self._number = 0

    @property
    def now(self) -> datetime:
        return self.space.clock()

    def follow(self, *actors: Actor) -> None:
        for actor in actors:
            channel = Channel(kind=kind(actor), key=actor.key, title=actor.name, address=actor.url)
            self.space.people.add(actor.name, [channel])

    def writes(self, who: Actor, *texts: str, days: float = 1, **social: object) -> list[str]:
        """Let `who` publish `texts`, the first `days` ago; return their ids."""
        posts = [self.post(who, text, days + number / 10, **social) for number, text in enumerate(texts)]
        return self.commit(who, posts)

    def on(self, theme: str, who: Actor, number: int = 3, *, days: float = 1) -> list[str]:
        """Let `who` publish `number` different posts on `theme`."""
        return self.writes(who, *(f"{theme}: {end}" for end in _LATER[:number]), days=days)

    def boosts(self, who: Actor, whose: Actor, *texts: str, days: float = 1) -> list[str]:
        """Let `who` pass on posts that `whose` wrote."""
        posts = []
        for number, text in enumerate(texts):
            uri = f"at://{whose.key}/{abs(hash(text))}"
            social = Social(author=whose, uri=uri, boost_of=uri)
            post = self.post(whose, text, days + number / 10)
            posts.append(replace(post, guid=f"boost:{who.key}:{uri}", social=social))
        return self.commit(who, posts)

    def quotes(self, who: Actor, whose: Actor, text: str, **more: object) -> list[str]:
        quote = Quoted(guid=f"at://{whose.key}/q", author=whose, text="so")
        return self.writes(who, text, quote=quote, **more)

    def post(self, who: Actor, text: str, days: float, **social: object) -> NewPost:
        self._number += 1
        uri = f"at://{who.key}/{self._number}"
        return NewPost(
            guid=uri,
            author=who.name,
            text=text,
            html=f"<p>{text}</p>",
            published=self.now - timedelta(days=days),
            social=Social(**{"author": who, "uri": uri, **social}),
        )

    def linking(self, who: Actor, html: str) -> NewPost:
        """A post of `who` with links in it."""
        return replace(self.post(who, "on data contracts", 1), html=html)

    def commit(self, who: Actor, posts: list[NewPost]) -> list[str]:
        from learnlog.model.ids import post_id

        library = self.space.library
        library.channels.ensure(Channel(kind=kind(who), key=who.key))
        library.channels.commit(who.key, posts, FetchState(checked=self.now))
        library.indexing.finish()
        return [post_id(who.key, post.guid) for post in posts]

    def find(self, asked: str = "data contracts", **more: object) -> Findings:
        return self.space.finder.find(asked, **more)  # type: ignore[arg-type]


def kind(actor: Actor) -> str:
    return "bluesky" if actor.key.startswith("did:") else "mastodon" if "/users/" in actor.key else "feed"


def names(found: tuple[Suggestion, ...]) -> list[str]:
    return [one.candidate.name for one in found]


def the(found: tuple[Suggestion, ...], name: str) -> Suggestion:
    return next(one for one in found if one.candidate.name == name)


def reason(one: Suggestion, kind: ReasonKind) -> Reason:
    return next(reason for reason in one.reasons if reason.kind is kind)
