"""Giving the list of those I follow away as OPML: as it came in, with what changed here since."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from learnlog.model.person import Person
from learnlog.model.safe import clean_link
from learnlog.reading.following.opml import (
    Row,
    body_of,
    category_name,
    category_of,
    folder_of,
    is_commented,
    new_file,
    new_head,
    node_of,
    put_head,
    put_rows,
)
from learnlog.reading.following.opml_tree import Node, Remark, written
from learnlog.reading.following.outlines import card_then, circles_in, without_harm, without_ours
from learnlog.workspace import Workspace


def export_opml(workspace: Workspace) -> tuple[str, int]:
    """Return the feeds of those I follow as OPML, circles as folders, themes as categories; and how many.

    What OPML files said that were taken in stands there again, in their order: of the first one all, of later ones
    what is not in those before. Whom I do not follow any more is gone, and what was changed or is new here is as here.
    """
    themes = workspace.themes.all(merged=True)
    names = {theme.slug: theme.name for theme in themes}
    called = {name.casefold(): theme.name for theme in themes for name in (theme.name, *theme.aliases)}
    rows = {row.feed: row for row in feeds_of(workspace.people.all(), names)}
    known = {
        key: rows[channel.key]
        for person in workspace.people.all()
        for channel in person.channels
        if channel.key in rows
        for key in channel.keys
    }
    layout = _Layout(known, called)
    for outline in workspace.outlines.all():
        layout.add(outline.root)
    return written(layout.whole(rows.values())), len(rows)


def feeds_of(people: Iterable[Person], names: Mapping[str, str]) -> Iterable[Row]:
    """Yield what the cards say of each feed; `names` are those of the themes by slug."""
    for person in people:
        themes = tuple(names.get(slug, slug) for slug in person.themes)
        for channel in person.channels:
            if channel.kind == "feed":
                yield Row(
                    name=person.name,
                    title=channel.title or person.name,
                    feed=channel.key,
                    site=channel.address,
                    circles=person.circles,
                    themes=themes,
                )


class _Layout:
    """The file that is being put together. `known` are the cards' feeds by every address they had."""

    def __init__(self, known: Mapping[str, Row], called: Mapping[str, str]) -> None:
        self._known = known
        self._called = called
        self._root: Node | None = None
        self._places: dict[str, set[str]] = {}
        self._before: dict[str, frozenset[str]] = {}
        self._rows: dict[str, tuple[Node, frozenset[str]]] = {}

    def add(self, root: Node) -> None:
        """Put in what a kept file says of the feeds that are still followed."""
        circles = circles_in(root)
        self._before = {feed: frozenset(places) for feed, places in self._places.items()}
        body = root.child("body")
        if body is not None:
            body.inside = self._living(body, (), circles)
        root = without_harm(without_ours(root))
        if self._root is None:
            self._root = root
            return
        head = root.child("head")
        if head is not None and self._root.child("head") in (None, new_head()):
            put_head(self._root, head)
        self._root.before = _each_once(self._root.before, root.before)
        self._root.after = _each_once(self._root.after, root.after)
        _join(body_of(self._root), body_of(root))

    def whole(self, rows: Iterable[Row]) -> Node:
        """Return the file with all `rows` in it: what has no place yet comes last."""
        wanted = [(self._node(row), circle) for row in rows for circle in self._missing(row)]
        self._root = self._root or new_file()
        put_rows(self._root, wanted)
        return self._root

    def _missing(self, row: Row) -> Iterable[str]:
        """Return the circles into whose folders a feed still has to be put, "" for none."""
        placed = self._places.get(row.feed, set())
        then = self._rows[row.feed][1] if row.feed in self._rows else frozenset()
        added = [circle for circle in row.circles if circle not in then and circle not in placed]
        if placed or added:
            return added
        return row.circles or ("",)

    def _node(self, row: Row) -> Node:
        if row.feed not in self._rows:
            return node_of(replace(row, title=row.title if row.title != row.name else ""))
        like = self._rows[row.feed][0]
        return Node(like.tag, dict(like.attributes))

    def _living(
        self, node: Node, folders: tuple[str, ...], circles: Mapping[str, tuple[str, ...]]
    ) -> list[Node | Remark | str]:
        """Return what is in `node` without those I do not follow, and without folders that held only them."""
        left: list[Node | Remark | str] = []
        for child in node.inside:
            if not isinstance(child, Node) or not child.is_outline or is_commented(child):
                left.append(child)
                continue
            held = bool(child.outlines)
            child.inside = self._living(child, (*folders, *folder_of(child)), circles)
            if child.value("xmlurl").strip():
                left += [child] if self._update(child, " / ".join(folders), circles) else child.outlines
            elif child.outlines or not held:
                left.append(child)
        return left

    def _update(self, node: Node, circle: str, circles: Mapping[str, tuple[str, ...]]) -> bool:
        """Have a row say what its card says where that was changed since; tell whether it stays in its place."""
        address = clean_link(node.value("xmlurl").strip())
        then, now = card_then(node, circles.get(address, ())), self._known.get(address)
        if then is None or now is None:
            return False
        seen, all_then = self._rows.get(now.feed, (node, frozenset()))
        self._rows[now.feed] = (seen, all_then | set(then.circles))
        self._say(node, then, now)
        moved = bool(circle) and circle in then.circles and circle not in now.circles
        if moved or circle in self._before.get(now.feed, ()):
            return False
        self._places.setdefault(now.feed, set()).add(circle)
        return True

    def _say(self, node: Node, then: Row, now: Row) -> None:
        if now.feed != then.feed:
            node.put("xmlUrl", now.feed)
        if now.name != then.name:
            if not node.value("title"):
                node.put("title", now.title)
            node.put("text", now.name)
        if now.title != then.title:
            node.put("title", now.title)
        if now.site != then.site:
            node.put("htmlUrl", now.site)
        self._say_themes(node, then.themes, now.themes)

    def _say_themes(self, node: Node, then: tuple[str, ...], now: tuple[str, ...]) -> None:
        gone = {name.casefold() for name in then} - {name.casefold() for name in now}
        known = {name.casefold() for name in then}
        parts = [part for part in node.value("category").split(",") if part]
        left = [part for part in parts if not gone & self._names(part)]
        left += [category_of(name) for name in now if name.casefold() not in known]
        if left != parts:
            node.put("category", ",".join(left))

    def _names(self, part: str) -> set[str]:
        """Return what a part of a category may be called here."""
        name = category_name(part).casefold()
        return {name, self._called.get(name, name).casefold()}


def _each_once(*remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    return tuple(dict.fromkeys(one for some in remarks for one in some))


def _join(into: Node, other: Node) -> None:
    """Put what is in `other` into a folder of the same name, and at the end what is not there yet."""
    folders = {folder_of(one): one for one in reversed(into.outlines) if folder_of(one)}
    known = {frozenset(one.attributes.items()) for one in into.outlines}
    remarks = {part for part in into.inside if isinstance(part, Remark)}
    for child in other.inside:
        if isinstance(child, Remark) and child not in remarks:
            into.inside.append(child)
        if not isinstance(child, Node) or not child.is_outline:
            continue
        same = folders.get(folder_of(child)) if child.outlines else None
        if same is not None:
            _join(same, child)
        elif child.outlines or child.value("xmlurl") or frozenset(child.attributes.items()) not in known:
            into.inside.append(child)
