"""How alike two texts are: what near-copies, cross-posts and announcements are told by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from learnlog.library.words import words_of

# Begins only where such letters do: what ends without a slash would else be looked through from each of them.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.-])\.*[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_NAMED = re.compile(r"(?<![\w@])@[\w.-]+(?:@[\w.-]+)?")
_DIGIT = re.compile(r"\d")
_IN_A_ROW = 3


def without_numbers(words: frozenset[str], text: str) -> frozenset[str]:
    """Return `words`, those of `text`, without mere numbers: to count one's posts makes them no different."""
    return frozenset(word for word in words if not word.isdecimal()) if _DIGIT.search(text) else words


@dataclass(frozen=True)
class Wording:
    """The words of a text as the full-text index knows them, in order; addresses and names of people are none."""

    text: str

    @cached_property
    def words(self) -> Sequence[str]:
        """Every word."""
        return words_of(_NAMED.sub(" ", _ADDRESS.sub(" ", self.text)))

    @cached_property
    def numbers(self) -> Sequence[str]:
        """The words with a digit in them, in order: what tells one issue, version or day from the next."""
        return [word for word in self.words if any(map(str.isdigit, word))]

    @cached_property
    def rows(self) -> frozenset[tuple[str, ...]]:
        """Every three words that follow each other; of fewer words, these."""
        words = self.words
        if len(words) <= _IN_A_ROW:
            return frozenset({tuple(words)} if words else ())
        return frozenset(zip(*(words[start:] for start in range(_IN_A_ROW)), strict=False))

    def likeness(self, other: "Wording") -> float:
        """Return the share of rows that both have among those that any has: 1 for the same text, 0 for none."""
        every = len(self.rows | other.rows)
        return len(self.rows & other.rows) / every if every else 0.0

    def within(self, other: "Wording") -> float:
        """Return the share of the rows of this text that stand in `other` as well."""
        return len(self.rows & other.rows) / len(self.rows) if self.rows else 0.0

    def beyond(self, other: "Wording") -> int:
        """Return how many words it has that are not in `other`, mere numbers aside."""
        return len(without_numbers(frozenset(self.words), self.text) - frozenset(other.words))
