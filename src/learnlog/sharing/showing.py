"""Showing a coach: summaries and bundles, seen in full before they leave; nothing here sends anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from learnlog.journal.changes import Changes
from learnlog.journal.entries import Journal
from learnlog.journal.shelf import Shelf
from learnlog.journal.themes import Themes
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.ids import timeless_id
from learnlog.model.moments import Clock
from learnlog.model.person import Person
from learnlog.model.visibility import UNSHARED, Visibility
from learnlog.reflecting.programmes import Programmes
from learnlog.sharing.assigned import assignment_names, look_at
from learnlog.sharing.audience import Gate, Wanted, whom
from learnlog.sharing.bundle import Bundle, Shown, left_for, make_bundle
from learnlog.sharing.ledger import Ledger, Left
from learnlog.sharing.names import Names
from learnlog.sharing.profile import Profile, Profiles
from learnlog.sharing.shared import Selection
from learnlog.sharing.summary import Summary, summarise
from learnlog.sharing.third_parties import find_named
from learnlog.sharing.writing_out import take_back, write_new

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

    def __init__(
        self,
        shelf: Shelf,
        journal: Journal,
        themes: Themes,
        programmes: Programmes,
        changes: Changes,
        clock: Clock,
    ) -> None:
        self._shelf = shelf
        self._journal = journal
        self._programmes = programmes
        self._changes = changes
        self._clock = clock
        self.gate = Gate(shelf, journal, themes)
        self.profiles = Profiles(shelf.vault)
        self.ledger = Ledger(shelf.vault)
        self.names = Names(shelf.vault)

    def summary(self, asked: Asked) -> Shown:
        """Return what is shown, and how many entries of the same time and theme stay private.

        Raises:
            UsageError: nothing passes the gate; the hint says how to raise an entry.
        """
        asked = self._meant(asked)
        selection = self.gate.select(asked.wanted)
        if not selection.entries:
            raise self._nothing(asked)
        return self._shown(asked, selection, self.ledger.all(), self.profiles.get())

    def _shown(self, asked: Asked, selection: Selection, left: Sequence[Left], profile: Profile) -> Shown:
        told, names = self.names.on(selection, left)
        question = self.gate.cut(asked.question, selection)
        made = replace(
            summarise(told, learner=asked.called or profile.called, question=question, made=self._clock()),
            **self._assignments(asked.wanted.programme, told),
        )
        cut = ("question",) if question != asked.question and UNSHARED in question else ()
        return Shown(selection=selection, told=told, names=names, summary=made, cut=cut)

    def _assignments(self, name: str, told: Selection) -> dict[str, Any]:
        """Return what a summary says of programmes: of the one called `name`, and of what its entries answer."""
        if not name and not any(entry.assignment for entry in told.entries):
            return {}
        programmes = self._programmes.all()
        chosen = next((one for one in programmes if one.name == name), None)
        return {
            "programme": look_at(chosen, told.entries, self._clock().date()) if chosen else None,
            "assignments": tuple(assignment_names(programmes, told.entries).items()),
        }

    def _meant(self, asked: Asked) -> Asked:
        """Return what is asked, with the name of the programme that was meant.

        Raises:
            NotFoundError: there is no such programme.
        """
        said = asked.wanted.programme
        if not said:
            return asked
        return replace(asked, wanted=replace(asked.wanted, programme=self._programmes.named(said).name))

    def _nothing(self, asked: Asked) -> LearnlogError:
        name = asked.wanted.programme
        return nothing_shared(asked.wanted.audience, self._programmes.named(name).title if name else "")

    def bundle(self, asked: Asked) -> Bundle:
        """Return the bundle as it would leave; nothing is written yet.

        Raises:
            UsageError: nothing passes the gate, and nothing was shared before that is to be withdrawn.
        """
        asked = self._meant(asked)
        audience, left = asked.wanted.audience, self.ledger.all()
        selection = self.gate.select(asked.wanted)
        before = {id for one in left_for(left, audience) for id in one.entries}
        withdrawn = self._withdrawn(before, audience)
        if not selection.entries and not withdrawn:
            raise self._nothing(asked)
        known = self.profiles.get()
        own = replace(known, id=known.id or timeless_id(), called=asked.called or known.called)
        shown = self._shown(asked, selection, left, own)
        told = replace(
            own,
            offers=tuple(self.gate.cut(offer, selection) for offer in own.offers),
            introduction=self.gate.cut(own.introduction, selection),
        )
        cut = [name for name in ("offers", "introduction") if getattr(own, name) != getattr(told, name)]
        shown = replace(shown, cut=(*shown.cut, *cut))
        bundle = make_bundle(shown, told, left, withdrawn, self.names)
        said = [words for entry in shown.told.entries for words in entry.said]
        said += [*shown.told.themes.values(), *(name for _, name in shown.summary.assignments)]
        said += [shown.summary.question, *told.offers, told.introduction]
        return replace(bundle, profile=own, named=tuple(find_named(said, self._known_names())))

    def say_how(self, profile: Profile) -> Profile:
        """Write down how I share: what I agree to, what I offer, how I am called."""
        before = self.profiles.get()
        told = self.profiles.put(profile)
        self._changes.record("changed how I share", lambda: self.profiles.put(replace(before, id=told.id)))
        return told

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
            UsageError: there is a file already, or what the bundle says is not so any more.
            LearnlogError: the disk refuses.
        """
        data = bundle.zipped()
        with self._shelf.vault.locked():
            left = self.ledger.all()
            self._see_that_it_holds(bundle, left)
            known = self.profiles.get()
            if known.id not in ("", bundle.profile.id):
                raise UsageError(
                    "Your first bundle was handed out elsewhere meanwhile, and this one would seem another learner's.",
                    "Look at the bundle once more, then hand it out.",
                )
            if bundle.profile != known:
                self.profiles.put(bundle.profile)
            self.ledger.add(bundle.left)
        try:
            path = write_new(target / bundle.name if target.is_dir() else target, data)
        except LearnlogError:
            if not any(one.id == bundle.id for one in left):
                self.ledger.drop(bundle.id)
            raise

        def undo() -> None:
            take_back(path, data)
            self.ledger.drop(bundle.id)

        self._changes.record("made a bundle", undo)
        return path

    def _see_that_it_holds(self, bundle: Bundle, left: Sequence[Left]) -> None:
        """See that nothing happened since the bundle was looked at that would make it say what is not so.

        Raises:
            UsageError: an entry in it may not leave any more, or another bundle left meanwhile.
        """
        audience = bundle.selection.audience
        if self._withdrawn({entry.id for entry in bundle.selection.entries}, audience):
            raise UsageError(
                f"An entry in it was taken back meanwhile and is not for {whom(audience)} any more.",
                "Look at the bundle once more, then hand it out.",
            )
        if any(one.number >= bundle.number and one.id != bundle.id for one in left):
            raise UsageError(
                "Another bundle was handed out meanwhile.", "Look at this one once more, then hand it out."
            )

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


def nothing_shared(audience: Visibility, programme: str = "") -> LearnlogError:
    """Say that an audience may see nothing, and how that changes."""
    said = f"No answer to “{programme}” is shared" if programme else "All of it is private"
    return UsageError(
        f"{said}, so there is nothing for {whom(audience)}.",
        f"`learnlog visibility ID {audience.value}` raises an entry, or v on its page.",
    )
