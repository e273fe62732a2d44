"""How many posts of somebody stay: chosen on their page, told there, and let go on the same line."""

from learnlog.model.query import PostFilter
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until


async def test_a_limit_is_chosen_told_and_carried_out(river: Workspace) -> None:
    river.river.mark_all_read(PostFilter())
    async with opened(river) as pilot:
        await pilot.press("P")
        await sees(pilot, "Ana Vos")
        await pilot.press("K")
        await sees(pilot, "Which posts of Ana Vos stay?")
        await types(pilot, "2 posts")
        await pilot.press("enter")
        await sees(pilot, "Stays of Ana Vos: 2 posts. 2 old posts will go")
        await sees(pilot, "keeps 2 posts")
        assert len(river.river.page(PostFilter(person="ana-vos"))) == 4
        await pilot.press("K")
        await sees(pilot, "Let 2 old posts of all channels go now")
        assert "✓ 2 posts" in seen(pilot)
        await types(pilot, "let")
        await pilot.press("enter")
        await sees(pilot, "Tidied 2 old posts away.")
        await until(pilot, lambda: len(river.river.page(PostFilter(person="ana-vos"))) == 2)
        await pilot.press("u")
        await until(pilot, lambda: not river.people.get("ana-vos").channels[0].keep)
