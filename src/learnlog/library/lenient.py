"""Reading values that another program may have spoiled: what cannot be read counts as not said.

Only for what is lost anyway when it cannot be read; `learnlog.library.soundness` finds it and puts it right.
"""

import json
from datetime import date
from typing import Any

from learnlog.model.moments import day_of


def value_of(text: Any) -> Any:
    """Return what the JSON `text` says, None when it is none."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None


def strings(text: Any) -> tuple[str, ...]:
    """Return the texts in a JSON list."""
    found = value_of(text)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def mapping(text: Any) -> dict[str, Any]:
    """Return what a JSON object says."""
    found = value_of(text)
    return found if isinstance(found, dict) else {}


def day(text: Any) -> date | None:
    """Return the day of ISO 8601 that `text` begins with."""
    return day_of(text[:10]) if isinstance(text, str) else None
