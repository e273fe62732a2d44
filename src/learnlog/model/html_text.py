"""Plain text out of HTML that was made harmless: what lists, the search and word counts go by."""

import html
import re

from learnlog.model.safe import clean_text


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _names(
    "address article aside blockquote center details div dl figcaption figure footer h1 h2 h3 h4 h5 h6 header"
    " hr main nav ol p pre section summary table ul"
)
_LINES = _names("br caption dd dt li tr")
TAGS = (
    _BLOCKS
    | _LINES
    | _names(
        "a abbr b cite code del em i img ins kbd mark q s samp small strong sub sup tbody td tfoot th thead u"
        " var"
    )
)
"""The tags that harmless HTML may have."""

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]++|"[^"]*+")*+)>')
_ALT = re.compile(r'\balt="([^"]*)"')


def text_of(cleaned: str) -> str:
    """Return the words of HTML that came out of a Sanitizer: blocks apart, items and rows on lines."""
    if "<" not in cleaned:
        return clean_text(html.unescape(cleaned)).strip()
    text = _quick_words(cleaned) or _words_between(cleaned)
    lines = [line.strip(" ") if line[:1] != "\0" else line[1:] for line in text.split("\n")]
    text = clean_text("\n".join(lines))
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()


# A mark at the start of a line keeps its indentation; it cannot be foreign, and is taken out again.
_OPENINGS = {**dict.fromkeys(_BLOCKS, "\n\n"), **dict.fromkeys(_LINES, "\n"), "pre": "\n\n\0"}
_CLOSINGS = {**dict.fromkeys(_BLOCKS, "\n\n"), "td": "  ", "th": "  "}
_MARKS = {name: _OPENINGS.get(name, "") for name in TAGS} | {
    f"/{name}": _CLOSINGS.get(name, "") for name in TAGS
}
_PLAIN_TAGS = ("a", "abbr", "ol", "td", "th")


def _quick_words(cleaned: str) -> str:
    """Return what `_words_between` does; "" for HTML that is not as plain as it mostly is."""
    first, *pieces = cleaned.split("<")
    is_odd = _has_odd_space(cleaned)
    out = [_said(first, is_odd)] if first else []
    verbatim = 0
    for piece in pieces:
        tag, _, words = piece.partition(">")
        mark = _MARKS.get(tag)
        if mark is None:
            if tag.count('"') % 2:
                return ""  # the tag goes on: a > or < stood in a value
            name = tag.partition(" ")[0]
            mark = _MARKS[name] if name in _PLAIN_TAGS else _of_picture(tag)
        elif tag in ("pre", "/pre"):
            verbatim = max(0, verbatim + (1 if tag == "pre" else -1))
        if mark:
            out.append(mark)
        if words:
            out.append(_said_verbatim(words) if verbatim else _said(words, is_odd))
    return "".join(out)


def _of_picture(tag: str) -> str:
    found = _ALT.search(tag) if tag.startswith("img ") else None
    return html.unescape(found[1]) if found else ""


def _words_between(cleaned: str) -> str:
    """Return the words of any HTML with the marks of its tags."""
    out: list[str] = []
    verbatim = 0
    pieces = _TOKEN.split(cleaned)  # words, and between them three parts of each tag
    for place in range(0, len(pieces) - 1, 4):
        words, closing, name, attributes = pieces[place : place + 4]
        if words:
            out.append(_said(words) if not verbatim else _said_verbatim(words))
        if name == "pre":
            verbatim = max(0, verbatim + (-1 if closing else 1))
        mark = _CLOSINGS.get(name) if closing else _OPENINGS.get(name)
        if mark:
            out.append(mark)
        elif name == "img" and (alt := _ALT.search(attributes)):
            out.append(html.unescape(alt[1]))
    if pieces[-1]:
        out.append(_said(pieces[-1]) if not verbatim else _said_verbatim(pieces[-1]))
    return "".join(out)


def _said(words: str, is_odd: bool = True) -> str:
    """Return the words between two tags, white space folded; unless `is_odd` it is only as `_has_odd_space` says."""
    if words == "\n":
        return " "
    if "&" in words:
        words = html.unescape(words)
    if not (is_odd or "\n" in words or "  " in words or "\t" in words):
        return words
    folded = " ".join(words.replace("\0", "").split())
    if not folded:
        return " "
    return f"{' ' * words[0].isspace()}{folded}{' ' * words[-1].isspace()}"


_ODD_SPACE = re.compile(
    rb"[\x00-\x1f]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80"
)
_USUAL = bytes((*range(0x20, 0x80), 0x09, 0x0A))


def _has_odd_space(cleaned: str) -> bool:
    """Tell whether there is other white space than spaces, tabs and newlines in HTML."""
    return "&nbsp;" in cleaned or bool(
        _ODD_SPACE.search(cleaned.encode("utf-8", "replace").translate(None, _USUAL))
    )


def _said_verbatim(words: str) -> str:
    return html.unescape(words).replace("\0", "").replace("\n", "\n\0")
