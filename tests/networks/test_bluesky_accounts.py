"""Logging in to a real Bluesky server, and a session that stays alive."""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from learnlog.accounts.base import AccountError
from learnlog.accounts.bluesky import BlueskyLogin, Servers
from learnlog.model.account import Account
from tests.networks.conftest import Home, Network, account_json, run

pytestmark = pytest.mark.networks
_JWT_SECRET = b"jwt-secret"  # the network's own, for tests


def logged_in(home: Home, name: str) -> tuple[BlueskyLogin, Account]:
    login = home.workspace.bluesky_login(home.workspace.accounts.keys("file"))
    return login, login.log_in(f"{name}.test", home.network.password(name))


def whoami(session: Any) -> str:
    return str(session.ask(lambda client: client.com.atproto.server.get_session()).handle)


def test_logging_in_keeps_a_session_but_never_the_password(home: Home, network: Network) -> None:
    login, account = logged_in(home, "chen")

    assert (account.key, account.handle, account.server) == (
        network.did("chen"),
        "chen.test",
        network.net["pds"],
    )
    assert account.can_write
    assert whoami(login.session(account)) == "chen.test"
    kept = [path.read_bytes() for path in home.root.rglob("*") if path.is_file()]
    assert not any(network.password("chen").encode() in text for text in kept)


def test_a_wrong_password_is_told_in_a_sentence_without_the_password(home: Home) -> None:
    login = home.workspace.bluesky_login(home.workspace.accounts.keys("file"))

    with pytest.raises(AccountError) as caught:
        login.log_in("dara.test", "not-the-password")

    assert caught.value.message == "Bluesky does not know dara.test with this app password."
    assert "not-the-password" not in caught.value.hint
    assert not home.workspace.accounts.keys("file").get(f"bluesky:{home.network.did('dara')}")


def test_refreshing_rotates_the_session_and_the_new_one_is_kept(home: Home) -> None:
    login, account = logged_in(home, "chen")
    keys = home.workspace.accounts.keys("file")
    before = keys.get(account.id)["session"]
    session = login.session(account)

    session.renew()

    assert keys.get(account.id)["session"] != before
    assert whoami(session) == "chen.test"
    assert whoami(login.session(account)) == "chen.test"


def test_two_processes_that_rotate_at_once_do_not_lose_the_session(home: Home) -> None:
    login, account = logged_in(home, "chen")
    arguments = (str(home.root), os.environ["LEARNLOG_NETWORK"], account_json(account), "6")
    processes = [
        subprocess.Popen(
            run("rotate.py", *arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env()
        )
        for _ in range(2)
    ]

    said = [process.communicate(timeout=60)[0].decode() for process in processes]

    assert [process.returncode for process in processes] == [0, 0], said
    session = login.session(account)
    session.renew()
    assert whoami(session) == "chen.test"


def test_an_expired_token_which_is_refused_with_400_is_refreshed_and_the_question_asked_again(
    home: Home,
) -> None:
    login, account = logged_in(home, "chen")
    keys = home.workspace.accounts.keys("file")
    handle, did, access, refresh, pds = keys.get(account.id)["session"].split(":::")
    expired = ":::".join((handle, did, _expired(access), refresh, pds))
    keys.put(account.id, {"session": expired})
    an_hour_ago = BlueskyLogin(
        keys,
        Servers(service=home.network.net["pds"], plc=home.network.net["plc"]),
        home.workspace._blocking,
        lambda: datetime.now(UTC) - timedelta(hours=2),
    )

    assert whoami(an_hour_ago.session(account)) == "chen.test"
    assert keys.get(account.id)["session"] != expired

    keys.put(account.id, {"session": keys.get(account.id)["session"].replace(access, "")})
    assert whoami(login.session(account)) == "chen.test"


def test_after_logging_out_the_session_is_worth_nothing(home: Home) -> None:
    login, account = logged_in(home, "chen")
    keys = home.workspace.accounts.keys("file")
    kept = keys.get(account.id)

    login.log_out(account)

    assert not keys.get(account.id)
    with pytest.raises(AccountError, match="There is no session"):
        login.session(account)
    keys.put(account.id, kept)
    with pytest.raises(AccountError) as caught:
        login.session(account).renew()
    assert caught.value.hint == "Log in again: `learnlog account add bluesky`."


def test_too_many_logins_are_told_with_the_moment_they_may_go_on(home: Home) -> None:
    login = home.workspace.bluesky_login(home.workspace.accounts.keys("file"))
    said = ""
    for _ in range(40):
        with pytest.raises(AccountError) as caught:
            login.log_in("learner.test", "wrong")
        said = caught.value.message
        if "no more logins" in said:
            break

    until = datetime.strptime(said[-6:-1], "%H:%M").replace(tzinfo=UTC)
    assert said.startswith("Bluesky wants no more logins until ")
    assert until.minute in {(datetime.now().astimezone() + timedelta(minutes=n)).minute for n in range(7)}


def env() -> dict[str, str]:
    root = Path(__file__).parents[2]
    return {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}


def _expired(token: str) -> str:
    """Return the token as it is an hour after its end, properly signed."""
    head, body, _ = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    claims |= {"iat": int(time.time()) - 7200, "exp": int(time.time()) - 3600}
    signed = f"{head}.{_encoded(json.dumps(claims).encode())}"
    return f"{signed}.{_encoded(hmac.digest(_JWT_SECRET, signed.encode(), hashlib.sha256))}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
