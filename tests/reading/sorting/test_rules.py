"""Rules: shown beforehand, applied to what arrives, told at the post, and each run taken back by one undo."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from learnlog.model.errors import LearnlogError, NotFoundError, UsageError
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import Post
from learnlog.model.query import PostFilter
from learnlog.reading.sorting import ruler
from learnlog.workspace import Workspace
from tests.library.conftest import FEED, post

TITLES = (
    "A contract is a promise",
    "Lag",
    "Sponsored: buy lag",
    "Retro openers",
    "Sponsored: buy a contract",
)


def arrive(space: Workspace, *titles: str) -> None:
    made = [post(title, title, hours=n) for n, title in enumerate(titles)]
    space.library.channels.commit(FEED, made, FetchState(checked=space.clock()))


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    """Five posts of Ana's, which were here before any rule."""
    workspace.themes.add("data contracts", keywords=["schema"])
    workspace.people.add("Ana", [Channel(kind="feed", key=FEED)])
    arrive(workspace, *TITLES)
    return workspace


@pytest.fixture
def page(space: Workspace) -> Path:
    return space.vault.root / "rules.md"


def shown(space: Workspace, **asked: object) -> list[str]:
    return [one.title for one in space.library.posts.page(PostFilter(**asked))]  # type: ignore[arg-type]


def named(space: Workspace, title: str) -> Post:
    return next(one for one in space.library.posts.page(PostFilter(hidden="too")) if one.title == title)


def state(space: Workspace) -> list[tuple[str, bool, bool, Sequence[str], bool]]:
    posts = space.library.posts.page(PostFilter(hidden="too"))
    return [(p.title, p.read, p.starred, p.themes, p.is_hidden) for p in posts]


def test_what_a_rule_would_catch_is_shown_and_nothing_is_changed(space: Workspace) -> None:
    before = state(space)
    caught = space.ruler.catch("sponsored")
    assert caught.count == 2
    assert [one.title for one in caught.newest] == ["Sponsored: buy lag", "Sponsored: buy a contract"]
    assert space.ruler.catch("sponsored", 1).count == 2
    assert state(space) == before


def test_a_rule_hides_reads_stars_and_tags_and_the_post_says_which(space: Workspace) -> None:
    space.rules.add("sponsored", "Ads", does=["hide", "read"])
    space.rules.add("contract -sponsored", "Contracts", does=["star"], themes=["data contracts"])
    assert space.ruler.apply("ads").posts == 2
    assert space.ruler.apply("contracts").posts == 1
    assert shown(space) == ["A contract is a promise", "Lag", "Retro openers"]
    assert shown(space, hidden="only") == ["Sponsored: buy lag", "Sponsored: buy a contract"]
    assert shown(space, search="is:hidden lag") == ["Sponsored: buy lag"]
    assert shown(space, theme="data-contracts") == ["A contract is a promise"]
    ad, promise = named(space, "Sponsored: buy lag"), named(space, "A contract is a promise")
    assert {(touch.rule, touch.what) for touch in ad.touched} == {("Ads", "hide"), ("Ads", "read")}
    assert ad.read
    assert promise.starred
    assert {(touch.what, touch.theme) for touch in promise.touched} == {
        ("star", ""),
        ("theme", "data-contracts"),
    }


def test_hidden_posts_are_counted_nowhere(space: Workspace) -> None:
    space.rules.add("sponsored", "Ads", does=["hide"])
    space.rules.add("contract", "Contracts", themes=["data contracts"])
    space.ruler.apply("contracts")
    posts, person = space.library.posts, space.people.all()[0].id
    assert posts.unread_by_theme() == {"data-contracts": 2}
    space.ruler.apply("ads")
    assert posts.unread_total() == 3
    assert posts.unread_by_person() == {person: 3}
    assert posts.unread_by_theme() == {"data-contracts": 1}
    assert posts.unread_by_theme(boosts=False) == {"data-contracts": 1}
    assert space.river.unread_of("lag") == 1
    assert space.river.mark_all_read(PostFilter()) == 3
    assert not named(space, "Sponsored: buy lag").read


def test_one_undo_restores_all_that_a_run_changed(space: Workspace) -> None:
    space.rules.add("sponsored", "Ads", does=["hide", "read", "star"], themes=["Selling"])
    before = state(space)
    space.ruler.apply("ads")
    assert state(space) != before
    assert space.changes.undo() == "the rule “Ads” on 2 posts"
    assert state(space) == before
    assert space.ruler.runs() == []


def test_what_i_did_before_or_since_is_mine(space: Workspace, clock: object) -> None:
    lag, contract = named(space, "Sponsored: buy lag"), named(space, "Sponsored: buy a contract")
    space.river.star(lag.id)
    space.rules.add("sponsored", "Ads", does=["star", "read"])
    space.ruler.apply("ads")
    assert {touch.what for touch in named(space, lag.title).touched} == {"read"}
    clock.pass_(minutes=1)  # type: ignore[attr-defined]
    space.river.mark_read([contract.id], False)
    space.river.mark_read([contract.id])
    space.ruler.take_back("ads")
    assert named(space, lag.title).starred
    assert not named(space, lag.title).read
    assert named(space, contract.title).read
    assert not named(space, contract.title).starred


def test_rules_work_on_what_arrives_and_leave_what_was_here(space: Workspace) -> None:
    space.rules.add("sponsored", "Ads", does=["hide"])
    space.ruler.begin()
    assert space.ruler.apply_to_new() == []
    arrive(space, "Sponsored: more", "Quiet")
    done = space.ruler.apply_to_new()
    assert [(ruled.rule.name, ruled.posts) for ruled in done] == [("Ads", 1)]
    assert ruler.ruled_said(done) == "Your rules changed: “Ads” 1 post."
    assert "Sponsored: more" not in shown(space)
    assert "Sponsored: buy lag" in shown(space)
    assert space.ruler.apply_to_new() == []
    assert space.ruler.take_back("ads").posts == 1
    assert "Sponsored: more" in shown(space)
    assert space.ruler.apply_to_new() == [], "what was taken back is not done again"
    with pytest.raises(NotFoundError):
        space.ruler.take_back("ads")


def test_what_a_stopped_fetch_left_comes_before_the_rules_next_time(space: Workspace) -> None:
    space.rules.add("sponsored", "Ads", does=["hide"])
    space.ruler.begin()
    arrive(space, "Sponsored: more")
    assert space.ruler.apply_to_new(cancelled=lambda: True) == []
    assert [ruled.posts for ruled in space.ruler.apply_to_new()] == [1]


def test_many_posts_are_changed_in_slices_and_taken_back_as_one(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ruler, "SLICE", 7)
    arrive(space, *(f"Note {number}" for number in range(50)))
    space.rules.add("note", "Notes", does=["read", "hide"])
    assert space.ruler.apply("notes").posts == 50
    assert len(shown(space)) == 5
    space.changes.undo()
    assert len(shown(space)) == 50
    assert space.library.posts.unread_total() == 55


def test_a_rule_that_cannot_be_understood_says_so_and_does_nothing(space: Workspace, page: Path) -> None:
    page.write_text(
        "---\nrules:\n"
        "  - {name: No search, does: [hide]}\n"
        "  - {name: Bad deed, search: lag, does: [burn]}\n"
        "  - {name: Idle, search: lag}\n"
        "  - {name: Lost theme, search: lag, themes: [nowhere]}\n"
        "  - {name: Mine, search: 'in:journal lag', does: [hide]}\n"
        "  - {search: lag, does: [hide]}\n"
        "  - {name: Good, search: lag, does: star}\n"
        "---\n"
    )
    problems = space.rules.problems()
    assert len(problems) == 6
    assert (
        "The rule “Bad deed” does nothing: It cannot do “burn”: a rule can star, read, hide, " in problems[2]
    )
    assert any("There is no theme “nowhere”." in problem for problem in problems)
    space.ruler.begin()
    arrive(space, "Lag again")
    assert [ruled.rule.name for ruled in space.ruler.apply_to_new()] == ["Good"]
    assert "Lag again" in shown(space)
    for name in ("Bad deed", "Lost theme"):
        with pytest.raises(LearnlogError):
            space.ruler.apply(name)


@pytest.mark.parametrize("text", ["---\nrules: lag\n---\n", "---\nrules: [\n---\n", "---\n: : :\n---\n"])
def test_a_broken_page_stops_no_fetch(space: Workspace, page: Path, text: str) -> None:
    page.write_text(text)
    space.ruler.begin()
    arrive(space, "Lag again")
    assert space.ruler.apply_to_new() == []
    assert "Lag again" in shown(space)


def test_a_rule_rests_changes_moves_and_goes(space: Workspace) -> None:
    rules = space.rules
    rules.add("sponsored", "Ads", does=["hide"])
    rules.add("lag", does=["star"], themes=["Observability"])
    assert rules.get("lag").themes == ("observability",)
    rules.change("ads", off=True)
    space.ruler.begin()
    arrive(space, "Sponsored: more")
    assert space.ruler.apply_to_new() == []
    rules.change("ads", off=False, name="Adverts", does=["read"])
    rules.move("lag", -1)
    assert [(rule.name, rule.does, rule.off) for rule in rules.all()] == [
        ("lag", ("star",), False),
        ("Adverts", ("read",), False),
    ]
    rules.remove("lag")
    space.changes.undo()
    assert [rule.name for rule in rules.all()] == ["lag", "Adverts"]
    with pytest.raises(UsageError):
        rules.add("lag", "Nothing")
    with pytest.raises(UsageError):
        rules.change("lag", does=[], themes=[])


def test_making_a_rule_with_a_new_theme_is_one_change(space: Workspace) -> None:
    space.rules.add("lag", "Lag", themes=["Delays"])
    space.changes.undo()
    assert space.rules.all() == ()
    assert space.themes.find("Delays") is None


def test_what_a_rule_tagged_stays_tagged_until_i_take_it_away(space: Workspace) -> None:
    space.rules.add("lag -sponsored", "Lag", themes=["data contracts"])
    space.ruler.apply("lag")
    space.sync.reindex()
    assert shown(space, theme="data-contracts") == ["Lag"]
    arrive(space, "Lag")  # the feed brings it again, changed by nothing
    space.themes.add("promises")
    space.themes.merge("data contracts", "promises")
    assert shown(space, theme="promises") == ["Lag"]
    lag = named(space, "Lag")
    space.river.give_theme(lag.id, "promises", given=False)
    assert shown(space, theme="promises") == []
    space.changes.undo()
    assert shown(space, theme="promises") == ["Lag"]


def test_one_hidden_post_is_shown_again(space: Workspace) -> None:
    space.rules.add("sponsored", "Ads", does=["hide"])
    space.ruler.apply("ads")
    lag = named(space, "Sponsored: buy lag")
    assert space.ruler.show(lag.id)
    assert lag.title in shown(space)
    assert not named(space, lag.title).touched
    space.changes.undo()
    assert lag.title not in shown(space)
    assert not space.ruler.show(named(space, "Lag").id)


def test_an_edited_post_stays_hidden_and_tagged(space: Workspace) -> None:
    space.rules.add("lag", "Lag", does=["hide"], themes=["data contracts"])
    space.ruler.apply("lag")
    space.library.channels.commit(FEED, [post("Lag", "lag, rewritten")], FetchState(checked=space.clock()))
    assert "Lag" not in shown(space)
    assert "Lag" in shown(space, theme="data-contracts", hidden="too")


def test_the_full_export_has_hidden_posts_and_rules(space: Workspace) -> None:
    import io
    import json

    from learnlog.care.exporting import export_json

    space.rules.add("sponsored", "Ads", does=["hide"])
    space.ruler.apply("ads")
    stream = io.StringIO()
    export_json(space, stream)
    said = json.loads(stream.getvalue())
    assert len(said["posts"]) == 5
    assert sum(one["hidden"] for one in said["posts"]) == 2
    assert said["rules"][0]["does"] == ["hide"]
