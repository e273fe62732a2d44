"""From a parsed search to SQL: the words become an FTS5 expression, all else conditions with bound values.

The words that must all match lead, as one expression that can be ranked. Words under an OR or NOT together
with fields become conditions like any other.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from learnlog.library import search_sql as say
from learnlog.library.by_words import one_by_words
from learnlog.library.connection import Database
from learnlog.library.dates import bounds
from learnlog.library.leading import COMMON, has_beginning, is_plain, lead, match
from learnlog.library.names import Names
from learnlog.library.query import MOMENTS, PLACES, And, Field, Node, Not, Or, Text
from learnlog.library.schema import STATES
from learnlog.library.words import has_word, key, pattern, quoted

FEW = 6000
"""Up to so many posts, a condition is quicker to start from than to check on each hit."""

_NOTHING = "0"


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
    state: str = ""
    """One of `STATES` that many posts are in: who lists every post walks its index."""
    dates: list[tuple[int | None, int | None]] = field(default_factory=list)
    """Bounds of time, see `bounds`, of who lists every post: they end the walk."""

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
    posts with that word listed once; when they are only `counted`, also those with a phrase.
    """

    def __init__(
        self, db: Database, now: datetime, *, posts: bool, every: bool = False, counted: bool = False
    ) -> None:
        self._db = db
        self._names = Names(db)
        self._now = now
        self._posts = posts
        self._every = every
        self._counted = counted
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
            if item in leading or item in without:
                continue
            if self._every and isinstance(item, Field) and item.name in MOMENTS:
                compiled.dates.append(bounds(item.name, item.value, self._now))
            elif rows := self._rows(item):
                compiled.few.append(rows)
            elif self._every and not compiled.state and (state := _state_of(item)):
                compiled.state = state
            else:
                compiled.conditions.append(self._condition(item))
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
        return self._with(say.SAYS, wanted, wanted, wanted)

    def _is_common(self, beginning: str) -> bool:
        probe = "SELECT count(*) FROM (SELECT 1 FROM post_start WHERE post_start MATCH ? LIMIT ?)"
        return self._db.number(probe, (f"{quoted(beginning)} *", COMMON)) >= COMMON

    def _can_deny(self, item: Not, compiled: Compiled) -> bool:
        """Tell whether the index that leads can leave `item` out as well, and in no time."""
        if compiled.index == "post_fts" and has_beginning(item):
            return False
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
            return self._with(say.POST_THEME_ROWS, self._names.themes_like(node.value))
        if node.name in say.OF_CHANNELS:
            among = self._among_channels(node)
            return f"SELECT s.row FROM post s INDEXED BY post_channel WHERE s.{among}"  # noqa: S608 - ours
        if node.name == "lang":
            return self._with(say.LANGUAGE_ROWS, *[node.value.lower()] * 6)
        if node.name in MOMENTS:
            return " ".join((say.ALL_ROWS, "WHERE", self._time("s.published", node)))
        return say.STATE_ROWS.get(node.value.lower(), "") if node.name == "is" else ""

    def _condition(self, node: Node) -> str:
        if isinstance(node, And | Or):
            glue = " AND " if isinstance(node, And) else " OR "
            return "(" + glue.join(map(self._condition, node.items)) + ")"
        if isinstance(node, Not):
            return self._denied(node.item)
        if isinstance(node, Text):
            return self._found(node)
        found = self._post_field(node) if self._posts else self._doc_field(node)
        return f"({found})" if found != _NOTHING else found

    def _denied(self, node: Node) -> str:
        """Return that a post is not what `node` says.

        Whoever wants every post has those with a word or a beginning listed; else a word is looked up for each post. Of
        a phrase each post is read, which is quicker than to find it where it stands often; one that few have is found.
        """
        if not (self._posts and isinstance(node, Text) and has_word(node.text)):
            return f"NOT {self._condition(node)}"
        if (is_plain(node) and self._every) or (self._counted and not node.prefix):
            return f"NOT {self._found(node)}"
        if is_plain(node) and not node.prefix:
            return self._with(say.HAS_NOT, self._match(node))
        if not node.prefix:
            asked = {"match": self._match(node), "few": FEW}
            found = one_by_words(self._db, "post_fts", say.LISTED, asked)
            if found is not None and found[0] < FEW:
                return self._with("p.row NOT IN (SELECT value FROM json_each(?))", found[1])
        return f"NOT {self._says(pattern(node.text, prefix=node.prefix).pattern)}"

    def _found(self, node: Node) -> str:
        if not self._posts:
            return self._with(say.FOUND.format("d", "doc_fts"), self._match(node))
        index = "post_start" if is_plain(node) else "post_fts"
        return self._with(say.FOUND.format("p", index), self._match(node))

    def _post_field(self, node: Field) -> str:
        value = node.value.lower()
        if node.name == "theme":
            return self._with(say.POST_THEME, self._names.themes_like(node.value))
        if node.name in say.OF_CHANNELS:
            return f"p.{self._among_channels(node)}"
        if node.name == "lang":
            return self._with(say.IN_LANGUAGE, value, value)
        if node.name == "tag":
            return self._found(node) if self._match(node) else _NOTHING
        if node.name == "in":
            return say.OF_STRANGERS if value == say.STRANGERS else "1" if value == "posts" else _NOTHING
        if node.name == "kind":
            return "1" if value in ("post", "posts") else _NOTHING
        if node.name == "is":
            return say.READ_STATES.get(value, _NOTHING)
        return self._time("p.published", node)

    def _among_channels(self, node: Field) -> str:
        value = node.value.lower()
        if node.name == "channel":
            return self._with(say.OF_CHANNEL, value, value, value)
        if node.name == "circle":
            return self._with(say.IN_CIRCLE, self._names.channels_of_circle(node.value))
        return self._with(say.OF_PERSON, self._names.people_like(node.value))

    def _doc_field(self, node: Field) -> str:
        value = node.value.lower()
        if node.name in ("channel", "circle", "lang"):
            return _NOTHING
        if node.name == "theme":
            finals = self._names.themes_like(node.value)
            return self._with(say.DOC_THEME, self._names.theme_keys(finals), finals)
        if node.name in ("person", "from"):
            people = self._names.people_like(node.value)
            return self._with(say.DOC_PERSON, self._names.person_ids(people), people)
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
        if value in say.READ_STATES:
            return _NOTHING
        if value == "open":
            return "d.type = 'entry' AND d.kind IN ('question', 'goal') AND d.status <> 'closed'"
        return self._with("d.visibility = ?", value)

    def _time(self, column: str, node: Field) -> str:
        first, end = bounds(node.name, node.value, self._now)
        parts = [self._with(f"{column} >= ?", first)] if first is not None else []
        parts += [self._with(f"{column} < ?", end)] if end is not None else []
        return " AND ".join(parts) or "1"

    def _match(self, node: Node) -> str:
        return match(node, posts=self._posts)


def _state_of(node: Node) -> str:
    """Return which of `STATES` is asked for."""
    if node == Not(Field("is", "unread")):
        return "read"
    state = node.value.lower() if isinstance(node, Field) and node.name == "is" else ""
    return state if state in STATES else ""


def _asks_strangers(node: Node) -> bool:
    return isinstance(node, Field) and (node.name, node.value.lower()) == ("in", say.STRANGERS)
