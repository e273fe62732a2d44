"""Sharing, asking, answering: what is sent on one side, how it will stand on the other, and to whom above."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static, TextArea

from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.talking.message import Purpose
from learnlog.tui.commands_talking import SHARE
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.linking import people_offered
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.delivering import deliver
from learnlog.tui.screens.leave_to_write import may_write
from learnlog.tui.screens.share_agreeing import is_meant, lacking, may_be_seen
from learnlog.tui.screens.share_choices import changed
from learnlog.tui.screens.share_draft import KeepsDraft
from learnlog.tui.screens.share_drawing import Standing, banner, facts, preview, short
from learnlog.tui.screens.share_plan import (
    Plan,
    counted,
    fitted,
    posts_of,
    put_in_outbox,
)
from learnlog.tui.screens.share_whom import Facts, Stands, WhomToAsk
from learnlog.tui.text import line, plain, some
from learnlog.tui.widgets.completing import MentionArea
from learnlog.tui.widgets.completion import Completion, Item
from learnlog.tui.widgets.line_list import meant

WIDE = 100
PAUSE = 0.1
"""Seconds without a key after which the posts are counted."""


class ShareScreen(KeepsDraft, WhomToAsk):
    """Shows what would be sent and lets one change it. Nothing leaves without ^G and a yes."""

    CSS_PATH = ["../styles/people.tcss", "../styles/writing.tcss", "../styles/talking.tcss"]  # noqa: RUF012 - Textual declares it no ClassVar
    scope = "share"
    BINDINGS: ClassVar = bindings([command for command in SHARE if command.id != "change"])
    AUTO_FOCUS = "#share-text"

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        message = plan.message
        self._plan = plan
        self._wish = plan.wish
        self._began = (plan.text.strip(), self._wish)
        self._accounts: Sequence[Account] = ()
        self._to: list[str] = [message.account] if message else []
        self._standing: Standing = ()
        self._is_busy = False
        self._is_taken_up = False

    def compose_body(self) -> ComposeResult:
        """What it is, how it is sent, the text and how it will stand."""
        with Vertical(id="share"):
            yield Static(plain(line(self._plan.title, 160)), id="share-title")
            yield Static(plain(self._plan.quoted), id="share-quoted")
            yield Static(id="share-banner")
            yield Facts(id="share-facts")
            with Horizontal(id="share-body"):
                yield MentionArea(self._plan.text, id="share-text")
                with Stands(id="share-preview"):
                    yield Static(id="share-stands")
        yield Completion(self._offered)

    def _offered(self, _kind: str, words: str) -> Sequence[Item]:
        networks = [one.network for one in self._chosen] or [self._plan.network]
        return people_offered(self.workspace, words, networks)

    def on_mount(self) -> None:
        """Show what is answered, and load the accounts."""
        self.query_one("#share-quoted").display = bool(self._plan.quoted)
        text = self._text
        text.move_cursor(text.document.end)
        self._draw()

    @property
    def _text(self) -> TextArea:
        return self.query_one("#share-text", TextArea)

    @property
    def _chosen(self) -> list[Account]:
        return [one for one in self._accounts if one.id in self._to]

    async def load(self) -> None:
        """Know the accounts; part the text as their servers count, when it was not touched yet."""
        plan, before = self._plan, list(self._to)
        if not self._is_taken_up:
            self._is_taken_up = True
            await self.take_up()
        every = await self.ask(self.workspace.accounts.all)
        self._accounts = [one for one in every if plan.network in ("", one.network)]
        if not self._to and self._accounts:
            self._to = [self._accounts[0].id]
        self._draw()
        if not self._accounts:
            self.query_one("#share-facts").focus()
        elif self._to != before or plan.message:
            await self._part()
        await self.name_first()
        self._count()

    async def _part(self) -> None:
        """Part the text into posts for the accounts chosen, unless somebody wrote on it."""
        text = self._text.text
        if text.strip() != self._began[0] or not text.strip() or self._plan.message:
            return
        self.show_progress("asking how long a post may be …")
        try:
            parted = await self.ask(
                lambda: fitted(self.workspace, self._plan.text, self._to, self._wish.warning)
            )
        finally:
            self.show_progress("")
        if self._text.text == text and parted != text.strip():
            self._began = (parted, self._began[1])
            self._text.load_text(parted)
            self._text.move_cursor(self._text.document.end)

    def on_text_area_changed(self) -> None:
        """Count again."""
        self._count()

    @work(exclusive=True, group="count")
    async def _count(self) -> None:
        await asyncio.sleep(PAUSE)
        text, to, warning = self._text.text, list(self._to), self._wish.warning
        try:
            self._standing = await self.ask(lambda: counted(self.workspace, posts_of(text), to, warning))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self._draw()

    def _draw(self) -> None:
        wish = self._wish
        width = max(30, self.size.width - 6)
        self.query_one(Facts).show(facts(self._accounts, self._to, wish, self._standing, width))
        said = banner(wish, self._text.text)
        shown = self.query_one("#share-banner", Static)
        shown.display = bool(said)
        shown.update(plain(said))
        self.query_one("#share-stands", Static).update(preview(self._standing, self._accounts, wish))
        self.context(f"{short(self._standing)} · {wish.audience.value}".removeprefix(" · "))

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        if self.is_mounted:
            self._draw()
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the preview where it does not stand beside the text anyway."""
        if action == "whom":
            return self._plan.kind is Purpose.ASK
        return self.app.size.width < WIDE if action == "preview" else True

    def action_preview(self) -> None:
        """See it as it will stand, or go on writing."""
        seen = not self.has_class("-preview")
        self.set_class(seen, "-preview")
        self.query_one("#share-preview" if seen else "#share-text").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Change the line under the cursor."""
        event.stop()
        self._change(meant(event.option))

    @work(group="change", exclusive=True)
    async def _change(self, what: str) -> None:
        if what == "to":
            await self._change_to()
        else:
            self._wish = await changed(self, what, self._wish, self._plan, self._chosen)
        self._draw()
        self._count()

    async def _change_to(self) -> None:
        if not self._accounts:
            self.desk.action_accounts()
            return
        if self._plan.message:
            self.desk.say("A message stays with its account. Share its entry anew for another one.")
            return
        choices = [
            Choice(id=one.id, label=one.handle, note=one.network, chosen=one.id in self._to)
            for one in self._accounts
        ]
        hint = "✓ it goes there already; choosing that takes it away again"
        picked = await self.app.push_screen_wait(Choose("Send it as", choices, hint=hint))
        if picked:
            kept = [id for id in self._to if id != picked]
            self._to = kept if picked in self._to else [*kept, picked]
            if self._to:
                await self._part()

    def _lacks(self, texts: Sequence[str], *, send: bool) -> str:
        if not self._accounts:
            return with_keys("You have no account to send from: {change} on “to” adds one.")
        if not self._chosen:
            return with_keys("Choose first as whom: {change} on “to”.")
        return lacking(texts, self._wish, self._standing if send else ())

    def action_keep_message(self) -> None:
        """Keep it in the outbox as a draft."""
        self._finish(send=False)

    def action_send(self) -> None:
        """Send it, after asking once."""
        self._finish(send=True)

    @work(group="finish")
    async def _finish(self, *, send: bool) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        try:
            await self._keep(send=send)
        except LearnlogError as error:
            self.desk.say_error(error)
        finally:
            self._is_busy = False

    async def _keep(self, *, send: bool) -> None:
        space, plan, texts = self.workspace, self._plan, posts_of(self._text.text)
        if send and texts and self._to:
            self._standing = await self.ask(lambda: counted(space, texts, self._to, self._wish.warning))
        if problem := self._lacks(texts, send=send):
            self.desk.say(problem)
            return
        wish, chosen = self._wish, self._chosen
        if not await may_be_seen(self, plan, wish) or (
            send and not await is_meant(self, chosen, wish, len(texts))
        ):
            return
        for account in chosen if send else ():
            if not await may_write(self, account):
                return
        agreed = replace(wish, publish=True)
        messages = await self.ask(lambda: put_in_outbox(space, plan, texts, chosen, agreed))
        await self.let_go()
        if send:
            await deliver(self, messages)
        else:
            said = (
                f"{some(len(messages), 'draft')} in the outbox, not sent. {key_of('outbox')} shows the outbox"
            )
            self.desk.say(said, undo=True)
        self.dismiss()
        self.desk.changed()

    @work(group="finish")
    async def action_leave(self) -> None:
        """Leave; what was written is kept in the outbox when that is wanted."""
        if self._is_busy:
            self.desk.say("It is on its way; this takes a moment.")
            return
        if (offered := self.query_one(Completion)).is_open:
            offered.close()
            return
        if not self.is_changed:
            await self.let_go()
            self.dismiss()
            return
        choices = (
            Choice(id="keep", label="Keep it in the outbox as a draft"),
            Choice(id="later", label="Go on with it another time"),
            Choice(id="leave", label="Leave without it"),
        )
        hint = "{take} chooses · {leave} goes on writing"
        picked = await self.app.push_screen_wait(Choose("What becomes of it?", choices, hint=hint))
        if picked == "keep":
            self.action_keep_message()
        elif picked == "later":
            await self.keep_words()
            self.dismiss()
            self.desk.changed()
        elif picked == "leave":
            await self.let_go()
            self.dismiss()
