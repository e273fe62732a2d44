"""Suggesting a theme: from its words and what was put under it before, seldom, and never what is there already."""

from dataclasses import replace

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import Post
from learnlog.model.query import PostFilter
from learnlog.reading.sorting.theme_scoring import Taste, habits_of, suggest, taste_of, vocabulary
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
AT_STATIONS = (
    "The timetable in the hall, and a dispatcher in a booth",
    "A hall, a clock, a timetable and no dispatcher",
    "Under the clock the dispatcher reads a timetable",
)
BOTH = "A dispatcher, a junction and a timetable, of gravel, moss, tea and trees"
COOKING = [text for text in OTHERS if text.endswith("street7")]


def words(*texts: str) -> list[frozenset[str]]:
    return [vocabulary(text) for text in texts]


HABITS = habits_of(words(*ABOUT_TRAINS, *OTHERS))


def test_words_that_the_tagged_posts_share_and_others_lack_speak_for_a_theme() -> None:
    taste = taste_of("trains", ["railways"], words(*ABOUT_TRAINS), HABITS)
    assert taste is not None
    assert taste.weights["timetable"] > taste.weights["driver"], "one post may have a word by chance"
    found = suggest(vocabulary("A dispatcher of the junction, asleep"), [taste], HABITS)
    assert found is not None
    assert found.theme == "trains"
    assert set(found.words) == {"junction", "dispatcher"}, "the and of say nothing of it"
    assert suggest(vocabulary("Bread and rivers at the harbour"), [taste], HABITS) is None
    assert suggest(vocabulary("A dispatcher of the junction, asleep"), [taste], HABITS, {"trains"}) is None
    long = "A dispatcher at the junction " + " ".join(f"word{number}x" for number in range(300))
    assert suggest(vocabulary(long), [taste], HABITS) is None, "two words tell little of so long a post"


def test_the_theme_that_likes_it_best_is_the_one_unless_another_likes_it_nearly_as_much() -> None:
    said = vocabulary("lag and late")
    found = suggest(said, [Taste("a", {"lag": 0.2}), Taste("b", {"lag": 0.8, "late": 0.6})], HABITS)
    assert found is not None
    assert found.theme == "b"
    alike = [Taste("a", {"lag": 0.2, "late": 0.1}), Taste("b", {"lag": 0.2, "late": 0.12})]
    assert suggest(said, alike[1:], HABITS) is not None
    assert suggest(said, alike, HABITS) is None
    assert suggest(frozenset(), alike, HABITS) is None


def test_a_theme_that_it_is_under_already_speaks_against_its_neighbours_too() -> None:
    alike = [Taste("a", {"lag": 0.2, "late": 0.1}), Taste("b", {"lag": 0.2, "late": 0.12})]
    assert suggest(vocabulary("lag and late"), alike, HABITS, {"b"}) is None


def test_a_theme_of_which_only_the_name_is_known_is_never_suggested() -> None:
    assert taste_of("trains", ["night trains"], [], HABITS) is None
    assert taste_of("trains", ["night trains"], words("What slows the night down?"), HABITS) is None


def test_a_post_that_is_like_any_other_is_about_no_theme() -> None:
    usual = [text.replace("bread", "paint") for text in OTHERS[:40]]
    taste = taste_of("paint", ["colours"], words(*usual[:20]), HABITS)
    assert taste is not None
    assert not any(suggest(said, [taste], HABITS) for said in words(*OTHERS[40:80]))


def test_whose_posts_i_usually_put_there_counts_but_is_not_enough() -> None:
    taste = Taste("trains", {"dispatcher": 0.12})
    said = vocabulary("A dispatcher, asleep")
    assert suggest(said, [taste], HABITS) is None
    found = suggest(said, [taste], HABITS, usual={"trains": 0.75})
    assert found is not None
    assert found.theme == "trains"
    assert suggest(vocabulary("Asleep"), [taste], HABITS, usual={"trains": 0.75}) is None


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


def test_words_that_nearly_every_post_has_speak_for_nothing(space: Workspace) -> None:
    space.themes.add("streets")
    for text in OTHERS[:30]:
        space.river.give_theme(titled(space, text).id, "streets")
    assert not any(space.suggesting.for_post(titled(space, text)) for text in OTHERS[45:200:7])


def test_a_post_that_two_themes_like_alike_gets_none(space: Workspace) -> None:
    space.themes.add("stations")
    made = [post(text, text, hours=number) for number, text in enumerate((*AT_STATIONS, BOTH))]
    space.library.channels.commit(FEED, made, FetchState(checked=space.clock()))
    space.library.catch_up()
    found = space.suggesting.for_post(titled(space, BOTH))
    assert found is not None
    assert found.theme == "railways"
    for text in AT_STATIONS:
        space.river.give_theme(titled(space, text).id, "stations")
    assert space.suggesting.for_post(titled(space, BOTH)) is None


def test_words_are_rare_or_usual_as_the_library_grows(space: Workspace) -> None:
    assert space.suggesting.for_post(titled(space, ABOUT_TRAINS[3])) is not None
    more = [f"Timetable, junctions, one dispatcher, two holds, number{number}" for number in range(400)]
    made = [post(text, text, hours=number) for number, text in enumerate(more)]
    space.library.channels.commit(FEED, made, FetchState(checked=space.clock()))
    space.library.catch_up()
    space.suggesting.forget()
    assert space.suggesting.for_post(titled(space, ABOUT_TRAINS[3])) is None
