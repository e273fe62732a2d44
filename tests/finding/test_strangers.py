"""Posts of people I do not follow are stored for the finder alone, until I follow them."""

from pathlib import Path

from learnlog.care.backup import backup, restore_backup
from learnlog.care.doctor import examine
from learnlog.care.walking import all_posts
from learnlog.model.query import PostFilter
from learnlog.overview.today import look_at_today
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.finding.world import ANA, FEMKE, World, names

ON = "data contracts"


def test_they_are_in_no_list_no_count_and_no_search_unless_asked_for(world: World) -> None:
    mine, theirs = world.on(ON, ANA, 1), world.on(ON, FEMKE, 3)
    space = world.space
    posts = space.library.posts
    assert [one.id for one in space.river.page(PostFilter())] == mine
    assert [one.id for one in space.river.page(PostFilter(theme="data-contracts"))] == mine
    assert posts.unread_total() == 1
    assert posts.unread_by_theme() == {"data-contracts": 1}
    assert posts.count(PostFilter(theme="data-contracts")) == 1
    assert look_at_today(space).news[0].unread == 1
    assert sum(look_at_today(space).news[0].weeks) == 1
    assert [one.id for one in all_posts(space)] == mine
    assert [hit.id for hit in space.search(f"{ON} in:posts")] == mine
    assert {hit.id for hit in space.search(f"{ON} in:strangers")} == set(theirs)
    assert {hit.id for hit in space.search("in:strangers")} == set(theirs)
    assert [hit.id for hit in space.search("in:strangers OR registry") if hit.type == "post"] == mine
    assert [channel.key for _, channel in space.fetching.schedule.channels()] == [
        ANA.key,
        "https://polder.example/users/ben",
    ]


def test_a_rebuilt_index_a_backup_and_the_doctor_cope_with_them(world: World, tmp_path: Path) -> None:
    world.on(ON, FEMKE, 3)
    space = world.space
    space.sync.reindex()
    assert [one for one in examine(space) if not one.ok and "keyring" not in one.what.casefold()] == []
    written = backup(space, tmp_path / "all.zip")
    other = Workspace(find_paths(str(tmp_path / "other")), clock=space.clock)
    restore_backup(other, written)
    assert names(other.finder.find(ON).new) == ["Femke Jansen"]
    assert other.river.page(PostFilter()) == []
    other.close()


def test_following_somebody_shows_what_is_stored_at_once_and_unfollowing_hides_it_again(world: World) -> None:
    theirs = world.on(ON, FEMKE, 3)
    space = world.space
    space.finder.follow(world.find().new[0].candidate)
    assert {one.id for one in space.river.page(PostFilter(theme="data-contracts"))} == set(theirs)
    space.people.unfollow("Femke Jansen")
    assert space.river.page(PostFilter()) == []
    assert names(world.find().new) == ["Femke Jansen"]
