"""How a bundle before it leaves is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.visibility import Visibility
from learnlog.sharing.bundle import Bundle
from learnlog.sharing.shared import SharedEntry
from learnlog.tui.key_names import key_of
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.bundle_choosing import Part
from learnlog.tui.text import fit, line, plain, some
from learnlog.tui.widgets.kinds import SIGNS

WHOM = {Visibility.COACH: "my coach", Visibility.COHORT: "the cohort", Visibility.PUBLIC: "everybody"}


@dataclass(slots=True, kw_only=True)
class Held:
    """What the screen holds: for whom, which part, the question, ids left out, the order, and the bundle as it is.

    ``why`` says why there is none.
    """

    audience: Visibility = Visibility.COACH
    part: Part = field(default_factory=Part)
    question: str = ""
    out: set[str] = field(default_factory=set)
    order: list[str] = field(default_factory=list)
    entries: tuple[SharedEntry, ...] = ()
    bundle: Bundle | None = None
    why: str = ""


def options(held: Held, width: int) -> Iterator[Option]:
    """Yield what leaves: the question, the entries, the other files, and who else is named."""
    yield rows.section("My question")
    yield Option(
        plain(line(held.question, width) or f"none yet: {key_of('question', 'bundle')} asks one"),
        id="question",
    )
    yield rows.gap()
    yield rows.section("Entries", held.part.called)
    by_id = {entry.id: entry for entry in held.entries}
    for id in held.order:
        yield Option(_row(held, by_id[id], width), id=f"entry:{id}")
    if held.why:
        yield rows.wrapped(held.why, width)
    yield rows.gap()
    if held.bundle:
        yield from _around(held.bundle, width)


def _row(held: Held, entry: SharedEntry, width: int) -> Content:
    out = entry.id in held.out
    made = held.bundle
    mark = (
        "new" if made and entry.id in made.fresh else "changed" if made and entry.id in made.changed else ""
    )
    mark = "left out" if out else mark
    words = fit(entry.title, max(8, width - 10 - len(mark)))
    sign = (f"{SIGNS[entry.kind]} ", "$primary")
    day = (f"{entry.written.day:>2} {entry.written:%b} ", "$text-muted")
    return Content.assemble(day, sign, (words, "$text-muted strike" if out else ""), (f" {mark}", "$accent"))


def _around(bundle: Bundle, width: int) -> Iterator[Option]:
    stays = f"{some(bundle.withheld, 'private entry', 'private entries')} stay here."
    yield rows.wrapped(stays if bundle.withheld != 1 else "1 private entry stays here.", width, "$text-muted")
    for name in bundle.shown.cut:
        cut = f"A link to something that is not shared was cut out of your {name}."
        yield rows.wrapped(cut, width, "$warning")
    if bundle.withdrawn:
        gone = f"{some(len(bundle.withdrawn), 'entry', 'entries')} that left before: withdrawn."
        yield rows.wrapped(gone, width, "$warning")
    yield rows.gap()
    yield rows.section("Files", "in one zip")
    for name, text in bundle.files.items():
        if not name.startswith("entries/"):
            yield Option(plain(f"{fit(name, max(8, width - 10))}{len(text):>9,}"), id=f"file:{name}")
    for name, file in bundle.enclosed.items():
        yield Option(plain(f"{fit(file.name, max(8, width - 10))}{file.size:>9,}"), id=f"enclosed:{name}")
    for left in bundle.selection.left_out:
        yield rows.wrapped(f"{left.name} stays here: {left.why}.", width, "$warning")
    yield rows.gap()
    yield rows.section("Others named in it", "there may be more")
    for one in bundle.named[:40]:
        yield rows.wrapped(
            f"{one.words} · {one.kind}" + (f" · {one.times} ×" if one.times > 1 else ""), width
        )
    if not bundle.named:
        yield rows.wrapped("nobody that a program can find", width, "$text-muted")
