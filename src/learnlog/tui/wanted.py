"""For what people are wanted. A module of its own: the first screen needs no more of finding people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked: a theme by its slug, or ``words``; ``question`` is the entry that looks for whom to ask."""

    theme: str = ""
    words: str = ""
    question: str = ""

    @property
    def asked(self) -> str:
        """What the finder is given."""
        return self.theme or self.words
