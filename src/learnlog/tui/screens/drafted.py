"""Screens that are written on from what is at hand, such as a review: what is written waits where it was left."""

from collections.abc import Callable
from typing import TypeVar

from textual import work

from learnlog.model.errors import LearnlogError
from learnlog.tui.key_names import with_keys
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.widgets.editor import Editor

AUTOSAVE = 2.0
"""Seconds between two looks at whether the draft has to be saved."""

T = TypeVar("T")


class DraftedScreen(DeskScreen):
    """A screen with one `Editor` whose text is kept as a draft until it is saved."""

    waits = "What you wrote waits here."
    """What is said when it is left with words on it."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = ""
        self.is_done = False

    @property
    def draft(self) -> str:
        """The draft's name; "" while it is not known yet, and nothing is kept."""
        raise NotImplementedError

    @property
    def written(self) -> str:
        """What stands in the editor."""
        return self.query_one(Editor).text

    def is_as_given(self, text: str) -> bool:
        """Tell whether `text` is what stood there before anything was written."""
        return False

    async def take_up(self) -> str:
        """Return what was written before, "" when nothing was."""
        name = self.draft
        self.kept = await self.ask(lambda: self.workspace.drafts.read(name) or "")
        return self.kept

    def keep_from_now(self) -> None:
        """Keep what is written every two seconds."""
        self.set_interval(AUTOSAVE, self.keep)

    async def load(self) -> None:
        """Nothing here follows what changes underneath: it is being written."""

    async def keep(self) -> None:
        """Keep what is written; a disk that refuses is said."""
        if not self.is_attached:
            return
        try:
            await self.keep_words()
        except LearnlogError as error:
            self.desk.say_error(error)

    async def keep_words(self) -> None:
        """Keep what is written, before learnlog is left."""
        text, name = self.written, self.draft
        if not name or self.is_done or text.strip() == self.kept.strip() or self.is_as_given(text):
            return
        await self.ask(lambda: self.workspace.drafts.save(name, text))
        self.kept = text

    async def finish(self, deed: Callable[[], T]) -> T:
        """Return what `deed`, which saves what is written, returns; the draft goes."""
        name = self.draft
        made = await self.ask(deed)
        self.is_done = True
        await self.ask(lambda: self.workspace.drafts.discard(name))
        return made

    @work(group="leave", exclusive=True)
    async def action_leave(self) -> None:
        """Leave it for another time; what is written waits."""
        await self.keep()
        self.dismiss()
        if self.kept.strip():
            self.desk.say(with_keys(self.waits))
