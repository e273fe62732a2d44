"""Following everybody in an OPML file, and giving the list of those I follow away as one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from learnlog.care.opml import LARGEST, Row, host_of, read_opml, write_opml
from learnlog.model.errors import NotFoundError
from learnlog.model.ids import slugify
from learnlog.model.person import Channel, Person
from learnlog.vault.disk import told
from learnlog.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlReport:
    """What an OPML file brought.

    ``added`` are the people whose cards are new or got a channel, ``known`` the addresses that were followed
    already, ``left_out`` the rows that could not be, each with why.
    """

    added: tuple[Person, ...] = ()
    known: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


def import_opml(workspace: Workspace, path: Path, *, dry_run: bool = False) -> OpmlReport:
    """Follow the feeds in the OPML file at `path`; nothing is fetched, and importing again adds nothing.

    Folders become circles, categories themes. Feeds of one title on one site are one person's.

    Raises:
        NotFoundError: there is no such file.
        LearnlogError: it cannot be read as OPML.
    """
    path = path.expanduser()
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}.", "Give the path of an OPML file.")
    with told("The OPML file could not be read"), path.open("rb") as file:
        data = file.read(LARGEST + 1)
    rows, left_out = read_opml(data)
    workspace.sync.scan()
    cards = _Cards(workspace.people.all(unfollowed=True))
    fresh = [row for row in _joined(rows) if row.feed not in cards.by_feed]
    known = tuple(dict.fromkeys(row.feed for row in rows if row.feed in cards.by_feed))
    people = [_proposed(group, cards) for group in _grouped(fresh)]
    if not dry_run:
        before = len(workspace.changes)
        people = [_follow(workspace, person) for person in people]
        workspace.changes.group(f"followed {len(people)} people", before)
    return OpmlReport(added=tuple(people), known=known, left_out=tuple(left_out))


def _joined(rows: list[Row]) -> list[Row]:
    """Return each feed once, with the circles and themes of every place where it stands."""
    found: dict[str, Row] = {}
    for row in rows:
        same = found.get(row.feed, row)
        circles = tuple(dict.fromkeys((*same.circles, *row.circles)))
        themes = tuple(dict.fromkeys((*same.themes, *row.themes)))
        found[row.feed] = replace(same, circles=circles, themes=themes)
    return list(found.values())


def _grouped(rows: list[Row]) -> list[list[Row]]:
    """Return the rows by person: one title on one site is one."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.name.casefold(), host_of(row.site or row.feed)), []).append(row)
    return list(groups.values())


class _Cards:
    """The people there are, and the names that are taken."""

    def __init__(self, people: list[Person]) -> None:
        self.by_feed = {channel.key: person for person in people for channel in person.channels}
        self._by_name: dict[str, Person] = {}
        for person in reversed(people):
            for name in (person.id, person.name, *person.aliases):
                self.take(name, person)

    def take(self, name: str, person: Person) -> None:
        """Note that `name` means `person`."""
        self._by_name[slugify(name)] = person

    def named(self, name: str) -> Person | None:
        """Return whom `name` means, as the cards themselves would find them."""
        return self._by_name.get(slugify(name))


def _proposed(rows: list[Row], cards: _Cards) -> Person:
    """Return the person behind `rows`: one of that name on that site, or someone new under a free name."""
    host = host_of(rows[0].site or rows[0].feed)
    name, number = rows[0].name, 1
    same = cards.named(name)
    while same is not None and not (same.is_followed and host in _hosts(same)):
        name = f"{rows[0].name} ({host})" if number == 1 else f"{rows[0].name} ({host} {number})"
        same, number = cards.named(name), number + 1
    channels = [Channel(kind="feed", key=row.feed, title=row.name, address=row.site) for row in rows]
    person = Person(
        id=same.id if same else slugify(name),
        name=same.name if same else name,
        channels=tuple(channels),
        circles=tuple(dict.fromkeys(circle for row in rows for circle in row.circles)),
        themes=tuple(dict.fromkeys(theme for row in rows for theme in row.themes)),
    )
    cards.take(name, person)
    return person


def _hosts(person: Person) -> set[str]:
    return {host_of(address) for channel in person.channels for address in (channel.key, channel.address)}


def _follow(workspace: Workspace, person: Person) -> Person:
    return workspace.people.add(person.name, person.channels, themes=person.themes, circles=person.circles)


def export_opml(workspace: Workspace) -> str:
    """Return the feeds of those I follow as OPML: circles as folders, themes as categories."""
    names = {theme.slug: theme.name for theme in workspace.themes.all(merged=True)}
    return write_opml(_rows(workspace.people.all(), names))


def _rows(people: Iterable[Person], names: dict[str, str]) -> Iterable[Row]:
    for person in people:
        themes = tuple(names.get(slug, slug) for slug in person.themes)
        for channel in person.channels:
            if channel.kind == "feed":
                yield Row(
                    name=person.name,
                    feed=channel.key,
                    site=channel.address,
                    circles=person.circles,
                    themes=themes,
                )
