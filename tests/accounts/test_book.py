"""The page of my accounts: text that is mine, which learnlog changes by the line."""

from dataclasses import replace

import pytest

from learnlog.accounts.book import PAGE, Book
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.workspace import Workspace

BLUE = Account(
    network="bluesky", key="did:plc:abc", handle="me.bsky.social", server="https://pds.example", name="Me: I"
)
TOOT = Account(
    network="mastodon",
    key="https://example.org/users/me",
    handle="@me@example.org",
    server="https://example.org",
    scopes=("read", "write"),
    secrets="file",
)


@pytest.fixture
def book(workspace: Workspace) -> Book:
    return Book(workspace.vault)


def page(workspace: Workspace) -> str:
    return (workspace.vault.root / PAGE).read_text(encoding="utf-8")


def test_what_is_written_is_read_again_in_the_same_order(book: Book, workspace: Workspace) -> None:
    assert book.all() == ()
    blue = replace(BLUE, added=workspace.clock(), typed_host="127.0.0.1:2583")
    for account in (TOOT, blue):
        book.put(account)
    assert book.all() == (TOOT, blue)
    book.put(replace(TOOT, handle="@new@example.org"))
    assert [account.handle for account in book.all()] == ["@new@example.org", "me.bsky.social"]
    book.drop(TOOT.id)
    book.drop("bluesky:nobody")
    assert book.all() == (blue,)


def test_what_is_no_longer_so_is_not_read_again(book: Book) -> None:
    book.put(replace(BLUE, typed_host="127.0.0.1:2583"))
    book.put(replace(BLUE, name=""))
    assert book.all() == (replace(BLUE, name=""),)


def test_my_own_words_and_order_on_the_page_stay(book: Book, workspace: Workspace) -> None:
    book.put(BLUE)
    book.put(TOOT)
    own = (
        page(workspace).replace("accounts:", "# mine\nmood: fine\naccounts:") + "\nThe second is for work.\n"
    )
    (workspace.vault.root / PAGE).write_text(own, encoding="utf-8")
    book.put(replace(BLUE, handle="renamed.bsky.social"))
    assert page(workspace) == own.replace("me.bsky.social", "renamed.bsky.social")


def test_lines_that_are_no_account_are_passed_over_told_and_kept(book: Book, workspace: Workspace) -> None:
    book.put(BLUE)
    text = page(workspace).replace("accounts:\n", "accounts:\n  - network: myspace\n    key: tom\n")
    (workspace.vault.root / PAGE).write_text(text, encoding="utf-8")
    assert book.all() == (BLUE,)
    assert book.problem() == "1 of its accounts cannot be understood."
    book.put(TOOT)
    assert "tom" in page(workspace)
    assert book.all() == (BLUE, TOOT)


def test_what_could_act_on_a_terminal_or_lead_elsewhere_is_not_believed(
    book: Book, workspace: Workspace
) -> None:
    workspace.vault.ensure()
    (workspace.vault.root / PAGE).write_text(
        '---\naccounts:\n  - {network: bluesky, key: "a\\e[2J", server: "https://x.example", handle: "\\e]0;x\\ah"}\n'
        '  - {network: bluesky, key: b, server: "file:///etc/passwd"}\n---\n',
        encoding="utf-8",
    )
    assert [(account.key, account.handle) for account in book.all()] == [("a", "h")]


def test_a_broken_page_is_told_and_not_overwritten(book: Book, workspace: Workspace) -> None:
    workspace.vault.ensure()
    broken = "---\naccounts: [oops\n---\nmine\n"
    (workspace.vault.root / PAGE).write_text(broken, encoding="utf-8")
    assert book.all() == ()
    assert book.problem()
    with pytest.raises(LearnlogError):
        book.put(BLUE)
    assert page(workspace) == broken


def test_the_page_is_no_entry_and_a_crash_while_writing_it_hinders_no_start(
    book: Book, workspace: Workspace
) -> None:
    book.put(BLUE)
    workspace.vault.write(PAGE, page(workspace) + "cut off\n", doc_id="accounts", expected=None)
    assert workspace.vault.pending() == [("accounts", PAGE)]
    assert workspace.journal.list() == []
    assert workspace.vault.pending() == []
    workspace.sync.reindex()
    assert workspace.search("accounts") == []
