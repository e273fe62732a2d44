"""Entries: writing, changing, deleting and finding my own words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from learnlog.journal.changes import Changes
from learnlog.journal.shelf import Shelf
from learnlog.journal.themes import Themes
from learnlog.model.document import Document, DocumentType
from learnlog.model.entry import Entry, EntryKind, SentTo, first_line
from learnlog.model.errors import ConflictError, UsageError
from learnlog.model.ids import new_id
from learnlog.model.moments import Clock
from learnlog.model.safe import clean_line, clean_text
from learnlog.model.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnlog.model.attachment import Attachment
    from learnlog.model.query import EntryFilter, Place


class EditConflictError(ConflictError):
    """The entry's file changed while it was being edited; both versions are kept.

    ``theirs`` is what the file holds now, ``mine`` what was to be saved (also kept as a version).
    """

    def __init__(self, mine: Entry, theirs: Entry | None) -> None:
        super().__init__(
            f"“{mine.headline}” was changed elsewhere while you were editing it; both versions are kept.",
            f"`learnlog history {mine.id}` shows them.",
        )
        self.mine = mine
        self.theirs = theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What a front end asks to be written; ``themes`` are names or slugs and are made when they are new."""

    body: str
    title: str = ""
    kind: EntryKind = EntryKind.REFLECTION
    themes: Sequence[str] = ()
    tags: Sequence[str] = ()
    visibility: Visibility = Visibility.PRIVATE
    created: datetime | None = None
    kept: Sequence[str] = ()
    people: Sequence[str] = ()
    entries: Sequence[str] = ()
    status: str = ""
    prompts: Sequence[str] = ()
    attachments: "Sequence[Attachment]" = ()


class Journal:
    """The user's entries."""

    def __init__(self, shelf: Shelf, themes: Themes, changes: Changes, clock: Clock) -> None:
        self._shelf = shelf
        self._themes = themes
        self._changes = changes
        self._clock = clock

    def add(self, new: NewEntry) -> Entry:
        """Write a new entry and return it.

        Raises:
            UsageError: there is neither a text nor a title.
        """
        body, title = clean_text(new.body).strip("\n"), clean_line(new.title, 200)
        if not body.strip() and not title:
            raise UsageError(
                "There is nothing to save yet.", 'For example: learnlog add "What I noticed today …"'
            )
        now = self._clock()
        slugs, _made = self._themes.ensure(new.themes)
        entry = Entry(
            id=new_id(now),
            title=title,
            body=body,
            kind=new.kind,
            created=new.created or now,
            modified=now,
            themes=tuple(slugs),
            tags=clean_tags(new.tags),
            visibility=new.visibility,
            kept=tuple(new.kept),
            people=tuple(new.people),
            entries=tuple(new.entries),
            status=new.status,
            prompts=tuple(new.prompts),
            attachments=tuple(new.attachments),
        )
        return self._write_new(entry)

    def _write_new(self, entry: Entry) -> Entry:
        path = self._shelf.vault.entry_path(entry.created, entry.title or first_line(entry.body), entry.id)
        document = self._shelf.write(path, entry.id, entry.front_matter(), entry.body)
        self._changes.record(f"wrote “{entry.headline}”", lambda: self._shelf.take_back(document))
        return Entry.of(document)

    def get(self, reference: str) -> Entry:
        """Return the entry that an id, or its start or end, means, as its file stands now."""
        return Entry.of(self._shelf.find(reference, DocumentType.ENTRY))

    def save(self, entry: Entry, *, said: str = "") -> Entry:
        """Write `entry` over the version it was loaded from (its ``hash``).

        Raises:
            EditConflictError: the file changed since; the file stays, and mine is kept as a version.
        """
        slugs, _made = self._themes.ensure(entry.themes)
        changed = replace(
            entry,
            title=clean_line(entry.title, 200),
            body=clean_text(entry.body),
            themes=tuple(slugs),
            tags=clean_tags(entry.tags),
            modified=self._clock(),
        )
        try:
            said = said or f"changed “{changed.headline}”"
            return Entry.of(self._shelf.save(changed, changed.front_matter(), self._changes, said))
        except ConflictError as error:
            raise self._conflict(changed) from error

    def _conflict(self, mine: Entry) -> EditConflictError:
        from learnlog.vault.documents import write_text

        self._shelf.vault.keep_version(mine.id, write_text(mine.front_matter(), mine.body), "conflict")
        theirs = self._shelf.notice(mine.path)
        return EditConflictError(mine, Entry.of(theirs) if theirs else None)

    def save_as_new(self, mine: Entry) -> Entry:
        """Keep `mine` as an entry of its own, linked to the one it was an edit of."""
        title = f"{mine.headline} (my version)"
        links = tuple(dict.fromkeys((*mine.entries, mine.id)))
        return self._write_new(
            replace(mine, id=new_id(self._clock()), title=title, entries=links, path="", hash="")
        )

    def overwrite(self, mine: Entry) -> Entry:
        """Write `mine` over whatever the file holds now, which stays as an earlier version."""
        current = self._shelf.vault.read(mine.path)
        return self.save(replace(mine, hash=current.hash if current else ""))

    def delete(self, reference: str) -> Entry:
        """Move an entry to the trash; `restore` brings it back."""
        document = self._shelf.find(reference, DocumentType.ENTRY)
        entry = Entry.of(document)
        self._shelf.delete(document)
        self._changes.record(
            f"deleted “{entry.headline}”",
            lambda: self._shelf.put_text(document.path, document.id, document.text, expected=""),
        )
        return entry

    def set_visibility(self, reference: str, level: Visibility) -> Entry:
        """Raise or lower who may see an entry."""
        entry = self.get(reference)
        return self.save(replace(entry, visibility=level), said=f"made “{entry.headline}” {level.value}")

    def close(self, reference: str, closed: bool = True) -> Entry:
        """Close (or reopen) a question or goal."""
        entry = self.get(reference)
        verb = "closed" if closed else "reopened"
        return self.save(replace(entry, status="closed" if closed else ""), said=f"{verb} “{entry.headline}”")

    def answer(self, reference: str, by: str, relation: str) -> Entry:
        """Close a question with what answers it: ``kept`` or ``entry`` with the id `by`, which is linked."""
        entry = self.get(reference)
        changed = replace(entry, status="closed", answered_by=by)
        if relation == "kept":
            changed = replace(changed, kept=tuple(dict.fromkeys((*entry.kept, by))))
        else:
            changed = replace(changed, entries=tuple(dict.fromkeys((*entry.entries, by))))
        return self.save(changed, said=f"answered “{entry.headline}”")

    def answer_in_words(self, reference: str, new: NewEntry) -> Entry:
        """Close a question with a `new` entry; both are one change."""
        before = len(self._changes)
        answered = self.answer(reference, self.add(new).id, "entry")
        self._changes.group(f"answered “{answered.headline}”", before)
        return answered

    def link_sent(self, reference: str, place: SentTo) -> Entry:
        """Say on an entry where it was sent; saying it again changes nothing."""
        return self._with_sent(reference, lambda sent: (*(p for p in sent if p.uri != place.uri), place))

    def unlink_sent(self, reference: str, uri: str) -> Entry:
        """Take back what an entry says of the post `uri`, which is there no more."""
        return self._with_sent(reference, lambda sent: tuple(p for p in sent if p.uri != uri))

    def _with_sent(
        self, reference: str, change: "Callable[[tuple[SentTo, ...]], tuple[SentTo, ...]]"
    ) -> Entry:
        """Change only where an entry was sent: what happened is written whatever else changed in the file."""
        with self._shelf.vault.locked():
            document = self._shelf.find(reference, DocumentType.ENTRY)
            sent = change(Entry.of(document).sent)
            values = {"sent": [place.front_matter() for place in sent] or None}
            return Entry.of(
                self._shelf.write(document.path, document.id, values, document.body, expected=document.hash)
            )

    def page(
        self,
        asked: "EntryFilter",
        *,
        after: "Place | None" = None,
        before: "Place | None" = None,
        limit: int = 50,
    ) -> list[tuple["Place", Entry]]:
        """Return entries newest first, each with its place: older than `after`, or just newer than `before`."""
        found = self._shelf.library.documents.entries(asked, after=after, before=before, limit=limit)
        return [(place, Entry.of(document)) for place, document in found]

    def list(self, asked: "EntryFilter | None" = None, *, limit: int = 50) -> list[Entry]:
        """Return the newest entries that fit."""
        from learnlog.model.query import EntryFilter

        return [entry for _, entry in self.page(asked or EntryFilter(), limit=limit)]

    def backlinks(self, reference: str, relation: str = "entry") -> Sequence[Document]:
        """Return what links to the entry, kept post, person or theme `reference`."""
        return self._shelf.library.documents.linking_to([(relation, reference)])


def clean_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Return `tags` as free words: without #, commas or brackets, each once."""
    words = (clean_line(tag, 60).lstrip("#").replace(",", " ").strip("[] ") for tag in tags)
    return tuple(dict.fromkeys(word for word in words if word))
