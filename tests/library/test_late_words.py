"""Words that are read out of a post's HTML after it arrived: shown, counted and found as if they had been there."""

from dataclasses import replace

from learnlog.library import Library
from learnlog.model.fetching import FetchState
from tests.library.conftest import FEED, NOW, post
from tests.library.test_indexing import arrive, everything, found, river

__all__ = ["river"]


def untold(guid: str, html: str, **values: object) -> object:
    """Return a post whose words are to be read out of its HTML."""
    return replace(post(guid, **values), html=html, text=None)


def test_words_still_in_their_html_are_shown_counted_and_found(river: Library) -> None:
    arrive(river, untold("one", "<p>Two <b>words</b></p><ul><li>and <i>four</i> more</li></ul>"))
    before = everything(river)
    ((shown, whole),) = before
    assert whole is not None
    assert (shown.excerpt, shown.words, whole.text) == (
        "Two words and four more",
        5,
        "Two words\n\nand four more",
    )
    river.indexing.finish()
    assert everything(river) == before
    assert found(river, "four") == {"one"}
    assert river.check() == []


def test_links_become_ties_when_the_words_are_read(river: Library) -> None:
    arrive(river, untold("one", '<p><a href="https://ben.example/">Ben</a></p>'))
    river.indexing.finish()
    key, one = river._connections.db.one(
        "SELECT a.key, t.row FROM tie t JOIN actor a ON a.id = t.actor_id"
    ) or ("", 0)
    assert (key, one) == ("https://ben.example/", 1)


def test_a_post_is_the_same_whenever_its_words_were_read(river: Library) -> None:
    html = "<p>The same as ever</p>"
    early = replace(post("one"), html=html, text="The same as ever")  # as an earlier learnlog took it in
    late = untold("one", html)
    for first, second in ((early, late), (late, late)):
        arrive(river, first)
        assert river.channels.commit(FEED, [second], FetchState(checked=NOW)).edited == 0
    changed = river.channels.commit(FEED, [untold("one", "<p>Another</p>")], FetchState(checked=NOW))
    assert (changed.new, changed.edited) == (0, 1)
    ((shown, whole),) = everything(river)
    assert (shown.excerpt, shown.words, whole and whole.text) == ("Another", 1, "Another")
    assert [one.text for one in river.posts.versions(shown.id)] == ["The same as ever"]


def test_rows_rise_with_time_and_are_never_given_twice(river: Library) -> None:
    arrive(river, post("one"), post("two", hours=1))
    db = river._connections.db
    db.run("DELETE FROM post_new")
    db.run("DELETE FROM post")
    arrive(river, post("three"), post("four", hours=1))
    assert [tuple(row) for row in db.rows("SELECT row, guid FROM post ORDER BY row")] == [
        (3, "four"),
        (4, "three"),
    ]
