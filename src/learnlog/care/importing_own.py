"""Taking in themes, people and kept posts from a folder that learnlog wrote, under their own ids."""

from dataclasses import replace
from typing import Any

from learnlog.care.taking import DIFFERENT, KNOWN, Taking
from learnlog.model.document import Document, DocumentType
from learnlog.model.filed import FiledPost
from learnlog.model.person import Channel, Person
from learnlog.model.post import KeptPost
from learnlog.model.safe import clean_line, clean_link, clean_text
from learnlog.model.theme import ThemeStatus, WorkTheme
from learnlog.vault.documents import read_document, write_text
from learnlog.vault.files import Stored

_BROKEN = "has front matter that cannot be understood"


def import_theme(taking: Taking, text: str, name: str, file_name: str) -> None:
    """Take in a theme; one that is here gets the aliases, keywords and tags it lacks."""
    document = _document(DocumentType.THEME, text, file_name)
    if document is None or document.problem:
        taking.skip(name, _BROKEN)
        return
    theme = WorkTheme.of(document)
    here = taking.workspace.library.documents.by_id(DocumentType.THEME, theme.slug)
    if here:
        known = WorkTheme.of(here[0])
        more = replace(
            known,
            aliases=_joined(known.aliases, theme.aliases),
            keywords=_joined(known.keywords, theme.keywords),
            tags=_joined(known.tags, theme.tags),
        )
        _merge(taking, name, here[0], (known, more), is_same=known.body == theme.body)
        return
    namesake = taking.workspace.themes.find(theme.name)
    if namesake and not theme.merged_into:
        # entries name the slug: as a part of its namesake it counts for that, and there is no second one
        theme = replace(theme, status=ThemeStatus.MERGED, merged_into=namesake.slug)
    _add(taking, name, document, theme.front_matter())


def import_person(taking: Taking, text: str, name: str, file_name: str) -> None:
    """Take in a person's card; one that is here gets the channels, themes, circles and aliases it lacks."""
    document = _document(DocumentType.PERSON, text, file_name)
    if document is None or document.problem:
        taking.skip(name, _BROKEN)
        return
    person = Person.of(document)
    channels = _safe_channels(taking, name, person.channels)
    here = taking.workspace.library.documents.by_id(DocumentType.PERSON, person.id)
    if not here:
        _add(taking, name, document, replace(person, channels=channels).front_matter())
        return
    known = Person.of(here[0])
    keys = {channel.key for channel in known.channels}
    more = replace(
        known,
        channels=(*known.channels, *(channel for channel in channels if channel.key not in keys)),
        themes=_joined(known.themes, person.themes),
        circles=_joined(known.circles, person.circles),
        aliases=_joined(known.aliases, person.aliases),
    )
    _merge(taking, name, here[0], (known, more), is_same=known.body == person.body)


def import_kept(taking: Taking, text: str, name: str, file_name: str) -> None:
    """Take in a kept post that is not here."""
    document = _document(DocumentType.KEPT, text, file_name)
    if document is None or document.problem:
        taking.skip(name, _BROKEN)
        return
    kept = KeptPost.of(document)
    here = taking.workspace.library.documents.by_id(DocumentType.KEPT, kept.id)
    if here or kept.id in taking.seen:
        same = not here or here[0].body == kept.body
        taking.skip(name, KNOWN if same else DIFFERENT)
        return
    taking.seen.add(kept.id)
    values = replace(kept, url=clean_link(kept.url)).front_matter()
    if kept.url and not clean_link(kept.url):
        values["imported_url"] = clean_line(kept.url)
    path = taking.workspace.vault.kept_path(kept.kept, kept.headline, kept.id)
    _add(taking, name, document, values, path)


def import_filed(taking: Taking, text: str, name: str, file_name: str) -> None:
    """Take in the themes given to a post; what is here gets those it lacks."""
    document = _document(DocumentType.FILED, text, file_name)
    if document is None or document.problem:
        taking.skip(name, _BROKEN)
        return
    filed = FiledPost.of(document)
    here = taking.workspace.library.documents.by_id(DocumentType.FILED, filed.id)
    if here:
        known = FiledPost.of(here[0])
        more = replace(known, themes=_joined(known.themes, filed.themes))
        _merge(taking, name, here[0], (known, more), is_same=known.body == filed.body)
        return
    values = replace(filed, url=clean_link(filed.url)).front_matter()
    path = taking.workspace.vault.filed_path(filed.published, filed.title, filed.id)
    _add(taking, name, document, values, path)


def _document(kind: DocumentType, text: str, file_name: str) -> Document | None:
    return read_document(Stored(f"{kind.folder}/{file_name}", clean_text(text), "", 0, 0))


def _joined(here: tuple[str, ...], there: tuple[str, ...]) -> tuple[str, ...]:
    known = {word.casefold() for word in here}
    return (*here, *(word for word in there if word.casefold() not in known))


def _safe_channels(taking: Taking, name: str, channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """Return the channels that may be asked; an address in a file never counts as typed by the user."""
    safe = []
    for channel in channels:
        if channel.kind == "feed" and not clean_link(channel.key):
            taking.skip(name, f"without the channel {clean_line(channel.key, 100)}, which is no web address")
            continue
        safe.append(replace(channel, address=clean_link(channel.address), typed_host=""))
    return tuple(safe)


def _add(taking: Taking, name: str, document: Document, values: dict[str, Any], path: str = "") -> None:
    if not taking.dry_run:
        path = path or taking.workspace.vault.named_path(document.type, document.id)
        text = document.text
        if "channels" in values:  # else a channel's line would keep a typed_host that the new one lacks
            text = write_text({"channels": None}, document.body, text)
        taking.write(path, document.id, write_text(values, document.body, text))
    taking.added.append(clean_line(name, 500))


def _merge(
    taking: Taking,
    name: str,
    here: Document,
    change: tuple[WorkTheme, WorkTheme] | tuple[Person, Person] | tuple[FiledPost, FiledPost],
    *,
    is_same: bool,
) -> None:
    """Write only what the change from the known to the richer one adds; the text itself stays."""
    before, after = (item.front_matter() for item in change)
    grown = {key: value for key, value in after.items() if value != before[key]}
    if grown:
        if not taking.dry_run:
            taking.change(here, write_text(grown, here.body, here.text))
        taking.merged.append(clean_line(name, 500))
    elif is_same:
        taking.skip(name, KNOWN)
    if not is_same:
        taking.skip(name, DIFFERENT)
