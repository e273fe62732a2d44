"""How much I want to be asked: prompts silent for a week or off, help shown once or never. A page of the vault."""

from datetime import date, timedelta
from typing import Any, Final

from learnlog.journal.changes import Changes
from learnlog.model.comeback import read_day
from learnlog.model.moments import Clock
from learnlog.vault.files import Vault
from learnlog.vault.pages import Page

PAGE: Final = "reflecting.md"
_BODY: Final = """
What learnlog asks me, and when it does not. `prompts: no` lets it ask nothing while I write, `quiet_until` a day until
which it does not; `help: no` lets it explain nothing by itself. What I press a key for comes all the same.
"""


class Preferences:
    """What I said about being asked; it holds on every machine that has this vault."""

    def __init__(self, vault: Vault, changes: Changes, clock: Clock) -> None:
        self._page = Page(vault, PAGE, _BODY)
        self._changes = changes
        self._clock = clock

    @property
    def asks(self) -> bool:
        """Whether a question may come by itself while I write."""
        values = self._page.values()
        until = read_day(values.get("quiet_until"))
        return not _is_no(values.get("prompts")) and not (until and self._clock().date() < until)

    @property
    def quiet_until(self) -> date | None:
        """The day on which prompts come again, when they are silent until a day."""
        until = read_day(self._page.values().get("quiet_until"))
        return until if until and self._clock().date() < until else None

    def be_quiet(self, weeks: int = 1) -> date:
        """Ask nothing for some weeks; returns the day on which prompts come again."""
        until = self._clock().date() + timedelta(weeks=weeks)
        self._put({"quiet_until": until.isoformat()}, f"kept prompts quiet until {until.day} {until:%B}")
        return until

    def set_asking(self, asks: bool) -> None:
        """Switch prompts off, or on again; on also ends a silence."""
        values = {"prompts": None if asks else "no", "quiet_until": None}
        self._put(values, f"switched prompts {'on' if asks else 'off'}")

    @property
    def helps(self) -> bool:
        """Whether help may appear by itself."""
        return not _is_no(self._page.values().get("help"))

    def set_helping(self, helps: bool) -> None:
        """Switch help that appears by itself off, or on again."""
        self._put({"help": None if helps else "no"}, f"switched help {'on' if helps else 'off'}")

    def _put(self, values: dict[str, Any], said: str) -> None:
        with self._page.locked():
            known = self._page.values()
            before = {name: known.get(name) for name in values}
            self._page.put(values)
        self._changes.record(said, lambda: self._page.put(before))


def _is_no(value: object) -> bool:
    return str(value).strip().lower() in ("no", "off", "false", "never")
