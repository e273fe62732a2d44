"""Reading JSON that may lie about its types: a field of the wrong kind is a field that is missing."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from learnlog.model.moments import EPOCH, from_text
from learnlog.model.safe import clean_line, clean_link
from learnlog.reading.web.answered_json import loads

Entity = Mapping[str, Any]

MAX_ID = 200
_ODD = re.compile(r"[\s\x00-\x1f\x7f]")


def understood(body: bytes) -> Any:
    """Return what the JSON in `body` says, None when it is none."""
    try:
        return loads(body)
    except ValueError:
        return None


def entity(value: Any) -> Entity:
    """Return `value` when it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def entities(value: Any, limit: int = 100) -> list[Entity]:
    """Return the objects of a JSON list, at most `limit`."""
    return [item for item in value[:limit] if isinstance(item, dict)] if isinstance(value, list) else []


def undressed(status: Entity) -> Entity:
    """Return the post in a status that only looks like a boost of it.

    snac shows whatever somebody boosted as if the last who did had published it; its id tells, which is the
    same but, in newer versions, in capitals.
    """
    inner = entity(status.get("reblog"))
    return inner if inner and own_id(inner).lower() == own_id(status).lower() else status


def raw(value: Entity, name: str) -> str:
    """Return a text as it was sent, uncleaned; "" when it is none."""
    found = value.get(name)
    return found if isinstance(found, str) else ""


def line(value: Entity, name: str, limit: int = 300) -> str:
    """Return a text on one line, harmless."""
    return clean_line(raw(value, name), limit)


def link(value: Entity, name: str) -> str:
    """Return a web address, harmless; "" when it is none."""
    return clean_link(raw(value, name))


def own_id(value: Entity, name: str = "id") -> str:
    """Return a server's id as text: digits, hex or letters, never compared by size. Some send whole numbers."""
    found = raw(value, name)
    number = value.get(name)
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**64:
        found = str(number)
    is_plain = len(found) <= MAX_ID and not _ODD.search(found) and clean_line(found) == found
    return found if is_plain else ""


def uri(value: Entity) -> str:
    """Return the network's own name for a thing: its ActivityPub id, else its page."""
    found = raw(value, "uri").strip()
    if found and len(found) <= 2000 and not _ODD.search(found) and clean_line(found, 2000) == found:
        return found
    return link(value, "url")


def count(value: Entity, name: str) -> int | None:
    """Return how many, None when that is not told."""
    found = value.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 10**12 else None


def moment(value: Entity, name: str) -> datetime | None:
    """Return a moment in UTC, None when it is not told."""
    found = from_text(raw(value, name), EPOCH)
    return None if found == EPOCH else found.astimezone(UTC)
