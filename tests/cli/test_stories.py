"""`learnlog voices`: who else says it, and dividing a post from its story."""

import pytest

from tests.cli.conftest import Shell, post


@pytest.fixture
def told_twice(followed: Shell) -> Shell:
    """Anna's third post stands in a weekly as well, and a fetch found that out."""
    again = post(4, guid="w1", title="Issue 7", url="http://www.anna.example/3/?utm_source=weekly")
    followed.network.feeds["https://weekly.example/feed"] = [again]
    followed.ok("follow", "https://weekly.example/feed", "--as", "The Weekly")
    followed.clock.pass_(hours=2)
    followed.ok("fetch", "--all")
    return followed


def test_following_somebody_who_tells_a_story_again_makes_one_item_of_it_at_once(followed: Shell) -> None:
    again = post(4, guid="w1", title="Issue 7", url="http://www.anna.example/3/?utm_source=weekly")
    followed.network.feeds["https://weekly.example/feed"] = [again]
    followed.ok("follow", "https://weekly.example/feed", "--as", "The Weekly")
    assert [one["title"] for one in followed.ok("river", "--json").json] == ["Post 3", "Post 2", "Post 1"]


def test_the_river_has_a_story_once_and_says_who_else_says_it(told_twice: Shell) -> None:
    posts = told_twice.ok("river", "--json").json
    assert [one["title"] for one in posts] == ["Post 3", "Post 2", "Post 1"]
    (voice,) = posts[0]["voices"]
    assert (voice["name"], voice["reason"]) == ("The Weekly", "address")
    assert "also The Weekly" in told_twice.ok("river").lines[0]
    assert "The Weekly" in told_twice.ok("show", posts[0]["id"]).out
    told_twice.ok("mark", posts[0]["id"], "--read")
    assert told_twice.ok("river", "--person", "the weekly", "--unread", "--json").json == []


def test_a_search_has_a_story_once_with_its_voices(told_twice: Shell) -> None:
    (hit,) = (
        one for one in told_twice.ok("search", "post 3 OR issue", "--json").json if one["type"] == "post"
    )
    assert [(voice["name"], voice["reason"]) for voice in hit["voices"]] == [("The Weekly", "address")]
    assert "also The Weekly" in told_twice.ok("search", "post 3 OR issue").lines[0]


def test_a_story_that_i_kept_is_one_hit_whichever_voice_was_found(told_twice: Shell) -> None:
    voice = told_twice.ok("river", "--json").json[0]["voices"][0]["id"]
    told_twice.ok("keep", voice)
    found = told_twice.ok("search", "post 3 OR issue", "--json").json
    assert [hit["type"] for hit in found] == ["kept"]


def test_a_voice_is_divided_off_for_good_until_that_is_taken_back(told_twice: Shell) -> None:
    id = told_twice.ok("river", "--json").json[0]["voices"][0]["id"]
    assert len(told_twice.ok("voices", id[-6:]).lines) == 2
    assert len(told_twice.ok("voices", id, "--split", "--json").json) == 1
    told_twice.clock.pass_(hours=2)
    told_twice.ok("fetch", "--all")
    assert len(told_twice.ok("river", "--json").json) == 4
    assert told_twice("voices", id, "--split").code == 2
    assert len(told_twice.ok("voices", id, "--join", "--json").json) == 2
    assert len(told_twice.ok("river", "--json").json) == 3


def test_what_an_edited_post_said_before(followed: Shell) -> None:
    followed.network.feeds["https://anna.example/feed"][2] = post(3, text="Other words of post 3.")
    followed.clock.pass_(hours=2)
    followed.ok("fetch", "--all")
    first = followed.ok("river", "--json").json[0]
    assert first["edited"]
    assert "± Post 3" in followed.ok("river").lines[0]
    assert "[-Words-]{+Other words+} of post 3." in followed.ok("changes", first["id"]).out
    (version,) = followed.ok("changes", first["id"], "--json").json
    assert version["text"] == "Words of post 3."
    assert {"kind": "gone", "text": "Words"} in version["changes"]
    assert followed.ok("changes", followed.ok("river", "--json").json[1]["id"], "--json").json == []
