"""Reading servers that are not quite Mastodon: each of these ways was seen on a real one, or in its code."""

import pytest

from learnlog.model.errors import LearnlogError
from tests.fediverse import Fediverse
from tests.reading.test_mastodon_finding import find


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
    assert [post.text for post in found.newest] == ["In the feed"]


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
