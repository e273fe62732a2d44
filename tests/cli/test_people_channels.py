"""One person, many channels, from the shell: whom an address leads to, joining, splitting, moving."""

from datetime import UTC, datetime

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.post import NewPost
from learnlog.reading.sources.base import Found
from tests.cli.conftest import FakeNetwork, Shell, post

OTHER = "https://m.example/users/ana"


class Everywhere(FakeNetwork):
    """A network whose profile has a bio and a second, unproven channel; it can say that it moved."""

    moved = ""

    async def find(self, address: str, http: object) -> list[Found]:
        if "nobody" in address:
            raise LearnlogError("Nobody is here.")
        if address == "https://new.example/users/ana":
            return [Found(kind="feed", key=address, title="Ana anew", newest=(post(9),))]
        return [
            Found(
                kind="feed",
                key="https://anna.example/feed",
                title="Anna Vos",
                handle="@anna@m.example",
                description="Data contracts, patiently explained. " * 8,
                newest=(
                    post(1),
                    NewPost(guid="n", text="Newest\nwords", published=datetime(2026, 11, 20, tzinfo=UTC)),
                ),
                state=FetchState(moved_to=self.moved),
            ),
            Found(kind="feed", key=OTHER, title="Toots", newest=(post(3),)),
        ]


@pytest.fixture
def anna(shell: Shell) -> Shell:
    shell.network = Everywhere()
    return shell


def keys(shell: Shell) -> list[list[str]]:
    return [[channel["key"] for channel in one["channels"]] for one in shell.ok("people", "--json").json]


def test_follow_says_whom_it_found_and_takes_what_is_not_proven_only_when_told(anna: Shell) -> None:
    said = anna.ok("follow", "@anna@m.example")
    lines = said.err.splitlines()
    assert lines[1] == "Anna Vos  @anna@m.example"
    assert sum("patiently" in line for line in lines) == 2
    assert max(map(len, lines)) <= 100
    assert "  last post 2026-11-20  Newest words" in lines
    assert "→ 1. Anna Vos  feed  https://anna.example/feed  2 posts" in lines
    assert "  2. Toots" in said.err
    assert "--with N" in said.err
    assert keys(anna) == [["https://anna.example/feed"]]
    anna.ok("follow", "@anna@m.example", "--with", "2")
    assert keys(anna) == [["https://anna.example/feed", OTHER]]
    assert anna("follow", "@anna@m.example", "--with", "3").code == 2
    assert anna("follow", "@anna@m.example", "--with", "x").code == 2


def test_on_a_terminal_the_others_are_asked_for(anna: Shell) -> None:
    anna.typed = "\n"
    assert "Which others are theirs too?" in anna.ok("follow", "@anna@m.example", stdin=None).err
    assert keys(anna) == [["https://anna.example/feed"]]
    anna.typed = "2\n"
    anna.ok("follow", "@anna@m.example", stdin=None)
    assert keys(anna) == [["https://anna.example/feed", OTHER]]
    anna.typed = "two\n"
    assert anna("follow", "@anna@m.example", stdin=None).code == 2


def test_two_cards_become_one_and_two_again(anna: Shell) -> None:
    anna.ok("follow", "@anna@m.example", "--choose", "1")
    anna.ok("follow", "@anna@m.example", "--choose", "2", "--as", "Anna on M")
    assert len(keys(anna)) == 2
    joined = anna.ok("people", "join", "anna-vos", "Anna on M", "--json").json
    assert joined["aliases"] == ["anna-on-m", "Anna on M"]
    assert keys(anna) == [["https://anna.example/feed", OTHER]]
    assert anna.ok("show", "anna-on-m").lines[0] == "Anna Vos"
    assert anna.ok("people", "split", "Anna Vos", "2", "--as", "Anna on M").out == "anna-on-m\n"
    assert keys(anna) == [[OTHER], ["https://anna.example/feed"]]
    wrong = anna("people", "split", "Anna Vos", "4", "--as", "X")
    assert wrong.code == 1
    assert "no channel" in wrong.err


def test_a_move_is_proposed_and_followed_only_when_asked(anna: Shell) -> None:
    assert isinstance(anna.network, Everywhere)
    anna.network.moved = "https://new.example/users/ana"
    anna.ok("follow", "@anna@m.example")
    assert "`learnlog people move anna-vos`" in anna.ok("people").err
    assert keys(anna) == [["https://anna.example/feed"]]
    moved = anna.ok("people", "move", "Anna", "Vos", "--json").json
    assert moved["channels"][0]["key"] == anna.network.moved
    assert moved["channels"][0]["aliases"] == ["https://anna.example/feed"]
    assert len(anna.ok("river", "--json").json) == 3
    assert anna("people", "move", "Anna Vos").code == 2
