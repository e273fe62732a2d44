"""Pages of lines beside the documents: a heading in words, then one line a fact, which any tool merges well."""

from collections.abc import Callable, Sequence

from learnlog.vault.files import Vault

Lines = Sequence[str]


class LinePage:
    """The page at the vault-relative `path`; `head` is what stands above its lines when it is new.

    A fact is a line that begins with "- ". Whatever else stands on the page is the user's, and stays.
    """

    def __init__(self, vault: Vault, path: str, head: str) -> None:
        self._vault = vault
        self._path = path
        self._head = head

    def facts(self) -> list[str]:
        """Return the facts in the page's order, without their dash; none when there is no page."""
        stored = self._vault.read(self._path)
        return _facts(stored.text) if stored else []

    def change(self, decide: Callable[[list[str]], list[str]]) -> bool:
        """Put what `decide` makes of the facts in their place, durably; tell whether the page is another now.

        Others wait meanwhile, so that nothing of theirs is lost; the earlier page stays as a version.

        Raises:
            LearnlogError: the disk refuses.
        """
        record = self._path.removesuffix(".md")
        with self._vault.locked():
            stored = self._vault.read(self._path)
            text = stored.text if stored else self._head
            before = _facts(text)
            after = decide(list(before))
            if after == before:
                return False
            expected = stored.hash if stored else ""
            self._vault.write(self._path, _with_facts(text, after), doc_id=record, expected=expected)
            self._vault.settled(record)
        return True


def _facts(text: str) -> list[str]:
    return [line[2:].strip() for line in text.splitlines() if line.startswith("- ") and line[2:].strip()]


def _with_facts(text: str, facts: list[str]) -> str:
    """Return `text` with exactly `facts`: those that are there stay in their place, new ones come last."""
    left = list(facts)
    lines: list[str] = []
    for line in text.splitlines():
        fact = line[2:].strip() if line.startswith("- ") else ""
        if not fact:
            lines.append(line)
        elif fact in left:
            left.remove(fact)
            lines.append(line)
    while lines and not lines[-1].strip():
        lines.pop()
    gap = [] if not lines or lines[-1].startswith("- ") else [""]
    return "\n".join([*lines, *(gap if left else []), *(f"- {fact}" for fact in left)]) + "\n"
