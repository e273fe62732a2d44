"""An article on the screen, with the keys that walk its lines, links and paragraphs."""

from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding
from textual.message import Message

from learnlog.tui.widgets.article_lines import LINK
from learnlog.tui.widgets.article_text import ArticleText
from learnlog.tui.widgets.counting import Count, is_command


class ArticleView(ArticleText, can_focus=True):
    """Shows one article under a few lines of heading.

    ``]`` and ``[`` walk its links, a number goes to one, Enter asks to open the marked link.
    ``}`` and ``{`` walk its paragraphs: the marked one is what `selected_text` returns, unless something was
    selected with the mouse.
    """

    COMPONENT_CLASSES: ClassVar = {"article-view--link", "article-view--passage", "article-view--address"}
    DEFAULT_CSS = """
    ArticleView {
        padding: 0 2; background: $background; scrollbar-size-vertical: 1; overflow-x: hidden;
        text-wrap: nowrap; text-overflow: clip;
    }
    ArticleView > .article-view--link { background: $block-cursor-background; color: $block-cursor-foreground; }
    ArticleView > .article-view--passage { background: $block-cursor-blurred-background; }
    ArticleView > .article-view--address { background: $panel; color: $foreground; }
    """
    BINDINGS: ClassVar = [
        Binding("j,down", "go(1)", show=False, id="down"),
        Binding("k,up", "go(-1)", show=False, id="up"),
        Binding("g,home", "go(-1000000)", show=False, id="first"),
        Binding("G,end", "go(1000000)", show=False, id="last"),
        Binding("space", "read_on", show=False, id="read-on"),
        Binding("pagedown,ctrl+f", "page(1)", show=False, id="page-down"),
        Binding("pageup,ctrl+b", "page(-1)", show=False, id="page-up"),
        Binding("ctrl+d", "half_page(1)", show=False, id="half-page-down"),
        Binding("ctrl+u", "half_page(-1)", show=False, id="half-page-up"),
        Binding("right_square_bracket", "next_link(1)", show=False, id="next-link"),
        Binding("left_square_bracket", "next_link(-1)", show=False, id="link-before"),
        Binding("right_curly_bracket", "next_passage(1)", show=False, id="next-passage"),
        Binding("left_curly_bracket", "next_passage(-1)", show=False, id="passage-before"),
        Binding("enter", "open_link", show=False, id="open"),
    ]

    class LinkOpened(Message):
        """A link of the article was chosen; nothing is opened by itself."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    class Entered(Message):
        """Enter was pressed while no link is marked, or Space where only a warning stands."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._count = Count(5)
        self._before = 0.0
        """Where the view stood before a number was typed, which may have shown a link elsewhere."""

    def action_go(self, lines: int) -> None:
        """Scroll by `lines`, as many times as was typed before: then the number was that of no link."""
        if times := self._count.typed():
            self.link = 0
            self.scroll_to(y=self._before, animate=False, force=True, immediate=True)
        self._scroll(lines * (times or 1))

    def _scroll(self, lines: int) -> None:
        """Scroll at once: a key that is held down must not queue up animations."""
        self.scroll_relative(y=lines, animate=False, force=True, immediate=True)

    def use_count(self) -> int:
        """Return the number that was typed before a key, 1 when there is none, and forget it."""
        return self._count.use()

    def action_page(self, pages: int) -> None:
        """Scroll by pages, two lines staying in sight."""
        self.action_go(pages * max(1, self.size.height - 2))

    def action_half_page(self, way: int) -> None:
        """Scroll by half a page."""
        self.action_go(way * max(1, self.size.height // 2))

    def action_read_on(self) -> None:
        """Scroll a page on; at the end the screen may go on to something else."""
        if self._is_folded:
            self.post_message(self.Entered())
        elif self.scroll_offset.y < self.max_scroll_y:
            self.action_page(1)
        else:
            raise SkipAction

    def action_next_link(self, step: int) -> None:
        """Mark the next link, or none after the last."""
        self.link = (self.link + step) % (len(self._article.links) + 1)

    def action_next_passage(self, step: int) -> None:
        """Mark the next paragraph; the first time one of those in sight."""
        top = round(self.scroll_offset.y)
        if self.passage < 0:
            seen = [one.block for one in self._lines[top : top + self.size.height] if one.block >= 0]
            self.passage = seen[0 if step > 0 else -1] if seen else -1
        else:
            self.passage = max(0, min(self.passage + step, len(self._article.blocks) - 1))

    def action_open_link(self) -> None:
        """Ask to open the marked link; without one, say that Enter was pressed."""
        link = self._article.links[self.link - 1] if self.link else None
        self.post_message(self.LinkOpened(link.url) if link else self.Entered())

    def on_key(self, event: events.Key) -> None:
        """Go to a link by its number, which may be a count as well; Esc first takes the marks away."""
        if is_command(self, event):
            return
        if not self._count:
            self._before = self.scroll_offset.y
        self._count.take(event)
        if event.character and event.character.isdecimal() and self._article.links:
            number = int(f"{self.link or ''}{event.character}")
            self.link = number if number <= len(self._article.links) else int(event.character)
            event.stop()
        elif event.key in self.app._keymap.get("back", "escape").split(",") and (
            self.link or self.passage >= 0
        ):
            self.link, self.passage = 0, -1
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """Mark a clicked link; a second click asks to open it."""
        number = event.style.meta.get(LINK, 0)
        if number and number == self.link:
            self.action_open_link()
        elif number:
            self.link = number
