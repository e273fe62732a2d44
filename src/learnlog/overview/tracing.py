"""The chain: from an expert's post over an insight to what was shared and what came back, followed both ways."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.model.entry import Entry
from learnlog.model.visibility import Visibility
from learnlog.overview.document_page import DocumentPage, look_at_document
from learnlog.overview.links import Linked
from learnlog.workspace import Workspace

if TYPE_CHECKING:
    from learnlog.sharing.ledger import Left

DEEPEST = 6
MOST = 200
_UP = ("Rests on", "Evidence", "From", "About")
_DOWN = (
    "Linked from",
    "Evidence for",
    "Used in",
    "Kept as",
    "Answers",
    "Said about it",
    "My entries",
    "Kept",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A link of the chain, and what follows it; ``relation`` says how it hangs on the one before."""

    link: Linked
    relation: str = ""
    steps: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Something with what it ``rests`` on and what ``grew`` from it; ``themes`` it stands under, ``sent`` where to.

    What ``grew`` tells of entries in which bundles they left as well.
    """

    link: Linked
    rests: tuple[Step, ...] = ()
    grew: tuple[Step, ...] = ()
    themes: tuple[Linked, ...] = ()
    sent: tuple[str, ...] = ()


def trace(workspace: Workspace, type: str, id: str) -> Trace:
    """Follow the chain from a document or post, both ways. Reads the database.

    Raises:
        NotFoundError: there is no such thing.
    """
    page = look_at_document(workspace, type, id)
    here = Linked(type=page.type, id=page.id, title=page.title, moment=page.moment)
    walk = _Walk(workspace)
    rests = walk.along(page, _UP, {(page.type, page.id)})
    grew = walk.along(page, _DOWN, {(page.type, page.id)})
    themes = [link for group in page.groups if group.title == "Themes" for link in group.links]
    sent = [place.url or place.uri for place in page.entry.sent] if page.entry else []
    return Trace(link=here, rests=rests, grew=grew, themes=tuple(themes), sent=tuple(sent))


class _Walk:
    """Walks in one direction, each thing once, and not for ever."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._left = MOST

    def along(
        self, page: DocumentPage, titles: Iterable[str], seen: set[tuple[str, str]], depth: int = 0
    ) -> tuple[Step, ...]:
        """Return the steps from `page` by the groups with these titles."""
        wanted = tuple(titles)
        steps = self._shared(page.entry, depth) if page.entry and wanted == _DOWN else []
        for group in page.groups:
            for link in group.links if group.title in wanted else ():
                if (link.type, link.id) in seen or self._left <= 0:
                    continue
                seen.add((link.type, link.id))
                self._left -= 1
                steps.append(Step(link=link, relation=group.title, steps=self._on(link, wanted, seen, depth)))
        return tuple(steps)

    def _on(
        self, link: Linked, titles: tuple[str, ...], seen: set[tuple[str, str]], depth: int
    ) -> tuple[Step, ...]:
        # a person or a theme hangs together with everything: the chain ends there
        if depth >= DEEPEST or link.type in ("", "person", "theme"):
            return ()
        page = look_at_document(self._workspace, link.type, link.id)
        return self.along(page, titles, seen, depth + 1)

    @cached_property
    def _bundles(self) -> "list[Left]":
        return self._workspace.showing.ledger.all()

    def _shared(self, entry: Entry, depth: int) -> list[Step]:
        """Return in which bundles `entry` left, and where it was posted; of the first entry `Trace.sent` says that."""
        from learnlog.sharing.audience import whom

        steps = []
        for audience in Visibility:
            left = [one for one in self._bundles if one.audience is audience and entry.id in one.entries]
            if not left:
                continue
            how_many = "a bundle" if len(left) == 1 else f"{len(left)} bundles"
            last = left[-1].made.astimezone()
            note = f"{last.day} {last:%b}" + (
                "" if entry.visibility.reaches(audience) else " · withdrawn since"
            )
            link = Linked(type="", id=left[-1].id, title=f"in {how_many} for {whom(audience)}", note=note)
            steps.append(Step(link=link, relation="Shared"))
        posted = [place.url or place.uri for place in entry.sent] if depth else []
        return steps + [Step(link=Linked(type="", id=at, title=at), relation="Sent") for at in posted]
