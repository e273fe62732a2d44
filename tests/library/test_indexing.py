"""Posts are packed and indexed after they arrived: nothing is lost on the way, and everything is found."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learnlog.library import Library, indexing, leading, upkeep
from learnlog.library.cut import Cut
from learnlog.library.packing import pack, unpack
from learnlog.library.words import fold, pattern
from learnlog.model.ids import post_id
from learnlog.model.post import Post, PostText
from learnlog.model.query import PostFilter
from learnlog.model.safe import clean_line, clean_text
from learnlog.model.social import Social
from tests.library.conftest import FEED, NOW, person, post, put, theme
from tests.library.social import ANA, actor, said, uri

EVERY = PostFilter()
Taken = tuple[Post, PostText | None]


@pytest.fixture
def river(library: Library) -> Library:
    """A library that knows Ana's feed and account, and a theme."""
    put(library, person("ana", FEED, ANA), theme("data", "data contracts"))
    return library


def arrive(library: Library, *posts: object, to: str = FEED, gone: tuple[str, ...] = ()) -> None:
    """Take posts in as a fetch does, and leave the rest for later."""
    library.channels.commit(to, posts, library.channels.state(to), gone)  # type: ignore[arg-type]


def everything(library: Library) -> list[Taken]:
    """Return all that can be read of every post, save the themes its words put it under."""
    return [(shown, library.posts.text(shown.id)) for shown in library.posts.page(EVERY, limit=1000)]


def found(library: Library, words: str, cut: Cut | None = None) -> set[str]:
    return {hit.title for hit in library.search(words, now=NOW, limit=500, cut=cut)}


LETTERS = st.text(st.characters(codec="utf-8"), max_size=400)


@given(LETTERS, LETTERS, LETTERS)
def test_what_was_packed_comes_out_to_the_letter(html: str, text: str, social: str) -> None:
    assert unpack(pack(html, text, social)) == (html, text, social)


def test_what_is_no_packed_post_is_said() -> None:
    for blob in (b"", b"\x07whatever", pack("<p>a</p>" * 50, "a " * 50, "")[:-9]):
        with pytest.raises(ValueError, match="packed post"):
            unpack(blob)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=5))
def test_a_post_reads_the_same_before_and_after(river: Library, texts: list[tuple[str, str]]) -> None:
    arrive(river, *(post(f"{n}", text, html=html, tags=("tag",)) for n, (text, html) in enumerate(texts)))
    before = everything(river)
    for n, (text, html) in enumerate(texts):
        read = river.posts.text(post_id(FEED, str(n)))
        assert read is not None
        assert (read.text, read.html) == (clean_text(text).strip(), clean_text(html))

    river.indexing.finish()

    assert everything(river) == before
    assert river.check() == []
    for shown, read in before:
        assert read is not None
        assert shown.excerpt == clean_line(read.text, 280)


def test_storing_indexes_nothing_and_a_search_finds_all_the_same(river: Library) -> None:
    arrive(river, post("a", "about data contracts"), post("b", "about cheese"))
    assert river.indexing.waiting() == 2
    assert found(river, "cheese", Cut()) == set(), "who types cannot wait for it"
    (shown,) = river.posts.page(PostFilter(), limit=1)
    assert shown.themes == ()

    assert found(river, "cheese ") == {"b"}

    assert river.indexing.waiting() == 0
    assert [one.title for one in river.posts.page(PostFilter(theme="data"))] == ["a"]


def test_a_slice_is_small_and_the_rest_goes_on_in_another_process(
    river: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "SLICE", 50)
    arrive(river, *(post(f"{n}", f"word{n} data contracts") for n in range(120)))
    before = everything(river)
    assert 0 < river.indexing.step() <= 50
    left = river.indexing.waiting()
    assert left >= 70
    river.close()

    other = Library(river.path)

    assert [read for _, read in everything(other)] == [read for _, read in before]
    told: list[tuple[int, int]] = []
    other.indexing.finish(lambda done, of: told.append((done, of)))
    assert (told[-1], other.indexing.step()) == ((left, left), 0)
    assert found(other, "word7 ") == {"7"}
    assert other.posts.count(PostFilter(theme="data")) == 120
    assert other.check() == []
    other.close()


def test_some_is_what_a_usual_fetch_brings(river: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "SLICE", 10)
    arrive(river, *(post(f"{n}") for n in range(60)))
    river.catch_up(25)
    assert 60 - 25 - 10 < river.indexing.waiting() <= 60 - 25


def test_a_search_answers_while_another_program_writes(river: Library) -> None:
    arrive(river, post("a", "one"))
    river.indexing.finish()
    arrive(river, post("b", "two"))
    river.close()
    hurried = Library(river.path, patience=0.05)
    with sqlite3.connect(river.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert found(hurried, "one ") == {"a"}
        assert found(hurried, "two ") == set()
        other.execute("ROLLBACK")
    other.close()
    assert found(hurried, "two ") == {"b"}
    hurried.close()


class Told:
    """What Ana says on a network, and what of it must be there in the end."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.texts: dict[str, str] = {}
        self.likes: dict[str, int] = {}
        self._turn = 0

    def say(self, name: str) -> None:
        """Publish it, or change its words."""
        self._turn += 1
        self.texts[name] = f"words of {name} number {self._turn}" + " data contracts" * (self._turn % 2)
        self.like(name)

    def like(self, name: str) -> None:
        """Let a fetch bring it once more: its words stay, its counts change."""
        if name in self.texts:
            text = self.texts[name]
            self.likes[name] = self.likes.get(name, 0) + 1
            again = said(name, text or "again", likes=self.likes[name])
            self.texts[name] = text or "again"
            arrive(self.library, again, to=ANA)

    def take_back(self, name: str) -> None:
        """Its author takes it back: its words go when I did nothing with it."""
        arrive(self.library, to=ANA, gone=(uri(name),))
        if name in self.texts and not self.library.posts.get(post_id(ANA, uri(name))).starred:  # type: ignore[union-attr]
            self.texts[name] = ""

    def star(self, name: str) -> None:
        self.library.posts.star([post_id(ANA, uri(name))], True, NOW)

    def read(self, name: str) -> None:
        self.library.posts.mark_read([post_id(ANA, uri(name))], True, NOW)

    def unread(self, name: str) -> None:
        self.library.posts.mark_read([post_id(ANA, uri(name))], False, NOW)

    def step(self, _name: str) -> None:
        self.library.indexing.step()

    def check(self) -> None:
        """Nothing is lost, doubled, or found by words it no longer has."""
        assert self.library.check() == []
        for name, text in self.texts.items():
            read = self.library.posts.text(post_id(ANA, uri(name)))
            assert read is not None
            assert read.text == text
            if text:
                assert read.social is not None
                assert read.social.likes == self.likes[name]
                assert len(self.library.search(f'"{text}" in:posts ', now=NOW)) == sum(
                    text in other for other in self.texts.values()
                )
        in_theme = {one.id for one in self.library.posts.page(PostFilter(theme="data"))}
        assert in_theme == {
            post_id(ANA, uri(name)) for name, text in self.texts.items() if "data contracts" in text
        }


DEEDS = ("say", "say", "like", "take_back", "star", "read", "unread", "step")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 4)), max_size=25))
def test_whatever_happens_to_posts_meanwhile(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, int]]
) -> None:
    library = Library(tmp_path_factory.mktemp("indexing") / "library.db")
    put(library, person("ana", ANA), theme("data", "data contracts"))
    told = Told(library)
    for deed, number in deeds:
        getattr(told, deed)(f"n{number}")
        assert library.posts.unread_total() == library.posts.count(PostFilter(unread=True))
        in_theme = library.posts.count(PostFilter(theme="data", unread=True))
        assert library.posts.unread_by_theme().get("data", 0) == in_theme
    library.indexing.finish()
    told.check()
    library.close()


WORDS = st.lists(
    st.sampled_from(["data", "date", "door", "dot", "a", "ab", "über", "don't"]), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(WORDS, min_size=1, max_size=8),
    WORDS,
    st.integers(0, 3),
    st.sampled_from(["", " a", " -do", ' -"a d']),
)
def test_a_phrase_that_is_being_typed_is_found_however_common_its_last_word_is(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], asked: list[str], less: int, more: str
) -> None:
    library = Library(tmp_path_factory.mktemp("phrases") / "library.db")
    put(library, person("ana", FEED))
    arrive(library, *(post(f"{n}", " ".join(words), title="") for n, words in enumerate(texts)))
    phrase = " ".join(asked)
    phrase = phrase[: max(1, len(phrase) - less)]
    query = f'"{phrase}"{more}' if more else f'"{phrase}'

    answers = []
    with pytest.MonkeyPatch.context() as patched:
        for common in (1, 1000):
            patched.setattr(leading, "COMMON", common)
            patched.setattr("learnlog.library.compile.COMMON", common)
            answers.append({hit.id for hit in library.search(query, now=NOW, types=("post",))})

    assert answers[0] == answers[1]
    if not more:
        wanted = pattern(phrase, prefix=True)
        says: Callable[[list[str]], bool] = lambda words: wanted.search(fold(" ".join(words))) is not None  # noqa: E731
        assert answers[0] == {post_id(FEED, str(n)) for n, words in enumerate(texts) if says(words)}
    library.close()


def test_room_that_is_not_needed_any_more_is_given_back(
    river: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "LITTLE", 100_000)
    arrive(river, *(post(f"{n}", f"word{n} " * 400) for n in range(200)))
    river.indexing.finish()
    before = river.size()
    assert river.compact(worth=0.99) == 0
    assert river.compact() > 100_000
    assert river.size() < before / 2
    assert river.check() == []
    assert len(everything(river)) == 200


def test_unread_posts_that_were_miscounted_are_found_and_mended(river: Library) -> None:
    arrive(river, post("a"), post("b"))
    river.indexing.finish()
    with sqlite3.connect(river.path) as raw:
        raw.execute("UPDATE unread SET number = 7")
    raw.close()
    assert any("miscounted" in sentence for sentence in river.check())
    river.drop_index()
    assert river.check() == []
    put(river, person("ana", FEED, ANA))
    assert river.posts.unread_total() == 2


def test_social_parts_are_packed_too(river: Library) -> None:
    social = Social(author=actor(ANA), uri=uri("x"), likes=3)
    arrive(river, post(uri("x"), "hello", social=social), to=ANA)
    before = everything(river)
    river.indexing.finish()
    assert everything(river) == before
    assert river.channels.newest(ANA, NOW.replace(year=2020), 5) == [(uri("x"), "")]
