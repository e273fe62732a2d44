"""What a server of Bluesky may say to a login, told in sentences that hold no secret."""

import json
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from learnlog.accounts.base import AccountError
from learnlog.accounts.bluesky import BlueskyLogin, Servers, reset_of
from learnlog.accounts.keys import FileKeys
from learnlog.model.errors import LearnlogError
from learnlog.reading.web.guard_blocking import BlockingTransport
from tests.servers import Reply, Server

PASSWORD = "abcd-efgh-ijkl-mnop"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDAsInN1YiI6ImEifQ.c2lnbmF0dXJl"
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


def test_a_wait_of_ten_years_is_cut_to_a_day() -> None:
    now = datetime.now(UTC)
    until = reset_of(SimpleNamespace(reset_at=now + timedelta(days=3650)))
    assert until is not None
    assert now < until < now + timedelta(days=1, minutes=1)


@pytest.mark.parametrize(
    ("did", "document"),
    [
        ("did:web:[", b"{}"),
        ("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", b"[" * 100_000),
        (
            "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa",
            b'{"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://["}]}',
        ),
        (
            "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa",
            b'{"service": [{"id": "#atproto_pds", "serviceEndpoint": {"a": 1}}]}',
        ),
    ],
)
def test_a_did_that_leads_nowhere_leads_to_the_usual_door(
    login: BlueskyLogin, server: Server, did: str, document: bytes
) -> None:
    said = json.dumps({"did": did})
    server.add(
        "/xrpc/com.atproto.identity.resolveHandle?handle=ada.example",
        Reply(body=said, type="application/json"),
    )
    server.add(f"/{did}", Reply(body=document, type="application/json"))
    server.add(CREATE, refusal("AuthenticationRequired", 401))

    with pytest.raises(AccountError, match="does not know"):
        login.log_in("ada.example", PASSWORD)

    assert len(server.asked(CREATE)) == 1


def test_a_password_goes_to_no_private_server_that_a_did_names(login: BlueskyLogin, server: Server) -> None:
    did = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
    said = json.dumps({"did": did})
    with Server() as other:
        endpoint = {"id": "#atproto_pds", "serviceEndpoint": other.url("").replace("http:", "https:")}
        server.add(
            "/xrpc/com.atproto.identity.resolveHandle?handle=ada.example",
            Reply(body=said, type="application/json"),
        )
        server.add(f"/{did}", Reply(body=json.dumps({"service": [endpoint]}), type="application/json"))
        with pytest.raises(LearnlogError, match="private network"):
            login.log_in("ada.example", PASSWORD)
        assert other.log == []


def test_a_session_goes_to_the_server_it_is_from_whatever_the_page_of_accounts_says(
    login: BlueskyLogin, server: Server
) -> None:
    session = {
        "did": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa",
        "handle": "ada.example",
        "accessJwt": JWT,
        "refreshJwt": JWT,
    }
    server.add(CREATE, Reply(body=json.dumps(session), type="application/json"))
    server.add("/xrpc/com.atproto.server.deleteSession", Reply(body=b"{}", type="application/json"))
    account = login.log_in("ada.example", PASSWORD)
    with Server() as other:
        lured = replace(account, server=other.url("").rstrip("/"), typed_host=other.host)
        login.log_out(lured)
        assert other.log == []
    assert server.log[-1].path.endswith("deleteSession")


def test_a_private_server_is_only_asked_when_it_was_typed(login: BlueskyLogin) -> None:
    with Server() as other:
        other.add(CREATE, refusal("AuthenticationRequired", 401))
        with pytest.raises(AccountError, match="does not know"):
            login.log_in("ada.example", PASSWORD, service=other.url(""))
        assert len(other.asked(CREATE)) == 1
