"""What a server of Bluesky may say to a login, told in sentences that hold no secret."""

import json
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from learnlog.accounts.base import AccountError
from learnlog.accounts.bluesky import BlueskyLogin, Servers
from learnlog.accounts.keys import FileKeys
from learnlog.model.errors import LearnlogError
from learnlog.reading.guard_blocking import BlockingTransport
from tests.servers import Reply, Server

PASSWORD = "abcd-efgh-ijkl-mnop"
CREATE = "/xrpc/com.atproto.server.createSession"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


@pytest.fixture
def login(server: Server, tmp_path: Path) -> BlueskyLogin:
    home = server.url("").rstrip("/")
    return BlueskyLogin(
        FileKeys(tmp_path),
        Servers(service=home, plc=home),
        lambda typed: BlockingTransport((server.host, typed), seconds=5.0),
    )


def refusal(error: str, status: int, **headers: str) -> Reply:
    body: dict[str, Any] = {"error": error, "message": f"It holds {PASSWORD}"}
    return Reply(body=json.dumps(body), status=status, type="application/json", headers=headers)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        ("AuthenticationRequired", 401, "Bluesky does not know ada.example with this app password."),
        ("InvalidRequest", 400, "Bluesky does not know ada.example with this app password."),
        ("AccountTakedown", 401, "The account ada.example was suspended by its server."),
        ("AuthFactorTokenRequired", 401, "This is the account's own password, and it wants a code as well."),
        ("InternalServerError", 500, "The server could not let ada.example in (500)."),
    ],
)
def test_a_refused_login_is_one_sentence_and_no_trace_of_it_holds_the_password(
    login: BlueskyLogin, server: Server, tmp_path: Path, error: str, status: int, said: str
) -> None:
    server.add(CREATE, refusal(error, status))

    with pytest.raises(AccountError) as caught:
        login.log_in("ada.example", PASSWORD)

    assert caught.value.message == said
    assert PASSWORD not in "".join(traceback.format_exception(caught.value)) + caught.value.hint
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size]


def test_too_many_logins_are_told_with_the_moment_they_may_go_on(login: BlueskyLogin, server: Server) -> None:
    reset = int(time.time()) + 300
    server.add(CREATE, refusal("RateLimitExceeded", 429, **{"ratelimit-reset": str(reset)}))

    with pytest.raises(AccountError) as caught:
        login.log_in("ada.example", PASSWORD)

    until = time.strftime("%H:%M", time.localtime(reset))
    assert caught.value.message == f"Bluesky wants no more logins until {until}."


@pytest.mark.parametrize("body", [b"{}", b"no json", b'{"did": 7, "accessJwt": []}'])
def test_a_server_that_lets_in_without_saying_whom_is_not_believed(
    login: BlueskyLogin, server: Server, tmp_path: Path, body: bytes
) -> None:
    server.add(CREATE, Reply(body=body, type="application/json"))

    with pytest.raises(LearnlogError):
        login.log_in("ada.example", PASSWORD)

    assert not (tmp_path / "secrets.json").exists()


def test_a_private_server_is_only_asked_when_it_was_typed(login: BlueskyLogin) -> None:
    with Server() as other:
        other.add(CREATE, refusal("AuthenticationRequired", 401))
        with pytest.raises(AccountError, match="does not know"):
            login.log_in("ada.example", PASSWORD, service=other.url(""))
        assert len(other.asked(CREATE)) == 1
