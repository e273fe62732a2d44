"""Talking on Mastodon: posts, pictures, answers and notices of one account of mine."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from time import sleep
from typing import Any
from urllib.parse import quote

from learnlog.accounts.base import AccountError, Keys
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.model.moments import Clock, local_now
from learnlog.model.post import NewPost
from learnlog.model.social import Audience
from learnlog.reading.sources.base import Client
from learnlog.reading.sources.mastodon.addresses import base_of
from learnlog.reading.sources.mastodon.fields import (
    Entity,
    entities,
    entity,
    moment,
    own_id,
    understood,
)
from learnlog.reading.sources.mastodon.posts import Reader
from learnlog.reading.web.answers import Answer, LostError
from learnlog.talking.base import Deed, Limits, Notice, Piece, SendError, Sent, UnsureError
from learnlog.talking.mastodon_asking import NOT_OFFERED, Asking, unsure
from learnlog.talking.mastodon_counting import VISIBILITY, length_of, limits_in
from learnlog.talking.mastodon_marks import MastodonMarks
from learnlog.talking.mastodon_media import upload
from learnlog.talking.mastodon_notices import read_notices
from learnlog.talking.mastodon_own import OwnPosts, says, sent_as

EARLIER = timedelta(minutes=2)
_OPEN = (Audience.PUBLIC, Audience.UNLISTED)
_TWICE = (400, 409, 422)
_DEEDS = {
    Deed.LIKE: ("favourite", "unfavourite"),
    Deed.BOOST: ("reblog", "unreblog"),
    Deed.BOOKMARK: ("bookmark", "unbookmark"),
    Deed.FOLLOW: ("follow", "unfollow"),
}


class MastodonVoice:
    """Speaks as `account`. Its calls block on the network; `pause` waits while a picture is made ready."""

    def __init__(
        self,
        account: Account,
        keys: Keys,
        client: Callable[[], Client],
        clock: Clock = local_now,
        pause: Callable[[float], Any] = sleep,
    ) -> None:
        self._account = account
        self._asking = Asking(account, keys, client, clock)
        self._own = OwnPosts(self._asking)
        self._clock = clock
        self._pause = pause

    @property
    def account(self) -> Account:
        """Whose voice it is."""
        return self._account

    def limits(self) -> Limits:
        """Return what one post may hold here; while the server cannot be asked, what most servers allow."""
        try:
            return self._limits
        except AccountError:
            raise
        except LearnlogError:
            return limits_in({})

    def standing(self, text: str, warning: str) -> tuple[str, str]:
        """Return both as they are: a warning stands above the words."""
        return text, warning

    def length(self, text: str, warning: str = "") -> int:
        """Return how long a post is as Mastodon counts: links are 23, of mentions the name, all of a warning."""
        return length_of(text) + len(warning)

    def send(self, piece: Piece) -> Sent:
        """Send one post; within the hour that servers remember its key it is never there twice."""
        self._check(piece)
        said: dict[str, Any] = {"status": piece.text, "visibility": VISIBILITY[piece.audience]}
        if piece.parent:
            said["in_reply_to_id"] = self._id_of(piece.parent)
        if piece.pictures:
            said["media_ids"] = [
                upload(self._asking, picture, self.limits().media_bytes, self._pause)
                for picture in piece.pictures
            ]
        if piece.warning:
            said |= {"spoiler_text": piece.warning, "sensitive": True}
        if piece.language:
            said["language"] = piece.language
        try:
            answer = self._asking.ask(
                "POST", "/api/v1/statuses", said=said, headers={"Idempotency-Key": piece.key}
            )
        except LostError as error:
            raise unsure(self._asking.host) from error
        if answer.status >= 500 and answer.status != 501:
            raise unsure(self._asking.host)
        if answer.status not in (200, 201, 202):
            raise self._asking.refusal(answer, "the post")
        sent = sent_as(entity(understood(answer.body)))
        if sent is None:
            raise unsure(self._asking.host)
        return sent

    def find_sent(self, piece: Piece, others: Collection[str] = ()) -> Sent | None:
        """Look among my newest posts for one with the same words, answering the same, not older than `piece`.

        The oldest that fits and is none of `others` is it.
        """
        since = piece.created - EARLIER
        try:
            mine, is_whole = self._own.since(since, is_open=piece.audience in _OPEN)
            parent = self._id_of(piece.parent) if piece.parent else ""
        except (AccountError, UnsureError):
            raise
        except LearnlogError as error:
            raise UnsureError(f"Whether the post is out is not known: {error.message}", error.hint) from error
        for status in mine:
            written = moment(status, "created_at")
            if (written is None or written >= since) and own_id(status, "in_reply_to_id") == parent:
                sent = sent_as(status) if says(status, piece) else None
                if sent and sent.uri not in others:
                    return sent
        if not is_whole:
            raise UnsureError("So much was posted since that it cannot be told whether the post is out.")
        return None

    def retract(self, sent: Sent) -> None:
        """Delete a post of mine; one that is gone already is no error."""
        own = sent.home or self._asking.status_id(sent.uri, sent.url)
        path = f"/api/v1/statuses/{quote(own, safe='')}"
        answer = self._asking.quietly("DELETE", path)
        if answer.status in (200, 202, 204, 410):
            return
        # A server that cannot delete (snac before 2.9x) says the same as one that has nothing to delete.
        if answer.status not in NOT_OFFERED or self._asking.quietly("GET", path).status == 200:
            raise self._asking.refusal(answer, "to delete the post", "Delete it on the server’s own page.")

    def act(self, deed: Deed, target: str, *, undo: bool = False) -> Mapping[Deed, bool]:
        """Do or undo `deed` with a post (its uri) or person (their key); return what is done by then."""
        is_person = deed is Deed.FOLLOW
        own = self._asking.account_id(target) if is_person else self._asking.status_id(target)
        kind, verb = "accounts" if is_person else "statuses", _DEEDS[deed][undo]
        answer = self._asking.quietly("POST", f"/api/v1/{kind}/{quote(own, safe='')}/{verb}", said={})
        if answer.status in _TWICE and not is_person:  # some servers (snac) refuse what is done already
            is_now = _done_in(self._asking.quietly("GET", f"/api/v1/statuses/{quote(own, safe='')}"))
            if is_now.get(deed) is (not undo):
                return is_now
        if answer.status not in (200, 201, 202, 204):
            raise self._asking.refusal(answer, verb)
        return {} if is_person else {**_done_in(answer), deed: not undo}

    def answers(self, uri: str) -> Sequence[NewPost]:
        """Return the posts below the post `uri`, oldest first."""
        own = self._asking.status_id(uri)
        path = f"/api/v1/statuses/{quote(own, safe='')}"
        answer = self._asking.quietly("GET", f"{path}/context")
        if answer.status != 200:
            raise self._asking.refusal(answer, "to show the conversation")
        reader = self._reader()
        reader.uris[own] = uri
        posts = reader.read_all(entities(entity(understood(answer.body)).get("descendants"), 500))
        return sorted(posts, key=lambda post: post.published)

    def notices(self, after: str = "") -> Sequence[Notice]:
        """Return what concerns me since the notice with the id `after`, oldest first."""
        return read_notices(self._asking, self._reader(), after)

    @property
    def marks(self) -> MastodonMarks:
        """How far I read there."""
        reader = self._reader()
        return MastodonMarks(self._asking, reader.base, reader.host)

    @cached_property
    def _limits(self) -> Limits:
        answer = self._asking.quietly("GET", "/api/v1/instance")
        if answer.status in NOT_OFFERED:
            answer = self._asking.quietly("GET", "/api/v2/instance")
        return limits_in(entity(understood(answer.body)) if answer.status == 200 else {})

    def _check(self, piece: Piece) -> None:
        """Refuse before anything leaves what the server would refuse, and pictures without words."""
        if any(not picture.alt.strip() for picture in piece.pictures):
            raise SendError(
                "A picture has no description.", "Say what it shows, for those who cannot see it."
            )
        limits = self.limits()
        if len(piece.pictures) > limits.media:
            raise SendError(
                f"{self._asking.host} takes {limits.media} pictures in one post.", "Leave some out."
            )
        length = self.length(piece.text, piece.warning)
        if length > limits.length:
            said = f"The post is {length} long with its warning; {self._asking.host} takes {limits.length}."
            raise SendError(said, "Make it shorter, or a thread.")

    def _id_of(self, sent: Sent) -> str:
        """Return my server's id of a post; the id another server has for it means nothing here."""
        if sent.home and base_of(sent.uri) == self._account.server:
            return sent.home
        return self._asking.status_id(sent.uri, sent.url)

    def _reader(self) -> Reader:
        host = self._account.handle.rpartition("@")[2] or self._asking.host
        return Reader(base=self._account.server, host=host, now=self._clock())


def _done_in(answer: Answer) -> dict[Deed, bool]:
    said = entity(understood(answer.body))
    return done_with(entity(said.get("reblog")) or said)


def done_with(status: Entity) -> dict[Deed, bool]:
    """Return what the server says that I did with a post, and did not."""
    names = {Deed.LIKE: "favourited", Deed.BOOST: "reblogged", Deed.BOOKMARK: "bookmarked"}
    found = ((deed, status.get(name)) for deed, name in names.items())
    return {deed: is_done for deed, is_done in found if isinstance(is_done, bool)}
