"""Views: searches that I keep as lists of the River, in ``views.md`` in the vault, mine to read and change."""

from typing import Any, ClassVar, Final

from learnlog.journal.changes import Changes
from learnlog.model.safe import clean_line
from learnlog.model.view import View
from learnlog.reading.sorting.kept_searches import NAME, KeptSearches, checked
from learnlog.vault.files import Vault
from learnlog.vault.item_pages import ItemPage, value_of

PAGE: Final = "views.md"
_BODY: Final = """# Views

Searches that are lists of the River, in this order: each with a name and what it searches for. Change them here,
in the River (`v`), or with `learnlog views`.
"""


class Views(KeptSearches[View]):
    """Reads and writes the page; every change is undone by one undo."""

    noun: ClassVar = "view"
    hint: ClassVar = "`learnlog views add NAME SEARCH` makes one."
    lacks: ClassVar = "no name or no search"

    def __init__(self, vault: Vault, changes: Changes) -> None:
        super().__init__(ItemPage(vault, PAGE, "views", _BODY), changes)

    def understand(self, item: Any, id: str, name: str) -> View | None:
        """Return the view that `item` is."""
        search = value_of(item, "search")
        return View(id=id, name=name, search=search) if search else None

    def add(self, search: str, name: str = "") -> View:
        """Keep `search` under `name`, else under its own words; returns the view.

        Raises:
            UsageError: the search is empty, cannot find posts, or a view is called so already.
        """
        search = checked(search, self.noun)
        return self._add(
            clean_line(name, NAME) or clean_line(search.removesuffix("*"), NAME), {"search": search}
        )

    def change(self, reference: str, *, name: str = "", search: str = "") -> View:
        """Give a view another name or search; returns it as it is then.

        Raises:
            NotFoundError: there is no such view.
            UsageError: the search cannot find posts, or another view is called so.
        """
        view = self.get(reference)
        search = checked(search, self.noun) if search.strip() else view.search
        return self._alter(view, clean_line(name, NAME) or view.name, {"search": search})
