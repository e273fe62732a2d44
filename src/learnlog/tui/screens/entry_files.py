"""The files of the entry at hand: attach one, open one, say what it shows, take it off."""

from pathlib import Path

from textual import work

from learnlog.model.attachment import PICTURES, Attachment, media_type
from learnlog.model.entry import Entry
from learnlog.tui.key_names import key_of
from learnlog.tui.screens.asking import AskLine
from learnlog.tui.screens.asking_file import AskFile
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.opens_files import OpensFiles
from learnlog.tui.text import line

FILE = "file"
"""What a line of a page is that shows a file; its name is the file's number on the entry, from 1."""


class EntryFiles(OpensFiles):
    """A screen that shows an entry with its files."""

    def _entry(self) -> Entry | None:
        """Return the entry to act on."""
        raise NotImplementedError

    def file_at_hand(self) -> str:
        """Return the number of the file under the cursor, "" when it is on none."""
        return ""

    @work(group="file", exclusive=True)
    async def action_attach(self) -> None:
        """Copy a file beside the entry."""
        if (entry := self._entry()) is None:
            return
        asked = await ask_file(self, f"Attach to “{line(entry.headline, 40)}”")
        if asked is None:
            return
        source, alt = asked
        said = f"Attached “{line(source.name, 50)}”"
        self.act(lambda: self.workspace.attaching.attach(entry.id, [source], alt), said)

    def action_detach(self) -> None:
        """Take the file under the cursor off the entry."""
        if found := self._meant():
            entry, file = found
            said = f"“{line(file.name, 50)}” is off the entry"
            self.act(lambda: self.workspace.attaching.detach(entry.id, [file.file]), said)

    @work(group="file", exclusive=True)
    async def action_describe(self) -> None:
        """Say in words what the file under the cursor shows."""
        if found := self._meant():
            entry, file = found
            alt = await self.app.push_screen_wait(AskLine(f"What does {line(file.name, 40)} show?", file.alt))
            if alt is not None:
                self.act(lambda: self.workspace.attaching.describe(entry.id, file.file, alt), "Said so")

    def _meant(self) -> tuple[Entry, Attachment] | None:
        """Return the entry and the file under the cursor, or its only one."""
        entry = self._entry()
        if entry is None:
            return None
        number = self.file_at_hand() or ("1" if len(entry.attachments) == 1 else "")
        if not number or int(number) > len(entry.attachments):
            words = (
                "Put the cursor on a file first."
                if entry.attachments
                else f"There is no file: {key_of('attach')} takes one in."
            )
            self.desk.say(words)
            return None
        return entry, entry.attachments[int(number) - 1]

    @work(group="file", exclusive=True)
    async def show_file(self, number: str) -> None:
        """Open the file with this number."""
        entry = self._entry()
        if entry is not None and 0 < int(number) <= len(entry.attachments):
            file = entry.attachments[int(number) - 1]
            await self.open_file(lambda: self.workspace.attaching.path_to_open(file), file.name)


async def ask_file(screen: DeskScreen, title: str) -> tuple[Path, str] | None:
    """Ask for a file, and for a picture what it shows; None when it was left. Call it from a worker."""
    desk = screen.desk
    source = await screen.app.push_screen_wait(AskFile(title, desk.folder_of_files))
    if source is None:
        return None
    desk.folder_of_files = source.parent
    alt = ""
    if media_type(source.name) in PICTURES:
        hint = "For who cannot see it; your coach may be one · {take} goes on · {leave} leaves it"
        said = await screen.app.push_screen_wait(
            AskLine(f"What does {line(source.name, 40)} show?", hint=hint)
        )
        if said is None:
            return None
        alt = said
    return source, alt
