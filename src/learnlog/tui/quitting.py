"""Leaving learnlog: what is being written is kept first; what cannot be kept is not left without asking."""

import time
from typing import TYPE_CHECKING

from learnlog.model.errors import LearnlogError
from learnlog.tui.key_names import key_of

if TYPE_CHECKING:
    from learnlog.tui.app import LearnlogApp

GRACE = 8.0
"""Seconds in which asking to leave once more means it."""


class Quitting:
    """Decides whether `app` may end now."""

    def __init__(self, app: "LearnlogApp") -> None:
        self._app = app
        self._refused = -GRACE

    async def may_end(self) -> bool:
        """Keep what is being written; when that fails, say so and stay, unless it was said just before."""
        try:
            for screen in self._app.open_screens():
                await screen.keep_words()
        except LearnlogError as error:
            if time.monotonic() - self._refused < GRACE:
                return True
            self._refused = time.monotonic()
            hint = f"{error.hint} {key_of('quit', number=-1)} again leaves without what you wrote.".strip()
            self._app.say_error(LearnlogError(error.message, hint))
            return False
        return True
