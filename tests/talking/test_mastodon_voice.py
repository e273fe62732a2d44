"""Talking on Mastodon: what a server really gets, and what is known when things break."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from learnlog.accounts.base import AccountError
from learnlog.accounts.binding import keep_secrets
from learnlog.accounts.keys import FileKeys
from learnlog.model.account import Account
from learnlog.model.social import Audience
from learnlog.reading.web.http import Budgets, Http
from learnlog.talking.base import Deed, LaterError, Picture, Piece, SendError, Sent, UnsureError, Voice
from learnlog.talking.mastodon import MastodonVoice
from tests.conftest import FakeClock
from tests.fediverse import Fediverse


class Desk:
    """My account on a server, and the voice that speaks there."""

    def __init__(self, server: Fediverse, folder: Path, clock: FakeClock) -> None:
        self.server, self.clock = server, clock
        server.clock = clock
        self.me = server.add("ana")
        server.add("ben")
        self.keys = FileKeys(folder)
        self.account = Account(
            network="mastodon",
            key=f"{server.base}/users/ana",
            handle=f"@ana@{server.host}",
            server=server.base,
            scopes=("read", "write"),
            typed_host=server.host,
        )
        keep_secrets(self.keys, self.account, {"token": server.grant("ana")})
        self.pauses: list[float] = []

    @property
    def voice(self) -> MastodonVoice:
        budgets = Budgets(self.clock)

        def client() -> Http:
            return Http(timeout=5, clock=self.clock, budgets=budgets)

        return MastodonVoice(self.account, self.keys, client, self.clock, self.pauses.append)

    def piece(self, text: str = "Hello", key: str = "k1", **more: object) -> Piece:
        return Piece(key=key, text=text, created=self.clock.now, **more)  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    with Fediverse() as server:
        yield Desk(server, tmp_path, clock)


@pytest.fixture(params=["mastodon", "gotosocial", "snac", "takahe"])
def any_desk(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    with Fediverse(request.param) as server:
        yield Desk(server, tmp_path, clock)


def test_a_post_is_there_exactly_as_it_was_previewed(any_desk: Desk) -> None:
    voice: Voice = any_desk.voice
    piece = any_desk.piece(
        "What is a <test>?\n\nAsk & see", language="en", warning="Long", audience=Audience.FOLLOWERS
    )
    sent = voice.send(piece)
    (status,) = any_desk.server.statuses
    assert (sent.uri, sent.url, sent.home) == (status["uri"], status["url"], status["id"])
    form = any_desk.server.asked("/api/v1/statuses")[0].form
    assert form == {
        "status": "What is a <test>?\n\nAsk & see",
        "visibility": "private",
        "spoiler_text": "Long",
        "sensitive": True,
        "language": "en",
    }


def test_the_same_key_twice_is_one_post(any_desk: Desk) -> None:
    first = any_desk.voice.send(any_desk.piece())
    assert any_desk.voice.send(any_desk.piece()) == first
    assert len(any_desk.server.statuses) == 1


def test_a_connection_that_breaks_after_the_post_was_taken_leaves_doubt_that_a_look_ends(
    any_desk: Desk,
) -> None:
    text = "Look at https://example.org/a_long/path?x=1 @ben@far.example\n\nYes & no"
    any_desk.server.habits.breaks_after_accepting = True
    any_desk.server.habits.forgets_keys = True
    with pytest.raises(UnsureError):
        any_desk.voice.send(any_desk.piece(text))
    found = any_desk.voice.find_sent(any_desk.piece(text))
    assert found
    assert found.uri == any_desk.server.statuses[0]["uri"]
    assert any_desk.voice.find_sent(any_desk.piece("Something else")) is None


def test_a_post_before_this_one_with_the_same_words_is_not_this_one(desk: Desk) -> None:
    desk.voice.send(desk.piece("Again"))
    desk.clock.pass_(minutes=3)
    assert desk.voice.find_sent(desk.piece("Again")) is None


def test_the_same_words_below_another_post_are_not_this_one(desk: Desk) -> None:
    first = desk.voice.send(desk.piece("One"))
    desk.voice.send(desk.piece("Yes", key="k2", parent=first))
    assert desk.voice.find_sent(desk.piece("Yes")) is None
    assert desk.voice.find_sent(desk.piece("Yes", parent=first))


def test_of_two_posts_with_the_same_words_the_one_that_is_known_is_not_the_other(desk: Desk) -> None:
    first = desk.voice.send(desk.piece("Thanks", key="k1"))
    assert desk.voice.find_sent(desk.piece("Thanks", key="k2"), {first.uri}) is None
    second = desk.voice.send(desk.piece("Thanks", key="k2"))
    found = desk.voice.find_sent(desk.piece("Thanks", key="k2"), {first.uri})
    assert found
    assert found.uri == second.uri


def test_what_cannot_be_looked_at_is_unsure(desk: Desk) -> None:
    desk.server.habits.refuses = {f"/api/v1/accounts/{desk.me['id']}/statuses": 404}
    with pytest.raises(UnsureError):
        desk.voice.find_sent(desk.piece())
    desk.server.habits.refuses = {f"/api/v1/accounts/{desk.me['id']}/statuses": 503}
    with pytest.raises(UnsureError):
        desk.voice.find_sent(desk.piece())


def test_when_too_much_was_posted_since_it_is_unsure(desk: Desk) -> None:
    piece = desk.piece("Lost")
    for number in range(205):
        desk.server.post("ana", f"Post {number}", created_at=desk.clock.now.isoformat())
    with pytest.raises(UnsureError):
        desk.voice.find_sent(piece)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_breaks_while_posting_leaves_doubt(desk: Desk, status: int) -> None:
    desk.server.habits.refuses = {"/api/v1/statuses": status}
    with pytest.raises(UnsureError):
        desk.voice.send(desk.piece())


def test_a_server_that_is_away_means_later(desk: Desk) -> None:
    desk.account = Account(
        network="mastodon",
        key=desk.account.key,
        handle="@a@b",
        server="http://127.0.0.1:1",
        typed_host="127.0.0.1:1",
    )
    keep_secrets(desk.keys, desk.account, {"token": "x"})
    with pytest.raises(LaterError):
        desk.voice.send(desk.piece())
    assert desk.voice.limits().length == 500


def test_a_token_goes_to_no_server_but_the_one_it_is_from(desk: Desk) -> None:
    with Fediverse() as other:
        desk.account = replace(desk.account, server=other.base, typed_host=other.host)
        with pytest.raises(AccountError) as caught:
            desk.voice.send(desk.piece())
        assert other.log == []
    assert f"{other.base} is not the server that let" in caught.value.message


def test_a_limit_that_is_reached_means_later_and_until_when(desk: Desk) -> None:
    desk.server.habits.left = 0
    with pytest.raises(LaterError) as caught:
        desk.voice.notices()
    assert caught.value.until == desk.clock.now + timedelta(minutes=5)
    assert "16:10" in caught.value.message


def test_a_revoked_token_says_to_log_in_again(desk: Desk) -> None:
    desk.server.tokens.clear()
    with pytest.raises(AccountError) as caught:
        desk.voice.send(desk.piece())
    assert "no longer lets learnlog in" in caught.value.message


def test_a_token_that_may_only_read_is_refused(desk: Desk) -> None:
    keep_secrets(desk.keys, desk.account, {"token": desk.server.grant("ana", "read")})
    with pytest.raises(SendError) as caught:
        desk.voice.send(desk.piece())
    assert "outside the authorized scopes" in caught.value.message


def test_what_is_too_long_never_leaves(desk: Desk) -> None:
    with pytest.raises(SendError) as caught:
        desk.voice.send(desk.piece("x" * 490, warning="y" * 20))
    assert "510 long" in caught.value.message
    assert desk.server.asked("/api/v1/statuses") == []


@pytest.mark.parametrize(
    ("manner", "length"), [("mastodon", 500), ("gotosocial", 5000), ("snac", 500), ("takahe", 500)]
)
def test_limits_are_the_servers_own(manner: str, length: int, tmp_path: Path, clock: FakeClock) -> None:
    with Fediverse(manner) as server:
        limits = Desk(server, tmp_path, clock).voice.limits()
        assert (limits.length, limits.media) == (length, 4)
        assert Audience.DIRECT in limits.audiences
        assert not server.asked("/api/v2/instance")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Hello", 5),
        ("https://example.org/a/very/long/address/indeed?with=query", 23),
        ("See https://example.org/abc.", 28),
        ("(https://x.org)", 25),
        ("@ben@far.example hi", 7),
        ("@ben hi", 7),
        ("me@example.org", 14),
        ("äé漢🙂", 4),
    ],
)
def test_length_is_counted_as_mastodon_counts(desk: Desk, text: str, length: int) -> None:
    assert desk.voice.length(text) == length


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    Image.new("RGB", (4, 4), "grey").save(path)
    return path


def test_a_picture_goes_with_its_description_and_is_waited_for(desk: Desk, picture: Path) -> None:
    desk.server.habits.media_polls = 3
    desk.voice.send(desk.piece(pictures=(Picture(path=picture, alt="A beast – asleep"),)))
    (media,) = desk.server.statuses[0]["media_attachments"]
    assert media["description"] == "A beast – asleep"
    assert len(desk.pauses) == 3
    sent = desk.server.asked("/api/v2/media")[0].body
    assert b'filename="picture.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n' in sent
    assert b"cat" not in sent


def test_a_picture_that_is_never_ready_means_later(
    desk: Desk, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnlog.talking.mastodon_media.MOST_LOOKS", 3)
    desk.server.habits.media_polls = 1000
    with pytest.raises(LaterError):
        desk.voice.send(desk.piece(pictures=(Picture(path=picture, alt="A cat"),)))
    assert desk.server.statuses == []


@pytest.mark.parametrize(("alt", "name"), [("", "cat.png"), ("  ", "cat.png"), ("A cat", "missing.png")])
def test_a_picture_without_words_or_without_a_file_is_refused(
    desk: Desk, picture: Path, alt: str, name: str
) -> None:
    with pytest.raises(SendError):
        desk.voice.send(desk.piece(pictures=(Picture(path=picture.parent / name, alt=alt),)))
    assert desk.server.asked("/api/v1/statuses") == []


def test_a_thread_answers_itself(any_desk: Desk) -> None:
    first = any_desk.voice.send(any_desk.piece("One"))
    second = any_desk.voice.send(any_desk.piece("Two", key="k2", parent=first, root=first))
    assert any_desk.server.find(second.home)["in_reply_to_id"] == first.home  # type: ignore[index]


def test_an_answer_to_somebody_elsewhere_is_resolved_by_my_server_first(desk: Desk) -> None:
    far = desk.server.post(
        "ben", "Far", uri="https://far.example/users/ben/1", url="https://far.example/@ben/1"
    )
    desk.voice.send(desk.piece(parent=Sent(uri=far["uri"], home="id-on-the-other-server")))
    assert desk.server.statuses[0]["in_reply_to_id"] == far["id"]
    with pytest.raises(SendError) as caught:
        desk.voice.send(desk.piece(key="k3", parent=Sent(uri="https://nowhere.example/1")))
    assert "does not know" in caught.value.message


def test_a_post_is_taken_back_and_twice_is_no_error(any_desk: Desk) -> None:
    sent = any_desk.voice.send(any_desk.piece())
    any_desk.voice.retract(sent)
    assert any_desk.server.statuses == []
    any_desk.voice.retract(sent)


@pytest.mark.parametrize(
    ("deed", "undo", "verb"),
    [
        (Deed.LIKE, False, "favourite"),
        (Deed.LIKE, True, "unfavourite"),
        (Deed.BOOST, False, "reblog"),
        (Deed.BOOKMARK, True, "unbookmark"),
        (Deed.FOLLOW, False, "follow"),
        (Deed.FOLLOW, True, "unfollow"),
    ],
)
def test_deeds(desk: Desk, deed: Deed, undo: bool, verb: str) -> None:
    status = desk.server.post("ben")
    ben = desk.server.accounts["ben"]
    target, own = (ben["uri"], ben["id"]) if deed is Deed.FOLLOW else (status["uri"], status["id"])
    status["bookmarked"] = True  # done in the browser before
    stand = desk.voice.act(deed, target, undo=undo)
    assert desk.server.deeds == [(verb, own)]
    assert stand == ({} if deed is Deed.FOLLOW else {Deed.BOOKMARK: True, deed: not undo})


def test_what_a_server_does_not_offer_is_said(tmp_path: Path, clock: FakeClock) -> None:
    with Fediverse("takahe") as server:
        desk = Desk(server, tmp_path, clock)
        status = server.post("ben")
        with pytest.raises(SendError) as caught:
            desk.voice.act(Deed.BOOKMARK, status["uri"])
    assert "does not offer this" in caught.value.message


def test_the_answers_below_a_post_are_collected(desk: Desk) -> None:
    sent = desk.voice.send(desk.piece("Who knows?"))
    mine = desk.server.find(sent.home)
    assert mine
    first = desk.server.answer("ben", mine, "I do", created_at="2026-11-23T16:06:00Z")
    desk.server.answer("ana", first, "Tell", created_at="2026-11-23T16:07:00Z")
    answers = desk.voice.answers(sent.uri)
    assert [post.text for post in answers] == ["I do", "Tell"]
    assert answers[0].social
    assert answers[0].social.parent == sent.uri
    assert answers[1].social
    assert answers[1].social.parent == first["uri"]


def test_notices_say_who_and_about_what_and_come_once(any_desk: Desk) -> None:
    server = any_desk.server
    mine = server.post("ana", "Question")
    server.notice("follow", "ben")
    server.notice("favourite", "ben", mine)
    server.notice("mention", "ben", server.answer("ben", mine, "Answer"))
    server.notice("mention", "ben", server.post("ben", "Hey @ana"))
    server.notice("poll", "ben", mine)
    notices = any_desk.voice.notices()
    assert [one.kind for one in notices] == ["follow", "like", "reply", "mention"]
    follow, like, reply, mention = notices
    assert (follow.post, like.about, reply.about) == (None, mine["uri"], mine["uri"])
    assert reply.post
    assert (reply.post.text, reply.actor.handle, mention.about) == ("Answer", f"@ben@{server.host}", "")
    for number in range(95):
        server.notice("mention", "ben", server.post("ben", f"Number {number}"))
    later = any_desk.voice.notices(notices[-1].id)
    assert [one.post.text for one in later if one.post] == [f"Number {number}" for number in range(95)]
    assert any_desk.voice.notices(later[-1].id) == []


def test_no_secret_is_in_an_error(desk: Desk) -> None:
    desk.server.habits.refuses = {"/api/v1/statuses": 422}
    with pytest.raises(SendError) as caught:
        desk.voice.send(desk.piece())
    assert "very-secret" not in repr(caught.value) + repr(caught.value.__context__) + repr(desk.voice)
