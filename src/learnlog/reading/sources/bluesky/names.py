"""What things are called on Bluesky: DIDs, handles, AT-URIs, and the addresses people open."""

import re
from urllib.parse import quote, urlsplit

APP = "https://bsky.app"
POST = "app.bsky.feed.post"
_DID = re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[a-zA-Z0-9.-]+(?:%3A\d+)?)")
_HANDLE = re.compile(
    r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]{0,61}[a-zA-Z0-9]"
)
_URI = re.compile(rf"at://({_DID.pattern})/([a-zA-Z0-9.-]{{3,300}})/([a-zA-Z0-9._~:-]{{1,512}})")
_HOSTED = (".bsky.social", ".bsky.team", ".brid.gy")
_APPS = ("bsky.app", "main.bsky.dev", "deer.social")


def is_did(text: str) -> bool:
    """Tell whether `text` is a DID that Bluesky knows."""
    return len(text) < 300 and _DID.fullmatch(text) is not None


def is_handle(text: str) -> bool:
    """Tell whether `text` could be a handle, which is a domain."""
    return len(text) < 254 and _HANDLE.fullmatch(text) is not None


def parts(uri: str) -> tuple[str, str, str]:
    """Return the DID, collection and record key of an AT-URI; three empty texts when it is none."""
    found = _URI.fullmatch(uri) if len(uri) < 1000 else None
    return (found[1], found[2], found[3]) if found else ("", "", "")


def is_post(uri: str) -> bool:
    """Tell whether `uri` names a post."""
    return parts(uri)[1] == POST


def profile_page(actor: str) -> str:
    """Return what a person opens to see the account of that handle or DID."""
    return f"{APP}/profile/{quote(actor, safe=':')}"


def post_page(uri: str, handle: str = "") -> str:
    """Return what a person opens to see a post."""
    did, _, key = parts(uri)
    return f"{profile_page(handle or did)}/post/{quote(key, safe='')}" if did else ""


def tag_page(tag: str) -> str:
    """Return what a person opens to see what is tagged so."""
    return f"{APP}/hashtag/{quote(tag, safe='')}"


def is_own_domain(handle: str) -> bool:
    """Tell whether a handle is a domain of its owner's, not one that a network lent."""
    return is_handle(handle) and not handle.lower().endswith((*_HOSTED, ".invalid"))


def surely_actor(address: str) -> str:
    """Return the DID or handle that `address` names when it can be nothing else, else ""."""
    word = address.strip().removeprefix("at://").removeprefix("@").rstrip("/")
    if is_did(word):
        return word
    if is_handle(word):
        is_sure = address.strip().startswith(("@", "at://")) or word.lower().endswith(".bsky.social")
        return word.lower() if is_sure else ""
    return _from_page(address.strip())


def maybe_actor(address: str) -> str:
    """Return the DID or handle that `address` names or could name: any bare domain could be a handle."""
    sure = surely_actor(address)
    if sure:
        return sure
    host = address.strip().removeprefix("https://").removeprefix("http://").rstrip("/").lower()
    return host if is_handle(host) else ""


def _from_page(address: str) -> str:
    try:
        split = urlsplit(address if "://" in address else f"https://{address}")
    except ValueError:
        return ""
    folders = split.path.split("/")
    if split.hostname not in _APPS or len(folders) < 3 or folders[1] != "profile":
        return ""
    name = folders[2].removeprefix("@")
    return name if is_did(name) else name.lower() if is_handle(name) else ""
