"""The draft of an entry that is being written: taken up where it was left, kept every few seconds, never lost."""

from contextlib import suppress
from dataclasses import replace

from learnlog.journal.drafting import Writing
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError
from learnlog.tui.drafts import DraftBook, Found
from learnlog.tui.screens.writing_files import WritingFiles
from learnlog.tui.text import ago
from learnlog.tui.widgets.writing_page import WritingPage

EARLY = "One moment: it is still being looked whether a draft waits here."


class WritingDraft(WritingFiles):
    """A screen on which an entry (or `entry` anew) is written on `page`, beginning from `start`."""

    _book: DraftBook

    def __init__(self, start: Writing, page: WritingPage, entry: Entry | None) -> None:
        super().__init__()
        self._start = start
        self._page = page
        self._editor = page.editor
        self._entry = entry
        self.files = start.attachments
        self._is_saving = False
        self._is_ready = False
        self._has_failed = False
        self.draft = ""

    def page_at_hand(self) -> WritingPage:
        """The page that is written on."""
        return self._page

    def open_book(self) -> DraftBook:
        """Return where the draft is kept."""
        return DraftBook(self.workspace.drafts, self._entry.id if self._entry else "")

    async def load(self) -> None:
        """Nothing here follows what changes underneath: it is being written."""

    def _recover(self, found: Found) -> None:
        """Show the draft; what was typed while it was looked for stays below it."""
        typed = self._editor.text if self._editor.text != self._start.body else ""
        kept = found.writing
        self._start = self._start.with_links_of(kept)
        self._page.put(kept, f"{kept.body}\n{typed}" if typed else kept.body)
        when = ago(found.moment, self.workspace.clock())
        self.desk.say(f"Your draft is here again, as you left it ({when}).")

    def _written(self) -> Writing:
        return replace(self._page.written(self._start), attachments=self.files)

    def _tell(self, state: str = "") -> None:
        what = f"editing, of {self._entry.created:%d %b %Y}" if self._entry else "new entry"
        parts = (what, self._start.visibility.value, state)
        self.context(" · ".join(part for part in parts if part))

    async def _keep(self) -> None:
        if not self._is_ready or self._is_saving:
            return
        try:
            if await self._book.keep(self._written(), self._start):
                self._tell("draft kept")
            self._has_failed = False
        except LearnlogError as error:
            if not self._has_failed:  # said once; it is tried again all the same
                self.desk.say_error(error)
            self._has_failed = True

    async def keep_words(self) -> None:
        """Keep the draft as it is now."""
        if self._is_ready:
            await self._book.keep(self._written(), self._start)
        elif self._editor.text != self._start.body:
            raise LearnlogError(EARLY)

    async def on_unmount(self) -> None:
        """Keep the draft when the screen goes in any other way than by saving."""
        if self._is_ready and not self._book.is_done:
            with suppress(LearnlogError):  # it was said when the draft could not be kept before
                await self._book.leave(self._written(), self._start)

    async def _leave(self, said: str) -> None:
        try:
            await self._book.discard()
        except LearnlogError as error:
            self.desk.say_error(error)
        self.dismiss()
        if self._entry is None:
            self.desk.wrote()
        self.desk.say(said, undo=said.startswith(("Saved", "Kept")))
        self.desk.changed()

    async def action_leave(self) -> None:
        """Leave; what is written stays as a draft."""
        if self._is_saving:
            return
        if not self._is_ready and self._editor.text != self._start.body:
            self.desk.say(EARLY)
            return
        try:
            kept = self._is_ready and await self._book.leave(self._written(), self._start)
        except LearnlogError as error:  # what was written is only here: stay
            self.desk.say_error(error)
            return
        self.dismiss()
        if not kept:
            await self.let_files_go()
        if kept:
            key = "e on that entry" if self._entry else "w"
            self.desk.say(f"Kept as a draft; {key} takes it up again.")
        self.desk.changed()
