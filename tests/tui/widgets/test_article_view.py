"""Reading an article: what is drawn, what can be quoted, and where links say they go."""

import time

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.selection import Selection

from learnlog.model.article import read_html
from learnlog.tui.widgets.article_lines import lay_out
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.wiki import read_vault_markdown

POST = """<h1>Why it failed</h1>
<p>We treated the registry as a tool. It is a <a href="https://user@www.anavos.nl/x?y=1">promise</a>, and a promise
needs someone who keeps it through all the seasons of a year.</p>
<ul><li>one thing<ul><li>inner</li></ul></li></ul>
<blockquote><p>Contracts are written for the day you disagree.</p></blockquote>
<pre>def keep():\n    return True</pre>
<p>See <a href="https://example.org/more">more</a>.</p>"""


class Reading(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        yield ArticleView()

    def on_article_view_link_opened(self, event: ArticleView.LinkOpened) -> None:
        self.opened.append(event.url)

    @property
    def view(self) -> ArticleView:
        return self.query_one(ArticleView)

    def shown(self) -> str:
        """The cells of the view as they are on the screen."""
        return "\n".join(self.view.render_line(y).text for y in range(self.view.size.height))


def drawn(html: str, width: int = 40) -> list[str]:
    return [line.content.plain.rstrip() for line in lay_out(read_html(html), width)]


def test_paragraphs_wrap_and_lists_hang_under_their_marker() -> None:
    assert drawn("<p>aaa bbb ccc ddd</p><ol><li>first item is long</li><li>b<ul><li>c</li></ul></li></ol>", 16) == [
        "aaa bbb ccc ddd", "", "1. first item is", "   long", "2. b", "  • c"
    ]  # fmt: skip


def test_quotes_have_a_bar_and_code_keeps_its_indentation() -> None:
    assert drawn("<blockquote>a<blockquote>b</blockquote></blockquote><pre>x:\n    y</pre>") == [
        "▏ a", "▏", "▏ ▏ b", "", " x:", "     y"
    ]  # fmt: skip


def test_a_table_fits_the_width_and_its_cells_wrap_under_themselves() -> None:
    lines = drawn(
        "<table><tr><th>Tool<th>What it does<tr><td>Registry<td>Refuses what nobody agreed to</table>", 28
    )
    assert lines == [
        "Tool      What it does", "────────  ──────────────────", "Registry  Refuses what", "          nobody agreed to"
    ]  # fmt: skip


def test_a_table_too_wide_for_the_screen_becomes_a_list() -> None:
    cells = "".join(f"<td>cell {number}</td>" for number in range(8))
    lines = drawn(f"<table><tr>{cells}</tr><tr>{cells}</tr></table>", 40)
    assert lines[:2] == ["▪ cell 0", "  cell 1"]


@pytest.mark.parametrize("width", [20, 41, 72])
def test_no_line_is_wider_than_the_measure(width: int) -> None:
    html = (
        "<p>日本語のテキスト 👩‍💻 and 幅" * 9
        + "</p><pre>"
        + "長い行" * 40
        + "</pre><blockquote><ul><li>"
        + "w" * 99
    )
    html += "</ul></blockquote><table><tr><td>" + "宽" * 50 + "<td>b<tr><td>c<td>d</table>"
    assert max(cell_len(line.content.plain) for line in lay_out(read_html(html), width)) <= width


def test_links_are_listed_with_where_they_really_go() -> None:
    assert drawn(POST, 60)[-2:] == ["1  anavos.nl/x?…", "2  example.org/more"]


async def test_a_link_is_marked_with_keys_and_only_asked_to_be_opened() -> None:
    app = Reading()
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.show(read_html(POST))
        app.view.focus()
        await pilot.press("right_square_bracket")
        assert "Enter opens https://user@www.anavos.nl/x?y=1" in app.shown()
        await pilot.press("enter")
        assert app.opened == ["https://user@www.anavos.nl/x?y=1"]
        await pilot.press("escape", "enter")
        assert len(app.opened) == 1, "Esc took the mark away"
        await pilot.press("2", "enter")
        assert app.opened[1:] == ["https://example.org/more"]


async def test_a_marked_link_comes_into_sight() -> None:
    app = Reading()
    async with app.run_test(size=(60, 12)) as pilot:
        app.view.show(
            read_html(
                "<p>word</p>" * 40 + '<p><a href="https://example.org/far">far</a></p>' + "<p>end</p>" * 40
            )
        )
        app.view.focus()
        assert "far" not in app.shown()
        await pilot.press("right_square_bracket")
        assert "far¹" in app.shown()


async def test_the_marked_passage_can_be_quoted_as_it_was_written() -> None:
    app = Reading()
    async with app.run_test(size=(40, 20)) as pilot:
        app.view.show(read_html(POST))
        app.view.focus()
        assert app.view.selected_text() == ""
        await pilot.press("right_curly_bracket", "right_curly_bracket")
        assert app.view.selected_text() == (
            "We treated the registry as a tool. It is a promise, and a promise needs someone who keeps it through"
            " all the seasons of a year."
        )


async def test_what_the_mouse_selects_has_no_bars_numbers_or_breaks_in_it() -> None:
    app = Reading()
    async with app.run_test(size=(40, 24)) as pilot:
        app.view.show(read_html(POST))
        first = app.view.lines.index("")
        last = next(y for y, line in enumerate(app.view.lines) if line.startswith("▏"))
        app.screen.selections = {app.view: Selection(Offset(0, first + 1), Offset(99, last))}
        await pilot.pause()
        assert app.view.selected_text() == (
            "We treated the registry as a tool. It is a promise, and a promise needs someone who keeps it through"
            " all the seasons of a year.\n\none thing\ninner\n\nContracts are written for the day"
        )
        assert app.screen.get_selected_text() == app.view.selected_text()


async def test_dragging_over_the_article_selects_its_words() -> None:
    app = Reading()
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.show(read_html("<p>It is a promise.</p>"))
        await pilot.pause()
        await pilot.mouse_down(app.view, offset=(2, 0))
        await pilot.hover(app.view, offset=(6, 0))
        await pilot.mouse_up(app.view, offset=(7, 0))
        assert app.view.selected_text() == "It is"


def test_markdown_without_end_is_read_as_far_as_any_article() -> None:
    started = time.process_time()
    article = read_vault_markdown("word " * 100_000 + "\n\n" + "![" * 500_000)
    assert time.process_time() - started < 4
    assert article.cut
    assert not read_vault_markdown("a").cut


def test_html_in_markdown_is_shown_not_read() -> None:
    article = read_vault_markdown('# Title\n\n<script>x</script> <a href="https://a.example">a</a> **b**')
    assert article.links == ()
    assert '<a href="https://a.example">a</a> b' in article.plain


async def test_nothing_in_an_article_is_markup() -> None:
    app = Reading()
    async with app.run_test(size=(60, 8)) as pilot:
        app.view.show(read_html("<p>[red]not red[/red] [@click=app.quit]x[/] [/]</p>"))
        await pilot.pause()
        assert "[red]not red[/red] [@click=app.quit]x[/] [/]" in app.shown()


async def test_a_long_article_is_there_at_once_and_scrolls_quickly() -> None:
    app = Reading()
    async with app.run_test(size=(80, 24)) as pilot:
        article = read_html("".join(f"<p>{number} {'word ' * 60}</p>" for number in range(1200)))
        start = time.process_time()
        app.view.show(article)
        assert "0 word" in app.shown()
        assert time.process_time() - start < 0.5
        await app.workers.wait_for_complete()
        app.view.focus()
        await pilot.press("G")
        assert "1199 word" in app.shown()
        start = time.process_time()
        for _ in range(50):
            app.view.action_go(-1)
            app.shown()
        assert (time.process_time() - start) / 50 < 0.05
