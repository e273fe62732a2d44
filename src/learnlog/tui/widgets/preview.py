"""What is being written, as it will look, a moment after each key."""

import asyncio

from textual import work

from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.wiki import read_vault_markdown

PAUSE = 0.15
"""Seconds without a key until the preview follows."""


class Preview(ArticleView):
    """Follows the text, near the place where it is written."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Keep every letter: a key of the screens below must not act while something is written."""
        return character is not None and character.isprintable()

    @work(exclusive=True, group="preview")
    async def follow(self, title: str, body: str, share: float) -> None:
        """Show title and body soon; `share` (0 to 1) is how far down the writer is."""
        await asyncio.sleep(PAUSE)
        text = f"# {title}\n\n{body}" if title else body
        self.show(await asyncio.to_thread(read_vault_markdown, text))
        self.scroll_to(y=self.max_scroll_y * share, animate=False, force=True)
