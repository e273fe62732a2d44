"""Whose an account is: from what a person typed to a DID, and what proves that a domain is theirs."""

import re
from urllib.parse import quote, unquote

from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_link, clean_text
from learnlog.reading.sources.base import Client, Proof
from learnlog.reading.sources.bluesky.loose import Table, raw
from learnlog.reading.sources.bluesky.names import is_did, is_own_domain
from learnlog.reading.web.answered_json import loads
from learnlog.reading.web.answers import FetchError

_LINK = re.compile(r"https?://[^\s<>\"'()\[\]{}]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@./-])((?:[a-z0-9-]+\.)+[a-z]{2,12}(?:/[^\s<>\"'()\[\]{}]*)?)(?![\w@-])", re.IGNORECASE
)
_LONGEST_BIO = 3000
MOST_LINKS = 12


def bio_of(profile: Table) -> str:
    """Return what the owner says of themselves."""
    return clean_text(raw(profile, "description")[:_LONGEST_BIO]).strip()


def links_in(bio: str) -> tuple[str, ...]:
    """Return the addresses in a bio, also those written without a scheme, each once."""
    found = [word.rstrip(".,;:!?") for word in _LINK.findall(bio)]
    bare = [f"https://{word.rstrip('.,;:!?')}" for word in _BARE.findall(_LINK.sub(" ", bio))]
    return tuple(dict.fromkeys(link for word in [*found, *bare] if (link := clean_link(word))))[:MOST_LINKS]


async def did_at_domain(domain: str, http: Client, typed_host: str) -> str:
    """Return the DID that a domain says is its owner's, "" when it says none."""
    try:
        answer = await http.get(f"https://{domain}/.well-known/atproto-did", typed_host=typed_host)
    except FetchError:
        return ""
    said = answer.body[:300].decode("ascii", "replace").strip() if answer.status == 200 else ""
    return said if is_did(said) else ""


async def proofs_of(did: str, handle: str, plc: str, http: Client, typed_host: str) -> tuple[Proof, ...]:
    """Return the proof that the domain `handle` is its owner's, both ways when the DID names it as well.

    That the domain names the DID is what makes a handle valid: the network looked, and would not show it else.
    """
    if not is_own_domain(handle):
        return ()
    names = await _names_of(did, plc, http, typed_host)
    return (Proof(kind="domain handle", address=f"https://{handle}/", both_ways=f"at://{handle}" in names),)


async def _names_of(did: str, plc: str, http: Client, typed_host: str) -> list[str]:
    """Return what the DID's own document says it is also known as."""
    if did.startswith("did:plc:"):
        url = f"{plc}/{quote(did, safe=':')}"
    else:
        url, typed_host = f"https://{unquote(did.removeprefix('did:web:'))}/.well-known/did.json", ""
    try:
        answer = await http.get(url, typed_host=typed_host)
        document = loads(answer.body) if answer.status == 200 else {}
    except (FetchError, ValueError):
        return []
    known = document.get("alsoKnownAs") if isinstance(document, dict) and document.get("id") == did else None
    return [name.lower() for name in known if isinstance(name, str)] if isinstance(known, list) else []


def nobody(address: str) -> LearnlogError:
    """Say that nobody of that name is on Bluesky."""
    return LearnlogError(
        f"Nobody is called “{address}” on Bluesky.",
        "A handle looks like name.bsky.social; check its spelling.",
    )
