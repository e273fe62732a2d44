"""The owner's full copy, in formats that need no learnlog to be read."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from learnlog.care.walking import all_entries, all_posts
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.filed import FiledPost
from learnlog.model.interchange import (
    VERSION,
    entry_dict,
    filed_dict,
    kept_dict,
    person_dict,
    post_dict,
    rule_dict,
    theme_dict,
    view_dict,
)
from learnlog.model.person import Person
from learnlog.model.post import KeptPost
from learnlog.model.theme import WorkTheme
from learnlog.vault.disk import make_folder, told
from learnlog.workspace import Workspace


def export_markdown(workspace: Workspace, target: Path) -> int:
    """Copy the vault's files, byte for byte, into the new folder `target`; return how many there are.

    Beside them, ``library.json`` says which channels I follow and which posts I read, starred or gave a
    theme. Earlier versions, trash and drafts stay behind: a backup holds those.

    Raises:
        UsageError: `target` is not an empty folder, or lies inside the vault.
        LearnlogError: the disk refuses.
    """
    target = target.expanduser().absolute()
    root = Path(os.path.realpath(workspace.vault.root))
    if Path(os.path.realpath(target)).is_relative_to(root):
        raise UsageError("The copy cannot lie inside the vault itself.", "Choose a folder elsewhere.")
    if target.is_symlink() or (target.exists() and not (target.is_dir() and not any(target.iterdir()))):
        raise UsageError(f"There is something at {target} already.", "Choose a folder that is new or empty.")
    workspace.sync.scan()
    part = target.with_name(f".{target.name}.part-{os.getpid()}")
    with told("The copy could not be written"):
        try:
            make_folder(part)
            state = Path(os.path.realpath(workspace.paths.state))
            number = sum(_copy(file, part / file.relative_to(root)) for file in _files(root, state))
            _write_state(workspace, part / "library.json")
            part.replace(target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return number


def _files(root: Path, state: Path) -> Iterator[Path]:
    """Yield the visible plain files of the vault: documents, and what was put beside them.

    Nothing of `state` is among them, should it lie in the vault: there may be secrets.
    """

    def refuse(error: OSError) -> None:
        raise LearnlogError(
            f"The folder {error.filename} cannot be read, so the copy would not be whole.",
            "Look at its owner and rights.",
        )

    for where, folders, names in os.walk(root, onerror=refuse):
        folders[:] = sorted(n for n in folders if not n.startswith(".") and Path(where, n) != state)
        for name in sorted(names):
            file = Path(where, name)
            if not name.startswith(".") and file.is_file() and _is_within(file, root):
                yield file


def _is_within(file: Path, root: Path) -> bool:
    return not file.is_symlink() or Path(os.path.realpath(file)).is_relative_to(root)


def _copy(source: Path, target: Path) -> bool:
    make_folder(target.parent)
    shutil.copyfile(source, target)
    shutil.copystat(source, target)
    target.chmod(0o600)
    return True


def _write_state(workspace: Workspace, target: Path) -> None:
    read, starred, themes = [], [], {}
    for post in all_posts(workspace):
        read += [post.id] if post.read else []
        starred += [post.id] if post.starred else []
        if post.themes:
            themes[post.id] = list(post.themes)
    people = [Person.of(document) for document in workspace.library.documents.all(DocumentType.PERSON)]
    channels = [{"person": p.id, **channel.front_matter()} for p in people for channel in p.channels]
    said = {
        "version": VERSION,
        "channels": channels,
        "posts": {"read": read, "starred": starred, "themes": themes},
    }
    target.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    target.chmod(0o600)


def export_json(workspace: Workspace, stream: TextIO) -> int:
    """Write everything to `stream` as one JSON object, item by item; return how many items there are.

    The keys are those of `learnlog.model.interchange`. Posts are those of the people I follow.
    """
    workspace.sync.scan()
    documents, posts = workspace.library.documents, workspace.library.posts

    def of(kind: DocumentType, make: Callable[[Any], dict[str, Any]]) -> Iterator[dict[str, Any]]:
        return map(make, documents.all(kind))

    def post_texts() -> Iterator[dict[str, Any]]:
        for post in all_posts(workspace):
            whole = posts.text(post.id)
            yield post_dict(post, whole.text if whole else "", whole.social if whole else None)

    parts: dict[str, Iterable[dict[str, Any]]] = {
        "entries": (entry_dict(Entry.of(document)) for document in all_entries(workspace)),
        "themes": of(DocumentType.THEME, lambda document: theme_dict(WorkTheme.of(document))),
        "people": of(DocumentType.PERSON, lambda document: person_dict(Person.of(document))),
        "kept": of(DocumentType.KEPT, lambda document: kept_dict(KeptPost.of(document))),
        "filed": of(DocumentType.FILED, lambda document: filed_dict(FiledPost.of(document))),
        "views": map(view_dict, workspace.views.all()),
        "rules": map(rule_dict, workspace.rules.all()),
        "posts": post_texts(),
    }
    stream.write(f'{{"version": {VERSION}')
    number = sum(_write_list(stream, name, items) for name, items in parts.items())
    stream.write("\n}\n")
    return number


def _write_list(stream: TextIO, name: str, items: Iterable[dict[str, Any]]) -> int:
    stream.write(f',\n"{name}": [')
    number = 0
    for item in items:
        stream.write((",\n" if number else "\n") + json.dumps(item, ensure_ascii=False))
        number += 1
    stream.write("\n]" if number else "]")
    return number
