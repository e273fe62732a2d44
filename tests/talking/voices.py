"""A network of one file that many processes may talk to, and a voice on it that can fail in every documented way."""

import fcntl
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from learnlog.model.account import Account
from learnlog.model.post import NewPost
from learnlog.model.social import Actor, Audience, Social
from learnlog.talking.base import Deed, HomePost, Limits, Marks, Notice, Piece, SendError, Sent, UnsureError

ME = Account(
    network="mastodon",
    key="https://here.example/users/me",
    handle="@me@here.example",
    server="https://here.example",
    scopes=("read", "write"),
)
BLUE = Account(
    network="bluesky",
    key="did:plc:me",
    handle="me.bsky.example",
    server="https://bsky.example",
    scopes=("read", "write"),
)


class Server:
    """Posts in a file, appended to under a lock: what is in it was said in public."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _locked(self) -> Iterator[list[dict[str, Any]]]:
        with self.path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            posts = [json.loads(line) for line in file]
            before = list(map(dict, posts))
            yield posts
            if posts != before:
                whole = self.path.with_name(f"{self.path.name}.{os.getpid()}")
                data = "".join(json.dumps(post) + "\n" for post in posts)
                if posts[: len(before)] == before:
                    file.write("".join(json.dumps(post) + "\n" for post in posts[len(before) :]))
                else:
                    whole.write_text(data, encoding="utf-8")
                    file.truncate(0)
                    file.write(data)
                    whole.unlink()

    def post(self, key: str, text: str, parent: str = "", **more: Any) -> Sent:
        with self._locked() as posts:
            number = len(posts) + 1
            posts.append(
                {
                    "key": key,
                    "text": text,
                    "parent": parent,
                    "uri": f"https://here.example/p/{number}",
                    **more,
                }
            )
            return self.sent(posts[-1])

    def posts(self) -> list[dict[str, Any]]:
        with self._locked() as posts:
            return [post for post in posts if not post.get("gone")]

    def delete(self, uri: str) -> None:
        with self._locked() as posts:
            for post in posts:
                post["gone"] = post.get("gone") or post["uri"] == uri

    @staticmethod
    def sent(post: dict[str, Any]) -> Sent:
        return Sent(uri=post["uri"], url=post["uri"] + ".html", home=post["uri"][-1])


class FakeVoice:
    """A voice that counts code points. ``fails`` is asked before each post: what it returns is raised.

    An `UnsureError` is raised after the post arrived when ``arrives``, else before it did.
    """

    def __init__(self, server: Server, account: Account = ME, length: int = 60) -> None:
        self.server = server
        self.account = account
        self.most = length
        self.fails: Callable[[int], Exception | None] = lambda number: None
        self.arrives = True
        self.find_fails: Exception | None = None
        self.limits_fail: Exception | None = None
        self.asked = 0
        self.deeds: list[tuple[Deed, str, bool]] = []
        self.done_elsewhere: dict[Deed, bool] = {}
        self.said: list[NewPost] = []
        self.noticed: list[Notice] = []
        self.marks: Marks | None = None
        self.audiences = (
            tuple(Audience) if account.network == "mastodon" else (Audience.PUBLIC, Audience.DIRECT)
        )

    def limits(self) -> Limits:
        if self.limits_fail:
            raise self.limits_fail
        return Limits(length=self.most, media_bytes=1000, audiences=self.audiences)

    def standing(self, text: str, warning: str) -> tuple[str, str]:
        if warning and self.account.network == "bluesky":
            return f"CW: {warning}\n\n{text}", ""
        return text, warning

    def length(self, text: str, warning: str = "") -> int:
        return len(text) + len(warning)

    def send(self, piece: Piece) -> Sent:
        self.asked += 1
        error = self.fails(self.asked)
        if error and not (isinstance(error, UnsureError) and self.arrives):
            raise error
        parent = piece.parent.uri if piece.parent else ""
        sent = self.server.post(piece.key, piece.text, parent, audience=piece.audience.value)
        if error:
            raise error
        return sent

    def find_sent(self, piece: Piece, others: Collection[str] = ()) -> Sent | None:
        """Know posts by their words alone, as a server does that has forgotten their keys."""
        if self.find_fails:
            raise self.find_fails
        parent = piece.parent.uri if piece.parent else ""
        alike = [p for p in self.server.posts() if (p["text"], p["parent"]) == (piece.text, parent)]
        return next((Server.sent(p) for p in alike if p["uri"] not in others), None)

    def retract(self, sent: Sent) -> None:
        self.server.delete(sent.uri)

    def act(self, deed: Deed, target: str, *, undo: bool = False) -> Mapping[Deed, bool]:
        if deed is Deed.BOOKMARK and self.account.network == "bluesky":
            raise SendError("Bookmarks are not offered here.")
        self.deeds.append((deed, target, undo))
        return {**self.done_elsewhere, deed: not undo}

    def answers(self, uri: str) -> Sequence[NewPost]:
        return [post for post in self.said if post.social and post.social.root == uri]

    def notices(self, after: str = "") -> Sequence[Notice]:
        return [notice for notice in self.noticed if notice.id > after]


class FakeMarks:
    """A home timeline, oldest first, and how far it is read."""

    def __init__(self, *lines: HomePost) -> None:
        self.lines = list(lines)
        self.read: dict[str, str] = {}

    def get(self) -> Mapping[str, str]:
        return dict(self.read)

    def put(self, **ids: str) -> None:
        self.read.update(ids)

    def noticed(self, id: str) -> datetime | None:
        return None

    def one(self, id: str) -> HomePost | None:
        return next((line for line in self.lines if line.id == id), None)

    def newer(self, id: str) -> Sequence[HomePost]:
        return self.lines[self._place(id) + 1 :]

    def older(self, id: str = "") -> Sequence[HomePost]:
        return self.lines[: self._place(id) if id else None][::-1]

    def _place(self, id: str) -> int:
        return [line.id for line in self.lines].index(id)


def said(
    number: int, text: str, root: str, *, key: str = "https://there.example/users/ana", **more: Any
) -> NewPost:
    """An answer that somebody else gave below the post `root`."""
    uri = f"https://there.example/s/{number}"
    actor = Actor(key=key, handle="@ana@there.example", name="Ana Vos", url="https://there.example/@ana")
    social = Social(author=actor, uri=uri, parent=root, root=root, **more)
    return NewPost(
        guid=uri,
        url=f"{uri}.html",
        author="Ana Vos",
        text=text,
        html=f"<p>{text}</p>",
        published=datetime(2026, 11, 20, 9, 0, tzinfo=UTC) + timedelta(minutes=number),
        social=social,
    )
