"""Reading servers that are not quite Mastodon: each of these ways was seen on a real one, or in its code."""

import pytest

from learnlog.model.errors import LearnlogError
from tests.fediverse import START, Fediverse
from tests.reading.sources.test_mastodon_finding import find


@pytest.mark.parametrize("dress", ["same", "capitals"])
async def test_a_post_that_somebody_boosted_is_still_its_authors(dress: str) -> None:
    with Fediverse("snac") as server:
        server.habits.dresses_boosts = dress
        for name in ("ana", "ben"):
            server.add(name)
        status = server.post("ana", "Mine")
        server.boosters[status["id"]] = "ben"

        (found,) = await find(f"@ana@{server.host}")

    (post,) = found.newest
    assert (post.guid, post.author, post.social.is_boost if post.social else True) == (
        status["uri"],
        "Ana",
        False,
    )


async def test_nobody_of_that_name_where_searching_needs_a_login() -> None:
    with Fediverse("snac") as server:
        server.habits.refuses = {"/api/v2/search": 401}
        with pytest.raises(LearnlogError, match="knows no account @nobody"):
            await find(f"@nobody@{server.host}")


@pytest.mark.parametrize("path", ["/@ana.rss", "/@ana/feed.rss", "/ana.rss", "/@ana/rss/"])
async def test_where_the_api_is_closed_the_feed_is_found_wherever_the_server_keeps_it(path: str) -> None:
    with Fediverse("takahe") as server:
        server.habits.closed = True
        server.add("ana")
        server.post("ana", "In the feed")
        server.feeds[path] = "ana"

        (found,) = await find(f"@ana@{server.host}")

    assert (found.kind, found.key, found.handle) == ("feed", f"{server.base}{path}", f"@ana@{server.host}")
    assert [post.plain for post in found.newest] == ["In the feed"]


async def test_where_the_api_is_closed_the_page_of_the_profile_names_the_feed() -> None:
    with Fediverse("takahe") as server:
        server.habits.closed = True
        server.add("ana")
        server.post("ana", "Named by the page")
        server.pages["/@ana"] = '<link rel="alternate" type="application/rss+xml" href="/users/ana.atom">'
        server.feeds["/users/ana.atom"] = "ana"

        (found,) = await find(f"@ana@{server.host}")

    assert (found.kind, found.key) == ("feed", f"{server.base}/users/ana.atom")


async def test_a_page_to_log_in_where_posts_should_be_is_a_closed_server() -> None:
    """Pixelfed shows its own page to whoever is not logged in, with a good status."""
    with Fediverse("mastodon") as server:
        own = server.add("ana")["id"]
        server.feeds["/@ana/feed.rss"] = "ana"
        server.post("ana", "In the feed")
        server.habits.says[f"/api/v1/accounts/{own}/statuses"] = "<html>Log in</html>"

        (found,) = await find(f"@ana@{server.host}")

    assert found.kind == "feed"


async def test_addresses_of_the_next_page_may_be_relative() -> None:
    with Fediverse("mastodon") as server:
        server.habits.links_are_relative = True
        server.add("ana")
        for number in range(60):
            server.post("ana", f"Post {number}")

        (found,) = await find(f"@ana@{server.host}")

    assert len(found.newest) == 60


async def test_an_answer_names_whom_though_mentions_have_ids_of_their_own() -> None:
    with Fediverse("snac") as server:
        for name in ("ana", "ben"):
            server.add(name)
        question = server.post("ben", "How?")
        server.answer("ana", question, "So.", mentions=[{**question["account"], "id": "0"}])

        (found,) = await find(f"@ana@{server.host}")

    (post,) = found.newest
    assert post.social
    assert post.social.answers
    assert post.social.answers.handle == f"@ben@{server.host}"


async def test_what_is_null_though_it_should_not_be_harms_nothing_else() -> None:
    """As Friendica, Pixelfed and the kin of Misskey send one or the other."""
    with Fediverse("mastodon") as server:
        account = server.add("ana")
        status = server.post("ana", "Still readable")
        for name in set(status) - {"id", "uri", "account", "content", "created_at"}:
            status[name] = None
        for name in set(account) - {"id", "acct", "username", "uri"}:
            account[name] = None

        (found,) = await find(f"@ana@{server.host}")

    assert (found.title, found.description) == ("ana", "")
    assert [post.plain for post in found.newest] == ["Still readable"]


async def test_what_is_missing_altogether_harms_nothing_else() -> None:
    with Fediverse("mastodon") as server:
        account = server.add("ana")
        status = server.post("ana", "Still readable")
        for name in set(status) - {"id", "uri", "account", "content"}:
            del status[name]
        for name in set(account) - {"id", "acct", "url"}:
            del account[name]

        (found,) = await find(f"@ana@{server.host}")

    assert [post.plain for post in found.newest] == ["Still readable"]


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-23T09:00:00Z",
        "2026-11-23T09:00:00.000Z",
        "2026-11-23T09:00:00.000000Z",
        "2026-11-23T09:00:00.000000000Z",
        "2026-11-23T10:00:00+01:00",
        "2026-11-23T09:00:00.000+00:00",
    ],
)
async def test_moments_are_understood_however_exact_they_are(written: str) -> None:
    with Fediverse("mastodon") as server:
        server.add("ana")
        server.post("ana", "When?", created_at=written)

        (found,) = await find(f"@ana@{server.host}")

    assert found.newest[0].published == START


@pytest.mark.parametrize(
    "ids",
    [
        ("01JDPV6B3K0000000000000002", "01JDPV6B3K0000000000000001"),  # GoToSocial
        ("1795827619296c6c016787c28e6c85ea2257fa8304", "1795827619c2f50f357bc090f98597d9bde09dfb53"),  # snac
        ("AoQnkqLBqMZ7mmXYGG", "AoQnkaV6LZzx5fYl7I"),  # Pleroma
        ("a1ms7b8wzk9x00c2", "a1ms7b8wzk9x00c1"),  # Misskey's kin
        ("0193a4b2-7c5e-7d1a-9f00-000000000002", "0193a4b2-7c5e-7d1a-9f00-000000000001"),  # Hollo, Mitra
        ("interaction-17", "16"),  # a boost on Takahe
        (695012345678901250, 695012345678901248),  # Pixelfed, as a number
    ],
)
async def test_ids_of_every_kind_lead_to_older_pages_and_back_to_the_post(ids: tuple[object, object]) -> None:
    with Fediverse("takahe") as server:  # without a Link header: the ids have to do
        server.add("ana")
        for number, own in enumerate(reversed(ids)):
            server.post("ana", f"Post {number}", id=own)

        (found,) = await find(f"@ana@{server.host}")

    assert [post.social.home for post in found.newest if post.social] == [str(own) for own in ids]
    assert {asked.query["max_id"] for asked in server.log if "max_id" in asked.query} == {str(ids[-1])}


async def test_every_request_says_who_asks() -> None:
    """GoToSocial answers 418 to whoever does not."""
    with Fediverse("gotosocial") as server:
        server.add("ana")
        server.post("ana")

        await find(f"@ana@{server.host}")

    assert {asked.headers.get("user-agent", "").partition("/")[0] for asked in server.log} == {"learnlog"}
