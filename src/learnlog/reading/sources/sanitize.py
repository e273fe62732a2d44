"""Foreign HTML made harmless before it is stored: a short list of tags, absolute web links, nothing else."""

import html
import re
from collections import Counter
from time import monotonic
from urllib.parse import urljoin, urlsplit

from learnlog.model.html_text import TAGS, text_of
from learnlog.model.safe import Clean, clean_link, clean_text, is_clean

MAX_HTML = 500_000
_SECONDS = 10.0


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED = _names(
    "applet audio embed frame frameset head iframe noembed noframes object script select style svg"
    " template textarea title video xmp"
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}

# Parsing HTML takes quadratic time in the depth of open elements, and reopening unclosed formatting in each
# paragraph multiplies the text. So both are counted first; these never nest by themselves.
_FLAT = _names(
    "area base br col dd dt embed hr img input li link meta option p param source tbody td tfoot th thead tr"
    " track wbr"
)
_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
MAX_DEPTH = 400
MAX_UNCLOSED_FORMATTING = 40
MAX_REOPENED = 40_000
_OPENER = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
LONG_TAG = 16384
_LONG_TAG = re.compile(rf"<[^<>]{{{LONG_TAG},}}>?")

_ANY_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>?")
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Sanitizer:
    """Sanitises the texts of one document; ``clean(html, base)``.

    Beyond `seconds` in all, what is left of a document only keeps its words. `is_clean` says that the document was
    looked through, and nothing in it could act, whatever is taken out of it (`learnlog.model.safe.stays_clean`), its
    own references resolved.
    """

    def __init__(self, seconds: float = _SECONDS, *, is_clean: bool = False) -> None:
        import nh3

        self._is_clean = is_clean

        self._links = _Links()
        self._left = seconds
        self._cleaner = nh3.Cleaner(
            tags=set(TAGS),
            clean_content_tags=set(_DROPPED),
            attributes=_ATTRIBUTES,
            attribute_filter=self._links.filter,  # not of ours: nh3 would hold us, and we it, for good
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )

    def clean(self, text: str, base: str = "") -> str:
        """Return the HTML `text` with only what is harmless, and links made absolute against `base`."""
        text = text[:MAX_HTML]
        if not self._is_clean:
            text = clean_text(text)
        if len(text) > LONG_TAG:
            text = _LONG_TAG.sub("", text)
        if "<" not in text and "&" not in text:
            return html.escape(text, quote=False)
        if self._left < 0 or _is_monstrous(text):
            return words_only(text)
        started = monotonic()
        self._links.base = base
        cleaned = self._cleaner.clean(text)
        self._left -= monotonic() - started
        if len(cleaned) > 2 * MAX_HTML:
            return words_only(text)
        if (self._is_clean and _has_usual_references(text)) or is_clean(cleaned):
            return Clean(cleaned)
        # Character references may have become control characters. They are taken out one by one, never as
        # sequences: that could join what stands on two sides of a tag.
        return clean_text(_CONTROLS.sub("", cleaned))

    def words(self, text: str) -> str:
        """Return the words of a short piece of HTML, such as a title."""
        return text_of(self.clean(text[:20_000]))


def _has_usual_references(text: str) -> bool:
    """Tell that no character reference in `text` can stand for anything but punctuation."""
    return "&" not in text or not _UNUSUAL_REFERENCE.search(text)


_UNUSUAL_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|nbsp);| )")


class _Links:
    """What attributes may say; links count from ``base``."""

    def __init__(self) -> None:
        self.base = ""

    def filter(self, tag: str, name: str, value: str) -> str | None:
        """Return what the attribute `name` says from now on, None to leave it out."""
        if name in ("href", "src"):
            return absolute(value, self.base, mail=tag == "a") or None
        if name in ("colspan", "rowspan", "start"):
            return value if value.isascii() and value.isdigit() and len(value) < 4 else None
        return value


_USUAL_LINK = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9:/._~?=&%#+,;@!$'()*-]{0,2000})?")
"""An address in which nothing is to be quoted, joined or refused."""


_USUAL_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
"""A path from the root of a site, with nothing in it that leads upwards or elsewhere."""
_ORIGIN = re.compile(r"(https?://[A-Za-z0-9.:-]+)(?:[/?#]|$)")


def absolute(link: str, base: str = "", *, mail: bool = False) -> str:
    """Return `link` as an absolute http(s) address (or mailto, with `mail`), else ""."""
    if _USUAL_LINK.fullmatch(link):
        return link
    if base and _USUAL_PATH.fullmatch(link) and (origin := _ORIGIN.match(base)):
        return origin[1] + link
    link = "".join(link.split("\n")).replace("\r", "").replace("\t", "").strip()
    if mail and link[:7].lower() == "mailto:":
        return "" if _CONTROLS.search(link) or len(link) > 500 else link.replace(" ", "%20")
    if not link:
        return ""
    try:
        if base and not link.startswith(("http://", "https://")):
            link = urljoin(base, link)
        elif "[" in link:
            urlsplit(link)  # refuses what is no address of a host
    except ValueError:
        return ""
    for plain, quoted in ((" ", "%20"), ('"', "%22"), ("<", "%3C"), (">", "%3E"), ("\\", "%5C")):
        link = link.replace(plain, quoted)
    return clean_link(link)


def words_only(text: str) -> str:
    """Return the words of `text` as one harmless paragraph, every tag taken out without parsing."""
    words = html.unescape(_ANY_TAG.sub(" ", text))
    return f"<p>{html.escape(_SPACES.sub(' ', clean_text(words)).strip(), quote=False)}</p>"


def paragraphs(text: str) -> str:
    """Return plain `text` as HTML: paragraphs at empty lines, line breaks elsewhere."""
    text = html.escape(clean_text(text[:MAX_HTML]).strip(), quote=False)
    parts = [part.strip().replace("\n", "<br>\n") for part in re.split(r"\n[ \t]*\n", text)]
    return "\n".join(f"<p>{part}</p>" for part in parts if part)


def plain(text: str) -> str:
    """Return the words of any HTML, with paragraph breaks, as harmless plain text."""
    return text_of(Sanitizer().clean(text))


def _is_monstrous(text: str) -> bool:
    """Tell whether parsing `text` as HTML could take unreasonable time or room."""
    tags = text.count("<")
    if tags <= MAX_UNCLOSED_FORMATTING:
        return False
    opened = tags - text.count("</")  # of whatever name
    if opened <= MAX_UNCLOSED_FORMATTING and opened * tags <= MAX_REOPENED:
        return False
    found = _OPENER.findall(text)
    if tags < MAX_DEPTH and not _may_reopen(found, tags):
        return False
    open_: dict[str, int] = {}
    for closing, name in found:
        name = name.lower()
        if name not in _FLAT:
            open_[name] = max(0, open_.get(name, 0) + (-1 if closing else 1))
    unclosed = sum(count for name, count in open_.items() if name in _FORMATTING)
    reopened = unclosed * tags
    return unclosed > MAX_UNCLOSED_FORMATTING or reopened > MAX_REOPENED or sum(open_.values()) > MAX_DEPTH


def _may_reopen(found: list[tuple[str, str]], tags: int) -> bool:
    """Tell whether so much formatting is opened that it matters whether it is closed."""
    opened = sum(
        many
        for (closing, name), many in Counter(found).items()
        if not closing and name.lower() in _FORMATTING
    )
    return opened > MAX_UNCLOSED_FORMATTING or opened * tags > MAX_REOPENED
