"""What is written for a network waits in the vault, goes out once, and can be taken back."""

import fcntl
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from learnlog.care.backup import backup
from learnlog.care.doctor import examine
from learnlog.care.exporting import export_markdown
from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry
from learnlog.model.errors import BusyError, ConflictError, UsageError
from learnlog.model.social import Audience
from learnlog.settings import find_paths
from learnlog.talking.base import LaterError, Picture, SendError, UnsureError
from learnlog.talking.message import Answered, Message, Status
from learnlog.talking.outbox import NewMessage, Outbox
from learnlog.talking.sending import Sending
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.talking.voices import ME, FakeVoice, Server

THREAD = ("One is said first.", "Two follows.", "Three ends it.")


def draft(outbox: Outbox, *texts: str, entry: str = "", **more: object) -> Message:
    return outbox.draft(NewMessage(account=ME.id, texts=texts or THREAD, entry=entry, **more))  # type: ignore[arg-type]


def queued(outbox: Outbox, *texts: str, entry: str = "", **more: object) -> Message:
    return outbox.queue(draft(outbox, *texts, entry=entry, **more).id)


def texts(server: Server) -> list[str]:
    return [post["text"] for post in server.posts()]


def test_a_draft_is_a_file_one_can_read_and_edit_by_hand(workspace: Workspace, outbox: Outbox) -> None:
    message = draft(outbox, warning="spiders", language="en")
    file = workspace.paths.vault / message.path
    assert "One is said first.\n\n---\n\nTwo follows." in file.read_text(encoding="utf-8")
    file.write_text(
        file.read_text(encoding="utf-8").replace("Two follows.", "Two is changed."), encoding="utf-8"
    )

    again = outbox.get(message.id[-6:])

    assert again.texts == ("One is said first.", "Two is changed.", "Three ends it.")
    assert (again.warning, again.language, again.status) == ("spiders", "en", Status.DRAFT)


def test_what_is_done_in_the_outbox_is_undone_step_by_step(workspace: Workspace) -> None:
    outbox, changes = workspace.outbox, workspace.changes
    message = draft(outbox, "As it was.")
    outbox.edit(message.id, "As it became.")
    outbox.queue(message.id)
    outbox.drop(outbox.edit(message.id, "As it is.").id)

    steps = []
    while changes.undo():
        now = outbox.get(message.id)
        steps.append((now.status.value, now.texts[0]))

    assert steps == [
        ("draft", "As it is."),
        ("queued", "As it became."),
        ("draft", "As it became."),
        ("draft", "As it was."),
        ("dropped", "As it was."),
    ]


def test_undo_does_not_reach_what_was_sent(
    workspace: Workspace, insight: Entry, server: Server, clock: FakeClock
) -> None:
    voice = FakeVoice(server)
    sending = Sending(workspace.outbox, workspace.journal, lambda account: voice, clock)
    message = queued(workspace.outbox, "Out.")
    voice.fails = lambda number: LaterError("offline") if number == 1 else None
    with pytest.raises(LaterError):
        sending.send(message.id)
    sending.send(message.id)

    assert "insight" in workspace.changes.undo() or workspace.changes.last is None
    assert workspace.outbox.get(message.id).status is Status.SENT


def test_undo_leaves_what_was_changed_by_hand_meanwhile(workspace: Workspace) -> None:
    message = draft(workspace.outbox, "Mine.")
    file = workspace.paths.vault / message.path
    file.write_text(file.read_text(encoding="utf-8").replace("Mine.", "Mine, by hand."), encoding="utf-8")
    with pytest.raises(ConflictError):
        workspace.changes.undo()
    assert workspace.outbox.get(message.id).texts == ("Mine, by hand.",)


def test_a_draft_is_never_sent(outbox: Outbox, sending: Sending, server: Server) -> None:
    message = draft(outbox)
    with pytest.raises(UsageError):
        sending.send(message.id)
    assert sending.send_all() == ([], [])
    assert texts(server) == []


def test_a_message_in_doubt_is_not_taken_for_another_with_the_same_words(
    outbox: Outbox, sending: Sending, server: Server, voice: FakeVoice
) -> None:
    sending.send(queued(outbox, "Thank you!").id)
    second = queued(outbox, "Thank you!")
    voice.fails, voice.arrives = (lambda number: UnsureError("lost") if number == 2 else None), False
    with pytest.raises(UnsureError):
        sending.send(second.id)

    sending.send(second.id)

    assert texts(server) == ["Thank you!", "Thank you!"]
    assert len({message.out[0].uri for message in outbox.all()}) == 2


def test_a_thread_goes_out_in_order_and_its_entry_says_where(
    workspace: Workspace, outbox: Outbox, sending: Sending, server: Server, insight: Entry
) -> None:
    sent = sending.send(queued(outbox, entry=insight.id).id)

    posts = server.posts()
    assert [post["text"] for post in posts] == list(THREAD)
    assert [post["parent"] for post in posts] == ["", posts[0]["uri"], posts[1]["uri"]]
    assert outbox.get(sent.id).status is Status.SENT
    (place,) = workspace.journal.get(insight.id).sent
    assert (place.network, place.uri, place.url) == ("mastodon", posts[0]["uri"], posts[0]["uri"] + ".html")
    assert outbox.by_uri()[posts[2]["uri"]].entry == insight.id
    assert workspace.journal.get(insight.id).body == insight.body


def test_an_answer_hangs_below_what_it_answers(outbox: Outbox, sending: Sending, server: Server) -> None:
    sending.send(queued(outbox, answered=Answered(uri="https://x.example/1", root="https://x.example/0")).id)
    assert server.posts()[0]["parent"] == "https://x.example/1"


def test_what_went_out_is_sent_also_when_its_entry_is_gone(
    workspace: Workspace, outbox: Outbox, sending: Sending, server: Server, insight: Entry
) -> None:
    message = queued(outbox, entry=insight.id)
    workspace.journal.delete(insight.id)
    sent = sending.send(message.id)
    assert (sent.status, len(server.posts())) == (Status.SENT, 3)
    assert "entry does not say" in sent.error


def test_what_is_refused_can_be_edited_and_sent_again(
    outbox: Outbox, sending: Sending, voice: FakeVoice, server: Server
) -> None:
    message = queued(outbox)
    voice.fails = lambda number: SendError("Not those words.") if number == 2 else None
    with pytest.raises(SendError):
        sending.send(message.id)
    assert (outbox.get(message.id).status, outbox.get(message.id).error) == (
        Status.FAILED,
        "Not those words.",
    )
    with pytest.raises(UsageError, match="are out"):
        outbox.edit(message.id, "Another start.\n---\nTwo.")

    outbox.edit(message.id, "One is said first.\n---\nTwo in other words.")
    sending.send(outbox.queue(message.id).id)

    assert texts(server) == ["One is said first.", "Two in other words."]


def test_what_is_too_long_does_not_even_begin(outbox: Outbox, sending: Sending, server: Server) -> None:
    message = queued(outbox, "Short.", "x" * 61)
    with pytest.raises(SendError, match="61 long; 60"):
        sending.send(message.id)
    assert texts(server) == []
    assert outbox.get(message.id).status is Status.FAILED


def test_a_picture_needs_words_and_must_be_there(outbox: Outbox, sending: Sending, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="words"):
        draft(outbox, pictures=[Picture(path=tmp_path / "a.png", alt=" ")])
    message = queued(outbox, pictures=[Picture(path=tmp_path / "a.png", alt="A chart")])
    with pytest.raises(SendError, match="cannot be read"):
        sending.send(message.id)


def test_offline_it_waits_and_says_until_when(
    outbox: Outbox, sending: Sending, voice: FakeVoice, server: Server, clock: FakeClock
) -> None:
    message = queued(outbox)
    later = LaterError("The server asks us to wait.", until=clock() + timedelta(minutes=5))
    voice.fails = lambda number: later if number == 2 else None
    assert [failed.status for failed, _ in sending.send_all()[1]] == [Status.QUEUED]
    assert outbox.get(message.id).later == "2026-11-23T16:10:00+01:00"

    voice.fails = lambda number: None
    ((_, waits),) = sending.send_all()[1]
    assert "wait until" in waits.message
    clock.pass_(minutes=6)
    (sent,), failed = sending.send_all()

    assert (sent.id, failed) == (message.id, [])
    assert texts(server) == list(THREAD)


@pytest.mark.parametrize("arrives", [True, False])
def test_what_is_in_doubt_is_looked_for_before_it_is_sent_again(
    outbox: Outbox, sending: Sending, voice: FakeVoice, server: Server, arrives: bool
) -> None:
    message = queued(outbox)
    voice.arrives = arrives
    voice.fails = lambda number: UnsureError("The line broke.") if number == 2 else None
    with pytest.raises(UnsureError):
        sending.send(message.id)
    assert outbox.get(message.id).status is Status.UNSURE
    with pytest.raises(UsageError):
        outbox.edit(message.id, "Other words.")

    sending.send(message.id)

    assert texts(server) == list(THREAD)


def in_doubt(outbox: Outbox, sending: Sending, voice: FakeVoice) -> Message:
    message = queued(outbox)
    voice.fails = lambda number: UnsureError("The line broke.") if number == 2 else None
    voice.find_fails = UnsureError("It cannot be told.")
    for _ in range(2):
        with pytest.raises(UnsureError):
            sending.send(message.id)
    voice.fails = lambda number: None
    return outbox.get(message.id)


def test_what_stays_in_doubt_is_the_users_to_say(
    outbox: Outbox, sending: Sending, voice: FakeVoice, server: Server
) -> None:
    message = in_doubt(outbox, sending, voice)
    assert message.status is Status.UNSURE
    assert len(server.posts()) == 2
    with pytest.raises(UsageError, match="could not be found"):
        sending.resolve(message.id, "sent")

    resolved = sending.resolve(message.id, "sent", server.posts()[1]["uri"])

    assert resolved.status is Status.QUEUED
    sending.send(message.id)
    assert texts(server) == list(THREAD)
    assert server.posts()[2]["parent"] == server.posts()[1]["uri"]


@pytest.mark.parametrize("becomes", ["old", "gone"])
def test_a_file_that_another_program_saves_while_it_is_sent_does_not_send_it_twice(
    workspace: Workspace, outbox: Outbox, sending: Sending, voice: FakeVoice, server: Server, becomes: str
) -> None:
    message = queued(outbox)
    file = workspace.paths.vault / message.path
    opened = file.read_text(encoding="utf-8")

    def saved_elsewhere(number: int) -> None:
        if number == 2:
            file.unlink() if becomes == "gone" else file.write_text(opened + "One more.\n", encoding="utf-8")

    voice.fails = saved_elsewhere
    assert sending.send(message.id).status is Status.SENT
    assert outbox.get(message.id).status is Status.SENT
    assert sending.send_all() == ([], [])
    assert texts(server) == list(THREAD)


def by_hand(workspace: Workspace, message: Message, was: str, becomes: str) -> None:
    file = workspace.paths.vault / message.path
    told = file.read_text(encoding="utf-8")
    assert was in told
    file.write_text(told.replace(was, becomes), encoding="utf-8")


@pytest.mark.parametrize("status", ["sending", "unsure"])
def test_a_file_that_claims_to_be_in_doubt_without_having_begun(
    workspace: Workspace, outbox: Outbox, sending: Sending, server: Server, status: str
) -> None:
    message = queued(outbox)
    by_hand(workspace, message, "status: queued", f"status: {status}")
    with pytest.raises(UsageError, match="could not be found"):
        sending.resolve(message.id, "sent")
    assert sending.resolve(message.id, "sent", "https://here.example/p/9").status is Status.QUEUED
    sending.send(message.id)
    assert texts(server) == list(THREAD[1:])


def test_a_piece_that_is_said_to_be_out_and_not_where_is_not_out(
    workspace: Workspace, outbox: Outbox, sending: Sending, server: Server
) -> None:
    message = queued(outbox, "Only this.")
    by_hand(workspace, message, "status: queued", "status: queued\npieces: [{key: x, sent: '2026-01-01'}]")
    sending.send(message.id)
    assert texts(server) == ["Only this."]


def test_a_file_whose_text_was_taken_out_by_hand_is_not_sent(
    workspace: Workspace, outbox: Outbox, sending: Sending, server: Server, insight: Entry
) -> None:
    message = queued(outbox, "Only this.", entry=insight.id)
    by_hand(workspace, message, "Only this.", "")
    with pytest.raises(SendError, match="nothing in it"):
        sending.send(message.id)
    assert outbox.get(message.id).status is Status.FAILED
    by_hand(workspace, message, "status: failed", "status: unsure")
    with pytest.raises(UsageError):
        sending.resolve(message.id, "sent")
    assert texts(server) == []


def test_the_user_may_say_send_it_again_or_let_it_be(
    outbox: Outbox, sending: Sending, voice: FakeVoice, server: Server
) -> None:
    voice.arrives = False
    message = in_doubt(outbox, sending, voice)
    sending.resolve(message.id, "again")
    sending.send(message.id)
    assert texts(server) == list(THREAD)

    other = queued(outbox, "Never mind.")
    assert outbox.drop(other.id).status is Status.DROPPED
    assert outbox.edit(other.id, "But then.").status is Status.DRAFT


def test_retracting_deletes_every_post_newest_first_and_keeps_the_text(
    workspace: Workspace, outbox: Outbox, sending: Sending, server: Server, voice: FakeVoice, insight: Entry
) -> None:
    message = queued(outbox, entry=insight.id)
    sending.send(message.id)
    gone: list[str] = []
    delete = server.delete
    server.delete = lambda uri: (gone.append(uri), delete(uri))[1]  # type: ignore[method-assign,func-returns-value]

    sending.retract(message.id)

    assert [uri[-1] for uri in gone] == ["3", "2", "1"]
    assert texts(server) == []
    assert outbox.get(message.id).status is Status.RETRACTED
    assert outbox.get(message.id).texts == THREAD
    assert workspace.journal.get(insight.id).sent == ()
    with pytest.raises(UsageError):
        sending.retract(message.id)


def test_retracting_takes_the_one_in_doubt_along(
    outbox: Outbox, sending: Sending, voice: FakeVoice, server: Server
) -> None:
    message = queued(outbox)
    voice.fails = lambda number: UnsureError("The line broke.") if number == 2 else None
    with pytest.raises(UnsureError):
        sending.send(message.id)
    sending.retract(message.id)
    assert texts(server) == []


def test_an_audience_the_network_has_not_is_refused(
    outbox: Outbox, sending: Sending, voice: FakeVoice
) -> None:
    voice.audiences = (Audience.PUBLIC,)
    with pytest.raises(SendError, match="followers"):
        sending.send(queued(outbox, audience=Audience.FOLLOWERS).id)


def test_the_outbox_disturbs_nothing_and_is_in_backup_and_export(
    workspace: Workspace, outbox: Outbox, sending: Sending, tmp_path: Path, insight: Entry
) -> None:
    sending.send(queued(outbox, entry=insight.id).id)
    waiting = draft(outbox)
    assert workspace.sync.scan().is_quiet
    assert workspace.vault.pending() == []
    assert [finding.what for finding in examine(workspace) if not finding.ok] == []
    export_markdown(workspace, tmp_path / "copy")
    assert (tmp_path / "copy" / waiting.path).exists()
    with ZipFile(backup(workspace, tmp_path / "all.zip")) as archive:
        assert f"vault/{waiting.path}" in archive.namelist()


def test_a_write_cut_off_in_the_outbox_does_not_keep_learnlog_from_starting(
    workspace: Workspace, outbox: Outbox, home: Path
) -> None:
    message = draft(outbox)
    workspace.vault.write(message.path, "---\nid: x\n---\nCut off.", doc_id="outbox.x", expected=None)
    assert workspace.vault.pending()
    other = Workspace(find_paths(str(home)))
    other.journal.add(NewEntry(body="It starts."))
    assert other.vault.pending() == []
    other.close()


def test_only_one_learnlog_sends(
    workspace: Workspace, outbox: Outbox, sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = queued(outbox)
    ticks = iter(range(0, 10_000, 3))
    monkeypatch.setattr("learnlog.vault.locking.time.monotonic", lambda: next(ticks))
    with (workspace.paths.vault / ".learnlog" / "sending").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(BusyError, match="is sending"):
            sending.send(message.id)
    sending.send(message.id)


def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    home, server = tmp_path / "home", Server(tmp_path / "server.jsonl")
    workspace = Workspace(find_paths(str(home)))
    outbox = Outbox(workspace.shelf, workspace.changes, workspace.clock)
    entry = workspace.journal.add(NewEntry(body="From here."))
    thread = [f"Post number {n}." for n in range(12)]
    for _ in range(6):
        queued(outbox, *thread, entry=entry.id)
    command = [sys.executable, "-m", "tests.talking.sender", str(home), str(server.path)]
    rng, kills = random.Random(7), 0
    for _ in range(60):
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        ) as child:
            assert child.stdout
            assert child.stdout.readline() == "ready\n"
            time.sleep(rng.uniform(0, 0.19) if kills < 20 else 0)
            if kills < 20:
                kills += 1
                os.kill(child.pid, signal.SIGKILL)
            elif child.stdout.readline() == "done\n":
                break
    assert kills == 20
    messages = outbox.all()
    assert {message.status for message in messages} == {Status.SENT}
    posts = {post["uri"]: post for post in server.posts()}
    assert len(posts) == 6 * 12
    for message in messages:
        mine = [posts[step.uri] for step in message.out]
        assert [post["text"] for post in mine] == thread
        assert [post["parent"] for post in mine] == ["", *(post["uri"] for post in mine[:-1])]
    assert len(workspace.journal.get(entry.id).sent) == 6
    workspace.close()
