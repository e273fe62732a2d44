"""What a conversation with a server brings: an answer, or one clear sentence on why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from learnlog.model.errors import LearnlogError


class FetchError(LearnlogError):
    """No usable answer came: no such host, no time left, too much body, not http."""


class RefusedError(FetchError):
    """We would not ask: the address is private and nobody typed it, or is not http(s)."""


class UnreachedError(FetchError):
    """The question never left: no such host, or nobody took it there."""


class LostError(FetchError):
    """The question was given away and no usable answer came: nobody knows what the server made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer after redirects. ``headers`` have lower-case names; ``body`` is decoded.

    Of a refusal the body is only kept when JSON was asked for, and no more than its start.

    ``permanent_to`` is where a chain of nothing but 301 and 308 led ("" otherwise); ``passing`` tells that another
    redirect was among them. ``retry_after`` is in
    seconds. ``private`` tells that a server on the way was one that only the user's own typing can reach.
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: bytes = b""
    permanent_to: str = ""
    passing: bool = False
    retry_after: int | None = None
    private: bool = False

    @property
    def content_type(self) -> str:
        """The Content-Type header, or ""."""
        return self.headers.get("content-type", "")
