"""What two addresses of the same page, or the same profile, have in common: tracking, schemes and mobile copies go.

Nothing is asked on the network: only what the address itself says counts, and what is in doubt stays.
"""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKING: Final = re.compile(
    r"(?:utm_|at_|fb_|hsa_|mtm_|pk_|piwik_|ga_|_hs|wt_|vero_|oly_|__twitter)\w*"
    r"|(?:fbclid|gclid|dclid|yclid|msclkid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|ref|ref_src|ref_url"
    r"|referrer|cmpid|xtor|spm|guccounter|guce_referrer|guce_referrer_sig|amp|rss|ck_subscriber_id|s_cid)",
    re.IGNORECASE,
)
"""Names of values that say how a reader came, never what the page is."""
_SAYS_AMP: Final = frozenset({("outputtype", "amp"), ("view", "amp"), ("format", "amp")})
_INDEX: Final = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_AMP_END: Final = re.compile(r"/amp(?:\.html?)?$|\.amp(?=\.html?$|$)", re.IGNORECASE)
_AMP_STORE: Final = re.compile(r"/amp/s?/?(?=[\w-]+(?:\.[\w-]+)+/)")
_AMP_CACHE: Final = re.compile(r"/[cv]/(?:s/)?(?=[\w-]+(?:\.[\w-]+)+/)")
_AMP_HOST: Final = re.compile(r"amp\.(?=[\w-]+\.)")
_NO_PLACE: Final = re.compile(
    r"comments?(?:-\d+)?|respond|more(?:-\d+)?|top|content|main|:~:.*|utm_.*|rss|xtor=.*"
)
"""Fragments that name no part of the page that one would write about."""
_LONGEST: Final = 2000


@lru_cache(maxsize=256)
def same_page(url: str) -> str:
    """Return what is equal for every address of the page at `url`; "" for a site's front page or no web address.

    Left out are the scheme, ``www.``, tracking values, the fragment, a slash or ``index.html`` at the end, and what
    makes an AMP copy.
    """
    try:
        split = urlsplit(url.strip()[:_LONGEST])
        port = split.port
    except ValueError:
        return ""
    if split.scheme.lower() not in ("http", "https") or not split.hostname:
        return ""
    host, path = split.hostname.rstrip("."), split.path
    if inner := _unwrapped(host, path):
        host, _, rest = inner.partition("/")
        path = f"/{rest}"
    host = _AMP_HOST.sub("", host.removeprefix("www."), count=1)
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    values = _telling(split.query)
    if host in ("youtube.com", "m.youtube.com") and path == "/watch":
        host, values = "youtube.com", [pair for pair in values if pair[0] == "v"]
    elif host == "youtu.be" and path.strip("/"):
        host, values, path = "youtube.com", [("v", path.strip("/"))], "/watch"
    path = _AMP_END.sub("", _INDEX.sub("", path.rstrip("/"))).rstrip("/")
    if not path and not values:
        return ""
    path = quote(unquote(path), safe="/~@:!$&'()*+,;=-._")
    return f"{host}{path}?{urlencode(values)}" if values else f"{host}{path}"


def place_in_page(url: str) -> str:
    """Return the part of its page that `url` names after a ``#``, "" for none that one would write about."""
    fragment = url.partition("#")[2].strip()
    return "" if _NO_PLACE.fullmatch(fragment.casefold()) else fragment


def bare(address: str) -> str:
    """Return an address without what may differ between two ways to write it."""
    text = address.strip().partition("#")[0].partition("?")[0].casefold()
    text = text.partition("://")[2] or text
    return text.removeprefix("www.").rstrip("/")


def host_of(address: str) -> str:
    """Return the host, with its port, that an address is at, written with or without a scheme; nobody's login."""
    return bare(address).partition("/")[0].rpartition("@")[2]


def _telling(query: str) -> list[tuple[str, str]]:
    """Return the values of a query that say what the page is, in an order of their own."""
    if not query:
        return []
    try:
        values = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return [(query, "")]
    return sorted(
        (name, value)
        for name, value in values
        if not _TRACKING.fullmatch(name)
        and (name.lower(), value.lower()) not in _SAYS_AMP
        and not (name.lower() == "source" and value.lower().startswith("rss"))
    )


def _unwrapped(host: str, path: str) -> str:
    """Return host and path of the page that an AMP store shows a copy of, "" when it is no such store."""
    if host.endswith(".cdn.ampproject.org"):
        found = _AMP_CACHE.match(path)
    elif host.removeprefix("www.").startswith("google."):
        found = _AMP_STORE.match(path)
    else:
        return ""
    return path[found.end() :] if found else ""
