"""What a status becomes as a post, and what a lying one does not."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from learnlog.model.post import NewPost
from learnlog.model.social import Audience, Choice, Media, Social
from learnlog.reading.sources.base import Fetched
from learnlog.reading.sources.mastodon.posts import Reader
from learnlog.reading.sources.mastodon.source import MastodonSource
from learnlog.reading.web.http import Http
from tests.fediverse import Fediverse
from tests.servers import Reply, Server

NOW = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
ACCOUNT = {
    "id": "1",
    "acct": "ana",
    "username": "ana",
    "uri": "https://s.example/users/ana",
    "url": "https://s.example/@ana",
}
BEN = {"id": "b1", "acct": "ben@b.example", "username": "ben", "url": "https://b.example/@ben"}
STATUS = {
    "id": "01HX",
    "uri": "https://s.example/users/ana/statuses/01HX",
    "url": "https://s.example/@ana/01HX",
    "created_at": "2026-11-23T10:00:00.000Z",
    "account": ACCOUNT,
    "content": "<p>Hello <a href='/tags/x'>#x</a></p>",
}


def read(**more: Any) -> NewPost:
    post = Reader(base="https://s.example", host="s.example", now=NOW).read(STATUS | more)
    assert post is not None
    return post


def social(**more: Any) -> Social:
    found = read(**more).social
    assert found is not None
    return found


def test_a_bare_status() -> None:
    post = read()
    assert (post.guid, post.url) == (STATUS["uri"], STATUS["url"])
    assert (post.text, post.author) == ("Hello #x", "ana")
    assert 'href="https://s.example/tags/x"' in post.html
    assert post.published == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert post.social
    assert post.social.author.handle == "@ana@s.example"
    assert (post.social.home, post.social.audience) == ("01HX", Audience.PUBLIC)


def test_a_boost_is_its_own_post_and_names_who_wrote_it() -> None:
    inner = STATUS | {"uri": "https://b.example/1", "id": "b9", "account": BEN, "content": "<p>Wise</p>"}
    wrapper = {
        "uri": "https://s.example/boosts/7",
        "reblog": inner,
        "created_at": "2026-11-23T12:00:00Z",
        "content": "",
    }
    post = read(**wrapper)
    assert post.guid == "boost:https://s.example/boosts/7"
    assert (post.text, post.published.hour) == ("Wise", 12)
    assert post.social
    assert (post.social.uri, post.social.boost_of) == ("https://b.example/1", "https://b.example/1")
    assert (post.social.author.handle, post.social.home) == ("@ben@b.example", "b9")
    assert post.social.is_boost


def test_an_answer_names_whom_and_what_as_far_as_is_known() -> None:
    found = social(in_reply_to_id="a f/9", in_reply_to_account_id="b1", mentions=[BEN])
    assert found.parent == ""
    found = social(in_reply_to_id="0af9", in_reply_to_account_id="b1", mentions=[BEN])
    assert found.parent == "https://s.example/api/v1/statuses/0af9"
    assert found.answers
    assert found.answers.handle == "@ben@b.example"
    assert found.mentions[0].url == "https://b.example/@ben"


def test_warnings_and_media() -> None:
    pictures = [
        {"type": "image", "url": "https://s.example/1.png", "description": "A cat"},
        {"type": "gifv", "url": None, "remote_url": "https://s.example/2.mp4", "description": None},
        {"type": "unknown", "url": "javascript:alert(1)"},
    ]
    found = social(media_attachments=pictures, sensitive=True)
    assert found.warning == "Sensitive media"
    assert found.media == (
        Media(url="https://s.example/1.png", alt="A cat"),
        Media(kind="video", url="https://s.example/2.mp4"),
    )
    assert social(spoiler_text="Spiders", sensitive=True).warning == "Spiders"
    assert social(sensitive=True).labels == ("sensitive",)


def test_a_post_of_pictures_alone_has_their_words() -> None:
    assert (
        read(
            content="",
            media_attachments=[{"type": "image", "url": "https://s.example/1", "description": "A cat"}],
        ).text
        == "A cat"
    )


def test_polls_cards_counts_tags_and_language() -> None:
    poll = {
        "options": [{"title": "Yes", "votes_count": 3}, {"title": "No", "votes_count": None}],
        "expires_at": "2026-11-24T10:00:00Z",
        "multiple": True,
        "votes_count": 3,
    }
    card = {"url": "https://x.example/", "title": "X", "description": "About X"}
    post = read(
        poll=poll, card=card, replies_count=2, favourites_count=0, tags=[{"name": "ux"}], language="nl"
    )
    found = post.social
    assert found
    assert found.poll
    assert found.poll.choices == (Choice(words="Yes", votes=3), Choice(words="No"))
    assert (found.poll.several, found.poll.voters) == (True, 3)
    assert found.card
    assert (found.card.url, found.card.text) == ("https://x.example/", "About X")
    assert (found.replies, found.likes, found.boosts) == (2, 0, None)
    assert (post.tags, post.language) == (("ux",), "nl")


def test_quotes_and_why_they_cannot_be_shown() -> None:
    quoted = STATUS | {"uri": "https://b.example/1", "account": BEN, "content": "<p>Wise</p>"}
    found = social(quote={"state": "accepted", "quoted_status": quoted}).quote
    assert found
    assert (found.guid, found.text, found.gone) == ("https://b.example/1", "Wise", "")
    assert found.author
    assert found.author.handle == "@ben@b.example"
    revoked = social(quote={"state": "revoked", "quoted_status": quoted}).quote
    assert revoked
    assert (revoked.text, revoked.gone) == ("", "its author no longer wants to be quoted")
    shallow = social(quote={"state": "accepted", "quoted_status_id": "77"}).quote
    assert shallow
    assert shallow.guid == "https://s.example/api/v1/statuses/77"


@pytest.mark.parametrize(
    ("visibility", "audience"),
    [
        ("public", Audience.PUBLIC),
        ("unlisted", Audience.UNLISTED),
        ("private", Audience.FOLLOWERS),
        ("direct", Audience.DIRECT),
        ("mutuals_only", Audience.FOLLOWERS),
        (None, Audience.PUBLIC),
    ],
)
def test_who_may_see_it(visibility: str | None, audience: Audience) -> None:
    assert social(visibility=visibility).audience == audience


def test_what_claims_to_come_from_the_future_is_from_now() -> None:
    assert read(created_at="2099-01-01T00:00:00Z").published == NOW


LIES = [None, 7, 1.5, True, "text", [], ["x"], [None, 3], {}, {"id": 3}, "\x1b]0;title\x07", "x" * 100_000]
LIES += ["\ud800", "\x9b2J", "\u202e", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"]


@pytest.mark.parametrize(
    "field",
    sorted(
        {
            *STATUS,
            "reblog",
            "poll",
            "card",
            "quote",
            "mentions",
            "tags",
            "edited_at",
            "media_attachments",
            "in_reply_to_id",
            "in_reply_to_account_id",
            "spoiler_text",
            "visibility",
            "language",
            "sensitive",
            "replies_count",
        }
    ),
)
def test_no_lie_about_a_type_harms_the_others(field: str) -> None:
    reader = Reader(base="https://s.example", host="s.example", now=NOW)
    good = STATUS | {"uri": "https://s.example/good"}
    for lie in LIES:
        posts = reader.read_all([STATUS | {field: lie}, good])
        assert posts[-1].guid == "https://s.example/good"
        assert "\x1b" not in repr(posts)
        assert "\\x1b" not in repr(posts)
        assert not set("\ud800\x9b\u202e") & set(posts[0].guid + str(posts[0].social))


def test_an_end_beyond_all_calendars_is_no_end() -> None:
    poll = {"options": [{"title": "yes"}], "expires_at": "9999-12-31T23:59:59Z"}
    found = social(poll=poll).poll
    assert found is not None
    assert found.closes is None


def test_ids_that_are_numbers_are_kept_to_the_last_digit() -> None:
    found = social(id=113500000000000001, in_reply_to_id=113500000000000003)
    assert found.home == "113500000000000001"
    assert found.parent.endswith("/113500000000000003")
    for odd in (True, -1, 1.5, 10**40):
        assert social(id=odd).home == ""


HOSTILE = (
    '<p onclick="x()">\x1b[31mRed\u202eevil</p><script>alert(1)</script>'
    '<a href="javascript:alert(1)">click</a><img src=x onerror=alert(1)><style>p{}</style>'
)


def test_hostile_texts_cannot_act() -> None:
    account = ACCOUNT | {
        "display_name": "\x1b]0;owned\x07\u202eana\n<script>",
        "acct": "ana\x1b[2J",
        "url": "javascript:x",
    }
    post = read(
        content=HOSTILE,
        account=account,
        spoiler_text="\x1b[2JLook\u2066",
        card={"url": "javascript:x", "title": "\x1b[1m"},
        media_attachments=[{"type": "image", "url": "data:x", "description": "\x1b[31malt"}],
        url="javascript:alert(1)",
        tags=[{"name": "\x1b[31mtag"}],
    )
    told = repr(post)
    for bad in (
        "\\x1b",
        "\\u202e",
        "\\u2066",
        "javascript:",
        "onclick",
        "onerror",
        "alert(1)</script",
        "\\x07",
    ):
        assert bad not in told, bad
    assert post.url == STATUS["uri"]
    assert post.social
    assert (post.social.card, post.social.warning) == (None, "Look")


@pytest.fixture
def server() -> Iterator[Fediverse]:
    with Fediverse() as running:
        running.add("ana")
        running.post("ana")
        yield running


async def follow_and_fetch(server: Fediverse) -> Fetched:
    source = MastodonSource()
    async with Http(timeout=2) as http:
        server.habits.answers_with, spoiled = None, server.habits.answers_with
        (found,) = await source.find(f"@ana@{server.host}", http)
        server.habits.answers_with = spoiled
        return await source.fetch(found.key, found.state, http, server.host)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"<html>hello</html>",
        b"[" * 100_000,
        b"9" * 10_000,
        b"\xff\xfe",
        b'{"id": NaN}',
    ],
)
async def test_nonsense_from_a_server_is_one_sentence(server: Fediverse, said: bytes) -> None:
    server.habits.answers_with = said
    fetched = await follow_and_fetch(server)
    assert fetched.posts == ()
    assert fetched.state.error.endswith(".")


async def test_twenty_megabytes_are_refused(server: Fediverse) -> None:
    server.habits.answers_with = json.dumps([{"id": "1", "content": "x" * 20_000_000}]).encode()
    fetched = await follow_and_fetch(server)
    assert fetched.state.error == "The answer is larger than 15 MB."


async def test_a_login_does_not_follow_a_redirect_to_another_server(server: Fediverse) -> None:
    token = server.grant("ana", "read")
    with Server() as other:
        server.habits.redirects_to = other.url("/catch")
        other.add("/catch/api/v1/accounts/lookup?acct=ana", Reply(body="{}"))
        source = MastodonSource(bearer=lambda _: token)
        async with Http(allowed=[other.host]) as http:
            await source.find(f"@ana@{server.host}", http)
        assert other.log
        assert server.asked("/api/v1/accounts/lookup")[0].token == token
        assert all("authorization" not in seen.headers for seen in other.log)


async def test_the_next_page_is_never_taken_from_another_server(server: Fediverse) -> None:
    for _ in range(60):
        server.post("ana")
    with Server() as other:
        page = list(server.statuses[:40])
        own = server.accounts["ana"]["id"]

        def lie(seen: object) -> Reply:
            return Reply(body=json.dumps(page), headers={"Link": f'<http://{server.host}/evil>; rel="next"'})

        other.add(
            f"/.well-known/webfinger?resource=acct%3Aana%40{other.host.replace(':', '%3A')}",
            Reply(status=404),
        )
        other.add("/api/v1/accounts/lookup?acct=ana", Reply(body=json.dumps(server.accounts["ana"])))
        other.add(f"/api/v1/accounts/{own}/statuses?limit=40", lie)
        async with Http(allowed=[server.host]) as http:
            await MastodonSource().find(f"@ana@{other.host}", http)
    assert server.log == []
