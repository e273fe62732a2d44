"""Reading the demo's content, and the moments that its days mean."""

import tomllib
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import Any, Final

NEVER: Final = timedelta(days=3650)
"""How long the demo's channels are not due."""
JOINED: Final = timedelta(days=40)
"""How long before the demo was made Noor's accounts were added."""


def read_toml(name: str) -> dict[str, Any]:
    """Return one file of the content."""
    return tomllib.loads((files("learnlog.demo") / "content" / name).read_text(encoding="utf-8"))


def read_folder(name: str) -> list[dict[str, Any]]:
    """Return the files of one folder of the content, by name."""
    folder = files("learnlog.demo") / "content" / name
    found = sorted(folder.iterdir(), key=lambda item: item.name)
    return [tomllib.loads(file.read_text(encoding="utf-8")) for file in found]


def moment_of(now: datetime, days_ago: Any, clock_time: str = "08:00") -> datetime:
    """Return the local moment that many days before `now`, never later than a few minutes before it."""
    day = now.date() - timedelta(days=int(days_ago))
    moment = datetime.combine(day, time.fromisoformat(clock_time), now.tzinfo)
    late = moment > now - timedelta(minutes=5)
    return moment - timedelta(days=1) if late else moment
