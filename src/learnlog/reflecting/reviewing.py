"""The weekly review: the week as it lies there, and the entry it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from learnlog.journal.changes import Changes
from learnlog.journal.entries import Journal, NewEntry
from learnlog.journal.shelf import Shelf
from learnlog.journal.themes import Themes
from learnlog.model.comeback import REVIEW_TAG, ComebackKind
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import UsageError
from learnlog.model.moments import Clock
from learnlog.model.post import KeptPost
from learnlog.model.query import EntryFilter
from learnlog.model.safe import clean_line
from learnlog.model.theme import ThemeStatus
from learnlog.reflecting.packs import Pack, Packs, answered, laid_out
from learnlog.reflecting.returning import Coming, Returns
from learnlog.reflecting.weeks import Weeks, monday_of, week_name

TAG = REVIEW_TAG
SHOWN_WEEKS = 12
_CARRIED = "carry-on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week: its ``monday``, what was written in it, and what waits. ``review`` is the review that exists already.

    ``themes`` counts, for each active theme, the entries and kept posts of the last `SHOWN_WEEKS` weeks, oldest first;
    ``reflected`` tells of the same weeks whether anything was written, ``kept`` how many posts were kept.
    ``carried`` is the one thing that the review of the week before wanted to carry on.
    """

    monday: date
    entries: tuple[Entry, ...]
    unused: tuple[KeptPost, ...]
    questions: tuple[Entry, ...]
    due: tuple[Coming, ...]
    themes: Mapping[str, tuple[int, ...]]
    reflected: tuple[bool, ...]
    kept: tuple[int, ...] = ()
    review: Entry | None = None
    carried: str = ""

    @property
    def name(self) -> str:
        """The week as ISO 8601 names it."""
        return week_name(self.monday)

    @property
    def draft(self) -> str:
        """The name of its review's draft."""
        return f"review-{self.name}"


class Reviewing:
    """Gathers a week, and turns what was written about it into an entry."""

    def __init__(
        self,
        shelf: Shelf,
        journal: Journal,
        themes: Themes,
        returns: Returns,
        packs: Packs,
        weeks: Weeks,
        changes: Changes,
        clock: Clock,
    ) -> None:
        self._shelf = shelf
        self._journal = journal
        self._themes = themes
        self._returns = returns
        self._packs = packs
        self._weeks = weeks
        self._changes = changes
        self._clock = clock

    def week(self, of: date | None = None) -> Week:
        """Gather the week that the day `of` is in (default: this week). Reads the database."""
        now = self._clock()
        day = of or now.date()
        monday = day - timedelta(days=day.weekday())
        start = _midnight(monday, now)
        end = _midnight(monday + timedelta(weeks=1), now)
        entries = self._journal.list(EntryFilter(since=start, until=end), limit=500)
        before = self.review_of(monday - timedelta(weeks=1))
        calendar = self._weeks.look(SHOWN_WEEKS, until=monday, whole=True)
        counted = {one.slug: one.weeks for one in calendar.themes}
        documents = self._shelf.library.documents
        active = self._themes.all(status=ThemeStatus.ACTIVE)
        return Week(
            monday=monday,
            entries=tuple(reversed([entry for entry in entries if TAG not in entry.tags])),
            unused=tuple(KeptPost.of(document) for document in documents.kept(unused=True, limit=20)),
            questions=tuple(self._journal.list(EntryFilter(kind="question", open_only=True), limit=20)),
            due=tuple(one for one in self._returns.due(recalls=0) if one.kind is not ComebackKind.RECALL),
            themes={theme.name: counted.get(theme.slug, (0,) * SHOWN_WEEKS) for theme in active},
            reflected=tuple(one.entries > 0 for one in calendar.weeks),
            kept=tuple(one.kept for one in calendar.weeks),
            review=self.review_of(monday),
            carried=self._carried(before) if before else "",
        )

    def review_of(self, monday: date) -> Entry | None:
        """Return the newest review of the week that begins on `monday`, also when it was written the week after.

        A review says of which week it is; one that does not is of the week it was written in.
        """
        now, name = self._clock(), week_name(monday)
        since, until = _midnight(monday, now), _midnight(monday + timedelta(weeks=5), now)
        for entry in self._journal.list(EntryFilter(since=since, until=until, tag=TAG), limit=50):
            document = self._shelf.library.documents.by_path(entry.path)
            said = document.word("week") if document else ""
            if (said or week_name(monday_of(entry.created.date()))) == name:
                return entry
        return None

    def _carried(self, review: Entry) -> str:
        """Return what a review says is carried on, in a line."""
        for language in ("en", "nl"):
            pack = self._packs.get("weekly", language)
            asked = next((part.ask for part in pack.parts if part.key == _CARRIED), "")
            _, found, words = review.body.partition(f"**{asked}**")
            if asked and found:
                return clean_line(words.partition("\n**")[0], 300)
        return ""

    def asked(self, week: Week, language: str = "en") -> tuple[Pack, str]:
        """Return the questions for a week, and the text to write in."""
        theme = next(iter(_most_written(week)), "")
        pack = self._packs.get("weekly", language).asking(theme)
        return pack, laid_out(pack)

    def save(self, week: Week, text: str, pack: Pack) -> Entry:
        """Make the review of a week an entry that links to what it looked back on.

        Raises:
            UsageError: nothing was written.
        """
        body, _, _ = answered(pack, text)
        if not body.strip():
            raise UsageError("Nothing was written yet, so there is no review to save.")
        themes = dict.fromkeys(slug for entry in week.entries for slug in entry.themes)
        new = NewEntry(
            body=body,
            title=f"Week {week.monday.isocalendar().week}",
            kind=EntryKind.REFLECTION,
            themes=list(themes),
            tags=[TAG],
            entries=[entry.id for entry in week.entries],
        )
        before = self._changes.mark()
        entry = self._journal.add(new)
        said = f"said that it is of {week.name}"
        document = self._shelf.save(entry, {"week": week.name}, self._changes, said)
        self._changes.group(f"wrote “{entry.headline}”", before)
        return Entry.of(document)


def _most_written(week: Week) -> Sequence[str]:
    """Return the names of the themes, the one most written about in this week first."""
    return sorted(
        (name for name, weeks in week.themes.items() if weeks[-1]), key=lambda n: -week.themes[n][-1]
    )


def _midnight(day: date, now: datetime) -> datetime:
    """Return when the day begins in the zone of `now`, with that day's own summer time where the zone has one."""
    plain = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - its zone is put next
    local = plain.astimezone()
    return local if now.utcoffset() == now.astimezone().utcoffset() else plain.replace(tzinfo=now.tzinfo)
