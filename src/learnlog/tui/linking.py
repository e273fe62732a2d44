"""What completion offers while writing: documents to link to, themes, tags."""

from collections.abc import Sequence

from learnlog.library.document_rows import indexed
from learnlog.model.document import Document, DocumentType
from learnlog.model.entry import Entry
from learnlog.model.errors import UsageError
from learnlog.model.person import Person
from learnlog.model.post import KeptPost
from learnlog.model.theme import ThemeStatus
from learnlog.talking.sharing import mention
from learnlog.tui.text import line
from learnlog.tui.widgets.completion import Item
from learnlog.workspace import Workspace

FEW = 44
"""Letters that a link's label has at most where there is no title, only the first words of a text."""
_WORDS = {
    DocumentType.ENTRY: "entry",
    DocumentType.KEPT: "kept",
    DocumentType.PERSON: "person",
    DocumentType.THEME: "theme",
}
_NOT_IN_LABELS = str.maketrans({"[": "(", "]": ")", "|": "/"})


def link_item(document: Document) -> Item:
    """Return `document` as a link: the file's name, which never changes, and the title for the reader."""
    is_named = document.type in (DocumentType.THEME, DocumentType.PERSON) or bool(document.word("title"))
    title = line(indexed(document).title, 120)
    label = (
        title if is_named or len(title) <= FEW else f"{title[: FEW + 1].rpartition(' ')[0] or title[:FEW]}…"
    )
    stem = document.path.rpartition("/")[2].removesuffix(".md")
    note = _WORDS[document.type]
    if document.type is DocumentType.ENTRY:
        created = Entry.of(document).created
        note = f"{note} · {created.day} {created:%b}"
    elif document.type is DocumentType.KEPT:
        note = f"{note} · {line(KeptPost.of(document).author, 20)}".rstrip(" ·")
    return Item(title, note, f"{stem}|{label.translate(_NOT_IN_LABELS)}")


def offered(workspace: Workspace, kind: str, words: str, besides: str = "") -> Sequence[Item]:
    """Return what fits `words` in a field of `kind`: link, theme, tag (in the text) or tags (in their field).

    `besides` is the id of an entry that is left out: the one that is written.
    """
    if kind == "link":
        found = workspace.library.documents.titles(words, limit=12)
        return [link_item(document) for document in found if document.id != besides]
    if kind == "theme":
        return _themes(workspace, words)
    tags = _tags(workspace, words)
    return [tag for tag in tags if kind == "tags" or " " not in tag.text]


def _themes(workspace: Workspace, words: str) -> list[Item]:
    wanted = words.casefold()
    fitting = [
        theme
        for theme in workspace.themes.all()
        if any(wanted in name.casefold() for name in (theme.name, theme.slug, *theme.aliases))
    ]
    fitting.sort(key=lambda theme: not theme.name.casefold().startswith(wanted))
    offer = [
        Item(theme.name, "" if theme.status is ThemeStatus.ACTIVE else theme.status.value, theme.name)
        for theme in fitting
    ]
    if words and workspace.themes.find(words) is None:
        offer = [*offer[:7], Item(words, "a new theme", words)]
    return offer


def _tags(workspace: Workspace, words: str) -> list[Item]:
    wanted = words.casefold()
    fitting = [(tag, count) for tag, count in workspace.library.documents.tags() if wanted in tag.casefold()]
    fitting.sort(key=lambda pair: (not pair[0].casefold().startswith(wanted), -pair[1]))
    offer = [Item(tag, f"{count}×", tag) for tag, count in fitting[:8]]
    return [] if len(offer) == 1 and offer[0].text == words else offer


def people_offered(workspace: Workspace, words: str, networks: Sequence[str]) -> list[Item]:
    """Return those I follow on one of `networks` whom `words` fit, with what mentions them there."""
    wanted = words.casefold().lstrip("@")
    found = []
    for person in workspace.people.all():
        for network in dict.fromkeys(networks):
            handle = _handle(person, network)
            if handle and (wanted in person.name.casefold() or wanted in handle.casefold()):
                found.append(Item(line(person.name, 40), handle, handle))
    found = [item for item in found if item.text.casefold() != f"@{wanted}"]
    return sorted(found, key=lambda item: not _begins(item, wanted))


def _handle(person: Person, network: str) -> str:
    try:
        return mention(person, network)
    except UsageError:
        return ""


def _begins(item: Item, wanted: str) -> bool:
    names = (*item.label.casefold().split(), item.text.casefold().removeprefix("@"))
    return any(name.startswith(wanted) for name in names)
