"""A day of thirty channels with everything that goes wrong on the way: the bench's soak, small."""

from pathlib import Path

from bench.soak import Soak, grown
from bench.soak_checks import violations
from bench.soak_server import Line
from bench.soak_world import HOUR, START, World


def test_a_day_of_faults_loses_nothing_doubles_nothing_and_keeps_all_manners(tmp_path: Path) -> None:
    world = World(feeds=30, hosts=6, hours=24, seed=4, slow=False)
    soak = Soak(world, str(tmp_path), step=60, pause=0, timeout=60)
    try:
        soak.follow()
        soak.live()
        report = soak.end()
    finally:
        soak.close()
    faults = {line.fault for line in report.lines} - {""}
    assert len(faults) > 3
    assert {302, 304, 410} <= {line.status for line in report.lines}
    assert report.posts > 300
    assert report.wrong == []


def asked(at: float, status: int = 200, fault: str = "", number: int = 1) -> Line:
    """Return a question for a feed, so many simulated hours after the beginning."""
    host, path = World().feed(number).host, World().feed(number).path
    told = {"user-agent": "learnlog/1", "accept-encoding": "gzip, br, zstd"} | dict.fromkeys(
        ("cookie", "referer", "authorization", "from"), ""
    )
    sim = START + at * HOUR
    return Line(sim, sim, sim, host, path, status, fault, ("", ""), ("", ""), 0.0, 0, told)


def broken(*lines: Line) -> list[str]:
    return [rule for rule, _ in violations(lines, World(), 0)]


def test_a_question_that_was_put_again_over_a_new_connection_counts_as_one_that_went_well() -> None:
    again = (asked(0, 0, "drop"), asked(0))
    assert broken(*again, asked(1.25, 500), asked(2.5)) == []
    assert broken(*again, asked(1.25, 500), asked(2.5, 500), asked(3.75)) == [
        "asked too soon after failing again"
    ]


def test_a_question_that_was_put_again_and_failed_again_counts_once() -> None:
    assert broken(asked(0, 0, "drop"), asked(0, 0, "drop"), asked(1.25)) == []


def moved(at: float, status: int = 200) -> tuple[Line, Line]:
    """Return the questions for a feed that moved, at its old address and, a moment later, at its new one."""
    old = asked(at, 301, number=47)
    host = World().feed(48).host
    return old, old._replace(host=host, path="/moved/47", status=status, real=old.real + 0.1)


def test_a_feed_that_moved_is_proven_by_what_was_found_there() -> None:
    proofs = [line for at in (0, 2, 4) for line in moved(at)]
    rested = moved(6)[0]  # the host it leads to wanted no questions
    assert broken(*proofs[:2], *moved(1, 404), rested, *(line for at in (8, 10) for line in moved(at))) == []
    assert broken(*proofs, *moved(6)) == ["a feed that moved is still asked at its old address"]


def test_memory_that_grows_is_told() -> None:
    assert list(grown({0: 60.0, 6: 66.0, 12: 66.0, 18: 67.0})) == []
    assert [rule for rule, _ in grown({0: 60.0, 6: 66.0, 12: 68.0, 18: 70.0})] == ["memory grows"]
