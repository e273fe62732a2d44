"""The river: what is shown, in which order, and what I did with it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnlog.library import Library, marking
from learnlog.library.marking import Marked
from learnlog.library.post_selection import _MOST_MERGED
from learnlog.model.errors import LearnlogError
from learnlog.model.query import Place, PostFilter
from tests.library.conftest import FEED, NOW, kept, person, post, publish, put, theme

BEN = "https://ben.example/feed"
EVERY = PostFilter()


@pytest.fixture
def river(library: Library) -> Library:
    put(
        library,
        theme("data", "data contracts"),
        person("ana", FEED, circles=["colleagues"], themes=["data"]),
        person("ben", BEN, circles=["authors", "colleagues"]),
    )
    publish(library, post("a1", hours=1), post("a2", hours=3))
    publish(library, post("b1", "about data contracts", hours=2), post("b2", hours=4), feed=BEN)
    return library


def titles(library: Library, filter: PostFilter = EVERY, **page: object) -> list[str]:
    return [found.title for found in library.posts.page(filter, **page)]  # type: ignore[arg-type]


def id_of(library: Library, title: str) -> str:
    return next(found.id for found in library.posts.page(EVERY) if found.title == title)


def place(moment: datetime, row: int) -> Place:
    return Place(int(moment.timestamp()), row)


def test_the_river_is_newest_first_and_says_who(river: Library) -> None:
    assert titles(river) == ["a1", "b1", "a2", "b2"]
    first = river.posts.page(EVERY)[0]
    assert (first.person, first.person_name, first.channel) == ("ana", "Ana", FEED)
    assert first.published == NOW - timedelta(hours=1)
    assert first.themes == ("data",)
    assert not first.read


@pytest.mark.parametrize(
    ("filter", "shown"),
    [
        (PostFilter(person="ben"), ["b1", "b2"]),
        (PostFilter(person="Ben"), ["b1", "b2"]),
        (PostFilter(circle="Colleagues"), ["a1", "b1", "a2", "b2"]),
        (PostFilter(circle="authors"), ["b1", "b2"]),
        (PostFilter(circle="nobody"), []),
        (PostFilter(channel=FEED), ["a1", "a2"]),
        (PostFilter(theme="data"), ["a1", "b1", "a2"]),
        (PostFilter(theme="Data contracts", person="ben"), ["b1"]),
        (PostFilter(theme="other"), []),
        (PostFilter(since=NOW - timedelta(hours=3), until=NOW - timedelta(hours=1)), ["b1", "a2"]),
        (PostFilter(unread=True), ["b1", "a2", "b2"]),
        (PostFilter(unread=True, theme="data"), ["b1", "a2"]),
        (PostFilter(unread=True, person="ana"), ["a2"]),
        (PostFilter(starred=True), ["b1"]),
        (PostFilter(starred=True, theme="data"), ["b1"]),
        (PostFilter(starred=True, person="ana"), []),
        (PostFilter(arrived_until=2), ["a1", "a2"]),
    ],
)
def test_filters_agree_in_pages_and_counts(river: Library, filter: PostFilter, shown: list[str]) -> None:
    river.posts.mark_read([id_of(river, "a1")], True, NOW)
    river.posts.star([id_of(river, "b1")], True, NOW)
    assert titles(river, filter) == shown
    assert river.posts.count(filter) == len(shown)
    assert river.posts.arrived_since(0, filter) == len(shown)


def test_only_the_followed_are_shown_but_their_posts_stay(river: Library) -> None:
    ben = id_of(river, "b1")
    put(river, person("ben", BEN, status="unfollowed"))
    assert titles(river) == ["a1", "a2"]
    assert river.posts.count(EVERY) == river.posts.unread_total() == 2
    assert river.posts.count(PostFilter(person="ben")) == 0
    assert [hit.title for hit in river.search("data contracts", now=NOW, types=("post",))] == []
    found = river.posts.get(ben)
    assert found is not None
    assert found.person == ""
    put(river, person("ben", BEN))
    assert titles(river) == ["a1", "b1", "a2", "b2"]


def test_a_channel_on_two_cards_shows_its_posts_once(river: Library) -> None:
    put(river, person("aaron", FEED))
    assert titles(river) == ["a1", "b1", "a2", "b2"]
    assert river.posts.unread_by_person() == {"aaron": 2, "ben": 2}
    put(river, person("aaron", FEED, status="unfollowed"))
    assert river.posts.unread_by_person() == {"ana": 2, "ben": 2}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_paging_down_and_up_has_no_gaps_and_no_doubles(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    library = Library(tmp_path_factory.mktemp("river") / "library.db")
    many = data.draw(st.booleans())
    feeds = [f"https://h{number}.example" for number in range(_MOST_MERGED + 2 if many else 3)]
    put(library, theme("data"), person("ana", *feeds, circles=["c"], themes=["data"]))
    for number, feed in enumerate(feeds if not many else feeds[:4]):
        hours = data.draw(st.lists(st.integers(0, 3), max_size=6))
        posts = [post(f"{number}-{order}", hours=hour) for order, hour in enumerate(hours)]
        publish(library, *posts, feed=feed)
    fits = st.sampled_from([EVERY, PostFilter(circle="c"), PostFilter(theme="data"), PostFilter(unread=True)])
    filter, size = data.draw(fits), data.draw(st.integers(1, 4))
    whole = [(found.published, found.row) for found in library.posts.page(filter, limit=100)]
    assert whole == sorted(whole, reverse=True)

    down: list[tuple[datetime, int]] = []
    while page := library.posts.page(filter, after=place(*down[-1]) if down else None, limit=size):
        down += [(found.published, found.row) for found in page]
    up: list[tuple[datetime, int]] = whole[-1:]
    while up and (page := library.posts.page(filter, before=place(*up[0]), limit=size)):
        up = [(found.published, found.row) for found in page] + up
    library.close()
    assert down == up == whole


def test_reading_starring_and_taking_it_back_name_what_changed(river: Library) -> None:
    one, two = id_of(river, "a1"), id_of(river, "b1")
    assert river.posts.mark_read([one], True, NOW) == [one]
    assert river.posts.mark_read([two, one, two, "unknown"], True, NOW) == [two]
    assert titles(river, PostFilter(unread=True)) == ["a2", "b2"]
    assert river.posts.mark_read([one, two], False, NOW) == [one, two]
    assert river.posts.unread_total() == 4
    assert river.posts.star([one], True, NOW) == [one]
    assert river.posts.star([one], True, NOW) == []
    assert river.posts.page(EVERY)[0].starred


def test_marking_all_read_leaves_what_waits_behind_the_line(river: Library) -> None:
    line = river.posts.newest_row()
    publish(river, post("a3"))
    assert river.posts.arrived_since(line, EVERY) == 1
    assert river.posts.arrived_since(line, PostFilter(person="ben")) == 0
    assert river.posts.arrived_since(line, PostFilter(theme="data")) == 1
    changed = river.posts.mark_all_read(PostFilter(theme="data", arrived_until=line), NOW)
    assert changed.items == 3
    assert {post.title for post in river.posts.page(EVERY) if post.row in changed.rows} == {"a1", "b1", "a2"}
    assert titles(river, PostFilter(unread=True)) == ["a3", "b2"]
    assert river.posts.mark_all_read(PostFilter(circle="nobody"), NOW).items == 0


def test_counts_by_theme_circle_person_and_week(river: Library) -> None:
    river.posts.mark_read([id_of(river, "a1")], True, NOW)
    assert river.posts.unread_by_theme() == {"data": 2}
    assert river.posts.unread_by_circle() == {"colleagues": 3, "authors": 2}
    assert river.posts.unread_by_person() == {"ana": 1, "ben": 2}
    assert river.posts.by_theme("ana") == {"data": 2}
    assert river.posts.weeks("data", datetime(2026, 11, 19, tzinfo=UTC), 2) == [0, 3]
    assert river.posts.weeks("", datetime(2026, 11, 19, tzinfo=UTC), 2) == [0, 4]
    assert river.posts.last_by_person() == {"ana": NOW - timedelta(hours=1), "ben": NOW - timedelta(hours=2)}


def test_a_post_knows_that_it_was_kept(river: Library) -> None:
    put(river, kept("k1", post=id_of(river, "b1")))
    assert [found.kept for found in river.posts.page(EVERY)] == ["", "k1", "", ""]


def test_posts_are_found_by_the_ends_of_their_id(river: Library) -> None:
    whole = id_of(river, "a1")
    for fragment in (whole, whole[:9].upper(), whole[-9:]):
        assert [found.id for found in river.posts.match(fragment)] == [whole]
    assert river.posts.match("nothing-like-it") == river.posts.match("") == []
    assert [found.id for found in river.posts.get_many([whole, "unknown"])] == [whole]


def test_places_are_remembered(river: Library) -> None:
    assert river.posts.place("river") is None
    river.posts.remember_place("river", Place(5, 7))
    assert river.posts.place("river") == Place(5, 7)


def test_very_many_are_marked_a_few_at_a_time_and_what_was_marked_is_known_when_it_breaks_off(
    river: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "SLICE", 2)
    far: list[tuple[int, int]] = []
    publish(river, *(post(f"more {number}") for number in range(5)))
    other, total = Library(river.path, patience=0.05), river.posts.unread_total()

    def progress(done: int, of: int) -> None:
        far.append((done, of))
        if done == 2:
            other.posts.star([id_of(river, "a1")], True, NOW)  # others write in between
        else:
            raise LearnlogError("The disk is full.")

    marked = Marked()
    with pytest.raises(LearnlogError):
        river.posts.mark_all_read(EVERY, NOW, marked, progress)
    assert far == [(2, total), (4, total)]
    assert (marked.items, river.posts.unread_total()) == (4, total - 4)
    river.posts.mark_unread(marked.rows)
    assert river.posts.unread_total() == total
    assert river.check() == []
    other.close()
