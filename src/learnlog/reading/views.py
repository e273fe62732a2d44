"""Views: searches that I keep as lists of the River, in ``views.md`` in the vault, mine to read and change."""

from collections.abc import Callable
from typing import Any, Final

from learnlog.journal.changes import Changes
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.ids import slugify
from learnlog.model.safe import clean_line
from learnlog.model.view import View
from learnlog.vault.files import Vault
from learnlog.vault.item_pages import ItemPage, Items, value_of, with_values

PAGE: Final = "views.md"
_BODY: Final = """# Views

Searches that are lists of the River, in this order: each with a name and what it searches for. Change them here,
in the River (`v`), or with `learnlog views`.
"""
_NAME: Final = 60


class Views:
    """Reads and writes the page; every change is undone by one undo."""

    def __init__(self, vault: Vault, changes: Changes) -> None:
        self._page = ItemPage(vault, PAGE, "views", _BODY)
        self._changes = changes

    def all(self) -> tuple[View, ...]:
        """Return my views in the page's order; what is no view is passed over."""
        return tuple(view for view in _views(self._page.items()) if view)

    def problem(self) -> str:
        """Return what cannot be understood of the page; "" when all of it can."""
        lost = sum(view is None for view in _views(self._page.items()))
        return self._page.problem() or (f"{lost} of its views have no name or no search." if lost else "")

    def get(self, reference: str) -> View:
        """Return the view called `reference` (name, id, or the beginning of one name only).

        Raises:
            NotFoundError: there is none, or several begin so.
        """
        wanted, every = slugify(reference), self.all()
        begins = [view for view in every if view.id.startswith(wanted)]
        exact = [view for view in every if view.id == wanted]
        if exact or len(begins) == 1:
            return (exact or begins)[0]
        names = ", ".join(f"“{view.name}”" for view in every)
        raise NotFoundError(
            f"There is no view “{clean_line(reference, 60)}”.",
            f"There are {names}." if names else "`learnlog views add NAME SEARCH` makes one.",
        )

    def add(self, search: str, name: str = "") -> View:
        """Keep `search` under `name`, else under its own words; returns the view.

        Raises:
            UsageError: the search is empty, cannot find posts, or a view is called so already.
        """
        search = checked(search)
        name = clean_line(name, _NAME) or clean_line(search, _NAME)
        self._refuse_double(name)
        made = {"name": name, "search": search}
        self._change(f"made the view “{name}”", lambda items: [*items, made])
        return self.get(name)

    def change(self, reference: str, *, name: str = "", search: str = "") -> View:
        """Give a view another name or search; returns it as it is then.

        Raises:
            NotFoundError: there is no such view.
            UsageError: the search cannot find posts, or another view is called so.
        """
        view = self.get(reference)
        name = clean_line(name, _NAME) or view.name
        if slugify(name) != view.id:
            self._refuse_double(name)
        said = {"name": name, "search": checked(search) if search.strip() else view.search}
        self._change(f"changed the view “{view.name}”", lambda items: _swapped(items, view.id, said))
        return self.get(name)

    def move(self, reference: str, step: int) -> View:
        """Move a view `step` places down (up when negative), as far as there are places; returns it."""
        view = self.get(reference)
        self._change(f"moved the view “{view.name}”", lambda items: _moved(items, view.id, step))
        return view

    def remove(self, reference: str) -> View:
        """Take a view away; returns what it was. The posts it showed stay as they are."""
        view = self.get(reference)
        self._change(f"removed the view “{view.name}”", lambda items: _swapped(items, view.id, None))
        return view

    def _refuse_double(self, name: str) -> None:
        if not any(map(str.isalnum, name)):
            raise UsageError("A view needs a name with a letter or a number in it.")
        if any(view.id == slugify(name) for view in self.all()):
            raise UsageError(f"There is a view “{name}” already.", "Give this one another name.")

    def _change(self, said: str, decide: Callable[[Items], Items]) -> None:
        if back := self._page.change(decide):
            self._changes.record(said, back)


def checked(search: str) -> str:
    """Return `search` as it can be kept.

    Raises:
        UsageError: it is empty, or nothing in it can ever find posts of those I follow.
    """
    from learnlog.library.query import Field, parse

    line = clean_line(search).strip()
    root = parse(line + " ").root
    if root is None:
        raise UsageError("There is nothing to search for.", "Give words, or a field such as is:starred.")
    parts = getattr(root, "items", (root,))
    for part in parts:
        if isinstance(part, Field) and part.name == "in" and part.value.lower() != "posts":
            raise UsageError(
                f"A view shows posts of the people you follow; {part} finds none of them.",
                "Leave that out to keep the rest.",
            )
    return line


def _views(items: Items) -> list[View | None]:
    """Return what each item says, None for one that is no view; of two with one name the first is it."""
    found: list[View | None] = []
    for item in items:
        name, search = value_of(item, "name")[:_NAME], value_of(item, "search")
        id = slugify(name)
        known = any(view.id == id for view in found if view)
        found.append(View(id=id, name=name, search=search) if name and search and not known else None)
    return found


def _place(items: Items, id: str) -> int:
    return next(n for n, view in enumerate(_views(items)) if view and view.id == id)


def _swapped(items: Items, id: str, values: dict[str, Any] | None) -> Items:
    place = _place(items, id)
    return [*items[:place], *([with_values(items[place], values)] if values else ()), *items[place + 1 :]]


def _moved(items: Items, id: str, step: int) -> Items:
    place = _place(items, id)
    rest = [*items[:place], *items[place + 1 :]]
    to = max(0, min(len(rest), place + step))
    return [*rest[:to], items[place], *rest[to:]]
