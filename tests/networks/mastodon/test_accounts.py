"""Being somebody on a real server that speaks Mastodon's API: in through the browser, and out again."""

import httpx
import pytest

from learnlog.accounts.base import AccountError
from tests.networks.conftest import piece
from tests.networks.mastodon.conftest import Home, playing, refuse
from tests.networks.mastodon.snac import Snac

pytestmark = pytest.mark.networks


def tokens(server: Snac) -> set[str]:
    return {path.stem for path in (server.root / "token").glob("*.json")}


def test_in_through_the_browser_to_read_then_to_write_and_out_again(home: Home, near: Snac) -> None:
    before = tokens(near)
    account = home.log_in(near, "ana", write=False)
    reading = tokens(near) - before
    account = home.workspace.accounts.grow(account, "write", playing(near, "ana"), refuse)
    writing = tokens(near) - before

    assert (account.handle, account.key, account.scopes) == (
        f"@ana@{near.host}",
        f"{near.base}/ana",
        ("read", "write"),
    )
    assert len(reading) == len(writing) == 1
    assert not reading & writing
    holding = {
        p.name for p in home.root.rglob("*") if p.is_file() and next(iter(writing)).encode() in p.read_bytes()
    }
    assert holding == {"secrets.json"}
    assert home.workspace.accounts.remove(account.id).left == ""
    assert tokens(near) == before
    assert not (home.root / "state" / "secrets.json").exists()


def test_a_second_account_there_can_come_in_after_the_first_may_write(home: Home, near: Snac) -> None:
    home.log_in(near, "ana")

    assert home.log_in(near, "ben").handle == f"@ben@{near.host}"


def test_a_code_that_is_copied_with_what_stands_around_it_is_understood(home: Home, near: Snac) -> None:
    """snac shows the code with the state behind it."""

    def paste(question: str) -> str:
        address = next(word for word in question.split() if word.startswith("http"))
        shown = near.visit("ben", address)
        assert "&state=" in shown
        return shown

    account = home.workspace.accounts.add_mastodon(near.host, lambda address: False, paste, secrets="file")

    assert account.handle == f"@ben@{near.host}"
    assert home.voice(account).notices() is not None


def test_whoever_is_logged_out_there_is_told_to_log_in_again(home: Home, near: Snac) -> None:
    account = home.log_in(near, "ana")
    for token in tokens(near):
        (near.root / "token" / f"{token}.json").unlink()

    for ask in (
        home.voice(account).notices,
        lambda: home.voice(account).send(piece("Not to be sent")),
        lambda: home.voice(account).find_sent(piece("Not to be found")),
    ):
        with pytest.raises(AccountError, match="no longer lets learnlog in"):
            ask()


def test_a_server_without_the_newer_page_about_itself_says_what_a_post_may_hold(
    home: Home, near: Snac
) -> None:
    assert httpx.get(f"{near.base}/api/v2/instance").status_code == 404

    limits = home.voice(home.log_in(near, "ana")).limits()

    assert (limits.length, limits.media) == (100_000, 4)
