"""A number typed before a movement: 5j goes five lines."""

from textual import events


class Count:
    """Collects the digits that are typed, at most `digits` of them, until they are used."""

    def __init__(self, digits: int) -> None:
        self._most = digits
        self._typed = ""

    def take(self, event: events.Key) -> None:
        """Keep the key when it is a digit; a zero begins no number."""
        letter = event.character
        if letter and letter.isdecimal() and (self._typed or letter != "0"):
            self._typed = (self._typed + letter)[: self._most]
            event.stop()

    def use(self) -> int:
        """Return the number that was typed, 1 when there is none, and forget it."""
        times, self._typed = int(self._typed or 1), ""
        return times
