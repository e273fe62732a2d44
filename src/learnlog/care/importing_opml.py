"""Following everybody in an OPML file."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Final

from learnlog.care.exporting_opml import feeds_of
from learnlog.care.taking import KNOWN, Taking
from learnlog.model.address import host_of
from learnlog.model.document import Document, DocumentType
from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.model.finding import Description, Profile
from learnlog.model.ids import slugify
from learnlog.model.person import Channel, Person
from learnlog.model.safe import clean_line
from learnlog.reading.following.opml import Row, rows_of, without_owner
from learnlog.reading.following.opml_tree import LARGEST, Node, read_tree
from learnlog.reading.following.outlines import Outlines
from learnlog.reading.people.joining import unique
from learnlog.vault.disk import told
from learnlog.vault.files import Vault
from learnlog.workspace import Workspace

_MOST_THEMES: Final = 100
"""Categories that become themes; a file with more was written by no person."""


_CARD: Final = 25_000
"""Letters of feeds, folders and categories that one person's card takes at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlReport:
    """What an OPML file brought.

    ``added`` are the people whose cards are new or got a channel, ``known`` the addresses that were followed
    already, of which ``unfollowed`` are those of people I unfollowed and do not follow now either;
    ``left_out`` are the rows that could not be, each with why.
    """

    added: tuple[Person, ...] = ()
    known: tuple[str, ...] = ()
    unfollowed: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


def import_opml(
    workspace: Workspace, path: Path, *, dry_run: bool = False, only: Collection[str] | None = None
) -> OpmlReport:
    """Follow the feeds in the OPML file at `path`; see `take_in_opml`.

    Raises:
        NotFoundError: there is no such file.
        LearnlogError: it cannot be read as OPML.
    """
    return take_in_opml(workspace, outline_at(path), path.name, dry_run=dry_run, only=only)


def outline_at(path: Path) -> bytes:
    """Return what is in the file at `path`, as far as an OPML file may go.

    Raises:
        NotFoundError: there is no such file.
        LearnlogError: it cannot be read.
    """
    path = path.expanduser()
    if not path.is_file():
        raise NotFoundError(
            f"There is no file {path}.",
            "Give the path of an OPML file; `learnlog follow ADDRESS` takes one at an address.",
        )
    with told("The OPML file could not be read"), path.open("rb") as file:
        return file.read(LARGEST + 1)


def take_in_opml(
    workspace: Workspace,
    data: bytes,
    name: str,
    *,
    dry_run: bool = False,
    only: Collection[str] | None = None,
    is_mine: bool = True,
) -> OpmlReport:
    """Follow the feeds in the OPML file `data`; nothing is fetched, and taking it in again adds nothing.

    Folders become circles, categories themes. Feeds of one title on one site are one person's. With `only`,
    those are followed whose ids (as a dry run gave them) are among it; None means everybody. The file is kept, under
    its `name`, for what no card has a place for; of one that is not mine what it says of its owner is not.

    Raises:
        LearnlogError: it cannot be read as OPML.
    """
    root = read_tree(data)
    rows, left_out = rows_of(root)
    workspace.sync.scan()
    people = workspace.vault.root / DocumentType.PERSON.folder
    cards = _Cards(workspace.people.all(unfollowed=True), lambda id: (people / f"{id}.md").exists())
    known = tuple(dict.fromkeys(row.feed for row in rows if row.feed in cards.by_feed))
    former = tuple(feed for feed in known if not cards.by_feed[feed].is_followed)
    groups, too_long = _on_a_card(_grouped(_joined(rows)), cards.by_feed)
    left_out += [
        (row.name, f"“{clean_line(row.feed, 200)}” is more than fits one person's card") for row in too_long
    ]
    proposed, too_many = _with_few_themes([_proposed(group, cards) for group in groups])
    left_out += [(name, "is one category too many") for name in too_many]
    if only is not None:
        proposed = [person for person in proposed if person.id in only]
    if not dry_run:
        if not is_mine:
            without_owner(root)
        proposed = _follow(workspace, proposed, root, name)
        _remember(workspace, name, _joined(rows))
    return OpmlReport(added=tuple(proposed), known=known, unfollowed=former, left_out=tuple(left_out))


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


def _on_a_card(groups: list[list[Row]], known: Collection[str]) -> tuple[list[list[Row]], list[Row]]:
    """Return of each person the rows that fit a card and are not `known`, and those that are too many for one."""
    kept: list[list[Row]] = []
    left: list[Row] = []
    for group in groups:
        sizes = accumulate(
            sum(map(len, (row.feed, row.site, *row.circles, *row.themes))) + 100 for row in group
        )
        fits = sum(size <= _CARD for size in sizes)
        kept.append([row for row in group[:fits] if row.feed not in known])
        left += (row for row in group[fits:] if row.feed not in known)
    return [group for group in kept if group], left


class _Cards:
    """The people there are, and the names and ids that are taken."""

    def __init__(self, people: list[Person], is_file: Callable[[str], bool]) -> None:
        self.by_feed = {
            key: person for person in people for channel in person.channels for key in channel.keys
        }
        self._is_file = is_file
        self._numbers: dict[str, int] = {}
        self._ids = {name for person in people for name in (person.id, *person.aliases)}
        self._by_name: dict[str, Person] = {}
        for person in reversed(people):
            for name in (person.name, *person.aliases):
                self._by_name[name.casefold()] = person

    def named(self, name: str) -> Person | None:
        """Return whom `name` means."""
        return self._by_name.get(name.casefold())

    def new(self, name: str) -> Person:
        """Return a new person of that name with an id of their own."""
        id = slug = slugify(name)
        while id in self._ids or self._is_file(id):
            # counted on from the last of that name: a file may have thousands
            number = self._numbers[slug] = self._numbers.get(slug, 1) + 1
            id = f"{slug}-{number}"
        self._ids.add(id)
        person = self._by_name[name.casefold()] = Person(id=id, name=name)
        return person


def _proposed(rows: list[Row], cards: _Cards) -> Person:
    """Return the person behind `rows`: one of that name on that site, or someone new under a free name."""
    host = host_of(rows[0].site or rows[0].feed)
    name, number = rows[0].name, 1
    same = cards.named(name)
    while same is not None and not (same.is_followed and host in _hosts(same)):
        name = f"{rows[0].name} ({host})" if number == 1 else f"{rows[0].name} ({host} {number})"
        same, number = cards.named(name), number + 1
    channels = [
        Channel(kind="feed", key=row.feed, title=row.title or row.name, address=row.site) for row in rows
    ]
    return replace(
        same or cards.new(name),
        channels=tuple(channels),
        circles=tuple(dict.fromkeys(circle for row in rows for circle in row.circles)),
        themes=tuple(dict.fromkeys(theme for row in rows for theme in row.themes)),
    )


def _hosts(person: Person) -> set[str]:
    return {host_of(address) for channel in person.channels for address in (channel.key, channel.address)}


def _with_few_themes(people: list[Person]) -> tuple[list[Person], list[str]]:
    """Return the people with the first categories only, and the names of the others."""
    names = list(dict.fromkeys(name for person in people for name in person.themes))
    kept = set(names[:_MOST_THEMES])
    fewer = [replace(person, themes=tuple(n for n in person.themes if n in kept)) for person in people]
    return fewer, names[_MOST_THEMES:]


def _follow(workspace: Workspace, people: list[Person], root: Node, name: str) -> list[Person]:
    """Keep the file, write the cards of those who are new, all at once, and add to those who are here."""
    changes, shelf, before = workspace.changes, workspace.shelf, workspace.changes.mark()
    names = list(dict.fromkeys(theme for person in people for theme in person.themes))
    slug_of = {theme: workspace.themes.ensure([theme])[0][0] for theme in names}
    people = [
        replace(person, themes=tuple(dict.fromkeys(slug_of[theme] for theme in person.themes)))
        for person in people
    ]
    # First, so that a crash leaves no card whose place in the file is not known: rows of nobody mean nothing.
    workspace.outlines.keep(root, name, _said(workspace, people))
    written: list[Document] = []
    with shelf.together():
        for person in (person for person in people if not person.path):
            path = shelf.vault.named_path(DocumentType.PERSON, person.id)
            card = replace(person, created=workspace.clock())
            written.append(shelf.write(path, card.id, card.front_matter(), ""))

    if written:
        changes.record("", lambda: shelf.delete(*written))
    extended = [
        workspace.people.add(p.name, p.channels, themes=p.themes, circles=p.circles) for p in people if p.path
    ]
    changes.group(f"followed {len(people)} people" if people else f"took in {clean_line(name, 60)}", before)
    return [*map(Person.of, written), *extended]


def _said(workspace: Workspace, people: list[Person]) -> dict[str, Row]:
    """Return by address what the cards will say of each feed when `people` are followed."""
    cards = {person.id: person for person in workspace.people.all()}
    for new in people:
        old = cards.get(new.id, new)
        cards[new.id] = replace(
            old,
            channels=unique((*old.channels, *new.channels)),
            circles=tuple(dict.fromkeys((*old.circles, *new.circles))),
            themes=tuple(dict.fromkeys((*old.themes, *new.themes))),
        )
    names = {theme.slug: theme.name for theme in workspace.themes.all(merged=True)}
    rows = {row.feed: row for row in feeds_of(cards.values(), names)}
    channels = (channel for person in cards.values() for channel in person.channels if channel.key in rows)
    return {key: rows[channel.key] for channel in channels for key in channel.keys}


def _remember(workspace: Workspace, source: str, rows: Iterable[Row]) -> None:
    """Keep what the folders and categories call each feed: it is a reason for the finder."""
    actors, now = workspace.library.actors, workspace.clock()
    called: dict[str, list[str]] = {}
    profiles = []
    for row in rows:
        profiles.append(Profile(key=row.feed, kind="feed", name=row.name, url=row.site))
        called.setdefault(", ".join((*row.circles, *row.themes)), []).append(row.feed)
    actors.put(profiles, now)
    for folders, keys in called.items():
        actors.describe(keys, Description(source=source, kind="opml", text=folders), now)


def import_outlines(taking: Taking, root: Path) -> None:
    """Take in the OPML files that are kept in the learnlog folder `root`."""
    space = taking.workspace
    here = {one.digest for one in space.outlines.all()}
    for outline in Outlines(Vault(root), space.changes, space.clock).all():
        if outline.digest in here:
            taking.skip(outline.path, KNOWN)
            continue
        try:
            if not taking.dry_run:
                space.outlines.bring(outline)
            taking.added.append(outline.path)
        except LearnlogError as error:
            taking.skip(outline.path, error.message)
