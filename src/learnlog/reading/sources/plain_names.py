"""How the names in a feed are understood: feedparser's namespaces, as far as a plain feed may use them.

feedparser tells elements apart by a short prefix for each namespace it knows, and by the feed's own prefix for others
(``feedparser.mixin``, ``feedparser.parsers.strict``); a test compares the table with feedparser's own.
"""

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CORE = frozenset(
    {
        "",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://purl.org/rss/1.0/modules/rss091#",
        "http://example.com/newformat#",
        "http://example.com/necho",
        "http://purl.org/echo/",
        "uri/of/echo/namespace#",
        "http://purl.org/pie/",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://purl.org/atom/ns#",
        "http://www.w3.org/2005/atom",
    }
)
"""Namespaces, in lower case, whose elements are called without a prefix."""

PREFIXES: Mapping[str, str] = {
    "http://creativecommons.org/ns#license": "cc",
    "http://web.resource.org/cc/": "cc",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons",
    "http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://podlove.org/simple-chapters": "psc",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/threading/": "thr",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://madskills.com/public/xml/rss/module/pingback/": "pingback",
    "http://webns.net/mvcb/": "admin",
    "http://wellformedweb.org/commentapi/": "wfw",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
}
"""Namespaces, in lower case, and the prefix their elements have; those with an own way of being read among them."""

OWN_WAYS = _words(
    "admin cc content creativecommons dc dcterms feedburner georss gml itunes media psc rdf xhtml xml"
)
"""Prefixes of which some elements mean something to feedparser."""


class UnsureError(Exception):
    """The feed is not plain enough to be sure that it would be read as feedparser reads it."""


def key_of(name: str) -> str:
    """Return how feedparser calls an element: `name` is expat's ``uri local prefix``, ``uri local`` or ``local``."""
    parts = name.split(" ")
    local = parts[1 if len(parts) > 1 else 0].lower()
    if len(parts) == 1:
        return local
    uri = parts[0].lower()
    if uri in CORE:
        return local
    prefix = PREFIXES.get(uri)
    if prefix is None:
        if len(parts) < 3:
            raise UnsureError(
                name
            )  # a default namespace nobody knows: its elements would count as the feed's own
        prefix = parts[2].lower()
    return f"{prefix}:{local}"


def check_prefix(prefix: str | None, uri: str | None) -> None:
    """Raise UnsureError for a declaration that could make a known prefix mean something else."""
    lower = (uri or "").lower()
    if not uri or "backend.userland.com/rss" in lower:
        raise UnsureError(uri)
    if prefix and prefix.lower() in OWN_WAYS and PREFIXES.get(lower) != prefix.lower():
        raise UnsureError(uri)


_READ = _words(
    "type rel href url uri term label scheme domain version ispermalink base lang mode src lastmod about title"
    " length"
)
_KNOWN = {
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "about"): "rdf:about",
    ("http://www.w3.org/XML/1998/namespace", "lang"): "xml:lang",
}
_MOST = 60
MAX_LANGUAGE = 100
"""Characters of a language's name: every text keeps the language that it is in."""


def attributes(given: Mapping[str, str]) -> dict[str, str]:
    """Return attributes by lower-case name as feedparser has them, with ``rdf:about`` and ``xml:lang``.

    Those of other namespaces are there under the names that expat gives them.
    """
    if len(given) > _MOST:
        raise UnsureError
    found: dict[str, str] = {}
    for name, value in given.items():
        uri, space, rest = name.partition(" ")
        if not space:
            key = name.lower()
            if key == "base" or key in found or (key == "lang" and len(value) > MAX_LANGUAGE):
                raise UnsureError(name)
            found[key] = value.lower() if key in ("rel", "type") else value
            continue
        local = rest.partition(" ")[0]
        if known := _KNOWN.get((uri, local)):
            if known == "xml:lang" and len(value) > MAX_LANGUAGE:
                raise UnsureError(name)
            found[known] = value
        elif local.lower() in _READ:
            raise UnsureError(name)
        else:
            found[name] = value
    return found
