"""Today: what is open now, read in ten seconds."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError
from learnlog.model.query import PostFilter
from learnlog.overview.looking_back import LookingBack, look_back
from learnlog.overview.talk_news import OpenQuestion
from learnlog.overview.today import Today, look_at_today
from learnlog.tui.commands import LISTS, TODAY
from learnlog.tui.commands_reflecting import COMING_BACK
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens.today_back import BACK_KINDS, BackActs, back_options, day_options
from learnlog.tui.screens.unsent import unsent_drafts
from learnlog.tui.text import ago, bars, day, fit, line, some
from learnlog.tui.wanted import Wanted
from learnlog.tui.widgets.line_list import LineList, meant
from learnlog.vault.drafts import DraftInfo

if TYPE_CHECKING:
    from learnlog.tui.screens.today_around import Around

QUIET = 0.5
"""Seconds after which what is only nice to know is worked out: whoever presses a key first is not held up."""


class TodayScreen(BackActs):
    """New posts by theme, this week's entries, open questions, what is kept and not yet used."""

    scope = "today"
    BINDINGS: ClassVar = bindings(COMING_BACK, TODAY, LISTS)
    _today: Today | None = None
    _unsent: Sequence[DraftInfo] = ()
    _around: "Around | None" = None
    _until = 0.0

    def compose_body(self) -> ComposeResult:
        """One heading and one list."""
        yield Static(id="today-head")
        yield LineList(id="today")

    async def load(self) -> None:
        """Gather what is open and list it, the cursor staying where it was."""
        boosts = self.desk.remembered.shows_boosts
        space = self.workspace
        # Both at once: a line that came later would stand above the one the cursor is on.
        self._today, self._unsent, self.back = await self.ask(
            lambda: (look_at_today(space, boosts=boosts), unsent_drafts(space), look_back(space))
        )
        self._draw()
        self.query_one(LineList).focus()
        self.call_after_refresh(self._count)

    @work(exclusive=True, group="count")
    async def _count(self) -> None:
        """Say how many posts are unread once the list stands: all of them are counted for that."""
        posts, boosts = self.workspace.library.posts, self.desk.remembered.shows_boosts
        unread = await self.ask(lambda: posts.unread_total(boosts=boosts))
        self.context(some(unread, "new post") if unread else "")
        self._look_around()

    @work(exclusive=True, group="around")
    async def _look_around(self) -> None:
        """Add what rises and whom to look back at, below everything else, once the rest stands."""
        from learnlog.tui.screens.find_start import RISES
        from learnlog.tui.screens.today_around import gather_around

        await asyncio.sleep(QUIET)
        try:
            known = self._around if time.monotonic() < self._until else None
            around = await self.ask(
                lambda: gather_around(self.workspace, known, self.desk.keys_first.let_come)
            )
        except LearnlogError:
            return  # what is only nice to know spoils no first screen
        if known is None:
            self._until = time.monotonic() + RISES
        if around != self._around:
            self._around = around
            self._draw()

    def _draw(self) -> None:
        today = self._today
        if today is None:
            return
        self.query_one("#today-head", Static).update(_head(today, self.size.width))
        options = list(_options(today, self._unsent, self.back, self.size.width))
        if self._around is not None:
            from learnlog.tui.screens.today_around import around_options

            options += around_options(self._around, today.now, max(20, self.size.width - 4))
        self.query_one(LineList).show(options)
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._draw()

    def wanted_people(self) -> Wanted | None:
        """Who knows about the theme under the cursor, or could be asked the question."""
        kind, _, name = self.list_at_hand.at.partition(":")
        if kind == "theme":
            return Wanted(theme=name)
        asked = [one.entry for one in self._today.questions] if self._today and kind == "entry" else []
        entry = next((entry for entry in asked if entry.id == name), None)
        if entry is None:
            return None
        return Wanted(theme=entry.themes[0] if entry.themes else "", words=entry.headline, question=entry.id)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what was chosen, where it lives."""
        kind, _, name = meant(event.option).partition(":")
        if kind == "theme":
            await self.desk.open_river(PostFilter(theme=name))
        elif kind in ("entry", "kept"):
            self.desk.open_document(kind, name)
        elif kind in BACK_KINDS:
            self.open_back(kind, name)
        elif kind == "send":
            self._go_on(name)
        elif kind == "do":
            await self.desk.run_action(name)

    @work(group="open")
    async def _go_on(self, draft: str) -> None:
        """Go on with what was to be sent."""
        from learnlog.tui.screens.share import ShareScreen
        from learnlog.tui.screens.share_draft import plan_in

        try:
            plan = await self.ask(lambda: plan_in(self.workspace, draft))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self.app.push_screen(ShareScreen(plan))


def _head(today: Today, width: int) -> Content:
    date = day(today.now)
    count = f"week {today.week} · {today.written:,} written"
    gap = max(2, width - len(date) - len(count) - 4)
    return Content.assemble((date, "bold"), " " * gap, (count, "$text-muted"))


def _section(title: str, note: str = "") -> Option:
    return Option(
        Content.assemble((title, "bold $accent"), (f"  {note}", "$text-muted")).rstrip(), disabled=True
    )


def _gap() -> Option:
    return Option("", disabled=True)


def _options(today: Today, unsent: Sequence[DraftInfo], back: LookingBack, width: int) -> Iterator[Option]:
    room = max(20, width - 4)
    yield from _drafts(today, unsent, room)
    yield from back_options(back, today.now, room)
    yield from _outbox(today)
    yield from _news(today, room)
    yield from _questions(today, room)
    yield from _week(today, room)
    yield from day_options(back, today.now, room)
    yield from _unused(today, room)


def _drafts(today: Today, unsent: Sequence[DraftInfo], room: int) -> Iterator[Option]:
    rows = [
        (
            one.moment,
            f"✎ {one.words or '(no words yet)'}",
            f"entry:{one.entry}" if one.entry else "do:app.write",
        )
        for one in today.drafts[:3]
    ]
    rows += [
        (one.moment, f"↗ {one.first_line or '(no words yet)'}", f"send:{one.name}") for one in unsent[:3]
    ]
    if not rows:
        return
    yield _section("Not saved yet")
    for moment, said, target in rows:
        after = ago(moment, today.now)
        words = fit(said, room - len(after) - 4)
        yield Option(Content.assemble("  ", words, ("  " + after, "$text-muted")), id=target)
    yield _gap()


def _news(today: Today, room: int) -> Iterator[Option]:
    yield _section("New in your themes", "six weeks as bars" if today.news else "")
    for news in today.news[:8]:
        count = f"{news.unread:>5,} new" if news.unread else "        –"
        name = fit(news.theme.name, min(34, room - 24))
        row = Content.assemble("  ", name, ("  " + count, "bold" if news.unread else "$text-muted"))
        row = Content.assemble(row, "   ", (bars(news.weeks), "$primary"))
        yield Option(row, id=f"theme:{news.theme.slug}")
    if not today.news:
        yield Option("  Name what you are working on", id="do:app.mode('themes')")
    if not today.people:
        yield Option("  Follow someone who knows about it", id="do:app.follow")
    yield _gap()


def _questions(today: Today, room: int) -> Iterator[Option]:
    if not today.questions:
        return
    yield _section("Open questions")
    for question in sorted(today.questions, key=lambda one: not one.new)[:5]:
        after = _came_of(question, today)
        words = fit(question.entry.headline, max(10, room - len(after) - 6))
        style = "bold $accent" if question.new else "$text-muted"
        yield Option(Content.assemble("  ? ", words, ("  " + after, style)), id=f"entry:{question.entry.id}")
    yield _gap()


def _came_of(question: OpenQuestion, today: Today) -> str:
    """Return how many answered and who, else what links to the question, else when it was asked."""
    if question.answers:
        count = some(question.new, "new answer") if question.new else some(len(question.answers), "answer")
        return line(f"{count} · {', '.join(question.who)}", 40)
    return (
        f"{some(question.links, 'link')} to it" if question.links else ago(question.entry.created, today.now)
    )


def _outbox(today: Today) -> Iterator[Option]:
    news = today.outbox
    rows = (
        (news.in_doubt, "in doubt: say what became of it", "bold $warning"),
        (news.failed, "refused: write on it, or drop it", "bold $warning"),
        (news.waiting, "waiting to be sent", ""),
    )
    if not any(count for count, _, _ in rows):
        return
    yield _section("In the outbox")
    for count, words, style in rows:
        if count:
            said = Content.assemble("  ", (f"{some(count, 'message')} {words}", style))
            yield Option(said, id="do:app.outbox")
    yield _gap()


def _entry_row(entry: Entry, today: Today, room: int) -> Content:
    themes = " · ".join(today.names.get(slug, slug) for slug in entry.themes)
    when = fit(ago(entry.created, today.now), 7)
    words = fit(entry.headline, max(10, room - 40))
    return Content.assemble("  ", (when, "$text-muted"), words, ("  " + line(themes, 30), "$text-muted"))


def _week(today: Today, room: int) -> Iterator[Option]:
    yield _section("This week in your journal" if today.entries else "Last in your journal")
    for entry in today.entries or today.latest:
        yield Option(_entry_row(entry, today, room), id=f"entry:{entry.id}")
    if not today.entries and today.kept:
        words = f"  You read this week and kept {some(today.kept, 'post')}"
        yield Option(Content.styled(words, "$text-muted"), disabled=True)
    elif not today.entries:
        yield Option(
            f"  Nothing yet this week: {key_of('write')} writes, two lines are enough", id="do:app.write"
        )
    yield _gap()


def _unused(today: Today, room: int) -> Iterator[Option]:
    if not today.unused:
        return
    yield _section("Kept, not yet used")
    for kept in today.unused[:5]:
        words = fit(kept.headline, max(10, room - 30))
        yield Option(
            Content.assemble("  ", words, ("  " + line(kept.author, 24), "$text-muted")), id=f"kept:{kept.id}"
        )
