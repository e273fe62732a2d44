"""A search as a list of posts by time: what a view of the River shows, page by page."""

from datetime import UTC, datetime

from learnlog.library.compile import FEW, Compiled, Compiler
from learnlog.library.connection import Database
from learnlog.library.post_selection import PostSelection
from learnlog.library.query import And, Field, Node, Not, Or, parse

DENSE = 50_000
"""Hits from which a page looks each post that it walks past up in the index, instead of gathering all hits first."""

_FOUND = "SELECT rowid FROM {0} WHERE {0} MATCH :match AND rowid > :arrived_after"
_COUNT = f"SELECT count(*) FROM ({_FOUND} LIMIT :most)"  # noqa: S608 - ours


def narrow(db: Database, chosen: PostSelection, search: str, now: datetime | None) -> None:
    """Leave of the posts `chosen` those that `search` finds; without words or fields it leaves them all.

    When they are few they lead, and are sorted; else the posts are walked by time and each is looked up.
    """
    query = parse(search.rstrip() + " ")
    if query.root is None:
        if not query.blank:
            chosen.channels = []
        return
    if asks_hidden(query.root) and chosen.by_rules == "out":
        chosen.by_rules = "too"
    compiled = Compiler(db, now or datetime.now(UTC), posts=True, every=True).compile(query.root)
    if compiled.is_nothing:
        chosen.channels = []
        return
    chosen.parameters.update(compiled.parameters)
    for rows in compiled.few:
        chosen.add(f"x.row IN ({rows})", f"q.row IN ({rows})")
    if compiled.conditions:
        sql = "EXISTS (SELECT 1 FROM post p WHERE p.row = {}.row AND {})"
        chosen.add(sql.format("x", compiled.where), sql.format("q", compiled.where))
    chosen.led_by_rows = chosen.led_by_rows or bool(compiled.few)
    if compiled.match:
        _match(db, chosen, compiled)


def _match(db: Database, chosen: PostSelection, compiled: Compiled) -> None:
    after = chosen.parameters.get("arrived_after", 0)
    number = db.number(
        _COUNT.format(compiled.index), {"match": compiled.match, "most": DENSE, "arrived_after": after}
    )
    chosen.led_by_rows = chosen.led_by_rows or number < FEW
    chosen.hits, chosen.is_dense = _FOUND.format(compiled.index), number >= DENSE
    chosen.parameters |= {"match": compiled.match, "arrived_after": after}


def asks_hidden(node: Node | None) -> bool:
    """Tell whether a search says anything of posts that a rule hid: then it is the one to leave them out."""
    if isinstance(node, And | Or):
        return any(map(asks_hidden, node.items))
    if isinstance(node, Not):
        return asks_hidden(node.item)
    return isinstance(node, Field) and (node.name, node.value.lower()) == ("is", "hidden")
