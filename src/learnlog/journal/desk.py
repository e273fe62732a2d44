"""What a workspace stands on: the folder, the library, entries and themes, each built when first used."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnlog.journal.attaching import Attaching
    from learnlog.journal.changes import Changes
    from learnlog.journal.entries import Journal
    from learnlog.journal.history import History
    from learnlog.journal.shelf import Shelf
    from learnlog.journal.sync import Progress
    from learnlog.journal.themes import Themes
    from learnlog.library import Library
    from learnlog.model.moments import Clock
    from learnlog.settings import Paths, Settings
    from learnlog.vault.drafts import Drafts
    from learnlog.vault.files import Vault


class JournalDesk:
    """The part of a workspace that every other part stands on."""

    paths: "Paths"
    settings: "Settings"
    clock: "Clock"
    tell_reading: "Progress | None" = None
    """Hears how far the files are read that a new library does not know yet."""
    tell_upgrading: "Callable[[], object]" = staticmethod(lambda: None)
    """Hears that a large library of an earlier learnlog is brought up to date, which takes a while."""

    @cached_property
    def changes(self) -> "Changes":
        """What was changed last, and how to take it back."""
        from learnlog.journal.changes import Changes

        return Changes()

    @cached_property
    def vault(self) -> "Vault":
        """The folder of Markdown files."""
        from learnlog.vault.files import Vault

        vault = Vault(self.paths.vault, self.clock)
        vault.ensure()
        return vault

    @cached_property
    def library(self) -> "Library":
        """The SQLite file; a new one learns at once what stands in the vault."""
        from learnlog.library import Library

        library = Library(self.paths.library, upgrading=self.tell_upgrading)
        if library.documents.is_empty() and next(self.vault.scan(), None):
            self._take_in_vault(library)
        return library

    def _take_in_vault(self, library: "Library") -> None:
        """Index a vault that was here before its library: it came from another machine, or the library was lost."""
        from learnlog.journal.shelf import Shelf
        from learnlog.journal.sync import Sync

        Sync(self.vault, library, Shelf(self.vault, library)).scan(self.tell_reading)
        library.tidy()

    @cached_property
    def drafts(self) -> "Drafts":
        """What is being written and not saved yet."""
        from learnlog.vault.drafts import Drafts

        return Drafts(self.paths.vault)

    @cached_property
    def shelf(self) -> "Shelf":
        """The vault and its index as one."""
        from learnlog.journal.shelf import Shelf

        shelf = Shelf(self.vault, self.library)
        shelf.heal()
        return shelf

    @cached_property
    def themes(self) -> "Themes":
        """Work themes."""
        from learnlog.journal.themes import Themes

        return Themes(self.shelf, self.changes, self.clock)

    @cached_property
    def journal(self) -> "Journal":
        """Entries."""
        from learnlog.journal.entries import Journal

        return Journal(self.shelf, self.themes, self.changes, self.clock)

    @cached_property
    def attaching(self) -> "Attaching":
        """Files on entries."""
        from learnlog.journal.attaching import Attaching

        return Attaching(self.shelf, self.journal, self.settings.attachment_mb * 1_000_000)

    @cached_property
    def history(self) -> "History":
        """Earlier versions and the trash."""
        from learnlog.journal.history import History

        return History(self.shelf, self.changes)
