"""Which posts are in which theme, as themes, cards and my own choices change."""

from learnlog.library import Library
from learnlog.model.fetching import FetchState
from learnlog.model.query import PostFilter
from tests.library.conftest import FEED, NOW, filed, person, post, publish, put, theme

BEN = "https://ben.example/feed"


def themed(library: Library) -> dict[str, list[str]]:
    """Return the titles of the posts of each theme, from the river, and check that the counts agree."""
    found: dict[str, list[str]] = {}
    for shown in library.posts.page(PostFilter()):
        for slug in shown.themes:
            found.setdefault(slug, []).append(shown.title)
    for slug, titles in found.items():
        assert [p.title for p in library.posts.page(PostFilter(theme=slug))] == titles
    unread = library.posts.unread_by_theme()
    assert unread == {slug: library.posts.count(PostFilter(theme=slug, unread=True)) for slug in unread}
    assert library.check() == []
    return found


def test_words_in_title_text_or_tags_put_a_post_in_a_theme(library: Library) -> None:
    put(library, person("ana", FEED), theme("dc", "Data contracts", keywords=["schema"], tags=["registry"]))
    publish(
        library,
        post("Data Contracts!", hours=1),
        post("x", "une schéma", hours=2),
        post("y", tags=("Registry",), hours=3),
        post("data and contracts", hours=4),
    )
    assert themed(library) == {"dc": ["Data Contracts!", "x", "y"]}


def test_a_theme_that_comes_later_or_changes_its_terms_gathers_anew(library: Library) -> None:
    put(library, person("ana", FEED))
    publish(library, post("one", hours=1), post("two", hours=2))
    put(library, theme("t", "one"))
    assert themed(library) == {"t": ["one"]}
    put(library, theme("t", "one", keywords=["two"]))
    assert themed(library) == {"t": ["one", "two"]}
    put(library, theme("t", "two"))
    assert themed(library) == {"t": ["two"]}
    library.documents.remove("themes/t.md")
    assert themed(library) == {}


def test_a_name_that_is_syntax_or_no_word_harms_nothing(library: Library) -> None:
    put(library, person("ana", FEED), theme("t", 'a" OR b* NEAR(', keywords=["++", '"', "x"]))
    publish(library, post("b"), post("a or b near", hours=1))
    assert themed(library) == {"t": ["a or b near"]}


def test_a_persons_themes_hold_for_all_their_posts(library: Library) -> None:
    put(library, theme("t", "nothing like it"), person("ana", FEED, themes=["t"]))
    publish(library, post("one"))
    assert themed(library) == {"t": ["one"]}
    put(library, person("ana", FEED, BEN, themes=["t", "u"]))
    publish(library, post("two", hours=1), feed=BEN)
    assert themed(library) == {"t": ["one", "two"], "u": ["one", "two"]}
    put(library, person("ana", FEED, themes=["u"]))
    assert themed(library) == {"u": ["one"]}


def test_a_post_stays_in_a_theme_while_one_reason_is_left(library: Library) -> None:
    put(library, theme("t", "word"), person("ana", FEED, themes=["t"]))
    publish(library, post("word"), post("other", hours=1))
    put(library, filed(library.posts.page(PostFilter())[1].id, "t"))
    put(library, person("ana", FEED))
    assert themed(library) == {"t": ["word", "other"]}
    put(library, theme("t", "else"))
    assert themed(library) == {"t": ["other"]}
    put(library, filed(library.posts.page(PostFilter())[1].id))
    assert themed(library) == {}


def test_merging_moves_everything_once_and_unmerging_moves_it_back(library: Library) -> None:
    put(library, theme("a", "apple"), theme("b", "banana"), theme("c", "cherry"))
    put(library, person("ana", FEED), person("ben", BEN, themes=["a"]))
    publish(library, post("apple banana", hours=1), post("cherry", hours=2), post("given", hours=3))
    publish(library, post("by ben", hours=4), feed=BEN)
    put(library, filed(library.posts.page(PostFilter())[2].id, "a"))
    apart = themed(library)
    assert apart == {"a": ["apple banana", "given", "by ben"], "b": ["apple banana"], "c": ["cherry"]}
    put(library, theme("a", "apple", merged_into="b"), theme("c", "cherry", merged_into="a"))
    together = ["apple banana", "cherry", "given", "by ben"]
    assert themed(library) == {"b": together}
    assert [p.title for p in library.posts.page(PostFilter(theme="c"))] == together
    publish(library, post("new cherry"))
    assert themed(library) == {"b": ["new cherry", *together]}
    put(library, filed(library.posts.page(PostFilter(theme="b"))[3].id))
    assert "given" not in themed(library)["b"]
    put(library, theme("a", "apple"), theme("c", "cherry"))
    assert themed(library) == {
        "a": ["apple banana", "by ben"],
        "b": ["apple banana"],
        "c": ["new cherry", "cherry"],
    }


def test_an_edited_post_is_filed_anew(library: Library) -> None:
    put(library, person("ana", FEED), theme("a", "apple"), theme("b", "banana"))
    publish(library, post("1", "apple"), post("2", "apple", hours=1))
    library.posts.mark_read([p.id for p in library.posts.page(PostFilter())], True, NOW)
    publish(library, post("1", "banana"), post("3", "apple", hours=2))
    assert themed(library) == {"b": ["1"], "a": ["2", "3"]}
    assert library.posts.unread_by_theme() == {"a": 1}


def test_dropping_and_putting_all_again_changes_nothing(library: Library) -> None:
    documents = [theme("a", "apple"), person("ana", FEED, themes=["u"]), theme("b", merged_into="a")]
    put(library, *documents)
    publish(library, post("apple"), post("given", hours=1))
    documents.append(filed(library.posts.page(PostFilter())[1].id, "b"))
    put(library, documents[-1])
    library.posts.star([library.posts.page(PostFilter())[1].id], True, NOW)
    library.channels.commit(FEED, [], FetchState(etag="x"))
    before = themed(library), library.posts.page(PostFilter()), library.channels.states()
    library.drop_index()
    assert library.posts.page(PostFilter()) == []
    assert library.documents.known() == {}
    put(library, *documents)
    assert (themed(library), library.posts.page(PostFilter()), library.channels.states()) == before


def test_a_muted_person_is_found_but_not_in_the_river_nor_in_a_count(library: Library) -> None:
    put(library, theme("t", "one"), person("ana", FEED, circles=["authors"]), person("ben", BEN))
    publish(library, post("one"), feed=BEN)
    publish(library, post("one more"))
    put(library, person("ana", FEED, circles=["authors"], status="muted"))
    assert [p.title for p in library.posts.page(PostFilter())] == ["one"]
    assert library.posts.unread_by_theme() == {"t": 1}
    assert library.posts.unread_by_circle() == {}
    assert library.posts.unread_total() == 1
    assert [p.title for p in library.posts.page(PostFilter(person="ana"))] == ["one more"]
    assert len(library.search("one", now=NOW)) == 3  # both posts, and the theme
    put(library, person("ana", FEED, circles=["authors"]))
    assert library.posts.unread_total() == 2
