"""Opening the conversation of a post: from the library at once, and then as its network tells it."""

import asyncio
from collections.abc import Sequence

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from learnlog.model.social import Actor
from learnlog.reading.sources.base import Client, Fetched, Found
from learnlog.tui.screens.river import RiverScreen
from learnlog.tui.screens.thread import ThreadScreen
from learnlog.tui.screens.thread_post import ThreadPostScreen
from learnlog.tui.screens.thread_tree import guides
from learnlog.tui.widgets.window_list import WindowList
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until
from tests.tui.river.social import ANA, BEN, EVE, ago, arrive, follow, said, uri

FAY = Actor(key="did:plc:fay", handle="fay.example", name="Fay Lund")


class Network:
    """A network that knows threads; it tells the one it was given, or waits until it is let go, or fails."""

    kind = "bluesky"

    def __init__(self) -> None:
        self.told: Sequence[NewPost] = ()
        self.asked: list[str] = []
        self.is_slow = False
        self.was_stopped = False
        self.error: Exception | None = None

    def claims(self, address: str) -> bool:
        return False

    async def find(self, address: str, http: Client) -> Sequence[Found]:
        return ()

    async def fetch(self, key: str, state: FetchState, http: Client, typed_host: str) -> Fetched:
        return Fetched(state=state)

    async def thread(
        self, uri: str, state: FetchState, http: Client, typed_host: str = "", *, home: str = ""
    ) -> Sequence[NewPost]:
        self.asked.append(uri)
        try:
            await asyncio.sleep(30 if self.is_slow else 0)
        except asyncio.CancelledError:
            self.was_stopped = True
            raise
        if self.error:
            raise self.error
        return self.told


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def talk(workspace: Workspace, network: Network) -> Workspace:
    """Eve asks; Ana answers, Ben answers Ana, Fay answers Eve. Ana and Ben are followed, the others are not."""
    space = Workspace(workspace.paths, clock=workspace.clock, sources=[network])
    space.themes.add("data contracts")
    follow(space, ANA, BEN)
    top = uri(EVE, "1")
    question = said(EVE, "1", "Who owns a contract?", ago(space, hours=5))
    ana = said(ANA, "2", "The producer owns it.", ago(space, hours=4), parent=top, root=top, answers=EVE)
    ben = said(BEN, "3", "Never alone.", ago(space, hours=3), parent=uri(ANA, "2"), root=top, answers=ANA)
    fay = said(FAY, "4", "Nobody does.", ago(space, hours=2), parent=top, root=top, answers=EVE)
    network.told = (question, ana, ben, fay)
    arrive(space, ANA, ana)
    arrive(space, BEN, ben)
    return space


async def test_a_theme_of_a_post_is_called_by_its_name_in_the_conversation(talk: Workspace) -> None:
    async with opened(talk, size=(130, 30)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Never alone.")
        await pilot.press("c")
        await sees(pilot, "The producer owns it.")
        await pilot.press("t")
        await sees(pilot, "Type to narrow")
        await pilot.press("enter")
        await until(pilot, lambda: "data contracts" in seen(pilot) and "Type to narrow" not in seen(pilot))
        assert "data-contracts" not in seen(pilot)


async def test_c_opens_the_conversation_as_a_tree_with_my_people_marked(talk: Workspace) -> None:
    async with opened(talk, size=(130, 30)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Never alone.")
        await pilot.press("c")
        await sees(pilot, "conversation · 4 posts · 2 of yours")
        names = ("Eve", "Ana", "Ben", "Fay")
        tree = [row for row in seen(pilot).splitlines() if any(name in row[:40] for name in names)]
        assert tree[0].startswith("  Eve Roth  5h  Who owns")
        assert tree[1].startswith("  ├ ● Ana Vos  4h  The producer")
        assert tree[2].startswith("▶ │ └ ● Ben de Wit  3h  Never alone")
        assert tree[3].startswith("  └ Fay Lund  2h  Nobody does")
        row = pilot.app.screen.query_one(WindowList).current
        assert row is not None
        assert row.item[1].name == "Ben de Wit"  # the cursor stays on the post I came from
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RiverScreen))


async def test_what_the_library_has_is_there_when_the_network_fails(
    talk: Workspace, network: Network
) -> None:
    network.error = LearnlogError("bsky.example does not answer.", "Try again later.")
    async with opened(talk, size=(130, 30)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Never alone.")
        await pilot.press("c")
        await sees(pilot, "bsky.example does not answer. Try again later.")
        await sees(pilot, "conversation · 2 posts · 2 of yours")
        assert "└ ● Ben de Wit" in seen(pilot)


async def test_a_surprise_of_the_network_is_a_sentence(talk: Workspace, network: Network) -> None:
    network.error = KeyError("thread")
    async with opened(talk, size=(130, 30)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Never alone.")
        await pilot.press("c")
        await sees(pilot, "The conversation could not be read (KeyError).")


async def test_esc_stops_a_network_that_does_not_answer_and_leaves_after(
    talk: Workspace, network: Network
) -> None:
    network.is_slow = True
    async with opened(talk, size=(130, 30)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Never alone.")
        await pilot.press("c")
        await sees(pilot, "Esc stops")
        await pilot.press("j")  # no key waits for the network
        await pilot.press("escape")
        await sees(pilot, "Stopped asking; this is what is here.")
        await until(pilot, lambda: network.was_stopped)
        await until(pilot, lambda: "Esc stops" not in seen(pilot))
        assert isinstance(pilot.app.screen, ThreadScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RiverScreen))


async def test_a_post_of_somebody_i_do_not_follow_is_read_and_kept_once(talk: Workspace) -> None:
    async with opened(talk, size=(130, 30)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Never alone.")
        await pilot.press("c")
        await sees(pilot, "Fay Lund")
        await pilot.press("G")
        await sees(pilot, "@fay.example")
        await pilot.press("s")
        await sees(pilot, "Only o, y, K, a, L, b and M work on a post of somebody you do not follow.")
        await pilot.press("K")
        await sees(pilot, "Why keep it?")
        await types(pilot, "the other side")
        await pilot.press("enter")
        await sees(pilot, "with its text")
        (document,) = talk.library.documents.kept()
        kept = talk.keeping.get(document.id)
        assert (kept.author, kept.why, kept.body.strip()) == (
            "@fay.example",
            "the other side",
            "Nobody does.",
        )
        await pilot.press("K", "enter")
        await sees(pilot, "This post is kept already.")
        await pilot.press("u")
        await until(pilot, lambda: not talk.library.documents.kept())


async def test_following_them_later_finds_it_kept(talk: Workspace, network: Network) -> None:
    talk.keeping_others.keep(network.told[3], "the other side")
    follow(talk, FAY)
    arrive(talk, FAY, network.told[3])
    (post,) = talk.river.page(PostFilter(person="fay-lund"))
    kept = talk.keeping.kept(post.id)
    assert kept is not None
    assert kept.why == "the other side"


async def test_an_insight_and_a_star_work_on_what_is_in_the_library(talk: Workspace) -> None:
    async with opened(talk, size=(130, 30)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Never alone.")
        await pilot.press("c")
        await sees(pilot, "4 posts")
        await pilot.press("s")
        await sees(pilot, "★ starred")
        await pilot.press("i")
        await sees(pilot, "In my own words")
        await sees(pilot, "Insight from Ben de Wit")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))


async def test_in_a_narrow_terminal_enter_reads_the_post(talk: Workspace) -> None:
    async with opened(talk, size=(80, 24)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Never alone.")
        await pilot.press("c")
        await sees(pilot, "Fay Lund")
        await pilot.press("G", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadPostScreen))
        await sees(pilot, "↪ in answer to @eve.elsewhere.example")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))


async def test_in_a_narrow_terminal_the_post_that_is_read_can_be_worked_with(talk: Workspace) -> None:
    async with opened(talk, size=(80, 24)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Never alone.")
        await pilot.press("c")
        await sees(pilot, "Fay Lund")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadPostScreen))
        await sees(pilot, "i insight")
        await pilot.press("s")
        await sees(pilot, "★ starred")
        await pilot.press("i")
        await sees(pilot, "Insight from Ben de Wit")
        await pilot.press("escape", "c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))


async def test_a_page_of_a_site_has_no_conversation(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("c")
        await sees(pilot, "not part of a conversation")


def test_posts_that_answer_each_other_in_a_ring_are_all_there_once(talk: Workspace, network: Network) -> None:
    one = said(EVE, "1", "First?", ago(talk, hours=5), parent=uri(FAY, "4"))
    two = said(FAY, "4", "Second?", ago(talk, hours=4), parent=uri(EVE, "1"))
    network.told = (one, two)
    (ben,) = talk.river.page(PostFilter(person="ben-de-wit"))
    lines = talk.threads.ask(ben)
    assert [(line.name, line.depth) for line in lines] == [
        ("Eve Roth", 0),
        ("Ana Vos", 1),
        ("Ben de Wit", 2),
        ("Fay Lund", 1),
    ]


def test_the_lines_of_a_tree_lead_to_what_is_answered() -> None:
    assert guides([0, 1, 2, 2, 1, 2, 0, 1]) == ["", "├ ", "│ ├ ", "│ └ ", "└ ", "  └ ", "", "└ "]
