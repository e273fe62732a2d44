"""A short list whose lines are changed under one's eyes."""

from textual.app import App, ComposeResult
from textual.widgets.option_list import Option

from learnlog.tui.widgets.line_list import LineList


class Listing(App[None]):
    """An app that is one list."""

    CSS = "LineList { height: 1fr; padding: 0 1; }"

    def compose(self) -> ComposeResult:
        """The list."""
        yield LineList()


def lines(app: Listing) -> list[str]:
    """Return what the screen shows, the empty lines at its end left out."""
    strips = app.screen._compositor.render_strips()
    return (
        "\n".join("".join(segment.text for segment in strip).strip() for strip in strips).rstrip().split("\n")
    )


async def test_what_is_shown_is_what_was_shown_last() -> None:
    app = Listing()
    async with app.run_test(size=(30, 8)) as pilot:
        listing = app.query_one(LineList)
        for turn, many in enumerate((3, 5, 5, 1, 0, 2, 20, 4)):
            listing.show(
                [Option(f"{number} of {many}, {turn}", id=str(number)) for number in range(many)], keep=False
            )
            await pilot.pause()
            wanted = [f"{number} of {many}, {turn}" for number in range(many)][:8]
            assert [row.rstrip("▁▂▃▄▅▆▇█ ") for row in lines(app)] == (wanted or [""])


async def test_lines_that_change_behind_the_cursor_keep_their_place() -> None:
    app = Listing()
    async with app.run_test(size=(30, 8)) as pilot:
        listing = app.query_one(LineList)
        for word in ("old", "new"):
            listing.show([Option(f"{word} {number}", id=str(number)) for number in range(40)])
            if word == "old":
                listing.move_to("30")
            await pilot.pause()
            assert listing.at == "30"
            assert any(row.startswith(f"{word} 30") for row in lines(app))
            assert not any(row.startswith("old") for row in lines(app)) or word == "old"
