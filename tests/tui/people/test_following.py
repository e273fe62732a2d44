"""Following someone from an address, against a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learnlog.model.post import NewPost
from learnlog.reading.following.meeting import Meeting, Offer
from learnlog.reading.sources.base import Found
from learnlog.workspace import Workspace
from tests.servers import Reply, Server
from tests.tui.desk import opened, seen, sees, types, until

HOME = """<html><head><title>Ana</title>
<link rel="alternate" type="application/rss+xml" title="Ana Vos" href="/feed">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments"></head><body></body></html>"""


def rss(title: str, *titles: str) -> Reply:
    items = "".join(
        f"<item><title>{t}</title><guid>{t}</guid><link>http://a.example/{n}</link>"
        f"<pubDate>Mon, 23 Nov 2026 0{n}:00:00 +0000</pubDate><description>About {t}</description></item>"
        for n, t in enumerate(titles)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'
    return Reply(body=body, type="application/rss+xml")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        made.add("/", Reply(body=HOME, type="text/html"))
        made.add("/feed", rss("Ana Vos", "Promises", "Registries"))
        made.add("/comments", rss("Comments", "Re: Promises"))
        yield made


async def test_a_homepage_becomes_someone_i_follow(river: Workspace, server: Server) -> None:
    async with opened(river) as pilot:
        await pilot.press("f")
        await types(pilot, server.url("/"))
        await pilot.press("enter")
        await sees(pilot, "Found 2 channels")
        page = seen(pilot)
        assert "[x] Ana Vos" in page
        assert "[ ] Comments" in page
        assert "Registries" in page
        assert server.url("/feed") in page
        await pilot.press("j", "space", "tab", *["backspace"] * 7)
        await types(pilot, "Ana of the feeds")
        await pilot.press("tab")
        await types(pilot, "facilitation")
        await pilot.press("ctrl+s")
        await sees(pilot, "You follow Ana of the feeds: 3 new posts")
        person = river.people.get("Ana of the feeds")
        assert [channel.title for channel in person.channels] == ["Ana Vos", "Comments"]
        assert person.themes == ("facilitation",)
        await pilot.press("u")
        await until(pilot, lambda: river.people.find("Ana of the feeds") is None, "following undone")


async def test_what_goes_wrong_is_one_sentence_and_the_address_stays(
    river: Workspace, server: Server
) -> None:
    async with opened(river) as pilot:
        await pilot.press("f")
        await types(pilot, server.url("/gone"))
        await pilot.press("enter")
        await until(pilot, lambda: "404" in seen(pilot), "a sentence on the 404")
        assert server.url("/gone") in seen(pilot)
        assert len(river.people.all()) == 2


async def test_escape_stops_looking_and_again_leaves(river: Workspace, server: Server) -> None:
    server.add("/slow", Reply(hang=True))
    async with opened(river) as pilot:
        await pilot.press("f")
        await types(pilot, server.url("/slow"))
        await pilot.press("enter")
        await sees(pilot, "Esc stops.")
        await pilot.press("escape")
        await sees(pilot, "Stopped; nothing was followed.")
        await pilot.press("escape")
        await sees(pilot, "New in your themes")
        assert len(river.people.all()) == 2
        server.__exit__(None, None, None)


async def test_hostile_titles_are_only_text_at_80_columns(river: Workspace, server: Server) -> None:
    evil = "[red]A[/red] [@click=app.quit]B[/]"
    server.add("/evil", rss(evil, f"{evil} post"))
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("f")
        await types(pilot, server.url("/evil"))
        await pilot.press("enter")
        await sees(pilot, f"{evil} post")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(river.people.all()) == 3)
        await pilot.press("P")
        await sees(pilot, evil)


async def test_what_is_proven_is_ticked_and_what_is_not_says_why(
    river: Workspace, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    bio = "Data contracts, patiently explained to whoever asks. " * 6
    post = NewPost(guid="p", text="The newest words", published=river.clock())
    ana = Found(
        kind="mastodon", key="a", title="Ana V", handle="@ana@m.example", description=bio, newest=(post,)
    )
    offers = (
        Offer(found=ana),
        Offer(
            found=Found(kind="feed", key="https://ana.nl/feed", title="Essays"),
            proven=True,
            evidence="both link",
        ),
        Offer(
            found=Found(kind="bluesky", key="did:plc:b", title="Ben", handle="ben.example"),
            evidence="one links",
        ),
    )
    monkeypatch.setattr(type(river.following), "meet", lambda *_: Meeting(offers=offers))
    async with opened(river, (100, 34)) as pilot:
        await pilot.press("f")
        await types(pilot, "@ana@m.example")
        await pilot.press("enter")
        await sees(pilot, "Found 3 channels")
        page = seen(pilot)
        for words in ("Ana V  @ana@m.example", "last post now  The newest words", "[x] Ana V", "[x] Essays"):
            assert words in page
        assert "✓ proven: both link" in page
        assert "[ ] Ben" in page
        assert "Bluesky · ben.example" in page
        assert "? one links" in page
        assert sum("explained" in row for row in page.splitlines()) == 2
        await pilot.press("ctrl+s")
        await sees(pilot, "You follow Ana V")
        assert [channel.kind for channel in river.people.get("Ana V").channels] == ["mastodon", "feed"]


async def test_a_list_is_shown_to_tick_and_only_the_ticked_are_followed(
    river: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "f.csv"
    file.write_text("Account address,Show boosts\nzoe@m.example,false\nyan@m.example,true\n")
    found = Found(kind="mastodon", key="https://m.example/users/zoe", title="Zoe")
    monkeypatch.setattr(type(river.following), "look_untyped", lambda *_: found)
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("f")
        pilot.app.screen.query_one("#address").value = str(file)
        await pilot.press("enter")
        await sees(pilot, "2 people are in this list")
        assert "boosts hidden" in seen(pilot)
        await pilot.press("space")
        await sees(pilot, "[x] @zoe@m.example")
        await pilot.press("ctrl+s")
        await sees(pilot, "You follow 1 more person")
        assert river.people.get("Zoe").channels[0].boosts is False
        await pilot.press("u")
        await until(pilot, lambda: river.people.find("Zoe") is None)


async def test_a_long_opml_file_leaves_room_for_what_the_keys_do(river: Workspace, tmp_path: Path) -> None:
    rows = "".join(f'<outline text="P{n}" xmlUrl="https://p{n}.example/feed"/>' for n in range(40))
    bad = "".join(f'<outline text="Bad {n}" xmlUrl="file:///etc/passwd"/>' for n in range(9))
    file = tmp_path / "feeds.opml"
    file.write_text(f'<opml version="2.0"><body>{rows}{bad}</body></opml>')
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("f")
        await types(pilot, str(file))
        await pilot.press("enter")
        await sees(pilot, "40 people are new in this file")
        await sees(pilot, "Left out: Bad 0")
        await sees(pilot, "6 others.")
        await sees(pilot, "Space ticks")


async def test_of_an_opml_file_those_are_followed_who_were_ticked(river: Workspace, tmp_path: Path) -> None:
    rows = "".join(
        f'<outline text="{name}" xmlUrl="http://127.0.0.1:9/{name}/feed"/>' for name in ("zoe", "yan")
    )
    file = tmp_path / "feeds.opml"
    bad = '<outline text="Bad" xmlUrl="javascript:alert(1)"/>'
    file.write_text(
        f'<opml version="2.0"><body><outline text="Data people">{rows}</outline>{bad}</body></opml>'
    )
    async with opened(river) as pilot:
        await pilot.press("f")
        await types(pilot, str(file))
        await pilot.press("enter")
        await sees(pilot, "2 people are new in this file")
        await sees(pilot, "yan · Data people · 127.0.0.1:9/yan/feed")
        await sees(pilot, "Left out: Bad: “javascript:alert(1)” is no http(s) address.")
        await pilot.press("escape")
        await sees(pilot, "nobody is followed.")
        assert len(river.people.all()) == 2
        await pilot.press("enter")
        await sees(pilot, "2 people are new in this file")
        await pilot.press("space", "ctrl+s")
        await sees(pilot, "You follow 1 more person")
        assert river.people.get("zoe").circles == ("Data people",)
        assert river.people.find("yan") is None
        await sees(pilot, "could not be read")  # they were asked at once
        await pilot.press("u")
        await until(pilot, lambda: len(river.people.all()) == 2, "taken back")


async def test_of_an_opml_file_at_an_address_those_are_followed_who_were_ticked(
    river: Workspace, server: Server
) -> None:
    rows = "".join(
        f'<outline text="{name}" xmlUrl="{server.url("/feed")}?{name}"/>' for name in ("zoe", "yan")
    )
    server.add("/blogroll", Reply(body=f'<opml version="2.0"><body>{rows}</body></opml>', type="text/x-opml"))
    async with opened(river) as pilot:
        await pilot.press("f")
        await types(pilot, server.url("/blogroll"))
        await pilot.press("enter")
        await sees(pilot, "2 people are new in this file")
        await pilot.press("space", "ctrl+s")
        await sees(pilot, "You follow 1 more person")
        assert river.people.find("zoe")
        assert river.people.find("yan") is None
