"""The cohort's file both ways: a coach gives it, a learner takes it in; and what it would have of my own bundle."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnlog.coaching.bundles import read_bundle_of
from learnlog.coaching.cohort import Quiet, look_at_cohort
from learnlog.coaching.cohort_page import CohortPage, as_file, look_at_page, render_file
from learnlog.coaching.cohort_reading import read_cohort, read_text
from learnlog.journal.changes import Changes
from learnlog.library import Library
from learnlog.library.cohorts import Taken
from learnlog.model.cohort import CohortFile
from learnlog.model.errors import LearnlogError, NotFoundError, UsageError
from learnlog.model.ids import is_id, timeless_id
from learnlog.model.learner import Learner, Shared
from learnlog.model.moments import Clock
from learnlog.model.safe import clean_line, clean_text
from learnlog.sharing.showing import Asked, Showing
from learnlog.sharing.writing_out import take_back, write_new
from learnlog.vault.files import Vault
from learnlog.vault.pages import Page

PAGE: Final = "cohort.md"
_BODY: Final = """The cohort I coach. learnlog counts here how many pages I gave back to it, so that an older one never
takes the place of a newer one.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What a coach's view of a cohort would take from my bundle: the same reading, of my bundle alone.

    ``themes`` are those I share at all; whether they count stands in ``learner.agreed``. ``quiet`` is what the coach
    would read of my rhythm today; ``page`` what of mine would go back to the cohort.
    """

    learner: Learner
    themes: tuple[str, ...]
    questions: tuple[str, ...]
    quiet: Quiet | None
    page: CohortPage


class Cohorts:
    """Gives and takes cohorts' files."""

    def __init__(
        self, library: Library, vault: Vault, showing: Showing, changes: Changes, clock: Clock
    ) -> None:
        self._library = library
        self._page = Page(vault, PAGE, _BODY)
        self._showing = showing
        self._changes = changes
        self._clock = clock

    def look(self) -> CohortPage:
        """Return what would go back to the cohort today."""
        learners = self._library.learners
        return look_at_page(learners.all(), learners.entries(), self._clock().date())

    def give(self, place: Path, *, announcements: Sequence[str], by: str) -> tuple[Path, CohortFile]:
        """Write the cohort's file to `place`, a new file or a folder.

        Raises:
            UsageError: nobody agreed to be in it, or there is a file already.
            LearnlogError: the disk refuses.
        """
        found = self.look()
        if not found.people:
            raise UsageError(
                "Nobody agreed to be on a page for the cohort.",
                "Learners agree with `learnlog sharing --agree cohort`, and hand out a new bundle.",
            )
        words = [said for one in announcements if (said := clean_text(one).strip())]
        with self._page.locked():
            known = self._page.values()
            id, number = str(known.get("id") or "").lower(), str(known.get("number") or "")
            id, count = id if is_id(id) else timeless_id(), int(number) if number.isdecimal() else 0
            signer = self._showing.names
            made = self._clock().date()
            file = as_file(
                found,
                id=id,
                number=count + 1,
                key=signer.public_key,
                announcements=words,
                by=clean_line(by, 80),
                made=made,
            )
            self._page.put({"id": id, "number": file.number})
        name = f"learnlog-cohort-{made:%Y-%m-%d}-{file.number}.html"
        data = render_file(file, signer).encode("utf-8", "replace")
        path = write_new(place / name if place.is_dir() else place, data)
        self._changes.record("wrote the cohort's page", lambda: take_back(path, data))
        return path, file

    def take(self, path: Path) -> tuple[CohortFile, bool]:
        """Take a cohort's file in; tells whether it was newer than what was known of that cohort.

        Raises:
            LearnlogError: it is no cohort's file, or not from the coach whose the earlier ones were.
        """
        file, said = read_cohort(path)
        cohorts = self._library.cohorts
        known = cohorts.get(file.id)
        if known and known.key != file.key:
            raise LearnlogError(
                f"It says it is of the cohort of {file.by}, but it is not signed as the pages before.",
                f"Ask them. If it is theirs, `learnlog cohort --forget {file.id[-6:]}`, then take it in again.",
            )
        taken = Taken(file.id, file.key, (file.made.isoformat(), file.number), said)
        if known and known.place >= taken.place:
            return self._read(known) or file, False
        cohorts.put(taken)
        self._changes.record(
            f"took in the page of {file.by}'s cohort",
            lambda: cohorts.put(known) if known else cohorts.drop(file.id),
        )
        return file, True

    def all(self) -> list[CohortFile]:
        """Return the cohorts I am in, as their newest files say it."""
        return [file for one in self._library.cohorts.all() if (file := self._read(one))]

    def get(self, reference: str) -> CohortFile:
        """Return the cohort that an id, the end of one, or its coach's name means.

        Raises:
            NotFoundError: none fits, or several do.
        """
        word = reference.strip().casefold()
        fits = [one for one in self.all() if word and (one.id.endswith(word) or one.by.casefold() == word)]
        if len(fits) != 1:
            said = "Several cohorts fit" if fits else "You are in no cohort"
            raise NotFoundError(f"{said} “{clean_line(reference, 60)}”.", "`learnlog cohort` lists them.")
        return fits[0]

    def forget(self, file: CohortFile) -> None:
        """Take a cohort out of my library."""
        known = self._library.cohorts.get(file.id)
        self._library.cohorts.drop(file.id)
        if known:
            self._changes.record(f"forgot the cohort of {file.by}", lambda: self._library.cohorts.put(known))

    def _read(self, taken: Taken) -> CohortFile | None:
        return read_text(taken.said)

    def mine(self) -> Mine:
        """Return what a coach's view of the cohort would take from my bundle, were it handed out now.

        Raises:
            UsageError: everything is private, so it would take nothing.
        """
        received = read_bundle_of(self._showing.bundle(Asked()).zipped(), "my bundle")
        learner, today = received.learner, self._clock().date()
        themes = tuple(dict.fromkeys(name for entry in received.entries for name in entry.themes))
        questions = [one for one in received.entries if one.kind == "question" and one.is_open]
        shared = Shared(
            themes={learner.id: themes},
            days={learner.id: sorted({entry.day for entry in received.entries})},
            questions=questions,
        )
        cohort = look_at_cohort([learner], shared, today)
        return Mine(
            learner=learner,
            themes=themes,
            questions=tuple(entry.title for entry, _ in cohort.questions),
            quiet=cohort.quiet[0] if cohort.quiet else None,
            page=look_at_page([learner], received.entries[::-1], today),
        )
