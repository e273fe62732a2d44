"""What keeps the demo off the network: its made-up people are never asked, and its accounts send nothing."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NoReturn
from urllib.parse import urlsplit

from learnlog.demo.content_files import JOINED, NEVER, moment_of, read_toml
from learnlog.demo.networks import Networks
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.post import NewPost
from learnlog.model.social import Audience
from learnlog.reading.sources.base import Client, Fetched, Found
from learnlog.reading.sources.bluesky.source import BlueskySource
from learnlog.reading.sources.feed import FeedSource
from learnlog.reading.sources.mastodon.source import MastodonSource
from learnlog.talking.base import Deed, Limits, Notice, Piece, SendError, Sent
from learnlog.talking.mastodon_counting import length_of
from learnlog.talking.splitting import graphemes


def is_made_up(key: str) -> bool:
    """Tell whether a channel's or an account's key, or a server, is one of the demo's."""
    host = urlsplit(key).hostname or key.removeprefix("did:web:")
    return host.endswith(".example")


def unasked(state: FetchState) -> Fetched:
    """Return what asking a made-up channel brings: nothing, and nobody asks again for years."""
    due = state.checked + NEVER if state.checked else None
    return Fetched(state=replace(state, due=due, verified=due))


def told(uri: str, state: FetchState, now: datetime) -> list[NewPost]:
    """Return the thread of a made-up post; the channel's state knows when the demo was made."""
    made = state.checked.astimezone(now.tzinfo) if state.checked else now
    return Networks(made).thread(uri)


class StillFeeds(FeedSource):
    """Feeds, save the demo's own."""

    async def find(self, address: str, http: Client) -> list[Found]:
        """Look at a real address.

        Raises:
            LearnlogError: it is one of the demo's, or leads to no feed.
        """
        if is_made_up(address):
            raise LearnlogError("This site is made up for the demo, so nobody was asked.")
        return await super().find(address, http)

    async def fetch(self, key: str, state: FetchState, http: Client, typed_host: str) -> Fetched:
        """Ask a real feed."""
        return unasked(state) if is_made_up(key) else await super().fetch(key, state, http, typed_host)


class StillBluesky(BlueskySource):
    """Bluesky, save the demo's own people."""

    async def fetch(self, key: str, state: FetchState, http: Client, typed_host: str) -> Fetched:
        """Ask for a real person's posts."""
        return unasked(state) if is_made_up(key) else await super().fetch(key, state, http, typed_host)

    async def thread(
        self, uri: str, state: FetchState, http: Client, typed_host: str = "", *, home: str = ""
    ) -> Sequence[NewPost]:
        """Return the thread of a made-up post from the demo's content, of a real one from Bluesky."""
        here = told(uri, state, self._clock())
        return here or await super().thread(uri, state, http, typed_host)


class StillMastodon(MastodonSource):
    """Mastodon, save the demo's own people."""

    async def fetch(self, key: str, state: FetchState, http: Client, typed_host: str) -> Fetched:
        """Ask for a real person's posts."""
        return unasked(state) if is_made_up(key) else await super().fetch(key, state, http, typed_host)

    async def thread(
        self, uri: str, state: FetchState, http: Client, typed_host: str = "", *, home: str = ""
    ) -> Sequence[NewPost]:
        """Return the thread of a made-up post from the demo's content, of a real one from its server."""
        here = told(uri, state, self._clock())
        return here or await super().thread(uri, state, http, typed_host, home=home)


class StillVoice:
    """The voice of an account that is made up: it counts, hears what the content says, and sends nothing."""

    def __init__(self, account: Account) -> None:
        self._account = account

    @property
    def account(self) -> Account:
        """Whose voice it is."""
        return self._account

    @property
    def marks(self) -> None:
        """Nothing: the demo tells nobody how far one read."""
        return None

    def limits(self) -> Limits:
        """Return what the network usually allows."""
        if self._account.network == "bluesky":
            return Limits(length=300)
        return Limits(length=500, audiences=tuple(Audience))

    def standing(self, text: str, warning: str) -> tuple[str, str]:
        """Return both as they are."""
        return text, warning

    def length(self, text: str, warning: str = "") -> int:
        """Return how long `text` is as the network counts."""
        if self._account.network == "bluesky":
            return sum(1 for _ in graphemes(text))
        return length_of(text)

    def send(self, piece: Piece) -> Sent:
        """Refuse: nothing leaves the demo."""
        self._refuse()

    def find_sent(self, piece: Piece, others: Collection[str] = ()) -> Sent | None:
        """Say that the post is not out."""
        return None

    def retract(self, sent: Sent) -> None:
        """Refuse: nothing leaves the demo."""
        self._refuse()

    def act(self, deed: Deed, target: str, *, undo: bool = False) -> NoReturn:
        """Refuse: nothing leaves the demo."""
        self._refuse()

    def answers(self, uri: str) -> Sequence[NewPost]:
        """Return no answers: those there are were collected."""
        return ()

    def notices(self, after: str = "") -> Sequence[Notice]:
        """Return what concerns the account since the notice with the id `after`."""
        if self._account.added is None:
            return ()
        made = self._account.added + JOINED
        networks = Networks(made)
        mine = [one for one in read_toml("talking.toml")["notice"] if one["account"] == self._account.network]
        ids = [one["id"] for one in mine]
        return [notice_of(one, networks, made) for one in mine[ids.index(after) + 1 if after in ids else 0 :]]

    def _refuse(self) -> NoReturn:
        raise SendError(
            f"{self._account.handle} is made up, so nothing is sent from the demo.",
            "In your own journal `learnlog account add` logs in.",
        )


def notice_of(said: dict[str, str], networks: Networks, made: datetime) -> Notice:
    """Understand one notice of the content."""
    post = networks.post(said["post"]) if "post" in said else None
    actor = networks.items[said["post"]]["actor"] if "post" in said else said["actor"]
    return Notice(
        id=said["id"],
        kind=said["kind"],
        actor=networks.actor(actor),
        moment=post.published if post else moment_of(made, said["days_ago"], said["time"]),
        post=post,
        about=networks.uri(said["about"]) if "about" in said else "",
    )
