"""My accounts on networks: who I am there. No secret is ever part of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of mine. ``network`` is ``bluesky`` or ``mastodon``; ``key`` its DID or actor address.

    ``server`` is the base address it lives at (a PDS, an instance) without a slash at the end. ``scopes`` are
    what was granted: ``read``, ``write``. ``secrets`` says where its secrets are: ``keyring`` or ``file``.
    ``typed_host`` is set only when the server is at a private address that the user typed.
    """

    network: str
    key: str
    handle: str
    server: str
    name: str = ""
    scopes: tuple[str, ...] = ("read",)
    secrets: str = "keyring"
    added: datetime | None = None
    typed_host: str = ""

    @property
    def id(self) -> str:
        """What names it in commands and files: ``bluesky:did:plc:…``, ``mastodon:https://…``."""
        return f"{self.network}:{self.key}"

    @property
    def can_write(self) -> bool:
        """Tell whether it may post."""
        return "write" in self.scopes
