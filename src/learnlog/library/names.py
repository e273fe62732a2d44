"""Who and what a name means: themes through merges and aliases, channels to the one person they count for."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnlog.library.connection import Database
from learnlog.library.document_rows import COLUMNS, SOURCE, document_of
from learnlog.library.lenient import strings
from learnlog.library.words import any_of, key
from learnlog.model.circles import circles_around
from learnlog.model.document import Document, DocumentType
from learnlog.model.ids import slugify

if TYPE_CHECKING:
    from learnlog.model.person import Channel, Person
    from learnlog.model.theme import WorkTheme


@dataclass(frozen=True, slots=True)
class Owner:
    """A channel whose posts are shown, and the person they count for."""

    channel: str
    person: str
    name: str
    circles: tuple[str, ...]
    is_muted: bool = False


def final_slugs(merged_into: Mapping[str, str]) -> dict[str, str]:
    """Return where each slug ends when merges are followed; a circle ends at its first slug by name."""
    finals = {}
    for start in merged_into:
        seen = [start]
        while (following := merged_into.get(seen[-1], "")) and following in merged_into:
            if following in seen:
                seen.append(min(seen[seen.index(following) :]))
                break
            seen.append(following)
        finals[start] = seen[-1]
    return finals


class Names:
    """Answers what a name typed or written somewhere stands for."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def theme(self, name: str) -> str:
        """Return the slug that `name` (slug, name or alias) ends at, or `name` itself when none is known."""
        row = self._db.one("SELECT final FROM theme_key WHERE key = ?", (slugify(name),))
        return str(row[0]) if row else name

    def theme_keys(self, finals: Iterable[str]) -> list[str]:
        """Return every key under which a document may be filed that counts for one of `finals`."""
        slugs = list(finals)
        rows = self._db.rows(
            "SELECT key FROM theme_key WHERE final IN (SELECT value FROM json_each(?))", (json.dumps(slugs),)
        )
        return sorted({row[0] for row in rows} | {slugify(slug) for slug in slugs})

    def themes_like(self, name: str) -> list[str]:
        """Return the slugs that `name` means, else those with a name that begins so."""
        return self._like(
            "SELECT final FROM theme_key WHERE key = ?",
            "SELECT DISTINCT final FROM theme_key WHERE substr(key, 1, length(?1)) = ?1",
            slugify(name),
        )

    def person(self, name: str) -> str:
        """Return the id of the person called `name` (id, name or alias), or `name` itself."""
        row = self._db.one("SELECT person FROM person_key WHERE key = ?", (slugify(name),))
        return str(row[0]) if row else name

    def people_like(self, name: str) -> list[str]:
        """Return the ids of the people that `name` means, else those with a name that begins so."""
        return self._like(
            "SELECT person FROM person_key WHERE key = ?",
            "SELECT DISTINCT person FROM person_key WHERE substr(key, 1, length(?1)) = ?1",
            slugify(name),
        )

    def person_ids(self, people: Iterable[str]) -> list[str]:
        """Return `people` with every older id and name by which a document may still refer to them."""
        ids = list(people)
        rows = self._db.rows(
            "SELECT key FROM person_key WHERE person IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
        )
        return sorted({row[0] for row in rows} | set(ids))

    def channel(self, key: str) -> str:
        """Return the key that the channel once called `key` has now, or `key` itself."""
        return channel_key(self._db, key)

    def owners(self) -> dict[int, Owner]:
        """Return the shown channels by their row."""
        rows = self._db.rows("SELECT channel_id, channel, person, name, circles, muted FROM channel_person")
        return {row[0]: Owner(row[1], row[2], row[3], strings(row[4]), bool(row[5])) for row in rows}

    def channels_of_circle(self, circle: str) -> list[int]:
        """Return the rows of the channels of everybody in `circle`, or in a circle inside it."""
        wanted, owners = key(circle), self.owners()
        return [row for row, owner in owners.items() if wanted in map(key, circles_around(owner.circles))]

    def shown(self) -> dict[int, Owner]:
        """Return the channels by their row whose posts are in the River: those of muted people are not."""
        return {row: owner for row, owner in self.owners().items() if not owner.is_muted}

    def _like(self, exact: str, beginning: str, wanted: str) -> list[str]:
        rows = self._db.rows(exact, (wanted,)) or self._db.rows(beginning, (wanted,))
        return [row[0] for row in rows]


def sync_themes(db: Database) -> set[str]:
    """Make the theme tables say what the theme files say; return the final slugs whose posts may differ."""
    from learnlog.model.theme import WorkTheme

    themes: dict[str, WorkTheme] = {}
    for theme in map(WorkTheme.of, _documents(db, DocumentType.THEME)):
        themes.setdefault(theme.slug, theme)  # a conflict copy does not speak for the theme
    keys = _theme_keys(themes.values())
    merges = {slug: keys.get(slugify(theme.merged_into), "") for slug, theme in themes.items()}
    finals = final_slugs({slug: "" if into == slug else into for slug, into in merges.items()})
    wanted = {slug: (finals[slug], any_of(theme.terms)) for slug, theme in themes.items()}
    known = {row[0]: (row[1], row[2]) for row in db.rows("SELECT slug, final, match FROM theme")}
    changed = [slug for slug in wanted.keys() | known.keys() if wanted.get(slug) != known.get(slug)]
    db.run("DELETE FROM theme")
    db.run_many("INSERT INTO theme VALUES (?, ?, ?)", ((slug, *value) for slug, value in wanted.items()))
    db.run("DELETE FROM theme_key")
    db.run_many("INSERT INTO theme_key VALUES (?, ?)", ((name, finals[slug]) for name, slug in keys.items()))
    affected = {side[slug][0] for slug in changed for side in (wanted, known) if slug in side}
    return affected | {slug for slug in changed if slug not in wanted}


def sync_people(db: Database) -> set[tuple[int, str]]:
    """Make the people tables say what the cards say; return (channel row, theme) of what began or ended."""
    from learnlog.model.person import Person

    people: dict[str, Person] = {}
    for person in map(Person.of, _documents(db, DocumentType.PERSON)):
        people.setdefault(person.id, person)
    _write_person_keys(db, people)
    renamed = _meet([item for person in people.values() for item in person.channels], db)
    rows = {row[0]: row[1] for row in db.rows("SELECT key, id FROM channel")}
    names = Names(db)
    owners: dict[int, tuple[str, str, str, str, int]] = {}
    themes: set[tuple[int, str]] = set()
    for _, person in sorted(people.items()):
        finals = {names.theme(theme) for theme in person.themes}
        circles, is_muted = json.dumps(person.circles), int(person.is_muted)
        for called in (renamed.get(channel.key, channel.key) for channel in person.channels):
            row = rows[called]
            if person.is_followed and row not in owners:
                owners[row] = called, person.id, person.name, circles, is_muted
                themes |= {(row, theme) for theme in finals}
    known = {(row[0], row[1]) for row in db.rows("SELECT channel_id, theme FROM channel_theme")}
    db.run("DELETE FROM channel_person")
    db.run_many(
        "INSERT INTO channel_person VALUES (?, ?, ?, ?, ?, ?)", ((row, *o) for row, o in owners.items())
    )
    db.run_many("DELETE FROM channel_theme WHERE channel_id = ? AND theme = ?", known - themes)
    db.run_many("INSERT INTO channel_theme VALUES (?, ?)", themes - known)
    return known ^ themes


def _meet(listed: "Sequence[Channel]", db: Database) -> dict[str, str]:
    """Take channels in that cards list; return what renamed ones are called now, as `channel_keys` does."""
    renamed = channel_keys(db)
    channels = [(item.key, item.kind) for item in listed if item.key not in renamed]
    db.run_many("INSERT OR IGNORE INTO channel (key, kind) VALUES (?, ?)", channels)
    if all(alias in renamed for item in listed for alias in item.aliases):
        return renamed
    _take_aliases(db, listed)
    return channel_keys(db)


def channel_key(db: Database, key: str) -> str:
    """Return the key that the channel once called `key` has now; `key` itself when it has no other."""
    row = db.one(
        "SELECT c.key FROM channel_alias a JOIN channel c ON c.id = a.channel_id WHERE a.key = ?", (key,)
    )
    return str(row[0]) if row else key


def channel_keys(db: Database) -> dict[str, str]:
    """Return what channels that were renamed or moved are called now, by each key they had before."""
    rows = db.rows("SELECT a.key, c.key FROM channel_alias a JOIN channel c ON c.id = a.channel_id")
    return {row[0]: row[1] for row in rows}


def _take_aliases(db: Database, listed: "Iterable[Channel]") -> None:
    """Let the keys that cards say a channel had before mean it, and bring posts under them to it."""
    from learnlog.library.moving import rename

    current = {item.key for item in listed}
    for item in listed:
        now_called = channel_key(db, item.key)
        for alias in item.aliases:
            if alias in current or alias == now_called:
                continue
            rename(db, alias, now_called)
            db.run(
                "INSERT OR IGNORE INTO channel_alias SELECT ?, id FROM channel WHERE key = ?",
                (alias, now_called),
            )


def _theme_keys(themes: "Iterable[WorkTheme]") -> dict[str, str]:
    """Return key -> slug: slugs first, then names, then aliases: no alias takes another's slug."""
    listed = sorted(themes, key=lambda theme: theme.slug)
    keys: dict[str, str] = {}
    for theme in listed:
        keys.setdefault(slugify(theme.slug), theme.slug)
    for theme in listed:
        keys.setdefault(slugify(theme.name), theme.slug)
    for theme in listed:
        for alias in theme.aliases:
            keys.setdefault(slugify(alias), theme.slug)
    return keys


def _write_person_keys(db: Database, people: "Mapping[str, Person]") -> None:
    keys: dict[str, str] = {slugify(person): person for person in sorted(people)}
    for _, person in sorted(people.items()):
        for name in (person.name, *person.aliases):
            keys.setdefault(slugify(name), person.id)
            keys.setdefault(key(name), person.id)
    db.run("DELETE FROM person_key")
    db.run_many("INSERT INTO person_key VALUES (?, ?)", keys.items())


def _documents(db: Database, kind: DocumentType) -> list[Document]:
    sql = " ".join(("SELECT", COLUMNS, "FROM", SOURCE, "WHERE d.type = ? ORDER BY length(d.path), d.path"))
    return [document_of(row) for row in db.rows(sql, (kind.value,))]
