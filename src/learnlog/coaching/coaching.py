"""Coaching: taking bundles in, commenting on entries, and giving the comments back as files."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from learnlog.coaching.bundles import Received, read_bundle
from learnlog.coaching.cohort import Cohort, look_at_cohort
from learnlog.coaching.files import ReceivedFiles
from learnlog.journal.changes import Changes
from learnlog.library import Library
from learnlog.model.errors import LearnlogError, NotFoundError, UsageError
from learnlog.model.ids import derived_id, new_id, slugify, timeless_id
from learnlog.model.learner import CoachComment, Learner, ReceivedEntry
from learnlog.model.moments import Clock
from learnlog.model.safe import clean_line, clean_text
from learnlog.sharing.forms import KINDS
from learnlog.sharing.writing_out import take_back, write_new

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening bundles brought: how many were ``new`` and ``known``, and which were ``left_out`` and why.

    ``renamed`` are learners whose bundle goes by another name than before.
    """

    new: int = 0
    known: int = 0
    left_out: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


class Coaching:
    """A coach's desk over the library; in `folder` lies what is being looked at."""

    def __init__(self, library: Library, changes: Changes, clock: Clock, folder: Path) -> None:
        self._library = library
        self._changes = changes
        self._clock = clock
        self.files = ReceivedFiles(library, folder)

    def open(self, places: Sequence[Path], told: Told = lambda done, of: None) -> Opened:
        """Take in bundles: files, and folders with all bundles in them. One that is broken harms no other."""
        files = list(_bundles(places))
        new = known = 0
        left_out, before = [], {one.id: one.called for one in self.learners()}
        for number, file in enumerate(files, start=1):
            try:
                received = read_bundle(file)
                is_new = self._take(received)
            except LearnlogError as error:
                left_out.append((str(file), error.message))
            else:
                new, known = new + is_new, known + (not is_new)
            told(number, len(files))
        self.files.sweep()  # what was withdrawn is not to lie about
        now = ((before.get(one.id, one.called), one.called) for one in self.learners())
        renamed = tuple((old, called) for old, called in now if old != called)
        return Opened(new=new, known=known, left_out=tuple(left_out), renamed=renamed)

    def _take(self, received: Received) -> bool:
        """Take one bundle in; one dated later than today counts as made today, or no later one would ever be newer."""
        learner, today = received.learner, self._clock().date()
        if learner.made and learner.made > today:
            learner = replace(learner, made=today)
        return self._library.learners.take(learner, received.entries, received.withdrawn)

    def learners(self) -> list[Learner]:
        """Return the learners, by name."""
        return self._library.learners.all()

    def get(self, reference: str) -> Learner:
        """Return the learner that a name, an id or a piece of it means.

        Raises:
            NotFoundError: nobody fits, or several do.
        """
        word = reference.strip().casefold()
        fits = [one for one in self.learners() if word in (one.called.casefold(), one.id)]
        fits = fits or [
            one for one in self.learners() if word and (one.id.endswith(word) or one.id.startswith(word))
        ]
        if len(fits) != 1:
            said = "Several learners are" if fits else "Nobody is"
            raise NotFoundError(
                f"{said} called “{clean_line(reference, 60)}”.", "`learnlog coach` lists them."
            )
        return fits[0]

    def entries(self, learner: str) -> list[ReceivedEntry]:
        """Return what a learner shared, newest first."""
        return self._library.learners.entries(learner)

    def read(self, entry: ReceivedEntry, read: bool = True) -> None:
        """Say that an entry was read."""
        self._library.learners.mark_read(entry.learner, entry.id, self._clock(), read)

    def comment(self, learner: Learner, entry: ReceivedEntry | None, kind: str, text: str) -> CoachComment:
        """Write a comment on an entry, or on the learner's question.

        Raises:
            UsageError: there are no words, or the kind is none of notice, ask and suggest.
        """
        words = clean_text(text).strip()
        if not words:
            raise UsageError("A comment needs words.")
        if kind not in KINDS:
            raise UsageError(
                f"“{clean_line(kind, 20)}” is no kind of comment.", f"There are: {', '.join(KINDS)}."
            )
        now = self._clock()
        made = CoachComment(
            id=new_id(now),
            learner=learner.id,
            bundle=entry.bundle if entry else learner.bundle,
            entry=entry.id if entry else "",
            kind=kind,
            text=words,
            hash=entry.hash if entry else "",
            made=now,
        )
        self._library.learners.put_comment(made)
        self._changes.record("commented", lambda: self._library.learners.drop_comment(made.id))
        return made

    def change_comment(self, comment: CoachComment, text: str) -> None:
        """Give a comment other words, or take it away when there are none."""
        words = clean_text(text).strip()
        learners = self._library.learners
        if words:
            learners.put_comment(replace(comment, text=words, given=None))
        else:
            learners.drop_comment(comment.id)
        self._changes.record("changed a comment", lambda: learners.put_comment(comment))

    def comments(self, learner: str = "", entry: str | None = None) -> list[CoachComment]:
        """Return my comments, oldest first."""
        return self._library.learners.comments(learner, entry)

    def give(self, learner: Learner, target: Path, *, by: str) -> Path | None:
        """Write the comments that a learner did not get yet into a file for them; None when there are none.

        `target` is the file, or a folder for it. A file holds the comments on one bundle; with several bundles the
        later ones have a number behind their name, and the newest file is returned.

        Raises:
            LearnlogError: the disk refuses.
        """
        waiting = [one for one in self.comments(learner.id) if one.given is None]
        path, before = None, self._changes.mark()
        for number, bundle in enumerate(dict.fromkeys(one.bundle for one in waiting), start=1):
            said = [one for one in waiting if one.bundle == bundle]
            now = self._clock()
            name = f"learnlog-comments-{slugify(learner.called, 30)}-{now:%Y-%m-%d}-{timeless_id()[-4:]}.json"
            data = _file(bundle, said, by, now.date().isoformat())
            file = target / name if target.is_dir() else target
            if number > 1 and file == target:
                file = target.with_stem(f"{target.stem}-{number}")
            path = write_new(file, data)
            for one in said:
                self._library.learners.put_comment(replace(one, given=now))
            self._changes.record("gave comments", partial(self._ungive, path, data, said))
        self._changes.group(f"gave comments to {learner.called}", before)
        return path

    def _ungive(self, path: Path, data: bytes, said: Sequence[CoachComment]) -> None:
        take_back(path, data)
        for one in said:
            self._library.learners.put_comment(one)

    def cohort(self) -> Cohort:
        """Return what the learners have in common today."""
        learners = self._library.learners
        return look_at_cohort(learners.all(), learners.shared(), self._clock().date())

    def trust(self, learner: Learner) -> None:
        """Let a learner's next bundle say anew which key is theirs: they lost the one that signed until now."""
        learners = self._library.learners
        before = learners.trust(learner.id)
        self._changes.record(
            f"trusted the next bundle of {learner.called}", lambda: learners.trust(learner.id, before)
        )

    def forget(self, learner: Learner) -> None:
        """Take a learner out of the library with everything of theirs."""
        self._library.learners.forget(learner.id)
        self.files.sweep()


def _bundles(places: Sequence[Path]) -> Iterable[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(file for file in place.rglob("*.zip") if file.is_file())
        else:
            yield place


def _file(bundle: str, comments: Sequence[CoachComment], by: str, made: str) -> bytes:
    said = [
        {
            "id": derived_id("said", one.id),
            "entry": one.entry,
            "hash": one.hash,
            "kind": one.kind,
            "text": one.text,
        }
        for one in comments
    ]
    values = {
        "learnlog": "comments",
        "version": 1,
        "page": bundle,
        "from": by,
        "made": made,
        "comments": said,
    }
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
