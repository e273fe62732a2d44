"""What a sentence calls a key: as it is now, which the settings may have changed."""

import re
from functools import lru_cache

from textual._context import active_app

from learnlog.tui.command import spoken


def key_of(id: str, scope: str = "", number: int = 0) -> str:
    """Return the key of the command `id`, in the scope `scope` where several have a command of that name.

    Of several keys it is that at `number`: a letter comes first, and the last works where one writes.
    """
    own = getattr(active_app.get(None), "keys", {}).get(id) or _usual(id, scope)
    names = spoken(own.split(",")[number]).split(" ")
    return " ".join(name[:-1] + name[-1].upper() if "Ctrl+" in name else name for name in names)


def with_keys(text: str) -> str:
    """Return `text` with the key of each command whose name stands in braces: ``{leave} leaves it``."""
    return re.sub(r"\{([a-z]+(?:-[a-z]+)*)\}", lambda found: key_of(found[1]), text)


@lru_cache
def _usual(id: str, scope: str) -> str:
    from learnlog.tui.scopes import SCOPES

    scopes = (scope,) if scope else SCOPES
    return next(command.keys for name in scopes for command in SCOPES[name][1] if command.id == id)
