"""Journal: my entries by day, the one under the cursor beside them with what it rests on and what links to it."""

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from learnlog.journal.drafting import Waiting, waiting_drafts
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import LearnlogError
from learnlog.model.query import EntryFilter
from learnlog.overview.document_page import look_at_entry
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_writing import JOURNAL
from learnlog.tui.journal_pages import JournalPages, JournalRow, draw_day, draw_row
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.entry_acts import EntryActs
from learnlog.tui.text import ago, line, some
from learnlog.tui.widgets.document_pane import DocumentPane, read_page
from learnlog.tui.widgets.kinds import SIGNS
from learnlog.tui.widgets.window_list import WindowList

NONE_FIT = "  No entry fits. {back} shows all of them."
SETTLE = 0.04
"""Seconds the cursor rests before the entry beside it is read from the disk."""


class JournalScreen(EntryActs):
    """My entries, newest first."""

    CSS_PATH = "../styles/journal.tcss"
    scope = "journal"
    BINDINGS: ClassVar = bindings(JOURNAL, LISTS)
    AUTO_FOCUS = "#journal-list"

    def __init__(self) -> None:
        super().__init__()
        self._asked = EntryFilter()
        self._names: dict[str, str] = {}
        self._copies: frozenset[str] = frozenset()
        self._from_top = False
        self._closable: bool | None = None

    def compose_body(self) -> ComposeResult:
        """The list, and the entry beside it where there is room."""
        with Horizontal(id="journal"):
            with Vertical(id="journal-left"):
                yield Static(id="journal-note")
                yield WindowList(self._draw, id="journal-list", empty=_when_empty())
            yield DocumentPane(id="journal-pane")

    @property
    def _list(self) -> WindowList:
        return self.query_one(WindowList)

    @property
    def _pane(self) -> DocumentPane:
        return self.query_one(DocumentPane)

    def _draw(self, item: JournalRow, width: int, _at: bool) -> Content:
        if item.is_day:
            return draw_day(item, self.workspace.clock(), width)
        return draw_row(item, width, self._names)

    async def load(self) -> None:
        """Show the list anew, the cursor staying on its entry."""
        pages, count, waiting = await self.ask(self._look)
        self._copies = pages.copies
        self.context(f"{some(count, 'entry', 'entries')}{_asked_words(self._asked, self._names)}")
        self._list.empty = _when_empty() if self._asked == EntryFilter() else with_keys(NONE_FIT)
        self._show_note(waiting)
        await self._list.show(pages, keep=not self._from_top)
        self._from_top = False
        self._show_entry()

    def _look(self) -> tuple[JournalPages, int, list[Waiting]]:
        workspace = self.workspace
        self._names = {theme.slug: theme.name for theme in workspace.themes.all(merged=True)}
        count = workspace.library.documents.count_entries(self._asked)
        return JournalPages(workspace, self._asked), count, waiting_drafts(workspace.drafts)

    def _show_note(self, waiting: list[Waiting]) -> None:
        note = self.query_one("#journal-note", Static)
        note.display = bool(waiting)
        if waiting:
            first, more = waiting[0], len(waiting) - 1
            what, key = ("edit", "e on it") if first.entry else ("draft", "w")
            when = ago(first.moment, self.workspace.clock())
            after = f"  {when} · {key} goes on" + (f" · {more} more" if more else "")
            room = max(10, (self._list.size.width or self.size.width) - len(after) - len(what) - 6)
            words = line(first.words, room)
            note.update(Content.assemble((f" ✎ {what}: ", "$accent"), words, (after, "$text-muted")))

    def on_resize(self) -> None:
        """Show the entry when there is room for it now."""
        self._show_entry()

    def on_window_list_highlighted(self) -> None:
        """Show the entry the cursor came to."""
        closable = self.check_action("close", ())
        if closable != self._closable:  # the footer is costly to make anew
            self._closable = closable
            self.refresh_bindings()
        self._show_entry()

    @work(exclusive=True, group="entry")
    async def _show_entry(self) -> None:
        entry = self.entry_at_hand()
        if not self._pane.display:
            return
        if entry is None:
            self._pane.clear()
            return
        await asyncio.sleep(SETTLE)
        try:
            page = await self.ask(lambda: look_at_entry(self.workspace, entry))
            article = await self.ask(lambda: read_page(page))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        if entry == self.entry_at_hand():
            self._pane.show(page, article, self.workspace.clock(), self._names)

    def entry_at_hand(self) -> Entry | None:
        """The entry under the cursor."""
        row = self._list.current
        return row.item.entry if row is not None and not row.header else None

    def file_at_hand(self) -> str:
        """The number of the file under the cursor."""
        return self._pane.links.file_at_hand

    def is_copy(self, entry: Entry) -> bool:
        """Tell whether another file has the entry's id and is the one that learnlog works with."""
        return entry.path in self._copies

    def on_window_list_selected(self, event: WindowList.Selected) -> None:
        """Open the entry on a screen of its own."""
        self.action_open()

    def on_document_pane_followed(self, event: DocumentPane.Followed) -> None:
        """Follow a link."""
        self.follow_link(event.type, event.name)

    def action_open(self) -> None:
        """Open the entry in full, or follow the link under the cursor."""
        if self._pane.links.has_focus:
            self._pane.links.action_select()
        elif entry := self._entry():
            self.desk.open_document("entry", entry.id)

    def action_back(self) -> None:
        """From the entry to the list; from a filtered list to all entries."""
        if not self._list.has_focus:
            self._list.focus()
        elif self._asked != EntryFilter():
            self.show_only(EntryFilter())

    def show_only(self, asked: EntryFilter) -> None:
        """Show only the entries that `asked` fits."""
        self._asked, self._from_top = asked, True
        self.renew()

    def go_to_newest(self) -> None:
        """Put the cursor on the first line when the list is shown anew."""
        self._from_top = True

    @work(group="filter", exclusive=True)
    async def action_filter(self) -> None:
        """Choose what to show: a theme, a kind, a tag, or all."""
        try:
            choices = await self.ask(self._choices)
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        chosen = await self.app.push_screen_wait(Choose("Show only", choices))
        if chosen is None:
            return
        what, _, name = chosen.partition(":")
        asked = {
            "theme": EntryFilter(themes=(name,)),
            "kind": EntryFilter(kind=name),
            "open": EntryFilter(open_only=True),
            "tag": EntryFilter(tag=name),
        }
        self.show_only(asked.get(what, EntryFilter()))

    def _choices(self) -> list[Choice]:
        count = self.workspace.library.documents.count_entries
        themes = self.workspace.themes.all()
        every = [Choice(id="all", label="all entries", note=f"{count(EntryFilter()):,}")]
        every += [
            Choice(
                id=f"theme:{theme.slug}",
                label=theme.name,
                note=f"theme · {count(EntryFilter(themes=(theme.slug,))):,}",
                also=theme.aliases,
            )
            for theme in themes
        ]
        unsettled = count(EntryFilter(open_only=True))
        every += (
            [Choice(id="open", label="open questions and goals", note=f"{unsettled:,}")] if unsettled else []
        )
        for kind in EntryKind:
            if number := count(EntryFilter(kind=kind.value)):
                every.append(
                    Choice(
                        id=f"kind:{kind.value}",
                        label=f"{SIGNS[kind]} {kind.value}s",
                        note=f"kind · {number:,}",
                    )
                )
        tags = self.workspace.library.documents.tags()
        return every + [Choice(id=f"tag:{tag}", label=f"#{tag}", note=f"tag · {n:,}") for tag, n in tags]


def _asked_words(asked: EntryFilter, names: dict[str, str]) -> str:
    what = [names.get(slug, slug) for slug in asked.themes]
    what += [f"{asked.kind}s"] if asked.kind else []
    what += [f"#{asked.tag}"] if asked.tag else []
    what += ["open questions and goals"] if asked.open_only else []
    return "".join(f" · {line(part, 40)}" for part in what) + (f" · {key_of('back')}: all" if what else "")


def _when_empty() -> str:
    return f"  Nothing here yet. {key_of('write')} writes your first entry; two lines are enough."
