"""What a workspace needs to reflect, each part built when first used."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from learnlog.journal.changes import Changes
    from learnlog.journal.entries import Journal
    from learnlog.journal.shelf import Shelf
    from learnlog.journal.themes import Themes
    from learnlog.model.moments import Clock
    from learnlog.reflecting.packs import Packs
    from learnlog.reflecting.programmes import Programmes
    from learnlog.reflecting.returning import Returns
    from learnlog.reflecting.reviewing import Reviewing


class ReflectingDesk:
    """The part of a workspace that looks back; the workspace says what it stands on."""

    clock: "Clock"

    if TYPE_CHECKING:

        @property
        def changes(self) -> Changes:
            """What was changed last."""

        @property
        def shelf(self) -> Shelf:
            """The vault and its index."""

        @property
        def journal(self) -> Journal:
            """Entries."""

        @property
        def themes(self) -> Themes:
            """Work themes."""

    @cached_property
    def returns(self) -> "Returns":
        """What comes back today."""
        from learnlog.reflecting.returning import Returns

        return Returns(self.shelf, self.journal, self.changes, self.clock)

    @cached_property
    def packs(self) -> "Packs":
        """Prompt packs."""
        from learnlog.reflecting.packs import Packs

        return Packs(self.shelf.vault.root)

    @cached_property
    def reviewing(self) -> "Reviewing":
        """The weekly review."""
        from learnlog.reflecting.reviewing import Reviewing

        return Reviewing(self.shelf, self.journal, self.themes, self.returns, self.packs, self.clock)

    @cached_property
    def programmes(self) -> "Programmes":
        """Weekly assignments."""
        from learnlog.reflecting.programmes import Programmes

        return Programmes(self.shelf, self.journal, self.changes, self.clock)
