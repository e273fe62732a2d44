"""The composer: an entry being written, its draft safe every few seconds, two lines being enough."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Horizontal
from textual.widgets import TextArea

from learnlog.journal.drafting import Writing
from learnlog.journal.entries import EditConflictError
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import LearnlogError
from learnlog.tui.commands_writing import COMPOSER
from learnlog.tui.keys import bindings
from learnlog.tui.linking import offered
from learnlog.tui.outside import edit_outside
from learnlog.tui.saving import save, settle
from learnlog.tui.screens.conflict import ConflictScreen
from learnlog.tui.screens.prompted import Questions
from learnlog.tui.screens.writing_draft import EARLY, WritingDraft
from learnlog.tui.text import line
from learnlog.tui.widgets.completion import Completion, Item
from learnlog.tui.widgets.editor import Editor
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.masthead import Masthead
from learnlog.tui.widgets.preview import Preview
from learnlog.tui.widgets.writing_page import WritingPage

AUTOSAVE = 2.0
"""Seconds between two looks at whether the draft has to be saved."""


class Composer(WritingDraft):
    """Writes a new entry, or edits `entry`. With `outside` it opens the user's own editor at once.

    `kept`, `people` and `entries` are ids on which a new entry rests; `theme` is a name or slug.
    """

    CSS_PATH = "../styles/writing.tcss"
    scope = "composer"
    BINDINGS: ClassVar = bindings(COMPOSER)
    AUTO_FOCUS = "#composer-body"

    def __init__(
        self,
        *,
        entry: Entry | None = None,
        kind: str = "reflection",
        theme: str = "",
        body: str = "",
        title: str = "",
        entries: Sequence[str] = (),
        kept: Sequence[str] = (),
        people: Sequence[str] = (),
        questions: Questions | None = None,
        outside: bool = False,
    ) -> None:
        start = (
            Writing.of(entry)
            if entry
            else Writing(
                body=body.rstrip("\n"),
                title=title,
                kind=EntryKind.read(kind),
                themes=(theme,) if theme else (),
                kept=tuple(kept),
                people=tuple(people),
                entries=tuple(entries),
                **(asdict(questions) if questions else {}),
            )
        )
        super().__init__(start, WritingPage(start, body), entry)
        self._outside = outside

    def compose(self) -> ComposeResult:
        """The page to write on, the facts in one line, and room for the preview."""
        yield Masthead("journal")
        with Horizontal(id="composer"):
            yield self._page
            yield Preview(id="composer-preview")
        yield Completion(self._offered)
        yield KeyLine()

    def on_mount(self) -> None:
        """Take up a draft when there is one, and begin to keep one."""
        self._page.go_behind_own_words()
        self._book = self.open_book()
        self._begin()

    @work(group="begin")
    async def _begin(self) -> None:
        others = [screen.draft for screen in self.desk.open_screens() if isinstance(screen, WritingDraft)]
        try:
            themes = await self.ask(lambda: self.workspace.themes.all(merged=True))
            rests = await self.ask(self._what_it_rests_on)
            found = await self._book.begin(self._start, tuple(name for name in others if name))
        except LearnlogError as error:
            self.desk.say_error(error)
            found, themes, rests = None, [], ""
        self.draft = self._book.name
        self._page.names = {theme.slug: theme.name for theme in themes}
        self._start = replace(self._start, themes=self._page.named(self._start.themes))
        self._recover(found) if found else self._page.put_names(self._start)
        self._page.rest_on(rests)
        self.put_files(found.writing.attachments if found else self._start.attachments)
        self._tell()
        self._is_ready = True
        if self._start == Writing(kind=self._start.kind):
            await self.help_once()
        self.set_interval(AUTOSAVE, self._keep)
        if self._outside:
            self.action_editor()

    def _offered(self, kind: str, words: str) -> Sequence[Item]:
        return offered(self.workspace, kind, words, self._entry.id if self._entry else "")

    def _what_it_rests_on(self) -> str:
        from learnlog.overview.document_page import look_at_links

        start = self._start
        links = [("kept", name) for name in start.kept] + [("person", name) for name in start.people]
        found = look_at_links(self.workspace, links + [("entry", name) for name in start.entries])
        return " · ".join(line(link.title, 48) for link in found)

    def on_editor_tagged(self, event: Editor.Tagged) -> None:
        """A tag completed in the text is a tag of the entry."""
        self._page.add_tag(event.tag)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Let the preview follow, when it is open."""
        if self.has_class("-preview"):
            self._follow()

    def _follow(self) -> None:
        lines = max(1, self._editor.document.line_count - 1)
        writing = self._written()
        self.query_one(Preview).follow(writing.title, writing.body, self._editor.cursor_location[0] / lines)

    def action_preview(self) -> None:
        """Show the text as it will look, beside the page or in its place; or go on writing."""
        self.toggle_class("-preview")
        if self.has_class("-preview"):
            self._follow()
        narrow = self.has_class("-narrow") and self.has_class("-preview")
        (self.query_one(Preview) if narrow else self._editor).focus()

    def ask_with(self, questions: Questions, text: str) -> None:
        """Put questions below what is written."""
        self._start = replace(self._start, pack=questions.pack, about=questions.about)
        self._page.put_below(text)

    def action_link(self) -> None:
        """Begin a link at the cursor."""
        self._editor.focus()
        self._editor.begin_link()

    @work(exclusive=True, group="outside")
    async def action_editor(self) -> None:
        """Write on in the user's own editor; learnlog stands aside until it is closed."""
        before = self._editor.text
        await self._keep()
        try:
            text = edit_outside(self.desk, before, "entry", self.workspace.settings.editor).rstrip("\n")
        except SuspendNotSupported:
            self.desk.say("An editor cannot be opened from this terminal; write on here.")
            return
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        finally:
            self.refresh(layout=True)
        if text != before.rstrip("\n"):
            self._page.put_text(text)
        if self._outside:
            self._outside = False
            self.action_save()

    @work(group="save")
    async def action_save(self) -> None:
        """Save, and go back to where one was."""
        writing = self._written()
        if self._is_saving:
            return
        if not self._is_ready:
            self.desk.say(EARLY)
            return
        if writing.is_empty:
            self.desk.say("There is nothing to save yet.")
            return
        self._is_saving = True
        try:
            writing = await self.followed_up(writing)
            said = await self.ask(lambda: save(self.workspace, writing, self._entry))
        except EditConflictError as error:
            said = await self._settle(error)
        except LearnlogError as error:
            said = ""
            self.desk.say_error(error)
        self._is_saving = False
        if said:
            await self._leave(said)

    async def _settle(self, error: EditConflictError) -> str:
        """Show both versions and do what was chosen; "" when writing goes on."""
        chosen = await self.app.push_screen_wait(ConflictScreen(error.mine, error.theirs))
        if not chosen:
            return ""
        try:
            return await self.ask(lambda: settle(self.workspace, error.mine, chosen))
        except LearnlogError as again:
            self.desk.say_error(again)
            return ""
