"""What an edited post said before: its earlier versions, and what differs, word by word."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.post import Post, PostVersion
from learnlog.model.word_diff import Piece, PieceKind, word_diff
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_stories import CHANGES
from learnlog.tui.keys import bindings
from learnlog.tui.screens.versions import VersionsScreen, exactly
from learnlog.tui.text import line, plain, some

_PIECES = 2000
"""Pieces of a difference that are shown."""


class PostChangesScreen(VersionsScreen):
    """The earlier versions of `post`, newest first, each with what became of its words since."""

    scope = "changes"
    mode = "river"
    BINDINGS: ClassVar = bindings(CHANGES, [command for command in LISTS if command.id != "open"])

    def __init__(self, post: Post) -> None:
        super().__init__()
        self._post = post
        self._versions: list[PostVersion] = []
        self._now = ("", "")

    async def load(self) -> None:
        """List the versions."""
        posts, id = self.workspace.library.posts, self._post.id
        self._versions = await self.ask(lambda: posts.versions(id)[::-1])
        post, text = await self.ask(lambda: (posts.get(id) or self._post, posts.text(id)))
        self._now = (post.title, text.text if text else "")
        self.context(some(len(self._versions), "earlier version"))
        now = self.workspace.clock()
        rows = (
            Content.assemble(
                f"  until {exactly(version.until, now)}  ", (self._title_then(version), "$text-muted")
            )
            for version in self._versions
        )
        self.list_at_hand.show([Option(row, id=str(number)) for number, row in enumerate(rows)])
        self.show_version()

    def _title_then(self, version: PostVersion) -> str:
        return line(version.title, 60) if version.title != self._now[0] else ""

    def compared(self) -> tuple[str | Content, str | Content]:
        """Return what is compared, and what became of the words."""
        at = self.list_at_hand.at
        if not at:
            return "What it said before is not here any more.", ""
        then = self._versions[int(at)]
        head = Content.assemble(
            ("[− then]", "$error"), "  ", ("[+ now]", "$success"), f"  {line(self._post.called, 40)}"
        )
        pieces = word_diff(f"{then.title}\n{then.text}", "\n".join(self._now))
        return head, Content.assemble(*(drawn(pieces))) if pieces else "It says the same again."


def drawn(pieces: Iterable[Piece]) -> Iterator[Content]:
    """Draw what became of a text: what went and what came in brackets with a sign, so that no colour is needed."""
    for number, piece in enumerate(pieces):
        if number == _PIECES:
            yield Content.styled("⋯ and so on", "$text-muted")
            return
        words = "\n".join(line(part, 100_000) if part.strip() else part for part in piece.text.split("\n"))
        if piece.kind is PieceKind.GONE:
            yield plain(f"[−{words}]", "$error")
        elif piece.kind is PieceKind.NEW:
            yield plain(f"[+{words}]", "$success")
        elif piece.kind is PieceKind.LEFT_OUT:
            yield plain("⋯ ", "$text-muted")
        else:
            yield plain(piece.text)
