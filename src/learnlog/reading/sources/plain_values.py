"""What feedparser makes of the values of elements: dates, text in a wrong encoding, text that looks like HTML."""

import re
from datetime import UTC, datetime, timedelta
from html.entities import entitydefs

from learnlog.model.safe import clean_text
from learnlog.reading.sources.drafting import moment_of
from learnlog.reading.sources.plain_names import UnsureError

# Between these nothing about a moment is in doubt.
_EARLIEST, _LATEST = datetime(1901, 1, 1, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_ZONES = {
    "adt": -3,
    "ast": -4,
    "edt": -4,
    "est": -5,
    "cdt": -5,
    "cst": -6,
    "mdt": -6,
    "mst": -7,
    "pdt": -7,
    "pst": -8,
}
_RFC_822 = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?([0-9]{1,2})\s+([a-z]{3})[a-z]*\s+([0-9]{4})"
    r"\s+([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2}))?\s+(?:([+-])([0-9]{2})([0-9]{2})|(gmt|utc?|z)|([a-y]{3}))"
)
_RFC_3339 = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:t([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,9})?"
    r"(?:z|([+-])([0-9]{2}):([0-9]{2})))?"
)

_ELEMENTS = """
    a abbr acronym address area article aside audio b big blockquote br button canvas caption center cite code col
    colgroup command datagrid datalist dd del details dfn dialog dir div dl dt em event-source fieldset figcaption
    figure font footer form h1 h2 h3 h4 h5 h6 header hr i img input ins kbd keygen label legend li m map menu meter
    multicol nav nextid noscript ol optgroup option output p pre progress q s samp section select small sound source
    spacer span strike strong sub sup table tbody td textarea tfoot th thead time tr tt u ul var video
"""
ELEMENTS = frozenset(_ELEMENTS.split())
"""The elements that text may have to count as HTML; feedparser's own list."""

_CLOSING = re.compile(r"</(\w+)>")
_ENTITY = re.compile(r"&#?\w+;")
_TAGS = re.compile(r"</?(\w+)")
_NAMED = re.compile(r"&(\w+);")
# Numbers of characters as Windows numbers them, which XML takes for controls; two of them feedparser leaves alone.
_WINDOWS = {
    number: character
    for number in range(128, 160)
    if (character := bytes([number]).decode("cp1252", "ignore"))
}


_ODD_REFERENCE = re.compile(r"&#(?:0*1[2-5][0-9]|[xX]0*[89][0-9a-fA-F])(?![0-9a-fA-F])")


def has_odd_reference(text: str) -> bool:
    """Tell whether the XML in `text` has a reference to a character that `mended` would not expect."""
    return bool(_ODD_REFERENCE.search(text))


def mended(text: str) -> str:
    """Return `text` as feedparser stores it: UTF-8 that somebody took for Latin-1 is read once more.

    There must be none of the characters in it that XML takes for controls and Windows for letters.
    """
    if text.isascii():
        return text
    try:
        text = text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return text
    return clean_text(text.translate(_WINDOWS))  # there may be characters in it now that were nowhere before


def looks_like_html(text: str) -> bool:
    """Tell whether feedparser would take `text`, which is said to be plain, for HTML."""
    if "&" not in text and "</" not in text:
        return False
    if not (_CLOSING.search(text) or _ENTITY.search(text)):
        return False
    if any(tag.lower() not in ELEMENTS for tag in _TAGS.findall(text)):
        return False
    return all(name in entitydefs for name in _NAMED.findall(text))


def date(text: str) -> datetime | None:
    """Return the moment that `text` is, None for no text; raise UnsureError when it is not written as usual."""
    if not text:
        return None
    text = text.lower()
    try:
        if found := _RFC_3339.fullmatch(text):
            year, month, day, hour, minute, second, sign, hours, minutes = found.groups("0")
            ahead = timedelta(hours=int(hours), minutes=int(minutes))
            month_number = int(month)
        elif (found := _RFC_822.fullmatch(text)) and found[2] in _MONTHS:
            day, month, year, hour, minute, second, sign, hours, minutes, _, zone = found.groups("0")
            ahead = timedelta(hours=int(hours) or _zone(zone), minutes=int(minutes))
            month_number = _MONTHS[month]
        else:
            raise UnsureError(text)
        moment = datetime(int(year), month_number, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
        moment = moment + ahead if sign == "-" else moment - ahead
        return moment if _EARLIEST <= moment < _LATEST else moment_of(moment)
    except (ValueError, OverflowError) as error:
        raise UnsureError(text) from error


def _zone(name: str) -> int:
    if name == "0":
        return 0
    if name not in _ZONES:
        raise UnsureError(name)
    return _ZONES[name]
