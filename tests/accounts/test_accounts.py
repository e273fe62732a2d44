"""Adding accounts, finding them, and letting them go."""

from pathlib import Path

import pytest

from learnlog.accounts.accounts import Accounts
from learnlog.accounts.base import AccountError
from learnlog.accounts.book import PAGE
from learnlog.model.errors import AmbiguousError, LearnlogError, NotFoundError, UsageError
from learnlog.workspace import Workspace
from tests.accounts.conftest import PASSWORD, TOKEN, FakeNetworks, MemoryKeyring


def nothing(_: str) -> bool:
    return False


def code(_: str) -> str:
    return "code-1"


def files_with(home: Path, *words: str) -> set[str]:
    """Names of the files under `home` that hold any of `words`."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return {path.name for path in files if any(word.encode() in path.read_bytes() for word in words)}


def test_an_account_is_on_the_page_and_its_secret_in_the_keyring(
    accounts: Accounts, workspace: Workspace, ring: MemoryKeyring, home: Path
) -> None:
    added = accounts.add_bluesky("@me.bsky.social", f" {PASSWORD} ")
    assert (added.secrets, added.added, added.can_write) == ("keyring", workspace.clock(), True)
    assert accounts.all() == (added,)
    assert TOKEN in ring.items["learnlog", added.id]
    assert files_with(home, TOKEN, PASSWORD) == set()


@pytest.mark.usefixtures("no_keyring")
def test_the_file_holds_the_secret_only_when_it_was_chosen(accounts: Accounts, home: Path) -> None:
    with pytest.raises(AccountError, match=r"no keyring.*Nothing was added") as told:
        accounts.add_bluesky("me.bsky.social", PASSWORD)
    assert "--secrets file" in told.value.hint
    assert (accounts.all(), files_with(home, TOKEN)) == ((), set())
    accounts.add_bluesky("me.bsky.social", PASSWORD, secrets="file")
    assert files_with(home, TOKEN) == {"secrets.json"}
    assert files_with(home, PASSWORD) == set()


def test_a_wrong_password_adds_nothing(accounts: Accounts, ring: MemoryKeyring) -> None:
    with pytest.raises(AccountError, match="wrong"):
        accounts.add_bluesky("me.bsky.social", "guess")
    with pytest.raises(UsageError):
        accounts.add_bluesky("me.bsky.social", " ")
    assert (accounts.all(), ring.items) == ((), {})


def test_a_mastodon_server_is_named_by_host_or_by_handle(
    accounts: Accounts, networks: FakeNetworks, ring: MemoryKeyring
) -> None:
    accounts.add_mastodon("@me@example.org", nothing, code)
    accounts.add_mastodon("other.example", lambda address: True, code)
    assert networks.asked == ["example.org", "other.example"]
    with pytest.raises(AccountError):
        accounts.add_mastodon("third.example", nothing, lambda _: "wrong")
    with pytest.raises(UsageError):
        accounts.add_mastodon("@", nothing, code)
    assert [account.handle for account in accounts.all()] == ["@me@example.org", "@me@other.example"]


def test_an_account_answers_to_its_names(accounts: Accounts, ring: MemoryKeyring) -> None:
    blue = accounts.add_bluesky("me.bsky.social", PASSWORD)
    toot = accounts.add_mastodon("example.org", nothing, code)
    for reference in (blue.id, blue.key, "me.bsky.social", "@Me.bsky.social", "bluesky"):
        assert accounts.find(reference) == blue
    assert accounts.find("me@example.org") == accounts.find("@me@example.org") == toot
    assert accounts.default("mastodon") == toot
    accounts.add_mastodon("other.example", nothing, code)
    assert accounts.default("mastodon") == toot
    with pytest.raises(AmbiguousError, match="several"):
        accounts.find("mastodon")
    with pytest.raises(NotFoundError):
        accounts.find("nobody")


def test_adding_it_again_elsewhere_leaves_no_secret_behind(
    accounts: Accounts, ring: MemoryKeyring, home: Path
) -> None:
    accounts.add_bluesky("me.bsky.social", PASSWORD, secrets="file")
    accounts.add_bluesky("me.bsky.social", PASSWORD)
    assert len(accounts.all()) == 1
    assert files_with(home, TOKEN) == set()
    assert len(ring.items) == 1


def test_when_the_page_cannot_be_written_no_session_stays(
    accounts: Accounts, workspace: Workspace, networks: FakeNetworks, ring: MemoryKeyring
) -> None:
    workspace.vault.ensure()
    (workspace.vault.root / PAGE).write_text("---\naccounts: [oops\n---\n")
    with pytest.raises(LearnlogError, match="front matter"):
        accounts.add_bluesky("me.bsky.social", PASSWORD)
    assert (networks.sessions, ring.items) == ({}, {})


@pytest.mark.parametrize("place", ["keyring", "file"])
def test_removing_ends_the_session_and_forgets(
    accounts: Accounts, networks: FakeNetworks, ring: MemoryKeyring, home: Path, place: str
) -> None:
    accounts.add_bluesky("me.bsky.social", PASSWORD, secrets=place)
    assert accounts.remove("me.bsky.social").left == ""
    assert (accounts.all(), networks.sessions, ring.items) == ((), {}, {})
    assert files_with(home, TOKEN) == set()


def test_removing_offline_says_that_the_session_is_left_and_forgets_here(
    accounts: Accounts, networks: FakeNetworks, ring: MemoryKeyring
) -> None:
    accounts.add_bluesky("me.bsky.social", PASSWORD)
    networks.is_up = False
    assert accounts.remove("bluesky").left == "The server cannot be reached."
    assert (accounts.all(), ring.items) == ((), {})
    assert networks.sessions


def test_removing_without_the_keyring_says_what_may_be_left(
    accounts: Accounts, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add_bluesky("me.bsky.social", PASSWORD)
    monkeypatch.setattr(MemoryKeyring, "priority", 0)
    left = accounts.remove("bluesky").left
    assert "no keyring" in left
    assert "may still be where they were" in left
    assert accounts.all() == ()


def test_writing_is_asked_for_once_and_remembered(accounts: Accounts, ring: MemoryKeyring) -> None:
    opened: list[str] = []

    def opener(address: str) -> bool:
        opened.append(address)
        return True

    toot = accounts.add_mastodon("example.org", nothing, code)
    grown = accounts.grow(toot, "write", opener, code)
    assert accounts.all() == (grown,)
    assert grown.can_write
    assert accounts.grow(grown, "write", opener, code) == grown
    assert len(opened) == 1
