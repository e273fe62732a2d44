"""What one undo takes back, also late in a long session."""

import pytest

from learnlog.journal.changes import Changes
from learnlog.model.errors import BusyError, ConflictError


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


def test_what_could_not_be_taken_back_can_be_tried_again() -> None:
    changes, done, trouble = Changes(), list[int](), [BusyError("The library is busy.")]

    def undo() -> None:
        if trouble:
            raise trouble.pop()
        done.append(1)

    changes.record("wrote", undo)
    with pytest.raises(BusyError):
        changes.undo()

    assert changes.undo() == "wrote"
    assert done == [1]


def test_a_group_goes_on_where_it_failed() -> None:
    changes, done, trouble = Changes(), list[int](), [OSError("full")]

    def undo() -> None:
        if trouble:
            raise trouble.pop()
        done.append(1)

    before = changes.mark()
    made(changes, done, 0)
    changes.record("second", undo)
    made(changes, done, 2)
    changes.group("three", before)
    with pytest.raises(OSError, match="full"):
        changes.undo()
    assert done == [2]

    assert changes.undo() == "three"
    assert done == [2, 1, 0]


def test_what_somebody_else_changed_since_does_not_bar_the_way_to_what_was_before() -> None:
    changes, done = Changes(), list[int]()
    made(changes, done, 7)

    def undo() -> None:
        raise ConflictError("It was changed elsewhere since.")

    changes.record("changed", undo)
    for _ in range(2):
        with pytest.raises(ConflictError):
            changes.undo()

    assert changes.undo() == "7"
    assert done == [7]
