"""The client while one address is looked at: nobody is asked for the same page twice."""

from learnlog.reading.sources.base import Client
from learnlog.reading.sources.lent import LentClient
from learnlog.reading.web.answers import Answer


class AskedOnce(LentClient):
    """Remembers what was answered; what only the user's typing reached is told only to who may ask there."""

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self._known: dict[str, tuple[str, Answer]] = {}

    def trusted(self, host: str) -> str:
        """Return `host`: what counts as typed is for those to say who ask."""
        return host

    async def get(self, url: str, *, etag: str = "", last_modified: str = "", typed_host: str = "") -> Answer:
        """Ask for `url`, unless that was answered already."""
        page = url.partition("#")[0]
        typed, answer = self._known.get(page, ("", None))
        if answer is None or etag or last_modified or (answer.private and typed != typed_host):
            answer = await super().get(url, etag=etag, last_modified=last_modified, typed_host=typed_host)
            self._known[page] = (typed_host, answer)
        return answer
