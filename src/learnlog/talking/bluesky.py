"""Talking on Bluesky: posts with keys of their own, so that what is sent twice is there once."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from learnlog.model.account import Account
from learnlog.model.post import NewPost
from learnlog.model.safe import clean_line
from learnlog.model.social import Audience
from learnlog.reading.sources.bluesky.loose import Table, items, raw, table
from learnlog.reading.sources.bluesky.names import POST, is_did, is_post, parts, post_page
from learnlog.reading.sources.bluesky.threads import answers_in
from learnlog.reading.sources.bluesky.warnings import self_label
from learnlog.talking.base import Deed, Limits, Notice, Piece, SendError, Sent, UnsureError
from learnlog.talking.bluesky_asking import Asking, RefusedError
from learnlog.talking.bluesky_chat import SCHEME, Chat
from learnlog.talking.bluesky_facets import facets_of
from learnlog.talking.bluesky_notices import notice_of
from learnlog.talking.pictures import bytes_of
from learnlog.talking.splitting import graphemes

if TYPE_CHECKING:
    from learnlog.accounts.bluesky import BlueskyLogin

LENGTH: Final = 300
BYTES: Final = 3000
MEDIA_BYTES: Final = 1_000_000
AUDIENCES: Final = (Audience.PUBLIC, Audience.DIRECT)
CHAT: Final = "did:web:api.bsky.chat#bsky_chat"
MOST_NOTICES: Final = 5  # pages
_TID: Final = re.compile("[2-7a-j][2-7a-z]{12}")
_DIGITS: Final = "234567abcdefghijklmnopqrstuvwxyz"
_DEEDS: Final = {
    Deed.LIKE: ("app.bsky.feed.like", "like"),
    Deed.BOOST: ("app.bsky.feed.repost", "repost"),
    Deed.FOLLOW: ("app.bsky.graph.follow", "following"),
}


class BlueskyVoice:
    """An account of mine on Bluesky, able to speak. Nothing is opened before it does."""

    def __init__(self, account: Account, login: "BlueskyLogin", chat: str = CHAT) -> None:
        self._account = account
        self._asking = Asking(account, login)
        self._chat = Chat(self._asking, account, chat)

    @property
    def account(self) -> Account:
        """Whose voice it is."""
        return self._account

    @property
    def marks(self) -> None:
        """Nothing: Bluesky keeps for no timeline how far one read."""
        return None

    def limits(self) -> Limits:
        """Return what one post may hold here."""
        return Limits(length=LENGTH, media_bytes=MEDIA_BYTES, audiences=AUDIENCES)

    def standing(self, text: str, warning: str) -> tuple[str, str]:
        """Return both as they will stand; a warning that Bluesky has no label for goes before the words."""
        said = clean_line(warning, LENGTH)
        return (f"CW: {said}\n\n{text}", "") if said and not self_label(said) else (text, said)

    def length(self, text: str, warning: str = "") -> int:
        """Return how many letters `text` has, as a person counts them; a label counts for nothing."""
        return sum(1 for _ in graphemes(text))

    def send(self, piece: Piece) -> Sent:
        """Send one post; with the same key a second time it is the same post.

        Raises:
            SendError: it was refused.
            UnsureError: whether it arrived is not known.
            LaterError: it was not sent, and can be later.
        """
        self._check(piece)
        if piece.audience is Audience.DIRECT:
            return self._chat.send(piece, self.standing(piece.text, piece.warning)[0])
        sent = self.find_sent(piece)
        if sent:
            return sent
        record = self._record(piece)
        try:
            told = self._asking.write(
                "com.atproto.repo.createRecord",
                {"repo": self._account.key, "collection": POST, "rkey": key_of(piece.key), "record": record},
            )
        except RefusedError:
            # Another learnlog may have sent it in this moment; the server takes a key only once.
            sent = self.find_sent(piece)
            if sent:
                return sent
            raise
        if parts(raw(told, "uri"))[0] != self._account.key:
            raise UnsureError("The server did not say where the post is.", "Look at your profile.")
        return self._sent(told)

    def find_sent(self, piece: Piece, others: Collection[str] = ()) -> Sent | None:
        """Look among my own posts for `piece`, by its key; None when it surely is not there.

        Raises:
            SendError: something else stands where it belongs.
            LaterError: nobody could be asked.
        """
        if piece.audience is Audience.DIRECT:
            return self._chat.find(piece, self.standing(piece.text, piece.warning)[0], others)
        asked = {"repo": self._account.key, "collection": POST, "rkey": key_of(piece.key)}
        try:
            told = self._asking.read("com.atproto.repo.getRecord", asked)
        except RefusedError as error:
            if error.name == "RecordNotFound" or "could not locate record" in error.said.casefold():
                return None
            raise
        if raw(table(told, "value"), "text") != self.standing(piece.text, piece.warning)[0]:
            raise SendError("Another post stands where this one belongs.", "Send it as a new one.")
        return self._sent(told)

    def retract(self, sent: Sent) -> None:
        """Delete a post of mine; one that is gone already is no error.

        Raises:
            SendError: it is not mine.
            LaterError: nobody could be asked.
        """
        if sent.uri.startswith(SCHEME):
            raise SendError("A private message stays with whoever got it: it cannot be taken back.")
        self._delete(sent.uri, POST)

    def act(self, deed: Deed, target: str, *, undo: bool = False) -> Mapping[Deed, bool]:
        """Do or undo `deed` with a post (its uri) or person (their DID); return what is done by then.

        Raises:
            SendError: it is refused, or not offered here.
            LaterError: nobody could be asked.
        """
        if deed is Deed.FOLLOW:
            if not is_did(target):
                raise SendError("A person is followed on Bluesky by their DID.")
            view = self._asking.read("app.bsky.actor.getProfile", {"actor": target})
            self._do(deed, target, target, table(view, "viewer"), undo=undo)
            return {}
        view = self._view(target)
        ref, viewer = {"uri": raw(view, "uri"), "cid": raw(view, "cid")}, table(view, "viewer")
        if deed is not Deed.BOOKMARK:
            self._do(deed, target, ref, viewer, undo=undo)
        elif undo:
            self._asking.write("app.bsky.bookmark.deleteBookmark", {"uri": ref["uri"]})
        else:
            self._asking.write("app.bsky.bookmark.createBookmark", ref)
        stand = {one: bool(raw(viewer, mark)) for one, (_, mark) in _DEEDS.items()}
        stand |= {Deed.BOOKMARK: viewer.get("bookmarked") is True, deed: not undo}
        return {one: is_done for one, is_done in stand.items() if one is not Deed.FOLLOW}

    def answers(self, uri: str) -> Sequence[NewPost]:
        """Return the posts below the post `uri`, oldest first, the whole thread under it.

        Raises:
            SendError: there is no such post any more.
            LaterError: nobody could be asked.
        """
        if uri.startswith(SCHEME):
            return self._chat.answers(uri)
        told = self._asking.read("app.bsky.feed.getPostThread", {"uri": uri, "depth": 100, "parentHeight": 0})
        return answers_in(table(told, "thread"))

    def notices(self, after: str = "") -> Sequence[Notice]:
        """Return what concerns me since the notice with the id `after`, oldest first.

        Raises:
            LaterError: nobody could be asked.
        """
        found: dict[str, Notice] = {}
        cursor = ""
        for _ in range(MOST_NOTICES if after else 1):
            asked: Table = {"limit": 50, **({"cursor": cursor} if cursor else {})}
            told = self._asking.read("app.bsky.notification.listNotifications", asked)
            page = [notice for one in items(told, "notifications", 100) if (notice := notice_of(one))]
            new = [notice for notice in page if notice.id > after]
            found.update((notice.id, notice) for notice in new)
            cursor = raw(told, "cursor")
            if not cursor or len(new) < len(page):
                break
        return sorted(found.values(), key=lambda notice: notice.id)

    def _check(self, piece: Piece) -> None:
        text, _ = self.standing(piece.text, piece.warning)
        if piece.audience not in AUDIENCES:
            raise SendError("Posts on Bluesky are public.", "Choose public, or another network.")
        if self.length(text) > LENGTH or len(text.encode("utf-8", "replace")) > BYTES:
            raise SendError(
                f"The post is longer than the {LENGTH} letters of Bluesky.", "Shorten or split it."
            )
        if not text.strip() and not piece.pictures:
            raise SendError("There is nothing to send.", "Write something.")
        if len(piece.pictures) > self.limits().media:
            raise SendError(f"A post on Bluesky has at most {self.limits().media} pictures.")

    def _record(self, piece: Piece) -> Table:
        """Return the record that stands for `piece`, its pictures uploaded and its mentions looked up."""
        text, warning = self.standing(piece.text, piece.warning)
        record: Table = {"$type": POST, "text": text, "createdAt": _moment(piece.created)}
        facets = facets_of(text, self._asking)
        if facets:
            record["facets"] = facets
        if piece.language:
            record["langs"] = [piece.language]
        if label := self_label(warning):
            record["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": label}]}
        if piece.parent:
            record["reply"] = self._reply(piece.parent, piece.root)
        if piece.pictures:
            # All are read before the first one goes: a picture that cannot be sent costs nothing.
            pictures = [(picture.alt.strip(), *bytes_of(picture, MEDIA_BYTES)) for picture in piece.pictures]
            images = [{"alt": alt, "image": self._asking.upload(data, kind)} for alt, data, kind in pictures]
            record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
        return record

    def _reply(self, parent: Sent, root: Sent | None) -> Table:
        if parent.cid and root and root.cid:
            return {"parent": _ref(parent), "root": _ref(root)}
        told = self._answered(parent.uri)
        above = {"uri": parent.uri, "cid": parent.cid or raw(told, "cid")}
        first = table(told, "record", "reply", "root")
        whole = {"uri": raw(first, "uri"), "cid": raw(first, "cid")}
        return {"parent": above, "root": _ref(root) if root and root.cid else whole if first else above}

    def _answered(self, uri: str) -> Table:
        """Return the cid and record of the post `uri`; of mine from my own server, which knows it at once."""
        owner, kind, key = parts(uri)
        if owner != self._account.key:
            return self._view(uri)
        told = self._asking.read(
            "com.atproto.repo.getRecord", {"repo": owner, "collection": kind, "rkey": key}
        )
        return {"cid": raw(told, "cid"), "record": table(told, "value")}

    def _do(self, deed: Deed, target: str, subject: object, viewer: Table, *, undo: bool) -> None:
        collection, mark = _DEEDS[deed]
        done = raw(viewer, mark)
        key = key_of(f"{collection} {target}")
        if undo:
            for uri in dict.fromkeys([f"at://{self._account.key}/{collection}/{key}", done]):
                if uri:
                    self._delete(uri, collection)
            return
        if done:
            return
        record = {"$type": collection, "subject": subject, "createdAt": _moment(datetime.now(UTC))}
        asked = {"repo": self._account.key, "collection": collection, "rkey": key, "record": record}
        # Put, not create: what the network has not noticed yet may be there already.
        self._asking.write("com.atproto.repo.putRecord", asked)

    def _delete(self, uri: str, collection: str) -> None:
        owner, kind, key = parts(uri)
        if owner != self._account.key or kind != collection:
            raise SendError("Only what is yours can be deleted.")
        self._asking.write("com.atproto.repo.deleteRecord", {"repo": owner, "collection": kind, "rkey": key})

    def _view(self, uri: str) -> Table:
        if not is_post(uri):
            raise SendError(f"“{clean_line(uri, 200)}” is no post on Bluesky.")
        told = self._asking.read("app.bsky.feed.getPosts", {"uris": [uri]})
        found = [view for view in items(told, "posts", 5) if raw(view, "uri") == uri and raw(view, "cid")]
        if not found:
            raise SendError("This post is not on Bluesky any more.")
        return found[0]

    def _sent(self, told: Table) -> Sent:
        uri, cid = raw(told, "uri"), raw(told, "cid")
        return Sent(uri=uri, url=post_page(uri, self._account.handle), cid=cid, home=cid)


def key_of(key: str) -> str:
    """Return the record key for `key`: itself when it is one (a TID), else always the same for the same."""
    if _TID.fullmatch(key):
        return key
    number = int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) >> 1
    return "".join(_DIGITS[number >> shift & 31] for shift in range(60, -1, -5))


def _ref(sent: Sent) -> Table:
    return {"uri": sent.uri, "cid": sent.cid}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
