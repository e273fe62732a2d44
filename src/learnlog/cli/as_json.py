"""The JSON of the shell: an interface, with names that stay; `learnlog.cli.json_names` says what each is."""

from typing import TYPE_CHECKING, Any

from learnlog.model.document import Document, DocumentType
from learnlog.model.interchange import entry_dict, filed_dict, kept_dict, person_dict, theme_dict, voice_dict
from learnlog.model.moments import to_text

if TYPE_CHECKING:
    from learnlog.model.post import Post
    from learnlog.model.query import Hit
    from learnlog.sharing.feedback import Remark

Json = dict[str, Any]


def hit_json(hit: "Hit", post: "Post | None") -> Json:
    """Return one result of a search for programs; `post` is the hit when several voices tell it."""
    return {
        "type": hit.type,
        "id": hit.id,
        "title": hit.title,
        "excerpt": hit.excerpt,
        "moment": to_text(hit.moment),
        "kind": hit.kind,
        "person": hit.person,
        "themes": hit.themes,
        "voices": [voice_dict(voice) for voice in post.others] if post else [],
    }


def document_json(document: Document) -> Json:
    """Return whatever a document of the vault is for programs."""
    if document.type is DocumentType.ENTRY:
        from learnlog.model.entry import Entry

        return entry_dict(Entry.of(document))
    if document.type is DocumentType.KEPT:
        from learnlog.model.post import KeptPost

        return kept_dict(KeptPost.of(document))
    if document.type is DocumentType.FILED:
        from learnlog.model.filed import FiledPost

        return filed_dict(FiledPost.of(document))
    if document.type is DocumentType.PERSON:
        from learnlog.model.person import Person

        return person_dict(Person.of(document))
    from learnlog.model.theme import WorkTheme

    return theme_dict(WorkTheme.of(document))


def remark_json(remark: "Remark") -> Json:
    """Return a comment, and what it is about, for programs."""
    return {
        "id": remark.comment.id,
        "entry": remark.entry.id if remark.entry else "",
        "kind": remark.comment.comment,
        "text": remark.comment.body.strip(),
        "earlier_version": remark.is_earlier,
    }
