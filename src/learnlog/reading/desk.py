"""What a workspace needs to read: people, channels and their posts, each part built when first used."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.journal.desk import JournalDesk
from learnlog.model.errors import BusyError

if TYPE_CHECKING:
    from learnlog.reading.fetching.channels import Fetching, Limits
    from learnlog.reading.fetching.full_text import FullText
    from learnlog.reading.following.by_address import Following
    from learnlog.reading.following.outlines import Outlines
    from learnlog.reading.keeping.others import KeepingOthers
    from learnlog.reading.keeping.posts import Keeping
    from learnlog.reading.keeping.tidying import Tidying
    from learnlog.reading.people.cards import People
    from learnlog.reading.river.posts import River
    from learnlog.reading.river.stories import Stories
    from learnlog.reading.river.threads import Threads
    from learnlog.reading.sorting.filing import Filing
    from learnlog.reading.sorting.ruler import Ruler
    from learnlog.reading.sorting.rules import Rules
    from learnlog.reading.sorting.suggesting import Suggesting
    from learnlog.reading.sorting.views import Views
    from learnlog.reading.sources.base import Client, Source
    from learnlog.reading.web.budget import Budgets
    from learnlog.reading.web.places import Places


COMPARED = 500
"""Posts that are compared for stories at once after a fetch; more waits for the next, or for the screen's thread."""


class ReadingDesk(JournalDesk):
    """The part of a workspace that reads."""

    if TYPE_CHECKING:

        @property
        def sources(self) -> Sequence[Source]:
            """The kinds of channel that can be read, as whom I am on networks."""

    @cached_property
    def people(self) -> "People":
        """Experts' cards."""
        from learnlog.reading.people.cards import People

        return People(self.shelf, self.themes, self.changes, self.clock)

    @cached_property
    def keeping(self) -> "Keeping":
        """Kept posts and the insights that rest on them."""
        from learnlog.reading.keeping.posts import Keeping

        return Keeping(self.shelf, self.journal, self.themes, self.changes, self.clock)

    @cached_property
    def river(self) -> "River":
        """Posts of the people I follow."""
        from learnlog.reading.river.posts import River

        return River(self.library, self.filing, self.ruler, self.changes, self.clock, self._gave_theme)

    def _gave_theme(self, post: str, theme: str, given: bool) -> None:
        """Let what is suggested learn from it."""
        if "suggesting" not in self.__dict__:
            return
        if given:
            self.suggesting.put_under(post, theme)
        else:
            self.suggesting.forget()

    @cached_property
    def views(self) -> "Views":
        """Searches that are lists of the River."""
        from learnlog.reading.sorting.views import Views

        return Views(self.vault, self.changes)

    @cached_property
    def rules(self) -> "Rules":
        """Searches whose posts are tagged, starred, read or hidden."""
        from learnlog.reading.sorting.rules import Rules

        return Rules(self.vault, self.themes, self.changes)

    @cached_property
    def ruler(self) -> "Ruler":
        """Applying rules."""
        from learnlog.reading.sorting.ruler import Ruler

        return Ruler(self.library, self.rules, self.changes, self.clock)

    @cached_property
    def suggesting(self) -> "Suggesting":
        """Which theme a post may be about."""
        from learnlog.reading.sorting.passing_over import PassingOver
        from learnlog.reading.sorting.suggesting import Suggesting

        passing_over = PassingOver(self.paths.state / "suggested.json")
        allowed = self.settings.suggest_themes
        return Suggesting(self.library, self.themes, self.clock, passing_over, allowed=allowed)

    @cached_property
    def filing(self) -> "Filing":
        """The themes I give posts."""
        from learnlog.reading.sorting.filing import Filing

        filing = Filing(self.shelf, self.themes, self.changes)
        filing.carry_over()
        return filing

    @cached_property
    def outlines(self) -> "Outlines":
        """The OPML files I took in."""
        from learnlog.reading.following.outlines import Outlines

        return Outlines(self.vault, self.changes, self.clock)

    @cached_property
    def following(self) -> "Following":
        """Looking at an address and following what is there."""
        from learnlog.reading.following.by_address import Following

        return Following(self.library, self.people, self.sources, self.spaced_client, self.sort_new)

    @cached_property
    def fetching(self) -> "Fetching":
        """Asking the channels of those I follow."""
        from learnlog.reading.fetching.alone import Alone
        from learnlog.reading.fetching.channels import Fetching

        self.ruler.begin()
        return Fetching(
            self.library,
            self.people,
            self.sources,
            self.client,
            self.clock,
            afterwards=self.after_fetch,
            limits=self._limits,
            budgets=self.budgets,
            alone=Alone(self.paths.state / "fetching", self._limits.in_all),
        )

    @property
    def _limits(self) -> "Limits":
        from learnlog.reading.fetching.channels import Limits

        settings = self.settings
        return Limits(
            connections=settings.connections,
            per_host=settings.per_host,
            pause=settings.host_pause / 1000,
            per_channel=settings.timeout * 4.0,
            in_all=settings.fetch_minutes * 60.0,
        )

    def after_fetch(self, cancelled: "Callable[[], bool]") -> None:
        """Do what a fetch leaves to do, in slices that anything else may come between."""
        self.full_text.read_due(cancelled=cancelled)
        self.sort_new(cancelled)
        with suppress(BusyError):
            self.tidying.after_fetch(cancelled)

    def sort_new(self, cancelled: "Callable[[], bool]" = lambda: False) -> None:
        """Put what arrived before my rules, and join what tells one story."""
        self.ruler.apply_to_new(cancelled)
        with suppress(BusyError):  # somebody else writes all the time: what is left waits for the next fetch
            self.stories.join(cancelled=cancelled, most=COMPARED)

    @cached_property
    def full_text(self) -> "FullText":
        """Reading posts whole, from their own pages."""
        from learnlog.reading.fetching.full_text import AT_ONCE, FullText
        from learnlog.reading.fetching.turns import Turns

        def turns() -> Turns:
            return Turns(AT_ONCE, self.settings.per_host, self.settings.host_pause / 1000, ahead=0)

        return FullText(self.library, self.people, self.client, self.changes, self.clock, turns)

    @cached_property
    def stories(self) -> "Stories":
        """Posts that say the same as one item."""
        from learnlog.reading.river.stories import Stories

        return Stories(self.library, self.vault, self.changes, self.clock)

    @cached_property
    def tidying(self) -> "Tidying":
        """Letting go of old posts that nothing rests on."""
        from learnlog.reading.keeping.tidying import Tidying

        return Tidying(self.library, self.vault, self.people, self.drafts, self.settings, self.clock)

    @cached_property
    def threads(self) -> "Threads":
        """What stands around a post on its network."""
        from learnlog.reading.river.threads import Threads

        return Threads(self.library, self.people, self.sources, self.client)

    @cached_property
    def keeping_others(self) -> "KeepingOthers":
        """Kept posts of those I do not follow."""
        from learnlog.reading.keeping.others import KeepingOthers

        return KeepingOthers(self.shelf, self.changes, self.clock)

    @cached_property
    def budgets(self) -> "Budgets":
        """How often each host may still be asked, shared by every client of this process, and what others know."""
        from learnlog.reading.fetching.resting import RestsFile
        from learnlog.reading.web.budget import Budgets

        return Budgets(self.clock, RestsFile(self.paths.state / "resting.json", self.clock))

    @cached_property
    def places(self) -> "Places":
        """How many may be asked at once by every client of this process, and of one host by every process."""
        from learnlog.reading.fetching.asked_hosts import AskedHosts
        from learnlog.reading.web.places import Places

        others = AskedHosts(self.paths.state / "asking")
        return Places(self.settings.connections, self.settings.per_host, others)

    @property
    def client(self) -> "Callable[[], Client]":
        """What makes the one network client that every source shares."""
        return lambda: self._client(spaced=False)

    @property
    def spaced_client(self) -> "Callable[[], Client]":
        """The same, which leaves the pause between any two pages of a host: for whom nobody gives turns."""
        return lambda: self._client(spaced=True)

    def _client(self, *, spaced: bool) -> "Client":
        from learnlog.reading.web.http import Http

        settings = self.settings
        return Http(
            allowed=settings.hosts,
            pause=settings.host_pause / 1000,
            spaced=spaced,
            timeout=float(settings.timeout),
            clock=self.clock,
            budgets=self.budgets,
            places=self.places,
        )
