"""When a channel is asked again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from learnlog.model.fetching import FetchState
from learnlog.reading.sources.manners import answered, failed, heard, offline, refused, sentence
from learnlog.reading.web.answers import Answer
from tests.reading.feeds import NOW

KEY = "https://example.org/feed"
HOUR = timedelta(hours=1)


def answer(status: int = 200, permanent_to: str = "", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, url=KEY, headers=named, permanent_to=permanent_to)


def test_what_went_well_is_asked_again_in_an_hour_or_a_little_more() -> None:
    old = FetchState(errors=3, error="x", wait_until=NOW, etag="old", last_modified="old")
    state = heard(KEY, old, answer(etag='"new"'), NOW)
    assert (state.status, state.errors, state.error, state.wait_until) == (200, 0, "", None)
    assert (state.etag, state.last_modified) == ('"new"', "")
    assert (state.checked, state.fetched) == (NOW, NOW)
    assert state.due
    assert HOUR <= state.due - NOW <= HOUR * 1.15


def test_channels_asked_together_are_spread() -> None:
    dues = {heard(f"https://example.org/{n}", FetchState(), answer(), NOW).due for n in range(50)}
    assert len(dues) > 45


def test_not_modified_keeps_validators_it_does_not_mention() -> None:
    old = FetchState(etag='"a"', last_modified="then", fetched=NOW - HOUR)
    assert heard(KEY, old, answer(304), NOW).etag == '"a"'
    state = heard(KEY, old, answer(304, etag='"b"'), NOW)
    assert (state.etag, state.last_modified, state.fetched) == ('"b"', "then", NOW - HOUR)


def test_how_long_an_answer_holds_outlives_a_304_that_does_not_say() -> None:
    first = heard(KEY, FetchState(), answer(cache_control="max-age=7200"), NOW)
    assert first.fresh == 7200
    assert heard(KEY, first, answer(304), NOW).fresh == 7200
    assert heard(KEY, first, answer(304, cache_control="max-age=60"), NOW).fresh == 60
    assert heard(KEY, first, answer(200), NOW).fresh == 0


def test_a_monstrous_validator_is_not_kept() -> None:
    assert heard(KEY, FetchState(), answer(etag="x" * 5000), NOW).etag == ""


def test_permanent_moves_are_counted_until_they_stop() -> None:
    moved = answer(permanent_to="https://new.example/")
    once = heard(KEY, FetchState(), moved, NOW)
    at_once = heard(KEY, once, moved, NOW + timedelta(minutes=1))
    twice = heard(KEY, once, moved, NOW + HOUR)
    elsewhere = heard(KEY, twice, answer(permanent_to="https://other.example/"), NOW)
    assert at_once.redirects == 1
    assert (once.redirect_to, once.redirects, twice.redirects) == ("https://new.example/", 1, 2)
    assert (elsewhere.redirect_to, elsewhere.redirects) == ("https://other.example/", 1)
    passing = heard(KEY, twice, replace(answer(), passing=True), NOW + 2 * HOUR)
    assert (passing.redirect_to, passing.redirects) == ("https://new.example/", 2)
    assert heard(KEY, twice, answer(), NOW).redirect_to == ""


def test_a_time_offline_leaves_what_was_proven_of_a_move() -> None:
    moved = answer(permanent_to="https://new.example/")
    state = heard(KEY, FetchState(), moved, NOW)
    later = NOW + 5 * HOUR
    state = offline(state, later - timedelta(minutes=15))
    assert state.errors == 0
    assert heard(KEY, state, moved, later).redirects == 2


def test_failures_are_asked_less_and_less_often_up_to_a_day() -> None:
    state = FetchState(etag='"kept"')
    pauses = []
    for _ in range(12):
        state = failed(KEY, state, NOW, "no")
        assert state.due
        pauses.append((state.due - NOW) / HOUR)
    assert [int(pause / 1.16) + 1 for pause in pauses[:2]] == [1, 2]
    assert pauses[:5] == sorted(pauses[:5])
    assert all(1 <= pause <= 24 * 1.15 for pause in pauses)
    assert pauses[-1] >= 24
    assert (state.errors, state.error, state.etag, state.wait_until) == (12, "no", '"kept"', None)


@pytest.mark.parametrize(("seconds", "wait"), [(7200, 2 * HOUR), (0, HOUR / 12), (10**9, timedelta(days=7))])
def test_what_the_host_asks_for_is_respected_within_reason(seconds: int, wait: timedelta) -> None:
    state = failed(KEY, FetchState(), NOW, "busy", status=503, retry_after=seconds)
    assert state.wait_until == NOW + wait
    assert state.due
    assert state.due >= max(NOW + wait, NOW + HOUR)


def test_an_earlier_promise_to_wait_is_not_shortened() -> None:
    long = FetchState(wait_until=NOW + 9 * HOUR)
    assert failed(KEY, long, NOW, "no").wait_until == NOW + 9 * HOUR
    assert failed(KEY, long, NOW, "no", status=429, retry_after=60).wait_until == NOW + 9 * HOUR
    past = replace(long, wait_until=NOW - HOUR)
    assert failed(KEY, past, NOW, "no").wait_until is None


def test_too_many_requests_stops_us_even_without_a_time() -> None:
    state = failed(KEY, FetchState(), NOW, "slow down", status=429)
    assert state.wait_until
    assert state.wait_until >= NOW + HOUR


def test_gone_for_good_is_not_due_any_more_until_it_answers_again() -> None:
    state = failed(KEY, FetchState(), NOW, "gone", status=410)
    assert (state.due, state.retired) == (None, NOW)
    back = heard(KEY, state, answer(), NOW)
    assert back.due
    assert back.retired is None


def test_what_a_passing_redirect_leads_to_retires_nothing() -> None:
    elsewhere = Answer(status=410, url="https://elsewhere.example/", passing=True)
    state = refused(KEY, FetchState(), NOW, elsewhere, "gone")
    assert state.due
    assert (state.retired, state.errors, state.status) == (None, 1, 410)
    assert refused(KEY, FetchState(), NOW, replace(elsewhere, passing=False), "gone").retired == NOW


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_is_too_busy_rests_with_all_its_channels(status: int) -> None:
    state = failed(KEY, FetchState(), NOW, "busy", status=status, host="example.org")
    assert state.resting == "example.org"
    assert state.wait_until
    assert state.wait_until >= NOW + HOUR
    assert (
        failed(KEY, FetchState(), NOW, "lost", status=404, retry_after=60, host="example.org").resting == ""
    )


def test_what_a_channel_answered_is_said_in_a_sentence() -> None:
    assert answered(FetchState()) == ""
    assert answered(heard(KEY, FetchState(), answer(), NOW)) == "It answered (200)."
    assert answered(heard(KEY, FetchState(note="Odd."), answer(304), NOW)) == (
        "It said that nothing changed (304). Odd."
    )
    moved = heard(KEY, FetchState(), answer(permanent_to="https://new.example/"), NOW)
    assert answered(moved).endswith("It says that it moved for good to https://new.example/.")
    assert answered(failed(KEY, FetchState(), NOW, "It broke.")) == "It broke."


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418, 429, 500, 503, 511, 599])
def test_every_status_has_a_sentence(status: int) -> None:
    assert sentence(status, "example.org").startswith("example.org ")
    assert sentence(status, "example.org").endswith(".")
