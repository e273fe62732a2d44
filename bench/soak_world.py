"""The made-up web of the soak: which feed is where, what it publishes when, and what goes wrong with it.

Everything follows from a feed's number and the simulated time, so the servers and the checks agree on the truth.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import islice
from random import Random

START = datetime(2026, 11, 23, tzinfo=UTC).timestamp()
HOUR = 3600.0
SYLLABLES = (
    "ra",
    "te",
    "no",
    "li",
    "vo",
    "ker",
    "sti",
    "ma",
    "del",
    "con",
    "tra",
    "po",
    "sul",
    "gri",
    "en",
    "ba",
)
EDITED_AFTER = 5 * HOUR
WINDOW = 80
"""How many of its newest posts a feed shows."""
BACKLOG = 10
"""Posts that are there before anybody asks."""
PERIODS = (0.75, 1.0, 2.0, 4.0, 12.0, 24.0, 24.0, 48.0, 168.0, 168.0)
"""Hours between two posts of a feed."""
WISHES = ("", "", "", "max-age", "expires", "ttl", "sy")
SECONDS = (1800, 7200, 14400, 43200)
VALIDATORS = ("both", "etag", "modified", "weak", "none")
CODINGS = ("", "gzip", "br", "zstd")
FAULTS = (
    ("drop", 0.01),
    ("cut", 0.01),
    ("garbage", 0.01),
    ("nonsense", 0.01),
    ("refusal", 0.02),
    ("slow", 0.004),
    ("429", 0.004),
    ("503", 0.004),
    ("503 bare", 0.002),
    ("302", 0.01),
)
"""What goes wrong with a question, and how often."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its host, the seconds between its posts, and what its server says of itself.

    ``moves`` and ``gone`` are when it moves for good or goes for good (0: never), in epoch seconds.
    """

    number: int
    host: str
    period: float
    wish: str
    seconds: int
    validators: str
    coding: str
    dated: bool
    named: bool
    moves: float
    gone: float

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/feed/{self.number}"

    def posts(self, now: float) -> Iterator[tuple[str, float, str]]:
        """Give address, moment and title of each post that is out at `now`, the newest first; some are edited."""
        first = START - BACKLOG * self.period + (self.number * 997 % 3600)
        for count in range(int((now - first) // self.period), -1, -1):
            moment = first + count * self.period
            is_edited = count % 7 == 0 and now - moment > EDITED_AFTER
            yield (
                f"https://feed{self.number}.example/{count}",
                moment,
                f"Post {count}{' again' if is_edited else ''}",
            )

    def changed(self, now: float) -> float:
        """Return when it last changed: a post came out, or one was edited."""
        edits = (moment + EDITED_AFTER * title.endswith("again") for _, moment, title in self.posts(now))
        return max(edits)

    def document(self, now: float) -> str:
        """Return it as RSS."""
        head = {
            "ttl": f"<ttl>{self.seconds // 60}</ttl>",
            "sy": "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>"
            f"{86400 // self.seconds}</sy:updateFrequency>",
        }.get(self.wish, "")
        items = "".join(self._item(*post) for post in islice(self.posts(now), WINDOW))
        return (
            "<?xml version='1.0'?><rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>"
            f"<channel><title>Feed {self.number}</title><link>https://feed{self.number}.example/</link>{head}"
            f"{items}</channel></rss>"
        )

    def _item(self, address: str, moment: float, title: str) -> str:
        date = f"<pubDate>{date_of(moment)}</pubDate>" if self.dated else ""
        guid = f"<guid>{address}</guid>" if self.named else ""
        rng = Random(address)
        words = " ".join(
            f"{rng.choice(SYLLABLES)}{rng.choice(SYLLABLES)}{rng.choice(SYLLABLES)}" for _ in range(40)
        )
        about = f"<description>{words}</description>"
        return f"<item><title>{title}</title><link>{address}</link>{guid}{date}{about}</item>"

    def headers(self) -> dict[str, str]:
        """Return what its server says of how long an answer holds."""
        if self.wish == "max-age":
            return {"Cache-Control": f"max-age={self.seconds}"}
        return {}


@dataclass(frozen=True, slots=True)
class World:
    """So many feeds on so many hosts, which stop publishing after so many hours.

    Without `slow` no answer is left out until the other side gives up.
    """

    feeds: int = 1000
    hosts: int = 250
    hours: float = 72.0
    seed: int = 1
    slow: bool = True

    def feed(self, number: int) -> Feed:
        """Return the feed with this number; two hosts are platforms with many feeds."""
        rng = Random(f"{self.seed}/{number}")
        platforms = self.feeds // 16, self.feeds // 10
        host = 0 if number < platforms[0] else 1 if number < platforms[1] else 2 + number % (self.hosts - 2)
        return Feed(
            number=number,
            host=address_of(host),
            period=rng.choice(PERIODS) * HOUR,
            wish=rng.choice(WISHES),
            seconds=rng.choice(SECONDS),
            validators=rng.choice(VALIDATORS),
            coding=rng.choice(CODINGS),
            dated=number % 20 != 3,
            named=number % 20 != 5,
            moves=START + self.hours * HOUR * 0.15 if number % 40 == 7 else 0,
            gone=START + self.hours * HOUR * 0.3 if number % 50 == 11 else 0,
        )

    def all(self) -> list[Feed]:
        """Return every feed."""
        return [self.feed(number) for number in range(self.feeds)]

    @property
    def end(self) -> float:
        """When nothing is published any more, in epoch seconds."""
        return START + self.hours * HOUR

    def fault(self, number: int, count: int) -> str:
        """Return what goes wrong with the `count`-th question for a feed, "" when nothing does."""
        chance = Random(f"{self.seed}/{number}/{count}").random()
        for name, share in FAULTS:
            if chance < share:
                return name if self.slow or name != "slow" else ""
            chance -= share
        return ""


def address_of(host: int) -> str:
    """Return the loopback address of a host."""
    return f"127.0.{1 + host // 250}.{1 + host % 250}"


def date_of(moment: float) -> str:
    """Return `moment` as HTTP and RSS write it."""
    return format_datetime(datetime.fromtimestamp(moment, UTC), usegmt=True)
