"""Plain, well-formed RSS, RDF and Atom, read in one pass of expat: what feedparser would find there, much sooner.

feedparser is the reference reading. This reader knows the elements that nearly every feed is made of, where they
usually stand, and what feedparser makes of them there, quirks included (its ``mixin`` and ``namespaces`` modules). At
anything else it gives up, and feedparser reads the whole feed: markup inside texts, unusual dates, types and
nesting, an author twice, `xml:base`, another encoding's leftovers. Tests compare both on feedparser's own files and on
made-up feeds.
"""

from collections.abc import Mapping
from pyexpat import ExpatError, ParserCreate
from typing import NamedTuple

from learnlog.reading.sources import plain_parts as parts
from learnlog.reading.sources.outline import MAX_COST, MAX_ITEMS, MAX_PERSON, room_in
from learnlog.reading.sources.plain_names import OWN_WAYS, UnsureError, attributes, check_prefix, key_of
from learnlog.reading.sources.plain_parts import Part, Take
from learnlog.reading.sources.plain_values import has_odd_reference

_DEEPEST = 40
_RSS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ATOM = {"0.1": "atom01", "0.2": "atom02", "0.3": "atom03"}


class Rule(NamedTuple):
    """What an element means: `take` is called at its end, `inner` names the table of what may stand in it."""

    take: Take | None = None
    inner: str = ""


_PASSED = Rule()
_NAMED = Rule()
"""A part of a person: its text counts, though it is taken in with the whole."""


def _each(names: str, take: Take | None = None, inner: str = "") -> dict[str, Rule]:
    return dict.fromkeys(names.split(), Rule(take, inner) if take or inner else _PASSED)


_BOTH = {
    **_each("title dc:title", parts.title),
    **_each("link", parts.link),
    **_each("guid id", parts.guid),
    **_each("description dc:description", parts.description),
    **_each("summary itunes:summary", parts.summary),
    **_each("language dc:language", parts.spoken),
    **_each("contributor", inner="person"),
    **_each(
        "generator rights copyright dc:rights webmaster dc:publisher dc:contributor comments ttl docs rating"
    ),
    **_each("dc:identifier dc:type dc:format dc:relation dc:source dc:coverage rdf:li rdf:seq rdf:bag"),
    **_each("itunes:duration itunes:episode itunes:season itunes:episodetype itunes:title itunes:order"),
    **_each("itunes:explicit itunes:block itunes:image itunes:type itunes:new-feed-url itunes:complete"),
    **_each("feedburner:origlink feedburner:info feedburner:feedflare feedburner:emailserviceid"),
    **_each("feedburner:feedburnerhostname creativecommons:license cc:license admin:generatoragent"),
    **_each("admin:errorreportsto xhtml:meta xhtml:link media:content media:thumbnail"),
}
_TABLES: dict[str, Mapping[str, Rule]] = {
    "": {},
    "other": {},
    "rss": _each("channel", inner="feed"),
    "rdf": {
        **_each("channel", inner="feed"),
        **_each("item", inner="item"),
        **_each("image", inner="image"),
        **_each("textinput", inner="input"),
    },
    "feed": {
        **_BOTH,
        **_each("item entry", inner="item"),
        **_each("subtitle tagline itunes:subtitle", parts.subtitle),
        **_each("lastbuilddate updated modified pubdate published issued created dc:date dcterms:modified"),
        **_each(
            "dcterms:created dcterms:issued cloud icon logo category keywords dc:subject itunes:keywords"
        ),
        **_each("author managingeditor dc:creator dc:author itunes:author itunes:owner", inner="person"),
        **_each("image", inner="image"),
        **_each("textinput", inner="input"),
        **_each("skiphours skipdays items itunes:category", inner="list"),
    },
    "item": {
        **_BOTH,
        **_each("content", parts.content),
        **_each("content:encoded", parts.encoded),
        **_each("pubdate published issued dcterms:issued", parts.published),
        **_each("updated modified lastbuilddate dc:date dcterms:modified", parts.updated),
        **_each("created dcterms:created", parts.created),
        **_each("author dc:creator dc:author itunes:author", parts.author, "person"),
        **_each("category keywords dc:subject", parts.category),
        **_each("itunes:keywords", parts.keywords),
        **_each("enclosure", parts.enclosure),
        **_each("media:content", parts.media),
        **_each("source", parts.source),
        **_each("subtitle itunes:subtitle"),
    },
    "person": dict.fromkeys(_each("name email uri url homepage itunes:name itunes:email"), _NAMED),
    "image": _each("title link url width height description"),
    "input": _each("title link description name"),
    "list": _each("hour day rdf:seq rdf:bag rdf:li itunes:category", inner="list"),
}
# feedparser keeps an element that it does not know under its prefix and name, beside what it knows.
_CONFUSING = frozenset(
    ["summary", "title", "published", "updated", "created", "content", "author", "links", "tags"]
)


class Plain(NamedTuple):
    """A feed as it was read: its dialect, what it says of itself, its items in their order."""

    version: str
    feed: Part
    items: list[Part]


def read_plain(text: str, raw: bytes = b"", *, is_numbered: bool = True) -> Plain | None:
    """Return the feed in `text`, which starts with its root element; None when feedparser had better read it.

    `raw` is `text` in UTF-8, where that is at hand; `is_numbered` tells that it may have references by number.
    """
    cost = _cost(text)
    if cost > MAX_COST or "<?xml" in text or "<!DOCTYPE" in text:
        return None
    if is_numbered and has_odd_reference(text):
        return None
    reading = _Reading()
    try:
        reading.read(raw or text.encode("utf-8"))
    except (UnsureError, ExpatError, ValueError):
        return None
    labels = sum(item.labels**2 for item in reading.items) // 1000
    if cost + labels > MAX_COST or len(reading.items) > MAX_ITEMS or not reading.is_feed:
        return None
    return Plain(reading.version, reading.feed, reading.items)


def _cost(text: str) -> int:
    """Return what reading `text` costs at most, as `outline.shorten` counts it."""
    most = len(text) // 3 + len(text) // 10
    return most if most < MAX_COST * 9 // 10 else text.count("<") + sum(map(text.count, "&]\n")) // 10


class _Rules(dict[str, Rule]):
    """The rules of one table by the names that expat tells, found out as they come."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self.table = table

    def __missing__(self, name: str) -> Rule:
        key = key_of(name)
        rule = _TABLES[self.table].get(key)
        if rule is None:
            prefix, colon, _ = key.partition(":")
            if not colon or prefix in OWN_WAYS or prefix in _CONFUSING or not self.table:
                raise UnsureError(key)
            rule = Rule(None, "other")
        self[name] = rule
        return rule


class _Reading:
    """One document on its way through expat."""

    def __init__(self) -> None:
        self.version = ""
        self.feed = Part(False, in_item=False)
        self.items: list[Part] = []
        self.is_feed = False
        self._rules = {table: _Rules(table) for table in _TABLES}
        self._persons, self._nothing = self._rules["person"], self._rules[""]
        self._here: _Rules | None = None
        self._part = self.feed
        self._language = ""
        self._pieces: list[str] = []
        self._open: list[tuple[Rule, Mapping[str, str], str, _Rules | None]] = []
        self._leaf: tuple[Take | None, Mapping[str, str], str, _Rules | None] | None = None
        self._channels = 0
        self._prefixes: dict[str | None, str] = {}

    def read(self, text: bytes) -> None:
        """Read all of `text`, which is UTF-8; raise UnsureError at what is not plain."""
        parser = ParserCreate("utf-8", " ")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pieces.append
        parser.StartNamespaceDeclHandler = self._declared
        parser.Parse(text, True)

    def _declared(self, prefix: str | None, uri: str) -> None:
        check_prefix(prefix, uri)
        if self._prefixes.setdefault(prefix, uri) != uri:
            raise UnsureError(uri)
        if not self.version:
            lower = uri.lower()
            if prefix is None and lower == "http://my.netscape.com/rdf/simple/0.9/":
                self.version = "rss090"
            elif lower == "http://purl.org/rss/1.0/":
                self.version = "rss10"
            elif lower == "http://www.w3.org/2005/atom":
                self.version = "atom10"

    def _start(self, name: str, given: Mapping[str, str]) -> None:
        here, language = self._here, self._language
        rule = here[name] if here is not None else None
        if rule is _PASSED:
            self._leaf = (None, given, language, here)
            self._here = self._nothing
            return
        said = attributes(given) if given else given
        if rule is None:
            rule = self._root(key_of(name), said)
        spoken = said.get("xml:lang", said.get("lang", language)) if said else language
        self._pieces.clear()
        if not rule.inner:
            self._leaf = (rule.take, said, spoken, here)
            self._here = self._nothing
            return
        self._language = spoken
        self._open.append((rule, said, language, here))
        self._here = self._rules[rule.inner]
        self._enter(rule.inner, said)

    def _enter(self, inner: str, said: Mapping[str, str]) -> None:
        """Begin with what holds other elements."""
        if len(self._open) > _DEEPEST:
            raise UnsureError("too deep")
        if inner == "person":
            self._part.person = None
        elif inner == "item":
            self._part = Part(self.feed.is_atom, id=said.get("rdf:about", ""))
            self.items.append(self._part)
        elif inner == "feed" and len(self._open) > 1:
            self._channels += 1
        if inner in ("item", "feed") and ("lastmod" in said or "href" in said):
            raise UnsureError("attributes of CDF")
        before = (
            inner in ("item", "image", "input") and not self._channels and self._open[0][0].inner != "feed"
        )
        if before or self._channels > 1:
            raise UnsureError("something before the channel, or two of them")

    def _end(self, name: str) -> None:
        if self._leaf is None:
            self._leave(name)
            return
        take, said, spoken, here = self._leaf
        self._leaf, self._here = None, here
        if take is not None:
            take(self._part, said, spoken, self._text(name))
        elif here is self._persons:
            if self._part.person is None:
                self._part.person = {}
            self._part.person[key_of(name).removeprefix("itunes:")] = self._text(name)

    def _text(self, name: str) -> str:
        """Return what stands in the element that ends; raise UnsureError when that is too much."""
        text = "".join(self._pieces).strip()
        self._pieces.clear()
        if len(text) > MAX_PERSON and len(text) > room_in(key_of(name)):
            raise UnsureError(name)
        return text

    def _leave(self, name: str) -> None:
        """Take in what holds other elements, at its end."""
        rule, said, language, self._here = self._open.pop()
        spoken, self._language = self._language, language
        text = self._text(name)
        if rule.take:
            rule.take(self._part, said, spoken, text)
        elif rule.inner == "item":
            self._part = self.feed
        elif rule.inner == "person":
            self._part.person = None

    def _root(self, key: str, said: Mapping[str, str]) -> Rule:
        """Understand the root element: the dialect it says, and what may stand in it."""
        version = said.get("version", "")
        if key == "rss":
            usual = "rss20" if version.startswith("2.") else "rss"
            self.version = self.version if self.version.startswith("rss") else _RSS.get(version, usual)
        elif key == "feed":
            self.version = self.version or _ATOM.get(version, "atom")
        elif key != "rdf:rdf" or not self.version:
            raise UnsureError(key)
        self.is_feed = True
        self.feed.is_atom = self.version.startswith("atom")
        if key in ("feed", "rss"):
            self.feed.language = said.get("xml:lang", said.get("lang", "")).replace("_", "-")
        return Rule(None, key.partition(":")[0])
