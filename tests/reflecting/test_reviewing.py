"""Prompts that can be skipped, a week that becomes an entry, assignments that are never red."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.errors import ConflictError, LearnlogError, NotFoundError, UsageError
from learnlog.overview.looking_back import look_back
from learnlog.reflecting.packs import answered, laid_out
from learnlog.reflecting.programme_files import samples
from learnlog.workspace import Workspace
from tests.conftest import FakeClock


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_pack_comes_in_both_languages_with_a_question_to_follow(
    workspace: Workspace, language: str
) -> None:
    packs = workspace.packs.all(language)

    assert {pack.name for pack in packs} == {
        "what-so-what",
        "debrief",
        "gibbs",
        "carl",
        "weekly",
        "programme",
    }
    assert packs[0].name == "what-so-what"
    for pack in packs:
        assert pack.language == language
        assert all(part.ask.endswith("?") and part.follow for part in pack.parts), pack.name


def test_the_themes_name_stands_in_the_questions(workspace: Workspace) -> None:
    pack = workspace.packs.get("what-so-what").asking("data contracts")
    assert pack.parts[0].ask == "What happened with data contracts, in one scene?"
    assert "{" not in laid_out(workspace.packs.get("gibbs").asking(""))


def test_questions_without_an_answer_leave_no_trace(workspace: Workspace) -> None:
    pack = workspace.packs.get("what-so-what").asking("retros")
    page = laid_out(pack).split("\n")
    page[1] = "It went quiet."

    text, full, empty = answered(pack, "Before.\n" + "\n".join(page) + "\nAfter.")

    assert [part.key for part in full] == ["what", "now-what"]
    assert [part.key for part in empty] == ["so-what"]
    assert "It went quiet." in text
    assert "So what does it say" not in text
    assert text.startswith("Before.")
    assert text.endswith("After.")


def test_parts_always_covered_can_fade_but_never_all(workspace: Workspace) -> None:
    pack = workspace.packs.get("what-so-what").asking("retros")
    assert "one scene" not in laid_out(pack, faded=["what"])
    assert "one scene" in laid_out(pack, faded=["what", "so-what", "now-what"])


def test_a_pack_of_mine_goes_before_ours(workspace: Workspace) -> None:
    folder = workspace.vault.root / "prompts"
    folder.mkdir()
    (folder / "what-so-what.en.toml").write_text(
        'title = "Mine"\n[[part]]\nask = "And {theme}\\u001b[31m?"\n'
    )
    (folder / "own.toml").write_text('[[part]]\nask = "What else?"\n')

    packs = {pack.name: pack for pack in workspace.packs.all("en")}

    assert (packs["what-so-what"].title, packs["what-so-what"].parts[0].ask) == ("Mine", "And {theme}?")
    assert packs["own"].parts[0].ask == "What else?"


@pytest.mark.parametrize("text", ["not toml [", "title = 'x'", "[[part]]\nask = 3"])
def test_a_broken_pack_says_which_and_why(workspace: Workspace, text: str) -> None:
    (workspace.vault.root / "prompts").mkdir()
    (workspace.vault.root / "prompts" / "x.toml").write_text(text)
    with pytest.raises(LearnlogError, match=r"prompts/x\.toml"):
        workspace.packs.all()


def test_a_week_lies_there_and_becomes_an_entry(workspace: Workspace, clock: FakeClock) -> None:
    clock.pass_(days=-7)
    workspace.journal.add(NewEntry(body="last week", themes=["retros"]))
    clock.pass_(days=7)
    written = workspace.journal.add(NewEntry(body="this week", themes=["retros"]))
    asked = workspace.journal.add(NewEntry(body="Who knows?", kind=EntryKind.QUESTION))

    week = workspace.reviewing.week()

    assert week.name == "2026-W48"
    assert {entry.id for entry in week.entries} == {written.id, asked.id}
    assert [entry.id for entry in week.questions] == [asked.id]
    assert week.themes["retros"][-2:] == (1, 1)
    assert week.reflected[-3:] == (False, True, True)
    pack, questions = workspace.reviewing.asked(week)
    review = workspace.reviewing.save(
        week, questions.replace("with you?**\n", "with you?**\nThe silence."), pack
    )
    assert review.title == "Week 48"
    assert set(review.entries) == {written.id, asked.id}
    assert workspace.reviewing.week().review == review
    assert workspace.reviewing.week(date(2026, 11, 16)).review is None


def test_a_review_without_words_is_not_saved(workspace: Workspace) -> None:
    week = workspace.reviewing.week()
    pack, questions = workspace.reviewing.asked(week)
    with pytest.raises(UsageError):
        workspace.reviewing.save(week, questions, pack)


def test_our_programmes_are_whole(workspace: Workspace) -> None:
    assert list(samples()) == ["privacy-in-the-team", "working-out-loud"]
    long = workspace.programmes.begin("working-out-loud", date(2026, 11, 2))
    assert len(long.weeks) == 12
    assert all(week.task and week.evidence for week in long.weeks)


def test_this_weeks_task_opens_and_a_missed_one_stays_open(workspace: Workspace, clock: FakeClock) -> None:
    workspace.programmes.begin("privacy-in-the-team", date(2026, 11, 9))

    standing = workspace.programmes.standing()

    assert [(one.assignment.number, one.is_current) for one in standing] == [
        (3, True),
        (2, False),
        (1, False),
    ]
    clock.pass_(days=6)
    assert workspace.programmes.standing()[0].assignment.number == 3
    clock.pass_(days=1)
    assert workspace.programmes.standing()[0].assignment.number == 4


def test_when_the_last_week_is_over_it_is_open_and_no_longer_this_weeks(
    workspace: Workspace, clock: FakeClock
) -> None:
    workspace.programmes.begin("privacy-in-the-team", date(2026, 10, 19))

    assert [one.assignment.number for one in workspace.programmes.standing() if one.is_current] == [6]
    clock.pass_(days=7)
    assert workspace.programmes.standing()[0].assignment.number == 6
    assert not any(one.is_current for one in workspace.programmes.standing())
    assert look_back(workspace).missed == 6


def test_an_answer_stands_under_the_theme_and_counts(workspace: Workspace) -> None:
    workspace.programmes.begin("privacy-in-the-team", date(2026, 11, 16))

    entry = workspace.programmes.answer("privacy-in-the-team/2", NewEntry(body="We dropped the birth date."))

    assert (entry.title, entry.themes) == ("The shortest form", ("privacy",))
    (answered_one, open_one) = workspace.programmes.standing()
    assert [one.id for one in answered_one.answers] == [entry.id]
    assert [one.assignment.number for one in workspace.programmes.standing(answered=False)] == [1]
    assert open_one.answers == ()
    workspace.changes.undo()
    assert len(workspace.programmes.standing(answered=False)) == 2


def test_beginning_again_moves_the_day_and_undo_moves_it_back(workspace: Workspace) -> None:
    workspace.programmes.begin("working-out-loud", date(2026, 11, 2))
    workspace.programmes.begin("working-out-loud", date(2026, 11, 23))
    assert [one.assignment.number for one in workspace.programmes.standing()] == [1]

    workspace.changes.undo()
    assert len(workspace.programmes.standing()) == 4
    workspace.changes.undo()
    assert workspace.programmes.standing() == []


def test_undoing_a_beginning_keeps_what_was_written_into_its_file_since(workspace: Workspace) -> None:
    workspace.programmes.begin("working-out-loud", date(2026, 11, 2))
    file = workspace.vault.root / "programmes" / "working-out-loud.toml"
    file.write_text(file.read_text() + "# a note of mine\n")

    with pytest.raises(ConflictError, match="changed"):
        workspace.changes.undo()

    assert "a note of mine" in file.read_text()


def test_a_coachs_own_file_may_name_each_day(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "Autumn course.toml"
    file.write_text(
        'title = "Autumn"\n[[week]]\nopens = 2026-11-20\ntask = "Look."\n'
        '[[week]]\nopens = "2026-12-01"\ntask = "Tell."\n'
    )
    programme = workspace.programmes.begin(str(file))

    assert programme.name == "autumn-course"
    assert [one.assignment.id for one in workspace.programmes.standing()] == ["autumn-course/1"]


@pytest.mark.parametrize("text", ["nothing [", "title = 'x'", "[[week]]\ntitle = 'x'"])
def test_what_is_no_programme_is_refused(workspace: Workspace, tmp_path: Path, text: str) -> None:
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(LearnlogError):
        workspace.programmes.begin(str(tmp_path / "x.toml"))
    with pytest.raises(NotFoundError):
        workspace.programmes.begin("no such thing")


def test_who_left_a_programme_is_asked_nothing_and_keeps_every_answer(
    workspace: Workspace, clock: FakeClock
) -> None:
    workspace.programmes.begin("privacy-in-the-team", date(2026, 11, 9))
    entry = workspace.programmes.answer("privacy-in-the-team/1", NewEntry(body="I told Jurre."))

    left = workspace.programmes.leave("privacy-in-the-team")

    assert left.left == clock.now.date()
    assert workspace.programmes.standing() == []
    assert [one.id for one in workspace.programmes.weeks_of(left)[0].answers] == [entry.id]
    with pytest.raises(NotFoundError):
        workspace.programmes.leave("privacy-in-the-team")
    workspace.changes.undo()
    assert len(workspace.programmes.standing()) == 3
    workspace.programmes.leave("privacy-in-the-team")
    clock.pass_(weeks=4)
    again = workspace.programmes.begin("privacy-in-the-team")
    assert (again.left, again.start) == (None, date(2026, 12, 21))


def test_the_day_of_a_programme_is_written_on_top_and_nowhere_else(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = '# mine\ntitle = "Course"\n[[week]]\nstart = "a word of mine"\ntask = "Look."\n'
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")

    workspace.programmes.begin(str(tmp_path / "course.toml"))

    file = workspace.vault.root / "programmes" / "course.toml"
    assert file.read_text() == f"start = 2026-11-23\n{text}"


def test_weeks_open_on_the_learners_own_day_through_summer_time(
    workspace: Workspace, clock: FakeClock
) -> None:
    amsterdam = ZoneInfo("Europe/Amsterdam")
    clock.now = datetime(2026, 3, 23, 9, tzinfo=amsterdam)
    workspace.programmes.begin("privacy-in-the-team")

    clock.now = datetime(2026, 3, 29, 23, 59, tzinfo=amsterdam)
    assert [one.assignment.number for one in workspace.programmes.standing()] == [1]
    clock.now = datetime(2026, 3, 30, 0, 0, tzinfo=amsterdam)
    assert [one.assignment.number for one in workspace.programmes.standing()] == [2, 1]
    clock.now = clock.now.astimezone(ZoneInfo("America/New_York"))
    assert [one.assignment.number for one in workspace.programmes.standing()] == [1], (
        "on a journey, still Sunday"
    )


def test_a_review_written_on_monday_is_of_the_week_before(workspace: Workspace, clock: FakeClock) -> None:
    workspace.journal.add(NewEntry(body="It went quiet."))
    clock.pass_(days=7)
    workspace.journal.add(NewEntry(body="A new week."))
    last = workspace.reviewing.week(date(2026, 11, 23))
    assert look_back(workspace).review == date(2026, 11, 23)
    pack, text = workspace.reviewing.asked(last)

    review = workspace.reviewing.save(last, f"{text}\nAsk first.", pack)

    assert look_back(workspace).review is None
    assert workspace.reviewing.week(date(2026, 11, 23)).review == review
    assert workspace.reviewing.week().review is None
    assert workspace.reviewing.week().carried == "Ask first."
    clock.pass_(days=4)
    assert look_back(workspace).review == date(2026, 11, 30), "this week is still to be looked back on"
    workspace.changes.undo()
    assert len(workspace.journal.list()) == 2
