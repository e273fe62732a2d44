"""From a handle to an account and its posts, on servers of four kinds."""

from collections.abc import Iterator

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.reading.sources.base import Found, Proof, Source
from learnlog.reading.sources.mastodon.source import MastodonSource
from learnlog.reading.web.http import Http
from tests.fediverse import Fediverse
from tests.servers import Reply, Server


@pytest.fixture
def server() -> Iterator[Fediverse]:
    with Fediverse() as running:
        yield running


async def find(address: str) -> list[Found]:
    source: Source = MastodonSource()
    async with Http(timeout=5) as http:
        return list(await source.find(address, http))


@pytest.mark.parametrize(
    "address",
    [
        "@ana@social.example",
        "ana@social.example",
        "acct:ana@social.example",
        "https://social.example/@ana",
        "https://social.example/@ana/",
        "https://social.example/users/ana",
        "https://social.example/@ben@elsewhere.example",
        "@ana@127.0.0.1:4000",
        "@ana@localhost:4000",
    ],
)
def test_handles_and_profiles_are_claimed(address: str) -> None:
    assert MastodonSource().claims(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://blog.example/",
        "ana.bsky.social",
        "@ana.bsky.social",
        "did:plc:abc",
        "https://social.example/@ana/1234",
        "https://bsky.app/profile/ana",
        "@ana@",
        "ana@host@other.example",
        "",
    ],
)
async def test_what_is_no_account_is_left_to_others(address: str) -> None:
    assert not MastodonSource().claims(address)
    assert await find(address) == []


@pytest.mark.parametrize("form", ["@ana@{host}", "ana@{host}", "{base}/@ana", "{base}/users/ana"])
async def test_an_account_is_found_by_its_handle_and_by_its_page(server: Fediverse, form: str) -> None:
    account = server.add("ana", display_name="Ana", note="<p>I <b>teach</b></p><p>Often</p>")
    server.post("ana", "First")
    server.post("ana", "Second")
    (found,) = await find(form.format(host=server.host, base=server.base))
    assert (found.kind, found.key, found.site) == ("mastodon", account["uri"], account["url"])
    assert (found.title, found.handle) == ("Ana", f"@ana@{server.host}")
    assert found.description == "I teach\n\nOften"
    assert [post.plain for post in found.newest] == ["Second", "First"]
    assert found.typed_host == server.host
    assert (found.state.newest, found.state.server) == (found.newest[0].guid, server.base)
    assert found.state.gap == ""


async def test_what_its_server_verified_is_proven_and_the_rest_is_only_a_link(server: Fediverse) -> None:
    server.add(
        "ana",
        fields=[
            {
                "name": "Site",
                "value": '<a href="https://ana.example/">ana.example</a>',
                "verified_at": "2026-01-01",
            },
            {"name": "Claim", "value": "https://rich.example/", "verified_at": None},
            {"name": "Odd", "value": "javascript:alert(1)", "verified_at": "2026-01-01"},
            {"name": "Words", "value": "she/her", "verified_at": None},
        ],
    )
    (found,) = await find(f"@ana@{server.host}")
    assert found.links == ("https://ana.example/", "https://rich.example/")
    assert found.proofs == (Proof(kind="verified field", address="https://ana.example/", both_ways=True),)


async def test_a_handle_may_have_another_host_than_its_server(server: Fediverse) -> None:
    account = server.add("ana")
    server.post("ana")
    with Server("127.0.0.1") as front:
        link = f'{{"rel":"self","type":"application/activity+json","href":"{account["uri"]}"}}'
        said = f'{{"subject":"acct:ana@{front.host}","links":[{link}]}}'
        front.add(
            f"/.well-known/webfinger?resource=acct%3Aana%40{front.host.replace(':', '%3A')}", Reply(body=said)
        )
        async with Http(allowed=[server.host]) as http:
            (found,) = await MastodonSource().find(f"@ana@{front.host}", http)
    assert (found.handle, found.key) == (f"@ana@{front.host}", account["uri"])
    author = found.newest[0].social
    assert author
    assert author.author.handle == f"@ana@{front.host}"


async def test_a_server_without_lookup_is_searched(server: Fediverse) -> None:
    server.add("ana")
    server.post("ana")
    server.habits.missing = {"/api/v1/accounts/lookup"}
    (found,) = await find(f"@ana@{server.host}")
    assert len(found.newest) == 1


@pytest.mark.parametrize("manner", ["snac", "takahe"])
async def test_smaller_servers_are_read_too(manner: str) -> None:
    with Fediverse(manner) as server:
        account = server.add("ana")
        for number in range(3):
            server.post("ana", f"Post {number}")
        (found,) = await find(f"@ana@{server.host}")
        assert found.key == account.get("uri", account["url"])
        assert [post.plain for post in found.newest] == ["Post 2", "Post 1", "Post 0"]
        assert not server.asked("/api/v2/instance")


@pytest.mark.parametrize(
    ("manner", "feed"), [("gotosocial", "/@ana/feed.rss"), ("snac", "/ana.rss"), ("mastodon", "/@ana.rss")]
)
async def test_where_the_api_is_closed_the_feed_is_offered(manner: str, feed: str) -> None:
    with Fediverse(manner) as server:
        server.habits.closed = True
        server.add("ana")
        server.post("ana", "Open to all")
        (found,) = await find(f"@ana@{server.host}")
    assert (found.kind, found.key) == ("feed", f"{server.base}{feed}")
    assert found.handle == f"@ana@{server.host}"
    assert [post.plain for post in found.newest] == ["Open to all"]


async def test_a_server_that_shows_nothing_says_so(server: Fediverse) -> None:
    server.habits.closed = True
    server.habits.missing = {"/@ana.rss"}
    server.add("ana")
    with pytest.raises(LearnlogError) as caught:
        await find(f"@ana@{server.host}")
    assert caught.value.message == f"{server.host} shows nothing without an account there."
    assert "add an account of yours" in caught.value.hint


async def test_a_closed_server_shows_its_accounts_to_its_own_people() -> None:
    with Fediverse("gotosocial") as server:
        server.add("ana")
        server.post("ana")
        token = server.grant("ana", "read")
        source = MastodonSource(bearer=lambda base: token if base == server.base else "")
        async with Http() as http:
            (found,) = await source.find(f"@ana@{server.host}", http)
        assert (found.kind, len(found.newest)) == ("mastodon", 1)


async def test_nobody_of_that_name(server: Fediverse) -> None:
    with pytest.raises(LearnlogError) as caught:
        await find(f"@nobody@{server.host}")
    assert caught.value.message == f"{server.host} knows no account @nobody@{server.host}."


async def test_somebody_suspended(server: Fediverse) -> None:
    server.add("ana", suspended=True)
    with pytest.raises(LearnlogError) as caught:
        await find(f"@ana@{server.host}")
    assert "was suspended by its server" in caught.value.message


async def test_a_private_server_behind_a_public_name_is_refused(server: Fediverse) -> None:
    """WebFinger may point anywhere: only the host that was typed may be private, for feeds too."""
    account = server.add("ana")
    with Server("127.0.0.2") as front:
        link = f'{{"rel":"self","type":"application/activity+json","href":"{account["uri"]}"}}'
        name = f"/.well-known/webfinger?resource=acct%3Aana%40{front.host.replace(':', '%3A')}"
        front.add(name, Reply(body=f'{{"links":[{link}]}}'))
        with pytest.raises(LearnlogError) as caught:
            await find(f"@ana@{front.host}")
    assert "private network" in caught.value.message
    assert server.log == []


@pytest.mark.parametrize(
    ("shown", "emojis", "expected"),
    [
        ("Ana :verified: :blobcat:", [{"shortcode": "verified"}, {"shortcode": "blobcat"}], "Ana"),
        ("Ana :kept:", [], "Ana :kept:"),
        ("At 10:30:45 :x:", None, "At 10:30:45 :x:"),
        ("Ana :gone:", None, "Ana"),
        ("\x1b[31mRed\x1b[0m \u202eevil\u202c", [], "Red evil"),
        ("<b>bold</b>", [], "<b>bold</b>"),
        (":all:", [{"shortcode": "all"}], "ana"),
        (["list"], [], "ana"),
    ],
)
async def test_names_are_made_readable_and_harmless(
    server: Fediverse, shown: object, emojis: object, expected: str
) -> None:
    server.add("ana", display_name=shown, emojis=emojis)
    (found,) = await find(f"@ana@{server.host}")
    assert found.title == expected


async def test_an_address_that_leads_to_another_name_is_not_followed_to_a_namesake(server: Fediverse) -> None:
    server.add("ana")
    famous = server.add("famous")
    with Server("127.0.0.1") as front:
        link = f'{{"rel":"self","type":"application/activity+json","href":"{famous["uri"]}"}}'
        name = f"/.well-known/webfinger?resource=acct%3Aana%40{front.host.replace(':', '%3A')}"
        front.add(name, Reply(body=f'{{"links":[{link}]}}'))
        async with Http(allowed=[server.host]) as http:
            with pytest.raises(LearnlogError):
                await MastodonSource().find(f"@ana@{front.host}", http)


async def test_a_server_cannot_pass_its_account_off_as_somebody_elses(server: Fediverse) -> None:
    server.add("ana", uri="https://mastodon.social/users/famous", url="https://mastodon.social/@famous")
    (found,) = await find(f"{server.base}/@ana")
    assert found.key == f"{server.base}/users/ana"
