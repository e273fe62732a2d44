"""An article drawn: lines made on demand in a comfortable measure, what is marked of them, and what is selected."""

import asyncio
from collections.abc import Iterator

from textual import work
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from learnlog.model.article import Article
from learnlog.tui.key_names import key_of
from learnlog.tui.text import line
from learnlog.tui.widgets.article_lines import LINK, Line, lay_out, pieces, words_between, words_of

MEASURE = 72
_AT_ONCE = 60
"""Blocks that are laid out before the first paint; the rest of a long article follows from a thread."""


class ArticleText(ScrollView):
    """Draws one article under a few lines of heading; at most one link and one passage are marked."""

    ALLOW_SELECT = True

    link: reactive[int] = reactive(0)
    """The number of the marked link, 0 for none."""
    passage: reactive[int] = reactive(-1)
    """The number of the marked block, -1 for none."""

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
        content = Content.assemble((f" {key_of('open')} opens ", "bold $accent"), shown)
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

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected words, paragraphs whole again, for copying and quoting."""
        return words_between(self._lines, selection.get_span), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected now."""
        self._renew()
