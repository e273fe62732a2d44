"""From bytes to text, in any declared or undeclared encoding, never failing."""

import codecs
import re
from typing import Final, NamedTuple

WRONG: Final = "Its characters are not in the encoding it names."
UNKNOWN: Final = "It names an encoding that is not known."
LARGEST_SAMPLE: Final = 20_000

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)
# Which of four bytes are zero where the first characters are all ASCII.
_WIDE_LANES: Final[dict[tuple[bool, ...], str]] = {
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
}
_EBCDIC_START = b"\x4c\x6f\xa7\x94"
_EBCDIC = frozenset({"cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"})
# What these labels mean on the web is a superset of what they say.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
# Python calls these encodings too, but they are not ways of writing text down (or were, and hid markup).
_NOT_TEXT = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
_WIDE = ("utf-16", "utf-32")
_WESTERN = frozenset({"cp1252", "iso8859-15"})
# UTF-8 as some programs write it: halves of surrogate pairs, and NUL or ASCII in more bytes than it needs.
_ALMOST_UTF8 = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]|[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]")
_ESCAPED = re.compile("[\udc80-\udcff]+")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_OTHER_SCRIPTS: Final = (
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1255",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
    "tis_620",
)


class Decoded(NamedTuple):
    """A text and a remark ("" when it was what it said it was). ``raw`` is the text in UTF-8 where it came so."""

    text: str
    remark: str
    raw: bytes = b""


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Return the text of `body` and a remark ("" when it was what it said it was)."""
    return read(body, content_type)[:2]


def read(body: bytes, content_type: str = "") -> Decoded:
    """Return the text of `body`, a remark, and the bytes that are the text in UTF-8."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return Decoded(*_as(name, body[len(bom) :]))
    if name := _wide(body):
        return Decoded(*_as(name, body))
    if body.startswith(_EBCDIC_START):
        return Decoded(*_as_ebcdic(body))
    said = _CHARSET.search(content_type)
    inside = _DECLARED.search(body[:1024]) or _META.search(body[:4096])
    labels = [said[1] if said else "", inside[1].decode("ascii") if inside else ""]
    usable = [name for name in map(_usable, labels) if name]
    if usable and usable[0] in _WESTERN and _is_utf8_beyond_ascii(body):
        # every byte would mean something in a Western encoding, but not that
        return Decoded(body.decode("utf-8"), WRONG, body)
    for name in dict.fromkeys([*usable, "utf-8"]):
        try:
            text = body.decode(name)
        except UnicodeError:
            continue
        remark = "" if name in usable or not any(labels) else _remark(labels)
        return Decoded(text, remark, body if name == "utf-8" else b"")
    return Decoded(_guess(body, usable), WRONG)


def _wide(body: bytes) -> str:
    """Return the encoding of two or four bytes a character that the first characters show, without a mark."""
    lanes = [body[lane:16:4] for lane in range(4)]
    if len(body) < 8 or not any(body[:16]):
        return ""
    shape = tuple(not any(lane) for lane in lanes)
    full = all(0 not in lane for lane, is_zero in zip(lanes, shape, strict=True) if not is_zero)
    return _WIDE_LANES.get(shape, "") if full else ""


def _as(name: str, body: bytes) -> tuple[str, str]:
    """Return `body` in the encoding that its first bytes show, whatever it names."""
    text = body.decode(name, "replace")
    found = _DECLARED.search(text[:1024].encode("ascii", "replace"))
    label = found[1].decode("ascii") if found else ""
    return text, "" if not label or _family(label) == name[:6].rstrip("-") else WRONG


def _family(label: str) -> str:
    try:
        return codecs.lookup(label).name[:6].rstrip("-")
    except LookupError:
        return "utf-16" if label.lower() in ("ucs-2", "iso-10646-ucs-2") else ""


def _as_ebcdic(body: bytes) -> tuple[str, str]:
    found = _DECLARED.search(body[:1024].decode("cp037").encode("ascii", "replace"))
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
    except LookupError:
        name = ""
    return body.decode(name if name in _EBCDIC else "cp037", "replace"), "" if name in _EBCDIC else WRONG


def _usable(label: str) -> str:
    try:
        name = codecs.lookup(label).name if label else ""
        b"a".decode(name or "ascii")  # refuses what turns bytes into bytes
    except (LookupError, UnicodeError):
        return ""
    if name in _NOT_TEXT or name in _EBCDIC or name.startswith(_WIDE):
        return ""  # a wide or an IBM encoding would have shown in the first bytes
    return _MEANT.get(name, name)


def _remark(labels: list[str]) -> str:
    """Return what to say of a text in UTF-8 that names something else."""
    for label in labels:
        try:
            codecs.lookup(label or "utf-8")
        except LookupError:
            return UNKNOWN
    return WRONG


def _is_utf8_beyond_ascii(body: bytes) -> bool:
    if body.isascii():
        return False
    try:
        body.decode("utf-8")
    except UnicodeError:
        return False
    return True


def _guess(body: bytes, usable: list[str]) -> str:
    """Decode what is not what it says: the reading that loses least, UTF-8 when it is nearly that."""
    as_utf8 = _ALMOST_UTF8.sub(b"\xef\xbf\xbd", body).decode("utf-8", "surrogateescape")
    wrong = sum(len(run) for run in _ESCAPED.findall(as_utf8))
    right = len(_BEYOND_ASCII.findall(as_utf8))
    if right and right >= wrong:
        return _ESCAPED.sub(_stray, as_utf8)
    legacy = next((name for name in usable if name != "utf-8"), "") or _by_its_bytes(body)
    return body.decode(legacy, "replace")


def _stray(run: re.Match[str]) -> str:
    """Return bytes that stand astray in UTF-8 as what they mostly are: Western letters pasted in."""
    return run[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _by_its_bytes(body: bytes) -> str:
    """Return the encoding of a text that names none: another script's when its letters beyond ASCII stand in words.

    In Western languages they stand alone, between letters of ASCII.
    """
    first = _HIGH.search(body)
    sample = body[max(0, first.start() - 200) if first else 0 :][:LARGEST_SAMPLE]
    runs = [len(run) for run in _HIGH.findall(sample)]
    if 2 * sum(length for length in runs if length > 2) <= sum(runs):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_OTHER_SCRIPTS)).best()
    return best.encoding if best else "cp1252"
