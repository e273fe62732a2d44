"""What stands around finding people: what rises, keywords for a theme, what I could be asked about."""

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from learnlog.journal.entries import Journal
    from learnlog.journal.themes import Themes
    from learnlog.library import Library
    from learnlog.model.finding import AskAbout, Rising
    from learnlog.model.moments import Clock
    from learnlog.model.theme import WorkTheme
    from learnlog.reading.people.cards import People

AT_ONCE = 50
"""Posts of the week that are read before anything else may come."""
ENTRIES = 3000
"""So many of my newest entries are read to know my words."""


class Around:
    """Reads the journal and what those I follow wrote. Call it from a thread on a screen.

    `topics` tells the topics of my programmes, each with the words it is known by.
    """

    def __init__(
        self,
        library: "Library",
        people: "People",
        themes: "Themes",
        journal: "Journal",
        clock: "Clock",
        topics: "Callable[[], Mapping[str, Sequence[str]]]" = dict,
    ) -> None:
        self._library = library
        self._people = people
        self._themes = themes
        self._journal = journal
        self._clock = clock
        self._others = topics

    def rising(self, between: "Callable[[], object]" = lambda: None) -> "list[Rising]":
        """Return what several of my people suddenly write this week, best first; () while there is no usual yet.

        `between` is called every few hundredths of a second: it may wait, so that something else comes first.
        """
        from learnlog.finding.rising import WEEKS, Said, rising

        talk, start = self._library.talk, self._clock() - timedelta(days=7)
        weeks = talk.weeks_before(start, WEEKS)
        if weeks < 2:
            return []
        names = {person.id: person.name for person in self._people.all()}

        def said() -> "Iterator[Said]":
            for number, one in enumerate(talk.since(start)):
                if number % AT_ONCE == 0:
                    between()
                yield Said(*one)

        def usual(term: str) -> float:
            between()
            return talk.usual(term, start, weeks)

        return rising(said(), usual, names, self._topics())

    def keywords(self, name: str) -> tuple[str, ...]:
        """Return three to five keywords for a theme, by what I wrote on it; () when that is nothing.

        Raises:
            NotFoundError: no theme has that name.
        """
        from learnlog.finding.myself import Held, keywords
        from learnlog.model.query import EntryFilter

        theme = self._themes.get(name)
        on = self._journal.list(EntryFilter(themes=(theme.slug,)), limit=ENTRIES)
        if not on:
            return ()
        ids = {entry.id for entry in on}
        others = [entry for entry in self._journal.list(limit=ENTRIES) if entry.id not in ids]
        inside, outside = self._library.talk.texts(theme.slug)
        names = frozenset(word for person in self._people.all() for word in person.name.casefold().split())
        held = Held(inside=inside, outside=outside, names=names)
        return keywords(theme, on, others, held, self._library.talk.is_common)

    def accept(self, name: str, words: tuple[str, ...]) -> "WorkTheme":
        """Give a theme the keywords `words` beside those it has."""
        from dataclasses import replace

        theme = self._themes.get(name)
        fresh = tuple(dict.fromkeys((*theme.keywords, *words)))
        said = f"gave “{theme.name}” {len(words)} keyword{'' if len(words) == 1 else 's'}"
        return self._themes.save(replace(theme, keywords=fresh), said)

    def about_me(self) -> "list[AskAbout]":
        """Return what I could be asked about, by what I wrote; nobody else sees it."""
        from learnlog.finding.myself import ask_about

        _, background = self._library.talk.texts("")
        return ask_about(self._themes.all(), self._journal.list(limit=ENTRIES), background)

    def _topics(self) -> dict[str, tuple[str, ...]]:
        """Return the terms of my themes, of my programmes, and my tags, by name."""
        topics = {theme.name: theme.terms for theme in self._themes.all()}
        for name, words in self._others().items():
            topics.setdefault(name, tuple(words))
        for entry in self._journal.list(limit=500):
            for tag in entry.tags:
                topics.setdefault(tag, (tag,))
        return topics
