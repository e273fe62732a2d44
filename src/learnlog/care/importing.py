"""Taking in Markdown from elsewhere: a file, a folder of notes, or a learnlog folder."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from learnlog.care.attached import bring_along
from learnlog.care.exporting_opml import export_opml
from learnlog.care.foreign import Note, read_note
from learnlog.care.importing_opml import OpmlReport, import_opml, import_outlines, take_in_opml
from learnlog.care.importing_own import import_filed, import_kept, import_person, import_theme
from learnlog.care.importing_searches import PAGES, import_searches
from learnlog.care.taking import DIFFERENT, KNOWN, Taking
from learnlog.journal.entries import clean_tags
from learnlog.model.attachment import FOLDER
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry, first_line
from learnlog.model.errors import ConflictError, LearnlogError, NotFoundError
from learnlog.model.safe import clean_line
from learnlog.vault.documents import write_text
from learnlog.vault.places import HIDDEN
from learnlog.workspace import Workspace

__all__ = ["ImportReport", "OpmlReport", "export_opml", "import_markdown", "import_opml", "take_in_opml"]

SUFFIXES = frozenset((".md", ".markdown", ".txt"))
LARGEST = 4_000_000
_BATCH = 100
Progress = Callable[[int, int], None]
"""Called with how many files are done, of how many."""

_ORDER = (DocumentType.THEME, DocumentType.PERSON, DocumentType.KEPT, DocumentType.FILED)
"""What entries link to comes before them."""
_OF_EXPORT = frozenset(("library.json",))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did with each file, told by its path within what was imported.

    ``added`` became a document here, ``merged`` added something to one that was here; each of ``skipped``
    comes with a sentence's worth of why. A remark on a file that was added stands there too.
    """

    added: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Those of ``skipped`` that are here already as they stand: nothing to worry about."""
        return tuple(name for name, why in self.skipped if why == KNOWN)


def import_markdown(
    workspace: Workspace, path: Path, *, dry_run: bool = False, progress: Progress | None = None
) -> ImportReport:
    """Take in a file or, with everything below it, a folder; importing the same again adds nothing.

    Everything becomes private, whatever it says. Front matter that means nothing here stays in the new
    file. From a learnlog folder, themes, people and kept posts come along under their own ids. With
    `dry_run` nothing is written, and the report tells what would be.

    Raises:
        NotFoundError: there is nothing at `path`.
    """
    path = path.expanduser().absolute()
    if not path.exists():
        raise NotFoundError(f"There is nothing at {path}.", "Give a Markdown file or a folder of them.")
    workspace.sync.scan()
    taking = Taking(workspace, dry_run)
    root = path if path.is_dir() else path.parent
    own = taking.own = _own_root(root)
    files = [(path, path.name)] if path != root else list(_files(root, taking))
    files.sort(key=lambda item: (_order(_own_type(own, item[0])), item[1]))
    kinds = {file: _own_type(own, file) for file, _ in files}
    done, before = 0, workspace.changes.mark()
    for kind, batch in _batches(files, kinds):
        with workspace.shelf.together() if not dry_run else nullcontext():
            for file, name in batch:
                _try(taking, file, name, kind)
                done += 1
                if progress:
                    progress(done, len(files))
    if own == path:
        import_searches(taking, path)
        import_outlines(taking, path)
    taking.finish(said := f"imported {len(taking.added)} files")
    workspace.changes.group(said, before)
    return ImportReport(added=tuple(taking.added), merged=tuple(taking.merged), skipped=tuple(taking.skipped))


def _batches(
    files: list[tuple[Path, str]], kinds: dict[Path, DocumentType | None]
) -> Iterator[tuple[DocumentType | None, list[tuple[Path, str]]]]:
    """Yield the files in portions of one kind: each sees in the index what came before it."""
    for kind, found in groupby(files, key=lambda item: kinds[item[0]]):
        items = list(found)
        for first in range(0, len(items), _BATCH):
            yield kind, items[first : first + _BATCH]


def _try(taking: Taking, file: Path, name: str, kind: DocumentType | None) -> None:
    try:
        _take(taking, file, name, kind)
    except ConflictError:
        taking.skip(name, "a file of that name stands in the vault already")
    except LearnlogError as error:
        taking.skip(name, error.message)


def _own_root(folder: Path) -> Path | None:
    """Return the nearest folder, from `folder` up, that is a vault of learnlog or an export of one."""
    for place in (folder, *list(folder.parents)[:3]):
        if (place / HIDDEN).is_dir():
            return place
        parts = (*(kind.folder for kind in DocumentType), *PAGES)
        if (place / "library.json").is_file() and any((place / part).exists() for part in parts):
            return place
    return None


def _own_type(root: Path | None, file: Path) -> DocumentType | None:
    return DocumentType.of_path(file.relative_to(root).as_posix()) if root else None


def _order(kind: DocumentType | None) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _files(root: Path, taking: Taking) -> Iterator[tuple[Path, str]]:
    """Yield (file, name within `root`) of the texts below `root`; what is passed over is told to `taking`."""

    def refused(error: OSError) -> None:
        taking.skip(os.path.relpath(error.filename, root), f"cannot be read: {error.strerror}")

    for where, folders, names in os.walk(root, onerror=refused):
        here = Path(where)
        for name in sorted(folders):
            shown = (here / name).relative_to(root).as_posix()
            if name.startswith("."):
                taking.skip(shown, "is a hidden folder")
            elif (here / name).is_symlink():
                taking.skip(shown, "is a link to a folder")
        folders[:] = sorted(n for n in folders if not n.startswith(".") and not (here / n).is_symlink())
        if here == taking.own and FOLDER in folders:
            folders.remove(FOLDER)  # attached files come with their entries
        for name in sorted(names):
            file = here / name
            shown = file.relative_to(root).as_posix()
            why = _reason_to_pass(file)
            if why:
                taking.skip(shown, why)
            elif shown not in _OF_EXPORT and not (here == taking.own and name in PAGES):
                yield file, shown


def _reason_to_pass(file: Path) -> str:
    if file.name.startswith("."):
        return "is a hidden file"
    if file.is_symlink():
        return "is a link to another file"
    if file.suffix.lower() not in SUFFIXES and file.name not in _OF_EXPORT:
        return "is no Markdown or plain text"
    return ""


def _take(taking: Taking, file: Path, name: str, own: DocumentType | None) -> None:
    found = _read(file)
    if isinstance(found, str):
        taking.skip(name, found)
        return
    text = found[0]
    takers = {
        DocumentType.THEME: import_theme,
        DocumentType.PERSON: import_person,
        DocumentType.KEPT: import_kept,
        DocumentType.FILED: import_filed,
    }
    if own in takers:
        takers[own](taking, text, name, file.name)
    else:
        _take_note(taking, read_note(text, file.name), name, found[1])


def _read(file: Path) -> tuple[str, datetime] | str:
    """Return the file's text and the moment it was changed, or why it cannot be taken in."""
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    with os.fdopen(handle, "rb") as opened:
        state = os.fstat(opened.fileno())
        if not stat.S_ISREG(state.st_mode):
            return "is no plain file"
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        return f"is larger than {LARGEST // 1_000_000} MB"
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if b"\0" in data and encoding != "utf-16":
        return "is no text (it has bytes of zero)"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return "is no UTF-8 text"
    return (text, datetime.fromtimestamp(state.st_mtime).astimezone()) if text.strip() else "is empty"


def _take_note(taking: Taking, note: Note, name: str, changed: datetime) -> None:
    workspace = taking.workspace
    if note.id in taking.seen:
        taking.skip(name, "says the same as a file before it")
        return
    taking.seen.add(note.id)
    here = workspace.library.documents.by_id(DocumentType.ENTRY, note.id)
    if here:
        same = not note.is_own or Entry.of(here[0]).body == note.body
        taking.skip(name, KNOWN if same else DIFFERENT)
        return
    if not note.body.strip() and not note.title:
        taking.skip(name, "has neither a title nor a text")
        return
    taking.added.append(clean_line(name, 500))
    if taking.dry_run:
        return
    entry = _entry_of(workspace, note, changed.replace(microsecond=0))
    files, lost = bring_along(taking, note.attachments, name)
    entry = replace(entry, attachments=files)
    values = {**entry.front_matter(), **note.extra}
    if lost:
        values["imported_attachments"] = lost
    if not note.is_own:
        values.setdefault("imported_from", clean_line(name, 500))
    path = workspace.vault.entry_path(entry.created, entry.title or first_line(entry.body), entry.id)
    try:
        taking.write(path, entry.id, write_text(values, entry.body, note.original))
    except LearnlogError:
        taking.added.pop()
        raise


def _entry_of(workspace: Workspace, note: Note, changed: datetime) -> Entry:
    known = {name: workspace.themes.find(name) for name in note.themes}
    created = note.created or changed
    unknown = [name for name, theme in known.items() if theme is None]
    if note.is_own:  # its themes came along, or are in the trash: the slug is what may find them again
        slugs, unknown = list(note.themes), []
    else:
        slugs = [theme.slug for theme in known.values() if theme]
    return Entry(
        id=note.id,
        title=note.title,
        body=note.body,
        kind=note.kind,
        created=created,
        modified=note.modified or created,
        themes=tuple(dict.fromkeys(slugs)),
        tags=clean_tags((*note.tags, *unknown)),
        kept=note.links.get("kept", ()),
        people=note.links.get("people", ()),
        entries=note.links.get("entries", ()),
        status=note.status,
    )
