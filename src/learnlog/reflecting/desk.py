"""What a workspace needs to reflect, each part built when first used."""

from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.journal.desk import JournalDesk

if TYPE_CHECKING:
    from learnlog.reflecting.goals import Goals
    from learnlog.reflecting.packs import Packs
    from learnlog.reflecting.preferences import Preferences
    from learnlog.reflecting.programmes import Programmes
    from learnlog.reflecting.prompting import Prompting
    from learnlog.reflecting.returning import Returns
    from learnlog.reflecting.reviewing import Reviewing
    from learnlog.reflecting.weeks import Weeks


class ReflectingDesk(JournalDesk):
    """The part of a workspace that looks back; the workspace says what it stands on."""

    @cached_property
    def returns(self) -> "Returns":
        """What comes back today."""
        from learnlog.reflecting.returning import Returns

        return Returns(self.shelf, self.journal, self.changes, self.clock)

    @cached_property
    def goals(self) -> "Goals":
        """What I want to be able to do, and what shows it."""
        from learnlog.reflecting.goals import Goals

        return Goals(self.shelf, self.journal, self.changes, self.clock)

    @cached_property
    def packs(self) -> "Packs":
        """Prompt packs."""
        from learnlog.reflecting.packs import Packs

        return Packs(self.shelf.vault.root)

    @cached_property
    def reviewing(self) -> "Reviewing":
        """The weekly review."""
        from learnlog.reflecting.reviewing import Reviewing

        return Reviewing(
            self.shelf,
            self.journal,
            self.themes,
            self.returns,
            self.packs,
            self.weeks,
            self.changes,
            self.clock,
        )

    @cached_property
    def weeks(self) -> "Weeks":
        """What each week has."""
        from learnlog.reflecting.weeks import Weeks

        return Weeks(self.shelf, self.themes, self.clock)

    @cached_property
    def programmes(self) -> "Programmes":
        """Weekly assignments."""
        from learnlog.reflecting.programmes import Programmes

        return Programmes(self.shelf, self.journal, self.changes, self.clock)

    @cached_property
    def preferences(self) -> "Preferences":
        """How much I want to be asked."""
        from learnlog.reflecting.preferences import Preferences

        return Preferences(self.shelf.vault, self.changes, self.clock)

    @cached_property
    def prompting(self) -> "Prompting":
        """Questions while an entry is written."""
        from learnlog.reflecting.prompting import Prompting

        return Prompting(self.packs, self.journal)
