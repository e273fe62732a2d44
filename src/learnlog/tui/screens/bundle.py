"""What a coach would get: every entry as it would leave, what is new, who else is named; nothing leaves by itself."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList

from learnlog.model.article import Article
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.visibility import Visibility
from learnlog.sharing.showing import ENDINGS, Asked, rendered
from learnlog.sharing.writing_out import write_new
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_sharing import BUNDLE
from learnlog.tui.keys import bindings
from learnlog.tui.screens.agreeing import say_how_i_share
from learnlog.tui.screens.asking import AskLine, Choice, Choose
from learnlog.tui.screens.bundle_choosing import ALL, Part, parts
from learnlog.tui.screens.bundle_rows import WHOM, Held, options
from learnlog.tui.screens.delivering import agrees
from learnlog.tui.screens.moving import Moving
from learnlog.tui.text import line, some
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.line_list import LineList
from learnlog.tui.widgets.wiki import read_vault_markdown

WIDE = 100
LIST = 46
FORMS = (
    Choice(id="html", label="HTML", note="one file that any browser reads"),
    Choice(id="pdf", label="PDF", note="for paper"),
    Choice(id="markdown", label="Markdown"),
    Choice(id="json", label="JSON"),
    Choice(id="csv", label="CSV", note="a table without texts"),
)


NO_QUESTION = (
    "None yet. Press e and ask the one thing you want to hear about: it stands first in what your coach gets."
)


class BundleScreen(Moving):
    """Shows a bundle before it leaves; what is left out and the order are kept until the screen is left."""

    CSS_PATH = "../styles/sharing.tcss"
    scope = "bundle"
    BINDINGS: ClassVar = bindings(BUNDLE, LISTS)
    AUTO_FOCUS = "#bundle-list"

    def __init__(self) -> None:
        super().__init__()
        self._held = Held()

    def compose_body(self) -> ComposeResult:
        """What leaves at the left, how it reads at the right."""
        with Horizontal(id="bundle"):
            yield LineList(id="bundle-list")
            yield ArticleView(id="bundle-text")

    async def load(self) -> None:
        """Make the bundle anew, of what passes the gate now."""
        await self.ask(self._gather)
        left = len(self._held.bundle.selection.entries) if self._held.bundle else 0
        self.context(f"for {WHOM[self._held.audience]} · {some(left, 'entry', 'entries')}")
        self._draw()
        self.refresh_bindings()
        await self._read()

    def _gather(self) -> None:
        showing = self.workspace.showing
        wanted = self._held.part.wanted(self.workspace, self._held.audience)
        self._held.entries = showing.gate.select(wanted).entries
        known = {entry.id for entry in self._held.entries}
        self._held.order = [id for id in self._held.order if id in known]
        self._held.order += [entry.id for entry in self._held.entries if entry.id not in self._held.order]
        chosen = tuple(id for id in self._held.order if id not in self._held.out)
        self._held.bundle, self._held.why = None, ""
        if self._held.entries and not chosen:
            self._held.why = "Every entry is left out; x takes one in again."
            return
        try:
            asked = Asked(wanted=replace(wanted, chosen=chosen), question=self._held.question)
            self._held.bundle = showing.bundle(asked)
        except UsageError as error:
            self._held.why = f"{error.message} v on an entry raises it, one step at a time."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits: an entry can be left out or moved, and what passed the gate can be written."""
        if action in ("leave_out", "earlier", "later"):
            return bool(self._held.entries)
        return self._held.bundle is not None if action in ("summary", "hand_out") else True

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        width = self.app.size.width
        room = (LIST if width >= WIDE else width) - 5
        self.list_at_hand.show(options(self._held, room))

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
        bundle = self._held.bundle
        title, text = "My question to my coach", self._held.question or NO_QUESTION
        if kind == "entry":
            entry = next((one for one in self._held.entries if one.id == name), None)
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
            self._held.out ^= {id}
            self.renew()

    def action_earlier(self) -> None:
        """Move the entry up."""
        self._move(-1)

    def action_later(self) -> None:
        """Move the entry down."""
        self._move(1)

    def _move(self, way: int) -> None:
        kind, _, id = self._at.partition(":")
        place = self._held.order.index(id) if kind == "entry" else -1
        if kind == "entry" and 0 <= place + way < len(self._held.order):
            self._held.order[place], self._held.order[place + way] = (
                self._held.order[place + way],
                self._held.order[place],
            )
            self.renew()

    @work(group="ask")
    async def action_question(self) -> None:
        """Ask for the one question."""
        said = await self.app.push_screen_wait(AskLine("My question to my coach", self._held.question))
        if said is not None:
            self._held.question = said
            self.renew()

    @work(group="ask")
    async def action_part(self) -> None:
        """Choose which part of what I share goes into it."""
        found = await self.ask(lambda: parts(self.workspace))
        chosen = await self.app.push_screen_wait(Choose("What of it?", found, at=self._held.part.id))
        if chosen is not None:
            called = next(one.label for one in found if one.id == chosen)
            self._held.part = Part(chosen, "" if chosen == ALL else called)
            self.renew()

    def action_audience(self) -> None:
        """Show it for the next audience."""
        levels = list(WHOM)
        self._held.audience = levels[(levels.index(self._held.audience) + 1) % len(levels)]
        self.renew()

    @work(group="write")
    async def action_hand_out(self) -> None:
        """Write the bundle, after asking once."""
        bundle = self._held.bundle
        if bundle is None:
            self.desk.say(self._held.why or "There is nothing to hand out yet.")
            return
        if not self._held.question and self._held.audience is Visibility.COACH:
            said = await self.app.push_screen_wait(
                AskLine("One question to my coach", "", "Enter goes on, also without one · Esc: not yet")
            )
            if said is None:
                return
            self._held.question = said
            await self.load()  # also what is cut out of it is seen before it leaves
            bundle = self._held.bundle or bundle
        called = bundle.profile.called
        if not called:
            said = await self.app.push_screen_wait(
                AskLine("How do you want to be called?", "", "Your coach sees it")
            )
            if not said:
                return
            called = said
        number = some(len(bundle.selection.entries), "entry", "entries")
        question = f"Write {number} for {WHOM[self._held.audience]} into a file?"
        if not self._held.question:
            question += " It asks your coach nothing yet."
        if not await agrees(self, question, "Write the bundle", "Not yet"):
            return
        place = await self.app.push_screen_wait(AskLine("Into which folder?", str(Path.home())))
        if place is not None:
            await self._written(lambda: self._hand_out(called, Path(place)))

    def _hand_out(self, called: str, place: Path) -> Path:
        chosen = tuple(id for id in self._held.order if id not in self._held.out)
        wanted = self._held.part.wanted(self.workspace, self._held.audience)
        asked = Asked(
            wanted=replace(wanted, chosen=chosen),
            question=self._held.question,
            called=called,
        )
        showing = self.workspace.showing
        return showing.hand_out(showing.bundle(asked), place.expanduser())

    async def _written(self, deed: Callable[[], Path]) -> None:
        try:
            path = await self.ask(deed)
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self.desk.say(f"Written: {path}. Nothing was sent; give it to your coach yourself.")
        self.renew()

    @work(group="write")
    async def action_summary(self) -> None:
        """Write only the page, in the form that is chosen."""
        bundle = self._held.bundle
        if bundle is None:
            self.desk.say(self._held.why or "There is nothing to show yet.")
            return
        form = await self.app.push_screen_wait(Choose("As what?", FORMS, narrows=False))
        place = (
            await self.app.push_screen_wait(AskLine("Into which folder?", str(Path.home()))) if form else None
        )
        if form and place is not None:
            name = f"learnlog-summary-{bundle.made:%Y-%m-%d}-{bundle.id[-4:]}.{ENDINGS[form]}"
            language = bundle.profile.language
            await self._written(
                lambda: write_new(
                    Path(place).expanduser() / name,
                    rendered(bundle.shown.summary, form, page_id="", language=language),
                )
            )

    @work(group="write")
    async def action_take_feedback(self) -> None:
        """Take in a comments file that came back."""
        place = await self.app.push_screen_wait(
            AskLine("Which comments file came back?", str(Path.home()) + "/")
        )
        if not place:
            return
        try:
            report = await self.ask(lambda: self.workspace.feedback.take(Path(place).expanduser()))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        unknown = f", {len(report.unknown)} about entries that never left" if report.unknown else ""
        new = some(len(report.new), "comment")
        self.desk.say(
            f"{new} of {line(report.by, 40)}, {report.known} known already{unknown}", undo=bool(report.new)
        )
        if report.new and report.new[0].entry:
            self.desk.open_document("entry", report.new[0].entry.id)
        self.desk.changed()

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
