"""What a server's log shows of us over hours and days: real servers, a real library, and a clock that we move."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.person import Channel
from learnlog.model.query import PostFilter
from tests.reading.feeds import item, page, rss
from tests.reading.fetching.reader import Reader, dated
from tests.servers import Reply, Seen, Server

HOUR = timedelta(hours=1)


def test_validators_of_a_304_replace_those_of_the_200(reader: Reader) -> None:
    answers = iter(
        [
            Reply(body=dated(0.01, reader.clock.now), headers={"ETag": '"one"', "Last-Modified": "then"}),
            Reply(status=304, headers={"ETag": 'W/"two;\xe9"'}),
            Reply(status=304),
        ]
    )
    reader.follow("/feed", Reply())
    reader.server.add("/feed", lambda _: next(answers))
    for _ in range(3):
        reader.fetch()
        reader.clock.pass_(hours=2)
    conditions = [
        (seen.headers.get("if-none-match"), seen.headers.get("if-modified-since"))
        for seen in reader.server.asked("/feed")
    ]
    assert conditions == [(None, None), ('"one"', "then"), ('W/"two;\xe9"', "then")]


def test_nobody_is_asked_twice_within_an_hour_unless_all_is_asked(reader: Reader) -> None:
    reader.follow("/busy", Reply(body=dated(0.01, reader.clock.now), headers={"Cache-Control": "no-cache"}))
    for _ in range(6):
        reader.fetch()
        reader.clock.pass_(minutes=10)
    assert reader.asked("/busy") == 1
    reader.fetch(everything=True)
    assert reader.asked("/busy") == 2


def test_what_publishes_often_is_asked_hourly_and_what_seldom_does_daily(reader: Reader) -> None:
    now = reader.clock.now
    reader.follow("/busy", Reply())
    reader.server.add("/busy", lambda _: Reply(body=dated(0.02, reader.clock.now)))
    reader.follow("/daily", Reply(body=dated(1, now), etag='"1"'))
    reader.follow("/weekly", Reply(body=dated(7, now), etag='"1"'))
    reader.fetch_every(timedelta(minutes=30), timedelta(days=2))
    assert 30 <= reader.asked("/busy") <= 48
    assert 5 <= reader.asked("/daily") <= 9
    assert reader.asked("/weekly") == 2


@pytest.mark.parametrize(
    ("headers", "more"),
    [
        ({"Cache-Control": "max-age=21600"}, ""),
        ({"Expires": format_datetime(datetime.now(UTC) + timedelta(hours=6, minutes=30))}, ""),
        ({}, "<ttl>360</ttl>"),
        ({}, "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"),
        ({}, "<skipHours>" + "".join(f"<hour>{n}</hour>" for n in range(15, 21)) + "</skipHours>"),
        ({}, "<skipDays><day>Monday</day></skipDays>"),
    ],
)
def test_how_long_to_stay_away_is_respected(reader: Reader, headers: dict[str, str], more: str) -> None:
    body = dated(0.01, reader.clock.now + timedelta(days=1), more=more)
    key = reader.follow("/feed", Reply(body=body, headers=headers, etag='"1"'))
    reader.fetch_every(timedelta(minutes=15), timedelta(hours=5, minutes=45))
    assert reader.asked("/feed") == 1
    due = reader.state(key).due
    assert due
    assert due - reader.clock.now <= timedelta(days=1)
    reader.fetch_every(timedelta(minutes=30), timedelta(hours=10))
    assert reader.asked("/feed") >= 2


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", ["10800", "date", ""])
def test_a_busy_host_is_left_alone_with_all_its_channels(reader: Reader, status: int, said: str) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(hours=3))  # which counts from the server's own Date
    later = {"Retry-After": until if said == "date" else said} if said else {}
    for number in range(8):
        reader.follow(f"/{number}", Reply(status=status, headers=later))
    reader.fetch(everything=True)
    first = len(reader.server.log)
    assert first <= 2
    wait = timedelta(hours=3) if said else HOUR
    reader.fetch_every(timedelta(minutes=10), wait - timedelta(minutes=10))
    reader.fetch(everything=True)
    assert len(reader.server.log) == first
    for number in range(8):
        reader.server.add(f"/{number}", Reply(body=rss()))
    reader.clock.pass_(hours=3)
    reader.fetch()
    assert all(reader.asked(f"/{number}") for number in range(8))


def test_what_is_gone_for_good_is_not_asked_again_until_it_is_brought_back(reader: Reader) -> None:
    key = reader.follow("/gone", Reply(body=rss(), etag='"1"'))
    reader.fetch()
    reader.server.add("/gone", Reply(status=410))
    reader.clock.pass_(hours=30)
    (told,) = reader.fetch()
    assert "gone for good" in told.error
    for _ in range(5):
        reader.clock.pass_(days=40)
        assert reader.fetch(everything=True) == []
    assert reader.asked("/gone") == 2
    reader.server.add("/gone", Reply(body=rss([item("two")]), etag='"2"'))
    workspace = reader.open()
    (standing,) = workspace.fetching.schedule.explain(key)
    assert (standing.due, standing.reason) == (None, "its server says it is gone for good (410)")
    workspace.fetching.schedule.revive(key)
    workspace.close()
    (told,) = reader.fetch()
    assert (told.new, told.error, reader.asked("/gone")) == (1, "", 3)


def test_only_what_is_gone_can_be_brought_back(reader: Reader) -> None:
    key = reader.follow("/feed", Reply(body=rss()))
    workspace = reader.open()
    with pytest.raises(UsageError, match="Nothing of"):
        workspace.fetching.schedule.revive(key)
    with pytest.raises(NotFoundError):
        workspace.fetching.schedule.revive("Nobody")
    workspace.close()


def test_a_failing_channel_is_asked_less_and_less_often(reader: Reader) -> None:
    reader.follow("/feed", Reply(status=500))
    reader.fetch_every(timedelta(minutes=30), timedelta(days=3))
    assert 6 <= reader.asked("/feed") <= 8


def test_how_it_stands_with_each_channel_is_explained(reader: Reader) -> None:
    now = reader.clock.now
    fresh = reader.follow("/fresh", Reply(body=dated(0.01, now), headers={"Cache-Control": "max-age=7200"}))
    broken = reader.follow("/broken", Reply(status=500))
    busy = reader.follow("/busy", Reply(body=rss()))
    workspace = reader.open()
    assert {one.reason for one in workspace.fetching.schedule.explain()} == {"it was not asked yet"}
    workspace.close()
    reader.fetch()
    reader.server.add("/busy", Reply(status=503, headers={"Retry-After": "7200"}))
    reader.clock.pass_(hours=30)
    reader.fetch()
    reader.clock.pass_(minutes=10)
    workspace = reader.open()
    told = {one.channel.key: one for one in workspace.fetching.schedule.explain()}
    workspace.close()
    assert told[busy].reason == "its host asked us to wait"
    assert "503" in told[busy].said
    assert told[broken].due
    assert told[fresh].due
    assert told[fresh].host == reader.server.host
    assert {one.reason for one in told.values()} == {"its host asked us to wait"}


def test_questions_are_honest_and_tell_nothing_else(reader: Reader) -> None:
    reader.follow("/feed", Reply(body=rss(), headers={"Set-Cookie": "id=1; Path=/"}))
    for _ in range(2):
        reader.fetch()
        reader.clock.pass_(days=2)
    seen: list[Seen] = reader.server.asked("/feed")
    assert len(seen) == 2
    for one in seen:
        assert one.headers["user-agent"].startswith("learnlog/")
        assert not {"cookie", "referer", "from", "authorization"} & one.headers.keys()


def test_a_host_sees_two_connections_at_most_and_a_pause_between_its_channels(reader: Reader) -> None:
    reader.settings = replace(reader.settings, host_pause=250)
    for number in range(5):
        reader.follow(f"/{number}", Reply(body=rss(), delay=0.6))
    reader.fetch()
    moments = sorted(seen.moment for seen in reader.server.log)
    assert len(moments) == 5
    assert reader.server.peak == 2
    assert all(late - early > 0.15 for early, late in pairwise(moments))


def test_who_waits_for_a_slow_host_holds_up_nobody_else(reader: Reader) -> None:
    reader.settings = replace(reader.settings, connections=3)
    for number in range(6):
        reader.follow(f"/{number}", Reply(body=rss(), delay=0.2))
    with Server("127.0.0.2") as other:
        for number in range(6):
            reader.follow(f"/{number}", Reply(body=rss()), other)
        reader.fetch()
        assert len(other.log) == 6
        assert max(seen.moment for seen in other.log) < max(seen.moment for seen in reader.server.log)


def moving(reader: Reader, status: int = 301, body: str = "") -> str:
    """Follow a feed that then answers with a redirect to /new."""
    old = reader.follow("/old", Reply(body=rss(), etag='"1"'))
    reader.fetch()
    reader.server.add("/new", Reply(body=body) if body else Reply(body=rss(), etag='"1"'))
    reader.server.redirect("/old", reader.server.url("/new"), status)
    reader.clock.pass_(days=2)
    return old


@pytest.mark.parametrize("status", [301, 308])
def test_a_feed_that_moved_for_good_is_asked_there_once_that_is_proven(reader: Reader, status: int) -> None:
    old = moving(reader, status)
    for _ in range(2):
        (told,) = reader.fetch(everything=True)
        assert (told.moved_to, told.error) == ("", "")
        reader.clock.pass_(hours=30)
    (told,) = reader.fetch()
    assert told.moved_to == reader.server.url("/new")
    asked = reader.asked("/old")
    reader.clock.pass_(hours=30)
    (told,) = reader.fetch()
    assert (told.new, told.edited, told.error) == (0, 0, "")
    assert reader.asked("/old") == asked
    assert reader.server.log[-1].headers["if-none-match"] == '"1"'
    workspace = reader.open()
    (person,) = workspace.people.all()
    assert (person.channels[0].key, person.channels[0].aliases) == (reader.server.url("/new"), (old,))
    assert len(workspace.library.posts.page(PostFilter())) == 1
    workspace.close()


def test_adopting_a_new_address_is_one_undo(reader: Reader) -> None:
    old = moving(reader)
    for _ in range(2):
        reader.fetch()
        reader.clock.pass_(hours=30)
    workspace = reader.open()
    workspace.fetching.run()
    assert workspace.people.all()[0].channels[0].key == reader.server.url("/new")
    assert "new address" in workspace.changes.undo()
    assert workspace.people.all()[0].channels[0].key == old
    assert len(workspace.library.posts.page(PostFilter())) == 1
    workspace.close()


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_passing_redirect_is_never_adopted(reader: Reader, status: int) -> None:
    old = moving(reader, status)
    for _ in range(6):
        (told,) = reader.fetch()
        assert (told.moved_to, told.error) == ("", "")
        reader.clock.pass_(hours=30)
    assert reader.asked("/old") == 7
    assert reader.state(old).redirect_to == ""


def test_asking_often_proves_nothing(reader: Reader) -> None:
    moving(reader)
    for _ in range(6):
        (told,) = reader.fetch(everything=True)
        assert told.moved_to == ""
        reader.clock.pass_(minutes=1)


def test_a_captive_portal_is_never_adopted_and_nothing_is_lost(reader: Reader) -> None:
    old = moving(reader, body=page(body="Pay for wifi"))
    for _ in range(6):
        (told,) = reader.fetch(everything=True)
        assert told.error == "What is there is not a feed."
        reader.clock.pass_(hours=30)
    state = reader.state(old)
    assert (state.etag, state.redirects) == ('"1"', 0)
    workspace = reader.open()
    assert workspace.people.all()[0].channels[0].key == old
    assert len(workspace.library.posts.page(PostFilter())) == 1
    workspace.close()


def test_many_channels_led_to_one_address_are_not_believed(reader: Reader) -> None:
    reader.server.add("/portal", Reply(body=rss(title="Welcome to our wifi")))
    keys = [reader.follow(f"/{number}", Reply(body=rss())) for number in range(3)]
    for number in range(3):
        reader.server.redirect(f"/{number}", reader.server.url("/portal"), 301)
    for _ in range(5):
        assert all(one.moved_to == "" for one in reader.fetch(everything=True))
        reader.clock.pass_(hours=30)
    assert all(reader.state(key).redirects == 5 for key in keys)


def test_a_machine_that_is_offline_blames_nobody(reader: Reader) -> None:
    others = [Server(f"127.0.0.{number}") for number in (2, 3, 4)]
    keys = []
    for other in others:
        with other:
            keys.append(reader.follow("/feed", Reply(), other))
    for _ in range(4):
        assert all(one.error for one in reader.fetch())
        reader.clock.pass_(minutes=1)
    states = [reader.state(key) for key in keys]
    assert [(state.errors, state.due and state.due < reader.clock.now) for state in states] == [(0, True)] * 3
    assert all("online" in state.error for state in states)
    workspace = reader.open()
    reasons = {one.reason for one in workspace.fetching.schedule.explain()}
    workspace.close()
    assert reasons == {"nobody could be reached, which is no fault of its own"}


def test_servers_that_were_asked_and_hang_are_no_sign_of_being_offline(reader: Reader) -> None:
    others = [Server(f"127.0.0.{number}") for number in (2, 3, 4)]
    reader.settings = replace(reader.settings, timeout=1)
    with others[0], others[1], others[2]:
        keys = [reader.follow("/feed", Reply(hang=True), other) for other in others]
        for _ in range(3):
            reader.fetch()
            reader.clock.pass_(minutes=15)
        assert [len(other.log) for other in others] == [1, 1, 1]
    assert [reader.state(key).errors for key in keys] == [1, 1, 1]


def test_hosts_that_are_gone_for_long_are_no_sign_of_being_offline(reader: Reader) -> None:
    reader.follow("/well", Reply(body=rss()))
    keys = []
    for number in (2, 3, 4):
        with Server(f"127.0.0.{number}") as gone:
            keys.append(reader.follow("/feed", Reply(), gone))
    reader.fetch()
    reader.clock.pass_(hours=1, minutes=10)
    for _ in range(3):
        reader.fetch()
        reader.clock.pass_(minutes=15)
    assert [reader.state(key).errors for key in keys] == [2, 2, 2]
    assert reader.asked("/well") == 1


def test_whom_we_would_not_ask_does_not_make_this_machine_offline(reader: Reader) -> None:
    keys = [f"http://127.0.0.{number}:9/feed" for number in (2, 3, 4)]
    workspace = reader.open()
    for key in keys:
        workspace.people.add(f"Person {key}", [Channel(kind="feed", key=key)])
    workspace.close()
    reader.fetch()
    states = [reader.state(key) for key in keys]
    assert [(state.errors, "private network" in state.error) for state in states] == [(1, True)] * 3


def test_every_channel_is_explained_though_some_came_without_a_page(reader: Reader) -> None:
    workspace = reader.open()
    channels = [
        Channel(kind="feed", key="https://one.example/feed"),
        Channel(kind="feed", key="https://two.example/feed", address="https://two.example/"),
    ]
    for channel in channels:
        workspace.people.add(channel.key, [channel])
    told = [one.channel.key for one in workspace.fetching.schedule.explain()]
    (of_page,) = workspace.fetching.schedule.explain("https://two.example/")
    workspace.close()
    assert sorted(told) == [channel.key for channel in channels]
    assert of_page.channel.key == "https://two.example/feed"


def test_a_fetch_ends_when_its_time_is_over_and_keeps_what_came(reader: Reader) -> None:
    reader.follow("/quick", Reply(body=rss()))
    with Server("127.0.0.2") as other:
        slow = reader.follow("/slow", Reply(hang=True), other)
        workspace = reader.open()
        fetching = workspace.fetching
        fetching._limits = replace(fetching._limits, in_all=0.5)
        (told,) = fetching.run()
        assert (told.new, fetching.left) == (1, 1)
        assert workspace.library.channels.state(slow).checked is None
        assert len(fetching.due()) == 1
        workspace.close()


def test_a_conversation_that_takes_too_long_is_ended_and_asked_again_later(reader: Reader) -> None:
    slow = reader.follow("/slow", Reply(hang=True))
    workspace = reader.open()
    fetching = workspace.fetching
    fetching._limits = replace(fetching._limits, per_channel=0.3)
    (told,) = fetching.run()
    state = workspace.library.channels.state(slow)
    workspace.close()
    assert "within 0.3 seconds" in told.error
    assert state.due
    assert (state.errors, state.due >= reader.clock.now + HOUR) == (1, True)


def test_answers_come_compressed_as_well_as_we_can_read(reader: Reader) -> None:
    reader.follow("/feed", Reply(body=rss()))
    reader.fetch()
    offered = reader.server.log[0].headers["accept-encoding"].split(", ")
    assert {"gzip", "br", "zstd"} <= set(offered)


def test_who_is_sent_to_a_host_at_rest_is_not_asked_again_within_the_hour(reader: Reader) -> None:
    with Server("127.0.0.2") as other:
        reader.follow("/busy", Reply(status=503, headers={"Retry-After": "600"}), other)
        reader.fetch()
        reader.follow("/old", Reply(status=301, headers={"Location": other.url("/feed")}))
        reader.clock.pass_(minutes=5)
        reader.fetch()
        reader.fetch_every(timedelta(minutes=10), timedelta(minutes=50))
        assert reader.asked("/old") == 1
        assert len(other.log) == 1
