"""Reading on: news, gaps, edits, deletions, moves and refusals, as one channel lives through them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from learnlog.model.fetching import FetchState
from learnlog.reading.sources.base import Fetched
from learnlog.reading.sources.mastodon.source import MastodonSource
from learnlog.reading.web.http import Budgets, Http
from tests.conftest import FakeClock
from tests.fediverse import Fediverse


class Channel:
    """An account that is followed: what arrived, and how far it was read."""

    def __init__(self, server: Fediverse, clock: FakeClock) -> None:
        self.server, self.clock = server, clock
        self.source = MastodonSource(clock)
        self.budgets = Budgets(clock)
        self.state = FetchState()
        self.key = ""
        self.guids: set[str] = set()

    def http(self) -> Http:
        return Http(timeout=5, clock=self.clock, budgets=self.budgets)

    async def find(self) -> "Channel":
        async with self.http() as http:
            (found,) = await self.source.find(f"@ana@{self.server.host}", http)
        self.key, self.state = found.key, found.state
        self.guids = {post.guid for post in found.newest}
        return self

    async def fetch(self) -> Fetched:
        async with self.http() as http:
            fetched = await self.source.fetch(self.key, self.state, http, self.server.host)
        self.state = fetched.state
        self.guids |= {post.guid for post in fetched.posts}
        return fetched

    @property
    def missed(self) -> int:
        return len({status["uri"] for status in self.server.statuses} - self.guids)


@pytest.fixture(params=["mastodon", "snac", "takahe"])
def channel(request: pytest.FixtureRequest, clock: FakeClock) -> Iterator[Channel]:
    with Fediverse(request.param) as server:
        server.clock = clock
        server.add("ana")
        yield Channel(server, clock)


@pytest.fixture
def mastodon(clock: FakeClock) -> Iterator[Channel]:
    with Fediverse() as server:
        server.clock = clock
        server.add("ana")
        yield Channel(server, clock)


def publish(server: Fediverse, count: int) -> None:
    for number in range(count):
        server.post("ana", f"Post {number}")


async def test_news_arrives_and_nothing_twice(channel: Channel) -> None:
    publish(channel.server, 3)
    await channel.find()
    quiet = await channel.fetch()
    assert (quiet.posts, quiet.state.status, quiet.state.error) == ((), 304, "")
    new = channel.server.post("ana", "News")
    fetched = await channel.fetch()
    assert fetched.posts[0].guid == fetched.state.newest == new["uri"]
    assert channel.missed == 0


async def test_the_first_reading_stops_after_two_pages(channel: Channel) -> None:
    publish(channel.server, 130)
    await channel.find()
    assert (len(channel.guids), channel.state.gap) == (80, "")


async def test_a_gap_that_one_reading_cannot_close_is_closed_by_the_next_ones(channel: Channel) -> None:
    publish(channel.server, 10)
    await channel.find()
    publish(channel.server, 270)
    first = await channel.fetch()
    assert len(first.posts) == 200
    assert first.state.gap
    publish(channel.server, 5)
    while channel.state.gap:
        await channel.fetch()
    assert channel.missed == 0
    assert len(channel.guids) == 285


async def test_a_post_that_claims_to_come_from_the_future_hides_none(mastodon: Channel) -> None:
    publish(mastodon.server, 3)
    mastodon.server.statuses[0]["created_at"] = "2399-01-01T00:00:00.000Z"
    await mastodon.find()
    publish(mastodon.server, 60)
    await mastodon.fetch()
    assert mastodon.missed == 0


async def test_a_second_gap_while_the_first_is_open_loses_nothing(mastodon: Channel) -> None:
    publish(mastodon.server, 1)
    await mastodon.find()
    publish(mastodon.server, 210)
    await mastodon.fetch()
    publish(mastodon.server, 210)
    await mastodon.fetch()
    for _ in range(3):
        await mastodon.fetch()
    assert (mastodon.missed, mastodon.state.gap) == (0, "")


async def test_a_connection_that_breaks_between_two_pages_leaves_a_gap_that_is_read_later(
    mastodon: Channel,
) -> None:
    publish(mastodon.server, 1)
    await mastodon.find()
    publish(mastodon.server, 100)
    path = f"/api/v1/accounts/{mastodon.server.accounts['ana']['id']}/statuses"

    def trouble(asked: object) -> None:
        count = len([one for one in mastodon.server.log if one.path == path and "max_id" in one.query])
        mastodon.server.habits.refuses = {path: 502} if count else {}

    mastodon.server.habits.before = trouble
    mastodon.server.log.clear()
    fetched = await mastodon.fetch()
    assert (len(fetched.posts), bool(fetched.state.gap), fetched.state.status) == (40, True, 502)
    mastodon.server.habits.before = None
    mastodon.server.habits.refuses = {}
    await mastodon.fetch()
    assert (mastodon.missed, mastodon.state.gap, mastodon.state.error) == (0, "", "")


async def test_when_the_last_known_post_was_deleted_reading_still_stops_where_it_was(
    mastodon: Channel,
) -> None:
    publish(mastodon.server, 200)
    await mastodon.find()
    mastodon.server.delete(mastodon.server.statuses[0])
    publish(mastodon.server, 2)
    mastodon.server.log.clear()
    fetched = await mastodon.fetch()
    assert (len(fetched.posts), fetched.state.gap) == (40, "")


async def test_a_pinned_post_at_the_top_hides_no_news(mastodon: Channel) -> None:
    publish(mastodon.server, 60)
    await mastodon.find()
    pinned = mastodon.server.statuses[5]
    publish(mastodon.server, 60)
    mastodon.server.statuses.insert(0, pinned | {"pinned": True})
    await mastodon.fetch()
    assert mastodon.missed == 0
    assert mastodon.state.newest == mastodon.server.statuses[1]["uri"]


async def test_an_edit_is_seen_and_dated(mastodon: Channel) -> None:
    publish(mastodon.server, 2)
    await mastodon.find()
    status = mastodon.server.statuses[1]
    status |= {"content": "<p>Better</p>", "edited_at": "2026-11-23T10:00:00.000Z"}
    fetched = await mastodon.fetch()
    edited = next(post for post in fetched.posts if post.guid == status["uri"])
    assert edited.text == "Better"
    assert edited.updated
    assert edited.updated.isoformat() == "2026-11-23T10:00:00+00:00"


async def test_what_was_deleted_is_told_when_asked(channel: Channel) -> None:
    publish(channel.server, 3)
    await channel.find()
    kept, gone = channel.server.statuses[0], channel.server.statuses[1]
    channel.server.delete(gone)
    posts = [(one["uri"], one["id"]) for one in (kept, gone)] + [("https://x.example/1", "")]
    async with channel.http() as http:
        assert await channel.source.check(posts, channel.state, http, channel.server.host) == (gone["uri"],)
        channel.server.habits.closed = True
        assert await channel.source.check(posts, channel.state, http, channel.server.host) == ()


async def test_a_move_is_told(mastodon: Channel) -> None:
    await mastodon.find()
    target = {
        "id": "9",
        "acct": "ana@new.example",
        "username": "ana",
        "uri": "https://new.example/users/ana",
        "url": "https://new.example/@ana",
    }
    mastodon.server.accounts["ana"]["moved"] = target
    fetched = await mastodon.fetch()
    assert fetched.state.moved_to == "https://new.example/users/ana"
    assert fetched.note == f"@ana@{mastodon.server.host} has moved to @ana@new.example."
    assert fetched.state.error == ""


async def test_a_suspended_account_says_so_and_is_asked_again_in_a_day(
    mastodon: Channel, clock: FakeClock
) -> None:
    await mastodon.find()
    mastodon.server.accounts["ana"]["suspended"] = True
    fetched = await mastodon.fetch()
    assert fetched.state.error == f"@ana@{mastodon.server.host} was suspended by its server."
    assert fetched.state.due == clock.now + timedelta(days=1)


async def test_a_limited_account_says_so_and_is_read_on(mastodon: Channel) -> None:
    await mastodon.find()
    mastodon.server.accounts["ana"]["limited"] = True
    mastodon.server.post("ana", "Still here")
    fetched = await mastodon.fetch()
    assert "limited by its server" in fetched.note
    assert len(fetched.posts) == 1


@pytest.mark.parametrize(
    ("status", "words"), [(404, "no longer there"), (410, "no longer there"), (401, "without an account")]
)
async def test_an_account_that_is_gone_or_shut_says_so(
    mastodon: Channel, status: int, words: str, clock: FakeClock
) -> None:
    await mastodon.find()
    mastodon.server.habits.refuses = {
        "/api/v1/accounts/lookup": status,
        "/api/v2/search": status,
        "/api/v1/accounts/search": status,
    }
    fetched = await mastodon.fetch()
    assert words in fetched.state.error
    assert fetched.state.due == (None if status == 410 else clock.now + timedelta(days=1))
    assert (fetched.state.retired is not None) == (status == 410)
    assert fetched.state.newest == mastodon.state.newest


async def test_a_used_up_budget_pauses_the_host_and_nothing_is_lost(
    mastodon: Channel, clock: FakeClock
) -> None:
    publish(mastodon.server, 1)
    await mastodon.find()
    publish(mastodon.server, 100)
    mastodon.server.habits.left = 2
    fetched = await mastodon.fetch()
    assert len(fetched.posts) == 40
    assert fetched.state.wait_until == clock.now + timedelta(minutes=5)
    assert "is paused until 16:10" in fetched.state.error
    assert fetched.state.errors == 0
    asked = len(mastodon.server.log)
    await mastodon.fetch()
    assert len(mastodon.server.log) == asked
    clock.pass_(minutes=5)
    mastodon.server.habits.left = None
    await mastodon.fetch()
    assert (mastodon.missed, mastodon.state.error, mastodon.state.wait_until) == (0, "", None)


async def test_an_answer_of_429_pauses_the_channel_until_the_reset(
    mastodon: Channel, clock: FakeClock
) -> None:
    await mastodon.find()
    mastodon.server.habits.left = 0
    mastodon.server.habits.reset = clock.now + timedelta(minutes=12)
    fetched = await mastodon.fetch()
    assert fetched.state.wait_until == clock.now + timedelta(minutes=12)


async def test_a_server_that_is_away_is_a_failure_that_keeps_the_place(mastodon: Channel) -> None:
    publish(mastodon.server, 3)
    await mastodon.find()
    newest = mastodon.state.newest
    mastodon.state = replace(mastodon.state, server="http://127.0.0.1:1")
    async with mastodon.http() as http:
        fetched = await mastodon.source.fetch(mastodon.key, mastodon.state, http, "127.0.0.1:1")
    assert "could not be reached" in fetched.state.error
    assert (fetched.state.newest, fetched.state.errors) == (newest, 1)


async def test_a_thread_is_read_as_a_whole(channel: Channel) -> None:
    server = channel.server
    server.add("ben")
    first = server.post("ana", "Question?")
    await channel.find()
    answer = server.answer("ben", first, "Answer")
    thanks = server.answer("ana", answer, "Thanks")
    async with channel.http() as http:
        posts = await channel.source.thread(
            answer["uri"], channel.state, http, server.host, home=answer["id"]
        )
    assert [post.text for post in posts] == ["Question?", "Answer", "Thanks"]
    social = posts[1].social
    assert social
    assert (social.parent, social.author.handle) == (first["uri"], f"@ben@{server.host}")
    assert social.answers
    assert social.answers.handle == f"@ana@{server.host}"
    assert posts[2].social
    assert posts[2].social.parent == answer["uri"]
    assert posts[2].guid == thanks["uri"]


async def test_of_thousands_of_answers_the_first_two_hundred_posts_are_read(mastodon: Channel) -> None:
    first = mastodon.server.post("ana", "Question?")
    await mastodon.find()
    for number in range(5000):
        mastodon.server.answer("ana", first, f"Answer {number}")
    async with mastodon.http() as http:
        posts = await mastodon.source.thread(
            first["uri"], mastodon.state, http, mastodon.server.host, home=first["id"]
        )
    assert len(posts) == 200
    assert posts[0].text == "Question?"


async def test_a_thread_is_found_by_the_posts_address_alone(channel: Channel) -> None:
    first = channel.server.post("ana", "Question?")
    await channel.find()
    async with channel.http() as http:
        (post,) = await channel.source.thread(first["uri"], channel.state, http, channel.server.host)
    assert post.guid == first["uri"]
