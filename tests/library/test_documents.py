"""The index of the vault: lists, filters, links, and files that claim the same id."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.library import Library
from learnlog.library.document_rows import wiki_links
from learnlog.library.names import final_slugs
from learnlog.model.document import Document, DocumentType
from learnlog.model.errors import LearnlogError
from learnlog.model.query import EntryFilter, Place
from tests.library.conftest import NOW, entry, kept, person, put, theme


def ids(documents: list[Document]) -> list[str]:
    return [document.id for document in documents]


def listed(library: Library, **wanted: object) -> list[str]:
    return [document.id for _, document in library.documents.entries(EntryFilter(**wanted))]  # type: ignore[arg-type]


def test_a_document_comes_back_as_it_went_in(library: Library) -> None:
    written = entry("e1", "Body with é\n", title="Title", themes=["a"], channels=[{"key": "x"}], odd="1")
    put(library, written)
    assert library.documents.by_path("journal/e1.md") == written
    assert library.documents.by_id(DocumentType.ENTRY, "e1") == [written]
    assert library.documents.by_path("journal/e2.md") is None


def test_a_changed_file_replaces_what_was_known_of_it(library: Library) -> None:
    put(library, entry("e1", "old [[target]]", tags=["one"], themes=["a"]))
    library.documents.put(entry("e1", "new", tags=["two"], themes=["b"]), mtime_ns=7, size=3)
    assert library.documents.tags() == [("two", 1)]
    assert listed(library, themes=("a",)) == []
    assert listed(library, themes=("b",)) == ["e1"]
    assert library.documents.linking_to([("wiki", "target")]) == []
    assert [hit.id for hit in library.search("old ", now=NOW)] == []
    assert library.documents.known() == {"journal/e1.md": (7, 3)}
    assert library.check() == []


def test_a_removed_file_is_forgotten(library: Library) -> None:
    put(library, entry("e1", "words", tags=["x"]), theme("a"))
    library.documents.remove("journal/e1.md")
    library.documents.remove("themes/a.md")
    assert library.documents.known() == {}
    assert library.documents.tags() == []
    assert library.search("words ", now=NOW) == []
    assert library.check() == []


def test_conflict_copies_are_shown_not_dropped(library: Library) -> None:
    put(library, entry("e1", "copy", path="journal/e1 (conflict).md"), entry("e1", "mine"), entry("e2"))
    assert library.documents.duplicates() == {"e1": ["journal/e1.md", "journal/e1 (conflict).md"]}
    assert [found.body for found in library.documents.by_id(DocumentType.ENTRY, "e1")] == ["mine", "copy"]
    assert sorted(listed(library)) == ["e1", "e1", "e2"]


def test_a_shortened_id_is_found_from_either_end_in_any_case(library: Library) -> None:
    put(library, entry("01abcxyz"), entry("01abcdef"), theme("01abc"))
    assert sorted(ids(library.documents.match("01ABC", [DocumentType.ENTRY]))) == ["01abcdef", "01abcxyz"]
    assert ids(library.documents.match("XYZ", [DocumentType.ENTRY])) == ["01abcxyz"]
    assert library.documents.match("%", list(DocumentType)) == []
    assert library.documents.match("", list(DocumentType)) == []


def test_entries_are_filtered_by_everything_at_once(library: Library) -> None:
    put(
        library,
        entry("e1", kind="question", themes=["a"], tags=["Été"], visibility="coach", people=["ana"], ago=3),
        entry("e2", kind="question", themes=["a"], status="closed", ago=2),
        entry("e3", kind="insight", themes=["b"], ago=1),
    )
    assert listed(library) == ["e3", "e2", "e1"]
    assert listed(library, themes=("a", "b"), kind="question") == ["e2", "e1"]
    assert listed(library, tag="ete") == ["e1"]
    assert listed(library, open_only=True) == ["e1"]
    assert listed(library, visibility="coach", person="ana") == ["e1"]
    assert listed(library, since=NOW - timedelta(days=2), until=NOW - timedelta(days=1)) == ["e2"]
    assert library.documents.count_entries(EntryFilter(themes=("a",))) == 2


def test_pages_of_entries_written_at_the_same_moment_have_no_gaps(library: Library) -> None:
    put(library, *(entry(f"e{number}", ago=number // 7) for number in range(20)))
    seen: list[str] = []
    after: Place | None = None
    while page := library.documents.entries(EntryFilter(), after=after, limit=3):
        seen += [document.id for _, document in page]
        after = page[-1][0]
    assert sorted(seen) == sorted(f"e{number}" for number in range(20))
    assert seen == listed(library)


def test_entries_count_for_the_theme_that_theirs_was_merged_into(library: Library) -> None:
    put(library, theme("a"), theme("b", "Bee", aliases=["Old bee"]), theme("c"))
    put(library, entry("e1", themes=["a"]), entry("e2", themes=["Old bee"]), entry("e3", themes=["c"]))
    assert listed(library, themes=("b",)) == ["e2"]
    put(library, theme("a", merged_into="b", status="merged"), theme("c", merged_into="a", status="merged"))
    assert sorted(listed(library, themes=("b",))) == ["e1", "e2", "e3"]
    assert sorted(listed(library, themes=("a",))) == ["e1", "e2", "e3"]
    put(library, theme("a"))
    assert sorted(listed(library, themes=("a",))) == ["e1", "e3"]


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdef"])))
def test_merges_end_somewhere_even_in_a_circle(merges: dict[str, str]) -> None:
    finals = final_slugs(merges)
    assert finals.keys() == merges.keys()
    for slug, final in finals.items():
        assert final in merges
        assert finals[final] == final
        if merges[slug] in merges:
            assert final == finals[merges[slug]]


def test_kept_posts_by_theme_person_and_use(library: Library) -> None:
    put(
        library,
        person("ana-vos", aliases=["ana"]),
        kept("k1", themes=["a"], person="ana", ago=1),
        kept("k2", themes=["a"], person="ben"),
        entry("e1", kept=["k2"]),
    )
    assert ids(library.documents.kept()) == ["k2", "k1"]
    assert ids(library.documents.kept(theme="a", unused=True)) == ["k1"]
    assert ids(library.documents.kept(person="ana-vos")) == ["k1"]
    assert ids(library.documents.kept(limit=1)) == ["k2"]


def test_backlinks_follow_front_matter_and_wiki_links_by_any_name(library: Library) -> None:
    put(
        library,
        entry("e0", "The goal", title="Retro openers"),
        person("ana", name="Ana Vos", aliases=["anna"]),
        entry("e1", "see [[retro  OPENERS|that one]]", ago=1),
        entry("e2", entries=["e0"], ago=2),
        entry("e3", "thanks [[Ana Vos#why]]", ago=3),
        entry("e4", people=["anna"], ago=4),
        entry("e5", "[[e0]] and itself [[e5]]", ago=5),
    )
    assert ids(library.documents.linking_to([("entry", "e0")])) == ["e1", "e2", "e5"]
    assert ids(library.documents.linking_to([("person", "ana")])) == ["e3", "e4"]
    assert ids(library.documents.linking_to([("wiki", "Ana vos")])) == ["e3"]
    assert library.documents.linking_to([("entry", "e5"), ("wiki", "nothing")]) == []


def test_what_counts_as_a_wiki_link() -> None:
    assert wiki_links("[[A b]] [[c|label]] [[d#head]] [e] [[]] [[ ]] [[f\ng]] [[A  B]]") == ["a b", "c", "d"]


def test_the_weeks(library: Library) -> None:
    late = datetime.fromisoformat("2026-11-22T23:30:00+02:00")
    put(library, entry("e1", created=late.isoformat(), themes=["a"]), entry("e2"), kept("k1", themes=["a"]))
    since = datetime(2026, 11, 18, tzinfo=UTC)
    assert library.documents.weeks("a", since, 2) == [1, 1]
    assert library.documents.weeks("", since, 2) == [1, 2]


def test_titles_complete_from_their_beginning_first(library: Library) -> None:
    put(library, entry("e1", title="My schema"), entry("e2", title="Schéma talk"), theme("schema-registry"))
    put(library, person("ana", name="Ana", aliases=["Schemer"]))
    assert ids(library.documents.titles("sche")) == ["schema-registry", "e2", "ana", "e1"]
    assert len(library.documents.titles("", limit=2)) == 2


def test_themes_and_people_come_by_name(library: Library) -> None:
    put(library, theme("x", "beta"), theme("y", "Alpha"), person("b", name="Émile"), person("a", name="Fred"))
    assert ids(library.documents.all(DocumentType.THEME)) == ["y", "x"]
    assert ids(library.documents.all(DocumentType.PERSON)) == ["b", "a"]


def test_only_cards_that_name_a_value_are_read_when_only_those_are_wanted(library: Library) -> None:
    channels = [{"key": "https://a.example/feed", "full_text": "true"}]
    put(
        library, person("ana", channels=channels), person("ben", why="the full_text of things"), person("zoe")
    )
    assert ids(library.documents.all(DocumentType.PERSON, naming="full_text")) == ["ana"]
    assert ids(library.documents.all(DocumentType.PERSON)) == ["ana", "ben", "zoe"]


def test_entries_that_only_have_a_themes_words_are_not_in_it(library: Library) -> None:
    put(library, theme("a", "data contracts"), entry("e1", "on data contracts"), entry("e2", themes=["a"]))
    assert listed(library, themes=("a",)) == ["e2"]


def test_files_that_could_not_be_understood_are_listed(library: Library) -> None:
    broken = Document(
        type=DocumentType.ENTRY, id="e1", path="journal/e1.md", body="", text="", problem="Odd."
    )
    put(library, broken, entry("e2"))
    assert library.documents.problems() == [broken]


def test_all_or_none_of_many_documents_are_taken_in(library: Library) -> None:
    def items() -> object:
        yield entry("e1"), 1, 1
        raise ValueError

    with suppress(ValueError):
        library.documents.put_many(items())  # type: ignore[arg-type]
    assert library.documents.known() == {}


def test_text_that_cannot_be_stored_is_made_storable(library: Library) -> None:
    put(library, entry("e1", "a \udcff b", title="\ud800", tags=["\udfff x"]), entry("e2"))
    (found,) = library.documents.by_id(DocumentType.ENTRY, "e1")
    assert found.body == "a \ufffd b"
    assert library.documents.tags() == [("\ufffd x", 1)]
    with pytest.raises(LearnlogError):
        library.documents.by_path("journal/\udcff.md")
