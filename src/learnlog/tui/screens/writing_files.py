"""Files while an entry is written: copied into the vault at once, so that a crash costs nothing, named by the draft."""

from textual import work

from learnlog.journal.attaching import joined
from learnlog.model.attachment import Attachment
from learnlog.model.errors import LearnlogError
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.entry_files import ask_file
from learnlog.tui.screens.prompted import Prompted
from learnlog.tui.text import line


class WritingFiles(Prompted):
    """A screen on which an entry is written that may have files."""

    files: tuple[Attachment, ...] = ()
    """The files of the entry as it is written now."""

    def put_files(self, files: tuple[Attachment, ...]) -> None:
        """Show `files` as those of the entry."""
        self.files = files
        self.page_at_hand().name_files(", ".join(f"{line(one.name, 40)} ({one.told})" for one in files))

    @work(group="file", exclusive=True)
    async def action_attach(self) -> None:
        """Take a file in; where there are some, one may be taken off as well."""
        picked: str | None = "add"
        if self.files:
            off = [Choice(id=str(n), label=f"Take off {one.name}") for n, one in enumerate(self.files)]
            choices = [Choice(id="add", label="Take another file in"), *off]
            picked = await self.app.push_screen_wait(Choose("Files", choices, narrows=False))
        if picked == "add":
            await self._take_in()
        elif picked:
            gone = self.files[int(picked)]
            self.put_files(tuple(one for one in self.files if one != gone))
            await self.ask(lambda: self.workspace.shelf.let_go([gone.file]))

    async def _take_in(self) -> None:
        asked = await ask_file(self, "Take a file in")
        if asked is None:
            return
        source, alt = asked
        try:
            taken = await self.ask(lambda: self.workspace.attaching.take_in([source], alt))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self.put_files(joined(self.files, taken))

    async def let_files_go(self) -> None:
        """Move the files to the trash that no entry names: what was written is not kept."""
        if self.files:
            await self.ask(lambda: self.workspace.shelf.let_go(one.file for one in self.files))
