"""The one place that builds everything from settings; tests hand it a clock and sources of their own."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.coaching.desk import CoachingDesk
from learnlog.model.moments import Clock, local_now
from learnlog.settings import Paths, Settings, find_paths, load_settings
from learnlog.talking.desk import TalkingDesk

if TYPE_CHECKING:
    from learnlog.finding.finder import Finder
    from learnlog.journal.sync import Sync
    from learnlog.library.cut import Cut
    from learnlog.model.account import Account
    from learnlog.model.query import Hit
    from learnlog.reading.people_search.searching import Searching
    from learnlog.reading.sources.base import Source
    from learnlog.reading.sources.people_search import SearchingPeople
    from learnlog.talking.base import Voice


class Workspace(TalkingDesk, CoachingDesk):
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
    def sync(self) -> "Sync":
        """Noticing what other programs did to the vault."""
        from learnlog.journal.sync import Sync

        sync = Sync(self.vault, self.library, self.shelf)
        if self.library.posts.themes_noted_before():
            self.filing  # noqa: B018 - what an earlier learnlog noted becomes files when it is built
        return sync

    @cached_property
    def searching(self) -> "Searching":
        """Searching the networks for people, when I say so."""
        from learnlog.reading.people_search.searching import Searching

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
            lambda: self.following,
            lambda: [account.key for account in self.accounts.all()],
            self._programme_topics,
        )

    def _programme_topics(self) -> dict[str, tuple[str, ...]]:
        """Return what the programmes I am in are about, by title; one that cannot be read has none."""
        from learnlog.model.errors import LearnlogError

        try:
            begun = [one for one in self.programmes.all() if one.start and not one.left]
        except LearnlogError:
            return {}
        return {one.title: (one.title, *(week.theme for week in one.weeks if week.theme)) for one in begun}

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
