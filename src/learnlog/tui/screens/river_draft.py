"""An insight that is being written, as the one text its draft is."""

import json
from dataclasses import dataclass

DRAFTS = "insight-"
"""What the name of an insight's draft starts with; the post's id follows."""
_MARK = "\n\n<!-- insight: "
_END = " -->\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """My words, the quoted passage, and the fields as they were typed."""

    words: str
    passage: str = ""
    themes: str = ""
    tags: str = ""
    so_what: str = ""
    if_then: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """What stands in the lines below my words, by their names on the screen."""
        return {"so-what": self.so_what, "if-then": self.if_then, "themes": self.themes, "tags": self.tags}

    @property
    def own_words(self) -> str:
        """My words, and below them what they mean for my work."""
        more = " ".join(self.so_what.split())
        return f"{self.words.strip()}\n\n**So what?** {more}" if more else self.words.strip()

    def to_text(self) -> str:
        """Return the draft as text, my words first."""
        rest = {"passage": self.passage, **self.fields}
        return f"{self.words}{_MARK}{json.dumps(rest, ensure_ascii=False)}{_END}"

    @classmethod
    def of(cls, text: str) -> "Draft":
        """Understand the text of a draft; whatever cannot be understood is my words."""
        words, mark, rest = text.rpartition(_MARK)
        try:
            found = json.loads(rest.removesuffix(_END)) if mark else None
        except ValueError:
            found = None
        if not isinstance(found, dict):
            return cls(words=text)
        fields = {name: value for name, value in found.items() if isinstance(value, str)}
        return cls(
            words=words,
            passage=fields.get("passage", ""),
            themes=fields.get("themes", ""),
            tags=fields.get("tags", ""),
            so_what=fields.get("so-what", ""),
            if_then=fields.get("if-then", ""),
        )


def listed(typed: str) -> list[str]:
    """Return the names in a line where commas part them."""
    return list(dict.fromkeys(name for part in typed.split(",") if (name := " ".join(part.split()))))


def as_passage(selected: str) -> str:
    """Return words selected on the screen as running text: lines joined, the signs of quotes and notes gone."""
    notes = str.maketrans("", "", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    paragraphs: list[list[str]] = [[]]
    for line in selected.translate(notes).splitlines():
        words = line.replace("▏", " ").split()
        if words:
            paragraphs[-1].append(" ".join(words))
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join(" ".join(lines) for lines in paragraphs if lines)
