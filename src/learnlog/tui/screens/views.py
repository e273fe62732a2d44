"""My views, searches that are lists of the River, and my rules, searches that do something; both in my order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.library.ruling import Run
from learnlog.model.post import posts_said
from learnlog.model.query import PostFilter
from learnlog.model.view import Rule, View
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_views import VIEWS
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.forms import Field, Form
from learnlog.tui.screens.one_list import OneList
from learnlog.tui.text import ago, fit, line, some
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.line_list import meant
from learnlog.workspace import Workspace

NAME = 24
"""Cells of a name at most."""


def new_view(workspace: Workspace, search: str = "") -> Form:
    """Return the form that keeps `search` as a view."""
    fields = (
        Field(id="search", label="Search", value=search, hint="is:unread is:long"),
        Field(id="name", label="Name", hint="as the search itself"),
    )
    return Form(
        "Keep a search as a view",
        fields,
        lambda said: workspace.views.add(said["search"], said["name"]),
        first="name" if search else "",
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


async def ask_for_rule(screen: DeskScreen, rule: Rule | None = None, search: str = "") -> None:
    """Show the form of a rule, and say what came of it. Call it from a worker of `screen`."""
    from learnlog.tui.screens.rule_form import RuleForm

    themes = await screen.ask(lambda: {theme.slug: theme.name for theme in screen.workspace.themes.all()})
    form = RuleForm(screen.workspace, rule, search, themes=themes)
    if await screen.app.push_screen_wait(form):
        screen.desk.say(form.said, undo=True)
        screen.desk.changed()


class ViewsScreen(OneList[View | Rule]):
    """Lists them; Enter shows a view in the River, and a rule with what it would catch."""

    scope = "views"
    mode = "river"
    BINDINGS: ClassVar = bindings(VIEWS, LISTS)
    _problems: Sequence[str] = ()
    _themes: Mapping[str, str] = {}
    _ran: Mapping[str, Run] = {}
    """What each rule (id) did last, that can be taken back."""

    def gather(self) -> Sequence[View | Rule]:
        """Return my views, then my rules."""
        views, rules = self.workspace.views, self.workspace.rules
        pages = (("views.md", views.problem()), ("rules.md", rules.problem()))
        self._problems = [f"{page}: {problem}" for page, problem in pages if problem]
        runs = ((rule.id, self.workspace.ruler.runs(rule.id)) for rule in rules.all())
        self._ran = {id: ran[0] for id, ran in runs if ran}
        self._themes = {theme.slug: theme.name for theme in self.workspace.themes.all()}
        return (*views.all(), *rules.all())

    def about(self) -> str:
        """Say how many they are."""
        views = sum(isinstance(one, View) for one in self.found)
        return f"{some(views, 'view')} · {some(len(self.found) - views, 'rule')}"

    def options(self, width: int) -> Iterator[Option]:
        """Draw a line for each: its name, what it does, and what it searches for."""
        yield rows.section("Views", "lists of the River, in this order")
        for view in (one for one in self.found if isinstance(one, View)):
            yield self._row(view, "", width)
        if not any(isinstance(one, View) for one in self.found):
            made, kept = key_of("new-view"), key_of("keep-search")
            words = f"No views yet: {made} makes one of any search, and so does {kept} in Search."
            yield rows.wrapped(words, width, indent="  ")
        yield rows.gap()
        yield rows.section("Rules", "what is done to posts as they arrive")
        for rule in (one for one in self.found if isinstance(one, Rule)):
            yield self._row(rule, self._does(rule), width)
            if rule.problem:
                yield rows.wrapped(f"It does nothing: {rule.problem}", width, "$error", "    ")
        if not any(isinstance(one, Rule) for one in self.found):
            made, found = key_of("new-rule"), key_of("rule-of-search")
            words = (
                f"No rules yet: {made} makes one and shows what it would catch; so does {found} in Search."
            )
            yield rows.wrapped(words, width, indent="  ")
        for problem in self._problems:
            yield rows.gap()
            yield rows.wrapped(problem, width, "$error", "  ")

    def _row(self, one: View | Rule, does: str, width: int) -> Option:
        name, room = min(NAME, width // 3), width - 4
        parts = [("  " + fit(one.name, name) + "  ", "$text-muted" if does.endswith("off") else "")]
        if does:
            does = line(does, (room - name) // 2) + "  "
            parts.append((does, "$accent"))
        room -= name + Content(does).cell_length
        did = f"  {self._did(one.id)}" if isinstance(one, Rule) and one.id in self._ran else ""
        did = did if len(did) < room // 2 else ""
        rest = line(one.search, max(0, room - len(did)))
        return Option(Content.assemble(*parts, (rest, "$text-muted"), (did, "$primary")), id=_id(one))

    def _did(self, rule: str) -> str:
        """Return what a rule (id) did last: 3 posts, 2h."""
        run = self._ran[rule]
        return f"{posts_said(run.posts)}, {ago(run.moment, self.workspace.clock())}"

    def _does(self, rule: Rule) -> str:
        parts = [*rule.does, *(f"→ {self._themes.get(slug, slug)}" for slug in rule.themes)]
        return ", ".join(parts) + (" · off" if rule.off else "")

    @property
    def at_hand(self) -> View | Rule | None:
        """The view or rule the cursor is on."""
        return next((one for one in self.found if _id(one) == self.list_at_hand.at), None)

    def offers(self, action: str) -> bool:
        """Name the keys that are for rules only on one, and those for what is there only where something is."""
        one = self.at_hand
        if action in ("rest", "take_back"):
            return isinstance(one, Rule) and (action == "rest" or one.id in self._ran)
        return one is not None or action not in ("edit", "remove")

    def on_option_list_option_highlighted(self) -> None:
        """Name the keys that do something with what the cursor is on."""
        self.query_one(KeyLine).refresh()

    @property
    def _rule(self) -> Rule | None:
        """The rule the cursor is on; says where one would be when it is on none."""
        one = self.at_hand
        if isinstance(one, Rule):
            return one
        self.desk.say("That is for rules: put the cursor on one.")
        return None

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show a view in the River, or what a rule does."""
        event.stop()
        one = next((one for one in self.found if _id(one) == meant(event.option)), None)
        if isinstance(one, View):
            await self.desk.open_river(PostFilter(search=one.search))
        elif one is not None:
            self.action_edit()

    def action_new_view(self) -> None:
        """Keep another search as a view."""
        if self.desk.ahead.begin():
            self.app.push_screen(new_view(self.workspace), self._saved)

    @work(group="rule")
    async def action_new_rule(self) -> None:
        """Make a rule."""
        if self.desk.ahead.begin():
            await ask_for_rule(self)

    @work(group="rule")
    async def action_edit(self) -> None:
        """Change the view or rule."""
        one = self.at_hand
        if one is None or not self.desk.ahead.begin():
            return
        if isinstance(one, Rule):
            await ask_for_rule(self, one)
        else:
            self.app.push_screen(changed_view(self.workspace, one), self._saved)

    def _saved(self, saved: bool | None) -> None:
        if saved:
            self.desk.changed()

    def action_rest(self) -> None:
        """Let the rule rest, or work again."""
        if rule := self._rule:
            said = f"“{line(rule.name, 40)}” {'works again' if rule.off else 'rests'}"
            self.act(lambda: self.workspace.rules.change(rule.id, off=not rule.off), said)

    def action_take_back(self) -> None:
        """Take back what the rule's last run changed."""
        if rule := self._rule:
            did = f": {self._did(rule.id)}" if rule.id in self._ran else ""
            said = f"Taken back what “{line(rule.name, 40)}” did last{did}"
            self.act(lambda: self.workspace.ruler.take_back(rule.id), said, undo=False)

    def action_earlier(self) -> None:
        """Move it up."""
        self._move(-1)

    def action_later(self) -> None:
        """Move it down."""
        self._move(1)

    def _move(self, step: int) -> None:
        one = self.at_hand
        if isinstance(one, Rule):
            self.act(lambda: self.workspace.rules.move(one.id, step))
        elif one is not None:
            self.act(lambda: self.workspace.views.move(one.id, step))

    def action_remove(self) -> None:
        """Take it away."""
        one = self.at_hand
        if isinstance(one, Rule):
            said = f"Took “{line(one.name, 40)}” away; what it did stays"
            self.act(lambda: self.workspace.rules.remove(one.id), said)
        elif one is not None:
            said = f"Took “{line(one.name, 40)}” away; its posts stay"
            self.act(lambda: self.workspace.views.remove(one.id), said)


def _id(one: View | Rule) -> str:
    return f"{'view' if isinstance(one, View) else 'rule'}:{one.id}"
