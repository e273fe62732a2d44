"""Rules on the screens: made of a search, seen before they are applied, told at the post, and taken back."""

import pytest
from textual.widgets import Input

from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from learnlog.tui.screens.river import RiverScreen
from learnlog.tui.screens.views import ViewsScreen
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until
from tests.tui.river.conftest import commit, publish


def titles(space: Workspace, **asked: object) -> list[str]:
    return [post.title for post in space.library.posts.page(PostFilter(**asked))]  # type: ignore[arg-type]


async def test_a_search_becomes_a_rule_that_shows_what_it_would_catch_first(river: Workspace) -> None:
    async with opened(river, (100, 36)) as pilot:
        await pilot.press("S")
        await types(pilot, "contract")
        await sees(pilot, "Versions of a contract")
        await pilot.press("ctrl+r")
        await sees(pilot, "Of the posts that are here it fits 2.")
        await sees(pilot, "A contract is a promise")
        await types(pilot, "burn")
        await pilot.press("ctrl+s")
        await sees(pilot, "It cannot do “burn”")
        field = pilot.app.screen.query_one("#field-does", Input)
        field.value = "hide"
        assert titles(river, hidden="only") == []
        await pilot.press("ctrl+g")
        await sees(pilot, "“contract” changed 2 posts")
        assert len(titles(river, hidden="only")) == 2
        await pilot.press("down", "u")
        await until(pilot, lambda: titles(river, hidden="only") == [])


async def test_what_a_rule_leaves_alone_and_what_it_was_read_as_are_said_before(river: Workspace) -> None:
    ben = NewPost(
        guid="212",
        url="https://www.ana.example/why-our-registry-failed/?utm_source=ben",
        title="Read what Ana says",
        text="A gorgeous read.",
        published=river.clock(),
    )
    commit(river, "Ben de Wit", [ben])
    assert river.stories.join() == 1
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("R", "v")
        await sees(pilot, "No rules yet")
        await pilot.press("n")
        await sees(pilot, "A rule for what arrives")
        await types(pilot, "gorgeous")
        await sees(pilot, "it fits 1.")
        assert "alone" not in seen(pilot)
        await pilot.press("tab")
        await types(pilot, "hide")
        await sees(pilot, "Hide and read leave 1 story alone: another voice stands first.")
        await pilot.press("ctrl+g")
        await sees(
            pilot, "“gorgeous” works on what arrives from now on; of what is here nothing was left to change"
        )
        await pilot.press("n")
        await sees(pilot, "A rule for what arrives")
        await types(pilot, "is:sponsored")
        await sees(pilot, "“is:sponsored” was read as words")


async def test_hidden_posts_say_which_rule_hid_them_and_are_shown_again(river: Workspace) -> None:
    river.rules.add("contract", "No more contracts", does=["hide"])
    river.ruler.apply("no more contracts")
    async with opened(river, (140, 36)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Hidden by rules")
        assert "A contract is a promise" not in seen(pilot)
        await pilot.press("l")
        await types(pilot, "hidden")
        await pilot.press("enter")
        await sees(pilot, "A contract is a promise")
        await sees(pilot, "hidden by rule “No more contracts”")
        await pilot.press("h")
        await sees(pilot, "It is shown in the River again")
        assert "A contract is a promise" in titles(river)
        await pilot.press("u")
        await until(pilot, lambda: "A contract is a promise" not in titles(river))


async def test_rules_rest_are_taken_back_changed_and_taken_away(river: Workspace) -> None:
    river.rules.add("contract", "Contracts", does=["star"])
    river.ruler.apply("contracts")
    (river.vault.root / "rules.md").write_text(
        (river.vault.root / "rules.md").read_text().replace("rules:\n", "rules:\n  - name: Odd\n")
    )
    async with opened(river, (100, 30)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: isinstance(pilot.app.screen, RiverScreen))
        await pilot.press("v")
        await sees(pilot, "It does nothing: It does nothing with what it finds.")
        await sees(pilot, "star  contract  2 posts, now")
        await pilot.press("G", "b")
        await sees(pilot, "Taken back what “Contracts” did last: 2 posts, now")
        await until(pilot, lambda: "contract  2 posts" not in seen(pilot))
        assert titles(river, starred=True) == []
        await pilot.press("o")
        await sees(pilot, "star · off")
        await pilot.press("enter")
        await sees(pilot, "Change the rule")
        await until(pilot, lambda: "it fits 2" in seen(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ViewsScreen))
        await pilot.press("g", "x")
        await sees(pilot, "Took “Odd” away")
        assert [rule.name for rule in river.rules.all()] == ["Contracts"]
        await pilot.press("n")
        await sees(pilot, "A rule for what arrives")


async def test_at_80_columns_too_the_footer_says_how_a_rule_is_taken_back(river: Workspace) -> None:
    river.views.add("lag", "Lag")
    river.rules.add("contract", "Contracts", does=["star"])
    river.ruler.apply("contracts")
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("R", "v")
        await sees(pilot, "a new view")
        assert "take back" not in seen(pilot)
        await pilot.press("j")
        await sees(pilot, "b take back  n new rule")


async def test_a_rule_that_stars_marks_the_post_in_the_list(river: Workspace) -> None:
    river.rules.add("lag", "Lag", does=["star", "read"])
    river.ruler.begin()
    publish(river, "Ben de Wit", "More lag")
    river.ruler.apply_to_new()
    async with opened(river, (140, 36)) as pilot:
        await pilot.press("R")
        await sees(pilot, "More lag")
        await sees(pilot, "marked read, starred by rule “Lag”")


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (140, 40)])
async def test_the_form_is_as_high_as_what_it_shows_however_much_the_rule_catches(
    river: Workspace, size: tuple[int, int]
) -> None:
    publish(river, "Ana Vos", *(f"Sponsored number {number}" for number in range(60)))
    async with opened(river, size) as pilot:
        await pilot.press("R", "v")
        await sees(pilot, "No rules yet")
        await pilot.press("n")
        await sees(pilot, "A rule for what arrives")
        await types(pilot, "sponsored")
        await sees(pilot, "it fits 60")
        await until(
            pilot, lambda: len([row for row in seen(pilot).splitlines() if "Sponsored num" in row]) > 3
        )
        form, hint = (pilot.app.screen.query_one(name).region for name in (".form", ".form-hint"))
        assert hint.bottom + 2 == form.bottom
        assert form.bottom <= size[1]
        await types(pilot, " OR is:odd")
        await sees(pilot, "was read as words")
        await until(pilot, lambda: "Tab goes on" in seen(pilot), "the hint below")
