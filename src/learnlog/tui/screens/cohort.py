"""My cohort: what its coach gave back, part by part at the left, and what it says at the right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.coaching.cohorts import Mine
from learnlog.coaching.telling import told_of_me
from learnlog.model.cohort import CohortFile, MemberEntry
from learnlog.model.errors import LearnlogError
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_sharing import COHORT
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.agreeing import say_how_i_share
from learnlog.tui.screens.asking import TAKES, AskLine
from learnlog.tui.screens.member_entry import MemberEntryScreen
from learnlog.tui.screens.two_panes import TwoPanes
from learnlog.tui.text import fit, line, some
from learnlog.tui.widgets.line_list import meant

MINE = "mine"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a cohort's file: lines that tell, or entries to read."""

    title: str
    note: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    entries: tuple[MemberEntry, ...] = ()


Page = Part | Mine | str


class CohortScreen(TwoPanes[list[CohortFile], Page]):
    """Reads what came back; an entry opens by itself."""

    scope = "cohort"
    BINDINGS: ClassVar = bindings(COHORT, LISTS)

    async def load(self) -> None:
        """Show the parts and the chosen one anew."""
        await super().load()
        self.context("my cohort")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits: where nothing came back, nothing can be forgotten."""
        if not self.is_mounted:
            return True
        return ":" in self.chosen if action == "forget" else True

    def gather_cards(self) -> list[CohortFile]:
        """Return the cohorts I am in."""
        return self.workspace.cohorts.all()

    def card_options(self, found: list[CohortFile], width: int) -> Iterable[Option]:
        """Draw a line for each part, and one for what my own bundle tells."""
        for file in found:
            yield rows.section(fit(f"From {file.by}", width), f"{file.made.day} {file.made:%b}")
            for name, part in parts(file).items():
                count = str(len(part.entries) or len(part.lines) or "")
                words = fit(part.title, max(8, width - len(count) - 3))
                yield Option(
                    Content.assemble("  ", words, (f" {count}", "$text-muted")), id=f"{file.id}:{name}"
                )
            yield rows.gap()
        if not found:
            yield rows.wrapped(
                "Nothing came back from a cohort yet: "
                f"{key_of('take-in', 'cohort')} takes in the page your coach gives you.",
                width,
            )
            yield rows.gap()
        yield Option(Content.styled(fit("What my bundle tells it", width), "bold"), id=MINE)

    def gather_page(self, name: str) -> Page:
        """Return the part that is chosen, or what my own bundle tells; a word where that is nothing."""
        if name == MINE:
            try:
                return self.workspace.cohorts.mine()
            except LearnlogError as error:
                return error.message
        id, _, part = name.partition(":")
        file = next((one for one in self.workspace.cohorts.all() if one.id == id), None)
        return (parts(file).get(part) if file else None) or ""

    def page_options(self, found: Page, width: int) -> Iterable[Option]:
        """Draw it."""
        if isinstance(found, str):
            return [rows.wrapped(found, width)] if found else []
        return _mine(found, width) if isinstance(found, Mine) else _part(found, width)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the chosen part; let the footer follow."""
        super().on_option_list_option_highlighted(event)
        self.refresh_bindings()

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go into the part; open an entry."""
        event.prevent_default()  # what opens here is no document of mine
        if event.option_list.id == "cards":
            self.enter_page()
            return
        kind, _, number = meant(event.option).partition(":")
        chosen = self.chosen
        part = await self.ask(lambda: self.gather_page(chosen))
        if kind == "entry" and isinstance(part, Part):
            self.app.push_screen(MemberEntryScreen(part.title, part.entries, int(number)))

    @work(group="take")
    async def action_take_in(self) -> None:
        """Take in a page that came back."""
        place = await self.app.push_screen_wait(
            AskLine("Which page of the cohort came back?", str(Path.home()) + "/", TAKES)
        )
        if not place:
            return
        try:
            file, is_new = await self.ask(lambda: self.workspace.cohorts.take(Path(place).expanduser()))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        said = f"The page of {line(file.by, 40)}"
        if is_new:
            self.desk.say(f"{said} is taken in", undo=True)
        else:
            self.desk.say(f"{said}: there is nothing newer in it")
        await self.load()
        self.choose(f"{file.id}:{next(iter(parts(file)), '')}")

    @work(group="take")
    async def action_forget(self) -> None:
        """Take the cohort under the cursor out of my library."""
        id = self.chosen.partition(":")[0]
        file = next((one for one in await self.ask(self.workspace.cohorts.all) if one.id == id), None)
        if file is not None:
            self.act(lambda: self.workspace.cohorts.forget(file), f"Forgot the cohort of {line(file.by, 40)}")

    @work(group="ask")
    async def action_agree(self) -> None:
        """Say how I share."""
        await say_how_i_share(self)

    def action_back(self) -> None:
        """Back to the parts; from there, back to where I came from."""
        if self.has_class("-inside") or self.page.has_focus:
            self.leave_page()
        else:
            self.dismiss()


def parts(file: CohortFile) -> dict[str, Part]:
    """Return the parts of a file that have something in them."""
    people = tuple(
        (one.called, " · ".join(filter(None, (one.introduction, _helps(one.offers))))) for one in file.members
    )
    meetings = tuple((f"{one.first} and {one.second}", ", ".join(one.themes)) for one in file.meetings)
    helps = tuple((offer, one.called) for one in file.members for offer in one.offers)
    found = {
        "news": Part("What the coach says", file.by, words=file.announcements),
        "people": Part("Who is here", some(len(people), "person", "people"), lines=people),
        "meetings": Part("You could meet", "both agreed", lines=meetings),
        "helps": Part("Who can help", "as they say themselves", lines=helps),
        "questions": Part("Open questions", entries=file.questions),
        **{
            f"thread{number}": Part(thread.title, "answers", entries=thread.entries)
            for number, thread in enumerate(file.threads)
        },
        "others": Part("Also shared", entries=file.others),
    }
    return {name: part for name, part in found.items() if part.lines or part.words or part.entries}


def _helps(offers: Sequence[str]) -> str:
    return f"can help with {', '.join(offers)}" if offers else ""


def _part(part: Part, width: int) -> Iterator[Option]:
    yield rows.section(part.title, part.note)
    for words in part.words:
        yield rows.gap()
        for paragraph in words.split("\n"):
            yield rows.wrapped(paragraph, width)
    for name, said in part.lines:
        yield rows.gap()
        yield rows.told(Content.styled(line(name, width), "bold"))
        if said:
            yield rows.wrapped(said, width)
    if part.entries:
        yield rows.gap()
    for number, entry in enumerate(part.entries):
        yield rows.row(
            f"entry:{number}", f"{entry.day.day} {entry.day:%b}", " ", entry.title, entry.by, width
        )


def _mine(mine: Mine, width: int) -> Iterator[Option]:
    yield rows.section("What the cohort's view would take from my bundle", "were it handed out now")
    for heading, said in told_of_me(mine):
        yield rows.gap()
        yield rows.told(Content.styled(heading, "bold"))
        yield rows.wrapped(said, width)
    yield rows.gap()
    yield rows.wrapped(
        f"{key_of('agree', 'cohort')} says what I agree to, and changes it.", width, "$text-muted"
    )
