"""A number typed before a movement: 5j goes five lines."""

from textual import events
from textual.widget import Widget


class Count:
    """Collects the digits that are typed, at most `digits` of them; they are for the next key and no other."""

    def __init__(self, digits: int) -> None:
        self._most = digits
        self._typed = ""
        self._is_over = False

    def __bool__(self) -> bool:
        """Tell whether a number is being typed."""
        return bool(self._typed) and not self._is_over

    def take(self, event: events.Key) -> None:
        """Keep the key when it is a digit; a zero begins no number. Any other key is the one that may use it."""
        if self._is_over:
            self._typed, self._is_over = "", False
        letter = event.character
        if letter and letter.isdecimal() and (self._typed or letter != "0"):
            self._typed = (self._typed + letter)[: self._most]
            event.stop()
        else:
            self._is_over = bool(self._typed)

    def use(self) -> int:
        """Return the number that was typed, 1 when there is none, and forget it."""
        return self.typed() or 1

    def typed(self) -> int:
        """Return the number that was typed, 0 when there is none, and forget it."""
        number, self._typed = int(self._typed or 0), ""
        return number


def is_command(widget: Widget, event: events.Key) -> bool:
    """Tell whether the key is a digit that is a command where `widget` is, and so no part of a number."""
    letter = event.character or ""
    return letter.isdecimal() and event.key in widget.screen.active_bindings
