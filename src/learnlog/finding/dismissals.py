"""Those who are not for me: ``dismissed.md`` in the vault, one line a person with a date and every key they have."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from learnlog.journal.changes import Changes
from learnlog.model.errors import NotFoundError
from learnlog.model.finding import Candidate
from learnlog.model.moments import Clock
from learnlog.model.safe import clean_line
from learnlog.vault.files import Vault
from learnlog.vault.line_pages import LinePage

PAGE: Final = "dismissed.md"
_HEAD: Final = """# Not for me

People whom the finder does not propose any more, one a line. Take a line away and they may be proposed again;
`learnlog dismissed` lists them too.
"""
_FACT: Final = re.compile(r"(\d{4}-\d\d-\d\d) ((?:[^\s—]\S* )+)— (.*)")


class Dismissals:
    """Reads and writes the page."""

    def __init__(self, vault: Vault, changes: Changes, clock: Clock) -> None:
        self._page = LinePage(vault, PAGE, _HEAD)
        self._changes = changes
        self._clock = clock

    def all(self) -> list[Candidate]:
        """Return those who are dismissed, the last one first, as far as the page says."""
        found = [candidate for fact in self._page.facts() if (candidate := _candidate(fact))]
        return list({one.key: one for one in found}.values())[::-1]

    def keys(self) -> frozenset[str]:
        """Return every key of everybody who is dismissed."""
        return frozenset(key for fact in self._page.facts() for key in _keys(fact))

    def dismiss(self, candidate: Candidate, keys: Iterable[str]) -> None:
        """Set somebody aside for good, under their `keys`."""
        named = [key for key in dict.fromkeys((candidate.key, *keys)) if _is_key(key)]
        name = clean_line(candidate.name or candidate.handle or candidate.key, 100)
        fact = " ".join((date.isoformat(self._clock().date()), *named, "—", name))
        if named and self._page.change(lambda facts: [*facts, fact]):
            self._changes.record(f"set {name} aside", lambda: self._take_out(fact))

    def restore(self, reference: str) -> Candidate:
        """Let somebody be proposed again, by any key of theirs or by their name; return who it was.

        Raises:
            NotFoundError: nobody who is dismissed is called so.
        """
        wanted = reference.strip()
        found = next((one for one in self.all() if _is_called(one, wanted)), None)
        if found is None:
            raise NotFoundError(
                f"Nobody who is set aside is called “{clean_line(wanted, 80)}”.",
                "`learnlog dismissed` lists them.",
            )
        keys = frozenset(channel.key for channel in found.channels)
        lost = [fact for fact in self._page.facts() if keys & set(_keys(fact))]
        if self._page.change(lambda facts: [fact for fact in facts if not keys & set(_keys(fact))]):
            back = f"let {found.name} be proposed again"
            self._changes.record(back, lambda: self._page.change(lambda facts: [*facts, *lost]))
        return found

    def _take_out(self, fact: str) -> None:
        """Take out one line only: somebody may have been set aside before, or elsewhere meanwhile."""

        def without(facts: list[str]) -> list[str]:
            last = next((n for n in reversed(range(len(facts))) if facts[n] == fact), None)
            return [one for number, one in enumerate(facts) if number != last]

        self._page.change(without)


def _keys(fact: str) -> tuple[str, ...]:
    match = _FACT.fullmatch(fact)
    return tuple(match[2].split()) if match else ()


def _candidate(fact: str) -> Candidate | None:
    from learnlog.model.person import Channel

    match, keys = _FACT.fullmatch(fact), _keys(fact)
    if not match or not keys:
        return None
    channels = tuple(Channel(kind=kind_of(key), key=key) for key in keys)
    return Candidate(key=keys[0], name=clean_line(match[3], 100), channels=channels)


def kind_of(key: str) -> str:
    """Return the kind of channel that has such a key, as far as the key alone tells."""
    return "bluesky" if key.startswith("did:") else "mastodon" if "/users/" in key else "feed"


def _is_called(one: Candidate, wanted: str) -> bool:
    return wanted in {channel.key for channel in one.channels} or one.name.casefold() == wanted.casefold()


def _is_key(key: str) -> bool:
    return (
        bool(key) and not key.startswith(("—", "person:")) and " " not in key and clean_line(key, 1000) == key
    )
