"""What a workspace needs to be somebody on a network: my accounts, the doors they came in by, their voices."""

from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.reading.desk import ReadingDesk

if TYPE_CHECKING:
    from learnlog.accounts.accounts import Accounts, MastodonDoor
    from learnlog.accounts.base import Keys
    from learnlog.accounts.bluesky import BlueskyLogin
    from learnlog.model.account import Account
    from learnlog.reading.sources.bluesky.signed_in import SignedIn
    from learnlog.reading.web.guard_blocking import BlockingTransport
    from learnlog.talking.base import Voice


class Doors(ReadingDesk):
    """The part of a workspace that logs in and speaks; the workspace says what it stands on."""

    @cached_property
    def accounts(self) -> "Accounts":
        """My own accounts on networks."""
        from learnlog.accounts.accounts import Accounts
        from learnlog.accounts.book import Book

        return Accounts(
            Book(self.vault),
            self.paths.state,
            self.clock,
            bluesky=self.bluesky_login,
            mastodon=self._mastodon_login,
        )

    def bluesky_login(self, keys: "Keys") -> "BlueskyLogin":
        """Return the door to Bluesky for accounts whose secrets are in `keys`."""
        from learnlog.accounts.bluesky import BlueskyLogin, Servers

        settings = self.settings
        servers = Servers(service=settings.bluesky_service, plc=settings.bluesky_plc)
        return BlueskyLogin(keys, servers, self._blocking, self.clock)

    def _blocking(self, typed_host: str = "") -> "BlockingTransport":
        """Return what the networks' own libraries send through: what stands in the settings was typed, too."""
        from learnlog.accounts.base import host_port
        from learnlog.reading.web.guard_blocking import BlockingTransport

        settings = self.settings
        named = (settings.bluesky_service, settings.bluesky_plc, settings.bluesky_appview)
        trusted = {*settings.hosts, *map(host_port, named), typed_host}
        return BlockingTransport(trusted, seconds=float(settings.timeout))

    def bluesky_me(self) -> "SignedIn | None":
        """Return my account on Bluesky as one that asks; None when I have none there."""
        account = next((one for one in self.accounts.all() if one.network == "bluesky"), None)
        if account is None:
            return None
        from learnlog.reading.sources.bluesky.signed_in import SignedIn

        return SignedIn(account, lambda: self.bluesky_login(self.accounts.keys_of(account)).session(account))

    def _mastodon_login(self, keys: "Keys") -> "MastodonDoor":
        from learnlog.accounts.mastodon import MastodonLogin

        return MastodonLogin(keys, self.client)

    def voice_of(self, account: "Account") -> "Voice":
        """Return the voice of `account` as its network speaks.

        Raises:
            LearnlogError: nothing here can speak there.
        """
        if account.network == "bluesky":
            from learnlog.talking.bluesky import BlueskyVoice

            login = self.bluesky_login(self.accounts.keys_of(account))
            return BlueskyVoice(account, login, self.settings.bluesky_chat)
        if account.network == "mastodon":
            from learnlog.talking.mastodon import MastodonVoice

            return MastodonVoice(account, self.accounts.keys_of(account), self.client, self.clock)
        from learnlog.model.errors import LearnlogError

        raise LearnlogError(f"This learnlog reads {account.network} but cannot speak there.")

    def mastodon_token(self, server: str) -> str:
        """Return the token of my account at `server`; without one the server is read as anybody reads it."""
        from learnlog.accounts.binding import secrets_of
        from learnlog.model.errors import LearnlogError

        mine = (one for one in self.accounts.all() if one.network == "mastodon" and one.server == server)
        account = next(mine, None)
        if account is None:
            return ""
        try:
            return secrets_of(self.accounts.keys_of(account), account).get("token", "")
        except LearnlogError:
            return ""
