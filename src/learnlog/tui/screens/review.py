"""The weekly review: the week as it lies there, beside three questions; it waits where it was left."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from learnlog.model.errors import LearnlogError
from learnlog.reflecting.packs import Pack
from learnlog.reflecting.reviewing import SHOWN_WEEKS, Week
from learnlog.tui.commands_reflecting import REVIEW
from learnlog.tui.keys import bindings
from learnlog.tui.linking import offered
from learnlog.tui.once import is_under_way
from learnlog.tui.screens.drafted import DraftedScreen
from learnlog.tui.text import bars, fit, line, some
from learnlog.tui.widgets.completion import Completion
from learnlog.tui.widgets.editor import Editor
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.masthead import Masthead
from learnlog.tui.widgets.scrolling import Scrolling

_SHOWN = 8
_NAME = 18


class ReviewScreen(DraftedScreen):
    """Reviews the week that the day `of` is in (ISO 8601; this week without one)."""

    CSS_PATH = "../styles/reflecting.tcss"
    scope = "review"
    BINDINGS: ClassVar = bindings(REVIEW)
    AUTO_FOCUS = "#review-text"
    waits = "Kept; {review} goes on where you left it."

    def __init__(self, of: str = "") -> None:
        super().__init__()
        self._of = of
        self._week: Week | None = None
        self._pack: Pack | None = None
        self._asked = ""

    def compose(self) -> ComposeResult:
        """The week, and the page to write on beside it; below it where there is less room."""
        yield Masthead("today")
        with Horizontal(id="review"):
            with Scrolling(id="review-week"):
                yield Static(id="review-lies")
            with Vertical(id="review-page"):
                yield Editor(id="review-text")
        yield Completion(lambda kind, words: offered(self.workspace, kind, words, ""))
        yield KeyLine()

    def on_mount(self) -> None:
        """Lay the week out, and take up what was written."""
        self.context("weekly review")
        self._begin()

    @property
    def draft(self) -> str:
        """The draft of the week's review."""
        return self._week.draft if self._week else ""

    def is_as_given(self, text: str) -> bool:
        """Tell whether there are only the questions."""
        return text.strip() == self._asked.strip()

    @work(group="begin")
    async def _begin(self) -> None:
        from learnlog.model.comeback import read_day

        reviewing = self.workspace.reviewing
        try:
            week = await self.ask(lambda: reviewing.week(read_day(self._of)))
            pack, asked = await self.ask(lambda: reviewing.asked(week))
            self._week, self._pack, self._asked = week, pack, asked
            before = await self.take_up()
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self.context(f"weekly review · week {week.monday.isocalendar().week}")
        self._draw()
        editor = self.query_one(Editor)
        editor.load_text(before or asked)
        editor.move_cursor((1, 0) if not before else editor.document.end)
        if before:
            self.desk.say("Taken up where you left it.")
        elif week.review is not None:
            self.desk.say("This week has a review already; this one will stand beside it.")
        self.keep_from_now()

    def on_resize(self) -> None:
        """Fit the week to its room."""
        self._draw()

    def _draw(self) -> None:
        if self._week is not None:
            room = self.query_one("#review-week").size.width - 4
            self.query_one("#review-lies", Static).update(_laid_out(self._week, max(24, room)))

    @work(group="save")
    async def action_save(self) -> None:
        """Save the review as an entry."""
        text, week, pack = self.written, self._week, self._pack
        if week is None or pack is None or self.is_done or is_under_way(self):
            return
        try:
            entry = await self.finish(lambda: self.workspace.reviewing.save(week, text, pack))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self.dismiss()
        self.desk.say(f"Saved “{line(entry.headline, 50)}”", undo=True)
        self.desk.changed()


def _laid_out(week: Week, room: int) -> Content:
    parts: list[Content] = []

    def group(title: str, lines: list[str]) -> None:
        if lines:
            parts.append(Content.styled(title, "bold $accent"))
            parts.extend(Content(f"  {words}") for words in lines[:_SHOWN])
            if len(lines) > _SHOWN:
                parts.append(Content.styled(f"  and {len(lines) - _SHOWN} more", "$text-muted"))
            parts.append(Content(""))

    def cut(words: str, before: str = "") -> str:
        return before + line(words, room - 2 - len(before))

    group("Carried on from last week", [cut(week.carried)] if week.carried else [])
    group("Written", [cut(one.headline, f"{one.created:%a}  ") for one in week.entries])
    group("Kept, not yet used", [cut(one.headline) for one in week.unused])
    group("Still open", [cut(one.headline, "? ") for one in week.questions])
    group("Due", [cut(one.intention.words if one.intention else one.entry.headline) for one in week.due])
    themes = {name: weeks for name, weeks in week.themes.items() if any(weeks)}
    name = max(8, min(_NAME, room - SHOWN_WEEKS - 9))
    group(
        "Themes over twelve weeks",
        [f"{fit(one, name)}  {bars(w)} {sum(w):>4,}" for one, w in themes.items()],
    )
    days = zip(week.reflected, week.kept, strict=True)
    marks = " ".join("●" if wrote else "◆" if kept else "·" for wrote, kept in days)
    only_read = sum(bool(kept) and not wrote for wrote, kept in zip(week.reflected, week.kept, strict=True))
    count = f"{some(sum(week.reflected), 'week')} of the last {SHOWN_WEEKS}"
    more = f"; in {only_read} you read and kept (◆)" if only_read else ""
    group("Weeks with a reflection", [marks, count + more])
    return Content("\n").join(parts)
