"""Who comes first for a theme, by what is stored and nothing else."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from learnlog.finding.question import Question
from learnlog.finding.weights import WEIGHTS
from learnlog.library import story_rows
from learnlog.model.fetching import FetchState
from learnlog.model.ranking import WordKind
from learnlog.model.theme import WorkTheme
from tests.finding.shelf import NOW, ON, ON_IT, OTHER, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.library.close()


def test_who_writes_about_it_comes_first_with_their_own_posts(shelf: Shelf) -> None:
    cited = {
        "ana": shelf.write("ana", *ON_IT[:5]),
        "ben": shelf.write("ben", *ON_IT[5:7], *OTHER),
        "cat": shelf.write("cat", ON_IT[7], *OTHER),
    }
    ranking = shelf.rank()
    assert [one.key for one in ranking.people] == ["ana", "ben", "cat"]
    for one in ranking.people:
        assert set(one.evidence) <= set(cited[one.key])
    assert len(ranking.people[0].evidence) == 5


def test_the_same_store_ranks_the_same(shelf: Shelf) -> None:
    for number in range(12):
        shelf.write(f"one{number}", *ON_IT[number % 4 : number % 4 + 3], OTHER[number % 8])
    assert shelf.rank() == shelf.rank()
    assert shelf.rank(limit=5).people == shelf.rank().people[:5]


@pytest.mark.parametrize("have", range(1, 8))
def test_another_different_post_on_it_never_hurts(shelf: Shelf, have: int) -> None:
    shelf.write("rival", *ON_IT[:6], *OTHER)
    shelf.write("ana", *ON_IT[:have], *OTHER)
    place = shelf.order().index("ana")
    before = len(shelf.the("ana").evidence)
    shelf.write("ana", ON_IT[have] + " told once more, with an example")
    assert shelf.order().index("ana") <= place
    assert len(shelf.the("ana").evidence) == before + 1


def test_a_hundred_near_copies_count_as_one(shelf: Shelf) -> None:
    shelf.write("ana", *ON_IT[:3])
    first = shelf.write("bot", "data contracts schema registry ownership, week 0")
    one = shelf.the("bot")
    shelf.write(
        "bot", *(f"data contracts schema registry ownership, week {number}" for number in range(1, 100))
    )
    bot = shelf.the("bot")
    assert len(bot.evidence) == 1
    assert bot.score <= one.score
    assert {part.copy_of for part in bot.parts if part.share == 0} == set(bot.evidence)
    assert first
    assert shelf.order()[0] == "ana"


_STUFFED = {
    "the same words": lambda number: "data contracts schema registry ownership " * 3,
    "a number": lambda number: f"data contracts schema registry ownership part {number} of 100",
    "a word or two": lambda number: (
        f"data contracts {_made_up(number)} {_made_up(number + 500)} data contracts data"
    ),
    "other order": lambda number: " ".join(
        sorted(
            ["data", "contracts", "schema", "registry", "ownership", "data", "contracts"],
            key=lambda word: hash_of(word, number),
        )[: 3 + number % 5]
    ),
    "a copy of the best, one word changed": lambda number: ON_IT[0].replace("teams", _made_up(number)),
}


def _made_up(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:04}") + "word"


def hash_of(word: str, number: int) -> str:
    return hashlib.sha256(f"{word}{number}".encode()).hexdigest()


@pytest.mark.parametrize("how", _STUFFED)
def test_a_bot_that_stuffs_the_words_in_does_not_come_near(shelf: Shelf, how: str) -> None:
    for number in range(5):
        shelf.write(f"one{number}", *ON_IT[number : number + 3], *OTHER)
    shelf.write("bot", *(_STUFFED[how](number) for number in range(100)))
    assert "bot" not in shelf.order()[:5]


def test_long_posts_that_only_begin_alike_are_different(shelf: Shelf) -> None:
    greeting = "Welcome to my letter on data contracts. " * 8
    shelf.write("ana", *(f"{greeting} {text} {OTHER[place]}" * 2 for place, text in enumerate(ON_IT[:4])))
    assert len(shelf.the("ana").evidence) == 4


def test_no_more_posts_count_than_the_best_twenty(shelf: Shelf) -> None:
    shelf.write("ana", *(f"data contracts and {a}, {b}" for a in OTHER for b in ON_IT[:4]))
    ana = shelf.the("ana")
    assert len(ana.evidence) == WEIGHTS.most_posts
    assert ana.more > 0


def test_posts_below_the_floor_hardly_add(shelf: Shelf) -> None:
    shelf.write("ana", *(f"{text} and the ownership of a cat" for text in OTHER))
    shelf.write("ben", *ON_IT[:4])
    floored = replace(WEIGHTS, floor=0.9, related=0)
    ana = next(one for one in shelf.rank(weights=floored).people if one.key == "ana")
    for part in ana.parts:
        assert part.closeness < 0.9
        assert part.value <= WEIGHTS.below_floor * part.closeness


def test_what_is_old_counts_less_but_never_nothing(shelf: Shelf) -> None:
    shelf.write("new", *ON_IT[:3], days=1)
    shelf.write("old", *(f"{text} indeed" for text in ON_IT[:3]), days=365 * 30)
    new, old = shelf.the("new"), shelf.the("old")
    assert shelf.order()[:2] == ["new", "old"]
    assert old.parts[0].freshness == pytest.approx(WEIGHTS.old, abs=0.01)
    assert 0 < old.score < new.score


def test_an_explanation_adds_up_to_the_last_number(shelf: Shelf) -> None:
    shelf.write("ana", *ON_IT[:4], ON_IT[0], *OTHER)
    ana = shelf.the("ana")
    assert ana.score == pytest.approx(ana.total / ana.divisor)
    assert ana.divisor == pytest.approx(min(ana.posts, WEIGHTS.volume_posts) ** WEIGHTS.volume)
    assert ana.total == pytest.approx(sum(part.value for part in ana.parts))
    for part in ana.parts:
        assert part.score == pytest.approx(sum(match.adds for match in part.matches))
        assert part.closeness == pytest.approx(part.score / shelf.rank().best)
        above = max(part.closeness - WEIGHTS.floor, WEIGHTS.below_floor * part.closeness)
        assert part.value == pytest.approx(above * part.freshness * part.share)
        assert all(match.title + match.text + match.tags > 0 for match in part.matches)
    assert ana.posts >= len(ana.parts)


def test_words_of_the_name_weigh_most_and_related_words_are_learned(shelf: Shelf) -> None:
    for number in range(4):
        shelf.write(f"one{number}", f"data contracts by way of protobuf {ON_IT[number]}")
    shelf.write("quiet", "protobuf for the patient", "protobuf again, on another day")
    ranking = shelf.rank()
    kinds = {word.text: word.kind for word in ranking.words}
    assert kinds["contracts"] is WordKind.NAME
    assert kinds["registry"] is WordKind.KEYWORD
    assert kinds["protobuf"] is WordKind.RELATED
    assert "quiet" in [one.key for one in ranking.people]
    assert "quiet" not in [one.key for one in shelf.rank(weights=replace(WEIGHTS, related=0)).people]


def test_what_i_wrote_on_it_helps(shelf: Shelf) -> None:
    shelf.write("ana", *ON_IT[:3])
    shelf.write("ben", "consumer driven promises", "consumer promises under load")
    asked = replace(ON, own=("I met a consumer who wanted promises", "a consumer again"))
    assert "ben" not in shelf.order()
    assert "ben" in shelf.order(asked)


def test_a_theme_without_its_name_is_found_by_its_keywords(shelf: Shelf) -> None:
    shelf.write("ana", *ON_IT)
    asked = Question(names=(), keywords=ON.keywords)
    assert shelf.order(asked)[0] == "ana"


def test_a_keyword_that_everybody_uses_is_left_out_unless_there_is_nothing_else(shelf: Shelf) -> None:
    shelf.write("ana", *ON_IT)
    ranking = shelf.rank(replace(ON, keywords=("a", "ownership")))
    assert ranking.left_out == ("a",)
    assert "a" in [word.text for word in shelf.rank(Question(names=(), keywords=("a",))).words]


@pytest.mark.parametrize(
    "asked",
    [
        Question(names=()),
        Question(names=("",), keywords=("", "  ")),
        Question(names=('"( NEAR *', "\x00", "—"), keywords=("💡", "'; DROP TABLE post; --")),
        Question(names=("nobodywritesthis",), own=("",)),
        Question(names=("x" * 100_000,)),
    ],
)
def test_whatever_is_asked_has_an_answer(shelf: Shelf, asked: Question) -> None:
    shelf.write("ana", *ON_IT)
    assert {one.key for one in shelf.rank(asked).people} <= {"ana"}


def test_an_empty_library_knows_nobody(tmp_path: Path) -> None:
    from learnlog.finding.ranking import rank
    from learnlog.library import Library

    library = Library(tmp_path / "library.db")
    assert rank(ON, library.evidence, now=NOW).people == ()
    library.close()


def test_posts_that_were_taken_back_do_not_count(shelf: Shelf) -> None:
    kept, gone = shelf.write("ana", *ON_IT[:2])
    newest = str(shelf._number)
    shelf.library.channels.commit("ana", [], FetchState(checked=NOW), gone=[newest])
    shelf.library.indexing.finish()
    assert shelf.the("ana").evidence == (kept,)
    assert gone not in shelf.the("ana").evidence


def test_several_channels_of_a_person_i_follow_are_one(shelf: Shelf) -> None:
    from learnlog.library.connection import Connections

    shelf.write("ana-blog", *ON_IT[:2])
    shelf.write("ana-social", *ON_IT[2:4])
    db = Connections(shelf.library.path, 1).db
    for key in ("ana-blog", "ana-social"):
        db.run(
            "INSERT INTO channel_person SELECT id, key, 'ana', 'Ana', '[]', 0 FROM channel WHERE key = ?",
            (key,),
        )
    db.connection.close()
    assert shelf.order()[0] == "person:ana"
    assert len(shelf.the("person:ana").evidence) == 4


def test_several_threads_rank_at_once_and_after_a_rebuilt_index(shelf: Shelf) -> None:
    from concurrent.futures import ThreadPoolExecutor

    shelf.write("ana", *ON_IT)
    before = shelf.rank()
    with ThreadPoolExecutor(4) as pool:
        assert all(found == before for found in pool.map(lambda _: shelf.rank(), range(8)))
    shelf.library.drop_index()
    assert shelf.rank() == before


def test_a_theme_is_asked_by_all_its_names() -> None:
    theme = WorkTheme(slug="x", name="data contracts", aliases=("schemas",), keywords=("a",), tags=("b",))
    assert Question.about(theme) == Question(names=("data contracts", "schemas"), keywords=("a", "b"))
    assert Question.about("some words") == Question(names=("some words",))


def test_evidence_is_read_only(shelf: Shelf) -> None:
    shelf.write("ana", *ON_IT)
    with sqlite3.connect(shelf.library.path) as other:
        other.execute("BEGIN IMMEDIATE")
        assert shelf.order()[0] == "ana"
        other.rollback()


def test_a_story_told_in_two_places_is_evidence_once(shelf: Shelf) -> None:
    shelf.write("ana", *ON_IT[:3], *OTHER)
    (article,) = shelf.write("ana", "an essay on ownership and what it takes, with a schema registry in it")
    before = shelf.the("ana")
    (announced,) = shelf.write("ana", "ownership: my essay on it is out, and there is a registry in it too")
    assert len(shelf.the("ana").evidence) == len(before.evidence) + 1
    rows = [post.row for post in shelf.library.posts.get_many([article, announced])]
    db = shelf.library._connections.db
    with db.transaction():
        story_rows.add_voices(db, *rows, "link")
        story_rows.settle(db, rows)
    now = shelf.the("ana")
    assert len(now.evidence) == len(before.evidence)
    assert {article, announced} & set(now.evidence)
