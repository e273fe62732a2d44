"""The page of my accounts: ``accounts.md`` in the vault, mine to read and change. No secret is ever in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from learnlog.model.account import Account
from learnlog.model.moments import EPOCH, from_text, to_text
from learnlog.model.safe import clean_line, clean_link
from learnlog.vault.files import Vault
from learnlog.vault.pages import Page

PAGE: Final = "accounts.md"
NETWORKS: Final = ("bluesky", "mastodon")
_BODY: Final = """My accounts on networks. The first of a network is the one that is meant when I do not say which, so
the order is mine to change. Passwords and tokens are not here.

`learnlog account add` and `learnlog account remove` write this page.
"""


class Book:
    """Reads and writes the page; what is on it besides the accounts stays as it is."""

    def __init__(self, vault: Vault) -> None:
        self._page = Page(vault, PAGE, _BODY)

    def all(self) -> tuple[Account, ...]:
        """Return my accounts in the page's order; lines that are no account are passed over."""
        found = {account.id: account for item in self._listed() if (account := _account(item))}
        return tuple(found.values())

    def problem(self) -> str:
        """Return what cannot be understood of the page; "" when all of it can."""
        lost = sum(_account(item) is None for item in self._listed())
        said = self._page.problem() or ("" if self._is_list() else "Its accounts are no list.")
        return said or (f"{lost} of its accounts cannot be understood." if lost else "")

    def put(self, account: Account) -> None:
        """Write `account` on the page: in place of the one with its id, else at the end.

        Raises:
            LearnlogError: the page is written in a way that cannot be changed, or the disk refuses.
        """
        with self._page.locked():
            known = self.all()
            if account.id in (one.id for one in known):
                self._write([account if one.id == account.id else one for one in known])
            else:
                self._write([*known, account])

    def drop(self, account_id: str) -> None:
        """Take the account with that id off the page.

        Raises:
            LearnlogError: the page is written in a way that cannot be changed, or the disk refuses.
        """
        with self._page.locked():
            known = self.all()
            if account_id in (one.id for one in known):
                self._write([one for one in known if one.id != account_id])

    def _write(self, accounts: Sequence[Account]) -> None:
        before = self._listed()
        items = [_item(account, before) for account in accounts]
        items += [item for item in before if _account(item) is None]  # whatever it is, it is the user's
        self._page.put({"accounts": items})

    def _is_list(self) -> bool:
        return isinstance(self._page.values().get("accounts") or [], list)

    def _listed(self) -> list[Any]:
        return list(self._page.values().get("accounts") or []) if self._is_list() else []


def _item(account: Account, before: Sequence[Any]) -> dict[str, Any]:
    """Return how the page says `account`; what it said `before` and is no longer so is emptied."""
    old = next((item for item in before if isinstance(item, Mapping) and item.get("key") == account.key), {})
    said = {
        "network": account.network,
        "key": account.key,
        "handle": account.handle,
        "name": account.name,
        "server": account.server,
        "scopes": list(account.scopes),
        "secrets": account.secrets,
        "added": to_text(account.added) if account.added else "",
        "typed_host": account.typed_host,
    }
    return {name: value for name, value in said.items() if value or name in old}


def _account(item: Any) -> Account | None:
    """Understand one item of the page; it may have been written by hand, or come from elsewhere."""
    if not isinstance(item, Mapping):
        return None
    network, key = _word(item, "network").casefold(), _word(item, "key")
    server = clean_link(_word(item, "server")).rstrip("/")
    if network not in NETWORKS or not key or not server:
        return None
    scopes = item.get("scopes")
    listed = scopes if isinstance(scopes, list) else _word(item, "scopes").split(",")
    return Account(
        network=network,
        key=key,
        handle=_word(item, "handle") or key,
        server=server,
        name=_word(item, "name"),
        scopes=tuple(word for scope in listed if (word := clean_line(str(scope), 80))) or ("read",),
        secrets="file" if _word(item, "secrets").casefold() == "file" else "keyring",
        added=_moment(_word(item, "added")),
        typed_host=_word(item, "typed_host"),
    )


def _word(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return clean_line(value, 2000) if isinstance(value, str) else ""


def _moment(text: str) -> datetime | None:
    moment = from_text(text, EPOCH)
    return None if moment == EPOCH else moment
