"""What is asked about what comes back: on which day, and how far a goal is."""

from datetime import date, timedelta

from learnlog.model.comeback import Progress, read_day
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.tui.screens.asking import AskLine, Choice, Choose
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.text import line


async def ask_day(screen: DeskScreen, question: str, weeks: int = 1) -> date | None:
    """Ask for a day to come, so many weeks ahead when nothing else is typed; None when it was left, or is none.

    Call it from a worker of `screen`.
    """
    today = screen.workspace.clock().date()
    hint = "A day such as 2026-12-04, or +7 for a week from now"
    typed = await screen.app.push_screen_wait(AskLine(question, f"{today + timedelta(weeks=weeks)}", hint))
    try:
        return None if typed is None else day_from(typed, today)
    except LearnlogError as error:
        screen.desk.say_error(error)
        return None


async def ask_progress(screen: DeskScreen, goal: str) -> Progress | None:
    """Ask how far the goal with the id `goal` is, beginning at how far it is now; None when that was left.

    Call it from a worker of `screen`.
    """
    try:
        _, before = await screen.ask(lambda: screen.workspace.returns.look(goal))
    except LearnlogError as error:
        screen.desk.say_error(error)
        return None
    choices = [Choice(id=one.value, label=one.value.capitalize()) for one in Progress]
    dialog = Choose("How far is it, as you see it?", choices, at=before.progress.value)
    chosen = await screen.app.push_screen_wait(dialog)
    return Progress(chosen) if chosen else None


def day_from(typed: str, today: date) -> date:
    """Understand a day: as ISO 8601, or +7 for so many days from `today`.

    Raises:
        UsageError: it is no day, or one that is gone.
    """
    number = typed.strip().removeprefix("+")
    is_far = number.isdigit() and len(number) < 5
    day = today + timedelta(days=int(number)) if is_far else read_day(typed)
    if day is None or day < today:
        raise UsageError(f"“{line(typed, 30)}” is no day to come.", "Write it as 2026-12-04, or +7.")
    return day
