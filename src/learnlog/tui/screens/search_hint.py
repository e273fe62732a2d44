"""What a field of a search can be, when it was typed without a value yet."""

from collections.abc import Sequence

from learnlog.library.query import PLACES, STATES
from learnlog.model.entry import EntryKind
from learnlog.workspace import Workspace

MOMENTS = ("7d", "2026-11", '"last week"')
MOST = 12
"""Values that are named at most."""


def hint(workspace: Workspace, asked: str) -> str:
    """Return what the field at the end of `asked` can be; "" when no field waits for its value."""
    words = asked.split()
    name, colon, value = (words[-1] if words else "").lower().lstrip("-(").partition(":")
    if not colon or value or asked[-1:].isspace():
        return ""
    return ", ".join(f"{name}:{value}" for value in _values(workspace, name)[:MOST])


def _values(workspace: Workspace, name: str) -> Sequence[str]:
    if name == "theme":
        return [theme.slug for theme in workspace.themes.all()]
    if name == "person":
        return [person.id for person in workspace.people.all()]
    if name == "tag":
        return [tag for tag, _ in workspace.library.documents.tags() if " " not in tag]
    fixed: dict[str, Sequence[str]] = {
        "in": tuple(PLACES),
        "is": STATES,
        "kind": tuple(EntryKind),
        "since": MOMENTS,
        "until": MOMENTS,
        "date": ("today", "yesterday", "2026-11-23"),
    }
    return fixed.get(name, ())
