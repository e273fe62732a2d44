"""What the servers' log has to show: each rule of manners, with the lines that break it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bench.soak_server import Line
from bench.soak_world import HOUR, World

from learnlog.reading.fetching.relocating import PROVEN

DAY = 24 * HOUR
GOOD = (200, 304)
SLACK = 2.0
"""Simulated seconds that rounding may take."""


def violations(lines: Sequence[Line], world: World, pause: float) -> Iterator[tuple[str, str]]:
    """Give the rule that was broken, and how, for each time that one was."""
    by_path: dict[tuple[str, str], list[Line]] = defaultdict(list)
    by_host: dict[str, list[Line]] = defaultdict(list)
    by_number: dict[str, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: line.real):
        by_path[line.host, line.path].append(line)
        by_host[line.host].append(line)
        number = line.path.rpartition("/")[2]
        if number.isdigit():
            by_number[number].append(line)
    for asked in by_path.values():
        if asked[0].path.rpartition("/")[2].isdigit():
            yield from _of_path(asked)
    for asked in by_number.values():
        yield from _conditional(asked)
        yield from _of_move(asked)
    for asked in by_host.values():
        yield from _of_host(asked)
    for line in lines:
        yield from _of_line(line)
    yield from _hurried(lines, pause)


def pauses(lines: Sequence[Line], pause: float) -> tuple[int, int]:
    """Return how many of how many pauses between two channels of a host were shorter than half of `pause`.

    A busy machine sends some late, close to what comes next, so a few say nothing of the reader.
    """
    short = pairs = 0
    last: dict[str, Line] = {}
    for line in sorted(filter(is_own, lines), key=lambda line: line.real):
        before = last.get(line.host)
        if before is not None and before.sim == line.sim and before.path != line.path:
            pairs += 1
            short += line.real - before.real < pause / 2
        last[line.host] = line
    return short, pairs


def _hurried(lines: Sequence[Line], pause: float) -> Iterator[tuple[str, str]]:
    """Give the hosts whose channels were asked in less time than their pauses take, but for one of them."""
    fetches: dict[tuple[str, float], list[Line]] = defaultdict(list)
    for line in filter(is_own, lines):
        fetches[line.host, line.sim].append(line)
    for asked in fetches.values():
        count = len({line.path for line in asked})
        took = max(line.real for line in asked) - min(line.real for line in asked)
        if took < (count - 2) * pause:
            yield "no pause between the channels of a host", f"{count} in {took:.3f} s: {_said(asked[0])}"


def is_own(line: Line) -> bool:
    """Tell whether it was asked for its own sake: no redirect led there."""
    return line.path.startswith("/feed/")


def _of_move(asked: list[Line]) -> Iterator[tuple[str, str]]:
    """Give the questions at the old address of a feed that was found at its new one often enough."""
    led, proofs = -1.0, 0
    for line in asked:
        if line.status == 301:
            if proofs >= PROVEN:
                yield "a feed that moved is still asked at its old address", _said(line)
            led = line.sim
        elif line.sim == led and line.path.startswith("/moved/") and line.status in GOOD and not line.fault:
            proofs, led = proofs + 1, -1.0


def _of_path(asked: list[Line]) -> Iterator[tuple[str, str]]:
    failures = 0
    gone = False
    before: Line | None = None
    for line in _put_once(asked):
        if before is not None:
            yield from _pace(before, line, failures)
        if gone:
            yield "asked again after 410", _said(line)
        gone = gone or line.status == 410
        is_well = line.status in (*GOOD, 301, 302) and line.fault in ("", "302")
        failures = 0 if is_well else failures + 1
        before = line


def _put_once(asked: list[Line]) -> Iterator[Line]:
    """Give the questions without those that were put again at once, over a connection that was not closed already.

    What came of the second one is what came of both.
    """
    is_again = False
    for line, after in zip(asked, [*asked[1:], None], strict=True):
        is_torn = line.fault == "drop" and after is not None and after.sim == line.sim
        if not is_torn or is_again:
            yield line
        is_again = is_torn and not is_again


def _pace(before: Line, line: Line, failures: int) -> Iterator[tuple[str, str]]:
    gap = line.sim - before.sim + SLACK
    if gap < HOUR:
        yield "asked twice within an hour", f"{gap:.0f} s: {_said(line)}"
    is_good = before.status in GOOD and not before.fault
    if is_good and gap < min(before.holds, DAY):
        yield "asked before what its server said", f"{gap:.0f} of {before.holds} s: {_said(line)}"
    if failures > 1 and gap < min(HOUR * 2 ** (failures - 1), DAY):
        yield "asked too soon after failing again", f"{gap:.0f} s after {failures}: {_said(line)}"


def _conditional(asked: list[Line]) -> Iterator[tuple[str, str]]:
    """Give the questions for a feed, wherever it is, that did not carry what its last good answer gave."""
    given = ("", "")
    for line in asked:
        for name, sent, wanted in zip(("ETag", "Last-Modified"), line.sent, given, strict=True):
            if wanted and sent != wanted:
                yield f"the {name} did not come back", f"{sent} for {wanted}: {_said(line)}"
        if line.status == 200 and not line.fault:
            given = line.given
        elif line.status == 304:
            given = (line.given[0] or given[0], line.given[1] or given[1])


def _of_host(asked: list[Line]) -> Iterator[tuple[str, str]]:
    rest, said, on_its_way = 0.0, 0.0, 0
    for line in asked:
        if line.sim < rest - SLACK:
            on_its_way -= line.sim == said
            if line.sim != said or on_its_way < 0:
                yield "a resting host was asked", _said(line)
        if line.rest > rest:
            # Two connections: what the other one asked already can not be called back.
            rest, said, on_its_way = line.rest, line.sim, 1


def _of_line(line: Line) -> Iterator[tuple[str, str]]:
    told = line.headers
    if not told["user-agent"].startswith("learnlog/"):
        yield "no honest name", told["user-agent"]
    for name in ("cookie", "referer", "authorization", "from"):
        if told[name]:
            yield f"told more than was needed: {name}", told[name]
    if not {"gzip", "br", "zstd"} <= set(told["accept-encoding"].split(", ")):
        yield "a compression was not offered", told["accept-encoding"]


def _said(line: Line) -> str:
    return f"{line.host}{line.path} at {line.sim:.0f} ({line.status} {line.fault})"


def summary(lines: Sequence[Line], world: World) -> str:
    """Return in a few lines how the feeds were asked."""
    own = [line for line in lines if is_own(line)]
    said = Counter(line.fault or str(line.status) for line in lines)
    per_period: dict[float, list[int]] = defaultdict(list)
    asked = Counter(line.path for line in own)
    for feed in world.all():
        if not feed.moves and not feed.gone:
            per_period[feed.period].append(asked[feed.path])
    days = world.hours / 24
    rows = [
        f"  publishes every {period / HOUR:5.1f} h: asked {sum(n) / len(n) / days:5.1f} times a day"
        for period, n in sorted(per_period.items())
    ]
    answers = ", ".join(f"{name} {count:,}" for name, count in said.most_common())
    return "\n".join([f"{len(lines):,} questions; answered: {answers}", *rows])
