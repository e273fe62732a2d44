"""The OPML files I took in, kept in the vault: the order and all they say that no card has a place for.

Each is a file of its own in ``outlines/`` that is written once and never changed, so nothing has to be merged where two
machines share the vault. Beside each row stands what its card said at that time, where it said something else: so it
shows later what was changed here since.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from learnlog.journal.changes import Changes
from learnlog.model.errors import LearnlogError
from learnlog.model.ids import slugify
from learnlog.model.moments import Clock
from learnlog.model.safe import clean_link
from learnlog.reading.following.opml import Row, all_rows, row_of
from learnlog.reading.following.opml_tree import Node, read_kept, written
from learnlog.vault.files import Vault

FOLDER: Final = "outlines"
_OURS: Final = "learnlog:"
_NAMESPACE: Final = {f"xmlns:{_OURS[:-1]}": "urn:learnlog:card"}
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_DIGEST: Final = 12


@dataclass(frozen=True, slots=True)
class Outline:
    """A file that was taken in; `digest` tells it from others, however it was called."""

    path: str
    digest: str
    root: Node


class Outlines:
    """Keeps files, and gives them back."""

    def __init__(self, vault: Vault, changes: Changes, clock: Clock) -> None:
        self._vault = vault
        self._changes = changes
        self._clock = clock

    def all(self) -> list[Outline]:
        """Return the files, the oldest first, each once; one that cannot be read is passed over."""
        found: dict[str, Outline] = {}
        for path in self._paths():
            try:
                stored = self._vault.read(path)
                root = read_kept(stored.text.encode()) if stored else None
            except LearnlogError:
                continue
            if root is not None:
                digest = _digest(written(without_ours(root)))
                found.setdefault(digest, Outline(path, digest, root))
        return list(found.values())

    def keep(self, root: Node, name: str, cards: Mapping[str, Row]) -> None:
        """Keep a file that was called `name`; `cards` is what is said here now of each of its feeds.

        What could harm another reader is left out: rows whose feed, and addresses that are, of another scheme than
        http(s). A file that is here already stays as it is.

        Raises:
            LearnlogError: the disk refuses.
        """
        root = without_harm(without_ours(root))
        digest = _digest(written(root))
        name = name.removesuffix(".opml").removesuffix(".xml")
        path = f"{FOLDER}/{self._clock():%Y-%m-%d-%H%M%S}-{slugify(name)[:40]}-{digest}.opml"
        self._put(path, digest, _with_cards(root, cards))

    def bring(self, outline: Outline) -> bool:
        """Keep a file as another vault has it; tell whether it is new here.

        Raises:
            LearnlogError: the disk refuses.
        """
        return self._put(outline.path, outline.digest, without_harm(outline.root))

    def _put(self, path: str, digest: str, root: Node) -> bool:
        with self._vault.locked():
            if any(one.digest == digest for one in self.all()):
                return False
            stored = self._vault.write(path, written(root), doc_id=f"{FOLDER}.{digest}")
            self._vault.settled(f"{FOLDER}.{digest}")
        self._changes.record("", self._forget(path, digest, stored.hash))
        return True

    def _forget(self, path: str, digest: str, hash_: str) -> Callable[[], None]:
        def forget() -> None:
            with self._vault.locked():
                stored = self._vault.read(path)
                if stored is not None and stored.hash == hash_:
                    self._vault.delete(path, doc_id=f"{FOLDER}.{digest}")
                    self._vault.settled(f"{FOLDER}.{digest}")

        return forget

    def _paths(self) -> list[str]:
        folder = self._vault.root / FOLDER
        found = folder.glob("*.opml") if folder.is_dir() and not folder.is_symlink() else ()
        return sorted(f"{FOLDER}/{file.name}" for file in found)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]


def card_then(node: Node, circles: tuple[str, ...]) -> Row | None:
    """Return what the card of a row's feed said when the file was kept; `circles` are all its feed is in there."""
    row = row_of(node, "")
    if row is None:
        return None
    said = {key.removeprefix(_OURS): value for key, value in node.attributes.items() if key.startswith(_OURS)}
    return replace(
        row,
        name=said.get("name", row.name),
        title=said.get("title", row.title or row.name),
        site=said.get("site", row.site),
        circles=_listed(said["circles"]) if "circles" in said else circles,
        themes=_listed(said["themes"]) if "themes" in said else row.themes,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("\n")))


def circles_in(root: Node) -> dict[str, tuple[str, ...]]:
    """Return for each feed of the file the circles that its folders are."""
    found: dict[str, dict[str, None]] = {}
    for placed in all_rows(root):
        row = row_of(placed.node, placed.circle)
        if row is not None and not placed.is_comment:
            found.setdefault(row.feed, {}).update(dict.fromkeys(row.circles))
    return {feed: tuple(circles) for feed, circles in found.items()}


def _with_cards(root: Node, cards: Mapping[str, Row]) -> Node:
    """Return the file with what the cards say where that is something else than the row does."""
    circles = circles_in(root)
    root = _copied(root, lambda _: True)
    for placed in all_rows(root):
        then = card_then(placed.node, circles.get((row_of(placed.node, "") or _NOBODY).feed, ()))
        card = cards.get(then.feed) if then and not placed.is_comment else None
        if then is None or card is None:
            continue
        for name in ("name", "title", "site"):
            if getattr(card, name) != getattr(then, name):
                placed.node.attributes[f"{_OURS}{name}"] = getattr(card, name)
        for name in ("circles", "themes"):
            if set(getattr(card, name)) != set(getattr(then, name)):
                placed.node.attributes[f"{_OURS}{name}"] = "\n".join(getattr(card, name))
    root.attributes.update(_NAMESPACE)
    return root


_NOBODY: Final = Row(name="", feed="")


def without_ours(root: Node) -> Node:
    """Return the tree without what stands there from us."""
    return _copied(root, lambda key: not key.startswith(_OURS) and key not in _NAMESPACE)


def without_harm(root: Node) -> Node:
    """Return the tree without rows whose feed is no http(s) address, and without other addresses that are none."""
    said = {key: value for key, value in root.attributes.items() if not _is_harm(key, value)}
    kept = replace(root, attributes=said, inside=[])
    for child in root.inside:
        if not isinstance(child, Node):
            kept.inside.append(child)
        elif child.value("xmlurl").strip() and not clean_link(child.value("xmlurl").strip()):
            kept.inside += without_harm(child).outlines
        else:
            kept.inside.append(without_harm(child))
    return kept


def _is_harm(key: str, value: str) -> bool:
    return key.lower() in ("htmlurl", "url") and bool(_SCHEME.match(value)) and not clean_link(value)


def _copied(node: Node, wanted: Callable[[str], bool]) -> Node:
    inside = [_copied(child, wanted) if isinstance(child, Node) else child for child in node.inside]
    said = {key: value for key, value in node.attributes.items() if wanted(key)}
    return replace(node, attributes=said, inside=inside)
