"""The finder: who knows about what I am working on, and why them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.finding.explaining import explained
from learnlog.finding.gates import UNPROVEN, Gates
from learnlog.finding.looking import MORE, Look
from learnlog.finding.question import Question
from learnlog.finding.reasons import Asked
from learnlog.model.errors import LearnlogError, NotFoundError, UsageError
from learnlog.model.finding import Candidate, Circle, Figure, Findings
from learnlog.model.safe import clean_line

if TYPE_CHECKING:
    from learnlog.finding.around import Around
    from learnlog.finding.decisions import Decisions
    from learnlog.finding.dismissals import Dismissals
    from learnlog.finding.seasons import Seasons
    from learnlog.journal.entries import Journal
    from learnlog.journal.themes import Themes
    from learnlog.library import Library
    from learnlog.model.finding import Review, Rising
    from learnlog.model.moments import Clock
    from learnlog.model.person import Person
    from learnlog.model.theme import WorkTheme
    from learnlog.reading.following.by_address import Following
    from learnlog.reading.people.cards import People


_ENTRIES, _OWN = 300, 40
"""So many of my newest entries on a theme are looked through for insights, and so many tell my words."""


class Finder:
    """Finds people for a theme among what is stored. Reads the database: call it from a thread on a screen.

    ``following`` looks at sites; ``myself`` tells the keys of my own accounts, ``topics`` those
    of my programmes, each with its words.
    """

    def __init__(
        self,
        library: "Library",
        people: "People",
        themes: "Themes",
        journal: "Journal",
        decisions: "Decisions",
        dismissals: "Dismissals",
        clock: "Clock",
        following: "Callable[[], Following]",
        myself: Callable[[], Sequence[str]] = tuple,
        topics: Callable[[], Mapping[str, Sequence[str]]] = dict,
    ) -> None:
        self._library = library
        self._people = people
        self._themes = themes
        self._journal = journal
        self._decisions = decisions
        self._dismissals = dismissals
        self._clock = clock
        self._following = following
        self._myself = myself
        self._topics = topics

    def find(
        self,
        asked: "str | WorkTheme",
        *,
        circle: Circle | None = None,
        limit: int = 20,
        include_inactive: bool = False,
    ) -> Findings:
        """Return who knows about a theme (its slug or name) or about words of mine, best first.

        `circle` asks for one of both only. `include_inactive` shows those who were silent for 18 months too.
        """
        theme, look = self._look(asked)
        passing = Gates(
            myself=frozenset(self._myself()),
            dismissed=self._dismissals.keys(),
            now=self._clock(),
            include_inactive=include_inactive,
        )
        with self._library.still():  # its parts would not fit together, as posts arrive
            mine, new = (
                look.shown(look.ranked(one, limit + MORE), limit, passing) if circle in (None, one) else []
                for one in Circle
            )
        passing.left_out[UNPROVEN] += look.unproven
        return Findings(
            asked=look.asked.theme,
            theme=theme.slug if theme else "",
            terms=look.asked.terms,
            mine=tuple(mine),
            new=tuple(new),
            left_out=tuple(sorted((why, number) for why, number in passing.left_out.items() if number)),
        )

    def explain(self, asked: "str | WorkTheme", key: str) -> Figure:
        """Return why somebody stands where they stand on a theme, to the last number, worked out anew.

        Raises:
            NotFoundError: the store has nothing of them on it.
        """
        _, look = self._look(asked)
        with self._library.still():
            for circle in Circle:
                standings = look.ranked(circle)
                for place, one in enumerate(standings, start=1):
                    if key == one.key or key in one.keys:
                        return explained(look.suggestion(one), one, look, place, len(standings))
        raise NotFoundError(f"Nothing stored here tells of “{clean_line(key, 100)}” on that.")

    def follow(self, candidate: Candidate, *, theme: str = "") -> "Person":
        """Follow somebody who was found, with all channels that are theirs, as one person.

        What is stored of them is in the River at once, and the next fetch asks for more. `theme` (slug or name)
        goes on their card. Nothing is asked, unless only a site is known, whose feed is looked for.

        Raises:
            LearnlogError: the site has no feed, or cannot be reached.
        """
        channels = [channel for channel in candidate.channels if channel.kind != "web"]
        themes = [theme] if theme else []
        if not channels:
            following = self._following()
            found = following.look_untyped(candidate.channels[0].key if candidate.channels else candidate.key)
            return following.follow([found], themes=themes)[0]
        person = self._people.add(candidate.name, channels, themes=themes)
        profiles = self._library.actors.get_many([channel.key for channel in channels])
        for channel in channels:
            handle = profiles[channel.key].handle if channel.key in profiles else ""
            self._library.channels.introduce(channel, handle)
        return person

    def dismiss(self, candidate: Candidate) -> None:
        """Set somebody aside for good, under every key that is known of them."""
        keys = [channel.key for channel in candidate.channels]
        self._dismissals.dismiss(candidate, keys)

    def dismissed(self) -> list[Candidate]:
        """Return those who are set aside, the last one first."""
        return self._dismissals.all()

    def restore(self, reference: str) -> Candidate:
        """Let somebody be proposed again, by a key or the name; return who it was.

        Raises:
            NotFoundError: nobody who is set aside is called so.
        """
        return self._dismissals.restore(reference)

    def join(self, candidate: Candidate, channel: str) -> None:
        """Say that the channel with key `channel`, which was proposed, is this person's."""
        if not candidate.channels:
            raise LearnlogError(f"Of {candidate.name} no channel is known to join it with.")
        self._decisions.join(candidate.channels[0].key, channel, candidate.name)

    def split(self, candidate: Candidate, channel: str) -> None:
        """Say that the channel with key `channel` is somebody else's than the others."""
        others = [one.key for one in candidate.channels if one.key != channel]
        if not others:
            raise LearnlogError(f"That is the only channel of {candidate.name}.")
        self._decisions.part(channel, others, candidate.name)

    def rising(self, between: "Callable[[], object]" = lambda: None) -> "list[Rising]":
        """Return what several of my people suddenly write this week; see `Around.rising`."""
        return self.around.rising(between)

    def keywords(self, theme: str) -> tuple[str, ...]:
        """Return keywords for a theme, by what I wrote; see `Around.keywords`."""
        return self.around.keywords(theme)

    def reviews(self) -> "list[Review]":
        """Return whom it is time to look back at; see `Seasons.reviews`."""
        return self.seasons.reviews()

    def keep(self, person: str) -> "Person":
        """Go on following somebody until next season; see `Seasons.keep`."""
        return self.seasons.keep(person)

    def mute(self, person: str) -> "Person":
        """Leave somebody out of the River; see `Seasons.mute`."""
        return self.seasons.mute(person)

    @cached_property
    def around(self) -> "Around":
        """What rises, keywords, and what I could be asked about."""
        from learnlog.finding.around import Around

        return Around(self._library, self._people, self._themes, self._journal, self._clock, self._topics)

    @cached_property
    def seasons(self) -> "Seasons":
        """The look back at those I follow, once a season."""
        from learnlog.finding.seasons import Seasons

        return Seasons(self._library, self._people, self._journal, self._clock)

    def _look(self, asked: "str | WorkTheme") -> "tuple[WorkTheme | None, Look]":
        self._library.catch_up()
        theme = self._themes.find(asked) if isinstance(asked, str) else asked
        said = clean_line(theme.name if theme else str(asked), 200)
        if not said:
            raise UsageError("Who knows about what?", "Give a theme or some words.")
        people, whole = self._people.all(), self._with_merged(theme) if theme else None
        question = Asked(
            theme=said,
            terms=whole.terms if whole else (said,),
            words="" if whole else said,
            now=self._clock(),
            names={person.id: person.name for person in people},
        )
        own, insights = self._mine(theme, people)
        look = Look(
            self._library,
            people,
            self._decisions.all(),
            question,
            Question.about(whole or said, own),
            insights,
        )
        return theme, look

    def _with_merged(self, theme: "WorkTheme") -> "WorkTheme":
        """Return a theme that is known by the names and words of those that were merged into it as well."""
        merged = [
            one
            for one in self._themes.all(merged=True)
            if one.merged_into and (final := self._themes.find(one.slug)) and final.slug == theme.slug
        ]
        return replace(
            theme,
            aliases=(*theme.aliases, *(name for one in merged for name in (one.name, *one.aliases))),
            keywords=(*theme.keywords, *(word for one in merged for word in one.keywords)),
            tags=(*theme.tags, *(tag for one in merged for tag in one.tags)),
        )

    def _mine(
        self, theme: "WorkTheme | None", people: "Sequence[Person]"
    ) -> tuple[tuple[str, ...], dict[str, list[str]]]:
        """Return what I wrote on the theme, newest first, and ids of my insights on it by whom they came from."""
        from learnlog.model.entry import EntryKind
        from learnlog.model.query import EntryFilter

        if theme is None:
            return (), {}
        entries = self._journal.list(EntryFilter(themes=(theme.slug,)), limit=_ENTRIES)
        now_called = {alias: person.id for person in people for alias in (*person.aliases, person.id)}
        found: dict[str, list[str]] = {}
        for entry in entries:
            for person in entry.people if entry.kind is EntryKind.INSIGHT else ():
                found.setdefault(now_called.get(person, person), []).append(entry.id)
        return tuple(f"{entry.title}\n{entry.body}" for entry in entries[:_OWN]), found
