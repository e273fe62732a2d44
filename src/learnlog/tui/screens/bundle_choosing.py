"""Which part of what I share goes into a bundle: all of it, this week's, one theme's, or one programme's."""

from dataclasses import dataclass

from learnlog.model.errors import LearnlogError
from learnlog.model.moments import week_start
from learnlog.model.visibility import Visibility
from learnlog.sharing.audience import Wanted
from learnlog.tui.screens.asking import Choice
from learnlog.workspace import Workspace

ALL = "all"


@dataclass(frozen=True, slots=True)
class Part:
    """A part by its ``id`` (``all``, ``week``, ``theme:SLUG``, ``programme:NAME``) and what it is ``called``."""

    id: str = ALL
    called: str = ""

    def wanted(self, workspace: Workspace, audience: Visibility) -> Wanted:
        """Return what the gate is asked for."""
        kind, _, name = self.id.partition(":")
        return Wanted(
            audience=audience,
            since=week_start(workspace.clock()) if kind == "week" else None,
            theme=name if kind == "theme" else "",
            programme=name if kind == "programme" else "",
        )


def parts(workspace: Workspace) -> list[Choice]:
    """Return the parts there are."""
    fixed = [
        Choice(id=ALL, label="Everything I share"),
        Choice(id="week", label="This week"),
    ]
    try:
        programmes = workspace.programmes.all()
    except LearnlogError:  # one of them cannot be understood: the doctor says which
        programmes = []
    return [
        *fixed,
        *(Choice(id=f"programme:{one.name}", label=one.title, note="programme") for one in programmes),
        *(Choice(id=f"theme:{one.slug}", label=one.name, note="theme") for one in workspace.themes.all()),
    ]
