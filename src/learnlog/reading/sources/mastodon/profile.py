"""What an account's profile says: name, bio, links, proofs, whether it moved or was shut."""

import re
from dataclasses import dataclass

from learnlog.model.html_text import text_of
from learnlog.model.safe import clean_line, clean_link
from learnlog.model.social import Actor
from learnlog.reading.sources.base import Proof
from learnlog.reading.sources.mastodon.addresses import base_of, host_of
from learnlog.reading.sources.mastodon.fields import Entity, entities, entity, line, link, own_id, raw, uri
from learnlog.reading.sources.sanitize import Sanitizer

MAX_FIELDS = 20
_SHORTCODE = re.compile(r":([A-Za-z0-9_]{2,60}):")
_HREF = re.compile(r'<a href="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An account as its own server shows it. ``moved`` is where it went, ``trouble`` why it shows nothing."""

    id: str
    actor: Actor
    bio: str = ""
    links: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()
    moved: Actor | None = None
    trouble: str = ""
    note: str = ""


def read_profile(account: Entity, base: str, host: str, cleaner: Sanitizer) -> Profile | None:
    """Understand the account that the server at `base` showed; None when it has no id."""
    own, actor = own_id(account), read_actor(account, base, host)
    if not own or actor is None:
        return None
    shown = [(item, _link_in(item, cleaner)) for item in entities(account.get("fields"), MAX_FIELDS)]
    links = tuple(dict.fromkeys(address for _, address in shown if address))
    proven = dict.fromkeys(address for item, address in shown if address and raw(item, "verified_at"))
    moved = entity(account.get("moved"))
    limited = account.get("limited") is True
    return Profile(
        id=own,
        actor=actor,
        bio=text_of(cleaner.clean(raw(account, "note")[:20_000], base))[:5000],
        links=links,
        proofs=tuple(Proof(kind="verified field", address=one, both_ways=True) for one in proven),
        moved=read_actor(moved, base, host) if moved else None,
        trouble=f"{actor.handle} was suspended by its server." if account.get("suspended") is True else "",
        note=f"{actor.handle} is limited by its server’s moderators." if limited else "",
    )


def read_actor(account: Entity, base: str, host: str) -> Actor | None:
    """Understand who an account, or a mention of one, is; `host` is what local handles end with."""
    key, url = uri(account), link(account, "url")
    name = line(account, "acct", 200).lstrip("@") or line(account, "username", 100)
    if not (key or url) or not name:
        return None
    if "@" not in name:
        at = host_of(key or url)
        name = f"{name}@{host if not at or at == host_of(base) else at}"
    return Actor(key=key or url, handle=f"@{name}", name=display_name(account), url=url or clean_link(key))


def display_name(account: Entity) -> str:
    """Return the name shown, without the shortcodes of pictures that a terminal cannot show."""
    name = line(account, "display_name", 200)
    emojis = account.get("emojis")
    codes = {raw(item, "shortcode") for item in entities(emojis, 200)} if isinstance(emojis, list) else None

    def without(found: re.Match[str]) -> str:
        is_picture = found[1] in codes if codes is not None else not found[1].isdigit()
        return "" if is_picture else found[0]

    return clean_line(_SHORTCODE.sub(without, name), 200) or line(account, "username", 100)


def key_at(actor: Actor, base: str, expected: str = "") -> str:
    """Return the channel's key: the account's own address, when its server may speak for it.

    A server that claims an address elsewhere could pass for somebody else's account there.
    """
    for claimed in (actor.key, actor.url):
        if claimed and (base_of(claimed) == base or claimed == expected):
            return claimed
    return expected if base_of(expected) == base else f"{base}/users/{actor.handle.split('@')[1]}"


def _link_in(item: Entity, cleaner: Sanitizer) -> str:
    import html

    value = cleaner.clean(raw(item, "value")[:5000])
    found = _HREF.search(value)
    return clean_link(html.unescape(found[1]) if found else text_of(value).strip())
