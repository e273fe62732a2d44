"""Links of the chain that lead nowhere any more."""

from collections.abc import Iterator

from learnlog.care.walking import all_entries
from learnlog.model.document import Document, DocumentType
from learnlog.model.ids import slugify
from learnlog.workspace import Workspace

Dead = dict[str, list[tuple[str, str]]]
"""By what is linked to, in words: the file that links, and the id it names."""


def dead_links(workspace: Workspace) -> Dead:
    """Return the links in front matter to entries, kept posts, people and themes that do not exist."""
    documents = workspace.library.documents
    entries = list(all_entries(workspace))
    others = (DocumentType.KEPT, DocumentType.PERSON, DocumentType.THEME, DocumentType.FILED)
    kept, people, themes, filed = (documents.all(kind) for kind in others)
    there = {
        "entries": {document.id for document in entries},
        "kept posts": {document.id for document in kept},
        "people": {name for document in people for name in (document.id, *document.words("aliases"))},
        "themes": {name for document in themes for name in _theme_names(document)},
    }
    found: Dead = {}
    for document in (*entries, *kept, *people, *themes, *filed):
        for kind, target in _targets(document):
            known = there[kind]
            if target not in known and not (kind == "themes" and slugify(target) in known):
                found.setdefault(kind, []).append((document.path, target))
    return found


def _theme_names(document: Document) -> Iterator[str]:
    for name in (document.id, document.word("name"), *document.words("aliases")):
        yield name
        yield slugify(name)


def _targets(document: Document) -> Iterator[tuple[str, str]]:
    yield from (("themes", theme) for theme in document.words("themes"))
    if document.type is DocumentType.ENTRY:
        keys = {"kept": "kept posts", "people": "people", "entries": "entries"}
        yield from ((kind, target) for key, kind in keys.items() for target in document.words(key))
    if document.type is DocumentType.KEPT and document.word("person"):
        yield "people", document.word("person")
    if document.type is DocumentType.THEME and document.word("merged_into"):
        yield "themes", document.word("merged_into")
