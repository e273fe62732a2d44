"""Whom to ask: from a question to a person of mine who knows about it, and their name into what is asked."""

from collections.abc import Sequence
from dataclasses import replace

from textual import work
from textual.containers import VerticalScroll
from textual.widgets import TextArea

from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.finding import Suggestion
from learnlog.model.person import Person
from learnlog.talking.sharing import mention
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.share_plan import Plan, named_in, of_entry
from learnlog.tui.wanted import Wanted
from learnlog.tui.widgets.line_list import LineList
from learnlog.workspace import Workspace

NETWORKS = ("mastodon", "bluesky")


class _Held:
    """Keeps every letter: a key of the screens below must not act while something is written."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Take what prints."""
        return character is not None and character.isprintable()


class Facts(_Held, LineList):
    """The lines that say how it is sent."""


class Stands(_Held, VerticalScroll):
    """The posts as they will stand."""


def handle_of(workspace: Workspace, one: Suggestion, accounts: Sequence[Account]) -> str:
    """Return what mentions a person of mine on the network of the first of `accounts` where they are.

    Raises:
        UsageError: no handle of theirs there is known.
    """
    return _mention(workspace, one, [account.network for account in accounts] or NETWORKS)[0]


def plan_to_ask(workspace: Workspace, question: str, one: Suggestion) -> Plan:
    """Return the plan to ask a question where a person of mine can be named. Reads the vault.

    Raises:
        UsageError: no handle of theirs is known where I have an account.
    """
    plan = of_entry(workspace, workspace.journal.get(question))
    mine = [account.network for account in workspace.accounts.all()]
    _, network = _mention(workspace, one, mine or NETWORKS)
    return replace(plan, network=network if mine else "")


def _mention(workspace: Workspace, one: Suggestion, networks: Sequence[str]) -> tuple[str, str]:
    """Return what mentions somebody on the first of `networks` where they are, and that network."""
    found = one.candidate
    person = Person(id="", name=found.name or found.handle, channels=found.channels)
    if found.person:
        person = workspace.people.get(found.person)
    trouble: UsageError | None = None
    for network in dict.fromkeys(networks):
        try:
            return mention(person, network), network
        except UsageError as error:
            trouble = trouble or error
        if found.handle and any(c.kind == network and c.key == found.key for c in found.channels):
            return f"@{found.handle.removeprefix('@')}", network
    raise trouble or UsageError(f"No handle of {person.name} is known.")


class WhomToAsk(DeskScreen):
    """The part of `ShareScreen` that finds somebody to ask."""

    first: Suggestion | None = None
    """Whom to name once the screen stands."""

    _plan: Plan

    @property
    def _text(self) -> TextArea:
        raise NotImplementedError

    @property
    def _chosen(self) -> list[Account]:
        raise NotImplementedError

    async def name_first(self) -> None:
        """Name whom the screen was opened for."""
        one, self.first = self.first, None
        if one is not None:
            await self._put_before(one)

    def action_whom(self) -> None:
        """Look who of mine knows about it; who is chosen is named at the beginning."""
        from learnlog.tui.screens.find import FindScreen

        entry = self._plan.entry
        theme = entry.themes[0] if entry is not None and entry.themes else ""
        words = entry.headline if entry is not None else self._text.text[:120]
        self.app.push_screen(FindScreen(Wanted(theme=theme, words=words), self.name_them))

    def name_them(self, one: Suggestion) -> None:
        """Put the person's handle before what is asked."""
        self._name_them(one)

    @work(group="whom", exclusive=True)
    async def _name_them(self, one: Suggestion) -> None:
        await self._put_before(one)

    async def _put_before(self, one: Suggestion) -> None:
        try:
            handle = await self.ask(lambda: handle_of(self.workspace, one, self._chosen))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        if handle not in named_in(self._text.text):
            self._text.insert(f"{handle} ", (0, 0))
        self._text.focus()
