"""Small things the screens remember between two runs: the look, whether the first steps were shown."""

import json
import os
from pathlib import Path

from learnlog.plain_file import plain_table

BOOSTS, HIDDEN = "boosts", "hidden"


class Remembered:
    """Words by name in a small file; losing it loses nothing but comfort."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _read(self) -> dict[str, str]:
        return {name: value for name, value in plain_table(self._path).items() if isinstance(value, str)}

    def get(self, name: str, default: str) -> str:
        """Return what was remembered under `name`."""
        return self._read().get(name, default)

    def put(self, name: str, value: str) -> None:
        """Remember `value` under `name`; a disk that refuses is no reason to stop."""
        words = self._read() | {name: value}
        text = json.dumps(words, indent=1)
        part = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.write_text(text, encoding="utf-8")
            part.chmod(0o600)
            part.replace(self._path)
        except OSError:
            part.unlink(missing_ok=True)

    @property
    def shows_boosts(self) -> bool:
        """Whether what people only pass on is shown, and counted."""
        return self.get(BOOSTS, "") != HIDDEN

    @shows_boosts.setter
    def shows_boosts(self, shown: bool) -> None:
        self.put(BOOSTS, "" if shown else HIDDEN)
