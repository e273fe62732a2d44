"""One story with several voices: one line, who else says it, and dividing one off."""

import pytest

from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, until
from tests.tui.river.conftest import commit, publish

WEEKLY = "https://weekly.example/feed"


@pytest.fixture
def told_twice(river: Workspace) -> Workspace:
    """Ana's newest article is in Data Weekly as well."""
    return tell_twice(river, "Data Weekly")


def tell_twice(river: Workspace, name: str) -> Workspace:
    river.people.add(name, [Channel(kind="feed", key=WEEKLY)])
    again = NewPost(
        guid="212",
        url="https://www.ana.example/why-our-registry-failed/?utm_source=weekly",
        title="Issue 212",
        text="A good read.",
        published=river.clock(),
    )
    river.library.channels.commit(WEEKLY, [again], FetchState(checked=river.clock()))
    assert river.stories.join() == 1
    return river


async def test_a_story_is_one_line_that_says_who_else_says_it(told_twice: Workspace) -> None:
    async with opened(told_twice) as pilot:
        await pilot.press("R")
        await sees(pilot, "also said by Data Weekly · +")
        assert "fa… +1" in seen(pilot)
        assert "All · 6 unread" in seen(pilot)
        assert "Issue 212" not in seen(pilot)


async def test_what_a_large_fetch_left_is_joined_beside_the_screen(
    river: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnlog.tui.indexing.MANY", 0)
    publish(river, "Ana Vos", "One more")
    assert river.library.stories.waiting() > 0
    async with opened(river) as pilot:
        await until(pilot, lambda: river.library.stories.waiting() == 0, "that all are compared")


async def test_a_voice_is_opened_and_leads_to_its_person(told_twice: Workspace) -> None:
    async with opened(told_twice) as pilot:
        await pilot.press("R")
        await sees(pilot, "also said by")
        await pilot.press("plus")
        await sees(pilot, "the same page")
        await pilot.press("j", "enter")
        await sees(pilot, "A good read.")
        await sees(pilot, "Also said by")


async def test_a_voice_is_divided_off_and_u_joins_it_again(told_twice: Workspace) -> None:
    async with opened(told_twice) as pilot:
        await pilot.press("R")
        await sees(pilot, "also said by")
        await pilot.press("plus")
        await sees(pilot, "the same page")
        await pilot.press("j", "D")
        await sees(pilot, "Data Weekly stands alone now")
        await until(pilot, lambda: told_twice.library.posts.unread_total() == 7)
        await pilot.press("escape")
        await sees(pilot, "Issue 212")
        await pilot.press("u")
        await sees(pilot, "also said by Data Weekly")


async def test_a_star_on_the_story_is_taken_away_wherever_it_was_given(told_twice: Workspace) -> None:
    weekly = told_twice.river.page(PostFilter(person="data-weekly"))[0]
    told_twice.river.star(weekly.id)
    async with opened(told_twice) as pilot:
        await pilot.press("R")
        await sees(pilot, "★ starred")
        await pilot.press("s")
        await until(pilot, lambda: "★ starred" not in seen(pilot))
        assert told_twice.river.page(PostFilter(starred=True)) == []


async def test_a_post_that_came_once_says_so(river: Workspace) -> None:
    publish(river, "Ben de Wit", "Alone", hours=0)
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of alone.")
        await pilot.press("plus")
        await sees(pilot, "Nobody else says this")


async def test_an_edited_post_shows_what_changed_word_by_word(river: Workspace) -> None:
    publish(river, "Ben de Wit", "Alone", hours=0)
    publish(river, "Ben de Wit", "Alone", hours=0, html="<p>Of all.</p>")
    edited = NewPost(
        guid="alone", url="https://ben.example/alone", title="Alone", text="Of many.", published=river.clock()
    )
    commit(river, "Ben de Wit", [edited])
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "± edited")
        assert "± Alone" in seen(pilot)
        await pilot.press("d")
        await sees(pilot, "Of [−alone][+many].")
        assert "▸River" in seen(pilot)
        await pilot.press("escape", "j")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("d")
        await sees(pilot, "changed nothing")


async def test_what_changed_in_a_long_post_is_read_to_its_end(river: Workspace) -> None:
    then = " ".join(f"Sentence {n} says what one keeps in mind of a registry." for n in range(30))
    now = then.replace("one keeps", "two keep")
    for text in (then, now + " Finis."):
        commit(river, "Ben de Wit", [NewPost(guid="long", title="Long", text=text, published=river.clock())])
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("R")
        await sees(pilot, "± Long")
        await pilot.press("d")
        await sees(pilot, "until today, 16:05")
        assert "Space read on" in seen(pilot)
        assert "Sentence 0 says" in seen(pilot)
        await pilot.press("space")
        await until(pilot, lambda: "Sentence 0 says" not in seen(pilot), "a page on")
        await pilot.press("tab", "G")
        await sees(pilot, "Finis")
        await pilot.press("g")
        await sees(pilot, "Sentence 0 says")
        await pilot.press("ctrl+f")
        await until(pilot, lambda: "Sentence 0 says" not in seen(pilot), "a page on")


async def test_the_voices_keep_their_columns_apart_at_every_width(river: Workspace) -> None:
    tell_twice(river, "Bartholomew Featherstonehaugh-Cholmondeley of Data Weekly")
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("R")
        await sees(pilot, "+1")
        await pilot.press("plus")
        await sees(pilot, "the same page")
        lines = {line.rstrip() for line in seen(pilot).splitlines()}
        ana, other = (next(line for line in lines if why in line) for why in ("stands first", "same page"))
        assert "Bartholomew W." in other
        assert "  Issue 212  " in other
        assert ana.index("stands first") == other.index("the same page")
        await pilot.resize_terminal(140, 40)
        await sees(pilot, "Bartholomew Featherstonehau…")


async def test_a_voice_that_i_dealt_with_before_it_was_joined_gives_its_line_up_when_i_go_on(
    river: Workspace,
) -> None:
    again = NewPost(
        guid="212",
        url="https://www.ana.example/why-our-registry-failed/?utm_source=ben",
        title="Read what Ana says",
        text="A good read.",
        published=river.clock(),
    )
    commit(river, "Ben de Wit", [again])
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Read what Ana says")
        await pilot.press("s")
        await sees(pilot, "★ starred")
        assert river.stories.join() == 1
        pilot.app.changed()  # type: ignore[attr-defined]
        await sees(pilot, "fa… +1")
        assert "Read what Ana s" in seen(pilot)  # the line that is read holds still
        await pilot.press("j", "j", "s")
        await until(pilot, lambda: "Read what Ana s" not in seen(pilot), "one line for the story")


async def test_marking_all_read_counts_what_one_sees(told_twice: Workspace) -> None:
    async with opened(told_twice) as pilot:
        await pilot.press("R")
        await sees(pilot, "All · 6 unread")
        await pilot.press("A")
        await sees(pilot, "Marked 6 posts read")
        await pilot.press("u")
        await sees(pilot, "Taken back: marked 6 posts read.")
        await sees(pilot, "All · 6 unread")
