"""Reading a bundle that somebody else made: nothing is unpacked to the disk, and nothing in it is believed."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from learnlog.coaching.files import FilesIn
from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.model.ids import is_id
from learnlog.model.learner import Learner, ReceivedEntry
from learnlog.model.moments import day_of
from learnlog.model.safe import clean_line, clean_text, line_in
from learnlog.model.visibility import Visibility
from learnlog.sharing.bundle import MANIFEST, SIGNATURE
from learnlog.sharing.names import is_signed
from learnlog.vault.given_zip import check_plain, listed_bytes, opened

LARGEST: Final = 100 * 2**20
"""Bytes of a bundle, unpacked."""
MOST: Final = 20_000
_NAMES: Final = MOST * 200
"""Bytes of its list of names."""
_MANIFEST: Final = 20 * 2**20
_ENTRY: Final = 2 * 2**20


class Received:
    """A bundle that was opened: who made it, the entries, and what is withdrawn."""

    def __init__(self, learner: Learner, entries: list[ReceivedEntry], withdrawn: list[str]) -> None:
        self.learner = learner
        self.entries = entries
        self.withdrawn = withdrawn


def read_bundle(path: Path) -> Received:
    """Read the bundle at `path`.

    Raises:
        NotFoundError: there is no such file.
        LearnlogError: it is no bundle, too large, or damaged.
    """
    try:
        with opened(path) as file, _archive(file, path.name) as archive:
            return _read(archive, path.name)
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {path}.", "Give a bundle, or a folder with bundles.") from None
    except OSError as error:
        if error.strerror:
            raise LearnlogError(f"{path} could not be read: {error.strerror}.") from error
        raise _damaged(path.name) from error
    except _damages() as error:
        raise _damaged(path.name) from error


def read_bundle_of(data: bytes, name: str) -> Received:
    """Read a bundle that is no file yet, called `name`.

    Raises:
        LearnlogError: it is no bundle, too large, or damaged.
    """
    try:
        with _archive(BytesIO(data), name) as archive:
            return _read(archive, name)
    except _damages() as error:
        raise _damaged(name) from error


def _archive(file: BinaryIO, name: str) -> zipfile.ZipFile:
    """Open the zip in `file`, in which nothing is packed otherwise than we do it."""
    if listed_bytes(file) > _NAMES:
        raise _too_large(name)
    archive = zipfile.ZipFile(file)
    check_plain(archive)
    return archive


def _too_large(name: str) -> LearnlogError:
    return LearnlogError(f"{clean_line(name, 80)} is larger than a bundle can be.", "Ask for it again.")


def _damaged(name: str) -> LearnlogError:
    return LearnlogError(f"{clean_line(name, 80)} is no bundle, or it is damaged.")


def _damages() -> tuple[type[Exception], ...]:
    """Return what reading a zip raises when it is damaged, is encrypted, or has names that are none."""
    return (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def _read(archive: zipfile.ZipFile, name: str) -> Received:
    """Understand the bundle; nobody but who has the learner's key could make one that carries it."""
    infos = {info.filename: info for info in archive.infolist()}
    if len(infos) > MOST or sum(info.file_size for info in infos.values()) > LARGEST:
        raise _too_large(name)
    said = _bytes(archive, infos[MANIFEST], _MANIFEST) if MANIFEST in infos else b""
    manifest = _manifest(said, name)
    learner = _learner(manifest, name)
    if learner.key:
        signature = _bytes(archive, infos[SIGNATURE], 200) if SIGNATURE in infos else b""
        if not is_signed(said, signature.decode("ascii", "replace").strip(), learner.key):
            raise _changed(name)
    said_sums = manifest.get("files") if learner.key else None
    sums = said_sums if isinstance(said_sums, dict) else {}
    files = FilesIn(archive, sums if learner.key else None)
    entries = list(_entries(archive, infos, manifest, learner, sums, files))
    if files.changed:
        raise _changed(name)
    gone = manifest.get("withdrawn")
    withdrawn = (
        [id.lower() for id in gone if isinstance(id, str) and is_id(id)] if isinstance(gone, list) else []
    )
    return Received(learner, entries, withdrawn)


def _changed(name: str) -> LearnlogError:
    return LearnlogError(
        f"{clean_line(name, 80)} was changed by somebody after it was made.", "Ask for it again."
    )


def _bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """Return what is in a file, at most `limit` bytes of it, whatever its header says of its size."""
    with archive.open(info) as file:
        return file.read(limit)


def _summed(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[bytes, str]:
    """Return the beginning of an entry's file, and the SHA-256 of all of it."""
    with archive.open(info) as file:
        data = file.read(_ENTRY)
        digest = hashlib.sha256(data)
        while more := file.read(_ENTRY):
            digest.update(more)
    return data, digest.hexdigest()


def _manifest(said: bytes, name: str) -> dict[str, Any]:
    try:
        data = json.loads(said) if said else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("learnlog") != "bundle":
        raise LearnlogError(
            f"{clean_line(name, 80)} is no bundle of learnlog.", "It is what `learnlog bundle` writes."
        )
    return data


def _learner(manifest: dict[str, Any], name: str) -> Learner:
    said = manifest.get("learner")
    who: dict[str, Any] = said if isinstance(said, dict) else {}
    id, bundle = line_in(who, "id", 26).lower(), line_in(manifest, "id", 26).lower()
    made = day_of(line_in(manifest, "made", 40)[:10])
    if not is_id(id) or not is_id(bundle) or made is None:
        raise LearnlogError(f"{clean_line(name, 80)} does not say whose it is.", "Ask for it again.")
    return Learner(
        id=id,
        called=line_in(who, "called", 80) or f"learner {id[-4:]}",
        agreed=_words(who, "agreed"),
        away_until=day_of(line_in(who, "away_until", 10)),
        offers=_words(who, "offers"),
        introduction=line_in(who, "introduction", 600),
        bundle=bundle,
        made=made,
        number=_count(manifest.get("number")),
        key=line_in(manifest, "key", 60),
        question=clean_text(str(manifest.get("question") or "")[:4000]).strip()[:2000],
    )


def _entries(
    archive: zipfile.ZipFile,
    infos: dict[str, zipfile.ZipInfo],
    manifest: dict[str, Any],
    learner: Learner,
    sums: dict[str, Any],
    files: FilesIn,
) -> Iterator[ReceivedEntry]:
    listed, names = manifest.get("entries"), _named(manifest, "themes", 80)
    titles = _named(manifest, "assignments", 200)
    waiting = dict(infos)  # each is read once: a small bundle cannot name a large file again and again
    for item in listed[:MOST] if isinstance(listed, list) else ():
        if not isinstance(item, dict):
            continue
        id, day = line_in(item, "id", 26).lower(), day_of(line_in(item, "day", 10))
        info = waiting.pop(str(item.get("file")), None)
        if not is_id(id) or day is None or info is None:
            continue
        data, sum = _summed(archive, info)
        if learner.key and sum != sums.get(info.filename):
            raise _changed(Path(str(archive.filename)).name)
        yield ReceivedEntry(
            learner=learner.id,
            id=id,
            title=line_in(item, "title", 200) or "(no title)",
            body=_body(data),
            kind=line_in(item, "kind", 20),
            day=day,
            themes=tuple(names.get(slug, slug) for slug in _words(item, "themes")),
            visibility=Visibility.read(item.get("visibility")).value,
            is_open=item.get("open") is True,
            assignment=line_in(item, "assignment", 120),
            hash=line_in(item, "hash", 64),
            bundle=learner.bundle,
            files=tuple(files.of(item)),
            more={**_more(item), "assignment": titles.get(str(item.get("assignment")), "")},
        )


def _body(data: bytes) -> str:
    """Return what an entry's file says below its front matter."""
    from learnlog.vault.front_matter import split

    return clean_text(split(data.decode("utf-8", "replace"))[1]).strip("\n")


def _named(manifest: dict[str, Any], what: str, limit: int) -> dict[str, str]:
    """Return what things are called, by their ids."""
    named = manifest.get(what)
    return {str(k): clean_line(str(v), limit) for k, v in named.items()} if isinstance(named, dict) else {}


def _more(item: dict[str, Any]) -> dict[str, Any]:
    """Return what else is said of an entry, as far as it is shown: all of it plain, short text."""
    sources = item.get("sources")
    return {
        "sources": [
            {name: line_in(source, name, 300) for name in ("author", "title", "url")}
            for source in (sources[:50] if isinstance(sources, list) else ())
            if isinstance(source, dict)
        ],
        "entries": [id for id in _words(item, "entries") if is_id(id)],
        "answers": [id for id in _words(item, "answers") if is_id(id)],
        "progress": line_in(item, "progress", 40),
        "evidence": _titles(item.get("evidence")),
    }


def _titles(evidence: object) -> list[str]:
    listed = evidence[:50] if isinstance(evidence, list) else ()
    return [title for one in listed if isinstance(one, dict) and (title := line_in(one, "title", 200))]


def _count(value: object) -> int:
    return min(max(value, 0), 10**6) if isinstance(value, int) else 0


def _words(values: dict[str, Any], name: str) -> tuple[str, ...]:
    listed = values.get(name)
    items = listed[:50] if isinstance(listed, list) else ()
    return tuple(line for item in items if isinstance(item, str) and (line := clean_line(item, 120)))
