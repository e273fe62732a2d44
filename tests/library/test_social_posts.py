"""Posts of social networks in the library: boosts, answers, threads, edits, and what its author took back."""

from dataclasses import replace

import pytest

from learnlog.library import Library
from learnlog.library import channels as channels_module
from learnlog.library.names import Names
from learnlog.library.post_selection import select_posts
from learnlog.model.fetching import Arrived, FetchState
from learnlog.model.ids import post_id
from learnlog.model.query import PostFilter
from learnlog.model.social import Actor, LinkCard, Media, Quoted, Social
from tests.library.conftest import NOW, entry, filed, kept, person, post, put, theme
from tests.library.social import ANA, BEN, EVERY, actor, boost, commit, excerpts, only, said, uri

OWN = PostFilter(boosts=False, answers=False)


@pytest.fixture
def river(library: Library) -> Library:
    put(library, theme("data", "data contracts"), person("ana", ANA), person("ben", BEN))
    return library


def test_what_the_network_told_of_a_post_is_there_again(river: Library) -> None:
    social = Social(
        author=actor(ANA),
        uri=uri("1"),
        warning="numbers",
        media=(Media(url="https://img.example/1.png", alt="a chart of data contracts"),),
        quote=Quoted(guid=uri("q", BEN), author=actor(BEN), text="as Ben said, borrow slowly"),
        likes=3,
    )
    commit(river, post("1", "", title="", social=social))
    found = only(river)
    assert (found.uri, found.warning, found.has_media, found.gone) == (uri("1"), "numbers", True, False)
    assert found.headline == "a chart of data contracts"
    text = river.posts.text(found.id)
    assert text is not None
    assert text.social == social
    for words in ("chart", "borrow slowly", "numbers"):
        assert [hit.id for hit in river.search(words, now=NOW)] == [found.id]
    assert found.themes == ("data",)


def test_boosts_and_answers_can_be_hidden_but_not_a_thread_of_their_own(river: Library) -> None:
    put(river, person("ana", ANA, circles=["c"]))
    first, theirs = uri("first"), uri("theirs", BEN)
    commit(
        river,
        said("first", "data contracts", hours=5),
        said("second", "on data contracts", hours=4, parent=first, root=first, answers=actor(ANA)),
        said("to-ben", "data contracts to ben", hours=3, parent=theirs, root=theirs, answers=actor(BEN)),
        said(
            "aside",
            "data contracts to myself, at his",
            hours=2,
            parent=uri("to-ben"),
            root=theirs,
            answers=actor(ANA),
        ),
        boost("boosted", "data contracts by ben", hours=1),
    )
    own = ["on data contracts", "data contracts"]
    answers = ["data contracts to myself, at his", "data contracts to ben"]
    boosts = ["data contracts by ben"]
    everything = {"circle": "c"}, {"person": "ana"}, {"theme": "data"}, {"unread": True}, {"channel": ANA}, {}
    for narrower in everything:
        ask = lambda **more: excerpts(river, PostFilter(**narrower, **more))  # noqa: B023, E731 - called at once
        assert ask() == [*boosts, *answers, *own]
        assert ask(boosts=False) == [*answers, *own]
        assert ask(answers=False) == [*boosts, *own]
        assert ask(boosts=False, answers=False) == own
        asked = PostFilter(**narrower, boosts=False)
        assert (river.posts.count(asked), river.posts.arrived_since(0, asked)) == (4, 4)
    assert len(river.posts.mark_all_read(OWN, NOW).rows) == 2
    river.posts.star([found.id for found in river.posts.page(EVERY)], True, NOW)
    assert excerpts(river, PostFilter(starred=True, theme="data", boosts=False, answers=False)) == own
    posts = river.posts  # two of the five are read by now
    assert (posts.unread_total(), posts.unread_total(boosts=False)) == (3, 2)
    assert (posts.unread_by_theme(), posts.unread_by_theme(boosts=False)) == ({"data": 3}, {"data": 2})
    assert (posts.unread_by_circle(), posts.unread_by_circle(boosts=False)) == ({"c": 3}, {"c": 2})
    assert (posts.unread_by_person(), posts.unread_by_person(boosts=False)) == ({"ana": 3}, {"ana": 2})
    assert (posts.weeks("data", NOW, 1), posts.weeks("data", NOW, 1, boosts=False)) == ([5], [4])
    assert [p.by for p in river.posts.page(EVERY) if p.is_boost] == ["ben.example"]
    assert [p.is_answer for p in river.posts.page(EVERY)] == [False, True, True, False, False]


def test_a_server_that_names_no_root_still_gives_a_thread(river: Library) -> None:
    one = uri("1", BEN)
    commit(
        river,
        said("1", by=BEN, hours=5),
        said("2", by=BEN, hours=4, parent=one, answers=actor(BEN)),
        said("3", by=BEN, hours=3, parent=uri("2", BEN)),
        to=BEN,
    )
    commit(river, said("4", hours=2, parent=uri("3", BEN), root=one, answers=actor(BEN)))
    assert [found.excerpt for found in river.posts.thread(one)] == ["1", "2", "3", "4"]
    assert [found.is_answer for found in river.posts.thread(uri("3", BEN))] == [False, False, False, True]
    assert river.posts.thread("at://unknown") == []
    assert river.posts.thread("") == []


def test_a_boost_of_a_post_that_is_there_itself_is_a_second_row_and_vouches(river: Library) -> None:
    put(river, person("cleo", "did:plc:cleo"))
    commit(river, said("1", by=BEN, hours=3), to=BEN)
    commit(river, boost("1", hours=1))
    commit(river, boost("1", hours=2), to="did:plc:cleo")
    assert [found.person for found in river.posts.page(EVERY)] == ["ana", "cleo", "ben"]
    original = river.posts.by_uri(uri("1", BEN))
    assert original is not None
    assert (original.person, original.is_boost) == ("ben", False)
    assert river.posts.by_uri("") is None
    assert river.posts.boosters(uri("1", BEN)) == ["cleo", "ana"]
    assert [found.person for found in river.posts.thread(uri("1", BEN))] == ["ben"]
    commit(river, to="did:plc:cleo", gone=[f"boost:{uri('1', BEN)}"])
    assert river.posts.boosters(uri("1", BEN)) == ["ana"]


def test_an_edit_keeps_the_star_and_counts_are_no_edit(river: Library) -> None:
    commit(river, said("1", "frist words", likes=1))
    id = only(river).id
    river.posts.star([id], True, NOW)
    river.posts.mark_read([id], True, NOW)
    assert commit(river, said("1", "frist words", likes=7)) == Arrived()
    renamed = Actor(key=ANA, handle="new.example", name="Ana B.")
    moved = said("1", "frist words", author=renamed, likes=8)
    assert commit(river, moved) == Arrived()
    text = river.posts.text(id)
    assert text is not None
    assert text.social == moved.social
    linked = replace(
        said("1", "frist words", likes=8), html='<p><a href="https://b.example">frist</a> words</p>'
    )
    assert commit(river, linked) == Arrived()
    text = river.posts.text(id)
    assert text is not None
    assert text.html == linked.html
    assert commit(river, said("1", "first words", likes=8)) == Arrived(edited=1)
    edited = only(river)
    assert (edited.id, edited.excerpt, edited.starred, edited.read) == (id, "first words", True, True)
    assert commit(river, said("1", "first words", warning="long")) == Arrived(edited=1)
    assert only(river).warning == "long"
    assert river.check() == []


def test_what_an_author_took_back_loses_its_words_unless_i_did_something_with_it(river: Library) -> None:
    names = ("none", "star", "kept", "tag")
    commit(
        river, *(said(name, f"secret {name}", warning="w", parent=uri("r"), root=uri("r")) for name in names)
    )
    ids = {name: post_id(ANA, uri(name)) for name in names}
    river.posts.star([ids["star"]], True, NOW)
    put(river, filed(ids["tag"], "data"))
    put(river, kept("k1", post=ids["kept"]))
    assert commit(river, gone=[*map(uri, names), "at://never-seen"]) == Arrived(gone=4)
    shown = {name: river.posts.get(id) for name, id in ids.items()}
    assert all(found is not None and found.gone for found in shown.values())
    assert [found.excerpt for found in shown.values() if found] == [
        "deleted by its author",
        "secret star",
        "secret kept",
        "secret tag",
    ]
    assert [found.is_emptied for found in shown.values() if found] == [True, False, False, False]
    text = river.posts.text(ids["none"])
    assert text is not None
    assert (text.text, text.html) == ("", "")
    assert text.social == Social(author=actor(ANA), uri=uri("none"), parent=uri("r"), root=uri("r"))
    assert {hit.id for hit in river.search("secret", now=NOW, types=("post",))} == set(ids.values()) - {
        ids["none"]
    }
    assert {hit.id for hit in river.search("is:gone", now=NOW)} == set(ids.values())
    assert river.check() == []
    assert commit(river, gone=[uri("none")]) == Arrived()


def test_a_post_that_comes_back_is_whole_again(river: Library) -> None:
    commit(river, said("1", "words"), said("2", "starred words"))
    river.posts.star([post_id(ANA, uri("2"))], True, NOW)
    commit(river, gone=[uri("1"), uri("2")])
    assert commit(river, said("1", "words"), said("2", "starred words")) == Arrived(edited=2)
    assert sorted((found.excerpt, found.gone) for found in river.posts.page(EVERY)) == [
        ("starred words", False),
        ("words", False),
    ]
    assert len(river.search("words", now=NOW, types=("post",))) == 2
    assert commit(river, said("1", "words"), gone=[uri("1")]) == Arrived()
    assert river.check() == []


def test_a_commit_that_breaks_off_leaves_nothing_of_itself(
    river: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(river, said("1", "words"))
    before = river.channels.state(ANA)

    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(channels_module, "mark_gone", crash)
    with pytest.raises(ZeroDivisionError):
        river.channels.commit(ANA, [said("2")], FetchState(checked=NOW, newest=uri("2")), gone=[uri("1")])
    assert excerpts(river) == ["words"]
    assert river.channels.state(ANA) == before
    assert not only(river).gone


def test_cursors_are_kept_with_the_posts(river: Library) -> None:
    state = FetchState(
        checked=NOW, newest=uri("1"), gap="cursor", handle="ana.example", server="https://pds.example"
    )
    river.channels.commit(ANA, [said("1")], state)
    assert river.channels.state(ANA) == state


def test_searching_boosts_and_answers(river: Library) -> None:
    commit(
        river,
        said("own", "bridges"),
        said("answer", "bridges indeed", parent=uri("x", BEN), root=uri("x", BEN), answers=actor(BEN)),
        boost("boost", "bridges too"),
    )
    put(river, entry("e1", "bridges of mine"))

    def found(query: str) -> set[str]:
        return {hit.title for hit in river.search(query, now=NOW)}

    assert found("bridges is:boost") == found("is:boost") == {"bridges too"}
    assert found("bridges is:answer") == found("is:answer") == {"bridges indeed"}
    assert found("bridges -is:boost -is:answer in:posts") == {"bridges"}


@pytest.mark.parametrize("narrower", [{}, {"person": "ana"}])
def test_hiding_reads_nothing_but_the_index(river: Library, narrower: dict[str, str]) -> None:
    db = river._connections.db

    def plan(filter: PostFilter) -> list[str]:
        chosen = select_posts(Names(db), filter)
        rows = db.rows("EXPLAIN QUERY PLAN " + chosen.keys("DESC"), {**chosen.parameters, "limit": 50})
        return [row["detail"] for row in rows]

    hiding = plan(PostFilter(**narrower, boosts=False, answers=False))  # type: ignore[arg-type]
    assert any("COVERING INDEX post_" in line for line in hiding), hiding
    assert hiding == plan(PostFilter(**narrower))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "shown"), [("<p>My own words</p>", "My own words"), ("<p> </p>", "The title of the page")]
)
def test_words_that_are_still_in_their_html_go_before_the_card(river: Library, html: str, shown: str) -> None:
    card = LinkCard(url="https://ana.example/one", title="The title of the page")
    late = replace(said("x", card=card), html=html, text=None)
    river.channels.commit(ANA, [late], FetchState(checked=NOW))
    assert excerpts(river) == [shown]
    river.indexing.finish()
    assert excerpts(river) == [shown]


def test_a_post_that_comes_as_html_alone_is_told_by_its_words_and_seen_to_be_edited(river: Library) -> None:
    card = LinkCard(url="https://ana.example/keeper", title="Put the keeper on line one")
    first = replace(said("html", card=card), text=None, html="<p>Tomorrow’s piece is short.</p>")
    commit(river, first)
    assert excerpts(river) == ["Tomorrow’s piece is short."]
    assert commit(river, replace(first, html="<p>Tomorrow’s piece is long.</p>")).edited == 1
    assert excerpts(river) == ["Tomorrow’s piece is long."]
