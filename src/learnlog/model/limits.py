"""How many posts of a channel stay: ``all``, or such as ``365 days, 1000 posts``."""

import re
from dataclasses import dataclass
from typing import Final

from learnlog.model.errors import UsageError
from learnlog.model.safe import clean_line

_PART: Final = re.compile(r"(\d{1,7})\s*(days?|weeks?|months?|years?|posts?)", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3})")
_DAYS: Final = {"day": 1, "week": 7, "month": 31, "year": 366}


@dataclass(frozen=True, slots=True)
class Limit:
    """What stays: posts of the last ``days`` (0: of any age), and of these the newest ``posts`` (0: all)."""

    days: int = 0
    posts: int = 0

    @property
    def is_none(self) -> bool:
        """Tell whether everything stays."""
        return not (self.days or self.posts)

    def __str__(self) -> str:
        parts = [
            f"{number:,} {word}{'' if number == 1 else 's'}"
            for number, word in ((self.days, "day"), (self.posts, "post"))
            if number
        ]
        return ", ".join(parts) or "all"


def read_limit(text: str) -> Limit:
    """Understand such words as ``90 days``, ``1000 posts``, ``1 year, 500 posts`` or ``all``.

    Raises:
        UsageError: it is none of these.
    """
    said = _THOUSANDS.sub("", text.strip().casefold()).replace(",", " ")
    if said in ("", "all"):
        return Limit()
    days = posts = 0
    for number, unit in _PART.findall(said):
        if unit.startswith("post"):
            posts = int(number)
        else:
            days = int(number) * _DAYS[unit.rstrip("s")]
    if _PART.sub("", said).strip() or not (days or posts):
        raise UsageError(
            f"“{clean_line(text, 60)}” does not say how many posts to keep.",
            "Say “all”, or such as “90 days”, “1000 posts” or “1 year, 500 posts”.",
        )
    return Limit(days, posts)
