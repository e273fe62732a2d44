"""What a person types for an account on Mastodon, and where the account's own server is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from learnlog.accounts.mastodon_app import is_private
from learnlog.reading.sources.base import Client
from learnlog.reading.sources.mastodon.fields import entities, entity, link, raw, understood
from learnlog.reading.sources.usual_feeds import is_federated
from learnlog.reading.web.answers import FetchError, RefusedError

_NAME = r"[\w][\w.-]{0,99}"
_HOST = r"(?:[\w-]+(?:\.[\w-]+)+|localhost|\[[0-9a-fA-F:]+\])(?::\d{1,5})?"
_HANDLE = re.compile(rf"(?:acct:)?@?({_NAME})@({_HOST})")
_TAB = r"(?:/(?:with_replies|media|featured|followers|following|tagged/[^/]{1,100}|\d{5,30}))?/?"
"""What a profile shows beside its posts, and one post of it."""
_PAGE = re.compile(
    rf"(?:(https?)://)?({_HOST})/(?:web/)?(?:@({_NAME})(?:@({_HOST}))?{_TAB}|users/({_NAME})/?)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    rf"(?:https://)?elk\.zone/({_HOST})/@({_NAME})(?:@({_HOST}))?(?:/\d+)?/?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """An account as it was typed: ``name`` at ``host`` (with a port when one was typed), asked by ``scheme``."""

    name: str
    host: str
    scheme: str = ""

    @property
    def handle(self) -> str:
        """How people write it."""
        return f"@{self.name}@{self.host}"

    @property
    def bases(self) -> tuple[str, ...]:
        """The addresses its server may have, likeliest first; plain http only for what may be private."""
        if self.scheme:
            return (f"{self.scheme}://{self.host}",)
        plain = (f"http://{self.host}",) if is_private(self.host) else ()
        return (f"https://{self.host}", *plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an account lives: ``name`` at the server ``base``, ``actor`` its ActivityPub address.

    ``host`` is what stands in the handle, which may be another name than the server's; ``unknown`` that
    the host, asked for the account, knew of none.
    """

    base: str
    name: str
    host: str
    actor: str = ""
    profile: str = ""
    unknown: bool = False

    @property
    def handle(self) -> str:
        """How people write it."""
        return f"@{self.name}@{self.host}"


def read_address(address: str) -> Typed | None:
    """Understand a handle or the page of a profile; None for anything else."""
    text = address.strip().strip("<>").strip()
    handle = _HANDLE.fullmatch(text)
    if handle:
        return Typed(name=handle[1], host=handle[2].lower())
    text = text.partition("?")[0].partition("#")[0]
    if seen := _ELSEWHERE.fullmatch(text):
        return Typed(name=seen[2], host=(seen[3] or seen[1]).lower())
    page = _PAGE.fullmatch(text)
    if page is None or not is_federated(page[2].lower()):
        return None
    if page[4]:  # the profile of somebody from elsewhere, seen on this server: their own is asked
        return Typed(name=page[3], host=page[4].lower())
    return Typed(name=page[3] or page[5], host=page[2].lower(), scheme=(page[1] or "").lower())


def base_of(address: str) -> str:
    """Return scheme, host and port of an address, without a slash at the end."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"


def host_of(address: str) -> str:
    """Return host and port of an address as a handle has them."""
    return base_of(address).partition("//")[2]


async def find_place(typed: Typed, http: Client) -> Place:
    """Ask the host that was typed where the account lives (WebFinger); without an answer it lives there.

    Raises:
        FetchError: the host cannot be reached.
    """
    from learnlog.reading.web.http import host_port

    failure: FetchError | None = None
    for base in typed.bases:
        query = f"/.well-known/webfinger?resource={quote(f'acct:{typed.name}@{typed.host}', safe='')}"
        try:
            answer = await http.request(
                "GET",
                f"{base}{query}",
                typed_host=host_port(base),
                accept="application/jrd+json, application/json",
            )
        except RefusedError:
            raise
        except FetchError as error:
            failure = failure or error
            continue
        said = entity(understood(answer.body)) if answer.status == 200 else {}
        return replace(_place(typed, base, said), unknown=answer.status in (404, 410))
    raise failure or FetchError(f"{typed.host} could not be reached.")


def _place(typed: Typed, base: str, said: Mapping[str, object]) -> Place:
    links = entities(said.get("links"))
    actor = next((href for item in links if _is_actor(item) and (href := link(item, "href"))), "")
    page = "http://webfinger.net/rel/profile-page"
    profile = next((href for item in links if raw(item, "rel") == page and (href := link(item, "href"))), "")
    subject = _HANDLE.fullmatch(raw(said, "subject"))
    same = subject is not None and subject[1].lower() == typed.name.lower()
    return Place(
        base=base_of(actor or profile) or base,
        name=subject[1] if subject and same else typed.name,
        host=subject[2].lower() if subject and same else typed.host,
        actor=actor,
        profile=profile,
    )


def _is_actor(item: Mapping[str, object]) -> bool:
    kind = raw(item, "type")
    return raw(item, "rel") == "self" and ("activity+json" in kind or "activitystreams" in kind)
