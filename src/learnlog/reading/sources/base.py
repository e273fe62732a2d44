"""The port every kind of channel stands behind: what RSS does, other networks do too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self, TypedDict, Unpack, runtime_checkable

from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.post import NewPost
from learnlog.reading.web.answers import Answer


class More(TypedDict, total=False):
    """What a question may bring or want besides its address; ``limit`` is how large the answer's body may be."""

    headers: Mapping[str, str] | None
    body: bytes
    content_type: str
    etag: str
    accept: str
    limit: int


class Client(Protocol):
    """The network as a source sees it; `learnlog.reading.web.http.Http` is the real one."""

    async def __aenter__(self) -> Self:
        """Open the client."""
        ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        """Close the client."""
        ...

    async def get(self, url: str, *, etag: str = "", last_modified: str = "", typed_host: str = "") -> Answer:
        """Ask for `url`; raise FetchError when no answer came."""
        ...

    async def request(self, method: str, url: str, *, typed_host: str = "", **more: Unpack[More]) -> Answer:
        """Ask with headers of one's own, or to change something; refusals keep what they say.

        Raises FetchError as `get` does: LostError when the question was given away, PausedError when the host
        wants no questions for a while.
        """
        ...


class OutlineError(LearnlogError):
    """What is at an address is a list of feeds: ``body`` is the OPML file, ``url`` where it came from."""

    def __init__(self, body: bytes, url: str) -> None:
        super().__init__(
            "That is a list of feeds (OPML).", "`learnlog follow` with its address shows who is in it."
        )
        self.body = body
        self.url = url


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Evidence that the owner of a channel also owns ``address`` (a page, a handle, a feed).

    ``kind`` is ``verified field`` (Mastodon checked it), ``domain handle`` (the handle is the site's domain),
    ``rel=me`` (the page links back) or ``same address`` (a feed's own site); ``both_ways`` that each
    side names the other.
    """

    kind: str
    address: str
    both_ways: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that can be followed, with its newest posts already read.

    ``key`` is the channel's identity, ``site`` what a person would open. ``typed_host`` is set only when the
    channel lives at a private address that the user typed. ``description`` is the bio, ``handle`` what the
    owner is called there, ``links`` where else the profile points, ``proofs`` what of that is proven.
    """

    kind: str
    key: str
    title: str = ""
    site: str = ""
    description: str = ""
    handle: str = ""
    links: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()
    newest: tuple[NewPost, ...] = ()
    typed_host: str = ""
    state: FetchState = field(default_factory=FetchState)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What asking a channel brought: its posts (none when unchanged or failed) and the new state.

    ``gone`` are guids of posts known here that their author took back. ``refused`` tells that we would not ask:
    the channel's own address is a number in a private network that nobody typed; ``unreached`` that nobody was
    there to be asked.
    """

    posts: tuple[NewPost, ...] = ()
    gone: tuple[str, ...] = ()
    state: FetchState
    note: str = ""
    refused: bool = False
    unreached: bool = False


@runtime_checkable
class Checking(Protocol):
    """A source that can tell which posts their author took back."""

    async def check(
        self, posts: Sequence[tuple[str, str]], state: FetchState, http: Client, typed_host: str = ""
    ) -> tuple[str, ...]:
        """Return the guids, of pairs of guid and ``home``, that are surely not there any more."""
        ...


class Source(Protocol):
    """A kind of channel: finds what can be followed at an address, and asks a channel for news."""

    @property
    def kind(self) -> str:
        """The name of the kind, as on a person's card."""
        ...

    def claims(self, address: str) -> bool:
        """Tell, without asking anyone, whether `address` can only be of this kind or is worth asking it first."""
        ...

    async def find(self, address: str, http: Client) -> Sequence[Found]:
        """Return what can be followed at an address the user typed; raise LearnlogError when nothing can."""
        ...

    async def fetch(self, key: str, state: FetchState, http: Client, typed_host: str) -> Fetched:
        """Ask the channel `key` for news; what goes wrong with it is told in the state, not raised."""
        ...
