"""A client that is lent for addresses others wrote: who opened it closes it, and not every host counts as typed."""

from types import TracebackType
from typing import Self, Unpack

from learnlog.reading.sources.base import Client, More
from learnlog.reading.web.answers import Answer


class LentClient:
    """Asks through `client`; a subclass says what counts as typed by the user."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def __aenter__(self) -> Self:
        """Open nothing: the client is open."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close nothing."""

    def trusted(self, host: str) -> str:
        """Return the host that counts as typed when `host` is said to have been; "" for none."""
        raise NotImplementedError

    async def get(self, url: str, *, etag: str = "", last_modified: str = "", typed_host: str = "") -> Answer:
        """Ask for `url`."""
        typed = self.trusted(typed_host)
        return await self._client.get(url, etag=etag, last_modified=last_modified, typed_host=typed)

    async def request(self, method: str, url: str, *, typed_host: str = "", **more: Unpack[More]) -> Answer:
        """Ask for more than a page."""
        return await self._client.request(method, url, typed_host=self.trusted(typed_host), **more)
