"""What rises, what my own words propose, and the look back once a season."""

import pytest

from learnlog.finding.wording import telling, terms, without_parts
from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.query import PostFilter
from tests.finding.world import ANA, BEN, CAT, FEMKE, World


def usual(world: World, weeks: int = 8) -> None:
    """Ana and Ben write about ordinary things for some weeks."""
    for week in range(1, weeks + 1):
        world.writes(ANA, f"tea and pencils in week {week}", days=7 * week + 1)
        world.writes(BEN, f"busses and pencils, number {week}", days=7 * week + 2)


def test_what_several_of_mine_suddenly_write_rises_with_its_posts(world: World) -> None:
    usual(world)
    world.follow(CAT)
    ana = world.writes(ANA, "The data mesh is here, with pencils")
    ben = world.writes(BEN, "A data mesh, they say, and pencils", days=2)
    cat = world.writes(CAT, "data mesh? No.", days=3)
    found = world.space.finder.rising()
    assert found[0].word == "data mesh"
    assert found[0].posts == (*ana, *ben, *cat)
    assert found[0].people == ("Ana Vos", "Ben de Wit", "Cat Okafor")
    assert (found[0].count, found[0].usual, found[0].known) == (3, 0.0, "")
    assert "pencils" not in [one.word for one in found]  # as ever
    assert "data" not in [one.word for one in found]  # said in the phrase


def test_one_person_alone_a_boost_or_somebody_muted_makes_nothing_rise(world: World) -> None:
    usual(world)
    world.writes(ANA, "#kubernetes", "kubernetes again", "more kubernetes")
    world.boosts(BEN, FEMKE, "kubernetes for all")
    assert world.space.finder.rising() == []
    world.writes(BEN, "kubernetes, sighs Ben")
    assert [one.word for one in world.space.finder.rising()] == ["kubernetes"]
    world.space.finder.mute("ben-de-wit")
    assert world.space.finder.rising() == []


def test_without_a_usual_nothing_can_rise_against_it(world: World) -> None:
    world.writes(ANA, "data mesh")
    world.writes(BEN, "data mesh")
    assert world.space.finder.rising() == []


def test_a_topic_of_mine_that_is_alive_stands_first_and_says_whose_it_is(world: World) -> None:
    usual(world)
    for who in (ANA, BEN):
        world.writes(who, "#zebra crossings", "a schema registry")
    found = world.space.finder.rising()
    assert [(one.word, one.known) for one in found] == [
        ("schema registry", "data contracts"),
        ("zebra", ""),
    ]


def write(world: World, *bodies: str, theme: str = "", tags: tuple[str, ...] = (), **more: object) -> None:
    for body in bodies:
        themes = [theme] if theme else []
        world.space.journal.add(NewEntry(body=body, themes=themes, tags=tags, **more))  # type: ignore[arg-type]


def test_keywords_are_proposed_from_what_i_wrote_and_taken_at_once(world: World) -> None:
    write(
        world,
        "The breaking change came on a Friday, and nobody had the consumer on the phone.",
        "A breaking change is only breaking when a consumer reads it. I asked the consumer.",
        "Data contracts again: no breaking change without a consumer at the table, on a Friday or not.",
        theme="data contracts",
        tags=("ownership",),
    )
    write(world, "Tea on a Friday.", "The garden in the rain, on a Friday.", "A table for the garden.")
    around = world.space.finder.around
    words = around.keywords("data contracts")
    assert set(words) >= {"breaking change", "consumer", "ownership"}
    assert not set(words) & {"friday", "data contracts", "schema registry", "data", "table"}
    assert 3 <= len(words) <= 5
    theme = around.accept("data contracts", words)
    assert theme.keywords == ("schema registry", *words)
    assert around.keywords("data contracts") == () or not set(around.keywords("data contracts")) & set(words)
    world.space.changes.undo()
    assert world.space.themes.get("data contracts").keywords == ("schema registry",)


def test_a_theme_without_entries_has_no_keywords(world: World) -> None:
    assert world.space.finder.keywords("data contracts") == ()
    with pytest.raises(NotFoundError):
        world.space.finder.keywords("no such theme")


def test_what_i_could_be_asked_about_is_told_by_my_own_entries(world: World) -> None:
    write(
        world,
        "an owner with a telephone",
        "an owner who answers",
        theme="data contracts",
        kind=EntryKind.INSIGHT,
    )
    write(world, "dovetail joints", "a dovetail by hand", "glue, no dovetail", tags=("Woodwork",))
    write(world, "rain")
    found = world.space.finder.around.about_me()
    assert [(one.name, one.theme, one.entries, one.insights) for one in found] == [
        ("data contracts", "data-contracts", 2, 2),
        ("woodwork", "", 3, 0),
    ]
    assert "owner" in found[0].words
    assert "dovetail" in found[1].words


def test_a_look_back_comes_once_a_season_and_those_who_gave_least_come_first(world: World) -> None:
    clock, finder = world.space.clock, world.space.finder
    assert finder.reviews() == []
    clock.pass_(weeks=14)  # type: ignore[attr-defined]
    world.writes(ANA, "one", "two", "three")
    read = world.writes(BEN, "four")
    world.space.river.mark_read(read)
    write(world, "so", kind=EntryKind.INSIGHT, people=["ben-de-wit"])
    world.follow(CAT)  # new: not yet
    found = finder.reviews()
    assert [(one.name, one.posts, one.read, one.insights) for one in found] == [
        ("Ana Vos", 3, 0, 0),
        ("Ben de Wit", 1, 1, 1),
    ]
    finder.keep("ana-vos")
    assert [one.name for one in finder.reviews()] == ["Ben de Wit"]
    assert "looked: 2027-03-01" in (world.space.vault.root / "people/ana-vos.md").read_text(encoding="utf-8")
    world.space.changes.undo()
    assert len(finder.reviews()) == 2
    finder.keep("ana-vos")
    clock.pass_(weeks=13, days=1)  # type: ignore[attr-defined]
    assert "Ana Vos" in [one.name for one in finder.reviews()]


def test_a_muted_person_is_out_of_the_river_and_out_of_the_look_back_until_unmuted(world: World) -> None:
    clock, finder = world.space.clock, world.space.finder
    world.writes(ANA, "one")
    finder.mute("Ana Vos")
    assert world.space.river.page(PostFilter()) == []
    assert world.space.library.posts.unread_total() == 0
    assert [one.headline for one in world.space.river.page(PostFilter(person="ana-vos"))] == ["one"]
    assert [channel.key for _, channel in world.space.fetching.schedule.channels()] == [ANA.key, BEN.key]
    with pytest.raises(UsageError, match="muted already"):
        finder.mute("Ana Vos")
    clock.pass_(weeks=14)  # type: ignore[attr-defined]
    assert [one.name for one in finder.reviews()] == ["Ben de Wit"]
    finder.seasons.unmute("Ana Vos")
    assert len(world.space.river.page(PostFilter())) == 1
    with pytest.raises(UsageError, match="not muted"):
        finder.seasons.unmute("Ana Vos")


def test_terms_are_words_and_phrases_that_can_name_a_topic() -> None:
    found = terms(
        "The data contract (v2), at https://x.example/data — #DataContracts; 2026! C++ it's @ana@x.example"
    )
    assert set(found) == {"data", "contract", "data contract", "datacontracts", "c++"}
    assert terms("Één café, twee cafés")["café"] == 1
    assert terms("") == {}


def test_what_stands_in_every_text_sets_nothing_apart() -> None:
    here = [terms("alpha common"), terms("alpha common")]
    there = [terms("beta common"), terms("gamma common"), terms("delta")]
    ranked = [term for term, _ in telling(here, there)]
    assert ranked[0] == "alpha common"
    assert "beta" not in ranked
    assert without_parts(["alpha common", "alpha", "gamma", "common"], 3) == ["alpha common", "gamma"]


def test_a_topic_of_a_programme_i_am_in_stands_out(world: World) -> None:
    usual(world)
    for who in (ANA, BEN):
        world.writes(who, "#privacy, said in plain words", days=2)
    assert [one.known for one in world.space.finder.rising()] == [""]
    world.space.programmes.begin("privacy-in-the-team")
    assert [(one.word, one.known) for one in world.space.finder.rising()] == [
        ("privacy", "Privacy in the team")
    ]
