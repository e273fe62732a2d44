"""The page one writes on: title, text, and the facts of an entry in one line."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Label, Static

from learnlog.journal.drafting import Writing
from learnlog.model.safe import clean_line
from learnlog.tui.text import plain
from learnlog.tui.widgets.completion import Field, OneLine
from learnlog.tui.widgets.editor import Editor
from learnlog.tui.widgets.kinds import INVITATION, INVITATIONS, KindChooser


def end_of_own_words(body: str) -> tuple[int, int]:
    """Return the place behind the last line that is no quote and no source of one, or the end.

    Where questions wait for an answer, it is the line below the first of them.
    """
    lines = body.split("\n")
    for row, words in enumerate(lines[:-1]):
        if words.startswith("**") and words.endswith("?**") and not lines[row + 1].strip():
            return row + 1, 0
    at = len(lines) - 1
    if not lines[at].strip():
        return at, len(lines[at])
    while at and (not lines[at].strip() or lines[at].lstrip().startswith((">", "—"))):
        at -= 1
    at = at if not lines[at].lstrip().startswith((">", "—")) else len(lines) - 1
    return at, len(lines[at])


class WritingPage(Vertical):
    """Holds what is being written; `names` are themes by slug, once they are known."""

    def __init__(self, start: Writing, body: str = "") -> None:
        super().__init__(id="composer-page")
        hint = INVITATIONS.get(start.kind, INVITATION)
        self._title = OneLine(start.title, id="composer-title", placeholder="Title, if it wants one")
        self.editor = Editor(body or start.body, id="composer-body", placeholder=hint)
        self._kind = KindChooser(start.kind, id="composer-kind")
        self._themes = Field("theme", id="composer-themes", placeholder="what it is about")
        self._tags = Field("tags", ", ".join(start.tags), id="composer-tags", placeholder="free words")
        self._rests = Static(id="composer-rests")
        self._around: dict[str, str] = {}
        self.names: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        """The title, the text, what it rests on, the facts."""
        yield self._title
        yield self.editor
        yield self._rests
        with Horizontal(id="composer-facts"):
            yield self._kind
            yield Label("theme")
            yield self._themes
            yield Label("tags")
            yield self._tags

    def named(self, slugs: Sequence[str]) -> tuple[str, ...]:
        """Return the names of themes."""
        return tuple(self.names.get(slug, slug) for slug in slugs)

    def written(self, start: Writing) -> Writing:
        """Return what is written now; what the page does not show is as in `start`."""
        return replace(
            start,
            body=self.editor.text.rstrip("\n"),
            title=clean_line(self._title.value, 200),
            kind=self._kind.kind,
            themes=self._themes.names,
            tags=self._tags.names,
        )

    def put(self, writing: Writing, body: str) -> None:
        """Show `writing`, with `body` as its text."""
        self.put_names(writing)
        self._title.value, self._kind.kind = writing.title, writing.kind
        self.put_text(body)

    def put_names(self, writing: Writing) -> None:
        """Show the themes and tags of `writing`."""
        self._themes.value = ", ".join(self.named(writing.themes))
        self._tags.value = ", ".join(writing.tags)

    def put_text(self, body: str) -> None:
        """Show `body`, the cursor at its end."""
        self.editor.load_text(body)
        self.editor.move_cursor(self.editor.document.end)

    def put_below(self, text: str) -> None:
        """Put `text` below what is written, the cursor behind its first line."""
        before = self.editor.text.rstrip("\n")
        self.editor.load_text(f"{before}\n\n{text}" if before else text)
        row = (before.count("\n") + 2 if before else 0) + 1
        self.editor.move_cursor((row, 0))
        self.editor.focus()

    def go_behind_own_words(self) -> None:
        """Put the cursor where one's own words end, before what is quoted."""
        self.editor.move_cursor(end_of_own_words(self.editor.text))

    def add_tag(self, tag: str) -> None:
        """Add a tag to the entry's."""
        self._tags.add(tag)

    def rest_on(self, words: str) -> None:
        """Say what the entry rests on; nothing when it rests on nothing."""
        self._say_around("rests on", words)

    def name_files(self, words: str) -> None:
        """Say which files the entry has; nothing when it has none."""
        self._say_around("files", words)

    def _say_around(self, what: str, words: str) -> None:
        self._around[what] = words
        said = "   ".join(f"{name}  {named}" for name, named in self._around.items() if named)
        self._rests.display = bool(said)
        self._rests.update(plain(said))
