"""Whom somebody follows: Mastodon's pages of accounts, Bluesky's follows, lists and starter packs."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.reading.sources.bluesky.follows import LIST, PACK, follows_at, list_at
from learnlog.reading.sources.follows import Followed
from learnlog.reading.sources.mastodon.source import MastodonSource
from learnlog.reading.web.http import Http
from tests.servers import Reply, Server

DID = "did:plc:" + "a" * 24
BEN = "did:plc:" + "b" * 24


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


def answer(data: Any, **headers: str) -> Reply:
    return Reply(body=json.dumps(data), type="application/json", headers=headers)


def account(server: Server, acct: str, **more: Any) -> dict[str, Any]:
    name, _, host = acct.partition("@")
    url = f"https://{host}/@{name}" if host else server.url(f"/@{name}")
    return {"id": name, "username": name, "acct": acct, "url": url, "uri": url, **more}


def mastodon(server: Server) -> list[Followed]:
    async def ask() -> list[Followed]:
        async with Http() as http:
            return list(await MastodonSource().follows(server.url("/@me"), http))

    return asyncio.run(ask())


def test_every_page_of_follows_is_read(server: Server) -> None:
    server.add("/api/v1/accounts/lookup?acct=me", answer(account(server, "me")))
    first, second = (
        "/api/v1/accounts/me/following?limit=80",
        "/api/v1/accounts/me/following?limit=80&max_id=7",
    )
    server.add(
        first,
        answer(
            [account(server, "ana@a.example", display_name="Ana V")],
            Link=f'<{server.url(second)}>; rel="next"',
        ),
    )
    server.add(second, answer([account(server, "ben@b.example"), "lies", {"acct": 3}]))

    found = mastodon(server)

    assert [(one.address, one.name) for one in found] == [
        ("@ana@a.example", "Ana V"),
        ("@ben@b.example", "ben"),
    ]


@pytest.mark.parametrize("reply", [Reply(status=401, body="{}"), answer([])])
def test_a_server_that_does_not_show_it_is_told_from_one_that_cannot_be_reached(
    server: Server, reply: Reply
) -> None:
    server.add("/api/v1/accounts/lookup?acct=me", answer(account(server, "me")))
    server.add("/api/v1/accounts/me/following?limit=80", reply)
    with pytest.raises(LearnlogError, match="does not show whom") as caught:
        mastodon(server)
    assert "CSV" in caught.value.hint


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://bsky.app/starter-pack/ana.example/3k", (PACK, "ana.example", "3k")),
        ("bsky.app/profile/ana.example/lists/3k", (LIST, "ana.example", "3k")),
        (f"at://{DID}/{LIST}/3k", (LIST, DID, "3k")),
        ("https://evil.example/starter-pack/ana.example/3k", ("", "", "")),
        ("https://bsky.app/profile/ana.example", ("", "", "")),
    ],
)
def test_lists_and_packs_are_known_by_their_addresses(address: str, expected: tuple[str, str, str]) -> None:
    assert list_at(address) == expected


def bluesky(address: str, answers: dict[str, Any]) -> tuple[list[Followed], list[tuple[str, dict[str, Any]]]]:
    asked: list[tuple[str, dict[str, Any]]] = []

    async def ask(method: str, **params: Any) -> dict[str, Any]:
        asked.append((method.rpartition(".")[2], params))
        told: dict[str, Any] = answers[method.rpartition(".")[2] + params.get("cursor", "")]
        return told

    async def did_of(actor: str) -> str:
        return DID

    return asyncio.run(follows_at(address, ask, did_of)), asked


def test_a_starter_pack_is_read_through_its_list() -> None:
    item = {
        "subject": {
            "did": BEN,
            "handle": "ben.example",
            "displayName": "Ben\x1b[31m",
            "description": "Bread\nbaker",
        }
    }
    found, asked = bluesky(
        "https://bsky.app/starter-pack/ana.example/3k",
        {
            "getStarterPack": {
                "starterPack": {
                    "list": {"uri": "at://x/l/1"},
                    "record": {"name": "Bakers\x1b[2J", "description": "of bread"},
                }
            },
            "getList": {"items": [item, {}]},
        },
    )
    assert asked[0] == ("getStarterPack", {"starterPack": f"at://{DID}/{PACK}/3k"})
    assert asked[1][1]["list"] == "at://x/l/1"
    assert [(one.address, one.bio, one.key) for one in found] == [(BEN, "Bread baker", BEN)]
    assert found[0].listed == "Bakers: of bread"
    assert "\x1b" not in found[0].name


def test_follows_are_paged_until_the_cursor_ends() -> None:
    found, asked = bluesky(
        "ana.bsky.social",
        {
            "getFollows": {"follows": [{"did": DID, "handle": "a.example"}], "cursor": "x"},
            "getFollowsx": {"follows": [{"did": BEN, "handle": "b.example"}], "cursor": "x"},
        },
    )
    assert [one.name for one in found] == ["a.example", "b.example"]
    assert len(asked) == 2
    with pytest.raises(LearnlogError, match="Nobody"):
        bluesky("ana.bsky.social", {"getFollows": {"follows": "lies"}})
