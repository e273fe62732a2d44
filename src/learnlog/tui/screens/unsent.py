"""Which drafts are of something to be sent: what the first screen needs to know of them, and no more."""

from typing import Final

from learnlog.vault.drafts import DraftInfo
from learnlog.workspace import Workspace

PREFIX: Final = "send-"
"""What the name of such a draft starts with."""


def unsent_drafts(workspace: Workspace) -> list[DraftInfo]:
    """Return the drafts of what was to be sent, the one saved last first. Reads the disk."""
    return [info for info in workspace.drafts.names() if info.name.startswith(PREFIX)]
