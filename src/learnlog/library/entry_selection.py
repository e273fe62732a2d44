"""From an EntryFilter to SQL conditions on the table ``doc d``."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from learnlog.library.names import Names
from learnlog.library.words import key

if TYPE_CHECKING:
    from learnlog.model.query import EntryFilter


class Selection:
    """Conditions that documents of one type must meet, with their values."""

    def __init__(self, type: str) -> None:
        self._conditions = ["d.type = :type"]
        self.parameters: dict[str, Any] = {"type": type}

    @property
    def where(self) -> str:
        """The WHERE clause."""
        return "WHERE " + " AND ".join(self._conditions)

    def add(self, condition: str, **parameters: object) -> "Selection":
        """Add a condition of ours, whose values are given by name."""
        self._conditions.append(condition)
        self.parameters.update(parameters)
        return self

    def in_themes(self, names: Names, themes: Sequence[str]) -> "Selection":
        """Ask for any of `themes`, through merges; none asked for is no condition."""
        if not themes:
            return self
        keys = names.theme_keys(names.theme(theme) for theme in themes)
        return self.add(
            "d.row IN (SELECT t.row FROM doc_theme t WHERE t.key IN (SELECT value FROM json_each(:themes)))",
            themes=json.dumps(keys),
        )

    def of_person(self, names: Names, person: str) -> "Selection":
        """Ask for a link to `person`, under any id they ever had."""
        return self.add(
            """d.row IN (SELECT l.row FROM link l WHERE l.relation = 'person'
               AND l.target IN (SELECT value FROM json_each(:people)))""",
            people=json.dumps(names.person_ids([names.person(person)])),
        )


def select_entries(names: Names, filter: "EntryFilter") -> Selection:
    """Return the conditions that `filter` sets on entries."""
    chosen = Selection("entry").in_themes(names, filter.themes)
    if filter.tag:
        chosen.add("d.row IN (SELECT g.row FROM doc_tag g WHERE g.key = :tag)", tag=key(filter.tag))
    if filter.person:
        chosen.of_person(names, filter.person)
    for column, value in (("kind", filter.kind), ("visibility", filter.visibility)):
        if value:
            chosen.add(f"d.{column} = :{column}", **{column: value})
    if filter.since:
        chosen.add("d.created >= :since", since=int(filter.since.timestamp()))
    if filter.until:
        chosen.add("d.created < :until", until=int(filter.until.timestamp()))
    if filter.open_only:
        chosen.add("d.kind IN ('question', 'goal') AND d.status <> 'closed'")
    return chosen
