"""Attached files looked over: which are missing, were renamed or changed by hand, or belong to nothing; and mended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from learnlog.care.taking import Taking
from learnlog.model.attachment import FOLDER, Attachment, size_words
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.model.safe import clean_line
from learnlog.vault.attachments import AttachmentFiles
from learnlog.vault.files import Vault
from learnlog.workspace import Workspace

_OURS = re.compile(rf"{FOLDER}/[0-9a-f]{{64}}(?:-\d+)?\.[a-z0-9]{{1,8}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What stands and what is named: (entry, file) pairs, and paths in the vault.

    ``renamed`` are missing files of whom one with the same bytes stands there under another name, its path last.
    ``unsaid`` have no size and hash on their entry. ``loose`` files are named by nobody; ``left`` are those of them
    that learnlog itself copied there.
    """

    files: int = 0
    bytes: int = 0
    missing: tuple[tuple[Entry, Attachment], ...] = ()
    trashed: tuple[tuple[Entry, Attachment], ...] = ()
    renamed: tuple[tuple[Entry, Attachment, str], ...] = ()
    changed: tuple[tuple[Entry, Attachment], ...] = ()
    unsaid: tuple[tuple[Entry, Attachment], ...] = ()
    loose: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def look_over(workspace: Workspace) -> Attached:
    """Compare what entries name with what stands in the folder. Reads every attached file."""
    files = workspace.shelf.files
    there = dict(files.all())
    named = [(entry, one) for entry in workspace.attaching.entries() for one in entry.attachments]
    hashes = {file: files.hash_of(file) for file in there}
    known = {one.file for _, one in named}
    loose = [file for file in there if file not in known and not _is_in_a_draft(workspace, file)]
    by_hash = {hashes[file]: file for file in loose}
    in_trash = {one.path for one in workspace.vault.trashed() if one.path.startswith(f"{FOLDER}/")}
    gone = [(entry, one) for entry, one in named if one.file not in there]
    renamed = [
        (entry, one, by_hash[one.hash])
        for entry, one in gone
        if one.file not in in_trash and one.hash in by_hash
    ]
    found = {(entry.id, one.file) for entry, one, _ in renamed}
    moved = {file for _, _, file in renamed}
    here = [(entry, one) for entry, one in named if one.file in there]
    return Attached(
        files=len(there),
        bytes=sum(there.values()),
        missing=tuple(
            (e, one) for e, one in gone if one.file not in in_trash and (e.id, one.file) not in found
        ),
        trashed=tuple((e, one) for e, one in gone if one.file in in_trash),
        renamed=tuple(renamed),
        changed=tuple((e, one) for e, one in here if one.hash and hashes[one.file] != one.hash),
        unsaid=tuple((e, one) for e, one in here if not one.hash),
        loose=tuple(file for file in loose if file not in moved and not _OURS.fullmatch(file)),
        left=tuple(file for file in loose if file not in moved and _OURS.fullmatch(file)),
    )


def _is_in_a_draft(workspace: Workspace, file: str) -> bool:
    drafts = workspace.drafts
    return any(file in (drafts.read(info.name) or "") for info in drafts.names())


def told(found: Attached) -> Iterator[tuple[str, str]]:
    """Yield what is not well with the attached files: a sentence, and what to do."""
    repair = "`learnlog doctor --repair` mends it."
    if found.trashed:
        yield f"Attached files lie in the trash: {_listed(found.trashed)}.", repair
    if found.renamed:
        pairs = [(entry, one) for entry, one, _ in found.renamed]
        yield f"Attached files were renamed: {_listed(pairs)}.", repair
    if found.missing:
        hint = f"Put them back into {FOLDER}/, or take them off with `learnlog detach`."
        yield f"Attached files are missing: {_listed(found.missing)}.", hint
    if found.changed:
        hint = (
            "If it was you, `learnlog attach ENTRY` with that file takes it as it is; else put a copy back."
        )
        yield f"Attached files are not what was attached: {_listed(found.changed)}.", hint
    if found.unsaid:
        yield f"Attached files whose entry does not say size and hash: {_listed(found.unsaid)}.", repair
    if found.left:
        yield f"Attached files that no entry names any more: {len(found.left)}.", repair
    if found.loose:
        hint = f"`learnlog attach ENTRY` takes them as they stand; or take them out of {FOLDER}/."
        yield f"Files put into {FOLDER}/ that no entry names: {len(found.loose)}.", hint


def summed_up(found: Attached) -> str:
    """Return how many files there are, and how large."""
    if not found.files:
        return "No attached files"
    return f"Attached files: {found.files:,}, {size_words(found.bytes)}"


def _listed(pairs: tuple[tuple[Entry, Attachment], ...] | list[tuple[Entry, Attachment]]) -> str:
    shown = [f"{entry.path} → {one.file}" for entry, one in pairs[:5]]
    return ", ".join(shown) + (f" and {len(pairs) - 5} more" if len(pairs) > 5 else "")


def repair(workspace: Workspace) -> list[str]:
    """Mend what can be mended without losing anything; return a sentence for each thing done.

    A file in the trash that an entry names comes back; an entry follows a file that was renamed, and learns size and
    hash of one that was put there by hand; a copy of ours that nothing names goes to the trash.
    """
    workspace.sync.scan()
    found, done = look_over(workspace), []
    files = workspace.shelf.files
    for _, one in found.trashed:
        if files.bring_back(one.file):
            done.append(f"brought back {one.file}")
    for entry, one, now in found.renamed:
        done += _rename(workspace, entry, one, replace(one, file=now))
    for entry, one in found.unsaid:
        staged = files.stage(files.path(one.file), 2**40)
        full = replace(one, size=staged.size, hash=staged.hash, type=staged.type)
        done += _rename(workspace, entry, one, full)
    for file in found.left:
        files.drop(file)
        done.append(f"moved {file} to the trash")
    return done


def _rename(workspace: Workspace, entry: Entry, before: Attachment, after: Attachment) -> list[str]:
    try:
        with workspace.vault.locked():
            current = workspace.journal.get(entry.id)
            kept = tuple(after if one == before else one for one in current.attachments)
            workspace.journal.save(replace(current, attachments=kept), said=f"mended “{current.headline}”")
    except LearnlogError as error:
        return [f"left {entry.path} as it is: {error.message}"]
    return [f"{entry.path} names {after.file} now"]


def bring_along(
    taking: Taking, named: tuple[Attachment, ...], name: str
) -> tuple[tuple[Attachment, ...], list[dict[str, str]]]:
    """Copy the files that an entry of another folder of learnlog names into this vault.

    Returns them as they are here, and what was said of those that did not come: missing there, not what the entry
    says, or from no folder of learnlog. An imported entry never names a file that stood here before by its name alone.
    """
    found: list[Attachment] = []
    lost: list[dict[str, str]] = []
    here = taking.workspace.shelf.files
    there = AttachmentFiles(Vault(taking.own)) if taking.own else None
    for one in named:
        try:
            if there is None:
                raise NotFoundError("import the whole folder it is of.")
            staged = here.stage(there.path(one.file), 2**40)
            if one.hash and staged.hash != one.hash:
                here.forget(staged)
                raise LearnlogError("it is not what it was.")
        except LearnlogError as error:
            taking.skip(name, f"without its file {clean_line(one.name, 80)}: {error.message}")
            lost.append(one.front_matter())
        else:
            found.append(replace(here.settle(staged), name=one.name, alt=one.alt))
    return tuple(found), lost
