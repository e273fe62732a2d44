"""Asking for a file by its path: what is in the folder stands below and is completed."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from learnlog.model.attachment import size_words
from learnlog.model.safe import clean_line
from learnlog.tui.commands_dialogs import ASKED
from learnlog.tui.key_names import with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.leaving import Dialog
from learnlog.tui.text import fit, plain
from learnlog.tui.widgets.asked_line import AskedLine

MOST = 200
"""Files and folders that are offered."""
WIDTH = 58


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder that is offered: where it is, and what stands in the line for it."""

    path: Path
    shown: str
    is_folder: bool
    size: int = 0


class AskFile(Dialog[Path | None]):
    """Asks for a file; Tab completes, Enter goes into a folder or gives the file, Esc gives None."""

    CSS_PATH = "../styles/asking.tcss"
    BINDINGS: ClassVar = bindings(ASKED)

    def __init__(self, title: str, folder: Path) -> None:
        super().__init__()
        self._title = title
        self._start = folder
        self._places: Sequence[Place] = ()
        self._real: dict[str, Path] = {}

    def compose(self) -> ComposeResult:
        """A title, the line, what is in the folder, and what the keys do."""
        with Vertical(classes="asking"):
            yield Static(plain(self._title), classes="asking-title")
            yield AskedLine(self._of(self._start), compact=True, select_on_focus=False, classes="asking-line")
            yield OptionList(markup=False, compact=True, classes="asking-list")
            yield Static(
                plain(with_keys("↑ ↓ move · Tab completes · {take} takes it · {leave} leaves it")),
                classes="asking-hint",
            )

    def on_mount(self) -> None:
        """Show what is in the folder; the cursor stays in the line."""
        self.query_one(OptionList).can_focus = False
        self._look(self.query_one(Input).value)

    def _of(self, path: Path, *, is_folder: bool = True) -> str:
        """Return how `path` is shown, and remember what that means: names may hold what cannot be shown."""
        home = Path.home()
        words = f"~/{path.relative_to(home)}" if path != home and path.is_relative_to(home) else str(path)
        shown = clean_line("~" if path == home else words) + ("/" if is_folder and path != Path("/") else "")
        self._real[shown] = path
        return shown

    def _meant(self, typed: str) -> Path:
        return self._real.get(typed) or Path(typed).expanduser()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what fits."""
        event.stop()
        self._look(event.value)

    @work(exclusive=True, group="places")
    async def _look(self, typed: str) -> None:
        head, _, rest = typed.rpartition("/")
        folder = self._meant(f"{head}/") if head or typed.startswith("/") else self._start
        found = await asyncio.to_thread(places_in, folder, rest)
        self._places = [
            Place(one.path, self._of(one.path, is_folder=one.is_folder), one.is_folder, one.size)
            for one in found
        ]
        listing = self.query_one(OptionList)
        width = min(WIDTH, max(20, self.app.size.width - 14))
        listing.set_options([Option(_row(one, width)) for one in self._places] or [_nothing(rest)])
        listing.highlighted = 0 if self._places else None

    @property
    def _chosen(self) -> Place | None:
        at = self.query_one(OptionList).highlighted
        return self._places[at] if at is not None and at < len(self._places) else None

    def on_key(self, event: events.Key) -> None:
        """Move in the list, or complete, while the cursor stays in the line."""
        listing = self.query_one(OptionList)
        if event.key in ("up", "down", "pageup", "pagedown") and self._places:
            step = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}[event.key]
            listing.highlighted = max(0, min(len(self._places) - 1, (listing.highlighted or 0) + step))
        elif event.key == "tab":
            self._complete()
        else:
            return
        event.stop()
        event.prevent_default()

    def _complete(self) -> None:
        if place := self._chosen:
            asked = self.query_one(Input)
            asked.value = place.shown
            asked.cursor_position = len(place.shown)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        event.stop()
        self._take()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go into the folder under the cursor, or give the file; what is not there is given as it was typed."""
        event.stop()
        self._take()

    def _take(self) -> None:
        place = self._chosen
        if place is None:
            typed = self.query_one(Input).value.strip()
            self.dismiss(self._meant(typed) if typed else None)
        elif place.is_folder:
            self._complete()
        else:
            self.dismiss(place.path)

    def action_take(self) -> None:
        """Go into the folder under the cursor, or give the file."""
        self._take()

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)


def places_in(folder: Path, beginning: str) -> list[Place]:
    """Return the folders and plain files in `folder` whose names begin so, folders first. Reads the disk."""
    wanted = beginning.casefold()
    found = []
    try:
        with os.scandir(folder) as items:
            for item in items:
                if not item.name.casefold().startswith(wanted) or (
                    item.name.startswith(".") and not wanted.startswith(".")
                ):
                    continue
                try:
                    if item.is_dir():
                        found.append(Place(Path(item.path), item.name, True))
                    elif item.is_file():
                        found.append(Place(Path(item.path), item.name, False, item.stat().st_size))
                except OSError:
                    continue
    except (OSError, ValueError):
        return []
    return sorted(found, key=lambda one: (not one.is_folder, one.shown.casefold()))[:MOST]


def _row(place: Place, width: int) -> Content:
    note = "" if place.is_folder else size_words(place.size)
    name = clean_line(place.path.name) + ("/" if place.is_folder else "")
    return Content.assemble(fit(name, width - len(note) - 1), " ", (note, "$text-muted"))


def _nothing(typed: str) -> Option:
    words = "Nothing begins so." if typed else "Nothing is here."
    return Option(Content.styled(f"  {words}", "$text-muted"), disabled=True)
