"""Work themes: naming them, renaming, merging, parking, finishing."""

from collections.abc import Sequence
from dataclasses import replace

from learnlog.journal.changes import Changes
from learnlog.journal.shelf import Shelf
from learnlog.model.document import DocumentType
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.ids import slugify
from learnlog.model.moments import Clock
from learnlog.model.safe import clean_line
from learnlog.model.theme import ThemeStatus, WorkTheme


class Themes:
    """The user's themes; every verb writes the theme's own file and nothing else."""

    def __init__(self, shelf: Shelf, changes: Changes, clock: Clock) -> None:
        self._shelf = shelf
        self._changes = changes
        self._clock = clock

    def all(self, *, status: ThemeStatus | None = None, merged: bool = False) -> list[WorkTheme]:
        """Return the themes by name, active ones first; merged ones only when asked for."""
        order = list(ThemeStatus)
        themes = [WorkTheme.of(document) for document in self._shelf.all(DocumentType.THEME)]
        themes = [
            t for t in themes if (merged or t.status is not ThemeStatus.MERGED) and status in (None, t.status)
        ]
        unique = {theme.slug: theme for theme in reversed(themes)}
        return sorted(unique.values(), key=lambda t: (order.index(t.status), t.name.casefold()))

    def find(self, name: str) -> WorkTheme | None:
        """Return the theme that `name` means (slug, name, or an old or other name), following merges."""
        by_slug = {theme.slug: theme for theme in self.all(merged=True)}
        wanted, slug = name.strip().casefold(), slugify(name)
        found = by_slug.get(name.strip()) or by_slug.get(slug)
        if found is None:
            fits = (t for t in by_slug.values() if wanted in {n.casefold() for n in (t.name, *t.aliases)})
            found = next(fits, None)
        return _merge_target(found, by_slug) if found else None

    def get(self, name: str) -> WorkTheme:
        """Return the theme that `name` means, or raise `NotFoundError` naming the nearest."""
        found = self.find(name)
        if found:
            return found
        import difflib

        names = [theme.name for theme in self.all()]
        close = difflib.get_close_matches(name, names, 1, 0.5)
        hint = f"Did you mean “{close[0]}”?" if close else "`learnlog theme list` shows them all."
        raise NotFoundError(f"There is no theme “{clean_line(name, 80)}”.", hint)

    def ensure(self, names: Sequence[str]) -> tuple[list[str], list[WorkTheme]]:
        """Return the slugs that `names` mean, and the themes that had to be made for them."""
        slugs: list[str] = []
        made: list[WorkTheme] = []
        for name in names:
            theme = self.find(name)
            if theme is None:
                theme = self.add(name)
                made.append(theme)
            if theme.slug not in slugs:
                slugs.append(theme.slug)
        return slugs, made

    def add(
        self,
        name: str,
        *,
        question: str = "",
        keywords: Sequence[str] = (),
        tags: Sequence[str] = (),
        body: str = "",
    ) -> WorkTheme:
        """Make a theme.

        Raises:
            UsageError: the name is empty or means a theme that exists.
        """
        name = clean_line(name, 80)
        if not name:
            raise UsageError("A theme needs a name, such as “data contracts”.")
        if self.find(name):
            raise UsageError(f"There is a theme “{name}” already.")
        theme = WorkTheme(
            slug=self._free_slug(name),
            name=name,
            question=clean_line(question),
            keywords=tuple(keywords),
            tags=tuple(tags),
            created=self._clock(),
            body=body,
        )
        return self._made(theme)

    def _free_slug(self, name: str) -> str:
        taken = {theme.slug for theme in self.all(merged=True)}
        slug, number = slugify(name), 2
        while slug in taken or self._shelf.vault.stat(f"themes/{slug}.md"):
            slug, number = f"{slugify(name)}-{number}", number + 1
        return slug

    def _made(self, theme: WorkTheme) -> WorkTheme:
        path = f"themes/{theme.slug}.md"
        document = self._shelf.write(path, theme.slug, theme.front_matter(), theme.body)
        self._changes.record(f"made the theme “{theme.name}”", lambda: self._shelf.take_back(document))
        return WorkTheme.of(document)

    def save(self, theme: WorkTheme, said: str = "", *, keep: bool = True) -> WorkTheme:
        """Write `theme` over the version it was loaded from.

        Raises:
            ConflictError: its file changed since; nothing was written.
        """
        expected = theme.hash if keep else None
        values = theme.front_matter()
        document, undo = self._shelf.rewrite(theme.path, theme.slug, values, theme.body, expected=expected)
        if undo:
            self._changes.record(said or f"changed the theme “{theme.name}”", undo)
        return WorkTheme.of(document)

    def rename(self, name: str, new_name: str) -> WorkTheme:
        """Give a theme a new name; the old one still finds it, and the slug stays."""
        theme, new_name = self.get(name), clean_line(new_name, 80)
        if not new_name:
            raise UsageError("A theme needs a name.")
        other = self.find(new_name)
        if other and other.slug != theme.slug:
            raise UsageError(
                f"“{new_name}” is the name of another theme.", "`learnlog theme merge` makes one of two."
            )
        aliases = tuple(a for a in (*theme.aliases, theme.name) if a != new_name)
        renamed = replace(theme, name=new_name, aliases=tuple(dict.fromkeys(aliases)))
        return self.save(renamed, f"renamed “{theme.name}” to “{new_name}”")

    def merge(self, name: str, into: str) -> WorkTheme:
        """Make everything of the theme `name` count for the theme `into`; returns the latter."""
        source, target = self.get(name), self.get(into)
        if source.slug == target.slug:
            raise UsageError(f"“{source.name}” and “{target.name}” are one theme already.")
        merged = replace(source, status=ThemeStatus.MERGED, merged_into=target.slug)
        self.save(merged, f"merged “{source.name}” into “{target.name}”")
        return target

    def set_status(self, name: str, status: ThemeStatus) -> WorkTheme:
        """Park, finish or reopen a theme."""
        theme = self.get(name)
        return self.save(replace(theme, status=status), f"made “{theme.name}” {status.value}")


def _merge_target(theme: WorkTheme, by_slug: dict[str, WorkTheme]) -> WorkTheme:
    """Follow `merged_into` to where it ends; a circle or a dangling slug stops the walk."""
    seen = {theme.slug}
    while theme.merged_into and theme.merged_into in by_slug and theme.merged_into not in seen:
        theme = by_slug[theme.merged_into]
        seen.add(theme.slug)
    return theme
