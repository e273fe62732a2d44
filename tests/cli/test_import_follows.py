"""Taking in whom I follow elsewhere: a list with numbers first, and only those who are chosen."""

from pathlib import Path

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.reading.following.importing import read_follows
from learnlog.reading.sources.base import Found
from learnlog.reading.sources.follows import Followed
from tests.cli.conftest import FakeNetwork, Shell, post

CSV = """Account address,Show boosts,Notify on new posts,Languages
ana@m.example,true,false,
ben@m.example,false,false,"en, nl"
gone@m.example,true,false,
"""


class Fediverse(FakeNetwork):
    """Knows everybody but one, and can tell whom I follow."""

    async def find(self, address: str, http: object) -> list[Found]:
        if "gone" in address:
            raise LearnlogError("m.example has no such account.")
        name = address.split("@")[1]
        state = FetchState(handle=address)
        key = f"https://m.example/users/{name}"
        return [
            Found(kind="feed", key=key, title=name.title(), handle=address, newest=(post(1),), state=state)
        ]

    def lists(self, address: str) -> bool:
        return address == "@me@m.example"

    async def follows(self, address: str, http: object) -> list[Followed]:
        return [Followed(address="@zoe@m.example", name="Zoe", bio="Ferries")]


@pytest.fixture
def fediverse(shell: Shell) -> Shell:
    shell.network = Fediverse()
    return shell


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "following_accounts.csv"
    path.write_text(CSV)
    return str(path)


def names(shell: Shell) -> list[str]:
    return [person["name"] for person in shell.ok("people", "--json").json]


def test_the_list_comes_first_and_nobody_is_followed(fediverse: Shell, file: str) -> None:
    shown = fediverse.ok("import", "follows", file)
    assert [line.split()[:2] for line in shown.lines] == [
        ["1", "@ana@m.example"],
        ["2", "@ben@m.example"],
        ["3", "@gone@m.example"],
    ]
    assert "boosts hidden" in shown.lines[1]
    assert "--choose 1,3,5" in shown.err
    assert names(fediverse) == []


def test_only_those_who_are_chosen_are_followed(fediverse: Shell, file: str) -> None:
    done = fediverse.ok("import", "follows", file, "--choose", "2,3", "--json")
    assert [person["name"] for person in done.json["added"]] == ["Ben"]
    assert done.json["added"][0]["channels"][0]["boosts"] == "false"
    assert done.json["left_out"] == [{"text": "@gone@m.example", "why": "m.example has no such account."}]
    listed = fediverse.ok("import", "follows", file, "--json").json
    assert [(one["address"], one["known"]) for one in listed] == [
        ("@ana@m.example", False),
        ("@ben@m.example", True),
        ("@gone@m.example", False),
    ]
    fediverse.ok("import", "follows", file, "--all")
    assert names(fediverse) == ["Ana", "Ben"]
    assert fediverse("import", "follows", file, "--choose", "4").code == 2


def test_a_network_that_can_tell_is_asked(fediverse: Shell) -> None:
    assert "Zoe" in fediverse.ok("import", "follows", "@me@m.example").out
    fediverse.ok("import", "follows", "@me@m.example", "--all")
    assert names(fediverse) == ["Zoe"]
    assert fediverse("import", "follows", "@me@other.example").code == 1


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("@ana@m.example\n@ben@m.example\n", ["@ana@m.example", "@ben@m.example"]),
        ("\ufeffAccount address,Show boosts\r\nana@m.example,true\r\n", ["@ana@m.example"]),
        ("Account address\nana@m.example\n\n=cmd|x,1\nnot an account\n", ["@ana@m.example"]),
    ],
)
def test_older_files_are_read_as_well(text: str, addresses: list[str]) -> None:
    assert [one.address for one in read_follows(text.encode())] == addresses


def test_a_file_without_anybody_is_said_in_one_sentence(fediverse: Shell, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    assert "Nobody is in that file." in fediverse("import", "follows", str(other)).err
    assert "There is no file" in fediverse("import", "follows", str(tmp_path / "none.csv")).err
