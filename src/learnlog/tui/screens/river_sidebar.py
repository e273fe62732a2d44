"""What a River can show: everything, a theme, a circle, a view, a person, each with its unread posts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.circles import NESTED
from learnlog.model.query import PostFilter
from learnlog.model.theme import ThemeStatus
from learnlog.tui.screens.asking import Choice
from learnlog.tui.screens.river_draft import DRAFTS
from learnlog.tui.screens.river_pages import RiverPages
from learnlog.tui.text import fit
from learnlog.workspace import Workspace

MANY = 10_000
"""Unread posts of a view that are counted: each is looked at for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One list of posts: ``kind`` is ``all``, ``unread``, ``starred``, ``hidden``, or one of `HEADINGS`.

    ``name`` is a slug or an id, of a circle its name, of a view its search.
    """

    kind: str
    name: str = ""
    label: str = ""
    unread: int = 0

    @property
    def id(self) -> str:
        """A name for the lane, for lists."""
        return f"{self.kind}:{self.name}"

    @property
    def count(self) -> str:
        """How many posts are unread, in figures; "" for none."""
        more = self.kind == "view" and self.unread > MANY
        return f"{MANY:,}+" if more else f"{self.unread:,}" if self.unread else ""


ALL = (
    Lane(kind="all", label="All"),
    Lane(kind="unread", label="Unread"),
    Lane(kind="starred", label="Starred"),
)
HIDDEN = Lane(kind="hidden", label="Hidden by rules")
HEADINGS = {"theme": "Themes", "circle": "Circles", "view": "Views", "person": "People"}
_FIELDS = {**{kind: kind for kind in HEADINGS}, "view": "search"}
"""Which field of a filter shows a lane of each kind."""


def gather_lanes(workspace: Workspace, boosts: bool = True) -> list[Lane]:
    """Return every lane with its unread posts, `boosts` among them or not. Reads the database: in a thread."""
    posts = workspace.library.posts
    themes, circles = posts.unread_by_theme(boosts=boosts), posts.unread_by_circle(boosts=boosts)
    people = posts.unread_by_person(boosts=boosts)
    total = posts.unread_total(boosts=boosts)
    lanes = [
        Lane(kind=lane.kind, label=lane.label, unread=0 if lane.kind == "starred" else total) for lane in ALL
    ]
    lanes += [HIDDEN] if workspace.library.ruling.hidden() else []
    lanes += [
        Lane(kind="theme", name=theme.slug, label=theme.name, unread=themes.get(theme.slug, 0))
        for theme in workspace.themes.all()
        if theme.status is ThemeStatus.ACTIVE or themes.get(theme.slug)
    ]
    lanes += [
        Lane(kind="circle", name=name, label=name, unread=circles.get(name, 0))
        for name in workspace.people.circles()
    ]
    views = {view.search: view.name for view in reversed(workspace.views.all())}
    lanes += [Lane(kind="view", name=search, label=name) for search, name in reversed(views.items())]
    lanes += [
        Lane(kind="person", name=person.id, label=person.name, unread=people.get(person.id, 0))
        for person in workspace.people.all()
    ]
    return lanes


def filter_of(lane_id: str) -> PostFilter:
    """Return what the lane with `lane_id` shows."""
    kind, _, name = lane_id.partition(":")
    if kind in HEADINGS:
        return PostFilter(**{_FIELDS[kind]: name})  # type: ignore[arg-type]  # these fields are words
    hidden = "only" if kind == "hidden" else "out"
    return PostFilter(unread=kind == "unread", starred=kind == "starred", hidden=hidden)


def lane_of(asked: PostFilter) -> str:
    """Return the id of the lane that shows what `asked` fits, or the nearest to it."""
    for kind, field in _FIELDS.items():
        if name := getattr(asked, field):
            return f"{kind}:{name}"
    if asked.hidden == "only":
        return "hidden:"
    return "starred:" if asked.starred else "unread:" if asked.unread else "all:"


def sidebar_options(lanes: Sequence[Lane], width: int, height: int) -> Iterator[Option]:
    """Yield the sidebar's lines; people only when there is room for all of them."""
    for kind, part in _parts(lanes, height):
        if kind:
            yield Option("", disabled=True)
            yield Option(Content.styled(f" {HEADINGS[kind]}", "bold $accent"), disabled=True)
        for lane in part:
            yield Option(_row(lane, width), id=lane.id)


def _parts(lanes: Sequence[Lane], height: int) -> list[tuple[str, list[Lane]]]:
    parts = [("", [lane for lane in lanes if lane.kind not in HEADINGS])]
    parts += [(kind, [lane for lane in lanes if lane.kind == kind]) for kind in HEADINGS]
    parts = [(kind, part) for kind, part in parts if part]
    lines = sum(len(part) + (2 if kind else 0) for kind, part in parts)
    return [(kind, part) for kind, part in parts if kind != "person" or lines <= height]


def _row(lane: Lane, width: int) -> Content:
    count = lane.count
    outer, _, own = lane.label.rpartition(NESTED) if lane.kind == "circle" else ("", "", lane.label)
    indented = "  " * outer.count(NESTED) + "  " * bool(outer) + own
    label = fit(indented, max(1, width - len(count) - 2))
    return Content.assemble(" ", label, " ", (count, "bold" if lane.kind == "theme" else "$text-muted"))


def lane_choices(lanes: Sequence[Lane]) -> list[Choice]:
    """Return the lanes as things to choose in a dialog."""
    return [
        Choice(
            id=lane.id,
            label=lane.label,
            note=" · ".join(
                part
                for part in (lane.kind if lane.name else "", f"{lane.count} new" if lane.count else "")
                if part
            ),
        )
        for lane in lanes
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is shown around the list: the lanes, how many new posts wait, which posts have a draft."""

    lanes: tuple[Lane, ...] = ()
    waiting: int = 0
    drafted: frozenset[str] = frozenset()

    @property
    def themes(self) -> dict[str, str]:
        """The themes' names by slug."""
        return {lane.name: lane.label for lane in self.lanes if lane.kind == "theme"}

    @property
    def has_people(self) -> bool:
        """Tell whether anybody is followed."""
        return any(lane.kind == "person" for lane in self.lanes)


def look_around(workspace: Workspace, pages: RiverPages) -> Around:
    """Gather what is around the list of `pages`. Reads disk and database: call it from a thread."""
    names = (draft.name for draft in workspace.drafts.names())
    drafted = frozenset(name.removeprefix(DRAFTS) for name in names if name.startswith(DRAFTS))
    return Around(
        lanes=tuple(gather_lanes(workspace, pages.asked.boosts)), waiting=pages.waiting(), drafted=drafted
    )


class Lanes(OptionList):
    """The lanes as a list at the left."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._shown: object = None

    @property
    def current(self) -> str:
        """The id of the lane under the cursor, "" for none."""
        option = self.highlighted_option
        return (option.id if option else "") or ""

    def show(self, lanes: Sequence[Lane], chosen: str, width: int, height: int) -> None:
        """Show the lanes, the cursor on the one that is `chosen` unless it is being moved right now."""
        wanted = self.current if self.has_focus and self.current else chosen
        if (lanes, width, height) != self._shown:
            self._shown = (lanes, width, height)
            self.set_options(list(sidebar_options(lanes, width, height)))
        places = [option.id for option in self.options]
        self.highlighted = places.index(wanted) if wanted in places else None
