"""What is asked of the ranking: names, keywords, and what I wrote on the theme."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from learnlog.model.theme import WorkTheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A theme as words: its ``names``, its ``keywords`` (tags among them), and ``own`` texts of mine on it."""

    names: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    @classmethod
    def about(cls, asked: "WorkTheme | str", own: tuple[str, ...] = ()) -> "Question":
        """Return the question who knows about a theme, or about some words."""
        if isinstance(asked, str):
            return cls(names=(asked,), own=own)
        return cls(names=(asked.name, *asked.aliases), keywords=(*asked.keywords, *asked.tags), own=own)
