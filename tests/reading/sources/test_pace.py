"""How soon a channel is asked again, decided without any network."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.model.fetching import FetchState
from learnlog.reading.sources.pace import (
    LEAST,
    LONGEST_SKIP,
    MOST,
    freshness,
    host_at,
    host_of,
    hosts_at_rest,
    in_words,
    may_ask,
    next_due,
    paced,
    rests_until,
    wishes_of,
)
from tests.reading.feeds import NOW, item, rss

KEY = "https://example.org/feed"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SENT = {"date": "Mon, 23 Nov 2026 16:05:00 GMT"}


def pause(state: FetchState, now: datetime = NOW) -> timedelta:
    moment = next_due(KEY, state, now).moment
    assert moment
    return moment - now


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "max-age=7200"}, 7200),
        ({"cache-control": 'public, MAX-AGE = "7200"'}, 7200),
        ({"cache-control": "max-age=7200", "age": "1200"}, 6000),
        ({"cache-control": "max-age=60", "age": "1200"}, 0),
        ({"cache-control": "max-age=31536000, immutable"}, 86400),
        ({"cache-control": "s-maxage=7200"}, None),
        ({"cache-control": "no-cache, max-age=7200"}, 0),
        ({"cache-control": "no-store"}, 0),
        ({"cache-control": 'no-cache="set-cookie", max-age=7200'}, 7200),
        ({"cache-control": "max-age=7200", "expires": "0"}, 7200),
        ({"cache-control": "max-age=soon", "expires": "Mon, 23 Nov 2026 17:05:00 GMT", **SENT}, 3600),
        ({"expires": "Mon, 23 Nov 2026 17:05:00 GMT"}, 3600),
        ({"expires": "Fri, 01 Jan 2027 00:00:00 GMT", "date": "Thu, 31 Dec 2026 22:00:00 GMT"}, 7200),
        ({"expires": "Fri, 01 Jan 2077 00:00:00 GMT", **SENT}, 86400),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT", **SENT}, 0),
        ({"expires": "Mon, 23 Nov 2026 17:05:00 GMT", "age": "600", **SENT}, 3000),
        ({"expires": "Mon, 23 Nov 2026 17:05:00 GMT", "date": "yesterday"}, 3600),
        ({"expires": "Mon, 23 Nov 2026 17:05:00 GMT", "age": "-7"}, 3600),
        ({"cache-control": "must-revalidate, max-age=7200"}, 7200),
        ({"cache-control": "max-age=-1", "expires": "Mon, 23 Nov 2026 17:05:00 GMT", **SENT}, 0),
        ({"cache-control": "stale-while-revalidate=7200"}, None),
        ({"expires": "-1"}, 0),
        ({"expires": "Mon, 99 Nov 99999 99:99:99 GMT"}, 0),
    ],
)
def test_how_long_an_answer_holds_is_read_as_the_standard_says(
    headers: dict[str, str], seconds: int | None
) -> None:
    assert freshness(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("head", "pace", "skip"),
    [
        ("", 0, ""),
        ("<ttl>120</ttl>", 7200, ""),
        ("<TTL> 120 </TTL>", 7200, ""),
        ("<ttl>0</ttl>", 0, ""),
        ("<ttl>soon</ttl>", 0, ""),
        ("<ttl>9999999</ttl>", 86400, ""),
        ("<sy:updatePeriod> hourly </sy:updatePeriod>", 3600, ""),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21600, ""),
        ("<sy:updateFrequency>\n12\n</sy:updateFrequency>", 7200, ""),
        ("<syn:updatePeriod>weekly</syn:updatePeriod>", 86400, ""),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 86400, ""),
        ("<ttl>60</ttl><sy:updatePeriod>daily</sy:updatePeriod>", 86400, ""),
        ('<sy:updatePeriod xmlns:sy="urn:sy">daily</sy:updatePeriod>', 86400, ""),
        ('<updatePeriod xmlns="urn:sy">\n<![CDATA[hourly]]></updatePeriod>', 3600, ""),
        ("<s-y:updatePeriod >weekly</s-y:updatePeriod >", 86400, ""),
        ("<ttl ><![CDATA[ 120 ]]></ttl>", 7200, ""),
        ("<ttl>+90</ttl>", 0, ""),
        ("<ttlx>90</ttlx><my-ttl>90</my-ttl>", 0, ""),
        ("<skipDays a='1'><day b=\"2\"><![CDATA[Sunday]]></day></skipDays>", 0, "sun"),
        ("<skipHours><hour>1</hour> <hour>0</hour><hour>24</hour></skipHours>", 0, "0 1"),
        ("<skipDays><day>Sunday</day><day>SATURDAY</day><day>Someday</day></skipDays>", 0, "sat sun"),
    ],
)
def test_what_a_feed_asks_for_is_read_from_its_head(head: str, pace: int, skip: str) -> None:
    document = rss([item("one", more="<ttl>600</ttl>")])
    wishes = wishes_of(document.replace("<description>About", f"{head}<description>About", 1).encode())
    assert (wishes.pace, wishes.skip) == (pace, skip)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32-be"])
def test_what_a_feed_asks_for_is_read_in_wide_encodings_too(encoding: str) -> None:
    document = rss([item("one")]).replace("<description>About", "<ttl>120</ttl><description>About", 1)
    assert wishes_of(document.encode(encoding)).pace == 7200


def test_what_a_feed_asks_for_may_stand_below_its_items() -> None:
    document = rss([item("one", more="<ttl>600</ttl>")]).replace("</channel>", "<ttl>120</ttl></channel>")
    assert wishes_of(document.encode()).pace == 7200


def test_no_channel_is_due_within_the_hour_and_none_later_than_a_day_or_so() -> None:
    assert LEAST <= pause(FetchState()) <= LEAST * 1.15
    assert LEAST <= pause(FetchState(fresh=60, pace=60, rhythm=60, latest=NOW)) <= LEAST * 1.15
    assert MOST <= pause(FetchState(fresh=10**6)) <= MOST * 1.15
    assert MOST <= pause(FetchState(pace=10**6)) <= MOST * 1.15
    assert MOST <= pause(FetchState(rhythm=10**8, latest=NOW)) <= MOST * 1.15


@pytest.mark.parametrize(
    ("state", "wait", "reason"),
    [
        (FetchState(), HOUR, "no channel is asked more than once an hour"),
        (FetchState(fresh=4 * 3600), 4 * HOUR, "(Cache-Control, Expires)"),
        (FetchState(pace=5 * 3600, fresh=4 * 3600), 5 * HOUR, "(ttl, updatePeriod)"),
        (FetchState(rhythm=86400, latest=NOW), 6 * HOUR, "it publishes about every 24 hours"),
        (FetchState(rhythm=3600, latest=NOW - 2 * DAY), 12 * HOUR, "it published nothing for 2 days"),
        (FetchState(rhythm=3600, latest=NOW), HOUR, "no channel is asked more than once an hour"),
    ],
)
def test_the_longest_wish_counts_and_is_named(state: FetchState, wait: timedelta, reason: str) -> None:
    assert wait <= pause(state) <= wait * 1.15
    assert reason in next_due(KEY, state, NOW).reason


@given(
    fresh=st.integers(0, 10**9),
    pace=st.integers(0, 10**9),
    rhythm=st.integers(0, 10**9),
    silence=st.integers(-(10**6), 10**9),
    skip=st.sets(st.sampled_from([*map(str, range(24)), "mon", "tue", "wed", "thu", "fri", "sat", "sun"])),
)
def test_whatever_is_asked_for_the_bounds_hold(
    fresh: int, pace: int, rhythm: int, silence: int, skip: set[str]
) -> None:
    latest = NOW - timedelta(seconds=silence)
    state = FetchState(fresh=fresh, pace=pace, rhythm=rhythm, latest=latest, skip=" ".join(skip))
    assert HOUR <= pause(state) <= 1.15 * MOST + LONGEST_SKIP + HOUR


@given(st.binary(max_size=300))
def test_no_document_is_too_odd_to_be_asked_for_its_wishes(body: bytes) -> None:
    head = b"<rss><skipHours><hour>3</hour>" + body + b"<ttl>" + body + b"</ttl>"
    assert 0 <= wishes_of(head).pace <= MOST.total_seconds()


def test_channels_asked_together_do_not_stay_together() -> None:
    dues = {next_due(f"https://example.org/{n}", FetchState(), NOW).moment for n in range(50)}
    assert len(dues) > 45


def test_hours_and_days_to_be_left_alone_are() -> None:
    night = " ".join(str(hour) for hour in (17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5))
    due = next_due(KEY, FetchState(skip=night), NOW)
    assert due.moment
    assert (due.moment.hour, due.moment.date()) == (6, (NOW + DAY).date())
    assert "skipHours" in due.reason
    friday = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    monday = next_due(KEY, FetchState(skip="sat sun"), friday).moment
    assert monday
    assert (monday.date().isoformat(), monday.hour) == ("2026-11-30", 0)
    assert pause(FetchState(skip="3 4")) <= HOUR * 1.15


def test_a_feed_that_wants_to_be_left_alone_always_is_asked_all_the_same() -> None:
    everything = FetchState(skip=" ".join(str(hour) for hour in range(24)))
    assert HOUR <= pause(everything) <= HOUR * 1.15
    assert HOUR <= pause(FetchState(skip="mon tue wed thu fri sat sun")) <= HOUR * 1.15


def test_what_is_gone_for_good_is_never_due() -> None:
    state = FetchState(retired=NOW)
    assert next_due(KEY, state, NOW).moment is None
    assert not may_ask(KEY, state, NOW + 90 * DAY, {}, all_=True)


def test_a_rhythm_is_learnt_from_when_posts_came_out() -> None:
    daily = [NOW - n * DAY for n in range(5)]
    state = paced(KEY, FetchState(), daily, NOW)
    assert (state.rhythm, state.latest) == (86400, NOW)
    assert state.due
    assert 6 * HOUR <= state.due - NOW <= 7 * HOUR
    assert paced(KEY, FetchState(), [NOW - DAY], NOW).rhythm == 0
    assert paced(KEY, FetchState(due=NOW), [], NOW).due == NOW
    failing = FetchState(error="It broke.", due=NOW + 9 * HOUR)
    assert paced(KEY, failing, daily, NOW) == failing


def test_due_is_asked_and_all_asks_sooner_save_who_rests() -> None:
    later = FetchState(due=NOW + HOUR)
    assert may_ask(KEY, FetchState(), NOW, {}, all_=False)
    assert may_ask(KEY, FetchState(due=NOW), NOW, {}, all_=False)
    assert not may_ask(KEY, later, NOW, {}, all_=False)
    assert may_ask(KEY, later, NOW, {}, all_=True)
    assert not may_ask(KEY, later, NOW, {"example.org": NOW + HOUR}, all_=True)
    assert may_ask(KEY, later, NOW, {"example.org": NOW}, all_=True)
    assert not may_ask(KEY, FetchState(wait_until=NOW + HOUR), NOW, {}, all_=True)


def test_a_clock_that_was_ahead_puts_nothing_off() -> None:
    ahead = FetchState(checked=NOW + 400 * DAY, due=NOW + 401 * DAY)
    busy = replace(ahead, wait_until=NOW + 400 * DAY, resting="example.org")
    assert may_ask(KEY, ahead, NOW, {}, all_=False)
    assert hosts_at_rest({KEY: busy}, NOW, {"other.example": NOW + 300 * DAY}) == {}
    assert may_ask(KEY, busy, NOW, {}, all_=False)


def test_a_host_rests_for_all_its_channels() -> None:
    states = {
        "https://example.org/a": FetchState(resting="example.org", wait_until=NOW + HOUR),
        "https://example.org/b": FetchState(resting="example.org", wait_until=NOW + 2 * HOUR),
        "https://past.example/": FetchState(resting="past.example", wait_until=NOW - HOUR),
        "https://alone.example/": FetchState(wait_until=NOW + HOUR),
    }
    resting = hosts_at_rest(states, NOW, {})
    assert resting == {"example.org": NOW + 2 * HOUR}
    assert rests_until("https://example.org/c", FetchState(), NOW, resting) == NOW + 2 * HOUR


def test_whom_a_question_goes_to() -> None:
    assert host_at("https://Example.org:443/x") == "example.org"
    assert host_at("http://127.0.0.1:8080/x") == "127.0.0.1:8080"
    assert host_at("http://[::1") == ""
    assert host_of("did:plc:abc", FetchState(server="https://view.example")) == "view.example"


def test_spans_are_said_roughly() -> None:
    said = [in_words(timedelta(minutes=minutes)) for minutes in (1, 40, 90, 1440, 4000)]
    assert said == ["a minute", "40 minutes", "2 hours", "24 hours", "3 days"]
