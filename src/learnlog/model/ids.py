"""Stable identifiers: ULIDs for what is written, slugs for what is named.

A ULID (https://github.com/ulid/spec) is 48 bits of milliseconds and 80 random bits in Crockford's
base 32. Twenty lines here instead of a library, because importing one costs six bare interpreters.
"""

import os
import re
import unicodedata
from datetime import UTC, datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
ULID_PATTERN = re.compile(r"[0-7][0-9a-hjkmnp-tv-z]{25}", re.IGNORECASE)


_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]


def _base32(number: int, length: int) -> str:
    """Return the last `length` digits of `number`, an even number of them."""
    return "".join([_PAIRS[number >> place & 1023] for place in range(5 * length - 10, -1, -10)])


def new_id(moment: datetime) -> str:
    """Return a fresh lower-case ULID (26 characters) whose time part is the aware `moment`."""
    milliseconds = max(0, int(moment.timestamp() * 1000)) & (2**48 - 1)
    return _base32(milliseconds, 10) + _base32(int.from_bytes(os.urandom(10)), 16)


def moment_of_id(id: str) -> datetime | None:
    """Return when a ULID was made, to the second; None for an id that tells no moment."""
    if not is_id(id):
        return None
    milliseconds = 0
    for letter in id[:10].lower():
        milliseconds = milliseconds * 32 + ALPHABET.index(letter)
    try:
        return datetime.fromtimestamp(milliseconds // 1000, UTC).astimezone() if milliseconds else None
    except (ValueError, OverflowError, OSError):
        return None


def derived_id(*parts: str) -> str:
    """Return an id of a ULID's form that is always the same for the same `parts`."""
    import hashlib

    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=10).digest()
    return id_of_number(int.from_bytes(digest))


def id_of_number(number: int) -> str:
    """Return an id of a ULID's form that tells no moment; of `number` the last 80 bits count."""
    return "0" * 10 + _base32(number & (2**80 - 1), 16)


def timeless_id() -> str:
    """Return a fresh random id of a ULID's form that tells no moment: for what leaves."""
    return id_of_number(int.from_bytes(os.urandom(10)))


def post_id(channel: str, guid: str) -> str:
    """Return the 16-character id of the post `guid` in the channel with key `channel`.

    It depends on nothing else, so two machines that fetch the same post name it alike.
    """
    return derived_id(channel, guid)[10:]


def is_id(text: str) -> bool:
    """Tell whether `text` has a ULID's form."""
    return ULID_PATTERN.fullmatch(text) is not None


def slugify(text: str, limit: int = 48) -> str:
    """Return `text` as lower-case words joined by hyphens, cut at a word near `limit` characters.

    Accents are folded; letters outside Latin stay. Never empty: falls back to ``untitled``. Never the name of a
    device of Windows, where no file can be called so.
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    slug = "-".join(re.findall(r"[^\W_]+", kept))
    if len(slug) > limit:
        head, _, _ = slug[: limit + 1].rpartition("-")
        slug = head or slug[:limit]
    return f"{slug}-x" if _DEVICE.fullmatch(slug) else slug or "untitled"
