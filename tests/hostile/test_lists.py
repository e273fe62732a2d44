"""Lists of feeds that somebody made long: each row costs as much as the one before, and spoils no other."""

import time
from pathlib import Path

from learnlog.care.importing import import_opml
from learnlog.workspace import Workspace
from tests.care.test_opml import body, opml


def test_thousands_of_rows_whose_names_are_cut_alike_cost_no_more_than_others(
    workspace: Workspace, tmp_path: Path
) -> None:
    long = "word " * 20
    rows = (f'<outline text="{long}{n}" xmlUrl="https://h{n}.example/feed"/>' for n in range(4000))
    started = time.process_time()

    report = import_opml(workspace, opml(tmp_path, body("".join(rows))), dry_run=True)

    assert len({person.id for person in report.added}) == 4000
    assert time.process_time() - started < 5


def test_what_fits_no_card_is_left_out_and_comes_not_the_next_time_either(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = "".join(f'<outline text="Ana" xmlUrl="https://ana.example/{n}"/>' for n in range(3000))
    rows += '<outline text="Ben" xmlUrl="https://ben.example/feed"/>'
    path = opml(tmp_path, body(rows))

    report = import_opml(workspace, path)

    (ana, _) = report.added
    assert [person.name for person in report.added] == ["Ana", "Ben"]
    assert len(ana.channels) + len(report.left_out) == 3000
    assert "more than fits" in report.left_out[0][1]
    again = import_opml(workspace, path)
    assert (again.added, len(again.left_out)) == ((), len(report.left_out))


def test_following_many_is_taken_back_at_once(workspace: Workspace, tmp_path: Path) -> None:
    rows = (f'<outline text="N{n}" xmlUrl="https://h{n}.example/feed"/>' for n in range(400))
    import_opml(workspace, opml(tmp_path, body("".join(rows))))
    started = time.process_time()

    workspace.changes.undo()

    assert workspace.people.all() == []
    assert time.process_time() - started < 2.5
