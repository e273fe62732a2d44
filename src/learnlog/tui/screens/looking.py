"""The three pages that look over a longer time: goals, programmes, weeks. Tab goes from one to the next."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.one_list import OneList

if TYPE_CHECKING:
    from learnlog.tui.screens.desk import DeskScreen

PAGES = ("goals", "programmes", "weeks")
T = TypeVar("T")


def page_called(name: str) -> "DeskScreen":
    """Return a new screen for one of `PAGES`."""
    if name == "goals":
        from learnlog.tui.screens.goals import GoalsScreen

        return GoalsScreen()
    if name == "programmes":
        from learnlog.tui.screens.programmes import ProgrammesScreen

        return ProgrammesScreen()
    from learnlog.tui.screens.weeks import WeeksScreen

    return WeeksScreen()


class LookingPage(OneList[T]):
    """One of the three pages; its ``scope`` is its name among `PAGES`."""

    mode: ClassVar[str] = "today"

    def options(self, width: int) -> Iterator[Option]:
        """Draw the names of the pages, the one that is open bright, and below them the page."""
        names = [
            (name.capitalize(), "bold $accent" if name == self.scope else "$text-muted") for name in PAGES
        ]
        parts: list[tuple[str, str]] = []
        for name in names:
            parts += [name, ("   ", "")]
        parts.append(("Tab", "dim $text-muted"))
        yield rows.told(Content.assemble(*parts))
        yield rows.gap()
        yield from self.page(width)

    def page(self, width: int) -> Iterator[Option]:
        """Draw what is below the names of the pages."""
        raise NotImplementedError

    def action_next_page(self) -> None:
        """To the next of the three pages."""
        place = PAGES.index(self.scope)
        self.app.switch_screen(page_called(PAGES[(place + 1) % len(PAGES)]))
