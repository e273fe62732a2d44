"""Hosts at rest, noted in a small file: what one process was told holds for every process of this home."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from learnlog.model.moments import EPOCH, Clock, from_text, to_text
from learnlog.plain_file import plain_table


class RestsFile:
    """The file `path`. One that cannot be read or written only means that rests are forgotten sooner."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._seen: tuple[int, int, int] | None = None
        self._known: dict[str, datetime] = {}

    def known(self) -> Mapping[str, datetime]:
        """Return until when each host rests; the file is read again when somebody wrote it."""
        try:
            found = self._path.stat()
        except OSError:
            return {}
        seen = (found.st_ino, found.st_size, found.st_mtime_ns)
        if seen != self._seen:
            self._seen, self._known = seen, self._read()
        return self._known

    def note(self, host: str, until: datetime) -> None:
        """Note that a host rests until then, and let go of what is over."""
        from learnlog.vault.disk import make_folder, put

        now, known = self._clock(), self.known()
        kept = {name: moment for name, moment in known.items() if moment > now}
        kept[host] = max(until, kept.get(host, until))
        with suppress(OSError):
            make_folder(self._path.parent)
            told = {name: to_text(moment) for name, moment in kept.items()}
            put(self._path, json.dumps(told, indent=1).encode(), self._path.parent, sync=False)

    def _read(self) -> dict[str, datetime]:
        moments = {host: from_text(str(text), EPOCH) for host, text in plain_table(self._path).items()}
        return {host: until for host, until in moments.items() if until != EPOCH}
