"""Themes: what I am working on, and everything that hangs on each."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.query import PostFilter
from learnlog.model.theme import ThemeStatus, WorkTheme
from learnlog.overview.theme_page import look_at_theme
from learnlog.overview.today import ThemeNews, news_of
from learnlog.tui.commands import LISTS, THEMES
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens import themes_page as draw
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.forms import Field, Form, words_of
from learnlog.tui.screens.themes_page import Page
from learnlog.tui.screens.two_panes import TwoPanes
from learnlog.tui.text import bars, fit, line, some
from learnlog.tui.wanted import Wanted

HEADINGS = {ThemeStatus.ACTIVE: "Working on", ThemeStatus.PARKED: "Parked", ThemeStatus.FINISHED: "Finished"}


class ThemesScreen(TwoPanes[tuple[ThemeNews, ...], Page]):
    """The themes at the left, the page of the chosen one at the right."""

    scope = "themes"
    BINDINGS: ClassVar = bindings(THEMES, LISTS)
    needs_card = frozenset(("edit", "merge", "park", "then_now", "finish", "river_of", "editor"))
    _cards: Mapping[str, WorkTheme] = {}
    _looked: Page | None = None

    def gather_cards(self) -> tuple[ThemeNews, ...]:
        """Return every theme but the merged ones, active ones first, with its news."""
        themes = self.workspace.themes.all()
        order = {status: number for number, status in enumerate(HEADINGS)}
        news = news_of(self.workspace, themes, self.desk.remembered.shows_boosts)
        return tuple(
            sorted(news, key=lambda one: (order.get(one.theme.status, 9), one.theme.name.casefold()))
        )

    def card_options(self, found: tuple[ThemeNews, ...], width: int) -> Iterator[Option]:
        """Draw a line for each theme under its status."""
        self._cards = {one.theme.slug: one.theme for one in found}
        active = sum(one.theme.status is ThemeStatus.ACTIVE for one in found)
        self.context(
            some(active, "theme")
        )  # a post may be new in several: what they have together is no number
        if not found:
            yield rows.wrapped("You have not named a theme yet.", width)
            yield rows.gap()
            how = f"{key_of('new-theme', 'themes')} names something you are working on: a question, a project, a skill."
            yield rows.wrapped(how, width, "$text-muted")
        status = None
        for one in found:
            if one.theme.status is not status:
                if status is not None:
                    yield rows.gap()
                status = one.theme.status
                yield rows.section(HEADINGS.get(status, "Others"))
            yield Option(_card(one, width), id=one.theme.slug)

    def gather_page(self, name: str) -> Page:
        """Return the theme's page."""
        look = look_at_theme(self.workspace, name)
        names = {theme.slug: theme.name for theme in self.workspace.themes.all(merged=True)}
        return Page(look=look, names=names, text=rows.read_body(look.theme.body))

    def page_options(self, found: Page, width: int) -> Iterator[Option]:
        """Draw the theme's page."""
        self._looked = found
        now, look = self.workspace.clock(), found.look
        yield from draw.head(look, width)
        yield from draw.weeks(look, width)
        other = {slug: name for slug, name in found.names.items() if slug != look.theme.slug}
        yield from rows.entries("Open questions", look.questions, now, width, {**other, look.theme.slug: ""})
        yield from rows.entries("My insights", look.insights, now, width, {**other, look.theme.slug: ""})
        yield from rows.kept_posts(look.kept, now, width)
        yield from draw.people(look, width)
        note = f"{key_of('river-of')} shows them all"
        note = f"{look.unread:,} new · {note}" if look.unread else note
        yield from rows.posts("Newest posts", note, look.posts, now, width, named=True)
        yield from rows.entries("My other entries", look.entries, now, width, {**other, look.theme.slug: ""})
        yield from rows.wiki_text("Its page", "theme", found.text, width)
        yield from draw.nothing_yet(found, width)

    @property
    def theme_at_hand(self) -> WorkTheme | None:
        """The theme under the cursor, though its page may still be read."""
        found, chosen = self._looked, self.chosen
        return found.look.theme if found and found.look.theme.slug == chosen else self._cards.get(chosen)

    def action_write(self) -> None:
        """Write an entry under this theme."""
        from learnlog.tui.screens.composer import Composer

        if self.desk.ahead.begin():
            self.app.push_screen(Composer(theme=self.chosen) if self.chosen else Composer())

    def action_then_now(self) -> None:
        """Show the first and the latest insight side by side."""
        from learnlog.tui.screens.then_now import ThenNowScreen

        if theme := self.theme_at_hand:
            self.app.push_screen(ThenNowScreen(theme.slug, theme.name))

    def action_new_theme(self) -> None:
        """Name something I am working on."""
        if not self.desk.ahead.begin():
            return
        made: list[WorkTheme] = []

        def save(values: Mapping[str, str]) -> None:
            keywords = words_of(values["keywords"])
            made.append(
                self.workspace.themes.add(values["name"], question=values["question"], keywords=keywords)
            )

        self._fill(Form("What are you working on?", _fields(None)[:3], save), "Made the theme", made)

    def action_edit(self) -> None:
        """Change the theme."""
        theme = self.theme_at_hand
        if theme is None or not self.desk.ahead.begin():
            return

        def save(values: Mapping[str, str]) -> None:
            self._change(theme, values)

        self._fill(Form(f"The theme “{line(theme.name, 44)}”", _fields(theme), save), "Changed the theme", [])

    @work(group="form")
    async def _fill(self, form: Form, said: str, made: list[WorkTheme]) -> None:
        """Let `form` be filled; say what came of it, and go to what was made."""
        if not await self.app.push_screen_wait(form):
            return
        self.desk.say(said, undo=True)
        if made:
            await self.load()
            self.leave_page()
            self.choose(made[0].slug)
        self.desk.changed()

    def _change(self, theme: WorkTheme, values: Mapping[str, str]) -> None:
        """Write what the form says, as one change. Runs in a thread."""
        themes, before = self.workspace.themes, self.workspace.changes.mark()
        aliases = words_of(values["aliases"])
        if values["name"] != theme.name:
            theme = themes.rename(theme.slug, values["name"])
            aliases = tuple(dict.fromkeys((*aliases, *theme.aliases[-1:])))
        themes.save(
            replace(
                theme,
                question=values["question"],
                keywords=words_of(values["keywords"]),
                tags=words_of(values["tags"].replace("#", "")),
                aliases=aliases,
            )
        )
        self.workspace.changes.group(f"changed the theme “{theme.name}”", before)

    def action_merge(self) -> None:
        """Merge the theme into another."""
        theme = self.theme_at_hand
        if theme is not None and self.desk.ahead.begin():
            self._merge(theme)

    @work(group="form")
    async def _merge(self, theme: WorkTheme) -> None:
        others = [t for t in await self.ask(self.workspace.themes.all) if t.slug != theme.slug]
        choices = [Choice(id=t.slug, label=t.name, note=t.status.value, also=t.aliases) for t in others]
        title = f"Merge “{line(theme.name, 36)}” into …"
        hint = "Its entries and posts count for the other; its name still finds them"
        into = await self.app.push_screen_wait(Choose(title, choices, hint=hint))
        target = next((t for t in others if t.slug == into), None)
        if target is None:
            return
        said = f"“{line(theme.name, 30)}” counts for “{line(target.name, 30)}” now"
        self.leave_page()
        self.act(lambda: self.workspace.themes.merge(theme.slug, target.slug), said)

    def action_park(self) -> None:
        """Park the theme, or take it up again."""
        self._set(ThemeStatus.PARKED, "Parked")

    def action_finish(self) -> None:
        """Finish the theme, or take it up again."""
        self._set(ThemeStatus.FINISHED, "Finished")

    def _set(self, status: ThemeStatus, verb: str) -> None:
        theme = self.theme_at_hand
        if theme is None:
            return
        again = theme.status is status
        said = f"{'Took up again' if again else verb}: {line(theme.name, 50)}"
        wanted = ThemeStatus.ACTIVE if again else status
        self.act(lambda: self.workspace.themes.set_status(theme.slug, wanted), said)

    def wanted_people(self) -> Wanted | None:
        """Who knows about the theme under the cursor."""
        return Wanted(theme=self.chosen) if self.chosen else None

    async def action_river_of(self) -> None:
        """Show the theme's posts in the River."""
        if self.chosen:
            await self.desk.open_river(PostFilter(theme=self.chosen))

    def own_file(self) -> tuple[str, str, str] | None:
        """Return the file of the theme's page, its id, and what writing in it is called."""
        theme = self.theme_at_hand
        return (theme.path, theme.slug, f"wrote in the page of “{theme.name}”") if theme else None


def _card(one: ThemeNews, width: int) -> Content:
    count = f"{one.unread:,}" if one.unread else ""
    label = fit(one.theme.name, max(8, min(width, 96) - 14))
    tone = "" if one.theme.status is ThemeStatus.ACTIVE else "$text-muted"
    return Content.assemble(
        "  ", (label, tone), (f"{count:>5}", "bold"), " ", (bars(one.weeks), tone or "$primary")
    )


def _fields(theme: WorkTheme | None) -> list[Field]:
    known = theme or WorkTheme(slug="", name="")
    return [
        Field(id="name", label="name", value=known.name, hint="data contracts"),
        Field(id="question", label="question", value=known.question, hint="What do I want to find out?"),
        Field(
            id="keywords",
            label="keywords",
            value=", ".join(known.keywords),
            hint="words, with commas, that propose posts for it",
        ),
        Field(
            id="tags", label="tags", value=", ".join(known.tags), hint="tags, with commas, that belong to it"
        ),
        Field(
            id="aliases", label="also called", value=", ".join(known.aliases), hint="other names that find it"
        ),
    ]
