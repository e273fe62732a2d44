"""Who is looked for while posts arrive: a look sees the library as it was when it began."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from learnlog.library.evidence import Evidence
from learnlog.model.errors import NotFoundError
from tests.finding.world import ANA, CAT, FEMKE, World, names

ON = "data contracts"


@pytest.fixture
def arriving(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[None]]:
    """Posts of Cat arrive, by a fetch in a thread of its own, as soon as a look knows how many posts there are."""
    real = Evidence.size

    def arrive() -> None:
        world.on(ON, CAT, 8)
        world.boosts(ANA, CAT, "data contracts are read aloud")

    def size(evidence: Evidence) -> tuple[int, int]:
        found = real(evidence)
        other = threading.Thread(target=arrive)
        other.start()
        other.join()
        return found

    @contextmanager
    def meanwhile() -> Iterator[None]:
        with monkeypatch.context() as patched:
            patched.setattr(Evidence, "size", size)
            yield

    return meanwhile


def test_posts_that_arrive_while_i_look_for_people_wait_for_the_next_look(
    world: World, arriving: Callable[[], AbstractContextManager[None]]
) -> None:
    world.on(ON, ANA, 4)
    world.on(ON, FEMKE, 3)
    before = world.find()
    with arriving():
        assert world.find() == before
    assert names(world.find().new) == ["Cat Okafor", "Femke Jansen"]


def test_why_somebody_stands_where_they_stand_is_told_while_posts_arrive(
    world: World, arriving: Callable[[], AbstractContextManager[None]]
) -> None:
    world.on(ON, ANA, 4)
    before = world.space.finder.explain(ON, ANA.key)
    with arriving():
        assert world.space.finder.explain(ON, ANA.key) == before


def test_a_look_that_finds_nobody_holds_nothing_up(world: World) -> None:
    with pytest.raises(NotFoundError):
        world.space.finder.explain(ON, CAT.key)
    world.on(ON, ANA, 4)
    assert names(world.find().mine) == ["Ana Vos"]
