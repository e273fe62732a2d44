"""Where secrets are: the system's keyring, or a file that only the user can read. Never one for the other unasked."""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from learnlog.accounts.base import AccountError, Keys
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.vault.disk import make_folder, put, safe_name, sweep, take, told
from learnlog.vault.locking import shared_lock

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "learnlog"
PLACES: Final = ("keyring", "file")
FILE: Final = "secrets.json"
_LIMIT: Final = 1_000_000
_OTHERS: Final = 0o077
_NO_KEYRING: Final = (
    "Unlock or install one, or keep the secrets in a file that only you can read: `--secrets file`."
)


class Secrets(Mapping[str, str]):
    """Secrets by name, which no repr, log or traceback shows."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<{len(self._values)} secrets>"


class _LockedKeys:
    """What both places share: the lock of an account, a file in the folder for small state."""

    def __init__(self, state: Path) -> None:
        self._state = state

    @contextmanager
    def locked(self, account: str) -> Iterator[None]:
        """Hold the account's lock across processes: sessions are refreshed and rotated under it.

        Raises:
            AccountError: another learnlog held it for half a minute.
        """
        folder = self._state / "locks"
        with told("The lock of the account could not be made"):
            make_folder(folder)
        with ExitStack() as stack:
            try:
                stack.enter_context(shared_lock(folder / f"{safe_name(account)}.lock").held())
            except LearnlogError as error:
                raise AccountError(
                    "Another learnlog has been busy with this account for half a minute.",
                    "Close or continue it, and try again.",
                ) from error
            yield


class KeyringKeys(_LockedKeys):
    """Secrets in the system's keyring: one item for each account, under the service “learnlog”."""

    place: Final = "keyring"

    def get(self, account: str) -> Mapping[str, str]:
        """Return the account's secrets ({}: none)."""
        with _asked():
            said = _backend().get_password(SERVICE, account)
        return Secrets(_understood(said or "{}", "The keyring's item for this account"))

    def put(self, account: str, secrets: Mapping[str, str]) -> None:
        """Keep `secrets` in place of what there was."""
        import json

        with _asked():
            _backend().set_password(SERVICE, account, json.dumps(dict(secrets)))

    def drop(self, account: str) -> None:
        """Forget them."""
        with _asked():
            backend = _backend()
            if backend.get_password(SERVICE, account) is not None:
                backend.delete_password(SERVICE, account)


def _backend() -> "KeyringBackend":
    import keyring

    return keyring.get_keyring()


@contextmanager
def _asked() -> Iterator[None]:
    """Put whatever the keyring says in a sentence of ours; its own words may hold what was to be kept."""
    trouble = keyring_trouble()
    if trouble:
        raise AccountError(trouble, _NO_KEYRING)
    try:
        yield
    except Exception as error:
        said = f"The keyring refused ({type(error).__name__})."
        raise AccountError(
            said, "Unlock it and try again, or add the account with `--secrets file`."
        ) from None


def keyring_trouble() -> str:
    """Return why the system's keyring cannot be used, in a sentence; "" when it can.

    A backend that writes secrets as they are into a file is no keyring: only the user may choose a file.
    """
    try:
        backend = _backend()
        kind = type(backend)
        name = f"{kind.__module__}.{kind.__qualname__}"
        usable = backend.priority > 0
    except Exception as error:
        return f"This system's keyring cannot be opened ({type(error).__name__})."
    if name.startswith(("keyring.backends.fail.", "keyring.backends.null.")) or not usable:
        return "This system has no keyring that could hold secrets."
    if "plaintext" in name.lower():
        return "This system's keyring would write secrets unprotected into a file."
    return ""


class FileKeys(_LockedKeys):
    """Secrets in one file that only the user can read (mode 0600), in the folder for small state."""

    place: Final = "file"

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._state / FILE

    def get(self, account: str) -> Mapping[str, str]:
        """Return the account's secrets ({}: none).

        Raises:
            AccountError: others could read the file; it is shut now, and the next time it is read.
        """
        if self.shut():
            raise AccountError(
                f"Others on this machine could read {self.path}, where your accounts' secrets are; it is shut now.",
                "If anybody may have read it, remove the accounts and add them again; otherwise just go on.",
            )
        return Secrets(self._read().get(account, {}))

    def put(self, account: str, secrets: Mapping[str, str]) -> None:
        """Keep `secrets` in place of what there was, durably."""
        with self._writing():
            self._write({**self._read(), account: dict(secrets)})

    def drop(self, account: str) -> None:
        """Forget them; the last ones take the file with them."""
        with self._writing():
            rest = {name: kept for name, kept in self._read().items() if name != account}
            if rest:
                self._write(rest)
            else:
                self.path.unlink(missing_ok=True)

    def shut(self) -> bool:
        """Shut the file and its folder to others; tell whether others could read the file until now."""
        with told("The file with your accounts' secrets could not be shut to others"):
            _shut(self._state, 0o700)
            return _shut(self.path, 0o600)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with told("The secrets could not be kept"):
            make_folder(self._state)
        with self.locked(FILE), told("The secrets could not be kept"):
            self.shut()
            sweep(self._state)
            yield

    def _read(self) -> dict[str, dict[str, str]]:
        found = take(self.path, _LIMIT)
        if found is None:
            return {}
        said = _understood(found[0].decode("utf-8", "replace"), str(self.path))
        return {name: kept for name, kept in said.items() if isinstance(kept, dict)}

    def _write(self, everything: Mapping[str, Mapping[str, str]]) -> None:
        import json

        put(self.path, (json.dumps(everything, indent=1) + "\n").encode(), self._state)


def _shut(path: Path, mode: int) -> bool:
    """Take from others what they may do with `path`; tell whether they might do anything."""
    try:
        is_open = bool(stat.S_IMODE(path.stat().st_mode) & _OTHERS)
    except FileNotFoundError:
        return False
    if is_open and os.name == "posix":
        path.chmod(mode)
    return is_open and os.name == "posix"


def _understood(said: str, what: str) -> dict[str, Any]:
    import json

    try:
        found = json.loads(said)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        # Outside of the except: a JSON error carries the whole text along.
        raise AccountError(f"{what} cannot be understood.", "Remove it, and add the account again.")
    return found


def choose_keys(place: str, state: Path) -> Keys:
    """Return the secrets kept in `place` (`keyring` or `file`); the file is in the folder `state`.

    Raises:
        UsageError: there is no such place.
    """
    if place not in PLACES:
        raise UsageError(f"There is no place “{place}” for secrets.", "They are in the keyring or in a file.")
    return KeyringKeys(state) if place == "keyring" else FileKeys(state)
