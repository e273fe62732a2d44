"""What a workspace needs to coach."""

from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.sharing.desk import SharingDesk

if TYPE_CHECKING:
    from learnlog.coaching.coaching import Coaching


class CoachingDesk(SharingDesk):
    """The part of a workspace that shows, and reads what others show."""

    @cached_property
    def coaching(self) -> "Coaching":
        """Bundles of learners, and my comments on them."""
        from learnlog.coaching.coaching import Coaching

        return Coaching(self.library, self.changes, self.clock, self.paths.state / "received")
