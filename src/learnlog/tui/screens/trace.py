"""The chain of one thing, both ways: what it rests on, and what grew from it; Enter opens each link."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.entry import EntryKind
from learnlog.overview.tracing import Step, Trace, trace
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_reflecting import TRACE
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.one_list import OneList
from learnlog.tui.text import line
from learnlog.tui.widgets.document_pane import TYPE_SIGNS
from learnlog.tui.widgets.kinds import SIGNS
from learnlog.tui.widgets.line_list import meant

_STEP = 3
"""Cells by which each step stands further in."""


class TraceScreen(OneList[Trace]):
    """Follows the chain from the document or post `kind` (`Hit.type`) `name`."""

    scope = "trace"
    mode = "journal"
    BINDINGS: ClassVar = bindings(TRACE, LISTS)

    def __init__(self, kind: str, name: str) -> None:
        super().__init__()
        self._kind = kind
        self._target = name

    def gather(self) -> Sequence[Trace]:
        """Follow the chain."""
        return [trace(self.workspace, self._kind, self._target)]

    def about(self) -> str:
        """Say what this is."""
        return "the chain, both ways"

    def options(self, width: int) -> Iterator[Option]:
        """Draw what it rests on above it, and what grew from it below."""
        for found in self.found:
            if found.rests:
                yield rows.section("Rests on")
                yield from _steps(found.rests, width, 1)
                yield rows.gap()
            yield Option(Content.styled(f"▸ {line(found.link.title, width - 2)}", "bold"), disabled=True)
            yield rows.gap()
            if found.grew or found.sent:
                yield rows.section("What grew from it")
                yield from _steps(found.grew, width, 1)
            for address in found.sent:
                yield rows.told(Content.styled(f"   → {line(address, width - 6)}", "$text-muted"))
            if not (found.grew or found.rests or found.sent):
                yield rows.wrapped(
                    "It stands alone so far: a link from another entry would show here.", width
                )
            if found.themes:
                yield rows.gap()
                yield rows.section("Themes")
            for theme in found.themes:
                yield Option(f"   # {line(theme.title, width - 6)}", id=f"theme:{theme.id}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the link."""
        kind, _, name = meant(event.option).partition(":")
        if name:
            self.desk.open_document(kind, name)


def _steps(steps: Sequence[Step], width: int, depth: int) -> Iterator[Option]:
    for step in steps:
        link, indent = step.link, " " * (_STEP * depth)
        mark = SIGNS[EntryKind.read(link.kind)] if link.kind else TYPE_SIGNS.get(link.type, " ")
        note = line(" · ".join(part for part in (step.relation.lower(), link.note) if part), 34)
        words = line(link.title, max(12, width - len(indent) - len(note) - 6))
        row = Content.assemble(indent, (f"{mark} ", "$primary"), words, (f"  {note}", "$text-muted"))
        yield Option(row, id=f"{link.type}:{link.id}" if link.type else None, disabled=not link.type)
        yield from _steps(step.steps, width, depth + 1)
