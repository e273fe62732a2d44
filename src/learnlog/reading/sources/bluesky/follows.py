"""Whom an account of Bluesky follows, and who is in a list or a starter pack."""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import urlsplit

from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_line
from learnlog.reading.sources.bluesky.loose import Table, items, line, raw, table
from learnlog.reading.sources.bluesky.names import is_did, is_handle, maybe_actor
from learnlog.reading.sources.bluesky.profiles import nobody
from learnlog.reading.sources.follows import MOST, Followed

LIST: Final = "app.bsky.graph.list"
PACK: Final = "app.bsky.graph.starterpack"
_PAGE: Final = 100

Ask = Callable[..., Awaitable[Table]]
"""Asks the appview a method with its parameters."""


def list_at(address: str) -> tuple[str, str, str]:
    """Return the collection, owner and record key of the list or pack at `address`; three "" when it is none."""
    text = address.strip()
    if text.startswith("at://"):
        owner, _, rest = text.removeprefix("at://").partition("/")
        kind, _, key = rest.partition("/")
        return (kind, owner, key) if kind in (LIST, PACK) and key and _is_actor(owner) else ("", "", "")
    try:
        split = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return "", "", ""
    folders = split.path.strip("/").split("/")
    if split.hostname != "bsky.app":
        return "", "", ""
    if len(folders) == 3 and folders[0] in ("starter-pack", "start") and _is_actor(folders[1]):
        return PACK, folders[1], folders[2]
    if len(folders) == 4 and (folders[0], folders[2]) == ("profile", "lists") and _is_actor(folders[1]):
        return LIST, folders[1], folders[3]
    return "", "", ""


def _is_actor(word: str) -> bool:
    return is_did(word) or is_handle(word)


async def follows_at(address: str, ask: Ask, did_of: Callable[[str], Awaitable[str]]) -> list[Followed]:
    """Return the people at `address`: of a list, of a starter pack, or whom an account follows.

    Raises:
        LearnlogError: there is nobody.
    """
    kind, owner, key = list_at(address)
    title = ""
    if not kind:
        actor = maybe_actor(address)
        if not actor:
            raise nobody(clean_line(address, 100))
        found = await _paged(ask, "app.bsky.graph.getFollows", "follows", actor=await did_of(actor))
    else:
        uri = f"at://{await did_of(owner)}/{kind}/{key}"
        if kind == PACK:
            told = await ask("app.bsky.graph.getStarterPack", starterPack=uri)
            title = title_of(table(told, "starterPack"))
            uri = raw(table(told, "starterPack", "list"), "uri")
        told, listed = await _list(ask, uri) if uri else ({}, [])
        title = title or title_of(table(told, "list"))
        found = [table(item, "subject") for item in listed]
    people = [one for profile in found if (one := _followed(profile, title))]
    if not people:
        raise LearnlogError(f"Nobody is to be seen at {clean_line(address, 100)}.", "Check it in a browser.")
    return people


def title_of(view: Table) -> str:
    """Return what a list or a starter pack is called, and what it says of itself, on one line."""
    record = table(view, "record")
    name = raw(view, "name") or raw(record, "name")
    about = raw(view, "description") or raw(record, "description")
    return clean_line(f"{name}: {about}" if about else name, 500)


async def _list(ask: Ask, uri: str) -> tuple[Table, list[Table]]:
    """Return what a list says of itself, and everybody in it."""
    first: list[Table] = []

    async def noting(method: str, **params: Any) -> Table:
        told = await ask(method, **params)
        first.append(told)
        return told

    listed = await _paged(noting, "app.bsky.graph.getList", "items", list=uri)
    return first[0], listed


async def _paged(ask: Ask, method: str, name: str, **params: Any) -> list[Table]:
    found: list[Table] = []
    cursor = ""
    while len(found) < MOST:
        told = await ask(method, limit=_PAGE, **params, **({"cursor": cursor} if cursor else {}))
        page, following = items(told, name, _PAGE), raw(told, "cursor")
        found += page
        if not page or not following or following == cursor:
            break
        cursor = following
    return found


def _followed(profile: Table, title: str) -> Followed | None:
    did = raw(profile, "did")
    if not is_did(did):
        return None
    handle = line(profile, "handle", 254)
    bio = line(profile, "description", 300)
    name = line(profile, "displayName", 120) or handle or did
    return Followed(address=did, handle=handle, name=name, bio=bio, key=did, listed=title)
