"""Talking to servers that are not quite Mastodon: each of these ways was seen on a real one, or in its code."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from learnlog.accounts.base import AccountError
from learnlog.model.social import Audience
from learnlog.talking.base import Deed, NotOfferedError, SendError, UnsureError
from tests.conftest import FakeClock
from tests.fediverse import Fediverse
from tests.talking.test_mastodon_voice import Desk


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    with Fediverse("snac") as server:
        yield Desk(server, tmp_path, clock)


def test_a_server_that_cannot_delete_is_not_believed_that_a_post_is_gone(desk: Desk) -> None:
    sent = desk.voice.send(desk.piece("To stay"))
    desk.server.habits.cannot_delete = True

    with pytest.raises(SendError, match="does not offer this: to delete the post") as caught:
        desk.voice.retract(sent)

    assert caught.value.hint == "Delete it on the server’s own page."
    desk.voice.retract(replace(sent, home="0" * 32))


@pytest.mark.parametrize("status", [401, 403, 422])
def test_a_token_that_is_no_longer_known_says_to_log_in_again_however_that_is_said(
    desk: Desk, status: int
) -> None:
    desk.server.habits.unknown_token = status
    desk.server.tokens.clear()

    with pytest.raises(AccountError, match="no longer lets learnlog in"):
        desk.voice.find_sent(desk.piece())


@pytest.mark.parametrize("dress", ["same", "capitals"])
def test_a_post_of_mine_that_was_boosted_is_still_found_and_acted_on(desk: Desk, dress: str) -> None:
    desk.server.habits.dresses_boosts = dress
    sent = desk.voice.send(desk.piece("Boosted since"))
    desk.voice.act(Deed.BOOST, sent.uri)

    assert desk.voice.find_sent(desk.piece("Boosted since")) == sent
    desk.voice.act(Deed.LIKE, sent.uri)
    assert desk.server.deeds[-1] == ("favourite", sent.home)


@pytest.mark.parametrize("audience", list(Audience))
def test_what_is_not_for_everyone_is_found_though_the_list_of_my_posts_leaves_it_out(
    desk: Desk, audience: Audience
) -> None:
    desk.server.habits.lists_public_only = True
    piece = desk.piece("For some", audience=audience)

    assert desk.voice.find_sent(piece) is None
    sent = desk.voice.send(piece)
    assert desk.voice.find_sent(piece) == sent


def test_what_a_server_made_of_my_words_is_known_by_what_i_typed(desk: Desk) -> None:
    piece = desk.piece("Who keeps *it* `honest`?")
    desk.server.post(
        "ana",
        "Who keeps <b>it</b> <code>honest</code>?",
        created_at=desk.clock.now.isoformat(),
        text=piece.text,
    )

    assert desk.voice.find_sent(piece) is not None


def test_a_post_that_many_came_after_is_found_pages_back(desk: Desk) -> None:
    sent = desk.voice.send(desk.piece("Many after"))
    for number in range(90):
        desk.server.post("ana", f"Post {number}", created_at=desk.clock.now.isoformat())

    assert desk.voice.find_sent(desk.piece("Many after")) == sent


@pytest.mark.parametrize("deed", [Deed.LIKE, Deed.BOOST, Deed.BOOKMARK])
def test_a_deed_that_is_done_already_is_no_error_where_the_server_refuses_it(desk: Desk, deed: Deed) -> None:
    desk.server.habits.refuses_twice = True
    uri = desk.server.post("ben", "Liked")["uri"]
    for undo in (False, True):
        for _ in range(2):
            assert desk.voice.act(deed, uri, undo=undo)[deed] is not undo


@pytest.mark.parametrize(
    ("said", "limits"),
    [
        (
            {"configuration": {"statuses": {"max_characters": 5000, "max_media_attachments": 6}}},
            (5000, 6, 8_000_000),
        ),
        (
            {"max_toot_chars": 1312, "max_media_attachments": 20, "upload_limit": 16_000_000},
            (1312, 20, 16_000_000),
        ),
        ({"configuration": {"statuses": {"max_characters": "many"}}}, (500, 4, 8_000_000)),
        ({"version": "2.7.2 (compatible; Pixelfed 0.12)"}, (500, 4, 8_000_000)),
        (None, (500, 4, 8_000_000)),
    ],
)
def test_what_a_post_may_hold_is_said_in_several_places(
    desk: Desk, said: object, limits: tuple[int, int, int]
) -> None:
    desk.server.habits.says["/api/v1/instance"] = said

    found = desk.voice.limits()

    assert (found.length, found.media, found.media_bytes) == limits


def test_a_server_that_only_has_the_newer_page_about_itself_is_asked_there(desk: Desk) -> None:
    desk.server.habits.missing = {"/api/v1/instance"}
    desk.server.habits.says["/api/v2/instance"] = {"configuration": {"statuses": {"max_characters": 3000}}}

    assert desk.voice.limits().length == 3000


def test_pleroma_says_otherwise_that_it_no_longer_knows_a_token(desk: Desk) -> None:
    desk.server.habits.refuses = {"/api/v1/statuses": 403}
    with pytest.raises(SendError, match="refused the post: no"):
        desk.voice.send(desk.piece())

    desk.server.habits.says["/api/v1/statuses"] = {"error": "Invalid credentials."}
    with pytest.raises(AccountError, match="no longer lets learnlog in"):
        desk.voice.send(desk.piece())


@pytest.mark.parametrize("status", [404, 405, 501])
def test_markers_that_are_not_offered_are_said_to_be(desk: Desk, status: int) -> None:
    desk.server.habits.refuses = {"/api/v1/markers": status}

    for ask in (desk.voice.marks.get, lambda: desk.voice.marks.put(home="1")):
        with pytest.raises(NotOfferedError, match="does not offer this"):
            ask()


def test_a_server_that_heeds_no_key_has_one_post_after_a_doubt(desk: Desk) -> None:
    desk.server.habits.forgets_keys = True
    desk.server.habits.breaks_after_accepting = True
    piece = desk.piece("Once")
    with pytest.raises(UnsureError):
        desk.voice.send(piece)
    desk.server.habits.breaks_after_accepting = False

    assert desk.voice.find_sent(piece)
    assert len(desk.server.statuses) == 1
