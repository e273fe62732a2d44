"""What I could be asked about: my own themes as my journal shows them. Nobody but me sees it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.finding import AskAbout
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_finding import ASKED_ABOUT
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.one_list import OneList
from learnlog.tui.screens.people_channels import past
from learnlog.tui.text import fit, line, some
from learnlog.tui.widgets.line_list import meant


def about_said(one: AskAbout, now: datetime) -> str:
    """Return what stands behind a topic, in words."""
    parts = [some(one.entries, "entry", "entries")]
    parts += [some(one.insights, "insight")] if one.insights else []
    parts += [f"in {some(one.weeks, 'week')}"] if one.weeks > 1 else []
    parts += [f"last {past(one.last, now)}"] if one.last else []
    return " · ".join(parts)


class AskedAboutScreen(OneList[AskAbout]):
    """Lists the topics, the one with most behind it first; Enter opens what I wrote on it."""

    scope = "asked-about"
    mode = "people"
    BINDINGS: ClassVar = bindings(ASKED_ABOUT, LISTS)

    def gather(self) -> Sequence[AskAbout]:
        """Work it out from the journal."""
        return self.workspace.finder.around.about_me()

    def about(self) -> str:
        """Say who sees it."""
        return "private: only I see this"

    def options(self, width: int) -> Iterator[Option]:
        """Draw two or three lines for each topic."""
        now = self.workspace.clock()
        yield rows.section("What I could be asked about", "by what I wrote; it shows only in what I publish")
        yield rows.gap()
        for one in self.found:
            kind = "theme" if one.theme else "tag"
            name = fit(one.name if one.theme else f"#{one.name}", width - len(kind) - 4)
            words = " · ".join(one.words)
            said = [Content.assemble("\n    ", (line(about_said(one, now), width - 4), "$text-muted"))]
            said += (
                [Content.assemble("\n    ", (line(words, width - 4), "italic $text-muted"))] if words else []
            )
            yield Option(Content.assemble("  ", (name, "bold"), (kind, "$text-muted"), *said), id=_id(one))
        if not self.found:
            yield rows.wrapped(
                f"Nothing yet: it grows with what you write under your themes. {key_of('write')} writes.",
                width,
            )

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the theme, or what carries the tag."""
        kind, _, name = meant(event.option).partition(":")
        if kind == "theme":
            self.desk.open_document("theme", name)
        elif kind == "tag":
            await self.desk.action_search(f'in:journal tag:"{name}"')


def _id(one: AskAbout) -> str:
    return f"theme:{one.theme}" if one.theme else f"tag:{one.name}"
