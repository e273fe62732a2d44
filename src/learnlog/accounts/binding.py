"""A secret is good at the server it is from, and goes nowhere else: not where a page that was changed points."""

from collections.abc import Mapping
from typing import Final

from learnlog.accounts.base import AccountError, Keys
from learnlog.model.account import Account
from learnlog.model.safe import clean_line

_SERVER: Final = "server"


def keep_secrets(keys: Keys, account: Account, secrets: Mapping[str, str]) -> None:
    """Keep the account's `secrets` beside the server they are from."""
    keys.put(account.id, {**secrets, _SERVER: account.server})


def secrets_of(keys: Keys, account: Account) -> Mapping[str, str]:
    """Return the account's secrets ({}: none).

    Raises:
        AccountError: they are from another server than the account names now.
    """
    kept = keys.get(account.id)
    if kept and kept.get(_SERVER, "") != account.server:
        said = f"{clean_line(account.server, 100)} is not the server that let {clean_line(account.handle, 100)} in."
        raise AccountError(
            f"{said} Nothing was sent there.",
            f"Put the server right in accounts.md, or log in again: `learnlog account add {account.network}`.",
        )
    return kept
