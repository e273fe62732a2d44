"""An edited post keeps its place, and what it said before."""

from datetime import timedelta

from learnlog.library import Library
from learnlog.library.versions import MOST
from learnlog.model.fetching import FetchState
from learnlog.model.query import PostFilter
from tests.library.conftest import FEED, NOW, person, post, publish, put
from tests.library.social import ANA, commit, said, uri


def edit(library: Library, text: str, *, hours: float = 0, **values: object) -> None:
    library.channels.commit(
        FEED, [post("a", text, **values)], FetchState(checked=NOW + timedelta(hours=hours))
    )  # type: ignore[arg-type]


def test_an_edit_keeps_the_place_the_marks_and_the_earlier_words(library: Library) -> None:
    put(library, person("ana", FEED))
    publish(library, post("a", "It is a tool.", hours=5), post("b", hours=4))
    before = library.posts.page(PostFilter())
    library.posts.mark_read([before[1].id], True, NOW)
    edit(library, "It is a promise.", hours=1, title="A title")
    edit(library, "It is a promise.", hours=2, title="A title")
    after = library.posts.page(PostFilter())
    assert [(found.id, found.published) for found in after] == [
        (found.id, found.published) for found in before
    ]
    assert (after[1].read, after[1].title) == (True, "A title")
    assert (after[0].edited, after[1].edited) == (None, NOW + timedelta(hours=1))
    (version,) = library.posts.versions(after[1].id)
    assert (version.title, version.text) == ("a", "It is a tool.")


def test_what_only_looks_otherwise_is_no_version(library: Library) -> None:
    publish(library, post("a", "Words."))
    edit(library, "Words.", hours=1, html="<p>Words.</p>", author="Ana V.", tags=("new",))
    (found,) = library.posts.of_channel(FEED, 5)
    assert (found.author, found.edited) == ("Ana V.", None)


def test_few_versions_stay_the_first_among_them(library: Library) -> None:
    publish(library, post("a", "0"))
    for number in range(1, 20):
        edit(library, str(number), hours=number)
    (found,) = library.posts.of_channel(FEED, 5)
    texts = [version.text for version in library.posts.versions(found.id)]
    assert texts == ["0", *(str(n) for n in range(20 - MOST, 19))]
    assert len(texts) == MOST


def test_words_that_were_taken_back_are_in_no_version(library: Library) -> None:
    commit(library, said("a", "hasty words"))
    commit(library, said("a", "calm words"))
    assert len(library.posts.versions(library.posts.of_channel(ANA, 1)[0].id)) == 1
    commit(library, gone=[uri("a")])
    assert library.posts.versions(library.posts.of_channel(ANA, 1)[0].id) == []
