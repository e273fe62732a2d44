"""From a post to an insight in my own words: i, the words, Ctrl+S."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from learnlog.model.entry import Entry, EntryKind
from learnlog.model.query import PostFilter
from learnlog.reading.keeping.posts import Keeping
from learnlog.tui.screens.insight import InsightScreen, ListSuggester
from learnlog.tui.screens.river import RiverScreen
from learnlog.tui.screens.river_draft import Draft, as_passage, listed
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.vault.drafts import Drafts
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until


class SlowDisk:
    """Does `deed` only when it is told that the disk answers."""

    def __init__(self, deed: Callable[..., object]) -> None:
        self._deed = deed
        self.is_asked = threading.Event()
        self.answers = threading.Event()

    def __call__(self, *given: object) -> object:
        self.is_asked.set()
        assert self.answers.wait(10)
        return self._deed(*given)


async def at_the_contract(pilot: Pilot[int]) -> None:
    """Go to “A contract is a promise”, a post of the theme data contracts."""
    await pilot.press("R")
    await sees(pilot, "Of why our registry failed.")
    await pilot.press("j")
    await sees(pilot, "Of a contract is a promise.")


def insights(workspace: Workspace) -> list[Entry]:
    return [entry for entry in workspace.journal.list() if entry.kind is EntryKind.INSIGHT]


async def test_i_words_and_one_more_key(river: Workspace) -> None:
    async with opened(river) as pilot:
        await at_the_contract(pilot)
        await pilot.press("i")
        await sees(pilot, "In my own words")
        await until(
            pilot, lambda: pilot.app.screen.query_one("#insight-themes", Input).value == "data contracts"
        )
        await types(pilot, "A promise needs a keeper.")
        await pilot.press("ctrl+s")
        await sees(pilot, "Insight saved under data contracts  ·  u takes it back")
        (entry,) = insights(river)
        post = river.keeping.post(river.river.page(PostFilter())[1].id)
        assert entry.body.splitlines() == [
            "A promise needs a keeper.",
            "",
            "> Of a contract is a promise.",
            ">",
            "> — Ana Vos, [A contract is a promise](https://ana.example/a-contract-is-a-promise)",
        ]
        assert entry.themes == ("data-contracts",)
        assert entry.people == ("ana-vos",)
        assert entry.kept == (post.kept,)
        assert post.read
        assert isinstance(pilot.app.screen, RiverScreen)
        await pilot.press("u")
        await until(pilot, lambda: not insights(river))
        assert river.drafts.names() == []


async def test_what_is_selected_in_the_post_is_what_is_quoted(river: Workspace) -> None:
    async with opened(river) as pilot:
        await at_the_contract(pilot)
        text = pilot.app.screen.query_one(ArticleView)
        await pilot.mouse_down(text, offset=(2, 2))
        await pilot.hover(text, offset=(19, 2))
        await pilot.mouse_up(text, offset=(19, 2))
        await pilot.press("i")
        await sees(pilot, "In my own words")
        passage = pilot.app.screen.query_one("#insight-passage", TextArea)
        await until(pilot, lambda: passage.text.startswith("Second paragraph"))


async def test_a_passage_that_is_emptied_leaves_only_the_source(river: Workspace) -> None:
    async with opened(river) as pilot:
        await at_the_contract(pilot)
        await pilot.press("i")
        passage = pilot.app.screen.query_one("#insight-passage", TextArea)
        await until(pilot, lambda: bool(passage.text))
        await types(pilot, "Mine alone.")
        await pilot.press("shift+tab", "f7", "delete", "ctrl+s")
        await sees(pilot, "Insight saved")
        assert insights(river)[0].body.splitlines()[1:] == [
            "",
            "> — Ana Vos, [A contract is a promise](https://ana.example/a-contract-is-a-promise)",
        ]


async def test_escape_keeps_a_draft_that_i_takes_up_again(river: Workspace) -> None:
    async with opened(river) as pilot:
        await at_the_contract(pilot)
        await pilot.press("i")
        await sees(pilot, "data contracts")
        await types(pilot, "Half a thought")
        await pilot.press("tab", "tab", "tab", "tab")
        await types(pilot, "promises")
        await pilot.press("escape")
        await sees(pilot, "Kept as a draft")
        await sees(pilot, "✎")
        assert insights(river) == []
    async with opened(river) as pilot:  # the next day
        await at_the_contract(pilot)
        await pilot.press("i")
        await sees(pilot, "Taken up where you left it.")
        await types(pilot, ", now whole.")
        await pilot.press("ctrl+s")
        await sees(pilot, "Insight saved under data contracts")
        (entry,) = insights(river)
        assert entry.body.startswith("Half a thought, now whole.\n\n> Of a contract")
        assert entry.tags == ("promises",)
        assert river.drafts.names() == []


async def test_what_is_typed_is_saved_as_a_draft_by_itself(river: Workspace) -> None:
    async with opened(river) as pilot:
        await at_the_contract(pilot)
        await pilot.press("i")
        await sees(pilot, "In my own words")
        await types(pilot, "Do not lose me")
        await until(pilot, lambda: [d.first_line for d in river.drafts.names()] == ["Do not lose me"])


async def test_saving_while_the_draft_is_being_saved_waits_and_saves(
    river: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(Drafts.save)
    monkeypatch.setattr(Drafts, "save", lambda *given: disk(*given))
    async with opened(river) as pilot:
        await at_the_contract(pilot)
        await pilot.press("i")
        await sees(pilot, "data contracts")
        await types(pilot, "Saved at once")
        await until(pilot, disk.is_asked.is_set, "the draft on its way to the disk")
        await pilot.press("ctrl+s")
        disk.answers.set()
        await sees(pilot, "Insight saved under data contracts")
        assert len(insights(river)) == 1
        assert river.drafts.names() == []


async def test_esc_while_it_is_being_saved_neither_stops_the_saving_nor_hides_how_it_went(
    river: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(Keeping.insight)
    monkeypatch.setattr(Keeping, "insight", lambda *given: disk(*given))
    async with opened(river) as pilot:
        await at_the_contract(pilot)
        await pilot.press("i")
        await sees(pilot, "data contracts")
        await types(pilot, "Saved once")
        await pilot.press("ctrl+s")
        await until(pilot, disk.is_asked.is_set, "the insight on its way to the disk")
        await pilot.press("escape")
        disk.answers.set()
        await sees(pilot, "Insight saved under data contracts")
        assert len(insights(river)) == 1
        assert river.drafts.names() == []


async def test_looking_without_writing_leaves_nothing_behind(river: Workspace) -> None:
    async with opened(river) as pilot:
        await at_the_contract(pilot)
        await pilot.press("i")
        await sees(pilot, "data contracts")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RiverScreen))
        assert river.drafts.names() == []


async def test_without_own_words_nothing_is_saved_and_it_says_why(river: Workspace) -> None:
    async with opened(river) as pilot:
        await at_the_contract(pilot)
        await pilot.press("i")
        await sees(pilot, "In my own words")
        await pilot.press("ctrl+s")
        await sees(pilot, "your own first")
        assert isinstance(pilot.app.screen, InsightScreen)
        assert insights(river) == []


async def test_a_disk_that_refuses_loses_no_word(river: Workspace) -> None:
    async with opened(river) as pilot:
        await at_the_contract(pilot)
        await pilot.press("i")
        await until(pilot, lambda: bool(pilot.app.screen.query_one("#insight-themes", Input).value))
        await types(pilot, "Still here")
        Path(river.paths.vault / "kept").rmdir()
        Path(river.paths.vault / "kept").write_text("a file in the way")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: any(n.severity == "error" for n in pilot.app._notifications))
        assert pilot.app.screen.query_one("#insight-words", TextArea).text == "Still here"


async def test_in_a_narrow_terminal_the_composer_stands_alone(river: Workspace) -> None:
    async with opened(river, size=(80, 24)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: "registry failed" in seen(pilot))
        await pilot.press("j", "i")
        await sees(pilot, "Of a contract is a promise.")
        assert "Second paragraph." not in seen(pilot)
        await types(pilot, "Small but mine.")
        await pilot.press("ctrl+s")
        await sees(pilot, "Insight saved under data contracts")


async def test_the_theme_is_completed_with_the_arrow(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("i")
        await sees(pilot, "In my own words")
        await types(pilot, "About people, really.")
        await pilot.press("tab", "tab", "tab")
        await types(pilot, "faci")
        await sees(pilot, "facilitation")
        await pilot.press("right", "ctrl+s")
        await sees(pilot, "Insight saved under facilitation")


async def test_completion_goes_on_after_a_comma_and_never_twice() -> None:
    names = ListSuggester(["Data contracts", "facilitation"])
    assert await names.get_suggestion("data") == "data contracts"
    assert await names.get_suggestion("facilitation, da") == "facilitation, data contracts"
    assert await names.get_suggestion("data contracts, da") is None
    assert await names.get_suggestion("data contracts, ") is None


@given(st.builds(Draft, words=st.text(), passage=st.text(), themes=st.text(), tags=st.text()))
def test_a_draft_comes_back_as_it_was(draft: Draft) -> None:
    assert Draft.of(draft.to_text()) == draft


@given(st.text())
def test_any_text_can_be_taken_up_as_a_draft(text: str) -> None:
    assert isinstance(Draft.of(text), Draft)


def test_words_from_the_screen_become_running_text() -> None:
    assert (
        as_passage("▏ We treated it\n▏ as a tool.¹²\n\n  A promise.  \n")
        == "We treated it as a tool.\n\nA promise."
    )
    assert listed(" data  contracts,, facilitation , data contracts") == ["data contracts", "facilitation"]


async def test_what_it_means_and_what_i_will_do_are_saved_with_it_and_taken_back_as_one(
    river: Workspace,
) -> None:
    async with opened(river) as pilot:
        await at_the_contract(pilot)
        await pilot.press("i")
        await sees(pilot, "So what?")
        await types(pilot, "A promise needs a keeper.")
        await pilot.press("tab")
        await types(pilot, "Ask who keeps ours")
        await pilot.press("tab")
        await types(pilot, "If nobody does then I will")
        await pilot.press("ctrl+s")
        await sees(pilot, "Insight saved")
        (entry,) = insights(river)
        assert "**So what?** Ask who keeps ours" in entry.body
        (intention,) = river.returns.look(entry.id)[1].intentions
        assert intention.due == river.clock().date() + timedelta(weeks=1)
        await pilot.press("u")
        await until(pilot, lambda: not insights(river))
