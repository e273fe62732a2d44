"""What I pass over: a theme whose suggestions I do not take is suggested only more clearly, until I take some again."""

from itertools import combinations
from pathlib import Path

import pytest

from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import Post
from learnlog.model.query import PostFilter
from learnlog.reading.sorting.passing_over import CLEARER, PassingOver
from learnlog.workspace import Workspace
from tests.library.conftest import FEED, post
from tests.reading.sorting.test_suggesting import OTHERS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "suggested.json"


def pass_over(noted: PassingOver, *posts: str, theme: str = "trains") -> None:
    for one in posts:
        noted.suggested(one, theme)
        noted.looked_at(one)


def test_what_is_passed_over_must_be_clearer_and_what_is_taken_need_not(file: Path) -> None:
    noted = PassingOver(file)
    assert noted.clearer() == {}
    pass_over(noted, "a", "b", "c", "d")
    assert noted.clearer() == {"trains": 1.5}
    pass_over(noted, *map(str, range(30)))
    assert noted.clearer() == {"trains": CLEARER}
    for one in range(30):
        noted.took(str(one), "trains")
    assert noted.clearer() == {}


def test_a_post_counts_once_and_only_when_something_was_suggested_for_it(file: Path) -> None:
    noted = PassingOver(file)
    noted.looked_at("plain")
    noted.suggested("unseen", "trains")
    assert noted.clearer() == {}
    pass_over(noted, "a", "a", "a")
    assert noted.clearer() == {"trains": 9 / 8}


def test_it_may_be_looked_at_before_anything_is_suggested_as_on_a_narrow_screen(file: Path) -> None:
    noted = PassingOver(file)
    noted.looked_at("a")
    noted.suggested("a", "trains")
    assert noted.clearer() == {"trains": 9 / 8}
    noted.took("a", "boats")
    assert noted.clearer() == {"trains": 9 / 8}, "something else was taken"
    noted.took("a", "trains")
    assert noted.clearer() == {}


def test_it_is_known_at_the_next_start_and_old_things_fade(file: Path) -> None:
    pass_over(PassingOver(file), *map(str, range(30)))
    noted = PassingOver(file)
    assert noted.clearer() == {"trains": CLEARER}
    for one in range(100, 125):
        noted.suggested(str(one), "trains")
        noted.took(str(one), "trains")
    assert noted.clearer() == {}, "newer ones count for more"


@pytest.mark.parametrize(
    "said", ["", "{", "[]", '{"trains": 3}', '{"trains": [1e999, "x"]}', '{"trains": [-5, 900]}']
)
def test_a_spoiled_file_only_means_that_it_is_forgotten(file: Path, said: str) -> None:
    file.parent.mkdir()
    file.write_text(said)
    noted = PassingOver(file)
    assert noted.clearer() == {}
    pass_over(noted, "a")
    assert PassingOver(file).clearer() == {"trains": 9 / 8}


def test_a_disk_that_refuses_is_no_reason_to_stop(file: Path) -> None:
    file.parent.write_text("no folder")
    noted = PassingOver(file)
    pass_over(noted, "a")
    assert noted.clearer() == {"trains": 9 / 8}


WORDS = ("junction", "signal", "driver", "points", "platform", "night", "train", "timetable")
ABOUT = [f"The {' '.join(WORDS[start:] + WORDS[:start])}" for start in range(3)]
LIKE = [
    f"A {one} and a {other}, gravel{number} and moss{number}"
    for number, (one, other) in enumerate(list(combinations(WORDS, 2))[:12])
]


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    """Posts on trains under a theme, and posts that have two of their words."""
    workspace.themes.add("railways")
    workspace.people.add("Ana", [Channel(kind="feed", key=FEED)])
    made = [post(text, text, hours=number) for number, text in enumerate((*ABOUT, *LIKE, *OTHERS))]
    workspace.library.channels.commit(FEED, made, FetchState(checked=workspace.clock()))
    workspace.library.catch_up()
    for text in ABOUT:
        workspace.river.give_theme(titled(workspace, text).id, "railways")
    return workspace


def titled(space: Workspace, title: str) -> Post:
    return next(one for one in space.library.posts.page(PostFilter(), limit=500) if one.title == title)


def test_posts_i_look_at_and_leave_quieten_a_theme_and_those_i_put_there_do_not(space: Workspace) -> None:
    last = titled(space, LIKE[-1])
    for text in LIKE[:-1]:
        assert space.suggesting.for_post(titled(space, text)) is not None
    assert space.suggesting.for_post(last) is not None, "nothing was looked at"
    for text in LIKE[:-1]:
        space.suggesting.looked_at(titled(space, text).id)
    assert space.suggesting.for_post(last) is None
    assert Workspace(space.paths, clock=space.clock).suggesting.for_post(last) is None, (
        "also at the next start"
    )
    for text in LIKE[:-1]:
        space.river.give_theme(titled(space, text).id, "Railways")
    assert space.suggesting.for_post(last) is not None
