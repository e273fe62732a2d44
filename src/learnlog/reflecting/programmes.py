"""Programmes: a coach's file of weekly assignments; this week's is answered from Today, a missed one stays open."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from learnlog.journal.changes import Changes
from learnlog.journal.entries import Journal, NewEntry
from learnlog.journal.shelf import Shelf
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry
from learnlog.model.errors import ConflictError, NotFoundError
from learnlog.model.ids import slugify
from learnlog.model.moments import Clock
from learnlog.model.safe import clean_line, clean_text
from learnlog.reflecting.programme_files import (
    LARGEST,
    Assignment,
    Programme,
    bytes_of,
    read_programme,
    samples,
    with_day,
)
from learnlog.vault.files import Stored

FOLDER: Final = "programmes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An assignment, with the entries that answer it, newest first; ``is_open`` once its day has come."""

    assignment: Assignment
    programme: Programme
    answers: tuple[Entry, ...] = ()
    is_open: bool = True
    is_current: bool = False


class Programmes:
    """The programmes in the vault, and how far I am in them."""

    def __init__(self, shelf: Shelf, journal: Journal, changes: Changes, clock: Clock) -> None:
        self._shelf = shelf
        self._journal = journal
        self._changes = changes
        self._clock = clock
        self._folder = shelf.vault.root / FOLDER

    def all(self) -> list[Programme]:
        """Return the programmes in the vault, by title.

        Raises:
            LearnlogError: one of them cannot be understood.
        """
        found = self._folder.glob("*.toml") if self._folder.is_dir() else ()
        made = [read_programme(file.stem, bytes_of(file)) for file in sorted(found)]
        return sorted(made, key=lambda programme: programme.title.casefold())

    def begin(self, source: str, on: date | None = None) -> Programme:
        """Take a programme into the vault: a file, or one of ours by its name; it begins on the day `on`.

        Without a day it begins as its file says, else on the Monday of this week. Beginning again only moves the day.

        Raises:
            NotFoundError: there is neither such a file nor such a programme.
            LearnlogError: it cannot be understood.
        """
        name, data = self._found(source)
        text = clean_text(data[:LARGEST].decode("utf-8", "replace"))
        day = on or self._usual_start(read_programme(name, data))
        text = with_day(with_day(text, "start", day), "left", None)
        made = read_programme(name, text.encode())
        self._put(name, text, f"began “{made.title}”")
        return made

    def usual_start(self, source: str) -> date:
        """Return the day on which a programme begins when no other is said.

        Raises:
            NotFoundError: there is neither such a file nor such a programme.
            LearnlogError: it cannot be understood.
        """
        return self._usual_start(read_programme(*self._found(source)))

    def _usual_start(self, said: Programme) -> date:
        today = self._clock().date()
        return (None if said.left else said.start) or today - timedelta(days=today.weekday())

    def leave(self, name: str) -> Programme:
        """Leave a programme: its tasks stand on Today no more; its file and every answer stay.

        Raises:
            NotFoundError: I am in no such programme.
        """
        slug = slugify(name)
        with self._shelf.vault.locked():
            known = next((one for one in self.all() if one.name == slug and one.start and not one.left), None)
            if known is None:
                raise NotFoundError(
                    f"You are in no programme “{clean_line(name, 80)}”.", "`learnlog programme` lists those."
                )
            text = bytes_of(self._folder / f"{slug}.toml").decode("utf-8", "replace")
            text = with_day(text, "left", self._clock().date())
            self._put(slug, text, f"left “{known.title}”")
        return read_programme(slug, text.encode())

    def _put(self, name: str, text: str, said: str) -> None:
        """Write a programme's file, and record how to put back what was there."""
        path, vault = f"{FOLDER}/{name}.toml", self._shelf.vault
        with vault.locked():
            before = vault.read(path)
            stored = vault.write(
                path, text, doc_id=f"programme.{name}", expected=before.hash if before else ""
            )
            vault.settled(f"programme.{name}")
        self._changes.record(said, lambda: self._put_back(name, before, stored))

    def _put_back(self, name: str, before: Stored | None, put: Stored) -> None:
        """Put the file of a programme back to what it was `before`, unless it was changed since it was `put`."""
        vault, record = self._shelf.vault, f"programme.{name}"
        with vault.locked():
            if before is not None:
                vault.write(put.path, before.text, doc_id=record, expected=put.hash)
            else:
                current = vault.read(put.path)
                if current is not None and current.hash != put.hash:
                    raise ConflictError(
                        f"“{put.path}” was changed since, so it was left as it is.", "Delete it by hand."
                    )
                vault.delete(put.path, doc_id=record)
            vault.settled(record)

    def _found(self, source: str) -> tuple[str, bytes]:
        file = Path(source).expanduser()
        if file.is_file():
            return slugify(file.stem), bytes_of(file)
        known = self._folder / f"{slugify(source)}.toml"
        if known.is_file():
            return known.stem, bytes_of(known)
        for name, data in samples().items():
            if slugify(source) == name:
                return name, data
        raise NotFoundError(
            f"There is no programme “{clean_line(source, 80)}”.",
            f"Give a file, or one of ours: {', '.join(samples())}.",
        )

    def standing(self, *, answered: bool = True) -> list[Standing]:
        """Return what opened of every programme I am in, the newest first; without `answered` only what is open."""
        found = [
            one
            for programme in self.all()
            if programme.start and not programme.left
            for one in self.weeks_of(programme)
            if one.is_open and (answered or not one.answers)
        ]
        return sorted(found, key=lambda one: (one.assignment.opens, one.programme.name), reverse=True)

    def weeks_of(self, programme: Programme) -> list[Standing]:
        """Return every week of a programme in its order, those that are still to open too. Reads the database.

        This week's is the one that opened last, also over a pause; the last of all is so for a week, then it is open.
        """
        today = self._clock().date()
        opened = [week for week in programme.weeks if week.opens <= today]
        ended = programme.weeks[-1].opens if programme.weeks else date.max
        is_over = ended <= today - timedelta(weeks=1)
        return [
            Standing(
                assignment=week,
                programme=programme,
                answers=tuple(self._answers(week.id)) if week.opens <= today else (),
                is_open=week.opens <= today,
                is_current=bool(opened) and week is opened[-1] and not is_over,
            )
            for week in programme.weeks
        ]

    def _answers(self, id: str) -> Iterator[Entry]:
        for document in self._shelf.library.documents.linking_to([("assignment", id)]):
            if document.type is DocumentType.ENTRY:
                yield Entry.of(document)

    def named(self, name: str) -> Programme:
        """Return the programme of the vault with that name or title.

        Raises:
            NotFoundError: there is none.
        """
        for programme in self.all():
            if slugify(name) in (programme.name, slugify(programme.title)):
                return programme
        raise NotFoundError(
            f"You are in no programme “{clean_line(name, 80)}”.",
            "`learnlog programme` lists those you began.",
        )

    def get(self, id: str) -> Assignment:
        """Return the assignment with that id, such as ``working-out-loud/3``.

        Raises:
            NotFoundError: there is none.
        """
        for programme in self.all():
            for week in programme.weeks:
                if week.id == id.strip().lower():
                    return week
        raise NotFoundError(
            f"There is no assignment “{clean_line(id, 80)}”.", "`learnlog programme` lists them."
        )

    def answer(self, id: str, new: NewEntry) -> Entry:
        """Write an entry that answers the assignment `id`; it stands under the assignment's theme too.

        Raises:
            NotFoundError: there is no such assignment.
            UsageError: there are no words.
        """
        assignment = self.get(id)
        before = len(self._changes)
        themes = list(new.themes) or ([assignment.theme] if assignment.theme else [])
        entry = self._journal.add(replace(new, themes=themes, title=new.title or assignment.title))
        return self.link(entry, assignment.id, before)

    def link(self, entry: Entry, id: str, since: int | None = None) -> Entry:
        """Say on an entry which assignment it answers; `since` joins it to the changes after that many."""
        document = self._shelf.save(entry, {"assignment": id}, self._changes, f"answered {id}")
        if since is not None:
            self._changes.group(f"answered “{clean_line(entry.headline, 60)}”", since)
        return Entry.of(document)
