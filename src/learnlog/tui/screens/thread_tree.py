"""A thread drawn as a tree: lines that lead from answer to answered, and what stands on each row."""

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from learnlog.reading.river.threads import ThreadLine
from learnlog.tui.screens.river_signs import row_parts
from learnlog.tui.text import ago, line

DEEPEST = 8
"""Answers deeper than this are drawn here: a long talk of two must not push itself off the screen."""
MINE, ORIGIN = "●", "▶"


def guides(depths: Sequence[int]) -> list[str]:
    """Return for each post of a tree, given by depths in reading order, the lines that lead to it."""
    shown = [min(depth, DEEPEST) for depth in depths]
    drawn: list[str] = []
    goes_on: set[int] = set()  # depths at which another answer follows further down
    for depth in reversed(shown):
        goes_on = {level for level in goes_on if level <= depth}
        if not depth:
            drawn.append("")
        else:
            bars = "".join("│ " if level in goes_on else "  " for level in range(1, depth))
            drawn.append(bars + ("├ " if depth in goes_on else "└ "))
        goes_on.add(depth)
    return drawn[::-1]


def thread_row(guide: str, found: ThreadLine, width: int, now: datetime, *, opened: bool = False) -> Content:
    """Return one row: where I came from, the tree's lines, who (mine marked and bold), when, the first words."""
    post = found.post
    here = ORIGIN if found.is_origin else " "
    mark = f"{MINE} " if found.person else ""
    name = line(found.name, 20)
    when = ago(post.published, now)
    head = f"{here} {guide}{mark}{name}  {when}  "
    room = width - Content(head).cell_length
    words = row_parts(post, room, "", opened=opened, in_tree=True) if room > 4 else []
    return Content.assemble(
        (f"{here} ", "bold $accent"),
        (guide, "$text-muted"),
        (mark, "$primary"),
        (name, "bold" if found.person else ""),
        (f"  {when}  ", "$text-muted"),
        *words,
    )
