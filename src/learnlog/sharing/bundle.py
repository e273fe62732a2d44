"""A bundle: one zip with what a coach gets, made only after its writer saw all of it."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from learnlog.model.ids import slugify
from learnlog.model.moments import to_text
from learnlog.sharing.forms import comments_form
from learnlog.sharing.html import render_html
from learnlog.sharing.ledger import Left
from learnlog.sharing.plain import entry_dict
from learnlog.sharing.profile import Profile
from learnlog.sharing.shared import Selection, SharedEntry, SourceUsed
from learnlog.sharing.summary import Summary
from learnlog.sharing.third_parties import Named

FORMAT: Final = 1
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle before it leaves. ``files`` are the texts by name, all that will be in the zip.

    ``fresh`` and ``changed`` are ids of entries that the last bundle had not, or had otherwise; ``withdrawn`` ids
    that an earlier one had and nobody may keep. ``named`` is who else the texts name; ``withheld`` how many entries
    stay private, which is said to nobody but the writer.
    """

    id: str
    made: datetime
    profile: Profile
    selection: Selection
    summary: Summary
    files: Mapping[str, str]
    fresh: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    withheld: int = 0

    @property
    def left(self) -> Left:
        """What is written down once it left."""
        return Left(
            id=self.id,
            made=self.made,
            audience=self.selection.audience,
            question=self.summary.question,
            entries={entry.id: entry.hash for entry in self.selection.entries},
        )

    @property
    def name(self) -> str:
        """What its file is called: by its maker's chosen name and the day, never by a word of an entry."""
        return f"learnlog-{slugify(self.profile.called or 'learner', 30)}-{self.made:%Y-%m-%d}-{self.id[-4:]}.zip"

    def zipped(self) -> bytes:
        """Return the zip; the same bundle always gives the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in self.files.items():
                item = zipfile.ZipInfo(name, date_time=_EPOCH)
                item.external_attr = 0o600 << 16
                item.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(item, text.encode("utf-8", "replace"))
        return out.getvalue()


def make_bundle(
    id: str,
    selection: Selection,
    summary: Summary,
    profile: Profile,
    earlier: Sequence[Left],
    withdrawn: Sequence[str],
) -> Bundle:
    """Return the bundle of what passed the gate; `withdrawn` are entries that left before and may not be kept."""
    last = earlier[-1].entries if earlier else {}
    fresh = tuple(entry.id for entry in selection.entries if entry.id not in last)
    changed = tuple(e.id for e in selection.entries if e.id in last and last[e.id] != e.hash)
    bundle = Bundle(
        id=id,
        made=summary.made,
        profile=profile,
        selection=selection,
        summary=summary,
        files={},
        fresh=fresh,
        changed=changed,
        withdrawn=tuple(withdrawn),
        withheld=selection.withheld,
    )
    return replace(bundle, files=_files(bundle, earlier[-1].id if earlier else ""))


def _files(bundle: Bundle, previous: str) -> dict[str, str]:
    entries = {_name(entry): entry for entry in bundle.selection.entries}
    files = {
        "summary.html": render_html(bundle.summary, page_id=bundle.id, language=bundle.profile.language),
        "comments.md": comments_form(bundle.summary, bundle.id),
        **{name: _entry_text(entry, bundle.selection.themes) for name, entry in entries.items()},
    }
    manifest = _manifest(bundle, previous, {entry.id: name for name, entry in entries.items()})
    return {"manifest.json": json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", **files}


def _name(entry: SharedEntry) -> str:
    return f"entries/{entry.written.isoformat()}-{slugify(entry.title)}-{entry.id}.md"


def _manifest(bundle: Bundle, previous: str, names: Mapping[str, str]) -> dict[str, Any]:
    profile = bundle.profile
    return {
        "learnlog": "bundle",
        "version": FORMAT,
        "id": bundle.id,
        "previous": previous,
        "made": to_text(bundle.made),
        "audience": bundle.selection.audience.value,
        "learner": {
            "id": profile.id,
            "called": profile.called,
            "agreed": list(profile.agreed),
            "away_until": profile.away_until.isoformat() if profile.away_until else None,
            "offers": list(profile.offers),
            "introduction": profile.introduction if "cohort" in profile.agreed else "",
        },
        "question": bundle.summary.question,
        "themes": dict(bundle.selection.themes),
        "entries": [_listed(entry, names[entry.id]) for entry in bundle.selection.entries],
        "withdrawn": list(bundle.withdrawn),
    }


def _listed(entry: SharedEntry, name: str) -> dict[str, Any]:
    values = entry_dict(entry)
    del values["body"]
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
        "intentions": [one.front_matter() for one in entry.intentions] or None,
        "assignment": entry.assignment or None,
    }
    return write_text({name: value for name, value in values.items() if value is not None}, entry.body)


def _said(source: SourceUsed) -> dict[str, str]:
    values = {"author": source.author, "title": source.title, "url": source.url}
    return {name: value for name, value in values.items() if value}
