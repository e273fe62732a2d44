"""Going places: what opens a screen, from wherever one is. Screens are imported only then."""

import asyncio
from typing import TYPE_CHECKING

from textual import work

from learnlog.model.errors import LearnlogError
from learnlog.model.query import PostFilter
from learnlog.tui.defects import Defects
from learnlog.tui.screens.desk import DeskScreen

if TYPE_CHECKING:
    from learnlog.model.finding import Suggestion
    from learnlog.tui.ahead import TypedAhead
    from learnlog.workspace import Workspace


class Opening(Defects):
    """The part of the app that opens screens."""

    ahead: "TypedAhead"
    workspace: "Workspace"
    before_search = "today"
    """The mode that Esc in Search leads back to."""

    async def action_mode(self, name: str) -> None:
        """Go to a mode, from wherever one is."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        await self.switch_mode(name)

    async def action_search(self, words: str = "") -> None:
        """Go to Search, with `words` typed already."""
        if self.current_mode != "search":
            self.before_search = self.current_mode
        await self.action_mode("search")
        if words:
            self.screen.query_one("#query").value = words  # type: ignore[attr-defined]

    async def action_find(self) -> None:
        """Find people for what the cursor is on: for a theme in Find, for a question beside it."""
        from learnlog.tui.screens.find import FindScreen

        wanted = self.screen.wanted_people() if isinstance(self.screen, DeskScreen) else None
        if wanted is not None and wanted.question:
            question = wanted.question
            self.push_screen(FindScreen(wanted, lambda one: self.ask_person(question, one)))
            return
        await self.action_mode("find")
        here = self.screen
        if wanted is not None and isinstance(here, FindScreen):
            here.look_for(wanted)

    def ask_person(self, question: str, one: "Suggestion") -> None:
        """Put what asks the entry `question` before me, with the person named in it; nothing is sent."""
        self._ask(question, one)

    @work(group="share", exclusive=True)
    async def _ask(self, question: str, one: "Suggestion") -> None:
        from learnlog.tui.screens.share import ShareScreen
        from learnlog.tui.screens.share_whom import plan_to_ask

        try:
            plan = await asyncio.to_thread(lambda: plan_to_ask(self.workspace, question, one))
        except LearnlogError as error:
            self.say_error(error)
            return
        screen = ShareScreen(plan)
        screen.first = one
        self.push_screen(screen)

    def action_look_back(self) -> None:
        """Look back at those I follow and ask whether it is still useful."""
        from learnlog.tui.screens.look_back import LookBackScreen

        if not any(isinstance(screen, LookBackScreen) for screen in self.screen_stack):
            self.push_screen(LookBackScreen())

    def action_asked_about(self) -> None:
        """Show what I could be asked about."""
        from learnlog.tui.screens.asked_about import AskedAboutScreen

        if not any(isinstance(screen, AskedAboutScreen) for screen in self.screen_stack):
            self.push_screen(AskedAboutScreen())

    async def open_river(self, asked: PostFilter) -> None:
        """Go to the River, showing only what `asked` fits."""
        await self.action_mode("river")
        screen = self.screen
        from learnlog.tui.screens.river import RiverScreen

        if isinstance(screen, RiverScreen):
            screen.show_only(asked)

    @work(group="view", exclusive=True)
    async def action_show_view(self, name: str) -> None:
        """Show a view (by its name) in the River, from wherever one is."""
        try:
            view = await asyncio.to_thread(lambda: self.workspace.views.get(name))
        except LearnlogError as error:
            self.say_error(error)
            return
        await self.open_river(PostFilter(search=view.search))

    def open_document(self, kind: str, name: str) -> None:
        """Open an entry, kept post, person, theme or post (`Hit.type`) by its id, with its links both ways."""
        from learnlog.tui.screens.document import DocumentScreen
        from learnlog.tui.screens.post_document import PostDocumentScreen

        made = PostDocumentScreen if kind in ("post", "kept") else DocumentScreen
        self.push_screen(made(kind, name))

    def action_review(self, of: str = "") -> None:
        """Look back at the week that the day `of` is in (ISO 8601; this week without one)."""
        from learnlog.tui.screens.review import ReviewScreen

        if not any(isinstance(screen, ReviewScreen) for screen in self.screen_stack) and self.ahead.begin():
            self.push_screen(ReviewScreen(of))

    def action_look_over(self, name: str) -> None:
        """Look over a longer time: ``goals``, ``programmes`` or ``weeks``."""
        from learnlog.tui.screens.looking import LookingPage, page_called

        screen = self.screen
        if isinstance(screen, LookingPage) and screen.scope != name:
            self.switch_screen(page_called(name))
        elif not any(isinstance(one, LookingPage) for one in self.screen_stack):
            self.push_screen(page_called(name))

    def action_write(self) -> None:
        """Write an entry."""
        from learnlog.tui.screens.composer import Composer

        if self.ahead.begin():
            self.push_screen(Composer())

    def action_follow(self) -> None:
        """Follow someone."""
        from learnlog.tui.screens.follow import FollowScreen

        if self.ahead.begin():
            self.push_screen(FollowScreen())

    def action_accounts(self) -> None:
        """Show my accounts."""
        from learnlog.tui.screens.accounts import AccountsScreen

        if not any(isinstance(screen, AccountsScreen) for screen in self.screen_stack):
            self.push_screen(AccountsScreen())

    def action_outbox(self) -> None:
        """Show what I send."""
        from learnlog.tui.screens.outbox import OutboxScreen

        if not any(isinstance(screen, OutboxScreen) for screen in self.screen_stack):
            self.push_screen(OutboxScreen())

    def action_notices(self) -> None:
        """Show what concerns me."""
        from learnlog.tui.screens.notices import NoticesScreen

        if not any(isinstance(screen, NoticesScreen) for screen in self.screen_stack):
            self.push_screen(NoticesScreen())

    def action_bundle(self) -> None:
        """Show what a coach would get."""
        from learnlog.tui.screens.bundle import BundleScreen

        if not any(isinstance(screen, BundleScreen) for screen in self.screen_stack):
            self.push_screen(BundleScreen())

    def action_cohort(self) -> None:
        """Show what came back from my cohort."""
        from learnlog.tui.screens.cohort import CohortScreen

        if not any(isinstance(screen, CohortScreen) for screen in self.screen_stack):
            self.push_screen(CohortScreen())

    def action_coach(self) -> None:
        """Open a coach's desk."""
        from learnlog.tui.screens.coach import CoachScreen

        if not any(isinstance(screen, CoachScreen) for screen in self.screen_stack):
            self.push_screen(CoachScreen())
