"""Private messages on Bluesky, where a server offers them: between me and one other, told apart from every post."""

import re
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from learnlog.model.account import Account
from learnlog.model.post import NewPost
from learnlog.model.safe import clean_text
from learnlog.model.social import Actor, Audience, Social
from learnlog.reading.sources.bluesky.embeds import actor_of
from learnlog.reading.sources.bluesky.loose import Table, items, moment, raw, table
from learnlog.reading.sources.bluesky.names import is_post
from learnlog.talking.base import NotOfferedError, Piece, SendError, Sent
from learnlog.talking.bluesky_asking import Asking, RefusedError
from learnlog.talking.bluesky_facets import facets_of

SCHEME: Final = "bluesky-chat:"
PAGE: Final = 100
EARLIER: Final = timedelta(minutes=2)
_CONVO: Final = "chat.bsky.convo."
_ID: Final = re.compile(r"[\w-]{1,100}")
_HINT: Final = (
    "An app password has to be allowed to use direct messages: make one that is, and log in with it."
)


class Chat:
    """The conversations of `account`, asked for through its own server from the chat `service` (a DID)."""

    def __init__(self, asking: Asking, account: Account, service: str) -> None:
        self._asking = asking
        self._account = account
        self._service = service

    def send(self, piece: Piece, text: str) -> Sent:
        """Send `text`, which names whom it is for, or goes on with a conversation.

        Raises:
            NotOfferedError: the server has no chat, or this app password may not use it.
            SendError: it names nobody, or several; or it has pictures.
        """
        if piece.pictures:
            raise SendError("A private message on Bluesky takes no pictures.", "Send it without them.")
        facets = facets_of(text, self._asking)
        convo = self._convo(piece, facets)
        message: Table = {"text": text, **({"facets": facets} if facets else {})}
        if piece.parent and piece.parent.cid and is_post(piece.parent.uri):
            about = {"uri": piece.parent.uri, "cid": piece.parent.cid}
            message["embed"] = {"$type": "app.bsky.embed.record", "record": about}
        asked = {"convoId": convo, "message": message}
        told = self._asking.write(f"{_CONVO}sendMessage", asked, through=self._service)
        return _sent(convo, raw(told, "id"))

    def find(self, piece: Piece, text: str, others: Collection[str]) -> Sent | None:
        """Look for a message of mine with these words, not older than `piece` and none of `others`."""
        convo = self._convo(piece, facets_of(text, self._asking))
        for message in reversed(self._messages(convo)):
            at, sent = moment(message, "sentAt"), _sent(convo, raw(message, "id"))
            is_mine = raw(table(message, "sender"), "did") == self._account.key
            is_new = at is not None and at >= piece.created - EARLIER
            if is_mine and is_new and raw(message, "text") == text and sent.uri not in others:
                return sent
        return None

    def answers(self, uri: str) -> list[NewPost]:
        """Return what others wrote after the message `uri`, oldest first."""
        convo, _, own = uri.removeprefix(SCHEME).partition("/")
        _plain(convo)
        told = self._asking.read(f"{_CONVO}getConvo", {"convoId": convo}, through=self._service)
        members = (actor_of(one) for one in items(table(told, "convo"), "members", 20))
        known = {actor.key: actor for actor in members if actor}
        found: list[NewPost] = []
        for message in self._messages(convo):
            if raw(message, "id") == own:
                break
            actor = known.get(raw(table(message, "sender"), "did"))
            if actor and actor.key != self._account.key:
                found += _post(convo, message, actor, uri)
        return found[::-1]

    def _convo(self, piece: Piece, facets: list[Table]) -> str:
        """Return the conversation that `piece` belongs to; the network begins one when there is none."""
        if piece.parent and piece.parent.uri.startswith(SCHEME):
            return _plain(piece.parent.uri.removeprefix(SCHEME).partition("/")[0])
        named = {raw(one, "did") for facet in facets for one in items(facet, "features", 5)}
        whom = sorted(named - {"", self._account.key})
        if len(whom) != 1:
            raise SendError(
                "A private message on Bluesky is for one person.",
                "Name whom it is for, and nobody else: @name.bsky.social",
            )
        try:
            told = self._asking.read(f"{_CONVO}getConvoForMembers", {"members": whom}, through=self._service)
        except RefusedError as error:
            raise NotOfferedError(f"Its chat is not offered here. {error.message}", _HINT) from error
        return _plain(raw(table(told, "convo"), "id"))

    def _messages(self, convo: str) -> list[Table]:
        """Return the newest messages of a conversation, newest first."""
        asked = {"convoId": convo, "limit": PAGE}
        told = self._asking.read(f"{_CONVO}getMessages", asked, through=self._service)
        return items(told, "messages", PAGE)


def _plain(id: str) -> str:
    if not _ID.fullmatch(id):
        raise SendError("The chat of Bluesky named a conversation that is none.", "Try again later.")
    return id


def _sent(convo: str, message: str) -> Sent:
    return Sent(uri=f"{SCHEME}{convo}/{_plain(message)}", url=f"https://bsky.app/messages/{convo}")


def _post(convo: str, message: Table, author: Actor, root: str) -> list[NewPost]:
    at, own = moment(message, "sentAt"), raw(message, "id")
    if at is None or not _ID.fullmatch(own):
        return []
    there = _sent(convo, own)
    social = Social(author=author, uri=there.uri, parent=root, root=root, audience=Audience.DIRECT)
    return [
        NewPost(
            guid=there.uri,
            url=there.url,
            author=author.name or author.handle,
            text=clean_text(raw(message, "text")),
            published=at,
            social=social,
        )
    ]
