"""Who might know what I ask: the first the finder proposes, from what is stored; nothing is sent for it."""

from learnlog.model.entry import Entry, EntryKind
from learnlog.model.finding import Reason, ReasonKind
from learnlog.model.safe import clean_line
from learnlog.overview.links import Linked
from learnlog.workspace import Workspace

SHOWN = 3
"""People I follow, and as many new ones, that are shown."""
FIND = "find"
"""The type of a link that leads to Find: the person has no card here."""


def who_might_know(workspace: Workspace, question: Entry) -> tuple[Linked, ...]:
    """Return whom an open question could be put to, best first, those I follow before others.

    Nobody for an entry that is no open question. Reads the database for a moment: a screen asks in a thread.
    """
    if question.kind is not EntryKind.QUESTION or not question.is_open:
        return ()
    asked = question.themes[0] if question.themes else question.headline
    found = workspace.finder.find(asked, limit=SHOWN)
    people = []
    for one in (*found.mine[:SHOWN], *found.new[:SHOWN]):
        who = one.candidate
        said = _why(one.reasons[0]) if one.reasons else ""
        name = who.name if who.person else f"{who.name} (new)"
        people.append(
            Linked(type="person" if who.person else FIND, id=who.person or who.key, title=name, note=said)
        )
    return tuple(people)


def _why(reason: Reason) -> str:
    if reason.kind is ReasonKind.POSTS:
        return f"{reason.count:,} {'post' if reason.count == 1 else 'posts'} on it"
    return clean_line(reason.words, 80)
