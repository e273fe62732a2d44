"""What kind an entry is: its sign in lists, and the chooser while writing."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from learnlog.model.entry import Entry, EntryKind
from learnlog.model.visibility import Visibility

SIGNS = {
    EntryKind.REFLECTION: "·",
    EntryKind.INSIGHT: "✦",
    EntryKind.QUESTION: "?",
    EntryKind.GOAL: "◇",
    EntryKind.BOOKMARK: "¶",
}
SEEN_BY = {
    Visibility.PRIVATE: "only I see it",
    Visibility.COACH: "my coach may see it",
    Visibility.COHORT: "my coach and my cohort may see it",
    Visibility.PUBLIC: "everyone may see it",
}


INVITATION = "What happened, and what do you make of it? Two lines are enough."
INVITATIONS = {
    EntryKind.QUESTION: "What would you like to know, and from whom?",
    EntryKind.GOAL: "If … then I will …",
    EntryKind.INSIGHT: "What does it come down to? And so what, for my work?",
}
"""What stands in an empty page."""


def sign(entry: Entry) -> str:
    """Return one cell that says what kind `entry` is; ✓ for a question or goal that is closed."""
    return "✓" if entry.status == "closed" else SIGNS[entry.kind]


class KindChooser(Widget, can_focus=True):
    """One word, changed with ← → or its first letter."""

    kind: reactive[EntryKind] = reactive(EntryKind.REFLECTION)

    class Changed(Message):
        """Another kind was chosen."""

    def __init__(self, kind: EntryKind, *, id: str) -> None:
        super().__init__(id=id)
        self.set_reactive(KindChooser.kind, kind)

    def render(self) -> Content:
        """The kind between two arrows, which say that there are others."""
        return Content.assemble(("‹ ", "$text-muted"), self.kind.value, (" ›", "$text-muted"))

    def watch_kind(self) -> None:
        """Tell who listens."""
        self.post_message(self.Changed())

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Keep every letter: a key of the screens below must not act while something is written."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Change the kind."""
        kinds = list(EntryKind)
        step = {"right": 1, "space": 1, "down": 1, "left": -1, "up": -1}.get(event.key, 0)
        if step:
            self.kind = kinds[(kinds.index(self.kind) + step) % len(kinds)]
        elif event.character:
            self.kind = next((k for k in kinds if k.value.startswith(event.character.lower())), self.kind)
        if step or event.is_printable:
            event.stop()

    def on_click(self) -> None:
        """Go to the next kind."""
        kinds = list(EntryKind)
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
