"""Finding anything, as one types."""

import threading

import pytest
from rich.cells import cell_len

from learnlog.journal.entries import NewEntry
from learnlog.library.cut import Cut
from learnlog.model.fetching import FetchState
from learnlog.model.post import NewPost
from learnlog.model.query import Hit, PostFilter
from learnlog.tui.app import LearnlogApp
from learnlog.tui.indexing import Indexer
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until
from tests.tui.river.conftest import FEEDS


@pytest.fixture
def written(river: Workspace) -> Workspace:
    river.journal.add(
        NewEntry(
            body="> A *contract* is a [promise](http://x.example/).\n\nSo keep it.", themes=["facilitation"]
        )
    )
    river.journal.add(NewEntry(body="The stand-up drifts."))
    return river


async def test_an_empty_line_tells_the_syntax_and_what_was_written_last(written: Workspace) -> None:
    async with opened(written) as pilot:
        await pilot.press("slash")
        await sees(pilot, "The stand-up drifts.")
        for words in ("theme:", "person:", "kind:", "in:journal", "is:unread", "since:7d", "OR", "NOT"):
            assert words in seen(pilot)


async def test_results_come_while_typing_mine_and_theirs(written: Workspace) -> None:
    async with opened(written) as pilot:
        await pilot.press("S")
        await types(pilot, "contr")
        await sees(pilot, "4 found")
        page = seen(pilot)
        assert "A contract is a promise. So keep it." in page
        assert "A contract is a promise" in page
        assert "Versions of a contract" in page
        assert "stand-up" not in page
        await types(pilot, "act -versions in:posts")
        await sees(pilot, "1 found")


async def test_whatever_is_typed_is_a_search(written: Workspace) -> None:
    async with opened(written) as pilot:
        await pilot.press("S")
        for words in ('"contr', "((( OR", "theme:", "'; DROP TABLE post; --", "[red]x[/red]"):
            pilot.app.screen.query_one("#query").value = words  # type: ignore[attr-defined]
            await pilot.pause(0.06)
            assert "could not" not in seen(pilot)
        await sees(pilot, "Nothing fits “[red]x[/red]”")


async def test_down_enters_the_results_enter_opens_and_escape_leads_back(
    written: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(LearnlogApp, "open_document", lambda _self, *name: asked.append(name))
    async with opened(written) as pilot:
        await pilot.press("S")
        await types(pilot, "versions")
        await sees(pilot, "1 found")
        await pilot.press("down", "enter")
        post = written.library.posts.page(PostFilter(person="ben-de-wit"))[0]
        assert asked == [("post", post.id)]
        await pilot.press("escape")
        await types(pilot, " of")
        await sees(pilot, "versions of")
        await pilot.press("escape", "escape")
        await sees(pilot, "New in your themes")


async def test_escape_leads_back_to_where_one_came_from(written: Workspace) -> None:
    async with opened(written) as pilot:
        await pilot.press("R")
        await sees(pilot, "6 unread")
        await pilot.press("slash")
        await sees(pilot, "Esc back")
        await pilot.press("escape")
        await sees(pilot, "6 unread")


async def test_the_footer_says_that_enter_opens_an_answer(written: Workspace) -> None:
    async with opened(written) as pilot:
        await pilot.press("S")
        await types(pilot, "drifts")
        await sees(pilot, "1 found")
        await pilot.press("down")
        await sees(pilot, "Enter open")


async def test_a_field_without_a_value_yet_says_what_it_can_be(written: Workspace) -> None:
    async with opened(written) as pilot:
        await pilot.press("S")
        for words, told in (
            ("is:", "is:starred, is:unread"),
            ("promise in:", "in:journal, in:posts"),
            ("kind:", "kind:reflection, kind:insight"),
            ("theme:", "theme:data-contracts, theme:facilitation"),
            ("person:", "person:ana-vos, person:ben-de-wit"),
            ("since:", 'since:7d, since:2026-11, since:"last week"'),
        ):
            pilot.app.screen.query_one("#query").value = words  # type: ignore[attr-defined]
            await sees(pilot, told)


async def test_a_found_post_can_be_starred_kept_and_marked_read(written: Workspace) -> None:
    async with opened(written) as pilot:
        await pilot.press("S")
        await types(pilot, "versions")
        await sees(pilot, "1 found")
        await pilot.press("down", "s")
        await sees(pilot, "★ Versions of a contract")
        post = written.library.posts.page(PostFilter(starred=True))[0]
        await pilot.press("m")
        await until(pilot, lambda: written.library.posts.get(post.id).read)  # type: ignore[union-attr]
        await pilot.press("K")
        await sees(pilot, "Keep “Versions of a contract”")
        await types(pilot, "for Monday")
        await pilot.press("enter")
        await until(pilot, lambda: bool(written.library.documents.kept(limit=5)))
        await pilot.press("u")
        await until(pilot, lambda: not written.library.documents.kept(limit=5))


async def test_letters_typed_in_the_line_never_act(written: Workspace) -> None:
    async with opened(written) as pilot:
        await pilot.press("S")
        await types(pilot, "smq contract")
        await pilot.pause(0.1)
        assert pilot.app.is_running
        assert not written.library.posts.page(PostFilter(starred=True))


async def test_a_late_answer_to_an_earlier_question_is_dropped(
    written: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, real = threading.Event(), written.search

    def slow(query: str, *, limit: int = 50, cut: Cut | None = None) -> list[Hit]:
        if query == "late":
            go.wait(3)
        return real(query, limit=limit, cut=cut)

    monkeypatch.setattr(written, "search", slow)
    async with opened(written) as pilot:
        await pilot.press("S")
        await types(pilot, "late")
        await pilot.pause(0.1)
        await pilot.press(*["backspace"] * 4)
        await types(pilot, "versions")
        await sees(pilot, "1 found")
        go.set()
        await pilot.pause(0.1)
        assert "Versions of a contract" in seen(pilot)
        assert "Late data" not in seen(pilot)


async def test_a_search_that_takes_long_shows_that_it_goes_on_and_ends_with_everything(
    written: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, real = threading.Event(), written.search

    def slow(query: str, *, limit: int = 50, cut: Cut) -> list[Hit]:
        if limit < 50:  # the first look, which is given up when one has waited long enough
            cut.now()
        else:
            go.wait(20)
        return real(query, limit=limit, cut=cut)

    async with opened(written) as pilot:
        await pilot.press("S")
        await sees(pilot, "The stand-up drifts.")
        monkeypatch.setattr(written, "search", slow)
        await types(pilot, "c")
        await sees(pilot, "Still looking for “c”")
        assert "Nothing fits" not in seen(pilot)
        go.set()
        await types(pilot, "ontract")
        await sees(pilot, "4 found")
        assert "Still looking" not in seen(pilot)
        assert "looking further" not in seen(pilot)


async def test_lines_of_an_earlier_answer_leave_the_screen(written: Workspace) -> None:
    async with opened(written) as pilot:
        await pilot.press("S")
        await types(pilot, "contract")
        await sees(pilot, "4 found")
        await types(pilot, " stand-up")
        await sees(pilot, "Nothing fits")
        assert "Versions of a contract" not in seen(pilot)
        await pilot.press(*["backspace"] * len("contract stand-up"))
        await types(pilot, "drifts")
        await sees(pilot, "1 found")
        assert "The stand-up drifts." in seen(pilot)
        assert "Versions of a contract" not in seen(pilot)


async def test_it_fits_80_columns(written: Workspace) -> None:
    written.journal.add(NewEntry(body="contract " * 60, title="[@click=app.quit]" + "long title " * 20))
    async with opened(written, (80, 24)) as pilot:
        await pilot.press("S")
        await types(pilot, "contract")
        await sees(pilot, "5 found")
        assert "[@click=app.quit]long title" in seen(pilot)
        screen = pilot.app.screen
        for option in screen.query_one("#hits").options:  # type: ignore[attr-defined]
            assert all(cell_len(row) <= 76 for row in option.prompt.content.plain.split("\n"))
        assert screen.query_one("#hits").virtual_size.height == 10


async def test_a_kept_post_can_be_starred_from_its_page(written: Workspace) -> None:
    post = next(p for p in written.library.posts.page(PostFilter()) if p.title == "Lag")
    kept = written.keeping.keep(post.id)
    async with opened(written) as pilot:
        pilot.app.open_document("kept", kept.id)  # type: ignore[attr-defined]
        await sees(pilot, "kept post · Lag")
        await sees(pilot, "s star")
        await pilot.press("s")
        await sees(pilot, "Starred")
        found = written.library.posts.get(post.id)
        assert found is not None
        assert found.starred


async def test_a_kept_post_is_one_hit_the_kept_one(river: Workspace) -> None:
    post = next(post for post in river.river.page(PostFilter()) if post.title == "Why our registry failed")
    river.keeping.keep(post.id)
    found = river.search("registry")
    assert [hit.type for hit in found] == ["kept"]
    river.keeping.keep(next(p for p in river.river.page(PostFilter()) if p.title == "Lag").id)
    assert len(river.search("Second paragraph", limit=6)) == 6
    async with opened(river) as pilot:
        await pilot.press("slash")
        await types(pilot, "registry failed")
        await sees(pilot, "kept post ◆ Why our registry failed")


async def test_what_just_arrived_is_named_until_it_is_indexed_beside_the_screen(
    written: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    wake, woken = Indexer.wake, threading.Event()
    monkeypatch.setattr(Indexer, "wake", lambda self: wake(self) if woken.is_set() else None)
    now = written.clock()
    arrived = [NewPost(guid=f"{n}", title=f"Just now {n}", text="fresh", published=now) for n in range(3)]
    written.library.channels.commit(FEEDS["Ana Vos"], arrived, FetchState(checked=now))
    async with opened(written) as pilot:
        await pilot.press("S")
        await types(pilot, "fresh")
        await sees(pilot, "0 found, 3 posts not looked at yet")
        woken.set()
        pilot.app.changed()  # type: ignore[attr-defined]
        await sees(pilot, "3 found")
        assert "not looked at" not in seen(pilot)
        assert "Just now 2" in seen(pilot)


async def test_a_story_is_one_hit_that_says_how_many_tell_it_and_is_read_as_one(river: Workspace) -> None:
    again = "https://www.ana.example/why-our-registry-failed/?utm_source=ben"
    post = NewPost(
        guid="b", url=again, title="Read this on the registry", text="Now.", published=river.clock()
    )
    river.library.channels.commit(FEEDS["Ben de Wit"], [post], FetchState(checked=river.clock()))
    river.library.indexing.finish()
    assert river.stories.join() == 1
    async with opened(river) as pilot:
        await pilot.press("S")
        await types(pilot, "registry")
        await sees(pilot, "1 found")
        assert "Why our registry failed +1" in seen(pilot)
        await pilot.press("down", "m")
        await until(pilot, lambda: not river.river.page(PostFilter(search="registry", unread=True)))
        await pilot.press("plus")
        await sees(pilot, "the same page")
