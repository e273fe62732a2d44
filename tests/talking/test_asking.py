"""Questions that others answer: who answered, what is kept of it, and how the chain reads both ways."""

from datetime import UTC, datetime

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.account import Account
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import UsageError
from learnlog.model.person import Channel
from learnlog.model.social import Media
from learnlog.model.visibility import Visibility
from learnlog.overview.document_page import look_at_document
from learnlog.settings import find_paths
from learnlog.talking.base import LaterError
from learnlog.talking.sharing import Wish, mention
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.talking.voices import BLUE, ME, FakeVoice, Server, said


@pytest.fixture
def voices(server: Server) -> dict[str, FakeVoice]:
    return {ME.id: FakeVoice(server), BLUE.id: FakeVoice(server, BLUE)}


@pytest.fixture
def workspace(home: object, clock: FakeClock, voices: dict[str, FakeVoice]):  # type: ignore[no-untyped-def]
    made = Workspace(find_paths(str(home)), clock=clock, voices=lambda account: voices[account.id])
    made.accounts.save(ME)
    made.accounts.save(BLUE)
    yield made
    made.close()


def asked(workspace: Workspace, *accounts: Account) -> tuple[Entry, list[str]]:
    new = NewEntry(
        body="What slows it?", kind=EntryKind.QUESTION, visibility=Visibility.PUBLIC, themes=["flow"]
    )
    entry = workspace.journal.add(new)
    messages = workspace.asking.ask(entry, accounts, [Wish() for _ in accounts])
    sent = [workspace.sending.send(workspace.outbox.queue(message.id).id) for message in messages]
    return entry, [message.out[0].uri for message in sent]


def test_answers_of_several_networks_come_together_oldest_first(
    workspace: Workspace, voices: dict[str, FakeVoice]
) -> None:
    entry, (here, blue) = asked(workspace, ME, BLUE)
    voices[ME.id].said = [said(5, "Later.", here)]
    voices[BLUE.id].said = [said(2, "Sooner.", blue, key="did:plc:ana")]

    found = workspace.asking.collect()

    assert (len(found.new), found.problems) == (2, ())
    assert [kept.body for kept in workspace.asking.answers(entry)] == ["Sooner.", "Later."]
    assert workspace.asking.answers(entry)[0].themes == ("flow",)
    assert workspace.asking.collect().new == ()


def test_one_network_that_is_down_hides_nothing_of_the_other(
    workspace: Workspace, voices: dict[str, FakeVoice], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (here, _blue) = asked(workspace, ME, BLUE)
    voices[ME.id].said = [said(5, "Here.", here)]

    def down(uri: str) -> list[object]:
        raise LaterError("The server does not answer.")

    monkeypatch.setattr(voices[BLUE.id], "answers", down)
    found = workspace.asking.collect()
    assert [kept.body for kept in found.new] == ["Here."]
    assert found.problems == ("What slows it?: The server does not answer.",)


def test_the_chain_reads_both_ways(workspace: Workspace, voices: dict[str, FakeVoice]) -> None:
    entry, (here,) = asked(workspace, ME)
    voices[ME.id].said = [said(5, "The queue.", here)]
    (kept,) = workspace.asking.collect().new

    page = look_at_document(workspace, "kept", kept.id)
    assert [(group.title, group.links[0].id) for group in page.groups if group.title == "Answers"] == [
        ("Answers", entry.id)
    ]
    assert [document.id for document in workspace.journal.backlinks(entry.id)] == [kept.id]

    closed = workspace.asking.close(entry.id, by=kept.id)
    assert not closed.is_open
    assert [document.id for document in workspace.journal.backlinks(kept.id, "kept")] == [entry.id]
    assert workspace.asking.open() == []


def test_an_answer_from_elsewhere_is_kept_harmless_with_its_warning_and_pictures(
    workspace: Workspace, voices: dict[str, FakeVoice]
) -> None:
    _, (here,) = asked(workspace, ME)
    media = (Media(alt="A chart\x1b]0;gone\x07 of waiting"),)
    voices[ME.id].said = [said(5, "See \x1b[31mthis", here, media=media, warning="numbers")]
    (kept,) = workspace.asking.collect().new
    file = (workspace.paths.vault / kept.path).read_text(encoding="utf-8")
    assert "\x1b" not in file
    assert kept.body == "Warning: numbers\n\nSee this\n\nPicture: A chart of waiting"
    assert (kept.author, kept.published.year) == ("Ana Vos", 2026)


def test_what_i_kept_before_becomes_the_answer_it_is(
    workspace: Workspace, voices: dict[str, FakeVoice]
) -> None:
    entry, (here,) = asked(workspace, ME)
    answer = said(5, "The queue.", here)
    mine = workspace.keeping_others.keep(answer, why="good")
    voices[ME.id].said = [answer]
    (kept,) = workspace.asking.collect().new
    assert (kept.id, kept.why, kept.answers) == (mine.id, "good", entry.id)
    assert workspace.asking.collect().new == ()


def test_a_question_is_not_closed_by_itself_or_by_nothing(workspace: Workspace) -> None:
    entry, _ = asked(workspace, ME)
    for how in ({"by": entry.id}, {}, {"by": entry.id, "words": "both"}):
        with pytest.raises(UsageError):
            workspace.asking.close(entry.id, **how)
    assert workspace.journal.get(entry.id).is_open


@pytest.mark.parametrize(
    ("channel", "network", "handle"),
    [
        (Channel(kind="mastodon", key="https://b.example/users/ben"), "mastodon", "@ben@b.example"),
        (
            Channel(kind="mastodon", key="https://b.example/ap/1", address="https://b.example/@ben"),
            "mastodon",
            "@ben@b.example",
        ),
        (
            Channel(kind="bluesky", key="did:plc:x", address="https://bsky.app/profile/ben.example"),
            "bluesky",
            "@ben.example",
        ),
    ],
)
def test_whom_i_follow_is_mentioned_by_handle(
    workspace: Workspace, channel: Channel, network: str, handle: str
) -> None:
    person = workspace.people.add("Ben", [channel])
    assert mention(person, network) == handle
    with pytest.raises(UsageError, match="No handle"):
        mention(person, "bluesky" if network == "mastodon" else "mastodon")


def test_moments_of_answers_are_those_of_their_authors(
    workspace: Workspace, voices: dict[str, FakeVoice]
) -> None:
    _, (here,) = asked(workspace, ME)
    voices[ME.id].said = [said(5, "Then.", here)]
    (kept,) = workspace.asking.collect().new
    assert kept.published == datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
