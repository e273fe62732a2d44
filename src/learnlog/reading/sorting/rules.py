"""Rules: searches whose posts are tagged, starred, read or hidden, in ``rules.md`` in the vault, mine to change."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from learnlog.journal.changes import Changes
from learnlog.journal.themes import Themes
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.safe import clean_line
from learnlog.model.view import DOES, Rule
from learnlog.reading.sorting.kept_searches import NAME, KeptSearches, checked
from learnlog.vault.files import Vault
from learnlog.vault.item_pages import ItemPage, value_of

PAGE: Final = "rules.md"
_BODY: Final = """# Rules

What is done to posts as they arrive. Each rule has a name, what it searches for, and what it does: `does` lists
`star`, `read` and `hide`, `themes` lists themes to put the posts under. `off: true` rests a rule. A rule that cannot
be understood does nothing. Change them here, in the River (`v`), or with `learnlog rules`.
"""


class Rules(KeptSearches[Rule]):
    """Reads and writes the page; every change is undone by one undo. What rules do is `Ruler`'s."""

    noun: ClassVar = "rule"
    hint: ClassVar = "`learnlog rules add NAME SEARCH --hide` makes one."
    lacks: ClassVar = "no name of their own"

    def __init__(self, vault: Vault, themes: Themes, changes: Changes) -> None:
        super().__init__(ItemPage(vault, PAGE, "rules", _BODY), changes)
        self._themes = themes

    def understand(self, item: Any, id: str, name: str) -> Rule | None:
        """Return the rule that `item` is, with what is wrong about it."""
        search, does, themes = value_of(item, "search"), _words(item, "does"), _words(item, "themes")
        off = value_of(item, "off").lower() in ("true", "yes", "on", "1")
        found = [self._themes.find(theme) for theme in themes]
        problem = _problem(search, does, themes)
        for theme, known in zip(themes, found, strict=True):
            problem = problem or ("" if known else f"There is no theme “{theme}”.")
        slugs = tuple(dict.fromkeys(theme.slug for theme in found if theme))
        return Rule(id=id, name=name, search=search, does=does, themes=slugs, off=off, problem=problem)

    def problems(self) -> list[str]:
        """Return a sentence on each thing of the page that does nothing because it cannot be understood."""
        said = [whole] if (whole := self.problem()) else []
        return said + [
            f"The rule “{rule.name}” does nothing: {rule.problem}" for rule in self.all() if rule.problem
        ]

    def add(
        self, search: str, name: str = "", *, does: Sequence[str] = (), themes: Sequence[str] = ()
    ) -> Rule:
        """Make a rule of `search`, called `name`, else by its own words; returns it.

        Themes (names or slugs) are made when there are none.

        Raises:
            UsageError: the search is empty or cannot find posts, it does nothing, or a rule is called so.
        """
        values = self._values(search, does, themes, off=False)
        before = self._changes.mark()
        name = clean_line(name, NAME) or clean_line(search.removesuffix("*"), NAME)
        try:
            self._themes.ensure(themes)
            return self._add(name, values)
        finally:
            self._changes.group(f"made the rule “{name}”", before)

    def change(
        self,
        reference: str,
        *,
        name: str = "",
        search: str = "",
        does: Sequence[str] | None = None,
        themes: Sequence[str] | None = None,
        off: bool | None = None,
    ) -> Rule:
        """Change a rule; None and "" leave what is. Returns it as it is then.

        Raises:
            NotFoundError: there is no such rule.
            UsageError: the search cannot find posts, it would do nothing, or another rule is called so.
        """
        rule = self.get(reference)
        themes = rule.themes if themes is None else themes
        values = self._values(
            search.strip() or rule.search,
            rule.does if does is None else does,
            themes,
            off=rule.off if off is None else off,
        )
        before = self._changes.mark()
        try:
            self._themes.ensure(themes)
            return self._alter(rule, clean_line(name, NAME) or rule.name, values)
        finally:
            self._changes.group(f"changed the rule “{rule.name}”", before)

    def _values(
        self, search: str, does: Sequence[str], themes: Sequence[str], *, off: bool
    ) -> dict[str, Any]:
        known = {name: theme.slug for name in themes if (theme := self._themes.find(name))}
        listed = [known.get(name, clean_line(name, 80)) for name in themes]
        search = checked(search, self.noun)
        if problem := _problem(search, tuple(does), tuple(listed)):
            raise UsageError(problem)
        return {
            "search": search,
            "does": [word for word in DOES if word in does],
            "themes": list(dict.fromkeys(listed)),
            "off": "true" if off else "",
        }


def _problem(search: str, does: Sequence[str], themes: Sequence[str]) -> str:
    """Return why a rule can do nothing, "" when it can."""
    unknown = [word for word in does if word not in DOES]
    if unknown:
        return f"It cannot do “{unknown[0]}”: a rule can {', '.join(DOES)}, and put posts under themes."
    if not (does or themes):
        return "It does nothing with what it finds."
    try:
        checked(search, "rule")
    except LearnlogError as error:
        return error.message
    return ""


def _words(item: Any, name: str) -> tuple[str, ...]:
    """Return the words listed under `name`, by whichever way they were written."""
    value = item.get(name) if isinstance(item, dict) else None
    listed = value if isinstance(value, list) else str(value or "").split(",")
    return tuple(word for one in listed if (word := clean_line(str(one), 80)))
