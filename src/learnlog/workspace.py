"""The one place that builds everything from settings; tests hand it a clock and sources of their own."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.coaching.desk import CoachingDesk
from learnlog.model.moments import Clock, local_now
from learnlog.reflecting.desk import ReflectingDesk
from learnlog.settings import Paths, Settings, find_paths, load_settings
from learnlog.talking.desk import TalkingDesk
from learnlog.talking.doors import Doors

if TYPE_CHECKING:
    from learnlog.finding.finder import Finder
    from learnlog.journal.changes import Changes
    from learnlog.journal.entries import Journal
    from learnlog.journal.history import History
    from learnlog.journal.shelf import Shelf
    from learnlog.journal.sync import Sync
    from learnlog.journal.themes import Themes
    from learnlog.library import Library
    from learnlog.library.cut import Cut
    from learnlog.model.account import Account
    from learnlog.model.query import Hit
    from learnlog.reading.budget import Budgets
    from learnlog.reading.fetching import Fetching
    from learnlog.reading.filing import Filing
    from learnlog.reading.following import Following
    from learnlog.reading.keeping import Keeping
    from learnlog.reading.keeping_others import KeepingOthers
    from learnlog.reading.people import People
    from learnlog.reading.river import River
    from learnlog.reading.searching import Searching
    from learnlog.reading.sources.base import Client, Source
    from learnlog.reading.sources.people_search import SearchingPeople
    from learnlog.reading.threads import Threads
    from learnlog.talking.base import Voice
    from learnlog.vault.drafts import Drafts
    from learnlog.vault.files import Vault


class Workspace(Doors, TalkingDesk, ReflectingDesk, CoachingDesk):
    """Everything learnlog does, built when first used."""

    def __init__(
        self,
        paths: Paths,
        settings: Settings | None = None,
        clock: Clock = local_now,
        sources: "Sequence[Source] | None" = None,
        voices: "Callable[[Account], Voice] | None" = None,
    ) -> None:
        self.paths = paths
        self.settings = settings or Settings()
        self.clock = clock
        self._sources = sources
        self.make_voice = voices or self.voice_of
        self._voices = {}

    @cached_property
    def changes(self) -> "Changes":
        """What was changed last, and how to take it back."""
        from learnlog.journal.changes import Changes

        return Changes()

    @cached_property
    def vault(self) -> "Vault":
        """The folder of Markdown files."""
        from learnlog.vault.files import Vault

        vault = Vault(self.paths.vault, self.clock)
        vault.ensure()
        return vault

    @cached_property
    def library(self) -> "Library":
        """The SQLite file."""
        from learnlog.library import Library

        return Library(self.paths.library)

    @cached_property
    def drafts(self) -> "Drafts":
        """What is being written and not saved yet."""
        from learnlog.vault.drafts import Drafts

        return Drafts(self.paths.vault)

    @cached_property
    def shelf(self) -> "Shelf":
        """The vault and its index as one."""
        from learnlog.journal.shelf import Shelf

        shelf = Shelf(self.vault, self.library)
        shelf.heal()
        return shelf

    @cached_property
    def themes(self) -> "Themes":
        """Work themes."""
        from learnlog.journal.themes import Themes

        return Themes(self.shelf, self.changes, self.clock)

    @cached_property
    def journal(self) -> "Journal":
        """Entries."""
        from learnlog.journal.entries import Journal

        return Journal(self.shelf, self.themes, self.changes, self.clock)

    @cached_property
    def history(self) -> "History":
        """Earlier versions and the trash."""
        from learnlog.journal.history import History

        return History(self.shelf, self.changes)

    @cached_property
    def people(self) -> "People":
        """Experts' cards."""
        from learnlog.reading.people import People

        return People(self.shelf, self.themes, self.changes, self.clock)

    @cached_property
    def keeping(self) -> "Keeping":
        """Kept posts and the insights that rest on them."""
        from learnlog.reading.keeping import Keeping

        return Keeping(self.shelf, self.journal, self.themes, self.changes, self.clock)

    @cached_property
    def river(self) -> "River":
        """Posts of the people I follow."""
        from learnlog.reading.river import River

        return River(self.library, self.filing, self.changes, self.clock)

    @cached_property
    def filing(self) -> "Filing":
        """The themes I give posts."""
        from learnlog.reading.filing import Filing

        filing = Filing(self.shelf, self.themes, self.changes)
        filing.carry_over()
        return filing

    @cached_property
    def sync(self) -> "Sync":
        """Noticing what other programs did to the vault."""
        from learnlog.journal.sync import Sync

        sync = Sync(self.vault, self.library, self.shelf)
        if self.library.posts.themes_noted_before():
            self.filing  # noqa: B018 - what an earlier learnlog noted becomes files when it is built
        return sync

    @cached_property
    def following(self) -> "Following":
        """Looking at an address and following what is there."""
        from learnlog.reading.following import Following

        return Following(self.library, self.people, self.sources, self.client)

    @cached_property
    def fetching(self) -> "Fetching":
        """Asking the channels of those I follow."""
        from learnlog.reading.fetching import Fetching

        return Fetching(
            self.library,
            self.people,
            self.sources,
            self.client,
            self.clock,
            connections=self.settings.connections,
        )

    @cached_property
    def threads(self) -> "Threads":
        """What stands around a post on its network."""
        from learnlog.reading.threads import Threads

        return Threads(self.library, self.people, self.sources, self.client)

    @cached_property
    def searching(self) -> "Searching":
        """Searching the networks for people, when I say so."""
        from learnlog.reading.searching import Searching

        off = "" if self.settings.search_online else "Searching online is switched off in the settings."
        return Searching(
            self.library, self.people, self.networks, self.sources, self.client, self.clock, why_not=off
        )

    def networks(self) -> "Sequence[SearchingPeople]":
        """Return the networks that can be searched for people, as whom I am there now."""
        from learnlog.reading.sources.bluesky.people import BlueskyPeople
        from learnlog.reading.sources.mastodon.people import MastodonPeople

        settings, accounts = self.settings, self.accounts.all()
        return (
            BlueskyPeople(settings.bluesky_appview, self.bluesky_me()),
            MastodonPeople(accounts, self.mastodon_token, settings.mastodon_servers, self.clock),
        )

    @cached_property
    def keeping_others(self) -> "KeepingOthers":
        """Kept posts of those I do not follow."""
        from learnlog.reading.keeping_others import KeepingOthers

        return KeepingOthers(self.shelf, self.changes, self.clock)

    @cached_property
    def finder(self) -> "Finder":
        """Who knows about what I am working on."""
        from learnlog.finding.decisions import Decisions
        from learnlog.finding.dismissals import Dismissals
        from learnlog.finding.finder import Finder

        return Finder(
            self.library,
            self.people,
            self.themes,
            self.journal,
            Decisions(self.vault, self.changes),
            Dismissals(self.vault, self.changes, self.clock),
            self.clock,
            lambda: [account.key for account in self.accounts.all()],
        )

    @cached_property
    def sources(self) -> "Sequence[Source]":
        """The kinds of channel that can be read."""
        if self._sources is not None:
            return self._sources
        from learnlog.reading.sources.bluesky.source import BlueskySource
        from learnlog.reading.sources.feed import FeedSource
        from learnlog.reading.sources.mastodon.source import MastodonSource

        settings = self.settings
        return (
            FeedSource(self.clock),
            BlueskySource(settings.bluesky_appview, settings.bluesky_plc, self.clock),
            MastodonSource(self.clock, self.mastodon_token),
        )

    @cached_property
    def budgets(self) -> "Budgets":
        """How often each host may still be asked, shared by every client of this process."""
        from learnlog.reading.budget import Budgets

        return Budgets(self.clock)

    @property
    def client(self) -> "Callable[[], Client]":
        """What makes the one network client that every source shares."""
        from learnlog.reading.http import Http

        settings = self.settings
        return lambda: Http(
            allowed=settings.hosts,
            connections=settings.connections,
            per_host=settings.per_host,
            timeout=float(settings.timeout),
            clock=self.clock,
            budgets=self.budgets,
        )

    def search(self, query: str, *, limit: int = 50, cut: "Cut | None" = None) -> "list[Hit]":
        """Search posts and the vault at once; whatever is typed is a search.

        A post that I kept is one hit, the kept one. `cut` may end the search early (see `Library.search`).
        """
        hits = self.library.search(query, now=self.clock(), limit=limit, cut=cut)
        twins = self._kept_too(hits)
        if twins and len(hits) == limit:  # others take their places
            hits = self.library.search(query, now=self.clock(), limit=limit * 2)
            twins = self._kept_too(hits)
        return [hit for hit in hits if hit.type != "post" or hit.id not in twins][:limit]

    def _kept_too(self, hits: "list[Hit]") -> set[str]:
        """Return the posts among `hits` whose kept copy is among them as well."""
        kept = {hit.id for hit in hits if hit.type == "kept"}
        posts = [hit.id for hit in hits if hit.type == "post"]
        if not (kept and posts):
            return set()
        return {post.id for post in self.library.posts.get_many(posts) if post.kept in kept}

    def close(self) -> None:
        """Close the library's connection of this thread."""
        if "library" in self.__dict__:
            self.library.close()


def open_workspace(home: str = "", clock: Clock = local_now) -> Workspace:
    """Return the workspace under `home`, or the user's own when it is empty.

    Raises:
        UsageError: the settings cannot be understood.
    """
    paths = find_paths(home)
    settings = load_settings(paths.settings)
    if settings.vault:
        from pathlib import Path

        vault = Path(settings.vault).expanduser()
        paths = Paths(vault=vault, library=paths.library, settings=paths.settings, state=paths.state)
    return Workspace(paths, settings, clock)
