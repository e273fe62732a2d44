"""Pages beside the documents: one Markdown file with values on top, such as the one of my accounts."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from learnlog.vault.files import Vault


class Page:
    """The page at the vault-relative `path`; `body` is what stands below its values when it is new.

    It belongs to the user: what it says besides the values that are put stays as it is.
    """

    def __init__(self, vault: Vault, path: str, body: str) -> None:
        self._vault = vault
        self._path = path
        self._body = body

    @property
    def record(self) -> str:
        """The name under which its earlier versions are kept."""
        return self._path.removesuffix(".md").replace("/", ".")

    def locked(self) -> AbstractContextManager[None]:
        """Hold all other writers off, so that what was read is still so when it is put."""
        return self._vault.locked()

    def values(self) -> Mapping[str, Any]:
        """Return the values on top; none when there is no page."""
        return self._parsed()[0]

    def problem(self) -> str:
        """Return what cannot be understood of the values; "" when all can."""
        return self._parsed()[1]

    def _parsed(self) -> tuple[Mapping[str, Any], str]:
        from learnlog.vault.front_matter import parse

        stored = self._vault.read(self._path)
        if stored is None:
            return {}, ""
        values, _, problem = parse(stored.text)
        return values, problem

    def put(self, values: Mapping[str, Any]) -> None:
        """Write `values` over those on top with the same names, durably; the earlier page stays as a version.

        Raises:
            LearnlogError: the page is written in a way that cannot be changed, or the disk refuses.
        """
        from learnlog.vault.documents import write_text
        from learnlog.vault.front_matter import parse

        with self._vault.locked():
            stored = self._vault.read(self._path)
            original = stored.text if stored else ""
            body = parse(original)[1] if original.strip() else self._body
            text = write_text(values, body, original)
            expected = stored.hash if stored else ""
            self._vault.write(self._path, text, doc_id=self.record, expected=expected)
            self._vault.settled(self.record)
