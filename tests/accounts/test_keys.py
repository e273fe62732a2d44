"""Where secrets are: in the keyring or in one shut file, under a lock that processes share."""

import json
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import null
from keyring.errors import KeyringLocked, PasswordSetError

from learnlog.accounts.base import AccountError, Keys
from learnlog.accounts.keys import FileKeys, KeyringKeys, choose_keys, keyring_trouble
from learnlog.model.errors import LearnlogError, UsageError
from tests.accounts.conftest import MemoryKeyring

ME, OTHER = "bluesky:did:plc:me", "mastodon:https://example.org/users/other"
SECRET = "the-token-nobody-may-see"


@pytest.fixture(params=["keyring", "file"])
def keys(request: pytest.FixtureRequest, tmp_path: Path, ring: MemoryKeyring) -> Keys:
    return choose_keys(request.param, tmp_path / "state")


def test_what_is_kept_is_there_until_it_is_dropped(keys: Keys) -> None:
    assert not keys.get(ME)
    keys.put(ME, {"token": SECRET, "session": "one"})
    keys.put(OTHER, {"token": "other"})
    keys.put(ME, {"token": SECRET + "2"})
    assert dict(keys.get(ME)) == {"token": SECRET + "2"}
    keys.drop(ME)
    keys.drop(ME)
    assert not keys.get(ME)
    assert dict(keys.get(OTHER)) == {"token": "other"}


def test_no_repr_shows_a_secret(keys: Keys) -> None:
    keys.put(ME, {"token": SECRET})
    assert SECRET not in f"{keys!r} {keys.get(ME)!r} {keys.get(ME)!s} {vars(keys)}"


def test_the_keyring_has_one_item_for_each_account_and_no_file(ring: MemoryKeyring, tmp_path: Path) -> None:
    keys = KeyringKeys(tmp_path)
    keys.put(ME, {"token": SECRET})
    assert json.loads(ring.items["learnlog", ME]) == {"token": SECRET}
    with keys.locked(ME):
        assert not [path for path in tmp_path.rglob("*") if path.is_file() and SECRET in path.read_text()]


def test_the_file_is_the_users_alone_and_goes_with_the_last_secret(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "deep" / "state")
    keys.put(ME, {"token": SECRET})
    assert keys.path.stat().st_mode & 0o777 == 0o600
    assert keys.path.parent.stat().st_mode & 0o777 == 0o700
    keys.drop(ME)
    assert not keys.path.exists()


def test_a_file_that_others_could_read_is_shut_and_told_once(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "state")
    keys.put(ME, {"token": SECRET})
    keys.path.chmod(0o644)
    with pytest.raises(AccountError, match="Others on this machine could read") as told:
        keys.get(ME)
    assert "add them again" in told.value.hint
    assert keys.path.stat().st_mode & 0o777 == 0o600
    assert keys.get(ME)["token"] == SECRET


def test_a_rotated_token_is_never_lost_to_a_wrong_mode(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "state")
    keys.put(ME, {"token": "old"})
    keys.path.chmod(0o666)
    keys.put(ME, {"token": "new"})
    assert keys.get(ME)["token"] == "new"


def test_a_file_nobody_understands_is_told_without_its_text(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path)
    keys.path.write_text(f'{{"{SECRET}": ')
    keys.path.chmod(0o600)
    with pytest.raises(AccountError, match="cannot be understood") as told:
        keys.get(ME)
    assert SECRET not in "".join(traceback.format_exception(told.value))
    with pytest.raises(AccountError):
        keys.put(ME, {"token": "new"})
    assert SECRET in keys.path.read_text()


def test_there_is_no_third_place(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        choose_keys("cloud", tmp_path)


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_nothing_is_kept_anywhere(tmp_path: Path) -> None:
    with pytest.raises(AccountError, match="has no keyring") as told:
        KeyringKeys(tmp_path).put(ME, {"token": SECRET})
    assert "--secrets file" in told.value.hint
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


class PlaintextKeyring(MemoryKeyring):
    """A backend that would write secrets as they are into a file."""


@pytest.fixture
def ring_of() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("ring_of")
@pytest.mark.parametrize(
    ("backend", "said"), [(null.Keyring, "has no keyring"), (PlaintextKeyring, "unprotected into a file")]
)
def test_what_only_looks_like_a_keyring_is_refused(backend: type[MemoryKeyring], said: str) -> None:
    keyring.set_keyring(backend())
    assert said in keyring_trouble()


@pytest.mark.parametrize("error", [KeyringLocked(SECRET), PasswordSetError(SECRET), RuntimeError(SECRET)])
def test_a_keyring_that_refuses_is_one_sentence_without_the_secret(
    ring: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: str) -> None:
        raise error

    monkeypatch.setattr(ring, "set_password", refuse)
    with pytest.raises(AccountError, match="The keyring refused") as told:
        KeyringKeys(tmp_path).put(ME, {"token": SECRET})
    assert SECRET not in "".join(traceback.format_exception(told.value))


ROTATE = """
import sys
from pathlib import Path
from learnlog.accounts.keys import FileKeys
keys = FileKeys(Path(sys.argv[1]))
for _ in range(20):
    with keys.locked(sys.argv[2]):
        had = int(keys.get(sys.argv[2])["token"])
        keys.put(sys.argv[2], {"token": str(had + 1)})
        keys.put(sys.argv[2] + sys.argv[3], {"token": "mine"})
"""


def test_two_processes_rotate_one_session_and_none_is_lost(tmp_path: Path) -> None:
    keys = FileKeys(tmp_path / "state")
    keys.put(ME, {"token": "0"})
    command = [sys.executable, "-c", ROTATE, str(tmp_path / "state"), ME]
    for process in [subprocess.Popen([*command, name]) for name in ("one", "two")]:
        assert process.wait(timeout=30) == 0
    assert keys.get(ME)["token"] == "40"
    assert dict(keys.get(ME + "one")) == dict(keys.get(ME + "two")) == {"token": "mine"}


def test_who_waits_too_long_is_told(keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from learnlog.vault import locking

    held = locking.FolderLock.held
    monkeypatch.setattr(locking.FolderLock, "held", lambda lock: held(lock, 0.05))
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "state"), ME], stdin=-1, stdout=-1, text=True
    )
    assert child.stdout
    assert child.stdout.readline() == "held\n"
    with pytest.raises(AccountError, match="busy with this account"), keys.locked(ME):
        pytest.fail("two had the lock")
    with keys.locked(OTHER):
        pass
    child.communicate("\n")
    with keys.locked(ME):
        pass


HOLD = """
import sys
from pathlib import Path
from learnlog.accounts.keys import KeyringKeys
with KeyringKeys(Path(sys.argv[1])).locked(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_an_error_inside_the_lock_stays_what_it_is(keys: Keys) -> None:
    with pytest.raises(LearnlogError, match="wrong password"), keys.locked(ME):
        raise LearnlogError("wrong password")
