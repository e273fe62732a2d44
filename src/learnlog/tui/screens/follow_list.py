"""A list of people from elsewhere, to tick whom to follow."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from learnlog.model.person import Person
from learnlog.reading.following.importing import ImportingFollows, name_at
from learnlog.reading.sources.base import OutlineError
from learnlog.reading.sources.follows import Followed
from learnlog.tui.commands_dialogs import TICKED
from learnlog.tui.key_names import with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.leaving import Dialog
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.text import fit, line, plain, some
from learnlog.tui.widgets.line_list import LineList

SHOWN = 3
"""How many of the rows that are left out are named."""
NOBODY = "Nobody was ticked, nobody is followed."


async def take_in_outline(
    screen: DeskScreen, place: str, read: Callable[[], None], found: OutlineError | None = None
) -> tuple[str, bool]:
    """Show the people of the OPML file `place` to tick, follow those who are, and ask for their posts.

    It is a file of mine, or what was `found` at an address. Returns what is said, and whether anybody is followed.
    `read` is called when the file was read. Call it from a worker.

    Raises:
        LearnlogError: it cannot be read.
    """
    from learnlog.care.importing_opml import OpmlReport, outline_at, take_in_opml

    space, path = screen.workspace, Path(place)
    name = name_at(found.url) if found else path.name
    data = found.body if found else await screen.ask(lambda: outline_at(path))

    def take_in(*, dry_run: bool = False, only: Collection[str] | None = None) -> OpmlReport:
        return take_in_opml(space, data, name, dry_run=dry_run, only=only, is_mine=found is None)

    planned = await screen.ask(lambda: take_in(dry_run=True))
    read()
    left_out = _left_out(planned.left_out)
    if not planned.added:
        said = "Everybody in this file is followed already." if planned.known else "Nobody is in this file."
        return " ".join((said, left_out)).rstrip(), False
    listed = [_in_outline(person) for person in planned.added]
    new = f"{some(len(listed), 'person is', 'people are')} new in this file"
    chosen = await screen.app.push_screen_wait(TickPeople(listed, new, left_out))
    if not chosen:
        return NOBODY, False
    ids = {one.address for one in chosen}
    done = await screen.ask(lambda: take_in(only=ids))
    if not screen.desk.fetcher.is_running:
        screen.desk.action_fetch()
    return (
        f"You follow {some(len(done.added), 'more person', 'more people')}; their posts are on the way",
        True,
    )


def _left_out(rows: Sequence[tuple[str, str]]) -> str:
    """Say which rows of a file are left out and why, the first of them; "" when none is."""
    if not rows:
        return ""
    named = [line(f"{name}: {why}", 80) for name, why in rows[:SHOWN]]
    others = [some(len(rows) - SHOWN, "other", "others")] if len(rows) > SHOWN else []
    return f"Left out: {'; '.join((*named, *others))}."


def _in_outline(person: Person) -> Followed:
    """Return somebody of an OPML file as a line to tick: by the id, with the folders and the place."""
    place = person.channels[0].address or person.channels[0].key
    said = " · ".join((*person.circles, *person.themes, place.partition("://")[2].rstrip("/")))
    return Followed(address=person.id, name=person.name, bio=said)


async def take_in_list(screen: DeskScreen, place: str, read: Callable[[], None]) -> tuple[str, bool]:
    """Show the people of a list to tick, and follow those who are; returns what is said, and whether anybody is.

    `read` is called when the list was read. Call it from a worker.

    Raises:
        LearnlogError: it cannot be read.
    """
    space = screen.workspace
    importing = ImportingFollows(space.library, space.following, space.sources, space.changes, space.clock)
    listed = await screen.ask(lambda: importing.listed(place))
    read()
    title = f"{some(len(listed), 'person is', 'people are')} in this list"
    chosen = await screen.app.push_screen_wait(TickPeople(listed, title))
    if not chosen:
        return NOBODY, False
    screen.show_progress(f"following {some(len(chosen), 'person', 'people')} …")
    try:
        people, left_out = await screen.ask(lambda: importing.follow(chosen))
    finally:
        screen.show_progress("")
    left = f"; {len(left_out)} could not be: {left_out[0][1]}" if left_out else ""
    return f"You follow {some(len(people), 'more person', 'more people')}{left}", bool(people)


class TickPeople(Dialog[list[Followed]]):
    """Offers a list to tick, nobody ticked at first; gives whom to follow, nobody after Esc.

    `note` stands below it, quietly.
    """

    CSS_PATH = "../styles/people.tcss"
    AUTO_FOCUS = "#ticks"
    BINDINGS: ClassVar = bindings(TICKED)

    def __init__(self, listed: Sequence[Followed], title: str, note: str = "") -> None:
        super().__init__()
        self._title = title
        self._note = note
        self._listed = tuple(listed)
        self._ticked: set[str] = set()

    def compose(self) -> ComposeResult:
        """A title, the list, and what the keys do."""
        with Vertical(classes="form"):
            yield Static(plain(self._title), classes="form-title")
            yield LineList(id="ticks")
            if self._note:
                yield Static(plain(self._note), classes="form-hint")
            yield Static(
                with_keys("{tick} ticks · {tick-all} ticks all · {follow-these} follows · {leave} leaves it"),
                classes="form-hint",
            )

    def on_mount(self) -> None:
        """List everybody."""
        self._show()

    def _show(self) -> None:
        self.query_one("#ticks", LineList).show(self._options())

    def _options(self) -> Iterator[Option]:
        width = max(24, min(70, self.app.size.width - 10))
        for one in self._listed:
            note = "followed here" if one.known else "" if one.boosts else "boosts hidden"
            called = one.handle or one.address
            words = f"{one.name} · {one.bio or called}" if one.name else called
            box = "[x] " if one.address in self._ticked else "[ ] "
            label = fit(words, width - 6 - len(note))
            drawn = Content.assemble((box, "$accent"), label, (f" {line(note)}", "$text-muted"))
            yield Option(drawn, id=one.address)

    def action_tick(self) -> None:
        """Tick whom the cursor is on, or not."""
        self.query_one("#ticks", LineList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tick whom was chosen, or not."""
        event.stop()
        self._ticked ^= {event.option_id or ""}
        self._show()

    def action_all(self) -> None:
        """Tick everybody who is not followed yet, or nobody."""
        every = {one.address for one in self._listed if not one.known}
        self._ticked = set() if every <= self._ticked else every
        self._show()

    def action_follow(self) -> None:
        """Give whom is ticked."""
        self.dismiss([one for one in self._listed if one.address in self._ticked])

    def action_leave(self) -> None:
        """Give nobody."""
        self.dismiss([])
