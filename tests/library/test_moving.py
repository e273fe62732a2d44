"""Accounts that are called otherwise or move: nothing twice, nothing lost, and the old key still finds them."""

from datetime import timedelta

import pytest

from learnlog.library import Library
from learnlog.model.fetching import Arrived, FetchState
from learnlog.model.ids import post_id
from learnlog.model.person import Channel
from learnlog.model.query import PostFilter
from tests.library.conftest import NOW, person, put, theme
from tests.library.social import ANA, BEN, EVERY, NEW, commit, excerpts, only, said, uri


@pytest.fixture
def river(library: Library) -> Library:
    put(library, theme("data", "data contracts"), person("ana", ANA), person("ben", BEN))
    return library


def test_renaming_a_channel_doubles_nothing_and_the_old_key_still_finds_it(river: Library) -> None:
    commit(river, said("1", "one", hours=2))
    id = only(river).id
    river.posts.star([id], True, NOW)
    river.channels.commit(ANA, (), FetchState(checked=NOW, due=NOW + timedelta(days=1), newest=uri("1")))
    river.channels.rename(ANA, NEW)
    assert river.channels.state(NEW) == FetchState()  # the old account's cursor means nothing there
    assert commit(river, said("1", "one", hours=2), to=NEW) == Arrived()
    assert commit(river, said("1", "one, edited", hours=2), said("2", "two", hours=1), to=ANA) == Arrived(
        new=1, edited=1
    )
    assert [(found.excerpt, found.person, found.channel) for found in river.posts.page(EVERY)] == [
        ("two", "ana", NEW),
        ("one, edited", "ana", NEW),
    ]
    assert only(river, PostFilter(starred=True)).id == id
    assert river.channels.present_keys() == {ANA: NEW}
    assert river.channels.state(ANA) == river.channels.state(NEW) != FetchState()
    assert river.channels.states().keys() >= {ANA, NEW}
    river.channels.ensure(Channel(kind="bluesky", key=ANA))
    for card in (person("ana", ANA), person("ana", NEW), person("ana", ANA, NEW)):
        put(river, card)
        assert river.posts.count(PostFilter(channel=ANA)) == river.posts.count(PostFilter(person="ana")) == 2
    assert commit(river, to=ANA, gone=[uri("1")]) == Arrived(gone=1)
    river.channels.rename(NEW, ANA)  # and back
    assert commit(river, said("1", "one, edited", hours=2), said("2", "two", hours=1)) == Arrived(edited=1)
    assert river.posts.count(EVERY) == 2
    assert river.check() == []


def test_a_channel_that_moved_to_a_known_one_becomes_one_with_it(river: Library) -> None:
    put(river, person("ana", ANA, NEW, themes=["data"]))
    commit(river, said("1", "one", hours=3), said("2", "two", hours=2), said("3", "three", hours=4))
    commit(river, said("1", "one", hours=3), said("4", "four", hours=1), to=NEW)
    river.posts.mark_read([post_id(ANA, uri("1"))], True, NOW)
    river.posts.star([post_id(ANA, uri("2"))], True, NOW)
    river.channels.rename(ANA, NEW)
    assert excerpts(river) == ["four", "two", "one", "three"]
    assert excerpts(river, PostFilter(theme="data")) == ["four", "two", "one", "three"]
    assert excerpts(river, PostFilter(unread=True)) == ["four", "two", "three"]
    assert excerpts(river, PostFilter(starred=True)) == ["two"]
    repeated = [said(str(number), name) for number, name in enumerate(("one", "two", "three", "four"), 1)]
    assert commit(river, *repeated) == Arrived()
    assert river.channels.key(ANA) == NEW
    put(river, person("ana", NEW))
    assert river.posts.count(EVERY) == 4
    assert river.check() == []


def test_a_star_on_either_of_two_doubles_survives_a_move(river: Library) -> None:
    put(river, person("ana", ANA, NEW))
    commit(river, said("1", "one"))
    commit(river, said("1", "one"), to=NEW)
    river.posts.star([post_id(ANA, uri("1"))], True, NOW)
    river.channels.rename(ANA, NEW)
    assert [found.starred for found in river.posts.page(EVERY)] == [True]
    assert commit(river, said("1", "one"), to=NEW) == Arrived()


def test_keys_that_a_card_says_a_channel_had_bring_its_posts(river: Library) -> None:
    commit(river, said("1", "one"))
    card = {"kind": "bluesky", "key": NEW, "aliases": [ANA, "did:plc:older"]}
    put(river, person("ana", channels=[card]))
    assert excerpts(river) == ["one"]
    assert river.channels.present_keys() == {ANA: NEW, "did:plc:older": NEW}
    assert commit(river, said("1", "one"), to="did:plc:older") == Arrived()
    put(river, person("ana", channels=[card]), person("zoe", ANA))  # somebody lists the old account itself
    assert river.posts.count(EVERY) == 1
    assert river.check() == []


def test_renaming_what_is_not_there_or_to_itself_changes_nothing(river: Library) -> None:
    commit(river, said("1"))
    river.channels.rename("did:plc:nobody", "did:plc:else")
    river.channels.rename(ANA, ANA)
    assert river.channels.present_keys() == {}
    assert river.posts.count(EVERY) == 1
