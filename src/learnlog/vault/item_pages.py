"""Pages that are a list of items, each with a few values, such as the one of my views: mine to read and change."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from learnlog.model.errors import ConflictError
from learnlog.vault.files import Vault
from learnlog.vault.pages import Page

Items = list[Any]


class ItemPage:
    """The list called `key` on top of the page at the vault-relative `path`; `body` is what stands below it.

    An item that is none of ours, and values of an item that we do not know, are the user's and stay.
    """

    def __init__(self, vault: Vault, path: str, key: str, body: str) -> None:
        self._page = Page(vault, path, body)
        self._key = key
        self._path = path

    def items(self) -> Items:
        """Return the items in the page's order, as they are written; none when there is no page."""
        found = self._page.values().get(self._key) or []
        return list(found) if isinstance(found, list) else []

    def problem(self) -> str:
        """Return what cannot be understood of the page as a whole; "" when it can."""
        said = self._page.problem()
        found = self._page.values().get(self._key) or []
        return said or ("" if isinstance(found, list) else f"Its {self._key} are no list.")

    def change(self, decide: Callable[[Items], Sequence[Any]]) -> Callable[[], None] | None:
        """Put what `decide` makes of the items in their place, durably; return what takes that back.

        Others wait meanwhile, so that nothing of theirs is lost. None is returned when nothing changed.

        Raises:
            LearnlogError: the page is written in a way that cannot be changed, or the disk refuses.
        """
        with self._page.locked():
            before = self.items()
            after = list(decide(list(before)))
            if after == before:
                return None
            self._page.put({self._key: after})
            written = self.items()

        def back() -> None:
            with self._page.locked():
                if self.items() != written:
                    raise ConflictError(
                        f"{self._path} was changed since, so this cannot be taken back.",
                        "Change it back in an editor, or with `learnlog`.",
                    )
                self._page.put({self._key: before})

        return back


def value_of(item: Any, name: str) -> str:
    """Return the text that `item` has under `name`; "" when it has none."""
    from learnlog.model.safe import line_in

    return line_in(item, name) if isinstance(item, Mapping) else ""


def with_values(item: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `item` saying `values` instead of what it said under those names; an empty one goes."""
    old = dict(item) if isinstance(item, Mapping) else {}
    kept = {name: value for name, value in old.items() if name not in values}
    said = {name: value for name, value in values.items() if value not in ("", [], None)}
    return {**said, **kept}
