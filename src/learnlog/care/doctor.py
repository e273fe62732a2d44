"""Looking everything over: what is well, what is not, and how to mend it.

A finding names files, ids, counts and people, never the text of an entry, an address or a secret.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from learnlog.care.attached import look_over, summed_up, told
from learnlog.care.links import dead_links
from learnlog.model.document import DocumentType
from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_line
from learnlog.model.theme import WorkTheme
from learnlog.settings import load_settings
from learnlog.vault.disk import STALE, TEMPORARY
from learnlog.vault.places import HIDDEN
from learnlog.workspace import Workspace

_ROOM = 200_000_000
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: ``what`` it is, whether it is well, and a ``hint`` when it is not."""

    ok: bool
    what: str
    hint: str = ""


def examine(workspace: Workspace) -> list[Finding]:
    """Look at everything and change nothing but what every start mends; a check that fails is a finding."""
    found: list[Finding] = []
    for check in _CHECKS:
        try:
            found += check(workspace)
        except LearnlogError as error:
            finding = Finding(False, error.message, error.hint)
            found += [] if finding in found else [finding]
        except OSError as error:
            found.append(Finding(False, f"The disk refuses: {error.strerror}.", "Look at owner and rights."))
    return found


def _listed(items: Iterable[str]) -> str:
    shown = [clean_line(item, 200) for item in items]
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more


def _versions(workspace: Workspace) -> Iterator[Finding]:
    python = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding(True, f"Python {python}")
    yield Finding(True, f"SQLite {workspace.library.sqlite_version} with full-text search")


def _settings(workspace: Workspace) -> Iterator[Finding]:
    path = workspace.paths.settings
    load_settings(path)
    yield Finding(True, f"Settings: {path if path.exists() else 'none, so all as usual'}")


def _vault(workspace: Workspace) -> Iterator[Finding]:
    root = workspace.vault.root
    with workspace.vault.locked():
        pass
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(False, f"The vault {root} cannot be written.", "Look at its owner and rights.")
        return
    yield Finding(True, f"Vault: {root}")


def _disk(workspace: Workspace) -> Iterator[Finding]:
    for name, path in (("vault", workspace.vault.root), ("library", workspace.paths.library.parent)):
        free = shutil.disk_usage(path).free
        what = f"{free // 1_000_000:,} MB free on the disk with the {name}"
        yield Finding(free >= _ROOM, what, "" if free >= _ROOM else "Make room: writing needs some.")


def _modes(workspace: Workspace) -> Iterator[Finding]:
    if os.name != "posix":
        return
    paths = workspace.paths
    own = [paths.settings, *(paths.library.with_name(paths.library.name + e) for e in ("", "-wal", "-shm"))]
    files = (paths.vault / path for path, _, _ in workspace.vault.scan())
    folders = (paths.vault, paths.vault / HIDDEN, *(paths.vault / kind.folder for kind in DocumentType))
    is_shut = not _is_open(paths.vault)  # nobody else gets past it, whatever the files in it allow
    candidates = [*own, paths.vault] if is_shut else [*own, *folders, *files]
    opened = [str(path) for path in candidates if _is_open(path)]
    if opened:
        beside = [str(path) for path in own if str(path) in opened]
        within = [] if beside == opened else [str(paths.vault)]
        hint = f"For example: chmod -R go= {' '.join(f'“{path}”' for path in (*within, *beside))}"
        yield Finding(False, f"Others on this machine may read {_listed(opened)}.", hint)
    else:
        yield Finding(True, "Nobody else on this machine may read your files")


def _is_open(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & 0o077)
    except FileNotFoundError:
        return False


def _library(workspace: Workspace) -> Iterator[Finding]:
    troubles = workspace.library.check()
    size = workspace.library.size() / 1_000_000
    if not troubles:
        yield Finding(True, f"Library: {workspace.paths.library}, {size:,.1f} MB")
    for trouble in troubles[:_SHOWN]:
        hint = "`learnlog reindex`; if it says the same again: `learnlog restore-backup FILE`."
        yield Finding(False, clean_line(trouble, 300), hint)


def _index(workspace: Workspace) -> Iterator[Finding]:
    skipped: list[str] = []
    files = {path: (mtime, size) for path, mtime, size in workspace.vault.scan(skipped)}
    known = workspace.library.documents.known()
    new, gone = files.keys() - known.keys(), known.keys() - files.keys()
    changed = [path for path in files.keys() & known.keys() if files[path] != known[path]]
    if new or gone or changed:
        what = f"The index is behind: {len(new)} files new, {len(changed)} changed, {len(gone)} gone."
        yield Finding(False, what, "`learnlog reindex` brings it in line.")
    else:
        yield Finding(True, f"The index knows all {len(files):,} files")
    if skipped:
        hint = "Rename them, or put the files themselves in place of links."
        yield Finding(False, f"Not part of the journal: {_listed(skipped)}.", hint)


def _problems(workspace: Workspace) -> Iterator[Finding]:
    for document in workspace.library.documents.problems():
        hint = "Open it in an editor and mend the lines between the two “---”."
        yield Finding(False, f"{clean_line(document.path, 200)}: {document.problem}", hint)


def _duplicates(workspace: Workspace) -> Iterator[Finding]:
    for name, paths in workspace.library.documents.duplicates().items():
        what = f"{len(paths)} files have the id {clean_line(name, 80)}: {_listed(paths)}."
        yield Finding(False, what, "Keep one, or give the others another id and run `learnlog reindex`.")


def _leftovers(workspace: Workspace) -> Iterator[Finding]:
    pending = {doc_id for doc_id, _ in workspace.vault.pending()}
    if pending:
        what = f"{len(pending)} writes were cut off before they were indexed: {_listed(sorted(pending))}."
        yield Finding(False, what, "They are on disk; the next start takes them in.")
    root = workspace.vault.root
    hidden = (root / HIDDEN, root / HIDDEN / "tmp", root / HIDDEN / "drafts")
    stale = [path for folder in hidden for path in _temporary(folder, TEMPORARY)]
    for place in (root, workspace.paths.library, workspace.paths.settings):
        stale += _temporary(place.parent, f".{place.name}.restoring-")
        stale += _temporary(place.parent, ".learnlog-backup-")
    if stale:
        what = f"Left behind by something cut off: {_listed(sorted({str(path) for path in stale}))}."
        yield Finding(False, what, "Remove them when no learnlog is at work on them.")


def _temporary(folder: Path, prefix: str) -> list[Path]:
    if not folder.is_dir():
        return []
    old = time.time() - STALE
    return [p for p in folder.iterdir() if p.name.startswith(prefix) and p.lstat().st_mtime < old]


def _links(workspace: Workspace) -> Iterator[Finding]:
    dead = dead_links(workspace)
    for kind, pairs in dead.items():
        what = f"{len(pairs)} links lead to {kind} that do not exist: " + _listed(
            f"{path} → {target}" for path, target in pairs
        )
        yield Finding(False, f"{what}.", "`learnlog restore ID` brings back what was deleted.")
    if not dead:
        yield Finding(True, "Every link leads somewhere")


def _attached(workspace: Workspace) -> Iterator[Finding]:
    found = look_over(workspace)
    troubles = list(told(found))
    yield from (Finding(False, what, hint) for what, hint in troubles)
    if not troubles:
        yield Finding(True, summed_up(found))


def _merges(workspace: Workspace) -> Iterator[Finding]:
    themes = map(WorkTheme.of, workspace.library.documents.all(DocumentType.THEME))
    into = {theme.slug: theme.merged_into for theme in themes if theme.merged_into}
    circling = set()
    for slug in into:
        seen, here = {slug}, into[slug]
        while here in into and here not in seen:
            seen.add(here)
            here = into[here]
        if here == slug:
            circling.add(slug)
    if circling:
        what = f"Themes are merged into each other in a circle: {_listed(sorted(circling))}."
        yield Finding(False, what, "Take the merged_into line out of one of their files in themes/.")


def _channels(workspace: Workspace) -> Iterator[Finding]:
    states = workspace.library.channels.states()
    failing = []
    for person in workspace.people.all():
        troubles = [states[c.key] for c in person.channels if c.key in states and states[c.key].errors]
        failing += [f"{person.name} ({_why(t.status)}, {t.errors} times)" for t in troubles]
    if failing:
        hint = "`learnlog fetch --all` asks again; `learnlog people` shows their channels."
        yield Finding(False, f"{len(failing)} channels could not be read: {_listed(failing)}.", hint)


def _views(workspace: Workspace) -> Iterator[Finding]:
    if problem := workspace.views.problem():
        yield Finding(False, f"views.md: {problem}", "Open it in an editor and mend the lines on top.")


def _rules(workspace: Workspace) -> Iterator[Finding]:
    for problem in workspace.rules.problems():
        yield Finding(False, f"rules.md: {problem}", "`learnlog rules`, or an editor, mends it.")


def _accounts(workspace: Workspace) -> Iterator[Finding]:
    """Tell of my accounts where their secrets are and whether they are there, never what they are."""
    accounts = workspace.accounts
    if problem := accounts.problem():
        yield Finding(False, f"accounts.md: {problem}", "Open it in an editor and mend the lines on top.")
    if accounts.file.shut():
        what = f"Others on this machine could read {accounts.file.path}; it is shut now."
        yield Finding(False, what, "If anybody may have read it, remove your accounts and add them again.")
    mine = accounts.all()
    trouble = accounts.keyring_trouble()
    needed = any(account.secrets == "keyring" for account in mine)
    if trouble:
        hint = "Unlock or install one, or add these accounts again with `--secrets file`." if needed else ""
        yield Finding(not needed, trouble, hint)
    else:
        yield Finding(True, "The keyring works")
    for account in mine:
        if not trouble or account.secrets == "file":
            yield _account(account.handle, account.secrets, bool(accounts.keys_of(account).get(account.id)))


def _account(handle: str, place: str, has_secrets: bool) -> Finding:
    where = "in the keyring" if place == "keyring" else "in a file that only you can read"
    if has_secrets:
        return Finding(True, f"Account {handle}, its secrets {where}")
    return Finding(
        False, f"Account {handle} has no secrets {where}.", "`learnlog account add` logs in again."
    )


def _why(status: int) -> str:
    """Say why in a word: the error itself may hold an address with a secret in it."""
    return f"answer {status}" if status else "no answer"


_CHECKS: tuple[Callable[[Workspace], Iterator[Finding]], ...] = (
    _settings,
    _vault,
    _versions,
    _library,
    _disk,
    _modes,
    _index,
    _problems,
    _duplicates,
    _leftovers,
    _links,
    _attached,
    _merges,
    _channels,
    _views,
    _rules,
    _accounts,
)
