"""The ports of accounts: where secrets are kept, and how a network logs in."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol
from urllib.parse import urlsplit

from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.safe import clean_line


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


def with_scheme(address: str) -> str:
    """Return the address of a server as a web address, which may have been typed without a scheme."""
    return address if not address or "://" in address else f"https://{address}"


def host_port(address: str) -> str:
    """Return the ``host:port`` of a server's address, with or without a scheme.

    Raises:
        UsageError: it is none.
    """
    try:
        split = urlsplit(with_scheme(address))
        host, port = split.hostname or "", split.port
    except ValueError as error:
        raise UsageError(
            f"“{clean_line(address, 80)}” is no address of a server.",
            "Such as mastodon.social, or https://bsky.social.",
        ) from error
    return f"{f'[{host}]' if ':' in host else host}:{port or (80 if split.scheme == 'http' else 443)}"
