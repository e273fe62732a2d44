"""feedparser, with an end to what takes quadratic time in it and to what it keeps many times.

`outline` looks at a document before, but what is broken can be hidden from any look that is not feedparser's own:
behind comments that end where nobody else sees an end, or tags that it passes over. So the bounds stand where it works.
"""

import io
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any, Final, NamedTuple

from feedparser.api import LooseFeedParser, StrictFeedParser

from learnlog.reading.sources.outline import INTRICATE, MAX_COST, MAX_PERSON, ParseError, room_in
from learnlog.reading.sources.plain_names import MAX_LANGUAGE

MAX_TERMS: Final = 300
"""Tags of one item: each is compared with all before it, and few are stored."""
_MAX_NAMESPACES: Final = 100
"""Namespaces of one document: for each element all of them are looked through."""
_MAX_BASE: Final = 2000
_HANDED_DOWN: Final = {
    "xml:base": _MAX_BASE,
    "base": _MAX_BASE,
    "xml:lang": MAX_LANGUAGE,
    "lang": MAX_LANGUAGE,
}
"""Attributes that every element inside has too, and how long they may be."""
_MAX_SEARCHED: Final = 5 * 10**7
"""Squares of the lengths of the names in which an e-mail address is looked for."""
_GROWN: Final = 6
"""How many times as long as it was a text may be while it is read: `&` is then `&amp;`."""


class Reading(NamedTuple):
    """What feedparser read: the dialect, the feed itself, its entries, and whether it is not well-formed."""

    version: str
    feed: Mapping[str, Any]
    entries: Sequence[Mapping[str, Any]]
    is_ill_formed: bool


def read_bounded(text: str) -> Reading:
    """Return what feedparser reads in `text`, which starts with its root element: strictly, else loosely.

    Links are left relative, since guids would change with the feed's address; HTML is left as it is.

    Raises:
        ParseError: it holds more than anybody would read.
        Exception: feedparser stumbles; on crossed tags it raises KeyError, TypeError and others.
    """
    from xml.sax import SAXException, make_parser  # noqa: S406, RUF100 - no document type comes here, so no entities
    from xml.sax.handler import feature_external_ges, feature_namespaces
    from xml.sax.xmlreader import InputSource

    data = f"<?xml version='1.0' encoding='utf-8'?>\n{text}".encode("utf-8", "replace")
    strict, is_ill_formed = _Strict("", None, "utf-8"), False
    walker = make_parser()  # noqa: S317, RUF100
    walker.setFeature(feature_namespaces, True)
    walker.setFeature(feature_external_ges, False)
    walker.setContentHandler(strict)
    walker.setErrorHandler(strict)
    source = InputSource()
    source.setByteStream(io.BytesIO(data))
    read: Any = strict
    try:
        walker.parse(source)
    except SAXException:
        is_ill_formed = True
        read = _Loose("", None, "utf-8", {})
        read.resolve_relative_uris = read.sanitize_html = False
        read.feed(data.decode("utf-8", "replace"))
    return Reading(read.version, read.feeddata, read.entries, is_ill_formed or bool(strict.bozo))


class _Bounded:
    """What both of feedparser's parsers do, within bounds."""

    resolve_relative_uris = sanitize_html = False
    entries: list[Any]
    elementstack: list[list[Any]]
    namespaces_in_use: dict[str, str]

    def __init__(self, *given: Any) -> None:
        self._tags = self._searched = 0
        super().__init__(*given)

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> Any:
        """Begin an element, without attributes too long to be handed down."""
        self._tags += 1
        if self._tags > MAX_COST:
            raise ParseError(INTRICATE)
        given = [one for one in attrs if len(one[1]) <= _HANDED_DOWN.get(one[0].lower(), len(one[1]))]
        return super().unknown_starttag(tag, given)  # type: ignore[misc]

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        """Remember a namespace, of as many as a feed may have."""
        super().track_namespace(prefix, uri)  # type: ignore[misc]
        if len(self.namespaces_in_use) > _MAX_NAMESPACES:
            raise ParseError(INTRICATE)

    def pop(self, element: str, strip_whitespace: int = 1) -> Any:
        """End an element: no more of its text is looked at than such an element may hold."""
        if self.elementstack and self.elementstack[-1][0] == element:
            pieces = self.elementstack[-1][2]
            if isinstance(pieces, str):  # of CDF, whose words stand in attributes
                pieces = self.elementstack[-1][2] = [pieces]
            if strip_whitespace:
                del pieces[: sum(1 for _ in takewhile(lambda piece: not piece.strip(), pieces))]
            room = _GROWN * room_in(element.replace("_", ":"))
            if sum(map(len, pieces)) > room:
                whole = "".join(one.decode() if isinstance(one, bytes) else one for one in pieces)
                pieces[:] = [whole[:room]]
        return super().pop(element, strip_whitespace)  # type: ignore[misc]

    def _add_tag(self, term: Any, scheme: Any, label: Any) -> None:
        if len(self._get_context().get("tags", ())) < MAX_TERMS:  # type: ignore[attr-defined]
            super()._add_tag(term, scheme, label)  # type: ignore[misc]

    def _sync_author_detail(self, key: str = "author") -> None:
        said = len(self._get_context().get(key) or "")  # type: ignore[attr-defined]
        self._searched += said * said
        if said <= MAX_PERSON and self._searched < _MAX_SEARCHED:
            super()._sync_author_detail(key)  # type: ignore[misc]


class _Strict(_Bounded, StrictFeedParser):  # type: ignore[misc]
    """The reading of a well-formed document."""


class _Loose(_Bounded, LooseFeedParser):  # type: ignore[misc]
    """The reading of any other."""
