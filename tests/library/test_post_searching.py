"""A search as a list by time: every page of it, however many posts it finds."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from learnlog.library import Library, compile, post_searching, posts
from learnlog.library.compile import Compiler
from learnlog.library.connection import Database
from learnlog.library.cut import Cut
from learnlog.library.query import parse
from learnlog.model.query import Place, PostFilter
from tests.library.conftest import FEED, NOW, filed, person, post, publish, put, theme

WORDS = ("lag", "retro", "contract", "promise", "team")


@pytest.fixture
def full(library: Library) -> Library:
    """Sixty posts of two people, some read, some starred, some on a theme."""
    rng = random.Random(5)
    put(library, theme("contracts", keywords=["contract"]))
    put(library, person("ana", FEED, circles=["authors"]), person("ben", "https://ben.example/atom"))
    for number in range(60):
        text = " ".join(rng.choices(WORDS, k=rng.randint(1, 3) + 1000 * (number % 7 == 0)))
        language = rng.choice(("en", "nl", "de-AT"))
        feed = FEED if number % 3 else "https://ben.example/atom"
        made = post(f"p{number}", f"the {text}", hours=rng.randint(0, 400), language=language)
        publish(library, made, feed=feed)
    every = library.posts.page(PostFilter(), limit=100)
    library.posts.mark_read([one.id for one in every if rng.random() < 0.4], True, NOW)
    library.posts.star([one.id for one in every if rng.random() < 0.2], True, NOW)
    put(library, filed(every[7].id, "contracts"))
    return library


SEARCHES = (
    *(
        "lag",
        "the",
        "lag OR retro",
        "lag -retro",
        "-lag",
        '-"the lag"',
        '"the lag" OR contract',
        '"the lag"',
        "contr*",
        '"the lag" -retr*',
        '"the lag" -(contr* OR team)',
        "is:unread",
        "is:starred lag",
    ),
    *(
        "theme:contracts",
        "theme:contracts lag",
        "from:ana",
        "from:ben the",
        "person:ana -is:read",
        "circle:Authors",
    ),
    *(
        "channel:ben.example",
        "channel:feed lag",
        "lang:nl",
        "lang:de",
        "newer:7d",
        "older:7d",
        "the newer:2026-11-20",
    ),
    *(
        "nothing",
        "is:long",
        "is:read",
        "is:read lag",
        "-is:read",
        "is:answer",
        "is:long is:read",
        "theme:contracts is:read",
        "(lag is:starred) OR (retro lang:nl)",
        "in:posts lag",
    ),
)


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("few", [0, 6000])
@pytest.mark.parametrize("dense", [1, 50_000])
def test_a_search_by_time_finds_what_search_finds(
    full: Library, search: str, few: int, dense: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post_searching, "FEW", few)
    monkeypatch.setattr(compile, "FEW", few)
    monkeypatch.setattr(post_searching, "DENSE", dense)
    monkeypatch.setattr(posts, "FEW_UNREAD", dense)
    asked = PostFilter(search=search, now=NOW)
    hits = {hit.id for hit in full.search(search + " ", now=NOW, limit=1000, types=("post",))}
    page = full.posts.page(asked, limit=100)
    assert {one.id for one in page} == hits
    places = [(one.published, one.row) for one in page]
    assert places == sorted(places, reverse=True)
    assert full.posts.count(asked) == len(hits)
    unread = PostFilter(search=search, now=NOW, unread=True)
    assert full.posts.count(unread) == sum(not one.read for one in page)
    pages, after = [], None
    while more := full.posts.page(asked, after=after, limit=7):
        pages += more
        after = Place(int(more[-1].published.timestamp()), more[-1].row)
    assert pages == page
    if len(page) > 3:
        third = Place(int(page[3].published.timestamp()), page[3].row)
        assert full.posts.page(asked, before=third, limit=2) == page[1:3]


@pytest.mark.parametrize("few", [0, 6000])
def test_a_view_in_a_theme_or_among_the_starred_leaves_only_those(
    full: Library, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compile, "FEW", few)
    for lane in ({"theme": "contracts"}, {"starred": True}, {"person": "ana"}, {"circle": "authors"}):
        within = {one.id for one in full.posts.page(PostFilter(**lane), limit=100)}  # type: ignore[arg-type]
        for search in ("lag", "is:read", "is:long", "lang:nl"):
            found = {one.id for one in full.posts.page(PostFilter(search=search), limit=100)}
            both = full.posts.page(PostFilter(search=search, **lane), limit=100)  # type: ignore[arg-type]
            assert found
            assert {one.id for one in both} == within & found


def test_marking_a_view_read_leaves_all_others_unread(full: Library) -> None:
    before = full.posts.unread_total()
    fitting = full.posts.count(PostFilter(search="lag", unread=True))
    assert 0 < fitting < before
    changed = full.posts.mark_all_read(PostFilter(search="lag"), NOW)
    assert len(changed.rows) == changed.items == fitting
    assert full.posts.unread_total() == before - fitting


def test_what_arrives_for_a_view_is_counted(full: Library) -> None:
    newest = full.posts.newest_row()
    publish(full, post("new1", "lag again"), post("new2", "quiet"))
    assert full.posts.arrived_since(newest, PostFilter(search="lag")) == 1


def test_days_count_from_the_moment_that_is_given(full: Library) -> None:
    asked = PostFilter(search="newer:1d", now=NOW.replace(year=2036))
    assert full.posts.page(asked) == []


def test_operators_without_a_word_are_words_and_brackets_alone_find_nothing(full: Library) -> None:
    assert full.posts.page(PostFilter(search="()")) == []
    assert full.posts.page(PostFilter(search="AND OR")) == []


def test_a_count_goes_no_further_than_is_wanted_and_can_be_ended(full: Library) -> None:
    asked = PostFilter(search="the")
    assert full.posts.count(asked) == 60
    assert full.posts.count(asked, most=7) == 7
    cut = Cut()
    assert full.posts.count(asked, cut=cut) == 60
    cut.now()
    assert full.posts.count(asked, cut=cut) == 0


@pytest.mark.parametrize("search", ['-"the lag"', 'lag -"the lag"', '"the lag"', "the"])
def test_what_is_counted_is_not_looked_at_post_by_post(
    full: Library, search: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "FEW_UNREAD", 1)
    monkeypatch.setattr(compile, "FEW", 0)
    monkeypatch.setattr(post_searching, "FEW", 0)
    asked: list[str] = []
    full.posts._db.connection.set_trace_callback(asked.append)
    for unread in (False, True):
        full.posts.count(PostFilter(search=search, unread=unread))
    full.posts._db.connection.set_trace_callback(None)
    counted = [sql for sql in asked if "FROM post x" in sql or "JOIN post x" in sql]
    assert len(counted) == 2
    assert not any("says(" in sql or "rowid = x.row)" in sql for sql in counted)


def test_what_is_counted_since_a_day_is_walked_from_that_day(
    full: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post_searching, "FEW", 0)
    asked: list[str] = []
    full.posts._db.connection.set_trace_callback(asked.append)
    full.posts.count(PostFilter(search="the newer:7d", now=NOW))
    full.posts.count(PostFilter(search="the older:7d", now=NOW))
    full.posts._db.connection.set_trace_callback(None)
    assert ["JOIN post x" in sql for sql in asked if " post x " in sql] == [False, True]


def test_what_is_remembered_of_how_many_hits_there_are_makes_no_list_wrong(
    full: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post_searching, "FEW", 5)
    monkeypatch.setattr(post_searching, "DENSE", 20)
    asked = PostFilter(search="the")
    assert full.posts.count(asked) == len(full.posts.page(asked, limit=100)) == 60
    assert full.posts._density == {("post_start", '("the")'): True}
    for number in range(60):
        feed = FEED if number % 3 else "https://ben.example/atom"
        publish(full, post(f"p{number}", "other words"), feed=feed)
    publish(full, post("new", "the last"))
    assert [one.title for one in full.posts.page(asked)] == ["new"]


@pytest.mark.parametrize("search", ['"the lag" -con*', '"the lag" -(team OR con*)', "tag:lag -con*"])
def test_the_index_that_knows_no_beginnings_is_not_asked_for_one(full: Library, search: str) -> None:
    compiled = Compiler(full.posts._db, NOW, posts=True).compile(parse(search).root)
    assert compiled.index == "post_fts"
    assert compiled.match
    assert "*" not in compiled.match


def test_a_list_that_is_known_is_asked_again_once_somebody_wrote(full: Library) -> None:
    asked = PostFilter(search="promise")
    before = full.posts.count(asked)
    assert full.posts.count(asked) == before > 0
    publish(full, post("more", "a promise"))
    assert full.posts.count(asked) == before + 1
    other = Library(full.path)
    publish(other, post("even more", "a promise"))
    other.close()
    assert full.posts.count(asked) == before + 2
    full.drop_index()
    put(full, person("ana", FEED), person("ben", "https://ben.example/atom"))
    assert full.posts.count(asked) == before + 2


def test_a_list_that_is_known_stays_known_while_posts_are_only_marked(
    full: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[str] = []
    one = Database.one
    monkeypatch.setattr(
        Database,
        "one",
        lambda self, sql, *of: (
            listed.append(sql) if "json_group_array" in sql else None,
            one(self, sql, *of),
        )[1],
    )
    asked = PostFilter(search='"promise team" -"team lag"')
    found = full.posts.page(asked)
    assert found
    times = len(listed)
    with ThreadPoolExecutor(1) as another:
        another.submit(full.posts.mark_read, [found[0].id], not found[0].read, NOW).result()
        assert [post.id for post in another.submit(full.posts.page, asked).result()] == [p.id for p in found]
    assert [post.id for post in full.posts.page(asked)] == [post.id for post in found]
    assert len(listed) == times
