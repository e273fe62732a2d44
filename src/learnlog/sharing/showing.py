"""Showing a coach: summaries and bundles, seen in full before they leave; nothing here sends anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from learnlog.journal.entries import Journal
from learnlog.journal.shelf import Shelf
from learnlog.journal.themes import Themes
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.ids import new_id
from learnlog.model.moments import Clock
from learnlog.model.person import Person
from learnlog.model.visibility import Visibility
from learnlog.sharing.audience import Gate, Wanted, whom
from learnlog.sharing.bundle import Bundle, make_bundle
from learnlog.sharing.ledger import Ledger
from learnlog.sharing.profile import Profiles
from learnlog.sharing.summary import Summary, summarise
from learnlog.sharing.third_parties import find_named

FORMATS: Final = ("html", "pdf", "markdown", "json", "csv")
ENDINGS: Final = {"html": "html", "pdf": "pdf", "markdown": "md", "json": "json", "csv": "csv"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a summary or bundle is to hold besides what is `Wanted`: the question, and how I am called."""

    wanted: Wanted = field(default_factory=Wanted)
    question: str = ""
    called: str = ""


class Showing:
    """Makes what a coach gets, of what passed the gate and of nothing else."""

    def __init__(self, shelf: Shelf, journal: Journal, themes: Themes, clock: Clock) -> None:
        self._shelf = shelf
        self._journal = journal
        self._clock = clock
        self.gate = Gate(shelf, journal, themes)
        self.profiles = Profiles(shelf.vault, clock)
        self.ledger = Ledger(shelf.vault)

    def summary(self, asked: Asked) -> tuple[Summary, int]:
        """Return the summary, and how many entries of the same time and theme it leaves out as private.

        Raises:
            UsageError: nothing passes the gate; the hint says how to raise an entry.
        """
        selection = self.gate.select(asked.wanted)
        if not selection.entries:
            raise nothing_shared(asked.wanted.audience)
        learner = asked.called or self.profiles.get().called
        made = summarise(selection, learner=learner, question=asked.question, made=self._clock())
        return made, selection.withheld

    def bundle(self, asked: Asked) -> Bundle:
        """Return the bundle as it would leave; nothing is written yet.

        Raises:
            UsageError: nothing passes the gate, and nothing was shared before that is to be withdrawn.
        """
        selection = self.gate.select(asked.wanted)
        earlier = [left for left in self.ledger.all() if left.audience is asked.wanted.audience]
        withdrawn = self._withdrawn({id for left in earlier for id in left.entries}, asked.wanted.audience)
        if not selection.entries and not withdrawn:
            raise nothing_shared(asked.wanted.audience)
        known = self.profiles.get()
        profile = replace(known, id=known.id or new_id(self._clock()), called=asked.called or known.called)
        made = summarise(selection, learner=profile.called, question=asked.question, made=self._clock())
        bundle = make_bundle(new_id(self._clock()), selection, made, profile, earlier, withdrawn)
        texts = [text for entry in selection.entries for text in (entry.title, entry.body)]
        named = find_named([*texts, made.question, *profile.offers], self._known_names())
        return replace(bundle, named=tuple(named))

    def _withdrawn(self, left: set[str], audience: Visibility) -> list[str]:
        """Return those of the entries that `left` which nobody of the audience may keep."""
        gone = []
        for id in sorted(left):
            found = self._shelf.library.documents.by_id(DocumentType.ENTRY, id)
            current = self._shelf.notice(found[0].path) if found else None
            if current is None or not Entry.of(current).visibility.reaches(audience):
                gone.append(id)
        return gone

    def _known_names(self) -> Sequence[str]:
        return [Person.of(document).name for document in self._shelf.all(DocumentType.PERSON)]

    def hand_out(self, bundle: Bundle, target: Path) -> Path:
        """Write down that the bundle left, write it to `target`, a new file or a folder, and return the file.

        Written down first: what is out in the world and not in the ledger could never be withdrawn.

        Raises:
            UsageError: there is a file already, or the first bundle of all was handed out elsewhere meanwhile.
            LearnlogError: the disk refuses.
        """
        with self._shelf.vault.locked():
            known = self.profiles.get()
            if known.id not in ("", bundle.profile.id):
                raise UsageError(
                    "Your first bundle was handed out elsewhere meanwhile, and this one would seem another learner's.",
                    "Look at the bundle once more, then hand it out.",
                )
            if bundle.profile != known:
                self.profiles.put(bundle.profile)
        left_before = any(one.id == bundle.id for one in self.ledger.all())
        self.ledger.add(bundle.left)
        try:
            return write_new(target / bundle.name if target.is_dir() else target, bundle.zipped())
        except LearnlogError:
            if not left_before:
                self.ledger.drop(bundle.id)
            raise

    def revoke(self, reference: str) -> Entry:
        """Make an entry private again; the next bundle tells whoever has it to drop it."""
        entry = self._journal.get(reference)
        if entry.visibility is Visibility.PRIVATE:
            raise UsageError(
                f"“{entry.headline}” is private already.",
                "If it was in a bundle, the next one says that it is withdrawn.",
            )
        return self._journal.set_visibility(entry.id, Visibility.PRIVATE)


def rendered(summary: Summary, form: str, *, page_id: str, language: str = "en") -> bytes:
    """Return `summary` in one of `FORMATS`.

    Raises:
        LearnlogError: the PDF could not be set.
    """
    from learnlog.sharing import plain

    texts: dict[str, Callable[[Summary], str]] = {
        "markdown": plain.render_markdown,
        "json": plain.render_json,
        "csv": plain.render_csv,
    }
    if form == "pdf":
        from learnlog.sharing.pdf import render_pdf

        return render_pdf(summary, language=language)
    if form == "html":
        from learnlog.sharing.html import render_html

        # a summary alone has no bundle to come back to, so it has no boxes that would promise that
        return render_html(summary, page_id=page_id, comments=False, language=language).encode(
            "utf-8", "replace"
        )
    return texts[form](summary).encode("utf-8", "replace")


def write_new(path: Path, data: bytes) -> Path:
    """Write `data` to the new file `path`, which only I may read, whole or not at all.

    Raises:
        UsageError: there is a file already.
        LearnlogError: the disk refuses.
    """
    from learnlog.vault.disk import put, told

    path = path.expanduser().absolute()
    with told(f"{path} could not be written"):
        try:
            put(path, data, path.parent, fresh=True)
        except FileExistsError:
            raise UsageError(f"There is a file {path} already.", "Name a new one with --output.") from None
    return path


def nothing_shared(audience: Visibility) -> LearnlogError:
    """Say that an audience may see nothing, and how that changes."""
    return UsageError(
        f"Everything of this time is private, so there is nothing for {whom(audience)}.",
        f"`learnlog visibility ID {audience.value}` raises an entry, or v on its page.",
    )
