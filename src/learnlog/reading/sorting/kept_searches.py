"""Pages of searches with a name, my views and my rules: found by name, ordered, each change undone by one undo."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from learnlog.journal.changes import Changes
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.ids import slugify
from learnlog.model.safe import clean_line
from learnlog.vault.item_pages import ItemPage, Items, value_of, with_values

NAME = 60
"""Characters of a name at most."""


class Named(Protocol):
    """What such a page is a list of; ``id`` is the slug of the name, distinct on the page."""

    @property
    def id(self) -> str:
        """The slug of the name."""

    @property
    def name(self) -> str:
        """What I call it."""


T = TypeVar("T", bound=Named)


class KeptSearches(Generic[T]):
    """Reads and writes a page of them. Subclasses say what one is called and what an item of the page means."""

    noun: ClassVar[str] = ""
    hint: ClassVar[str] = ""
    """What to do when there is none by a name."""
    lacks: ClassVar[str] = ""
    """What an item lacks that is passed over."""

    def __init__(self, page: ItemPage, changes: Changes) -> None:
        self._page = page
        self._changes = changes

    def understand(self, item: Any, id: str, name: str) -> T | None:
        """Return what `item` of the page, which has a name, says; None when it is none of ours."""
        raise NotImplementedError

    def all(self) -> tuple[T, ...]:
        """Return them in the page's order; what is none is passed over."""
        return tuple(one for one in self._entries(self._page.items()) if one is not None)

    def problem(self) -> str:
        """Return what cannot be understood of the page as a whole, and what is passed over; "" when nothing is."""
        lost = sum(one is None for one in self._entries(self._page.items()))
        have = "has" if lost == 1 else "have"
        return self._page.problem() or (f"{lost} of its {self.noun}s {have} {self.lacks}." if lost else "")

    def get(self, reference: str) -> T:
        """Return the one called `reference`: its name, its id, or how no other name begins.

        Raises:
            NotFoundError: there is none, or several begin so.
        """
        wanted, every = slugify(reference), self.all()
        exact = [one for one in every if one.id == wanted]
        found = exact or [one for one in every if one.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        names = ", ".join(f"“{one.name}”" for one in every)
        raise NotFoundError(
            f"There is no {self.noun} “{clean_line(reference, 60)}”.",
            f"There are {names}." if names else self.hint,
        )

    def move(self, reference: str, step: int) -> T:
        """Move one `step` places down (up when negative), as far as there are places; returns it."""
        one = self.get(reference)
        self._change(f"moved the {self.noun} “{one.name}”", lambda items: self._moved(items, one.id, step))
        return one

    def remove(self, reference: str) -> T:
        """Take one away; returns what it was."""
        one = self.get(reference)
        self._change(f"removed the {self.noun} “{one.name}”", lambda items: self._put(items, one.id, None))
        return one

    def _add(self, name: str, values: dict[str, Any]) -> T:
        self._refuse_double(name)
        item = with_values({}, {"name": name, **values})
        self._change(f"made the {self.noun} “{name}”", lambda items: [*items, item])
        return self.get(name)

    def _alter(self, one: T, name: str, values: dict[str, Any]) -> T:
        if slugify(name) != one.id:
            self._refuse_double(name)
        said = {"name": name, **values}
        self._change(f"changed the {self.noun} “{one.name}”", lambda items: self._put(items, one.id, said))
        return self.get(name)

    def _refuse_double(self, name: str) -> None:
        if not any(map(str.isalnum, name)):
            raise UsageError(f"A {self.noun} needs a name with a letter or a number in it.")
        if any(one.id == slugify(name) for one in self.all()):
            raise UsageError(f"There is a {self.noun} “{name}” already.", "Give this one another name.")

    def _change(self, said: str, decide: Callable[[Items], Items]) -> None:
        if back := self._page.change(decide):
            self._changes.record(said, back)

    def _entries(self, items: Sequence[Any]) -> list[T | None]:
        """Return what each item says; of two with one name the first is it."""
        found: list[T | None] = []
        for item in items:
            name = value_of(item, "name")[:NAME]
            id = slugify(name)
            is_new = bool(name) and not any(one.id == id for one in found if one)
            found.append(self.understand(item, id, name) if is_new else None)
        return found

    def _place(self, items: Items, id: str) -> int:
        return next(n for n, one in enumerate(self._entries(items)) if one and one.id == id)

    def _put(self, items: Items, id: str, values: dict[str, Any] | None) -> Items:
        """Return `items` with one saying `values`, or without it."""
        place = self._place(items, id)
        new = [with_values(items[place], values)] if values else []
        return [*items[:place], *new, *items[place + 1 :]]

    def _moved(self, items: Items, id: str, step: int) -> Items:
        place = self._place(items, id)
        rest = [*items[:place], *items[place + 1 :]]
        to = max(0, min(len(rest), place + step))
        return [*rest[:to], items[place], *rest[to:]]


def checked(search: str, noun: str) -> str:
    """Return `search` as it can be kept.

    Raises:
        UsageError: it is empty, or nothing in it can ever find posts of those I follow; `noun` is what it is for.
    """
    from learnlog.library.query import Field, parse

    line = clean_line(search).strip()
    root = parse(line + " ").root
    if root is None:
        raise UsageError("There is nothing to search for.", "Give words, or a field such as is:starred.")
    for part in getattr(root, "items", (root,)):
        if isinstance(part, Field) and part.name == "in" and part.value.lower() != "posts":
            raise UsageError(
                f"A {noun} is about posts of the people you follow; {part} finds none of them.",
                "Leave that out to keep the rest.",
            )
    return line
