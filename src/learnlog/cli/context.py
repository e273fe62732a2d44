"""What a command is given: its arguments, and the workspace, opened when first used."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from learnlog.model.errors import LearnlogError

if TYPE_CHECKING:
    from learnlog.workspace import Workspace


class Themed(Protocol):
    """What is filed under themes."""

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes' slugs."""


class Context:
    """The arguments of one command and the workspace it works on."""

    def __init__(self, args: Namespace, opener: "Callable[[str], Workspace] | None" = None) -> None:
        self.args = args
        self._opener = opener

    @property
    def home(self) -> str:
        """What ``--home`` said, or ""."""
        return str(getattr(self.args, "home", ""))

    @property
    def wants_json(self) -> bool:
        """Tell whether ``--json`` was given."""
        return bool(getattr(self.args, "json", False))

    @cached_property
    def workspace(self) -> "Workspace":
        """The workspace that the command works on."""
        if self._opener is not None:
            return self._opener(self.home)
        from learnlog.workspace import open_workspace

        workspace = open_workspace(self.home)
        workspace.tell_reading = _tell_reading
        workspace.tell_upgrading = _tell_upgrading
        return workspace

    def catch_up(self) -> None:
        """Index the posts that arrived and were not indexed yet, with a bar when there are many."""
        with suppress(
            LearnlogError
        ):  # where nothing can be written now, what is indexed is found all the same
            indexing = self.workspace.library.indexing
            if indexing.waiting():
                from learnlog.cli.output import Bar

                bar = Bar("Indexing new posts")
                try:
                    indexing.finish(bar.show)
                    self.workspace.library.compact()
                    self.workspace.ruler.apply_to_new()
                finally:
                    bar.close()

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.workspace.clock()

    @cached_property
    def all_theme_names(self) -> Mapping[str, str]:
        """What every theme is called, by its slug."""
        return {theme.slug: theme.name for theme in self.workspace.themes.all(merged=True)}

    def theme_names(self, shown: Iterable[Themed]) -> Mapping[str, str]:
        """Return what themes are called, by slug; not looked up when nothing `shown` has a theme."""
        return self.all_theme_names if any(one.themes for one in shown) else {}

    def close(self) -> None:
        """Close what was opened."""
        if "workspace" in self.__dict__:
            self.workspace.close()


def _tell_reading(done: int, total: int) -> None:
    """Show how far the files are read that a new library does not know yet."""
    from learnlog.cli.output import Bar, tell

    bar = Bar("Reading your files")
    bar.show(done, total)
    if done >= total:
        bar.close()
        tell(f"The library is new here: {total:,} of your files were read into it")


def _tell_upgrading() -> None:
    """Say why nothing seems to happen for a while."""
    from learnlog.cli.output import tell

    tell("Bringing the library up to date with this learnlog, once …")
