"""Asking a channel for news: politely, conditionally, and never raising for what goes wrong there."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from learnlog.model.fetching import FetchState
from learnlog.reading.sources.base import Fetched
from learnlog.reading.sources.feed import FeedSource
from learnlog.reading.web.http import Http
from tests.reading.feeds import NOW, item, page, rss
from tests.servers import Reply, Server

RSS = "application/rss+xml"
HOUR = timedelta(hours=1)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


async def ask(
    server: Server, path: str = "/feed", state: FetchState | None = None, moment: datetime = NOW
) -> Fetched:
    async with Http(timeout=1) as http:
        source = FeedSource(lambda: moment)
        return await source.fetch(server.url(path), state or FetchState(), http, server.host)


async def test_news_come_with_the_state_to_ask_politely_next_time(server: Server) -> None:
    server.add("/feed", Reply(body=rss([item("one"), item("two")]), type=RSS, etag='"1"', modified="then"))
    fetched = await ask(server)
    assert [post.guid for post in fetched.posts] == ["one", "two"]
    state = fetched.state
    assert (state.etag, state.last_modified, state.status, state.errors) == ('"1"', "then", 200, 0)
    assert (state.checked, state.fetched) == (NOW, NOW)
    assert (state.title, state.site) == ("A Blog", "https://example.org/")
    assert state.due
    assert state.due >= NOW + HOUR


async def test_the_second_question_is_conditional_and_costs_nothing(server: Server) -> None:
    server.add("/feed", Reply(body=rss(), type=RSS, etag='"1"', modified="then"))
    first = await ask(server)
    second = await ask(server, state=first.state, moment=NOW + HOUR)
    assert server.log[1].headers["if-none-match"] == '"1"'
    assert server.log[1].headers["if-modified-since"] == "then"
    assert second.posts == ()
    assert (second.state.status, second.state.checked, second.state.fetched) == (304, NOW + HOUR, NOW)


@pytest.mark.parametrize("status", [203, 206, 226])
async def test_a_success_of_another_kind_is_one(server: Server, status: int) -> None:
    server.add("/feed", Reply(status=status, body=rss([item("one")]), type=RSS, etag='"2"'))
    fetched = await ask(server, state=FetchState(etag='"1"', errors=2, error="It failed."))
    assert [post.guid for post in fetched.posts] == ["one"]
    state = fetched.state
    assert (state.status, state.error, state.errors, state.fetched) == (status, "", 0, NOW)
    assert state.etag == ("" if status == 206 else '"2"')  # a part is not what it names


async def test_that_nothing_changed_means_nothing_where_that_was_not_asked(server: Server) -> None:
    server.add("/feed", Reply(status=304, etag='"1"'))
    fetched = await ask(server)
    assert fetched.state.error == "127.0.0.1 says that nothing changed, though that was not asked (304)."
    assert (fetched.state.etag, fetched.state.errors) == ("", 1)


async def test_an_unchanged_body_is_not_parsed_again(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.add("/feed", Reply(body=rss(), type=RSS))
    first = await ask(server)
    monkeypatch.setattr("learnlog.reading.sources.parsing.parse_feed", None)
    second = await ask(server, state=first.state, moment=NOW + HOUR)
    assert second.posts == ()
    assert (second.state.status, second.state.error, second.state.fetched) == (200, "", NOW + HOUR)


async def test_a_changed_body_brings_its_posts(server: Server) -> None:
    server.add("/feed", Reply(body=rss(), type=RSS, etag='"1"'))
    first = await ask(server)
    server.add("/feed", Reply(body=rss([item("new"), item("one")]), type=RSS, etag='"2"'))
    second = await ask(server, state=first.state)
    assert [post.guid for post in second.posts] == ["new", "one"]
    assert second.state.etag == '"2"'


@pytest.mark.parametrize("status", [403, 404, 500, 503])
async def test_a_refusal_is_told_in_the_state(server: Server, status: int) -> None:
    server.add("/feed", Reply(status=status, body="x"))
    fetched = await ask(server, state=FetchState(etag='"kept"', errors=2))
    assert fetched.posts == ()
    assert (fetched.state.status, fetched.state.errors, fetched.state.etag) == (status, 3, '"kept"')
    assert fetched.state.error.startswith("127.0.0.1 ")
    assert fetched.state.due
    assert fetched.state.due >= NOW + 4 * HOUR


@pytest.mark.parametrize("status", [429, 503, 404])
async def test_retry_after_is_respected(server: Server, status: int) -> None:
    server.add("/feed", Reply(status=status, headers={"Retry-After": "36000"}))
    state = (await ask(server)).state
    assert state.wait_until == NOW + 10 * HOUR
    assert state.due == state.wait_until


async def test_silence_is_told_in_the_state(server: Server) -> None:
    server.add("/feed", Reply(hang=True))
    state = (await ask(server)).state
    assert (state.status, state.errors) == (0, 1)
    assert "did not answer" in state.error


async def test_success_clears_what_went_wrong(server: Server) -> None:
    server.add("/feed", Reply(body=rss(), type=RSS))
    before = FetchState(errors=5, error="x", status=500, wait_until=NOW - HOUR)
    state = (await ask(server, state=before)).state
    assert (state.errors, state.error, state.wait_until) == (0, "", None)


async def test_a_permanent_move_is_noted_and_counted(server: Server) -> None:
    server.add("/new", Reply(body=rss(), type=RSS, etag='"1"'))
    server.redirect("/feed", "/new", 301)
    first = await ask(server)
    second = await ask(server, state=first.state, moment=NOW + HOUR)
    assert len(first.posts) == 1
    assert (first.state.redirect_to, first.state.redirects) == (server.url("/new"), 1)
    assert (second.state.status, second.state.redirects) == (304, 2)


async def test_a_captive_portal_changes_nothing(server: Server) -> None:
    server.add("/feed", Reply(body=rss(), type=RSS, etag='"1"'))
    before = (await ask(server)).state
    server.add("/login", Reply(body=page(body="Pay for wifi"), type="text/html", etag='"portal"'))
    server.redirect("/feed", "/login", 301)
    fetched = await ask(server, state=before)
    assert fetched.posts == ()
    assert fetched.state.error == "What is there is not a feed."
    kept = fetched.state
    assert (kept.etag, kept.body_hash, kept.redirect_to, kept.title) == (
        '"1"',
        before.body_hash,
        "",
        "A Blog",
    )


async def test_a_private_redirect_is_told_in_the_state(server: Server) -> None:
    with Server() as inner:
        server.redirect("/feed", inner.url("/x"))
        state = (await ask(server)).state
        assert inner.log == []
    assert "private network" in state.error


async def test_a_badly_made_feed_gives_its_posts_and_a_quiet_note(server: Server) -> None:
    server.add("/feed", Reply(body=rss()[:-30], type=RSS))
    fetched = await ask(server)
    assert len(fetched.posts) == 1
    assert "not well-formed" in fetched.note
    assert fetched.state.note == fetched.note
    assert fetched.state.error == ""


async def test_a_feed_that_was_cut_off_is_asked_for_again_in_whole(server: Server) -> None:
    whole = rss([item("one"), item("two")])
    server.add("/feed", Reply(body=whole[:-60], type=RSS, etag='"1"', modified="then"))
    first = await ask(server)
    assert [post.guid for post in first.posts] == ["one", "two"]
    server.add("/feed", Reply(body=whole, type=RSS, etag='"1"', modified="then"))
    second = await ask(server, state=first.state, moment=NOW + HOUR)
    assert "if-none-match" not in server.log[1].headers
    assert [post.guid for post in second.posts] == ["one", "two"]
    assert (second.note, second.state.etag) == ("", '"1"')
