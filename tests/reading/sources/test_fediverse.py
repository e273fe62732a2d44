"""The fake server is held against Mastodon's documentation, so that what passes on it may pass on a real one."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.fediverse import Fediverse
from tests.fediverse_entities import DOCUMENTED


def faults(kind: str, value: Any, at: str = "") -> list[str]:
    """Return where `value` is not what the documentation says of an entity of that kind."""
    at = at or kind
    if kind.startswith("?"):
        return [] if value is None else faults(kind[1:], value, at)
    if kind.startswith("["):
        if not isinstance(value, list):
            return [f"{at} is no list"]
        return [fault for item in value for fault in faults(kind[1:-1], item, f"{at}[]")]
    if kind not in DOCUMENTED:
        return [] if _is(kind, value) else [f"{at} is no {kind}: {value!r}"]
    if not isinstance(value, dict):
        return [f"{at} is no {kind}"]
    found = []
    for name, said in DOCUMENTED[kind].items():
        if name in value:
            found += faults(said.lstrip("~"), value[name], f"{at}.{name}")
        elif not said.startswith("~"):
            found.append(f"{at} has no {name}")
    return found


def _is(kind: str, value: Any) -> bool:
    if kind in ("bool", "number", "hash"):
        return type(value) is {"bool": bool, "number": int, "hash": dict}[kind]
    if not isinstance(value, str):
        return False
    if kind == "moment":
        return datetime.fromisoformat(value).tzinfo is not None
    patterns = {"text": "", "address": r"https?://", "day": r"\d{4}-\d\d-\d\d$"}
    return re.match(patterns[kind], value) is not None


@pytest.fixture
def server() -> Iterator[Fediverse]:
    with Fediverse() as running:
        for name in ("ana", "ben"):
            running.add(name)
        question = running.post("ben", "How?")
        answer = running.answer("ana", question, "So.", spoiler_text="Long")
        running.boost("ana", question)
        running.notice("mention", "ben", answer)
        running.notice("follow", "ben")
        yield running


def told(server: Fediverse, method: str, path: str, **more: Any) -> Any:
    token = {"Authorization": f"Bearer {server.grant('ana')}"}
    answer = httpx.request(method, f"{server.base}{path}", headers=token, **more)
    assert answer.status_code < 300, answer.text
    return answer.json()


def test_what_is_read_is_as_documented(server: Fediverse) -> None:
    ana, answer = server.accounts["ana"], server.statuses[1]
    for path, kind in (
        ("/api/v1/accounts/lookup?acct=ana", "Account"),
        ("/api/v1/accounts/verify_credentials", "Account"),
        (f"/api/v1/accounts/{ana['id']}/statuses", "[Status]"),
        ("/api/v1/timelines/home", "[Status]"),
        (f"/api/v1/statuses/{answer['id']}", "Status"),
        (f"/api/v1/statuses/{answer['id']}/context", "Context"),
        ("/api/v2/search?q=ana&resolve=true", "Search"),
        ("/api/v1/notifications", "[Notification]"),
        ("/api/v1/instance", "Instance"),
        ("/api/v1/markers?timeline[]=home", "Markers"),
    ):
        assert faults(kind, told(server, "GET", path)) == [], path


def test_what_is_written_is_answered_as_documented(server: Fediverse) -> None:
    own = told(server, "POST", "/api/v1/statuses", json={"status": "New", "sensitive": True})
    status, question = f"/api/v1/statuses/{own['id']}", server.statuses[-1]
    picture = {"file": ("a.png", b"picture"), "description": (None, "A picture")}
    app = {"client_name": "learnlog", "redirect_uris": "http://127.0.0.1/", "scopes": "read write"}
    for method, path, kind, more in (
        (
            "POST",
            "/api/v1/statuses",
            "Status",
            {"json": {"status": "An answer", "in_reply_to_id": question["id"]}},
        ),
        ("POST", f"{status}/favourite", "Status", {}),
        ("POST", f"{status}/reblog", "Status", {}),
        ("POST", f"{status}/unreblog", "Status", {}),
        ("POST", f"/api/v1/accounts/{server.accounts['ben']['id']}/follow", "Relationship", {}),
        ("POST", "/api/v2/media", "MediaAttachment", {"files": picture}),
        ("POST", "/api/v1/markers", "Markers", {"json": {"home": {"last_read_id": own["id"]}}}),
        ("POST", "/api/v1/apps", "Application", {"data": app}),
        ("DELETE", status, "Status", {}),
    ):
        assert faults(kind, told(server, method, path, **more)) == [], path


def test_refusals_are_as_documented(server: Fediverse) -> None:
    for method, path, status in (
        ("GET", "/api/v1/statuses/0", 404),
        ("GET", "/api/v1/notifications", 401),
        ("POST", "/api/v1/statuses", 401),
        ("POST", "/oauth/token", 400),
    ):
        answer = httpx.request(
            method, f"{server.base}{path}", json={"status": "x"} if method == "POST" else None
        )
        assert (answer.status_code, faults("Error", answer.json())) == (status, []), path


def test_the_documentation_would_be_missed() -> None:
    assert faults("Mention", {"id": 5, "username": "ana", "url": "ana"}) == [
        "Mention.id is no text: 5",
        "Mention.url is no address: 'ana'",
        "Mention has no acct",
    ]
