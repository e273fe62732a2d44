"""What leaves and what comes back: a bundle or a summary written into a file, comments taken in."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from textual import work

from learnlog.model.errors import LearnlogError
from learnlog.model.visibility import Visibility
from learnlog.sharing.showing import ENDINGS, Asked, rendered
from learnlog.sharing.writing_out import write_new
from learnlog.tui.screens.asking import TAKES, WRITES, AskLine, Choice, Choose
from learnlog.tui.screens.bundle_rows import WHOM, Held
from learnlog.tui.screens.delivering import agrees
from learnlog.tui.screens.moving import Moving
from learnlog.tui.text import line, some

FORMS = (
    Choice(id="html", label="HTML", note="one file that any browser reads"),
    Choice(id="pdf", label="PDF", note="for paper"),
    Choice(id="markdown", label="Markdown"),
    Choice(id="json", label="JSON"),
    Choice(id="csv", label="CSV", note="a table without texts"),
)


class HandingOut(Moving):
    """A screen that holds a bundle and writes it."""

    def __init__(self) -> None:
        super().__init__()
        self.held = Held()

    @work(group="write")
    async def action_hand_out(self) -> None:
        """Write the bundle, after asking once."""
        bundle = self.held.bundle
        if bundle is None:
            self.desk.say(self.held.why or "There is nothing to hand out yet.")
            return
        if not self.held.question and self.held.audience is Visibility.COACH:
            said = await self.app.push_screen_wait(
                AskLine("One question to my coach", "", "{take} goes on, also without one · {leave}: not yet")
            )
            if said is None:
                return
            self.held.question = said
            await self.load()  # also what is cut out of it is seen before it leaves
            bundle = self.held.bundle or bundle
        called = bundle.profile.called
        if not called:
            said = await self.app.push_screen_wait(
                AskLine("How do you want to be called?", "", "Your coach sees it")
            )
            if not said:
                return
            called = said
        number = some(len(bundle.selection.entries), "entry", "entries")
        question = f"Write {number} for {WHOM[self.held.audience]} into a file?"
        if not self.held.question:
            question += " It asks your coach nothing yet."
        if not await agrees(self, question, "Write the bundle", "Not yet"):
            return
        place = await self.app.push_screen_wait(AskLine("Into which folder?", str(Path.home()), WRITES))
        if place is not None:
            await self._written(lambda: self._hand_out(called, Path(place)))

    def _hand_out(self, called: str, place: Path) -> Path:
        chosen = tuple(id for id in self.held.order if id not in self.held.out)
        wanted = self.held.part.wanted(self.workspace, self.held.audience)
        asked = Asked(
            wanted=replace(wanted, chosen=chosen),
            question=self.held.question,
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
        bundle = self.held.bundle
        if bundle is None:
            self.desk.say(self.held.why or "There is nothing to show yet.")
            return
        form = await self.app.push_screen_wait(Choose("As what?", FORMS, narrows=False))
        place = (
            await self.app.push_screen_wait(AskLine("Into which folder?", str(Path.home()), WRITES))
            if form
            else None
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
            AskLine("Which comments file came back?", str(Path.home()) + "/", TAKES)
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
