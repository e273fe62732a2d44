"""What a fetch brings: posts taken in, edited, repeated, dated oddly, or hostile."""

from datetime import UTC, datetime, timedelta

import pytest

from learnlog.library import Library
from learnlog.library.tidying import Named
from learnlog.model.fetching import Arrived, FetchState
from learnlog.model.ids import post_id
from learnlog.model.moments import EPOCH
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from tests.library.conftest import FEED, NOW, person, post, publish, put

EVERY = PostFilter()


@pytest.fixture
def followed(library: Library) -> Library:
    put(library, person("ana", FEED))
    return library


def test_posts_and_state_are_taken_in_together(followed: Library) -> None:
    state = FetchState(
        etag='W/"x"',
        checked=NOW,
        fetched=NOW,
        due=NOW + timedelta(hours=1),
        wait_until=NOW,
        status=200,
        error="Odd.",
        errors=2,
        title="Ana's notes",
    )
    new = post("1", "Some words.", html="<p>Some words.</p>", tags=("x", "y"), language="en", author="Ana")
    assert followed.channels.commit(FEED, [new], state) == Arrived(new=1)
    assert followed.channels.state(FEED) == state
    assert followed.channels.states() == {FEED: state}
    shown = followed.posts.page(EVERY)[0]
    assert (shown.id, shown.author, shown.excerpt, shown.words) == (
        post_id(FEED, "1"),
        "Ana",
        "Some words.",
        2,
    )
    text = followed.posts.text(shown.id)
    assert text is not None
    assert (text.html, text.text, text.tags, text.language) == (
        "<p>Some words.</p>",
        "Some words.",
        ("x", "y"),
        "en",
    )
    assert followed.posts.text("unknown") is None


def test_the_same_answer_again_changes_nothing(followed: Library) -> None:
    posts = [post("1", "a"), post("2", "b")]
    publish(followed, *posts)
    again = [post("1", "a"), post("2", "b"), post("1", "a double")]
    assert followed.channels.commit(FEED, again, FetchState(checked=NOW)) == Arrived()


def test_an_edited_post_stays_read_starred_and_where_it_was(followed: Library) -> None:
    publish(followed, post("1", "first version", hours=5), post("2", hours=1))
    id = post_id(FEED, "1")
    followed.posts.mark_read([id], True, NOW)
    followed.posts.star([id], True, NOW)
    edited = post("1", "second edition", title="Better")
    assert followed.channels.commit(FEED, [edited], FetchState(checked=NOW)) == Arrived(edited=1)
    found = followed.posts.page(EVERY)[1]
    assert (found.id, found.title, found.read, found.starred) == (id, "Better", True, True)
    assert [hit.id for hit in followed.search("edition ", now=NOW)] == [id]
    assert followed.search("version ", now=NOW) == []
    assert followed.check() == []


def test_a_date_to_come_or_none_counts_as_arriving_now(followed: Library) -> None:
    coming = NewPost(guid="1", title="coming", published=datetime(9999, 12, 31, 23, tzinfo=UTC))
    undated = NewPost(guid="2", title="undated", published=EPOCH)
    publish(followed, coming, undated, post("3", hours=1))
    found = {shown.title: shown.published for shown in followed.posts.page(EVERY)}
    assert found == {"coming": NOW, "undated": NOW, "3": NOW - timedelta(hours=1)}


def test_foreign_text_does_not_act_when_it_comes_back(followed: Library) -> None:
    bad = "a\x1b[31mb\x9b1m\u202ec\ud800\x00"
    publish(
        followed,
        NewPost(
            guid=bad,
            url="javascript:alert(1)",
            title=f"{bad}\nline",
            author=bad,
            text=bad,
            html=bad,
            tags=(bad,),
        ),
    )
    found = followed.posts.page(EVERY)[0]
    text = followed.posts.text(found.id)
    assert text is not None
    assert (found.title, found.url) == ("abc\ufffd line", "")
    for shown in (found.author, found.excerpt, text.text, text.html, text.tags[0]):
        assert shown == "abc\ufffd"


def test_endless_texts_are_cut(followed: Library) -> None:
    publish(followed, NewPost(guid="1", title="x " * 3_000_000, text="y " * 1_500_000))
    found = followed.posts.page(EVERY)[0]
    assert len(found.title) <= 500
    assert len(found.excerpt) <= 280


def test_the_place_of_a_post_that_went_is_given_to_no_other(followed: Library) -> None:
    publish(followed, post("1"), post("2"))
    last = followed.posts.newest_row()
    assert followed.tidying.drop([last], Named(), keeps_unread=False, remember=False) == 1
    publish(followed, post("3"))
    assert followed.posts.newest_row() == last + 1


def test_posts_still_come_when_another_program_forgot_which_places_were_given(followed: Library) -> None:
    publish(followed, post("1"), post("2"))
    followed._connections.db.run("DELETE FROM sqlite_sequence")
    publish(followed, post("3"))
    assert followed.posts.count(EVERY) == 3


def test_a_channel_known_before_its_person_keeps_its_state(library: Library) -> None:
    library.channels.ensure(Channel(kind="feed", key=FEED))
    publish(library, post("1"))
    assert library.posts.page(EVERY) == []
    put(library, person("ana", FEED))
    assert [shown.person for shown in library.posts.page(EVERY)] == ["ana"]
    assert library.channels.state("unknown") == FetchState()
