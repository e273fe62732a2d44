"""My views: searches that are lists of the River, in my order."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.query import PostFilter
from learnlog.model.view import View
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_views import VIEWS
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.forms import Field, Form
from learnlog.tui.screens.one_list import OneList
from learnlog.tui.text import fit, line, some
from learnlog.tui.widgets.line_list import meant
from learnlog.workspace import Workspace

NAME = 26
"""Cells of a name at most."""


def new_view(workspace: Workspace, search: str = "") -> Form:
    """Return the form that keeps `search` as a view."""
    fields = (
        Field(id="search", label="Search", value=search, hint="is:unread is:long"),
        Field(id="name", label="Name", hint="as the search itself"),
    )
    return Form(
        "Keep a search as a view", fields, lambda said: workspace.views.add(said["search"], said["name"])
    )


def changed_view(workspace: Workspace, view: View) -> Form:
    """Return the form that changes `view`."""
    fields = (
        Field(id="search", label="Search", value=view.search),
        Field(id="name", label="Name", value=view.name),
    )
    return Form(
        "Change the view",
        fields,
        lambda said: workspace.views.change(view.id, name=said["name"], search=said["search"]),
    )


class ViewsScreen(OneList[View]):
    """Lists them; Enter shows one in the River."""

    scope = "views"
    mode = "river"
    BINDINGS: ClassVar = bindings(VIEWS, LISTS)
    _problem = ""

    def gather(self) -> Sequence[View]:
        """Return my views."""
        self._problem = self.workspace.views.problem()
        return self.workspace.views.all()

    def about(self) -> str:
        """Say how many they are."""
        return some(len(self.found), "view")

    def options(self, width: int) -> Iterator[Option]:
        """Draw a line for each: its name, and what it searches for."""
        yield rows.section("Views", "lists of the River, in this order")
        for view in self.found:
            name = fit(view.name, min(NAME, width // 2))
            rest = line(view.search, max(0, width - min(NAME, width // 2) - 4))
            yield Option(Content.assemble("  ", name, "  ", (rest, "$text-muted")), id=f"view:{view.id}")
        if self._problem:
            yield rows.wrapped(f"views.md: {self._problem}", width, "$error", "  ")
        if not self.found:
            yield rows.gap()
            yield rows.wrapped(
                "No views yet: a makes one of any search, and so does Ctrl+S in Search.", width, indent="  "
            )

    @property
    def view_at_hand(self) -> View | None:
        """The view the cursor is on."""
        return next((view for view in self.found if f"view:{view.id}" == self.list_at_hand.at), None)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show a view in the River."""
        event.stop()
        view = next((view for view in self.found if f"view:{view.id}" == meant(event.option)), None)
        if view is not None:
            await self.desk.open_river(PostFilter(search=view.search))

    def action_new_view(self) -> None:
        """Keep another search as a view."""
        if self.desk.ahead.begin():
            self.app.push_screen(new_view(self.workspace), self._saved)

    def action_edit(self) -> None:
        """Change the view."""
        if (view := self.view_at_hand) and self.desk.ahead.begin():
            self.app.push_screen(changed_view(self.workspace, view), self._saved)

    def _saved(self, saved: bool | None) -> None:
        if saved:
            self.desk.changed()

    def action_earlier(self) -> None:
        """Move the view up."""
        self._move(-1)

    def action_later(self) -> None:
        """Move the view down."""
        self._move(1)

    def _move(self, step: int) -> None:
        if view := self.view_at_hand:
            self.act(lambda: self.workspace.views.move(view.id, step))

    def action_remove(self) -> None:
        """Take the view away."""
        if view := self.view_at_hand:
            said = f"Took “{line(view.name, 40)}” away; its posts stay"
            self.act(lambda: self.workspace.views.remove(view.id), said)
