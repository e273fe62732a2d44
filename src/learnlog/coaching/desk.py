"""What a workspace needs to coach, and to be in a cohort."""

from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.sharing.desk import SharingDesk

if TYPE_CHECKING:
    from learnlog.coaching.coaching import Coaching
    from learnlog.coaching.cohorts import Cohorts


class CoachingDesk(SharingDesk):
    """The part of a workspace that shows, and reads what others show."""

    @cached_property
    def coaching(self) -> "Coaching":
        """Bundles of learners, and my comments on them."""
        from learnlog.coaching.coaching import Coaching

        return Coaching(self.library, self.changes, self.clock, self.paths.state / "received")

    @cached_property
    def cohorts(self) -> "Cohorts":
        """What goes back to a cohort, and the cohorts I am in."""
        from learnlog.coaching.cohorts import Cohorts

        return Cohorts(self.library, self.vault, self.showing, self.changes, self.clock)
