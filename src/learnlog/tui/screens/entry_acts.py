"""What can be done with the entry at hand, the same wherever an entry is shown."""

from textual import work

from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import LearnlogError
from learnlog.model.visibility import Visibility
from learnlog.tui.screens.entry_back import EntryBack
from learnlog.tui.screens.entry_files import FILE, EntryFiles
from learnlog.tui.text import line
from learnlog.tui.wanted import Wanted
from learnlog.tui.widgets.kinds import SEEN_BY

_ON_AN_ENTRY = frozenset(
    ("edit", "editor", "visibility", "share", "reply", "intend", "history", "delete", "attach")
)


class EntryActs(EntryBack, EntryFiles):
    """The acts on an entry. A screen that has them says which one is meant, in `entry_at_hand`."""

    def entry_at_hand(self) -> Entry | None:
        """Return the entry that is meant, as it was shown last."""
        return None

    def wanted_people(self) -> Wanted | None:
        """Whom to ask an open question, else who knows about the entry's theme."""
        entry = self.entry_at_hand()
        if entry is None:
            return None
        theme = entry.themes[0] if entry.themes else ""
        if entry.kind is EntryKind.QUESTION and entry.is_open:
            return Wanted(theme=theme, words=entry.headline, question=entry.id)
        return Wanted(theme=theme) if theme else None

    def _entry(self) -> Entry | None:
        """Return the entry to act on; a second file with its id is not touched by accident."""
        entry = self.entry_at_hand()
        if entry is not None and self.is_copy(entry):
            self.desk.say(
                f"Two files claim this id. {line(entry.path, 120)} is the copy: merge or delete it by hand."
            )
            return None
        return entry

    def is_copy(self, entry: Entry) -> bool:
        """Tell whether another file has the same id and is the one that learnlog works with."""
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer an entry's acts only where there is one, and to close only what can be closed."""
        if action in _ON_AN_ENTRY:
            return self.is_mounted and self.entry_at_hand() is not None
        if action == "close":
            entry = self.entry_at_hand() if self.is_mounted else None
            return entry is not None and entry.kind in (EntryKind.QUESTION, EntryKind.GOAL)
        if action == "how_far":
            entry = self.entry_at_hand() if self.is_mounted else None
            return entry is not None and entry.kind is EntryKind.GOAL
        return True

    def follow_link(self, type: str, name: str) -> None:
        """Go where a link of the page leads; a file is opened."""
        if type == FILE:
            self.show_file(name)
        else:
            self.desk.open_document(type, name)

    def action_edit(self) -> None:
        """Edit the entry."""
        self._compose_on(outside=False)

    def action_editor(self) -> None:
        """Edit the entry in the user's own editor."""
        self._compose_on(outside=True)

    def _compose_on(self, *, outside: bool) -> None:
        shown = self._entry()
        if shown is not None and (outside or self.desk.ahead.begin()):
            self._open_composer(shown, outside=outside)

    @work(group="edit", exclusive=True)
    async def _open_composer(self, shown: Entry, *, outside: bool) -> None:
        try:
            entry = await self.ask(lambda: self.workspace.journal.get(shown.id))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        from learnlog.tui.screens.composer import Composer

        self.app.push_screen(Composer(entry=entry, outside=outside))

    def action_visibility(self) -> None:
        """One step up; from public back to private."""
        if entry := self._entry():
            steps = list(Visibility)
            level = steps[(entry.visibility.height + 1) % len(steps)]
            said = f"{level.value.title()} now: {SEEN_BY[level]}"
            self.act(lambda: self.workspace.journal.set_visibility(entry.id, level), said)

    @work(group="close", exclusive=True)
    async def action_close(self) -> None:
        """Close a question or goal, or open it again; of a question with answers, which one closes it is asked."""
        if (entry := self._entry()) is None:
            return
        by = await self._answer_of(entry) if entry.is_open and entry.kind is EntryKind.QUESTION else ""
        if by is None:
            return
        said = f"{'Closed' if entry.is_open else 'Opened again'}: “{line(entry.headline, 50)}”"
        words = ""
        if entry.is_open and entry.kind is EntryKind.QUESTION and not by:
            concluded = await self._concluded()
            if concluded is None:
                return
            words = concluded
        if by or words:
            self.act(lambda: self.workspace.asking.close(entry.id, by=by, words=words), said)
        else:
            self.act(lambda: self.workspace.journal.close(entry.id, entry.is_open), said)

    async def _concluded(self) -> str | None:
        """Return what I concluded, "" for nothing, None to leave the question open."""
        from learnlog.tui.screens.asking import AskLine

        hint = "{take} closes it, your words linked to it · {leave} leaves it open"
        return await self.app.push_screen_wait(AskLine("What did you conclude?", hint=hint))

    async def _answer_of(self, question: Entry) -> str | None:
        """Return the answer that closes `question`: a kept post's id, "" for none of them, None to leave it open."""
        answers = await self.ask(lambda: self.workspace.asking.answers(question))
        if not answers:
            return ""
        from learnlog.tui.screens.asking import Choice, Choose

        choices = [Choice(id=one.id, label=one.headline, note=f"  {line(one.author, 20)}") for one in answers]
        none = Choice(id="", label="None of these; it is closed all the same")
        return await self.app.push_screen_wait(Choose("Which answer closes it?", [*choices, none]))

    @work(group="share", exclusive=True)
    async def action_share(self) -> None:
        """Share the entry, or ask the question, from an account of mine."""
        shown = self._entry()
        if shown is None or not self.desk.ahead.begin():
            return
        from learnlog.tui.screens.share import ShareScreen
        from learnlog.tui.screens.share_plan import of_entry

        try:
            plan = await self.ask(lambda: of_entry(self.workspace, self.workspace.journal.get(shown.id)))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self.app.push_screen(ShareScreen(plan))

    def action_history(self) -> None:
        """Show earlier versions."""
        if entry := self._entry():
            from learnlog.tui.screens.history import HistoryScreen

            self.app.push_screen(HistoryScreen(entry.id))

    def action_delete(self) -> None:
        """Move the entry to the trash."""
        if entry := self._entry():
            self.act(lambda: self.workspace.journal.delete(entry.id), f"Deleted “{line(entry.headline, 50)}”")
