"""Insight: own words first, beside the passage they rest on."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.suggester import Suggester
from textual.widgets import Input, Static, TextArea

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.errors import LearnlogError
from learnlog.model.post import Post
from learnlog.reading.keeping.posts import quote
from learnlog.tui.commands_writing import INSIGHT
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.river_draft import DRAFTS, Draft, as_passage, listed
from learnlog.tui.screens.river_pane import PostPane, first_words, read_post
from learnlog.tui.text import line, plain
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.masthead import Masthead

AUTOSAVE = 2.0
"""Seconds between two looks at whether the draft has to be saved."""


class ListSuggester(Suggester):
    """Completes the last of several names that commas part."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = names

    async def get_suggestion(self, value: str) -> str | None:
        """Return `value` with its last name complete, or None."""
        before, comma, last = value.rpartition(",")
        start = last.lstrip()
        if not start:
            return None
        taken = {name.casefold() for name in listed(before)}
        for name in self._names:
            if name.casefold().startswith(start.casefold()) and name.casefold() not in taken:
                return before + comma + last[: len(last) - len(start)] + start + name[len(start) :]
        return None


class InsightScreen(DeskScreen):
    """Asks for my own words on a post; the passage is quoted and its source linked when it is saved."""

    CSS_PATH = "../styles/river.tcss"
    scope = "insight"
    BINDINGS: ClassVar = bindings(INSIGHT)
    AUTO_FOCUS = "#insight-words"

    def __init__(self, post: Post, selected: str = "") -> None:
        super().__init__()
        self._post = post
        self._selected = as_passage(selected)
        self._offered = Draft(words="")
        self._saved = ""
        self._is_saving = False
        self._is_ready = False
        self._lock = asyncio.Lock()

    @property
    def _draft_name(self) -> str:
        return DRAFTS + self._post.id

    def compose(self) -> ComposeResult:
        """The composer, and the post beside it where there is room."""
        post = self._post
        yield Masthead("river")
        with Horizontal(id="insight"):
            with Vertical(id="insight-composer"):
                yield Static(plain(f"Insight from {post.person_name or post.author}"), id="insight-title")
                hidden = post.warning and post.id not in self.desk.unfolded
                said = f"! {post.warning}" if hidden else f"“{post.headline}”"
                yield Static(plain(line(said, 200)), id="insight-source")
                yield TextArea(
                    id="insight-passage", compact=True, show_line_numbers=False, tab_behavior="focus"
                )
                yield Static("In my own words", classes="insight-label")
                yield TextArea(
                    id="insight-words",
                    compact=True,
                    show_line_numbers=False,
                    tab_behavior="focus",
                    placeholder="What does it come down to?",
                )
                yield from _field("so-what", "So what?", "for my work · Tab skips it")
                yield from _field(
                    "if-then", "If … then", "If …, then I will … · Tab skips it; it comes back in a week"
                )
                yield from _field("themes", "theme", "which one? → completes")
                yield from _field("tags", "tags", "free words, commas between")
            yield PostPane(id="insight-post")
        yield KeyLine()

    def on_mount(self) -> None:
        """Offer what is known, take up a draft, and begin to save it."""
        self.context("an insight · private")
        self._begin()

    @work(group="begin")
    async def _begin(self) -> None:
        workspace, post = self.workspace, self._post
        try:
            text = await self.ask(lambda: workspace.drafts.read(self._draft_name))
            reading = await self.ask(lambda: read_post(workspace, post))
            themes = await self.ask(workspace.themes.all)
            tags = await self.ask(workspace.library.documents.tags)
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        names = {theme.slug: theme.name for theme in themes}
        pane = self.query_one(PostPane)
        pane.show(post, reading, workspace.clock(), names)
        self.query_one("#insight-themes", Input).suggester = ListSuggester(list(names.values()))
        self.query_one("#insight-tags", Input).suggester = ListSuggester([tag for tag, _ in tags])
        own = ", ".join(names[slug] for slug in post.themes if slug in names)
        begins = "" if pane.is_folded else first_words(reading.article)
        offered = Draft(words="", passage=self._selected or begins, themes=own)
        self._offered, self._saved = offered, text or ""
        self._put(Draft.of(text) if text else offered)
        if text:
            self.desk.say("Taken up where you left it.")
        self._is_ready = True
        self.set_interval(AUTOSAVE, self._autosave)

    async def load(self) -> None:
        """Nothing here follows what changes underneath: it is being written."""

    def _put(self, draft: Draft) -> None:
        written = self.query_one("#insight-words", TextArea)
        words = written.text or draft.words  # what was typed before the draft came stays
        self.query_one("#insight-passage", TextArea).load_text(draft.passage)
        written.load_text(words)
        written.move_cursor(written.document.end)
        for name, value in draft.fields.items():
            field = self.query_one(f"#insight-{name}", Input)
            field.value = field.value or value

    def _written(self) -> Draft:
        return Draft(
            words=self.query_one("#insight-words", TextArea).text,
            passage=self.query_one("#insight-passage", TextArea).text,
            themes=self.query_one("#insight-themes", Input).value,
            tags=self.query_one("#insight-tags", Input).value,
            so_what=self.query_one("#insight-so-what", Input).value,
            if_then=self.query_one("#insight-if-then", Input).value,
        )

    def _is_worth_keeping(self, draft: Draft) -> bool:
        return bool(draft.words.strip()) or (self._is_ready and draft != self._offered)

    async def keep_words(self) -> None:
        """Keep the draft as it is now."""
        await self._keep_draft()

    async def _keep_draft(self) -> bool:
        """Save the draft when it changed, or drop an empty one; tells whether there is a draft now."""
        draft = self._written()
        async with self._lock:
            if self._is_saving:  # saved meanwhile: a draft now would come back as if it were not
                return False
            if not self._is_worth_keeping(draft):
                await self.ask(lambda: self.workspace.drafts.discard(self._draft_name))
                self._saved = ""
                return False
            text = draft.to_text()
            if text != self._saved:
                await self.ask(lambda: self.workspace.drafts.save(self._draft_name, text))
                self._saved = text
            return True

    @work(group="draft")
    async def _autosave(self) -> None:
        draft = self._written()
        if self._is_worth_keeping(draft) and draft.to_text() != self._saved and not self._lock.locked():
            try:
                await self._keep_draft()
            except LearnlogError as error:
                self.desk.say_error(error)

    @work(group="leave", exclusive=True)
    async def action_leave(self) -> None:
        """Leave; what was written stays as a draft."""
        if self._is_saving:
            return
        try:
            kept = await self._keep_draft()
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        if kept:
            self.desk.say(f"Kept as a draft. {key_of('insight')} on this post takes it up again.")
        self.dismiss()
        self.desk.changed()

    @work(group="save")
    async def action_save(self) -> None:
        """Save the insight, and say where it went."""
        draft = self._written()
        if self._is_saving:
            return
        if not draft.words.strip():
            self.desk.say(f"Two words of your own first: {key_of('keep')} keeps a post without any.")
            self.query_one("#insight-words").focus()
            return
        self._is_saving = True
        async with self._lock:
            try:
                said = await self.ask(lambda: self._save(draft))
            except LearnlogError as error:
                self._is_saving = False
                self.desk.say_error(error)
                return
            self.dismiss()
        self.desk.say(said, undo=True)
        self.desk.changed()

    def _save(self, draft: Draft) -> str:
        workspace, post = self.workspace, self._post
        source = quote(draft.passage, post)
        source = source if draft.passage.strip() else source.removeprefix(">\n")
        before = workspace.changes.mark()
        entry = workspace.keeping.insight(
            post.id,
            NewEntry(
                body=f"{draft.own_words}\n\n{source}",
                kind=EntryKind.INSIGHT,
                themes=listed(draft.themes),
                tags=listed(draft.tags),
            ),
        )
        if draft.if_then.strip():
            due = workspace.clock().date() + timedelta(weeks=1)
            workspace.returns.intend(entry.id, draft.if_then, due)
            workspace.changes.group(f"wrote “{line(entry.headline, 50)}”", before)
        workspace.drafts.discard(self._draft_name)
        names = [found.name for slug in entry.themes if (found := workspace.themes.find(slug))]
        return f"Insight saved under {', '.join(names)}" if names else "Insight saved"


def _field(name: str, words: str, hint: str) -> ComposeResult:
    """Yield one line to fill in, with its `words` before it."""
    with Horizontal(classes="insight-field"):
        yield Static(words, classes="insight-name")
        yield Input(id=f"insight-{name}", compact=True, select_on_focus=False, placeholder=hint)
