"""A day of thirty channels with everything that goes wrong on the way: the bench's soak, small."""

from pathlib import Path

from bench.soak import Soak
from bench.soak_world import World


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
