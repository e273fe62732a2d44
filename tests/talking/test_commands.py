"""Talking in the shell: share, ask, reply, the outbox, answers, notices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learnlog.accounts.accounts import Accounts
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.social import Actor, Audience
from learnlog.settings import find_paths
from learnlog.talking.base import Deed, HomePost, LaterError, Notice, UnsureError
from learnlog.workspace import Workspace
from tests.cli.conftest import Shell
from tests.conftest import FakeClock
from tests.talking.voices import BLUE, ME, FakeMarks, FakeVoice, Server, said

ANA = Channel(kind="mastodon", key="https://there.example/users/ana", address="https://there.example/@ana")


class TalkingShell(Shell):
    """A shell whose accounts speak on a network of one file."""

    voices: dict[str, FakeVoice]

    def open(self, home: str = "") -> Workspace:
        return Workspace(
            find_paths(home), clock=self.clock, sources=[self.network], voices=lambda a: self.voices[a.id]
        )


@pytest.fixture
def shell(
    home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    clock: FakeClock,
    server: Server,
) -> Iterator[TalkingShell]:
    shell = TalkingShell(capsys, monkeypatch, clock)
    shell.voices = {ME.id: FakeVoice(server), BLUE.id: FakeVoice(server, BLUE, length=40)}
    workspace = shell.open(str(home))
    workspace.accounts.save(ME)
    workspace.people.add("Ana Vos", [ANA])
    workspace.library.channels.ensure(ANA)
    post = said(1, "Contracts first.", "", audience=Audience.UNLISTED)
    workspace.library.channels.commit(ANA.key, [post], FetchState())
    yield shell
    workspace.close()


@pytest.fixture
def both(shell: TalkingShell) -> TalkingShell:
    workspace = shell.open()
    workspace.accounts.save(BLUE)
    workspace.close()
    return shell


def entry(shell: Shell, text: str = "Slow feedback is the real cost.", *more: str) -> str:
    return str(shell.ok("add", text, "--visibility", "public", *more, "--json").json["id"])


def posts(server: Server) -> list[str]:
    return [post["text"] for post in server.posts()]


def test_sharing_drafts_and_shows_exactly_what_will_be_sent(shell: TalkingShell, server: Server) -> None:
    text = "**Slow** feedback is the real cost of a handover. [Ana](https://there.example/@ana) says so too."
    result = shell.ok("share", entry(shell, text))
    assert "── 45/60  post 1 of 2" in result.out
    assert "Ana (https://there.example/@ana) says so too." in result.out
    assert "not sent" in result.err
    assert posts(server) == []

    (waiting,) = shell.ok("outbox", "list", "--json").json
    assert [(p["length"], p["limit"]) for p in waiting["posts"]] == [(45, 60), (45, 60)]
    shell.ok("outbox", "send", waiting["id"][-6:])

    assert posts(server) == [p["text"] for p in waiting["posts"]]
    assert shell.ok("outbox", "list", "--json").json == []
    assert [m["status"] for m in shell.ok("outbox", "list", "--all", "--json").json] == ["sent"]


def test_the_entry_says_where_it_was_sent(shell: TalkingShell) -> None:
    id = entry(shell)
    (sent,) = shell.ok("share", id, "--send", "--json").json
    assert sent["status"] == "sent"
    shown = shell.ok("show", id, "--json").json
    assert [place["url"] for place in shown["sent"]] == ["https://here.example/p/1.html"]
    assert "https://here.example/p/1.html" in shell.ok("show", id).out
    shell.ok("outbox", "retract", sent["id"])
    assert shell.ok("show", id, "--json").json["sent"] == []


@pytest.mark.parametrize("level", ["private", "coach", "cohort"])
def test_what_is_not_public_is_not_drafted_without_asking(shell: TalkingShell, level: str) -> None:
    id = shell.ok("add", "Only for some.", "--visibility", level, "--json").json["id"]
    refused = shell("share", id, "--send")
    assert (refused.code, refused.out) == (2, "")
    assert "--publish" in refused.err
    assert shell.ok("outbox", "list", "--all", "--json").json == []
    assert shell.ok("show", id, "--json").json["visibility"] == level

    shell.ok("share", id, "--publish")

    assert shell.ok("show", id, "--json").json["visibility"] == "public"


def test_one_file_for_each_account_as_each_network_counts(both: TalkingShell, server: Server) -> None:
    id = entry(both, "The first sentence is here to stay. The second one follows.")
    unsaid = both("share", id)
    assert unsaid.code == 2
    assert "--to" in unsaid.err
    drafts = both.ok("share", id, "--to", "mastodon", "--to", BLUE.handle, "--counters", "--json").json
    assert [(d["account"], len(d["posts"])) for d in drafts] == [(ME.id, 1), (BLUE.id, 2)]
    assert [p["text"][-3:] for p in drafts[1]["posts"]] == ["1/2", "2/2"]


def test_one_account_that_fails_does_not_hold_up_the_other(both: TalkingShell, server: Server) -> None:
    both.voices[ME.id].fails = lambda number: LaterError("No connection.")
    result = both("share", entry(both), "--to", "mastodon", "--to", "bluesky", "--send", "--json")
    assert (result.code, "No connection" in result.err) == (1, True)
    assert [m["status"] for m in result.json] == ["queued", "sent"]
    assert posts(server) == ["Slow feedback is the real cost."]


def test_a_question_that_cannot_be_asked_there_is_not_written(both: TalkingShell) -> None:
    before = both.ok("list", "--json").json
    refused = both("ask", "Would you tell me privately?", "--to", "bluesky", "--audience", "direct")
    assert (refused.code, both.ok("list", "--json").json) == (2, before)


def test_bluesky_has_nothing_between_public_and_private(both: TalkingShell) -> None:
    refused = both("share", entry(both), "--to", "bluesky", "--audience", "followers")
    assert refused.code == 2
    assert "nothing between" in refused.err


def test_a_direct_post_names_whom_it_reaches(shell: TalkingShell, server: Server) -> None:
    id = entry(shell)
    assert shell("share", id, "--audience", "direct").code == 2
    shell.ok("share", id, "--audience", "direct", "--mention", "ana vos", "--send")
    assert posts(server)[0].startswith("@ana@there.example Slow feedback")
    assert server.posts()[0]["audience"] == "direct"


def test_a_warning_that_goes_into_the_words_is_seen_and_counted_there(both: TalkingShell) -> None:
    words = "A text of forty letters, as good as full."
    (drafted,) = both.ok("share", entry(both), "--to", "bluesky", "--warning", "spiders", "--json").json
    assert all(post["text"].startswith("CW: spiders\n\n") for post in drafted["posts"])
    assert all(post["length"] <= post["limit"] for post in drafted["posts"])
    edited = both.ok("outbox", "edit", drafted["id"], "--text", words, "--json").json
    (post,) = edited["posts"]
    assert (post["text"], post["length"]) == (f"CW: spiders\n\n{words}", len(words) + 13)


def test_a_picture_without_words_is_refused(shell: TalkingShell, tmp_path: Path) -> None:
    assert shell("share", entry(shell), "--picture", str(tmp_path / "a.png")).code == 2


def test_offline_a_draft_is_written_all_the_same(shell: TalkingShell, server: Server) -> None:
    voice = shell.voices[ME.id]
    voice.limits_fail = LaterError("No connection.")
    (draft,) = shell.ok("share", entry(shell), "--json").json
    assert draft["posts"][0]["limit"] == 500
    failed = shell("outbox", "send", draft["id"])
    assert (failed.code, "No connection" in failed.err) == (1, True)
    voice.limits_fail = None
    assert [m["status"] for m in shell.ok("outbox", "send", "--json").json] == ["sent"]


def test_the_text_of_a_draft_can_be_edited(shell: TalkingShell, server: Server) -> None:
    (draft,) = shell.ok("share", entry(shell), "--json").json
    shell.ok("outbox", "edit", draft["id"], "--text", "Other words.\n---\nAnd more.")
    shell.ok("outbox", "send", draft["id"])
    assert posts(server) == ["Other words.", "And more."]
    assert shell("outbox", "edit", draft["id"], "--text", "Too late.").code == 2


def test_doubt_is_told_and_resolved(shell: TalkingShell, server: Server) -> None:
    voice = shell.voices[ME.id]
    voice.fails = lambda number: UnsureError("The line broke.")
    voice.find_fails = UnsureError("It cannot be told.")
    assert shell("share", entry(shell), "--send").code == 1
    (waiting,) = shell.ok("outbox", "list", "--json").json
    assert waiting["status"] == "unsure"
    assert shell.ok("outbox", "resolve", waiting["id"], "sent", "https://here.example/p/1").code == 0
    assert len(posts(server)) == 1
    assert shell.ok("outbox", "show", waiting["id"], "--json").json["status"] == "sent"


def test_asking_collecting_and_closing(shell: TalkingShell, server: Server) -> None:
    (asked,) = shell.ok(
        "ask", "What makes a handover slow?", "--mention", "@ben@b.example", "--send", "--json"
    ).json
    question = asked["entry"]
    assert posts(server) == ["@ben@b.example What makes a handover slow?"]
    uri = asked["sent"][0]["uri"]
    voice = shell.voices[ME.id]
    mine = said(3, "My own thought.", uri, key=ME.key)
    voice.said = [
        said(2, "The waiting.", uri),
        mine,
        said(4, "Big batches.", uri, key="https://x.example/users/z"),
    ]

    (found,) = shell.ok("answers", "--json").json
    again = shell.ok("answers", question, "--json").json[0]["answers"]

    assert [(a["body"], a["new"]) for a in found["answers"]] == [
        ("The waiting.", True),
        ("Big batches.", True),
    ]
    assert [a["new"] for a in again] == [False, False]
    first = found["answers"][0]
    assert (first["person"], first["answers"]) == ("ana-vos", question)
    assert first["id"] in shell.ok("show", question).out
    assert question in shell.ok("show", first["id"]).out

    shell.ok("answers", question, "--close", first["id"])

    closed = shell.ok("show", question, "--json").json
    assert (closed["status"], closed["answered_by"]) == ("closed", first["id"])
    assert {"relation": "kept", "target": first["id"]} in closed["links"]
    assert shell.ok("answers", "--json").json == []
    assert "Every link leads somewhere" in [f["what"] for f in shell("doctor", "--json").json]


def test_an_answer_that_was_dropped_does_not_come_back(shell: TalkingShell) -> None:
    (asked,) = shell.ok("ask", "What makes a handover slow?", "--send", "--json").json
    shell.voices[ME.id].said = [said(2, "The waiting.", asked["sent"][0]["uri"])]
    (found,) = shell.ok("answers", "--json").json
    shell.ok("delete", found["answers"][0]["id"])
    assert shell.ok("answers", "--json").json[0]["answers"] == []


def test_a_question_closes_with_my_own_words(shell: TalkingShell) -> None:
    (asked,) = shell.ok("ask", "What makes a handover slow?", "--send", "--json").json
    closed = shell.ok("answers", asked["entry"], "--words", "The queue before it.", "--json").json
    words = shell.ok("show", closed["answered_by"], "--json").json
    assert words["body"] == "The queue before it."
    assert {"relation": "entry", "target": asked["entry"]} in words["links"]


def test_a_question_that_exists_is_asked_once_it_may_be(shell: TalkingShell) -> None:
    id = shell.ok("add", "Why so slow?", "--kind", "question", "--json").json["id"]
    assert shell("ask", id).code == 2
    assert shell.ok("ask", id, "--publish", "--json").json[0]["kind"] == "ask"
    assert shell("ask", entry(shell)).code == 2


def test_answering_a_post_reaches_no_more_people_than_it_did(shell: TalkingShell, server: Server) -> None:
    (post,) = shell.ok("river", "--json").json
    (draft,) = shell.ok("reply", post["id"], "So do we.", "--json").json
    assert draft["in_reply_to"] == "https://there.example/s/1"
    assert draft["audience"] == "unlisted"
    assert posts(server) == []
    shell.ok("outbox", "send", draft["id"])
    assert posts(server) == ["@ana@there.example So do we."]
    assert server.posts()[0]["parent"] == "https://there.example/s/1"


def test_liking_boosting_bookmarking_and_following_there(shell: TalkingShell) -> None:
    (post,) = shell.ok("river", "--json").json
    for verb in ("like", "boost", "bookmark"):
        shell.ok(verb, post["id"])
    shell.ok("like", post["id"], "--undo")
    shell.ok("follow-there", "Ana Vos", "--to", "mastodon")
    uri = "https://there.example/s/1"
    assert shell.voices[ME.id].deeds == [
        (Deed.LIKE, uri, False),
        (Deed.BOOST, uri, False),
        (Deed.BOOKMARK, uri, False),
        (Deed.LIKE, uri, True),
        (Deed.FOLLOW, ANA.key, False),
    ]


def test_how_far_i_read_is_compared_and_evened_out(shell: TalkingShell) -> None:
    line = HomePost(
        id="h1",
        uri="https://there.example/s/1",
        by="@ana@there.example",
        who="Ana Vos",
        words="Contracts first.",
        moment=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    )
    marks = shell.voices[ME.id].marks = FakeMarks(line)
    assert "Nobody says how far" in shell.ok("position").out
    marks.put(home="h1")
    told = shell.ok("position", "--json").json
    assert (told["place"]["text"], len(told["read_there"])) == ("Contracts first.", 1)
    assert "--take marks them read" in shell.ok("position").out
    assert "1 post marked read here" in shell.ok("position", "--take").err
    assert shell.ok("river", "--unread", "--json").json == []
    assert "as far here as there" in shell.ok("position").out
    assert "nothing new to say" in shell.ok("position", "--share").err


def test_a_feed_cannot_be_answered(shell: TalkingShell) -> None:
    shell.ok("follow", "https://anna.example/feed", "--as", "Anna")
    post = next(p for p in shell.ok("river", "--json").json if p["channel"].startswith("https://anna"))
    refused = shell("reply", post["id"], "Hello")
    assert (refused.code, "feed" in refused.err) == (2, True)


def test_notices_say_who_what_and_about_which_entry_once(both: TalkingShell) -> None:
    id = entry(both)
    (sent,) = both.ok("share", id, "--to", "mastodon", "--send", "--json").json
    uri = sent["sent"][0]["uri"]
    actor = Actor(key="https://b.example/users/ben", handle="@ben@b.example", name="Ben\x1b[31m")
    moment = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    answer = said(9, "Indeed.", uri, audience=Audience.DIRECT)
    voice = both.voices[ME.id]
    voice.noticed = [
        Notice(id="01", kind="reply", actor=actor, moment=moment, post=answer, about=uri),
        Notice(id="02", kind="follow", actor=actor, moment=moment),
    ]

    shown = both.ok("notices", "--keep").out
    listed = both.ok("notices", "--json").json

    assert "on “" in shown
    assert f"” {id[-6:]}" in shown
    assert "private" in shown
    assert "\x1b" not in shown
    assert [(n["kind"], n["who"], n["entry"]) for n in listed] == [
        ("reply", "@ben@b.example", id),
        ("follow", "@ben@b.example", ""),
    ]
    assert both.ok("notices", "--json").json == []
    voice.noticed.append(replace(voice.noticed[0], id="03", kind="like", post=None))
    assert [n["kind"] for n in both.ok("notices", "--json").json] == ["like"]


def test_without_an_account_one_is_told_how_to_get_one(shell: TalkingShell) -> None:
    workspace = shell.open()
    (account,) = workspace.accounts.all()
    (workspace.paths.vault / "accounts.md").unlink()
    workspace.close()
    refused = shell("share", entry(shell))
    assert (refused.code, account.handle) == (2, ME.handle)
    assert "learnlog account add" in refused.err


def test_leave_to_write_is_asked_only_when_i_first_write(
    shell: TalkingShell, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = replace(ME, scopes=("read",))
    workspace = shell.open()
    workspace.accounts.save(reader)
    workspace.close()
    shell.voices[ME.id].account = reader
    (draft,) = shell.ok("share", entry(shell), "--json").json
    refused = shell("outbox", "send", draft["id"])
    assert (refused.code, "read only" in refused.err, posts(server)) == (1, True, [])

    def grow(self: Accounts, account: Account, scope: str, opener: object, prompt: object) -> Account:
        assert (account.scopes, scope) == (("read",), "write")
        shell.voices[ME.id].account = ME
        self.save(ME)
        return ME

    monkeypatch.setattr(Accounts, "grow", grow)
    shell.ok("outbox", "send", draft["id"], stdin=None)

    assert len(posts(server)) == 1


def test_each_network_has_its_voice(shell: TalkingShell, home: Path) -> None:
    plain = Workspace(find_paths(str(home)))
    for account in (ME, BLUE):
        assert type(plain.make_voice(account)).__name__.lower() == f"{account.network}voice"
    with pytest.raises(LearnlogError, match="cannot speak there"):
        plain.make_voice(replace(ME, network="elsewhere"))
    plain.close()
