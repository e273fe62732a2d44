"""The first two minutes."""

from learnlog.tui.screens.welcome import WelcomeScreen
from learnlog.workspace import Workspace
from tests.servers import Reply, Server
from tests.tui.desk import opened, seen, sees, types, until

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Ana Vos</title>
<item><title>Retro openers</title><guid>1</guid><link>http://a.example/1</link><description>x</description></item>
</channel></rss>"""


async def test_a_theme_someone_to_follow_and_an_entry_stand_on_today(workspace: Workspace) -> None:
    with Server() as server:
        server.add("/feed", Reply(body=FEED, type="application/rss+xml"))
        async with opened(workspace) as pilot:
            await sees(pilot, "What are you working on?")
            await sees(pilot, "Everything is private")
            await sees(pilot, "learnlog demo, or make run ARGS=demo")
            await types(pilot, "retro")
            await pilot.press("enter")
            await sees(pilot, "Who do you learn from?")
            await types(pilot, server.url("/feed"))
            await pilot.press("enter")
            await sees(pilot, "What did you notice today?")
            await types(pilot, "They laughed")
            await sees(pilot, "✓ You follow Ana Vos: 1 post in your River")
            await pilot.press("ctrl+s")
            await sees(pilot, "New in your themes")
            await sees(pilot, "They laughed")
            await sees(pilot, "retro")
            await sees(pilot, "1 new post")
    entry = workspace.journal.list()[0]
    assert entry.themes == ("retro",)
    assert entry.visibility == "private"
    assert workspace.people.all()[0].themes == ("retro",)


async def test_the_first_entry_costs_at_most_25_keys(workspace: Workspace) -> None:
    keys = [*"retro", "enter", "escape", *"ok", "ctrl+s"]
    assert len(keys) <= 25
    async with opened(workspace) as pilot:
        await sees(pilot, "1 of 3")
        await pilot.press(*keys)
        await sees(pilot, "New in your themes")
        await sees(pilot, "ok")
    assert workspace.journal.list()[0].body.strip() == "ok"


async def test_a_failing_look_never_blocks(workspace: Workspace) -> None:
    with Server() as server:
        async with opened(workspace, (80, 24)) as pilot:
            await sees(pilot, "1 of 3")
            await pilot.press("escape")
            await types(pilot, server.url("/gone"))
            await pilot.press("enter")
            await sees(pilot, "What did you notice today?")
            await sees(pilot, "(404). Nothing is lost")
            await types(pilot, "It rained")
            await pilot.press("enter")
            await types(pilot, "and we laughed")
            await pilot.press("ctrl+s")
            await until(pilot, lambda: bool(workspace.journal.list()))
    assert workspace.journal.list()[0].body.strip() == "It rained\nand we laughed"


async def test_everything_can_be_skipped_and_it_never_comes_back(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await sees(pilot, "1 of 3")
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, WelcomeScreen))
        await sees(pilot, "w writes, f follows someone")
    async with opened(workspace) as pilot:
        await pilot.pause(0.2)
        assert "1 of 3" not in seen(pilot)
    assert not workspace.journal.list()


async def test_someone_who_has_something_here_is_not_welcomed(workspace: Workspace) -> None:
    workspace.themes.add("retro")
    async with opened(workspace) as pilot:
        await pilot.pause(0.2)
        assert not isinstance(pilot.app.screen, WelcomeScreen)


async def test_words_that_are_no_address_are_told_so_and_keys_that_only_type_are_not_offered(
    workspace: Workspace,
) -> None:
    async with opened(workspace) as pilot:
        await sees(pilot, "1 of 3")
        assert "F1 help" in seen(pilot)
        assert "? help" not in seen(pilot)
        await pilot.press("escape")
        await types(pilot, "data contracts")
        await pilot.press("enter")
        await sees(pilot, "That is no address; f follows someone later.")
