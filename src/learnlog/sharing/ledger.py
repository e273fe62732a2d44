"""What left, so that the next bundle can say what is new and what was withdrawn: a file a bundle, in ``shared/``."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from learnlog.model.ids import is_id
from learnlog.model.moments import EPOCH, from_text, to_text
from learnlog.model.safe import clean_line
from learnlog.model.visibility import Visibility
from learnlog.vault.files import Vault
from learnlog.vault.pages import Page

FOLDER: Final = "shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One bundle that left: by the entries' own ids the hash of each as it was then, and its name in the bundle.

    ``number`` says the how-many-th it was; on older pages it is 0.
    """

    id: str
    made: datetime
    number: int
    audience: Visibility
    question: str
    entries: Mapping[str, str]
    names: Mapping[str, str]


class Ledger:
    """Reads and writes what left; the newest bundle last."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def all(self) -> list[Left]:
        """Return the bundles that left, oldest first."""
        found = [left for id in self._ids() if (left := self._read(id))]
        return sorted(found, key=lambda left: (left.made, left.number, left.id))

    def add(self, left: Left) -> None:
        """Write down that `left` left."""
        body = (
            f"A bundle with {len(left.entries)} entries, as it was handed out. "
            "learnlog reads this page to say what is new.\n"
        )
        values: dict[str, Any] = {
            "id": left.id,
            "made": to_text(left.made),
            "number": left.number,
            "audience": left.audience.value,
            "question": left.question or None,
            "entries": [f"{id} {hash} {left.names[id]}" for id, hash in left.entries.items()],
        }
        Page(self._vault, f"{FOLDER}/{left.id}.md", body).put(values)

    def drop(self, id: str) -> None:
        """Take back that the bundle `id` left, because it could not; its page goes to the trash."""
        page = Page(self._vault, f"{FOLDER}/{id}.md", "")
        self._vault.delete(f"{FOLDER}/{id}.md", doc_id=page.record)
        self._vault.settled(page.record)

    def _ids(self) -> Iterator[str]:
        try:
            names = os.listdir(self._vault.root / FOLDER)  # noqa: PTH208 - names are enough
        except OSError:
            return
        yield from (name[:-3] for name in names if name.endswith(".md") and is_id(name[:-3]))

    def _read(self, id: str) -> Left | None:
        values = Page(self._vault, f"{FOLDER}/{id}.md", "").values()
        listed = values.get("entries")
        lines = [_line(str(item)) for item in listed] if isinstance(listed, list) else []
        known = [line for line in lines if line]
        made = from_text(str(values.get("made") or ""), EPOCH)
        if made == EPOCH:
            return None
        return Left(
            id=id,
            made=made,
            number=int(number) if (number := str(values.get("number") or "")).isdecimal() else 0,
            audience=Visibility.read(values.get("audience")),
            question=clean_line(str(values.get("question") or ""), 2000),
            entries={own: hash for own, hash, _ in known},
            names={own: name for own, _, name in known},
        )


def _line(text: str) -> tuple[str, str, str] | None:
    """Return an entry's own id, its hash and its name; on older pages the id was the name."""
    words = text.split()
    if len(words) not in (2, 3):
        return None
    own, hash, name = (*words, words[0])[:3]
    return (own, hash, name) if is_id(own) and is_id(name) else None
