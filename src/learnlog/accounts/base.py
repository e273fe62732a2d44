"""The ports of accounts: where secrets are kept, and how a network logs in."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from learnlog.model.errors import LearnlogError


class AccountError(LearnlogError):
    """The network does not let us in: a wrong password, a revoked session, no such account."""


class Keys(Protocol):
    """A place for secrets: the system's keyring, or a file only the user can read."""

    @property
    def place(self) -> str:
        """``keyring`` or ``file``."""
        ...

    def get(self, account: str) -> Mapping[str, str]:
        """Return the secrets of the account with that id ({}: none)."""
        ...

    def put(self, account: str, secrets: Mapping[str, str]) -> None:
        """Keep `secrets` in place of what there was, durably."""
        ...

    def drop(self, account: str) -> None:
        """Forget them."""
        ...

    def locked(self, account: str) -> AbstractContextManager[None]:
        """Hold the account's lock across processes: sessions are refreshed and rotated under it."""
        ...


Prompt = Callable[[str], str]
"""Asks the user for one line: a code that was shown in a browser."""

Opener = Callable[[str], bool]
"""Opens an address in the browser; False when there is none."""
