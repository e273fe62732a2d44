"""What became of suggested themes: of one whose suggestions I pass over, only clearer ones are made."""

import json
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

from learnlog.plain_file import plain_table

CLEARER: Final = 3.0
"""How much clearer a suggestion must be at most."""
_PATIENCE: Final = 8
"""As how many suggestions, of which I took as many as I passed over, every theme begins with."""
_MANY: Final = 40
"""Suggestions of a theme from which on older ones count half."""
_SUGGESTED: Final = 500
"""Posts that are remembered to have got a suggestion, the last."""

Counts = tuple[float, float]


class PassingOver:
    """Counts by theme (slug) how many suggestions I passed over, and took, in the small file `path`.

    One is passed over when I looked at an unread post and did not take what was suggested. A file that cannot be
    read or written only means that this is forgotten.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = Lock()
        self._counts: dict[str, Counts] | None = None
        self._suggested: dict[str, str] = {}
        self._looked_at: dict[str, bool] = {}
        """The posts I looked at, and whether what was suggested for one counts as passed over."""

    def clearer(self) -> dict[str, float]:
        """Return for each theme that I passed over how much clearer a suggestion must be than of others."""
        with self._lock:
            told = {
                theme: min(CLEARER, (_PATIENCE + passed) / (_PATIENCE + taken))
                for theme, (passed, taken) in self._known().items()
            }
        return {theme: times for theme, times in told.items() if times > 1}

    def suggested(self, post: str, theme: str) -> None:
        """Note that `theme` was suggested for a post."""
        with self._lock:
            self._suggested[post] = theme
            if len(self._suggested) > _SUGGESTED:
                del self._suggested[next(iter(self._suggested))]
            if self._looked_at.get(post) is False:
                self._pass(post)

    def looked_at(self, post: str) -> None:
        """Note that I look at a post that was unread."""
        with self._lock:
            if post in self._looked_at:
                return
            self._looked_at[post] = False
            if len(self._looked_at) > _SUGGESTED:
                del self._looked_at[next(iter(self._looked_at))]
            if post in self._suggested:
                self._pass(post)

    def took(self, post: str, theme: str) -> None:
        """Note that I put a post under a theme: it counts when that was what was suggested."""
        with self._lock:
            if self._suggested.get(post) != theme:
                return
            del self._suggested[post]
            self._count(theme, -1 if self._looked_at.get(post) else 0, 1)
            self._looked_at[post] = True

    def _pass(self, post: str) -> None:
        self._looked_at[post] = True
        self._count(self._suggested[post], 1, 0)

    def _count(self, theme: str, passed: int, taken: int) -> None:
        known = self._known()
        before = known.get(theme, (0.0, 0.0))
        now = (max(0.0, before[0] + passed), before[1] + taken)
        known[theme] = now if sum(now) <= _MANY else (now[0] / 2, now[1] / 2)
        if self._path is None:
            return
        from learnlog.vault.disk import make_folder, put

        with suppress(OSError):
            make_folder(self._path.parent)
            put(self._path, json.dumps(known, indent=1).encode(), self._path.parent, sync=False)

    def _known(self) -> dict[str, Counts]:
        if self._counts is None:
            self._counts = self._read()
        return self._counts

    def _read(self) -> dict[str, Counts]:
        said = plain_table(self._path) if self._path else {}
        return {theme: counts for theme, found in said.items() if (counts := _counts(found))}


def _counts(found: object) -> Counts | None:
    match found:
        case [int() | float() as passed, int() | float() as taken] if (
            0 <= passed <= _MANY and 0 <= taken <= _MANY
        ):
            return float(passed), float(taken)
    return None
