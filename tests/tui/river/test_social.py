"""Reading posts of social networks: signs without colour, warnings folded, quotes, pictures, polls, boosts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from learnlog.model.query import PostFilter
from learnlog.model.social import Actor, Audience, Choice, LinkCard, Media, Poll, Quoted
from learnlog.tui.screens.insight import InsightScreen
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.window_list import WindowList
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, until
from tests.tui.river.social import ANA, BEN, EVE, ago, arrive, boosted, follow, said, uri

WIDE = (150, 40)


@pytest.fixture
def networks(workspace: Workspace) -> Workspace:
    """Ana and Ben are followed on their network; Eve is not."""
    workspace.themes.add("data contracts")
    follow(workspace, ANA, BEN)
    return workspace


async def test_a_boost_says_who_passed_it_on_who_wrote_it_and_who_else_vouches(networks: Workspace) -> None:
    original = said(EVE, "1", "A registry is a promise.", ago(networks, hours=5))
    arrive(networks, BEN, boosted(original, BEN, ago(networks, hours=2)))
    arrive(networks, ANA, boosted(original, ANA, ago(networks, hours=1)))
    async with opened(networks, size=WIDE) as pilot:
        await pilot.press("R")
        await sees(pilot, "↻ boosted by Ana Vos · 1 other of yours")
        row = next(one for one in seen(pilot).splitlines() if "1h" in one)
        assert "Ana Vos" in row
        assert "↻ by @eve: A registry" in row
        assert "by @eve.elsewhere.example Eve Roth" in seen(pilot)


async def test_b_hides_boosts_also_the_next_time_and_shows_them_again(networks: Workspace) -> None:
    original = said(EVE, "1", "A registry is a promise.", ago(networks, hours=5))
    own = said(ANA, "2", "My own words.", ago(networks, hours=3))
    arrive(networks, ANA, own, boosted(original, ANA, ago(networks, hours=1)))
    async with opened(networks) as pilot:
        await pilot.press("R")
        await sees(pilot, "↻")
        await sees(pilot, "All · 2 unread")
        await pilot.press("B")
        await sees(pilot, "without boosts")
        await sees(pilot, "All · 1 unread")
        await until(pilot, lambda: "↻" not in seen(pilot))
        await pilot.press("T")
        await sees(pilot, "1 new post")
        await pilot.press("P")
        await sees(pilot, "1 new")
        await pilot.press("R")
        assert "My own words." in seen(pilot)
    async with opened(networks) as pilot:
        await pilot.press("R")
        await sees(pilot, "without boosts")
        assert "↻" not in seen(pilot)
        await pilot.press("B")
        await sees(pilot, "↻")


async def test_the_language_is_named_where_it_is_not_ones_own(
    networks: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    dutch = replace(said(ANA, "1", "Een belofte.", ago(networks, hours=1)), language="nl")
    own = replace(said(ANA, "2", "A promise.", ago(networks, hours=2)), language="en-US")
    arrive(networks, ANA, dutch, own)
    async with opened(networks) as pilot:
        await pilot.press("R")
        await sees(pilot, "@ana.example · written in nl")
        await pilot.press("j")
        await until(pilot, lambda: pilot.app.screen.query_one(ArticleView).lines[:1] == ["A promise."])
        assert "written in" not in seen(pilot)


async def test_a_warning_stands_for_the_words_until_space_shows_them(networks: Workspace) -> None:
    arrive(
        networks,
        ANA,
        said(ANA, "1", "The butler did it.", ago(networks, hours=1), warning="spoilers"),
        said(ANA, "2", "Something else.", ago(networks, hours=2)),
    )
    async with opened(networks) as pilot:
        await pilot.press("R")
        await sees(pilot, "Space or Enter shows it")
        assert seen(pilot).count("! spoilers") == 2  # in the list and beside it
        assert "butler" not in seen(pilot)
        await pilot.press("space")
        await until(pilot, lambda: seen(pilot).count("The butler did") == 2)
        await pilot.press("j")
        await until(pilot, lambda: pilot.app.screen.query_one(ArticleView).lines[:1] == ["Something else."])
        await pilot.press("k")  # looked behind once is enough for a sitting
        await until(pilot, lambda: seen(pilot).count("The butler did") == 2)


async def test_a_warning_in_a_narrow_terminal_is_shown_by_enter(networks: Workspace) -> None:
    arrive(networks, ANA, said(ANA, "1", "The butler did it.", ago(networks, hours=1), warning="spoilers"))
    async with opened(networks, size=(80, 24)) as pilot:
        await pilot.press("R")
        await sees(pilot, "! spoilers")
        await pilot.press("enter")
        await sees(pilot, "Space or Enter shows it")
        assert "butler" not in seen(pilot)
        await pilot.press("enter")
        await sees(pilot, "The butler did it.")


async def test_an_insight_does_not_spill_what_a_warning_hides(networks: Workspace) -> None:
    arrive(networks, ANA, said(ANA, "1", "The butler did it.", ago(networks, hours=1), warning="spoilers"))
    async with opened(networks) as pilot:
        await pilot.press("R")
        await sees(pilot, "Space or Enter shows it")
        await pilot.press("i")
        await sees(pilot, "In my own words")
        await until(pilot, lambda: pilot.app.screen._is_ready)  # type: ignore[attr-defined]
        assert isinstance(pilot.app.screen, InsightScreen)
        assert "butler" not in seen(pilot)


async def test_a_warned_post_with_its_links_is_folded_too(networks: Workspace) -> None:
    arrive(networks, ANA, said(ANA, "1", "The butler did it.", ago(networks, hours=1), warning="spoilers"))
    (post,) = networks.river.page(PostFilter())
    async with opened(networks) as pilot:
        pilot.app.open_document("post", post.id)  # type: ignore[attr-defined]
        await sees(pilot, "Space shows it")
        assert "butler" not in seen(pilot)
        assert "@ana.example" in seen(pilot)
        await pilot.press("space")
        await sees(pilot, "The butler did it.")


async def test_all_that_a_post_carries_is_told_in_words(networks: Workspace) -> None:
    arrive(
        networks,
        ANA,
        said(
            ANA,
            "1",
            "Look at this.",
            ago(networks, hours=1),
            parent=uri(EVE, "0"),
            root=uri(EVE, "0"),
            answers=EVE,
            audience=Audience.FOLLOWERS,
            media=(
                Media(url="https://pics.example/1.png", alt="A whiteboard full of arrows"),
                Media(kind="video"),
            ),
            quote=Quoted(
                guid=uri(BEN, "q"),
                url="https://bsky.example/ben/q",
                author=BEN,
                text="Contracts need keepers.",
                published=ago(networks, days=2),
            ),
            poll=Poll(
                choices=(Choice(words="tabs", votes=3), Choice(words="spaces", votes=9)),
                closes=networks.clock() + timedelta(hours=2),
            ),
            card=LinkCard(url="https://blog.example/a?utm=1", title="A long read"),
            labels=("graphic-media",),
        ),
    )
    async with opened(networks, size=WIDE) as pilot:
        await pilot.press("R")
        await sees(pilot, "Look at this.")
        await sees(pilot, "A whiteboard full of arrows")
        shown = seen(pilot)
        row = next(one for one in shown.splitlines() if "1h" in one)
        assert "↪ ▣ Look" in row
        for words in (
            "@ana.example · only to followers",
            "↪ in answer to @eve.elsewhere.example",
            "▣ film without description",
            "▏ @ben.example",
            "▏ Contracts need keepers.",
            "█████████░░░ 9 (75%)",
            "poll: 12 votes · ends 23 Nov 2026, 18:05",
            "A long read",
            "— blog.example",
            "labelled: graphic-media",
        ):
            assert words in shown, words


async def test_a_post_that_was_edited_says_when(networks: Workspace) -> None:
    post = said(ANA, "1", "Now without the typo.", ago(networks, hours=5))
    arrive(networks, ANA, replace(post, updated=ago(networks, hours=2)))
    async with opened(networks, size=WIDE) as pilot:
        await pilot.press("R")
        await sees(pilot, "@ana.example · edited 23 Nov 2026, 14:05")


async def test_what_is_foreign_cannot_act_and_only_web_links_are_links(networks: Workspace) -> None:
    arrive(
        networks,
        ANA,
        said(
            ANA,
            "1",
            "Look.",
            ago(networks, hours=1),
            answers=Actor(key="x", handle="\x1b]0;owned\x07x\x9b31m"),
            parent=uri(EVE, "0"),
            media=(Media(url="file:///etc/passwd", alt="[red]markup[/red] \x1b[31mred"),),
            card=LinkCard(url="javascript:alert(1)", title="click me"),
            quote=Quoted(guid="q", url="ftp://x", author=EVE, text="\u202equoted", gone="deleted"),
        ),
    )
    async with opened(networks, size=WIDE) as pilot:
        await pilot.press("R")
        await sees(pilot, "[red]markup[/red] red")
        view = pilot.app.screen.query_one(ArticleView)
        assert list(view.links()) == []
        shown = seen(pilot)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "owned" not in shown
        assert "click me" not in shown
        assert "✕ It cannot be shown any more: deleted." in shown


async def test_a_post_its_author_deleted_stays_and_says_so(networks: Workspace) -> None:
    arrive(networks, ANA, said(ANA, "1", "I should not have said that.", ago(networks, hours=1)))
    (post,) = networks.river.page(PostFilter())
    networks.river.star(post.id)
    networks.library.channels.commit(
        ANA.key, (), networks.library.channels.state(ANA.key), gone=[uri(ANA, "1")]
    )
    assert networks.river.page(PostFilter())[0].gone
    async with opened(networks, size=WIDE) as pilot:
        await pilot.press("R")
        await sees(pilot, "✕ Deleted by its author; this is what it was")
        assert "✕ deleted: I should" in seen(pilot)


async def test_a_link_of_a_post_opens_in_the_browser(
    networks: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_links: list[str] = []
    monkeypatch.setattr("learnlog.tui.browsing.open_in_browser", opened_links.append)
    card = LinkCard(url="https://blog.example/a", title="A long read")
    arrive(networks, ANA, said(ANA, "1", "Look.", ago(networks, hours=1), card=card))
    async with opened(networks) as pilot:
        await pilot.press("R")
        await sees(pilot, "A long read")
        await pilot.press("right_square_bracket", "enter")
        await until(pilot, lambda: opened_links == ["https://blog.example/a"])


async def test_the_marked_passage_is_what_an_insight_quotes(networks: Workspace) -> None:
    post = said(ANA, "1", "First.</p><p>Second, the one that counts.", ago(networks, hours=1))
    arrive(networks, ANA, post)
    async with opened(networks) as pilot:
        await pilot.press("R")
        await sees(pilot, "Second, the one")
        assert pilot.app.screen.query_one(WindowList).has_focus
        await pilot.press("right_curly_bracket", "right_curly_bracket", "i")
        await sees(pilot, "In my own words")
        await until(
            pilot,
            lambda: pilot.app.screen.query_one("#insight-passage").text == "Second, the one that counts.",  # type: ignore[attr-defined]
        )
