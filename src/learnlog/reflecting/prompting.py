"""Prompts while an entry is written: which questions are asked, and what of them stays when it is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from learnlog.journal.entries import Journal
from learnlog.model.errors import LearnlogError
from learnlog.reflecting.packs import Pack, Packs, Part, answered, laid_out

ENOUGH: Final = 5
"""Prompted entries in a row in which a part was covered, after which it is left out."""
REST: Final = 3
"""Prompted entries from which it is left out; then it is asked once, and left out again if it is covered still."""
_LOOKED_AT: Final = 120


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


def fades(covered: Iterable[bool]) -> bool:
    """Tell whether a part is left out next, by the entries that `covered` it or did not, oldest first.

    An entry from which it was left out cannot cover it, so it says nothing. Asked again after `REST` of those, the
    part is left out again if it is covered then; if it is not, it has to be covered `ENOUGH` times as at first.
    """
    in_a_row = left = 0
    for is_covered in covered:
        if left:
            left -= 1
            in_a_row = ENOUGH - 1
            continue
        in_a_row = in_a_row + 1 if is_covered else 0
        if in_a_row >= ENOUGH:
            left = REST
    return left > 0


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
        """Return the parts that the entries written along these questions show to be always covered."""
        keys = [part.key for part in pack.parts]
        written = [e.prompts for e in self._journal.list(limit=_LOOKED_AT) if set(e.prompts) & set(keys)]
        return tuple(key for key in keys if fades([key in prompts for prompts in reversed(written)]))

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
