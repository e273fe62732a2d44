"""What a workspace needs to show things to others, each part built when first used."""

from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.reflecting.desk import ReflectingDesk

if TYPE_CHECKING:
    from learnlog.sharing.feedback import Feedback
    from learnlog.sharing.publishing import Publishing
    from learnlog.sharing.showing import Showing


class SharingDesk(ReflectingDesk):
    """The part of a workspace that shows what I chose; the workspace says what it stands on."""

    @cached_property
    def showing(self) -> "Showing":
        """Summaries and bundles for a coach."""
        from learnlog.sharing.showing import Showing

        return Showing(self.shelf, self.journal, self.themes, self.programmes, self.changes, self.clock)

    @cached_property
    def feedback(self) -> "Feedback":
        """What comes back from a coach."""
        from learnlog.sharing.feedback import Feedback

        return Feedback(self.shelf, self.showing.ledger, self.changes, self.clock)

    @cached_property
    def publishing(self) -> "Publishing":
        """My public entries as a small site."""
        from learnlog.sharing.publishing import Publishing

        return Publishing(self.showing.gate, self.showing.profiles)
