"""Evidence from the screen: of a goal, what shows it; of an entry or a kept post, which goal it shows."""

from textual import work

from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import LearnlogError
from learnlog.model.post import KeptPost
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.text import ago, line
from learnlog.tui.widgets.kinds import sign
from learnlog.workspace import Workspace

OFFERED = 300
"""Entries, and as many kept posts, that are offered as evidence: the newest."""


class Evidencing(DeskScreen):
    """A screen on which something may be evidence."""

    def evidence_at_hand(self) -> tuple[str, Entry | None]:
        """Return the id of the entry or kept post that is meant, and the entry; "" when there is none."""
        return "", None

    @work(group="evidence", exclusive=True)
    async def action_add_evidence(self) -> None:
        """Say what shows the goal at hand; of anything else, which goal it shows."""
        id, entry = self.evidence_at_hand()
        if not id:
            return
        try:
            if entry is not None and entry.kind is EntryKind.GOAL:
                await self._of_goal(id)
            else:
                await self._for_a_goal(id)
        except LearnlogError as error:
            self.desk.say_error(error)

    async def _of_goal(self, goal: str) -> None:
        choices = await self.ask(lambda: offered(self.workspace, goal))
        hint = "Type to narrow · {take} chooses · {leave} leaves it"
        chosen = await self.app.push_screen_wait(Choose("What shows it?", choices, hint=hint))
        if chosen:
            self.act(lambda: self.workspace.goals.add_evidence(goal, chosen), "It is evidence now")

    async def _for_a_goal(self, id: str) -> None:
        goals = await self.ask(self.workspace.goals.all)
        choices = [
            Choice(
                id=one.entry.id,
                label=one.entry.headline,
                note=f"  {one.progress.value}",
                chosen=any(shown.id == id for shown in one.evidence),
            )
            for one in goals
            if one.entry.is_open
        ]
        asked = Choose("Which goal does it show?", choices, allow_new=True, new="set the goal")
        chosen = await self.app.push_screen_wait(asked)
        if chosen and (known := next((one for one in goals if one.entry.id == chosen), None)):
            said = f"Evidence for “{line(known.entry.headline, 40)}”"
            self.act(lambda: self.workspace.goals.add_evidence(chosen, id), said)
        elif chosen:
            self.act(lambda: _set_with(self.workspace, chosen, id), f"Set the goal “{line(chosen, 40)}”")


def _set_with(workspace: Workspace, words: str, id: str) -> None:
    """Set a goal that `id` shows; both are one change."""
    before = workspace.changes.mark()
    goal = workspace.goals.begin(words)
    workspace.goals.add_evidence(goal.entry.id, id)
    workspace.changes.group(f"set the goal “{line(goal.entry.headline, 60)}”", before)


def offered(workspace: Workspace, goal: str) -> list[Choice]:
    """Return what may be evidence of `goal` and is not yet, the newest first. Reads the database."""
    now, known = workspace.clock(), {one.id for one in workspace.goals.get(goal).evidence} | {goal}
    found = [
        (one.created, one.id, f"{sign(one)} {one.headline}") for one in workspace.journal.list(limit=OFFERED)
    ]
    for document in workspace.library.documents.kept(limit=OFFERED):
        kept = KeptPost.of(document)
        found.append((kept.kept, kept.id, f"◆ {kept.headline}, {kept.author}".rstrip(", ")))
    newest = sorted(found, key=lambda one: one[0], reverse=True)
    return [
        Choice(id=id, label=label, note=f"  {ago(moment, now)}")
        for moment, id, label in newest
        if id not in known
    ]


def row_id(goal: str, kind: DocumentType, id: str) -> str:
    """Return the id of a line that shows evidence."""
    return f"shown:{goal}:{kind.value}:{id}"
