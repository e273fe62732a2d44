"""What one act of the screens is: its keys, its action, and its words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One act. ``keys`` are Textual key names joined by commas; ``shown`` is how a person reads them.

    ``label`` is the footer's word ("" keeps it out of the footer); ``help`` says what it does in a sentence.
    """

    id: str
    keys: str
    action: str
    help: str
    label: str = ""
    shown: str = ""
    priority: bool = False

    @property
    def key_text(self) -> str:
        """The keys as a person reads them."""
        return self.shown or ", ".join(spoken(key) for key in self.keys.split(","))


def spoken(key: str) -> str:
    """Return a Textual key name as a person reads it; keys one after the other are parted by spaces."""
    if " " in key:
        return " ".join(map(spoken, key.split(" ")))
    names = {
        "question_mark": "?",
        "slash": "/",
        "full_stop": ".",
        "enter": "Enter",
        "escape": "Esc",
        "space": "Space",
        "at": "@",
        "plus": "+",
    }
    names |= {"left_curly_bracket": "{", "right_curly_bracket": "}"}
    names |= {"tab": "Tab", "shift+tab": "Shift+Tab", "left_square_bracket": "[", "right_square_bracket": "]"}
    if key in names:
        return names[key]
    return "+".join(_named(part) if len(part) > 1 else part for part in key.split("+"))


def _named(word: str) -> str:
    """Return a key's name as a person reads it: its sign, when it is one (``asterisk``), else the word."""
    import unicodedata

    sign = {"plus": "+", "minus": "-", "underscore": "_"}.get(word, "")
    if not sign and word == word.lower():
        try:
            sign = unicodedata.lookup(word.replace("_", " "))
        except KeyError:
            sign = ""
    is_sign = (
        sign.isprintable() and not sign.isspace() and not sign.isalnum()
    )  # Unicode names controls as well
    return sign if sign and is_sign else word.replace("_", " ").title()


def act(id: str, keys: str, help: str, label: str = "", **more: object) -> Command:
    """Return a command; its action is called like its `id` unless `more` says otherwise."""
    action = str(more.pop("action", id.replace("-", "_")))
    return Command(id=id, keys=keys, action=action, help=help, label=label, **more)  # type: ignore[arg-type]
