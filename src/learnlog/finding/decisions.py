"""Which channels I said are one person's, or are not: ``same-person.md`` in the vault, a line each."""

from collections.abc import Sequence
from typing import Final

from learnlog.finding.identity import Decided
from learnlog.journal.changes import Changes
from learnlog.model.safe import clean_line
from learnlog.vault.files import Vault
from learnlog.vault.line_pages import LinePage

PAGE: Final = "same-person.md"
_HEAD: Final = """# One person or two

What I said of channels that may be one person's, one decision a line. The finder follows it.
"""
_ONE, _TWO = "one: ", "two: "


class Decisions:
    """Reads and writes the page."""

    def __init__(self, vault: Vault, changes: Changes) -> None:
        self._page = LinePage(vault, PAGE, _HEAD)
        self._changes = changes

    def all(self) -> Decided:
        """Return what I decided; of two lines on the same pair the later one counts."""
        joined: dict[frozenset[str], tuple[str, ...]] = {}
        parted: dict[frozenset[str], None] = {}
        for fact in self._page.facts():
            keys = _keys(fact)
            pair = frozenset(keys)
            if len(pair) == 2 and fact.startswith(_ONE):
                joined[pair] = tuple(keys)
                parted.pop(pair, None)
            elif len(pair) == 2 and fact.startswith(_TWO):
                parted[pair] = None
                joined.pop(pair, None)
        return Decided(tuple(joined.values()), frozenset(parted))

    def join(self, one: str, other: str, name: str) -> None:
        """Say that two channels are one person's."""
        self._say(_ONE, one, (other,), name, "joined two channels of")

    def part(self, one: str, others: Sequence[str], name: str) -> None:
        """Say that a channel is not the person's who has the `others`."""
        self._say(_TWO, one, others, name, "told apart two channels of")

    def _say(self, how: str, one: str, others: Sequence[str], name: str, said: str) -> None:
        name = clean_line(name, 100)
        pairs = {frozenset((one, other)) for other in others}
        fresh = [f"{how}{one} {other} — {name}" for other in others]
        replaced: list[str] = []

        def decide(facts: list[str]) -> list[str]:
            replaced[:] = [fact for fact in facts if frozenset(_keys(fact)) in pairs]
            return [*(fact for fact in facts if fact not in replaced), *fresh]

        def back() -> None:
            self._page.change(lambda facts: [*(fact for fact in facts if fact not in fresh), *replaced])

        if self._page.change(decide):
            self._changes.record(f"{said} {name}", back)


def _keys(fact: str) -> list[str]:
    return fact[len(_ONE) :].partition(" — ")[0].split()
