"""Asking a view of Bluesky that answers in every way a server can; a real server on loopback, and no network."""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.reading.sources.base import Fetched, Found
from learnlog.reading.sources.bluesky import paging, source
from learnlog.reading.sources.bluesky.source import BlueskySource
from learnlog.reading.web.http import Http
from tests.conftest import FakeClock
from tests.reading.sources.test_bluesky_posts import ADA, author, view
from tests.servers import Reply, Route, Seen, Server

FEED = "app.bsky.feed.getAuthorFeed"


class View(Server):
    """A view of the network with one account, whose posts are numbered; `answers` replace what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = [f"3aaaaaaaa{number:04}" for number in range(2000, 2010)]
        self.profile: dict[str, Any] = {**author(), "description": "On data. ada.example/notes"}
        self.answers: dict[str, Route] = {}

    def answer(self, seen: Seen) -> Reply:
        split = urlsplit(seen.path)
        method = split.path.removeprefix("/xrpc/")
        if method in self.answers:
            route = self.answers[method]
            return route(seen) if callable(route) else route
        asked = {name: values[0] for name, values in parse_qs(split.query).items()}
        said = {
            FEED: self._feed,
            "app.bsky.actor.getProfile": lambda _: self.profile,
            "com.atproto.identity.resolveHandle": lambda _: {"did": ADA},
            ADA: lambda _: {"id": ADA, "alsoKnownAs": ["at://ada.example"]},
        }
        make = said.get(method.removeprefix("/"))
        return json_reply(make(asked)) if make else Reply(status=404)

    def _feed(self, asked: dict[str, str]) -> Any:
        newest = sorted(self.keys, reverse=True)
        start = newest.index(asked["cursor"]) if "cursor" in asked else 0
        page = newest[start : start + int(asked["limit"])]
        rest = newest[start + len(page) :]
        return {"feed": [{"post": self.post(key)} for key in page], **({"cursor": rest[0]} if rest else {})}

    def post(self, key: str) -> Any:
        return view(f"Lesson {key}", key) | {"author": self.profile}

    def says(self, method: str, error: str, message: str = "", status: int = 400, **headers: str) -> None:
        self.answers[method] = json_reply({"error": error, "message": message}, status, headers)


def json_reply(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    return Reply(body=json.dumps(content), status=status, type="application/json", headers=headers or {})


@pytest.fixture
def network() -> Iterator[View]:
    with View() as made:
        yield made


@pytest.fixture
def bluesky(network: View, clock: FakeClock) -> BlueskySource:
    return BlueskySource(network.url("").rstrip("/"), network.url("").rstrip("/"), clock)


def find(bluesky: BlueskySource, address: str, clock: FakeClock) -> Found:
    async def ask() -> Found:
        async with Http(clock=clock) as http:
            return (await bluesky.find(address, http))[0]

    return asyncio.run(ask())


def fetch(bluesky: BlueskySource, state: FetchState, clock: FakeClock) -> Fetched:
    async def ask() -> Fetched:
        async with Http(clock=clock) as http:
            return await bluesky.fetch(ADA, state, http, "")

    return asyncio.run(ask())


def lessons(fetched: Fetched) -> list[str]:
    return [post.guid[-4:] for post in fetched.posts]


def test_a_handle_leads_to_the_person_their_posts_and_what_is_proven(
    bluesky: BlueskySource, network: View, clock: FakeClock
) -> None:
    found = find(bluesky, "@ada.example", clock)

    assert (found.key, found.title, found.handle) == (ADA, "Ada", "ada.example")
    assert found.site == "https://bsky.app/profile/ada.example"
    assert found.links == ("https://ada.example/notes",)
    assert [(proof.address, proof.both_ways) for proof in found.proofs] == [("https://ada.example/", True)]
    assert len(found.newest) == 10
    assert found.state.newest.endswith("2009")


def test_a_handle_that_the_did_does_not_name_is_proven_one_way_only(
    bluesky: BlueskySource, network: View, clock: FakeClock
) -> None:
    network.answers[f"/{ADA}"] = json_reply({"id": ADA, "alsoKnownAs": ["at://other.example"]})

    assert [proof.both_ways for proof in find(bluesky, "@ada.example", clock).proofs] == [False]


def test_a_view_that_tells_of_somebody_else_is_not_believed(
    bluesky: BlueskySource, network: View, clock: FakeClock
) -> None:
    network.profile["did"] = "did:plc:zzzzzzzzzzzzzzzzzzzzzzzz"

    with pytest.raises(LearnlogError, match="somebody else"):
        find(bluesky, ADA, clock)


def test_a_gap_is_kept_across_failures_and_filled_later_and_nothing_comes_twice(
    bluesky: BlueskySource, network: View, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = find(bluesky, ADA, clock).state
    monkeypatch.setattr(source, "PAGE", 3)
    monkeypatch.setattr(paging, "MOST_PAGES", 3)
    network.keys += [f"3aaaaaaaa{number:04}" for number in range(2010, 2030)]

    first = fetch(bluesky, state, clock)
    network.says(FEED, "UpstreamFailure", status=502)
    broken = fetch(bluesky, first.state, clock)
    del network.answers[FEED]
    network.keys.append("3aaaaaaaa2030")
    got = [*lessons(first)]
    state = broken.state
    for _ in range(6):
        fetched = fetch(bluesky, state, clock)
        got += [lesson for lesson in lessons(fetched) if lesson not in ("2030", "2029", "2028")]
        state = fetched.state

    assert lessons(first) == [str(number) for number in range(2029, 2020, -1)]
    assert first.state.gap
    assert (broken.posts, broken.state.gap, broken.state.errors) == ((), first.state.gap, 1)
    assert (state.gap, state.errors, state.newest[-4:]) == ("", 0, "2030")
    assert {str(number) for number in range(2010, 2030)} <= set(got)
    assert len(set(got)) >= 20


def test_a_page_that_fails_in_the_middle_leaves_what_came_and_a_gap(
    bluesky: BlueskySource, network: View, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = find(bluesky, ADA, clock).state
    monkeypatch.setattr(source, "PAGE", 4)
    network.keys += [f"3aaaaaaaa{number:04}" for number in range(2010, 2030)]

    def second_page_fails(seen: Seen) -> Reply:
        if "cursor=" in seen.path:
            return Reply(status=500)
        return json_reply(network._feed({"limit": "4"}))

    network.answers[FEED] = second_page_fails
    half = fetch(bluesky, state, clock)
    del network.answers[FEED]
    rest = fetch(bluesky, half.state, clock)
    last = fetch(bluesky, rest.state, clock)

    assert lessons(half) == ["2029", "2028", "2027", "2026"]
    assert "(500)" in half.state.error
    assert {str(number) for number in range(2010, 2026)} <= set(lessons(rest))
    assert last.state.gap == ""


def test_a_new_handle_and_name_are_followed_and_the_did_stays(
    bluesky: BlueskySource, network: View, clock: FakeClock
) -> None:
    state = find(bluesky, ADA, clock).state
    network.profile |= {"handle": "ada.blog", "displayName": "Ada the Second"}

    state = fetch(bluesky, state, clock).state

    assert (state.handle, state.title) == ("ada.blog", "Ada the Second")
    assert state.site == "https://bsky.app/profile/ada.blog"


@pytest.mark.parametrize(
    ("error", "message", "said"),
    [
        ("AccountTakedown", "Account has been suspended", "The account was suspended by Bluesky."),
        ("AccountDeactivated", "Account is deactivated", "The account was deactivated by its owner."),
        ("InvalidRequest", "Profile not found", "The account was deleted, or there is none."),
    ],
)
def test_an_account_that_is_gone_says_so_and_is_asked_again_tomorrow(
    bluesky: BlueskySource, network: View, clock: FakeClock, error: str, message: str, said: str
) -> None:
    state = find(bluesky, ADA, clock).state
    network.says(FEED, error, message)

    after = fetch(bluesky, state, clock).state

    assert (after.error, after.errors, after.newest) == (said, 1, state.newest)
    assert after.due is not None
    assert after.due >= clock().astimezone(UTC) + timedelta(days=1)


def test_a_host_that_wants_no_more_questions_is_not_asked_until_it_said(
    bluesky: BlueskySource, network: View, clock: FakeClock
) -> None:
    state = find(bluesky, ADA, clock).state
    # The server's own Date is the machine's; what counts is how long from then.
    said = {"ratelimit-remaining": "0", "ratelimit-reset": str(int(time.time()) + 1200)}
    network.says(FEED, "RateLimitExceeded", status=429, **said)

    after = fetch(bluesky, state, clock).state

    assert after.wait_until is not None
    assert abs(after.wait_until - clock() - timedelta(minutes=20)) < timedelta(seconds=5)
    assert after.due is not None
    assert after.due >= after.wait_until
    assert after.error
    assert after.newest == state.newest


@pytest.mark.parametrize(
    "page",
    [
        [],
        "no feed",
        {"feed": "all of it"},
        {"feed": [None, 3, {"post": []}, {"post": {"uri": []}}]},
        {"feed": [], "cursor": {"a": 1}},
    ],
)
def test_a_page_of_lies_harms_neither_what_is_known_nor_the_next_reading(
    bluesky: BlueskySource, network: View, clock: FakeClock, page: Any
) -> None:
    state = find(bluesky, ADA, clock).state
    network.answers[FEED] = json_reply(page)

    lied = fetch(bluesky, state, clock)
    del network.answers[FEED]
    after = fetch(bluesky, lied.state, clock)

    assert lied.posts == ()
    assert lied.state.newest == state.newest
    assert len(after.posts) == 10


def test_one_lying_post_does_not_cost_the_page(
    bluesky: BlueskySource, network: View, clock: FakeClock
) -> None:
    state = find(bluesky, ADA, clock).state
    page = network._feed({"limit": "40"})
    page["feed"].insert(3, {"post": {"uri": 7, "record": {"text": ["x"]}}})
    network.answers[FEED] = json_reply(page)

    assert len(fetch(bluesky, state, clock).posts) == 10


@pytest.mark.parametrize("body", [b"[" * 100_000, b"{" + b" " * (5 * 2**20) + b"}", b"\xff\xfe", b""])
def test_an_answer_that_is_no_json_or_far_too_long_is_told(
    bluesky: BlueskySource, network: View, clock: FakeClock, body: bytes
) -> None:
    state = find(bluesky, ADA, clock).state
    network.answers[FEED] = Reply(body=body, type="application/json")

    after = fetch(bluesky, state, clock).state

    assert after.error
    assert after.newest == state.newest


def test_a_feed_that_goes_in_a_circle_ends(bluesky: BlueskySource, network: View, clock: FakeClock) -> None:
    state = replace(find(bluesky, ADA, clock).state, newest="at://nothing/like/this")
    network.answers[FEED] = json_reply({"feed": [{"post": network.post("3aaaaaaaa2001")}], "cursor": "again"})
    asked = len(network.log)

    after = fetch(bluesky, state, clock)

    assert len(after.posts) == 1
    assert len(network.log) - asked <= 3


def test_what_arrived_today_is_not_dated_tomorrow(
    bluesky: BlueskySource, network: View, clock: FakeClock
) -> None:
    post = view("From the future", "3aaaaaaaa2100", record={"createdAt": "2099-01-01T00:00:00Z"})
    network.answers[FEED] = json_reply({"feed": [{"post": post}]})

    got = fetch(bluesky, FetchState(), clock).posts

    assert [post.published for post in got] == [datetime(2026, 11, 20, 10, 0, 1, tzinfo=UTC)]
