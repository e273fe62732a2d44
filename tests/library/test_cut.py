"""A question that nobody waits for any longer is ended; what was found until then is right."""

import threading

from learnlog.library import Library
from learnlog.library.cut import Cut
from tests.library.conftest import NOW, entry, put

ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 4 OR i < 0"
)
"""Finds three rows at once, and then looks for more for ever."""


def test_what_was_found_before_the_cut_stays(library: Library) -> None:
    db, cut = library.documents._db, Cut()
    threading.Timer(0.05, cut.now).start()
    assert [row["i"] for row in cut.until(db, db.each(ENDLESS))][:2] == [1, 2]
    assert cut.was_made
    put(library, entry("e1", "A promise"))
    assert [hit.id for hit in library.search("promise", now=NOW)] == ["e1"]


def test_a_search_that_is_ended_before_it_begins_looks_at_nothing(library: Library) -> None:
    put(library, entry("e1", "A promise"))
    cut = Cut()
    cut.now()
    assert library.search("promise", now=NOW, cut=cut) == []
    assert cut.was_made


def test_a_cut_that_comes_too_late_changes_nothing(library: Library) -> None:
    put(library, entry("e1", "A promise"))
    cut = Cut()
    assert len(library.search("promise", now=NOW, cut=cut)) == 1
    cut.now()
    assert not cut.was_made
    assert len(library.search("promise", now=NOW)) == 1
