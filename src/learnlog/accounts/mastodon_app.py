"""What logging in to a Mastodon server is made of: the app, the question in the browser, what comes back.

The network is handed in, for it lives a floor above: a client with one verb, ``request``.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import unquote, urlencode, urlsplit

from learnlog.accounts.base import AccountError
from learnlog.model.safe import clean_line

if TYPE_CHECKING:
    from learnlog.accounts.loopback import Catcher

LIMIT: Final = 2**20
_PRIVATE_NAMES: Final = ("localhost", ".localhost", ".local", ".lan", ".internal", ".test", ".home.arpa")


class Said(Protocol):
    """An answer, as far as it matters here."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def body(self) -> bytes:
        """What was said."""
        ...

    @property
    def private(self) -> bool:
        """Whether only the user's own typing reaches that server."""
        ...


class Asker(Protocol):
    """The network, as far as it matters here."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        content_type: str = "",
        typed_host: str = "",
        limit: int = LIMIT,
    ) -> Said:
        """Ask; raise LearnlogError when no answer came."""
        ...


Askers = Callable[[], AbstractAsyncContextManager[Asker]]


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What learnlog is to one server; ``typed`` is its ``host:port``, when it may be private."""

    base: str
    id: str
    secret: str = field(repr=False)
    port: int = 0
    typed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What the user granted: a token, for these scopes."""

    app: App
    token: str = field(repr=False)
    scopes: tuple[str, ...]


def bases_for(host: str) -> Sequence[str]:
    """Return the addresses the server a person typed may have; plain http only for what may be private."""
    typed = host.strip().rstrip("/")
    if "://" in typed:
        parts = urlsplit(typed)
        is_plain = parts.scheme == "http" and not is_private(parts.netloc)
        return (f"{'https' if is_plain else parts.scheme}://{parts.netloc.lower()}",)
    name = typed.partition("/")[0].lower()
    return (f"https://{name}", f"http://{name}") if is_private(name) else (f"https://{name}",)


def is_private(host: str) -> bool:
    """Tell whether `host` (a port may follow) looks like one of a private network."""
    import ipaddress

    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return name.endswith(_PRIVATE_NAMES)


def shown(base: str) -> str:
    """Return the server as people name it."""
    return clean_line(base.partition("://")[2], 100)


def app_key(base: str) -> str:
    """Return what the app of a server is called among the secrets."""
    return f"mastodon-app:{base}"


def app_of(base: str, kept: Mapping[str, str], typed: str = "") -> App:
    """Return the app that was `kept` among the secrets."""
    port = kept.get("port", "")
    return App(
        base=base,
        id=kept.get("client_id", ""),
        secret=kept.get("client_secret", ""),
        port=int(port) if port.isascii() and port.isdigit() else 0,
        typed=typed,
    )


def revoking(app: App, token: str) -> dict[str, str]:
    """Return the form that revokes `token`."""
    return {"client_id": app.id, "client_secret": app.secret, "token": token}


def catcher_at(port: int, stack: ExitStack, state: str = "") -> "Catcher | None":
    """Return a catcher at `port` for answers with that `state`, None when the port is taken."""
    from learnlog.accounts.loopback import Catcher

    try:
        return stack.enter_context(Catcher(port, state))
    except OSError:
        return None


def question(app: App, uri: str, scopes: str, verifier: str, state: str) -> str:
    """Return the address where the user is asked."""
    digest = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": app.id,
        "redirect_uri": uri,
        "scope": scopes,
        "state": state,
        "code_challenge": digest,
        "code_challenge_method": "S256",
    }
    return f"{app.base}/oauth/authorize?{urlencode(query)}"


def code_in(catcher: "Catcher", patience: float, host: str) -> str:
    """Return the code the browser brings within `patience` seconds; raise AccountError when it brings none."""
    said = catcher.wait(patience)
    if not said and catcher.strangers:
        raise AccountError(
            "What came back from the browser was not the answer to our question.", "Try again."
        )
    if not said:
        raise AccountError(
            "The browser did not come back in time.", "Try again, and allow learnlog on that page."
        )
    if "code" not in said:
        raise AccountError(f"{host} did not let learnlog in: access was denied.", "Nothing was changed.")
    return said["code"]


def pasted_code(text: str) -> str:
    """Return the code in what was pasted: the code alone, with what some servers show behind it, or an address."""
    found = re.search(r"[?&]code=([^&#\s]+)", text)
    return unquote(found[1]) if found else text.strip().partition("&")[0]


def handle_in(who: Mapping[str, Any], name: str, host: str) -> str:
    """Return the handle of an account; its server may serve handles of other hosts, and then says so."""
    told = who.get("acct")
    acct = clean_line(told, 200).lstrip("@") if isinstance(told, str) else ""
    own, _, at = acct.partition("@")
    return f"@{acct}" if own == name and at and "@" not in at and " " not in at else f"@{name}@{host}"


def said_in(answer: Said) -> dict[str, Any]:
    """Return the JSON object of an answer, an empty one when it is none."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
