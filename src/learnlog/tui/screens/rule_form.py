"""A rule as a form: what it searches for, what it does, and beneath it the posts that it would have caught."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from learnlog.library.query import misread
from learnlog.model.errors import LearnlogError
from learnlog.model.post import posts_said
from learnlog.model.view import DOES, OF_STORIES, Rule
from learnlog.reading.sorting.ruler import Catch
from learnlog.tui.commands_views import RULE
from learnlog.tui.keys import bindings
from learnlog.tui.screens.forms import Field, Form, words_of
from learnlog.tui.screens.river_row import post_row
from learnlog.tui.text import plain
from learnlog.tui.widgets.line_list import LineList
from learnlog.workspace import Workspace

SETTLE = 0.25
"""Seconds without a key after which what the rule would catch is looked for."""
WIDTH = 70


class RuleForm(Form):
    """Makes a rule, or changes one; gives True once it is saved.

    What it would catch is searched for beside the screen, as one types.
    """

    scope = "rule"
    hint: ClassVar = "{save} saves · {save-and-apply} changes these too · Tab goes on · {leave} leaves it"
    BINDINGS: ClassVar = bindings(RULE)

    def __init__(
        self, workspace: Workspace, rule: Rule | None = None, search: str = "", *, themes: Mapping[str, str]
    ) -> None:
        named = [themes.get(slug, slug) for slug in rule.themes] if rule else []
        fields = (
            Field(
                id="search", label="Search", value=rule.search if rule else search, hint="sponsored OR tag:ad"
            ),
            Field(id="does", label="Does", value=", ".join(rule.does if rule else ()), hint=", ".join(DOES)),
            Field(
                id="themes",
                label="Themes",
                value=", ".join(named),
                hint="puts the posts under them",
                known=tuple(themes.values()),
            ),
            Field(id="name", label="Name", value=rule.name if rule else "", hint="as the search itself"),
        )
        title, first = "Change the rule" if rule else "A rule for what arrives", "does" if search else ""
        super().__init__(title, fields, self._put, first)
        self._workspace = workspace
        self._rule = rule
        self.said = ""
        """What came of it, in words."""
        self._applies = False

    def compose_below(self) -> ComposeResult:
        """Show what the rule would have caught of the posts that are here."""
        yield Static(id="rule-count")
        yield LineList(id="rule-caught")

    def on_mount(self) -> None:
        """Show what it would catch now."""
        super().on_mount()
        self._look()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look again when the search changed, or what is done to what it finds."""
        if event.input.id in ("field-search", "field-does"):
            self._look()

    @work(exclusive=True, group="catch")
    async def _look(self) -> None:
        await asyncio.sleep(SETTLE)
        search, does = self.values["search"], words_of(self.values["does"].lower())
        caught, said = Catch(count=0), ""
        try:
            if search:
                caught = await asyncio.to_thread(self._workspace.ruler.catch, search)
                said = _said(caught, search, does)
        except LearnlogError as error:
            said = f"{error.message} {error.hint}".strip()
        self.query_one("#rule-count", Static).update(plain(said))
        now = self._workspace.clock()
        room = self.query_one("#rule-caught").size.width or WIDTH
        options = [Option(post_row(post, room - 2, now), id=post.id) for post in caught.newest]
        caught_list = self.query_one("#rule-caught", LineList)
        most = self.app.size.height // 4 + 1 - len(plain(said).wrap(room))
        caught_list.styles.height = max(1, min(len(options), most))
        caught_list.show(options, keep=False)

    def _put(self, said: Mapping[str, str]) -> None:
        """Save what was typed, and apply it when that was asked for. Runs in a thread."""
        rules, ruler = self._workspace.rules, self._workspace.ruler
        applies, self._applies = self._applies, False
        does, themes = words_of(said["does"].lower()), words_of(said["themes"])
        if self._rule is None:
            rule = rules.add(said["search"], said["name"], does=does, themes=themes)
        else:
            rule = rules.change(
                self._rule.id, name=said["name"], search=said["search"], does=does, themes=themes
            )
        ruler.begin()
        self.said = f"“{rule.name}” works on what arrives from now on"
        if applies:
            posts = ruler.apply(rule.id).posts
            self.said = (
                f"“{rule.name}” changed {posts_said(posts)}"
                if posts
                else f"{self.said}; of what is here nothing was left to change"
            )

    def action_save_and_apply(self) -> None:
        """Save it, and apply it to the posts that are here."""
        self._applies = True
        self.action_save()


def _said(caught: Catch, search: str, does: Sequence[str]) -> str:
    """Return how many posts a search fits, which of them `does` leaves alone, and what it was read as."""
    parts = [misread(search)]
    if not OF_STORIES.isdisjoint(does):
        parts.append(caught.spared_said())
    shown = len(caught.newest)
    more = f" The newest {shown}:" if caught.count > shown else ""
    parts.append(f"Of the posts that are here it fits {caught.count:,}.{more}")
    return "\n".join(filter(None, parts))
