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
