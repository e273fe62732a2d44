"""Search over everything at once, as someone types."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learnlog.library import Library
from tests.library.conftest import FEED, NOW, entry, kept, person, post, publish, put, theme
from tests.library.test_query import TYPED

BEN = "https://ben.example/feed"


@pytest.fixture
def full(library: Library) -> Library:
    put(
        library,
        theme("dc", "Data contracts", aliases=["Agreements"]),
        theme("old", "Old name", merged_into="dc"),
        person("ana-vos", FEED, name="Ana Vos", aliases=["ana"], why="Schema thinker"),
        person("ben", BEN),
        entry(
            "e1", "A promise between teams", title="Promises", kind="insight", themes=["old"], tags=["Trust"]
        ),
        entry("e2", "Who owns the schema?", kind="question", visibility="coach", people=["ana"], ago=10),
        entry("e3", "Answered", kind="question", status="closed", ago=40),
        kept("k1", "Registry text", title="Why our registry failed", person="ana", themes=["dc"], ago=2),
    )
    publish(
        library,
        post("Schema registry", "long ago we had one", hours=1),
        post("Café", "data contracts", hours=2),
    )
    publish(library, post("Ben on trust", "schema", hours=30, tags=("Trust",)), feed=BEN)
    ids = [found.id for found in library.search("in:posts", now=NOW)]
    library.posts.star(ids[:1], True, NOW)
    library.posts.mark_read(ids[2:], True, NOW)
    return library


def found(library: Library, query: str, **asked: object) -> set[str]:
    """Return what is found, each by its id, posts by their title."""
    hits = library.search(query, now=NOW, **asked)  # type: ignore[arg-type]
    return {hit.title if hit.type == "post" else hit.id for hit in hits}


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("schema ", {"Schema registry", "Ben on trust", "e2", "ana-vos"}),
        ("sch", {"Schema registry", "Ben on trust", "e2", "ana-vos"}),
        ("sch ", set()),
        ("cafe ", {"Café"}),
        ('"data contracts"', {"Café", "dc"}),
        ("schema -trust ", {"Schema registry", "e2", "ana-vos"}),
        ("promise OR registry ", {"e1", "Schema registry", "k1"}),
        ("theme:dc", {"dc", "e1", "k1", "Café"}),
        ("theme:agreements", {"dc", "e1", "k1", "Café"}),
        ('theme:"old name" in:journal', {"e1"}),
        ("theme:dat in:kept", {"k1"}),
        ("theme:nothing", set()),
        ("person:ana", {"ana-vos", "e2", "k1", "Schema registry", "Café"}),
        ('person:"Ana Vos" schema ', {"ana-vos", "e2", "Schema registry"}),
        ("person:be in:posts", {"Ben on trust"}),
        ("kind:insight", {"e1"}),
        ("tag:trust", {"e1", "Ben on trust"}),
        ("in:people", {"ana-vos", "ben"}),
        ("in:themes", {"dc", "old"}),
        ("is:starred", {"Schema registry"}),
        ("is:unread in:posts", {"Schema registry", "Café"}),
        ("is:read", {"Ben on trust"}),
        ("is:open", {"e2"}),
        ("is:coach", {"e2"}),
        ("since:2d in:posts", {"Schema registry", "Café", "Ben on trust"}),
        ("date:yesterday in:posts", {"Ben on trust"}),
        ("until:30d in:journal", {"e3"}),
        ("date:2026-11 in:journal", {"e1", "e2"}),
        ("trust AND (is:starred OR tag:trust) ", {"Ben on trust", "e1"}),
        ("-is:read in:posts", {"Schema registry", "Café"}),
        ("NOT (schema OR is:unread) in:posts", set()),
        ("registry OR is:read ", {"Schema registry", "k1", "Ben on trust"}),
        ("&&", set()),
    ],
)
def test_a_search_finds(full: Library, query: str, answer: set[str]) -> None:
    assert found(full, query) == answer


def test_nothing_typed_shows_the_newest_of_everything(full: Library) -> None:
    hits = full.search("", now=NOW, limit=4)
    assert [hit.moment for hit in hits] == sorted((hit.moment for hit in hits), reverse=True)
    assert len(full.search(" ", now=NOW)) == 11


def test_types_and_limit_narrow_the_answer(full: Library) -> None:
    assert found(full, "schema ", types=("entry", "person")) == {"e2", "ana-vos"}
    assert found(full, "schema ", types=("post",)) == {"Schema registry", "Ben on trust"}
    assert len(full.search("schema ", now=NOW, limit=2)) == 2


def test_titles_come_before_texts_and_new_before_old(library: Library) -> None:
    put(
        library,
        person("ana", FEED),
        entry("e1", "a word", title="x", ago=900),
        entry("e2", "", title="The word", ago=999),
    )
    publish(library, post("p1", "word", hours=1), post("p2", "word", hours=24 * 90))
    assert [hit.title for hit in library.search("word ", now=NOW)] == ["The word", "p1", "p2", "x"]


def test_a_hit_says_what_it_is(full: Library) -> None:
    hit = full.search("promise between ", now=NOW)[0]
    assert (hit.type, hit.id, hit.title, hit.kind, hit.themes) == (
        "entry",
        "e1",
        "Promises",
        "insight",
        ("dc",),
    )
    assert hit.moment == NOW
    (post_hit,) = full.search("cafe ", now=NOW)
    assert (post_hit.type, post_hit.person, post_hit.themes) == ("post", "ana-vos", ("dc",))
    assert post_hit.moment == NOW - timedelta(hours=2)


def test_the_excerpt_shows_the_first_match_in_long_and_accented_text(library: Library) -> None:
    put(
        library,
        entry(
            "e1", "é word-play " + "so much else " * 100 + "\n\nthe SCHÉMA\x1b[31m, here " + "and on " * 100
        ),
    )
    (hit,) = library.search("schema ", now=NOW)
    assert "the SCHÉMA, here" in hit.excerpt
    assert len(hit.excerpt) <= 160
    assert library.search('"word play"', now=NOW)[0].excerpt.startswith("é word-play so")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED, st.sampled_from([(), ("post",), ("entry", "kept")]))
def test_whatever_is_typed_is_a_search(full: Library, typed: str, types: tuple[str, ...]) -> None:
    for hit in full.search(typed, now=NOW, types=types):
        assert not types or hit.type in types


@pytest.mark.parametrize(
    "typed", ["x'; DROP TABLE post; --", 'a" OR title:b', "title : x", "{title}: x", "^a NEAR(b, 2)"]
)
def test_no_syntax_of_sqlite_is_understood(full: Library, typed: str) -> None:
    full.search(typed, now=NOW)
    assert full.posts.newest_row() == 3


def test_rare_conditions_and_common_ones_agree(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    put(library, theme("dc", "contracts"), person("ana", FEED, themes=["dc"]), person("ben", BEN))
    publish(library, *(post(f"a{n}", "word", hours=n) for n in range(10)))
    publish(library, *(post(f"b{n}", "word contracts", hours=n) for n in range(10)), feed=BEN)
    library.posts.mark_read([hit.id for hit in library.search("in:posts", now=NOW, limit=7)], True, NOW)
    queries = [
        "theme:dc word ",
        "person:ben ",
        "is:unread word theme:dc",
        "is:read",
        "since:2026-11-23 person:ana word",
    ]
    few = [library.search(query, now=NOW) for query in queries]
    monkeypatch.setattr("learnlog.library.compile.FEW", 1)
    assert [library.search(query, now=NOW) for query in queries] == few
    assert all(few)
