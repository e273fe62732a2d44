"""Search: everything at once, results as one types."""

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from learnlog.library.indexing import COUNTED
from learnlog.library.query import misread
from learnlog.model.errors import LearnlogError
from learnlog.model.post import Post
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_posts import POSTS, SEARCH
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.hit_lines import Answer, Marker, draw_hit
from learnlog.tui.screens.moving import Moving
from learnlog.tui.screens.river_acts import PostActs
from learnlog.tui.screens.searching import LIMIT, Seeker
from learnlog.tui.text import fit, line, plain, some
from learnlog.tui.widgets.line_list import Later, LineList, meant

PATIENCE = 0.025
"""Seconds after which what was found so far is shown; the rest comes behind it."""
FIRST = 8
"""Hits that are shown at once, while one types on."""
SETTLE = 0.25
"""Seconds without a key after which the other hits are asked for."""
HELP = (
    ("theme:facilitation", "under a theme; person: tag: kind: alike"),
    ("in:journal", "also in:posts in:kept in:people in:themes"),
    ("is:unread", "also is:starred is:open is:private …"),
    ("since:7d until:2026-11", 'also date:yesterday since:"last week"'),
    ('"these words" OR other', "phrases; NOT or a minus leaves out; ( )"),
)


class SearchScreen(Moving, PostActs):
    """One line to ask in, the answers below it."""

    CSS_PATH = "../styles/people.tcss"
    scope = "search"
    BINDINGS: ClassVar = bindings(SEARCH, LISTS)
    AUTO_FOCUS = "#query"
    _answer: Answer | None = None
    _seeker: Seeker
    _offered: tuple[bool, bool] = (False, False)

    def on_mount(self) -> None:
        """Be ready to ask, and load what is shown."""
        self._seeker = Seeker(self.workspace)
        super().on_mount()

    def on_unmount(self) -> None:
        """Ask no more."""
        self._seeker.close()

    def compose_body(self) -> ComposeResult:
        """The line, what came of it, the answers."""
        yield Input(placeholder="Search posts, entries, people, themes …", compact=True, id="query")
        yield Static(id="search-said")
        yield LineList(id="hits")

    @property
    def query_line(self) -> Input:
        """The line one asks in."""
        return self.query_one("#query", Input)

    @property
    def hits(self) -> LineList:
        """The answers."""
        return self.query_one("#hits", LineList)

    async def load(self) -> None:
        """Ask again; the cursor stays on its hit."""
        await self._show(LIMIT)

    async def _show(self, limit: int, patience: float | None = None) -> None:
        asked = self.query_line.value
        answer = await self._seeker.ask(asked, limit, patience)
        if asked == self.query_line.value:
            same = self._answer is not None and self._answer.asked == asked
            self._answer = answer
            self._said(answer, limit)
            self.hits.show(self._options(answer), keep=same)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask what is typed now; an answer to what was typed before is dropped."""
        event.stop()
        self._ask()

    @work(exclusive=True, group="load")
    async def _ask(self) -> None:
        try:
            await self._show(FIRST, PATIENCE)
            if self._answer and not self._answer.whole:
                await self._show(LIMIT)
            elif self._answer and len(self._answer.hits) == FIRST:
                await asyncio.sleep(SETTLE)
                await self._show(LIMIT)
        except LearnlogError as error:
            self.desk.say_error(error)

    def _said(self, answer: Answer, limit: int) -> None:
        said = self.query_one("#search-said", Static)
        count = len(answer.hits)
        if not answer.asked.strip():
            said.display = True
            said.update(_help(self.size.width))
            self.context("")
            return
        said.display = not count or bool(answer.hint)
        if answer.hint:
            said.update(plain(answer.hint))
        elif not count and answer.waiting:
            said.update(
                plain(
                    f"Nothing yet for “{line(answer.asked, 40)}”. {_waiting(answer)} just arrived and come next."
                )
            )
        elif not count and not answer.whole:
            said.update(plain(f"Still looking for “{line(answer.asked, 40)}” …"))
        elif not count:
            said.update(
                plain(
                    f"Nothing fits “{line(answer.asked, 40)}”. "
                    f"{misread(answer.asked) or with_keys('Fewer words find more; {back} empties the line.')}"
                )
            )
        self.context(_counted(count, limit, answer))

    def _options(self, answer: Answer) -> Iterator[Option]:
        room = self.hits.scrollable_content_region.width or self.size.width - 8
        width, now = min(room, 120), self.workspace.clock()
        if not answer.asked.strip() and answer.hits:
            yield rows.section("Written last")
        mark = Marker(answer.asked)
        for hit in answer.hits:
            draw = partial(draw_hit, hit, answer, width, now, mark)
            yield Option(Later(draw, lines=2), id=f"{hit.type}:{hit.id}")

    def post_at_hand(self) -> Post | None:
        """The post the cursor is on."""
        kind, _, name = self.hits.at.partition(":")
        return self._answer.posts.get(name) if self._answer and kind in ("post", "kept") else None

    def shows_state(self) -> bool:
        """Only the line of a post shows whether it is read or starred."""
        return self.hits.at.startswith("post:")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the acts on posts only while the cursor is on one."""
        if action in {command.action for command in POSTS}:
            return self.hits.has_focus and self.post_at_hand() is not None
        return True

    def on_option_list_option_highlighted(self) -> None:
        """Offer what can be done with the hit."""
        self._offer()

    def on_descendant_focus(self) -> None:
        """Offer what can be done here."""
        self._offer()

    def _offer(self) -> None:
        """Draw the footer anew, which is dear, only when it would say something else."""
        offered = (self.hits.has_focus, self.hits.has_focus and self.post_at_hand() is not None)
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a hit where it stands with its links."""
        kind, _, name = meant(event.option).partition(":")
        if name:
            self.desk.open_document(kind, name)

    def on_input_submitted(self) -> None:
        """Open the hit the cursor is on."""
        if self.query_line.value.strip():
            self.hits.action_select()

    def on_key(self, event: events.Key) -> None:
        """Go from the line down into the answers, and from the first answer up into the line."""
        if event.key == "down" and self.query_line.has_focus and self.hits.at:
            event.stop()
            event.prevent_default()
            self.hits.focus()

    def action_keep_search(self) -> None:
        """Keep what is asked as a view of the River."""
        from learnlog.library.query import whole
        from learnlog.tui.screens.views import new_view

        if not self.query_line.value.strip():
            self.desk.say(f"Type what to search for; then {key_of('keep-search')} keeps it as a view.")
        elif self.desk.ahead.begin():
            self.app.push_screen(new_view(self.workspace, whole(self.query_line.value)), self._kept)

    @work(group="rule")
    async def action_rule_of_search(self) -> None:
        """Make a rule of what is asked."""
        from learnlog.library.query import whole
        from learnlog.tui.screens.views import ask_for_rule

        if not self.query_line.value.strip():
            self.desk.say(f"Type what to search for; then {key_of('rule-of-search')} makes a rule of it.")
        elif self.desk.ahead.begin():
            await ask_for_rule(self, search=whole(self.query_line.value))

    def _kept(self, saved: bool | None) -> None:
        if saved:
            self.desk.say("It is a list of the River now", undo=True)
            self.desk.changed()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        if self.is_mounted:
            self.renew()

    async def action_back(self) -> None:
        """Back from the answers to the line; there, empty the line; there, back to where one came from."""
        if not self.query_line.has_focus:
            self.query_line.focus()
        elif self.query_line.value:
            self.query_line.value = ""
        else:
            await self.desk.action_mode(self.desk.before_search)


def _counted(count: int, limit: int, answer: Answer) -> str:
    """Say how many hits are shown, and which; or what no search finds yet, because it just arrived."""
    if answer.waiting:
        return f"{count} found, {_waiting(answer)} not looked at yet"
    if not answer.whole:
        return f"the newest {count}, looking further …" if count else "looking further …"
    return f"the best {count}" if count == limit else f"{count} found" if count else ""


def _waiting(answer: Answer) -> str:
    """Say how many posts just arrived and are not in the index yet."""
    return f"over {COUNTED:,} posts" if answer.waiting >= COUNTED else some(answer.waiting, "post")


def _help(width: int) -> Content:
    """Return the search's language in a few lines."""
    first = with_keys("Words are enough; {open} opens the first answer, ↓ leads to the others.")
    drawn = [Content.styled(f"{first} To be more exact:", "$text-muted")]
    for example, meaning in HELP:
        drawn.append(
            Content.assemble(
                "  ", (fit(example, 25), "$accent"), (line(meaning, max(10, width - 34)), "$text-muted")
            )
        )
    return Content("\n").join(drawn)
