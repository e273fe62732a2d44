"""A small site of my public entries, with an Atom feed (RFC 4287); nothing else can come onto it."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from learnlog.model.attachment import ENDINGS
from learnlog.model.errors import UsageError
from learnlog.model.ids import derived_id, slugify
from learnlog.model.safe import clean_line, clean_link
from learnlog.model.visibility import Visibility
from learnlog.sharing.audience import Gate, Wanted
from learnlog.sharing.html import cite, day, filled, safe_prose, text_of
from learnlog.sharing.profile import Profile, Profiles
from learnlog.sharing.shared import Selection, SharedEntry
from learnlog.sharing.showing import nothing_shared
from learnlog.vault.disk import TEMPORARY, put, sweep_one, told

LIST: Final = ".learnlog-site.json"
"""The names of the files we wrote, so that what was withdrawn can be taken off again, and nothing else."""
PICTURES: Final = "pictures"
"""The site's folder of pictures."""
_PICTURES: Final = tuple(f".{end}" for end in ENDINGS.values())
FEED_ENTRIES: Final = 30
_READABLE: Final = 0o644  # a web server reads it as somebody else


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site as it stands now: its ``entries`` by id, and the names of pages that were ``removed``."""

    folder: Path
    entries: tuple[str, ...]
    removed: tuple[str, ...]


class Publishing:
    """Writes the site."""

    def __init__(self, gate: Gate, profiles: Profiles) -> None:
        self._gate = gate
        self._profiles = profiles

    def publish(self, folder: Path, *, title: str, address: str, now: datetime) -> Site:
        """Write the public entries into `folder`, and take off it what is public no more.

        Raises:
            UsageError: nothing is public and nothing was, the folder holds something else, or `address` is no web
                address.
            LearnlogError: the disk refuses.
        """
        folder = folder.expanduser().absolute()
        before = _written_before(folder)
        selection = self._gate.select(Wanted(audience=Visibility.PUBLIC))
        if not selection.entries and not before:
            raise nothing_shared(Visibility.PUBLIC)
        where = clean_link(address.strip())
        if address.strip() and not where:
            raise UsageError(
                f"“{clean_line(address, 80)}” is no web address.", "Give one that starts with https://."
            )
        files = _files(selection, self._profiles.get(), clean_line(title, 120), _folder_of(where), now)
        with told(f"The site in {folder} could not be written"):
            folder.mkdir(parents=True, exist_ok=True)
            _stay_inside(folder, {*files, *before})
            listed = json.dumps(sorted({*files, *before}), indent=1).encode()
            put(
                folder / LIST, listed, folder
            )  # first: whatever is written is known as ours, also after a crash
            for name, data in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                put(folder / name, data, folder)
                (folder / name).chmod(_READABLE)
            gone = tuple(sorted(name for name in before if name not in files))
            for name in gone:
                (folder / name).unlink(missing_ok=True)
            _sweep(folder)
            put(folder / LIST, json.dumps(sorted(files), indent=1).encode(), folder)
        return Site(folder=folder, entries=tuple(entry.id for entry in selection.entries), removed=gone)


def _sweep(folder: Path) -> None:
    """Take away what publishing left half written when it was killed, unless it is so new that it may be at work."""
    with os.scandir(folder) as items:
        for item in items:
            if item.name.startswith(TEMPORARY) and item.name.endswith(".tmp"):
                sweep_one(item)


def _stay_inside(folder: Path, names: Iterable[str]) -> None:
    """See that no page stands in a folder that is a link to elsewhere.

    Raises:
        UsageError: one does; nothing was written.
    """
    for name in {name.partition("/")[0] for name in names if "/" in name}:
        if (folder / name).is_symlink():
            raise UsageError(
                f"{folder / name} leads elsewhere.", "Take that link away, or choose a new folder."
            )


def _written_before(folder: Path) -> set[str]:
    """Return the names of what we wrote there.

    Raises:
        UsageError: there is something else.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return set()
    try:
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UsageError(
            f"{folder} holds something that learnlog did not publish.",
            "Choose a folder that is new or empty.",
        ) from None
    names = listed if isinstance(listed, list) else []
    return {name for name in names if isinstance(name, str) and _is_ours(name)}


def _is_ours(name: str) -> bool:
    """Tell whether a name can be one of our pages: what is in the list must never lead out of the folder."""
    parts = name.split("/")
    plain = all(part and part[0] != "." and "\\" not in part for part in parts)
    pictures = len(parts) == 2 and parts[0] == PICTURES and name.endswith(_PICTURES)
    return plain and len(parts) <= 2 and (pictures or name.endswith((".html", ".xml", ".css")))


def _folder_of(address: str) -> str:
    return address if not address or address.endswith("/") else f"{address}/"


def _files(
    selection: Selection, profile: Profile, title: str, address: str, now: datetime
) -> Mapping[str, bytes]:
    newest = sorted(selection.entries, key=lambda entry: (entry.written, entry.id), reverse=True)
    places = {entry.id: _place(entry) for entry in newest}
    title = title or (f"What {profile.called} learns" if profile.called else "A learning log")
    ways: dict[str, Any] = {"day": day, "prose": safe_prose, "cite": cite}
    shared = {
        "title": title,
        "author": profile.called,
        "language": profile.language,
        "names": selection.themes,
        "places": places,
        "address": address,
        **ways,
    }
    files = {"style.css": text_of("site.css"), "feed.xml": _feed(newest, shared, profile, now)}
    files["index.html"] = filled("site.html", heading=title, up="", entry=None, entries=newest, **shared)
    by_id = {entry.id: entry for entry in newest}
    for entry in newest:
        heading = f"{entry.title} · {title}"
        related = _related(entry, by_id)
        files[places[entry.id]] = filled(
            "site.html", heading=heading, up="../", entry=entry, entries=(), related=related, **shared
        )
    pictures = {f"{PICTURES}/{one.place}": one.data for entry in newest for one in entry.pictures}
    return {name: text.encode("utf-8", "replace") for name, text in files.items()} | pictures


def _place(entry: SharedEntry) -> str:
    return f"{entry.written.year}/{slugify(entry.title)}-{entry.id[-6:]}.html"


def _related(entry: SharedEntry, by_id: Mapping[str, SharedEntry]) -> Iterable[SharedEntry]:
    to = [by_id[id] for id in entry.entries if id in by_id]
    back = [other for other in by_id.values() if entry.id in other.entries]
    return list({one.id: one for one in (*to, *back)}.values())


def _feed(newest: Sequence[SharedEntry], shared: Mapping[str, Any], profile: Profile, now: datetime) -> str:
    last = newest[0].written.isoformat() if newest else now.date().isoformat()
    feed_id = shared["address"] or f"urn:learnlog:{profile.id or 'site'}"
    return filled(
        "feed.xml",
        entries=newest[:FEED_ENTRIES],
        feed_id=feed_id,
        updated=f"{last}T12:00:00Z",
        lasting=_lasting,
        **shared,
    )


def _lasting(id: str) -> str:
    """Return the name of an entry in the feed, always the same: its own id would tell when it was written."""
    return derived_id("published", id)
