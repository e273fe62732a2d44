"""An article on the screen: lines drawn on demand in a comfortable measure, links with their true address."""

import asyncio
from collections.abc import Iterator
from typing import ClassVar

from textual import events, work
from textual.actions import SkipAction
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from learnlog.model.article import Article
from learnlog.tui.text import line
from learnlog.tui.widgets.article_lines import LINK, Line, lay_out, pieces, words_between, words_of

MEASURE = 72
_AT_ONCE = 60
"""Blocks that are laid out before the first paint; the rest of a long article follows from a thread."""


class ArticleView(ScrollView, can_focus=True):
    """Shows one article under a few lines of heading.

    ``]`` and ``[`` walk its links, a number goes to one, Enter asks to open the marked link.
    ``}`` and ``{`` walk its paragraphs: the marked one is what `selected_text` returns, unless something was
    selected with the mouse.
    """

    ALLOW_SELECT = True
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

    link: reactive[int] = reactive(0)
    """The number of the marked link, 0 for none."""
    passage: reactive[int] = reactive(-1)
    """The number of the marked block, -1 for none."""

    class LinkOpened(Message):
        """A link of the article was chosen; nothing is opened by itself."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    class Entered(Message):
        """Enter was pressed while no link is marked, or Space where only a warning stands."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._heading = Content("")
        self._article = Article()
        self._lines: list[Line] = []
        self._strips: dict[int, Strip] = {}
        self._width = 0
        self._is_folded = False

    @property
    def article(self) -> Article:
        """What is shown."""
        return self._article

    @property
    def lines(self) -> list[str]:
        """The text of the lines as they are drawn now."""
        return [one.content.plain for one in self._lines]

    @property
    def allow_select(self) -> bool:
        """Text can be selected although the widget scrolls."""
        return True

    def show(self, article: Article, heading: Content | None = None, *, is_folded: bool = False) -> None:
        """Show `article` from its beginning, under `heading`; `is_folded` says it stands for what is to come."""
        self._is_folded = is_folded
        self._article, self._heading = article, heading or Content("")
        self.link, self.passage = 0, -1
        self._lay_out()
        self.scroll_to(y=0, animate=False, force=True)

    def links(self) -> Iterator[str]:
        """Yield the addresses of all links."""
        for note in self._article.links:
            yield note.url

    def selected_text(self) -> str:
        """Return what is selected with the mouse, else the marked passage, else ""."""
        selection = self.text_selection
        if selection is not None:
            return words_between(self._lines, selection.get_span)
        if self.passage >= 0:
            return words_of(one for one in self._lines if one.block == self.passage)
        return ""

    def on_resize(self) -> None:
        """Lay out for the new width, the same passage staying at the top."""
        if self.scrollable_content_region.width != self._width:
            top = self._lines[round(self.scroll_offset.y)].block if self._lines else -1
            self._lay_out()
            if top > 0:
                place = next((y for y, one in enumerate(self._lines) if one.block == top), 0)
                self.scroll_to(y=place, animate=False, force=True)

    @property
    def _measure(self) -> int:
        return max(20, min(MEASURE, self._width))

    def _lay_out(self) -> None:
        self._width = self.scrollable_content_region.width
        if not self._width:
            return
        long = len(self._article.blocks) > _AT_ONCE
        self._put(lay_out(self._article, self._measure, _AT_ONCE if long else None))
        if long:
            self._lay_out_rest(self._article, self._measure)

    @work(group="article", exclusive=True)
    async def _lay_out_rest(self, article: Article, measure: int) -> None:
        lines = await asyncio.to_thread(lay_out, article, measure)
        if article is self._article and measure == self._measure:
            self._put(lines)

    def _put(self, lines: list[Line]) -> None:
        head = [Line(one) for one in self._heading.wrap(self._measure)] if self._heading else []
        self._lines = [*head, Line(Content("")), *lines] if head else lines
        self.virtual_size = Size(0, len(self._lines))
        self._renew()

    def _renew(self) -> None:
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw anew in other colours."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Draw one line; the last one tells where the marked link goes."""
        width = self.scrollable_content_region.width
        if self.link and y == self.scrollable_content_region.height - 1:
            return self._address(width)
        place = round(self.scroll_offset.y) + y
        if place >= len(self._lines):
            return Strip.blank(width, self.visual_style.rich_style)
        if place not in self._strips:
            self._strips[place] = self._drawn(place, width)
        return self._strips[place]

    def _drawn(self, place: int, width: int) -> Strip:
        one, style = self._lines[place], self.visual_style
        content = one.content
        if one.block == self.passage >= 0:
            content = content.stylize(self._component("article-view--passage"), one.lead)
        for start, end, number in pieces(content, LINK):
            if number == self.link:
                content = content.stylize(self._component("article-view--link"), start, end)
        selection = self.text_selection
        span = selection.get_span(place) if selection else None
        if span is not None:
            end = len(content.plain) if span[1] < 0 else span[1]
            chosen = Style.from_styles(self.screen.get_component_styles("screen--selection"))
            content = content.stylize(chosen, span[0], end)
        room = max(1, width - self._margin)
        drawn = Visual.to_strips(self, content, room, 1, style, apply_selection=False, pad=True)
        strip = drawn[0] if drawn else Strip.blank(room, style.rich_style)
        return Strip.join([Strip.blank(self._margin, style.rich_style), strip.apply_offsets(0, place)])

    @property
    def _margin(self) -> int:
        """Cells left of the text: it stands in the middle where there is much room."""
        spare = self._width - MEASURE
        return spare // 2 if spare >= 16 else 0

    def _component(self, name: str) -> Style:
        return Style.from_styles(self.get_component_styles(name))

    def _address(self, width: int) -> Strip:
        note = self._article.links[self.link - 1]
        shown = line(note.url, max(8, width - 14))
        content = Content.assemble((" Enter opens ", "bold $accent"), shown)
        style = self.get_visual_style("article-view--address")
        return Visual.to_strips(self, content, width, 1, style, apply_selection=False, pad=True)[0]

    def validate_link(self, number: int) -> int:
        """Keep to the links that there are."""
        return number if 0 <= number <= len(self._article.links) else 0

    def watch_link(self, number: int) -> None:
        """Draw the mark and bring it into sight."""
        self._renew()
        places = [y for y, one in enumerate(self._lines) if number and number in one.links]
        if places:
            self._show_line(places[0])

    def watch_passage(self, number: int) -> None:
        """Draw the mark and bring it into sight."""
        self._renew()
        places = [y for y, one in enumerate(self._lines) if one.block == number >= 0]
        if places:
            self._show_line(places[0], len(places))

    def _show_line(self, place: int, height: int = 1) -> None:
        height = min(height, max(1, self.size.height - 3))
        region = Region(0, place, 1, height + 1)
        self.scroll_to_region(region, animate=False, force=True, immediate=True, x_axis=False)

    def action_go(self, lines: int) -> None:
        """Scroll by `lines`, at once: a key that is held down must not queue up animations."""
        self.scroll_relative(y=lines, animate=False, force=True, immediate=True)

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
        """Go to a link by its number; Esc first takes the marks away."""
        if event.character and event.character.isdecimal() and self._article.links:
            number = int(f"{self.link or ''}{event.character}")
            self.link = number if number <= len(self._article.links) else int(event.character)
            event.stop()
        elif event.key == "escape" and (self.link or self.passage >= 0):
            self.link, self.passage = 0, -1
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """Mark a clicked link; a second click asks to open it."""
        number = event.style.meta.get(LINK, 0)
        if number and number == self.link:
            self.action_open_link()
        elif number:
            self.link = number

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected words, paragraphs whole again, for copying and quoting."""
        return words_between(self._lines, selection.get_span), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected now."""
        self._renew()
