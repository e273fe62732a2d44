"""From a parsed search to SQL: the words become an FTS5 expression, all else conditions with bound values.

The words that must all match lead, as one expression that can be ranked. Words under an OR or NOT together
with fields become conditions like any other.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from learnlog.library.connection import Database
from learnlog.library.dates import between, span_of
from learnlog.library.leading import COMMON, is_plain, lead, match
from learnlog.library.names import Names
from learnlog.library.query import MOMENTS, PLACES, And, Field, Node, Not, Or, Text
from learnlog.library.schema import ANSWER
from learnlog.library.words import has_word, key, pattern, quoted

FEW = 6000
"""Up to so many posts, a condition is quicker to start from than to check on each hit."""

LONG = 1000
"""Words from which a post is long: some four minutes of reading."""

_NOTHING = "0"
_SAYS = """coalesce((
    SELECT says(?, b.title) OR says(?, b.text) OR says(?, b.words) FROM post_search b WHERE b.row = p.row
), 0)"""
_FOUND = "{0}.row IN (SELECT rowid FROM {1} WHERE {1} MATCH ?)"
_DOC_THEME = """d.row IN (SELECT t.row FROM doc_theme t WHERE t.key IN (SELECT value FROM json_each(?)))
    OR (d.type = 'theme' AND d.id IN (SELECT value FROM json_each(?)))"""
_DOC_PERSON = """d.row IN (
    SELECT l.row FROM link l WHERE l.relation = 'person' AND l.target IN (SELECT value FROM json_each(?)))
    OR (d.type = 'person' AND d.id IN (SELECT value FROM json_each(?)))"""
_POST_THEME = """EXISTS (
    SELECT 1 FROM post_theme t WHERE t.row = p.row AND t.theme IN (SELECT value FROM json_each(?)))"""
_POST_THEME_ROWS = "SELECT t.row FROM post_theme t WHERE t.theme IN (SELECT value FROM json_each(?))"
_OF_PERSON = """channel_id IN (
    SELECT o.channel_id FROM channel_person o WHERE o.person IN (SELECT value FROM json_each(?)))"""
_IN_CIRCLE = "channel_id IN (SELECT value FROM json_each(?))"
_OF_CHANNEL = """channel_id IN (
    SELECT c.id FROM channel c WHERE c.kind = ? OR instr(lower(c.key), ?)
    OR instr(lower(coalesce(json_extract(c.state, '$.handle'), '')), ?))"""
_IN_LANGUAGE = """EXISTS (
    SELECT 1 FROM post_body b WHERE b.row = p.row AND (lower(b.language) = ? OR lower(b.language) LIKE ? || '-%'))"""
_OF_CHANNELS = ("person", "from", "circle", "channel")
_STRANGERS = "strangers"
_OF_STRANGERS = "p.channel_id NOT IN (SELECT channel_id FROM channel_person)"
_ALL_ROWS = "SELECT s.row FROM post s INDEXED BY post_time"
_READ_STATES = {
    "starred": "p.starred_at IS NOT NULL",
    "read": "p.read_at IS NOT NULL",
    "unread": "p.read_at IS NULL",
    "boost": "p.boost_of <> ''",
    "answer": f"(p.aside & 3) = {ANSWER}",
    "gone": "p.gone IS NOT NULL",
    "hidden": "p.row IN (SELECT row FROM hidden)",
    "long": f"p.words >= {LONG}",
}
_STATE_ROWS = {
    "starred": "SELECT s.row FROM post s INDEXED BY post_starred WHERE s.starred_at IS NOT NULL",
    "unread": "SELECT s.row FROM post s INDEXED BY post_unread WHERE s.read_at IS NULL",
    "boost": "SELECT s.row FROM post s INDEXED BY post_boost WHERE s.boost_of <> ''",
    "gone": "SELECT s.row FROM post s INDEXED BY post_gone WHERE s.gone IS NOT NULL",
    "hidden": "SELECT s.row FROM hidden s",
}


@dataclass
class Compiled:
    """What to ask of one of the two tables.

    ``match`` is "" when no words lead; else ``index`` is the full-text table to ask for it. ``few`` lists SQL for
    the rows of those conditions that few posts meet; it then stands for them. ``strangers`` tells that posts of
    people whom I do not follow are asked for.
    """

    match: str = ""
    index: str = "doc_fts"
    conditions: list[str] = field(default_factory=list)
    few: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    strangers: bool = False

    @property
    def where(self) -> str:
        """The conditions as one."""
        return " AND ".join(self.conditions) or "1"

    @property
    def is_nothing(self) -> bool:
        """Tell whether it is plain that nothing can match."""
        return _NOTHING in self.conditions


class Compiler:
    """Compiles a tree for documents (``doc d``) or, with `posts`, for posts (``post p``).

    Who wants the best hits looks each one over for a word that it must not have; who wants them all (`every`) has the
    posts with that word listed once.
    """

    def __init__(self, db: Database, now: datetime, *, posts: bool, every: bool = False) -> None:
        self._db = db
        self._names = Names(db)
        self._now = now
        self._posts = posts
        self._every = every
        self._parameters: dict[str, Any] = {}

    def compile(self, root: Node | None) -> Compiled:
        """Return what `root` asks for."""
        items = root.items if isinstance(root, And) else (root,) if root else ()
        leading: list[Node] = [item for item in items if not isinstance(item, Not) and self._match(item)]
        compiled = Compiled(parameters=self._parameters, strangers=any(map(_asks_strangers, items)))
        matches = self._lead(leading, compiled)
        without: list[Node] = [
            item for item in items if leading and isinstance(item, Not) and self._can_deny(item, compiled)
        ]
        compiled.match = " AND ".join(f"({match})" for match in matches)
        for denied in without:
            compiled.match = (
                f"({compiled.match}) NOT ({self._match(denied)})"  # a Not matches as what it denies
            )
        for item in items:
            if item not in leading and item not in without:
                rows = self._rows(item)
                (compiled.few if rows else compiled.conditions).append(rows or self._condition(item))
        return compiled

    def _lead(self, leading: list[Node], compiled: Compiled) -> list[str]:
        """Return what the words that lead must match, and add to `compiled` what else that means."""
        if not self._posts:
            return [self._match(item) for item in leading]
        led = lead(leading, self._is_common)
        compiled.index = led.index
        compiled.conditions += map(self._says, led.patterns)
        return led.matches

    def _says(self, wanted: str) -> str:
        return self._with(_SAYS, wanted, wanted, wanted)

    def _is_common(self, beginning: str) -> bool:
        probe = "SELECT count(*) FROM (SELECT 1 FROM post_start WHERE post_start MATCH ? LIMIT ?)"
        return self._db.number(probe, (f"{quoted(beginning)} *", COMMON)) >= COMMON

    def _can_deny(self, item: Not, compiled: Compiled) -> bool:
        """Tell whether the index that leads can leave `item` out as well."""
        return bool(self._match(item)) and (compiled.index != "post_start" or is_plain(item))

    def _with(self, sql: str, *values: object) -> str:
        """Return `sql` with a name for each ``?``, to which the value is bound; lists are bound as JSON."""
        parts = sql.split("?")
        for place, value in enumerate(values):
            name = f"v{len(self._parameters)}"
            self._parameters[name] = json.dumps(value) if isinstance(value, list) else value
            parts[place] += f":{name}"
        return "".join(parts)

    def _rows(self, node: Node) -> str:
        """Return SQL for the rows of the posts that meet a field, when they are few, else ""."""
        if not self._posts or not isinstance(node, Field):
            return ""
        rows = self._all_rows(node)
        probe = " ".join(("SELECT count(*) FROM (", rows, "LIMIT :few)"))
        if not rows or self._db.number(probe, {**self._parameters, "few": FEW}) >= FEW:
            return ""
        return rows

    def _all_rows(self, node: Field) -> str:
        if node.name == "theme":
            return self._with(_POST_THEME_ROWS, self._names.themes_like(node.value))
        if node.name in _OF_CHANNELS:
            among = self._among_channels(node)
            return f"SELECT s.row FROM post s INDEXED BY post_channel WHERE s.{among}"  # noqa: S608 - ours
        if node.name in MOMENTS:
            return " ".join((_ALL_ROWS, "WHERE", self._time("s.published", node)))
        return _STATE_ROWS.get(node.value.lower(), "") if node.name == "is" else ""

    def _condition(self, node: Node) -> str:
        if isinstance(node, And | Or):
            glue = " AND " if isinstance(node, And) else " OR "
            return "(" + glue.join(map(self._condition, node.items)) + ")"
        if isinstance(node, Not):
            denied = node.item
            listed = self._every and is_plain(denied)
            if self._posts and isinstance(denied, Text) and has_word(denied.text) and not listed:
                # each hit is looked at: to list all the posts with a phrase takes far longer
                return f"NOT {self._says(pattern(denied.text, prefix=denied.prefix).pattern)}"
            return f"NOT {self._condition(denied)}"
        if isinstance(node, Text):
            return self._found(node)
        found = self._post_field(node) if self._posts else self._doc_field(node)
        return f"({found})" if found != _NOTHING else found

    def _found(self, node: Node) -> str:
        if not self._posts:
            return self._with(_FOUND.format("d", "doc_fts"), self._match(node))
        index = "post_start" if is_plain(node) else "post_fts"
        return self._with(_FOUND.format("p", index), self._match(node))

    def _post_field(self, node: Field) -> str:
        value = node.value.lower()
        if node.name == "theme":
            return self._with(_POST_THEME, self._names.themes_like(node.value))
        if node.name in _OF_CHANNELS:
            return f"p.{self._among_channels(node)}"
        if node.name == "lang":
            return self._with(_IN_LANGUAGE, value, value)
        if node.name == "tag":
            return self._found(node) if self._match(node) else _NOTHING
        if node.name == "in":
            return _OF_STRANGERS if value == _STRANGERS else "1" if value == "posts" else _NOTHING
        if node.name == "kind":
            return "1" if value in ("post", "posts") else _NOTHING
        if node.name == "is":
            return _READ_STATES.get(value, _NOTHING)
        return self._time("p.published", node)

    def _among_channels(self, node: Field) -> str:
        value = node.value.lower()
        if node.name == "channel":
            return self._with(_OF_CHANNEL, value, value, value)
        if node.name == "circle":
            return self._with(_IN_CIRCLE, self._names.channels_of_circle(node.value))
        return self._with(_OF_PERSON, self._names.people_like(node.value))

    def _doc_field(self, node: Field) -> str:
        value = node.value.lower()
        if node.name in ("channel", "circle", "lang"):
            return _NOTHING
        if node.name == "theme":
            finals = self._names.themes_like(node.value)
            return self._with(_DOC_THEME, self._names.theme_keys(finals), finals)
        if node.name in ("person", "from"):
            people = self._names.people_like(node.value)
            return self._with(_DOC_PERSON, self._names.person_ids(people), people)
        if node.name == "tag":
            return self._with("d.row IN (SELECT g.row FROM doc_tag g WHERE g.key = ?)", key(node.value))
        if node.name == "in":
            return self._with("d.type = ?", PLACES[value])
        if node.name == "kind":
            return self._with("d.kind = ? OR d.type = ?", value, value)
        if node.name == "is":
            return self._doc_state(value)
        return self._time("d.created", node)

    def _doc_state(self, value: str) -> str:
        if value in _READ_STATES:
            return _NOTHING
        if value == "open":
            return "d.type = 'entry' AND d.kind IN ('question', 'goal') AND d.status <> 'closed'"
        return self._with("d.visibility = ?", value)

    def _time(self, column: str, node: Field) -> str:
        span = (between if node.name == "date" else span_of)(node.value, self._now)
        if span is None:
            return "1"
        start, end = (int(moment.timestamp()) for moment in span)
        if node.name in ("since", "newer"):
            return self._with(f"{column} >= ?", start)
        if node.name == "older":
            return self._with(f"{column} < ?", start)
        if node.name == "until":
            return self._with(f"{column} < ?", end)
        return self._with(f"{column} >= ? AND {column} < ?", start, end)

    def _match(self, node: Node) -> str:
        return match(node, posts=self._posts)


def _asks_strangers(node: Node) -> bool:
    return isinstance(node, Field) and (node.name, node.value.lower()) == ("in", _STRANGERS)
