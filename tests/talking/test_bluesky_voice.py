"""What a voice on Bluesky makes of my words before anything leaves."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learnlog.model.account import Account
from learnlog.model.social import Audience
from learnlog.talking.base import Picture, Piece, SendError
from learnlog.talking.bluesky import BlueskyVoice, key_of
from learnlog.talking.bluesky_facets import facets_of
from learnlog.talking.bluesky_notices import notice_of
from learnlog.talking.sending import new_keys

ADA = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
BORIS = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"


class NobodyAsks:
    """A door nobody may go through."""

    def session(self, account: Account) -> None:
        raise AssertionError("the network was asked")


@pytest.fixture
def voice() -> BlueskyVoice:
    account = Account(network="bluesky", key=ADA, handle="ada.example", server="https://pds.example")
    return BlueskyVoice(account, NobodyAsks())  # type: ignore[arg-type]


def test_length_is_counted_in_letters_as_people_see_them(voice: BlueskyVoice) -> None:
    assert voice.length("añb👩‍👩‍👧🇳🇱e\u0301") == 6
    assert voice.limits().length == 300


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"text": "a" * 301}, "longer than the 300"),
        ({"text": "👩‍👩‍👧" * 200}, "longer"),  # 3600 bytes
        ({"text": "a" * 290, "warning": "a long story"}, "longer"),
        ({"text": " \n"}, "nothing to send"),
        ({"text": "a", "audience": Audience.FOLLOWERS}, "public"),
        ({"text": "a", "pictures": (Picture(path=Path("x"), alt="x"),) * 5}, "at most 4"),
    ],
)
def test_what_bluesky_would_refuse_is_refused_before_anybody_is_asked(
    voice: BlueskyVoice, more: dict[str, object], why: str
) -> None:
    with pytest.raises(SendError, match=why):
        voice.send(Piece(**{"key": "k", "created": datetime.now(UTC), **more}))  # type: ignore[arg-type]


def test_only_my_own_posts_can_be_deleted_and_only_posts_be_liked(voice: BlueskyVoice) -> None:
    from learnlog.talking.base import Deed, Sent

    with pytest.raises(SendError, match="Only what is yours"):
        voice.retract(Sent(uri=f"at://{BORIS}/app.bsky.feed.post/3aaaaaaaaaaa2"))
    with pytest.raises(SendError, match="no post on Bluesky"):
        voice.act(Deed.LIKE, "https://example.org/")
    with pytest.raises(SendError, match="their DID"):
        voice.act(Deed.FOLLOW, "boris.example")


def test_record_keys_are_of_the_form_the_network_wants_and_always_the_same() -> None:
    made = new_keys(datetime.now(UTC), 0, 3)

    assert [key_of(key) for key in made] == made
    assert key_of("entry-7/1") == key_of("entry-7/1") != key_of("entry-7/2")
    assert re.fullmatch("[2-7a-j][2-7a-z]{12}", key_of("entry-7/1"))


class Names:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def did_of(self, handle: str) -> str:
        self.asked.append(handle)
        return BORIS if handle == "boris.test" else ""


def test_facets_stand_at_bytes_and_a_mention_of_nobody_stays_words() -> None:
    text = "Señor 👍 @boris.test and @boris.test, not @nobody.test: https://example.com/x. #añil"
    names = Names()
    data = text.encode()

    facets = facets_of(text, names)
    shown = [data[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode() for f in facets]

    assert shown == ["@boris.test", "@boris.test", "https://example.com/x", "#añil"]
    assert facets[0]["features"][0]["did"] == BORIS
    assert names.asked == ["boris.test", "nobody.test"]


def test_a_warning_stands_as_a_label_where_there_is_one_and_before_the_words_elsewhere(
    voice: BlueskyVoice,
) -> None:
    assert voice.standing("Look.", "Graphic media") == ("Look.", "Graphic media")
    assert voice.standing("Look.", "spiders") == ("CW: spiders\n\nLook.", "")
    assert voice.standing("Look.", "") == ("Look.", "")
    assert voice.length(*voice.standing("Look.", "spiders")) == len("CW: spiders\n\nLook.")


def notification(**more: object) -> dict[str, object]:
    post = f"at://{BORIS}/app.bsky.feed.post/3aaaaaaaaaaa2"
    mine = f"at://{ADA}/app.bsky.feed.post/3aaaaaaaaaaa1"
    return {
        "uri": post,
        "cid": "bafy",
        "author": {"did": BORIS, "handle": "boris.example", "displayName": "Boris"},
        "reason": "reply",
        "reasonSubject": mine,
        "record": {
            "text": "Like this.",
            "createdAt": "2026-11-20T10:00:00Z",
            "reply": {"parent": {"uri": mine}},
        },
        "indexedAt": "2026-11-20T10:00:00.250Z",
        **more,
    }


def test_a_notice_says_who_what_and_about_which_post_of_mine() -> None:
    notice = notice_of(notification())

    assert notice is not None
    assert notice.post is not None
    assert (notice.kind, notice.actor.handle, notice.post.text) == ("reply", "boris.example", "Like this.")
    assert notice.about.endswith("3aaaaaaaaaaa1")
    assert notice.id < notice_of(notification(indexedAt="2026-11-20T10:00:00.251Z")).id  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "lie",
    [
        {"reason": "lottery"},
        {"author": {"did": ADA}},
        {"author": None},
        {"indexedAt": "soon"},
        {"uri": 5},
        {"reason": ["reply"]},
    ],
)
def test_a_notice_that_makes_no_sense_is_left_out(lie: dict[str, object]) -> None:
    assert notice_of(notification(**lie)) is None
