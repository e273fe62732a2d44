"""The line at the bottom: the keys that do something here."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol, runtime_checkable

from textual.binding import ActiveBinding
from textual.content import Content
from textual.events import MouseDown
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList

from learnlog.tui.keys import in_footer
from learnlog.tui.widgets.window_list import WindowList

GAP = 2
"""Cells between two keys."""
LAST = "app.help"
"""The act whose key stands at the end, however little room there is: it tells all the others."""
WAY_OUT = ("back", "leave", "skip")
"""The commands of which that of the screen stands before it, as safely: nobody is shut in."""


class Shown(NamedTuple):
    """A key as it is shown: what a press of it sends, its name, its word, and whether it can be pressed now."""

    key: str
    name: str
    word: str
    enabled: bool

    @property
    def width(self) -> int:
        """Its cells."""
        return Content(f"{self.name} {self.word}").cell_length


@runtime_checkable
class Offers(Protocol):
    """A screen that says of which acts the footer names the key at present."""

    def offers(self, action: str) -> bool:
        """Tell whether the key of `action` is named."""


class KeyLine(Widget, can_focus=False):
    """Every act with a word for the footer, in the order of the screen; what does not fit is left to `?`.

    One widget that draws one line: Textual's own footer makes a widget of every key, which is a fifth of what
    the first screen costs, and hides the last ones where the line is too short.
    """

    ALLOW_SELECT = False

    def on_mount(self) -> None:
        """Draw again whenever other keys do something."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen and screen.app.app_focus:
            self.refresh()

    def keys(self) -> list[Shown]:
        """Return the keys that fit, from left to right."""
        shown: dict[str, Shown] = {}
        offers = self.screen.offers if isinstance(self.screen, Offers) else lambda _: True
        out = ""
        for _, binding, enabled, _ in self._in_order():
            if binding.show and offers(binding.action):
                out = binding.action if binding.id in WAY_OUT else out
                name = self.app.get_key_display(binding)
                shown.setdefault(binding.action, Shown(binding.key, name, binding.description, enabled))
        shown = self._with_enter(shown)
        kept = [one for action in (out, LAST) if (one := shown.pop(action, None))]
        room = self.size.width - 2 - sum(one.width + GAP for one in kept)
        fitting = []
        for one in shown.values():
            if room < one.width:
                break
            fitting.append(one)
            room -= one.width + GAP
        return [*fitting, *kept]

    def _in_order(self) -> list[ActiveBinding]:
        """Return what can be pressed; what the settings gave another key stands where it stood."""
        active = list(self.screen.active_bindings.values())
        if not self.app._keymap:
            return active
        from learnlog.tui.scopes import SCOPES

        names = [getattr(self.screen, "scope", ""), "everywhere"]
        order = [command.id for name in names if name in SCOPES for command in SCOPES[name][1]]
        places = {id: place for place, id in reversed(list(enumerate(order)))}
        return sorted(active, key=lambda one: places.get(one.binding.id or "", -1))

    def _with_enter(self, shown: dict[str, Shown]) -> dict[str, Shown]:
        """Return `shown` with what Enter does in a list or a line, which have the key to themselves."""
        focused = self.screen.focused
        if not isinstance(focused, (OptionList, WindowList, Input)):
            return shown
        if isinstance(focused, OptionList) and focused.highlighted is None:
            return shown  # nothing that Enter would open
        if isinstance(focused, WindowList) and focused.current is None:
            return shown
        own = [binding for _, binding in self.screen._bindings]
        enter = next((one for one in own if one.key == "enter" and one.show), None)
        if enter is None or enter.action in shown:
            return shown
        order = [binding.action for binding in own]
        place = sum(action in order[: order.index(enter.action)] for action in shown)
        key = self.app._keymap.get(enter.id or "", enter.key).split(",")[0]
        name = self.app.get_key_display(enter) if key == enter.key else in_footer(key)
        parts = list(shown.items())
        parts.insert(place, (enter.action, Shown(key, name, enter.description, True)))
        return dict(parts)

    def _places(self) -> Iterator[tuple[int, Shown]]:
        place = 1
        for one in self.keys():
            yield place, one
            place += one.width + GAP

    def render(self) -> Content:
        """Draw the line."""
        parts: list[Content | tuple[str, str] | str] = [" "]
        for one in self.keys():
            strong, soft = ("bold $footer-key-foreground", "$footer-description-foreground")
            dim = "" if one.enabled else " dim"
            parts += [(one.name, strong + dim), " ", (one.word, soft + dim), " " * GAP]
        return Content.assemble(*parts)

    def on_mouse_down(self, event: MouseDown) -> None:
        """Press the key that was clicked."""
        for place, one in self._places():
            if place <= event.x < place + one.width:
                if one.enabled:
                    self.app.simulate_key(one.key)
                else:
                    self.app.bell()
