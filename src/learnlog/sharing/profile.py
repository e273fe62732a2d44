"""How I share: what I am called, what I agree to, and that I am away; a page of mine, ``sharing.md``."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from learnlog.model.ids import is_id, timeless_id
from learnlog.model.moments import day_of
from learnlog.model.safe import clean_line
from learnlog.vault.files import Vault
from learnlog.vault.pages import Page

PAGE: Final = "sharing.md"
CONSENTS: Final = {
    "topics": "my themes count among those that three or more of a cohort share",
    "matches": "I may be named to others who work on the same themes and agreed as well",
    "rhythm": "my coach may see when I shared nothing for longer than I usually do",
    "cohort": "what I shared with the cohort may be passed on to it",
}
"""What can be agreed to, each by itself, and what it means."""
_BODY: Final = """How I share with a coach. `called` is the name they see. Under `agreed` stand the things I said yes
to: `topics`, `matches`, `rhythm`, `cohort`; none of them is needed. `away_until` is a date until which nobody waits
for me. `offers` lists what I can help others with; `introduction` is what the cohort may read of me.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """``id`` names me to a coach's learnlog without naming me; ``called`` is how I want to be called.

    ``introduction`` leaves only when I agreed to ``cohort``: others of the cohort read it before we meet.
    """

    id: str = ""
    called: str = ""
    agreed: tuple[str, ...] = ()
    away_until: date | None = None
    offers: tuple[str, ...] = ()
    introduction: str = ""
    language: str = "en"


class Profiles:
    """Reads and writes the page."""

    def __init__(self, vault: Vault) -> None:
        self._page = Page(vault, PAGE, _BODY)

    def get(self) -> Profile:
        """Return the profile; before anything was said, an empty one."""
        values = self._page.values()

        def word(name: str, limit: int = 120) -> str:
            value = values.get(name)
            return clean_line(value, limit) if isinstance(value, str) else ""

        def words(name: str) -> tuple[str, ...]:
            value = values.get(name)
            listed = value if isinstance(value, list) else str(value or "").split(",")
            return tuple(line for item in listed if isinstance(item, str) and (line := clean_line(item, 120)))

        said = word("id").lower()
        return Profile(
            id=said if is_id(said) else "",
            called=word("called"),
            agreed=tuple(name for name in words("agreed") if name in CONSENTS),
            away_until=day_of(word("away_until")),
            offers=words("offers")[:20],
            introduction=word("introduction", 600),
            language=word("language") or "en",
        )

    def put(self, profile: Profile) -> Profile:
        """Write `profile`, which gets an id when it has none, and return it."""
        made = profile.id or timeless_id()
        self._page.put(
            {
                "id": made,
                "called": profile.called or None,
                "agreed": list(profile.agreed),
                "away_until": profile.away_until.isoformat() if profile.away_until else None,
                "offers": list(profile.offers) or None,
                "introduction": profile.introduction or None,
                "language": profile.language,
            }
        )
        return self.get()

    def ensure(self, called: str = "") -> Profile:
        """Return the profile with an id, and called `called` when that is given."""
        from dataclasses import replace

        known = self.get()
        wanted = replace(known, called=clean_line(called, 80) or known.called)
        return known if known.id and wanted == known else self.put(wanted)
