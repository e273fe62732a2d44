"""Prompts while an entry is written: which questions are asked, and what of them stays when it is saved."""

from dataclasses import dataclass
from typing import Final

from learnlog.journal.entries import Journal
from learnlog.model.errors import LearnlogError
from learnlog.reflecting.packs import Pack, Packs, Part, answered, laid_out

ENOUGH: Final = 5
"""Prompted entries in a row in which a part was covered, after which it is left out once."""
_LOOKED_AT: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The questions of a pack in a text: ``pack`` is its name and language, ``about`` the theme's name in them."""

    pack: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A text without the questions nothing was written to. ``covered`` are the keys of those that were answered.

    ``left`` is the first part with no words that has a question to follow up; None when there is none.
    """

    body: str
    covered: tuple[str, ...] = ()
    left: Part | None = None


class Prompting:
    """Lays questions out, and takes those without an answer away again."""

    def __init__(self, packs: Packs, journal: Journal) -> None:
        self._packs = packs
        self._journal = journal

    def lay_out(self, name: str, about: str, language: str = "en") -> tuple[str, Asked]:
        """Return the text to write in, and what it asks; what I always cover is left out.

        Raises:
            NotFoundError: there is no such pack.
            LearnlogError: a pack in the vault cannot be understood.
        """
        pack = self._packs.get(name, language).asking(about)
        return laid_out(pack, self.faded(pack)), Asked(pack=f"{pack.name}.{pack.language}", about=about)

    def faded(self, pack: Pack) -> tuple[str, ...]:
        """Return the parts that each of the last `ENOUGH` prompted entries covered."""
        keys = [part.key for part in pack.parts]
        recent = [
            entry.prompts for entry in self._journal.list(limit=_LOOKED_AT) if set(entry.prompts) & set(keys)
        ][:ENOUGH]
        if len(recent) < ENOUGH:
            return ()
        return tuple(key for key in keys if all(key in prompts for prompts in recent))

    def finish(self, body: str, asked: Asked) -> Finished:
        """Return `body` as it is saved; a pack that is gone by now leaves it as it is."""
        name, _, language = asked.pack.rpartition(".")
        try:
            pack = self._packs.get(name, language).asking(asked.about)
        except LearnlogError:
            return Finished(body=body)
        kept, full, empty = answered(pack, body)
        left = next((part for part in empty if part.follow), None) if full else None
        return Finished(body=kept, covered=tuple(part.key for part in full), left=left)

    def follow_up(self, body: str, part: Part, words: str) -> str:
        """Return `body` with `words` below the question of `part`."""
        return body.replace(f"**{part.ask}**", f"**{part.ask}**\n\n{words}", 1)
