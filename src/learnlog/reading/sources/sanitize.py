"""Foreign HTML made harmless before it is stored: a short list of tags, absolute web links, nothing else."""

import html
import re
from time import monotonic
from urllib.parse import urljoin, urlsplit

from learnlog.model.safe import clean_link, clean_text

MAX_HTML = 500_000
_SECONDS = 10.0


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _names(
    "address article aside blockquote center details div dl figcaption figure footer h1 h2 h3 h4 h5 h6 header"
    " hr main nav ol p pre section summary table ul"
)
_LINES = _names("br caption dd dt li tr")
_TAGS = (
    _BLOCKS
    | _LINES
    | _names(
        "a abbr b cite code del em i img ins kbd mark q s samp small strong sub sup tbody td tfoot th thead u"
        " var"
    )
)
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
_LONG_TAG = re.compile(r"<[^<>]{16384,}>?")

_ANY_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>?")
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>')
_ALT = re.compile(r'\balt="([^"]*)"')
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Sanitizer:
    """Sanitises the texts of one document; ``clean(html, base)``.

    Beyond `seconds` in all, what is left of a document only keeps its words.
    """

    def __init__(self, seconds: float = _SECONDS) -> None:
        import nh3

        self._base = ""
        self._left = seconds
        self._cleaner = nh3.Cleaner(
            tags=set(_TAGS),
            clean_content_tags=set(_DROPPED),
            attributes=_ATTRIBUTES,
            attribute_filter=self._filter,
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )

    def clean(self, text: str, base: str = "") -> str:
        """Return the HTML `text` with only what is harmless, and links made absolute against `base`."""
        text = _LONG_TAG.sub("", clean_text(text[:MAX_HTML]))
        if "<" not in text and "&" not in text:
            return html.escape(text, quote=False)
        if self._left < 0 or _is_monstrous(text):
            return words_only(text)
        started = monotonic()
        self._base = base
        cleaned = self._cleaner.clean(text)
        self._left -= monotonic() - started
        if len(cleaned) > 2 * MAX_HTML:
            return words_only(text)
        # Character references may have become control characters. They are taken out one by one, never as
        # sequences: that could join what stands on two sides of a tag.
        return clean_text(_CONTROLS.sub("", cleaned))

    def words(self, text: str) -> str:
        """Return the words of a short piece of HTML, such as a title."""
        return text_of(self.clean(text[:20_000]))

    def _filter(self, tag: str, name: str, value: str) -> str | None:
        if name in ("href", "src"):
            return absolute(value, self._base, mail=tag == "a") or None
        if name in ("colspan", "rowspan", "start"):
            return value if value.isascii() and value.isdigit() and len(value) < 4 else None
        return value


def absolute(link: str, base: str = "", *, mail: bool = False) -> str:
    """Return `link` as an absolute http(s) address (or mailto, with `mail`), else ""."""
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


def text_of(cleaned: str) -> str:
    """Return the words of HTML that came out of a Sanitizer: blocks apart, items and rows on lines."""
    if "<" not in cleaned:
        return clean_text(html.unescape(cleaned)).strip()
    out: list[str] = []
    place, verbatim = 0, 0
    for token in _TOKEN.finditer(cleaned):
        _say(out, cleaned[place : token.start()], verbatim)
        place = token.end()
        closing, name = bool(token[1]), token[2]
        if name == "pre":
            verbatim = max(0, verbatim + (-1 if closing else 1))
        _mark(out, name, closing, token[3])
    _say(out, cleaned[place:], verbatim)
    lines = [line.strip(" ") if not line.startswith("\0") else line[1:] for line in "".join(out).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", clean_text("\n".join(lines))).strip()


def _say(out: list[str], words: str, verbatim: int) -> None:
    if not words:
        return
    if "&" in words:
        words = html.unescape(words)
    if verbatim:
        # A mark at the start of a line keeps its indentation; it cannot be foreign, and is taken out again.
        out.append(words.replace("\0", "").replace("\n", "\n\0"))
    else:
        out.append(_SPACES.sub(" ", words.replace("\0", "")))


def _mark(out: list[str], name: str, closing: bool, attributes: str) -> None:
    if name in _BLOCKS:
        out.append("\n\n" + ("\0" if name == "pre" and not closing else ""))
    elif name in _LINES and not closing:
        out.append("\n")
    elif name in ("td", "th") and closing:
        out.append("  ")
    elif name == "img" and (alt := _ALT.search(attributes)):
        out.append(html.unescape(alt[1]))


def _is_monstrous(text: str) -> bool:
    """Tell whether parsing `text` as HTML could take unreasonable time or room."""
    if text.count("<") < MAX_UNCLOSED_FORMATTING:
        return False
    open_: dict[str, int] = {}
    for closing, name in _OPENER.findall(text):
        name = name.lower()
        if name not in _FLAT:
            open_[name] = max(0, open_.get(name, 0) + (-1 if closing else 1))
    unclosed = sum(count for name, count in open_.items() if name in _FORMATTING)
    reopened = unclosed * text.count("<")
    return unclosed > MAX_UNCLOSED_FORMATTING or reopened > MAX_REOPENED or sum(open_.values()) > MAX_DEPTH
