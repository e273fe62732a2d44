"""From a question to whom I could ask, and their name into what is asked."""

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.fetching import FetchState
from learnlog.model.finding import Profile
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.visibility import Visibility
from learnlog.overview.who_knows import who_might_know
from learnlog.tui.screens.share import ShareScreen
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, until
from tests.tui.talking.conftest import ANA, desk, server, voices

__all__ = ["desk", "server", "voices"]


def knows(space: Workspace) -> None:
    """Let Ana, who is followed, have written on handovers."""
    space.people.add("Ana Vos", [ANA])
    space.library.channels.ensure(ANA)
    post = NewPost(
        guid="1",
        text="Handovers are promises.",
        html="<p>Handovers are promises.</p>",
        published=space.clock(),
    )
    space.library.channels.commit(ANA.key, [post], FetchState())


def stranger(space: Workspace) -> None:
    """Let Eve, who is not followed, have written on handovers."""
    eve = Channel(kind="mastodon", key="https://far.example/users/eve")
    space.library.actors.put(
        [Profile(key=eve.key, kind="mastodon", handle="@eve@far.example", name="Eve")], space.clock()
    )
    space.library.channels.ensure(eve)
    texts = ("Handovers at night", "On handovers with a kettle", "The third of my handovers")
    posts = [
        NewPost(guid=f"{n}", text=text, html=f"<p>{text}</p>", published=space.clock())
        for n, text in enumerate(texts)
    ]
    space.library.channels.commit(eve.key, posts, FetchState())


def ask(space: Workspace) -> None:
    """Have a public question on handovers."""
    space.journal.add(
        NewEntry(
            body="Who keeps a handover honest?",
            kind=EntryKind.QUESTION,
            themes=["handovers"],
            visibility=Visibility.PUBLIC,
        )
    )


async def test_a_question_leads_to_whom_to_ask_and_back_with_their_name(desk: Workspace) -> None:
    knows(desk)
    ask(desk)
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("escape", "J")
        await sees(pilot, "Who keeps a handover honest?")
        await pilot.press("F")
        await sees(pilot, "Ana Vos")
        await sees(pilot, "a ask them")
        assert "▸among mine 1" in seen(pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, ShareScreen))
        await sees(pilot, "@ana@there.example Who keeps a handover honest?")


async def test_somebody_i_do_not_follow_can_be_asked_as_well(desk: Workspace) -> None:
    stranger(desk)
    ask(desk)
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("escape", "J")
        await sees(pilot, "Who keeps a handover honest?")
        await pilot.press("F")
        await sees(pilot, "new 1")
        await pilot.press("tab")
        await sees(pilot, "1  Eve")
        await pilot.press("a")
        await sees(pilot, "@eve@far.example Who keeps a handover honest?")


async def test_from_what_is_asked_already_one_key_leads_there_as_well(desk: Workspace) -> None:
    knows(desk)
    ask(desk)
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("escape", "J")
        await sees(pilot, "Who keeps a handover honest?")
        await pilot.press("p")
        await until(pilot, lambda: isinstance(pilot.app.screen, ShareScreen))
        await sees(pilot, "^f whom to ask")
        await pilot.press("ctrl+f")
        await sees(pilot, "a ask them")
        await pilot.press("a")
        await sees(pilot, "@ana@there.example Who keeps a handover honest?")
        await pilot.press("ctrl+f")
        await sees(pilot, "a ask them")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ShareScreen))
        assert seen(pilot).count("@ana@there.example") <= 2  # the text, and how it will stand


async def test_an_open_question_says_on_its_own_page_who_might_know(desk: Workspace) -> None:
    knows(desk)
    ask(desk)
    (question,) = desk.journal.list()
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("escape")
        pilot.app.open_document("entry", question.id)  # type: ignore[attr-defined]
        await sees(pilot, "Who might know")
        await sees(pilot, "Ana Vos")
        await pilot.press("g", "enter")
        await sees(pilot, "person · Ana Vos")
        await pilot.press("escape")
        await pilot.press("c")
        await sees(pilot, "What did you conclude?")
        await pilot.press("enter")
        await until(pilot, lambda: "Who might know" not in seen(pilot))
        await pilot.press("u")
        await sees(pilot, "Who might know")


async def test_somebody_without_a_card_leads_on_to_find(desk: Workspace) -> None:
    stranger(desk)
    ask(desk)
    (question,) = desk.journal.list()
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("escape")
        pilot.app.open_document("entry", question.id)  # type: ignore[attr-defined]
        await sees(pilot, "Eve (new)")
        await pilot.press("g", "enter")
        await sees(pilot, "new 1")
    assert who_might_know(desk, desk.journal.close(question.id)) == ()
