"""What a workspace stands on: the folder, the library, entries and themes, each built when first used."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from learnlog.journal.changes import Changes
    from learnlog.journal.entries import Journal
    from learnlog.journal.history import History
    from learnlog.journal.shelf import Shelf
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
        """The SQLite file."""
        from learnlog.library import Library

        return Library(self.paths.library)

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
    def history(self) -> "History":
        """Earlier versions and the trash."""
        from learnlog.journal.history import History

        return History(self.shelf, self.changes)
