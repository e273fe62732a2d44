"""The one gate: everything that others get is made from what passes here, and from nothing else.

Counts, pictures, names of themes, links and sources are all derived from entries at or above the audience. What
an entry's text says of another is cut where that other may not be seen.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from learnlog.journal.entries import Journal
from learnlog.journal.shelf import Shelf
from learnlog.journal.themes import Themes
from learnlog.model.comeback import Returning
from learnlog.model.document import Document, DocumentType
from learnlog.model.entry import Entry, EntryKind, first_line
from learnlog.model.errors import UsageError
from learnlog.model.ids import is_id
from learnlog.model.post import KeptPost
from learnlog.model.query import EntryFilter
from learnlog.model.safe import clean_line, clean_text
from learnlog.model.visibility import UNSHARED, Visibility
from learnlog.sharing.citing import Citing
from learnlog.sharing.enclosing import Enclosing, Room
from learnlog.sharing.goal_shown import Sight, goal_shown
from learnlog.sharing.links_cut import without_links
from learnlog.sharing.shared import Selection, SharedEntry

_PAGE = 500

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be shown: to whom, of when, of which theme, in answer to which programme (by name).

    ``chosen`` are ids in the learner's order.
    """

    audience: Visibility = Visibility.COACH
    since: datetime | None = None
    until: datetime | None = None
    theme: str = ""
    programme: str = ""
    chosen: Sequence[str] = ()


class Gate:
    """Lets through what an audience may see."""

    def __init__(self, shelf: Shelf, journal: Journal, themes: Themes) -> None:
        self._shelf = shelf
        self._library = shelf.library
        self._journal = journal
        self._themes = themes
        self._enclosing = Enclosing(shelf.files)
        self._citing = Citing(shelf.library)

    def select(self, wanted: Wanted) -> Selection:
        """Return what the audience may see of what is `wanted`, oldest first or in the order that was chosen.

        Raises:
            UsageError: the audience is nobody, or an entry was chosen that it may not see.
            NotFoundError: there is no such theme or entry.
        """
        if wanted.audience is Visibility.PRIVATE:
            raise UsageError("What is private is shown to nobody.", "Choose coach, cohort or public.")
        entries, withheld = self._chosen(wanted) if wanted.chosen else self._of_time(wanted)
        visible = {entry.id for entry in entries}
        names: dict[str, str] = {}
        room = Room(self._enclosing)
        shared = tuple(self._shared(entry, visible, wanted.audience, names, room) for entry in entries)
        return Selection(
            audience=wanted.audience,
            entries=shared,
            themes=names,
            withheld=withheld,
            left_out=tuple(room.left_out),
        )

    def _chosen(self, wanted: Wanted) -> tuple[list[Entry], int]:
        entries = [self._journal.get(name) for name in dict.fromkeys(wanted.chosen)]
        allowed = {entry.id for entry in self._as_they_are(entries, wanted.audience)}
        for entry in entries:
            if entry.id not in allowed:
                raise UsageError(
                    f"“{clean_line(entry.headline, 60)}” is {entry.visibility.value}: "
                    f"it is not for {whom(wanted.audience)}.",
                    f"`learnlog visibility {entry.id} {wanted.audience.value}` raises it, if you want that.",
                )
        withheld = sum(
            self._library.documents.count_entries(EntryFilter(visibility=level.value))
            for level in Visibility
            if not level.reaches(wanted.audience)
        )
        return list({entry.id: entry for entry in entries}.values()), withheld

    def _of_time(self, wanted: Wanted) -> tuple[list[Entry], int]:
        themes = (self._themes.get(wanted.theme).slug,) if wanted.theme else ()
        answers = self._answers_to(wanted.programme)
        found: list[Entry] = []
        withheld = 0
        for level in Visibility:
            asked = EntryFilter(themes=themes, visibility=level.value, since=wanted.since, until=wanted.until)
            if level.reaches(wanted.audience):
                found += self._as_they_are(self._all(asked, answers), wanted.audience)
            elif answers is None:
                withheld += self._library.documents.count_entries(asked)
            else:
                withheld += sum(1 for _ in self._all(asked, answers))
        unique = {entry.id: entry for entry in sorted(found, key=lambda e: (e.created, e.id))}
        return list(unique.values()), withheld

    def _all(self, asked: EntryFilter, only: set[str] | None) -> Iterable[Entry]:
        after = None
        while page := self._journal.page(asked, after=after, limit=_PAGE):
            yield from (entry for _, entry in page if only is None or entry.id in only)
            after = page[-1][0]

    def _answers_to(self, programme: str) -> set[str] | None:
        """Return ids of the entries that answer an assignment of `programme`; None when none is asked for."""
        if not programme:
            return None
        found = self._library.documents.having("assignment")
        return {one.id for one in found if one.word("assignment").startswith(f"{programme}/")}

    def _as_they_are(self, entries: Iterable[Entry], audience: Visibility) -> Iterable[Entry]:
        """Yield the entries as their files are now: another program may have made one private meanwhile.

        Where several files claim an id, as after a conflict of a sync tool, the most private one counts.
        """
        twice = self._library.documents.duplicates()
        for entry in entries:
            if current := self._current(twice.get(entry.id, [entry.path]), audience):
                yield current

    def _current(self, paths: Iterable[str], audience: Visibility) -> Entry | None:
        """Return the entry at the first of `paths` as it is now; None when any of them may not be seen."""
        copies = [self._shelf.notice(path) for path in paths]
        found = [Entry.of(document) for document in copies if document]
        may_be_seen = all(copy.visibility.reaches(audience) and not copy.problem for copy in found)
        return found[0] if found and may_be_seen else None

    def _shared(
        self, entry: Entry, visible: set[str], audience: Visibility, names: dict[str, str], room: Room
    ) -> SharedEntry:
        slugs = self._named(entry.themes, names)
        body = self._inert(clean_text(entry.body), visible, audience)
        title = self._inert(clean_line(entry.title, 200), visible, audience) or first_line(body)
        kept = list(self._citing.documents(DocumentType.KEPT, entry.kept, KeptPost.of))
        said = [one for one in kept if one.comment and one.answers in visible]
        return SharedEntry(
            id=entry.id,
            title=title or "(no title)",
            body=body.strip("\n"),
            kind=entry.kind,
            written=entry.created.date(),
            visibility=entry.visibility,
            themes=slugs,
            tags=entry.tags,
            is_open=entry.is_open,
            sources=tuple(self._citing.sources(entry, kept)),
            entries=tuple(id for id in entry.entries if id in visible),
            answers=tuple(one.id for one in said),
            replies_to=tuple(_quoted(one) for one in said if audience is Visibility.COACH),
            files=room.of(entry, lambda text: self._inert(text, visible, audience)),
            hash=version_hash(entry),
            **self._returning(entry, visible, audience),
        )

    def _returning(self, entry: Entry, visible: set[str], audience: Visibility) -> dict[str, Any]:
        """Return what the entry itself says of goals, intentions and the assignment it answers."""
        document = self._library.documents.by_path(entry.path)
        if document is None:
            return {}
        said = Returning.of(document)
        return {
            **(goal_shown(document, self._sight(visible, audience)) if entry.kind is EntryKind.GOAL else {}),
            "intentions": tuple(
                replace(
                    one,
                    when=self._inert(one.when, visible, audience),
                    then=self._inert(one.then, visible, audience),
                    note=self._inert(one.note, visible, audience),
                )
                for one in said.intentions
            ),
            "assignment": clean_line(document.word("assignment"), 120),
        }

    def _sight(self, visible: set[str], audience: Visibility) -> Sight:
        return Sight(
            words=lambda text: self._inert(text, visible, audience),
            entry=lambda document: self._as_named(document, audience),
            cited=self._citing.cited,
            find=self._library.documents.by_id,
            shown=visible,
        )

    def _named(self, slugs: Iterable[str], names: dict[str, str]) -> tuple[str, ...]:
        found = []
        for slug in slugs:
            theme = self._themes.find(slug)
            final = theme.slug if theme else slug
            names[final] = clean_line(theme.name if theme else slug, 80)
            found.append(final)
        return tuple(dict.fromkeys(found))

    def _inert(self, text: str, visible: set[str], audience: Visibility) -> str:
        """Return `text` with its ``[[links]]``, and links to files, as words; what may not be seen is cut."""

        def named(name: str, words: str) -> str:
            document = self._library.documents.named(name)
            if document is None or document.type is not DocumentType.ENTRY:
                return words
            may_be_seen = document.id in visible or self._may_be_named(document, audience)
            if is_id(words):  # it would tell when that entry was written
                words = clean_line(Entry.of(document).headline, 200)
            return words if may_be_seen else UNSHARED

        return without_links(text, named)

    def cut(self, text: str, selection: Selection) -> str:
        """Return words of mine that go with what passed, with what their links may not name cut."""
        return self._inert(text, {entry.id for entry in selection.entries}, selection.audience)

    def _may_be_named(self, document: Document, audience: Visibility) -> bool:
        """Tell whether the audience may see what a link means, as its file is now; what is gone is not named."""
        return self._as_named(document, audience) is not None

    def _as_named(self, document: Document, audience: Visibility) -> Entry | None:
        """Return the entry that a link means as its file is now; None where the audience may not see it."""
        current = self._shelf.notice(document.path)
        if current is None:
            return None
        copies = self._library.documents.by_id(DocumentType.ENTRY, current.id)
        return self._current([copy.path for copy in copies], audience)


def _quoted(comment: KeptPost) -> str:
    return f"{clean_line(comment.author, 80)}: {clean_line(comment.body, 400)}"


def version_hash(entry: Entry) -> str:
    """Return the SHA-256, in hex, of an entry's words and files: another one says that a reader saw an earlier one."""
    said: list[Any] = [
        entry.title,
        entry.body.strip(),
        entry.kind.value,
        entry.created.date().isoformat(),
    ]
    if entry.attachments:
        said.append([[one.name, one.hash, one.alt] for one in entry.attachments])
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def whom(audience: Visibility) -> str:
    """Return what an audience is called."""
    return {Visibility.COACH: "a coach", Visibility.COHORT: "the cohort"}.get(audience, "everybody")
