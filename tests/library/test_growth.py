"""What a key asks of the library costs the same however many posts there are: in steps of SQLite, not in time."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learnlog.library import Library, compile, post_searching
from learnlog.model.query import Place, PostFilter
from tests.library.conftest import FEED, NOW, person, post, publish, put, theme

SMALL, LARGE = 400, 2400
BEN = "https://ben.example/atom"
OLDEST = Place(-(2**62), 0)
Question = Callable[[Library], object]


def filled(path: Path, number: int) -> Library:
    """A library of so many posts of two people; of every twenty one is read, long and in Dutch, a few are starred."""
    rng, library = random.Random(3), Library(path)
    put(library, theme("contracts", keywords=["contract"]))
    put(library, person("ana", FEED, circles=["authors"]), person("ben", BEN, circles=["colleagues"]))
    for feed, share in ((FEED, number // 2), (BEN, number // 2)):
        posts = [
            post(
                f"{feed} {n}",
                " ".join(rng.choices(("the", "of", "lag", "team", "contract"), k=900 + 200 * (n % 20 == 0))),
                hours=n / 3,
                language="nl" if n % 20 == 0 else "en",
                url=f"{feed}/{n}",
            )
            for n in range(share)
        ]
        publish(library, *posts, feed=feed)
        ids = [one.id for one in library.posts.page(PostFilter(channel=feed), limit=number)]
        library.posts.mark_read(ids[::20], True, NOW)
        library.posts.star(ids[:3], True, NOW)
    library.stories.join()
    library.tidy()  # else it hangs on chance how many pieces the full-text index is in
    return library


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Library]]:
    """The same library small and six times as large."""
    folder = tmp_path_factory.mktemp("growth")
    both = filled(folder / "small.db", SMALL), filled(folder / "large.db", LARGE)
    yield both
    for library in both:
        library.close()


@pytest.fixture(autouse=True)
def _many_is_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile, "FEW", 15)
    monkeypatch.setattr(post_searching, "FEW", 15)
    monkeypatch.setattr(post_searching, "DENSE", 60)


@contextmanager
def counting(library: Library) -> Iterator[list[int]]:
    """Count the steps that SQLite takes meanwhile."""
    steps, connection = [0], library._connections.db.connection

    def step() -> int:
        steps[0] += 1
        return 0

    connection.set_progress_handler(step, 1)
    try:
        yield steps
    finally:
        connection.set_progress_handler(None, 1)


LISTS = {
    "all": PostFilter(),
    "unread": PostFilter(unread=True),
    "starred": PostFilter(starred=True),
    "hidden": PostFilter(hidden="only"),
    "without boosts": PostFilter(boosts=False),
    "theme": PostFilter(theme="contracts"),
    "unread of a theme": PostFilter(theme="contracts", unread=True),
    "person": PostFilter(person="ana"),
    "unread of a person": PostFilter(person="ana", unread=True),
    "circle": PostFilter(circle="authors", unread=True),
    "common word": PostFilter(search="the"),
    "unread with a common word": PostFilter(search="the", unread=True),
    "rare word": PostFilter(search="nowhere"),
    "phrase": PostFilter(search='"of the"'),
    "field": PostFilter(search="is:unread"),
    "read": PostFilter(search="is:read"),
    "long": PostFilter(search="is:long"),
    "answers": PostFilter(search="is:answer"),
    "newer": PostFilter(search="newer:2d"),
    "newer with a word": PostFilter(search="newer:2d lag"),
    "older": PostFilter(search="older:2d"),
    "somebody's": PostFilter(search="from:ana lag"),
}


def place_in(library: Library) -> Place:
    """Where somebody is who paged on for a while."""
    return Place(int((NOW - timedelta(hours=30)).timestamp()), library.posts.newest_row() // 2)


QUESTIONS: dict[str, Question] = {
    f"{what} of {name}": ask
    for name, asked in LISTS.items()
    for what, ask in {
        "top": lambda lib, asked=asked: lib.posts.page(replace(asked, now=NOW), limit=10),
        "end": lambda lib, asked=asked: lib.posts.page(replace(asked, now=NOW), before=OLDEST, limit=10),
        "middle": lambda lib, asked=asked: lib.posts.page(
            replace(asked, now=NOW), after=place_in(lib), limit=10
        ),
        "before the middle": lambda lib, asked=asked: lib.posts.page(
            replace(asked, now=NOW), before=place_in(lib), limit=10
        ),
        "what arrived": lambda lib, asked=asked: lib.posts.arrived_since(
            lib.posts.newest_row() - 3, replace(asked, now=NOW)
        ),
    }.items()
} | {
    "unread of all": lambda lib: lib.posts.unread_total(),
    "unread by theme": lambda lib: lib.posts.unread_by_theme(),
    "unread by circle": lambda lib: lib.posts.unread_by_circle(boosts=False),
    "unread by person": lambda lib: lib.posts.unread_by_person(),
    "last by person": lambda lib: lib.posts.last_by_person(),
    "reading a post": lambda lib: lib.posts.text(lib.posts.page(PostFilter(), limit=1)[0].id),
    "marking a post": lambda lib: lib.posts.mark_read(
        [lib.posts.page(PostFilter(), limit=1)[0].id], True, NOW
    ),
    "unmarking it": lambda lib: lib.posts.mark_read(
        [lib.posts.page(PostFilter(), limit=1)[0].id], False, NOW
    ),
    "starring": lambda lib: lib.posts.star([lib.posts.page(PostFilter(), limit=1)[0].id], False, NOW),
    "what waits": lambda lib: (lib.indexing.waiting(), lib.ruling.hidden(), lib.ruling.known()),
    "search": lambda lib: lib.search("lag", now=NOW, limit=8),
    "search for fields": lambda lib: lib.search("is:read", now=NOW, limit=8),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_key_costs_the_same_in_a_library_six_times_as_large(
    libraries: tuple[Library, Library], name: str
) -> None:
    steps = []
    for library in libraries:
        QUESTIONS[name](library)
        with counting(library) as counted:
            QUESTIONS[name](library)
        steps.append(counted[0])
    assert steps[1] < 1.5 * steps[0] + 300, steps


COUNTS: dict[str, Question] = {
    "total": lambda lib: lib.posts.unread_total(),
    "by theme": lambda lib: lib.posts.unread_by_theme(),
    "by theme, without boosts": lambda lib: lib.posts.unread_by_theme(boosts=False),
    "by circle": lambda lib: lib.posts.unread_by_circle(),
    "by person": lambda lib: lib.posts.unread_by_person(),
}


@pytest.mark.parametrize("name", COUNTS)
def test_counting_what_is_unread_reads_a_line_for_a_story_and_no_post(tmp_path: Path, name: str) -> None:
    library, stories = Library(tmp_path / "library.db"), 200
    put(library, theme("contracts", keywords=["contract"]), theme("teams", keywords=["team"]))
    put(library, person("ana", FEED, themes=["teams"], circles=["authors"]), person("ben", BEN))
    for feed in (FEED, BEN):
        posts = (
            post(f"Of a contract {n}", f"lag {n} team", url=f"https://ana.example/{n}")
            for n in range(stories)
        )
        publish(library, *posts, feed=feed)
    assert library.stories.join() == stories
    with counting(library) as steps:
        found = COUNTS[name](library)
    assert steps[0] < 30 * stories
    shown = library.posts.count(PostFilter(unread=True, theme="contracts" if "theme" in name else ""))
    assert shown == stories
    assert stories in (found.values() if isinstance(found, dict) else (found,))
    assert library.check() == []
    library.close()
