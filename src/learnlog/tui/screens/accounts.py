"""My accounts: who I am on which network, what I granted there, and where the secrets are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.accounts.accounts import Removed
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_talking import ACCOUNTS
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.text import day, line, some
from learnlog.tui.widgets.line_list import LineList, ScreenList

NETWORKS = {"bluesky": "Bluesky", "mastodon": "Mastodon"}
WAYS = (
    Choice(id="bluesky", label="Bluesky", note="with an app password"),
    Choice(id="mastodon", label="Mastodon", note="in your browser"),
    Choice(id="paste", label="Mastodon, with a code to paste", note="no browser here"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the screen shows: the accounts, what is wrong with their page, and with the keyring."""

    accounts: Sequence[Account]
    problem: str
    keyring: str


class AccountsScreen(DeskScreen):
    """Lists my accounts; adds one, removes one."""

    CSS_PATH = "../styles/accounts.tcss"
    scope = "accounts"
    BINDINGS: ClassVar = bindings(ACCOUNTS, [command for command in LISTS if command.id != "open"])
    AUTO_FOCUS = "#accounts"
    _page: Page | None = None

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield ScreenList(id="accounts")

    async def load(self) -> None:
        """List the accounts."""
        self._page = page = await self.ask(self._gather)
        self.context(some(len(page.accounts), "account") if page.accounts else "no accounts")
        self.query_one(LineList).show(self._options(page))

    def _gather(self) -> Page:
        accounts = self.workspace.accounts
        mine = accounts.all()
        needed = any(account.secrets == "keyring" for account in mine)
        return Page(
            accounts=mine,
            problem=accounts.problem(),
            keyring=accounts.keyring_trouble() if needed else "",
        )

    def _options(self, page: Page) -> Iterator[Option]:
        width = max(30, self.size.width - 6)
        first: set[str] = set()
        for account in page.accounts:
            yield Option(_row(account, account.network not in first, self.workspace.clock()), id=account.id)
            first.add(account.network)
        if not page.accounts:
            yield rows.wrapped("You have no accounts here.", width)
            yield rows.gap()
            words = "Everything public is read without one. With one you read more, and can ask and answer."
            yield rows.wrapped(words, width, "$text-muted")
            yield rows.gap()
            yield rows.wrapped(
                f"{key_of('add-account')} logs in to Bluesky or to a Mastodon server.", width, "$text-muted"
            )
        for trouble in (page.keyring, page.problem and f"accounts.md in the vault: {page.problem}"):
            if trouble:
                yield rows.gap()
                yield rows.wrapped(trouble, width, "$warning")

    @property
    def _at_hand(self) -> Account | None:
        name = self.query_one(LineList).at
        return next((one for one in self._page.accounts if one.id == name), None) if self._page else None

    def offers(self, action: str) -> bool:
        """Name the key for removing only where there is an account."""
        return action != "remove_account" or self._at_hand is not None

    @work(group="account")
    async def action_add_account(self) -> None:
        """Log in somewhere; without a keyring, the file for the secrets has to be chosen first."""
        way = await self.app.push_screen_wait(Choose("Log in to", WAYS, narrows=False))
        if not way:
            return
        place = await self._place()
        if not place:
            return
        from learnlog.tui.screens.login import LoginScreen

        network = "mastodon" if way == "paste" else way
        self.app.push_screen(LoginScreen(network, place, paste=way == "paste"))

    async def _place(self) -> str:
        """Return where the secrets shall be; "" when there is no keyring and the file is not wanted."""
        accounts = self.workspace.accounts
        trouble = await self.ask(accounts.keyring_trouble)
        if not trouble:
            return "keyring"
        choices = (
            Choice(id="", label="Add no account"),
            Choice(id="file", label="Keep the secrets in a file that only I can read"),
        )
        title = f"{trouble} A file would be {accounts.file.path}"
        return await self.app.push_screen_wait(Choose(title, choices)) or ""

    @work(group="account")
    async def action_remove_account(self) -> None:
        """Let an account go, after asking once: it cannot be taken back."""
        account = self._at_hand
        if account is None:
            return
        choices = (
            Choice(id="", label="Keep it"),
            Choice(id="remove", label="End its session, and forget its secrets"),
        )
        title = f"Remove {line(account.handle, 44)} from here? The account itself stays."
        if await self.app.push_screen_wait(Choose(title, choices, narrows=False)) != "remove":
            return
        self.show_progress(f"ending the session with {account.server} …")
        try:
            self._tell(await self.ask(lambda: self.workspace.accounts.remove(account.id)))
        except LearnlogError as error:
            self.desk.say_error(error)
        finally:
            self.show_progress("")
        self.desk.changed()

    def _tell(self, removed: Removed) -> None:
        handle = line(removed.account.handle, 40)
        if not removed.left:
            self.desk.say(f"{handle} is no account of yours here any more")
            return
        hint = f"{removed.left} In the settings of your account there, take learnlog's access away yourself."
        self.desk.say_error(LearnlogError(f"Removed {handle}, but its session could not be ended:", hint))

    def action_back(self) -> None:
        """Back to where I came from."""
        self.dismiss()


def _row(account: Account, is_first: bool, now: datetime) -> Content:
    network = NETWORKS[account.network]
    granted = {("read",): "may read", ("read", "write"): "may read and write"}
    may = granted.get(account.scopes, f"may {line(', '.join(account.scopes), 40)}")
    where = "keyring" if account.secrets == "keyring" else "file that only you can read"
    since = f" · since {day(account.added.astimezone(now.tzinfo))}" if account.added else ""
    name = f"  {line(account.name, 30)}" if account.name else ""
    return Content.assemble(
        ("● " if is_first else "○ ", "$accent"),
        (line(account.handle, 48), "bold"),
        name,
        (f"  {network}" + (", the usual one" if is_first else ""), "$text-muted"),
        (f"\n    {may} at {line(account.server, 48)}", "$text-muted"),
        (f"\n    secrets in the {where}{since}\n", "$text-muted"),
    )
