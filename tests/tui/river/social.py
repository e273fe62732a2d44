"""Posts as a social network brings them: a thread, a boost, a quote, a warning, pictures, a poll."""

from datetime import datetime, timedelta
from typing import Any

from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.social import Actor, Social
from learnlog.workspace import Workspace

ANA = Actor(key="did:plc:ana", handle="ana.example", name="Ana Vos")
BEN = Actor(key="did:plc:ben", handle="ben.example", name="Ben de Wit")
EVE = Actor(key="did:plc:eve", handle="eve.elsewhere.example", name="Eve Roth")


def uri(actor: Actor, name: str) -> str:
    return f"at://{actor.key}/app.bsky.feed.post/{name}"


def said(actor: Actor, name: str, text: str, at: datetime, **more: Any) -> NewPost:
    """A post of `actor`; what is special about it is in `more`, the fields of `Social`."""
    return NewPost(
        guid=uri(actor, name),
        url=f"https://bsky.example/{actor.handle}/{name}",
        author=actor.name,
        html=f"<p>{text}</p>",
        text=text,
        published=at,
        social=Social(author=actor, uri=uri(actor, name), **more),
    )


def boosted(original: NewPost, by: Actor, at: datetime) -> NewPost:
    """The same post as `by` passes it on."""
    social = original.social
    assert social is not None
    boost = {name: getattr(social, name) for name in ("author", "uri", "parent", "root", "answers", "media")}
    return NewPost(
        guid=f"boost:at://{by.key}/app.bsky.feed.repost/{at:%H%M}",
        url=original.url,
        author=original.author,
        html=original.html,
        text=original.text,
        published=at,
        social=Social(**boost, boost_of=social.uri, boosted=at),
    )


def follow(workspace: Workspace, *actors: Actor) -> None:
    for actor in actors:
        workspace.people.add(actor.name, [Channel(kind="bluesky", key=actor.key)])


def arrive(workspace: Workspace, actor: Actor, *posts: NewPost) -> None:
    workspace.library.channels.commit(actor.key, posts, FetchState(checked=workspace.clock()))
    workspace.library.indexing.finish()


def ago(workspace: Workspace, **span: float) -> datetime:
    return workspace.clock() - timedelta(**span)
