"""What comes back: each comment is kept beside its entry, once, and says which version it is about."""

from dataclasses import dataclass, replace
from pathlib import Path

from learnlog.journal.changes import Changes
from learnlog.journal.shelf import Shelf
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry
from learnlog.model.errors import NotFoundError
from learnlog.model.ids import derived_id
from learnlog.model.moments import EPOCH, Clock
from learnlog.model.post import KeptPost
from learnlog.sharing.audience import version_hash
from learnlog.sharing.forms import Comment, Comments, read_comments
from learnlog.sharing.ledger import Ledger, Left
from learnlog.vault.files import Stored

KINDS = {"notice": "notices", "ask": "asks", "suggest": "suggests"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment with what it is about. ``is_earlier`` when the entry was changed since; ``entry`` None: my question."""

    comment: KeptPost
    entry: Entry | None
    is_earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What taking a file in brought: ``new`` and ``changed`` remarks, how many were ``known``, ids of ``unknown``."""

    by: str
    new: tuple[Remark, ...] = ()
    changed: tuple[Remark, ...] = ()
    known: int = 0
    unknown: tuple[str, ...] = ()


class Feedback:
    """Takes a coach's comments in, and finds them again."""

    def __init__(self, shelf: Shelf, ledger: Ledger, changes: Changes, clock: Clock) -> None:
        self._shelf = shelf
        self._ledger = ledger
        self._changes = changes
        self._clock = clock

    def take(self, path: Path) -> Report:
        """Take the comments file at `path` in; taking it in again adds nothing.

        Raises:
            LearnlogError: it is no comments file, or about a bundle that never left from here.
        """
        comments = read_comments(path)
        left = {one.id: one for one in self._ledger.all()}
        if comments.page not in left:
            raise NotFoundError(
                "These comments are about a bundle that did not leave from this journal.",
                "Are they for somebody else? `--home` chooses another journal.",
            )
        before = self._changes.mark()
        report = Report(by=comments.by or "my coach")
        try:
            for comment in comments.comments:
                report = self._one(report, comments, comment, left[comments.page])
        finally:  # also when the disk refused one: those that were taken in are one act
            taken = len(report.new) + len(report.changed)
            self._changes.group(f"took {taken} comments in", before)
        return report

    def _one(self, report: Report, comments: Comments, comment: Comment, left: Left) -> Report:
        own = next((id for id, name in left.names.items() if name == comment.entry), "")
        entry = self._entry(own) if own else None
        if comment.entry and entry is None:
            return replace(report, unknown=(*report.unknown, comment.entry))
        # a bundle holds one version of an entry; what the file says of it is somebody else's word
        comment = replace(comment, entry=own, hash=left.entries[own] if own else "")
        id = derived_id("comment", comment.id)
        known = self._shelf.library.documents.by_id(DocumentType.KEPT, id)
        kept = KeptPost.of(known[0]) if known else None
        if kept is not None and (kept.body.strip(), kept.comment) == (comment.text.strip(), comment.kind):
            return replace(report, known=report.known + 1)
        written = self._write(id, report.by, comments, comment, entry, kept)
        remark = _remark(written, entry)
        if kept is None:
            return replace(report, new=(*report.new, remark))
        return replace(report, changed=(*report.changed, remark))

    def _entry(self, id: str) -> Entry | None:
        found = self._shelf.library.documents.by_id(DocumentType.ENTRY, id)
        return Entry.of(found[0]) if found else None

    def _write(
        self,
        id: str,
        by: str,
        comments: Comments,
        comment: Comment,
        entry: Entry | None,
        known: KeptPost | None,
    ) -> KeptPost:
        now = self._clock()
        about = f"“{entry.headline}”" if entry else "my question"
        kept = KeptPost(
            id=id,
            title=f"{by} {KINDS[comment.kind]}: {about}"[:200],
            url="",
            author=by,
            person="",
            published=comments.made if comments.made != EPOCH else now,
            kept=known.kept if known else now,
            answers=comment.entry,
            comment=comment.kind,
            version=comment.hash,
            themes=entry.themes if entry else (),
            body=comment.text,
        )
        if known is not None:
            said = "changed a comment"
            document = self._shelf.save(known, kept.front_matter(), self._changes, said, body=kept.body)
            return KeptPost.of(document)
        path = self._shelf.vault.kept_path(now, kept.title, id)
        document = self._shelf.write(path, id, kept.front_matter(), kept.body)
        self._changes.record("took a comment in", lambda: self._shelf.take_back(document))
        return KeptPost.of(document)

    def about(self, entry: Entry) -> list[Remark]:
        """Return the comments on `entry`, oldest first."""
        documents = self._shelf.library.documents.linking_to([("entry", entry.id)])
        kept = (KeptPost.of(document) for document in documents if document.type is DocumentType.KEPT)
        found = [one for one in kept if one.comment and one.answers == entry.id]
        return [_remark(one, entry) for one in sorted(found, key=lambda one: (one.published, one.id))]

    def remark(self, kept: KeptPost) -> Remark:
        """Return a comment that is kept with the entry it is about."""
        return _remark(kept, self._entry(kept.answers) if kept.answers else None)

    def version_read(self, remark: Remark) -> Entry | None:
        """Return the entry as it was when the comment was made; None when that version is not kept any more."""
        entry, hash = remark.entry, remark.comment.version
        if entry is None or not hash:
            return None
        if version_hash(entry) == hash:
            return entry
        from learnlog.vault.documents import read_document

        vault = self._shelf.vault
        for version in vault.versions(entry.id):
            text = version.data().decode("utf-8", "replace")
            document = read_document(Stored(path=entry.path, text=text, hash="", mtime_ns=0, size=0))
            if document and version_hash(Entry.of(document)) == hash:
                return Entry.of(document)
        return None


def _remark(kept: KeptPost, entry: Entry | None) -> Remark:
    is_earlier = entry is not None and bool(kept.version) and version_hash(entry) != kept.version
    return Remark(comment=kept, entry=entry, is_earlier=is_earlier)
