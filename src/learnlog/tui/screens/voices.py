"""The voices of a story: everybody who says it, why it was taken for the same, and the way to divide one off."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.post import Post
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_stories import VOICES
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.one_list import OneList
from learnlog.tui.screens.river_row import post_row
from learnlog.tui.text import line, some
from learnlog.tui.widgets.line_list import meant

WHY: Final = {
    "address": "the same page",
    "link": "announces it",
    "words": "the same words",
    "boost": "passes it on",
}
FIRST: Final = "stands first"
"""What is said of the voice that stands in lists for all."""
_WHY = max(map(len, (*WHY.values(), FIRST)))
_ROOMY = 90
"""Cells of a line from which names stand in full."""


class VoicesScreen(OneList[Post]):
    """Lists the posts that tell the story of the post `id`, the one that stands in lists first."""

    scope = "voices"
    mode = "river"
    BINDINGS: ClassVar = bindings(VOICES, LISTS)

    def __init__(self, id: str) -> None:
        super().__init__()
        self._post_id = id

    def gather(self) -> Sequence[Post]:
        """Return the posts."""
        post = self.workspace.library.posts.get(self._post_id)
        return self.workspace.stories.voices(post) if post else ()

    def about(self) -> str:
        """Say how many they are."""
        return some(len(self.found), "voice")

    def options(self, width: int) -> Iterator[Option]:
        """Draw a line for each: who, when, what they say, why it is the same story."""
        if not self.found:
            yield rows.wrapped(with_keys("The post is not here any more. {back} goes back."), width)
            return
        first = self.found[0]
        yield rows.section(first.headline, "one story" if len(self.found) > 1 else "told once")
        reasons = {voice.id: WHY.get(voice.reason, "") for voice in first.others}
        reasons[first.id] = FIRST if len(self.found) > 1 else ""
        for post in self.found:
            yield Option(self._row(post, reasons.get(post.id, ""), width), id=post.id)
        if len(self.found) > 1:
            yield rows.gap()
            yield rows.wrapped(
                f"Read, they are read together. {key_of('split', 'voices')} divides one off that is another story.",
                width,
            )

    def _row(self, post: Post, why: str, width: int) -> Content:
        room, name = width - _WHY - 2, 28 if width >= _ROOMY else 0
        row = post_row(replace(post, others=()), room, self.workspace.clock(), person=name)
        space = " " * max(1, room - row.cell_length + 2)
        return Content.assemble(row, (space + why, "$text-muted"))

    def _at(self) -> Post | None:
        return next((post for post in self.found if post.id == self.list_at_hand.at), None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the post that was chosen."""
        self.desk.open_document("post", meant(event.option))

    def action_split(self) -> None:
        """Say that the post under the cursor is another story."""
        if post := self._at():
            said = f"{line(post.called, 30)} stands alone now"
            self.act(lambda: self.workspace.stories.split(post), said)

    def action_browse(self) -> None:
        """Open the post under the cursor in the browser."""
        if post := self._at():
            self.browse(post.url)
