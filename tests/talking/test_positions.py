"""How far I read goes both ways between here and my own server, and never past what I did not read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.query import PostFilter
from learnlog.settings import find_paths
from learnlog.talking.base import LaterError, NotOfferedError
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.fediverse import Entity, Fediverse
from tests.talking.test_mastodon_voice import Desk
from tests.talking.voices import BLUE, FakeVoice, Server, said

MANNERS = ("mastodon", "gotosocial", "takahe")


class Reader:
    """Me, following Ben here and there, and Eve only there."""

    def __init__(self, server: Fediverse, folder: Path, clock: FakeClock) -> None:
        self.server = server
        self.desk = Desk(server, folder / "keys", clock)
        server.add("eve")
        server.home_of = {"ana", "ben", "eve"}
        self.space = Workspace(
            find_paths(str(folder / "home")), clock=clock, sources=[], voices=lambda account: self.desk.voice
        )
        self.space.accounts.save(self.desk.account)
        ben = server.accounts["ben"]["url"]
        self.channel = Channel(kind="mastodon", key=ben, address=ben)
        self.space.people.add("Ben", [self.channel])
        self.space.library.channels.ensure(self.channel)

    def writes(self, name: str, words: str) -> Entity:
        """Publish a post; Ben's arrives here, too."""
        status = self.server.post(name, words)
        if name == "ben":
            post = said(len(self.server.statuses), words, "", key=self.channel.key)
            social = post.social
            assert social is not None
            from dataclasses import replace

            own = replace(social, uri=status["uri"], parent="", root="")
            self.space.library.channels.commit(
                self.channel.key, [replace(post, guid=status["uri"], social=own)], FetchState()
            )
        return status

    def reads(self, *statuses: Entity) -> None:
        """Read Ben's posts here."""
        posts = self.space.library.posts.by_uris([status["uri"] for status in statuses])
        self.space.river.mark_read([post.id for post in posts])

    def unread(self) -> list[str]:
        return [post.excerpt for post in self.space.river.page(PostFilter(unread=True))]

    @property
    def marker(self) -> str:
        return str(self.server.markers.get("home", {}).get("last_read_id", ""))


def reader_on(manner: str, tmp_path: Path, clock: FakeClock) -> Iterator[Reader]:
    with Fediverse(manner) as server:
        reader = Reader(server, tmp_path, clock)
        yield reader
        reader.space.close()


@pytest.fixture(params=MANNERS)
def any_reader(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Reader]:
    yield from reader_on(request.param, tmp_path, clock)


@pytest.fixture
def reader(tmp_path: Path, clock: FakeClock) -> Iterator[Reader]:
    yield from reader_on("mastodon", tmp_path, clock)


def test_what_was_read_there_is_marked_here_once_i_say_so_and_undone_with_u(any_reader: Reader) -> None:
    one, two = any_reader.writes("ben", "One."), any_reader.writes("ben", "Two.")
    any_reader.writes("ben", "Three.")
    any_reader.server.markers["home"] = {"last_read_id": two["id"]}

    standing = any_reader.space.positions.look(any_reader.desk.account)

    assert standing.place is not None
    assert (standing.place.words, standing.place.who) == ("Two.", "Ben")
    assert any_reader.unread() == ["Three.", "Two.", "One."]
    assert any_reader.space.positions.take(standing) == 2
    assert any_reader.unread() == ["Three."]
    any_reader.space.changes.undo()
    assert any_reader.unread() == ["Three.", "Two.", "One."]
    assert one["id"] != two["id"]


def test_what_i_read_here_is_told_there_up_to_the_first_that_i_did_not(any_reader: Reader) -> None:
    start, one = any_reader.writes("ben", "Start."), any_reader.writes("ben", "One.")
    mine, two = any_reader.writes("ana", "My own."), any_reader.writes("ben", "Two.")
    any_reader.writes("eve", "I follow her only there.")
    last = any_reader.writes("ben", "Last.")
    any_reader.server.markers["home"] = {"last_read_id": start["id"]}
    any_reader.reads(start, one, two, last)

    any_reader.space.positions.settle()

    assert any_reader.marker == two["id"]
    standing = any_reader.space.positions.look(any_reader.desk.account)
    assert standing.ahead is None
    assert standing.furthest is not None
    assert (standing.furthest.words, standing.skipped) == ("Last.", 1)
    any_reader.space.positions.share(standing, skipping=True)
    assert any_reader.marker == last["id"]
    assert any_reader.space.positions.look(any_reader.desk.account).is_even
    assert mine["id"] != last["id"]


def test_nobody_said_how_far_i_read_so_nothing_is_told_by_itself(any_reader: Reader) -> None:
    any_reader.reads(any_reader.writes("ben", "One."))
    any_reader.space.positions.settle()
    assert any_reader.marker == ""
    standing = any_reader.space.positions.look(any_reader.desk.account)
    assert standing.furthest is not None
    any_reader.space.positions.share(standing, skipping=True)
    assert any_reader.marker == standing.furthest.id


def test_a_gap_that_cannot_be_seen_into_is_not_told_as_read(reader: Reader) -> None:
    start = reader.writes("ben", "Start.")
    reader.writes("eve", "Nobody here read this.")
    later = reader.writes("ben", "Later.")
    reader.reads(start, later)
    reader.server.markers["home"] = {"last_read_id": start["id"]}
    reader.server.manner = "takahe"  # which shows the newest, whatever one asked to begin with
    for number in range(45):
        reader.reads(reader.writes("ben", f"Post {number}."))

    reader.space.positions.settle()

    assert reader.marker == start["id"]


def test_a_marker_on_a_post_that_is_gone_marks_nothing_and_moves_nothing(any_reader: Reader) -> None:
    one, two = any_reader.writes("ben", "One."), any_reader.writes("ben", "Two.")
    any_reader.server.markers["home"] = {"last_read_id": "gone"}
    any_reader.reads(one)
    any_reader.space.positions.settle()
    standing = any_reader.space.positions.look(any_reader.desk.account)
    assert (standing.place, standing.ahead) == (None, None)
    assert any_reader.marker == "gone"
    assert two["id"]


def test_it_costs_little_and_is_not_asked_again_at_once(reader: Reader, clock: FakeClock) -> None:
    start = reader.writes("ben", "One.")
    reader.server.markers["home"] = {"last_read_id": start["id"]}
    reader.space.positions.settle()
    before = len(reader.server.log)
    reader.space.positions.settle()
    assert len(reader.server.log) == before
    clock.pass_(minutes=11)
    reader.space.positions.settle()
    assert len(reader.server.log) - before <= 2


def test_reading_only_tells_nothing_there(reader: Reader) -> None:
    from dataclasses import replace

    start, one = reader.writes("ben", "Start."), reader.writes("ben", "One.")
    reader.server.markers["home"] = {"last_read_id": start["id"]}
    reader.reads(one)
    reader.space.accounts.save(replace(reader.desk.account, scopes=("read",)))
    reader.space.positions.settle()
    assert reader.marker == start["id"]


def test_a_server_without_markers_says_so_and_is_left_alone(tmp_path: Path, clock: FakeClock) -> None:
    for reader in reader_on("snac", tmp_path, clock):
        with pytest.raises(NotOfferedError, match="does not offer this"):
            reader.space.positions.look(reader.desk.account)
        reader.space.positions.settle()
        before = len(reader.server.log)
        clock.pass_(hours=3)
        reader.space.positions.settle()
        assert len(reader.server.log) == before


def test_a_network_that_keeps_no_such_thing_says_so(tmp_path: Path, clock: FakeClock) -> None:
    voice = FakeVoice(Server(tmp_path / "server.jsonl"), BLUE)
    space = Workspace(find_paths(str(tmp_path / "home")), clock=clock, sources=[], voices=lambda a: voice)
    space.accounts.save(BLUE)
    assert space.positions.settle() == ()
    with pytest.raises(NotOfferedError, match="Bluesky keeps for nobody"):
        space.positions.look(BLUE)
    space.close()


def test_offline_nothing_happens_after_a_fetch_and_it_is_said_when_asked(reader: Reader) -> None:
    reader.server.habits.refuses = {"/api/v1/markers": 503}
    assert reader.space.positions.settle() == ()
    with pytest.raises(LaterError):
        reader.space.positions.look(reader.desk.account)


def test_notices_read_elsewhere_are_not_new_and_those_read_here_are_told_there(reader: Reader) -> None:
    server, notices = reader.server, reader.space.notices
    first, second, third = (server.notice("follow", name) for name in ("ben", "eve", "ben"))
    server.markers["notifications"] = {"last_read_id": second["id"]}

    news = notices.recent()

    assert [(one.notice.id, one.unread) for one in news.new] == [
        (first["id"], False),
        (second["id"], False),
        (third["id"], True),
    ]
    notices.told(news)
    notices.share(news)
    assert server.markers["notifications"]["last_read_id"] == third["id"]
    later = server.notice("poll", "ben")  # of a kind that is not told here
    server.markers["notifications"] = {"last_read_id": later["id"]}
    notices.share(news)
    assert server.markers["notifications"]["last_read_id"] == later["id"]
