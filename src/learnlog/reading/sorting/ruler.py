"""Applying rules: to what arrives, after it was stored, and to what is here, after showing what they would catch."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from learnlog.journal.changes import Changes
from learnlog.library import Library
from learnlog.library.ruling import Run
from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.model.moments import Clock
from learnlog.model.post import Post, posts_said
from learnlog.model.query import PostFilter
from learnlog.model.view import Rule
from learnlog.reading.sorting.rules import Rules

SLICE: Final = 500
"""Posts that a rule changes in one transaction at most: others write in between."""
SHOWN: Final = 100
"""Posts of a catch that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """What a search would catch of the posts that are here: how many, and the newest of them.

    ``spared`` are the stories of them that would be neither hidden nor marked read: another voice stands first there.
    """

    count: int
    newest: tuple[Post, ...] = ()
    spared: int = 0

    def spared_said(self) -> str:
        """Return what hiding and marking read would leave alone, in a sentence; "" when that is nothing."""
        stories = "1 story" if self.spared == 1 else f"{self.spared:,} stories"
        return f"Hide and read leave {stories} alone: another voice stands first." if self.spared else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What one rule did: to how many posts, in the run ``run``."""

    rule: Rule
    run: int
    posts: int


class Ruler:
    """Applies rules. Everything blocks: call it from a thread."""

    def __init__(self, library: Library, rules: Rules, changes: Changes, clock: Clock) -> None:
        self._library = library
        self._rules = rules
        self._changes = changes
        self._clock = clock
        self._done: Sequence[Ruled] = ()

    def catch(self, search: str, limit: int = SHOWN) -> Catch:
        """Return what a rule with this `search` would catch of the posts that are here; nothing is changed."""
        self._library.catch_up()
        asked = self._asked(search)
        newest = self._library.posts.page(asked, limit=limit)
        count = len(newest) if len(newest) < limit else self._library.posts.count(asked)
        following = replace(asked, every_voice=False, follows=True)
        spared = self._library.posts.count(following) if count else 0
        return Catch(count=count, newest=tuple(newest), spared=spared)

    def apply(self, reference: str) -> Ruled:
        """Apply a rule to the posts that are here; returns what it did. One undo takes all of it back.

        Raises:
            NotFoundError: there is no such rule.
            LearnlogError: the rule cannot be understood.
        """
        rule = self._rules.get(reference)
        if rule.problem:
            raise LearnlogError(f"The rule “{rule.name}” does nothing: {rule.problem}", "Change it first.")
        self._library.catch_up()
        ruled = self._apply(rule, after=0, until=self._library.ruling.known())
        if ruled.posts:
            said = f"the rule “{rule.name}” on {posts_said(ruled.posts)}"
            self._changes.record(said, lambda: self._library.ruling.take_back(ruled.run))
        return ruled

    @property
    def done(self) -> Sequence[Ruled]:
        """What was done to the posts that arrived last."""
        return self._done

    def begin(self) -> None:
        """Let posts that are here now be none that arrive, unless rules were applied before."""
        if self._library.ruling.seen() is None:
            self._library.catch_up()
            self._library.ruling.see(self._library.ruling.known())

    def apply_to_new(self, cancelled: Callable[[], bool] = lambda: False) -> list[Ruled]:
        """Apply all rules to the posts that arrived since this was done last; returns what they did.

        Posts whose words cannot be searched yet wait for the next time. A rule that cannot be applied is passed over.
        """
        ruling, done = self._library.ruling, list[Ruled]()
        if any(rule.works for rule in self._rules.all()) and ruling.seen() is not None:
            self._library.catch_up()
        after, until = ruling.seen(), ruling.known()
        self._done = done
        if after is None or after >= until:
            return done
        for rule in self._rules.all():
            if not rule.works or cancelled():
                continue
            with suppress(LearnlogError):
                ruled = self._apply(rule, after=after, until=until)
                done += [ruled] if ruled.posts else []
        if not cancelled():
            ruling.see(until)
        return done

    def take_back(self, reference: str = "") -> Run:
        """Take back the last run of a rule (of any, without a `reference`); returns what it was.

        Raises:
            NotFoundError: there is no such rule, or no run of it that was not taken back.
        """
        id = next((run.rule for run in self._library.ruling.runs() if run.rule == reference), "")
        id = id or (self._rules.get(reference).id if reference else "")
        runs = self._library.ruling.runs(id, 1)
        if not runs:
            raise NotFoundError("No rule has changed anything that could be taken back.")
        self._library.ruling.take_back(runs[0].id)
        return runs[0]

    def runs(self, rule: str = "") -> Sequence[Run]:
        """Return the last runs, of one rule (id) or of all, the newest first."""
        return self._library.ruling.runs(rule)

    def show(self, post: str) -> bool:
        """Show a hidden post (id) again; tells whether a rule had hidden it."""
        return self._take(post, "hide", "", "showed 1 hidden post")

    def untag(self, post: str, theme: str) -> bool:
        """Take a post (id) from a theme (slug) that a rule put it under; tells whether one had."""
        return self._take(post, "theme", theme, "took 1 post from a theme")

    def _take(self, post: str, what: str, theme: str, said: str) -> bool:
        ruling = self._library.ruling
        marks = ruling.untouch(post, what, theme)
        if marks:
            self._changes.record(said, lambda: ruling.touch_again(marks))
        return bool(marks)

    def _asked(self, search: str, after: int = 0, until: int = 0) -> PostFilter:
        """Return what finds every post that `search` does, hidden ones and each voice of a story too."""
        return PostFilter(
            search=search,
            now=self._clock(),
            hidden="too",
            every_voice=True,
            arrived_after=after,
            arrived_until=until,
        )

    def _apply(self, rule: Rule, *, after: int, until: int) -> Ruled:
        """Apply `rule` to the posts with rows in that span, a slice a transaction; all of it is one run."""
        ruling, run, changed = self._library.ruling, 0, 0
        while rows := ruling.fitting(self._asked(rule.search, after, until), SLICE):
            with self._library.transaction():
                run = run or ruling.begin(rule.id, rule.name, self._clock())
                touched = {row for what in rule.does for row in ruling.do(run, rows, what)}
                touched |= {row for theme in rule.themes for row in ruling.do(run, rows, "theme", theme)}
            changed += len(touched)
            after = rows[-1]
            if len(rows) < SLICE:
                break
        if run and not changed:
            ruling.take_back(run)
        return Ruled(rule=rule, run=run, posts=changed)


def ruled_said(done: Sequence[Ruled]) -> str:
    """Return what rules did, in a sentence; "" when they did nothing."""
    parts = [f"“{ruled.rule.name}” {posts_said(ruled.posts)}" for ruled in done]
    return f"Your rules changed: {', '.join(parts)}." if parts else ""
