"""A search as a list of posts by time: what a view of the River shows, page by page."""

import re
from datetime import UTC, datetime

from learnlog.library.by_words import one_by_words
from learnlog.library.compile import FEW, Compiler
from learnlog.library.connection import Database
from learnlog.library.post_selection import PostSelection
from learnlog.library.query import And, Field, Node, Not, Or, parse

DENSE = 50_000
"""Hits from which a page looks each post that it walks past up in the index, instead of gathering all hits first."""

_FOUND = "SELECT rowid FROM {0} WHERE {0} MATCH :match"
_SOME = f"({_FOUND} AND rowid > :arrived_after LIMIT :most)"
_LIST = f"SELECT count(*), json_group_array(rowid) FROM {_SOME}"  # noqa: S608 - ours
_COUNT = f"SELECT count(*) FROM {_SOME}"  # noqa: S608 - ours
_AMONG = "{}.row IN (SELECT value FROM json_each(:hits))"
_KNOWN = 200
"""Searches of which it is remembered how many hits they have."""
_COLUMN = re.compile(r"\bp\.(\w+)")
_EVERYWHERE = {"published", "row", "channel_id"}
"""Columns of posts that whatever leads has."""


Density = dict[tuple[str, str], bool]
"""By full-text table and expression, whether the hits are so many that each is looked up; to count them takes long."""


def narrow(
    db: Database,
    chosen: PostSelection,
    search: str,
    now: datetime | None,
    *,
    whole: bool = True,
    counted: bool = False,
    known: Density | None = None,
) -> None:
    """Leave of the posts `chosen` those that `search` finds; without words or fields it leaves them all.

    When they are few they lead, and are sorted; else the posts are walked by time and each is looked up. Not `whole`:
    only the newest of all are asked for, so that how many there are does not matter. When all are `counted`, the hits
    are walked as the index has them, and a phrase is listed that none may have: to look each post up takes far longer
    than both, where they are many. What is `known` of how many there
    are is not counted again: that it may not hold any more makes nothing wrong, only slower.
    """
    query = parse(search.rstrip() + " ")
    if query.root is None:
        if not query.blank:
            chosen.channels = []
        return
    if asks_hidden(query.root) and chosen.by_rules == "out":
        chosen.by_rules = "too"
    compiler = Compiler(db, now or datetime.now(UTC), posts=True, every=True, counted=counted)
    compiled = compiler.compile(query.root)
    if compiled.is_nothing:
        chosen.channels = []
        return
    chosen.parameters.update(compiled.parameters)
    chosen.state = compiled.state
    for since, until in compiled.dates:
        chosen.bound(since, until)
    for rows in compiled.few:
        chosen.add(f"x.row IN ({rows})", f"q.row IN ({rows})")
    for condition in compiled.conditions:
        _add(chosen, condition)
    chosen.led_by_rows = chosen.led_by_rows or bool(compiled.few)
    if compiled.match:
        chosen.parameters |= {
            "match": compiled.match,
            "arrived_after": chosen.parameters.get("arrived_after", 0),
        }
        chosen.hits = _FOUND.format(compiled.index)
        if whole:
            _look_how_many(db, chosen, compiled.index, {} if known is None else known)
        chosen.led_by_hits = counted and chosen.is_of_all and bool(chosen.hits)


def _add(chosen: PostSelection, condition: str) -> None:
    """Add a condition on ``p``: on what is walked itself, where it has the columns, so that a walk ends with it."""
    if set(_COLUMN.findall(condition)) <= _EVERYWHERE:
        chosen.add(_COLUMN.sub(r"x.\1", condition), _COLUMN.sub(r"q.\1", condition))
    else:
        sql = "EXISTS (SELECT 1 FROM post p WHERE p.row = {}.row AND {})"
        chosen.add(sql.format("x", condition), sql.format("q", condition))


def _look_how_many(db: Database, chosen: PostSelection, index: str, known: Density) -> None:
    """Say how the hits are best come by: a few are listed once, very many are looked up one by one."""
    key = index, chosen.parameters["match"]
    dense = known.get(key)  # other threads remember too
    if dense is None:
        after = chosen.parameters["arrived_after"]
        asked = {"match": key[1], "most": FEW, "arrived_after": after}
        found = one_by_words(db, index, _LIST.format(index), asked)
        if found is not None and found[0] < FEW:
            chosen.led_by_rows = True
            chosen.parameters["hits"] = found[1]
            chosen.hits = ""
            chosen.add(_AMONG.format("x"), _AMONG.format("q"))
            return
        if len(known) >= _KNOWN:
            known.clear()
        dense = known[key] = db.number(_COUNT.format(index), {**chosen.parameters, "most": DENSE}) >= DENSE
    chosen.is_dense = dense


def asks_hidden(node: Node | None) -> bool:
    """Tell whether a search says anything of posts that a rule hid: then it is the one to leave them out."""
    if isinstance(node, And | Or):
        return any(map(asks_hidden, node.items))
    if isinstance(node, Not):
        return asks_hidden(node.item)
    return isinstance(node, Field) and (node.name, node.value.lower()) == ("is", "hidden")
