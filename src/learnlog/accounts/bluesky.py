"""Logging in to Bluesky with an app password, and keeping the session: refreshed and rotated under a lock."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote, urlsplit

from learnlog.accounts.base import AccountError, Keys, host_port, with_scheme
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.model.moments import Clock, local_now
from learnlog.model.safe import clean_line, clean_link

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
Transports = Callable[[str], "httpx.BaseTransport"]
"""Makes what questions are sent through; given a ``host:port`` that may be private ("": none)."""

_SESSION: Final = "session"
_EARLY: Final = 60  # seconds before its end that a session is refreshed
_LONGEST: Final = timedelta(days=1)
_ENTRYWAY: Final = ".host.bsky.network"
_AGAIN: Final = "Log in again: `learnlog account add bluesky`."
_WRONG_TOKEN: Final = ("ExpiredToken", "InvalidToken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Whom to ask: ``service`` where accounts log in when nothing else is said, ``plc`` where DIDs are looked up."""

    service: str = "https://bsky.social"
    plc: str = "https://plc.directory"


class BlueskyLogin:
    """The door to Bluesky. Its calls block on the network; the SDK is loaded at the first one."""

    def __init__(
        self, keys: Keys, servers: Servers, transports: Transports, clock: Clock = local_now
    ) -> None:
        self._keys = keys
        self._servers = servers
        self._transports = transports
        self._clock = clock

    def log_in(self, handle: str, app_password: str, service: str = "") -> Account:
        """Open a session at the account's own server, keep it, and say whose it is. The password is not kept.

        Raises:
            AccountError: the handle or the password is wrong, or the server lets nobody in now.
            LearnlogError: it cannot be reached.
        """
        typed = host_port(service) if service else ""
        server = with_scheme(service) or self._server_of(handle) or self._servers.service
        client = self._client(server, typed)
        with self._told(handle):
            client.login(handle, app_password, fetch_bsky_profile=False)
        session = client._session
        account = Account(
            network="bluesky",
            key=session.did,
            handle=clean_line(session.handle, 260),
            server=(clean_link(session.pds_endpoint or "") or server).rstrip("/").removesuffix("/xrpc"),
            scopes=("read", "write"),
            secrets=self._keys.place,
            typed_host=typed if _is_private(typed) else "",
        )
        self._keys.put(account.id, {_SESSION: session.encode()})
        return account

    def session(self, account: Account) -> "Session":
        """Return the account's session, live: whoever speaks through it need not think of tokens.

        Raises:
            AccountError: its secrets are gone.
        """
        return Session(
            account, self._keys, lambda: self._client(account.server, account.typed_host), self._told
        )

    def log_out(self, account: Account) -> None:
        """Revoke the session with the server, and forget its secrets whatever the server says.

        Raises:
            LearnlogError: the server could not be told.
        """
        with self._keys.locked(account.id):
            kept = self._keys.get(account.id).get(_SESSION, "")
            self._keys.drop(account.id)
        if not kept:
            return
        client = self._client(account.server, account.typed_host)
        client.login(session_string=kept, fetch_bsky_profile=False)
        with self._told(account.handle):
            client.com.atproto.server.delete_session(headers=client._get_refresh_auth_headers())

    def _client(self, server: str, typed: str) -> Any:
        """Return the SDK's client for a server, sending through our guard, and leaving sessions to us."""
        from atproto_client import Client
        from atproto_client.request import Request

        client = Client(server, request=Request(transport=self._transports(typed), trust_env=False))
        client._should_refresh_session = lambda: False
        return client

    def _server_of(self, handle: str) -> str:
        """Return the server that the DID behind `handle` names as its own; "" when the usual one is right."""
        from atproto_client.exceptions import AtProtocolError
        from httpx import InvalidURL

        try:
            found = self._client(self._servers.service, "").resolve_handle(handle)
            return _server_in(self._document(str(found.did)))
        except (AtProtocolError, InvalidURL, ValueError, RecursionError, LearnlogError):
            return ""

    def _document(self, did: str) -> Any:
        import httpx

        if did.startswith("did:plc:"):
            url = f"{self._servers.plc.rstrip('/')}/{quote(did, safe=':')}"
        else:
            url = f"https://{did.removeprefix('did:web:')}/.well-known/did.json"
        with httpx.Client(transport=self._transports(""), trust_env=False) as client:
            return client.get(url).json()

    def _told(self, handle: str) -> "_Told":
        return _Told(clean_line(handle, 100), self._clock)


def _server_in(document: object) -> str:
    services = document.get("service") if isinstance(document, dict) else None
    for one in services if isinstance(services, list) else ():
        if isinstance(one, dict) and str(one.get("id", "")).endswith("#atproto_pds"):
            server = clean_link(str(one.get("serviceEndpoint", ""))).rstrip("/")
            # Those of Bluesky itself are logged in to at its one door; a password goes nowhere unsealed.
            is_usual = (urlsplit(server).hostname or "").endswith(_ENTRYWAY)
            return "" if is_usual or not server.startswith("https://") else server
    return ""


class Session:
    """A session of an account that is always fresh. Shared by nobody: each voice has its own."""

    def __init__(
        self, account: Account, keys: Keys, client: Callable[[], Any], told: "Callable[[str], _Told]"
    ) -> None:
        self.account = account
        self._keys = keys
        self._make = client
        self._told = told
        self._client = self._take(keys.get(account.id).get(_SESSION, ""))

    def ask(self, question: Callable[[Any], T]) -> T:
        """Return what `question` gets from the SDK's client; an expired session is refreshed and it asks again.

        Raises:
            AccountError: the session has ended for good.
            LearnlogError: the server cannot be reached.
            AtProtocolError: whatever else the server says.
        """
        from atproto_client.exceptions import BadRequestError, UnauthorizedError

        if _ends(self._client._session) <= self._told("").now().timestamp() + _EARLY:
            self.renew()
        try:
            return question(self._client)
        except (BadRequestError, UnauthorizedError) as error:
            if name_of(error) not in _WRONG_TOKEN:
                raise
        self.renew()
        return question(self._client)

    def renew(self) -> None:
        """Refresh the session under the account's lock, unless another process has done it already.

        The new one is kept before it is used: the server forgets the old one soon.

        Raises:
            AccountError: the session has ended for good.
        """
        with self._keys.locked(self.account.id):
            kept = self._keys.get(self.account.id).get(_SESSION, "")
            client = self._take(kept)
            if client._session.refresh_jwt == self._client._session.refresh_jwt:
                with self._told(self.account.handle):
                    client._refresh_and_set_session()
                self._keys.put(self.account.id, {_SESSION: client.export_session_string()})
            self._client = client

    def _take(self, kept: str) -> Any:
        if kept.count(":::") != 4:
            raise AccountError(f"There is no session of {self.account.handle} any more.", _AGAIN)
        client = self._make()
        client.login(session_string=kept, fetch_bsky_profile=False)
        return client


class _Told:
    """Puts what a server says while logging in into sentences; nothing that was sent is ever in them."""

    def __init__(self, handle: str, clock: Clock) -> None:
        self._handle = handle
        self.now = clock

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Turn an error of the SDK into ours."""
        # Whatever else the SDK raises, it stumbled over an answer; its words may hold what was sent.
        if isinstance(error, Exception) and not isinstance(error, LearnlogError):
            raise self._understood(error) from None

    def _understood(self, error: Any) -> AccountError:
        status, name = status_of(error), name_of(error)
        if status == 429:
            until = reset_of(error)
            when = f" until {until.astimezone(self.now().tzinfo):%H:%M}" if until else " for a while"
            return AccountError(f"Bluesky wants no more logins{when}.", "Wait until then; nothing is lost.")
        if name in _WRONG_TOKEN:
            return AccountError(f"The session of {self._handle} has ended.", _AGAIN)
        if name in ("AccountTakedown", "AccountSuspended"):
            return AccountError(f"The account {self._handle} was suspended by its server.")
        if name == "AccountDeactivated":
            return AccountError(f"The account {self._handle} is deactivated.")
        if name == "AuthFactorTokenRequired":
            return AccountError(
                "This is the account's own password, and it wants a code as well.",
                "Use an app password: Bluesky makes one under Settings, Privacy and security.",
            )
        if status in (400, 401, 403):
            return AccountError(
                f"Bluesky does not know {self._handle} with this app password.",
                "Check both; Bluesky makes app passwords under Settings, Privacy and security.",
            )
        return AccountError(f"The server could not let {self._handle} in ({status or 'no proper answer'}).")


def status_of(error: Any) -> int:
    """Return the HTTP status behind an error of the SDK, 0 when there is none."""
    response = getattr(error, "response", None)
    return response.status_code if response is not None else 0


def name_of(error: Any) -> str:
    """Return the server's own word for an error of the SDK, "" when it has none."""
    content = getattr(getattr(error, "response", None), "content", None)
    return clean_line(str(getattr(content, "error", "") or ""), 100)


def said_of(error: Any) -> str:
    """Return the server's sentence for an error of the SDK, "" when it has none."""
    content = getattr(getattr(error, "response", None), "content", None)
    return clean_line(str(getattr(content, "message", "") or ""), 300)


def reset_of(error: Any) -> datetime | None:
    """Return until when the server wants no more questions, at most a day; None when it does not say."""
    try:
        reset: datetime | None = getattr(error, "reset_at", None)
    except (ValueError, OverflowError, OSError):
        return None
    return min(reset, local_now() + _LONGEST) if reset else None


def _is_private(typed: str) -> bool:
    host = typed.rpartition(":")[0].strip("[]")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return bool(host) and ("." not in host or host.endswith((".local", ".localhost")))


def _ends(session: Any) -> float:
    from atproto_client.exceptions import AtProtocolError

    try:
        return float(session.access_jwt_payload.exp or 0)
    except (AtProtocolError, ValueError, TypeError):
        return 0.0
