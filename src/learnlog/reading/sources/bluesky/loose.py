"""Reading JSON from servers that may lie: what is not of the expected kind counts as not being there."""

from datetime import datetime
from typing import Any

from learnlog.model.safe import clean_line
from learnlog.reading.sources.drafting import moment_of

Table = dict[str, Any]
MOST = 10**9


def table(value: object, *path: str) -> Table:
    """Return the object at the end of `path` below `value`, {} when there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def items(value: object, name: str, limit: int) -> list[Table]:
    """Return at most `limit` objects of the list `name`."""
    found = table(value).get(name)
    return [item for item in found[:limit] if isinstance(item, dict)] if isinstance(found, list) else []


def raw(value: object, name: str) -> str:
    """Return the text `name` as the server wrote it; nothing in it is safe yet."""
    found = table(value).get(name)
    return found if isinstance(found, str) else ""


def line(value: object, name: str, limit: int = 300) -> str:
    """Return the text `name`, harmless and on one line."""
    return clean_line(raw(value, name), limit)


def lines(value: object, name: str, limit: int = 100) -> list[str]:
    """Return at most thirty texts of the list `name`, each harmless and on one line."""
    found = table(value).get(name)
    texts = (
        [clean_line(one, limit) for one in found[:30] if isinstance(one, str)]
        if isinstance(found, list)
        else []
    )
    return [text for text in texts if text]


def count(value: object, name: str) -> int | None:
    """Return the number `name` when it can be a count, else None."""
    found = table(value).get(name)
    is_count = isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= MOST
    return found if is_count else None


def moment(value: object, name: str) -> datetime | None:
    """Return the moment `name`, aware UTC; None when it is none or too early to be meant."""
    try:
        return moment_of(datetime.fromisoformat(raw(value, name)[:40]))
    except ValueError:
        return None


def written(record: object, indexed: datetime | None) -> datetime | None:
    """Return when a record was written: as its author says, but never after the network first saw it."""
    said = moment(record, "createdAt")
    return min(said, indexed) if said and indexed else indexed or said
