"""What is broken in a feed's text, mended as far as it shows before anybody reads it.

Every search here moves forward only: what an attacker writes costs no more than its length.
"""

import re
from typing import Final

from learnlog.reading.sources.tags import start_tags

MAX_PAGE: Final = 65536
ILL_FORMED: Final = "It is not well-formed XML; what could be read was read."
FORBIDDEN: Final = "It holds characters that no feed may hold; they were left out."

_BEFORE_ROOT = re.compile(r"<[A-Za-z_]")
_DECLARATION = re.compile(r"<\?xml\s")
_IN_PAGE = re.compile(
    r"<(?:rss\s[^<>]{0,1000}?version\s*=|feed\s[^<>]{0,1000}?xmlns\s*=\s*[\"']http://(?:www\.w3\.org/2005|purl\.org/atom))",
    re.IGNORECASE,
)
_CDATA, _CDATA_END, _COMMENT, _COMMENT_END = "<![CDATA[", "]]>", "<!--", "-->"
_SECTION = re.compile(r"<!--|<!\[CDATA\[")
_OPENER = re.compile(r"<([\w:.-]{1,100})(?:\s[^<>]*)?>[^<]*\Z")
_GOES_ON = re.compile(r"</[^<>]{1,110}>\s*<")
_ENDS = re.compile(r"</(?:[\w.-]+:)?(?:item|entry|channel|feed|rss|RDF)\s*>")
_NAMED = re.compile(
    r"<(?:[\w.-]+:)?(?:guid|id)\b[^<>]*>(?:[^<]|<!\[CDATA\[(?:[^\]]|\](?!\]>))*+\]\]>)*+</[^<>]*+>"
    r"|\A<[^<>]*\srdf:about\s*=[^<>]*>"
)
_DATED = re.compile(
    r"<(?:[\w.-]+:)?(?:pubDate|published|issued|created|date|updated|modified)\b[^<>]*>[^<]*+</[^<>]*+>"
)
_BEGUN = re.compile(r"""<[^\s<>]++(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>""")
_LINKED = re.compile(r"<link\b[^<>]*+(?:/>|>(?:[^<]|<!\[CDATA\[(?:[^\]]|\](?!\]>))*+\]\]>)*+</[^<>]*+>)")


def is_preceded(text: str) -> bool:
    """Tell whether something stands before a document's beginning that may not: words, or a blank before `<?xml`."""
    head = text[:4000]
    root = _BEFORE_ROOT.search(head)
    prolog = head[: root.start()] if root else head
    return bool(_DECLARATION.search(prolog, 1)) or prolog.lstrip()[:1] not in ("", "<")


def feed_in_page(text: str) -> int:
    """Return where the page `text` (HTML) holds a whole feed, as some servers send it; 0 when it holds none."""
    found = _IN_PAGE.search(text, 0, MAX_PAGE)
    is_one = found and any(name in ("rss", "feed") for name, _ in start_tags(text[:MAX_PAGE]))
    return found.start() if found and is_one else 0


def end_sections(text: str) -> tuple[str, bool]:
    """Return `text` with every CDATA section and comment ended, and whether one was not.

    A section that lost its end would take all that follows, up to the next one's end, with it.
    """
    if not (_is_open(text, _CDATA, _CDATA_END) or _is_open(text, _COMMENT, _COMMENT_END)):
        return text, False
    parts: list[str] = []
    done = place = 0
    ends = {_CDATA_END: 0, _COMMENT_END: 0}
    last = max((found.start() for found in _ENDS.finditer(text)), default=-1)
    while found := _SECTION.search(text, place):
        start, place = found.span()
        mark = _CDATA_END if found[0] == _CDATA else _COMMENT_END
        if 0 <= ends[mark] < place:
            ends[mark] = text.find(mark, place)
        end = ends[mark]
        close = _lost_end(text, start, place, end) if mark == _CDATA_END else 0
        if close:
            parts += (text[done:close], _CDATA_END)
            done = place = close
        elif end >= 0:
            place = end + len(mark)
        elif mark == _COMMENT_END and place < last:
            parts.append(text[done:start])  # it hid the rest of the feed, which nobody meant
            done = place
        else:
            break
    return ("".join([*parts, text[done:]]), True) if parts else (text, False)


def _is_open(text: str, start: str, end: str) -> bool:
    """Tell whether more sections start than end."""
    starts = text.count(start)
    return starts > 0 and starts > text.count(end)


def _lost_end(text: str, start: int, inner: int, end: int) -> int:
    """Return where the CDATA section from `start` should have ended, when it goes on into another one; else 0."""
    opener = _OPENER.search(text[max(0, start - 300) : start])
    limit = end if end >= 0 else len(text)
    close = text.find(f"</{opener[1]}", inner, limit) if opener else -1
    if close < 0:
        return 0
    into_next = end >= 0 and _GOES_ON.match(text, close) and text.find(_CDATA, close, end) >= 0
    return close if end < 0 or into_next else 0


def is_unsure(piece: str, *, others_are_named: bool, others_are_dated: bool) -> bool:
    """Tell whether the last item, of which the document's end cut off all but `piece`, does not tell which post it is.

    That is its guid where the other items have one, or its link; and its date where they have one. An item whose own
    tag is cut is none yet.
    """
    if not _BEGUN.match(piece):
        return False
    is_named = _NAMED.search(piece) or (not others_are_named and _LINKED.search(piece))
    return not is_named or (others_are_dated and not _DATED.search(piece))
