"""Who may see an entry: a ladder that only its writer climbs."""

from enum import StrEnum
from typing import Final

UNSHARED: Final = "(a note that is not shared)"
"""What stands in a text where it named an entry that its readers may not see."""


class Visibility(StrEnum):
    """The four steps of the ladder, from the writer alone to everyone."""

    PRIVATE = "private"
    COACH = "coach"
    COHORT = "cohort"
    PUBLIC = "public"

    @property
    def height(self) -> int:
        """0 for private up to 3 for public."""
        return list(Visibility).index(self)

    def reaches(self, audience: "Visibility") -> bool:
        """Tell whether an entry at this level may be shown to `audience`; nothing private ever is."""
        return audience is not Visibility.PRIVATE and self.height >= audience.height

    @classmethod
    def read(cls, text: object) -> "Visibility":
        """Return the level that `text` names; whatever is unknown is private."""
        try:
            return cls(str(text).strip().lower())
        except ValueError:
            return cls.PRIVATE
