"""What one undo takes back, also late in a long session."""

from learnlog.journal.changes import Changes


def made(changes: Changes, done: list[int], *numbers: int) -> None:
    for number in numbers:
        changes.record(f"{number}", lambda number=number: done.append(number))


def test_what_belongs_together_is_one_undo_after_any_number_of_changes() -> None:
    changes, done = Changes(limit=5), list[int]()
    made(changes, done, *range(12))
    before = changes.mark()
    made(changes, done, 100, 101)
    changes.group("both", before)
    assert changes.undo() == "both"
    assert done == [101, 100]
    assert changes.undo() == "11"


def test_more_parts_than_changes_are_remembered_are_still_undone_whole() -> None:
    changes, done = Changes(limit=5), list[int]()
    made(changes, done, 1, 2, 3)
    before = changes.mark()
    made(changes, done, *range(100, 150))
    changes.group("followed 50 people", before)
    assert changes.undo() == "followed 50 people"
    assert done == list(reversed(range(100, 150)))


def test_only_the_last_ones_are_remembered() -> None:
    changes, done = Changes(limit=5), list[int]()
    made(changes, done, *range(12))
    while changes.undo():
        pass
    assert done == [11, 10, 9, 8, 7]
