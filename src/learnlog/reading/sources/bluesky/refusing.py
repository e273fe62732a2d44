"""What servers of Bluesky say when they refuse, in sentences."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from learnlog.model.safe import clean_line
from learnlog.reading.sources.bluesky.loose import raw
from learnlog.reading.sources.manners import sentence
from learnlog.reading.web.budget import resting

_ACCOUNT = {
    "AccountTakedown": "The account was suspended by Bluesky.",
    "AccountSuspended": "The account was suspended by Bluesky.",
    "AccountDeactivated": "The account was deactivated by its owner.",
    "RepoTakendown": "The account was suspended by its server.",
    "RepoDeactivated": "The account was deactivated by its owner.",
    "RepoNotFound": "The account was deleted.",
    "BlockedActor": "You have blocked this account.",
    "BlockedByActor": "The account has blocked you.",
}
_SAID = {
    "profile not found": "The account was deleted, or there is none.",
    "actor not found": "The account was deleted, or there is none.",
    "account has been suspended": "The account was suspended by Bluesky.",
    "account is deactivated": "The account was deactivated by its owner.",
}


class BlueskyError(Exception):
    """A server answered, but not what was asked for. ``name`` is its own word for why."""

    def __init__(
        self,
        status: int,
        content: object,
        headers: Mapping[str, str] = MappingProxyType({}),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(f"refused with {status}")
        self.status = status
        self.name = clean_line(raw(content, "error"), 100)
        self.said = clean_line(raw(content, "message"), 300)
        self._headers = headers
        self._retry_after = retry_after

    def until(self, now: datetime) -> datetime | None:
        """Return until when the server wants no more questions, None when it said nothing of it."""
        return resting(self.status, self._headers, self._retry_after, now)

    @property
    def of_account(self) -> str:
        """What is wrong with the account that was asked for, in a sentence; "" when it is not about one."""
        if self.status not in (400, 404):
            return ""
        return _ACCOUNT.get(self.name) or _SAID.get(self.said.casefold().rstrip("."), "")

    def sentence(self, host: str) -> str:
        """Say it in one sentence."""
        if self.of_account:
            return self.of_account
        if self.status == 200:
            return f"{host} answered something that is not what Bluesky answers."
        if self.status == 501 or self.name in ("MethodNotImplemented", "XRPCNotSupported"):
            return f"{host} does not offer this."
        if self.status == 400 and self.said:
            return f"{host} refused: {self.said.rstrip('.')}."
        return sentence(self.status, host)
