"""The voices of a story: everybody who says it, why it was taken for the same, and the way to divide one off."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual import work
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.errors import LearnlogError
from learnlog.model.post import Post
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_stories import VOICES
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.one_list import OneList
from learnlog.tui.screens.river_acts import open_in_browser
from learnlog.tui.screens.river_signs import row_parts
from learnlog.tui.text import ago, fit, line, some
from learnlog.tui.widgets.line_list import meant

WHY: Final = {
    "address": "the same page",
    "link": "announces it",
    "words": "the same words",
    "boost": "passes it on",
}
_NAME, _WHEN, _WHY = 24, 8, max(map(len, WHY.values()))


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
            yield rows.wrapped("The post is not here any more. Esc goes back.", width)
            return
        first, now = self.found[0], self.workspace.clock()
        yield rows.section(first.headline, "one story" if len(self.found) > 1 else "told once")
        reasons = {voice.id: voice.reason for voice in first.others}
        for post in self.found:
            why = WHY.get(reasons.get(post.id, ""), "")
            room = max(10, width - _NAME - _WHEN - _WHY - 4)
            quiet = "$text-muted" if post.read else ""
            parts = (
                ("  " + fit(post.called, _NAME), quiet),
                (fit(ago(post.published, now), _WHEN), "$text-muted"),
            )
            words = Content.assemble(*row_parts(post, room, quiet))
            space = " " * (room - words.cell_length + 2)
            yield Option(Content.assemble(*parts, words, (space + why, "$text-muted")), id=post.id)
        if len(self.found) > 1:
            yield rows.gap()
            yield rows.wrapped(
                f"Read, they are read together. {key_of('split', 'voices')} divides one off that is another story.",
                width,
            )

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

    @work(group="browse")
    async def action_browse(self) -> None:
        """Open the post under the cursor in the browser."""
        if post := self._at():
            try:
                await self.ask(lambda: open_in_browser(post.url))
            except LearnlogError as error:
                self.desk.say_error(error)
