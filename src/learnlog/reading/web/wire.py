"""What a question and an answer look like on the wire: headers, addresses, redirects, bodies, troubles."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from learnlog import __version__
from learnlog.model.safe import clean_line
from learnlog.reading.web.answers import FetchError, LostError, RefusedError, UnreachedError
from learnlog.reading.web.budget import Purse
from learnlog.reading.web.web_address import NotWebError, WebAddress, join, understand

if TYPE_CHECKING:
    from learnlog.reading.web.line import Response

USER_AGENT = f"learnlog/{__version__} (personal feed reader)"
"""What every question is sent by, whatever for."""
JSON = "application/json"
MAX_BODY = 15 * 2**20
MAX_REFUSAL = 64 * 2**10
MAX_REDIRECTS = 10


@dataclass(slots=True, kw_only=True)
class Ask:
    """One question on its way through redirects; `own` headers only ever go to the first server.

    ``way`` is the number of the connection that may be opened for it, -1 for none.
    """

    method: str = "GET"
    headers: dict[bytes, bytes]
    own: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""
    trusted: frozenset[str]
    left: float
    limit: int = MAX_BODY
    keeps_refusals: bool = False
    is_given: bool = False
    is_fresh: bool = False
    is_answered: bool = False
    seen: list[str] = field(default_factory=list)
    permanent: bool = True
    is_private: bool = False
    is_spaced: bool = False
    way: int = -1


def host_port(url: str) -> str:
    """Return the ``host:port`` of an http(s) address, the form of `typed_host` and `allowed`."""
    return parse(url).host_port


def headers_for(etag: str, last_modified: str, accept: str) -> dict[bytes, bytes]:
    """Return the headers of a question; validators go back byte for byte, whatever they hold."""
    headers = {b"Accept": accept.encode("latin-1", "ignore")}
    if etag:
        headers[b"If-None-Match"] = etag.encode("latin-1", "ignore")
    if last_modified:
        headers[b"If-Modified-Since"] = last_modified.encode("latin-1", "ignore")
    return headers


def question(url: WebAddress, ask: Ask, agent: str) -> dict[bytes, bytes]:
    """Return the headers of a question with all that belongs to it; a header that `ask` has of its own wins."""
    from learnlog.reading.web.inflate import accepted

    headers = {
        b"host": url.host_header.encode("ascii"),
        b"user-agent": agent.encode("ascii"),
        b"accept-encoding": accepted().encode("ascii"),
        b"connection": b"keep-alive",
    }
    if ask.body or ask.method in ("POST", "PUT", "PATCH"):
        headers[b"content-length"] = str(len(ask.body)).encode("ascii")
    if url.login:
        headers[b"authorization"] = b"Basic " + b64encode(url.login.encode("utf-8"))
    return headers | {name.lower(): value for name, value in (ask.headers | ask.own).items()}


def lower(raw: list[tuple[bytes, bytes]]) -> MappingProxyType[str, str]:
    """Return headers with lower-case names; repeated ones are joined."""
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1").strip()
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return MappingProxyType(headers)


def parse(address: str) -> WebAddress:
    """Understand an http(s) address, or raise FetchError."""
    try:
        return understand(address.strip())
    except NotWebError as error:
        raise RefusedError(
            f"“{clean_line(address, 80)}” is not a web address.", "Only http and https addresses are fetched."
        ) from error
    except ValueError as error:
        raise FetchError(f"“{clean_line(address, 80)}” is not a web address.") from error


def target_of(url: WebAddress, headers: Mapping[str, str]) -> str:
    """Return where a redirect points, "" when it does not say."""
    location = headers.get("location", "")
    if not location:
        return ""
    try:
        return join(url, _written_out(location.encode("latin-1")))
    except ValueError as error:
        raise FetchError(f"{clean_line(url.host, 80)} redirects to something that is no address.") from error


def _written_out(location: bytes) -> str:
    """Return an address that should be ASCII and is not: as UTF-8, else with each byte of it as an escape."""
    try:
        return location.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in location)


def count(address: str, ask: Ask) -> None:
    """Note one more hop; raise FetchError for a circle and for too many."""
    if address in ask.seen:
        raise FetchError(f"{clean_line(address, 120)} redirects in a circle.")
    if len(ask.seen) > MAX_REDIRECTS:
        raise FetchError(f"{clean_line(ask.seen[0], 120)} redirects more than {MAX_REDIRECTS} times.")
    ask.seen.append(address)


async def body_of(response: "Response", headers: Mapping[str, str], ask: Ask) -> bytes:
    """Read what belongs to the answer: all of a success, the start of a refusal in JSON."""
    from learnlog.reading.web.inflate import Inflater

    is_success = 200 <= response.status < 300
    if not is_success and not (ask.keeps_refusals and response.status >= 400):
        return b""
    inflater = Inflater(headers.get("content-encoding", ""), ask.limit if is_success else MAX_REFUSAL)
    try:
        async for part in response.parts():
            inflater.feed(part)
    except FetchError:
        if is_success:
            raise
        return b""  # too much was said about why not
    return inflater.finish()


def trouble(error: Exception, host: str, ask: Ask, seconds: float) -> FetchError:
    """Say what went wrong, and whether the question was already given away."""
    from learnlog.reading.web.troubles import explained

    told = error if isinstance(error, FetchError) else explained(error, host, seconds)
    if not ask.is_given and type(told) is FetchError:
        return UnreachedError(told.message, told.hint)
    if ask.method == "GET" or not ask.is_given or isinstance(told, LostError):
        return told
    return LostError(told.message, told.hint)


def purse_of(url: WebAddress, ask: Ask) -> Purse:
    """Return which budget the question is paid from; a login is only known by its digest."""
    from hashlib import blake2b

    login = ask.own.get(b"Authorization", b"")
    name = blake2b(login, digest_size=8).hexdigest() if login else ""
    return Purse(
        url.host if url.port is None else f"{url.host}:{url.port}", writing=ask.method != "GET", login=name
    )


def is_json(accept: str) -> bool:
    """Tell whether JSON was asked for."""
    return accept.startswith(JSON)


def origin(address: str) -> tuple[str, str]:
    """Return scheme and ``host:port``: what must stay the same for secrets to go along."""
    url = parse(address)
    return url.scheme, url.host_port
