"""One person of two cards, two cards of one person, and following somebody to a new account."""

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.query import EntryFilter, PostFilter
from learnlog.overview.person_page import look_at_person
from learnlog.workspace import Workspace

FEED = Channel(kind="feed", key="https://ana.example/feed", title="Ana’s notes", typed_host="ana.example:443")
PROFILE = Channel(
    kind="mastodon", key="https://m.example/users/ana", title="Ana on M", address="https://m.example/@ana"
)


@pytest.fixture
def two(workspace: Workspace) -> Workspace:
    workspace.people.add("Ana Vos", [FEED], themes=["promises"], circles=["authors"], why="She knows.")
    workspace.people.add("ana@m", [PROFILE], themes=["registries"], circles=["work"], why="Daily.")
    for channel, words in ((FEED, "Long"), (PROFILE, "Short")):
        workspace.library.channels.commit(channel.key, [NewPost(guid=words, title=words)], FetchState())
    return workspace


def vault(workspace: Workspace) -> dict[str, str]:
    return {path.name: path.read_text() for path in (workspace.paths.vault / "people").glob("*.md")}


def test_joining_moves_everything_to_one_card_and_is_one_undo(two: Workspace) -> None:
    before = vault(two)
    entry = two.journal.add(
        NewEntry(body="Heard it from [[ana@m]]", kind=EntryKind.INSIGHT, people=["ana-m"])
    )
    kept = two.keeping.keep(next(p for p in two.river.page(PostFilter()) if p.title == "Short").id)
    changes = len(two.changes)

    ana = two.people.join("Ana Vos", "ana@m")

    assert len(two.changes) == changes + 1
    assert [channel.key for channel in ana.channels] == [FEED.key, PROFILE.key]
    assert (ana.themes, ana.circles) == (("promises", "registries"), ("authors", "work"))
    assert "She knows." in ana.why
    assert "Daily." in ana.why
    assert [person.name for person in two.people.all()] == ["Ana Vos"]
    assert two.people.get("ana-m").id == two.people.get("ana@m").id == "ana-vos"
    assert len(two.river.page(PostFilter(person="ana-vos"))) == 2
    assert two.journal.list(EntryFilter(person="ana-vos"))[0].id == entry.id
    assert look_at_person(two, "ana-vos").kept[0].id == kept.id
    assert "ana-m" not in {path.stem for path in (two.paths.vault / "people").glob("*.md")}

    two.changes.undo()

    assert vault(two) == before
    assert len(two.river.page(PostFilter(person="ana-m"))) == 1


def test_joining_somebody_with_themselves_or_nobody_changes_nothing(two: Workspace) -> None:
    before = vault(two)
    with pytest.raises(UsageError, match="both times"):
        two.people.join("Ana Vos", "ana-vos")
    with pytest.raises(NotFoundError):
        two.people.join("Ana Vos", "nobody at all")
    assert vault(two) == before


def test_splitting_gives_a_channel_its_own_card_and_takes_the_name_back(two: Workspace) -> None:
    two.people.join("Ana Vos", "ana@m")
    joined = vault(two)

    made = two.people.split("Ana Vos", "Ana on M", "ana@m")

    assert (made.id, made.name, made.channels) == ("ana-m", "ana@m", (PROFILE,))
    assert [channel.key for channel in two.people.get("Ana Vos").channels] == [FEED.key]
    assert [post.title for post in two.river.page(PostFilter(person="ana-m"))] == ["Short"]
    assert two.changes.undo() == "split ana@m from Ana Vos"
    assert vault(two) == joined


def test_splitting_wants_a_channel_that_is_there_and_a_free_name(two: Workspace) -> None:
    with pytest.raises(UsageError, match="only channel"):
        two.people.split("Ana Vos", "1", "Somebody")
    two.people.join("Ana Vos", "ana@m")
    two.people.add("Ben")
    before = vault(two)
    with pytest.raises(NotFoundError, match="no channel") as caught:
        two.people.split("Ana Vos", "7", "Somebody")
    assert "2. Ana on M" in caught.value.hint
    for taken in ("Ben", "Ana Vos"):
        with pytest.raises(UsageError, match="already"):
            two.people.split("Ana Vos", "2", taken)
    assert vault(two) == before


def test_moving_keeps_the_posts_and_the_old_key_still_finds_them(two: Workspace) -> None:
    new = Channel(kind="mastodon", key="https://new.example/users/ana", address="https://new.example/@ana")

    person = two.people.move("ana@m", PROFILE.key, new)

    assert (person.channels[0].key, person.channels[0].aliases) == (new.key, (PROFILE.key,))
    assert two.people.get(PROFILE.key).id == "ana-m"
    assert [post.title for post in two.river.page(PostFilter(person="ana-m"))] == ["Short"]
    two.library.channels.commit(new.key, [NewPost(guid="Short", title="Short")], FetchState())
    assert len(two.river.page(PostFilter(person="ana-m"))) == 1
    two.changes.undo()
    assert two.people.get("ana@m").channels == (PROFILE,)
    assert [post.title for post in two.river.page(PostFilter(person="ana-m"))] == ["Short"]


def test_an_account_of_somebody_else_is_not_moved_to(two: Workspace) -> None:
    with pytest.raises(UsageError, match="card of Ana Vos") as caught:
        two.people.move("ana@m", PROFILE.key, FEED)
    assert "people join" in caught.value.hint


def test_a_card_can_lose_what_a_channel_no_longer_says(two: Workspace) -> None:
    from dataclasses import replace

    ana = two.people.get("Ana Vos")
    card = two.paths.vault / ana.path
    card.write_text(card.read_text().replace("typed_host:", "colour: blue\n    typed_host:"))
    two.sync.scan()
    ana = two.people.get("Ana Vos")
    bare = replace(ana.channels[0], typed_host="", title="", boosts=False)

    two.people.save(replace(ana, channels=(bare,)))

    text = card.read_text()
    assert "typed_host" not in text
    assert "title" not in text
    assert "colour: blue" in text
    assert two.people.get("Ana Vos").channels[0].boosts is False
