"""What a coach would get: every entry as it would leave, what is new, who else is named; nothing leaves by itself."""

from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList

from learnlog.model.article import Article
from learnlog.model.errors import UsageError
from learnlog.sharing.showing import Asked
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_sharing import BUNDLE
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.screens.agreeing import say_how_i_share
from learnlog.tui.screens.asking import AskLine, Choose
from learnlog.tui.screens.bundle_choosing import ALL, Part, parts
from learnlog.tui.screens.bundle_rows import WHOM, options
from learnlog.tui.screens.handing_out import HandingOut
from learnlog.tui.text import line, some
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.line_list import LineList
from learnlog.tui.widgets.wiki import read_vault_markdown

WIDE = 100
LIST = 46
NO_QUESTION = (
    "None yet. Press {question} and ask the one thing you want to hear about: "
    "it stands first in what your coach gets."
)


class BundleScreen(HandingOut):
    """Shows a bundle before it leaves; what is left out and the order are kept until the screen is left."""

    CSS_PATH = "../styles/sharing.tcss"
    scope = "bundle"
    BINDINGS: ClassVar = bindings(BUNDLE, LISTS)
    AUTO_FOCUS = "#bundle-list"

    def compose_body(self) -> ComposeResult:
        """What leaves at the left, how it reads at the right."""
        with Horizontal(id="bundle"):
            yield LineList(id="bundle-list")
            yield ArticleView(id="bundle-text")

    async def load(self) -> None:
        """Make the bundle anew, of what passes the gate now."""
        await self.ask(self._gather)
        left = len(self.held.bundle.selection.entries) if self.held.bundle else 0
        self.context(f"for {WHOM[self.held.audience]} · {some(left, 'entry', 'entries')}")
        self._draw()
        self.refresh_bindings()
        await self._read()

    def _gather(self) -> None:
        showing = self.workspace.showing
        wanted = self.held.part.wanted(self.workspace, self.held.audience)
        self.held.entries = showing.gate.select(wanted).entries
        known = {entry.id for entry in self.held.entries}
        self.held.order = [id for id in self.held.order if id in known]
        self.held.order += [entry.id for entry in self.held.entries if entry.id not in self.held.order]
        chosen = tuple(id for id in self.held.order if id not in self.held.out)
        self.held.bundle, self.held.why = None, ""
        if self.held.entries and not chosen:
            self.held.why = with_keys("Every entry is left out; {leave-out} takes one in again.")
            return
        try:
            asked = Asked(wanted=replace(wanted, chosen=chosen), question=self.held.question)
            self.held.bundle = showing.bundle(asked)
        except UsageError as error:
            self.held.why = (
                f"{error.message} {key_of('visibility')} on an entry raises it, one step at a time."
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits: an entry can be left out or moved, and what passed the gate can be written."""
        if action in ("leave_out", "earlier", "later"):
            return bool(self.held.entries)
        return self.held.bundle is not None if action in ("summary", "hand_out") else True

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        width = self.app.size.width
        room = (LIST if width >= WIDE else width) - 5
        self.list_at_hand.show(options(self.held, room))

    @property
    def _at(self) -> str:
        return self.list_at_hand.at

    @property
    def list_at_hand(self) -> LineList:
        """The list of what leaves."""
        return self.query_one("#bundle-list", LineList)

    @work(exclusive=True, group="read")
    async def _read_soon(self) -> None:
        await self._read()

    async def _read(self) -> None:
        """Show what is under the cursor as it would leave."""
        kind, _, name = self._at.partition(":")
        bundle = self.held.bundle
        title, text = "My question to my coach", self.held.question or with_keys(NO_QUESTION)
        if kind == "entry":
            entry = next((one for one in self.held.entries if one.id == name), None)
            title, text = (entry.title, entry.body) if entry else ("", "")
        elif kind == "file" and bundle:
            title, text = name, f"```\n{bundle.files[name][:20_000]}\n```"
        elif kind == "enclosed" and bundle:
            file = bundle.enclosed[name]
            title, text = file.name, f"{file.told}, in the zip as {name}.\n\n{file.alt}"
        article: Article = await self.ask(lambda: read_vault_markdown(text))
        self.query_one(ArticleView).show(article, Content.styled(line(title, 200), "bold"))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the cursor came to."""
        self._read_soon()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Read it, where there is no room for both at once."""
        if self._at == "question":
            self.action_question()
            return
        self.add_class("-inside")
        self.query_one(ArticleView).focus()

    def action_leave_out(self) -> None:
        """Leave the entry out, or take it in again."""
        kind, _, id = self._at.partition(":")
        if kind == "entry":
            self.held.out ^= {id}
            self.renew()

    def action_earlier(self) -> None:
        """Move the entry up."""
        self._move(-1)

    def action_later(self) -> None:
        """Move the entry down."""
        self._move(1)

    def _move(self, way: int) -> None:
        kind, _, id = self._at.partition(":")
        place = self.held.order.index(id) if kind == "entry" else -1
        if kind == "entry" and 0 <= place + way < len(self.held.order):
            self.held.order[place], self.held.order[place + way] = (
                self.held.order[place + way],
                self.held.order[place],
            )
            self.renew()

    @work(group="ask")
    async def action_question(self) -> None:
        """Ask for the one question."""
        said = await self.app.push_screen_wait(AskLine("My question to my coach", self.held.question))
        if said is not None:
            self.held.question = said
            self.renew()

    @work(group="ask")
    async def action_part(self) -> None:
        """Choose which part of what I share goes into it."""
        found = await self.ask(lambda: parts(self.workspace))
        chosen = await self.app.push_screen_wait(Choose("What of it?", found, at=self.held.part.id))
        if chosen is not None:
            called = next(one.label for one in found if one.id == chosen)
            self.held.part = Part(chosen, "" if chosen == ALL else called)
            self.renew()

    def action_audience(self) -> None:
        """Show it for the next audience."""
        levels = list(WHOM)
        self.held.audience = levels[(levels.index(self.held.audience) + 1) % len(levels)]
        self.renew()

    @work(group="ask")
    async def action_agree(self) -> None:
        """Say how I share."""
        await say_how_i_share(self)

    def action_back(self) -> None:
        """Back from the text to the list, else to where I came from."""
        if self.has_class("-inside"):
            self.remove_class("-inside")
            self.list_at_hand.focus()
        else:
            self.dismiss()
