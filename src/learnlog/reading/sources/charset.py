"""From bytes to text, in any declared or undeclared encoding, never failing."""

import codecs
import re

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
_MARKERS = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
# What these labels mean on the web is a superset of what they say.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
# Python calls these encodings too, but they are not ways of writing text down (or were, and hid markup).
_NOT_TEXT = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
_WIDE = ("utf-16", "utf-32")


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Return the text of `body` and a remark ("" when it was what it said it was)."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), ""
    for marker, name in _MARKERS:
        if body.startswith(marker):
            return body.decode(name, "replace"), ""
    said = _CHARSET.search(content_type)
    inside = _DECLARED.search(body[:1024]) or _META.search(body[:4096])
    names = [said[1] if said else "", inside[1].decode("ascii") if inside else ""]
    usable = [name for name in map(_usable, names) if name]
    for name in dict.fromkeys([*usable, "utf-8"]):
        try:
            return body.decode(name), ""
        except UnicodeError:
            continue
    return _guess(body, usable)


def _usable(label: str) -> str:
    try:
        name = codecs.lookup(label).name if label else ""
        b"a".decode(name or "ascii")  # refuses what turns bytes into bytes
    except (LookupError, UnicodeError):
        return ""
    if name in _NOT_TEXT or name.startswith(_WIDE):
        return ""  # a wide encoding would have shown in the first bytes
    return _MEANT.get(name, name)


def _guess(body: bytes, usable: list[str]) -> tuple[str, str]:
    """Decode what is not what it says: the reading that loses least, UTF-8 when it is nearly that."""
    as_utf8 = body.decode("utf-8", "replace")
    wrong = as_utf8.count("\ufffd")
    right = sum(1 for byte in body if byte >= 0xC2) - wrong if len(body) < 2_000_000 else 0
    remark = "Its characters are not in the encoding it names."
    if right > 4 * wrong:
        return as_utf8, remark
    legacy = next((name for name in usable if name != "utf-8"), "cp1252")
    return body.decode(legacy, "replace"), remark
