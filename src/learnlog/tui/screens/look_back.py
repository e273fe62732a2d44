"""Is it still useful? A look back at each person I follow, once a season, with nothing to answer for."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.finding import Review
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_finding import LOOK_BACK
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.one_list import OneList
from learnlog.tui.screens.people_channels import past
from learnlog.tui.text import fit, line, some
from learnlog.tui.widgets.line_list import meant

SILENT = 60
"""Days without a post after which somebody is called silent."""


def review_said(one: Review, now: datetime) -> str:
    """Return a look back in words: what was read, what came of it, since when they are silent."""
    parts = [f"{one.read:,} of {some(one.posts, 'post')} read" if one.posts else "no posts this season"]
    parts.append(some(one.insights, "insight") if one.insights else "no insight yet")
    if one.last is not None:
        quiet = (now - one.last).days > SILENT
        parts.append(f"silent since {past(one.last, now)}" if quiet else f"last post {past(one.last, now)}")
    return " · ".join(parts)


class LookBackScreen(OneList[Review]):
    """Lists whom a look back is due for; one key for each answer, and u for second thoughts."""

    scope = "look-back"
    mode = "people"
    BINDINGS: ClassVar = bindings(LOOK_BACK, LISTS)

    def gather(self) -> Sequence[Review]:
        """Return whom to look back at."""
        return self.workspace.finder.reviews()

    def about(self) -> str:
        """Say what is asked."""
        return "is it still useful?"

    def options(self, width: int) -> Iterator[Option]:
        """Draw two lines for each person."""
        now = self.workspace.clock()
        yield rows.section("Is it still useful to follow them?", "once a season")
        yield rows.gap()
        for one in self.found:
            said = line(review_said(one, now), width - 4)
            yield Option(
                Content.assemble("  ", (fit(one.name, width - 2), "bold"), "\n    ", (said, "$text-muted")),
                id=one.person,
            )
        if not self.found:
            yield rows.wrapped(
                "Nobody to look back at: everybody was looked at this season, or is new.", width
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the answers while there is somebody."""
        return bool(self.found) if action in ("still_useful", "mute", "unfollow", "open") else True

    def _do(self, deed: Callable[[str], object], said: str) -> None:
        person = self.list_at_hand.at
        one = next((one for one in self.found if one.person == person), None)
        if one is not None:
            self.act(lambda: deed(person), said.format(name=line(one.name, 40)))

    def action_still_useful(self) -> None:
        """Keep following, and ask again next season."""
        self._do(self.workspace.finder.keep, "{name} stays; this is asked again next season")

    def action_mute(self) -> None:
        """Mute the person."""
        self._do(self.workspace.finder.mute, "{name} is muted; the card and everything kept stay")

    def action_unfollow(self) -> None:
        """Stop following."""
        self._do(self.workspace.people.unfollow, "You no longer follow {name}; kept posts and insights stay")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the person's card."""
        if person := meant(event.option):
            self.desk.open_document("person", person)
