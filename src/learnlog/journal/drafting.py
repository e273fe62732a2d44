"""What is being written and not saved yet: a whole entry as one draft, so that a crash costs nothing."""

import os
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from learnlog.model.attachment import Attachment
from learnlog.model.entry import Entry, EntryKind, first_line
from learnlog.model.safe import clean_line, clean_text
from learnlog.model.visibility import Visibility

if TYPE_CHECKING:
    from learnlog.vault.drafts import Drafts

NEW = "entry-new"
"""The draft of an entry that has no file yet; more than one at a time are numbered."""
_PREFIX = "entry-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """An entry while it is written. ``themes`` are names or slugs.

    ``base`` is the hash of the version it is an edit of: what a later save compares with, a crash between or not.
    ``pack`` are the questions in the text, with the theme's name ``about``; ``assignment`` is what it answers.
    """

    body: str = ""
    title: str = ""
    kind: EntryKind = EntryKind.REFLECTION
    themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    visibility: Visibility = Visibility.PRIVATE
    kept: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    base: str = ""
    pack: str = ""
    about: str = ""
    assignment: str = ""
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing worth keeping: neither a text nor a title."""
        return not (self.body.strip() or self.title.strip())

    @classmethod
    def of(cls, entry: Entry) -> "Writing":
        """Return `entry` as something to write on."""
        return cls(
            body=clean_text(entry.body).rstrip("\n"),
            title=clean_line(entry.title, 200),
            kind=entry.kind,
            themes=entry.themes,
            tags=entry.tags,
            visibility=entry.visibility,
            kept=entry.kept,
            people=entry.people,
            entries=entry.entries,
            base=entry.hash,
            attachments=entry.attachments,
        )

    def with_links_of(self, other: "Writing") -> "Writing":
        """Return this with what `other` rests on, asks, and is an edit of: what no field of a page shows."""
        same = ("kept", "people", "entries", "base", "pack", "about", "assignment")
        return replace(self, **{name: getattr(other, name) for name in same})

    def on(self, entry: Entry) -> Entry:
        """Return `entry` with what was written; a text that is still the same stays byte for byte."""
        same = self.body == Writing.of(entry).body
        return replace(
            entry,
            body=entry.body if same else self.body,
            title=self.title,
            kind=self.kind,
            themes=self.themes,
            tags=self.tags,
            visibility=self.visibility,
            attachments=self.attachments,
            hash=self.base or entry.hash,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A draft that nobody is writing on: its ``name``, when it was last saved, its first words.

    ``entry`` is the id of the entry it is an edit of, "" for a new one.
    """

    name: str
    moment: datetime
    words: str
    entry: str = ""


def draft_name(entry_id: str = "") -> str:
    """Return the name of the draft of an entry, of a new one without an id."""
    return f"{_PREFIX}{entry_id}" if entry_id else NEW


def free_name(drafts: "Drafts", taken: tuple[str, ...] = ()) -> str:
    """Return a name for one more new entry that overwrites no draft, nor one of the names `taken`."""
    used = {info.name for info in drafts.names()} | set(taken)
    number, name = 1, NEW
    while name in used:
        number += 1
        name = f"{NEW}-{number}"
    return name


def keep_draft(drafts: "Drafts", name: str, writing: Writing, *, open_now: bool = True) -> None:
    """Keep `writing` as the draft `name`; `open_now` says that this process still has it on its screen."""
    from learnlog.vault.documents import write_text

    values = {
        "title": writing.title or None,
        "kind": writing.kind.value,
        "themes": list(writing.themes) or None,
        "tags": list(writing.tags) or None,
        "visibility": writing.visibility.value,
        "kept": list(writing.kept) or None,
        "people": list(writing.people) or None,
        "entries": list(writing.entries) or None,
        "base": writing.base or None,
        "pack": writing.pack or None,
        "about": writing.about or None,
        "assignment": writing.assignment or None,
        "attachments": [one.front_matter() for one in writing.attachments] or None,
        "writer": _me() if open_now else None,
    }
    drafts.save(name, write_text(values, writing.body))


def take_up(drafts: "Drafts", name: str) -> Writing | None:
    """Return the draft `name`; None when there is none, or when another learnlog has it on its screen."""
    text = drafts.read(name)
    if text is None:
        return None
    writing, writer = _understood(text)
    return None if _is_at_work(writer) else writing


def waiting_drafts(drafts: "Drafts") -> list[Waiting]:
    """Return the entries' drafts that nobody is writing on, the one saved last first."""
    found = []
    for info in drafts.names():
        writing = take_up(drafts, info.name) if info.name.startswith(_PREFIX) else None
        if writing is None or writing.is_empty:
            continue
        is_new = info.name == NEW or info.name.startswith(f"{NEW}-")
        words = clean_line(writing.title or first_line(writing.body), 200)
        entry = "" if is_new else info.name.removeprefix(_PREFIX)
        found.append(Waiting(name=info.name, moment=info.moment, words=words, entry=entry))
    return found


def _understood(text: str) -> tuple[Writing, str]:
    from learnlog.model.document import Document, DocumentType
    from learnlog.vault.front_matter import parse

    data, body, problem = parse(text)
    if problem:
        return Writing(body=clean_text(text).strip("\n")), ""
    head = Document(type=DocumentType.ENTRY, id="", path="", body=body, text=text, data=data)
    writing = Writing(
        body=clean_text(body).strip("\n"),
        title=clean_line(head.word("title"), 200),
        kind=EntryKind.read(head.word("kind")),
        themes=head.words("themes"),
        tags=head.words("tags"),
        visibility=Visibility.read(head.word("visibility")),
        kept=head.words("kept"),
        people=head.words("people"),
        entries=head.words("entries"),
        base=head.word("base"),
        pack=head.word("pack"),
        about=head.word("about"),
        assignment=head.word("assignment"),
        attachments=Attachment.all_of(data.get("attachments")),
    )
    return writing, head.word("writer")


def _me() -> str:
    return f"{os.uname().nodename if hasattr(os, 'uname') else ''}:{os.getpid()}"


def _is_at_work(writer: str) -> bool:
    """Tell whether `writer` is another process of this machine that still runs."""
    host, _, number = writer.rpartition(":")
    if not number.isdigit() or writer == _me() or host != _me().rpartition(":")[0]:
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it runs, as somebody else
        return True
    return True
