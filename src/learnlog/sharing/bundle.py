"""A bundle: one zip with what a coach gets, made only after its writer saw all of it."""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Protocol

from learnlog.model.ids import slugify, timeless_id
from learnlog.model.visibility import Visibility
from learnlog.sharing.forms import comments_form
from learnlog.sharing.html import render_html
from learnlog.sharing.ledger import Left
from learnlog.sharing.plain import entry_dict, file_dict
from learnlog.sharing.profile import Profile
from learnlog.sharing.shared import Selection, SharedEntry, SharedFile, SourceUsed
from learnlog.sharing.summary import Summary
from learnlog.sharing.third_parties import Named

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
FILES: Final = "files"
"""The zip's folder of attached files."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Signer(Protocol):
    """Signs bundles, so that nobody else can make one that seems to be mine."""

    @property
    def public_key(self) -> str:
        """What others know the signatures by."""

    def sign(self, data: bytes) -> str:
        """Return the signature of `data`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What passed the gate: ``selection`` by the entries' own ids, ``told`` as others get it, and the page of that.

    ``names`` are what the entries are called for others, by their own ids; ``cut`` is which of my words besides the
    entries had links to what may not be named.
    """

    selection: Selection
    told: Selection
    names: Mapping[str, str]
    summary: Summary
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle before it leaves, the ``number``-th of mine.

    ``files`` are the texts by name, ``enclosed`` the attached files: all that will be in the zip.

    ``fresh`` and ``changed`` are own ids of entries that the last bundle had not, or had otherwise; ``withdrawn``
    those that an earlier one had and nobody may keep. ``named`` is who else the texts name.
    """

    id: str
    made: datetime
    number: int
    profile: Profile
    shown: Shown
    files: Mapping[str, str]
    enclosed: Mapping[str, SharedFile] = field(default_factory=dict)
    fresh: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()

    @property
    def selection(self) -> Selection:
        """What is in it, by the entries' own ids: for its writer's eyes."""
        return self.shown.selection

    @property
    def withheld(self) -> int:
        """How many entries stay private, which is said to nobody but the writer."""
        return self.selection.withheld

    @property
    def sizes(self) -> dict[str, int]:
        """Every file of the zip with how many bytes it has."""
        texts = {name: len(_bytes(text)) for name, text in self.files.items()}
        return texts | {name: file.size for name, file in self.enclosed.items()}

    @property
    def left(self) -> Left:
        """What is written down once it left."""
        return Left(
            id=self.id,
            made=self.made,
            number=self.number,
            audience=self.selection.audience,
            question=self.shown.summary.question,
            entries={entry.id: entry.hash for entry in self.selection.entries},
            names=self.shown.names,
        )

    @property
    def name(self) -> str:
        """What its file is called: by its maker's chosen name and the day, never by a word of an entry."""
        return f"learnlog-{slugify(self.profile.called or 'learner', 30)}-{self.made:%Y-%m-%d}-{self.id[-4:]}.zip"

    def zipped(self) -> bytes:
        """Return the zip; the same bundle always gives the same bytes."""
        import zipfile  # loads shutil

        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            texts = ((name, _bytes(text)) for name, text in self.files.items())
            for name, data in (*texts, *((name, file.data) for name, file in self.enclosed.items())):
                item = zipfile.ZipInfo(name, date_time=_EPOCH)
                item.external_attr = 0o600 << 16
                item.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(item, data)
        return out.getvalue()


def make_bundle(
    shown: Shown, profile: Profile, left: Sequence[Left], withdrawn: Sequence[str], signer: Signer
) -> Bundle:
    """Return the bundle of what is `shown`.

    `left` are the bundles that left before, oldest first; `withdrawn` own ids of entries in them that may not be kept.
    """
    before = left_for(left, shown.selection.audience)
    last = before[-1].entries if before else {}
    entries = shown.selection.entries
    bundle = Bundle(
        id=timeless_id(),
        made=shown.summary.made,
        number=len(left) + 1,
        profile=profile,
        shown=shown,
        files={},
        fresh=tuple(entry.id for entry in entries if entry.id not in last),
        changed=tuple(e.id for e in entries if e.id in last and last[e.id] != e.hash),
        withdrawn=tuple(withdrawn),
        enclosed={place(file): file for entry in shown.told.entries for file in entry.files},
    )
    manifest = {
        "previous": before[-1].id if before else "",
        "number": bundle.number,
        "key": signer.public_key,
        "withdrawn": _gone(shown.names, before, set(withdrawn)),
    }
    return replace(bundle, files=_files(bundle, manifest, signer))


def left_for(left: Sequence[Left], audience: Visibility) -> list[Left]:
    """Return the bundles that an audience may have: also those that were for a wider one."""
    return [one for one in left if one.audience.reaches(audience)]


def _gone(names: Mapping[str, str], before: Sequence[Left], withdrawn: set[str]) -> list[str]:
    """Return the names that nobody may keep: of what is withdrawn, and older names of what is shown."""
    left = {(own, name) for one in before for own, name in one.names.items()}
    return sorted({name for own, name in left if own in withdrawn or names.get(own, name) != name})


def _files(bundle: Bundle, more: dict[str, Any], signer: Signer) -> dict[str, str]:
    told, summary = bundle.shown.told, bundle.shown.summary
    entries = {_name(entry): entry for entry in told.entries}
    files = {
        "summary.html": render_html(summary, page_id=bundle.id, language=bundle.profile.language),
        "comments.md": comments_form(summary, bundle.id),
        **{name: _entry_text(entry, told.themes) for name, entry in entries.items()},
    }
    manifest = _manifest(bundle) | more
    manifest["entries"] = [_listed(entry, name) for name, entry in entries.items()]
    sums = {name: hashlib.sha256(_bytes(text)).hexdigest() for name, text in files.items()}
    manifest["files"] = sums | {name: file.hash for name, file in bundle.enclosed.items()}
    said = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    return {MANIFEST: said, SIGNATURE: signer.sign(_bytes(said)) + "\n", **files}


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _name(entry: SharedEntry) -> str:
    return f"entries/{entry.written.isoformat()}-{slugify(entry.title)}-{entry.id[-8:]}.md"


def place(file: SharedFile) -> str:
    """Return where an attached file stands in the zip."""
    return f"{FILES}/{file.place}"


def _manifest(bundle: Bundle) -> dict[str, Any]:
    profile, told = bundle.profile, bundle.shown.told
    return {
        "learnlog": "bundle",
        "version": FORMAT,
        "id": bundle.id,
        "made": bundle.made.date().isoformat(),
        "audience": told.audience.value,
        "learner": {
            "id": profile.id,
            "called": profile.called,
            "agreed": list(profile.agreed),
            "away_until": profile.away_until.isoformat() if profile.away_until else None,
            "offers": list(profile.offers),
            "introduction": profile.introduction if "cohort" in profile.agreed else "",
        },
        "question": bundle.shown.summary.question,
        "themes": dict(told.themes),
        "assignments": dict(bundle.shown.summary.assignments),
    }


def _listed(entry: SharedEntry, name: str) -> dict[str, Any]:
    values = entry_dict(entry)
    del values["body"]
    values["files"] = [{"file": place(one), **file_dict(one)} for one in entry.files]
    return {"file": name, **values}


def _entry_text(entry: SharedEntry, themes: Mapping[str, str]) -> str:
    from learnlog.vault.documents import write_text

    values = {
        "id": entry.id,
        "title": entry.title,
        "day": entry.written.isoformat(),
        "kind": entry.kind.value,
        "themes": [themes.get(slug, slug) for slug in entry.themes],
        "tags": list(entry.tags),
        "visibility": entry.visibility.value,
        "sources": [_said(source) for source in entry.sources] or None,
        "entries": list(entry.entries) or None,
        "answers": list(entry.answers) or None,
        "progress": entry.progress or None,
        "reviews": [one.front_matter() for one in entry.reviews] or None,
        "evidence": [one.title for one in entry.evidence] or None,
        "intentions": [one.front_matter() for one in entry.intentions] or None,
        "assignment": entry.assignment or None,
        "files": [_file(one) for one in entry.files] or None,
    }
    return write_text({name: value for name, value in values.items() if value is not None}, entry.body)


def _file(file: SharedFile) -> dict[str, str]:
    values = {"name": file.name, "file": place(file), "alt": file.alt}
    return {name: value for name, value in values.items() if value}


def _said(source: SourceUsed) -> dict[str, str]:
    values = {"author": source.author, "title": source.title, "url": source.url}
    return {name: value for name, value in values.items() if value}
