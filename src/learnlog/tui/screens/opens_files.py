"""Opening a file with what the system takes for it; learnlog's own screen stays as it is."""

from collections.abc import Callable
from pathlib import Path

from learnlog.journal.opening import open_with_system
from learnlog.model.errors import LearnlogError
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.text import line


class OpensFiles(DeskScreen):
    """A screen from which files are opened."""

    async def open_file(self, place: Callable[[], Path], name: str) -> None:
        """Open the file at `place`, which is asked for in a thread; `name` is what it is called."""
        try:
            await self.ask(lambda: open_with_system(place()))
        except LearnlogError as error:
            self.desk.say_error(error)
        else:
            self.desk.say(f"Opened {line(name, 60)}")
