"""What stands at the end of Today, gathered once the rest is there: what rises, and whom to look back at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.finding import Review, Rising
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.find_start import rising_said
from learnlog.tui.screens.look_back import review_said
from learnlog.tui.text import fit, line
from learnlog.workspace import Workspace

WORD = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The word that rises most, one person to look back at, and how many more there are of each."""

    rising: tuple[Rising, ...] = ()
    review: Review | None = None
    more: int = 0


def gather_around(
    workspace: Workspace, known: Around | None = None, between: Callable[[], object] = lambda: None
) -> Around:
    """Return what is around, with what was `known` to rise. Reads the database: call it from a thread.

    It takes seconds where they write much: `between` is called now and then, and may wait.
    """
    rising = workspace.finder.rising(between) if known is None else known.rising
    reviews = workspace.finder.reviews()
    return Around(
        rising=tuple(rising[:1]), review=reviews[0] if reviews else None, more=max(0, len(reviews) - 1)
    )


def around_options(around: Around, now: datetime, width: int) -> Iterator[Option]:
    """Draw at most two quiet lines, each with a heading."""
    for one in around.rising:
        yield rows.gap()
        yield rows.section("Rising this week")
        word = fit(one.word, WORD)
        said = rising_said(one, width - WORD - 4)
        yield Option(Content.assemble("  ", word, "  ", (said, "$text-muted")), id="do:app.mode('find')")
    if (review := around.review) is not None:
        yield rows.gap()
        yield rows.section("Is it still useful?", f"and {around.more} more" if around.more else "")
        name = fit(review.name, WORD)
        said = line(review_said(review, now), width - WORD - 4)
        yield Option(Content.assemble("  ", name, "  ", (said, "$text-muted")), id="do:app.look_back")
