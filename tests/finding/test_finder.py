"""Who is found for a theme, why, and who is kept back."""

from dataclasses import replace

import pytest

from learnlog.finding.gates import DISMISSED, INACTIVE, MYSELF, UNPROVEN
from learnlog.journal.entries import NewEntry
from learnlog.model.account import Account
from learnlog.model.entry import EntryKind
from learnlog.model.errors import NotFoundError
from learnlog.model.finding import Circle, Description, Profile, ReasonKind
from learnlog.model.person import Channel
from learnlog.model.query import PostFilter
from tests.finding.world import ANA, BEN, CAT, FEMKE, IDRIS, NOBODY, World, names, reason, the

ON = "data contracts"


def test_those_of_mine_who_write_about_it_and_those_they_pass_on_stand_in_two_circles(world: World) -> None:
    world.on(ON, ANA, 4, days=3)
    world.boosts(ANA, FEMKE, "Data contracts are a promise", "data contracts need a reader")
    world.boosts(BEN, FEMKE, "data contracts without a registry", days=2)
    found = world.find()
    assert (found.theme, found.terms) == ("data-contracts", ("data contracts", "schema registry"))
    assert names(found.mine) == ["Ana Vos"]
    assert names(found.new) == ["Femke Jansen"]
    femke = the(found.new, "Femke Jansen")
    assert [one.words for one in femke.reasons] == [
        "3 posts on data contracts, newest yesterday",
        "boosted by Ana Vos and Ben de Wit",
    ]
    assert not femke.beyond
    assert [one.words for one in the(found.mine, "Ana Vos").reasons] == [
        "4 posts on data contracts, newest 3 days ago"
    ]


def test_every_count_opens_to_posts_that_are_really_theirs(world: World) -> None:
    world.on(ON, ANA, 5)
    world.on(ON, FEMKE, 4)
    boosted = world.boosts(BEN, FEMKE, "a schema registry is data contracts’ attic")
    world.quotes(BEN, FEMKE, "she says it: data contracts")
    found = world.find()
    femke = the(found.new, "Femke Jansen")
    opened = world.space.library.posts.get_many(reason(femke, ReasonKind.POSTS).posts)
    assert len(opened) == reason(femke, ReasonKind.POSTS).count == 5
    assert {one.author for one in opened} == {"Femke Jansen"}
    assert reason(femke, ReasonKind.BOOSTED).posts == tuple(boosted)
    assert reason(femke, ReasonKind.QUOTED).people == ("ben-de-wit",)
    assert {one.author for one in femke.evidence} == {"Femke Jansen"}
    assert {one.person for one in the(found.mine, "Ana Vos").evidence} == {"ana-vos"}


def test_a_post_that_two_pass_on_is_one_post(world: World) -> None:
    world.boosts(ANA, FEMKE, "data contracts are a promise")
    world.boosts(BEN, FEMKE, "data contracts are a promise")
    femke = the(world.find().new, "Femke Jansen")
    assert reason(femke, ReasonKind.POSTS).count == 1
    assert reason(femke, ReasonKind.BOOSTED).words == "boosted by Ana Vos and Ben de Wit"


def test_a_new_person_needs_three_different_posts_or_two_of_mine(world: World) -> None:
    world.boosts(ANA, FEMKE, "data contracts are a promise", "data contracts need a reader")
    world.boosts(ANA, CAT, "data contracts", "data contracts!", "Data contracts https://cat.example/1")
    world.boosts(ANA, NOBODY, "data contracts once")
    world.quotes(BEN, NOBODY, "data contracts, he says")
    found = world.find()
    assert names(found.new) == ["No Body"]
    assert dict(found.left_out) == {UNPROVEN: 2}


def test_the_same_thing_said_a_hundred_times_counts_once(world: World) -> None:
    world.writes(CAT, *(f"Data contracts! Buy my data contracts course, week {n}" for n in range(100)))
    world.on(ON, FEMKE, 3)
    found = world.find()
    assert names(found.new) == ["Femke Jansen"]


def test_who_was_silent_for_18_months_is_shown_only_when_asked_for(world: World) -> None:
    world.on(ON, FEMKE, 3, days=600)
    assert dict(world.find().left_out) == {INACTIVE: 1}
    assert names(world.find(include_inactive=True).new) == ["Femke Jansen"]
    world.writes(FEMKE, "something else entirely", days=3)
    assert names(world.find().new) == ["Femke Jansen"]


def test_i_am_never_found_myself(world: World) -> None:
    world.space.accounts  # noqa: B018 - built before the page is written
    from learnlog.accounts.book import Book

    Book(world.space.vault).put(
        Account(network="bluesky", key=CAT.key, handle=CAT.handle, server="https://pds.example")
    )
    world.on(ON, CAT, 4)
    found = world.find()
    assert names(found.new) == []
    assert dict(found.left_out) == {MYSELF: 1}


def test_whom_i_follow_is_never_new_and_their_posts_are_there_at_once(world: World) -> None:
    ids = world.on(ON, FEMKE, 3)
    assert world.space.river.page(PostFilter()) == []
    femke = the(world.find().new, "Femke Jansen")
    person = world.space.finder.follow(femke.candidate, theme="data contracts")
    assert (person.name, person.themes) == ("Femke Jansen", ("data-contracts",))
    assert [one.key for one in person.channels] == [FEMKE.key]
    assert {one.id for one in world.space.river.page(PostFilter())} == set(ids)
    found = world.find()
    assert (names(found.mine), names(found.new)) == (["Femke Jansen"], [])
    world.space.changes.undo()
    assert names(world.find().new) == ["Femke Jansen"]
    assert world.space.river.page(PostFilter()) == []


def test_who_is_not_for_me_never_returns_until_restored(world: World) -> None:
    world.on(ON, FEMKE, 3)
    femke = the(world.find().new, "Femke Jansen").candidate
    finder = world.space.finder
    finder.dismiss(femke)
    assert names(world.find().new) == []
    assert dict(world.find().left_out) == {DISMISSED: 1}
    assert [one.name for one in finder.dismissed()] == ["Femke Jansen"]
    page = world.space.vault.read("dismissed.md")
    assert page
    assert f"- 2026-11-23 {FEMKE.key} — Femke Jansen" in page.text
    assert finder.restore("femke jansen").key == FEMKE.key
    assert names(world.find().new) == ["Femke Jansen"]
    assert world.space.changes.undo() == "let Femke Jansen be proposed again"
    assert names(world.find().new) == []
    world.space.changes.undo()
    assert names(world.find().new) == ["Femke Jansen"]
    with pytest.raises(NotFoundError):
        finder.restore("nobody at all")


def test_undoing_it_takes_out_that_line_only(world: World) -> None:
    world.on(ON, FEMKE, 3)
    femke = the(world.find().new, "Femke Jansen").candidate
    before = f"# Not for me\n\n- 2026-01-01 {FEMKE.key} — Femke, on my other machine\n"
    (world.space.vault.root / "dismissed.md").write_text(before)

    world.space.finder.dismiss(femke)
    world.space.changes.undo()

    assert (world.space.vault.root / "dismissed.md").read_text() == before


def test_somebody_whom_none_of_mine_passes_on_gets_every_fourth_place(world: World) -> None:
    for number in range(8):
        known = type(FEMKE)(key=f"did:plc:k{number}", handle=f"k{number}.example", name=f"Known {number}")
        world.boosts(
            ANA,
            known,
            *(
                f"data contracts data contracts {end} {number}"
                for end in (
                    "one fine day in a harbour",
                    "two by two up the stairs",
                    "three cheers for whoever owns them",
                )
            ),
        )
    world.writes(
        CAT,
        *(
            f"once about data contracts among {end}"
            for end in (
                "a lot of other words here",
                "cats and dogs and horses",
                "the long grass by the river side",
            )
        ),
    )
    found = world.find(limit=4)
    assert found.new[3].candidate.name == "Cat Okafor"
    assert [one.beyond for one in found.new] == [False, False, False, True]
    assert found.beyond == 1


def test_a_starter_pack_a_bio_and_insights_are_reasons(world: World) -> None:
    actors, now = world.space.library.actors, world.now
    actors.put(
        [Profile(key=FEMKE.key, kind="bluesky", name="Femke Jansen", bio="I write #DataContracts")], now
    )
    pack = Description(
        source="https://bsky.app/start/x/y", kind="pack", text="Data contracts folk: all of them"
    )
    actors.describe([FEMKE.key], pack, now)
    world.on(ON, FEMKE, 3)
    femke = the(world.find().new, "Femke Jansen")
    assert reason(femke, ReasonKind.LISTED).words == "in the starter pack “Data contracts folk”"
    assert reason(femke, ReasonKind.LISTED).address == "https://bsky.app/start/x/y"
    assert reason(femke, ReasonKind.BIO).words == "says “I write #DataContracts”"
    world.on(ON, ANA, 3)
    world.space.journal.add(
        NewEntry(body="so", kind=EntryKind.INSIGHT, themes=["data contracts"], people=["ana-vos"])
    )
    assert (
        reason(the(world.find().mine, "Ana Vos"), ReasonKind.INSIGHTS).words
        == "1 insight of yours came from them"
    )


def test_whether_somebody_answers_is_counted_from_stored_threads(world: World) -> None:
    world.on(ON, IDRIS, 3)
    for number in range(4):
        world.writes(
            NOBODY, f"a question {number}", answers=IDRIS, parent=f"at://{IDRIS.key}/p{number}", root="at://r"
        )
        if number:
            asked = f"at://{NOBODY.key}/{world._number}"
            world.writes(IDRIS, f"an answer {number}", answers=NOBODY, parent=asked, root="at://r")
    idris = the(world.find().new, "Idris Bello")
    assert reason(idris, ReasonKind.ANSWERS).words == "answers 3 in 4 replies"
    assert len(reason(idris, ReasonKind.ANSWERS).posts) == 4


def test_words_of_mine_need_no_theme_and_a_circle_can_be_asked_for(world: World) -> None:
    world.writes(ANA, "on silent openers in a retro")
    world.writes(
        FEMKE, *(f"silent openers {end}" for end in ("help", "hinder at times", "are for the quiet half"))
    )
    found = world.find("silent openers")
    assert (names(found.mine), names(found.new), found.theme) == (["Ana Vos"], ["Femke Jansen"], "")
    assert world.find("silent openers", circle=Circle.MINE).new == ()
    assert world.find("silent openers", circle=Circle.NEW).mine == ()
    assert world.find('"( NEAR *').mine == ()


def test_an_explanation_adds_up_and_is_worked_out_anew(world: World) -> None:
    world.on(ON, FEMKE, 4)
    femke = the(world.find().new, "Femke Jansen")
    why = world.space.finder.explain(ON, femke.candidate.key)
    assert why.value == femke.score
    score = why.parts[1]
    total, divisor = score.parts
    assert total.value
    assert divisor.value
    assert score.value == pytest.approx(total.value / divisor.value)
    assert total.value == pytest.approx(sum(part.value or 0 for part in total.parts))
    opened = world.space.library.posts.get_many([part.post for part in total.parts if part.post])
    assert [one.author for one in opened] == ["Femke Jansen"] * 4
    (close, fresh, share) = total.parts[0].parts
    assert total.parts[0].value is not None
    assert 0 < total.parts[0].value <= (close.value or 0) * (fresh.value or 0) * (share.value or 0)
    world.writes(FEMKE, "data contracts again, on something new")
    assert world.space.finder.explain(ON, femke.candidate.key).value != why.value
    with pytest.raises(NotFoundError):
        world.space.finder.explain(ON, "did:plc:unknown")


def test_a_rebuilt_index_finds_the_same_people_for_the_same_reasons(world: World) -> None:
    world.on(ON, ANA, 3)
    world.boosts(
        ANA,
        FEMKE,
        "data contracts are a promise",
        "the data contracts of others",
        "registry of data contracts",
    )
    world.quotes(BEN, FEMKE, "data contracts, as she says")
    before = world.find()
    world.space.sync.reindex()
    assert world.find() == before


def test_the_words_on_the_screen_are_harmless_whatever_names_say(world: World) -> None:
    evil = type(FEMKE)(
        key="did:plc:evil", handle="evil\x1b]0;x\x07.example", name="Evil\x1b[2J\u202e\nName — x"
    )
    actors = world.space.library.actors
    world.on(ON, evil, 3)
    actors.put(
        [Profile(key=evil.key, kind="bluesky", name=evil.name, bio="data contracts \x1b[31m")], world.now
    )
    actors.describe(
        [evil.key],
        Description(source="javascript:alert(1)", kind="list", text="data contracts\u202e\x1b[2J"),
        world.now,
    )
    found = world.find().new[0]
    said = [found.candidate.name, found.candidate.bio, *(one.words for one in found.reasons)]
    assert not any("\x1b" in text or "\u202e" in text or "\n" in text for text in said)
    assert reason(found, ReasonKind.LISTED).address == ""
    world.space.finder.dismiss(found.candidate)
    assert world.find().new == ()
    assert [one.key for one in world.space.finder.dismissed()] == [evil.key]


def test_who_only_uses_a_keyword_that_everybody_uses_is_found_all_the_same(world: World) -> None:
    world.writes(ANA, "our schema registry")
    world.writes(
        FEMKE, *(f"a schema registry {end}" for end in ("as an attic", "with a keeper", "nobody reads"))
    )
    found = world.find()
    assert (names(found.mine), names(found.new)) == (["Ana Vos"], ["Femke Jansen"])
    assert reason(found.new[0], ReasonKind.POSTS).count == 3


def test_a_theme_that_was_merged_into_another_counts_for_it(world: World) -> None:
    world.space.themes.add("pacts of data", keywords=["handshake"])
    world.space.themes.merge("pacts of data", "data contracts")
    world.writes(
        FEMKE, "a handshake at noon", "the handshake, written down", "who shakes? a handshake of two"
    )
    found = world.find()
    assert names(found.new) == ["Femke Jansen"]
    assert world.find("pacts of data").new == found.new
    assert "handshake" in found.terms


def test_insights_open_and_stay_with_somebody_who_was_joined(world: World) -> None:
    world.on(ON, ANA, 3)
    entry = world.space.journal.add(
        NewEntry(body="so", kind=EntryKind.INSIGHT, themes=["data contracts"], people=["ben-de-wit"])
    )
    world.space.people.join("ana-vos", "ben-de-wit")
    told = reason(the(world.find().mine, "Ana Vos"), ReasonKind.INSIGHTS)
    assert told.entries == (entry.id,)


def test_a_channel_of_a_kind_that_nobody_knows_is_in_nobodys_way(world: World) -> None:
    """A card may be edited by hand, or come from a later learnlog."""
    world.on(ON, ANA, 4)
    card = world.space.people.get("Ana Vos")
    gopher = Channel(kind="gopher", key="gopher://ana.example")
    world.space.people.save(replace(card, channels=(gopher, *card.channels)))
    assert names(world.find().mine) == ["Ana Vos"]
    due = {channel.kind for _, channel in world.space.fetching.due(everything=True)}
    assert due
    assert "gopher" not in due
