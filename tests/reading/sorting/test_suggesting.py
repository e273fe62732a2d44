"""Suggesting a theme: from its words and what was put under it before, seldom, and never what is there already."""

from dataclasses import replace

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import Post
from learnlog.model.query import PostFilter
from learnlog.reading.sorting.theme_scoring import Taste, suggest, taste_of, vocabulary
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.library.conftest import FEED, post

ABOUT_TRAINS = (
    "The timetable of the night train slipped again at the junction",
    "A junction without a dispatcher makes the timetable a wish",
    "Dispatcher and driver agree on the timetable by radio",
    "Two junctions, one dispatcher, and the timetable holds",
)
OTHERS = tuple(
    f"Something of {word} and the {other}"
    for word in ("bread", "gardens", "paint", "rivers", "maps")
    for other in (f"gate{number} of street{number}" for number in range(40))
)
COOKING = [text for text in OTHERS if text.endswith("street7")]


def words(*texts: str) -> list[frozenset[str]]:
    return [vocabulary(text) for text in texts]


def frequency(word: str) -> int:
    return {"timetable": 5, "junction": 5, "dispatcher": 4, "the": 390, "of": 360, "and": 300}.get(word, 1)


def test_words_that_the_tagged_posts_share_and_others_lack_speak_for_a_theme() -> None:
    taste = taste_of("trains", ["railways"], words(*ABOUT_TRAINS), frequency, 400)
    assert "timetable" in taste.weights
    assert "the" not in taste.weights
    assert "driver" not in taste.weights, "one post may have a word by chance"
    (found,) = [suggest(one, [taste]) for one in words("A dispatcher at the junction, asleep")]
    assert found is not None
    assert (found.theme, found.words) == ("trains", ("dispatcher", "junction"))
    assert suggest(vocabulary("Bread and rivers at the harbour"), [taste]) is None
    assert suggest(vocabulary("A dispatcher at the junction, asleep"), [taste], {"trains"}) is None
    long = "A dispatcher at the junction " + " ".join(f"word{number}x" for number in range(300))
    assert suggest(vocabulary(long), [taste]) is None, "two words tell little of so long a post"


def test_the_theme_that_likes_it_best_is_the_one() -> None:
    tastes = [Taste("a", {"lag": 3.0, "late": 2.0}), Taste("b", {"lag": 3.0, "late": 3.0})]
    found = suggest(vocabulary("lag and late"), tastes)
    assert found is not None
    assert found.theme == "b"
    assert suggest(frozenset(), tastes) is None


def test_whose_posts_i_usually_put_there_counts_but_is_not_enough() -> None:
    taste = Taste("trains", {"dispatcher": 2.0})
    said = vocabulary("A dispatcher, asleep")
    assert suggest(said, [taste]) is None
    found = suggest(said, [taste], usual={"trains": 0.75})
    assert found is not None
    assert found.theme == "trains"
    assert suggest(vocabulary("Asleep"), [taste], usual={"trains": 0.75}) is None


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    """Posts on trains, of which three were put under the theme, among others."""
    workspace.themes.add("railways")
    workspace.people.add("Ana", [Channel(kind="feed", key=FEED)])
    made = [post(text, text, hours=number) for number, text in enumerate((*ABOUT_TRAINS, *OTHERS))]
    workspace.library.channels.commit(FEED, made, FetchState(checked=workspace.clock()))
    workspace.library.catch_up()
    for text in ABOUT_TRAINS[:3]:
        workspace.river.give_theme(titled(workspace, text).id, "railways")
    return workspace


def titled(space: Workspace, title: str) -> Post:
    return next(one for one in space.library.posts.page(PostFilter(), limit=500) if one.title == title)


def test_a_post_like_those_i_tagged_gets_a_suggestion_and_others_none(space: Workspace) -> None:
    found = space.suggesting.for_post(titled(space, ABOUT_TRAINS[3]))
    assert found is not None
    assert found.theme == "railways"
    assert {"timetable", "dispatcher"} <= set(found.words)
    assert not any(space.suggesting.for_post(titled(space, text)) for text in OTHERS)
    assert space.suggesting.for_post(titled(space, ABOUT_TRAINS[0])) is None, "it is there already"


def test_what_i_tag_teaches_at_once(space: Workspace) -> None:
    assert space.suggesting.for_post(titled(space, COOKING[3])) is None
    space.themes.add("cooking")
    for text in COOKING[:3]:
        space.river.give_theme(titled(space, text).id, "cooking")
    found = space.suggesting.for_post(titled(space, COOKING[3]))
    assert found is not None
    assert found.theme == "cooking"


def test_what_was_tagged_elsewhere_is_learned_in_minutes(space: Workspace, clock: FakeClock) -> None:
    space.suggesting.for_post(titled(space, COOKING[3]))
    elsewhere = Workspace(space.paths, clock=clock)
    elsewhere.themes.add("cooking")
    for text in COOKING[:3]:
        elsewhere.river.give_theme(titled(space, text).id, "cooking")
    elsewhere.close()
    clock.pass_(minutes=6)
    assert space.suggesting.for_post(titled(space, COOKING[3])) is not None


def test_what_i_wrote_on_a_theme_teaches_as_well(space: Workspace) -> None:
    space.themes.add("gardening", question="How do hedges and gravel get along?")
    hedges = post("Gravel, hedges and moss", "Gravel under hedges keeps moss away", hours=1)
    space.library.channels.commit(FEED, [hedges], FetchState(checked=space.clock()))
    space.library.catch_up()
    one = titled(space, "Gravel, hedges and moss")
    assert space.suggesting.for_post(one) is None
    space.journal.add(NewEntry(body="The gravel won, the hedges sulk.", themes=["gardening"]))
    space.suggesting.forget()
    found = space.suggesting.for_post(one)
    assert found is not None
    assert found.theme == "gardening"


def test_the_usual_theme_of_a_person_helps_a_single_word_along(space: Workspace) -> None:
    key = "https://cara.example/feed"
    space.people.add("Cara", [Channel(kind="feed", key=key)])
    texts = [f"The timetable of line{number} and bridge{number}" for number in range(4)]
    made = [post(text, text, hours=number) for number, text in enumerate((*texts, "A timetable, late"))]
    space.library.channels.commit(key, made, FetchState(checked=space.clock()))
    space.library.catch_up()
    before = space.suggesting.for_post(titled(space, "A timetable, late"))
    for text in texts:
        space.river.give_theme(titled(space, text).id, "railways")
    found = space.suggesting.for_post(titled(space, "A timetable, late"))
    assert before is None
    assert found is not None
    assert found.theme == "railways"


def test_it_can_be_switched_off(space: Workspace) -> None:
    off = Workspace(space.paths, replace(space.settings, suggest_themes=False), clock=space.clock)
    assert off.suggesting.for_post(titled(space, ABOUT_TRAINS[3])) is None
    off.close()


def test_a_parked_theme_is_not_suggested(space: Workspace) -> None:
    from learnlog.model.theme import ThemeStatus

    space.themes.set_status("railways", ThemeStatus.PARKED)
    assert space.suggesting.for_post(titled(space, ABOUT_TRAINS[3])) is None


def test_words_too_common_to_be_counted_speak_for_nothing(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnlog.reading.sorting.suggesting._COMMON", 10)
    space.themes.add("streets")
    for text in OTHERS[:30]:
        space.river.give_theme(titled(space, text).id, "streets")
    assert not any(space.suggesting.for_post(titled(space, text)) for text in OTHERS[45:200:7])
