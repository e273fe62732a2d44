"""JSON that a server answered: what is understood of it takes no more memory than anybody needs."""

import json
from typing import Any, Final

MAX_PARTS: Final = 200_000
"""Objects, lists, and groups of four values; what servers answer has some thousands."""


def parts_in(body: bytes) -> int:
    """Return of how many parts the JSON in `body` is at most; each takes some eighty bytes of memory or more."""
    return body.count(b"{") + body.count(b"[") + body.count(b",") // 4


def loads(body: bytes) -> Any:
    """Return what the JSON in `body` says.

    Raises:
        ValueError: it is none, or has more parts or is nested deeper than anybody means.
    """
    if parts_in(body) > MAX_PARTS:
        raise ValueError("too many parts")
    try:
        return json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
